"""What is left of reasoning and of weak dominance, in words."""

import numpy as np

from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.scenario_file import load
from negotiate.report import report_of
from negotiate.report.json import json_of
from negotiate.report.plain import plain
from negotiate.report.screen import as_text
from negotiate.report.style import Look

TEXTBOOK = NormalFormGame.from_arrays(
    [[1, 0], [1, 2], [0, 2]],
    [[1, 0], [1, 1], [0, 1]],
    labels=[["T", "M", "B"], ["L", "R"]],
    players=["Row", "Column"],
)
WHOLE = Look(width=200, all=True)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_reasoning_alone_settles_the_flagship() -> None:
    said = as_text(solve(load("us-china/beijing-2018").alone(), concept="rationalizable"), WHOLE)
    assert "Only (trade_war, cn_tariff matching) is rationalizable." in said
    assert "is strictly dominated: `trade_war` gives more, whatever China does." in said
    assert (
        "Round 1 eliminates 5 strategies of the United States and 191 strategies of China." in said
    )


def test_reasoning_alone_says_against_what_each_is_best() -> None:
    said = as_text(solve(load("classics/stag-hunt").alone(), concept="rationalizable"), WHOLE)
    assert "Every strategy is rationalizable." in said
    rows = [line.split("yes")[1].strip() for line in said.splitlines() if "best reply if" in line]
    assert rows[:2] == [f"best reply if Second hunter plays {one}" for one in ("stag", "hare")]


def test_a_conjecture_that_mixes_is_told_with_its_odds() -> None:
    game = NormalFormGame.from_arrays(
        [[4, 0], [0, 4], [3, 3]], [[0, 1], [1, 0], [0, 0]], players=["A", "B"]
    )
    assert "B plays 1 (probability 1/2) or 2 (probability 1/2)" in as_text(
        solve(game, concept="rationalizable"), WHOLE
    )


def test_three_players_are_believed_to_do_something_each() -> None:
    rng = np.random.default_rng(3)
    game = NormalFormGame.from_arrays(*rng.integers(0, 4, (3, 3, 3, 3)), players=["A", "B", "C"])
    said = as_text(solve(game, concept="rationalizable"), WHOLE)
    assert "B plays 1 and C plays 1" in said
    assert "A belief may correlate what the others do." in said


def test_the_order_of_going_is_warned_about_with_an_example() -> None:
    said = flat(as_text(solve(TEXTBOOK, concept="weak-dominance"), WHOLE))
    assert "Iterated weak dominance leaves `M` of Row and `L` or `R` of Column." in said
    assert "is weakly dominated: `M` is never worse and sometimes better." in said
    assert (
        "The order matters. Eliminating Row's `B`, then Column's `R` leaves `T` or `M` of Row and "
        "`L` of Column."
    ) in said


def test_where_the_order_does_not_matter_it_says_so() -> None:
    said = flat(
        as_text(solve(load("classics/entry-deterrence").alone(), concept="weak-dominance"), WHOLE)
    )
    assert "leaves (enter, accommodate)." in said
    assert (
        "Every other order (one strategy, one player or all at a time) leads to the same result."
        in said
    )
    assert (
        "Admissible (not weakly dominated in the whole game) are 2 of Newcomer's 2 strategies and "
        "1 of Incumbent's"
    ) in said
    pennies = as_text(
        solve(load("classics/matching-pennies").alone(), concept="weak-dominance"), WHOLE
    )
    assert (
        "No strategy is weakly dominated, so iterated weak dominance eliminates nothing." in pennies
    )


def test_other_names_for_the_same_payoffs_are_no_alarm() -> None:
    twins = NormalFormGame.from_arrays([[1, 1], [0, 0]], [[1, 1], [1, 0]], players=["A", "B"])
    said = flat(as_text(solve(twins, concept="weak-dominance"), WHOLE))
    assert (
        "Another order leaves other strategies with the same payoffs. Eliminating A's `2` leaves "
        "`1` of A and"
    ) in said
    assert "The order matters" not in said


def test_plain_lines_say_of_each_strategy_when_it_falls() -> None:
    said = plain(report_of(solve(TEXTBOOK, concept="weak-dominance")))
    assert "player\tstrategy\tleft\tbecause" in said
    assert "Row\tT\tno\tdominated in round 1 by M" in said
    assert "Column\tL\tyes\t" in said
    said = plain(
        report_of(solve(load("classics/prisoners-dilemma").alone(), concept="rationalizable"))
    )
    rows = [line.split("\t") for line in said if line.count("\t") == 3]
    assert sorted(row[2] for row in rows[1:]) == ["no", "no", "yes", "yes"]


def test_json_names_players_and_strategies() -> None:
    found = json_of(solve(TEXTBOOK, concept="weak-dominance"))
    assert found["finding"]["kept"] == {"Row": ["M"], "Column": ["L", "R"]}
    assert found["finding"]["admissible"] == {"Row": ["M"], "Column": ["L", "R"]}
    assert found["finding"]["all_orders"] is True
    ends = found["finding"]["others"]
    assert {"Row": ["T", "M"], "Column": ["L"]} in [end["kept"] for end in ends]
    assert {end["steps"][0]["strategy"] for end in ends} == {"T", "B"}
    found = json_of(solve(load("classics/stag-hunt").alone(), concept="rationalizable"))["finding"]
    assert found["kept"]["row"][0] == "stag"
    assert found["conjectures"]["row"][0] == {
        "player": "row",
        "profiles": [{"column": "stag"}],
        "weights": [1.0],
    }
