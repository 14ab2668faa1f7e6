"""Binds what an expectation says of playing again: whether it holds, from which patience on, and who plays what."""

from __future__ import annotations

from typing import Literal

from negotiate.loading.binding.binder import Binder
from negotiate.loading.binding.machines import bind_playing
from negotiate.loading.shape.document import ExpectPart
from negotiate.loading.text.nodes import spelled
from negotiate.model.expectation import OfPlay
from negotiate.model.expressions import Expression, Number

NEVER = "never"
"""What stands in place of a patience where none will do."""


def bind_play(binder: Binder, position: int, part: ExpectPart) -> OfPlay:
    """What an entry says of playing again; nothing where it asks another command."""
    if part.simulate is None:
        return OfPlay()
    path = ("expect", position)
    plays = {} if part.plays is None else bind_playing(binder, part.plays, *path, "plays")
    if part.binding is not None:
        binder.known(part.binding, binder.players, "player", binder.at(*path, "binding"))
    concept: Literal["nash", "subgame-perfect"] = "nash" if part.concept == "nash" else "subgame-perfect"
    return OfPlay(part.simulate, concept, plays, _holds_from(binder, position, part), part.binding or "")


def _holds_from(binder: Binder, position: int, part: ExpectPart) -> dict[str, Expression | None]:
    result: dict[str, Expression | None] = {}
    for player, written in part.holds_from.items():
        path = ("expect", position, "holds_from", player)
        if not binder.known(player, binder.players, "player", binder.at(*path, key=True)):
            continue
        if written == NEVER:
            result[player] = None
            continue
        found = binder.expression(written, *path, names=binder.constants())
        if isinstance(found, Number) and not 0 <= found.value <= 1:
            message = f"patience lies between 0 and 1, and here stands {spelled(found.value)}"
            binder.wrong(binder.at(*path), "outside-limits", message, f"write `{NEVER}` where none will do")
        if found is not None:
            result[player] = found
    return result
