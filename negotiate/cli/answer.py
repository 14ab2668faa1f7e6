"""How a solution leaves, for every command that solves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negotiate.cli import output

if TYPE_CHECKING:
    from negotiate.report.style import Look
    from negotiate.solvers.solution import Solution


def tell(solution: Solution, look: Look, origin: dict[str, Any], *, as_json: bool, plain: bool) -> None:
    """Print a solution as JSON, as plain lines or as a picture."""
    if as_json:
        from negotiate.export.json import solution_json  # noqa: PLC0415 - start-up stays light

        output.as_json(solution_json(solution, origin))
    elif plain:
        from negotiate.render.plain import plain as said  # noqa: PLC0415 - start-up stays light

        output.lines(said(solution, look.all))
    else:
        from negotiate.render.answer import answer as drawn  # noqa: PLC0415 - start-up stays light

        output.picture(drawn(solution, look), look)
