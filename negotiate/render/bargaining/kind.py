"""What an answer about a bargaining problem is to the room that draws it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.console import Drawn
from negotiate.render.plain import tabbed
from negotiate.render.solution import paragraph, whole_sentence
from negotiate.render.style import FAINT, TITLE, Look
from negotiate.render.table import in_units
from negotiate.render.text import safe

SENTENCES = 4
"""Sentences before the table, where not everything is wanted."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of answer is told.

    Parameters
    ----------
    record : type
        The class of the answer; its `problem` is the table that it is about.
    sentences : callable
        The answer and its reasons, the most important first.
    body : callable
        A picture or table; may be empty.
    rows : callable
        Tables without any drawing: for each, a row of heads and one row a line.
    remarks : callable
        What a reader must know besides, the method last.
    """

    record: type
    sentences: Callable[[Any], list[str]]
    body: Callable[[Any, Look], Iterable[RenderableType]]
    rows: Callable[[Any], list[list[list[str]]]]
    remarks: Callable[[Any], list[str]]

    def page(self, found: Any, look: Look) -> RenderableType:
        """The answer on one screen."""
        return Drawn(lambda settled: self._page(found, settled), look)

    def _page(self, found: Any, look: Look) -> Iterable[RenderableType]:
        if found.problem.title:
            yield Text(safe(found.problem.title, True), style=TITLE)
        said = self.sentences(found)
        shown = said if look.all else said[:SENTENCES]
        yield from (piece for one in shown for piece in paragraph(one, look))
        if len(shown) < len(said):
            more = len(said) - len(shown)
            yield from paragraph(f"`--all` tells {more} more {'sentence' if more == 1 else 'sentences'}.", look)
        if body := list(self.body(found, look)):
            yield from (Text(), *body)
        if units := in_units(found.problem.players, found.problem.units):
            yield from paragraph(units, look, FAINT)
        for note in self.remarks(found):
            yield from paragraph(whole_sentence(note), look, FAINT)

    def plain(self, found: Any) -> list[str]:
        """The answer line by line: sentences, then tables with tabs between the cells."""
        units = in_units(found.problem.players, found.problem.units)
        said = [safe(found.problem.title, True), *self.sentences(found), units]
        said += [whole_sentence(note) for note in self.remarks(found)]
        tables = [table for table in self.rows(found) if len(table) > 1]
        return [*filter(None, said), *(line for rows in tables for line in ("", *map(tabbed, rows)))]
