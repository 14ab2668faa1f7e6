"""What stands on the page of a deal beside the packages: the points, no deal, today and what really happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import chain, repeat

import numpy as np

from negotiate.bargaining.deal import DealCase
from negotiate.bargaining.point import BargainingPoint
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports.words import choices_words, no_deal_words, package_words
from negotiate.bargaining.table.block import FloatArray
from negotiate.render.bargaining.heads import title_of
from negotiate.report.numbers import probability
from negotiate.report.style import Look
from negotiate.report.words import joined, safe

LETTERS = "abcdefghijklmnpqrtuvwyz"
"""What happened is lettered; without those that mean something else where only ASCII is drawn."""
MANY = "+"
"""Where letters are used up."""
SIMPLE = 20
"""Denominators up to it are read more easily than decimals."""
FEW = 4
"""Things that happened, and equally good packages, that are shown where not everything is wanted."""
SURE = 1e-9
"""What may be missing from the odds of a lottery that is sure to bring a deal."""
SHORTER = 0.8
"""Of the words of a package: what telling how it differs from another may come to."""
ABOVE = "see above"
"""Of a package that a sentence has told."""
TODAY, HAPPENED, NO_DEAL, POINT = range(4)
"""The ranks of marks."""


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One thing worth naming.

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


def marks(case: DealCase, look: Look, every_rule: bool) -> list[Mark]:
    """Everything worth naming: no deal, today, what happened, the points, or without numbers the frontier."""
    problem, plot = case.problem, look.glyphs.plot
    no_deal = problem.no_deals[problem.chosen]
    words = no_deal_words(problem, no_deal) if no_deal.label or no_deal.choices else ""
    found = [Mark(plot.no_deal, "no deal", words, problem.disagreement, no_deal.choices, rank=NO_DEAL)]
    quo = problem.status_quo
    today = {} if quo is None else quo.choices
    if quo is not None and no_deal.how != "status quo":
        found.append(Mark(plot.today, "today", "everything as it is", quo.payoffs, quo.choices, quo.package))
    for letter, one in zip(chain(LETTERS, repeat(MANY)), problem.landmarks, strict=False):
        words = package_words(problem, one.package) if one.on_table else choices_words(one.choices, today, {})
        name = safe(one.label.replace("_", " "), True)
        found.append(Mark(letter, name, words, one.payoffs, one.choices, one.package, HAPPENED))
    return [*found, *(_frontier(case, look) if problem.ordinal else _points(case, every_rule, look))]


def _frontier(case: DealCase, look: Look) -> Iterator[Mark]:
    """The packages of the frontier, where nothing can be said of which of them it would be."""
    found = case.frontier
    for column, package in enumerate(found.packages.tolist()):
        words, choices = package_words(case.problem, package), case.problem.package(package)
        yield Mark(look.glyphs.plot.frontier, "frontier", words, found.payoffs[:, column], choices, package, POINT)


def _points(case: DealCase, every_rule: bool, look: Look) -> Iterator[Mark]:
    """The points, those of one outcome together; each tied package by itself."""
    together: list[tuple[BargainingPoint, list[str]]] = []
    for rule, point in case.points:
        if not point.agreement or not (rule.first or every_rule):
            continue
        same = next((titles for other, titles in together if _same(point, other)), None)
        if same is None:
            together.append((point, same := []))
        same.append(title_of(rule, look))
    for point, titles in together:
        names = ", ".join(titles)
        if drawn(point):
            yield Mark(names[0], names, lottery_words(case.problem, point), point.payoffs, rank=POINT)
            continue
        worth = point.tied or (point.payoffs,)
        for package, payoffs in zip(point.packages, worth, strict=True):
            words = package_words(case.problem, package)
            yield Mark(names[0], names, words, payoffs, case.problem.package(package), package, POINT)


def _same(one: BargainingPoint, other: BargainingPoint) -> bool:
    """Whether two points are one outcome, whatever rounding made of it."""
    scale = float(np.abs([one.payoffs, other.payoffs]).max())
    return one.packages == other.packages and np.allclose(one.payoffs, other.payoffs, rtol=0.0, atol=SURE * scale)


def drawn(point: BargainingPoint) -> bool:
    """Whether a point is no package: a lottery that may bring several, or a place on a curve."""
    if point.odds:
        return len(point.packages) > 1 or point.odds[0] < 1.0 - SURE
    return point.over != "packages"


def lottery_words(problem: BargainingProblem, point: BargainingPoint) -> str:
    """What a lottery may bring, with its odds; a point of a curve by the sample beside it."""
    if not point.odds:
        return f"near {package_words(problem, point.packages[0])}"
    first = problem.package(point.packages[0])
    parts: list[str] = []
    for package, odds in zip(point.packages, point.odds, strict=True):
        words, own = package_words(problem, package), problem.package(package)
        changes = ", ".join(f"{safe(k, True)} {safe(x, True)}" for k, x in own.items() if first[k] != x)
        other = f"the same, but {changes}"
        words = other if parts and changes and len(other) < SHORTER * len(words) else words
        parts.append(f"{_odds(odds)} {words}")
    if (left := 1.0 - sum(point.odds)) > SURE:
        parts.append(f"{_odds(left)} no deal")
    return "; ".join(parts)


def _odds(p: float) -> str:
    """A probability, as a fraction where that is a simple one."""
    return probability(p, Fraction(p).limit_denominator(1000).denominator <= SIMPLE)


def gathered(found: Sequence[Mark]) -> list[Mark]:
    """The same with marks that are one package told once, under the sign of the highest."""
    groups: dict[object, list[Mark]] = {}
    for place, mark in enumerate(found):
        key: object = mark.index if mark.index >= 0 and not mark.choices else frozenset(mark.choices.items())
        groups.setdefault(key if mark.choices or mark.index >= 0 else (place,), []).append(mark)
    result = []
    for group in groups.values():
        top = max(group, key=lambda mark: mark.rank)
        names = list(dict.fromkeys(mark.name for mark in group))
        result.append(replace(top, name=joined(names) if len(names) == 2 else ", ".join(names)))
    return sorted(result, key=lambda mark: mark.rank == POINT)


def shortened(found: Sequence[Mark], said: str = "") -> list[Mark]:
    """The same with packages told by how they differ from the first point or another one, where that is shorter.

    Parameters
    ----------
    found : sequence of Mark
        Told in full.
    said : str
        The words of a package that a sentence has told already.
    """
    whole = [mark for mark in found if mark.rank == POINT and mark.choices][:1]
    result: list[Mark] = []
    for mark in found:
        words = mark.words
        if said and words == said:
            words = next((f"about as {other.sign}" for other in result if other.words == ABOVE), ABOVE)
        elif mark.choices and mark.rank != NO_DEAL and mark not in whole:
            shorter = [_beside(mark, other) for other in whole]
            words = min([words, *(one for one in shorter if len(one) < SHORTER * len(words))], key=len)
            if words == mark.words:
                whole.append(mark)
        elif mark.choices and mark.rank == NO_DEAL:
            whole.append(mark)
        again = mark.rank == POINT and any(mark.name == other.name for other in result)
        result.append(replace(mark, words=f"or {words}" if again else words))
    return result


def _beside(mark: Mark, other: Mark) -> str:
    """How a package differs from another that is told in full."""
    changes = {issue: option for issue, option in mark.choices.items() if other.choices.get(issue) != option}
    return f"as {other.sign}, but {', '.join(f'{safe(k, True)} {safe(x, True)}' for k, x in changes.items())}"


def few(found: Sequence[Mark]) -> list[Mark]:
    """The same without all but a few of the things that happened and of equally good packages."""
    counts: dict[object, int] = {}
    result = []
    for mark in found:
        kind = "happened" if mark.rank == HAPPENED else mark.name
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= FEW:
            result.append(mark)
    return result


def column(found: Sequence[Mark], player: int) -> list[float]:
    """What they are worth to one player."""
    return [float(x) for x in np.array([mark.payoffs[player] for mark in found])]
