"""The tables of a report with commas between the cells, for spreadsheets."""

from __future__ import annotations

import csv as writing
import io

from negotiate.report.blocks import Mistakes, Report
from negotiate.report.entries import for_programs
from negotiate.report.plain import report_tables
from negotiate.report.tabulated import tabulated
from negotiate.report.words import safe


def csv(report: Report) -> list[str]:
    """Every table, an empty line between two; of a table without rows the heads."""
    written: list[str] = []
    mistakes = [table for block in report.walk() if isinstance(block, Mistakes) for table in tabulated(block)]
    for table in (*mistakes, *report_tables(report)):
        stream = io.StringIO()
        rows = [[safe(cell, True) for cell in row] for row in for_programs(table)]
        writing.writer(stream, lineterminator="\n").writerows(rows)
        written += ([""] if written else []) + stream.getvalue().splitlines()
    return written
