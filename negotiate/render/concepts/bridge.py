"""Bridge: a concept's old pieces as a report, until `negotiate.solvers.reports.concepts` tells them all."""

from __future__ import annotations

from negotiate.render.concepts.registry import told
from negotiate.report.blocks import Column, Report, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import safe
from negotiate.solvers.reports.trust import trust
from negotiate.solvers.solution import Solution


def tells(concept: str) -> bool:
    """Whether a concept has old pieces."""
    return told(concept) is not None


def report(sol: Solution, look: Look) -> Report:
    """Headline, sentences, and the rows for programs as a table."""
    pieces = told(sol.concept)
    if pieces is None:
        raise TypeError("this solution is about another concept")
    head, *rows = pieces.rows(sol)
    table = Table(tuple(map(Column, head)), tuple(tuple(row) for row in rows))
    said = sentences([pieces.headline(sol), *pieces.sentences(sol)], 4)
    notes = trust(sol, pieces.extent, pieces.shows_payoffs)
    return Report(safe(sol.game.title, True), (*said, table, *notes), tuple(sol.game.players))
