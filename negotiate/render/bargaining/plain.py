"""Which deals there are without any drawing: sentences, then tab-separated values."""

from __future__ import annotations

from negotiate.bargaining.deal import Deal
from negotiate.bargaining.reports.words import exactly, package_words
from negotiate.render.bargaining.marks import marks
from negotiate.render.bargaining.sentences import lines, method, remarks, rules
from negotiate.render.plain import tabbed
from negotiate.render.solution import whole_sentence
from negotiate.render.table import in_units
from negotiate.report.style import Look
from negotiate.report.words import safe


def plain(found: Deal) -> list[str]:
    """Say which deals there are, line by line, by every rule.

    Returns
    -------
    list of str
        Sentences, then after empty lines tables of the points under every no-deal point, and of the frontiers: a header
        line and one line a row, cells between tabs, numbers as Python writes them.
    """
    problem = found.problem
    said = [safe(problem.title, True), *lines(found)]
    said += [in_units(problem.players, problem.units), *(whole_sentence(note) for note in remarks(found, Look()))]
    said += [*rules(found, Look()), method(found)]
    return [*filter(None, said), *(line for rows in tables(found) for line in ("", *(tabbed(row) for row in rows)))]


def tables(found: Deal) -> list[list[list[str]]]:
    """The points under every no-deal point, and the frontiers."""
    return [_points(found), frontier_rows(found)]


def _points(found: Deal) -> list[list[str]]:
    keys = found.problem.keys
    write = exactly(found.problem)
    rows = [["no deal", "point", "package", *(f"payoff {key}" for key in keys)]]
    for case in found.cases:
        number = str(case.problem.chosen + 1)
        rows += [[number, mark.name, mark.words, *write(mark.payoffs)] for mark in marks(case, Look(), True)]
    return rows


def frontier_rows(found: Deal) -> list[list[str]]:
    """The frontier under each no-deal point, a row a package."""
    write = exactly(found.problem)
    rows = [["no deal", "frontier", "package", *(f"payoff {key}" for key in found.problem.keys)]]
    for case in found.cases:
        for column, package in enumerate(case.frontier.packages.tolist()):
            numbers = write(case.frontier.payoffs[:, column])
            words = package_words(case.problem, package)
            rows.append([str(case.problem.chosen + 1), str(package), words, *numbers])
    return rows
