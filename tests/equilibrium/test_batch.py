"""Many games in one call: as many answers, each as if it had been asked alone."""

import numpy as np
import pytest

import negotiate
from negotiate.equilibrium import batch
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.registry import solve
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from tests.famous_games import GAMES

TWO_BY_TWO = [famous for famous in GAMES if np.shape(famous.payoffs[0]) == (2, 2)]


def test_the_famous_games_in_one_call() -> None:
    solution = negotiate.solve_batch([famous.payoffs for famous in TWO_BY_TWO])
    assert solution.counts.tolist() == [len(famous.equilibria) for famous in TWO_BY_TWO]
    for place, famous in enumerate(TWO_BY_TWO):
        found = [tuple(tuple(s.tolist()) for s in e.strategies) for e in solution.equilibria(place)]
        assert sorted(found) == sorted(famous.equilibria)
    assert solution.complete.all()
    assert solution.exact.all()
    assert set(solution.roads) == {"whole numbers"}


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (4, 2), (1, 3)], ids=str)
def test_each_game_is_answered_as_if_alone(shape: tuple[int, int]) -> None:
    payoffs = np.random.default_rng(0).integers(0, 3, (25, 2, *shape)) / 10
    solution = negotiate.solve_batch(payoffs)
    for place, tables in enumerate(payoffs):
        alone = solve(NormalFormGame.from_arrays(*tables), "extreme-points").equilibria
        key = {tuple(np.concatenate(e.strategies).tolist()) for e in alone}
        assert {
            tuple(np.concatenate(e.strategies).tolist()) for e in solution.equilibria(place)
        } == key


def test_arrays_say_what_the_equilibria_say() -> None:
    payoffs = np.random.default_rng(1).integers(0, 4, (30, 2, 3, 4)).astype(float)
    solution = negotiate.solve_batch(payoffs)
    arrays = solution.to_arrays()
    assert len(arrays.game) == solution.counts.sum()
    for place in range(30):
        here = arrays.game == place
        for worth, equilibrium in zip(
            arrays.payoffs[here], solution.equilibria(place), strict=True
        ):
            np.testing.assert_allclose(worth, equilibrium.payoffs)
    assert not any(array.flags.writeable for array in arrays)
    assert solution.equilibria(-1)[0].payoffs == solution.equilibria(29)[0].payoffs
    with pytest.raises(IndexError):
        solution.equilibria(30)


