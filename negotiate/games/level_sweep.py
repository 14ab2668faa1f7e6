"""Solves a flat game tree level by level from the leaves, and says what given behaviour is worth at
every node.

The children of a level are the whole next level, in runs of siblings, so each level is a handful of
reductions over runs (`ufunc.reduceat`) instead of a walk from node to node. Draws of payoffs or of
odds on a tree of one shape are a batch axis in front, laid end to end on each level, so that they
are one call too.

References
----------
Zermelo 1913; Kuhn 1953, "Extensive games and the problem of information", for backward induction.
Hendon, Jacobsen & Sloth 1996, "The one-shot-deviation principle for sequential rationality", for
the check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.games.exactness import Exact
from negotiate.games.tree import Tree


class Sweep(NamedTuple):
    """What backward induction finds, one row a node.

    Attributes
    ----------
    values : ndarray, shape (*batch, nodes, players)
        What play from here on is worth, ties broken for the first child.
    chosen : ndarray of int, shape (*batch, nodes)
        The child that the mover picks; -1 at chance nodes and leaves.
    ties : ndarray of int, shape (*batch, nodes)
        How many children are best for the mover; 0 at chance nodes and leaves.
    """

    values: FloatArray
    chosen: IndexArray
    ties: IndexArray


class _Level(NamedTuple):
    nodes: IndexArray  # those of one level that have children, by first child
    starts: IndexArray  # where their runs begin, counted from `begin`
    counts: IndexArray
    begin: int  # the next level's nodes are begin … end - 1
    end: int


def _levels(tree: Tree) -> Iterator[_Level]:
    """The levels that have children, from the last to the first."""
    starts = tree.level_starts.tolist()
    for start, begin, end in reversed(list(zip(starts, starts[1:], starts[2:], strict=False))):
        nodes = start + np.flatnonzero(tree.child_count[start:begin])
        if len(nodes) == 0:
            continue
        nodes = nodes[np.argsort(tree.first_child[nodes], kind="stable")]
        yield _Level(nodes, tree.first_child[nodes] - begin, tree.child_count[nodes], begin, end)


def certain_amounts(
    values: FloatArray, odds: FloatArray, starts: IndexArray, aversion: FloatArray
) -> FloatArray:
    """What lotteries over runs of amounts are worth to players who may mind risk, shape (rows,
    runs, players).

    Parameters
    ----------
    values : ndarray, shape (rows, width, players)
        Amounts.
    odds : ndarray, shape (width, players)
        How likely each player holds each of them; those of a run add up to 1.
    starts : ndarray of int, shape (runs,)
        Where the runs begin.
    aversion : ndarray, shape (players,)
        Constant absolute risk aversion, 0 for who minds no risk.

    Notes
    -----
    With the least amount `m` that is possible the certainty equivalent is `m - log(1 + E[exp(-a (x
    - m)) - 1]) / a`: exactly `m` where nothing else is possible, and right to a few roundings of
    the amounts elsewhere.

    References
    ----------
    Pratt 1964, "Risk aversion in the small and in the large", Econometrica 32.

    Examples
    --------
    >>> coin = np.array([[[0.0], [10.0]]]), np.array([[0.5], [0.5]]), np.array([0])
    >>> [
    ...     round(float(certain_amounts(*coin, np.array([a]))[0, 0, 0]), 3)
    ...     for a in (0.0, 0.1, 10.0, 1000.0)
    ... ]
    [5.0, 3.799, 0.069, 0.001]
    """
    found = np.add.reduceat(values * odds, starts, axis=1)
    counts = np.diff(starts, append=values.shape[1])
    for player in np.flatnonzero(aversion).tolist():
        a, likely = float(aversion[player]), odds[:, player] > 0
        least = np.minimum.reduceat(np.where(likely, values[:, :, player], np.inf), starts, axis=1)
        above = np.where(likely, values[:, :, player] - np.repeat(least, counts, axis=1), 0.0)
        short = np.add.reduceat(odds[:, player] * np.expm1(-a * above), starts, axis=1)
        found[:, :, player] = least - np.log1p(short) / a
    return found


def worths_under(
    tree: Tree, payoffs: FloatArray, entered: FloatArray, aversion: FloatArray
) -> FloatArray:
    """Say what given behaviour is worth from every node on, by each player's own odds and fear of
    risk.

    Parameters
    ----------
    tree : Tree
        Any tree.
    payoffs : ndarray, shape (leaves, players)
        In the order of the leaves' nodes.
    entered : ndarray, shape (nodes, players)
        How likely each player holds it that a node is entered from its parent.
    aversion : ndarray, shape (players,)
        See `certain_amounts`.

    Returns
    -------
    ndarray, shape (nodes, players)
    """
    values = _with_leaves(tree, payoffs, (1,))
    for level in _levels(tree):
        below = slice(level.begin, level.end)
        values[:, level.nodes] = certain_amounts(
            values[:, below], entered[below], level.starts, aversion
        )
    return np.asarray(values[0])


def backward_induction(
    tree: Tree,
    payoffs: FloatArray,
    tolerance: FloatArray,
    odds: FloatArray | None = None,
    *,
    over: Exact | None = None,
    aversion: FloatArray | None = None,
    settle: Callable[[IndexArray, Sweep], None] | None = None,
) -> Sweep:
    """Solve a tree of perfect information, ties broken for the first child.

    Parameters
    ----------
    tree : Tree
        Perfect information is assumed, not checked.
    payoffs : ndarray, shape (*batch, leaves, players)
        In the order of the leaves' nodes; floats, whole numbers, or fractions in an array of
        objects.
    tolerance : ndarray, shape (*batch, players) or (players,)
        Payoffs of a player closer than this count as equal.
    odds : ndarray, shape (*batch, nodes) or (nodes,), optional
        Chance's, where they are not the tree's own; of the same kind as the payoffs.
    over : ndarray, shape (nodes,), optional
        What the odds are over, where odds and payoffs are whole numbers. Payoffs are divided first:
        they are to be multiples of all that stands here on the way to them.
    aversion : ndarray, shape (players,), optional
        Where players mind risk: see `certain_amounts`. The odds are then each player's own, shape
        (nodes, players), and there is no batch.
    settle : callable, optional
        Decides ties: it is called after each level with the level's nodes that have children and
        with all that was found so far, which it may change at these nodes. For one tree, not for a
        batch.

    Returns
    -------
    Sweep
        Linear in the number of nodes; a million take some hundredths of a second.
    """
    own = None if aversion is None or odds is None else (odds, aversion)
    weights = tree.odds if odds is None or own else odds
    batch = np.broadcast_shapes(payoffs.shape[:-2], weights.shape[:-1], tolerance.shape[:-1])
    nodes, n_players = len(tree.mover), payoffs.shape[-1]
    values = _with_leaves(tree, payoffs, batch, over is not None).reshape(-1, nodes, n_players)
    rows = len(values)
    close = np.broadcast_to(tolerance, (*batch, n_players)).reshape(rows, n_players)
    weights = np.broadcast_to(weights, (*batch, nodes)).reshape(rows, nodes)
    into = Sweep(values, np.full((rows, nodes), -1, dtype=int), np.zeros((rows, nodes), dtype=int))
    for level in _levels(tree):
        _choose(tree, level, close, weights, into, over, own)
        if settle is not None:
            settle(level.nodes, Sweep(*(part[0] for part in into)))
    return Sweep(
        values.reshape(*batch, nodes, n_players),
        *(part.reshape(*batch, nodes) for part in into[1:]),
    )


def _choose(
    tree: Tree,
    level: _Level,
    tolerance: FloatArray,
    odds: FloatArray,
    into: Sweep,
    over: Exact | None,
    own_odds: tuple[FloatArray, FloatArray] | None,
) -> None:
    below = into.values[:, level.begin : level.end]
    rows, width, n_players = below.shape
    movers = tree.mover[level.nodes]
    chance = movers < 0
    if chance.any() and own_odds is not None:
        held, aversion = own_odds
        worth = certain_amounts(below, held[level.begin : level.end], level.starts, aversion)
        into.values[:, level.nodes[chance]] = worth[:, chance]
    elif chance.any():
        shares = below if over is None else below // over[level.begin : level.end, None]
        weighted = shares * odds[:, level.begin : level.end, None]
        into.values[:, level.nodes[chance]] = np.add.reduceat(weighted, level.starts, axis=1)[
            :, chance
        ]
    if chance.all():
        return
    mover = np.maximum(
        movers, 0
    )  # a chance node's run is reduced for nothing and dropped at the end
    place = np.repeat(mover, level.counts) + np.arange(width) * n_players
    own = below.reshape(rows, -1).take(place, axis=1)
    enough = np.maximum.reduceat(own, level.starts, axis=1) - tolerance[:, mover]
    best = np.flatnonzero(
        own >= np.repeat(enough, level.counts, axis=1)
    )  # at least one in each run
    offset = np.arange(rows)[:, None] * width
    first = np.searchsorted(best, (level.starts + offset).ravel())
    count = np.diff(first, append=len(best)).reshape(rows, -1)[:, ~chance]
    first = best[first].reshape(rows, -1)[:, ~chance]
    nodes = level.nodes[~chance]
    into.chosen[:, nodes] = first - offset + level.begin
    into.ties[:, nodes] = count
    into.values[:, nodes] = below.reshape(-1, n_players).take(first, axis=0)


def values_under(tree: Tree, payoffs: FloatArray, probability: FloatArray) -> FloatArray:
    """Say what given behaviour is worth from every node on.

    Parameters
    ----------
    tree : Tree
        Any tree.
    payoffs : ndarray, shape (*batch, leaves, players)
        In the order of the leaves' nodes.
    probability : ndarray, shape (*batch, nodes)
        With what probability each node is entered from its parent, chance's odds included.

    Returns
    -------
    ndarray, shape (*batch, nodes, players)
        Expected payoffs from the node on, whether or not it is reached.
    """
    values = _with_leaves(
        tree, payoffs, np.broadcast_shapes(payoffs.shape[:-2], probability.shape[:-1])
    )
    for level in _levels(tree):
        below = slice(level.begin, level.end)
        weighted = values[..., below, :] * probability[..., below, None]
        values[..., level.nodes, :] = np.add.reduceat(weighted, level.starts, axis=-2)
    return values


def one_shot_gains(tree: Tree, values: FloatArray) -> FloatArray:
    """Say what each mover would gain by another action here and the same behaviour ever after.

    Parameters
    ----------
    tree : Tree
        Perfect information is assumed: elsewhere a deviation is one of a whole information set.
    values : ndarray, shape (*batch, nodes, players)
        From `values_under`.

    Returns
    -------
    ndarray, shape (*batch, nodes)
        At most zero everywhere exactly if the behaviour is subgame perfect; 0 at chance nodes and
        leaves.
    """
    gains = np.zeros(values.shape[:-1])
    nodes = np.flatnonzero(tree.child_count)
    if len(nodes) == 0:
        return gains
    nodes = nodes[np.argsort(tree.first_child[nodes], kind="stable")]
    mover = np.maximum(tree.mover[nodes], 0)
    counts = tree.child_count[nodes]
    own = values[..., np.arange(1, len(tree.mover)), np.repeat(mover, counts)]
    best = np.maximum.reduceat(own, tree.first_child[nodes] - 1, axis=-1)
    gains[..., nodes] = np.where(tree.mover[nodes] >= 0, best - values[..., nodes, mover], 0.0)
    return gains


def _with_leaves(
    tree: Tree, payoffs: FloatArray, batch: tuple[int, ...], whole: bool = False
) -> FloatArray:
    kind = payoffs.dtype if whole else np.result_type(payoffs, np.float64)
    values = np.zeros((*batch, len(tree.mover), payoffs.shape[-1]), dtype=kind)
    values[..., tree.child_count == 0, :] = payoffs
    return values
