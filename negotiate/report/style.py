"""Styles and limits: everything about how a picture looks, in one place.

Colour only repeats what a glyph or a weight already says, so that a picture means the same without it.
"""

from __future__ import annotations

from dataclasses import dataclass

PATH = "bold"
MARK = "bold cyan"
CROSSED = "bold magenta"
FAINT = "dim"
BEST = "underline"
TITLE = "bold"
ERROR = "bold red"
WARNING = "bold yellow"
HINT = "cyan"
ROLES = {"": "", "path": PATH, "equilibrium": MARK, "red line": CROSSED, "faint": FAINT}
"""How what something is in the game looks, beside the sign or the weight that says it."""
PLAYERS = ("#2f8fd0", "#d98200", "#1f9e77", "#b8679f", "#8c8c00", "#7a6fd0")
"""A colour a player: told apart by people who see colours differently, and read on dark and on light."""


def player_style(player: int) -> str:
    """The colour of a player, counted from 0; those beyond the sixth begin anew."""
    return PLAYERS[player % len(PLAYERS)]


PLANES = ("scatter", "line", "regions")
"""Kinds of plots that are drawn over two axes."""
HEIGHT, LOWEST = 13, 7
"""Rows of a plane, at most and at least."""


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody wants to see an answer.

    Parameters
    ----------
    ascii : bool
        Draw with ASCII signs only.
    width : int or None
        Columns to draw in; None takes what the console has.
    depth : int or None
        How many steps away from the path of play a tree is opened; None means one, or all of them in a small tree.
    breadth : int or None
        How many branches of one node a tree shows; None means eight.
    all : bool
        Fold nothing and list everything, whatever the room it takes.
    equilibrium : int
        Which equilibrium a tree shows, counted from 1.
    styled : bool
        Whether underlining can be seen; the console decides it when it draws.
    """

    ascii: bool = False
    width: int | None = None
    depth: int | None = None
    breadth: int | None = None
    all: bool = False
    equilibrium: int = 1
    styled: bool = False

    @property
    def columns(self) -> int:
        """Columns to draw in, 80 where nobody knows better."""
        return self.width or 80
