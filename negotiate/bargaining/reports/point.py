"""One bargaining solution: which package or lottery it picks, and what that is worth."""

from __future__ import annotations

from itertools import zip_longest

from negotiate.bargaining.point import BargainingPoint
from negotiate.bargaining.points.registry import POINTS
from negotiate.bargaining.reports.words import package_words, payoff_columns, payoff_notes, point_words, worth
from negotiate.report.blocks import Block, Column, Note, Report, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import in_words, safe, sentence_of

SHOWN = 10
"""Packages that tie, where not all are wanted."""


def report(found: BargainingPoint, look: Look) -> Report:
    """Where it lies, what it gives each, and every package that ties or that the lottery may bring."""
    rule = next((rule for rule in POINTS if rule.name == found.name), None)
    title = f"{rule.title} point" if rule else f"point `{safe(found.name, True)}`"
    notes = [Note(f"{rule.title}: {rule.says}. {rule.reference}.")] if rule else []
    blocks: list[Block] = [*sentences(_answer(found, title)), _packages(found), *payoff_notes(found.problem), *notes]
    return Report(found.problem.title, tuple(blocks), tuple(found.problem.players))


def _answer(found: BargainingPoint, title: str) -> list[str]:
    problem, payoffs = found.problem, worth(found.problem, found.payoffs)
    if not found.agreement:
        return [f"There is no {title}, since there is nothing to agree on: no deal gives {payoffs}."]
    words = point_words(problem, found)
    if found.drawn:
        first = f"The {title} is {'a lottery: ' if found.odds else ''}{words}."
    elif len(found.packages) == 1:
        first = f"The {title} is {words}."
    else:
        first = f"{in_words(len(found.packages))} packages tie for the {title}. The first is {words}."
    gains = worth(problem, found.payoffs - problem.disagreement)
    note = [sentence_of(found.note)] if found.note else []
    return [first, f"The {title} gives {payoffs}.", f"Compared with no deal, that is {gains} more.", *note]


def _packages(found: BargainingPoint) -> Table:
    """A row a package, with its odds where a lottery may bring it."""
    problem = found.problem
    worths = problem.payoffs_of(found.packages).T.tolist() if found.packages else []
    rows = tuple(
        (index, package_words(problem, index), odds, *payoffs)
        for index, odds, payoffs in zip_longest(found.packages, found.odds, worths)
    )
    columns = (
        Column("", "count", "package", shown="programs"),
        Column("Package", key="choices"),
        Column("Odds", "probability", "odds", shown="both" if found.odds else "programs"),
        *payoff_columns(problem),
    )
    return Table(columns, rows, most=SHOWN, more="package", only="both" if len(rows) > 1 else "programs")
