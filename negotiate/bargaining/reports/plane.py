"""The packages of a deal as points over the payoffs of the first two who sign."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from negotiate.bargaining.deal import DealCase
from negotiate.bargaining.reports.marks import Mark
from negotiate.bargaining.reports.words import names
from negotiate.bargaining.table.block import FloatArray
from negotiate.report.plots import Plot, Role, Series
from negotiate.report.words import joined, safe, the


def plane(case: DealCase, named: Sequence[Mark]) -> Plot:
    """Every package and what is worth naming; packages that somebody refuses may lie outside the picture.

    Parameters
    ----------
    case : DealCase
        Under one no-deal point, with two signers or more.
    named : sequence of Mark
        The most important last.
    """
    problem = case.problem
    pair = problem.seats[:2]
    zone, barred, others = case.listed()
    near = case.exists or len(barred) > 0 or len(named) > 1
    every = "both" if len(problem.seats) == 2 else "all"
    series = [
        _series("refused", problem.payoffs_of(others), pair, "·", "faint", faint=near),
        _series(f"stopped by {_stopping(case)}", problem.payoffs_of(barred), pair, "‡", "red line", faint=case.exists),
        _series(f"{every} would sign", problem.payoffs_of(zone), pair, "○"),
        _series("Pareto frontier", case.frontier.payoffs, pair, "●"),
    ]
    for one in named:
        mark = _series("", one.payoffs[:, None], pair, one.sign, "equilibrium")
        series.append(replace(mark, labels=(one.name,), named=True))
    others_paid = [p for p in range(len(problem.players)) if p not in pair]
    x, y = (float(problem.disagreement[p]) for p in pair)
    across, up = (problem.keys[p] in problem.ordinal for p in pair)
    return Plot(
        "scatter",
        tuple(series),
        _axis(case, pair[0]),
        _axis(case, pair[1]),
        guides=(x, y),
        guided="no deal",
        whole=(across, up),
        title=f"What packages are worth to {the(problem.players[pair[0]])} and {the(problem.players[pair[1]])}",
        noun="refused package",
        note=f"The payoffs of {names(problem, others_paid)} are in the table only." if others_paid else "",
    )


def _series(
    name: str, payoffs: FloatArray, pair: Sequence[int], sign: str, role: Role = "", *, faint: bool = False
) -> Series:
    """Points with their coordinates held compactly: there may be millions of packages."""
    x, y = (array("d", np.ascontiguousarray(payoffs[p], dtype=np.float64).tobytes()) for p in pair)
    return Series(name, x, y, sign, role, faint=faint)


def _axis(case: DealCase, player: int) -> str:
    """A player and the unit of its payoffs."""
    unit = safe(case.problem.units[player], True) if case.problem.units else ""
    return f"{safe(case.problem.players[player], True)}{f' ({unit})' if unit else ''}"


def _stopping(case: DealCase) -> str:
    """What keeps a package from being signed that everybody gains by."""
    kinds = {claim.kind for claim in case.problem.claims if claim.name in case.problem.standing}
    return joined([f"a {kind}" for kind in ("red line", "ratifier") if kind in kinds], "or")
