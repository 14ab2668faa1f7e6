"""What a mover knows where it moves in a tree with hidden information, in the words of the tree.

At an information set some of what happened is the same at all nodes, which its mover knows, and
some differs, of which it can only hold beliefs. What chance told this mover and hid from another is
its private type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise, takewhile

import numpy as np

from negotiate.arrays import BoolArray, IndexArray
from negotiate.display import record
from negotiate.games.extensive import CHANCE, ExtensiveGame

MOST_DEALS = 16
"""Moves of chance, those nearest to the root, that may deal types."""
CELLS = 50_000_000
"""Nodes times such moves: in a larger tree nobody's type is named."""
MOST_NODES = 200
"""Nodes of a set whose histories are compared; further ones are taken to be like these."""
MOST_SETS = 1_000
"""In a tree with more information sets each is named by all that its mover has seen."""


@record
class Standpoint:
    """One information set in words.

    Parameters
    ----------
    label, player : int
        How the tree numbers the set, and whose it is.
    move : str
        What is decided there.
    kind : tuple of str
        What chance told its mover alone: its private type.
    seen : tuple of str
        What else it knows to have happened, in order.
    last : str
        The last thing among these that was not done by itself; empty if there is none.
    last_by : int
        Who did that: a player or `CHANCE`.
    possible : tuple of str
        What may have happened besides, for each of the set's nodes; one empty string where it knows
        all.
    owner : int
        Whose private type is all that it does not know; -1 where that is more, or nobody's.
    nodes : tuple of int
        The nodes of the set, in order.
    """

    label: int
    player: int
    move: str
    kind: tuple[str, ...]
    seen: tuple[str, ...]
    last: str
    last_by: int
    possible: tuple[str, ...]
    owner: int
    nodes: tuple[int, ...]


@record
class _Deal:
    """A move of chance: who is told its outcome at every set, and from whom it is hidden at
    some.
    """

    told: frozenset[int]
    hidden: frozenset[int]


@record
class _Step:
    """One thing that happened on the way to a node: by whom, at which move, and what."""

    mover: int
    move: int
    action: str

    @property
    def sight(self) -> tuple[int, int, str]:
        """What it looks like to whoever sees it: a player's action alike at any set, chance's only
        at one move.
        """
        return self.mover, self.move if self.mover == CHANCE else CHANCE, self.action


