"""What can follow each root of a subgame: its equilibria, given what can follow the smaller subgames in it.

A node whose mover knows where it stands, with subgames or endings below it, is a subgame by itself. What follows one
child survives there if the mover likes it at least as much as what follows every other: as what does follow, below
which movers do not know where they stand, and else as the worst that can follow, because that is what the mover may
expect. At a chance node every combination survives. A subgame of several nodes is solved for every combination.

The order of work is by node number from the last to the first, so a tree's depth needs no stack.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice, pairwise, product
from typing import Any, NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.kernels.exactness import Exact
from negotiate.kernels.level_sweep import values_under
from negotiate.solvers.solution import Solution, TreeEquilibrium
from negotiate.solvers.trees.decomposition import Parts
from negotiate.solvers.trees.exact_induction import Induction
from negotiate.solvers.trees.exact_worth import exact_worth
from negotiate.solvers.trees.quotients import Quotient, solved

CLOSE = 1e-10
"""Of a payoff range: closer than this are ties where an equilibrium of a subgame was rounded."""
SOLVES = 200
"""After so many solved subgames of several nodes each further one is solved for what can follow in it first."""


class Below(NamedTuple):
    """What can follow a root, one row an equilibrium.

    Attributes
    ----------
    payoffs : ndarray, shape (rows, players)
        What each is worth.
    nodes : ndarray of int, shape (n,)
        The nodes that the root's own subgame enters.
    probability : ndarray, shape (rows, n)
        With what probability each is entered.
    roots : ndarray of int, shape (m,)
        The listed roots of smaller subgames among them.
    pick : ndarray of int, shape (rows, m)
        What follows each of those.
    """

    payoffs: Exact
    nodes: IndexArray
    probability: FloatArray
    roots: IndexArray
    pick: IndexArray


@dataclass(slots=True)
class Told:
    """What came to light on the way.

    Parameters
    ----------
    methods : dict of str to None
        How subgames of several nodes were solved, in order.
    capped : bool
        Whether answers were left out because they are too many.
    partial : bool
        Whether some subgame may have equilibria that its method does not list.
    empty : bool
        Whether no equilibrium was found of some subgame.
    continuum : bool
        Whether answers can be mixed somewhere.
    ties : bool
        Whether somebody who knows where it stands has a tie.
    blurred : bool
        Whether something could follow a subgame that is worth something between what is listed.
    tied : bool
        Whether ties lie below a subgame of several nodes, in which their mixtures may matter.
    unsure : bool
        Whether a tie was taken for one that only floats tell.
    notes : dict of str to None
        What the method said that solved the subgame at the root.
    loose : bool
        Whether that method lists its answers once an outcome.
    exact : bool
        Whether no subgame was solved in rounded numbers.
    solves : int
        How many subgames of several nodes were solved.
    """

    methods: dict[str, None] = field(default_factory=dict)
    capped: bool = False
    partial: bool = False
    empty: bool = False
    continuum: bool = False
    ties: bool = False
    blurred: bool = False
    tied: bool = False
    unsure: bool = False
    notes: dict[str, None] = field(default_factory=dict)
    loose: bool = False
    exact: bool = True
    solves: int = 0


def list_below(game: ExtensiveGame, found: Parts, known: Induction, limit: int) -> tuple[dict[int, Below], Told]:
    """List what can follow each listed root.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall.
    found : Parts
        From `parts`.
    known : Induction
        What a sweep finds, in fractions where there are subgames of several nodes; only what it says of nodes that are
        not listed counts.
    limit : int
        How many rows are kept at a root.
    """
    listing = _Listing(game, found, known, limit, CLOSE * np.ptp(known.sweep.values[game.tree.leaves], axis=0))
    for node in found.listed[::-1]:
        listing.add(int(node))
    return listing.at, listing.told


@dataclass(slots=True)
class _Listing:
    game: ExtensiveGame
    found: Parts
    known: Induction
    limit: int
    close: Exact
    at: dict[int, Below] = field(default_factory=dict)
    told: Told = field(default_factory=Told)
    vague: set[int] = field(default_factory=set)  # roots below which ties can be mixed to something else
    rough: set[int] = field(default_factory=set)  # roots that are worth what is known in floats only

    def add(self, node: int) -> None:
        tree = self.game.tree
        if node in self.found.quotients:
            self.at[node] = self._jointly(node, self.found.quotients[node])
            return
        children = np.arange(tree.first_child[node], tree.first_child[node] + tree.child_count[node])
        if tree.mover[node] < 0:
            self.at[node] = self._by_chance(children)
        else:
            self.at[node] = self._by_choice(node, children)
        for spreading in (self.vague, self.rough):
            if any(int(child) in spreading for child in children):
                spreading.add(node)

    def _worth(self, child: int) -> Exact:
        """What can follow a node, shape (rows, players)."""
        listed = self.at.get(child)
        return self.known.sweep.values[child : child + 1] if listed is None else listed.payoffs

    def _combinations(self, sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Every combination up to the limit, the last one's row changing fastest."""
        self.told.capped |= math.prod(sizes) > self.limit
        return islice(product(*(range(n) for n in sizes)), self.limit)

    def _by_chance(self, children: IndexArray) -> Below:
        # What follows a branch that never happens changes no outcome, so one row stands for all.
        odds = self.known.odds[children]
        worth = [self._worth(int(child)) for child in children]
        sizes = [len(w) if p > 0 else min(1, len(w)) for w, p in zip(worth, odds, strict=True)]
        rows = np.array(list(self._combinations(sizes)), dtype=np.intp).reshape(-1, len(children))
        branches = enumerate(zip(worth, odds, strict=True))
        payoffs = np.sum([self.known.expected(p, w[rows[:, k]]) for k, (w, p) in branches], axis=0)
        listed = np.array([int(child) in self.at for child in children])
        probability = np.tile(self.game.tree.odds[children], (len(rows), 1))
        return Below(payoffs, children, probability, children[listed], rows[:, listed])

    def _by_choice(self, node: int, children: IndexArray) -> Below:
        mover, deep = int(self.game.tree.mover[node]), self.found.deep[children]
        rough = any(int(child) in self.rough for child in children)
        slack = self.close[mover] if rough else self.known.tolerance[mover]
        worth = [self._worth(int(child)) for child in children]
        worst = [int(np.argmin(w[:, mover])) if len(w) else 0 for w in worth]
        sizes = [len(w) if d else min(1, len(w)) for w, d in zip(worth, deep, strict=True)]
        kept: list[tuple[int, tuple[int, ...]]] = []
        for combination in self._combinations(sizes):
            rows = [row if d else w for row, d, w in zip(combination, deep, worst, strict=True)]
            before = len(kept)
            kept += _surviving(worth, rows, deep, mover, slack)
            if len(kept) - before > 1:
                self.told.continuum = self.told.ties = True
                self.told.unsure |= rough
                self.vague.add(node)
            if len(kept) >= self.limit:
                break
        self.told.capped |= len(kept) > self.limit
        return self._chosen(children, worth, kept[: self.limit])

    def _chosen(
        self, children: IndexArray, worth: Sequence[Exact], kept: Sequence[tuple[int, tuple[int, ...]]]
    ) -> Below:
        taken = np.array([place for place, _ in kept], dtype=np.intp)
        rows = np.array([rows for _, rows in kept], dtype=np.intp).reshape(-1, len(children))
        payoffs = np.array([worth[place][row[place]] for place, row in kept]).reshape(-1, self.game.n_players)
        listed = np.array([int(child) in self.at for child in children])
        probability = (taken[:, None] == np.arange(len(children))).astype(np.float64)
        return Below(payoffs, children, probability, children[listed], rows[:, listed])

    def _jointly(self, node: int, quotient: Quotient) -> Below:
        inner = [int(end) for end in quotient.ends if int(end) in self.at]
        self.rough |= {node} if self.rough.intersection(inner) else set()
        self.told.tied |= any(end in self.vague and np.ptp(self.at[end].payoffs, axis=0).any() for end in inner)
        payoffs, probability = list[Exact](), list[FloatArray]()
        picks, seen = list[tuple[int, ...]](), set[object]()
        for combination in self._combinations([len(self.at[end].payoffs) for end in inner]):
            if len(payoffs) >= self.limit or (payoffs and self.told.solves >= SOLVES):
                self.told.capped = True
                break
            pick = dict(zip(inner, combination, strict=True))
            worth = np.array([self._worth(int(end))[pick.get(int(end), 0)] for end in quotient.ends])
            answer = solved(quotient.game(self.game, self._in_units(worth), worth))
            whole = [e.probability for e in answer.equilibria if isinstance(e, TreeEquilibrium)]
            here = [self._gained(node, quotient, worth, entered) for entered in whole]
            self._tell(node, answer, [gained for gained, _ in here])
            for entered, (gained, acts) in zip(whole, here, strict=True):
                key = acts, self._followed(quotient, entered, pick)
                if key not in seen:
                    seen.add(key)
                    payoffs.append(gained)
                    probability.append(entered[1:])
                    picks.append(combination)
        return Below(
            np.array(payoffs).reshape(len(picks), self.game.n_players),
            quotient.nodes[1:],
            np.array(probability).reshape(len(picks), len(quotient.nodes) - 1),
            np.array(inner, dtype=np.intp),
            np.array(picks, dtype=np.intp).reshape(len(picks), len(inner)),
        )

    def _in_units(self, worth: Exact) -> FloatArray:
        """The same in the units and from the zeros of the game's payoffs."""
        leaves, payoffs = self.known.sweep.values[self.game.tree.leaves], self.game.payoffs
        low, width = leaves.min(axis=0), np.maximum(np.ptp(leaves, axis=0), 1)
        return np.asarray(payoffs.min(axis=0) + ((worth - low) / width).astype(np.float64) * np.ptp(payoffs, axis=0))

    def _gained(
        self, node: int, quotient: Quotient, worth: Exact, entered: FloatArray
    ) -> tuple[Exact, tuple[Fraction | str, ...]]:
        """What an equilibrium of a subgame is worth, and its behaviour as far as that is known."""
        odds = np.where(quotient.tree.parent >= 0, self.known.odds[quotient.nodes], 1)
        exactly = exact_worth(quotient.tree, worth, odds, entered)
        if exactly is not None:
            return exactly
        self.rough.add(node)
        values = values_under(quotient.tree, worth.astype(np.float64), entered)[0]
        return np.array([*map(Fraction, values), None])[:-1], tuple(f"{one:.8e}" for one in entered)

    def _followed(self, quotient: Quotient, entered: FloatArray, pick: dict[int, int]) -> tuple[tuple[int, int], ...]:
        """What follows those ends that are reached or deep."""
        reach = entered.copy()
        for start, stop in pairwise(quotient.tree.level_starts[1:]):
            reach[start:stop] *= reach[quotient.tree.parent[start:stop]]
        come = dict(zip(quotient.ends.tolist(), reach[quotient.tree.leaves] > 0, strict=True))
        return tuple((end, row) for end, row in pick.items() if come[end] or self.found.deep[end])

    def _tell(self, node: int, answer: Solution, payoffs: Sequence[Exact]) -> None:
        told = self.told
        told.solves += 1
        told.methods[answer.method] = None
        told.partial |= not answer.complete
        told.empty |= not answer.equilibria
        told.exact &= answer.exact
        told.notes |= dict.fromkeys(answer.notes if node == 0 else ())
        told.loose |= answer.loose and node == 0
        if answer.continuum:
            told.continuum = True
            slack = self.close if node in self.rough else self.known.tolerance
            told.blurred |= node != 0 and bool((np.ptp(payoffs, axis=0) > slack).any())


