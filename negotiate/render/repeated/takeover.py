"""Who takes over a finite population, in sentences and on one screen."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.console import Drawn
from negotiate.render.repeated.words import strategy
from negotiate.render.solution import paragraph
from negotiate.render.style import FAINT, Look
from negotiate.render.table import table
from negotiate.render.text import number, probability
from negotiate.repeated.many.moran import Takeover

ROWS = 15
"""Strategies that are listed where not everything is wanted."""


def share(x: float) -> str:
    """A share of a population."""
    if x <= 0:
        return "0"
    return f"{100 * x:.0f} %" if x >= 0.01 else "<1 %"


def takeover_sentences(found: Takeover) -> list[str]:
    """Who takes over most likely, and what all play most of the time."""
    likely, often = int(found.fixation.argmax()), int(found.long_run.argmax())
    odds = probability(float(found.fixation[likely]), fractions=False)
    error = float(found.errors[likely])
    sampled = f", give or take {number(error, 3)}" if error else ""
    winner, usual = strategy(found.names[likely]), strategy(found.names[often])
    time = share(float(found.long_run[often]))
    return [
        f"In a population of {found.population:,}, {winner} is the likeliest to take over: {odds}{sampled}.",
        f"If newcomers are rare, all play {usual} in {time} of the time, more than anything else.",
    ]


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
        rows.append([name, str(found.start[k]), *(f"{float(x):.12g}" for x in numbers)])
    return rows
