"""Who takes over a finite population."""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.repeated.many.moran import Takeover
from negotiate.repeated.reports.words import listed, strategy
from negotiate.report.blocks import Cell, Column, Note, Report, Table, sentences
from negotiate.report.numbers import number, probability, steady
from negotiate.report.style import Look

EQUAL = 1e-9
"""Probabilities that differ by less are the same but for rounding."""
ROWS = 15
"""Strategies that people see where not everything is wanted."""
METHOD = "Moran process, one birth and one death at a time."


def report(found: Takeover, look: Look) -> Report:
    """Who is likeliest to take over, and what all play most of the time."""
    method = Note(f"Method: {METHOD}", detail=True)
    return Report("", (*sentences(answer(found)), table(found), trust(found), method))


def share(x: float) -> Cell:
    """A share of a population in percent."""
    return Cell("0" if x <= 0 else f"{steady(100 * x):.0f} %" if x >= 0.01 else "<1 %", x)


def answer(found: Takeover) -> list[str]:
    """Who takes over most likely, and what all play most of the time."""
    likely, often = _most(found, found.fixation), _most(found, found.long_run)
    odds = probability(float(found.fixation.max()), fractions=False)
    error = float(found.errors[found.fixation.argmax()])
    about = f", plus or minus {number(error, 3)}" if error else ""
    verb, each = ("are", " each") if len(likely) > 1 else ("is", "")
    time = f"{share(float(found.long_run.max())).shown} of the time{' each' if len(often) > 1 else ''}"
    return [
        f"In a population of {found.population:,}, {listed(likely)} {verb} the likeliest to take over.",
        f"The probability is {odds}{each}{about}.",
        f"If new strategies arise rarely, all play {listed(often)} {time}, more often than any other strategy.",
    ]


def _most(found: Takeover, values: FloatArray) -> list[str]:
    """The strategies with the largest value, up to rounding."""
    return [strategy(found.names[int(k)]) for k in np.flatnonzero(values >= values.max() - EQUAL)]


def table(found: Takeover) -> Table:
    """A row a strategy, the likeliest to take over first."""
    takes = [Cell(probability(x, fractions=False), x) for x in found.fixation.tolist()]
    stays = [share(x) for x in found.long_run.tolist()]
    order = (-found.fixation).argsort(kind="stable").tolist()
    rows = tuple((found.names[k], takes[k], stays[k]) for k in order)
    columns = (Column("Strategy", key="strategy"), Column("takes over", "probability"), Column("long run", "number"))
    return Table(columns, rows, most=ROWS, more="strategy/strategies")


def trust(found: Takeover) -> Note:
    """How sure the probabilities are."""
    return Note(f"From {found.worlds:,} simulated populations, seed {found.seed}." if found.worlds else "Exact.")
