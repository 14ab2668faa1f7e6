"""nashpy's methods by name: whatever they come to is an equilibrium, and what is not is left out
and said.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given, settings

from negotiate.equilibrium.nash import by_nashpy
from negotiate.equilibrium.registry import BY_NASHPY, SOLVERS, solve
from negotiate.equilibrium.solution import Solution
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame, payoff_range, regret
from tests.famous_games import GAMES
from tests.reference import plain_supports
from tests.strategies import normal_form, payoff_tables

CHICKEN = NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
PENNIES = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
SHAPLEY = NormalFormGame.from_arrays(np.eye(3), np.roll(np.eye(3), 1, axis=1))
ROCK = NormalFormGame.from_arrays(
    [[0, -1, 1], [1, 0, -1], [-1, 1, 0]], [[0, 1, -1], [-1, 0, 1], [1, -1, 0]]
)

ALGORITHMS = ["nashpy-support-enumeration", "nashpy-vertex-enumeration", "nashpy-lemke-howson"]
FIRST, SECOND = np.array([1.0, 0.0]), np.array([0.0, 1.0])
Found = list[tuple[tuple[float, ...], ...]]


@contextmanager
def little_play() -> Iterator[None]:
    """So that a law can be tried on many games."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_nashpy, "ROUNDS", 200)
        patch.setattr(by_nashpy, "SPAN", 40.0)
        patch.setattr(by_nashpy, "STARTS", 1)
        yield


def strategies(solution: Solution) -> Found:
    return sorted(
        tuple(tuple((s.round(9) + 0.0).tolist()) for s in e.strategies) for e in solution.equilibria
    )


def test_they_come_last_so_that_none_is_chosen_unasked() -> None:
    assert SOLVERS[-len(BY_NASHPY) :] == BY_NASHPY
    assert all(solver.name.startswith("nashpy-") for solver in BY_NASHPY)


@pytest.mark.parametrize("solver", BY_NASHPY, ids=lambda s: s.name)
@settings(max_examples=12)
@given(payoffs=payoff_tables(players=(2, 2), strategies=(1, 4)))
def test_whatever_is_found_is_an_equilibrium_in_any_unit(solver, payoffs: np.ndarray) -> None:
    game = normal_form(payoffs)
    if solver.applies_to(game) is not None:
        return
    with little_play():
        solution = solve(game, solver.name)
        scaled = payoffs * np.array([4.0, 1e6]).reshape(2, 1, 1) - 7.0
        if (
            solver.applies_to(normal_form(scaled)) is None
        ):  # symmetric only where both units are alike
            assert strategies(solve(normal_form(scaled), solver.name)) == strategies(solution)
    assert len(set(strategies(solution))) == len(solution.equilibria)
    for e in solution.equilibria:
        assert (regret(game.payoffs, e.strategies) <= 1e-9 * payoff_range(game.payoffs)).all()


@pytest.mark.parametrize("method", ALGORITHMS)
def test_algorithms_find_nothing_that_is_not_there(method: str) -> None:
    for seed in range(6):
        A, B = np.random.default_rng(seed).integers(-1000, 1000, (2, 3, 4))
        every = {
            tuple(tuple(round(float(p), 7) for p in s) for s in pair)
            for pair in plain_supports.equilibria(A.tolist(), B.tolist())
        }
        solution = solve(NormalFormGame.from_arrays(A, B), method)
        found = {
            tuple(tuple((s.round(7) + 0.0).tolist()) for s in e.strategies)
            for e in solution.equilibria
        }
        assert found <= every
        assert found
        if method == "nashpy-vertex-enumeration":
            assert found == every


@pytest.mark.parametrize("method", ALGORITHMS)
def test_famous_games_have_the_equilibria_of_the_literature_and_no_others(method: str) -> None:
    for famous in GAMES:
        game = NormalFormGame.from_arrays(*famous.payoffs)
        if max(game.shape) <= 4:
            found = set(strategies(solve(game, method)))
            assert found <= {
                tuple(tuple(round(p, 9) for p in s) for s in pair) for pair in famous.equilibria
            }
            assert found, famous.name


def test_every_label_of_lemke_and_howson_is_followed() -> None:
    coordination = NormalFormGame.from_arrays(np.diag([3, 2, 1]), np.diag([1, 2, 3]))
    found = solve(coordination, "nashpy-lemke-howson")
    assert [e.support for e in found.equilibria] == [((k,), (k,)) for k in range(3)]
    assert not found.complete


def test_nashpys_own_loop_ends_where_ours_does() -> None:
    import nashpy

    for seed in range(12):
        A, B = np.random.default_rng(seed).integers(1, 50, (2, 3, 4)).astype(float)
        for label in range(7):
            with warnings.catch_warnings(action="ignore"):
                ours = by_nashpy.path_end(A, B, label, 100)
                theirs = nashpy.Game(A, B).lemke_howson(label)
            assert ours is not None
            np.testing.assert_allclose(np.concatenate(ours), np.concatenate(theirs), atol=1e-12)


def test_a_path_without_an_end_is_given_up_and_told() -> None:
    game = NormalFormGame.from_arrays(*np.random.default_rng(5).normal(size=(2, 20, 20)))
    solution = solve(game, "nashpy-lemke-howson")
    assert any("paths came to no end within 500 pivots" in note for note in solution.notes)
    assert by_nashpy.path_end(np.ones((2, 2)), np.ones((2, 2)), 0, 0) is None


