"""How a negotiation is played again, as a JSON object, with its numbers worked out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.model.expressions import Expression
from negotiate.model.negotiation import Negotiation
from negotiate.model.repeat import Machine, Repeat
from negotiate.views.repeating.chances import number


def repeat_json(found: Negotiation) -> dict[str, Any]:
    """What the file says of playing again; empty where it is silent."""
    repeat = found.repeat
    if repeat == Repeat():
        return {}
    return {
        "period": repeat.period,
        "rounds": repeat.rounds,
        "ends": None if repeat.ends is None else number(found, repeat.ends),
        "postures": {
            player: {one.id: _options(found, one.choices) for one in row} for player, row in repeat.postures.items()
        },
        "agreement": dict(repeat.agreement),
        "punishment": dict(repeat.punishment),
        "sets": _options(found, repeat.sets),
        "noise": _numbers(found, repeat.noise),
        "misread": _numbers(found, repeat.misread),
        "walk_away": _numbers(found, repeat.walk_away),
        "plays": {
            player: {"strategy": plays.strategy, "parameters": _numbers(found, plays.parameters)}
            for player, plays in repeat.plays.items()
        },
        "strategies": {name: _machine(found, machine) for name, machine in repeat.machines.items()},
        "signals": list(dict.fromkeys(signal.name for signal in repeat.signals)),
        "phases": {phase.id: {"set": dict(phase.changes), "about": phase.about} for phase in repeat.phases},
    }


def _options(found: Negotiation, package: Mapping[str, int]) -> dict[str, str]:
    return {issue: found.issues[issue].labels[option] for issue, option in package.items()}


def _numbers(found: Negotiation, formulas: Mapping[str, Expression]) -> dict[str, float]:
    return {name: number(found, formula) for name, formula in formulas.items()}


def _machine(found: Negotiation, machine: Machine) -> dict[str, Any]:
    states = {
        state.id: {
            "plays": _numbers(found, state.plays),
            "next": [{"when": {p: list(seen) for p, seen in g.seen.items()}, "to": g.state} for g in state.goes],
        }
        for state in machine.states
    }
    return {"player": machine.player, "start": machine.start, "states": states, "about": machine.about}
