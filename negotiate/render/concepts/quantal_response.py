"""Quantal responses told: how play moves as everybody chooses more precisely, and where that leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.render.concepts.columns import folded
from negotiate.render.concepts.falling import label, name
from negotiate.render.concepts.precisions import COLUMN, EXTENT, chance, some
from negotiate.render.concepts.told import Told
from negotiate.render.exactly import largest
from negotiate.render.sentences import played
from negotiate.render.table import table
from negotiate.report.numbers import decimals, exact, number, probability, rounded
from negotiate.report.style import Look
from negotiate.report.words import joined
from negotiate.solvers.concepts.quantal_response import QuantalPath, QuantalResponse
from negotiate.solvers.solution import Solution

OPTIONS = 5
"""Strategies of one player that are not folded away, likeliest at the end of the path first."""
WORDS = 32
"""Columns that strategies' names take at most where numbers stand beside them."""
TELLING = 4.0
"""From this precision on, a sentence tells of the first point at which everybody has a likeliest option."""
UNICODE_LEVELS = "▁▂▃▄▅▆▇█"
ASCII_LEVELS = "_.:-=+*#"


def _read(sol: Solution) -> tuple[NormalFormGame, QuantalPath, list[QuantalResponse]]:
    if not isinstance(sol.game, NormalFormGame) or not isinstance(sol.finding, QuantalPath):
        raise TypeError("this solution is about another concept")
    return sol.game, sol.finding, [e for e in sol.equilibria if isinstance(e, QuantalResponse)]


def _headline(sol: Solution) -> str:
    game, path, found = _read(sol)
    last = number(found[-1].precision)
    if path.limit is None:
        return f"It is not settled where ever more precise play leads (followed up to precision {last})."
    end = played(path.limit, game, "->")
    if path.settled:
        return f"From choice at random, ever more precise play leads to {end}, a Nash equilibrium."
    near = f"within {number(path.distance, 3)} of {end}, a Nash equilibrium"
    return f"At precision {last}, play is {near}; whether it ends there is not settled."


def _sentences(sol: Solution) -> Sequence[str]:
    game, path, found = _read(sol)
    said = []
    clear = [e for e in found if e.precision >= TELLING and all(float(s.max()) > 0.5 for s in e.strategies)]
    said.append(_at(game, (clear or found)[0 if clear else -1]))
    if path.limit is not None and path.settled:
        last = found[-1]
        near = number(path.distance, 3) if path.distance >= 0.0005 else "0.0005"
        said.append(
            f"At precision {number(last.precision)} every probability is within {near} of that equilibrium, "
            f"which gives {_each(game, path.limit.payoffs)}."
        )
    return said


def _at(game: NormalFormGame, found: QuantalResponse) -> str:
    """What everybody mostly does at one precision, what that gives, and what imprecision costs."""
    parts = []
    for p, weights in enumerate(found.strategies):
        first = int(np.argmax(weights))
        chance = probability(float(weights[first]), False)
        parts.append(f"{name(game, p)} plays `{label(game, p, first)}` with {'' if p else 'probability '}{chance}")
    gives = f"this gives {_each(game, found.payoffs)}"
    costs = f"; always choosing best would give {_each(game, found.losses)} more" if found.regret > 0 else ""
    return f"At precision {number(found.precision)}, {joined(parts)}; {gives}{costs}."


def _each(game: NormalFormGame, payoffs: Sequence[float]) -> str:
    return joined([f"{name(game, p)} {_payoff(game, p, x)}" for p, x in enumerate(payoffs)])


def _payoff(game: NormalFormGame, player: int, payoff: float) -> str:
    return rounded(payoff, max(decimals(map(float, np.unique(game.payoffs[player]))), decimals([payoff])))


class _Layout(NamedTuple):
    """Which places along the path have a column, and whether the whole path and the limit stand beside them."""

    shown: list[int]
    bars: bool
    ends: bool


