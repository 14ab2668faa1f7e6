"""Lists what could be meant at all information sets of a tree, leaving out what no weights of the
others make best.

An action goes first if, at every node of its set that chance lets be, all that can follow it is
worth less to the mover than all that can follow another; what can follow is counted without the
actions that are gone. Then one player after the other is looked at alone, the others free to mix as
they like; then the busiest player, whose actions are tried set by set from the last to the first,
against each combination of what is left of the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from math import prod

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.equilibrium.trees.assessment_program import Arrays, written
from negotiate.equilibrium.trees.slips import Form, Slips, either, slipped, ways
from negotiate.games.extensive import Tree
from negotiate.games.information_sets import InformationSets
from negotiate.games.level_sweep import values_under


def kept_actions(
    tree: Tree, sets: InformationSets, payoffs: FloatArray, tolerance: FloatArray
) -> BoolArray:
    """Say which actions are left when those are gone that nobody takes at their information set,
    whatever it believes.

    Parameters
    ----------
    tree : Tree
        Any tree.
    sets : InformationSets
        Of that tree.
    payoffs : ndarray, shape (leaves, players)
        In the order of the leaves' nodes.
    tolerance : ndarray, shape (players,)
        By how much an action must be worse.

    Returns
    -------
    ndarray of bool, shape (slots,)
        At least one action of each set is left.

    Notes
    -----
    At most as many rounds as there are actions, each a sweep for each player.

    Examples
    --------
    >>> from negotiate.games.extensive import ExtensiveGame
    >>> from negotiate.games.information_sets import information_sets
    >>> entry = ExtensiveGame.from_nodes(
    ...     {
    ...         "entry": {"player": "Ann", "actions": {"out": (0, 2), "in": "answer"}},
    ...         "answer": {"player": "Bob", "actions": {"fight": (-1, -1), "give in": (1, 1)}},
    ...     }
    ... )
    >>> kept_actions(entry.tree, information_sets(entry.tree), entry.payoffs, np.zeros(2)).tolist()
    [False, True, False, True]
    """
    kept, before, places = np.ones(sets.slots, dtype=bool), 0, range(len(sets.label))
    possible = tree.reach(tree.odds) > 0
    while before != (before := int(kept.sum())):
        entered = (sets.slot < 0) | kept[sets.slot]
        bounds = _most(tree, payoffs, entered), -_most(tree, -payoffs, entered)
        for place, mover, first, count in zip(
            places, sets.mover, sets.first, sets.count, strict=True
        ):
            nodes = np.flatnonzero(sets.at == place)
            let_be = (
                possible[nodes] if possible[nodes].any() else slice(None)
            )  # all where chance lets none be
            children = tree.first_child[nodes[let_be], None] + np.arange(count)
            most, least = (bound[children, mover] for bound in bounds)
            worse = (most[:, :, None] < least[:, None, :] - tolerance[mover]).all(
                axis=0
            )  # the first than the second
            here = kept[first : first + count]
            here &= ~(worse & here).any(axis=1)
    return kept


def _most(tree: Tree, payoffs: FloatArray, entered: BoolArray) -> FloatArray:
    """The most that each node can be worth to each player, shape (nodes, players), where some are
    never entered.
    """
    values = values_under(tree, payoffs, np.zeros(len(tree.mover)))  # the leaves' rows are set
    for node in np.flatnonzero(tree.child_count)[::-1].tolist():
        children = tree.children(node)
        if tree.mover[node] < 0:
            values[node] = tree.odds[children] @ values[children]
        else:
            values[node] = values[children[entered[children]]].max(axis=0)
    return values


Used = tuple[int, ...]
"""For each set the slots that are meant, as bits."""


@dataclass(slots=True)
class Budget:
    """How many linear programs may still be solved."""

    left: int

    def spend(self) -> bool:
        """Take one; whether there was one."""
        self.left -= 1
        return self.left >= 0


def in_order(form: Form) -> list[int]:
    """All sets, those before others of the same mover first."""
    return sorted(range(len(form.nodes)), key=lambda s: form.members[s][0])


def amount_of_work(sets: InformationSets, kept: BoolArray, players: int) -> int:
    """About how many programs a search is likely to take.

    The combinations of all players but the busiest one, times that one's sets; and what the busiest
    could mean alone.

    Parameters
    ----------
    sets : InformationSets
        Of the tree.
    kept : ndarray of bool, shape (slots,)
        The slots that somebody may take.
    players : int
        How many there are.
    """
    counts: list[list[int]] = [[] for _ in range(players)]
    for mover, first, count in zip(
        sets.mover.tolist(), sets.first.tolist(), sets.count.tolist(), strict=True
    ):
        counts[mover].append((1 << int(kept[first : first + count].sum())) - 1)
    by_player = list(map(prod, counts))
    busiest = by_player.index(max(by_player))
    return prod(by_player) // by_player[busiest] * (1 + sum(counts[busiest])) + by_player[busiest]


class Search:
    """What could be meant at all sets of a tree, looked for with a budget.

    Parameters
    ----------
    form : Form
        The tree.
    kept : sequence of bool
        The slots that somebody may take.
    budget : Budget
        For linear programs.

    Attributes
    ----------
    choices : list of list of int
        For each set what could be meant there, as bits, few actions first.
    own : list of list of int
        For each player its sets, those before others first.
    """

    def __init__(self, form: Form, kept: Sequence[bool], budget: Budget) -> None:
        self.form, self.budget = form, budget
        self.own = [
            [s for s in in_order(form) if form.mover[s] == player]
            for player in range(len(form.own))
        ]
        self.bits = [
            [1 << slot for slot in form.slots(place) if kept[slot]]
            for place in range(len(form.nodes))
        ]

    @cached_property
    def choices(self) -> list[list[int]]:
        """As the attribute says; made once the work is known to be small."""
        return [
            [sum(some) for size in range(1, len(bits) + 1) for some in combinations(bits, size)]
            for bits in self.bits
        ]

    def supports(self) -> Iterator[Used | None]:
        """Every combination of what could be meant that no player alone rules out; None where it
        was cut short.
        """
        form, players = self.form, range(len(self.own))
        every = tuple(one[-1] for one in self.choices)
        off = form.everything & ~either(every)
        least = {
            s: tuple(n for n in nodes if not slipped(form, off, s, n))
            for s, nodes in enumerate(form.nodes)
        }
        plans = [
            list(self._tried(every, player, Slips(off, least, frozenset()))) for player in players
        ]
        if self.budget.left < 0:
            yield None  # a player's plans are not all known
            return
        busiest = max(players, key=lambda p: len(plans[p]))
        others, places = [p for p in players if p != busiest], self.own[busiest]
        # What the busiest means at its last sets, for any number of these.
        allowed = {
            tuple(plan[s] for s in places[k:])
            for plan in plans[busiest]
            for k in range(len(places) + 1)
        }
        for picked in product(*(plans[p] for p in others)):
            used = list(every)
            for player, plan in zip(others, picked, strict=True):
                for place in self.own[player]:
                    used[place] = plan[place]
            seen: set[Used] = set()
            for slips in ways(form, form.everything & ~either(used), places):
                if slips is None:
                    yield None
                    continue  # which is the last
                for final in self._tried(tuple(used), busiest, slips, allowed):
                    if final not in seen:
                        seen.add(final)
                        yield final
            if self.budget.left < 0:
                yield None
                return

    def _tried(
        self, used: Used, player: int, slips: Slips, allowed: Collection[Used] | None = None
    ) -> Iterator[Used]:
        """What a player could mean, set by set from the last to the first, of what was `allowed`
        when alone.
        """
        places, strict = self.own[player], allowed is not None
        waiting = [(used, len(places))]
        while waiting:
            so_far, left = waiting.pop()
            if left == 0:
                yield so_far
                continue
            place, decided = places[left - 1], places[left - 1 :]
            for bits in reversed(self.choices[place]):
                tried = (*so_far[:place], bits, *so_far[place + 1 :])
                if allowed is not None and tuple(tried[s] for s in decided) not in allowed:
                    continue
                if (len(self.choices[place]) == 1 and left > 1) or (
                    # Whether the others could weigh things so that nothing is better than what is
                    # meant.
                    self.budget.spend()
                    and Arrays(
                        written(self.form, slips, tried, places, decided, positive=strict),
                        strict=strict,
                    ).possible()
                ):
                    waiting.append((tried, left - 1))
