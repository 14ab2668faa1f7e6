"""Tables on a screen: straight columns, or on a narrow screen the cells of each row below each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from negotiate.report.blocks import Column, Items, Table
from negotiate.report.entries import NUMERIC, for_people, more_rows
from negotiate.report.screen.cells import cut, pad
from negotiate.report.screen.wrapping import fitted, signs
from negotiate.report.style import FAINT, ROLES, TITLE, Look, player_style
from negotiate.report.words import safe

GAP = 2
"""Columns between two columns of a table."""
LEAST = 16
"""Columns that the widest column of words needs before a table gives way to a list."""
NARROW = 60
"""In fewer columns a table leaves out what is only for a wide screen."""


def table_lines(table: Table, players: Sequence[str], look: Look) -> Iterable[RenderableType]:
    """Draw a table, and say how many rows are left out."""
    columns, rows, left = for_people(table, look.all)
    if look.columns < NARROW:
        kept = [place for place, column in enumerate(columns) if column.shown != "wide"]
        columns, rows = [columns[p] for p in kept], [[row[p] for p in kept] for row in rows]
    rows = [[signs(cell, look) for cell in row] for row in rows]
    if table.title:
        yield Text(signs(safe(table.title, True), look), style=TITLE)
    heads = _heads(columns, rows, look)
    if _fits(columns, heads, rows, look):
        yield _grid(columns, heads, rows, look)
    else:
        heads = [signs(safe(column.short or column.head, True), look) for column in columns]
        yield from _list(columns, heads, rows, look)
    if left:
        yield Text(f"{look.glyphs.more} {more_rows(table, left)}", style=FAINT)


def items_table(items: Items, look: Look) -> Iterable[RenderableType]:
    """Names to the left, what belongs to them to the right."""
    grid = Grid.grid(padding=(0, GAP, 0, 0))
    grid.add_column(no_wrap=True, style=TITLE)
    grid.add_column(overflow="fold")
    for item in items.entries:
        grid.add_row(signs(safe(item.name, True), look), signs(safe(item.text, True), look))
    yield grid


def _heads(columns: Sequence[Column], rows: Sequence[Sequence[str]], look: Look) -> list[str]:
    """Heads in full, or the short ones where the full ones take more than their share of the screen."""
    full = [signs(safe(column.head, True), look) for column in columns]
    short = [signs(safe(column.short or column.head, True), look) for column in columns]
    numeric = [place for place, column in enumerate(columns) if column.kind in NUMERIC]
    room = [max((cell_len(row[place]) for row in rows), default=0) for place in range(len(columns))]
    words = sum(max(room[p], cell_len(full[p])) + GAP for p in range(len(columns)) if p not in numeric)
    left = max(look.columns - words, look.columns // 3)
    for heads in (full, short):
        if sum(max(room[p], cell_len(heads[p])) + GAP for p in numeric) <= left:
            return heads
    return [cut(head, max(room[p], 8), look.glyphs.more) if p in numeric else head for p, head in enumerate(short)]


def _fits(columns: Sequence[Column], heads: Sequence[str], rows: Sequence[Sequence[str]], look: Look) -> bool:
    """Whether columns stand beside each other with words that can still be read."""
    widths = [max(map(cell_len, column)) for column in zip(heads, *rows, strict=True)]
    least = [
        min(width, LEAST) if column.kind == "words" else width for column, width in zip(columns, widths, strict=True)
    ]
    return sum(least) + GAP * (len(least) - 1) <= look.columns


def _grid(columns: Sequence[Column], heads: Sequence[str], rows: Sequence[Sequence[str]], look: Look) -> RenderableType:
    grid = Grid(box=None, padding=(0, GAP, 0, 0), pad_edge=False, show_edge=False, header_style=TITLE)
    heads = [head.strip() for head in heads]
    numeric = [column.kind in NUMERIC for column in columns]
    widths = [max(map(cell_len, cells)) for cells in zip(heads, *rows, strict=True)]
    rows = [_to_the_right(row, numeric, widths) for row in rows]
    for column, head in zip(columns, _to_the_right(heads, numeric, widths), strict=True):
        justify = "center" if column.kind == "mark" else "left"
        style = f"{TITLE} {player_style(column.player)}" if column.player >= 0 else TITLE
        flexible = column.kind == "words"
        grid.add_column(
            Text(head, style=style),
            justify=justify,  # type: ignore[arg-type]
            no_wrap=not flexible,
            overflow="fold",
            style=ROLES["equilibrium"] if column.kind == "mark" else "",
        )
    for row in rows:
        grid.add_row(*(Text(cell, no_wrap=column.kind != "words") for cell, column in zip(row, columns, strict=True)))
    return grid


def _to_the_right(cells: Sequence[str], numeric: Sequence[bool], widths: Sequence[int]) -> list[str]:
    """Numbers filled up from the left: rich would strip the spaces behind them, and with these their points' places."""
    return [
        pad(cell, width, right=True) if right else cell
        for cell, right, width in zip(cells, numeric, widths, strict=True)
    ]


def _list(columns: Sequence[Column], heads: Sequence[str], rows: Sequence[Sequence[str]], look: Look) -> Iterable[Text]:
    """The first words of each row, and below them every other cell with its head."""
    start = next((p for p, column in enumerate(columns) if column.kind == "words"), 0)
    for row in rows:
        first = " ".join(cell for cell in row[: start + 1] if cell)
        yield from (Text(piece, style=TITLE, no_wrap=True) for piece in fitted(first, look.columns, look) if first)
        parts = [
            f"{head} {cell.strip()}".strip()
            for head, cell in zip(heads[start + 1 :], row[start + 1 :], strict=True)
            if cell.strip()
        ]
        if parts:
            opening, *more = fitted("; ".join(parts), look.columns - 4, look)
            yield Text(f"  {opening}", no_wrap=True)
            yield from (Text(f"    {piece}", no_wrap=True) for piece in more)
