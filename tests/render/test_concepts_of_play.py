"""Correlated equilibria, quantal responses and commitments as people read them."""

import json
from dataclasses import replace

import numpy as np
import pytest

import negotiate
from negotiate.export.json import solution_json
from negotiate.games.normal_form import NormalFormGame
from negotiate.render.concepts.registry import told
from negotiate.render.concepts.told import Told
from negotiate.render.display import as_text
from negotiate.report.style import Look
from negotiate.solvers.concepts.advice import Advised
from negotiate.solvers.concepts.nash_payoffs import NashRange
from negotiate.solvers.concepts.perfection import SOME_NASH
from negotiate.solvers.concepts.quantal_response import QuantalResponse
from negotiate.solvers.registry import solve
from negotiate.solvers.solution import Solution
from tests.solvers.reports.told import plain
from tests.strategies import normal_form

LABELS = [["swerve", "straight"]] * 2
CHICKEN = NormalFormGame.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]], labels=LABELS, players=["Row", "Column"])
LEADER = NormalFormGame.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 1]], players=["Row", "Column"])
NAMES = ("correlated", "coarse-correlated", "quantal-response", "stackelberg")


def pieces(solution: Solution) -> Told:
    found = told(solution.concept)
    assert found is not None
    return found


def drawn(solution: Solution, look: Look) -> list[str]:
    return [line.plain for line in pieces(solution).body(solution, look)]


def test_advice_is_told_with_what_each_expects() -> None:
    solution = solve(CHICKEN, concept="correlated")
    found = pieces(solution)
    assert found.headline(solution) == (
        "With advice that nobody gains by disobeying, Row and Column get 10.5 between them at best and 7.2 at worst."
    )
    nash, row, *_ = found.sentences(solution)
    assert nash == "The best Nash equilibrium gives them 9.33, so advice is worth 1.17 more."
    assert row == (
        "Told `swerve`, Row expects that Column is told `swerve` with probability 2/3 or `straight` with 1/3; "
        "`straight` would be as good."
    )
    lines = drawn(solution, Look())
    assert lines[1].split() == ["swerve", "|", "swerve", "1/2", "6", "6"]
    assert any(line.split() == ["Best,", "on", "average", "5.25", "5.25"] for line in lines)


def test_advice_for_one_player_is_told_for_that_player() -> None:
    solution = solve(CHICKEN, concept="correlated", player="Column")
    assert pieces(solution).headline(solution) == (
        "With advice that nobody gains by disobeying, Column gets 7 at best and 2 at worst."
    )
    assert [e.purpose for e in solution.equilibria] == ["best for Column", "worst for Column"]
    assert "Row knows that Column is told `straight`" in " ".join(pieces(solution).sentences(solution))


def test_three_players_hear_of_the_others_together() -> None:
    rng = np.random.default_rng(4)
    game = NormalFormGame.from_arrays(*rng.integers(0, 4, (3, 2, 2, 2)), players=["Ann", "Bob", "Cy"])
    solution = solve(game, concept="correlated")
    assert "Ann, Bob and Cy get" in pieces(solution).headline(solution)
    assert "together at best" in pieces(solution).headline(solution)


def test_staying_out_is_told() -> None:
    solution = solve(CHICKEN, concept="coarse-correlated")
    assert "stayed out of the best lottery and always played" in " ".join(pieces(solution).sentences(solution))


def test_the_path_of_quantal_responses_ends_in_its_limit() -> None:
    game = NormalFormGame.from_arrays([[9, 0], [0, 1]], [[0, 1], [1, 0]], labels=[["top", "bottom"], ["left", "right"]])
    solution = solve(game, concept="quantal-response")
    assert pieces(solution).headline(solution) == (
        "From choice at random, ever more precise play leads to 1/2 top + 1/2 bottom | 1/10 left + 9/10 right, a Nash "
        "equilibrium."
    )
    lines = drawn(solution, Look())
    assert lines[0].split()[2:4] == ["0", "1"]
    assert lines[0].split()[-2:] == ["limit", "path"]
    assert lines[1].split()[:2] == ["top", "0.500"]
    assert any(letter in lines[1] for letter in "▄▅▆")
    assert all(line.isascii() for line in drawn(solution, Look(ascii=True)))


