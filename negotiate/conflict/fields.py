"""How the records of this room are written as JSON, where their fields do not say it; see
`negotiate.report.json`.

States are numbers, counted from 0 in the order of the model; `states` tells what each number is
that an answer names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import compress
from typing import Any

from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.patterns import OneState
from negotiate.conflict.questions.coalitions import Coalitions
from negotiate.conflict.questions.evolution import Evolution
from negotiate.conflict.questions.inverse import Inverse
from negotiate.conflict.stability import Stability
from negotiate.display import record
from negotiate.report.json import (
    AS_IT_IS,
    BY_PLAYER,
    COUNT,
    INTEGER,
    LEFT_OUT,
    LISTED,
    PLAYERS,
    Way,
    Writer,
    alike,
    keyed,
    list_of,
    object_of,
)

FIRST = 20
"""States that are told, besides today and what happened, where not everything is wanted."""


@record
class ToldState:
    """What the number of a state means.

    Parameters
    ----------
    number : int
        As other fields name the state.
    name : str
        All of its options, or its name in a model from bare tables.
    choices : Mapping[str, str]
        Issue → option; empty for a model from bare tables.
    ranks : Mapping[str, int]
        Player → rank, the higher the better.
    """

    number: int
    name: str
    choices: Mapping[str, str]
    ranks: Mapping[str, int]


@record
class JudgedState(ToldState):
    """A state with what the concepts say of it.

    Parameters
    ----------
    stable_by : tuple of str
        The concepts by which no player would leave it.
    would_leave : Mapping[str, tuple of str]
        Concept → the players who would leave it.
    """

    stable_by: tuple[str, ...]
    would_leave: Mapping[str, tuple[str, ...]]


def _told(model: GraphModel, state: int) -> tuple[int, str, dict[str, str], dict[str, int]]:
    choices = dict(model.choices[state]) if model.choices else {}
    ranks = dict(zip(model.keys, model.ranks[:, state].tolist(), strict=True))
    return state, str(model.states[state]), choices, ranks


def _every(found: Any, writer: Writer) -> list[ToldState]:
    return [
        ToldState(*_told(found.model, state))
        for state in writer.cut(range(len(found.model.states)))
    ]


def _named(mentioned: Callable[[Any], Iterable[int]]) -> Way:
    """The states that an answer mentions, today and what happened among them."""

    def write(found: Any, _: Writer) -> list[ToldState]:
        return [
            ToldState(*_told(found.model, s))
            for s in sorted({*mentioned(found), *found.model.known} - {-1})
        ]

    return Way(write, "tuple[ToldState, ...]", SAYS)


def _judged(found: Stability, writer: Writer) -> list[JudgedState]:
    """Those that are stable by most concepts first, then today and what happened."""
    model, keys = found.model, found.model.keys
    most = LISTED - len(model.known) if writer.everything else FIRST
    shown = list(dict.fromkeys([*found.order[:most].tolist(), *model.known]))
    if missing := len(model.states) - len(shown):
        writer.left_out[".".join(writer.path)] = missing
    told = []
    for state in shown:
        leave = zip(found.concepts, ~found.stable[:, :, state], strict=True)
        would_leave = {str(concept): tuple(compress(keys, leaves)) for concept, leaves in leave}
        told.append(JudgedState(*_told(model, state), found.by_concept(state), would_leave))
    return told


def _in_verdicts(told: OneState) -> Iterable[int]:
    answers = [answer for row in told.verdicts for one in row for answer in one.answers]
    ends = [state for one in answers for state in (one.improvement, one.end, one.escape)]
    return [told.state, *ends, *(to for one in answers for _, to in one.steps)]


def _in_coalitions(found: Coalitions) -> Iterable[int]:
    targets = [target for one in found.broken for away in one.departures for target in away.targets]
    return [*found.alone, *found.standing, *targets]


def _in_evolution(found: Evolution) -> Iterable[int]:
    steps = [step for course in found.courses for step in (*course.steps, *course.allied)]
    ends = [state for step in steps for state in (step.start, step.end)]
    return [found.start, *found.reachable, *ends, *(course.goal for course in found.courses)]


def _in_inverse(found: Inverse) -> Iterable[int]:
    """All states where whole rankings are told, else those that demands are about."""
    if found.swaps:
        return range(len(found.model.states))
    compared = [one for demand in found.demands for way in demand.alternatives for one in way]
    pairs = (state for one in compared for state in (one.state, one.than))
    return [found.state, *(demand.target for demand in found.demands), *pairs]


def _objects(*names: str, of: Callable[[Any], tuple[int, ...]] = tuple) -> Way:
    """A player and a state or more as objects; `of` reads them from what is not such a tuple
    itself.
    """

    def write(rows: Iterable[Any], writer: Writer) -> list[dict[str, Any]]:
        told = ((writer.about.keys[player], *map(int, more)) for player, *more in map(of, rows))
        return [dict(zip(names, one, strict=True)) for one in told]

    own = {name: {"type": "integer" if place else "string"} for place, name in enumerate(names)}
    return Way(write, list_of({**object_of(**own), "required": list(own)}))


def _count(says: str) -> Way:
    """A number that may be missing."""
    return Way(COUNT.write, COUNT.shape, says)


def _by_concept(states: Callable[[Any, str], Any], says: str) -> Way:
    """Concept → states."""
    shape = "Mapping[str, tuple[int, ...]]"
    return Way(
        lambda found, _: {c: states(found, c) for c in found.concepts}, shape, f"concept → {says}"
    )


SAYS = "what the numbers of states in this answer mean"
REACHED = {**object_of(reached=list_of(INTEGER), count=INTEGER), "required": ["reached", "count"]}
EVERY = Way(_every, "tuple[ToldState, ...]", SAYS)
SCHEMAS = {
    "GraphModel": "negotiate/graph-model/1",
    "Stability": "negotiate/stability/3",
    "MoveGraph": "negotiate/moves/2",
    "OneState": "negotiate/state/2",
}
"""Class of a result → the name and number of its shape."""
ONLY = {
    "GraphModel": (
        *("title", "players", "issue_names", "option_names", "decides", "kept", "count", "moves"),
        *("status_quo", "happened", "nowhere", "notes"),
    ),
    "OneState": ("model", "sanctions", "state", "stable_by", "verdicts", "states", "notes"),
    "Verdict": ("stable", "improvements", "answers"),
    "Inverse": (
        *(
            "model",
            "concept",
            "sanctions",
            "state",
            "stable",
            "swaps",
            "changes",
            "demands",
            "failing",
        ),
        *("complete", "states"),
    ),
}
"""Class → what is written of it, where its fields are working material, or are told one level
above.
"""
FIELDS = {
    "GraphModel": {
        **alike(BY_PLAYER, "players", "decides"),
        "count": Way(lambda model, _: len(model.states), "int", "how many states there are"),
        "moves": Way(
            lambda moves, writer: dict(
                zip(writer.about.keys, (one.count for one in moves), strict=True)
            ),
            "Mapping[str, int]",
            "player → how many moves it has, from all states together",
        ),
        "status_quo": _count(
            "the state in which the conflict is today; null where nobody says, or where it is no "
            "state"
        ),
    },
    "Stability": {
        "stable": LEFT_OUT,
        "complete": AS_IT_IS,
        "stable_states": _by_concept(
            lambda found, c: found.equilibria(c), "the states that no player would leave"
        ),
        "states": Way(
            _judged,
            "tuple[JudgedState, ...]",
            (
                f"{SAYS}: of the {FIRST} stable by most concepts, today and what happened; with "
                "`--all` of all"
            ),
        ),
    },
    "OneState": {
        "sanctions": Way(lambda told, _: told.found.sanctions, "str", "how the others may answer"),
        "stable_by": Way(
            lambda told, _: told.found.by_concept(told.state),
            "tuple[str, ...]",
            "the concepts by which it is stable",
        ),
        "verdicts": Way(
            lambda rows, writer: {
                row[0].concept: dict(zip(writer.about.keys, row, strict=True)) for row in rows
            },
            "Mapping[str, Mapping[str, Verdict]]",
            "concept → player → whether it would stay",
        ),
        "states": _named(_in_verdicts),
        "notes": Way(
            lambda told, _: told.found.notes, "tuple[str, ...]", "what a reader should know"
        ),
    },
    "Answer": {
        "steps": _objects("player", "to"),
        "escape": _count(
            "under SMR the best state to which the player could move on; null elsewhere"
        ),
    },
    "MoveGraph": {"states": EVERY},
    "Inverse": {
        "concept": Way(
            lambda found, _: found.look.concept, "str", "how far all players look ahead"
        ),
        "sanctions": Way(lambda found, _: found.look.sanctions, "str", "how the others may answer"),
        "failing": _objects("player", "target", of=lambda demand: (demand.player, demand.target)),
        "states": _named(_in_inverse),
    },
    "Change": {"ranks": BY_PLAYER},
    "Coalitions": {"states": _named(_in_coalitions)},
    "Departure": {"coalition": PLAYERS},
    "Evolution": {
        "standing": Way(
            lambda rows, _: {
                concept: {"reached": states, "count": count} for concept, states, count in rows
            },
            keyed(REACHED),
        ),
        "states": _named(_in_evolution),
    },
    "Course": {
        "against": _count("how many of the moves do not pay; null where no moves lead there"),
        "allied_against": _count("the same if players may act together"),
        "explained": AS_IT_IS,
    },
    "Step": {"movers": PLAYERS},
    "Strength": {
        "greatly": _objects("player", "state"),
        "bands": BY_PLAYER,
        "stable": LEFT_OUT,
        "strongly": LEFT_OUT,
        "strongly_stable": _by_concept(
            lambda found, c: found.strong(c), "the states that all players keep strongly"
        ),
        "weakly_stable": _by_concept(
            lambda found, c: found.weak(c), "those that all keep, some of them not strongly"
        ),
        "states": EVERY,
    },
    "Unknown": {
        "pairs": _objects("player", "state", "other"),
        "stable": LEFT_OUT,
        "stable_states": Way(
            lambda found, _: {
                s: {c: found.standing(s, c) for c in found.concepts} for s in found.stances
            },
            "Mapping[str, Mapping[str, tuple[int, ...]]]",
            "stance → concept → the states that no player would leave",
        ),
        "states": EVERY,
    },
    "Consensus": {"stays": BY_PLAYER, "places": BY_PLAYER, "counts": AS_IT_IS, "states": EVERY},
}
"""Class → field → how it is written."""
