"""A report on a terminal: laid out block by block with rich once the screen's width and its signs
are known.

It is how an object shows itself in a notebook, too. Some signs take two columns on a screen, so
widths are those of rich and not counts of letters. No room besides the command line knows rich.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pkgutil import resolve_name
from typing import TextIO

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text

from negotiate.display import believable, record
from negotiate.report import html, report_of
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
from negotiate.report.style import FAINT, HEIGHT, LOWEST, PLANES, TITLE, Look, joined, safe

INDENT = 2
"""Columns before the name of an item."""
NAMES = 22
"""Columns that names of items may take at least; much longer ones stand above what is said of
them.
"""
LINE = 100
"""Running text is never wider, so that the eye finds the next line."""
ASCII_SIGNS = str.maketrans(
    {
        "★": "*",
        "‡": "#",
        "–": "-",
        "…": "...",
        "→": "->",
        "·": "-",
        "●": "@",
        "○": "o",
        "×": "x",
        "□": "s",
        "▶": ">",
    }
    | {"▷": ")", "◆": "&", "◇": "?", "⟨": "<", "⟩": ">", "“": '"', "”": '"'}
    | dict(zip("─│┼┃├└┠┡┗┣━┈┊", "-|+|+`++`+=-:", strict=True))
    | dict(zip("▁▂▃▄▅▆▇█", "_.:-=+*#", strict=True))
)
"""What stands for a sign of a report, or of the lines of a picture, where only ASCII can be
drawn.
"""


def cut(text: str, width: int, look: Look) -> str:
    """Shorten to a width, saying by a sign that something is gone."""
    if cell_len(text) <= width:
        return text
    more = signs("…", look)
    return set_cell_size(text, max(width - len(more), 0)).rstrip() + more[: max(width, 0)]


def pad(text: str, width: int, right: bool = False) -> str:
    """Fill up with spaces to a width on screen, at the left for `right`."""
    space = " " * (width - cell_len(text))
    return space + text if right else text + space


def signs(text: str, look: Look) -> str:
    """A text with signs that the screen knows."""
    return text.translate(ASCII_SIGNS) if look.ascii else text


def one_line(text: str, look: Look) -> str:
    """Words of a report on one line, made safe, with signs that the screen knows."""
    return signs(safe(text, True), look)


def paragraph(text: str, look: Look, style: str = "", indent: int = 0) -> Iterable[Text]:
    """Running text, never so wide that the eye loses its line."""
    for piece in wrapped(text, min(look.columns, LINE) - indent):
        yield Text(" " * indent + piece, style=style)


def bullets(block: Bullets, look: Look, indent: int = 0) -> Iterable[Text]:
    """A list, each text to the right of its mark."""
    for mark, text in block.marked("-" if look.ascii else "•"):
        first, *more = wrapped(
            one_line(text, look), min(look.columns, LINE) - indent - len(mark) - 1
        )
        yield Text(f"{' ' * indent}{mark} {first}")
        yield from (Text(" " * (indent + len(mark) + 1) + line) for line in more)


def stripped(line: Text) -> Text:
    """A line without the spaces at its end."""
    line.rstrip()
    return line


def wrapped(text: str, width: int) -> list[str]:
    """Break at spaces so that no line is wider than `width`, unless one word is."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def fitted(text: str, width: int, look: Look) -> list[str]:
    """Break at spaces, so that every line fits; a longer word is cut, or broken where everything is
    to be seen.
    """
    if look.all:
        return broken(text, width)
    return [cut(piece, width, look) for piece in wrapped(text, width)]


def broken(text: str, width: int) -> list[str]:
    """Break at spaces, and a longer word wherever the line ends."""
    return [
        part
        for piece in wrapped(text, width)
        for part in (chop_cells(piece, max(width, 1)) or [""])
    ]


NARROWEST = 20


@record
class Harmless:
    """Anything drawn, the last door before a screen: no sign of it is obeyed or hidden, whoever
    forgot to see to it.
    """

    drawn: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for text, style, control in console.render(self.drawn, options):
            yield Segment(safe(text), style, control)


