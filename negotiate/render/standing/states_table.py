"""The table state by concept: a star where a state stands, else who would leave it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.text import Text

from negotiate.render.standing.sentences import states_left
from negotiate.render.standing.words import labels, pattern_words
from negotiate.render.table import fitted, table
from negotiate.report.style import FAINT, Look
from negotiate.report.words import joined, safe
from negotiate.standing.stability import Stability
from negotiate.standing.telling.rows import Row, Rows

NARROW = 60
"""In fewer columns the concepts of a state stand below it."""
AS_TODAY = "What a row leaves out is as it is today."


def states_table(found: Stability, shown: Rows, look: Look) -> list[Text]:
    """Draw the rows, and say how many states have none."""
    drawn = _narrow(found, shown.rows, look) if look.columns < NARROW else _wide(found, shown.rows, look)
    if rest := states_left(found, shown.left, shown.others):
        drawn.extend(Text(piece, style=FAINT) for piece in fitted(f"{look.glyphs.more} {rest}", look.columns, look))
    if _leaves_out(found, shown):
        drawn.extend(Text(piece, style=FAINT) for piece in fitted(AS_TODAY, look.columns, look))
    return drawn


def _leaves_out(found: Stability, shown: Rows) -> bool:
    """Whether some row does not tell of every issue."""
    model = found.model
    if model.status_quo < 0 or not model.choices:
        return False
    today = model.choices[model.status_quo].items()
    return any(
        state != model.status_quo and today & model.choices[state].items() for row in shown.rows for state in row.states
    )


def row_words(found: Stability, row: Row) -> str:
    """What a row is called: today, what happened, and its options; with how many states it has."""
    words = pattern_words(found.model, row.pattern)
    if len(row.states) > 1:
        return f"{words} ({len(row.states):,} states)"
    known = labels(found.model, row.states[0])
    return f"{', '.join(known)}: {words}" if known else words


def leaver_words(found: Stability, row: Row, concept: int, empty: str) -> str:
    """Who would leave the states of a row, by their keys."""
    return ",".join(safe(found.model.keys[p], True) for p in row.leavers[concept]) or empty


def _wide(found: Stability, rows: Sequence[Row], look: Look) -> list[Text]:
    """Columns for the concepts; who leaves is told where it takes less than half of the width."""
    cells = [[_cell(found, row, k, look, True) for k in range(len(found.concepts))] for row in rows]
    if sum(max(map(cell_len, column)) + 2 for column in zip(*cells, strict=True)) > look.columns // 2:
        cells = [[_cell(found, row, k, look, False) for k in range(len(found.concepts))] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(found.concepts, *cells, strict=True)]
    centred = [[cell.center(width).rstrip() for cell, width in zip(line, widths, strict=True)] for line in cells]
    heads = [concept.center(width) for concept, width in zip(found.concepts, widths, strict=True)]
    padded = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in centred]
    return table(
        ["State", *heads], [[row_words(found, row), *line] for row, line in zip(rows, padded, strict=True)], 1, look
    )


def _cell(found: Stability, row: Row, concept: int, look: Look, named: bool) -> str:
    if found.concepts[concept] in row.by:
        return look.glyphs.star
    return leaver_words(found, row, concept, look.glyphs.dot) if named else look.glyphs.dot


def _narrow(found: Stability, rows: Sequence[Row], look: Look) -> list[Text]:
    return [line for row in rows for line in _block(found, row, look)]


def _block(found: Stability, row: Row, look: Look) -> Iterable[Text]:
    """A state, and below it by what it stands."""
    yield from (Text(piece) for piece in fitted(row_words(found, row), look.columns, look))
    missing = [k for k, concept in enumerate(found.concepts) if concept not in row.by]
    said = f"{look.glyphs.star} {joined(list(row.by))}" if row.by else "by none"
    if missing:
        said += f"; left by {leaver_words(found, row, missing[0], 'some')} ({found.concepts[missing[0]]})"
    yield from (Text(f"  {piece}") for piece in fitted(said, look.columns - 2, look))
