import importlib
import pkgutil
import sys
from dataclasses import replace
from typing import Any, get_type_hints

import numpy as np
import pytest

import negotiate.equilibrium
from negotiate.equilibrium.certificate import BOUNDED, FLOATS, FRACTIONS, WHOLE_NUMBERS
from negotiate.equilibrium.concepts.advice import Advice
from negotiate.equilibrium.equilibrium import DEGENERATE
from negotiate.equilibrium.nash.by_nashpy import Method
from negotiate.equilibrium.registry import CONCEPTS, SOLVERS, Concept, solve
from negotiate.equilibrium.solution import Solver
from negotiate.equilibrium.trees.agent_quantal_response import AgentMethod
from negotiate.errors import UnknownMethod, UnsuitableGame
from negotiate.explain.catalogue import explanation
from negotiate.games.extensive import ExtensiveGame, simultaneous_tree
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.scenario_file import load
from tests.famous_games import centipede, ultimatum
from tests.famous_trees import beer_quiche
from tests.strategies import from_nested
from tests.truth.many_players import irrational, ordinary, with_ties
from tests.truth.signalling import drawn, small
from tests.truth.trees import unseen

CHICKEN = NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])


def test_every_solver_module_is_listed() -> None:
    modules = [
        importlib.import_module(m.name)
        for m in pkgutil.walk_packages(negotiate.equilibrium.__path__, "negotiate.equilibrium.")
    ]
    records = {one.module: one for one in (*SOLVERS, *CONCEPTS)}
    assert {m.__name__ for m in modules if hasattr(m, "run")} == {
        name for name in records if ":" not in name
    }
    several = {
        f"{m.__name__}:{name}"
        for m in modules
        for name, one in vars(m).items()
        if isinstance(one, (Advice, AgentMethod, Method))
    }
    assert several == {name for name in records if ":" in name}
    assert len({one.name for one in records.values()}) == len(records) == len((*SOLVERS, *CONCEPTS))


@pytest.mark.parametrize("record", [*SOLVERS, *CONCEPTS], ids=lambda record: record.name)
def test_a_module_has_the_functions_that_its_record_calls(record: Solver | Concept) -> None:
    module = pkgutil.resolve_name(record.module)
    for name in ("applies_to", "run"):
        function, method = getattr(module, name), getattr(type(record), name)
        names = {**vars(sys.modules[type(record).__module__]), "ExtensiveGame": ExtensiveGame}
        asked = list(get_type_hints(method, names).values())
        if isinstance(record, Solver):
            asked[0] = ExtensiveGame if record.trees else NormalFormGame
        assert list(get_type_hints(function).values()) == asked


@pytest.mark.parametrize("solver", SOLVERS, ids=lambda s: s.name)
def test_a_solution_names_its_solver(solver: object) -> None:
    for game in (
        CHICKEN,
        centipede(),
        NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]),
    ):
        if solver.applies_to(game) is None:
            solution = solve(game, solver.name)
            assert solver.name in solution.method
            assert solution.concept == solver.concept


@pytest.mark.parametrize("solver", SOLVERS, ids=lambda s: s.name)
def test_answers_rest_on_the_arithmetic_that_the_record_tells(solver: Solver) -> None:
    rng = np.random.default_rng(0)
    tables = [draw(rng).given for draw in (ordinary, with_ties, irrational)]
    tables += [draw(rng, ((3, 2),)).given for draw in (ordinary, with_ties, irrational)]
    trees = [centipede(), ultimatum(), unseen(rng)[0], drawn(small(rng))]
    for game in (*(NormalFormGame.from_arrays(*given) for given in tables), *trees):
        if solver.unfit(game) is None:
            certificate = solver.run(game).certificate
            assert certificate.arithmetic in solver.arithmetic
            assert certificate.compared in solver.compared
    assert set(solver.arithmetic) <= {WHOLE_NUMBERS, FRACTIONS, BOUNDED, FLOATS}
    assert solver.arithmetic
    assert solver.decides() in explanation(solver.name).decides


def test_an_unknown_method_names_the_nearest() -> None:
    with pytest.raises(UnknownMethod, match="no method `pur`") as caught:
        solve(CHICKEN, "pur")
    assert "did you mean `pure`?" in caught.value.hint
    assert "`backward-induction`" in caught.value.hint
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "thing", ["classics/chicken", np.eye(2), load("classics/chicken"), None], ids=type
)
def test_what_is_no_game_is_refused_with_the_way_to_make_one(thing: Any) -> None:
    for method in (None, "pure"):
        with pytest.raises(UnsuitableGame, match="`solve` takes a game") as caught:
            solve(thing, method)
        assert "`scenario.alone()` or `scenario.in_turn()`" in caught.value.hint
        assert "NormalFormGame.from_arrays" in caught.value.hint


