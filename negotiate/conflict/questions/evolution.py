"""How a conflict got from where it stood to what happened: by moves that paid for whoever made
them, or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush
from typing import Any

import numpy as np

from negotiate.conflict.concepts import CONCEPTS
from negotiate.conflict.graph import Concept
from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.questions.coalitions import (
    Coalition,
    CoalitionMoves,
    coalitions_of,
    state_limit,
)
from negotiate.conflict.states import place_of
from negotiate.display import Shown, entity, record
from negotiate.errors import GameTooLarge, UnsuitableGame


@record
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
"""How many steps do not pay, how many there are, and how many players make them, counted each
time.
"""


@record
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
        """How many steps of the way to a state do not pay for whoever makes them; -1 where there is
        no way.
        """
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
    """The ways from a state on which fewest steps do not pay, then the shortest; nobody moves twice
    running.

    Notes
    -----
    Dijkstra's algorithm over states and who moved last.

    References
    ----------
    Li, K. W., Kilgour, D. M. and Hipel, K. W. (2005). Status quo analysis in the graph model for
    conflict resolution.
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


STATES = 20_000
"""States of a model whose ways are looked for."""
UNKNOWN_TODAY = "the file does not say where the conflict stands today"


@record
class Course:
    """The way to one thing that happened.

    Parameters
    ----------
    label : str
        What it is called.
    start, goal : int
        From which state to which.
    steps : tuple of Step
        A way on which fewest moves do not pay for whoever makes them, and of these a shortest; none
        where there is no way at all, or nothing had to move.
    against : int
        How many of its moves do not pay; -1 where there is no way.
    allied : tuple of Step
        The same if players may also act together where all of them gain; none where that needs no
        fewer moves that do not pay, or was not looked for.
    allied_against : int
        How many of these moves do not pay; as `against` where there are none.
    stable_by : tuple of str
        The concepts by which nobody would leave the goal.
    """

    label: str
    start: int
    goal: int
    steps: tuple[Step, ...]
    against: int
    allied: tuple[Step, ...]
    allied_against: int
    stable_by: tuple[Concept, ...]

    @property
    def explained(self) -> bool:
        """Whether moves that pay lead there, and nobody would leave it by some concept."""
        return self.allied_against == 0 and bool(self.stable_by)


@entity
class Evolution(Shown):
    """The ways of a conflict, held against what happened.

    Parameters
    ----------
    model : GraphModel
        What was asked about.
    start : int
        The state in which the conflict began.
    courses : tuple of Course
        One for each thing that happened, or for each stage that was given.
    reachable : tuple of int
        The states to which moves that pay lead from the start, the start among them, ascending.
    ends : tuple of int
        Those of them from which no move pays any player.
    standing : tuple of (str, tuple of int, int)
        For each concept: the states that nobody would leave to which moves that pay lead, and how
        many there are.
    looked_together : bool
        Whether players acting together were looked at where nothing else led there.
    """

    model: GraphModel
    start: int
    courses: tuple[Course, ...]
    reachable: tuple[int, ...]
    ends: tuple[int, ...]
    standing: tuple[tuple[Concept, tuple[int, ...], int], ...]
    looked_together: bool

    def __repr__(self) -> str:
        told = ", ".join(
            f"{course.label} {'explained' if course.explained else 'not'}"
            for course in self.courses
        )
        return (
            f"<Evolution {self.model.title or 'untitled'!r}: {len(self.reachable)} states "
            f"reached; {told or 'nothing'}>"
        )