def test_what_never_becomes_likely_is_counted_and_summed() -> None:
    own = np.arange(10.0)
    game = NormalFormGame.from_arrays(np.add.outer(own, np.zeros(2)), np.zeros((10, 2)))
    lines = drawn(solve(game, concept="quantal-response"), Look())
    assert any(line.startswith("5 others") and line.split()[2] == "0.500" for line in lines)
    assert len(drawn(solve(game, concept="quantal-response"), Look(all=True))) > len(lines)


def test_a_binding_announcement_is_told_with_its_worth() -> None:
    solution = solve(LEADER, concept="stackelberg", player="Row")
    found = pieces(solution)
    assert found.headline(solution) == "A binding announcement is worth 1.5 to Row."
    first, single = found.sentences(solution)
    assert first == (
        "If Row could bind itself to 1/2 1 + 1/2 2, Column would answer with `2` (`1` would be as good for it), which "
        "gives Row 3.5 instead of 2 in Nash equilibrium: a binding announcement is worth 1.5."
    )
    assert single.startswith("Bound to one option and no mixture, Row does best by `2`")
    assert drawn(solution, Look(ascii=True))[1].split()[-5:] == ["2", "3.5", "0.5", "2", "1.5"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("game", [CHICKEN, LEADER], ids=["chicken", "leader"])
def test_lines_fit_the_screen(name: str, width: int, game: NormalFormGame) -> None:
    assert max(map(len, drawn(solve(game, concept=name), Look(width=width)))) <= width


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_rectangular_and_json_holds_numbers_alone(name: str) -> None:
    solution = solve(CHICKEN, concept=name)
    head, *rows = pieces(solution).rows(solution)
    assert rows
    assert {len(row) for row in rows} == {len(head)}
    written = json.dumps(solution_json(solution), allow_nan=False)
    assert json.loads(written)["finding"]


def test_json_says_what_the_concept_found() -> None:
    advice = solution_json(solve(CHICKEN, concept="correlated"))["finding"]
    assert advice["best"]["value"] == pytest.approx(10.5)
    assert advice["nash"]["complete"] is True
    path = solution_json(solve(CHICKEN, concept="quantal-response"))["finding"]
    assert path["limit"]["settled"] is True
    assert [point["precision"] for point in path["points"]][:3] == [0.0, 1.0, 2.0]
    (first, *_) = solution_json(solve(LEADER, concept="stackelberg"))["finding"]["commitments"]
    assert (first["leader"], first["bound_to"], first["answer"]) == ("Row", {"1": 0.5, "2": 0.5}, "2")
    assert first["worth"] == {"least": pytest.approx(1.5), "most": pytest.approx(1.5)}


RAIL = NormalFormGame.from_arrays(
    [[3, 1], [0, 2]], [[10, 0], [0, 7]], players=["The union of railway workers and drivers", "Ann"]
)
"""A player with a name that no head of a column holds."""


@pytest.mark.parametrize("name", NAMES)
def test_a_long_name_is_whole_and_keeps_its_capitals_on_a_narrow_screen(name: str) -> None:
    body = " ".join(" ".join(drawn(solve(RAIL, concept=name), Look(width=40))).split())
    if name == "quantal-response":  # in a head of three lines, beside the numbers of the first
        assert body.startswith("The union of railway 0 32 limit workers and drivers")
    else:
        assert "The union of railway workers and drivers 3; Ann 10" in body
    assert "nash" not in body


def test_a_name_that_is_cut_shows_it() -> None:
    lines = as_text(solve(RAIL), Look(width=40)).splitlines()
    (head,) = [line for line in lines if "Equilibrium" in line]
    assert head.split("Equilibrium")[1].split()[:1] == ["The"]
    assert "…" in head


def test_a_narrow_screen_still_says_what_an_announcement_is_worth() -> None:
    said = " ".join(as_text(solve(LEADER, concept="stackelberg", player="Row"), Look(width=40)).split())
    assert "Nash 2; worth 1.5" in said


def test_precisions_that_are_left_out_are_counted_and_all_brings_them_back() -> None:
    solution = solve(CHICKEN, concept="quantal-response")
    count = len(solution.equilibria)
    few, every = (as_text(solution, Look(width=40, all=everything)).splitlines() for everything in (False, True))
    heads = [line.split()[1:] for line in few if line.startswith("Row ")]
    assert f"… {count - len(heads[0]) + 1} more precisions; `--all` lists them" in few
    shown = [word for line in every if line.startswith("Row ") for word in line.split()[1:] if word != "limit"]
    assert shown == [f"{e.precision:g}" for e in solution.equilibria if isinstance(e, QuantalResponse)]
    assert not any("more precisions" in line for line in every)


def test_what_is_complete_is_said_in_the_concepts_own_words() -> None:
    assert "the whole path from choice at random, and no other" in " ".join(
        plain(solve(RAIL, concept="quantal-response"))
    )
    extreme = NormalFormGame.from_arrays([[1e9, 2], [3, 0]], [[1, 100], [3, -4]])
    lines = plain(solve(extreme, concept="quantal-response"))
    assert lines[0] == "It is not settled where ever more precise play leads (followed up to precision 4,096)."
    assert any("as far as it was followed" in line for line in lines)


def test_nash_equilibria_that_all_give_the_same_are_not_called_best_and_worst() -> None:
    dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert "In Nash equilibrium they get the same." in plain(solve(dilemma, concept="correlated"))
    solution = solve(CHICKEN, concept="correlated")
    assert isinstance(solution.finding, Advised)
    one = replace(solution, finding=replace(solution.finding, nash=NashRange(9.0, 9.0, complete=False)))
    assert "In Nash equilibrium, as far as is known, they get 9, so advice is worth 1.5 more." in plain(one)
    as_good = replace(solution, finding=replace(solution.finding, nash=NashRange(10.5, 10.5, complete=False)))
    assert "In Nash equilibrium, as far as is known, they get as much as at best." in plain(as_good)


@pytest.mark.parametrize("name", ["rationalizable", "weak-dominance"])
def test_a_concept_that_shows_no_payoffs_names_no_unit(name: str) -> None:
    solution = solve(negotiate.load("classics/chicken").alone(), concept=name)
    assert "Payoffs in" not in as_text(solution, Look(width=80))
    assert not any("Payoffs in" in line for line in plain(solution))
    assert "\n\n\n" not in as_text(solution, Look(width=80))


def test_nothing_falls_leaves_no_empty_place() -> None:
    lines = as_text(solve(CHICKEN, concept="weak-dominance"), Look(width=80)).splitlines()
    assert lines[0].startswith("Nothing falls")
    assert lines[1].startswith("Method")


def test_perfect_ones_are_told_before_those_that_are_not() -> None:
    game = NormalFormGame.from_arrays([[1, 0], [1, 2], [0, 2]], [[1, 0], [1, 1], [0, 1]])
    solution = solve(game, concept="perfect")
    said = [sentence.split(" ")[0] for sentence in pieces(solution).sentences(solution)]
    assert "Not" in said
    assert all(word == "Not" for word in said[said.index("Not") :])
    found = solve(normal_form(np.array([[[1.0, 1.0]], [[1.0, 0.0]]])), concept="perfect")
    assert pieces(found).headline(found) == "The only Nash equilibrium is perfect."
    partial = replace(found, notes=(SOME_NASH,), complete=False)
    assert pieces(partial).headline(partial) == "The one Nash equilibrium that was found is perfect."