@pytest.mark.parametrize("word", ["method", "concept", "player", "refine"])
@pytest.mark.parametrize("thing", [["d1"], ("d1",), {"d1"}, b"d1", 1, True], ids=str)
def test_a_name_that_is_no_text_is_refused(word: str, thing: Any) -> None:
    told = f"`{word}` takes one name, and this is of type `{type(thing).__name__}`"
    for game in (CHICKEN, beer_quiche()):
        with pytest.raises(UnsuitableGame, match=told):
            solve(game, **{word: thing})
    with pytest.raises(UnsuitableGame, match=told):
        solve(beer_quiche(), **{"method": "assessments", "concept": "sequential", word: thing})


def test_a_scenario_refuses_a_name_that_is_no_text() -> None:
    scenario = load("classics/beer-quiche")
    with pytest.raises(UnsuitableGame, match="`refine` takes one name"):
        scenario.tree(refine=["d1"])  # type: ignore[call-overload]  # that is what is refused
    with pytest.raises(UnsuitableGame, match="`concept` takes one name"):
        scenario.solve(concept=["nash"])  # type: ignore[arg-type]  # that is what is refused


def test_a_method_asked_for_is_named_where_dominance_alone_decides() -> None:
    game = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert solve(game).method == "iterated strict dominance"
    assert solve(game, "pure").method == "pure, after iterated strict dominance"
    assert solve(game, "extreme-points").method == "extreme-points, after iterated strict dominance"


def test_mixtures_between_equilibria_are_told() -> None:
    entry = NormalFormGame.from_arrays([[0, 0], [1, -1]], [[2, 2], [1, -1]])
    assert solve(entry).continuum
    assert solve(simultaneous_tree(entry)).continuum
    assert solve(entry, "pure").continuum is False
    assert solve(NormalFormGame.from_arrays([1, 3, 3])).continuum
    assert not solve(CHICKEN).continuum
    isolated = solve(NormalFormGame.from_arrays([[1, 1], [1, 0]], [[1, 0], [0, 0]]))
    assert isolated.continuum is any("extreme" in note for note in isolated.notes)
    assert solve(ultimatum()).continuum
    assert not solve(centipede()).continuum


def test_an_equilibrium_represents_itself_in_a_line() -> None:
    first, _, third = solve(CHICKEN).equilibria
    assert repr(first) == "<Nash equilibrium: 1 | 2; payoffs -1, 1>"
    assert (
        repr(third)
        == "<Nash equilibrium: 1 or 2 (0.9, 0.1) | 1 or 2 (0.9, 0.1); payoffs -0.1, -0.1>"
    )
    assert repr(replace(third, reasons=())).startswith(
        "<Nash equilibrium: strategy 1 or strategy 2 (0.9, 0.1) | "
    )
    assert repr(solve(simultaneous_tree(CHICKEN)).equilibria[2]) == repr(third)
    (path,) = solve(centipede()).equilibria
    assert repr(path).startswith("<subgame-perfect equilibrium: ")
    big = solve(NormalFormGame.from_arrays(np.zeros((40, 1)), np.zeros((40, 1))))
    assert all(len(repr(e)) < 250 for e in big.equilibria)


def test_a_method_that_does_not_apply_names_those_that_do() -> None:
    with pytest.raises(UnsuitableGame, match="`backward-induction` needs a game tree") as caught:
        solve(CHICKEN, "backward-induction")
    assert caught.value.hint.startswith("methods that fit this game: ")
    assert "`extreme-points`" in caught.value.hint
    assert "`simultaneous`" not in caught.value.hint


def test_a_tree_whose_movers_forget_fits_no_method() -> None:
    game = centipede()
    blind = replace(
        game,
        tree=replace(game.tree, information_set=np.where(game.tree.information_set >= 0, 0, -1)),
    )
    with pytest.raises(UnsuitableGame, match="the players need perfect recall"):
        solve(blind)


def test_pure_on_request_says_what_it_leaves_out() -> None:
    solution = solve(CHICKEN, "pure")
    assert [e.payoffs for e in solution.equilibria] == [(-1.0, 1.0), (1.0, -1.0)]
    assert not solution.complete
    assert "mixed" in solution.notes[0]


def test_larger_games_are_solved_completely_too() -> None:
    solution = solve(NormalFormGame.from_arrays(*np.random.default_rng(1).random((2, 9, 9))))
    assert solution.method.startswith("vertex-enumeration")
    assert solution.complete
    assert len(solution.equilibria) % 2 == 1  # Wilson 1971


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
    assert constant.notes[0] == DEGENERATE
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
    game = NormalFormGame.from_arrays(
        size * np.array([[0, -1], [1, -10]]), np.array([[0, 1], [-1, -10]])
    )
    found = solve(game)
    assert len(found.equilibria) == 3
    np.testing.assert_allclose(found.equilibria[2].strategies, [[0.9, 0.1]] * 2, atol=1e-12)


def test_trees_of_one_node() -> None:
    (only,) = solve(from_nested([1.0, 2.0], 2)).equilibria
    assert only.payoffs == (1.0, 2.0)
    assert only.reasons == ()
