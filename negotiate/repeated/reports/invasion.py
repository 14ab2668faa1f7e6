"""Which strategies keep which newcomers out."""

from __future__ import annotations

import numpy as np

from negotiate.repeated.many.invasion import Invasion
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.participants import listed, participants
from negotiate.repeated.reports.words import beginning, strategy
from negotiate.repeated.rounding import of_player
from negotiate.report.blocks import Block, Column, Entry, Note, Report, Table
from negotiate.report.numbers import number
from negotiate.report.style import Look
from negotiate.report.words import counted

ROWS = 14
"""Residents that people see where not everything is wanted."""
MARKS = {"stable": "★", "neutral": "(★)", "invaded": ""}
"""By standing, in the order of the table."""
VERDICTS = {1: "grows", 0: "neither", -1: "dies out"}
LEGEND = "★ evolutionarily stable: every newcomer dies out. (★) neutrally stable: no newcomer grows, but some last."
METHOD = "Method: a first newcomer is compared with a resident, then a few newcomers among many residents."


def report(found: Invasion, look: Look) -> Report:
    """Which residents are stable, and who invades the others."""
    compared = counted(found.undecided, "comparison lies", "comparisons lie")
    open_ = [Note(f"{compared} within the error of what was sampled.")] if found.undecided else []
    pictures: tuple[Block, ...] = (*_tables(found), _for_programs(found), Note(LEGEND), *open_)
    last = [*participants(found.tournament), Note(METHOD, detail=True)]
    return outline(found.tournament.game, answer(found), pictures, last=last)


def resident(found: Invasion, index: int) -> str:
    """What all residents play."""
    return " / ".join(strategy(found.tournament.pools[pool][one]) for pool, one in enumerate(found.residents[index]))


def answer(found: Invasion) -> list[str]:
    """Which residents are evolutionarily or neutrally stable, and how many are neither."""
    stable, neutral = (
        [resident(found, k) for k, one in enumerate(found.standings) if one == standing]
        for standing in ("stable", "neutral")
    )
    said = []
    if stable:
        verb = "is" if len(stable) == 1 else "are"
        said.append(f"{beginning(listed(stable))} {verb} evolutionarily stable: every newcomer dies out.")
    if neutral:
        verb = "is" if len(neutral) == 1 else "are"
        said.append(f"{beginning(listed(neutral))} {verb} neutrally stable: no newcomer grows, but some last.")
    if not said:
        return ["No strategy is stable: among residents of each strategy, some newcomer grows."]
    others = len(found.standings) - len(stable) - len(neutral)
    return [*said, *([f"Some newcomer grows among {counted(others, 'other resident')}."] if others else [])]


def growing(found: Invasion, index: int) -> list[tuple[str, float]]:
    """The newcomers that grow, with what the first of them gains, the largest gain first."""
    grown = [
        (strategy(found.tournament.pools[pool][mutant]), float(gains[index, mutant]))
        for pool, (verdicts, gains) in enumerate(zip(found.verdicts, found.gains, strict=True))
        for mutant in np.flatnonzero(verdicts[index] > 0).tolist()
    ]
    return sorted(grown, key=lambda one: -one[1])


def _tables(found: Invasion) -> tuple[Table, Table]:
    """The newcomer that gains most from each resident, and as a detail all that grow."""
    short: list[tuple[Entry, ...]] = []
    long: list[tuple[Entry, ...]] = []
    for k in sorted(range(len(found.residents)), key=lambda k: [*MARKS].index(found.standings[k])):
        grown, name = growing(found, k), resident(found, k)
        first = f"{grown[0][0]} +{number(grown[0][1])}" if grown else "–"
        more = f", and {len(grown) - 1} more" if len(grown) > 1 else ""
        short.append((MARKS[found.standings[k]], name, first + more))
        if more:
            long.append((name, ", ".join(f"{other} +{number(gain)}" for other, gain in grown)))
    heads = (Column("", "mark"), Column("Residents"), Column("invaded most by"))
    return (
        Table(heads, tuple(short), most=ROWS, more="resident", only="people"),
        Table((Column("Residents"), Column("invaded by")), tuple(long), detail=True, only="people"),
    )


def _for_programs(found: Invasion) -> Table:
    """A row for each newcomer among each of the residents."""
    met, rows = found.tournament, []
    for k, residents in enumerate(found.residents):
        here = "/".join(met.pools[p][one] for p, one in enumerate(residents))
        for pool, (verdicts, told) in enumerate(zip(found.verdicts, found.gains, strict=True)):
            gains, whose = of_player(met.game, pool, told), "all" if met.one_pool else met.game.keys[pool]
            for mutant, name in enumerate(met.pools[pool]):
                share = None if found.fractions is None else float(found.fractions[k, mutant])
                liked = "" if found.favoured is None else "yes" if found.favoured[k, mutant] else "no"
                gain, verdict = float(gains[k, mutant]), VERDICTS[int(verdicts[k, mutant])]
                rows.append((here, found.standings[k], name, whose, gain, verdict, share, liked))
    heads = [Column(head) for head in ("residents", "standing", "newcomer", "population")]
    heads += [Column("gain", "payoff"), Column("verdict"), Column("least share", "number"), Column("favoured")]
    return Table(tuple(heads), tuple(rows), only="programs")
