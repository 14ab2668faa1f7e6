"""Everybody against everybody as a table, on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

import numpy as np
from rich.console import RenderableType
from rich.text import Text

from negotiate.render.kind import Kind
from negotiate.render.repeated.exactly import exactly
from negotiate.render.repeated.took_part import took_part, winners
from negotiate.render.repeated.words import keys, patience_words, rates, strategy, who
from negotiate.render.solution import paragraph
from negotiate.render.table import table
from negotiate.repeated.many.tournament import Tournament
from negotiate.repeated.rounding import of_player
from negotiate.report.numbers import aligned, decimals, exact, number, steady
from negotiate.report.style import FAINT, Look
from negotiate.report.words import counted, joined

ROWS = 10
"""Strategies of a pool that are listed where not everything is wanted."""
NAME = 22
"""Columns that a name may take beside the matrix."""


def ranked(found: Tournament) -> list[tuple[int, list[int]]]:
    """Each pool that has its own table, with its strategies from best to worst."""
    pools = found.ranking[:1] if found.one_pool else found.ranking
    return [(pool, list(order)) for pool, order in enumerate(pools)]


def _sentences(found: Tournament) -> list[str]:
    game, said = found.game, []
    for pool, order in ranked(found):
        best = order[0]
        mean = number(float(found.means[pool][best]))
        hardest = strategy(found.pools[1 - pool][found.hardest[pool][best]])
        hardest = "itself" if found.one_pool and found.hardest[pool][best] == best else hardest
        whom = "Of all" if found.one_pool else f"For {who(game, pool)}"
        name, several = winners(found, pool)
        said.append(f"{whom}, {name} {'earn' if several else 'earns'} most: {mean} on average.")
        said[-1] += "" if several else f" It does worst against {hardest}."
    if not found.one_pool:
        said += _answers(found)
    first, second = map(len, found.pools)
    sizes = f"{counted(first, 'strategy', 'strategies')} met each other and themselves"
    if not found.one_pool:
        sizes = f"{counted(first, 'strategy', 'strategies')} of {who(game, 0)} met {second} of {who(game, 1)}"
    rounds = "endless matches" if found.rounds is None else f"matches of {counted(found.rounds, 'round')}"
    said.append(f"{sizes} in {rounds}{_noise(found)}.")
    return said


def _answers(found: Tournament) -> Iterable[str]:
    """What would be best against whoever wins on the other side."""
    game = found.game
    for pool in (0, 1):
        winner = found.ranking[1 - pool][0]
        reply = strategy(found.pools[pool][found.best_replies[pool][winner]])
        theirs = strategy(found.pools[1 - pool][winner])
        best = f"{reply} does best for {who(game, pool)} of all that take part"
        yield f"Against {theirs} of {who(game, 1 - pool)}, {best}."


def _noise(found: Tournament) -> str:
    told = []
    if any(found.noise):
        told.append(f"hands trembling in {rates(found.game, found.noise)} of rounds")
    if any(found.misread):
        told.append(f"{rates(found.game, found.misread)} of moves misread")
    return f", with {joined(told)}" if told else ""


def _body(found: Tournament, look: Look) -> Iterable[RenderableType]:
    drawn: list[RenderableType] = []
    numbered = False
    for pool, order in ranked(found):
        lines, columns = _ranking(found, pool, order, look)
        drawn += [*([Text()] if drawn else []), *lines]
        numbered |= columns > 0
    side = "" if found.one_pool else " on the other side"
    told = f"Numbered columns: against the strategy of that place{side}; `--csv`" if numbered else "`--csv`"
    return [*drawn, *paragraph(f"{told} has every match.", look, FAINT)]


def _ranking(found: Tournament, pool: int, order: Sequence[int], look: Look) -> tuple[list[Text], int]:
    """The places of one pool, and as many columns of what each earns against the others as there is room for."""
    most = ROWS if found.one_pool else ROWS - 4
    shown = list(order) if look.all else list(order)[:most]
    means = aligned([float(found.means[pool][one]) for one in shown])
    against = list(found.ranking[1 - pool])
    names = [strategy(found.pools[pool][one]) for one in shown]
    cells = _cells(found, pool, shown, against)
    width = max(len(cell) for row in cells for cell in row)
    wide = max(map(len, names)) + max(map(len, means)) + 10
    columns = min(max((look.columns - wide) // (width + 2), 0), len(against))
    heads = ["", "All" if found.one_pool else keys(found.game)[pool], "mean"]
    heads += [str(place + 1) for place in range(columns)]
    rows = [[str(k + 1), names[k], means[k], *cells[k][:columns]] for k in range(len(shown))]
    drawn = table(heads, rows, 2, look)
    if len(shown) < len(order):
        drawn.append(Text(f"{look.glyphs.more} {len(order) - len(shown)} more; `--all` lists them", style=FAINT))
    return drawn, columns


def _cells(found: Tournament, pool: int, shown: Sequence[int], against: Sequence[int]) -> list[list[str]]:
    """What each earns against each of the others, the best of these first."""
    own = found.payoffs[pool] if pool == 0 else found.payoffs[pool].T
    picked = own[np.ix_(shown, against)]
    digits = min(decimals(picked.ravel().tolist()), 1)
    return [[f"{round(steady(value), digits) + 0.0:,.{digits}f}" for value in row] for row in picked.tolist()]


def _rows(found: Tournament) -> list[list[list[str]]]:
    tables = []
    for pool, order in ranked(found):
        rows = [["place", "player", "strategy", "mean"]]
        who_ = "all" if found.one_pool else found.game.keys[pool]
        for place, one in enumerate(order):
            mean = exact(float(of_player(found.game, pool, found.means[pool][one])))
            rows.append([str(place + 1), who_, found.pools[pool][one], mean])
        tables.append(rows)
    matches = [["first", "second", *found.game.keys, *(f"{key} plus or minus" for key in found.game.keys)]]
    for i, first in enumerate(found.pools[0]):
        for j, second in enumerate(found.pools[1]):
            apart = exactly(found.game, found.errors[:, i, j])
            matches.append([first, second, *exactly(found.game, found.payoffs[:, i, j]), *apart])
    return [*tables, matches]


def _remarks(found: Tournament) -> list[str]:
    sampled = bool(found.errors.any())
    how = f"; those without bounds sampled in {found.worlds:,} worlds, seed {found.seed}" if sampled else ""
    return [
        *took_part(found),
        patience_words(found.game),
        *found.notes,
        f"Method: every match worked out exactly, as one Markov chain{how}",
    ]


KIND = Kind(Tournament, _sentences, _body, _rows, _remarks, attrgetter("game"), most=6)
