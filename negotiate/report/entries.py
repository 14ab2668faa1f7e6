"""What stands in tables, and what a picture says as one, for people and for programs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from negotiate.report.blocks import Branch, Cell, Column, Entry, Matrix, Mistakes, Plot, Table, Tree
from negotiate.report.style import (
    aligned,
    all_fractions,
    counted,
    decimals,
    exact,
    probability,
    rounded,
    safe,
)

NUMERIC = ("count", "number", "payoff", "probability")
"""Kinds of columns that stand to the right."""


def for_people(table: Table, everything: bool) -> tuple[list[list[str]], int]:
    """The cells of the rows that people see, and how many rows are left out."""
    rows = table.rows if everything or not table.most else table.rows[: table.most]
    cells = [
        shown_column(column, [row[place] for row in rows])
        for place, column in enumerate(table.columns)
    ]
    return [list(row) for row in zip(*cells, strict=True)], len(table.rows) - len(rows)


def for_programs(table: Table) -> list[list[str]]:
    """Heads, then every row: words as they are, numbers with every digit that counts."""
    heads = [column.key or column.head for column in table.columns]
    return [
        heads,
        *(
            [value(entry, c) for entry, c in zip(row, table.columns, strict=True)]
            for row in table.rows
        ),
    ]


def more_rows(table: Table, left: int) -> str:
    """How many rows are left out, such as "4 more states"."""
    one, _, many = table.more.partition("/")
    return counted(left, f"more {one}", f"more {many or one + 's'}")


def branch_words(branch: Branch) -> tuple[str, str]:
    """What a branch of a tree says where it is not drawn: what is done and who moves, then what
    follows.
    """
    letter = f" ⟨{branch.letter}⟩" if branch.letter else ""
    count = [f"… {branch.count}"] if branch.count else []
    words = " · ".join(filter(None, [branch.label, branch.mover])) + letter
    return words, " ".join([*(f"→ {step}" for step in branch.then), *count])


def branch_numbers(branch: Branch, columns: Sequence[Column]) -> str:
    """Its numbers with their heads, in brackets where they value a part that is folded away."""
    words = [
        (column.head, rounded(x, column.digits or decimals([x])))
        for column, x in zip(columns, branch.numbers, strict=False)
    ]
    return ", ".join(
        f"{head} ({word})" if branch.count else f"{head} {word}" for head, word in words
    )


def shown_column(column: Column, entries: Sequence[Entry]) -> list[str]:
    """The cells of one column as people read them, numbers with their points below each other."""
    numbers = [
        float(entry)
        for entry in entries
        if isinstance(entry, int | float) and not isinstance(entry, bool)
    ]
    if column.kind == "probability":
        fractions = all_fractions(numbers)
        written = iter([probability(x, fractions) for x in numbers])
    elif column.kind == "count":
        written = iter([f"{x:,.0f}" for x in numbers])
    else:
        written = iter(aligned(numbers, column.digits))
    words = [_shown(entry, written) for entry in entries]
    if column.kind in NUMERIC and any(word.endswith(")") for word in words):
        words = [word if not word or word.endswith(")") else f"{word} " for word in words]
    return words


def _shown(entry: Entry, written: Iterator[str]) -> str:
    if entry is None:
        return ""
    if isinstance(entry, Cell):
        return safe(entry.shown, True)
    if isinstance(entry, str):
        return safe(entry, True)
    return next(written)


def value(entry: Entry, column: Column) -> str:
    """One place for programs."""
    size = column.size
    if isinstance(entry, Cell):
        size, entry = entry.size or size, entry.value
    if entry is None:
        return ""
    if isinstance(entry, str):
        return safe(entry, True)
    if isinstance(entry, int):
        return str(entry)
    return exact(entry, size) if math.isfinite(entry) else ""


def tabulated(picture: Matrix | Tree | Plot | Mistakes) -> Iterator[Table]:
    """The tables that hold what a picture shows; none where the report has them already."""
    if isinstance(picture, Mistakes):
        yield _mistakes(picture)
        return
    if not picture.data:
        return
    match picture:
        case Matrix():
            yield _matrix(picture)
        case Tree():
            yield _tree(picture)
        case Plot():
            yield _plot(picture)


def _mistakes(found: Mistakes) -> Table:
    heads = ("file", "line", "column", "severity", "rule", "message", "hint")
    rows = tuple(
        (p.path, p.line, p.column, p.severity, p.code, p.message, p.hint) for p in found.problems
    )
    return Table(
        tuple(Column(head, "count" if head in ("line", "column") else "words") for head in heads),
        rows,
    )


def _matrix(found: Matrix) -> Table:
    told = [square.numbers for line in found.squares for square in line if square.numbers]
    sizes = [max(map(abs, own)) for own in zip(*told, strict=True)] or [0.0] * len(found.players)
    given = (found.given,) if found.given else ()
    columns = (
        *(Column(name) for name in found.players[: 2 + len(given)]),
        *(
            Column(f"payoff {name}", "payoff", size=size)
            for name, size in zip(found.players, sizes, strict=True)
        ),
        Column("marks"),
    )
    rows: list[tuple[Entry, ...]] = [
        (row, column, *given, *(square.numbers or [None] * len(found.players)), square.marks)
        for row, line in zip(found.rows, found.squares, strict=True)
        for column, square in zip(found.columns, line, strict=True)
    ]
    return Table(columns, tuple(rows))


def _tree(found: Tree) -> Table:
    rows: list[tuple[Entry, ...]] = []

    def walk(branch: Branch, way: tuple[str, ...]) -> None:
        here = (*way, branch.label) if branch.label else way
        if branch.numbers:
            rows.append((" → ".join(here), branch.count, *branch.numbers, branch.mark, branch.role))
        for below in branch.below:
            walk(below, here)

    walk(found.root, ())
    return Table(
        (Column("way"), Column("folded"), *found.columns, Column("marks"), Column("role")),
        tuple(rows),
    )


def _plot(found: Plot) -> Table:
    rows: list[tuple[Entry, ...]] = []
    for one in found.series:
        labels = one.labels or ("",) * len(one.x)
        rows.extend(
            (one.name, label, x, y) for label, x, y in zip(labels, one.x, one.y, strict=False)
        )
    heads = (
        Column("series"),
        Column("point"),
        Column(found.across or "x", "number"),
        Column(found.up or "y", "number"),
    )
    return Table(heads, tuple(rows))


def grouped(
    columns: Sequence[Column], rows: Iterable[Sequence[Entry]], first: int, **more: Any
) -> Table:
    """A table whose first columns say what a row belongs to.

    Parameters
    ----------
    columns, rows : sequence
        Of the table.
    first : int
        How many columns say what a row belongs to. Those that say the same of every row are left
        out; people read the others once a group.
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
        cells.append(
            (*(_quiet(entry) for entry in own), *row[first:])
            if own == told
            else (*own, *row[first:])
        )
        told = own
    return Table((*(columns[place] for place in kept), *columns[first:]), tuple(cells), **more)


def _quiet(entry: Entry) -> Cell:
    """What only programs read, since the row above says it."""
    return Cell("", entry.value if isinstance(entry, Cell) else entry)
