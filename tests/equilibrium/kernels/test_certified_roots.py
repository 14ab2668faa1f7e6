from fractions import Fraction
from math import isqrt, sqrt

import numpy as np
import pytest

from negotiate.equilibrium.kernels.certified_roots import System, hangs_on, proven, weighed


def system(a: int, b: int, c: int, d: int) -> System:
    """Three who mix two strategies: `y = z`, `x = z`, and `a xy + b x + c y + d = 0`, in first
    weights.
    """
    first = np.array([[[0, 1], [-1, 0]], [[0, 0], [0, 0]]], dtype=object)  # y - z
    second = np.array([[[0, 1], [-1, 0]], [[0, 0], [0, 0]]], dtype=object)  # x - z
    third = np.array([[[a + b + c + d, b + d], [c + d, d]], [[0, 0], [0, 0]]], dtype=object)
    return System((first[:, None], second[:, :, None], third[..., None]), (2, 2, 2))


def at(x: float) -> list[np.ndarray]:
    return [np.array([x, 1 - x])] * 3


def line(up: int, down: int) -> np.ndarray:
    """`up x - down`, of the first player's first weight."""
    return np.array([up - down, -down], dtype=object).reshape(1, 2, 1, 1)


def test_a_solution_in_fractions_is_known_as_such() -> None:
    root = proven(system(9, 0, 0, -1), at(0.3334))
    assert root is not None
    assert root.fractions == ((1, 2),) * 3
    assert root.sign(line(3, 1)) == 0
    assert root.sign(line(3 * 10**30, 10**30 - 1)) == 1


def test_a_solution_that_is_none_is_known_to_any_digits() -> None:
    root = proven(system(2, 0, 0, -1), at(0.7))  # the root of a half
    assert root is not None
    assert root.fractions is None
    assert abs(root.strategies[0][0] - sqrt(0.5)) < 1e-16
    for digits in (10, 60, 300):
        below = isqrt(10 ** (2 * digits) // 2)  # so many digits of it, rounded down
        assert root.sign(line(10**digits, below)) == 1
        assert root.sign(line(10**digits, below + 1)) == -1


def test_enough_digits_tell_zero() -> None:
    root = proven(system(2, 0, 0, -1), at(0.7))
    assert root is not None
    square = np.array([[1, -1], [-1, -1]], dtype=object).reshape(1, 2, 2, 1)  # 2xy - 1
    assert root.fractions is None
    assert root.sign(square) == 0
    shifted = square * 10**100 + 1
    assert root.sign(shifted) == 1
    assert root.digits > 330  # the digits that tell a hundredth decimal apart from zero


def test_no_solution_nearby_and_a_double_one_are_not_proven() -> None:
    assert proven(system(2, 0, 0, 1), at(0.5)) is None
    assert proven(system(4, -4, 0, 1), at(0.5)) is None  # (2x - 1)²: two in one


def test_a_solution_with_a_negative_probability_is_not_proven() -> None:
    assert proven(system(2, 0, 0, -1), at(-0.7)) is None


@pytest.mark.parametrize("seed", range(20))
def test_random_systems_are_solved_where_they_say(seed: int) -> None:
    """The conditions vanish, as near as the solution is known, and then to as many digits as it
    takes to be sure.
    """
    rng = np.random.default_rng(seed)
    tables = [rng.integers(-1000, 1000, (2, 2, 2)).astype(object) for _ in range(3)]
    game = System((tables[0][:, None], tables[1][:, :, None], tables[2][..., None]), (2, 2, 2))
    found = [
        root
        for x in rng.random((30, 3))
        if (root := proven(game, [np.array([p, 1 - p]) for p in x]))
    ]
    for root in found:
        for player in range(3):
            lead = game.leads(player)[1:]
            value = Fraction(
                int(weighed(lead, root.weights)[0]), 2 ** (root.digits * len(hangs_on(lead)))
            )
            assert abs(value) <= Fraction(8 * root.off * int(np.abs(lead).max()), 2**root.digits)
            assert root.sign(lead) == 0
            assert root.off < 2**root.digits / 10**20
