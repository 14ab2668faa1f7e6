"""How an object shows itself: its report on a console, as text without colour, or as a piece of HTML for a notebook."""

from __future__ import annotations

import io
import os

from rich.console import Console, RenderableType

from negotiate.display import believable
from negotiate.report.html import piece
from negotiate.report.registry import report_of
from negotiate.report.screen.console import Harmless
from negotiate.report.screen.page import screen
from negotiate.report.style import Look


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
    return f'<div class="negotiate">\n{piece(report_of(shown, look), 3)}\n</div>'
