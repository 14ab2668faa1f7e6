"""What is left of many strategies when those that earn more are copied more, on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

import numpy as np
from rich.console import RenderableType
from rich.text import Text

from negotiate.render.kind import Kind
from negotiate.render.repeated.takeover import share, takeover_method, takeover_rows, takeover_sentences, takeover_table
from negotiate.render.repeated.took_part import named, took_part
from negotiate.render.repeated.words import earnings, keys, patience_words, postures, strategy, who
from negotiate.render.table import table
from negotiate.repeated.many.evolution import Evolution
from negotiate.report.numbers import exact, number
from negotiate.report.style import FAINT, Look

ROWS = 10
"""Strategies that are listed where not everything is wanted."""
STAGES = 6
"""Generations that have a column."""
SMALL = 0.0005


def _pool(found: Evolution, population: int) -> tuple[str, ...]:
    return found.tournament.pools[population]


def _sentences(found: Evolution) -> list[str]:
    if found.takeover is not None:
        return [*takeover_sentences(found.takeover), *_earned(found)]
    said = []
    for population, kept in enumerate(found.survivors):
        told = [
            f"{strategy(_pool(found, population)[k])} ({share(float(found.shares[population][-1, k]))})" for k in kept
        ]
        whose = (
            "In the end" if len(found.survivors) == 1 else f"For {who(found.tournament.game, population)} in the end"
        )
        left = "there are" if len(told) > 1 else "there is"
        said.append(f"{whose} {left} {named(told)}.")
    return [*said, *_earned(found), *_rest(found)]


def _earned(found: Evolution) -> Iterable[str]:
    game = found.tournament.game
    played = ""
    if found.plays is not None:
        best = np.unravel_index(int(found.plays.argmax()), found.plays.shape)
        labels = postures(game, [int(k) for k in best])
        played = f"; {labels} is played in {share(float(found.plays.max()))} of rounds"
    values = found.earns[:1] if found.tournament.one_pool else found.earns
    yield f"They earn {earnings(values)} on average{played}."


def _rest(found: Evolution) -> Iterable[str]:
    if not found.settled:
        yield "The shares have not come to rest."
    elif max(found.regret) > SMALL:
        yield f"A strategy that is gone would earn {number(max(found.regret))} more, if it came back."


def _stages(found: Evolution) -> list[int]:
    """Kept generations that have a column: the first, the last, and some between in steps that grow."""
    count = len(found.generations)
    if count <= STAGES:
        return list(range(count))
    return sorted({0, *np.geomspace(1, count - 1, STAGES - 1).round().astype(int).tolist()})


def _body(found: Evolution, look: Look) -> Iterable[RenderableType]:
    if found.takeover is not None:
        return takeover_table(found.takeover, look)
    drawn: list[RenderableType] = []
    for population in range(len(found.shares)):
        drawn += [*([Text()] if drawn else []), *_shares(found, population, look)]
    return drawn


def _shares(found: Evolution, population: int, look: Look) -> Iterable[Text]:
    table_ = found.shares[population]
    order = np.lexsort((-table_.max(axis=0), -table_[-1])).tolist()
    shown = order if look.all else order[: ROWS if len(found.shares) == 1 else ROWS // 2 + 1]
    stages = _stages(found)
    heads = ["Share" if len(found.shares) == 1 else keys(found.tournament.game)[population]]
    heads += [str(found.generations[stage]) for stage in stages]
    rows = [
        [strategy(_pool(found, population)[k]), *(share(float(table_[stage, k])) for stage in stages)] for k in shown
    ]
    keep = _fitting(heads, rows, look)
    yield from table([heads[k] for k in keep], [[row[k] for k in keep] for row in rows], 1, look)
    if len(shown) < len(order):
        yield Text(f"{look.glyphs.more} {len(order) - len(shown)} more; `--all` lists them", style=FAINT)


def _fitting(heads: Sequence[str], rows: Sequence[Sequence[str]], look: Look) -> list[int]:
    """The columns that there is room for: the name, the last, then the first ones."""
    widths = [max(len(row[k]) for row in [heads, *rows]) + 2 for k in range(len(heads))]
    keep, room = [0, len(heads) - 1], look.columns - widths[0] - widths[-1] + 2
    for k in range(1, len(heads) - 1):
        if widths[k] <= room:
            keep.append(k)
            room -= widths[k]
    return sorted(set(keep))


def _rows(found: Evolution) -> list[list[list[str]]]:
    rows = [["generation", "population", "strategy", "share"]]
    for population, table_ in enumerate(found.shares):
        whose = "all" if len(found.shares) == 1 else found.tournament.game.keys[population]
        for stage, generation in enumerate(found.generations):
            for k, name in enumerate(_pool(found, population)):
                rows.append([str(generation), whose, name, exact(table_[stage, k])])
    if found.takeover is None:
        return [rows]
    return [rows, takeover_rows(found.takeover)]


def _remarks(found: Evolution) -> list[str]:
    notes = [*took_part(found.tournament), patience_words(found.tournament.game), *found.notes]
    if found.takeover is not None:
        return [*notes, takeover_method(found.takeover)]
    how = {
        "ecological": "shares grow with what a strategy earns, generation by generation",
        "replicator": "shares grow with what a strategy earns above the average",
    }[found.dynamics]
    return ["Columns: generations", *notes, f"Method: {found.dynamics} dynamics; {how}"]


KIND = Kind(Evolution, _sentences, _body, _rows, _remarks, attrgetter("tournament.game"), most=6)
