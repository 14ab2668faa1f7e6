"""Which strategies keep which mutants out."""

from __future__ import annotations

import numpy as np

from negotiate.repeated.many.invasion import Invasion
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.tournament import participants
from negotiate.repeated.reports.words import listed, match_words
from negotiate.report.blocks import Block, Column, Entry, Note, Report, Table
from negotiate.report.numbers import number
from negotiate.report.style import Look
from negotiate.report.words import counted

ROWS = 14
"""Residents that people see where not everything is wanted."""
MARKS = {"stable": "★", "neutral": "(★)", "invaded": ""}
"""By standing, in the order of the table."""
STANDINGS = {
    "stable": "evolutionarily stable: every mutant dies out.",
    "neutral": "neutrally stable: no mutant grows, but some survive.",
}
LEGEND = " ".join(f"{MARKS[standing]} {words}" for standing, words in STANDINGS.items())
METHOD = "the payoff of a first mutant is compared with a resident's, then that of a few mutants among many residents."


def report(found: Invasion, look: Look) -> Report:
    """Which residents are stable, and who invades the others."""
    compared = counted(found.undecided, "comparison is", "comparisons are")
    open_ = [Note(f"{compared} undecided, because of the sampling error.")] if found.undecided else []
    pictures: tuple[Block, ...] = (*_tables(found), Note(LEGEND), *open_)
    return outline(found.game, answer(found), pictures, participants(found.tournament), method=METHOD)


def resident(found: Invasion, index: int) -> tuple[str, ...]:
    """What all residents of each population play."""
    return tuple(found.tournament.pools[pool][one] for pool, one in enumerate(found.residents[index]))


def answer(found: Invasion) -> list[str]:
    """Which residents are evolutionarily or neutrally stable, and how many are neither."""
    said = []
    for standing, words in STANDINGS.items():
        names = [match_words(resident(found, k)) for k, one in enumerate(found.standings) if one == standing]
        if names:
            said.append(f"{listed(names)} {'are' if len(names) > 1 else 'is'} {words}")
    if not said:
        return ["No strategy is stable: against each of them, some mutant grows."]
    others = found.standings.count("invaded")
    return [*said, *([f"Some mutant grows against each of {counted(others, 'other resident')}."] if others else [])]


def growing(found: Invasion, index: int) -> list[tuple[str, float]]:
    """The mutants that grow, with what the first of them gains, the largest gain first."""
    grown = [
        (found.tournament.pools[pool][mutant], float(gains[index, mutant]))
        for pool, (verdicts, gains) in enumerate(zip(found.verdicts, found.gains, strict=True))
        for mutant in np.flatnonzero(verdicts[index] > 0).tolist()
    ]
    return sorted(grown, key=lambda one: -one[1])


def _tables(found: Invasion) -> tuple[Table, Table]:
    """The mutant that gains most against each resident, and as a detail all that grow."""
    short: list[tuple[Entry, ...]] = []
    long: list[tuple[Entry, ...]] = []
    for k in sorted(range(len(found.residents)), key=lambda k: [*MARKS].index(found.standings[k])):
        name = " / ".join(resident(found, k))
        grown = [f"{mutant} +{number(gain)}" for mutant, gain in growing(found, k)]
        more = [f"and {len(grown) - 1} more"] if len(grown) > 1 else []
        short.append((MARKS[found.standings[k]], name, ", ".join([*grown[:1], *more]) or "–"))
        if more:
            long.append((name, ", ".join(grown)))
    heads = (Column("", "mark", "stable"), Column("Residents"), Column("invaded most by"))
    return (
        Table(heads, tuple(short), most=ROWS, more="resident"),
        Table((Column("Residents"), Column("invaded by")), tuple(long), detail=True),
    )
