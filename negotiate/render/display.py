"""Every object that can show itself, with the picture that shows it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import Any

from rich.console import Console, RenderableType

from negotiate.bargaining.problem import BargainingProblem
from negotiate.display import believable
from negotiate.model.negotiation import Negotiation
from negotiate.render.bargaining import point
from negotiate.render.bargaining.page import problem_page
from negotiate.render.bargaining.registry import TELLINGS
from negotiate.render.repeated import encounter, supporting
from negotiate.render.repeated.game import game_page
from negotiate.render.repeated.registry import TELLINGS as REPEATED
from negotiate.render.repeated.repertoire import strategy_page
from negotiate.render.repeated.takeover import takeover_page
from negotiate.render.scenario import scenario
from negotiate.render.standing.page import model_page
from negotiate.render.standing.registry import TELLINGS as STANDING
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.many.moran import Takeover
from negotiate.repeated.strategies.strategy import Strategy
from negotiate.report.registry import REPORTS, report_of
from negotiate.report.screen.console import Harmless
from negotiate.report.screen.page import screen
from negotiate.report.style import Look
from negotiate.standing.graph_model import GraphModel

HTML_COLUMNS = 100
_HTML = "<pre style=\"font-family: Menlo, Consolas, 'DejaVu Sans Mono', monospace; line-height: 1.25\">{code}</pre>"


RENDERERS: tuple[tuple[type, Callable[[Any, Look], RenderableType]], ...] = (
    *((one.record, one.page) for one in TELLINGS),
    *((one.record, one.page) for one in (point.KIND,)),
    (BargainingProblem, problem_page),
    *((one.record, one.page) for one in STANDING),
    (GraphModel, model_page),
    *((one.record, one.page) for one in REPEATED),
    *((one.record, one.page) for one in (encounter.TIMELINE, supporting.KIND)),
    (Takeover, takeover_page),
    (RepeatedGame, game_page),
    (Strategy, strategy_page),
    (Negotiation, scenario),
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
