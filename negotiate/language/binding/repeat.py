"""Binds how it is played again: postures and the agreement, what disturbs it, signals, phases, and who plays what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from negotiate.language.binding.binder import Binder
from negotiate.model.expressions import Expression, Number
from negotiate.model.repeat import Chance, Goes, Machine, MachineState, Phase, Plays, Posture, Repeat
from negotiate.problems import listed

if TYPE_CHECKING:
    from negotiate.language.shape.repeat import FollowsPart, MachinePart, PlaysPart, RepeatPart, SignalPart, StatePart

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
    if not isinstance(written, Mapping):
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


def bind_repeat(binder: Binder) -> Repeat:
    """Everything that the file says of playing again; nothing where it is silent."""
    part = binder.document.repeat
    if "repeat" not in binder.document.model_fields_set:
        return Repeat()
    _check_numbers(binder)
    postures = _postures(binder, part)
    names = posture_names(binder)
    machines = bind_machines(binder, part, names)
    inner = binder.of_packages()
    return Repeat(
        period=part.period or Repeat().period,
        postures=postures,
        agreement=_named(binder, part.agreement, names, "agreement"),
        punishment=_named(binder, part.punishment, names, "punishment"),
        sets=_sets(binder, part),
        noise=_rates(binder, part.noise, "noise"),
        misread=_rates(binder, part.misread, "misread"),
        rounds=part.rounds,
        ends=None if part.ends is None else _number(binder, part.ends, "repeat", "ends"),
        walk_away=_walk_away(binder, part),
        machines=machines,
        plays={} if part.plays is None else bind_playing(binder, part.plays, "repeat", "plays"),
        signals=_signals(inner, part),
        phases=_phases(inner, part),
    )


def posture_names(binder: Binder) -> dict[str, tuple[str, ...]]:
    """What each player's postures are called; the options of its only issue, where the file names no postures."""
    named = binder.document.repeat.postures
    result = {}
    for player in binder.players:
        own = [issue for issue in binder.issues.values() if _decider(binder, issue.id) == player]
        unnamed = own[0].labels if len(own) == 1 else ()
        result[player] = tuple(named[player]) if player in named else unnamed
    return result


def _decider(binder: Binder, issue: str) -> str:
    """The player that decides an issue alone; none where all do, though mistakes have left no more than one of them."""
    deciders, part = binder.issues[issue].deciders, binder.document.issues.get(issue)
    of_all = part is not None and list(part.decided_by) == ["agreement"]
    alone = len(deciders) == 1 and not binder.stray(issue) and not (of_all and binder.broken)
    return deciders[0] if alone else ""


def _check_numbers(binder: Binder) -> None:
    """Note a player whose payoffs cannot be added up over rounds."""
    ordinal = [word for word in ("prefers", "ranking") if getattr(binder.document, word)]
    if ordinal:
        message = f"what is played again adds payoffs up, and `{ordinal[0]}` gives no numbers"
        binder.wrong(binder.at("repeat", key=True), "repeat-without-numbers", message)


def _postures(binder: Binder, part: RepeatPart) -> dict[str, tuple[Posture, ...]]:
    result = {}
    for player, written in part.postures.items():
        path = ("repeat", "postures", player)
        if not binder.known(player, binder.players, "player", binder.at(*path, key=True)):
            continue
        found: list[Posture] = []
        for name, package in written.items():
            posture = Posture(name, binder.package(package, *path, name))
            own = [_is_own(binder, player, issue, *path, name, issue) for issue in package]
            if len(posture.choices) == len(package) and all(own):
                _check_whole(binder, player, posture, *path, name)
                _check_twins(binder, player, found, posture, *path, name)
                found.append(posture)
        result[player] = tuple(found)
    return result


def _check_twins(binder: Binder, player: str, others: list[Posture], posture: Posture, *path: str | int) -> None:
    """Note a posture that chooses what another one chooses."""
    twin = next((other.id for other in others if _resolved(binder, other) == _resolved(binder, posture)), "")
    if twin:
        message = f"the postures `{twin}` and `{posture.id}` of `{player}` choose the same"
        binder.wrong(binder.at(*path, key=True), "postures-alike", message)


def _resolved(binder: Binder, posture: Posture) -> dict[str, int]:
    """A posture's choices where they are not as in the status quo."""
    quo = binder.document.status_quo
    return {
        issue: option
        for issue, option in posture.choices.items()
        if binder.issues[issue].labels[option] != quo.get(issue)
    }


def _is_own(binder: Binder, player: str, issue: str, *path: str | int) -> bool:
    """Whether the player of a posture decides an issue alone; a mistake is noted."""
    deciders = binder.issues[issue].deciders if issue in binder.issues else (player,)
    if deciders == (player,) or binder.stray(issue):
        return True
    who = " and ".join(f"`{decider}`" for decider in deciders)
    together = len(deciders) > 1
    hint = f"what all keep to while the agreement holds stands under `sets`: `sets: {{{issue}: …}}`" if together else ""
    message = f"`{player}` does not decide `{issue}` alone; {who} {'do' if together else 'does'}"
    binder.wrong(binder.at(*path, key=True), "not-the-decider", message, hint)
    return False


