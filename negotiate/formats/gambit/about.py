"""What a game of ours holds that a file of Gambit's has no place for, in words for its comment."""

from __future__ import annotations

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame


def about(game: NormalFormGame | ExtensiveGame) -> list[str]:
    """Sentences about units, red lines and whatever else the game notes."""
    names = dict(zip(game.keys, game.players, strict=True))
    units = [f"{name} in {unit}" for name, unit in zip(game.players, game.units, strict=False) if unit]
    crossed = [f"`{line}` of {names.get(key, key)}" for line, key in game.red_lines.items()]
    return [
        "Written by negotiate.",
        f"Payoffs: {'; '.join(units)}." if units else "",
        f"Some outcomes cross red lines, which this file does not say: {', '.join(crossed)}." if crossed else "",
        *(f"{note[:1].upper()}{note[1:].rstrip('.')}." for note in game.notes),
    ]
