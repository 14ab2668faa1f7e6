"""The moves of a conflict, each with whether it pays its mover, and the ways on which fewest moves do not pay."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.questions.coalitions import Coalition, CoalitionMoves, coalitions_of
from negotiate.display import Shown
from negotiate.errors import GameTooLarge


@dataclass(frozen=True, slots=True)
class Step:
    """One move of one player, or of several who act together.

    Parameters
    ----------
    movers : tuple of int
        Who.
    start, end : int
        From which state to which.
    pays : bool
        Whether each of them finds the end better than the start.
    """

    movers: Coalition
    start: int
    end: int
    pays: bool


Moving = Callable[[int], Iterable[Step]]
"""From a state to every step that leaves it."""
Place = tuple[int, Coalition]
"""A state, and who moved there last."""
Cost = tuple[int, int, int]
"""How many steps do not pay, how many there are, and how many players make them, counted each time."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The cheapest ways from one state to all others.

    Parameters
    ----------
    before : Mapping
        For each place: the step that leads there and the place before it; none for the start.
    best : Mapping[int, (Cost, Place)]
        For each state that is reached: what the way costs, and the place.
    """

    before: dict[Place, tuple[Step, Place] | None]
    best: dict[int, tuple[Cost, Place]]

    def against(self, state: int) -> int:
        """How many steps of the way to a state do not pay for whoever makes them; -1 where there is no way."""
        return self.best[state][0][0] if state in self.best else -1

    def to(self, state: int) -> tuple[Step, ...]:
        """The steps of the way to a state; none where there is none, or it is the start."""
        steps: list[Step] = []
        before = self.before[self.best[state][1]] if state in self.best else None
        while before is not None:
            step, place = before
            steps.append(step)
            before = self.before[place]
        return tuple(reversed(steps))


def ways(start: int, moving: Moving) -> Ways:
    """The ways from a state on which fewest steps do not pay, then the shortest; nobody moves twice running.

    Notes
    -----
    Dijkstra's algorithm over states and who moved last.

    References
    ----------
    Li, K. W., Kilgour, D. M. and Hipel, K. W. (2005). Status quo analysis in the graph model for conflict resolution.
    """
    found = Ways({(start, ()): None}, {})
    ahead: list[tuple[Cost, Place]] = [((0, 0, 0), (start, ()))]
    cost: dict[Place, Cost] = {}
    while ahead:
        spent, place = heappop(ahead)
        state, last = place
        if spent > cost.get(place, spent):
            continue
        found.best.setdefault(state, (spent, place))
        for step in moving(state):
            there: Place = (step.end, step.movers)
            new = (spent[0] + (not step.pays), spent[1] + 1, spent[2] + len(step.movers))
            if step.movers != last and (there not in cost or new < cost[there]):
                cost[there], found.before[there] = new, (step, place)
                heappush(ahead, (new, there))
    return found


def moves_alone(model: GraphModel, *, paying: bool = False) -> Moving:
    """Every move of one player; with `paying` only those that it gains by."""

    def steps(state: int) -> Iterable[Step]:
        for player, row in enumerate(model.ranks):
            targets = model.moves[player].from_state(state)
            better = row[targets] > row[state]
            for target, pays in zip(targets.tolist(), better.tolist(), strict=True):
                if pays or not paying:
                    yield Step((player,), state, target, pays)

    return steps


def moves_together(moves: CoalitionMoves) -> Moving:
    """Every move of one player, and those of several by which all of them gain."""
    alone = moves_alone(moves.model)
    several = [some for some in coalitions_of(moves.everybody) if len(some) > 1]

    def steps(state: int) -> Iterable[Step]:
        yield from alone(state)
        for some in several:
            for target in np.flatnonzero(moves.improvements(some)[state]).tolist():
                yield Step(some, state, target, True)

    return steps


MOVE_LIMIT = 300_000
"""Moves that are ever listed one by one."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One move.

    Parameters
    ----------
    player : int
        Who moves.
    start, end : int
        From which state to which.
    improves : bool
        Whether the mover is strictly better off.
    returns : bool
        Whether the same player can go back.
    """

    player: int
    start: int
    end: int
    improves: bool
    returns: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MoveGraph(Shown):
    """A conflict as states and the moves between them.

    Parameters
    ----------
    model : GraphModel
        Whose moves they are.
    arrows : tuple of Arrow
        By the state that they leave, then by player.
    unmoved : tuple of int
        The states that nobody gains by leaving.
    """

    model: GraphModel
    arrows: tuple[Arrow, ...]
    unmoved: tuple[int, ...]

    def leaving(self, state: int, player: int) -> Sequence[Arrow]:
        """The moves of a player from a state."""
        first, last = (side(self.arrows, (state, player), key=_place) for side in (bisect_left, bisect_right))
        return self.arrows[first:last]

    def __repr__(self) -> str:
        return f"<MoveGraph {self.model.title or 'untitled'!r}: {len(self.arrows):,} moves>"


def _place(arrow: Arrow) -> tuple[int, int]:
    """What arrows are sorted by."""
    return arrow.start, arrow.player


def move_graph(model: GraphModel) -> MoveGraph:
    """List the moves of a conflict.

    Raises
    ------
    GameTooLarge
        If there are more than `MOVE_LIMIT`.

    Examples
    --------
    >>> ladder = GraphModel.from_tables(["up", "down"], {"cat": {"up": ["down"]}}, {"cat": ["down", "up"]})
    >>> [(arrow.start, arrow.end, arrow.improves, arrow.returns) for arrow in move_graph(ladder).arrows]
    [(0, 1, True, False)]
    """
    count = sum(moves.count for moves in model.moves)
    if count > MOVE_LIMIT:
        raise GameTooLarge("moves", count, MOVE_LIMIT, "commit some issues with --fix")
    ends = [[moves.from_state(state).tolist() for state in range(len(model.states))] for moves in model.moves]
    ranks = model.ranks.tolist()
    arrows = tuple(
        Arrow(player, state, end, ranks[player][end] > ranks[player][state], state in ends[player][end])
        for state in range(len(model.states))
        for player in range(len(model.keys))
        for end in ends[player][state]
    )
    return MoveGraph(model, arrows, tuple(model.standing("R").tolist()))
