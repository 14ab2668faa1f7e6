"""A bargaining problem as it is put, and one bargaining solution: which package or lottery it
picks.
"""

from __future__ import annotations

from itertools import zip_longest

from negotiate.bargaining import reports
from negotiate.bargaining.points import POINTS
from negotiate.bargaining.points.rule import BargainingPoint
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports import option_name
from negotiate.bargaining.reports.marks import known, merged, outcomes
from negotiate.report.blocks import Cell, Column, Report, Table
from negotiate.report.style import Look, counted, safe, sentence_of

SHOWN = 10
"""Packages that tie, where not all are wanted."""


def report_point(found: BargainingPoint, look: Look) -> Report:
    """Where it lies, what it gives each, and every package that ties or that the lottery may
    bring.
    """
    rule = next((rule for rule in POINTS if rule.name == found.name), None)
    title = (
        f"{rule.title} bargaining solution"
        if rule
        else f"bargaining solution `{safe(found.name, True)}`"
    )
    notes = [f"{rule.title}: {rule.says}. {rule.reference}."] if rule else []
    return reports.page(found.problem, [*_answer(found, title), _packages(found)], notes)


def _answer(found: BargainingPoint, title: str) -> list[str]:
    problem = found.problem
    if not found.agreement:
        nothing = f"Without a deal, {reports.worth(problem, found.payoffs, 'gets')}."
        return [f"There is no {title}, because there is nothing to agree on. {nothing}"]
    first, gains = reports.solution_words(problem, found, title)
    note = [sentence_of(found.note)] if found.note else []
    return [first, f"The {title} gives {reports.worth(problem, found.payoffs)}.", gains, *note]


def _packages(found: BargainingPoint) -> Table:
    """A row a package, with its odds where a lottery may bring it."""
    worths = found.problem.payoffs_of(found.packages).T.tolist() if found.packages else []
    rows = tuple(
        (reports.package_cell(found.problem, index), *([odds] if found.odds else []), *payoffs)
        for index, odds, payoffs in zip_longest(found.packages, found.odds, worths)
    )
    odds = [Column("Probability", "probability", "probability")] if found.odds else []
    columns = (Column("Package", key="package"), *odds, *reports.payoff_columns(found.problem))
    return Table(columns, rows, most=SHOWN, more="package")


def report(problem: BargainingProblem, look: Look) -> Report:
    """What the record holds; which deals there are takes `deal` to find out."""
    samples = counted(problem.count, "sample of a curve", "samples of a curve")
    what = samples if problem.curve else counted(problem.count, "package")
    issues = problem.issues.items()
    over = f" over {counted(len(issues), 'issue')}" if issues else ""
    said = [
        (
            f"There {'is' if problem.count == 1 else 'are'} {what}{over} that "
            f"{reports.everybody(problem)} could sign."
        ),
        *reports.no_deal_worth(problem),
        "`negotiate.deal(problem)` says which of them would be signed.",
    ]
    options = [
        (issue, ", ".join(option_name(problem, issue, one) for one in labels))
        for issue, labels in issues
    ]
    options += [
        (k, f"{option_name(problem, k, v)}, which no deal changes")
        for k, v in problem.fixed.items()
    ]
    rows = tuple((Cell(reports.issue_name(problem, issue), issue), told) for issue, told in options)
    table = Table((Column("Issue", key="issue"), Column("Options", key="options")), rows)
    more = (
        reports.claims_table(problem, problem.claims),
        outcomes(problem, merged(known(problem))),
    )
    return reports.page(problem, [*said, table, *more])
