import importlib
import pkgutil
from dataclasses import replace

import numpy as np
import pytest

import negotiate.solvers
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers import nashpy_road
from negotiate.solvers.registry import SOLVERS, solve
from tests.famous_games import centipede
from tests.strategies import from_nested

CHICKEN = NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])


def test_every_solver_module_is_listed() -> None:
    modules = [
        importlib.import_module(f"negotiate.solvers.{m.name}") for m in pkgutil.iter_modules(negotiate.solvers.__path__)
    ]
    assert {id(m.SOLVER) for m in modules if hasattr(m, "SOLVER")} == {id(solver) for solver in SOLVERS}
    assert [s.name for s in SOLVERS] == ["backward-induction", "simultaneous", "vertex-enumeration", "pure"]


@pytest.mark.parametrize("solver", SOLVERS, ids=lambda s: s.name)
def test_a_solution_names_its_solver(solver: object) -> None:
    for game in (CHICKEN, centipede(), NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])):
        if solver.applies_to(game) is None:
            solution = solve(game, solver.name)
            assert solver.name in solution.method or solution.method == "iterated strict dominance"
            assert solution.concept == solver.concept


def test_an_unknown_method_names_the_nearest() -> None:
    with pytest.raises(UnsuitableGame, match="no method `pur`") as caught:
        solve(CHICKEN, "pur")
    assert "did you mean `pure`?" in caught.value.hint
    assert "`backward-induction`" in caught.value.hint


def test_a_method_that_does_not_apply_names_those_that_do() -> None:
    with pytest.raises(UnsuitableGame, match="`backward-induction` needs a game tree") as caught:
        solve(CHICKEN, "backward-induction")
    assert caught.value.hint == "methods that fit this game: `vertex-enumeration`, `pure`"


def test_hidden_moves_fit_no_method_yet() -> None:
    game = centipede()
    blind = replace(game, tree=replace(game.tree, information_set=np.where(game.tree.information_set >= 0, 0, -1)))
    with pytest.raises(UnsuitableGame, match="no method applies"):
        solve(blind)


def test_pure_on_request_says_what_it_leaves_out() -> None:
    solution = solve(CHICKEN, "pure")
    assert [e.payoffs for e in solution.equilibria] == [(-1.0, 1.0), (1.0, -1.0)]
    assert not solution.complete
    assert "mixed" in solution.notes[0]


def test_larger_games_are_solved_in_pure_strategies() -> None:
    payoffs = np.random.default_rng(1).random((2, 9, 9))
    solution = solve(NormalFormGame.from_arrays(*payoffs))
    assert solution.method.startswith("pure")
    assert not solution.complete
    with pytest.raises(UnsuitableGame, match="at most 6 strategies"):
        solve(NormalFormGame.from_arrays(*payoffs), "vertex-enumeration")


def test_shapes_at_the_edge() -> None:
    alone = solve(NormalFormGame.from_arrays([1, 3, 3]))
    assert [e.support for e in alone.equilibria] == [((1,),), ((2,),)]
    assert alone.complete
    one_row = solve(NormalFormGame.from_arrays([[1, 2, 3]], [[0, 4, 4]]))
    assert [e.support for e in one_row.equilibria] == [((0,), (1,)), ((0,), (2,))]
    assert one_row.complete
    nothing = solve(NormalFormGame.from_arrays([[5]], [[5]]))
    assert [e.payoffs for e in nothing.equilibria] == [(5.0, 5.0)]
    constant = solve(NormalFormGame.from_arrays(np.full((2, 3), 7), np.full((2, 3), 1)))
    assert len(constant.equilibria) == 6
    assert constant.complete
    assert constant.notes[0] == nashpy_road.DEGENERATE
    assert len(solve(NormalFormGame.from_arrays(*np.zeros((3, 2, 2, 2)))).equilibria) == 8


def test_impossible_combinations_are_solved_in_pure_strategies() -> None:
    game = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    game = replace(game, feasible=np.array([[True, False], [False, True]]))
    solution = solve(game)
    assert [e.support for e in solution.equilibria] == [((0,), (0,)), ((1,), (1,))]
    assert not solution.complete
    assert solution.equilibria[0].reasons[0].alternative == ""  # the other row is not available


@pytest.mark.parametrize("size", [1e12, 1e-12, 1.0])
def test_size_of_payoffs_plays_no_part(size: float) -> None:
    game = NormalFormGame.from_arrays(size * np.array([[0, -1], [1, -10]]), np.array([[0, 1], [-1, -10]]))
    found = solve(game)
    assert len(found.equilibria) == 3
    np.testing.assert_allclose(found.equilibria[2].strategies, [[0.9, 0.1]] * 2, atol=1e-12)


def test_trees_of_one_node() -> None:
    (only,) = solve(from_nested([1.0, 2.0], 2)).equilibria
    assert only.payoffs == (1.0, 2.0)
    assert only.reasons == ()


def test_nashpy_is_asked_and_its_warnings_stay_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    import warnings

    import nashpy

    asked = []
    real = nashpy.Game.vertex_enumeration

    def loud(self: object) -> object:
        asked.append(self)
        warnings.warn("degenerate!", RuntimeWarning, stacklevel=1)
        return real(self)

    monkeypatch.setattr(nashpy.Game, "vertex_enumeration", loud)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert len(solve(CHICKEN).equilibria) == 3
    assert asked
    assert seen == []


def test_a_failing_road_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs, certain, _ = nashpy_road.extreme_equilibria(CHICKEN, lambda A, B: [])
    assert len(pairs) == 3
    assert certain
