"""Numbers and conditions of a scenario written out for a reader, with the scenario's own names."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.model.expressions import Expression, Number, Table
from negotiate.model.negotiation import Negotiation
from negotiate.model.wording import Wording
from negotiate.report.numbers import number, steady
from negotiate.report.words import joined

_MOST = 8
"""Values of one table that are written out."""


def plain_number(value: float) -> str:
    """A number as a person would write it: "0.57", "12,000", "1.5e7".

    Examples
    --------
    >>> plain_number(0.57), plain_number(100.0), plain_number(12000.0), plain_number(0.00125)
    ('0.57', '100', '12,000', '0.00125')
    """
    return number(value) if abs(value) >= 1e6 else f"{steady(value):,.6g}"


def formula(expression: Expression, found: Negotiation) -> str:
    """An expression in one line."""
    return _wording(found).write(expression)


def _wording(found: Negotiation) -> Wording:
    return Wording(found, plain_number, lambda table, _: f"(a value by {joined(list(table.issues))})")


def values(table: Table, found: Negotiation) -> str:
    """What each option is worth: "tweak 1, curb 15"; options worth nothing are left out, long tables summed up."""
    writer = _wording(found)
    cells = [writer.write(cell) for cell in table.cells]
    labels = [found.issues[issue].labels for issue in table.issues]
    if len(labels) == 1:
        return _short([f"{label} {cell}" for label, cell in zip(labels[0], cells, strict=True) if cell != "0"])
    if len(labels) == 2 and len(cells) <= 2 * _MOST:
        columns = len(labels[1])
        rows = [cells[i : i + columns] for i in range(0, len(cells), columns)]
        return "; ".join(_row(label, row, labels[1]) for label, row in zip(labels[0], rows, strict=True))
    return _range(table, " and ".join(table.issues))


def _row(label: str, row: Sequence[str], columns: Sequence[str]) -> str:
    if len(set(row)) == 1:
        return f"{label} {row[0]}"
    inside = ", ".join(f"{column} {cell}" for column, cell in zip(columns, row, strict=True))
    return f"{label}: {inside}"


def _short(words: Sequence[str]) -> str:
    if len(words) <= _MOST:
        return ", ".join(words) or "0"
    return f"{', '.join(words[: _MOST - 2])}, {len(words) - _MOST + 1} more, {words[-1]}"


def _range(table: Table, by: str) -> str:
    known = [cell.value for cell in table.cells if isinstance(cell, Number)]
    span = f", from {plain_number(min(known))} to {plain_number(max(known))}" if known else ""
    return f"{len(table.cells)} values by {by}{span}"
