"""A scenario as its page tells it: how much of it is wanted, and how its players, packages and
formulas are worded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from negotiate.display import record
from negotiate.language.text import spelled_out
from negotiate.model.expressions import Expression, Number, Table
from negotiate.model.negotiation import Negotiation
from negotiate.model.wording import Wording
from negotiate.report.blocks import Block, Item, Items, Section, Sentence
from negotiate.report.style import joined, number, steady, the

_MOST = 8
"""Values of one table that are written out."""
Row = tuple[str, str]
"""A name and what is said of it; without a name it takes the whole width."""


def plain_number(value: float) -> str:
    """A number as a person would write it: "0.57", "12,000", "1.5e7".

    Examples
    --------
    >>> plain_number(0.57), plain_number(100.0), plain_number(12000.0), plain_number(0.00125)
    ('0.57', '100', '12,000', '0.00125')
    """
    return number(value) if abs(value) >= 1e6 else f"{steady(value):,.6g}"


def formula(expression: Expression, found: Negotiation, named: bool = False) -> str:
    """An expression in one line."""
    return _wording(found, named).write(expression)


def _wording(found: Negotiation, named: bool = False) -> Wording:
    return Wording(
        found, plain_number, lambda table, _: f"(a value by {joined(list(table.issues))})", named
    )


def values(table: Table, found: Negotiation) -> str:
    """What each option is worth: "tweak 1, curb 15"; options worth nothing are left out, long
    tables summed up.
    """
    writer = _wording(found)
    cells = [writer.write(cell) for cell in table.cells]
    labels = [writer.labels(issue) for issue in table.issues]
    if len(labels) == 1:
        return _short(
            [f"{label} {cell}" for label, cell in zip(labels[0], cells, strict=True) if cell != "0"]
        )
    if len(labels) == 2 and len(cells) <= 2 * _MOST:
        columns = len(labels[1])
        rows = [cells[i : i + columns] for i in range(0, len(cells), columns)]
        return "; ".join(
            _row(label, row, labels[1]) for label, row in zip(labels[0], rows, strict=True)
        )
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


@record
class Page:
    """What is told of a scenario.

    Parameters
    ----------
    found : Negotiation
        The scenario.
    everything : bool
        Whether reasons are told too, and long lists in full.
    named : bool
        Whether formulas have the names that people read, as a hand-out needs them, and not the keys
        of the file.
    """

    found: Negotiation
    everything: bool
    named: bool = False

    def who(self, player: str, opening: bool = False) -> str:
        """A player's name inside a sentence, or at its start."""
        return the(self.found.players[player].name, opening)

    def package(self, choices: Mapping[str, int]) -> str:
        """Issues with their options: "tariff low, plan keep"."""
        return ", ".join(
            f"{issue} {self.found.issues[issue].labels[option]}"
            for issue, option in choices.items()
        )

    def formula(self, expression: Expression) -> str:
        """An expression in one line; a parameter with its value now."""
        said = formula(expression, self.found, self.named)
        parameter = self.found.parameters.get(said)
        return said if parameter is None else f"{said} (now {plain_number(parameter.value)})"

    def reason(self, about: str) -> str:
        """What the file says why, after everything else; nothing on a short page."""
        return f". {about}" if about and self.everything else ""

    def few(self, words: Sequence[str], most: int) -> list[str]:
        """A list, on a short page the first ones and the last if it is long."""
        if self.everything or len(words) <= most:
            return list(words)
        return [*words[: most - 2], f"{len(words) - most + 1} more", words[-1]]


def settings(changes: Mapping[str, object]) -> list[str]:
    """Addresses with what they are set to."""
    return [f"{address} = {_value(value)}" for address, value in changes.items()]


def _value(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return plain_number(float(value))
    return spelled_out(value)


def section(title: str, rows: Iterable[Row] = (), detail: bool = False) -> Section:
    """A section with a row for each name, empty where there is nothing to say."""
    blocks: list[Block] = []
    for name, text in rows:
        if not text:
            continue
        if not name:
            blocks.append(Sentence(text))
        elif blocks and isinstance(blocks[-1], Items):
            blocks[-1] = Items((*blocks[-1].entries, Item(name, text)))
        else:
            blocks.append(Items((Item(name, text),)))
    return Section(title, tuple(blocks), detail)
