"""Who takes over a finite population in which one is born and one dies at a time: the process of Moran.

Whoever is born copies somebody with odds in proportion to fitness, and whoever dies is anybody with equal odds.
Fitness may depend on how many there are of whom. Nobody plays against itself.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray

LogFitness = Callable[[FloatArray], FloatArray]
"""From mean payoffs to logarithms of fitness, all of them finite."""

NEVER = 1e-150
"""Takeovers that are less likely count as impossible: they are rarer than anything that has ever happened."""


def pair_ratios(payoffs: FloatArray, population: int, log_fitness: LogFitness) -> FloatArray:
    """How much fitter residents are than mutants, for every pair and every number of mutants.

    Parameters
    ----------
    payoffs : ndarray, shape (strategies, strategies)
        What the row earns against the column.

    Returns
    -------
    ndarray, shape (residents, mutants, population - 1)
        The logarithm of residents' fitness over mutants', with 1, 2, … mutants.
    """
    many = np.arange(1, population)
    own = np.diagonal(payoffs)
    mutant = ((many - 1) * own[None, :, None] + (population - many) * payoffs.T[:, :, None]) / (population - 1)
    resident = (many * payoffs[:, :, None] + (population - many - 1) * own[:, None, None]) / (population - 1)
    return log_fitness(resident) - log_fitness(mutant)


def takeover(ratios: FloatArray) -> FloatArray:
    """How likely mutants of one kind take over, given how much fitter residents are at every number of mutants.

    Parameters
    ----------
    ratios : ndarray, shape (..., population - 1)
        See `pair_ratios`.

    Returns
    -------
    ndarray, shape (..., population - 1)
        From 1, 2, … mutants.

    Notes
    -----
    With the ratio of fitness at each number of mutants, the odds from i mutants are the sum over j < i of the products
    of the first j ratios, over the same sum for j < population. Sums are taken of logarithms, so that nothing
    overflows.

    References
    ----------
    Nowak, M. A. (2006). Evolutionary Dynamics. Harvard University Press. Chapter 6.
    """
    products = np.concatenate([np.zeros((*ratios.shape[:-1], 1)), np.cumsum(ratios, axis=-1)], axis=-1)
    sums = np.cumsum(np.exp(products - products.max(axis=-1, keepdims=True)), axis=-1)
    found: FloatArray = sums[..., :-1] / sums[..., -1:]
    return found


def long_run_shares(single: FloatArray) -> FloatArray:
    """The share of time in which everybody plays each strategy, if mutants are very rare and each kind as likely.

    Parameters
    ----------
    single : ndarray, shape (residents, mutants)
        How likely one mutant takes over; the diagonal does not matter.

    Returns
    -------
    ndarray, shape (strategies,)

    Notes
    -----
    Before the next mutant arises one kind has taken over, so the population is a chain of kinds (Fudenberg & Imhof
    2006). Where takeovers are impossible, the chain may end in several sets of kinds; then each set counts by how
    likely it is reached from a kind drawn at random.

    References
    ----------
    Fudenberg, D., and L. A. Imhof (2006). Imitation processes with small mutations. Journal of Economic Theory 131.
    """
    moves = np.where(single >= NEVER, single, 0.0)
    np.fill_diagonal(moves, 0.0)
    reach = _reach(moves > 0)
    stays = np.asarray((reach <= reach.T).all(axis=1))
    found = np.zeros(len(moves))
    weights = _ends(moves, stays)
    for first in np.flatnonzero(stays):
        members = np.flatnonzero(reach[first])
        if members[0] == first:
            found[members] = weights[members].sum() * _stationary(moves[np.ix_(members, members)])
    return found


def _reach(possible: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    reach = possible | np.eye(len(possible), dtype=bool)
    for _ in range(len(possible).bit_length()):
        reach = reach @ reach
    return reach


def _ends(moves: FloatArray, stays: npt.NDArray[np.bool_]) -> FloatArray:
    """Where a chain that starts anywhere, each as likely, first meets a state that it can always return to."""
    count = len(moves)
    found = np.where(stays, 1.0, 0.0)
    if not stays.all():
        leaves = ~stays
        jumps = moves[leaves] / moves[leaves].sum(axis=1, keepdims=True)
        visits = np.linalg.solve((np.eye(leaves.sum()) - jumps[:, leaves]).T, np.ones(leaves.sum()))
        found[stays] += visits @ jumps[:, stays]
    return found / count


def _stationary(moves: FloatArray) -> FloatArray:
    """The long run of a chain in which every state leads to every other, by elimination without a subtraction.

    References
    ----------
    Grassmann, W. K., M. I. Taksar and D. P. Heyman (1985). Regenerative analysis and steady state distributions for
    Markov chains. Operations Research 33.
    """
    left = moves.copy()
    for last in range(len(left) - 1, 0, -1):
        left[:last, last] /= left[last, :last].sum()
        left[:last, :last] += np.outer(left[:last, last], left[last, :last])
    shares = np.zeros(len(left))
    shares[0] = 1.0
    for place in range(1, len(left)):
        shares[place] = shares[:place] @ left[:place, place]
        shares /= shares.sum()
    return shares
