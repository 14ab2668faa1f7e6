"""Bridge: what is found about threats as a report, until `negotiate.credibility.reports` tells it."""

from __future__ import annotations

from itertools import groupby

from negotiate.credibility.result import Credibility
from negotiate.render.threats.plain import plain
from negotiate.report.blocks import Block, Column, Report, Table, sentences
from negotiate.report.style import Look


def report(found: Credibility, look: Look) -> Report:
    """The plain lines: sentences, then tables."""
    first, *rest = [list(lines) for filled, lines in groupby(plain(found), key=bool) if filled]
    blocks: list[Block] = [*sentences(first)]
    for head, *rows in ([line.split("\t") for line in lines] for lines in rest):
        blocks.append(Table(tuple(map(Column, head)), tuple(tuple(row) for row in rows)))
    return Report("", tuple(blocks))
