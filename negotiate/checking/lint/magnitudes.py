"""Numbers that are an order of magnitude off those beside them."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.checking.lint.tables import Numbers, tables
from negotiate.checking.subject import Finding, Subject

FACTOR = 10.0
"""How many times the largest of the others, or what part of the smallest, is out of the ordinary."""
SPREAD = 5.0
"""How many times the smallest of the others their largest may be, for them to be a measure."""
FEWEST = 3
"""How many others with the same sign it takes."""


def odd_magnitude(subject: Subject) -> Iterator[Finding]:
    """Numbers of a table at least ten times the largest of the others, or at most a tenth of their smallest."""
    odd = [(table, *found) for table in tables(subject) for found in _odd(table)]
    for table, cell, others in odd:
        value = table.cells[cell]
        elsewhere = [(t, c) for t, c, _ in odd if t.player != table.player and set(t.issues) == set(table.issues)]
        if any(c == cell or t.cells[c] == value for t, c in elsewhere):
            continue  # out of the ordinary for the other side as well: a catastrophe, a triumph, or a symmetric game
        low, high = min(others), max(others)
        beside = f"the others are {low:g}" + (f" to {high:g}" if high > low else "")
        message = f"{value:g} is {_times(abs(value), others)}; in size, {beside}"
        yield Finding(table.place(subject, cell), "odd-magnitude", message, "a digit or a decimal point may be missing")


def _times(value: float, others: list[float]) -> str:
    if value > max(others):
        return f"{value / max(others):.3g} times the largest of its neighbours"
    return f"less than the smallest of its neighbours by a factor of {min(others) / value:.3g}"


def _odd(table: Numbers) -> Iterator[tuple[tuple[str, ...], list[float]]]:
    """Each number that stands out, with the sizes of the others: the largest or the smallest of them all."""
    cells = sorted(table.cells, key=lambda cell: abs(table.cells[cell]))
    if len(cells) <= FEWEST:
        return
    for cell, rest in ((cells[0], cells[1:]), (cells[-1], cells[:-1])):
        value, others = table.cells[cell], [abs(table.cells[other]) for other in rest]
        alike = sum((table.cells[other] > 0) == (value > 0) for other in rest)
        measure = others[-1] <= SPREAD * others[0] and alike >= FEWEST
        if measure and (abs(value) >= FACTOR * others[-1] or abs(value) * FACTOR <= others[0]):
            yield cell, others
