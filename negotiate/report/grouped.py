"""Tables whose rows belong to something: a case, a body, a player."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from negotiate.report.blocks import Cell, Column, Entry, Table


def grouped(columns: Sequence[Column], rows: Iterable[Sequence[Entry]], first: int, **more: Any) -> Table:
    """A table whose first columns say what a row belongs to.

    Parameters
    ----------
    columns, rows : sequence
        Of the table.
    first : int
        How many columns say what a row belongs to. Those that say the same of every row are left out; people read the
        others once a group.
    **more
        What else a table has.

    Examples
    --------
    >>> found = grouped([Column("a"), Column("b"), Column("c")], [("x", "y", 1), ("x", "z", 2)], 2)
    >>> [column.head for column in found.columns], found.rows
    (['b', 'c'], (('y', 1), ('z', 2)))
    """
    every = list(rows)
    kept = [place for place in range(first) if len({row[place] for row in every}) > 1]
    told, cells = tuple[Entry, ...](), list[tuple[Entry, ...]]()
    for row in every:
        own = tuple(row[place] for place in kept)
        cells.append((*(_quiet(entry) for entry in own), *row[first:]) if own == told else (*own, *row[first:]))
        told = own
    return Table((*(columns[place] for place in kept), *columns[first:]), tuple(cells), **more)


def _quiet(entry: Entry) -> Cell:
    """What only programs read, since the row above says it."""
    return Cell("", entry.value if isinstance(entry, Cell) else entry)
