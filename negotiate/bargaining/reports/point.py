"""One bargaining solution: which package or lottery it picks, and what that is worth."""

from __future__ import annotations

from itertools import zip_longest

from negotiate.bargaining.point import BargainingPoint
from negotiate.bargaining.points.registry import POINTS
from negotiate.bargaining.reports import words
from negotiate.bargaining.reports.words import SOLUTION
from negotiate.report.blocks import Block, Column, Note, Report, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import safe, sentence_of

SHOWN = 10
"""Packages that tie, where not all are wanted."""


def report(found: BargainingPoint, look: Look) -> Report:
    """Where it lies, what it gives each, and every package that ties or that the lottery may bring."""
    rule = next((rule for rule in POINTS if rule.name == found.name), None)
    title = f"{rule.title} {SOLUTION.partition(' ')[2]}" if rule else f"bargaining solution `{safe(found.name, True)}`"
    notes = [Note(f"{rule.title}: {rule.says}. {rule.reference}.")] if rule else []
    blocks: list[Block] = [*sentences(_answer(found, title)), _packages(found)]
    blocks += [*words.payoff_notes(found.problem), *notes]
    return Report(found.problem.title, tuple(blocks), tuple(found.problem.players))


def _answer(found: BargainingPoint, title: str) -> list[str]:
    problem = found.problem
    if not found.agreement:
        nothing = f"Without a deal, {words.worth(problem, found.payoffs, 'gets')}."
        return [f"There is no {title}, because there is nothing to agree on. {nothing}"]
    first, gains = words.solution_words(problem, found, title)
    note = [sentence_of(found.note)] if found.note else []
    return [first, f"The {title} gives {words.worth(problem, found.payoffs)}.", gains, *note]


def _packages(found: BargainingPoint) -> Table:
    """A row a package, with its odds where a lottery may bring it."""
    worths = found.problem.payoffs_of(found.packages).T.tolist() if found.packages else []
    rows = tuple(
        (words.package_cell(found.problem, index), *([odds] if found.odds else []), *payoffs)
        for index, odds, payoffs in zip_longest(found.packages, found.odds, worths)
    )
    odds = [Column("Probability", "probability", "probability")] if found.odds else []
    columns = (Column("Package", key="package"), *odds, *words.payoff_columns(found.problem))
    return Table(columns, rows, most=SHOWN, more="package")
