"""How shares of strategies change in large populations: generation by generation, and in continuous time.

There is one population that plays against itself, or two of which each plays against the other. Shares are kept as
logarithms, so that what is all but gone can come back, and only their differences matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from negotiate.arrays import FloatArray, IntArray

STEPS = 5
"""Steps of a unit of time: where growth rates differ by at most 1, shares err by less than 1e-6 in a hundred units."""


def ecological_path(
    tables: Sequence[FloatArray], start: Sequence[FloatArray], kept: IntArray, *, exponential: bool
) -> list[FloatArray]:
    """Shares over generations: each share is multiplied by its fitness and all are divided by their sum.

    Parameters
    ----------
    tables : sequence of ndarray, each of shape (own strategies, other strategies)
        The fitness of each strategy against each; one for one population, two for two. Above 0, or, if
        `exponential`, logarithms of fitness.
    start : sequence of ndarray, each of shape (own strategies,)
        The first shares, which sum to 1.
    kept : ndarray of int
        Which generations to return, in order, the first of them 0.
    exponential : bool
        Whether fitness is the exponential of the mean of a row, rather than that mean itself.

    Returns
    -------
    list of ndarray, each of shape (kept generations, own strategies)
    """

    def step(logs: list[FloatArray]) -> list[FloatArray]:
        earned = [table @ np.exp(other) for table, other in zip(tables, reversed(logs), strict=True)]
        gains = earned if exponential else map(np.log, earned)
        return [log + gain for log, gain in zip(logs, gains, strict=True)]

    return _path(step, start, kept)


def replicator_path(tables: Sequence[FloatArray], start: Sequence[FloatArray], kept: IntArray) -> list[FloatArray]:
    """Shares at whole times of the replicator dynamics (Taylor & Jonker 1978; Taylor 1979 for two populations).

    Parameters
    ----------
    tables : sequence of ndarray, each of shape (own strategies, other strategies)
        Growth rates, which should not differ by more than about 1.
    start, kept
        As for `ecological_path`; times instead of generations.

    Notes
    -----
    A share's logarithm grows at the rate of what its strategy earns, save for what normalises all shares. Four-stage
    Runge and Kutta steps.
    """

    def rates(logs: list[FloatArray]) -> list[FloatArray]:
        return [table @ np.exp(other) for table, other in zip(tables, reversed(_normal(logs)), strict=True)]

    def moved(logs: list[FloatArray], by: list[FloatArray], width: float) -> list[FloatArray]:
        return [log + width * rate for log, rate in zip(logs, by, strict=True)]

    def step(logs: list[FloatArray]) -> list[FloatArray]:
        for _ in range(STEPS):
            first = rates(logs)
            second = rates(moved(logs, first, 0.5 / STEPS))
            third = rates(moved(logs, second, 0.5 / STEPS))
            fourth = rates(moved(logs, third, 1 / STEPS))
            slopes = [(a + 2 * b + 2 * c + d) / 6 for a, b, c, d in zip(first, second, third, fourth, strict=True)]
            logs = moved(logs, slopes, 1 / STEPS)
        return logs

    return _path(step, start, kept)


def _path(
    step: Callable[[list[FloatArray]], list[FloatArray]], start: Sequence[FloatArray], kept: IntArray
) -> list[FloatArray]:
    with np.errstate(divide="ignore"):  # nobody of a kind is minus infinity, and stays so
        logs = [np.log(shares) for shares in start]
    rows = [logs]
    for generations in np.diff(kept):
        for _ in range(generations):
            logs = _normal(step(logs))
        rows.append(logs)
    return [np.exp(np.stack(population)) for population in zip(*rows, strict=True)]


def _normal(logs: list[FloatArray]) -> list[FloatArray]:
    """Logarithms of shares that sum to 1."""
    largest = [log - log.max() for log in logs]
    return [log - np.log(np.exp(log).sum()) for log in largest]
