"""A game by itself: its payoff matrix, or its tree."""

from __future__ import annotations

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Note, Report, notes
from negotiate.report.style import Look
from negotiate.report.words import counted, in_units, safe
from negotiate.solvers.reports.matrix import matrix
from negotiate.solvers.reports.tree import tree


def report(game: NormalFormGame | ExtensiveGame, look: Look) -> Report:
    """A matrix or tree without any solution on it, and what payoffs are counted in."""
    drawn, size = matrix(game, look) if isinstance(game, NormalFormGame) else tree(game, look), ""
    if isinstance(game, ExtensiveGame):
        size = f"{counted(len(game.tree), 'node')}, {counted(len(game.payoffs), 'ending')}."
    units = "" if isinstance(drawn, Note) else in_units(game.players, game.units)
    return Report(safe(game.title, True), (drawn, *notes([size, units])), tuple(game.players))
