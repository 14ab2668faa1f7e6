"""Takeovers of one kind by another, and the long run of rare mutants."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from negotiate.repeated.many.evolution import log_single, long_run_shares, pair_ratios, takeover
from tests.reference import plain_moran


@pytest.mark.parametrize(
    ("fitter", "population", "expected"), [(1.1, 100, 0.0909157), (2.0, 10, 512 / 1023)]
)
def test_constant_fitness(fitter: float, population: int, expected: float) -> None:
    """Moran 1958."""
    table = np.array([[1.0, 1.0], [fitter, fitter]])
    odds = takeover(pair_ratios(table, population, np.log))
    assert odds[0, 1, 0] == pytest.approx(expected, abs=5e-8)


def test_takeover_is_that_of_the_chain_written_out() -> None:
    rng = np.random.default_rng(1)
    for population in (2, 3, 6, 9):
        table = rng.integers(1, 9, (2, 2))
        odds = takeover(pair_ratios(table.astype(float), population, np.log))
        exact = [[Fraction(int(v)) for v in row] for row in table]
        for mutants in range(1, population):
            expected = plain_moran.takeovers((population - mutants, mutants), exact, lambda f: f)
            assert odds[0, 1, mutants - 1] == pytest.approx(float(expected[1]), rel=1e-12)


def test_takeover_is_the_solution_of_a_birth_and_death_chain() -> None:
    """From each number of 200 individuals it is the mean of what it is from the next number on
    either side.
    """
    rng = np.random.default_rng(2)
    population = 200
    table = 1 + 0.1 * rng.random((2, 2))
    ratios = pair_ratios(table, population, np.log)[0, 1]
    up = 1 / (1 + np.exp(ratios))
    system = np.eye(population - 1) - np.diag(up[:-1], 1) - np.diag(1 - up[1:], -1)
    expected = np.linalg.solve(system, np.append(np.zeros(population - 2), up[-1]))
    np.testing.assert_allclose(takeover(ratios), expected, rtol=1e-8)


def test_neutral_mutants_take_over_as_often_as_there_are_of_them() -> None:
    odds = takeover(pair_ratios(np.full((3, 3), 2.5), 40, np.log))
    np.testing.assert_allclose(odds, np.broadcast_to(np.arange(1, 40) / 40, (3, 3, 39)), rtol=1e-12)


def test_strong_selection_does_not_overflow() -> None:
    table = np.array([[0.0, 1000.0], [900.0, 1100.0]])
    odds = takeover(pair_ratios(table, 500, lambda worth: worth))
    assert np.isfinite(odds).all()
    assert odds[0, 1, 0] == pytest.approx(1.0)
    assert odds[1, 0, 0] == pytest.approx(0.0)


def logs(single: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.log(single)


def test_the_long_run_of_rare_mutants_balances() -> None:
    rng = np.random.default_rng(4)
    for count in (1, 2, 5, 12):
        single = rng.random((count, count)) ** 8
        shares = long_run_shares(logs(single))
        assert shares.sum() == pytest.approx(1.0)
        flows = shares[:, None] * np.where(np.eye(count, dtype=bool), 0.0, single)
        np.testing.assert_allclose(flows.sum(axis=0), flows.sum(axis=1), atol=1e-15)


def test_the_long_run_holds_digits_of_what_is_very_rare() -> None:
    single = np.array([[0.0, 1e-40], [1e-20, 0.0]])
    shares = long_run_shares(logs(single))
    assert shares[1] == pytest.approx(1e-20, rel=1e-9)


def test_what_cannot_be_taken_over_stays() -> None:
    """Kind 0 is taken over by 1 thrice as often as by 2, and nobody takes over 1 or 2."""
    single = np.array([[0.0, 0.6, 0.2], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    np.testing.assert_allclose(long_run_shares(logs(single)), [0.0, 1 / 3 + 1 / 4, 1 / 3 + 1 / 12])


def test_two_kinds_that_take_each_other_over_count_together() -> None:
    single = np.zeros((3, 3))
    single[0, 1], single[1, 0] = 0.3, 0.1
    np.testing.assert_allclose(long_run_shares(logs(single)), [2 / 3 * 0.25, 2 / 3 * 0.75, 1 / 3])


def test_the_long_run_leaves_what_is_left_hardly_ever() -> None:
    """Two kinds that take turns for ever, but for one takeover in 10 ** 25, are left for the
    third.
    """
    np.testing.assert_allclose(
        long_run_shares(logs(np.array([[0.0, 0.1, 1e-25], [0.1, 0.0, 0.0], [0.0, 0.0, 0.0]]))),
        [0.0, 0.0, 1.0],
        atol=1e-100,
    )


def test_what_is_rarer_than_any_number_is_not_impossible() -> None:
    """Of two kinds that take each other over about once in e to the 1,000, the one that does so
    more often is left.
    """
    shares = long_run_shares(np.array([[0.0, -1001.0], [-1000.0, 0.0]]))
    np.testing.assert_allclose(shares, np.array([1.0, np.exp(-1.0)]) / (1 + np.exp(-1.0)))


def test_strong_selection_leaves_the_kind_that_is_hardest_to_take_over() -> None:
    """By minimal trees of the takeovers' resistances (Freidlin and Wentzell), told apart far below
    1e-308.
    """
    table = np.array(
        [[100, 27, 48, 98], [1 / 7, 58, 16 / 7, 38], [97, 17, 71, 71], [38, 23, 56, 21]]
    )
    single = log_single(pair_ratios(table, 20, lambda worth: 5.0 * worth))
    resistance = np.where(np.eye(4, dtype=bool), 0.0, -single)
    trees = [least_tree(resistance, root) for root in range(4)]
    assert int(np.argmin(trees)) == 2
    np.testing.assert_allclose(long_run_shares(single), [0, 0, 1, 0], atol=1e-30)


def least_tree(resistance: np.ndarray, root: int) -> float:
    """The least sum of resistances of one way out of each other kind, such that all lead to the
    root in the end.
    """
    others = [kind for kind in range(len(resistance)) if kind != root]
    sums = []
    for ways in product(range(len(resistance)), repeat=len(others)):
        out = dict(zip(others, ways, strict=True))
        if all(leads(out, kind, root) for kind in others):
            sums.append(sum(resistance[kind, way] for kind, way in out.items()))
    return float(min(sums))


def leads(out: dict[int, int], kind: int, root: int) -> bool:
    for _ in range(len(out)):
        kind = out.get(kind, root)
    return kind == root
