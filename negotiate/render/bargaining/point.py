"""One bargaining solution: which package or lottery it picks, and what that is worth."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from negotiate.bargaining.point import BargainingPoint
from negotiate.bargaining.points.registry import POINTS
from negotiate.bargaining.reports.words import exactly, package_words, worth
from negotiate.render.bargaining.heads import heads, title_of
from negotiate.render.bargaining.marks import drawn, lottery_words
from negotiate.render.kind import Kind
from negotiate.render.table import table
from negotiate.report.numbers import aligned, decimals, exact
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, safe

PLAIN = Look(ascii=True)
"""Names of two people are joined by a sign that every screen knows."""
SHOWN = 10
"""Packages that tie, where not all are wanted."""


def _title(found: BargainingPoint) -> str:
    rule = next((rule for rule in POINTS if rule.name == found.name), None)
    return f"{title_of(rule, PLAIN)} point" if rule else f"point `{safe(found.name, True)}`"


def sentences(found: BargainingPoint) -> list[str]:
    """Where it lies, and what it gives each."""
    problem, title = found.problem, _title(found)
    payoffs = worth(problem, found.payoffs.tolist(), [decimals([float(x)]) for x in found.payoffs])
    if not found.agreement:
        return [f"There is no {title}, since there is nothing to agree on: no deal gives {payoffs}."]
    more = [float(x) for x in found.payoffs - problem.disagreement]
    gains = worth(problem, more, [decimals([x]) for x in more])
    gives = f"It gives {payoffs}; over no deal that is {gains} more."
    note = [f"{safe(found.note, True)}."] if found.note else []
    if drawn(found):
        kind = "a lottery: " if found.odds else ""
        return [f"The {title} is {kind}{lottery_words(problem, found)}.", gives, *note]
    words = package_words(problem, found.packages[0])
    if len(found.packages) == 1:
        return [f"The {title} is {words}.", gives, *note]
    many = in_words(len(found.packages))
    return [f"{many} packages tie for the {title}; the first is {words}.", gives, *note]


def body(found: BargainingPoint, look: Look) -> Iterable[RenderableType]:
    """Every package that ties, or that the lottery may bring."""
    problem = found.problem
    if len(found.packages) < 2:
        return []
    shown = found.packages if look.all else found.packages[:SHOWN]
    worths = problem.payoffs_of(shown)
    numbers = [aligned([float(x) for x in row]) for row in worths]
    cells = [[package_words(problem, index), *(column[k] for column in numbers)] for k, index in enumerate(shown)]
    if left := len(found.packages) - len(shown):
        cells.append([f"{look.glyphs.more} {counted(left, 'more package')}", *("" for _ in numbers)])
    return table(["Package", *heads(problem, [max(map(len, column)) for column in numbers], look)], cells, 1, look)


def rows(found: BargainingPoint) -> list[list[list[str]]]:
    """A row a package, with its odds where a lottery may bring it."""
    problem = found.problem
    lines = [["package", "choices", "odds", *(f"payoff {key}" for key in problem.keys)]]
    worths: list[list[float]] = problem.payoffs_of(found.packages).T.tolist() if found.packages else []
    write = exactly(problem)
    odds = [exact(p) for p in found.odds] or [""] * len(found.packages)
    for index, chance, payoffs in zip(found.packages, odds, worths, strict=True):
        lines.append([str(index), package_words(problem, index), chance, *write(payoffs)])
    return [lines]


def remarks(found: BargainingPoint) -> list[str]:
    """What the rule picks, and who thought of it."""
    told = [f"{title_of(rule, PLAIN)}: {rule.says}. {rule.reference}" for rule in POINTS if rule.name == found.name]
    return [*found.problem.notes, *told]


KIND = Kind(BargainingPoint, sentences, body, rows, remarks)
