"""Every object that can show itself, with the picture that shows it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import Any

from rich.console import Console, RenderableType

from negotiate.comparison.result import Comparison
from negotiate.credibility.result import Credibility
from negotiate.display import believable
from negotiate.render.bargaining.registry import TELLINGS
from negotiate.render.comparing.comparison import comparison
from negotiate.render.threats.page import threats
from negotiate.report.registry import REPORTS, report_of
from negotiate.report.screen.console import Harmless
from negotiate.report.screen.page import screen
from negotiate.report.style import Look

HTML_COLUMNS = 100
_HTML = "<pre style=\"font-family: Menlo, Consolas, 'DejaVu Sans Mono', monospace; line-height: 1.25\">{code}</pre>"


RENDERERS: tuple[tuple[type, Callable[[Any, Look], RenderableType]], ...] = (
    (Comparison, comparison),
    (Credibility, threats),
    *((one.record, one.page) for one in TELLINGS),
)
"""Whatever shows itself, with the function that draws it; the first fitting class wins."""


def picture(shown: object, look: Look | None = None) -> RenderableType:
    """The picture of an object, ready for a rich console.

    Raises
    ------
    TypeError
        If no renderer is listed for it.
    """
    for kind in type(shown).__mro__:
        if f"{kind.__module__}.{kind.__qualname__}" in REPORTS:
            return Harmless(screen(report_of(shown, look), look or Look()))
    for kind, draw in RENDERERS:
        if isinstance(shown, kind):
            return Harmless(draw(shown, look or Look()))
    raise TypeError(f"nothing in RENDERERS draws a {type(shown).__name__}")


def as_text(shown: object, look: Look | None = None) -> str:
    """The picture as text without colour, as wide as `COLUMNS` or the terminal says."""
    stream = io.StringIO()
    settled = look or Look()
    Console(
        file=stream,
        width=settled.width,
        color_system=None,
        highlight=False,
        markup=False,
        emoji=False,
        _environ=believable(os.environ),
    ).print(picture(shown, settled))
    return "\n".join(line.rstrip() for line in stream.getvalue().rstrip("\n").split("\n"))


def as_html(shown: object, look: Look | None = None) -> str:
    """The picture as one piece of HTML that needs nothing else; names are escaped."""
    settled = look or Look()
    width = settled.width or HTML_COLUMNS
    console = Console(
        file=io.StringIO(),
        width=width,
        record=True,
        force_terminal=True,
        color_system="truecolor",
        no_color=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(picture(shown, settled))
    return console.export_html(inline_styles=True, code_format=_HTML)
