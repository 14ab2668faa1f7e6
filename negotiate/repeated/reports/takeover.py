"""Who takes over a finite population."""

from __future__ import annotations

import numpy as np

from negotiate.games.normal_form import FloatArray
from negotiate.repeated.many.moran import Takeover
from negotiate.repeated.reports.participants import listed
from negotiate.repeated.reports.words import strategy
from negotiate.report.blocks import Cell, Column, Note, Report, Table, sentences
from negotiate.report.numbers import number, probability, steady
from negotiate.report.style import Look

EQUAL = 1e-9
"""Odds that differ by less are the same but for rounding."""
ROWS = 15
"""Strategies that people see where not everything is wanted."""


def report(found: Takeover, look: Look) -> Report:
    """Who is likeliest to take over, and what all play most of the time."""
    return Report("", (*sentences(answer(found)), table(found), *trust(found)))


def share(x: float) -> Cell:
    """A share of a population in percent."""
    return Cell("0" if x <= 0 else f"{steady(100 * x):.0f} %" if x >= 0.01 else "<1 %", x)


def answer(found: Takeover) -> list[str]:
    """Who takes over most likely, and what all play most of the time."""
    likely, often = _most(found, found.fixation), _most(found, found.long_run)
    odds = probability(float(found.fixation.max()), fractions=False)
    error = float(found.errors[found.fixation.argmax()])
    verb, each = ("are", " each") if len(likely) > 1 else ("is", "")
    told = f"{listed(likely)} {verb} the likeliest to take over, with probability {odds}{each}"
    about = f", give or take {number(error, 3)}" if error else ""
    time = f"{share(float(found.long_run.max())).shown} of the time{' each' if len(often) > 1 else ''}"
    return [
        f"In a population of {found.population:,}, {told}{about}.",
        f"If newcomers are rare, all play {listed(often)} {time}, more than anything else.",
    ]


def _most(found: Takeover, values: FloatArray) -> list[str]:
    """The strategies with the largest value, up to rounding."""
    return [strategy(found.names[int(k)]) for k in np.flatnonzero(values >= values.max() - EQUAL)]


def table(found: Takeover) -> Table:
    """A row a strategy, the likeliest to take over first."""
    rows = tuple(
        (
            Cell(strategy(found.names[k]), found.names[k]),
            found.start[k],
            Cell(probability(float(found.fixation[k]), fractions=False), float(found.fixation[k])),
            float(found.errors[k]),
            share(float(found.long_run[k])),
        )
        for k in (-found.fixation).argsort(kind="stable").tolist()
    )
    columns = (
        Column("Strategy", key="strategy"),
        Column("at first", "count", shown="programs"),
        Column("takes over", "probability"),
        Column("plus or minus", "probability", shown="programs"),
        Column("long run", "number"),
    )
    return Table(columns, rows, most=ROWS, more="strategy/strategies")


def trust(found: Takeover) -> list[Note]:
    """How it was worked out."""
    how = f"Sampled in {found.worlds:,} worlds, seed {found.seed}." if found.worlds else "Exact."
    return [Note(how), Note("Method: Moran process, one birth and one death at a time.", detail=True)]
