"""What a file says of playing again, part by part, as two scenarios may differ in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from negotiate.model.expressions import Expression, Number, ParameterValue
from negotiate.model.negotiation import Negotiation
from negotiate.model.repeat import Chance, Goes, Machine, MachineState, Plays
from negotiate.model.wording import spelled

Part = float | str | tuple[str, ...] | None
"""What one side says; see `negotiate.comparison.differences.Value`."""


def again_parts(found: Negotiation) -> dict[str, Part]:
    """Each part of `repeat` by its name, in the file's order."""
    return dict(_parts(found))


def _parts(found: Negotiation) -> Iterator[tuple[str, Part]]:
    repeat = found.repeat
    if not found.repeats:
        return
    yield "period", repeat.period
    for player, row in repeat.postures.items():
        yield f"{player} postures", tuple(posture.id for posture in row)
        for posture in row:
            yield f"{player} {posture.id}", _package(found, posture.choices)
    for player in found.keys:
        yield f"{player} agrees to", repeat.agreement.get(player)
        yield f"{player} punishes by", repeat.punishment.get(player)
        yield f"{player} plays", _plays(found, repeat.plays.get(player))
        for word, rates in (("noise", repeat.noise), ("misread", repeat.misread), ("walk_away", repeat.walk_away)):
            yield f"{word} {player}", _number(found, rates.get(player))
    yield "sets", _package(found, repeat.sets) or None
    yield "rounds", repeat.rounds
    yield "ends", _number(found, repeat.ends)
    for name, machine in repeat.machines.items():
        yield f"strategy {name}", _machine(found, machine)
    if repeat.signals:
        yield "signals", _chances(found, repeat.signals)
    for phase in repeat.phases:
        yield f"phase {phase.id} sets", tuple(f"{key} {value}" for key, value in phase.changes.items()) or None
        yield f"phase {phase.id} leads to", _chances(found, phase.follows) or None


def _package(found: Negotiation, package: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(f"{issue} {found.issues[issue].options[option].id}" for issue, option in package.items())


def _number(found: Negotiation, value: Expression | None) -> Part:
    """A number where it is one, its formula where it is worked out."""
    if value is None:
        return None
    if isinstance(value, ParameterValue):
        return found.parameters[value.name].value
    return value.value if isinstance(value, Number) else spelled(value, found)


def _plays(found: Negotiation, plays: Plays | None) -> Part:
    if plays is None:
        return None
    return (plays.strategy, *(f"{name} {_number(found, value)}" for name, value in plays.parameters.items()))


def _chances(found: Negotiation, chances: Sequence[Chance]) -> tuple[str, ...]:
    said = []
    for chance in chances:
        when = "" if chance.when is None else f" if {spelled(chance.when, found)}"
        odds = "" if chance.odds is None else f" with odds {_number(found, chance.odds)}"
        said.append(f"{chance.name}{when}{odds}")
    return tuple(said)


def _machine(found: Negotiation, machine: Machine) -> tuple[str, ...]:
    states = (_state(found, state) for state in machine.states)
    return (f"of {machine.player}", f"starts in {machine.start}", *states)


def _state(found: Negotiation, state: MachineState) -> str:
    plays = " or ".join(f"{posture} {_number(found, odds)}" for posture, odds in state.plays.items())
    goes = "; ".join(f"{go.state} after {_seen(go)}" for go in state.goes)
    return f"{state.id} plays {plays}{' and leads to ' if goes else ''}{goes}"


def _seen(go: Goes) -> str:
    """What has to be seen."""
    return ", ".join(f"{player} {' or '.join(postures)}" for player, postures in go.seen.items()) or "anything"
