"""Binds how it is played again: postures and the agreement, what disturbs it, signals, phases, and
who plays what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from negotiate.language.binding import Binder, present, record
from negotiate.language.text import TOP, Spot
from negotiate.model.expressions import Expression, Number
from negotiate.model.repeat import (
    Chance,
    Goes,
    Machine,
    MachineState,
    Phase,
    Plays,
    Posture,
    Repeat,
)
from negotiate.problems import listed
from negotiate.repeated.strategies import registry

if TYPE_CHECKING:
    from negotiate.language.shape.repeat import (
        FollowsPart,
        MachinePart,
        PlaysPart,
        RepeatPart,
        SignalPart,
        StatePart,
    )

PostureNames = Mapping[str, tuple[str, ...]]
"""Player → what its postures are called; nothing for a player whose postures have no names that
could be written.
"""


def bind_repeat(binder: Binder) -> Repeat:
    """Everything that the file says of playing again."""
    part = binder.document.repeat
    _check_numbers(binder)
    postures = _postures(binder, part)
    names = posture_names(binder)
    machines = bind_machines(binder, part, names)
    inner = binder.of_packages()
    return record(
        Repeat,
        part,
        period=part.period or Repeat().period,
        postures=postures,
        agreement=_named(binder, part.agreement, names, TOP / "repeat" / "agreement"),
        punishment=_named(binder, part.punishment, names, TOP / "repeat" / "punishment"),
        sets=_sets(binder, part.sets, TOP / "repeat" / "sets"),
        noise=_rates(binder, part.noise, TOP / "repeat" / "noise"),
        misread=_rates(binder, part.misread, TOP / "repeat" / "misread"),
        ends=binder.amount(part.ends, TOP / "repeat" / "ends"),
        walk_away=_walk_away(binder, part.walk_away, TOP / "repeat" / "walk_away"),
        machines=machines,
        plays={}
        if part.plays is None
        else bind_playing(binder, part.plays, TOP / "repeat" / "plays"),
        signals=_signals(inner, part),
        phases=_phases(inner, part),
    )


def bind_machines(binder: Binder, part: RepeatPart, names: PostureNames) -> dict[str, Machine]:
    """Name → a strategy of the file's own."""
    result = {}
    for name, machine in part.strategies.items():
        path = TOP / "repeat" / "strategies" / name
        if machine.start is not None:
            binder.known(machine.start, machine.states, "state", path / "start")
        if binder.player(machine.player, path / "player"):
            start = machine.start or next(iter(machine.states))
            parts = machine.states.items()
            states = tuple(
                _state(binder, machine, state, names, path / "states" / key) for key, state in parts
            )
            result[name] = record(Machine, machine, id=name, start=start, states=states)
    return result


def _state(
    binder: Binder, machine: MachinePart, part: StatePart, names: PostureNames, path: Spot
) -> MachineState:
    plays: dict[str, Expression] = {}
    here = path / "plays"
    if isinstance(part.plays, str):
        posture_of(binder, machine.player, part.plays, names, here)
        plays[part.plays] = Number(1.0)
    else:
        for posture, odds in part.plays.items():
            posture_of(binder, machine.player, posture, names, here / posture, key=True)
            plays[posture] = binder.amount(odds, here / posture) or Number(0.0)
    goes = []
    for k, entry in enumerate(part.next):
        here = path / "next" / k
        binder.known(entry.to, machine.states, "state", here / "to")
        goes.append(Goes(_seen(binder, entry.when or {}, names, here / "when"), entry.to))
    return MachineState(str(path[-1]), plays, tuple(goes))


def _seen(
    binder: Binder, when: Mapping[str, list[str]], names: PostureNames, path: Spot
) -> dict[str, tuple[str, ...]]:
    result = {}
    for player, postures, here in binder.of_players(when, path):
        for k, posture in enumerate(postures):
            posture_of(binder, player, posture, names, here / k if len(postures) > 1 else here)
        result[player] = tuple(postures)
    return result


def posture_of(
    binder: Binder, player: str, posture: str, names: PostureNames, path: Spot, *, key: bool = False
) -> None:
    """Note that a player has no posture of this name, unless another mistake has taken the names
    away.
    """
    known = names.get(player, ())
    if known or not (binder.broken or any(binder.stray(issue) for issue in binder.issues)):
        hint = (
            ""
            if known
            else f"name its postures under `repeat`: `postures: {{{player}: {{{posture}: …}}}}`"
        )
        binder.known(posture, known, "posture", path, hint, key=key)


