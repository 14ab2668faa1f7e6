"""Compositions of a population as a chain, beside births and deaths written out in fractions, and
sampled.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from negotiate.errors import GameTooLarge
from negotiate.repeated.many.evolution import (
    changes,
    compositions,
    pair_ratios,
    sampled_takeovers,
    takeover,
)
from tests.reference import plain_moran


def as_is(worth: np.ndarray, _: np.ndarray) -> np.ndarray:
    return worth


@pytest.mark.parametrize(("population", "kinds"), [(1, 1), (4, 1), (5, 2), (6, 3), (3, 6)])
def test_every_composition_once(population: int, kinds: int) -> None:
    found = compositions(population, kinds)
    assert (
        len(found)
        == comb(population + kinds - 1, kinds - 1)
        == len({tuple(row) for row in found.tolist()})
    )
    assert (found.sum(axis=1) == population).all()
    assert (found >= 0).all()


def test_too_many_are_refused() -> None:
    with pytest.raises(GameTooLarge):
        compositions(100, 30)


@pytest.mark.parametrize(("population", "kinds"), [(4, 2), (5, 3), (3, 4)])
def test_changes_are_births_and_deaths_of_different_kinds(population: int, kinds: int) -> None:
    table = np.random.default_rng(population).integers(1, 9, (kinds, kinds))
    exact = [[Fraction(int(v)) for v in row] for row in table]
    counts = compositions(population, kinds)
    chain = changes(counts, table.astype(float), as_is)
    found = {
        (tuple(counts[a].tolist()), tuple(counts[b].tolist())): odds
        for a, b, odds in zip(chain.before, chain.after, chain.odds, strict=True)
    }
    expected = {}
    for row in map(tuple, counts.tolist()):
        after = plain_moran.steps(row, exact, lambda f: f)
        stays = after.pop(row, Fraction(0))
        expected |= {(row, other): float(odds / (1 - stays)) for other, odds in after.items()}
    assert found == pytest.approx(expected, rel=1e-12)


def test_sampled_worlds_end_as_often_as_the_chain_says() -> None:
    rng = np.random.default_rng(7)
    table = rng.integers(1, 6, (4, 4))
    exact = [[Fraction(int(v)) for v in row] for row in table]
    start = np.array([2, 1, 2, 1])
    expected = np.array(
        list(map(float, plain_moran.takeovers(tuple(start.tolist()), exact, lambda f: f)))
    )
    odds = takeover(pair_ratios(table.astype(float), 6, np.log))
    won = sampled_takeovers(start, table.astype(float), as_is, odds, 10_000, (20_000, rng))
    np.testing.assert_allclose(won.sum(axis=1), 1.0)
    errors = won.std(axis=0) / np.sqrt(len(won))
    assert (np.abs(won.mean(axis=0) - expected) < 4 * errors).all()


def test_worlds_that_are_left_early_are_won_by_nobody() -> None:
    table = np.ones((3, 3))
    odds = takeover(pair_ratios(table, 30, np.log))
    won = sampled_takeovers(
        np.array([10, 10, 10]), table, as_is, odds, 20, (50, np.random.default_rng(0))
    )
    assert (won.sum(axis=1) == 0).all()
