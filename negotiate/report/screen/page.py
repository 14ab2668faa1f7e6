"""A report on one screen, block by block; details where everything is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from negotiate.report.blocks import Block, Items, Matrix, Note, Plot, Report, Section, Sentence, Table, Tree
from negotiate.report.screen.console import Drawn
from negotiate.report.screen.matrix import matrix_lines
from negotiate.report.screen.plot import plot_lines
from negotiate.report.screen.table import items_table, table_lines
from negotiate.report.screen.tree import tree_lines
from negotiate.report.screen.wrapping import paragraph, signs
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import counted, joined, safe

Pictured = Table | Tree | Matrix | Plot | Items


def screen(report: Report, look: Look) -> RenderableType:
    """Lay a report out for a console.

    Parameters
    ----------
    report : Report
        Any.
    look : Look
        `all` shows details, too, and cuts no table short.
    """
    return Drawn(lambda settled: _page(report, settled), look)


def _page(report: Report, look: Look) -> Iterable[RenderableType]:
    if report.title:
        yield from paragraph(safe(report.title, True), look, TITLE)
    yield from _blocks(report.blocks, report, look, bool(report.title))
    if not look.all and (more := _held_back(report)):
        yield from paragraph(f"`--all` adds {more}.", look, FAINT)


def _blocks(blocks: Sequence[Block], report: Report, look: Look, above: bool) -> Iterable[RenderableType]:
    """Blocks one below the other; pictures and tables stand apart from what is above them."""
    for block in blocks:
        if hidden(block, look):
            continue
        if isinstance(block, Sentence | Note):
            yield from paragraph(signs(safe(block.text, True), look), look, FAINT if isinstance(block, Note) else "")
        elif isinstance(block, Section):
            yield from ([Text()] if above else [])
            yield Text(signs(safe(block.title, True), look), style=TITLE)
            yield from _blocks(block.blocks, report, look, False)
        else:
            yield from ([Text()] if above else [])
            yield from _picture(block, report, look)
        above = True


def _picture(block: Pictured, report: Report, look: Look) -> Iterable[RenderableType]:
    match block:
        case Table():
            return table_lines(block, report.players, look)
        case Items():
            return items_table(block, look)
        case Plot():
            return plot_lines(block, look)
        case Matrix():
            return matrix_lines(block, look)
        case Tree():
            return tree_lines(block, look)


def hidden(block: Block, look: Look) -> bool:
    """Whether people do not see a block, or not unless everything is wanted."""
    if isinstance(block, Table) and block.only == "programs":
        return True
    return not look.all and getattr(block, "detail", False)


def _held_back(report: Report) -> str:
    """What `--all` would add, in a few words; empty for nothing."""
    counts = {"sentence": 0, "note": 0, "table": 0, "section": 0}
    for block in report.blocks:
        if not getattr(block, "detail", False) or (isinstance(block, Table) and block.only == "programs"):
            continue
        match block:
            case Sentence():
                counts["sentence"] += 1
            case Note():
                counts["note"] += 1
            case Section():
                counts["section"] += 1
            case _:
                counts["table"] += 1
    return joined([counted(count, noun) for noun, count in counts.items() if count])
