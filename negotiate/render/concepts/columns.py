"""Columns where they fit, and the same cells below each other where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.text import Text

from negotiate.render.style import TITLE, Look
from negotiate.render.table import fitted, table
from negotiate.render.text import counted

LEAST = 16  # columns of a last column of words before the table gives way to a list


def columns(head: Sequence[str], rows: Sequence[Sequence[str]], words: int, look: Look) -> Iterable[Text]:
    """Draw a table, or on a narrow screen a list: the first cell, and below it each other cell with its head.

    Parameters
    ----------
    head, rows : sequence
        Cells as text; a row whose first cell is empty goes on where the one above stopped.
    words : int
        How many columns, from the left, are words; the last of these may run over several lines.
    look : Look
        How wide the screen is.
    """
    widths = [max(map(cell_len, column)) for column in zip(head, *rows, strict=True)]
    last = max(widths[words - 1] if words else 0, 0)
    others = sum(widths) - last + 2 * (len(widths) - 1)
    if look.columns - others >= min(last, LEAST):
        yield from table(head, rows, words, look)
        return
    for first, *rest in rows:
        yield from (Text(piece, style=TITLE, no_wrap=True) for piece in fitted(first, look.columns, look) if first)
        parts = [
            f"{title.lower()} {cell.strip()}".strip()
            for title, cell in zip(head[1:], rest, strict=True)
            if cell.strip()
        ]
        start, *more = fitted("; ".join(parts), look.columns - 4, look)
        yield Text(f"  {start}", no_wrap=True)
        yield from (Text(f"    {piece}", no_wrap=True) for piece in more)


def folded(count: int, shown: int, one: str, many: str, look: Look) -> Iterable[Text]:
    """A line that says how many rows are not drawn, if any."""
    if count > shown:
        yield Text(f"{look.glyphs.more} {counted(count - shown, f'more {one}', f'more {many}')}; `--all` lists them")