def test_wrong_candidates_are_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    import nashpy

    broken = [
        (FIRST, FIRST),
        (np.array([np.nan, 1.0]), FIRST),
        (np.ones(3) / 3, FIRST),
        (FIRST, SECOND),
    ]
    monkeypatch.setattr(nashpy.Game, "support_enumeration", lambda game: broken)
    solution = solve(CHICKEN, "nashpy-support-enumeration")
    assert strategies(solution) == [((1.0, 0.0), (0.0, 1.0))]
    assert "3 of the 4 candidates were no equilibria and were left out" in solution.notes
    assert by_nashpy.MAYBE_MORE in solution.notes
    monkeypatch.setattr(nashpy.Game, "support_enumeration", lambda game: broken[:2])
    assert (
        "none of the 2 candidates was an equilibrium"
        in solve(CHICKEN, "nashpy-support-enumeration").notes
    )
    monkeypatch.setattr(nashpy.Game, "support_enumeration", lambda game: broken[:1])
    assert (
        "the one candidate was no equilibrium and was left out"
        in solve(CHICKEN, "nashpy-support-enumeration").notes
    )


def test_play_settles_where_theory_says_so() -> None:
    assert strategies(solve(PENNIES, "nashpy-fictitious-play")) == [
        ((0.5, 0.5), (0.5, 0.5))
    ]  # Robinson 1951
    assert strategies(solve(PENNIES, "nashpy-stochastic-fictitious-play")) == [
        ((0.5, 0.5), (0.5, 0.5))
    ]
    hawks = solve(
        CHICKEN, "nashpy-replicator"
    )  # one population comes to the mixture, two to a pure equilibrium
    assert strategies(hawks) == [((0.9, 0.1), (0.9, 0.1))]
    pure = [((0.0, 1.0), (1.0, 0.0)), ((1.0, 0.0), (0.0, 1.0))]
    assert strategies(solve(CHICKEN, "nashpy-asymmetric-replicator")) == pure
    (strict,) = strategies(solve(CHICKEN, "nashpy-introspection"))
    assert strict in pure
    assert strategies(solve(ROCK, "nashpy-regret-minimization")) == [((round(1 / 3, 9),) * 3,) * 2]


def test_play_that_goes_round_is_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    solution = solve(SHAPLEY, "nashpy-fictitious-play")  # Shapley 1964
    assert solution.equilibria == ()
    (said,) = [
        note
        for note in solution.notes
        if note.startswith("play had not settled after 10,000 rounds")
    ]
    assert 0 < float(said.rpartition(" ")[2]) < 1
    round_and_round = solve(SHAPLEY, "nashpy-asymmetric-replicator")
    assert any("starts had not settled" in note for note in round_and_round.notes)


@pytest.mark.parametrize("one_population", [True, False])
def test_a_replicator_is_read_at_the_end_of_its_time(one_population: bool) -> None:
    """A strategy that pays 1 more whatever others do spreads as the logistic curve does."""
    A, half, span = np.array([[1.0, 1.0], [0.0, 0.0]]), np.array([0.5, 0.5]), 2.0
    ends = by_nashpy.replicator_end(A, A.T, (half, half), span, one_population)
    assert [share for share, _ in ends] == pytest.approx([1 / (1 + np.exp(-span))] * 2, abs=1e-5)


def test_a_replicator_of_one_population_needs_one_position() -> None:
    with pytest.raises(UnsuitableGame, match="needs a symmetric game"):
        solve(PENNIES, "nashpy-replicator")


@pytest.mark.parametrize(
    "method", [s.name for s in BY_NASHPY if "fictitious" in s.name or "intro" in s.name]
)
def test_chance_is_seeded_and_nobody_elses_is_touched(method: str) -> None:
    with little_play():
        np.random.seed(7)  # noqa: NPY002 - the state that must not be touched
        wanted = np.random.random(3).tolist()  # noqa: NPY002 - the same
        np.random.seed(7)  # noqa: NPY002 - the same
        first = solve(CHICKEN, method)
        assert np.random.random(3).tolist() == wanted  # noqa: NPY002 - the same
        assert strategies(solve(CHICKEN, method)) == strategies(first)
    assert any("seed 1" in note for note in first.notes)


def test_warnings_stay_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    import nashpy

    real = nashpy.Game.vertex_enumeration

    def loud(self: object) -> object:
        warnings.warn("degenerate!", RuntimeWarning, stacklevel=1)
        return real(self)

    monkeypatch.setattr(nashpy.Game, "vertex_enumeration", loud)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert len(solve(CHICKEN, "nashpy-vertex-enumeration").equilibria) == 3
        solve(NormalFormGame.from_arrays(np.zeros((2, 2)), np.zeros((2, 2))), ALGORITHMS[0])
    assert seen == []


def test_sizes_are_refused_beforehand() -> None:
    large = NormalFormGame.from_arrays(*np.random.default_rng(0).random((2, 9, 9)))
    with pytest.raises(
        UnsuitableGame, match="at most 7 strategies a player after dominance, and 9 × 9 are left"
    ):
        solve(large, "nashpy-support-enumeration")
    dominated = np.random.default_rng(0).random((2, 2, 2))
    wide = np.pad(dominated, ((0, 0), (0, 7), (0, 7)), constant_values=-1.0)
    wide[0, 2:, :] = wide[1, :, 2:] = -2.0
    assert solve(NormalFormGame.from_arrays(*wide), "nashpy-support-enumeration").equilibria
