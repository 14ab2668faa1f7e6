"""Correlated equilibria, quantal responses, commitments and perfect equilibria as people read
them.
"""

import json
from dataclasses import replace

import numpy as np
import pytest

import negotiate
from negotiate.equilibrium.concepts.advice import Advised
from negotiate.equilibrium.concepts.beside_nash import NashRange
from negotiate.equilibrium.concepts.perfection import Perfection
from negotiate.equilibrium.concepts.quantal_response import QuantalResponse
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.games.normal_form import NormalFormGame
from negotiate.report import report_of
from negotiate.report.blocks import Note, Sentence, Table
from negotiate.report.json import json_of
from negotiate.report.plain import plain, tables
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.report.games import PARTLY
from tests.strategies import normal_form

LABELS = [["swerve", "straight"]] * 2
CHICKEN = NormalFormGame.from_arrays(
    [[6, 2], [7, 0]], [[6, 7], [2, 0]], labels=LABELS, players=["Row", "Column"]
)
LEADER = NormalFormGame.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 1]], players=["Row", "Column"])
NAMES = ("correlated", "coarse-correlated", "quantal-response", "stackelberg")


def sentences(solution: Solution) -> list[str]:
    """What is said above the table, the answer first, details included."""
    return [block.text for block in report_of(solution).blocks if isinstance(block, Sentence)]


def drawn(solution: Solution, look: Look) -> list[str]:
    return as_text(solution, look).splitlines()


def test_advice_is_told_with_what_each_expects() -> None:
    solution = solve(CHICKEN, concept="correlated")
    answer, nash, meaning, row, *_ = sentences(solution)
    best = (
        "The correlated equilibrium with the largest sum of payoffs gives Row and Column 10.5 "
        "together."
    )
    assert answer == f"{best} The worst gives 7.2."
    assert meaning.endswith("No player gains by disobeying.")
    assert nash == (
        "The Nash equilibria give them between 9 and 9.33. Advice adds 1.17 to the best of these."
    )
    assert row == (
        "In the best equilibrium, told `swerve`, Row expects Column to play `swerve` with "
        "probability 2/3 or Column "
        "to play `straight` with probability 1/3. With `straight`, Row would get the same."
    )
    cells = [line.split() for line in drawn(solution, Look(width=80))]
    assert ["swerve", "|", "swerve", "1/2", "6", "6"] in cells
    assert ["best", "5.25", "5.25"] in cells


def test_advice_for_one_player_is_told_for_that_player() -> None:
    solution = solve(CHICKEN, concept="correlated", player="Column")
    assert (
        sentences(solution)[0]
        == "The correlated equilibrium that is best for Column gives Column 7. The worst gives 2."
    )
    assert [e.purpose for e in solution.equilibria] == ["best for Column", "worst for Column"]
    assert "Row knows that Column is told `straight`" in " ".join(sentences(solution))


def test_three_players_hear_of_the_others_together() -> None:
    rng = np.random.default_rng(4)
    game = NormalFormGame.from_arrays(
        *rng.integers(0, 4, (3, 2, 2, 2)), players=["Ann", "Bob", "Cy"]
    )
    answer = sentences(solve(game, concept="correlated"))[0]
    assert answer.startswith(
        "The correlated equilibrium with the largest sum of payoffs gives Ann, Bob and Cy "
    )
    assert " together. The worst gives " in answer


def test_staying_out_is_told() -> None:
    said = " ".join(sentences(solve(CHICKEN, concept="coarse-correlated")))
    assert "stayed out of the best equilibrium and always played" in said
    assert "stayed out of the worst equilibrium and always played" in said


def test_the_path_of_quantal_responses_ends_in_its_limit() -> None:
    game = NormalFormGame.from_arrays(
        [[9, 0], [0, 1]], [[0, 1], [1, 0]], labels=[["top", "bottom"], ["left", "right"]]
    )
    solution = solve(game, concept="quantal-response")
    assert sentences(solution)[0] == (
        "With rising precision, logit quantal responses lead from random choice to the Nash "
        "equilibrium (1/2 top + 1/2 "
        "bottom, 1/10 left + 9/10 right)."
    )
    lines = drawn(solution, Look(width=80))
    head = next(place for place, line in enumerate(lines) if line.split()[-2:] == ["limit", "path"])
    assert lines[head].split()[1] == "0"
    assert lines[head + 1].split()[:2] == ["top", "0.500"]
    assert any(letter in lines[head + 1] for letter in "▄▅▆")
    assert as_text(solution, Look(ascii=True, width=80)).isascii()


