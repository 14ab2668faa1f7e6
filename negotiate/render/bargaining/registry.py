"""Every answer about a bargaining problem, with the page and the plain lines that tell it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType

from negotiate.bargaining.deal import Deal
from negotiate.bargaining.voting.ratification import Ratification
from negotiate.render.bargaining import assessment, openings, prices, threats, trades
from negotiate.render.bargaining.kind import Kind
from negotiate.render.bargaining.page import deal_page
from negotiate.render.bargaining.plain import plain
from negotiate.render.bargaining.talks import TALKS
from negotiate.render.bargaining.voting import plain as voting_plain
from negotiate.render.bargaining.voting import voting
from negotiate.render.style import Look


@dataclass(frozen=True, slots=True)
class Telling:
    """How one kind of answer is told.

    Parameters
    ----------
    record : type
        The class of the answer.
    page : callable
        The answer on one screen.
    plain : callable
        The answer line by line.
    """

    record: type
    page: Callable[[Any, Look], RenderableType]
    plain: Callable[[Any], list[str]]

    def csv(self, found: Any) -> list[str]:
        """The tables alone, with commas between the cells and an empty line between the tables."""
        _, *tables = "\n".join(self.plain(found)).split("\n\n")
        return [line for k, rows in enumerate(tables) for line in ([""] if k else []) + _with_commas(rows)]

    @classmethod
    def of(cls, kind: Kind) -> Telling:
        """For an answer that is sentences, tables and remarks."""
        return cls(kind.record, kind.page, kind.plain)


def _with_commas(rows: str) -> list[str]:
    """Lines of cells between tabs, as a spreadsheet reads them."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(line.split("\t") for line in rows.split("\n"))
    return written.getvalue().splitlines()


TELLINGS: tuple[Telling, ...] = (
    Telling(Deal, deal_page, plain),
    Telling.of(assessment.KIND),
    Telling.of(openings.KIND),
    Telling.of(prices.KIND),
    Telling.of(trades.KIND),
    Telling.of(threats.KIND),
    Telling(Ratification, voting, voting_plain),
    *(Telling(one.record, one.page, one.plain) for one in TALKS),
)
"""In the order of the options that ask for them."""


def telling(found: object) -> Telling:
    """How an answer is told.

    Raises
    ------
    TypeError
        If nobody knows.
    """
    for one in TELLINGS:
        if isinstance(found, one.record):
            return one
    raise TypeError(f"nothing in TELLINGS tells a {type(found).__name__}")
