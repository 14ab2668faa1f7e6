"""What can follow each root of a subgame: its equilibria, given what can follow the smaller
subgames in it.

A node whose mover knows where it stands, with subgames or endings below it, is a subgame by itself.
What follows one child survives there if the mover likes it at least as much as what follows every
other: as what does follow, below which movers do not know where they stand, and else as the worst
that can follow, because that is what the mover may expect. At a chance node every combination
survives. A subgame of several nodes is cut out of the tree, smaller ones in it replaced by what
they are worth, and solved for every combination of these.

The order of work is by node number from the last to the first, so a tree's depth needs no stack.
What is found in floats is worth what fractions next to them are worth, where these are an
equilibrium to the last digit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice, product
from typing import Any, NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.display import entity
from negotiate.equilibrium.solution import Solution, TreeEquilibrium
from negotiate.equilibrium.trees.induction import Induction
from negotiate.games.exactness import Exact, as_fraction, over_one_unit
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, Move, Tree
from negotiate.games.information_sets import (
    InformationSets,
    entering,
    in_slots,
    information_sets,
    owners,
    subgame_roots,
)
from negotiate.games.level_sweep import values_under
from negotiate.games.normal_form import frozen

CLOSE = 1e-10
"""Of a payoff range: closer than this are ties where an equilibrium of a subgame was rounded."""
SOLVES = 200
"""After so many solved subgames of several nodes each further one is solved for what can follow in
it first.
"""
Known = tuple[Exact, tuple[Fraction, ...]]
"""What each player gets, and the probability of each action at each set."""


@entity
class Quotient:
    """A subgame without the smaller subgames in it.

    Parameters
    ----------
    nodes : ndarray of int
        Its nodes in the tree, in order, its root first; smaller subgames' roots and leaves are
        among them.
    ends : ndarray of int
        Those of `nodes` that are leaves here: leaves of the tree, and roots of smaller subgames.
    movers : ndarray of int
        The players who move here.
    tree : Tree
        Its shape, in numbers of its own; movers are places in `movers`.
    """

    nodes: IndexArray
    ends: IndexArray
    movers: IndexArray
    tree: Tree

    def game(
        self, whole: ExtensiveGame, worth: FloatArray, exactly: Exact | None = None
    ) -> ExtensiveGame:
        """The same as a game.

        Parameters
        ----------
        whole : ExtensiveGame
            The game it is cut from.
        worth : ndarray, shape (ends, players of the whole game)
            What its ends are worth.
        exactly : ndarray of object, of that shape, optional
            The same in fractions, each player's in a unit and from a zero of its own.
        """
        place = {int(player): k for k, player in enumerate(self.movers)}
        whole_numbers = None
        if exactly is not None:
            whole_numbers = np.stack(
                [over_one_unit(own)[0] for own in exactly[:, self.movers].T], axis=1
            )
        return ExtensiveGame(
            tree=self.tree,
            payoffs=frozen(worth[:, self.movers]),
            whole=whole_numbers,
            players=tuple(whole.players[p] for p in self.movers),
            keys=tuple(whole.keys[p] for p in self.movers),
            moves=tuple(
                Move(move.label, place.get(move.mover, CHANCE), move.actions)
                for move in whole.moves
            ),
        )


def cut_out(tree: Tree, nodes: IndexArray) -> Quotient:
    """Cut a subgame out: in rising order its root, and all nodes below it up to its ends."""
    parent = np.searchsorted(nodes, tree.parent[nodes])
    parent[0] = -1
    inner = np.isin(np.arange(len(nodes)), parent[1:])
    own = tree.mover[nodes]
    movers = np.unique(own[inner & (own >= 0)])
    mover = np.where(own >= 0, np.searchsorted(movers, np.maximum(own, 0)), own)
    level = np.searchsorted(tree.level_starts, nodes, side="right")
    odds, action = tree.odds[nodes], tree.action[nodes]
    odds[0], action[0] = 1.0, -1
    shape = Tree.in_order(
        parent=parent,
        mover=np.where(inner, mover, LEAF),
        level_starts=np.concatenate([[0], 1 + np.flatnonzero(np.diff(level)), [len(nodes)]]).astype(
            int
        ),
        odds=odds,
        move=np.where(inner, tree.move[nodes], -1),
        action=action,
        information_set=np.where(inner, tree.information_set[nodes], -1),
    )
    return Quotient(nodes, nodes[~inner], movers, shape)


@entity
class Parts:
    """A tree by its subgames.

    Parameters
    ----------
    roots : ndarray of bool, shape (nodes,)
        Where a subgame begins.
    joint : ndarray of int
        The roots of subgames that several nodes belong to and no smaller one does.
    deep : ndarray of bool, shape (nodes,)
        Whether such a subgame begins at or below the node.
    listed : ndarray of int
        The roots at which something has to be listed: those that are deep, and those at or above a
        tie; in order.
    quotients : dict of int to Quotient
        By the roots in `joint`.
    """

    roots: BoolArray
    joint: IndexArray
    deep: BoolArray
    listed: IndexArray
    quotients: dict[int, Quotient]


def parts(game: ExtensiveGame, ties: IndexArray) -> Parts:
    """Take a tree apart.

    Parameters
    ----------
    game : ExtensiveGame
        Any tree whose first node is alone in its information set.
    ties : ndarray of int, shape (nodes,)
        How many children are best at each node, from the level sweep; it counts where no mover
        below is in the dark.
    """
    tree = game.tree
    roots = subgame_roots(tree)
    roots[0] = True
    owner = owners(tree, roots)
    inside = np.flatnonzero((tree.child_count > 0) & ~roots)
    joint = np.unique(owner[inside])
    deep = np.zeros(len(tree), dtype=bool)
    deep[joint] = True
    touched = roots & (ties > 1)
    touched[joint] = True
    for here, above in tree.upwards():
        deep[above[deep[here]]] = True
        touched[above[touched[here]]] = True
    # The subgames of several nodes: each root, and the nodes whose parents belong to it.
    nodes = 1 + np.flatnonzero(np.isin(owner[tree.parent[1:]], joint))
    home = owner[tree.parent[nodes]]
    order = np.argsort(home, kind="stable")
    runs = np.split(nodes[order], np.flatnonzero(np.diff(home[order])) + 1) if len(nodes) else []
    quotients = {
        root: cut_out(tree, np.append(root, run))
        for root, run in zip(joint.tolist(), runs, strict=True)
    }
    return Parts(roots, joint, deep, np.flatnonzero(roots & touched), quotients)


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
    margin : float
        The smallest difference, of a payoff range, where what follows a choice is rounded; infinite
        where nothing is.
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
    margin: float = math.inf


def list_below(
    game: ExtensiveGame,
    found: Parts,
    known: Induction,
    limit: int,
    solved: Callable[[ExtensiveGame], Solution],
) -> tuple[dict[int, Below], Told]:
    """List what can follow each listed root.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall.
    found : Parts
        From `parts`.
    known : Induction
        What a sweep finds, in fractions where there are subgames of several nodes; only what it
        says of nodes that are not listed counts.
    limit : int
        How many rows are kept at a root, those of the first children first.
    solved : callable
        Finds the Nash equilibria of a subgame of several nodes.
    """
    close = CLOSE * np.ptp(known.sweep.values[game.tree.leaves], axis=0)
    listing = _Listing(game, found, known, limit, solved, close)
    for node in found.listed[::-1]:
        listing.add(int(node))
    return listing.at, listing.told


@dataclass(slots=True)
class _Listing:
    game: ExtensiveGame
    found: Parts
    known: Induction
    limit: int
    solved: Callable[[ExtensiveGame], Solution]
    close: Exact
    at: dict[int, Below] = field(default_factory=dict)
    told: Told = field(default_factory=Told)
    vague: set[int] = field(
        default_factory=set
    )  # roots below which ties can be mixed to something else
    rough: set[int] = field(
        default_factory=set
    )  # roots that are worth what is known in floats only

    def add(self, node: int) -> None:
        """List what can follow one root, all below it being listed."""
        if node in self.found.quotients:
            self.at[node] = self._jointly(node, self.found.quotients[node])
            return
        children = self.game.tree.children(node)
        by_chance = self.game.tree.mover[node] < 0
        self.at[node] = self._by_chance(children) if by_chance else self._by_choice(node, children)
        for spreading in (self.vague, self.rough):
            if not spreading.isdisjoint(children.tolist()):
                spreading.add(node)

    def _worth(self, child: int) -> Exact:
        """What can follow a node, shape (rows, players)."""
        listed = self.at.get(child)
        return self.known.worth(np.array([child])) if listed is None else listed.payoffs

    def _combinations(self, sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Every combination up to the limit, the last one's row changing fastest."""
        self.told.capped |= math.prod(sizes) > self.limit
        return islice(product(*map(range, sizes)), self.limit)

    def _followed_by(
        self, children: IndexArray, payoffs: Exact, probability: FloatArray, rows: IndexArray
    ) -> Below:
        """Rows with what follows every child, of which those of listed children are kept."""
        listed = np.array([int(child) in self.at for child in children])
        return Below(payoffs, children, probability, children[listed], rows[:, listed])

    def _by_chance(self, children: IndexArray) -> Below:
        # What follows a branch that never happens changes no outcome, so one row stands for all.
        odds = self.game.tree.odds[children]
        worth = [self._worth(int(child)) for child in children]
        sizes = [len(w) if p > 0 else min(1, len(w)) for w, p in zip(worth, odds, strict=True)]
        rows = np.array(list(self._combinations(sizes)), dtype=int).reshape(-1, len(children))
        payoffs = self.known.expected(
            children, [w[own] for w, own in zip(worth, rows.T, strict=True)]
        )
        probability = np.tile(self.game.tree.odds[children], (len(rows), 1))
        return self._followed_by(children, payoffs, probability, rows)

    def _by_choice(self, node: int, children: IndexArray) -> Below:
        mover, deep = int(self.game.tree.mover[node]), self.found.deep[children]
        rough = not self.rough.isdisjoint(children.tolist())
        slack = self.close[mover] if rough else self.known.tolerance[mover]
        worth = [self._worth(int(child)) for child in children]
        worst = [int(np.argmin(w[:, mover])) if len(w) else 0 for w in worth]
        sizes = [len(w) if d else min(1, len(w)) for w, d in zip(worth, deep, strict=True)]
        payoffs = [self.known.sweep.values[:0]]
        taken, rows = [np.zeros(0, dtype=int)], [np.zeros((0, len(children)), dtype=int)]
        count = 0
        for combination in self._combinations(sizes):
            before, expected = count, np.where(deep, combination, worst)
            floor = np.array(
                [w[row, mover] for w, row in zip(worth, expected, strict=True)],
                dtype=worth[0].dtype,
            )
            for place, own in enumerate(worth):
                others = np.delete(floor, place)
                bar = others.max() - slack if len(others) else -math.inf
                tried = expected[place : place + 1] if deep[place] else np.arange(len(own))
                self._compared(rough, mover, own[tried, mover], bar + slack)
                kept = tried[own[tried, mover] >= bar][: self.limit + 1 - count]
                following = np.tile(expected, (len(kept), 1))
                following[:, place] = kept
                payoffs.append(own[kept])
                taken.append(np.full(len(kept), place))
                rows.append(following)
                count += len(kept)
            if count - before > 1:
                self.told.continuum = self.told.ties = True
                self.vague.add(node)
            if count >= self.limit:
                break
        self.told.capped |= count > self.limit
        most = slice(self.limit)
        probability = np.concatenate(taken)[most, None] == np.arange(len(children))
        return self._followed_by(
            children,
            np.concatenate(payoffs)[most],
            probability.astype(float),
            np.concatenate(rows)[most],
        )

    def _compared(self, rough: bool, mover: int, own: Exact, best: Any) -> None:
        """Note how near to a tie a mover came where what follows is rounded."""
        if not rough:
            return
        width = self.close[mover] / CLOSE
        nearest = min(map(abs, (own - best).tolist()), default=math.inf)
        self.told.margin = min(self.told.margin, float(nearest / width) if width else math.inf)

    def _jointly(self, node: int, quotient: Quotient) -> Below:
        tree, ends = quotient.tree, quotient.ends.tolist()
        inner = [end for end in ends if end in self.at]
        self.rough |= {node} if self.rough.intersection(inner) else set()
        self.told.tied |= any(
            end in self.vague and np.ptp(self.at[end].payoffs, axis=0).any() for end in inner
        )
        found: dict[object, tuple[Exact, FloatArray, tuple[int, ...]]] = {}
        for combination in self._combinations([len(self.at[end].payoffs) for end in inner]):
            if len(found) >= self.limit or (found and self.told.solves >= SOLVES):
                self.told.capped = True
                break
            pick = dict(zip(inner, combination, strict=True))
            worth = np.array([self._worth(end)[pick.get(end, 0)] for end in ends])
            answer = self.solved(quotient.game(self.game, self._in_units(worth), worth))
            whole = [e.probability for e in answer.equilibria if isinstance(e, TreeEquilibrium)]
            here = [self._gained(node, quotient, worth, entered) for entered in whole]
            self._tell(node, answer, [gained for gained, _ in here])
            for entered, (gained, acts) in zip(whole, here, strict=True):
                come = dict(zip(ends, tree.reach(entered)[tree.leaves] > 0, strict=True))
                # What follows those ends that are reached or deep.
                key = (
                    acts,
                    tuple(one for one in pick.items() if come[one[0]] or self.found.deep[one[0]]),
                )
                found.setdefault(key, (gained, entered[1:], combination))
        count, (payoffs, probability, picks) = (
            len(found),
            zip(*found.values(), strict=True) if found else ((), (), ()),
        )
        return Below(
            np.array(payoffs).reshape(count, self.game.n_players),
            quotient.nodes[1:],
            np.array(probability).reshape(count, len(tree) - 1),
            np.array(inner, dtype=int),
            np.array(picks, dtype=int).reshape(count, len(inner)),
        )

    def _in_units(self, worth: Exact) -> FloatArray:
        """The same in the units and from the zeros of the game's payoffs."""
        leaves, payoffs = self.known.sweep.values[self.game.tree.leaves], self.game.payoffs
        low, width = leaves.min(axis=0), np.maximum(np.ptp(leaves, axis=0), 1)
        return np.asarray(
            payoffs.min(axis=0) + ((worth - low) / width).astype(float) * np.ptp(payoffs, axis=0)
        )

    def _gained(
        self, node: int, quotient: Quotient, worth: Exact, entered: FloatArray
    ) -> tuple[Exact, tuple[Fraction | str, ...]]:
        """What an equilibrium of a subgame is worth, and its behaviour as far as that is known."""
        odds = np.where(quotient.tree.parent >= 0, self.known.odds[quotient.nodes], 1)
        exactly = _exact_worth(quotient.tree, worth, odds, entered)
        if exactly is not None:
            return exactly
        self.rough.add(node)
        values = values_under(quotient.tree, worth.astype(float), entered)[0]
        return np.array(list(map(Fraction, values)), dtype=object), tuple(
            f"{one:.8e}" for one in entered
        )

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


