"""Every subgame-perfect outcome of a tree with ties: which continuations survive at each node that ties can touch.

A leaf has one continuation. At a player's node a continuation of one child survives exactly if the mover likes it at
least as much as the worst continuation of every other child, since those can be what the mover expects there. At a
chance node every combination of the children's continuations is one. Nodes above no tie keep the one continuation that
a level sweep found. No two continuations of a node reach the same leaves.

The order of work is by node number from the last to the first, so a tree's depth needs no stack.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.games.extensive import Tree
from negotiate.kernels.level_sweep import Sweep
from negotiate.solvers.trees.exact_induction import Induction

BUDGET = 20_000  # nodes whose continuations are listed; those nearest the root come first


class Continuations(NamedTuple):
    """What can follow a node, one row a continuation.

    Attributes
    ----------
    payoffs : ndarray, shape (continuations, players)
        What each is worth.
    child : ndarray of int, shape (continuations,)
        At a player's node, the child taken, counted from the first.
    pick : ndarray of int, shape (continuations,) or (continuations, children)
        Which continuation of that child follows; at a chance node one for each child.
    """

    payoffs: FloatArray
    child: IndexArray
    pick: IndexArray


@dataclass(frozen=True, slots=True)
class Listing:
    """The continuations of every node above a tie.

    Parameters
    ----------
    at : dict of int to Continuations
        By node; a node that is missing has the one continuation of the sweep.
    worst : dict of int to ndarray of int
        At a player's node, for each child its continuation that the mover likes least.
    capped : bool
        Whether something was left out; what is left is still subgame perfect.
    """

    at: dict[int, Continuations] = field(default_factory=dict)
    worst: dict[int, IndexArray] = field(default_factory=dict)
    capped: bool = False


def list_continuations(tree: Tree, known: Induction, limit: int) -> Listing:
    """List what can follow each node above a tie.

    Parameters
    ----------
    tree : Tree
        Of perfect information.
    known : Induction
        What backward induction finds.
    limit : int
        How many continuations are kept at a node, first children first.

    Returns
    -------
    Listing
        For a tree without ties, an empty one.
    """
    sweep = known.sweep
    nodes = np.flatnonzero(_above_ties(tree, sweep))
    capped = len(nodes) > BUDGET
    listing = Listing()
    for node in nodes[:BUDGET][::-1]:
        v = int(node)
        below = _below(tree, sweep, listing, v)
        if tree.mover[v] < 0:
            found, total = _at_chance(below, known, int(tree.first_child[v]), limit)
        else:
            found, listing.worst[v] = _at_player(below, int(tree.mover[v]), known.tolerance[tree.mover[v]])
            total = len(found.child)
            found = Continuations(found.payoffs[:limit], found.child[:limit], found.pick[:limit])
        capped |= total > len(found.payoffs)
        listing.at[v] = found
    return Listing(listing.at, listing.worst, capped)


def _above_ties(tree: Tree, sweep: Sweep) -> BoolArray:
    mask = np.asarray(sweep.ties > 1)
    for start, stop in zip(tree.level_starts[-2:0:-1], tree.level_starts[:1:-1], strict=True):
        marked = start + np.flatnonzero(mask[start:stop])
        mask[tree.parent[marked]] = True
    return mask


def _below(tree: Tree, sweep: Sweep, listing: Listing, node: int) -> list[Continuations]:
    nothing = np.zeros(1, dtype=np.intp)
    first = int(tree.first_child[node])
    return [
        listing.at.get(c) or Continuations(sweep.values[c : c + 1], nothing, nothing)
        for c in range(first, first + int(tree.child_count[node]))
    ]


def _at_player(below: list[Continuations], mover: int, tolerance: Any) -> tuple[Continuations, IndexArray]:
    worst = np.array([int(np.argmin(c.payoffs[:, mover])) for c in below], dtype=np.intp)
    floor = np.array([c.payoffs[w, mover] for c, w in zip(below, worst, strict=True)])
    kept = []
    for number, c in enumerate(below):
        others = np.delete(floor, number)
        bar = others.max() - tolerance if len(others) else -math.inf
        picks = np.flatnonzero(c.payoffs[:, mover] >= bar)
        kept.append(Continuations(c.payoffs[picks], np.full(len(picks), number, dtype=np.intp), picks))
    joined = Continuations(*(np.concatenate(parts) for parts in zip(*kept, strict=True)))
    return joined, worst


def _at_chance(below: list[Continuations], known: Induction, first: int, limit: int) -> tuple[Continuations, int]:
    odds = known.odds[first : first + len(below)]
    # What follows a branch that never happens changes no outcome, so one continuation stands for all.
    sizes = [len(c.payoffs) if p > 0 else 1 for c, p in zip(below, odds, strict=True)]
    total = math.prod(sizes)
    count = min(limit, total)
    pick = np.zeros((count, len(below)), dtype=np.intp)
    rest = np.arange(count)
    for number in reversed(range(len(below))):  # the last child's changes fastest
        rest, pick[:, number] = np.divmod(rest, sizes[number])
    branches = enumerate(zip(below, odds, strict=True))
    payoffs = np.sum([known.expected(p, c.payoffs[pick[:, k]]) for k, (c, p) in branches], axis=0)
    return Continuations(payoffs, np.zeros(count, dtype=np.intp), pick), total


def behaviour(tree: Tree, listing: Listing, probability: FloatArray, pick: int) -> FloatArray:
    """Spell one of the root's continuations out as behaviour at every node.

    Parameters
    ----------
    tree : Tree
        The tree.
    listing : Listing
        From `list_continuations`.
    probability : ndarray, shape (nodes,)
        The behaviour of the sweep, for the nodes that are not listed.
    pick : int
        Which of the root's continuations.

    Returns
    -------
    ndarray, shape (nodes,)
        A copy. Beside the path each child is followed by the continuation that its mover's predecessor likes least,
        which is what keeps that predecessor on the path.
    """
    made = probability.copy()
    waiting = [(0, pick)]
    while waiting:
        node, which = waiting.pop()
        if node not in listing.at:
            continue
        found = listing.at[node]
        first, count = int(tree.first_child[node]), int(tree.child_count[node])
        if tree.mover[node] < 0:
            picks = found.pick[which].copy()
        else:
            taken = int(found.child[which])
            picks = listing.worst[node].copy()
            picks[taken] = found.pick[which]
            made[first : first + count] = 0.0
            made[first + taken] = 1.0
        waiting += [(first + k, int(picks[k])) for k in range(count)]
    return made
