"""The compiled kernels beside the plain ones, bit for bit; without numba their loops run as Python,
on fewer games.
"""

import importlib.util
import sys
from types import SimpleNamespace

import numpy as np
import pytest

import negotiate
from negotiate.equilibrium import batch
from negotiate.equilibrium.kernels import compiled
from negotiate.equilibrium.kernels import extreme_equilibria as plain
from negotiate.equilibrium.kernels.extreme_equilibria import shape

GAMES = 5000 if compiled.usable() else 40
SHAPES = [(1, 1), (1, 4), (4, 1), (2, 2), (3, 3), (2, 5), (4, 3), (4, 4), (5, 5)]

needs_numba = pytest.mark.skipif(
    not compiled.usable(), reason="numba is in the extra `fast`; `.ci/peers` installs it"
)


def drawn(shape: tuple[int, int], high: int, games: int = GAMES) -> np.ndarray:
    few = max(5, games // (10 if shape == (5, 5) else 1))
    return np.random.default_rng([*shape, high]).integers(0, high, (few, 2, *shape)).astype(float)


def alike(one: tuple[np.ndarray, ...], other: tuple[np.ndarray, ...]) -> bool:
    return all(
        a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("high", [1, 2, 4, 1000])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_same_equilibria_in_the_same_order_to_the_last_bit(
    shape: tuple[int, int], high: int
) -> None:
    games = drawn(shape, high)
    wanted = plain.extreme_equilibria(games[:, 0], games[:, 1])
    found = compiled.extreme_equilibria(games[:, 0], games[:, 1])
    assert len(found.game) >= len(games)
    assert alike(found, wanted)
    worth = compiled.pair_regret(games, found.game, found.row, found.column)
    assert alike(worth, plain.pair_regret(games, wanted.game, wanted.row, wanted.column))


@pytest.mark.parametrize("lenient", [False, True])
def test_doubtful_games_are_the_same_ones(lenient: bool) -> None:
    games = drawn((3, 4), 6)
    doubt = np.array([0.0, 0.5, 3.0, 20.0])
    wanted = plain.extreme_equilibria(games[:, 0], games[:, 1], doubt, lenient)
    assert wanted.doubtful.any()
    assert alike(compiled.extreme_equilibria(games[:, 0], games[:, 1], doubt, lenient), wanted)


def test_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    games = drawn((3, 3), 3)
    wanted = plain.extreme_equilibria(games[:, 0], games[:, 1])
    monkeypatch.setattr(compiled, "BLOCK", 7)
    for threads in (1, 3):
        assert alike(compiled.extreme_equilibria(games[:, 0], games[:, 1], threads=threads), wanted)


def test_no_games_and_games_with_too_many_bases() -> None:
    nothing = compiled.extreme_equilibria(np.zeros((0, 2, 3)), np.zeros((0, 2, 3)))
    assert (nothing.game.shape, nothing.row.shape, nothing.column.shape) == ((0,), (0, 2), (0, 3))
    large = drawn((7, 7), 9, games=2)
    wanted = plain.extreme_equilibria(large[:, 0], large[:, 1])
    assert alike(compiled.extreme_equilibria(large[:, 0], large[:, 1]), wanted)


@pytest.mark.parametrize("size", [(2, 3), (4, 2), (3, 3)], ids=str)
def test_a_basis_and_its_mirror_carry_every_label_between_them_once(size: tuple[int, int]) -> None:
    rows, columns = size
    labels = shape(rows, columns).labels
    theirs = shape(columns, rows).labels[shape(rows, columns).mirror]
    turned = (theirs >> np.uint64(columns)) | (
        (theirs & np.uint64((1 << columns) - 1)) << np.uint64(rows)
    )
    assert ((labels ^ turned) == (1 << (rows + columns)) - 1).all()
    assert shape(columns, rows).mirror[shape(rows, columns).mirror].tolist() == list(
        range(len(labels))
    )


def test_compiled_kernels_are_for_those_who_ask_and_for_large_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: True)
    monkeypatch.setattr(compiled, "usable", lambda: True)
    monkeypatch.delitem(sys.modules, "numba", raising=False)
    assert batch.kernels(1000, (3, 3)) is batch.PLAIN
    assert batch.kernels(1_000_000, (3, 3)).extreme_equilibria is compiled.extreme_equilibria
    assert batch.kernels(10, (3, 3), True).pair_regret is compiled.pair_regret
    assert batch.kernels(1_000_000, (3, 3), False) is batch.PLAIN
    monkeypatch.setitem(sys.modules, "numba", SimpleNamespace())
    assert batch.kernels(10_000, (3, 3)) is not batch.PLAIN  # imported already, so it costs nothing
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert batch.kernels(10, (3, 3), True) is batch.PLAIN
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: True)
    monkeypatch.setattr(compiled, "usable", lambda: False)
    assert batch.kernels(10, (3, 3), True) is batch.PLAIN


def test_without_a_folder_for_its_cache_numba_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def njit(**_: object) -> object:
        raise RuntimeError("cannot cache function: no locator available for file")

    monkeypatch.setitem(sys.modules, "numba", SimpleNamespace(njit=njit))
    assert compiled.compiled(drawn) is drawn
    monkeypatch.setitem(sys.modules, "numba", None)  # as if it were not installed
    assert compiled.compiled(drawn) is drawn


@needs_numba
@pytest.mark.parametrize("divisor", [1, 100, 7], ids=["integers", "decimals", "sevenths"])
def test_a_batch_has_one_answer(divisor: int) -> None:
    games = drawn((3, 3), 12) / divisor
    by_numba, by_numpy = (negotiate.solve_batch(games, compiled=asked) for asked in (True, False))
    assert alike(by_numba.to_arrays(), by_numpy.to_arrays())
    assert alike((by_numba.road, by_numba.complete), (by_numpy.road, by_numpy.complete))
