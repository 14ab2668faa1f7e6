"""What an answer that is sentences, tables and remarks is to the room that draws it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.plain import tabbed
from negotiate.render.solution import paragraph, whole_sentence
from negotiate.render.table import in_units
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import safe

SENTENCES = 4
"""Sentences before the table of most kinds, where not everything is wanted."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of answer is told.

    Parameters
    ----------
    record : type
        The class of the answer.
    sentences : callable
        The answer and its reasons, the most important first.
    body : callable
        A picture or table; may be empty.
    rows : callable
        Tables without any drawing: for each, a row of heads and one row a line.
    remarks : callable
        What a reader must know besides, the method last.
    about : callable
        From the answer to what it is about, which has a title, players and, where payoffs have them, units.
    most : int
        Sentences before the table, where not everything is wanted.
    """

    record: type
    sentences: Callable[[Any], list[str]]
    body: Callable[[Any, Look], Iterable[RenderableType]]
    rows: Callable[[Any], list[list[list[str]]]]
    remarks: Callable[[Any], list[str]]
    about: Callable[[Any], Any] = attrgetter("problem")
    most: int = SENTENCES

    def page(self, found: Any, look: Look) -> RenderableType:
        """The answer on one screen."""
        return Drawn(lambda settled: self._page(found, settled), look)

    def _page(self, found: Any, look: Look) -> Iterable[RenderableType]:
        subject = self.about(found)
        if subject.title:
            yield from paragraph(safe(subject.title, True), look, TITLE)
        said = self.sentences(found)
        shown = said if look.all else said[: self.most]
        yield from (piece for one in shown for piece in paragraph(one, look))
        if len(shown) < len(said):
            more = len(said) - len(shown)
            yield from paragraph(f"`--all` tells {more} more {'sentence' if more == 1 else 'sentences'}.", look)
        if body := list(self.body(found, look)):
            yield from (Text(), *body)
        if units := _units(subject, said, bool(body)):
            yield from paragraph(units, look, FAINT)
        for note in self.remarks(found):
            yield from paragraph(whole_sentence(note), look, FAINT)

    def plain(self, found: Any) -> list[str]:
        """The answer line by line: sentences, then tables with tabs between the cells."""
        subject = self.about(found)
        tables = [table for table in self.rows(found) if len(table) > 1]
        told = self.sentences(found)
        said = [safe(subject.title, True), *told, _units(subject, told, bool(tables))]
        said += [whole_sentence(note) for note in self.remarks(found)]
        return [*filter(None, said), *(line for rows in tables for line in ("", *map(tabbed, rows)))]


def _units(subject: Any, said: Iterable[str], shown: bool) -> str:
    """What payoffs are counted in, where there are payoffs and any number is told."""
    if not shown and not any(sign.isdecimal() for one in said for sign in one):
        return ""
    return in_units(subject.players, getattr(subject, "units", ()))


@dataclass(frozen=True, slots=True)
class Telling:
    """How one kind of answer leaves as a page, as plain lines and as tables for spreadsheets.

    Parameters
    ----------
    record : type
        The class of the answer.
    page : callable
        The answer on one screen.
    plain : callable
        The answer line by line: sentences, then after empty lines tables with tabs between the cells.
    rows : callable
        The tables alone: for each, a row of heads and one row a line.
    """

    record: type
    page: Callable[[Any, Look], RenderableType]
    plain: Callable[[Any], list[str]]
    rows: Callable[[Any], list[list[list[str]]]]

    def csv(self, found: Any) -> list[str]:
        """Every table, with commas between cells and an empty line between tables; of an empty one the heads."""
        return [line for k, rows in enumerate(self.rows(found)) for line in ([""] if k else []) + _with_commas(rows)]

    @classmethod
    def of(cls, kind: Kind) -> Telling:
        """For an answer that is sentences, tables and remarks."""
        return cls(kind.record, kind.page, kind.plain, kind.rows)


def telling_of(found: object, tellings: Iterable[Telling]) -> Telling:
    """How an answer is told, among those of one lens.

    Raises
    ------
    TypeError
        If none of them tells it.
    """
    for one in tellings:
        if isinstance(found, one.record):
            return one
    raise TypeError(f"nothing in TELLINGS tells a {type(found).__name__}")


def _with_commas(rows: list[list[str]]) -> list[str]:
    """Rows of cells as a spreadsheet reads them."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([safe(cell, True) for cell in row] for row in rows)
    return written.getvalue().splitlines()
