"""A report on one screen, block by block, and how an object shows itself in a terminal or a notebook."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Sequence
from pkgutil import resolve_name

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

from negotiate.display import believable
from negotiate.report.blocks import (
    Block,
    Bullets,
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
from negotiate.report.registry import report_of
from negotiate.report.screen.console import (
    INDENT,
    NAMES,
    Drawn,
    Harmless,
    bullets,
    height_of,
    one_line,
    paragraph,
    signs,
)
from negotiate.report.style import FAINT, HEIGHT, LOWEST, PLANES, TITLE, Look
from negotiate.report.words import joined, safe

Pictured = Mistakes | Table | Tree | Matrix | Plot | Items
SCREEN = 39
"""Lines that a page may take where not everything is wanted; planes give way."""


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
    planes = sum(isinstance(block, Plot) and block.kind in PLANES for block in report.walk())
    if look.all or not planes:
        return _lines(report, look, HEIGHT)
    taken = height_of(_lines(report, look, LOWEST), look)
    return _lines(report, look, max(min(LOWEST + (SCREEN - taken) // planes, HEIGHT), LOWEST))


def _lines(report: Report, look: Look, rows: int) -> Iterable[RenderableType]:
    """The whole page, its planes in so many rows."""
    if report.title:
        yield from paragraph(safe(report.title, True), look, TITLE)
    yield from _blocks(report.blocks, report, look, bool(report.title), rows)
    if not look.all and (more := held_back(report)):
        yield from paragraph(signs(f"`--all` adds {more}.", look), look, FAINT)


def _blocks(
    blocks: Sequence[Block], report: Report, look: Look, above: bool, rows: int, indent: int = 0
) -> Iterable[RenderableType]:
    """Blocks one below the other; pictures and tables stand apart from what is above them and from sentences below."""
    pictured = False
    for block in blocks:
        if hidden(block, look):
            continue
        apart = not isinstance(block, Sentence | Note) or (pictured and not indent and isinstance(block, Sentence))
        yield from ([Text()] if above and (apart or getattr(block, "apart", False)) else [])
        if isinstance(block, Sentence | Note):
            style = FAINT if isinstance(block, Note) else ""
            yield from paragraph(one_line(block.text, look), look, style, indent)
        elif isinstance(block, Bullets):
            yield from bullets(block, look, indent)
        elif isinstance(block, Section):
            yield Text(one_line(block.title, look), style=TITLE)
            yield from _blocks(block.blocks, report, look, False, rows, INDENT)
        else:
            yield from _picture(block, report, look, rows)
        above, pictured = True, apart and not isinstance(block, Sentence)


_DRAWN = {
    Table: "table:table_lines",
    Items: "table:items_lines",
    Plot: "plot:plot_lines",
    Mistakes: "problems:problem_lines",
    Matrix: "matrix:matrix_lines",
    Tree: "tree:tree_lines",
}
"""Block → what draws it, which is loaded where one is drawn: rich's tables and NumPy are slow to load."""


def _picture(block: Pictured, report: Report, look: Look, rows: int) -> Iterable[RenderableType]:
    draw: Callable[..., Iterable[RenderableType]] = resolve_name(f"negotiate.report.screen.{_DRAWN[type(block)]}")
    if isinstance(block, Table):
        return draw(block, report.players, look)
    if isinstance(block, Items):
        return draw(block, _names(report.blocks, look), look)
    if isinstance(block, Plot):
        return draw(block, look, rows)
    return draw(block.problems if isinstance(block, Mistakes) else block, look)


def _names(blocks: Sequence[Block], look: Look) -> int:
    """How wide the names of all items in sight are, as far as they stand beside what is said of them."""
    widths = [0]
    for block in blocks:
        if hidden(block, look):
            continue
        if isinstance(block, Section):
            widths.append(_names(block.blocks, look))
        elif isinstance(block, Items):
            widths += [cell_len(safe(item.name, True)) for item in block.entries]
    most = max(NAMES, look.columns * 2 // 5)
    return max(width for width in widths if width <= most)


def hidden(block: Block, look: Look) -> bool:
    """Whether people do not see a block, or not unless everything is wanted."""
    return _unseen(block) or (not look.all and getattr(block, "detail", False))


def _unseen(block: Block) -> bool:
    """Whether people never see a block: a table that has no rows, or is for programs alone."""
    return isinstance(block, Table) and not block.rows


def held_back(report: Report) -> str:
    """What `--all` would add: the titles that are hidden, and whether there is more; empty for nothing."""
    behind = [block for block in report.blocks if getattr(block, "detail", False) and not _unseen(block)]
    titles = [f"“{title}”" for block in behind if (title := getattr(block, "title", ""))]
    more = [report.more] if report.more else ["details"] if len(titles) < len(behind) else []
    return joined([*more, *titles] if report.more else [*titles, *more])


def picture(shown: object, look: Look | None = None) -> RenderableType:
    """The report of an object, ready for a rich console.

    Raises
    ------
    TypeError
        If nothing tells it.
    """
    wanted = look or Look()
    return Harmless(screen(report_of(shown, wanted), wanted))


def as_text(shown: object, look: Look | None = None) -> str:
    """The report as text without colour, as wide as `COLUMNS` or the terminal says."""
    stream, wanted = io.StringIO(), look or Look()
    console = Console(
        file=stream,
        width=wanted.width,
        color_system=None,
        highlight=False,
        markup=False,
        emoji=False,
        _environ=believable(os.environ),
    )
    console.print(picture(shown, wanted))
    return "\n".join(line.rstrip() for line in stream.getvalue().rstrip("\n").split("\n"))


def as_html(shown: object, look: Look | None = None) -> str:
    """The report as a piece of HTML with real tables; names are escaped."""
    from negotiate.report.html import notebook  # noqa: PLC0415 - no screen shows it

    return notebook(report_of(shown, look))
