"""Which strategies keep which newcomers out, on one screen."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

import numpy as np
from rich.console import RenderableType
from rich.text import Text

from negotiate.render.kind import Kind
from negotiate.render.repeated.folded import folded
from negotiate.render.repeated.took_part import named, took_part
from negotiate.render.repeated.words import beginning, patience_words, strategy
from negotiate.repeated.many.invasion import Invasion
from negotiate.repeated.rounding import of_player
from negotiate.report.numbers import exact, number
from negotiate.report.style import FAINT, Look
from negotiate.report.words import counted

ROWS = 14
"""Residents that are listed where not everything is wanted."""
MOST = 4
"""Residents that a sentence names one by one."""
MEANINGS = {
    "stable": "every newcomer dies out",
    "neutral": "no newcomer grows, but some last",
    "invaded": "some newcomer grows",
}
ORDER = ("stable", "neutral", "invaded")


def resident(found: Invasion, index: int) -> str:
    """What all residents play."""
    chosen = found.residents[index]
    return " / ".join(strategy(found.tournament.pools[pool][one]) for pool, one in enumerate(chosen))


def _sentences(found: Invasion) -> list[str]:
    said = []
    for standing in ("stable", "neutral"):
        who = [k for k, one in enumerate(found.standings) if one == standing]
        verb = "keeps every newcomer out" if standing == "stable" else "lets no newcomer grow, though some last"
        verbs = "keep every newcomer out" if standing == "stable" else "let no newcomer grow, though some last"
        if who:
            said.append(f"{_named(found, who)} {verb if len(who) == 1 else verbs}.")
    if not said:
        said.append("No strategy keeps every newcomer out: among residents of each of them some other one grows.")
    invaded = sum(one == "invaded" for one in found.standings)
    if invaded and invaded < len(found.standings):
        said.append(f"Into {counted(invaded, 'other')} some newcomer finds its way.")
    return said


def _named(found: Invasion, which: list[int]) -> str:
    return beginning(named([resident(found, k) for k in which], MOST))


def growing(found: Invasion, index: int) -> list[tuple[str, float]]:
    """The newcomers that grow, with what the first of them gains, the largest gain first."""
    grown = [
        (strategy(found.tournament.pools[pool][mutant]), float(gains[index, mutant]))
        for pool, (verdicts, gains) in enumerate(zip(found.verdicts, found.gains, strict=True))
        for mutant in np.flatnonzero(verdicts[index] > 0).tolist()
    ]
    return sorted(grown, key=lambda one: -one[1])


def _body(found: Invasion, look: Look) -> Iterable[RenderableType]:
    order = sorted(range(len(found.residents)), key=lambda k: ORDER.index(found.standings[k]))
    shown = order if look.all else order[:ROWS]
    signs = {"stable": look.glyphs.star, "neutral": f"({look.glyphs.star})", "invaded": ""}
    rows = [[signs[found.standings[k]], resident(found, k), _grown(found, k, look)] for k in shown]
    drawn = folded(["", "Residents", "invaded most by"], rows, 3, look, title=2)
    if len(shown) < len(order):
        drawn.append(Text(f"{look.glyphs.more} {len(order) - len(shown)} more; `--all` lists them", style=FAINT))
    return drawn


def _grown(found: Invasion, index: int, look: Look) -> str:
    grown = growing(found, index)
    if not grown:
        return look.glyphs.impossible
    told = [f"{name} +{number(gain)}" for name, gain in (grown if look.all else grown[:1])]
    more = len(grown) - len(told)
    return ", ".join(told) + (f", and {more} more" if more else "")


def _rows(found: Invasion) -> list[list[list[str]]]:
    rows = [["residents", "standing", "newcomer", "population", "gain", "verdict", "least share", "favoured"]]
    verdict = {1: "grows", 0: "neither", -1: "dies out"}
    pools = found.tournament.pools
    for k in range(len(found.residents)):
        for pool, (verdicts, told) in enumerate(zip(found.verdicts, found.gains, strict=True)):
            gains = of_player(found.tournament.game, pool, told)
            for mutant, name in enumerate(pools[pool]):
                whose = "all" if found.tournament.one_pool else found.tournament.game.keys[pool]
                share = "" if found.fractions is None else exact(found.fractions[k, mutant])
                liked = "" if found.favoured is None else "yes" if found.favoured[k, mutant] else "no"
                here = "/".join(pools[p][one] for p, one in enumerate(found.residents[k]))
                cells = [here, found.standings[k], name, whose, exact(gains[k, mutant])]
                rows.append([*cells, verdict[int(verdicts[k, mutant])], share, liked])
    return [rows]


def _remarks(found: Invasion) -> list[str]:
    signs = f"A star: {MEANINGS['stable']}; in brackets: {MEANINGS['neutral']}"
    open_ = (
        [f"{counted(found.undecided, 'comparison lies', 'comparisons lie')} within the error of what was sampled"]
        if found.undecided
        else []
    )
    return [
        signs,
        *open_,
        *took_part(found.tournament),
        patience_words(found.tournament.game),
        *found.notes,
        "Method: the first newcomer among residents compared with a resident, then few among many",
    ]


KIND = Kind(Invasion, _sentences, _body, _rows, _remarks, attrgetter("tournament.game"))
