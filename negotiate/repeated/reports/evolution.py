"""What is left of many strategies when those that earn more are copied more."""

from __future__ import annotations

import numpy as np

from negotiate.repeated.many.evolution import Evolution
from negotiate.repeated.reports import takeover
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.participants import listed, participants
from negotiate.repeated.reports.takeover import share
from negotiate.repeated.reports.words import earnings, player_name, postures, strategy
from negotiate.report.blocks import Block, Column, Note, Report, Section, Table
from negotiate.report.numbers import number
from negotiate.report.plots import Plot, Series
from negotiate.report.style import Look
from negotiate.report.words import safe

ROWS = (10, 6)
"""Strategies that people see where not everything is wanted, of a single population and of each of two."""
STAGES = 6
"""Generations that have a column."""
LINES = 6
"""Strategies that have a line in the plot."""
SMALL = 0.0005
HOW = {
    "ecological": "shares grow with what a strategy earns, generation by generation",
    "replicator": "shares grow with what a strategy earns above the average",
}


def report(found: Evolution, look: Look) -> Report:
    """What is left, what they earn, and how shares changed."""
    pictures: list[Block] = [_for_programs(found)]
    if found.takeover is not None:
        said, how = takeover.answer(found.takeover), takeover.trust(found.takeover)
        pictures.append(takeover.table(found.takeover))
    else:
        said = [_left(found, k) for k in range(len(found.shares))]
        pictures += [block for k in range(len(found.shares)) for block in _shares(found, k)]
        how = [Note(f"Method: {found.dynamics} dynamics; {HOW[found.dynamics]}.", detail=True)]
    said += [*_earned(found), *_unrest(found)]
    return outline(found.tournament.game, said, pictures, found.notes, [*participants(found.tournament), *how])


def _left(found: Evolution, population: int) -> str:
    last = found.shares[population][-1]
    left = [
        f"{strategy(found.tournament.pools[population][k])} ({share(float(last[k])).shown})"
        for k in found.survivors[population]
    ]
    whose = "" if len(found.shares) == 1 else f" of {player_name(found.tournament.game, population)}"
    return f"The strategies{whose} that are left in the end: {listed(left)}."


def _earned(found: Evolution) -> list[str]:
    values = found.earns[:1] if found.tournament.one_pool else found.earns
    said = [f"They earn {earnings(values)} on average."]
    if found.plays is not None:
        best = np.unravel_index(int(found.plays.argmax()), found.plays.shape)
        labels = postures(found.tournament.game, [int(k) for k in best])
        said.append(f"{labels} is played in {share(float(found.plays.max())).shown} of rounds.")
    return [" ".join(said)]


def _unrest(found: Evolution) -> list[str]:
    """Whether shares still change, or a strategy that is gone would come back."""
    if found.takeover is not None:
        return []
    if not found.settled:
        return [f"The shares still change after {found.generations[-1]:,} generations."]
    most = max(found.regret)
    return [f"A strategy that is gone would earn {number(most)} more, if it came back."] if most > SMALL else []


def _stages(found: Evolution) -> list[int]:
    """Kept generations that have a column: the first, the last, and some between in steps that grow."""
    count = len(found.generations)
    if count <= STAGES:
        return list(range(count))
    return sorted({0, *np.geomspace(1, count - 1, STAGES - 1).round().astype(int).tolist()})


def _shares(found: Evolution, population: int) -> list[Block]:
    """Shares by generation as a table, and as a detail drawn as lines."""
    table, stages = found.shares[population], _stages(found)
    names = [strategy(name) for name in found.tournament.pools[population]]
    order = np.lexsort((-table.max(axis=0), -table[-1])).tolist()
    alone = len(found.shares) == 1
    whose = "" if alone else f" of {player_name(found.tournament.game, population)}"
    columns = [
        Column(str(found.generations[stage]), "number", shown="both" if stage in (stages[0], stages[-1]) else "wide")
        for stage in stages
    ]
    rows = tuple((names[k], *(share(float(table[stage, k])) for stage in stages)) for k in order)
    head = "Generation" if alone else safe(found.tournament.game.players[population], True)
    lines = tuple(
        Series(names[k], tuple(map(float, found.generations)), tuple(table[:, k].tolist()), str(place + 1))
        for place, k in enumerate(order[:LINES])
    )
    plot = Plot("line", lines, "generation", "share")
    most, more = ROWS[not alone], "strategy/strategies"
    return [
        Table((Column(head), *columns), rows, most=most, more=more, only="people"),
        Section(f"The largest shares{whose} by generation", (plot,), detail=True),
    ]


def _for_programs(found: Evolution) -> Table:
    rows = []
    for population, table in enumerate(found.shares):
        whose = "all" if len(found.shares) == 1 else found.tournament.game.keys[population]
        for stage, generation in enumerate(found.generations):
            for k, name in enumerate(found.tournament.pools[population]):
                rows.append((generation, whose, name, float(table[stage, k])))
    columns = (Column("generation", "count"), Column("population"), Column("strategy"), Column("share", "number"))
    return Table(columns, tuple(rows), only="programs")