def behaviours(listing: dict[int, Below], usual: FloatArray) -> FloatArray:
    """Spell the root's rows out as behaviour at every node, all of them on one walk over the listed
    nodes.

    Parameters
    ----------
    listing : dict of int to Below
        From `list_below`.
    usual : ndarray, shape (nodes,)
        The behaviour of the sweep, for the nodes that are not listed.

    Returns
    -------
    ndarray, shape (rows, nodes)
        The behaviour of the sweep alone where the root is not listed.
    """
    rows = len(listing[0].payoffs) if 0 in listing else 1
    made, which = np.tile(usual, (rows, 1)), {0: np.arange(rows)}
    for node in sorted(listing):  # what stands above comes first
        here, own = listing[node], which.pop(node)
        made[:, here.nodes] = here.probability[own]
        which |= zip(here.roots.tolist(), here.pick[own].T, strict=True)
    return made


def _exact_worth(tree: Tree, worth: Exact, odds: Exact, entered: FloatArray) -> Known | None:
    """The worth of behaviour to each player, and its probabilities by slot; None where no such
    fractions are near.

    Whoever does several things at an information set must like them equally. Given are exact
    payoffs of shape (leaves, players), chance's odds as fractions, and with what probability each
    node is entered.
    """
    sets = information_sets(tree)
    acts = _fractions(sets, in_slots(sets, entered))
    probability = entering(tree, sets, np.array(acts, dtype=object), odds)
    values, through = values_under(tree, worth, probability), tree.reach(probability)
    for place, (first, count, mover) in enumerate(
        zip(sets.first, sets.count, sets.mover, strict=True)
    ):
        nodes = np.flatnonzero(sets.at == place)
        children = tree.first_child[nodes]
        if (
            len(
                {
                    through[nodes] @ values[children + k, mover]
                    for k in range(count)
                    if acts[first + k]
                }
            )
            > 1
        ):
            return None
    return values[0], tuple(acts)


def _fractions(sets: InformationSets, behaviour: FloatArray) -> list[Fraction]:
    """The simple fractions near to probabilities; the likeliest action at each set has what the
    others leave.
    """
    acts = [as_fraction(one) for one in behaviour.tolist()]
    for first, count in zip(sets.first.tolist(), sets.count.tolist(), strict=True):
        likeliest = first + int(np.argmax(behaviour[first : first + count]))
        acts[likeliest] += 1 - sum(acts[first : first + count])
    return acts
