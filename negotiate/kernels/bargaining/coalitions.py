"""Shares of a coalitional game: what each member adds to coalitions, weighed as Shapley or as Banzhaf does.

A game of n members is an array of 2**n numbers: entry m is what the coalition of the members whose bit is set in m is
worth, member 0 being the lowest bit.
"""

from __future__ import annotations

from math import comb
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray, IntArray

Entry = TypeVar("Entry", np.float64, np.bool_)

MOST_MEMBERS = 20
"""Members of a game that is laid out coalition by coalition."""


def shapley_value(worth: npt.ArrayLike) -> FloatArray:
    """What each member adds to those who came before it, on average over every order of coming.

    Parameters
    ----------
    worth : array_like, shape (..., 2**n)
        What each coalition is worth; batch axes first.

    Returns
    -------
    ndarray, shape (..., n)
        They add up to what all of them are worth, less what nobody is.

    Raises
    ------
    ValueError
        If the last axis has no 2**n entries, or n is more than `MOST_MEMBERS`.

    References
    ----------
    Shapley 1953, *A Value for n-Person Games*.
    """
    values, n = _laid_out(worth)
    sizes = member_counts(max(n - 1, 0))
    weights = np.array([1.0 / (n * comb(n - 1, size)) for size in range(n)])[sizes] if n else np.zeros(1)
    return _weighed(values, n, weights)


def banzhaf_value(worth: npt.ArrayLike) -> FloatArray:
    """What each member adds to a coalition of others, on average over all coalitions.

    Parameters
    ----------
    worth : array_like, shape (..., 2**n)
        What each coalition is worth; batch axes first.

    Returns
    -------
    ndarray, shape (..., n)

    Raises
    ------
    ValueError
        As `shapley_value`.

    References
    ----------
    Banzhaf 1965, *Weighted Voting Doesn't Work*.
    """
    values, n = _laid_out(worth)
    return _weighed(values, n, np.full(1 << max(n - 1, 0), 0.5 ** max(n - 1, 0)))


def member_counts(n: int) -> IntArray:
    """How many members each of the 2**n coalitions has."""
    counts = np.zeros(1, dtype=np.int64)
    for _ in range(n):
        counts = np.concatenate([counts, counts + 1])
    return counts


def coalition_votes(votes: npt.ArrayLike) -> IntArray:
    """How many votes each of the 2**n coalitions has, of n members with so many."""
    sums = np.zeros(1, dtype=np.int64)
    for vote in np.asarray(votes, dtype=np.int64):
        sums = np.concatenate([sums, sums + vote])
    return sums


def swings(winning: npt.NDArray[np.bool_]) -> IntArray:
    """How many coalitions of so many others each member turns from losing into winning.

    Parameters
    ----------
    winning : ndarray of bool, shape (2**n,)
        Which coalitions win; whoever joins a winning one does not make it lose.

    Returns
    -------
    ndarray of int, shape (n, n)
        Entry (i, s): of coalitions of s members without member i.
    """
    n = _members(winning.shape[-1])
    sizes = member_counts(max(n - 1, 0))
    counts = np.zeros((n, n), dtype=np.int64)
    for member in range(n):
        without, joined = _sides(winning, member)
        counts[member] = np.bincount(sizes[(joined & ~without).ravel()], minlength=n)
    return counts


def _laid_out(worth: npt.ArrayLike) -> tuple[FloatArray, int]:
    values = np.asarray(worth, dtype=np.float64)
    if values.ndim == 0:
        raise ValueError("a game is an array of what each of its 2**n coalitions is worth")
    return values, _members(values.shape[-1])


def _members(count: int) -> int:
    n = count.bit_length() - 1
    if count < 1 or count != 1 << n:
        raise ValueError(f"{count:,} entries are no 2**n, one for each coalition of n members")
    if n > MOST_MEMBERS:
        raise ValueError(f"{n} members are more than the {MOST_MEMBERS} whose coalitions are laid out")
    return n


def _sides(values: npt.NDArray[Entry], member: int) -> tuple[npt.NDArray[Entry], npt.NDArray[Entry]]:
    """Entries of coalitions without a member, and of the same ones with it, shape (..., 2**(n - 1)) each."""
    split = values.reshape(*values.shape[:-1], -1, 2, 1 << member)
    flat = (*values.shape[:-1], values.shape[-1] // 2)
    return split[..., 0, :].reshape(flat), split[..., 1, :].reshape(flat)


def _weighed(values: FloatArray, n: int, weights: FloatArray) -> FloatArray:
    shares = np.zeros((*values.shape[:-1], n))
    for member in range(n):
        without, joined = _sides(values, member)
        shares[..., member] = (joined - without) @ weights
    return shares
