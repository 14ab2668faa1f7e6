"""What `export` says of a file that it has written."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.screen.console import Drawn
from negotiate.report.style import TITLE, Look
from negotiate.report.words import counted, joined, safe


def exported(game: NormalFormGame | ExtensiveGame, file: str, look: Look) -> RenderableType:
    """Which game stands in which file now, and what of it does not."""
    first, *others = sentences(game, file)
    return Drawn(lambda _: [Text(first, style=TITLE), *map(Text, others)], look)


def sentences(game: NormalFormGame | ExtensiveGame, file: str) -> list[str]:
    """The same in plain sentences."""
    who = counted(len(game.players), "player")
    if file.lower().endswith((".efg", ".graphml")) and isinstance(game, NormalFormGame):
        shape = f"the game of {who} as a tree in which nobody sees what was chosen before"
    elif isinstance(game, NormalFormGame):
        shape = f"the game of {who} in normal form, {' × '.join(map(str, game.shape))} strategies"
    else:
        shape = f"the tree of {who}, {len(game.tree):,} nodes with {len(game.payoffs):,} endings"
    said = [f"{safe(file, True)} is written: {shape}."]
    lost = [word for word, held in (("units", any(game.units)), ("red lines", bool(game.crossed))) if held]
    lost += ["packages"] if isinstance(game, ExtensiveGame) and game.issues else []
    if lost:
        what = joined(lost)
        said.append(f"{what[:1].upper()}{what[1:]} have no place in it.")
    said += [f"{safe(note, True)[:1].upper()}{safe(note, True)[1:].rstrip('.')}." for note in game.notes]
    return said
