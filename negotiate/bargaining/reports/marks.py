"""The outcomes of a deal that are worth naming: no deal, the solutions, today and what really
happened.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining import reports
from negotiate.bargaining.points.rule import SURE, BargainingPoint
from negotiate.bargaining.table import BargainingTable
from negotiate.display import entity
from negotiate.report.blocks import Cell, Column, Entry, Plot, Role, Series, Table
from negotiate.report.style import capital, joined, safe

if TYPE_CHECKING:
    from negotiate.bargaining.deal import DealCase

LETTERS = "abcdefghijklmnpqrtuvwyz"
"""What happened is lettered; without those that mean something else where only ASCII is drawn."""
MANY = "+"
"""Where letters are used up."""
TODAY, HAPPENED, NO_DEAL, POINT = range(4)
"""The ranks of marks."""
READ = (NO_DEAL, POINT, TODAY, HAPPENED)
"""The ranks in the order in which they are read."""
FEW, TIED = 4, 2
"""Things that happened, and equally good packages, that are shown where not everything is
wanted.
"""
CHAIN = 2
"""How many outcomes a reader may have to look up, one after the other, to know what one is."""
ABOVE = "see above"
"""Of the package that the page tells before its table."""


@entity
class Mark:
    """One outcome worth naming.

    Parameters
    ----------
    sign : str
        What stands for it in the picture.
    names : tuple of str
        What it is, by all its names.
    package : Cell
        Which package it is, in the scenario's words and as it is typed.
    payoffs : ndarray, shape (players,)
        What it is worth.
    choices : Mapping[str, str]
        Issue → option, where it is one package.
    index : int
        Which package it is; -1 where it is none on this table.
    rank : int
        Whose sign stands where marks are one and the same: that of the highest.
    extra : bool
        Whether there are enough of its kind without it.
    """

    sign: str
    names: tuple[str, ...]
    package: Cell
    payoffs: FloatArray
    choices: Mapping[str, str] = field(default_factory=dict)
    index: int = -1
    rank: int = TODAY
    extra: bool = False


def marks(case: DealCase) -> list[Mark]:
    """Everything worth naming: no deal, today, what happened, and the solutions of a first look.

    Where payoffs are levels there are none, and nothing says which package of the frontier it would
    be.
    """
    best, found = case.frontier, solutions(case, first=True)
    if case.problem.ordinal:
        found = _packages(
            case.problem, "●", ("Pareto frontier",), best.packages.tolist(), best.payoffs.T
        )
    return [*known(case.problem), *found]


def known(problem: BargainingTable) -> Iterator[Mark]:
    """What can be named before anything is solved: no deal, today and what happened."""
    no_deal, quo = problem.no_deal, problem.status_quo
    yield Mark(
        "×",
        ("no deal",),
        reports.no_deal_cell(problem),
        no_deal.payoffs,
        no_deal.choices,
        rank=NO_DEAL,
    )
    if quo is not None and no_deal.how != "status quo":
        yield Mark(
            "□",
            ("today",),
            reports.landmark_cell(problem, quo),
            quo.payoffs,
            quo.choices,
            quo.package,
        )
    for place, (sign, one) in enumerate(
        zip(chain(LETTERS, repeat(MANY)), problem.landmarks, strict=False)
    ):
        cell, extra = reports.landmark_cell(problem, one), place >= FEW
        yield Mark(
            sign,
            (reports.called(one),),
            cell,
            one.payoffs,
            one.choices,
            one.package,
            HAPPENED,
            extra,
        )


def _packages(
    problem: BargainingTable,
    sign: str,
    names: tuple[str, ...],
    packages: Sequence[int],
    payoffs: Iterable[FloatArray],
) -> Iterator[Mark]:
    """Packages that are equally worth naming."""
    for place, (index, worth) in enumerate(zip(packages, payoffs, strict=True)):
        cell, choices = reports.package_cell(problem, index), problem.package(index)
        yield Mark(sign, names, cell, worth, choices, index, POINT, place >= TIED)


def solutions(case: DealCase, *, first: bool) -> Iterator[Mark]:
    """The points of a first look, or the others; those of one outcome together, each tied package
    by itself.
    """
    together: list[tuple[BargainingPoint, list[str]]] = []
    for rule, point in case.points:
        if point.agreement and rule.first == first:
            titles = next((own for other, own in together if _same(point, other)), list[str]())
            together += [] if titles else [(point, titles)]
            titles.append(rule.title)
    for point, titles in together:
        names, sign, said = tuple(titles), titles[0][0], reports.point_words(case.problem, point)
        found = [Mark(sign, names, Cell(said, said), point.payoffs, rank=POINT)]
        if not point.drawn:
            found = [*_packages(case.problem, sign, names, point.packages, point.worths().T)]
        if point is case.nash:
            found[0] = replace(found[0], package=Cell(ABOVE, found[0].package.value))
        yield from found


def _same(one: BargainingPoint, other: BargainingPoint) -> bool:
    """Whether two points are one outcome, whatever rounding made of it."""
    scale = float(np.abs([one.payoffs, other.payoffs]).max())
    return one.packages == other.packages and np.allclose(
        one.payoffs, other.payoffs, rtol=0.0, atol=SURE * scale
    )


def merged(found: Iterable[Mark]) -> list[Mark]:
    """The same in the order in which they are read, those of one package together under the sign of
    the highest.

    What is extra comes last.
    """
    groups: dict[object, list[Mark]] = {}
    for place, mark in enumerate(found):
        alone = mark.index if mark.index >= 0 else (place,)
        groups.setdefault(frozenset(mark.choices.items()) or alone, []).append(mark)
    result = []
    for group in groups.values():
        top, extra = max(group, key=lambda mark: mark.rank), all(mark.extra for mark in group)
        result.append(
            replace(
                top, names=tuple(dict.fromkeys(chain(*(mark.names for mark in group)))), extra=extra
            )
        )
    return sorted(result, key=lambda mark: (mark.extra, READ.index(mark.rank)))


def outcomes(
    problem: BargainingTable, found: Sequence[Mark], before: Sequence[Mark] = (), title: str = ""
) -> Table:
    """A row an outcome, told by how it differs from one that is told before, where that is shorter.

    No deal and the first solution are told in full.

    Parameters
    ----------
    problem : BargainingProblem
        Whose packages they are.
    found : sequence of Mark
        In order.
    before : sequence of Mark
        What is told in full already.
    title : str
        Of a table that is a detail.
    """
    near, names = [(mark, 0) for mark in before], set[str]()
    rows: list[tuple[Entry, ...]] = []
    for mark in found:
        full = mark.package.shown
        ways = [(full, 0)]
        anchor = mark.rank == NO_DEAL or (
            mark.rank == POINT and all(other.rank != POINT for other, _ in near)
        )
        if mark.choices and not anchor and full != reports.NOTHING_CHANGES:
            beside = (
                (_beside(problem, mark, other), away + 1) for other, away in near if away < CHAIN
            )
            ways += [
                (said, away) for said, away in beside if len(said) < reports.SHORTER * len(full)
            ]
        said, away = min(ways, key=lambda way: len(way[0]))
        near += [(mark, away)] if mark.choices else []
        said = "" if said == reports.NOTHING_CHANGES and "today" in mark.names else said
        own = ", ".join(mark.names)
        name = f"or {said}" if own in names else ": ".join(filter(None, [capital(own), said]))
        rows.append((Cell(mark.sign, own), Cell(name, mark.package.value), *mark.payoffs.tolist()))
        names.add(own)
    columns = (
        Column("", "mark", "outcome"),
        Column("Outcome", key="package"),
        *reports.payoff_columns(problem),
    )
    most = sum(not mark.extra for mark in found)
    return Table(columns, tuple(rows), title, most, "outcome", detail=bool(title))


def _beside(problem: BargainingTable, mark: Mark, other: Mark) -> str:
    """How a package differs from another that is told in full."""
    told = reports.option_words(
        problem, {k: v for k, v in mark.choices.items() if other.choices.get(k) != v}
    )
    return f"as {other.sign}, but {told}" if told else f"as {other.sign}"


def plane(case: DealCase, named: Sequence[Mark], *, legend: bool = False) -> Plot:
    """Every package and what is worth naming; packages that somebody refuses may lie outside the
    picture.

    Parameters
    ----------
    case : DealCase
        Under one no-deal point, with two signers or more.
    named : sequence of Mark
        The most important last.
    legend : bool
        Whether the picture itself says what their signs mean, for no table beside it does.
    """
    problem = case.problem
    pair = problem.seats[:2]
    zone, barred, others = case.listed()
    near = case.exists or len(barred) > 0 or len(named) > 1
    every = "both" if len(problem.seats) == 2 else "all"
    series = [
        _series("refused", problem.payoffs_of(others), pair, "·", "faint", faint=near),
        _series(
            f"stopped by {_stopping(case)}",
            problem.payoffs_of(barred),
            pair,
            "‡",
            "red line",
            faint=case.exists,
        ),
        _series(f"{every} would sign", problem.payoffs_of(zone), pair, "○"),
        _series("Pareto frontier", case.frontier.payoffs, pair, "●"),
    ]
    for one in named:
        own = ", ".join(one.names)
        name, labels = (own, ()) if legend else ("", (own,))
        series.append(
            _series(
                name, one.payoffs[:, None], pair, one.sign, "equilibrium", labels=labels, named=True
            )
        )
    others_paid = [p for p in range(len(problem.players)) if p not in pair]
    x, y = (float(problem.disagreement[p]) for p in pair)
    across, up = (problem.keys[p] in problem.ordinal for p in pair)
    return Plot(
        "scatter",
        tuple(series),
        _axis(problem, pair[0]),
        _axis(problem, pair[1]),
        guides=(x, y),
        guided="no deal",
        whole=(across, up),
        title=f"What packages are worth to {reports.names(problem, pair)}",
        noun="refused package",
        note=f"The payoffs of {reports.names(problem, others_paid)} are in the table only."
        if others_paid
        else "",
    )


def _series(
    name: str, payoffs: FloatArray, pair: Sequence[int], sign: str, role: Role = "", **more: Any
) -> Series:
    """Points with their coordinates held compactly: there may be millions of packages."""
    x, y = (array("d", np.ascontiguousarray(payoffs[p], dtype=float).tobytes()) for p in pair)
    return Series(name, x, y, sign, role, **more)


def _axis(problem: BargainingTable, player: int) -> str:
    """A player and the unit of its payoffs."""
    unit = safe(problem.units[player], True) if problem.units else ""
    return f"{safe(problem.players[player], True)}{f' ({unit})' if unit else ''}"


def _stopping(case: DealCase) -> str:
    """What keeps a package from being signed that everybody gains by."""
    kinds = {claim.kind for claim in case.problem.claims if claim.name in case.problem.standing}
    return joined([f"a {kind}" for kind in ("red line", "ratifier") if kind in kinds], "or")
