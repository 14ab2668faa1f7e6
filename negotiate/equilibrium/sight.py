"""What movers have observed: which nodes of a growing tree look the same to whoever moves there.

A mover knows its own type, the moves that its step says it sees, and everything it knew and did at its own earlier
moves. It has perfect recall by that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from negotiate.arrays import IndexArray
from negotiate.errors import UnsuitableGame
from negotiate.model.negotiation import Negotiation, dealt

ROOM = 2**62
"""The largest number into which several columns are packed."""


@dataclass(slots=True, eq=False)
class Sight:
    """The information sets of the steps so far.

    Where every mover sees everything nothing is kept, and each node is a set of its own.

    Parameters
    ----------
    negotiation : Negotiation
        Whose steps say what is seen.
    known : ndarray of int, shape (frontier, steps)
        At which set of each step every path of the frontier passed; -1 where the step was not made.
    """

    negotiation: Negotiation
    known: IndexArray = field(init=False)
    hidden: bool = field(init=False)
    _looked: list[tuple[IndexArray, IndexArray]] = field(default_factory=list)
    _now: tuple[int, IndexArray] = field(init=False)

    def __post_init__(self) -> None:
        steps = self.negotiation.protocol
        self.hidden = bool(self.negotiation.types) or any(step.sees is not None for step in steps)
        self.known = np.full((1, len(steps)), -1, dtype=np.intp)
        self._now = (-1, self.known[:, 0] if steps else np.zeros(0, dtype=np.intp))

    def look(
        self,
        position: int,
        nodes: IndexArray,
        made: IndexArray,
        here: IndexArray,
        origin: IndexArray,
        chosen: IndexArray,
    ) -> None:
        """Put the nodes of one step into sets.

        Parameters
        ----------
        position : int
            The step.
        nodes, here : ndarray of int, shape (n,)
            The nodes of the tree at which it is made, and their places in the frontier.
        made : ndarray of int, shape (n, moves)
            What was done on the way to each.
        origin, chosen : ndarray of int, shape (branches,)
            From which place in the frontier each branch grows, and by which action.

        Raises
        ------
        UnsuitableGame
            If the actions that are possible differ within a set.
        """
        step = self.negotiation.protocol[position]
        self._now = (-1, here)
        if not self.hidden or step.chance:
            return
        labels = together(self._columns(position, made, self.known[here]), len(here))
        possible = np.zeros((len(here), len(step.actions)), dtype=bool)
        possible[np.searchsorted(here, origin), chosen] = True
        _, first = np.unique(labels, return_index=True)
        odd = np.flatnonzero((possible != possible[first[labels]]).any(axis=1))
        if len(odd):
            other, one = int(odd[0]), int(first[labels[odd[0]]])
            self._refuse(position, possible[[one, other]], made[[one, other]])
        self._now = (position, labels)
        self._looked.append((nodes, labels))

    def _columns(self, position: int, made: IndexArray, known: IndexArray) -> list[IndexArray]:
        """What the mover of a step can tell paths apart by."""
        step, before = self.negotiation.protocol[position], len(self.negotiation.types)
        columns = [made[:, k] for k, player in enumerate(self.negotiation.types) if player == step.player]
        for k, earlier in enumerate(self.negotiation.protocol[:position]):
            own = earlier.player == step.player
            if own:
                columns.append(known[:, k])
            if own or step.sees is None or earlier.id in step.sees:
                columns.append(made[:, before + k])
        return columns

    def follow(self, rest: npt.NDArray[np.bool_], here: IndexArray, origin: IndexArray) -> None:
        """Keep what is known in step with the frontier: first the paths that stay, then the new branches."""
        if not self.hidden:
            return
        position, labels = self._now
        if position >= 0:
            self.known[here, position] = labels
        self.known = np.concatenate([self.known[rest], self.known[origin]])
        self._now = (-1, here)

    def sets(self, place: IndexArray, deciding: npt.NDArray[np.bool_]) -> IndexArray:
        """The information set of each node of the finished tree, in the order in which they come up; -1 for none.

        Parameters
        ----------
        place : ndarray of int, shape (nodes,)
            Where each node of the growing tree has come to stand.
        deciding : ndarray of bool, shape (nodes,)
            At which nodes of the finished tree a player moves.
        """
        result = np.full(len(place), -1)
        if not self.hidden:
            result[deciding] = np.arange(np.count_nonzero(deciding))
            return result
        count = 0
        for nodes, labels in self._looked:
            result[place[nodes]] = count + labels
            count += int(labels.max()) + 1
        _, first, number = np.unique(result[deciding], return_index=True, return_inverse=True)
        rank = np.empty(len(first), dtype=np.intp)
        rank[np.argsort(first)] = np.arange(len(first))
        result[deciding] = rank[number]
        return result

    def _refuse(self, position: int, possible: npt.NDArray[np.bool_], made: IndexArray) -> None:
        """Refuse a set at whose nodes different actions are possible."""
        step = self.negotiation.protocol[position]
        action = int(np.flatnonzero(possible[0] != possible[1])[0])
        able, unable = (0, 1) if possible[0, action] else (1, 0)
        apart = [k for k in range(made.shape[1]) if made[0, k] != made[1, k]]
        where, elsewhere = (self._path(made[row], apart) for row in (able, unable))
        raise UnsuitableGame(
            f"at the move `{step.id}`, {self.negotiation.players[step.player].name} cannot tell paths apart on which "
            f"it can do different things: `{step.actions[action].id}` is possible {where}, but not {elsewhere}",
            "let it see that in `sees`, or make the same actions possible on both paths",
        )

    def _path(self, made: IndexArray, moves: Sequence[int]) -> str:
        """What was done on a path, as far as these moves go."""
        before = len(self.negotiation.types)
        names = [*dealt(self.negotiation).values(), *(step.id for step in self.negotiation.protocol)]
        kinds = [*self.negotiation.types.values(), *(step.actions for step in self.negotiation.protocol)]
        said = [
            f"where {names[k]} `{kinds[k][made[k]].id}`"
            if k < before
            else f"after `{names[k]}: {kinds[k][made[k]].id}`"
            if made[k] >= 0
            else f"without `{names[k]}`"
            for k in moves[:3]
        ]
        return " and ".join(said)


def together(columns: Sequence[IndexArray], count: int) -> IndexArray:
    """Number rows from 0 so that two have one number where all their columns are equal.

    Examples
    --------
    >>> together([np.array([2, 2, -1, 2]), np.array([0, 1, 0, 0])], 4).tolist()
    [1, 2, 0, 1]
    """
    packed = np.zeros(count, dtype=np.int64)
    size = 1
    for column in columns:
        width = int(column.max()) + 2
        if size * width > ROOM:
            distinct, packed = np.unique(packed, return_inverse=True)
            size = len(distinct)
        packed = packed * width + column + 1
        size *= width
    return np.unique(packed, return_inverse=True)[1].astype(np.intp)
