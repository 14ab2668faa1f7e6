"""How the records of this room are written as JSON, where their fields do not say it; see `negotiate.report.json`.

States are numbers, counted from 0 in the order of the model; `states` tells what each number is that an answer names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any

from negotiate.report.json import AS_IT_IS, BY_PLAYER, COUNT, LEFT_OUT, LISTED, PLAYERS, Way, Writer

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel
    from negotiate.standing.questions.coalitions import Coalitions
    from negotiate.standing.questions.evolution import Evolution
    from negotiate.standing.questions.inverse import Inverse
    from negotiate.standing.stability import Stability
    from negotiate.standing.telling.one_state import OneState


@dataclass(frozen=True, slots=True)
class ToldState:
    """What the number of a state stands for; ranks are by player, the higher the better."""

    number: int
    name: str
    choices: Mapping[str, str]
    ranks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class JudgedState(ToldState):
    """A state with the concepts by which it is stable, and who would leave it by which concept."""

    stable_by: tuple[str, ...]
    would_leave: Mapping[str, tuple[str, ...]]


def _state(model: GraphModel, state: int) -> ToldState:
    choices = dict(model.choices[state]) if model.choices else {}
    ranks = dict(zip(model.keys, model.ranks[:, state].tolist(), strict=True))
    return ToldState(state, str(model.states[state]), choices, ranks)


def _every(found: Any, writer: Writer) -> list[ToldState]:
    return [_state(found.model, state) for state in writer.cut(range(len(found.model.states)))]


def _named(mentioned: Callable[[Any], Iterable[int]]) -> Way:
    """The states that an answer mentions, today and what happened among them."""

    def write(found: Any, _: Writer) -> list[ToldState]:
        return [_state(found.model, s) for s in sorted({*mentioned(found), *found.model.known} - {-1})]

    return Way(write, "tuple[ToldState, ...]", SAYS)


def _judged(found: Stability, writer: Writer) -> list[JudgedState]:
    """Those that are stable by most concepts first."""
    model, keys = found.model, found.model.keys
    shown = list(dict.fromkeys([*found.order[: LISTED - len(model.known)].tolist(), *model.known]))
    if missing := len(model.states) - len(shown):
        writer.left_out[".".join(writer.path)] = missing
    told = []
    for state in shown:
        leave = zip(found.concepts, ~found.stable[:, :, state], strict=True)
        would_leave = {str(concept): tuple(compress(keys, leaves)) for concept, leaves in leave}
        one = _state(model, state)
        told.append(JudgedState(one.number, one.name, one.choices, one.ranks, found.by_concept(state), would_leave))
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


def _objects(*names: str) -> Way:
    """Tuples of a player and a state or more as objects."""

    def write(rows: Iterable[tuple[int, ...]], writer: Writer) -> list[dict[str, Any]]:
        return [
            dict(zip(names, (writer.about.keys[int(player)], *map(int, more)), strict=True)) for player, *more in rows
        ]

    return Way(write, "tuple[Mapping[str, Any], ...]")


def _by_concept(states: Callable[[Any, str], Any], says: str) -> Way:
    """Concept → states."""
    shape = "Mapping[str, tuple[int, ...]]"
    return Way(lambda found, _: {c: states(found, c) for c in found.concepts}, shape, f"concept → {says}")


SAYS = "what the numbers of states in this answer stand for"
EVERY = Way(_every, "tuple[ToldState, ...]", SAYS)
SCHEMAS = {
    "GraphModel": "negotiate/graph-model/1",
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
        *("model", "concept", "sanctions", "state", "stable", "swaps", "changes", "demands", "failing"),
        *("complete", "states"),
    ),
}
"""Class → what is written of it, where its fields are working material, or are told one level above."""
FIELDS = {
    "GraphModel": {
        "players": BY_PLAYER,
        "decides": BY_PLAYER,
        "count": Way(lambda model, _: len(model.states), "int", "how many states there are"),
        "moves": Way(
            lambda moves, writer: dict(zip(writer.about.keys, (one.count for one in moves), strict=True)),
            "Mapping[str, int]",
            "player → how many moves it has, from all states together",
        ),
        "status_quo": COUNT,
    },
    "Stability": {
        "stable": LEFT_OUT,
        "complete": AS_IT_IS,
        "stable_states": _by_concept(lambda found, c: found.equilibria(c), "the states that no player would leave"),
        "states": Way(_judged, "tuple[JudgedState, ...]", SAYS),
    },
    "OneState": {
        "sanctions": Way(lambda told, _: told.found.sanctions, "str", "how the others may answer"),
        "stable_by": Way(
            lambda told, _: told.found.by_concept(told.state), "tuple[str, ...]", "the concepts by which it is stable"
        ),
        "verdicts": Way(
            lambda rows, writer: {row[0].concept: dict(zip(writer.about.keys, row, strict=True)) for row in rows},
            "Mapping[str, Mapping[str, Verdict]]",
            "concept → player → whether it would stay",
        ),
        "states": _named(_in_verdicts),
        "notes": Way(lambda told, _: told.found.notes, "tuple[str, ...]", "what a reader should know"),
    },
    "Answer": {"steps": _objects("player", "to"), "escape": COUNT},
    "MoveGraph": {"states": EVERY},
    "Inverse": {
        "concept": Way(lambda found, _: found.look.concept, "str", "how far all players look ahead"),
        "sanctions": Way(lambda found, _: found.look.sanctions, "str", "how the others may answer"),
        "failing": Way(
            lambda rows, writer: [{"player": writer.about.keys[one.player], "target": one.target} for one in rows],
            "tuple[Mapping[str, Any], ...]",
        ),
        "states": _named(_in_inverse),
    },
    "Change": {"ranks": BY_PLAYER},
    "Coalitions": {"states": _named(_in_coalitions)},
    "Departure": {"coalition": PLAYERS},
    "Evolution": {
        "standing": Way(
            lambda rows, _: {concept: {"reached": states, "count": count} for concept, states, count in rows},
            "Mapping[str, Mapping[str, Any]]",
        ),
        "states": _named(_in_evolution),
    },
    "Course": {"against": COUNT, "allied_against": COUNT, "explained": AS_IT_IS},
    "Step": {"movers": PLAYERS},
    "Strength": {
        "greatly": _objects("player", "state"),
        "bands": BY_PLAYER,
        "stable": LEFT_OUT,
        "strongly": LEFT_OUT,
        "strongly_stable": _by_concept(lambda found, c: found.strong(c), "the states that all players keep strongly"),
        "weakly_stable": _by_concept(lambda found, c: found.weak(c), "those that all keep, some of them not strongly"),
        "states": EVERY,
    },
    "Unknown": {
        "pairs": _objects("player", "state", "other"),
        "stable": LEFT_OUT,
        "stable_states": Way(
            lambda found, _: {s: {c: found.standing(s, c) for c in found.concepts} for s in found.stances},
            "Mapping[str, Mapping[str, tuple[int, ...]]]",
            "stance → concept → the states that no player would leave",
        ),
        "states": EVERY,
    },
    "Consensus": {"stays": BY_PLAYER, "places": BY_PLAYER, "counts": AS_IT_IS, "states": EVERY},
}
"""Class → field → how it is written."""