def _body(sol: Solution, look: Look) -> Iterable[RenderableType]:
    game, path, found = _read(sol)
    blocks = [_block(game, path, found, p, look) for p in range(game.n_players)]
    words = [name(game, p) for p in range(game.n_players)] + [row for block in blocks for row, _, _ in block]
    layouts = _layouts(found, path, min(max(map(cell_len, words)), WORDS, max(look.columns // 3, 10)), look)
    for k, (layout, p) in enumerate(product(layouts, range(game.n_players))):
        if k:
            yield Text()
        yield from _drawn(game, path, found, p, blocks[p], layout, look)
    yield from folded(len(found), sum(len(layout.shown) for layout in layouts), "precision", "precisions", look)


def _layouts(found: Sequence[QuantalResponse], path: QuantalPath, words: int, look: Look) -> list[_Layout]:
    """As many columns as fit beside the words, and bars where four fit beside them; for `all`, table after table."""
    ends = path.limit is not None
    free = look.columns - words - (COLUMN if ends else 0)
    bars = free - len(found) - 2 >= COLUMN * min(len(found), 4)
    room = max((free - (len(found) + 2 if bars else 0)) // COLUMN, 2)
    if not look.all or len(found) <= room:
        return [_Layout(some(len(found), room), bars, ends)]
    places = list(range(len(found)))
    parts = [places[start : start + room] for start in range(0, len(places), room)]
    return [_Layout(part, bars and last, ends and last) for part in parts for last in [part is parts[-1]]]


Block = list[tuple[str, FloatArray, float]]
"""A strategy, or several as one, its probability at each point, and in the limit."""


def _block(game: NormalFormGame, path: QuantalPath, found: Sequence[QuantalResponse], player: int, look: Look) -> Block:
    """A player's strategies, likeliest first, those that were never likely as one."""
    along = np.array([e.strategies[player] for e in found])
    end = along[-1] if path.limit is None else path.limit.strategies[player]
    order = _order(along, end)
    kept = order if look.all or len(order) <= OPTIONS + 1 else order[:OPTIONS]
    rest = order[len(kept) :]
    block = [(label(game, player, i), along[:, i], float(end[i])) for i in kept]
    return [*block, (f"{len(rest):,} others", along[:, rest].sum(axis=1), float(end[rest].sum()))] if rest else block


def _drawn(
    game: NormalFormGame,
    path: QuantalPath,
    found: Sequence[QuantalResponse],
    player: int,
    block: Block,
    layout: _Layout,
    look: Look,
) -> Iterable[Text]:
    """A row a strategy, a column a precision, and the whole path as bars where there is room."""
    limit = path.limit if layout.ends else None
    levels = ASCII_LEVELS if look.ascii else UNICODE_LEVELS
    head = [name(game, player), *(f"{found[k].precision:g}" for k in layout.shown), *(["limit"] if limit else [])]
    rows = [
        [words, *(chance(float(v[k])) for k in layout.shown), *([chance(end)] if limit else [])]
        for words, v, end in block
    ]
    told = [found[k].payoffs[player] for k in layout.shown] + ([limit.payoffs[player]] if limit else [])
    rows.append(["gets", *(rounded(x, decimals(told)) for x in told)])
    if layout.bars:
        head.append("path".ljust(len(found)))
        bars = [*(_bar(v, levels) for _, v, _ in block), ""]
        rows = [[*row, bar] for row, bar in zip(rows, bars, strict=True)]
    yield from table(head, rows, 1, look)


def _order(along: FloatArray, end: FloatArray) -> list[int]:
    """Strategies, likeliest at the end of the path first, then those that were ever likely."""
    return sorted(range(along.shape[1]), key=lambda i: (-round(float(end[i]), 9), -float(along[:, i].max()), i))


def _bar(values: FloatArray, levels: str) -> str:
    return "".join(levels[min(int(float(v) * len(levels)), len(levels) - 1)] for v in values)


def _rows(sol: Solution) -> Sequence[Sequence[str]]:
    """One line a precision, player and strategy; the limit has infinite precision."""
    game, path, found = _read(sol)
    lines = [["precision", "player", "strategy", "probability", "payoff", "regret"]]
    points = [(e.precision, e.strategies, e.payoffs, e.regret) for e in found]
    if path.limit is not None and path.settled:
        points.append((float("inf"), path.limit.strategies, path.limit.payoffs, path.limit.regret))
    size = largest(game)
    for precision, strategies, payoffs, regret in points:
        for p, weights in enumerate(strategies):
            for i, weight in enumerate(weights):
                numbers = [exact(weight), exact(payoffs[p], size[p]), exact(regret, max(size))]
                lines.append([f"{precision:g}", game.keys[p], game.strategies[p][i].label, *numbers])
    return lines


TOLD = Told(
    "quantal-response",
    _headline,
    _sentences,
    _body,
    _rows,
    extent=EXTENT,
)
