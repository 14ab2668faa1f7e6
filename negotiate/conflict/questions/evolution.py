"""How a conflict got from where it stood to what happened: by moves that paid for whoever made them, or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from negotiate.conflict.concepts import CONCEPTS
from negotiate.conflict.graph_model import Concept, GraphModel
from negotiate.conflict.paths import Step, moves_alone, moves_together, ways
from negotiate.conflict.questions.coalitions import CoalitionMoves, state_limit
from negotiate.conflict.states import place_of
from negotiate.display import Shown
from negotiate.errors import GameTooLarge, UnsuitableGame

STATES = 20_000
"""States of a model whose ways are looked for."""
UNKNOWN_TODAY = "the file does not say where the conflict stands today"


@dataclass(frozen=True, slots=True)
class Course:
    """The way to one thing that happened.

    Parameters
    ----------
    label : str
        What it is called.
    start, goal : int
        From which state to which.
    steps : tuple of Step
        A way on which fewest moves do not pay for whoever makes them, and of these a shortest; none where there is no
        way at all, or nothing had to move.
    against : int
        How many of its moves do not pay; -1 where there is no way.
    allied : tuple of Step
        The same if players may also act together where all of them gain; none where that needs no fewer moves that do
        not pay, or was not looked for.
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
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
        For each concept: the states that nobody would leave to which moves that pay lead, and how many there are.
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
        told = ", ".join(f"{course.label} {'explained' if course.explained else 'not'}" for course in self.courses)
        return (
            f"<Evolution {self.model.title or 'untitled'!r}: {len(self.reachable)} states reached; {told or 'nothing'}>"
        )


def evolution(model: GraphModel, way: Sequence[Any] | None = None) -> Evolution:
    """Look for the ways from where a conflict stands to what happened.

    Parameters
    ----------
    model : GraphModel
        A scenario's `standing()`, or one from tables.
    way : sequence, optional
        Two states or more that it went through, the first of them where it stood; each by its name, by the label of
        what happened, or by issue → option. By default from the status quo to each thing that happened.

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
    A way is a sequence of moves in which nobody moves twice running. Each is an improvement of its mover if there is
    such a way, else as many as can be; where players may act together a step is an improvement of all of them.

    References
    ----------
    Li, K. W., Kilgour, D. M. and Hipel, K. W. (2005). Status quo analysis in the graph model for conflict resolution.

    Examples
    --------
    >>> from negotiate.conflict.graph_model import GraphModel
    >>> dilemma = GraphModel.from_tables(
    ...     ["CC", "CD", "DC", "DD"],
    ...     {"row": {"CC": ["DC"], "DC": ["CC"], "CD": ["DD"], "DD": ["CD"]},
    ...      "column": {"CC": ["CD"], "CD": ["CC"], "DC": ["DD"], "DD": ["DC"]}},
    ...     {"row": ["DC", "CC", "DD", "CD"], "column": ["CD", "CC", "DD", "DC"]},
    ... )
    >>> [(course.label, course.against) for course in evolution(dilemma, ["CC", "DD", "CC"]).courses]
    [('DD', 0), ('CC', 2)]
    """
    if len(model.states) > STATES:
        raise GameTooLarge("states", len(model.states), STATES, "commit some issues with --fix")
    legs = _legs(model, way)
    start = legs[0][1] if way is not None else model.status_quo
    reached = sorted(ways(start, moves_alone(model, paying=True)).best)
    standing = _standing(model)
    together = _together(model)
    courses = tuple(_course(model, leg, standing, together) for leg in legs)
    found = tuple(
        (concept, tuple(s for s in reached if s in states), len(states)) for concept, states in standing.items()
    )
    ends = tuple(s for s in reached if not any(step.pays for step in moves_alone(model)(s)))
    return Evolution(model, start, courses, tuple(reached), ends, found, together is not None)


def _legs(model: GraphModel, way: Sequence[Any] | None) -> list[tuple[str, int, int]]:
    """What is to be explained: its name, from where, to where."""
    if way is None:
        if model.status_quo < 0:
            if "status_quo" in model.nowhere:
                place_of(model, "status_quo")
            raise UnsuitableGame(
                UNKNOWN_TODAY, "name a `status_quo` in the file, or pass the states that the conflict went through"
            )
        return [(label, model.status_quo, goal) for label, goal in model.happened.items()]
    if len(way) < 2:
        raise UnsuitableGame("a way needs two states or more", "the first is the state in which the conflict began")
    places = [place_of(model, one) for one in way]
    named = [
        str(model.states[place]) if isinstance(one, dict) else str(one) for one, place in zip(way, places, strict=True)
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


def _together(model: GraphModel) -> CoalitionMoves | None:
    fits = len(model.keys) > 1 and len(model.states) <= state_limit(len(model.keys))
    return CoalitionMoves(model) if fits else None


def _course(
    model: GraphModel,
    leg: tuple[str, int, int],
    standing: dict[Concept, frozenset[int]],
    together: CoalitionMoves | None,
) -> Course:
    label, start, goal = leg
    found = ways(start, moves_alone(model))
    steps, against = found.to(goal), found.against(goal)
    allied: tuple[Step, ...] = ()
    least = against
    if against != 0 and together is not None:
        more = ways(start, moves_together(together))
        if more.against(goal) >= 0 and (against < 0 or more.against(goal) < against):
            allied, least = more.to(goal), more.against(goal)
    by = tuple(concept for concept, states in standing.items() if goal in states)
    return Course(label, start, goal, steps, against, allied, least, by)
