"""Red lines: whose they are, what crosses them, and which signature they rule out."""

from __future__ import annotations

from collections.abc import Iterable

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.words import joined, safe, the

Game = NormalFormGame | ExtensiveGame
CROSSED = "‡"
_SURE = 1 - 1e-9


def sign(part: float) -> str:
    """The mark of something of which this part crosses a red line: all of it, some of it, or nothing."""
    return CROSSED if part >= _SURE else f"({CROSSED})" if part > 0 else ""


def legend(game: Game, names: Iterable[str]) -> str:
    """What the sign means: "‡ crosses a red line: demand (United States)"."""
    said = []
    for name in dict.fromkeys(names):
        owner = game.red_lines.get(name)
        who = f" ({safe(game.players[game.keys.index(owner)], True)})" if owner in game.keys else ""
        said.append(f"{safe(name, True)}{who}")
    return f"{CROSSED} crosses {'a red line' if len(said) == 1 else 'red lines'}: {joined(said)}"


def unsigned(game: Game) -> list[str]:
    """A sentence for each signature that a red line or a ratifier rules out."""
    found = game.unsigned if isinstance(game, ExtensiveGame) else ()
    return [
        f"At `{safe(one.move, True)}`, `{safe(one.action, True)}` is not possible where the {one.kind} "
        f"`{safe(one.name, True)}` of {the(game.players[game.keys.index(one.player)])} forbids the deal."
        for one in found
    ]
