"""Correlated equilibria, quantal responses and commitments as people read them."""

import json

import numpy as np
import pytest

from negotiate.export.json import solution_json
from negotiate.games.normal_form import NormalFormGame
from negotiate.render.concepts.registry import told
from negotiate.render.concepts.told import Told
from negotiate.render.style import Look
from negotiate.solvers.registry import solve
from negotiate.solvers.solution import Solution

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
    assert "Staying out of the best and always playing" in " ".join(pieces(solution).sentences(solution))


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