def test_what_never_becomes_likely_is_counted_and_summed() -> None:
    own = np.arange(10.0)
    game = NormalFormGame.from_arrays(np.add.outer(own, np.zeros(2)), np.zeros((10, 2)))
    solution = solve(game, concept="quantal-response")
    assert any(
        line.startswith("5 others") and line.split()[2] == "0.500"
        for line in drawn(solution, Look(width=80))
    )
    every = " ".join(drawn(solution, Look(width=80, all=True)))
    assert all(f" {k} " in every for k in range(1, 11))


def test_a_binding_announcement_is_told_with_its_worth() -> None:
    solution = solve(LEADER, concept="stackelberg", player="Row")
    answer, _, first, *_ = sentences(solution)
    assert answer == "A binding announcement (a Stackelberg commitment) is worth 1.5 to Row."
    assert first == (
        "If Row commits to 1/2 `1` + 1/2 `2`, Column's best reply is `2`. With `1`, Column would "
        "get the same. Row "
        "then gets 3.5. The Nash equilibria give Row 2."
    )
    rows = [line.split() for line in drawn(solution, Look(width=80))]
    assert ["Row", "1/2", "1", "+", "1/2", "2", "2", "best", "3.5", "0.5", "2", "1.5"] in rows
    assert ["2", "2", "pure", "3", "1", "2", "1"] in rows


