"""Tables on a screen: straight columns, or on a narrow screen the cells of each row below each
other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from negotiate.report.blocks import Column, Items, Table
from negotiate.report.entries import NUMERIC, for_people, more_rows
from negotiate.report.screen import INDENT, broken, cut, fitted, one_line, pad, paragraph, signs
from negotiate.report.style import FAINT, ROLES, TITLE, Look, player_style

GAP = 2
"""Columns between two columns of a table."""
LEAST = 16
"""Columns that the widest column of words needs before a table gives way to a list."""
NARROW = 60
"""In fewer columns a table leaves out what is only for a wide screen."""


def table_lines(table: Table, players: Sequence[str], look: Look) -> Iterable[RenderableType]:
    """Draw a table, and say how many rows are left out."""
    columns: Sequence[Column] = table.columns
    rows, left = for_people(table, look.all)
    if look.columns < NARROW:
        kept = [place for place, column in enumerate(columns) if not column.wide]
        columns, rows = [columns[p] for p in kept], [[row[p] for p in kept] for row in rows]
    rows = [[signs(cell, look) for cell in row] for row in rows]
    if table.title:
        yield Text(one_line(table.title, look), style=TITLE)
    heads = _heads(columns, rows, look)
    if _fits(columns, heads, rows, look):
        yield _grid(columns, heads, rows, look)
    else:
        yield from _list(columns, _short_heads(columns, look), rows, look)
    if left and table.more:
        yield Text(f"{signs('…', look)} {more_rows(table, left)}", style=FAINT)
    if table.note:
        yield from paragraph(one_line(table.note, look), look, FAINT)


def items_lines(items: Items, names: int, look: Look) -> Iterable[Text]:
    """Names to the left, what belongs to them to the right; below its name where the screen or the
    name is too wide.

    Parameters
    ----------
    items : Items
        In order.
    names : int
        How wide names may be, the same for a whole page.
    look : Look
        How wide the screen is.
    """
    beside = INDENT + names + GAP
    for item in items.entries:
        name, said = (one_line(text, look) for text in (item.name, item.text))
        if look.columns < NARROW or cell_len(name) > names:
            yield from (
                Text(f"  {line}", style=TITLE, no_wrap=True)
                for line in fitted(name, look.columns - 2, look)
            )
            indent = min(beside, 4) if look.columns < NARROW else beside
            lines = broken(said, max(look.columns - indent, 8))
        else:
            first, *lines = broken(said, max(look.columns - beside, 8))
            yield Text.assemble("  ", (pad(name, names + GAP), TITLE), first, no_wrap=True)
            indent = beside
        yield from (Text(" " * indent + line, no_wrap=True) for line in lines if line)


def _heads(columns: Sequence[Column], rows: Sequence[Sequence[str]], look: Look) -> list[str]:
    """Heads in full, or short ones where these take more than their share of the screen, a word a
    line at the worst.
    """
    full = [one_line(column.head, look) for column in columns]
    short = _short_heads(columns, look)
    numeric = [place for place, column in enumerate(columns) if column.kind in NUMERIC]
    room = [max((cell_len(row[place]) for row in rows), default=0) for place in range(len(columns))]
    words = sum(
        max(room[p], cell_len(full[p])) + GAP for p in range(len(columns)) if p not in numeric
    )
    left = max(look.columns + GAP - words, look.columns // 3)  # the last column has no gap
    stacked = [head.replace(" ", "\n") if p in numeric else head for p, head in enumerate(short)]
    for heads in (full, short, stacked):
        if sum(max(room[p], _width(heads[p])) + GAP for p in numeric) <= left:
            return heads
    return [
        cut(head, max(room[p], 8), look) if p in numeric else head for p, head in enumerate(short)
    ]


def _short_heads(columns: Sequence[Column], look: Look) -> list[str]:
    return [one_line(column.short or column.head, look) for column in columns]


def _width(head: str) -> int:
    """Columns of a head of one or more lines."""
    return max(map(cell_len, head.split("\n")))


def _fits(
    columns: Sequence[Column], heads: Sequence[str], rows: Sequence[Sequence[str]], look: Look
) -> bool:
    """Whether columns stand beside each other with words that can still be read."""
    widths = [max(map(_width, column)) for column in zip(heads, *rows, strict=True)]
    least = [
        min(width, LEAST) if column.kind == "words" else width
        for column, width in zip(columns, widths, strict=True)
    ]
    return sum(least) + GAP * (len(least) - 1) <= look.columns


def _grid(
    columns: Sequence[Column], heads: Sequence[str], rows: Sequence[Sequence[str]], look: Look
) -> RenderableType:
    grid = Grid(
        box=None, padding=(0, GAP, 0, 0), pad_edge=False, show_edge=False, header_style=TITLE
    )
    straight = [
        _straight(column, [head.strip(), *cells])
        for column, head, *cells in zip(
            columns, heads, *rows, strict=True
        )  # one column of cells each
    ]
    for column, (head, *_) in zip(columns, straight, strict=True):
        style = f"{TITLE} {player_style(column.player)}" if column.player >= 0 else TITLE
        flexible = column.kind == "words"
        grid.add_column(Text(head, style=style), no_wrap=not flexible, overflow="fold")
    for row in zip(*(cells for _, *cells in straight), strict=True):
        grid.add_row(*(_cell(cell, column) for cell, column in zip(row, columns, strict=True)))
    return grid


def _cell(cell: str, column: Column) -> Text:
    """One place of the grid; a sign is coloured, words in its place are not."""
    sign = column.kind == "mark" and cell_len(cell.strip()) == 1
    return Text(cell, no_wrap=column.kind != "words", style=ROLES["equilibrium"] if sign else "")


def _straight(column: Column, cells: Sequence[str]) -> list[str]:
    """A column brought to one width: numbers to the right, signs in the middle."""
    if column.kind == "words":
        return list(cells)
    width = max(map(_width, cells))
    if column.kind == "mark":
        return [cell.center(width) for cell in cells]
    return ["\n".join(pad(line, width, right=True) for line in cell.split("\n")) for cell in cells]


def _list(
    columns: Sequence[Column], heads: Sequence[str], rows: Sequence[Sequence[str]], look: Look
) -> Iterable[Text]:
    """The first words of each row, and below them every other cell with its head."""
    start = next((p for p, column in enumerate(columns) if column.kind == "words"), 0)
    for row in rows:
        first = " ".join(cell for cell in row[: start + 1] if cell)
        yield from (
            Text(piece, style=TITLE, no_wrap=True)
            for piece in fitted(first, look.columns, look)
            if first
        )
        parts = [
            f"{head} {cell.strip()}".strip()
            for head, cell in zip(heads[start + 1 :], row[start + 1 :], strict=True)
            if cell.strip()
        ]
        if parts:
            opening, *more = fitted("; ".join(parts), look.columns - 4, look)
            yield Text(f"  {opening}", no_wrap=True)
            yield from (Text(f"    {piece}", no_wrap=True) for piece in more)
