"""Binds who plays what: strategies by name with their parameters, and automata that the file itself describes."""

from __future__ import annotations

from collections.abc import Mapping

from negotiate.loading.binding.binder import Binder
from negotiate.loading.problems import listed
from negotiate.loading.shape.repeat import MachinePart, PlaysPart, RepeatPart, StatePart
from negotiate.model.expressions import Expression, Number
from negotiate.model.repeat import Goes, Machine, MachineState, Plays

PostureNames = Mapping[str, tuple[str, ...]]
"""Player → what its postures are called; nothing for a player whose postures have no names that could be written."""


def bind_machines(binder: Binder, part: RepeatPart, names: PostureNames) -> dict[str, Machine]:
    """Name → a strategy of the file's own."""
    result = {}
    for name, machine in part.strategies.items():
        path = ("repeat", "strategies", name)
        if machine.start is not None:
            binder.known(machine.start, machine.states, "state", binder.at(*path, "start"))
        if binder.known(machine.player, binder.players, "player", binder.at(*path, "player")):
            result[name] = _machine(binder, name, machine, names)
    return result


def _machine(binder: Binder, name: str, part: MachinePart, names: PostureNames) -> Machine:
    states = tuple(_state(binder, part, key, state, names, name) for key, state in part.states.items())
    return Machine(name, part.player, part.start or next(iter(part.states)), states, part.about)


def _state(
    binder: Binder, machine: MachinePart, key: str, part: StatePart, names: PostureNames, name: str
) -> MachineState:
    path = ("repeat", "strategies", name, "states", key)
    plays: dict[str, Expression] = {}
    if isinstance(part.plays, str):
        posture_of(binder, machine.player, part.plays, names, *path, "plays")
        plays[part.plays] = Number(1.0)
    else:
        for posture, odds in part.plays.items():
            posture_of(binder, machine.player, posture, names, *path, "plays", posture, key=True)
            found = binder.expression(odds, *path, "plays", posture, names=binder.constants())
            plays[posture] = found if found is not None else Number(0.0)
    goes = []
    for k, entry in enumerate(part.next):
        here = (*path, "next", k)
        binder.known(entry.to, machine.states, "state", binder.at(*here, "to"))
        goes.append(Goes(_seen(binder, entry.when or {}, names, *here, "when"), entry.to))
    return MachineState(key, plays, tuple(goes))


def _seen(
    binder: Binder, when: Mapping[str, list[str]], names: PostureNames, *path: str | int
) -> dict[str, tuple[str, ...]]:
    result = {}
    for player, postures in when.items():
        if not binder.known(player, binder.players, "player", binder.at(*path, player, key=True)):
            continue
        for k, posture in enumerate(postures):
            posture_of(binder, player, posture, names, *path, player, *([k] if len(postures) > 1 else []))
        result[player] = tuple(postures)
    return result


def posture_of(
    binder: Binder, player: str, posture: str, names: PostureNames, *path: str | int, key: bool = False
) -> bool:
    """Whether a player has a posture of this name; a mistake is noted, unless another has taken the names away."""
    known = names.get(player, ())
    if not known and (binder.broken or any(binder.stray(issue) for issue in binder.issues)):
        return False
    hint = "" if known else f"name its postures under `repeat`: `postures: {{{player}: {{{posture}: …}}}}`"
    return binder.known(posture, known, "posture", binder.at(*path, key=key), hint)


def bind_playing(binder: Binder, written: PlaysPart | Mapping[str, PlaysPart], *path: str | int) -> dict[str, Plays]:
    """Player → what it plays; one strategy alone is that of every player."""
    if isinstance(written, PlaysPart):
        one = _plays(binder, written, "", *path)
        return dict.fromkeys(binder.players, one)
    return {
        player: _plays(binder, part, player, *path, player)
        for player, part in written.items()
        if binder.known(player, binder.players, "player", binder.at(*path, player, key=True))
    }


def _plays(binder: Binder, part: PlaysPart, player: str, *path: str | int) -> Plays:
    from negotiate.repeated.strategies.registry import strategies  # noqa: PLC0415 - loaded for files that repeat

    own = binder.document.repeat.strategies
    extra: Mapping[str, float | str] = part.__pydantic_extra__ or {}
    place = binder.at(*path, *(["strategy"] if extra else []))
    if binder.known(part.strategy, [*own, *strategies], "strategy", place):
        if part.strategy in own:
            _check_seat(binder, own[part.strategy], part.strategy, player, *path)
            _check_parameters(binder, part.strategy, extra, (), *path)
        else:
            _check_parameters(binder, part.strategy, extra, tuple(strategies[part.strategy].parameters), *path)
    found = {name: binder.expression(value, *path, name, names=binder.constants()) for name, value in extra.items()}
    return Plays(part.strategy, {name: value for name, value in found.items() if value is not None})


def _check_seat(binder: Binder, machine: MachinePart, name: str, player: str, *path: str | int) -> None:
    if machine.player != player and machine.player in binder.players:
        who = f"`{player}`" if player else "everybody"
        message = f"`{name}` is a strategy of `{machine.player}`, and not of {who}"
        binder.wrong(binder.at(*path), "not-its-strategy", message, "write one for each player, by its postures")


def _check_parameters(
    binder: Binder, strategy: str, given: Mapping[str, float | str], known: tuple[str, ...], *path: str | int
) -> None:
    for name in given:
        if name not in known:
            there = f"it has {listed(known)}" if known else "it has none"
            message = f"`{strategy}` has no parameter `{name}`; {there}"
            place = binder.at(*path, name, key=True)
            binder.wrong(place, "unknown-strategy-parameter", message, binder.nearest(name, known))