def bind_playing(
    binder: Binder, written: PlaysPart | Mapping[str, PlaysPart], path: Spot
) -> dict[str, Plays]:
    """Player → what it plays; one strategy alone is that of every player."""
    if not isinstance(written, Mapping):
        return dict.fromkeys(binder.players, _plays(binder, written, "", path))
    return {
        player: _plays(binder, part, player, here)
        for player, part, here in binder.of_players(written, path)
    }


def _plays(binder: Binder, part: PlaysPart, player: str, path: Spot) -> Plays:
    own, name = binder.document.repeat.strategies, part.strategy
    extra: Mapping[str, float | str] = part.__pydantic_extra__ or {}
    if binder.known(
        name, [*own, *registry.strategies], "strategy", path / "strategy" if extra else path
    ):
        if name in own:
            _check_seat(binder, own[name], name, player, path)
        known = () if name in own else tuple(registry.strategies[name].parameters)
        there = f"it has {listed(known)}" if known else "it has none"
        for word in [word for word in extra if word not in known]:
            message, hint = (
                f"`{name}` has no parameter `{word}`; {there}",
                binder.nearest(word, known),
            )
            binder.wrong_key(path / word, "unknown-strategy-parameter", message, hint)
    return Plays(
        name, present({word: binder.amount(value, path / word) for word, value in extra.items()})
    )


def _check_seat(binder: Binder, machine: MachinePart, name: str, player: str, path: Spot) -> None:
    if machine.player != player and machine.player in binder.players:
        who = f"`{player}`" if player else "everybody"
        message = f"`{name}` is a strategy of `{machine.player}`, and not of {who}"
        binder.wrong(
            path, "not-its-strategy", message, "write one for each player, by its postures"
        )


def posture_names(binder: Binder) -> dict[str, tuple[str, ...]]:
    """What each player's postures are called; the options of its only issue, where the file names
    no postures.
    """
    named = binder.document.repeat.postures
    result = {}
    for player in binder.players:
        own = [issue for issue in binder.issues.values() if _decider(binder, issue.id) == player]
        unnamed = own[0].labels if len(own) == 1 else ()
        result[player] = tuple(named[player]) if player in named else unnamed
    return result


def _decider(binder: Binder, issue: str) -> str:
    """The player that decides an issue alone; none where all do, though mistakes have left no more
    than one of them.
    """
    deciders, part = binder.issues[issue].deciders, binder.document.issues.get(issue)
    of_all = part is not None and list(part.decided_by) == ["agreement"]
    alone = len(deciders) == 1 and not binder.stray(issue) and not (of_all and binder.broken)
    return deciders[0] if alone else ""


def _check_numbers(binder: Binder) -> None:
    """Note a player whose payoffs cannot be added up over rounds."""
    ordinal = [word for word in ("prefers", "ranking") if getattr(binder.document, word)]
    if ordinal:
        message = f"what is played again adds payoffs up, and `{ordinal[0]}` gives no numbers"
        binder.wrong_key(TOP / "repeat", "repeat-without-numbers", message)


def _postures(binder: Binder, part: RepeatPart) -> dict[str, tuple[Posture, ...]]:
    result = {}
    for player, written, path in binder.of_players(part.postures, TOP / "repeat" / "postures"):
        found: list[Posture] = []
        for name, package in written.items():
            here = path / name
            posture = Posture(name, binder.package(package, here))
            own = [_is_own(binder, player, issue, here / issue) for issue in package]
            if len(posture.choices) == len(package) and all(own):
                _check_whole(binder, player, posture, here)
                _check_twins(binder, player, found, posture, here)
                found.append(posture)
        result[player] = tuple(found)
    return result


def _check_twins(
    binder: Binder, player: str, others: list[Posture], posture: Posture, path: Spot
) -> None:
    """Note a posture that chooses what another one chooses."""
    twin = next(
        (other.id for other in others if _resolved(binder, other) == _resolved(binder, posture)), ""
    )
    if twin:
        message = f"the postures `{twin}` and `{posture.id}` of `{player}` choose the same"
        binder.wrong_key(path, "postures-alike", message)


def _resolved(binder: Binder, posture: Posture) -> dict[str, int]:
    """A posture's choices where they are not as in the status quo."""
    issues, quo = binder.issues, binder.document.status_quo
    return {
        issue: k
        for issue, k in posture.choices.items()
        if issues[issue].labels[k] != quo.get(issue)
    }