def test_players_for_whom_a_commitment_is_worth_the_same_share_a_sentence() -> None:
    answer = sentences(solve(CHICKEN, concept="stackelberg"))[0]
    assert answer == (
        "A binding announcement (a Stackelberg commitment) is worth between 0 and 5 to Row and "
        "between 0 and 5 to "
        "Column."
    )
    uneven = NormalFormGame.from_arrays(
        [[2, 4], [1, 3]], [[1, 0], [0, 1]], players=["Row", "Column"]
    )
    assert sentences(solve(uneven, concept="stackelberg"))[0].endswith(
        "is worth 1.5 to Row and nothing to Column."
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("game", [CHICKEN, LEADER], ids=["chicken", "leader"])
def test_lines_fit_the_screen(name: str, width: int, game: NormalFormGame) -> None:
    assert max(map(len, drawn(solve(game, concept=name), Look(width=width)))) <= width


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_rectangular_and_json_holds_numbers_alone(name: str) -> None:
    solution = solve(CHICKEN, concept=name)
    (head, *rows), *_ = tables(report_of(solution))
    assert rows
    assert {len(row) for row in rows} == {len(head)}
    found = json.loads(json.dumps(json_of(solution), allow_nan=False))
    assert found["finding"] or found["equilibria"][0]["leader"]


def test_json_says_what_the_concept_found() -> None:
    advice = json_of(solve(CHICKEN, concept="correlated"))["finding"]
    assert advice["values"][0] == pytest.approx(10.5)
    assert advice["nash"]["complete"] is True
    path = json_of(solve(CHICKEN, concept="quantal-response"))
    assert path["finding"]["settled"] is True
    assert [point["precision"] for point in path["equilibria"]][:3] == [0.0, 1.0, 2.0]
    (first, *_) = json_of(solve(LEADER, concept="stackelberg"))["equilibria"]
    assert (first["leader"], first["strategies"]) == (
        "Row",
        {"Row": {"1": 0.5, "2": 0.5}, "Column": {"2": 1.0}},
    )
    assert first["worth"] == [pytest.approx(1.5), pytest.approx(1.5)]


RAIL = NormalFormGame.from_arrays(
    [[3, 1], [0, 2]], [[10, 0], [0, 7]], players=["The union of railway workers and drivers", "Ann"]
)
"""A player with a name that no head of a column holds."""


@pytest.mark.parametrize("name", NAMES)
def test_a_long_name_is_whole_on_a_narrow_screen(name: str) -> None:
    text = as_text(solve(RAIL, concept=name), Look(width=40))
    assert " union of railway workers and drivers" in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 40


def test_a_narrow_screen_still_says_what_an_announcement_is_worth() -> None:
    said = " ".join(
        as_text(solve(LEADER, concept="stackelberg", player="Row"), Look(width=40)).split()
    )
    assert "Nash 2; Worth 1.5" in said


def test_precisions_that_are_left_out_come_back_with_all() -> None:
    solution = solve(CHICKEN, concept="quantal-response")
    few, every = (
        [
            column.head
            for column in next(b for b in report.blocks if isinstance(b, Table)).columns[1:-1]
        ]
        for report in (report_of(solution), report_of(solution, Look(all=True)))
    )
    assert every == [
        *(f"{e.precision:g}" for e in solution.equilibria if isinstance(e, QuantalResponse)),
        "limit",
    ]
    assert set(few) < set(every)
    assert "`--all` adds every precision and strategy" in as_text(solution, Look(width=80))


def test_what_is_complete_is_said_in_the_concepts_own_words() -> None:
    assert (
        "The path from random choice, up to its limit. What is shown was checked; numbers rounded."
        in plain(report_of(solve(RAIL, concept="quantal-response")))
    )
    extreme = NormalFormGame.from_arrays([[1e9, 2], [3, 0]], [[1, 100], [3, -4]])
    lines = plain(report_of(solve(extreme, concept="quantal-response")))
    assert lines[0] == (
        "The path of quantal responses was followed up to precision 4,096. Where it leads is open."
    )
    assert any("as far as it was followed" in line for line in lines)


def test_nash_equilibria_that_all_give_the_same_are_not_called_best_and_worst() -> None:
    dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert "The Nash equilibria give them 2." in plain(
        report_of(solve(dilemma, concept="correlated"))
    )
    solution = solve(CHICKEN, concept="correlated")
    assert isinstance(solution.finding, Advised)
    one = replace(
        solution, finding=replace(solution.finding, nash=NashRange(9.0, 9.0, complete=False))
    )
    assert (
        "The Nash equilibria that were found give them 9. Advice adds 1.5 to the best of these."
        in plain(report_of(one))
    )
    as_good = replace(
        solution, finding=replace(solution.finding, nash=NashRange(10.5, 10.5, complete=False))
    )
    assert "The Nash equilibria that were found give them 10.5." in plain(report_of(as_good))


@pytest.mark.parametrize("name", ["rationalizable", "weak-dominance"])
def test_a_concept_that_shows_no_payoffs_names_no_unit(name: str) -> None:
    solution = solve(negotiate.load("classics/chicken").alone(), concept=name)
    assert "Payoffs in" not in as_text(solution, Look(width=80))
    assert not any(
        "Payoffs in" in note.text for note in report_of(solution).blocks if isinstance(note, Note)
    )
    assert "\n\n\n" not in as_text(solution, Look(width=80))


def test_nothing_falls_leaves_no_empty_place() -> None:
    lines = as_text(solve(CHICKEN, concept="weak-dominance"), Look(width=80)).splitlines()
    assert lines[0].startswith("No strategy is weakly dominated")
    assert lines[1] == "Checked."


def test_perfect_ones_are_told_before_those_that_are_not() -> None:
    game = NormalFormGame.from_arrays([[1, 0], [1, 2], [0, 2]], [[1, 0], [1, 1], [0, 1]])
    solution = solve(game, concept="perfect")
    _, meaning, *rest = sentences(solution)
    assert meaning.startswith("A (trembling-hand) perfect equilibrium survives small mistakes.")
    faulty = [" not perfect: " in sentence for sentence in rest]
    assert any(faulty)
    assert faulty == sorted(faulty)
    found = solve(normal_form(np.array([[[1.0, 1.0]], [[1.0, 0.0]]])), concept="perfect")
    assert sentences(found)[0] == "The only Nash equilibrium is perfect."
    assert isinstance(found.finding, Perfection)
    partial = replace(found, finding=replace(found.finding, every_nash=False), certificate=PARTLY)
    assert sentences(partial)[0] == "The one Nash equilibrium that was found is perfect."
