"""Red lines in words and signs: whose they are, and what crosses them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.style import Glyphs
from negotiate.report.words import joined, safe
from negotiate.solvers.crossing import crosses_any, crossing
from negotiate.solvers.solution import Equilibrium, Solution, TreeEquilibrium

_SURE = 1 - 1e-9


def sign(part: float, glyphs: Glyphs) -> str:
    """The mark of something of which this part crosses a red line: all of it, some of it, or nothing."""
    return glyphs.crossed if part >= _SURE else f"({glyphs.crossed})" if part > 0 else ""


def marks(sol: Solution, found: Sequence[Equilibrium | TreeEquilibrium], glyphs: Glyphs) -> list[str]:
    """The mark of each equilibrium."""
    return [sign(crosses_any(sol.game, equilibrium), glyphs) for equilibrium in found]


def owned(game: NormalFormGame | ExtensiveGame, name: str) -> str:
    """A red line with the player whose it is: "demand (United States)"."""
    owner = game.red_lines.get(name)
    who = f" ({safe(game.players[game.keys.index(owner)], True)})" if owner in game.keys else ""
    return f"{safe(name, True)}{who}"


def legend(game: NormalFormGame | ExtensiveGame, names: Iterable[str], glyphs: Glyphs) -> str:
    """What the sign means, with the lines that it stands for: "‡ crosses a red line: demand (United States)"."""
    said = [owned(game, name) for name in dict.fromkeys(names)]
    return f"{glyphs.crossed} crosses {'a red line' if len(said) == 1 else 'red lines'}: {joined(said)}"


def partly(what: str, glyphs: Glyphs) -> str:
    """What the sign in brackets means."""
    return f"({glyphs.crossed}) {what}"


def may_cross(sol: Solution, found: Iterable[Equilibrium | TreeEquilibrium]) -> list[str]:
    """The red lines that these equilibria cross or may cross, in the order of the game."""
    crossed = {name for equilibrium in found for name in crossing(sol.game, equilibrium)}
    return [name for name in sol.game.crossed if name in crossed]


def remark(sol: Solution) -> str:
    """One sentence about the red lines that what is played crosses; empty where it crosses none."""
    chances = [crossing(sol.game, equilibrium) for equilibrium in sol.profiles]
    names = [name for name in sol.game.crossed if any(name in chance for chance in chances)]
    if not names:
        return ""
    sure = [all(chance.get(name, 0.0) >= _SURE for name in names) for chance in chances]
    one = [number for number, chance in enumerate(chances, 1) if any(name in chance for name in names)]
    certain = any(p >= _SURE for chance in chances for p in chance.values())
    lines = joined([_of(sol.game, name) for name in names])
    noun, limits = ("red line", "limits") if len(names) == 1 else ("red lines", "limit")
    return f"{_who(sure, certain, one)} the {noun} {lines}, which {limits} only what is signed."


def unsigned(game: NormalFormGame | ExtensiveGame) -> list[str]:
    """A sentence for each signature that a red line or a ratifier rules out."""
    found = game.unsigned if isinstance(game, ExtensiveGame) else ()
    return [
        f"At `{safe(one.move, True)}` nobody can choose {safe(one.action, True)} where the {one.kind} "
        f"`{safe(one.name, True)}` of {safe(game.players[game.keys.index(one.player)], True)} forbids the signature."
        for one in found
    ]


def _who(sure: Sequence[bool], certain: bool, concerned: Sequence[int]) -> str:
    """Which equilibria it is said of: all of them, one by its number, or some."""
    if len(sure) == 1:
        return "This crosses" if certain else "This may cross"
    if all(sure):
        return "Both cross" if len(sure) == 2 else "All of them cross"
    if len(concerned) == 1:
        return f"One of them, number {concerned[0]}, {'crosses' if certain else 'may cross'}"
    return "Some of them cross" if certain else "Some of them may cross"


def _of(game: NormalFormGame | ExtensiveGame, name: str) -> str:
    owner = game.red_lines.get(name)
    whose = f" of {safe(game.players[game.keys.index(owner)], True)}" if owner in game.keys else ""
    return f"`{safe(name, True)}`{whose}"