def _is_own(binder: Binder, player: str, issue: str, path: Spot) -> bool:
    """Whether the player of a posture decides an issue alone; a mistake is noted."""
    deciders = binder.issues[issue].deciders if issue in binder.issues else (player,)
    if deciders == (player,) or binder.stray(issue):
        return True
    who = " and ".join(f"`{decider}`" for decider in deciders)
    together = len(deciders) > 1
    hint = (
        f"what all keep to while the agreement holds stands under `sets`: `sets: {{{issue}: …}}`"
        if together
        else ""
    )
    message = f"`{player}` does not decide `{issue}` alone; {who} {'do' if together else 'does'}"
    binder.wrong_key(path, "not-the-decider", message, hint)
    return False


def _check_whole(binder: Binder, player: str, posture: Posture, path: Spot) -> None:
    """Note a posture that leaves open what nothing else settles."""
    if binder.document.status_quo or "status_quo" in binder.broken:
        return
    own = [
        key
        for key, issue in binder.issues.items()
        if _decider(binder, key) == player and len(issue.options) > 1
    ]
    if missing := [issue for issue in own if issue not in posture.choices]:
        message = (
            f"the posture `{posture.id}` leaves out {listed(missing)}, and the file names no "
            "status quo"
        )
        binder.wrong_key(path, "incomplete-package", message)


def _named(
    binder: Binder, written: Mapping[str, str], names: PostureNames, path: Spot
) -> dict[str, str]:
    """Player → one of its postures."""
    result = {}
    for player, posture, here in binder.of_players(written, path):
        posture_of(binder, player, posture, names, here)
        result[player] = posture
    return result


def _sets(binder: Binder, written: Mapping[str, str], path: Spot) -> dict[str, int]:
    for issue in written:
        if issue in binder.issues and (decider := _decider(binder, issue)):
            message = f"`{decider}` decides `{issue}` alone"
            hint = "put it into that player's postures; `sets` is for what several decide"
            binder.wrong_key(path / issue, "not-agreed", message, hint)
    return binder.package(written, path)


def _rates(
    binder: Binder, written: float | str | Mapping[str, float | str] | None, path: Spot
) -> dict[str, Expression]:
    """Player → a rate; one alone is that of every player."""
    if isinstance(written, Mapping):
        return binder.amounts(written, path)
    found = binder.amount(written, path)
    return {} if found is None else dict.fromkeys(binder.players, found)


def _walk_away(
    binder: Binder, written: Mapping[str, float | str], path: Spot
) -> dict[str, Expression]:
    missing = [player for player in binder.players if player not in written]
    if written and missing:
        message = (
            "once somebody has left, everybody gets something: `walk_away` leaves out "
            f"{listed(missing)}"
        )
        binder.wrong_key(path, "walk-away-incomplete", message)
    return binder.amounts(written, path)


def _chance(binder: Binder, name: str, part: FollowsPart | SignalPart, path: Spot) -> Chance:
    return Chance(
        name, binder.condition(part.when, path / "when"), binder.amount(part.odds, path / "odds")
    )


def _signals(binder: Binder, part: RepeatPart) -> tuple[Chance, ...]:
    """Every entry of every signal; the only one may stand in the place of a list."""
    found = []
    for name, entries in part.signals.items():
        path = TOP / "repeat" / "signals" / name
        found += [
            _chance(binder, name, one, path / k if len(entries) > 1 else path)
            for k, one in enumerate(entries)
        ]
    return tuple(found)


def _phases(binder: Binder, part: RepeatPart) -> tuple[Phase, ...]:
    result: list[Phase] = []
    for name, phase in part.phases.items():
        path = TOP / "repeat" / "phases" / name
        if not result and phase.set:
            message = f"play starts in `{name}`, in which everything is as the file says"
            hint = "put a phase that sets nothing first"
            binder.wrong_key(path / "set", "first-phase-sets", message, hint)
        follows = tuple(
            _follows(binder, entry, part.phases, path / "next" / k)
            for k, entry in enumerate(phase.next)
        )
        result.append(record(Phase, phase, id=name, changes=phase.set, follows=follows))
    return tuple(result)


def _follows(binder: Binder, entry: FollowsPart, phases: Iterable[str], path: Spot) -> Chance:
    binder.known(entry.to, phases, "phase", path / "to")
    return _chance(binder, entry.to, entry, path)
