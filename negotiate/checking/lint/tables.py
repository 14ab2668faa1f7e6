"""The tables of numbers in a file: the `values` of payoff terms, and the two halves of a matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from negotiate.checking.subject import Subject
from negotiate.loading.problems import Place
from negotiate.loading.text.nodes import Path
from negotiate.model.expressions import Expression, Number, Operation, Table
from negotiate.model.payoffs import Term

TABLE_LIMIT = 20_000
"""Cells of one table that are looked at."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The plain numbers of one table; formulas and zeros are left out.

    Parameters
    ----------
    cells : dict
        Combination of options → number.
    """

    player: str
    term: str
    issues: tuple[str, ...]
    cells: dict[tuple[str, ...], float]

    def place(self, subject: Subject, cell: tuple[str, ...]) -> Place:
        """Where a number stands."""
        path: Path = ("payoffs", self.player, self.term, "values", *cell)
        if "payoffs" not in getattr(subject.root, "entries", {}):
            path = ("matrix", *cell, subject.scenario.keys.index(self.player))
        return subject.at(*path)


def tables(subject: Subject) -> Iterator[Numbers]:
    """Every table of the base case; levels are no numbers that anybody typed."""
    for player, terms in subject.scenario.terms.items():
        if player in subject.scenario.ordinal:
            continue
        for key, term in terms.items():
            table = table_of(term)
            if table is not None and len(table.cells) <= TABLE_LIMIT:
                yield Numbers(player, key, table.issues, _numbers(subject, table))


def table_of(term: Term) -> Table | None:
    """The table of a term, with or without a factor on all of it."""
    value: Expression = term.value
    if isinstance(value, Operation) and value.name == "*":
        value = value.arguments[0]
    return value if isinstance(value, Table) else None


def _numbers(subject: Subject, table: Table) -> dict[tuple[str, ...], float]:
    labels = product(*(subject.scenario.issues[issue].labels for issue in table.issues))
    pairs = zip(labels, table.cells, strict=True)
    return {cell: found.value for cell, found in pairs if isinstance(found, Number) and found.value}
