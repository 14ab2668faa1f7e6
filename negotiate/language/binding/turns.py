"""Binds a war game in turns: how many, how the numbers of its state change, and its injects."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import inf

from negotiate.language.binding import Binder, record
from negotiate.language.text import TOP, spelled
from negotiate.model.expressions import TURN
from negotiate.model.protocol import Inject, StateNumber, Turns


def bind_turns(binder: Binder) -> Turns | None:
    """How many turns there are; it all starts from the status quo."""
    part = binder.document.turns
    if part is None:
        return None
    if not binder.document.status_quo and "status_quo" not in binder.broken:
        message = "a war game starts from the status quo, and the file names none"
        binder.wrong_key(
            TOP / "turns",
            "no-status-quo",
            message,
            "name the option of every issue under `status_quo`",
        )
    return record(Turns, part)


def bind_state(binder: Binder) -> dict[str, StateNumber]:
    """Name → how a number changes while people play."""
    inner, result = _in_a_turn(binder), {}
    for key, part in binder.document.state.items():
        path, rungs = TOP / "state" / key, part.rungs or {}
        for (one, before), (other, start) in pairwise(rungs.items()):
            if before >= start:
                message = (
                    f"`{other}` starts at {spelled(start)}, no higher than `{one}` at "
                    f"{spelled(before)}"
                )
                binder.wrong(
                    path / "rungs" / other,
                    "rungs-fall",
                    message,
                    "list the rungs from the lowest up",
                )
        low, high = part.range or (-inf, inf)
        for rung, start in rungs.items():
            if low <= high and not low <= start <= high:
                message = (
                    f"`{rung}` starts at {spelled(start)}, outside the range {spelled(low)} "
                    f"to {spelled(high)}"
                )
                binder.wrong(path / "rungs" / rung, "out-of-range", message)
        result[key] = StateNumber(key, inner.expression(part.next, path / "next"), dict(rungs))
    return result


def bind_injects(binder: Binder) -> dict[str, Inject]:
    """Name → news that comes while people play; what it changes is tried where variants are."""
    inner, turns, result = _in_a_turn(binder), binder.document.turns, {}
    for key, part in binder.document.injects.items():
        path = TOP / "injects" / key
        if turns is not None and part.turn is not None and part.turn > turns.count:
            message = f"turn {part.turn} never comes: there are {turns.count}"
            binder.wrong(path / "turn", "turn-beyond", message)
        sees = (
            tuple(binder.players)
            if part.sees is None
            else binder.each(part.sees, binder.players, "player", path / "sees")
        )
        own = {"settings": part.set, "removals": tuple(part.remove), "fixes": part.fix}
        result[key] = record(
            Inject, part, id=key, when=inner.condition(part.when, path / "when"), sees=sees, **own
        )
    return result


def _in_a_turn(binder: Binder) -> Binder:
    """The same with what a formula can name between turns: state, parameters, issues, and the
    number of the turn.
    """
    inner = binder.of_packages(terms=False)
    return replace(inner, names=replace(inner.names, handed=(TURN,)))