def _check_whole(binder: Binder, player: str, posture: Posture, *path: str | int) -> None:
    """Note a posture that leaves open what nothing else settles."""
    if binder.document.status_quo or "status_quo" in binder.broken:
        return
    own = [key for key, issue in binder.issues.items() if _decider(binder, key) == player and len(issue.options) > 1]
    if missing := [issue for issue in own if issue not in posture.choices]:
        message = f"the posture `{posture.id}` leaves out {listed(missing)}, and the file names no status quo"
        binder.wrong(binder.at(*path, key=True), "incomplete-package", message)


def _named(binder: Binder, written: Mapping[str, str], names: PostureNames, word: str) -> dict[str, str]:
    """Player → one of its postures."""
    result = {}
    for player, posture in written.items():
        path = ("repeat", word, player)
        if binder.known(player, binder.players, "player", binder.at(*path, key=True)):
            posture_of(binder, player, posture, names, *path)
            result[player] = posture
    return result


def _sets(binder: Binder, part: RepeatPart) -> dict[str, int]:
    for issue in part.sets:
        if issue in binder.issues and (decider := _decider(binder, issue)):
            message = f"`{decider}` decides `{issue}` alone"
            hint = "put it into that player's postures; `sets` is for what several decide"
            binder.wrong(binder.at("repeat", "sets", issue, key=True), "not-agreed", message, hint)
    return binder.package(part.sets, "repeat", "sets")


def _rates(binder: Binder, written: object, word: str) -> dict[str, Expression]:
    """Player → a rate; one alone is that of every player."""
    if written is None:
        return {}
    if not isinstance(written, Mapping):
        found = _number(binder, written, "repeat", word)
        return {} if found is None else dict.fromkeys(binder.players, found)
    return _by_player(binder, written, word)


def _walk_away(binder: Binder, part: RepeatPart) -> dict[str, Expression]:
    missing = [player for player in binder.players if player not in part.walk_away]
    if part.walk_away and missing:
        message = f"once somebody has left, everybody gets something: `walk_away` leaves out {listed(missing)}"
        binder.wrong(binder.at("repeat", "walk_away", key=True), "walk-away-incomplete", message)
    return _by_player(binder, part.walk_away, "walk_away")


def _by_player(binder: Binder, written: Mapping[str, float | str], word: str) -> dict[str, Expression]:
    result = {}
    for player, value in written.items():
        path = ("repeat", word, player)
        if binder.known(player, binder.players, "player", binder.at(*path, key=True)):
            found = _number(binder, value, *path)
            if found is not None:
                result[player] = found
    return result


def _number(binder: Binder, written: object, *path: str | int) -> Expression | None:
    """A number, or a formula of parameters."""
    value = written if isinstance(written, str | int | float) else ""
    return binder.expression(value, *path, names=binder.constants())


def _chance(binder: Binder, name: str, part: FollowsPart | SignalPart, *path: str | int) -> Chance:
    when = None if part.when is None else binder.condition(part.when, *path, "when")
    odds = None if part.odds is None else _number(binder, part.odds, *path, "odds")
    return Chance(name, when, odds)


def _signals(binder: Binder, part: RepeatPart) -> tuple[Chance, ...]:
    return tuple(
        _chance(binder, name, entry, *_entry(("repeat", "signals", name), k, len(entries)))
        for name, entries in part.signals.items()
        for k, entry in enumerate(entries)
    )


def _entry(path: tuple[str, ...], position: int, count: int) -> tuple[str | int, ...]:
    """Where an entry stands: in a list, or in its place where it is the only one."""
    return (*path, position) if count > 1 else path


def _phases(binder: Binder, part: RepeatPart) -> tuple[Phase, ...]:
    result = []
    for number, (name, phase) in enumerate(part.phases.items()):
        path = ("repeat", "phases", name)
        if number == 0 and phase.set:
            message = f"play starts in `{name}`, in which everything is as the file says"
            hint = "put a phase that sets nothing first"
            binder.wrong(binder.at(*path, "set", key=True), "first-phase-sets", message, hint)
        follows = tuple(_follows(binder, entry, part.phases, *path, "next", k) for k, entry in enumerate(phase.next))
        result.append(Phase(name, phase.set, follows, phase.about))
    return tuple(result)


def _follows(binder: Binder, entry: FollowsPart, phases: Iterable[str], *path: str | int) -> Chance:
    binder.known(entry.to, phases, "phase", binder.at(*path, "to"))
    return _chance(binder, entry.to, entry, *path)