def _surviving(
    worth: Sequence[Exact], rows: Sequence[int], deep: BoolArray, mover: int, slack: Any
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each child that may be taken, with the rows that then follow every child."""
    floor = np.array([w[row, mover] for w, row in zip(worth, rows, strict=True)])
    for place, own in enumerate(worth):
        others = np.delete(floor, place)
        bar = others.max() - slack if len(others) else -math.inf
        open_rows = [rows[place]] if deep[place] else range(len(own))
        for row in open_rows:
            if own[row, mover] >= bar:
                yield place, (*rows[:place], int(row), *rows[place + 1 :])


def behaviour(listing: dict[int, Below], usual: FloatArray, row: int) -> FloatArray:
    """Spell one of the root's rows out as behaviour at every node.

    Parameters
    ----------
    listing : dict of int to Below
        From `list_below`.
    usual : ndarray, shape (nodes,)
        The behaviour of the sweep, for the nodes that are not listed.
    row : int
        Which of the root's.
    """
    made = usual.copy()
    waiting = [(0, row)]
    while waiting:
        node, which = waiting.pop()
        if node in listing:
            here = listing[node]
            made[here.nodes] = here.probability[which]
            waiting += zip(here.roots.tolist(), here.pick[which].tolist(), strict=True)
    return made
