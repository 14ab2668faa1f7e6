"""What every answer about talks looks like: sentences, a table, the method last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.plain import tabbed
from negotiate.render.solution import paragraph, whole_sentence
from negotiate.render.table import in_units, table
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import safe

FEW = 8
"""Rows of a table, where not everything is wanted."""

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """How one kind of answer about talks is told.

    Parameters
    ----------
    record : type
        The class of the answer.
    sentences : callable
        The answer and its reasons, as whole sentences, the most important first.
    drawn : callable
        The table of the screen: its head, its rows, how many columns are words, and what its rows are called; no rows
        where there is nothing to add.
    rows : callable
        The tables without any drawing: a row of heads and one row a line.
    remarks : callable
        What a reader must know besides, as whole sentences, the method last.
    """

    record: type
    sentences: Callable[[Any], list[str]]
    drawn: Callable[[Any, Look], tuple[Sequence[str], Rows, int, str]]
    rows: Callable[[Any], list[Rows]]
    remarks: Callable[[Any], list[str]]

    def page(self, found: Any, look: Look) -> RenderableType:
        """The answer on one screen."""
        return Drawn(lambda settled: self._page(found, settled), look)

    def _page(self, found: Any, look: Look) -> Iterable[RenderableType]:
        if title := safe(getattr(found, "title", ""), True):
            yield Text(title, style=TITLE)
        for said in self.sentences(found):
            yield from paragraph(said, look)
        head, rows, words, noun = self.drawn(found, look)
        if rows:
            shown = rows if look.all else rows[:FEW]
            yield from (Text(), *table(head, shown, words, look))
            if len(shown) < len(rows):
                yield from paragraph(
                    f"{look.glyphs.more} {len(rows) - len(shown):,} more {noun}; `--all` lists them", look
                )
        yield Text()
        for note in _notes(found, self.remarks(found)):
            yield from paragraph(note, look, FAINT)

    def plain(self, found: Any) -> list[str]:
        """The answer line by line: sentences, then tables with tabs between the cells."""
        said = [safe(getattr(found, "title", ""), True), *self.sentences(found), *_notes(found, self.remarks(found))]
        tables = [rows for rows in self.rows(found) if len(rows) > 1]
        return [*filter(None, said), *(line for rows in tables for line in ("", *map(tabbed, rows)))]


def _notes(found: Any, remarks: Iterable[str]) -> list[str]:
    """The units first, then what else there is to know."""
    units = in_units(found.players, found.units) if getattr(found, "units", ()) else ""
    notes = [whole_sentence(note) for note in getattr(found, "notes", ())]
    return [*filter(None, (units, *notes, *remarks))]
