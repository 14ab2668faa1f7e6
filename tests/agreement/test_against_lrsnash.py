"""Every extreme equilibrium beside lrsnash, game by game: none missing, none twice, each number the
right one.

A few hundred games of each kind are compared each time. With `NEGOTIATE_FULL_AGREEMENT` in the
environment it is ten thousand, as `.ci/peers` does.
"""

import os
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

import negotiate
from tests.agreement import lrs
from tests.reference import plain_supports

needs_lrsnash = pytest.mark.skipif(
    lrs.missing(), reason="lrsnash is not installed (Debian's lrslib has it; `.ci/run` installs it)"
)

FULL = "NEGOTIATE_FULL_AGREEMENT" in os.environ
BIG_INTEGERS = 10**9  # beyond what 64-bit elimination holds, even for two rows

Floats = tuple[tuple[float, ...], ...]

KINDS = {
    "0 or 1": (2, 1),
    "0 to 3": (4, 1),
    "0 to 999": (1000, 1),
    "two decimals": (1000, 100),
}
SHAPES = [(2, 2), (3, 3), (4, 4), (2, 5), (4, 3), (5, 5)]


def drawn(shape: tuple[int, int], high: int, count: int) -> np.ndarray:
    """Random integers below `high`, shape (games, 2, rows, columns)."""
    return np.random.default_rng([*shape, high]).integers(0, high, (count, 2, *shape))


def fractions(game: np.ndarray, divisor: int) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
    A, B = (
        [[Fraction(entry, divisor) for entry in row] for row in matrix] for matrix in game.tolist()
    )
    return A, B


def same(numbers: np.ndarray, divisor: int) -> None:
    """Hold all of these games against lrsnash."""
    theirs = lrs.extreme_equilibria([fractions(game, divisor) for game in numbers])
    ours = negotiate.solve_batch(numbers / divisor)
    assert ours.counts.tolist() == [len(pairs) for pairs in theirs]
    for i, pairs in enumerate(theirs):
        found = Counter(tuple(tuple(s.tolist()) for s in e.strategies) for e in ours.equilibria(i))
        wanted = Counter(
            tuple(tuple(float(p) for p in strategy) for strategy in pair) for pair in pairs
        )
        # Where all of it is done in whole numbers each probability is the float next to the
        # fraction.
        agree = found == wanted if ours.exact[i] else rounded(found) == rounded(wanted)
        assert agree, (
            i,
            numbers[i].tolist(),
            divisor,
            sorted(found - wanted),
            sorted(wanted - found),
        )


def rounded(found: Counter[Floats]) -> Counter[Floats]:
    return Counter(tuple(tuple(round(p, 12) for p in s) for s in pair) for pair in found.elements())


@needs_lrsnash
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_batch_holds_what_lrsnash_lists(shape: tuple[int, int], kind: str) -> None:
    high, divisor = KINDS[kind]
    count = 10_000 if FULL and shape in ((3, 3), (4, 4)) else 100 if shape == (5, 5) else 200
    same(drawn(shape, high, count), divisor)


@needs_lrsnash
@pytest.mark.parametrize("shape", [(2, 3), (3, 3), (4, 4)], ids=str)
def test_payoffs_that_need_big_integers_are_no_other_case(shape: tuple[int, int]) -> None:
    numbers = drawn(shape, BIG_INTEGERS, 20)
    numbers[::2, :, :, 0] = numbers[::2, :, :, 1]  # two columns alike
    same(numbers, 1)


@needs_lrsnash
def test_one_game_alone_is_solved_alike() -> None:
    numbers = drawn((3, 4), 4, 60)
    for game, pairs in zip(
        numbers, lrs.extreme_equilibria([fractions(g, 1) for g in numbers]), strict=True
    ):
        solution = negotiate.solve(negotiate.NormalFormGame.from_arrays(*game.astype(float)))
        assert solution.complete
        found = Counter(tuple(tuple(s.tolist()) for s in e.strategies) for e in solution.equilibria)
        assert rounded(found) == rounded(
            Counter(tuple(tuple(map(float, s)) for s in pair) for pair in pairs)
        ), game


@needs_lrsnash
def test_the_plain_twin_finds_the_same_fractions() -> None:
    numbers = [game for shape in ((2, 2), (3, 3), (2, 4)) for game in drawn(shape, 3, 15)]
    for game, pairs in zip(
        numbers, lrs.extreme_equilibria([fractions(g, 1) for g in numbers]), strict=True
    ):
        plain = [(tuple(x), tuple(y)) for x, y in plain_supports.extreme_equilibria(*game.tolist())]
        assert sorted(plain) == sorted(pairs)


def test_what_lrsnash_prints_is_read_as_its_manual_says() -> None:
    manual = """
2  1/3  2/3  4
1  2/3  1/3  0  2/3

2  2/3  1/3  3
2  1  0  3
1  1  0  0  1

*Number of equilibria found: 3
*Player 1: vertices=5 bases=5 pivots=8
*Number of equilibria found: 0
"""
    third, whole = Fraction(1, 3), (Fraction(1), Fraction(0), Fraction(0))
    first, none = lrs.read(manual)
    assert first == [
        ((2 * third, third, Fraction(0)), (third, 2 * third)),
        (whole, (2 * third, third)),
        (whole, (Fraction(1), Fraction(0))),
    ]
    assert none == []
    with pytest.raises(ValueError, match="counts 2 equilibria and lists 1"):
        list(lrs.read("2 1 1\n1 1 1\n*Number of equilibria found: 2\n"))
