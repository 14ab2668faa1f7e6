"""Where players can move a conflict by acting together, and which of that is better for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import BoolArray
from negotiate.errors import GameTooLarge
from negotiate.kernels.standing.sequences import as_matrix, reached

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel

Coalition = tuple[int, ...]
"""Players' numbers, ascending."""

WORK = 50_000_000_000
"""The largest third power of the states times coalitions and their answerers: some seconds."""


def state_limit(players: int) -> int:
    """How many states a model may have whose coalitions are looked at."""
    return int((WORK / 3**players) ** (1 / 3))


def coalitions_of(players: Coalition) -> Iterator[Coalition]:
    """Every coalition of some players, the smallest first."""
    for size in range(1, len(players) + 1):
        yield from combinations(players, size)


@dataclass(frozen=True, slots=True, eq=False)
class CoalitionMoves:
    """Matrices of a model: whether something leads from one state to another.

    Parameters
    ----------
    model : GraphModel
        A small one.

    Raises
    ------
    GameTooLarge
        If it has more states than `state_limit` of its players.
    """

    model: GraphModel
    _held: dict[tuple[str, Coalition], BoolArray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        states, limit = len(self.model.states), state_limit(len(self.model.keys))
        if states > limit:
            said = f"states of {len(self.model.keys)} players who may form coalitions"
            raise GameTooLarge(said, states, limit, "commit some issues with --fix")

    @property
    def everybody(self) -> Coalition:
        """All players."""
        return tuple(range(len(self.model.keys)))

    def outside(self, coalition: Coalition) -> Coalition:
        """All other players."""
        return tuple(k for k in self.everybody if k not in coalition)

    def moves(self, player: int) -> BoolArray:
        """The moves of one player."""
        if ("moves", (player,)) not in self._held:
            found = self.model.moves[player]
            self._held["moves", (player,)] = as_matrix(found.starts, found.targets)
        return self._held["moves", (player,)]

    def reach(self, coalition: Coalition) -> BoolArray:
        """Where these players come by moves one after the other, nobody twice running; nowhere for nobody."""
        if ("reach", coalition) not in self._held:
            self._held["reach", coalition] = reached(self._stacked([self.moves(k) for k in coalition]))
        return self._held["reach", coalition]

    def improvements(self, coalition: Coalition) -> BoolArray:
        """Where they come of which each of them finds better than where they started."""
        if ("better", coalition) not in self._held:
            better = [self.better(k) for k in coalition]
            self._held["better", coalition] = reduce(np.logical_and, better, self.reach(coalition))
        return self._held["better", coalition]

    def improving_sequences(self, players: Coalition) -> BoolArray:
        """Where improvements of coalitions of these players lead one after the other, none of them twice running."""
        return reached(self._stacked([self.improvements(some) for some in coalitions_of(players)]))

    def sequences(self, players: Coalition, likes: Callable[[int], BoolArray] | None, sanctions: str) -> BoolArray:
        """Where moves of these players lead, each one that its mover likes.

        Parameters
        ----------
        players : tuple of int
            Who moves.
        likes : callable or None
            From a player to the moves that it would make, shape (states, states); all of them where it is None.
        sanctions : {'sequence', 'one-step'}
            One after the other, nobody twice running, or one move of one of them.
        """
        found = [self.moves(k) if likes is None else self.moves(k) & likes(k) for k in players]
        steps = self._stacked(found)
        return np.asarray(steps.any(axis=0)) if sanctions == "one-step" else reached(steps)

    def single_moves(self, players: Coalition, *, improving: bool) -> BoolArray:
        """Where one move of one of them leads."""
        found = [self.improvements((k,)) if improving else self.moves(k) for k in players]
        return np.asarray(self._stacked(found).any(axis=0))

    def not_all_better(self, coalition: Coalition) -> BoolArray:
        """Whether some member finds the second state no better than the first."""
        better = [self.better(k) for k in coalition]
        return np.asarray(~reduce(np.logical_and, better))

    def better(self, player: int) -> BoolArray:
        """Whether the player finds the second state better than the first."""
        ranks = self.model.ranks[player]
        return np.asarray(ranks[None, :] > ranks[:, None])

    def _stacked(self, found: list[BoolArray]) -> BoolArray:
        states = len(self.model.states)
        return np.stack(found) if found else np.zeros((0, states, states), dtype=np.bool_)
