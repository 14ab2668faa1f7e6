"""Lists a player's plans for a whole tree, leaving out what a plan itself rules out.

Such a plan is told by the sequences it allows: a row of ones and zeros, which is a realization plan. A mixture of plans
is then a weighted sum of rows, and what it does at each information set is read off the sum.

References
----------
Kuhn 1953, "Extensive games and the problem of information", for plans, behaviour and perfect recall.
von Stengel 1996, "Efficient computation of behavior strategies", for reduced plans and realization plans.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.kernels.exactness import Exact, big_integers
from negotiate.kernels.information_sets import HiddenTree
from negotiate.kernels.odds import frequencies
from negotiate.kernels.sequence_form import Sequences

AT_ONCE = 4_000_000
"""Numbers that are held at once while endings are gathered."""

PIECE = 2**24
"""Sums of as many numbers below this as a tree has endings stay below 2**53."""


def count_plans(seqs: Sequences) -> int:
    """How many plans a player has that differ in what they can lead to, exactly and without listing them.

    Examples
    --------
    >>> from negotiate.games.extensive import ExtensiveGame
    >>> from negotiate.kernels.sequence_form import sequences
    >>> twice = ExtensiveGame.from_nodes({
    ...     "first": {"player": "Ann", "actions": {"stop": (0,), "go": "second"}},
    ...     "second": {"player": "Ann", "actions": {"stop": (1,), "go": (2,)}},
    ... })
    >>> count_plans(sequences(twice.tree, 0))
    3
    """
    ways = [1] * seqs.total
    for place in _last_first(seqs):
        first, count = int(seqs.first[place]), int(seqs.count[place])
        ways[int(seqs.before[place])] *= sum(ways[first : first + count])
    return ways[0]


def plans(seqs: Sequences) -> BoolArray:
    """List them; `count_plans` says beforehand how many there will be.

    Parameters
    ----------
    seqs : Sequences
        Of a player with perfect recall.

    Returns
    -------
    ndarray of bool, shape (plans, sequences)
        Which sequences each plan allows, the empty one among them. The last set's action changes fastest.
    """
    rows: dict[int, BoolArray] = {}
    for place in _last_first(seqs):
        first, count = int(seqs.first[place]), int(seqs.count[place])
        here = np.concatenate(
            [_taken(rows.pop(action, None), action, seqs.total) for action in range(first, first + count)]
        )
        before = int(seqs.before[place])
        rows[before] = here if before not in rows else _both(here, rows[before])
    return _taken(rows.get(0), 0, seqs.total)


def _last_first(seqs: Sequences) -> list[int]:
    """The sets in an order in which each comes before those that lead to it, the last ones first."""
    return [int(k) for k in np.lexsort((np.arange(len(seqs.depth)), seqs.depth))[::-1]]


def _taken(following: BoolArray | None, action: int, total: int) -> BoolArray:
    """What a plan that takes the action can go on to do."""
    rows = np.zeros((1, total), dtype=np.bool_) if following is None else following.copy()
    rows[:, action] = True
    return rows


def _both(first: BoolArray, second: BoolArray) -> BoolArray:
    """Every pair of the two, which are about different sets; the second's changes fastest."""
    return np.repeat(first, len(second), axis=0) | np.tile(second, (len(first), 1))


def plan_payoffs(
    tree: HiddenTree, payoffs: FloatArray, listed: Sequence[tuple[Sequences, BoolArray]], odds: FloatArray | None = None
) -> FloatArray:
    """Say what every combination of plans is worth.

    Parameters
    ----------
    tree : HiddenTree
        Of any number of players.
    payoffs : ndarray, shape (*batch, leaves, players)
        In the order of the leaves' nodes.
    listed : sequence of (Sequences, ndarray)
        Each player's sequences and plans.
    odds : ndarray, shape (*batch, nodes) or (nodes,), optional
        Chance's, where they are not the tree's own.

    Returns
    -------
    ndarray, shape (*batch, players, *plans)
        Expected payoffs.
    """
    leaves = np.flatnonzero(tree.child_count == 0)
    reach = np.array(tree.odds if odds is None else odds)
    for start, stop in zip(tree.level_starts[1:-1], tree.level_starts[2:], strict=True):
        reach[..., start:stop] *= reach[..., tree.parent[start:stop]]
    return _over_plans(np.swapaxes(payoffs * reach[..., leaves, None], -1, -2), leaves, listed)


def whole_payoffs(
    tree: HiddenTree, payoffs: Sequence[Exact], odds: Exact, listed: Sequence[tuple[Sequences, BoolArray]]
) -> Exact:
    """Say the same exactly, in whole numbers.

    Parameters
    ----------
    tree : HiddenTree
        Of any number of players.
    payoffs : sequence of ndarray, one a player, each of shape (leaves,)
        Whole numbers.
    odds : ndarray of object, shape (nodes,)
        Chance's, as fractions.
    listed : sequence of (Sequences, ndarray)
        Each player's sequences and plans.

    Returns
    -------
    ndarray of object, shape (players, *plans)
        Expected payoffs, times the number of plays in which every ending can come up a whole number of times.

    Notes
    -----
    Numbers are cut into pieces so small that sums of them are exact in floats.
    """
    leaves = np.flatnonzero(tree.child_count == 0)
    often, _ = frequencies(tree, odds)
    weighted = np.array([[int(x) for x in (big_integers(own) * often).tolist()] for own in payoffs], dtype=object)
    total, rest, place = np.zeros((), dtype=object), np.abs(weighted), 1
    signs = np.sign(weighted.astype(np.float64))
    while True:
        rest, piece = rest // PIECE, (rest % PIECE).astype(np.float64) * signs
        total = total + big_integers(_over_plans(piece, leaves, listed)) * place
        place *= PIECE
        if not rest.any():
            return np.asarray(total)


def _over_plans(weighted: FloatArray, leaves: IndexArray, listed: Sequence[tuple[Sequences, BoolArray]]) -> FloatArray:
    """Add up what stands at leaves, shape (*batch, leaves), over those that each combination of plans can lead to."""
    allowed = [rows[:, seqs.at[leaves]].astype(np.float64) for seqs, rows in listed]
    shape = tuple(len(rows) for rows in allowed)
    batch = weighted.shape[:-1]
    total = np.zeros((*batch, prod(shape[:-1]), shape[-1]))
    step = max(1, AT_ONCE // (prod(shape[:-1]) * prod(batch)))
    for start in range(0, len(leaves), step):
        here = slice(start, start + step)
        others = np.ones((1, len(leaves[here])))
        for rows in allowed[:-1]:
            others = (others[:, None] * rows[None, :, here]).reshape(-1, others.shape[1])
        total += (weighted[..., None, here] * others) @ allowed[-1][:, here].T
    return total.reshape(*batch, *shape)


def plan_actions(seqs: Sequences, row: BoolArray) -> list[tuple[int, int]]:
    """The sets that a plan can come to, in the order of the tree, each with the action it takes there.

    Returns
    -------
    list of (int, int)
        The set's place among the player's, and the action counted from the set's first.
    """
    pairs = product(range(len(seqs.first)), [0])
    open_sets = [place for place, _ in pairs if row[seqs.before[place]]]
    return [
        (place, int(np.argmax(row[seqs.first[place] : seqs.first[place] + seqs.count[place]]))) for place in open_sets
    ]
