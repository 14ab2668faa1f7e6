"""Which deals there are without any drawing: sentences, then tab-separated values."""

from __future__ import annotations

from negotiate.bargaining.deal import Deal
from negotiate.render.bargaining.marks import marks
from negotiate.render.bargaining.sentences import lines, method, remarks
from negotiate.render.bargaining.words import package_words
from negotiate.render.plain import tabbed
from negotiate.render.solution import whole_sentence
from negotiate.render.style import Look
from negotiate.render.table import in_units
from negotiate.render.text import safe


def plain(found: Deal, everything: bool = False) -> list[str]:
    """Say which deals there are, line by line.

    Returns
    -------
    list of str
        Sentences, then after empty lines tables of the no-deal points, the points and the frontier: a header line and
        one line a row, cells between tabs, numbers as Python writes them.
    """
    problem = found.problem
    said = [safe(problem.title, True), *lines(found)]
    said += [in_units(problem.players, problem.units), *(whole_sentence(note) for note in remarks(found))]
    said.append(method(found))
    tables = [_points(found, everything), frontier_rows(found)]
    return [*filter(None, said), *(line for rows in tables for line in ("", *(tabbed(row) for row in rows)))]


def _points(found: Deal, everything: bool) -> list[list[str]]:
    keys = found.problem.keys
    rows = [["no deal", "point", "package", *(f"payoff {key}" for key in keys)]]
    for case in found.cases:
        for mark in marks(case, Look(), everything):
            numbers = [f"{float(x):.12g}" for x in mark.payoffs]
            rows.append([str(case.problem.chosen + 1), mark.name, mark.words, *numbers])
    return rows


def frontier_rows(found: Deal) -> list[list[str]]:
    """The frontier under the first no-deal point, a row a package."""
    case = found.cases[0]
    rows = [["frontier", "package", *(f"payoff {key}" for key in found.problem.keys)]]
    for column, package in enumerate(case.frontier.packages.tolist()):
        numbers = [f"{float(x):.12g}" for x in case.frontier.payoffs[:, column]]
        rows.append([str(package), package_words(case.problem, package), *numbers])
    return rows
