"""States the equilibrium conditions of a two-player tree by sequences as a tableau for Lemke's path.

At a plan that is optimal each sequence either is not used or loses nothing against the best; these are the partners.
The path starts where each player answers a prior of the other's, and the prior fades out along it. What can be got at
each information set, and at each set the plan's number of one action, are eliminated beforehand.

References
----------
von Stengel, van den Elzen & Talman 2002, "Computing normal form perfect equilibria for extensive two-person games",
Econometrica 70: the prior as the covering vector.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.kernels.sequence_form import PairPayoffs, Sequences, rounds
from negotiate.solvers.trees.lemke import Tableau
from negotiate.solvers.trees.plans import constraints

Pair = tuple[FloatArray, FloatArray]


class Tables(NamedTuple):
    """A two-player tree by sequences.

    Attributes
    ----------
    players : tuple of Sequences
        Both players'.
    payoffs : tuple of ndarray
        Each player's, own sequences × the other's.
    weight : tuple of ndarray, each of shape (sequences of that player,)
        How likely chance lets a sequence matter; what may be lost by a sequence is measured against it.
    """

    players: tuple[Sequences, Sequences]
    payoffs: Pair
    weight: Pair


def tables(players: tuple[Sequences, Sequences], cells: PairPayoffs) -> Tables:
    """Write payoffs out as full matrices.

    Parameters
    ----------
    players : tuple of Sequences
        Both players'.
    cells : PairPayoffs
        Of three rows: both players' payoffs, and one for each ending.
    """
    full = np.zeros((3, players[0].total, players[1].total))
    full[:, cells.rows, cells.columns] = cells.values
    mine, theirs, odds = full
    largest = [float(np.abs(own).max()) or 1.0 for own in (mine, theirs)]
    weight = [_weight(seqs, total) for seqs, total in zip(players, (odds.sum(axis=1), odds.sum(axis=0)), strict=True)]
    return Tables(players, (mine / largest[0], theirs.T / largest[1]), (weight[0], weight[1]))


def _weight(seqs: Sequences, total: FloatArray) -> FloatArray:
    """What a sequence and all that can follow it weigh; 1 where chance leaves nothing to be weighed."""
    weight = np.array(total)
    for sets, columns, starts in reversed(list(rounds(seqs))):
        np.maximum.at(weight, seqs.before[sets], np.maximum.reduceat(weight[columns], starts))
    return np.where(weight > 0, weight, 1.0)


class _Half(NamedTuple):
    """One player's plan, with the numbers of the sequences in `start` eliminated.

    Attributes
    ----------
    start, rest : ndarray of int
        The best reply's action at each set and the empty sequence; all other sequences.
    whole : ndarray, shape (start,)
        The eliminated numbers where the others are zero: 1 on the way of the best reply, 0 elsewhere.
    change : ndarray, shape (start, rest)
        How they change with the others.
    lost : ndarray, shape (rest, the other's sequences)
        What the other actions add to the payoff against each sequence of the other player's.
    """

    start: IndexArray
    rest: IndexArray
    whole: FloatArray
    change: FloatArray
    lost: FloatArray


def started(tree: Tables, prior: Pair) -> Tableau:
    """The tableau at the start of the path.

    Parameters
    ----------
    tree : Tables
        What is to be solved.
    prior : tuple of ndarray
        A plan of each player's: what the other answers at first.
    """
    halves = tuple(_half(tree.players[p], tree.payoffs[p], prior[1 - p]) for p in (0, 1))
    n = [seqs.total for seqs in tree.players]
    size = sum(n)
    table = np.zeros((size + 1, size + 2))
    start = np.zeros(size, dtype=np.bool_)
    for p, own in enumerate(halves):
        mine, other, theirs = p * n[0], (1 - p) * n[0], halves[1 - p]
        first, rest = mine + own.start, mine + own.rest
        table[np.ix_(first, rest)], table[first, size] = own.change, own.whole
        table[np.ix_(rest, first)] = -own.change.T
        reply = np.zeros(n[1 - p])
        reply[theirs.start] = theirs.whole
        table[np.ix_(rest, other + theirs.rest)] = -(
            own.lost[:, theirs.rest] + own.lost[:, theirs.start] @ theirs.change
        )
        table[rest, size] = own.lost @ (prior[1 - p] - reply)
        table[rest, size + 1] = np.maximum(-own.lost @ prior[1 - p], 0.0)
        table[rest] /= tree.weight[p][own.rest, None]
        table[:, first] *= tree.weight[p][own.start]
        start[first] = True
    table[size, size:] = -1.0, 1.0
    number = np.arange(size)
    inside = np.append(np.where(start, number, number + size), 2 * size + 1)
    outside = np.append(np.where(start, number + size, number), 2 * size)
    return Tableau(table, inside.astype(np.intp), outside.astype(np.intp))


def _half(seqs: Sequences, payoffs: FloatArray, prior: FloatArray) -> _Half:
    taken = best_actions(seqs, payoffs @ prior)
    start, rest = np.flatnonzero(taken), np.flatnonzero(~taken)
    sums = np.zeros((len(seqs.first) + 1, seqs.total))
    entries = constraints(seqs)
    sums[entries.rows, entries.columns] = entries.values
    known = np.column_stack([np.eye(len(sums))[:, :1], -sums[:, rest]])
    solved = np.asarray(np.linalg.solve(sums[:, start], known), dtype=np.float64)
    return _Half(start, rest, solved[:, 0], solved[:, 1:], payoffs[rest] + solved[:, 1:].T @ payoffs[start])


def best_actions(seqs: Sequences, worth: FloatArray) -> BoolArray:
    """The empty sequence and the first best action at every set, reached or not.

    Parameters
    ----------
    seqs : Sequences
        The player's.
    worth : ndarray, shape (sequences,)
        What the endings of each sequence are worth, without those of longer ones.
    """
    worth, taken = np.array(worth), np.zeros(seqs.total, dtype=np.bool_)
    taken[0] = True
    for sets, columns, starts in reversed(list(rounds(seqs))):
        best = np.maximum.reduceat(worth[columns], starts)
        good = np.flatnonzero(worth[columns] >= np.repeat(best, seqs.count[sets]))
        taken[columns[good[np.searchsorted(good, starts)]]] = True
        np.add.at(worth, seqs.before[sets], best)
    return taken