@record
class Drawn:
    """A picture that is drawn once the console has said how wide it is and which signs it knows."""

    draw: Callable[[Look], Iterable[RenderableType]]
    look: Look

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(self.look.width or options.max_width, options.max_width)
        look = replace(
            self.look,
            width=max(width, NARROWEST),
            ascii=self.look.ascii or options.ascii_only,
            styled=console.color_system is not None and not console.no_color,
        )
        for drawn in self.draw(look):
            if not isinstance(drawn, Text):
                yield from _trimmed(drawn, console, options.update(width=max(width, NARROWEST)))
            elif not drawn.no_wrap:
                yield from _broken(drawn, console, max(width, NARROWEST))
            else:
                yield drawn


def _trimmed(drawn: RenderableType, console: Console, options: ConsoleOptions) -> RenderResult:
    """The lines of a table without the spaces that fill it up to the right."""
    as_tall_as_it_is = (
        options.reset_height()
    )  # else it is filled up to the height of the widget that holds the page
    for line in console.render_lines(drawn, as_tall_as_it_is, pad=False):
        words = Text.assemble(*((text, style or "") for text, style, _ in line), no_wrap=True)
        yield stripped(words)


def _broken(text: Text, console: Console, width: int) -> Iterable[Text]:
    """Lines that fit, without the spaces at which they were broken."""
    for line in text.wrap(console, width):
        yield stripped(line)


def height_of(drawn: Iterable[RenderableType], look: Look) -> int:
    """How many lines some renderables take on a screen so wide."""
    sheet = Console(file=io.StringIO(), width=look.columns)
    return sum(
        1 if isinstance(one, Text) else len(sheet.render_lines(one, pad=False)) for one in drawn
    )


def console(look: Look, *, stderr: bool = False, file: TextIO | None = None) -> Console:
    """Build a console: data goes to stdout, messages to stderr.

    `NO_COLOR`, `COLUMNS`, `TERM=dumb` and pipes are minded by rich; a stream that cannot say a
    character gets a question mark for it and never an exception.

    Parameters
    ----------
    look : Look
        A width given here wins over the terminal's.
    stderr : bool
        Whether this console carries messages.
    file : text stream, optional
        Somewhere else to write to.
    """
    stream = file or (sys.stderr if stderr else sys.stdout)
    if not _speaks_unicode(stream):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    return Console(
        file=stream, width=look.width, highlight=False, markup=False, emoji=False, soft_wrap=False
    )


def show(
    renderable: RenderableType, look: Look, *, stderr: bool = False, file: TextIO | None = None
) -> None:
    """Print a renderable; where the stream knows no Unicode, pictures draw themselves in ASCII."""
    console(look, stderr=stderr, file=file).print(Harmless(renderable), crop=False)


def _speaks_unicode(stream: TextIO) -> bool:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return encoding.lower().replace("_", "-").startswith("utf")


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
    """Blocks one below the other; pictures and tables stand apart from what is above them and from
    sentences below.
    """
    pictured = False
    for block in blocks:
        if hidden(block, look):
            continue
        apart = not isinstance(block, Sentence | Note) or (
            pictured and not indent and isinstance(block, Sentence)
        )
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
"""Block → what draws it, which is loaded where one is drawn: rich's tables and NumPy are slow to
load.
"""


def _picture(block: Pictured, report: Report, look: Look, rows: int) -> Iterable[RenderableType]:
    draw: Callable[..., Iterable[RenderableType]] = resolve_name(
        f"negotiate.report.screen.{_DRAWN[type(block)]}"
    )
    if isinstance(block, Table):
        return draw(block, report.players, look)
    if isinstance(block, Items):
        return draw(block, _names(report.blocks, look), look)
    if isinstance(block, Plot):
        return draw(block, look, rows)
    return draw(block.problems if isinstance(block, Mistakes) else block, look)


def _names(blocks: Sequence[Block], look: Look) -> int:
    """How wide the names of all items in sight are, as far as they stand beside what is said of
    them.
    """
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
    """What `--all` would add: the titles that are hidden, and whether there is more; empty for
    nothing.
    """
    behind = [
        block for block in report.blocks if getattr(block, "detail", False) and not _unseen(block)
    ]
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
    return html.notebook(report_of(shown, look))
