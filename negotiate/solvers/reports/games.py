"""A game by itself: its payoff matrix, or its tree."""

from __future__ import annotations

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Block, Note, Report
from negotiate.report.style import Look
from negotiate.report.words import counted, in_units, safe
from negotiate.solvers.reports.matrix import matrix
from negotiate.solvers.reports.tree import tree


def report(game: NormalFormGame | ExtensiveGame, look: Look) -> Report:
    """A matrix or tree without any solution on it, and what payoffs are counted in."""
    blocks: list[Block]
    if isinstance(game, ExtensiveGame):
        size = f"{counted(len(game.tree), 'node')}, {counted(len(game.payoffs), 'ending')}."
        blocks = [tree(game, look), Note(size)]
    else:
        blocks = [matrix(game, look)]
    if (units := in_units(game.players, game.units)) and not isinstance(blocks[0], Note):
        blocks.append(Note(units))
    return Report(safe(game.title, True), tuple(blocks), tuple(game.players))
