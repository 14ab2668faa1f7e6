"""Bridge: a payoff matrix drawn, for rooms that have no reports yet; it goes with them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Note
from negotiate.report.screen.matrix import matrix_lines
from negotiate.report.style import FAINT, Look
from negotiate.solvers.reports.matrix import matrix
from negotiate.solvers.solution import Equilibrium


def lines(
    game: NormalFormGame, look: Look, equilibria: Sequence[Equilibrium] = (), digits: Sequence[int] = (0, 0)
) -> list[Text]:
    """The lines of the drawing, legend last."""
    found = matrix(game, look, equilibria, digits)
    return [Text(found.text, style=FAINT)] if isinstance(found, Note) else list(matrix_lines(found, look))
