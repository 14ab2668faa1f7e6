"""Reports of solutions as their tests look at them."""

from __future__ import annotations

from negotiate.equilibrium.reports import places
from negotiate.equilibrium.reports.matrix import matrix
from negotiate.equilibrium.reports.solution import describe_one
from negotiate.equilibrium.reports.tree import tree
from negotiate.equilibrium.solution import Equilibrium, Solution, TreeEquilibrium
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.report import report_of
from negotiate.report.blocks import Note
from negotiate.report.plain import plain as lines
from negotiate.report.screen.matrix import matrix_lines
from negotiate.report.screen.tree import tree_lines
from negotiate.report.style import Look


def plain(sol: Solution, everything: bool = False) -> list[str]:
    """Its plain lines."""
    return lines(report_of(sol, Look(all=everything)), everything)


def description(
    sol: Solution, equilibrium: Equilibrium | TreeEquilibrium, everything: bool = False
) -> str:
    """One equilibrium in words."""
    said = describe_one(sol, equilibrium, places(sol))
    return " ".join(one.text for one in said if everything or not one.detail)


def drawn_tree(game: ExtensiveGame, look: Look, equilibrium: TreeEquilibrium | None = None) -> str:
    """A tree on a screen."""
    return "\n".join(
        line.plain.rstrip() for line in tree_lines(tree(game, look, equilibrium), look)
    )


def drawn_matrix(game: NormalFormGame, look: Look, *equilibria: Equilibrium) -> str:
    """A matrix on a screen."""
    found = matrix(game, look, equilibria)
    if isinstance(found, Note):
        return found.text
    return "\n".join(line.plain.rstrip() for line in matrix_lines(found, look))
