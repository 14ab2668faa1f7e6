"""A table where the screen is wide enough for it, else a block a row: its name, and below it what its columns hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.text import Text

from negotiate.render.table import fitted, table
from negotiate.report.style import Look

READABLE = 14
"""Columns that a cell of words needs, before it is broken over more lines."""


def folded(heads: Sequence[str], rows: Sequence[Sequence[str]], words: int, look: Look, title: int = 1) -> list[Text]:
    """Draw rows under their head, or each as a block where the width is too small.

    Parameters
    ----------
    words : int
        How many columns stand to the left; the last of them may be broken over lines.
    title : int
        How many cells name a row.
    """
    widths = [max(map(cell_len, column)) for column in zip(heads, *rows, strict=True)]
    widths[words - 1] = min(widths[words - 1], READABLE)
    if sum(widths) + 2 * (len(widths) - 1) <= look.columns:
        return table(heads, rows, words, look)
    return [line for row in rows for line in _block(heads, row, title, look)]


def _block(heads: Sequence[str], row: Sequence[str], title: int, look: Look) -> Iterable[Text]:
    name = " ".join(cell.strip() for cell in row[:title] if cell.strip())
    cells = ((head, cell.strip()) for head, cell in zip(heads[title:], row[title:], strict=True))
    held = [f"{head} {cell}".strip() for head, cell in cells if cell]
    yield from (Text(piece) for piece in fitted(name, look.columns, look))
    yield from (Text(f"  {piece}") for piece in fitted("; ".join(held), look.columns - 2, look))
