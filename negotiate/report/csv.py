"""The tables of a report with commas between the cells, for spreadsheets."""

from __future__ import annotations

import csv as writing
import io
from collections.abc import Iterator, Sequence

from negotiate.report.blocks import Block, Column, Items, Mistakes, Report, Section, Table
from negotiate.report.entries import for_programs, tabulated
from negotiate.report.plain import report_tables
from negotiate.report.words import safe


def csv(report: Report) -> list[str]:
    """Every table, an empty line between two; of a table without rows the heads."""
    written: list[str] = []
    for table in (*_lists(report), *report_tables(report)):
        stream = io.StringIO()
        rows = [[safe(cell, True) for cell in row] for row in for_programs(table)]
        writing.writer(stream, lineterminator="\n").writerows(rows)
        written += ([""] if written else []) + stream.getvalue().splitlines()
    return written


def _lists(report: Report) -> Iterator[Table]:
    """Mistakes a row each, and every name with what is said of it and the section in which it stands."""
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
