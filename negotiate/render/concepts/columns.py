"""Columns where they fit, and the same cells below each other where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.text import Text

from negotiate.games.normal_form import NormalFormGame
from negotiate.render.table import fitted, table
from negotiate.report.style import TITLE, Look
from negotiate.report.words import counted, safe

PROPER = "Nash"
LEAST = 16  # columns of a last column of words before the table gives way to a list


def columns(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    words: int,
    look: Look,
    game: NormalFormGame | None = None,
    headed: bool = False,
) -> Iterable[Text]:
    """Draw a table, or on a narrow screen a list: the first cell, and below it each other cell with its head.

    Parameters
    ----------
    head, rows : sequence
        Cells as text; a row whose first cell is empty goes on where the one above stopped.
    words : int
        How many columns, from the left, are words; the last of these may run over several lines.
    look : Look
        How wide the screen is.
    game : NormalFormGame, optional
        Where heads are names of its players or strategies, which keep their letters in a list.
    headed : bool
        Whether the first cell means nothing without its head, so that a list gives that, too.
    """
    widths = [max(map(cell_len, column)) for column in zip(head, *rows, strict=True)]
    last = max(widths[words - 1] if words else 0, 0)
    others = sum(widths) - last + 2 * (len(widths) - 1)
    if look.columns - others >= min(last, LEAST):
        yield from table(head, rows, words, look)
        return
    names = set() if game is None else _names(game)
    for cell, *rest in rows:
        first = f"{head[0]}: {cell}" if headed and cell else cell
        yield from (Text(piece, style=TITLE, no_wrap=True) for piece in fitted(first, look.columns, look) if first)
        parts = [
            f"{title if title in names or title.startswith(PROPER) else title.lower()} {cell.strip()}".strip()
            for title, cell in zip(head[1:], rest, strict=True)
            if cell.strip()
        ]
        start, *more = fitted("; ".join(parts), look.columns - 4, look)
        yield Text(f"  {start}", no_wrap=True)
        yield from (Text(f"    {piece}", no_wrap=True) for piece in more)


def _names(game: NormalFormGame) -> set[str]:
    """What a game calls its players and their strategies, as a screen shows it."""
    labels = (strategy.label for own in game.strategies for strategy in own)
    return {safe(name, True) for name in (*game.players, *game.keys, *labels)}


def folded(count: int, shown: int, one: str, many: str, look: Look) -> Iterable[Text]:
    """A line that says how many rows are not drawn, if any."""
    if count > shown:
        yield Text(f"{look.glyphs.more} {counted(count - shown, f'more {one}', f'more {many}')}; `--all` lists them")
