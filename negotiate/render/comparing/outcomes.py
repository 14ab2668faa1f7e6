"""The table of a comparison: what each lens says on each side, and who gets what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from negotiate.comparison.lenses import Lens
from negotiate.comparison.prediction import Answer, Outcome, Prediction, Refusal
from negotiate.comparison.result import LensChange
from negotiate.render.comparing.whys import amount, happens
from negotiate.render.table import headers, table
from negotiate.report.style import FAINT, Look
from negotiate.report.words import safe

ROWS = 4
"""Outcomes of one lens on one side that are listed without `--all`."""
NARROW = 60
"""Below so many columns, lens and side stand above their outcomes instead of beside them."""
SIGNS = {"shifts": "~", "vanishes": "-", "appears": "+", "blends": "=", "emerges": "="}
LEGEND = {"~": "shifts", "-": "vanishes", "+": "appears", "=": "on the other side too, unlisted"}
AT_ONCE = "the same game, since the file has no moves"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what a lens says on a side; `lens` and `side` are empty where the line above has said them."""

    lens: str
    side: str
    sign: str
    what: str
    outcome: Outcome | None = None


def side_rows(change: LensChange, answer: Answer, head: str, second: bool, look: Look) -> list[Row]:
    """The lines of one lens on one side, with a sign where an outcome is not on the other side as well."""
    each = () if change.fates is None else change.fates.each
    signs = {id(fate.second if second else fate.first): SIGNS.get(fate.kind, "") for fate in each}
    return _rows(change.lens, head, answer, signs, look)


def lens_rows(lens: Lens, answer: Answer, look: Look) -> list[Row]:
    """The lines of one lens where only one scenario is looked at."""
    if isinstance(answer, Prediction) and answer.at_once:
        return [Row(lens.name, "", "", AT_ONCE)]
    return _rows(lens, "", answer, {}, look)


def _rows(lens: Lens, side: str, answer: Answer, signs: dict[int, str], look: Look) -> list[Row]:
    name = lens.name
    if isinstance(answer, Refusal):
        return [Row(name, side, "", f"no answer: {safe(answer.message, True)}")]
    if not answer.outcomes:
        return [Row(name, side, "", lens.none)]
    if lens.most is not None and len(answer.outcomes) > lens.most and not look.all:
        return [Row(name, side, "", f"{len(answer.outcomes):,} {lens.results}")]
    shown = answer.outcomes if look.all else answer.outcomes[:ROWS]
    rows = [
        Row(
            name if i == 0 else "",
            side if i == 0 else "",
            signs.get(id(o), ""),
            happens(o, answer, look.glyphs.step),
            o,
        )
        for i, o in enumerate(shown)
    ]
    rest = len(answer.outcomes) - len(shown)
    return [*rows, Row("", "", "", f"{look.glyphs.more} {rest:,} more")] if rest else rows


def outcome_table(rows: Sequence[Row], answers: Sequence[Answer], keys: Sequence[str], look: Look) -> Iterable[Text]:
    """Draw the lines, the payoffs of these players behind them, and what the signs mean."""
    heads, columns = _numbers(rows, answers, keys, look)
    numbers = [[column[i] for column in columns] for i in range(len(rows))]
    cells = _wide(rows, numbers) if look.columns >= NARROW else _narrow(rows, numbers)
    words = len(cells[0]) - len(heads) if cells else 0
    lines = table([*("" for _ in range(words)), *heads], cells, words, look)
    yield from lines if heads else lines[1:]
    used = {row.sign for row in rows}
    legend = [f"{sign} {said}" for sign, said in LEGEND.items() if sign in used]
    yield from (Text(line, style=FAINT) for line in _packed(legend, look.columns))


def _packed(words: Sequence[str], columns: int) -> list[str]:
    """Words side by side, on as few lines as they need."""
    lines: list[str] = []
    for word in words:
        if lines and cell_len(f"{lines[-1]}   {word}") <= columns:
            lines[-1] += f"   {word}"
        else:
            lines.append(word)
    return lines


def _wide(rows: Sequence[Row], numbers: Sequence[list[str]]) -> list[list[str]]:
    """Lens, side, sign and outcome in columns of their own; those that are empty throughout are left out."""
    cells = [[row.lens, row.side, row.sign, row.what] for row in rows]
    for place in reversed(range(1, len(cells))):
        above = next((cell[0] for cell in reversed(cells[:place]) if cell[0]), "")
        cells[place][0] = "" if cells[place][0] == above else cells[place][0]
    kept = [k for k in range(4) if k == 3 or any(cell[k] for cell in cells)]
    return [[*(cell[k] for k in kept), *own] for cell, own in zip(cells, numbers, strict=True)]


def _narrow(rows: Sequence[Row], numbers: Sequence[list[str]]) -> list[list[str]]:
    """Lens and side on a line of their own."""
    cells = []
    for row, own in zip(rows, numbers, strict=True):
        if row.lens:
            cells.append([f"{row.lens}, {row.side}:" if row.side else f"{row.lens}:", *("" for _ in own)])
        cells.append([f"{row.sign} {row.what}".strip(), *own])
    return cells


def _numbers(
    rows: Sequence[Row], answers: Sequence[Answer], keys: Sequence[str], look: Look
) -> tuple[list[str], list[list[str]]]:
    """A head and a column of payoffs a player; a player whom the two sides call by two names goes by the short one."""
    known = [answer for answer in answers if isinstance(answer, Prediction)]
    named = [(key, name) for answer in known for key, name in zip(answer.keys, answer.players, strict=True)]
    order = {id(outcome): answer.keys for answer in known for outcome in answer.outcomes}
    names, columns = [], []
    for key in keys if known else []:
        called = {name for other, name in named if other == key}
        names.append(called.pop() if len(called) == 1 else key)
        values = [row.outcome.payoffs[order[id(row.outcome)].index(key)] for row in rows if row.outcome is not None]
        words = iter(_at_the_point(values))
        columns.append(["" if row.outcome is None else next(words) for row in rows])
    room = [max(map(len, column), default=0) for column in columns]
    longest = 14 if look.columns >= NARROW else 8
    return headers(names, keys[: len(columns)], room, longest), columns


def _at_the_point(values: Sequence[float]) -> list[str]:
    """A column of numbers, each with the decimals that it needs, their points below one another."""
    words = [amount(value) for value in values]
    tails = [len(word) - len(word.partition(".")[0]) for word in words]
    return [word + " " * (max(tails) - tail) for word, tail in zip(words, tails, strict=True)]
