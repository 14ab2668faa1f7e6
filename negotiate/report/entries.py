"""What stands in a table, for people and for programs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from negotiate.report.blocks import Branch, Cell, Column, Entry, Table
from negotiate.report.numbers import aligned, all_fractions, decimals, exact, probability, rounded
from negotiate.report.words import counted, safe

NUMERIC = ("count", "number", "payoff", "probability")
"""Kinds of columns that stand to the right."""


def for_people(table: Table, everything: bool) -> tuple[list[list[str]], int]:
    """The cells of the rows that people see, and how many rows are left out."""
    rows = table.rows if everything or not table.most else table.rows[: table.most]
    cells = [shown_column(column, [row[place] for row in rows]) for place, column in enumerate(table.columns)]
    return [list(row) for row in zip(*cells, strict=True)], len(table.rows) - len(rows)


def for_programs(table: Table) -> list[list[str]]:
    """Heads, then every row: words as they are, numbers with every digit that counts."""
    heads = [column.key or column.head for column in table.columns]
    return [heads, *([value(entry, c) for entry, c in zip(row, table.columns, strict=True)] for row in table.rows)]


def more_rows(table: Table, left: int) -> str:
    """How many rows are left out, such as "4 more states"."""
    one, _, many = table.more.partition("/")
    return counted(left, f"more {one}", f"more {many or one + 's'}")


def branch_words(branch: Branch) -> tuple[str, str]:
    """What a branch of a tree says where it is not drawn: what is done and who moves, then what follows."""
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
    return ", ".join(f"{head} ({word})" if branch.count else f"{head} {word}" for head, word in words)


def shown_column(column: Column, entries: Sequence[Entry]) -> list[str]:
    """The cells of one column as people read them, numbers with their points below each other."""
    numbers = [float(entry) for entry in entries if isinstance(entry, int | float) and not isinstance(entry, bool)]
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
