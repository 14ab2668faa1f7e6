"""A report as text without any drawing: for screen readers and pipes, or its tables alone as CSV
for spreadsheets.
"""

from __future__ import annotations

import csv as writing
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from negotiate.errors import Problem
from negotiate.report.blocks import (
    Block,
    Bullets,
    Column,
    Items,
    Matrix,
    Mistakes,
    Note,
    Plot,
    Report,
    Section,
    Sentence,
    Table,
    Tree,
)
from negotiate.report.entries import for_programs, tabulated
from negotiate.report.style import safe

PICTURED = "What the picture shows"
_FORMULA = re.compile(r"'*[=+@\t\r-].", re.DOTALL)


def plain(report: Report, everything: bool = False, titles: bool = False) -> list[str]:
    """Say a report line by line.

    Parameters
    ----------
    report : Report
        Any.
    everything, titles : bool
        Whether details are told, too; and the title of each table in a line before it, as for a
        person.

    Returns
    -------
    list of str
        Title and sentences, an empty line, then every table: a line of heads and one line a row,
        cells between tabs, numbers with every digit that counts. Tables are never cut short.
    """
    said = [safe(report.title, True)] if report.title else []
    said += _said(report.blocks, everything)
    for heading, table in _headed(report.blocks):
        if table.rows:
            title = table.title or heading
            said += [
                "",
                *[safe(title, True)][: titles and bool(title)],
                *map(tabbed, for_programs(table)),
            ]
    return said


def _headed(blocks: Sequence[Block], heading: str = "") -> Iterator[tuple[str, Table]]:
    """Each table of `report_tables` with the title that it stands under."""
    for block in blocks:
        match block:
            case Section():
                yield from _headed(block.blocks, block.title)
            case Table():
                yield heading, block
            case Matrix() | Tree() | Plot():
                yield from ((heading or PICTURED, table) for table in tabulated(block))


def _said(blocks: Sequence[Block], everything: bool) -> Iterator[str]:
    for block in blocks:
        if not everything and getattr(block, "detail", False):
            continue
        match block:
            case Sentence() | Note():
                yield safe(block.text, True)
            case Items():
                yield from (tabbed((item.name, item.text)) for item in block.entries)
            case Bullets():
                yield from (safe(f"{mark} {text}", True) for mark, text in block.marked("-"))
            case Mistakes():
                yield from (_line(problem) for problem in block.problems)
            case Section():
                yield safe(block.title, True)
                yield from _said(block.blocks, everything)
            case Matrix() | Tree() | Table() | Plot():
                pass


def _line(problem: Problem) -> str:
    """A mistake in one line, as editors and other programs read it."""
    said = str(problem)
    place, _, rest = said.partition(": ")
    return safe(said if problem.severity == "error" else f"{place}: warning: {rest}", True)


def tables(report: Report) -> Iterator[list[list[str]]]:
    """Every table of a report for programs: a row of heads, then the rows; those without rows are
    left out.
    """
    for table in report_tables(report):
        if table.rows:
            yield for_programs(table)


def report_tables(report: Report) -> Iterator[Table]:
    """What a report holds as tables: its own, and those that its pictures are made from."""
    yield from (table for _, table in _headed(report.blocks))


def tabbed(cells: Iterable[str]) -> str:
    """One line of tab-separated values; a tab inside a cell becomes visible text."""
    return "\t".join(safe(cell, True) for cell in cells)


def csv(report: Report) -> list[str]:
    """Every table, an empty line between two; of a table without rows the heads."""
    written: list[str] = []
    for table in (*_lists(report), *(table for table in report_tables(report) if table.data)):
        stream = io.StringIO()
        rows = [[no_formula(safe(cell, True)) for cell in row] for row in for_programs(table)]
        writing.writer(stream, lineterminator="\n").writerows(rows)
        written += ([""] if written else []) + stream.getvalue().splitlines()
    return written


def no_formula(cell: str) -> str:
    """A cell that a spreadsheet does not run: text that begins like a formula gets an apostrophe,
    as OWASP advises.
    """
    if not _FORMULA.match(cell):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


def with_formula(cell: str) -> str:
    """The text of a cell that `no_formula` made."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _lists(report: Report) -> Iterator[Table]:
    """Mistakes a row each, and every name with what is said of it and the section in which it
    stands.
    """
    for block in report.walk():
        if isinstance(block, Mistakes):
            yield from tabulated(block)
    rows = tuple(_named(report.blocks, ""))
    if rows:
        yield Table((Column("section"), Column("name"), Column("text")), rows)


def _named(blocks: Sequence[Block], title: str) -> Iterator[tuple[str, str, str]]:
    for block in blocks:
        if isinstance(block, Section):
            yield from _named(block.blocks, block.title)
        elif isinstance(block, Items):
            yield from ((title, item.name, item.text) for item in block.entries)
