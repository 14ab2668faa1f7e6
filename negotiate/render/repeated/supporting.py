"""A machine that supports a chosen payoff, on one screen."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from rich.cells import cell_len
from rich.console import RenderableType

from negotiate.render.kind import Kind
from negotiate.render.repeated.exactly import exactly
from negotiate.render.repeated.words import called, keys, patience_words, payoffs, per_period, who
from negotiate.render.solution import paragraph
from negotiate.render.table import table
from negotiate.repeated.sustaining.supporting import Supporting
from negotiate.report.numbers import number, probability
from negotiate.report.style import Look
from negotiate.report.words import counted, joined

UNNAMED = {-1: "walked away", -2: "the agreement, with what it sets"}
"""What a row of such numbers stands for, in place of postures."""
SURE = 1e-9
PLAYED = 2
"""The column of what is played."""
READABLE = 20
"""So many columns of what is played stand beside the numbers, or it stands below them."""


def _sentences(found: Supporting) -> list[str]:
    game = found.game
    states = counted(len(found.profiles), "state")
    worth = f"{payoffs(game, found.point)} {per_period(game)}"
    said = [f"{worth} can be sustained, by a machine of {states} that all watch."]
    breaches = [
        f"{'one ' if p else 'A breach '}by {who(game, p)} leads to state {state + 1}"
        for p, state in enumerate(found.punishing)
    ]
    return [*said, f"{joined(breaches)}."]


def _plays(found: Supporting, state: int) -> str:
    profile = found.profiles[state].tolist()
    if profile[0] in UNNAMED:
        return UNNAMED[profile[0]]
    return called(found.game, [found.stage.strategies[p][k].label for p, k in enumerate(profile)])


def _then(found: Supporting, state: int) -> str:
    """Where it goes on if nobody strays."""
    odds = found.leads[state]
    told = [(k, float(p)) for k, p in enumerate(odds) if p > SURE]
    if len(told) == 1:
        return str(told[0][0] + 1)
    return joined([f"{k + 1} ({probability(p)})" for k, p in told], "or")


def _table(found: Supporting) -> list[list[str]]:
    return [
        [str(k + 1), _then(found, k), _plays(found, k), *(number(float(x)) for x in found.values[k])]
        for k in range(len(found.profiles))
    ]


HEADS = ["State", "then", "all play"]


def _body(found: Supporting, look: Look) -> Iterable[RenderableType]:
    """A line a state; where a screen is too narrow for that, what is played stands below the numbers."""
    heads, rows = [*HEADS, *keys(found.game)], _table(found)
    widths = [max(map(cell_len, column)) for column in zip(heads, *rows, strict=True)]
    room = look.columns - sum(widths) + widths[PLAYED] - 2 * (len(widths) - 1)
    if room >= min(widths[PLAYED], READABLE):
        yield from table(heads, rows, PLAYED + 1, look)
        return
    head, *lines = ([*row[:PLAYED], *row[PLAYED + 1 :]] for row in (heads, *rows))
    yield from table(head, lines, PLAYED, look)
    for row in rows:
        yield from paragraph(f"State {row[0]}: {row[PLAYED]}", look)


def _rows(found: Supporting) -> list[list[list[str]]]:
    game = found.game
    heads = ["state", "then", "plays", *game.keys, *(f"{key} would lose" for key in game.keys)]
    margins = [exactly(game, row) for row in found.margins]
    return [[heads, *(row + more for row, more in zip(_table(found), margins, strict=True))]]


def _remarks(found: Supporting) -> list[str]:
    least = number(float(found.margins.min()))
    start = [f"{k + 1} ({probability(float(p))})" for k, p in enumerate(found.start) if p > SURE]
    first = f"It starts in state {joined(start, 'or') if len(start) > 1 else start[0].partition(' ')[0]}"
    method = f"Method: one step aside tried in every state; none loses less than {least}"
    return [first, patience_words(found.game), *found.notes, method]


KIND = Kind(Supporting, _sentences, _body, _rows, _remarks, attrgetter("game"))