@pytest.mark.parametrize("low", [0, 1_000_000])
def test_dominated_strategies_change_nothing(low: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    payoffs = rng.integers(0, 4, (20, 2, 3, 3)).astype(float)
    larger = np.full((20, 2, 5, 6), -5.0 - low)
    larger[:, :, :3, :3] = payoffs
    larger[:, 0, :3, 3:] = rng.integers(0, 4, (20, 3, 3))
    larger[:, 1, 3:, :3] = rng.integers(0, 4, (20, 2, 3))
    small = negotiate.solve_batch(payoffs)
    for bound in (batch.DOMINANCE_FROM, 1):  # without dominance, and with it
        monkeypatch.setattr(batch, "DOMINANCE_FROM", bound)
        large = negotiate.solve_batch(larger)
        assert large.counts.tolist() == small.counts.tolist()
        assert not large.arrays.row[:, 3:].any()
        assert not large.arrays.column[:, 3:].any()
        for place in range(20):
            ours, theirs = (
                large.arrays.row[large.arrays.game == place],
                small.arrays.row[small.arrays.game == place],
            )
            assert sorted(ours[:, :3].tolist()) == sorted(theirs.tolist())


def test_a_game_far_too_large_is_solved_where_dominance_leaves_little() -> None:
    payoffs = np.random.default_rng(4).integers(0, 9, (2, 2, 40, 50)).astype(float)
    payoffs[0, 0, 0] += 10
    with pytest.raises(GameTooLarge, match="90 strategies of both players"):
        negotiate.solve_batch(payoffs)
    payoffs[:, 0, 0] += 10
    payoffs[:, 1, 0, 7] += 10
    solution = negotiate.solve_batch(payoffs)
    assert solution.counts.tolist() == [1, 1]
    assert [e.support for e in solution.equilibria(0)] == [((0,), (7,))]


def test_no_games_are_no_trouble() -> None:
    assert negotiate.solve_batch(np.zeros((0, 2, 3, 3))).counts.tolist() == []


@pytest.mark.parametrize(
    ("payoffs", "says"),
    [
        (np.zeros((2, 2)), "shape"),
        (np.zeros((1, 3, 2, 2)), "shape"),
        (np.zeros((1, 2, 0, 2)), "shape"),
        ([[[[1, 2], [3]], [[1, 2], [3, 4]]]], "not a number"),
        ([[[["a"]], [["b"]]]], "not a number"),
        ([[[[1j]], [[0]]]], "not a number"),
        ([[[[np.nan]], [[0]]]], "finite"),
        ([[[[np.inf]], [[0]]]], "finite"),
        ([[[[1e300]], [[0]]]], "beyond"),
        ([[[[5e-324, 0]], [[0, 1]]]], "lose their digits"),
        (np.ma.masked_equal([[[[1, -99]], [[0, 1]]]], -99), "not a number"),
        (np.array([[[["2020-01-01"]], [["2021-01-01"]]]], dtype="datetime64[D]"), "not a number"),
        ([[[["1"]], [["2"]]]], "not a number"),
    ],
)
def test_what_are_no_games_is_refused(payoffs: object, says: str) -> None:
    with pytest.raises(UnsuitableGame, match=says):
        negotiate.solve_batch(payoffs)


def test_a_wrong_kernel_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    right = batch.every_equilibrium

    def wrong(*asked: object) -> object:
        found = right(*asked)
        return found._replace(row=found.row[:, ::-1])

    monkeypatch.setattr(batch, "every_equilibrium", wrong)
    with pytest.raises(Unverified, match="could still gain"):
        negotiate.solve_batch([famous.payoffs for famous in TWO_BY_TWO])


@pytest.mark.parametrize("offset", [1e7, 1e9, 1e12, 2.0**53 - 4])
def test_an_offset_refuses_no_game(offset: float) -> None:
    payoffs = np.random.default_rng(6).integers(0, 4, (200, 2, 4, 4)).astype(float)
    assert (
        negotiate.solve_batch(payoffs + offset).counts.tolist()
        == negotiate.solve_batch(payoffs).counts.tolist()
    )


def test_a_place_that_is_none_is_told() -> None:
    solution = negotiate.solve_batch([famous.payoffs for famous in TWO_BY_TWO])
    with pytest.raises(IndexError, match="no game 99 among"):
        solution.equilibria(99)
    with pytest.raises(TypeError):
        solution.equilibria(slice(0, 1))


def test_inexact_answers_say_so() -> None:
    payoffs = np.random.default_rng(2).random((3, 2, 2, 2))
    payoffs[1, 0, 0] = payoffs[1, 0, 1] + 1e-13
    solution = negotiate.solve_batch(payoffs, exact=False)
    assert solution.complete.tolist() == [True, False, True]
    assert negotiate.solve_batch(payoffs).complete.all()


@pytest.mark.parametrize("n", [3, 4])
def test_a_batch_and_a_game_alone_are_complete_by_one_rule(n: int) -> None:
    """Payoffs whose ties rounding leaves open: what is doubtful may hang on a dominated strategy,
    and goes with it.
    """
    rng = np.random.default_rng(5)
    tables = rng.integers(-2, 3, (60, 2, n, n)) * np.sqrt(2) + rng.integers(-1, 2, (60, 2, n, n))
    found = batch.solve_batch(tables)
    alone = [solve(NormalFormGame.from_arrays(*table)) for table in tables]
    assert found.complete.tolist() == [one.complete for one in alone]
    counts = [len(one.equilibria) for one in alone]
    assert [
        count for count, whole in zip(found.counts.tolist(), found.complete, strict=True) if whole
    ] == [count for count, whole in zip(counts, found.complete, strict=True) if whole]
