"""The outcomes of a deal that are worth naming: no deal, the solutions, today and what really happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat

import numpy as np

from negotiate.bargaining.deal import DealCase
from negotiate.bargaining.point import SURE, BargainingPoint
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports.words import (
    SHORTER,
    called,
    choices_words,
    no_deal_words,
    package_words,
    point_words,
)
from negotiate.bargaining.table.block import FloatArray
from negotiate.report.words import joined, safe

LETTERS = "abcdefghijklmnpqrtuvwyz"
"""What happened is lettered; without those that mean something else where only ASCII is drawn."""
MANY = "+"
"""Where letters are used up."""
TODAY, HAPPENED, NO_DEAL, POINT = range(4)
"""The ranks of marks."""
READ = (NO_DEAL, POINT, TODAY, HAPPENED)
"""The ranks in the order in which they are read."""


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One outcome worth naming.

    Parameters
    ----------
    sign : str
        What stands for it in the picture.
    name : str
        What it is.
    words : str
        Which package it is, in the scenario's words.
    payoffs : ndarray, shape (players,)
        What it is worth.
    choices : Mapping[str, str]
        Issue → option, where it is one package.
    index : int
        Which package it is; -1 where it is none on this table.
    rank : int
        Whose sign stands where marks are one and the same: that of the highest.
    """

    sign: str
    name: str
    words: str
    payoffs: FloatArray
    choices: Mapping[str, str] = field(default_factory=dict)
    index: int = -1
    rank: int = TODAY


def marks(case: DealCase) -> list[Mark]:
    """Everything worth naming: no deal, today, what happened, and the solutions of a first look."""
    points = _frontier(case) if case.problem.ordinal else solutions(case, first=True)
    return [*known(case.problem), *points]


def known(problem: BargainingProblem) -> list[Mark]:
    """What can be named before anything is solved: no deal, today and what happened."""
    no_deal = problem.no_deals[problem.chosen]
    words = no_deal_words(problem, no_deal) if no_deal.label or no_deal.choices else ""
    found = [Mark("×", "no deal", words, problem.disagreement, no_deal.choices, rank=NO_DEAL)]
    quo = problem.status_quo
    if quo is not None and no_deal.how != "status quo":
        found.append(Mark("□", "today", "everything as it is", quo.payoffs, quo.choices, quo.package))
    today = {} if quo is None else quo.choices
    for letter, one in zip(chain(LETTERS, repeat(MANY)), problem.landmarks, strict=False):
        words = package_words(problem, one.package) if one.on_table else choices_words(one.choices, today, {})
        found.append(Mark(letter, called(one), words, one.payoffs, one.choices, one.package, HAPPENED))
    return found


def _frontier(case: DealCase) -> Iterator[Mark]:
    """The packages of the frontier, where nothing can be said of which of them it would be."""
    for column, package in enumerate(case.frontier.packages.tolist()):
        words, choices = package_words(case.problem, package), case.problem.package(package)
        yield Mark("●", "frontier", words, case.frontier.payoffs[:, column], choices, package, POINT)


def solutions(case: DealCase, *, first: bool) -> Iterator[Mark]:
    """The points of a first look, or the others; those of one outcome together, each tied package by itself."""
    together: list[tuple[BargainingPoint, list[str]]] = []
    for rule, point in case.points:
        if not point.agreement or rule.first != first:
            continue
        titles = next((own for other, own in together if _same(point, other)), None)
        if titles is None:
            together.append((point, titles := []))
        titles.append(rule.title)
    for point, titles in together:
        names = ", ".join(titles)
        if point.drawn:
            yield Mark(names[0], names, point_words(case.problem, point), point.payoffs, rank=POINT)
            continue
        for package, payoffs in zip(point.packages, point.tied or (point.payoffs,), strict=True):
            words = package_words(case.problem, package)
            yield Mark(names[0], names, words, payoffs, case.problem.package(package), package, POINT)


def _same(one: BargainingPoint, other: BargainingPoint) -> bool:
    """Whether two points are one outcome, whatever rounding made of it."""
    scale = float(np.abs([one.payoffs, other.payoffs]).max())
    return one.packages == other.packages and np.allclose(one.payoffs, other.payoffs, rtol=0.0, atol=SURE * scale)


def merged(found: Sequence[Mark]) -> list[Mark]:
    """The same in the order in which they are read, those of one package together under the sign of the highest."""
    groups: dict[object, list[Mark]] = {}
    for place, mark in enumerate(found):
        package: object = frozenset(mark.choices.items()) if mark.choices else mark.index
        groups.setdefault(package if mark.choices or mark.index >= 0 else (place,), []).append(mark)
    result = []
    for group in groups.values():
        top = max(group, key=lambda mark: mark.rank)
        names = list(dict.fromkeys(mark.name for mark in group))
        result.append(replace(top, name=joined(names) if len(names) == 2 else ", ".join(names)))
    return sorted(result, key=lambda mark: READ.index(mark.rank))


def shortened(found: Sequence[Mark]) -> list[Mark]:
    """The same, told by how they differ from one that is told before, where that is shorter.

    No deal and the first solution are told in full.
    """
    whole: list[Mark] = []
    result: list[Mark] = []
    for mark in found:
        words = mark.words
        full = mark.rank == NO_DEAL or (mark.rank == POINT and all(other.rank != POINT for other in result))
        if mark.choices and not full:
            shorter = (_beside(mark, other) for other in whole)
            words = min([words, *(one for one in shorter if len(one) < SHORTER * len(words))], key=len)
        if mark.choices and words == mark.words:
            whole.append(mark)
        tied = mark.rank == POINT and any(mark.name == other.name for other in result)
        result.append(replace(mark, words=f"or {words}" if tied else words))
    return result


def _beside(mark: Mark, other: Mark) -> str:
    """How a package differs from another that is told in full."""
    changes = {issue: option for issue, option in mark.choices.items() if other.choices.get(issue) != option}
    told = ", ".join(f"{safe(k, True)} {safe(x, True)}" for k, x in changes.items())
    return f"as {other.sign}, but {told}" if told else f"as {other.sign}"