@dataclass(slots=True, eq=False)
class Standpoints:
    """The information sets of one tree, each put into words when it is asked for.

    Examples
    --------
    >>> game = ExtensiveGame.from_nodes(
    ...     {
    ...         "coin": {"chance": {"heads": (0.5, "heads"), "tails": (0.5, "tails")}},
    ...         "heads": {"player": "Ann", "actions": {"bet": "after heads", "pass": (0, 0)}},
    ...         "tails": {"player": "Ann", "actions": {"bet": "after tails", "pass": (0, 0)}},
    ...         "after heads": {
    ...             "player": "Bob",
    ...             "set": "a bet",
    ...             "actions": {"call": (2, -2), "fold": (1, -1)},
    ...         },
    ...         "after tails": {
    ...             "player": "Bob",
    ...             "set": "a bet",
    ...             "actions": {"call": (-2, 2), "fold": (1, -1)},
    ...         },
    ...     }
    ... )
    >>> points = Standpoints(game)
    >>> points.at(0).kind, points.at(2).seen, points.at(2).possible
    (('heads',), ('bet',), ('heads', 'tails'))
    """

    game: ExtensiveGame
    labels: IndexArray = field(init=False)
    _order: IndexArray = field(init=False)
    _starts: IndexArray = field(init=False)
    _deals: dict[int, _Deal] = field(init=False)
    _sights: dict[tuple[int, str], set[tuple[str, ...]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        sets = self.game.tree.information_set
        order = np.argsort(sets, kind="stable")
        self._order = order[np.searchsorted(sets[order], 0) :]
        self.labels, starts = np.unique(sets[self._order], return_index=True)
        self._starts = np.append(starts, len(self._order))
        self._deals = self._dealt()

    def nodes(self, label: int) -> IndexArray:
        """The nodes of a set, in order."""
        place = int(np.searchsorted(self.labels, label))
        return self._order[self._starts[place] : self._starts[place + 1]]

    def at(self, label: int) -> Standpoint:
        """One information set in words."""
        game, nodes = self.game, self.nodes(label)
        ways = [self._way(int(node)) for node in nodes[:MOST_NODES]]
        player = int(game.tree.mover[nodes[0]])
        known, open_ways = _compared(ways)
        private = [
            step
            for step in known
            if step.mover == CHANCE and self._hidden_from_others(step.move, player)
        ]
        seen = [step for step in known if step not in private]
        others = [step for step in seen if step.mover != player]
        possible = [", ".join(step.action for step in way) for way in open_ways]
        return Standpoint(
            label=label,
            player=player,
            move=game.move_label(int(nodes[0])),
            kind=tuple(step.action for step in private),
            seen=tuple(step.action for step in seen),
            last=others[-1].action if others else "",
            last_by=others[-1].mover if others else CHANCE,
            possible=(*possible, *("" for _ in nodes[MOST_NODES:])),
            owner=self._owner(open_ways, player),
            nodes=tuple(nodes.tolist()),
        )

    def heard(self, point: Standpoint) -> tuple[str, ...]:
        """What tells a set from its mover's others that have seen something else; empty if it knows
        of nobody's action.

        The last thing that somebody else did, where only one history that this mover can have seen
        ends with that; otherwise all that it has seen.
        """
        if not point.last:
            return ()
        if len(self.labels) > MOST_SETS:
            return point.seen
        if not self._sights:
            for other in map(self.at, self.labels.tolist()):
                self._sights.setdefault((other.player, other.last), set()).add(other.seen)
        return point.seen if len(self._sights[point.player, point.last]) > 1 else (point.last,)

    def hides(self, move: int) -> bool:
        """Whether somebody is not told how chance decides at this move."""
        return move in self._deals

    def hidden_from(self, move: int) -> tuple[int, ...]:
        """The players who are somewhere not told how chance decides at this move."""
        return tuple(sorted(self._deals[move].hidden)) if move in self._deals else ()

    def _way(self, node: int) -> list[_Step]:
        tree, way = self.game.tree, self.game.path(node)
        return [
            _Step(int(tree.mover[above]), int(tree.move[above]), self.game.action_label(below))
            for above, below in pairwise(way)
        ]

    def _hidden_from_others(self, move: int, player: int) -> bool:
        deal = self._deals.get(move)
        return deal is not None and self._may_be_type(move) and bool(deal.hidden - {player})

    def _may_be_type(self, move: int) -> bool:
        """Whether what chance decides there may be what a player privately is; a file says which
        moves are.
        """
        return move in self._deals and (
            self.game.takes_apart is None or move in self.game.types.values()
        )

    def _owner(self, open_ways: Sequence[Sequence[_Step]], player: int) -> int:
        """The one other player who knows every move of chance that differs, if nothing else
        differs.
        """
        steps = list(chain.from_iterable(open_ways))
        if not steps or any(
            step.mover != CHANCE or not self._may_be_type(step.move) for step in steps
        ):
            return -1
        told = frozenset.intersection(*(self._deals[step.move].told for step in steps)) - {player}
        return next(iter(told)) if len(told) == 1 else -1

    def _dealt(self) -> dict[int, _Deal]:
        """The moves of chance that somebody is not told, with who is told and who is not."""
        tree = self.game.tree
        if not len(self.labels):
            return {}
        moves = [m for m, move in enumerate(self.game.moves) if move.mover == CHANCE][:MOST_DEALS]
        if len(moves) * len(tree) > CELLS:
            return {}
        movers = tree.mover[self._order[self._starts[:-1]]]
        found = {}
        for move in moves:
            low, high = self._outcomes(move)
            told, hidden = (low == high) & (low >= 0), low != high
            if hidden.any():
                found[move] = _Deal(
                    _players(movers, told) - _players(movers, hidden), _players(movers, hidden)
                )
        return found

    def _outcomes(self, move: int) -> tuple[IndexArray, IndexArray]:
        """The least and the greatest outcome of a move of chance on the ways to each set's nodes;
        -1 if not made.
        """
        tree = self.game.tree
        made = np.full(len(tree), -1, dtype=int)
        for here, above in tree.downwards():
            made[here] = np.where(tree.move[above] == move, tree.action[here], made[above])
        own = made[self._order]
        return np.minimum.reduceat(own, self._starts[:-1]), np.maximum.reduceat(
            own, self._starts[:-1]
        )


def _players(movers: IndexArray, at: BoolArray) -> frozenset[int]:
    return frozenset(int(p) for p in np.unique(movers[at]))


def _compared(ways: Sequence[Sequence[_Step]]) -> tuple[list[_Step], list[list[_Step]]]:
    """What all histories share, and what each has besides."""
    if len({len(way) for way in ways}) == 1:
        alike = [len({step.sight for step in column}) == 1 for column in zip(*ways, strict=True)]
    else:
        alike = []
    if alike or not ways[0]:
        known = [step for step, same in zip(ways[0], alike, strict=True) if same]
        return known, [
            [step for step, same in zip(way, alike, strict=True) if not same] for way in ways
        ]
    head = _shared([way[:] for way in ways])
    return list(ways[0][:head]), [list(way[head:]) for way in ways]


def _shared(ways: Sequence[Sequence[_Step]]) -> int:
    """How many steps all histories begin with."""
    alike = (len(set(steps)) == 1 for steps in zip(*ways, strict=False))
    return sum(takewhile(bool, alike))
