"""What a player is sure of, and which equilibrium is safer, in words."""

import numpy as np

from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.scenario_file import load
from negotiate.report import report_of
from negotiate.report.json import json_of
from negotiate.report.plain import plain
from negotiate.report.screen import as_text
from negotiate.report.style import Look

WHOLE = Look(width=200, all=True)
PENNIES = load("classics/matching-pennies").alone()
STAG_HUNT = load("classics/stag-hunt").alone()
SEXES = load("classics/battle-of-the-sexes").alone()


def flat(solution: Solution) -> str:
    return " ".join(as_text(solution, WHOLE).split())


def test_a_level_is_told_with_what_guarantees_it() -> None:
    said = flat(solve(load("us-china/beijing-2018").alone(), concept="maxmin"))
    assert (
        "The United States' security level (maxmin) is -6.54. China's security level (maxmin) is "
        "-43.4."
    ) in said
    assert (
        "The security level is the most that a player can guarantee, whatever the other does."
        in said
    )
    assert "United States maxmin trade_war -6.54 minmax cn_tariff double -6.54" in said


def test_mixing_guarantees_more_on_average() -> None:
    said = flat(solve(PENNIES, concept="maxmin"))
    assert "Evens' security level (maxmin) is 0. Odds' security level (maxmin) is 0." in said
    assert "the most that a player can guarantee on average, whatever the other does." in said
    assert "Evens maxmin heads or tails -1 maxmin, mixed 1/2 heads + 1/2 tails 0" in said
    assert "minmax, mixed 1/2 heads + 1/2 tails 0 minmax heads or tails 1 Odds" in said


def test_one_player_is_told_alone() -> None:
    said = flat(solve(PENNIES, concept="maxmin", player="row"))
    assert "Evens' security level (maxmin) is 0. The security level is the most" in said
    assert "Odds maxmin" not in said


def test_others_in_concert_are_told_as_such() -> None:
    first = np.zeros((2, 2, 2))
    first[0, 0, 0] = first[1, 1, 1] = -1.0
    game = NormalFormGame.from_arrays(first, *np.zeros((2, 2, 2, 2)), players=["A", "B", "C"])
    said = flat(solve(game, concept="maxmin"))
    assert "minmax, coordinated 1/2 1 | 1 + 1/2 2 | 2 -0.5" in said
    assert (
        "Others who cannot coordinate can hold a player only to a payoff between the two limits."
        in said
    )


def test_a_game_of_one_player_is_held_to_nothing() -> None:
    said = flat(solve(NormalFormGame.from_arrays([1, 2, 3], players=["Ann"]), concept="maxmin"))
    assert (
        "Ann's security level (maxmin) is 3. The security level is the most that a player can "
        "guarantee."
    ) in said
    assert "minmax" not in said


def test_the_safer_equilibrium_is_told_with_its_products() -> None:
    said = flat(solve(STAG_HUNT, concept="risk-dominance"))
    assert "(hare, hare) is risk dominant: it is safer if neither player knows" in said
    assert (
        "At (hare, hare), First hunter would lose 3 by leaving alone and Second hunter would lose 3"
        in said
    )
    assert "by leaving alone: the product is 9." in said
    assert (
        "At (stag, stag), First hunter would lose 1 by leaving alone and Second hunter would lose 1"
        in said
    )
    assert "by leaving alone: the product is 1." in said
    assert "(stag, stag) is payoff dominant: both players get more there." in said
    assert "Safety and payoffs point to different equilibria." in said
    assert (
        "First hunter plays `stag` only if Second hunter is at least 3/4 likely to play `stag`."
        in said
    )


def test_equal_risks_and_agreement_are_told() -> None:
    said = flat(solve(SEXES, concept="risk-dominance"))
    assert (
        "Neither (ballet, ballet) nor (fight, fight) is risk dominant. Both are equally safe"
        in said
    )
    assert "Neither equilibrium gives both players more, so neither is payoff dominant." in said
    both = NormalFormGame.from_arrays(np.diag([3, 1]), np.diag([3, 1]))
    said = flat(solve(both, concept="risk-dominance"))
    assert "(1, 1) is also payoff dominant: both players get more there." in said


def test_many_equilibria_are_compared_in_a_table() -> None:
    solution = solve(load("classics/nash-demand").alone(), concept="risk-dominance")
    said = " ".join(as_text(solution, Look(width=80)).split())
    assert (
        "(5, 5) is risk dominant: it is safer than each of the eight other strict equilibria"
        in " ".join(said.split())
    )
    assert "… 24 more comparisons" in said
    lines = plain(report_of(solution))
    assert len(lines[lines.index("") :]) == 2 + 36
    circle = np.diag([4.0, 4.0, 4.0]) + np.roll(np.eye(3), 1, axis=1)
    none = flat(solve(NormalFormGame.from_arrays(circle, circle.T), concept="risk-dominance"))
    assert "None of the three strict equilibria is risk dominant" in none


def test_json_says_both_sides() -> None:
    found = json_of(solve(STAG_HUNT, concept="risk-dominance"))["finding"]
    assert (found["dominant"], found["half_dominant"]) == (1, 1)
    assert found["comparisons"][0]["products"] == [1.0, 9.0]
    assert found["comparisons"][0]["payoff_dominant"] == 0
    found = json_of(solve(PENNIES, concept="maxmin", player="column"))["finding"]["levels"]
    assert [level["player"] for level in found] == ["column"]
    assert found[0]["strategy"] == {"heads": 0.5, "tails": 0.5}
    assert {"probability": 0.5, "strategies": {"row": "heads"}} in found[0]["punishment"]