def evolution(model: GraphModel, way: Sequence[Any] | None = None) -> Evolution:
    """Look for the ways from where a conflict stands to what happened.

    Parameters
    ----------
    model : GraphModel
        A scenario's `standing()`, or one from tables.
    way : sequence, optional
        Two states or more that it went through, the first of them where it stood; each by its name,
        by the label of what happened, or by issue → option. By default from the status quo to each
        thing that happened.

    Returns
    -------
    Evolution

    Raises
    ------
    UnsuitableGame
        If nobody says where the conflict stood, or there is no such state.
    GameTooLarge
        If the model has more than `STATES` states.

    Notes
    -----
    A way is a sequence of moves in which nobody moves twice running. Each is an improvement of its
    mover if there is such a way, else as many as can be; where players may act together a step is
    an improvement of all of them.

    References
    ----------
    Li, K. W., Kilgour, D. M. and Hipel, K. W. (2005). Status quo analysis in the graph model for
    conflict resolution.

    Examples
    --------
    >>> from negotiate.conflict.graph_model import GraphModel
    >>> dilemma = GraphModel.from_tables(
    ...     ["CC", "CD", "DC", "DD"],
    ...     {
    ...         "row": {"CC": ["DC"], "DC": ["CC"], "CD": ["DD"], "DD": ["CD"]},
    ...         "column": {"CC": ["CD"], "CD": ["CC"], "DC": ["DD"], "DD": ["DC"]},
    ...     },
    ...     {"row": ["DC", "CC", "DD", "CD"], "column": ["CD", "CC", "DD", "DC"]},
    ... )
    >>> [
    ...     (course.label, course.against)
    ...     for course in evolution(dilemma, ["CC", "DD", "CC"]).courses
    ... ]
    [('DD', 0), ('CC', 2)]
    """
    GameTooLarge.refuse("states", len(model.states), STATES, "commit some issues with --fix")
    legs = _legs(model, way)
    start = legs[0][1] if way is not None else model.status_quo
    reached = sorted(ways(start, moves_alone(model, paying=True)).best)
    fits = len(model.keys) > 1 and len(model.states) <= state_limit(len(model.keys))
    standing, together = _standing(model), CoalitionMoves(model) if fits else None
    courses = tuple(_course(model, leg, standing, together) for leg in legs)
    found = tuple(
        (concept, tuple(s for s in reached if s in all_), len(all_))
        for concept, all_ in standing.items()
    )
    ends = tuple(s for s in reached if not any(step.pays for step in moves_alone(model)(s)))
    return Evolution(model, start, courses, tuple(reached), ends, found, fits)


def _legs(model: GraphModel, way: Sequence[Any] | None) -> list[tuple[str, int, int]]:
    """What is to be explained: its name, from where, to where."""
    if way is None:
        if model.status_quo < 0:
            if "status_quo" in model.nowhere:
                place_of(model, "status_quo")
            hint = (
                "name a `status_quo` in the file, or pass the states that the conflict went through"
            )
            raise UnsuitableGame(UNKNOWN_TODAY, hint)
        return [(label, model.status_quo, goal) for label, goal in model.happened.items()]
    if len(way) < 2:
        raise UnsuitableGame(
            "a way needs two states or more", "the first is the state in which the conflict began"
        )
    places = [place_of(model, one) for one in way]
    named = [
        str(model.states[k] if isinstance(one, dict) else one)
        for one, k in zip(way, places, strict=True)
    ]
    return list(zip(named[1:], places[:-1], places[1:], strict=True))


def _standing(model: GraphModel) -> dict[Concept, frozenset[int]]:
    """The states that nobody would leave, by each concept that is not too large to work out."""
    found: dict[Concept, frozenset[int]] = {}
    for concept in CONCEPTS:
        try:
            found[concept] = frozenset(model.standing(concept).tolist())
        except GameTooLarge:
            continue
    return found


def _course(
    model: GraphModel,
    leg: tuple[str, int, int],
    standing: dict[Concept, frozenset[int]],
    together: CoalitionMoves | None,
) -> Course:
    label, start, goal = leg
    found = ways(start, moves_alone(model))
    against, allied, least = found.against(goal), tuple[Step, ...](), found.against(goal)
    if against != 0 and together is not None:
        more = ways(start, moves_together(together))
        if more.against(goal) >= 0 and not 0 <= against <= more.against(goal):
            allied, least = more.to(goal), more.against(goal)
    by = tuple(concept for concept, states in standing.items() if goal in states)
    return Course(label, start, goal, found.to(goal), against, allied, least, by)
