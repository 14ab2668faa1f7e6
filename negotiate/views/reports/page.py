"""A scenario as its page tells it: how much of it is wanted, and how its players, packages and formulas are worded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from negotiate.model.expressions import Expression
from negotiate.model.negotiation import Negotiation
from negotiate.report.blocks import Block, Item, Items, Section, Sentence
from negotiate.report.words import the
from negotiate.views.reports.formulas import formula, plain_number

Row = tuple[str, str]
"""A name and what is said of it; without a name it takes the whole width."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is told of a scenario.

    Parameters
    ----------
    found : Negotiation
        The scenario.
    everything : bool
        Whether reasons are told too, and long lists in full.
    """

    found: Negotiation
    everything: bool

    def who(self, player: str, opening: bool = False) -> str:
        """A player's name inside a sentence, or at its start."""
        return the(self.found.players[player].name, opening)

    def package(self, choices: Mapping[str, int]) -> str:
        """Issues with their options: "tariff low, plan keep"."""
        return ", ".join(f"{issue} {self.found.issues[issue].labels[option]}" for issue, option in choices.items())

    def formula(self, expression: Expression) -> str:
        """An expression in one line; a parameter with its value now."""
        said = formula(expression, self.found)
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
    return str(value)


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
