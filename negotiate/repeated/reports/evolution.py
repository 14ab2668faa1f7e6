"""What is left of many strategies when those that earn more are copied more, and who takes over a finite population."""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.repeated.many.evolution import Evolution, Takeover
from negotiate.repeated.reports.tournament import participants
from negotiate.repeated.reports.words import gets, listed, outline, player_name, postures, strategy
from negotiate.report.blocks import Block, Cell, Column, Note, Plot, Report, Section, Series, Table, sentences
from negotiate.report.numbers import number, probability, steady
from negotiate.report.style import Look
from negotiate.report.words import safe

EQUAL = 1e-9
"""Probabilities that differ by less are the same but for rounding."""
KINDS = 15
"""Strategies that people see where not everything is wanted."""
METHOD = "Moran process, one birth and one death at a time."


def report_takeover(found: Takeover, look: Look) -> Report:
    """Who is likeliest to take over, and what all play most of the time."""
    method = Note(f"Method: {METHOD}", detail=True)
    return Report("", (*sentences(answer(found)), takeover_table(found), trust(found), method))


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


def takeover_table(found: Takeover) -> Table:
    """A row a strategy, the likeliest to take over first."""
    takes = [Cell(probability(x, fractions=False), x) for x in found.fixation.tolist()]
    stays = [share(x) for x in found.long_run.tolist()]
    order = (-found.fixation).argsort(kind="stable").tolist()
    rows = tuple((found.names[k], takes[k], stays[k]) for k in order)
    columns = (Column("Strategy", key="strategy"), Column("takes over", "probability"), Column("long run", "number"))
    return Table(columns, rows, most=KINDS, more="strategy/strategies")


def trust(found: Takeover) -> Note:
    """How sure the probabilities are."""
    return Note(f"From {found.worlds:,} simulated populations, seed {found.seed}." if found.worlds else "Exact.")


ROWS = (10, 6)
"""Strategies that people see where not everything is wanted, of a single population and of each of two."""
STAGES = 6
"""Generations that have a column."""
LINES = 6
"""Strategies that have a line in the plot."""
SMALL = 0.0005
METHODS = {
    "ecological": "ecological dynamics. The share of a strategy grows with what it earns.",
    "replicator": "replicator dynamics. The share of a strategy grows with what it earns above the average.",
    "moran": METHOD,
}


def report(found: Evolution, look: Look) -> Report:
    """What is left, what they earn, and how shares changed."""
    one = found.takeover
    said = answer(one) if one else [_left(found, k) for k in range(len(found.shares))]
    drawn = [takeover_table(one)] if one else [block for k in range(len(found.shares)) for block in _shares(found, k)]
    return outline(
        found.game,
        [*said, _earned(found), *([] if one else _unrest(found))],
        drawn,
        [*found.notes, *participants(found.tournament)],
        [trust(one)] if one else [],
        METHODS[found.dynamics],
    )


def _whose(found: Evolution, population: int) -> str:
    return "" if len(found.shares) == 1 else f" of {player_name(found.game, population)}"


def _left(found: Evolution, population: int) -> str:
    last, names = found.shares[population][-1], found.tournament.pools[population]
    left = [f"{strategy(names[k])} ({share(float(last[k])).shown})" for k in found.survivors[population]]
    return f"In the end these strategies{_whose(found, population)} are left: {listed(left)}."


def _earned(found: Evolution) -> str:
    game = found.game
    one = found.tournament.one_pool
    said = f"On average, {f'a player gets {number(found.earns[0])}' if one else gets(game, found.earns)}."
    if found.plays is None:
        return said
    best = np.unravel_index(int(found.plays.argmax()), found.plays.shape)
    often = share(float(found.plays.max())).shown
    return f"{said} In {often} of rounds, {postures(game, [int(k) for k in best])} is played."


def _unrest(found: Evolution) -> list[str]:
    """Whether shares still change, or a strategy that is gone would come back."""
    if not found.settled:
        return [f"The shares still change after {found.generations[-1]:,} generations."]
    most = max(found.regret)
    said = f"A strategy that died out would earn {number(most)} more than the average if it came back."
    return [said] if most > SMALL else []


def _stages(found: Evolution) -> list[int]:
    """Kept generations that have a column: the first, the last, and some between in steps that grow."""
    count = len(found.generations)
    if count <= STAGES:
        return list(range(count))
    return sorted({0, *np.geomspace(1, count - 1, STAGES - 1).round().astype(int).tolist()})


def _shares(found: Evolution, population: int) -> list[Block]:
    """Shares by generation as a table, and as a detail drawn as lines."""
    table, stages, names = found.shares[population], _stages(found), found.tournament.pools[population]
    order = np.lexsort((-table.max(axis=0), -table[-1])).tolist()
    alone = len(found.shares) == 1
    head = "Generation" if alone else safe(found.game.players[population], True)
    columns = (Column(head), *(Column(str(found.generations[stage]), "number") for stage in stages))
    rows = tuple((names[k], *(share(float(table[stage, k])) for stage in stages)) for k in order)
    lines = tuple(
        Series(names[k], tuple(map(float, found.generations)), tuple(table[:, k].tolist()), str(place + 1))
        for place, k in enumerate(order[:LINES])
    )
    plot = Plot("line", lines, "generation", "share", data=True)
    return [
        Table(columns, rows, most=ROWS[not alone], more="strategy/strategies"),
        Section(f"The largest shares{_whose(found, population)} by generation", (plot,), detail=True),
    ]
