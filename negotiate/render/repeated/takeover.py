"""Who takes over a finite population, in sentences and on one screen."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from rich.console import RenderableType
from rich.text import Text

from negotiate.games.normal_form import FloatArray
from negotiate.render.repeated.took_part import named
from negotiate.render.repeated.words import strategy
from negotiate.render.solution import paragraph
from negotiate.render.table import table
from negotiate.repeated.many.moran import Takeover
from negotiate.report.numbers import exact, number, probability, steady
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, Look

EQUAL = 1e-9
"""Odds that differ by less are the same but for rounding."""
ROWS = 15
"""Strategies that are listed where not everything is wanted."""


def share(x: float) -> str:
    """A share of a population."""
    if x <= 0:
        return "0"
    return f"{steady(100 * x):.0f} %" if x >= 0.01 else "<1 %"


def takeover_sentences(found: Takeover) -> list[str]:
    """Who takes over most likely, and what all play most of the time."""
    likely, often = _most(found, found.fixation), _most(found, found.long_run)
    odds = probability(float(found.fixation.max()), fractions=False)
    error = float(found.errors[found.fixation.argmax()])
    verb, each = ("are", " each") if len(likely) > 1 else ("is", "")
    told = f"{named(likely)} {verb} the likeliest to take over: {odds}{each}"
    if error:
        told = (
            f"{named(likely)} took over most often in the sampled worlds: {odds}{each}, give or take {number(error, 3)}"
        )
    time = f"{share(float(found.long_run.max()))} of the time{' each' if len(often) > 1 else ''}"
    return [
        f"In a population of {found.population:,}, {told}.",
        f"If newcomers are rare, all play {named(often)} in {time}, more than anything else.",
    ]


def _most(found: Takeover, values: FloatArray) -> list[str]:
    """The strategies with the largest value, up to rounding."""
    return [strategy(found.names[int(k)]) for k in np.flatnonzero(values >= values.max() - EQUAL)]


def takeover_page(found: Takeover, look: Look) -> RenderableType:
    """Lay out who takes over."""
    return Drawn(lambda settled: _page(found, settled), look)


def _page(found: Takeover, look: Look) -> Iterable[RenderableType]:
    for said in takeover_sentences(found):
        yield from paragraph(said, look)
    yield from takeover_table(found, look)
    yield from paragraph(takeover_method(found), look, FAINT)


def takeover_method(found: Takeover) -> str:
    """How it was worked out."""
    how = f"sampled in {found.worlds:,} worlds, seed {found.seed}" if found.worlds else "exact"
    return f"Method: Moran process, one birth and one death at a time; {how}."


def takeover_table(found: Takeover, look: Look) -> Iterable[Text]:
    """One line a strategy, the likeliest to take over first."""
    order = (-found.fixation).argsort(kind="stable").tolist()
    shown = order if look.all else order[:ROWS]
    rows = [
        [
            strategy(found.names[k]),
            probability(float(found.fixation[k]), fractions=False),
            share(float(found.long_run[k])),
        ]
        for k in shown
    ]
    yield from table(["Strategy", "takes over", "long run"], rows, 1, look)
    if len(shown) < len(order):
        yield Text(f"{look.glyphs.more} {len(order) - len(shown)} more; `--all` lists them", style=FAINT)


def takeover_rows(found: Takeover) -> list[list[str]]:
    """The same without any drawing."""
    rows = [["strategy", "at first", "takes over", "plus or minus", "long run"]]
    for k, name in enumerate(found.names):
        numbers = (found.fixation[k], found.errors[k], found.long_run[k])
        rows.append([name, str(found.start[k]), *map(exact, numbers)])
    return rows
