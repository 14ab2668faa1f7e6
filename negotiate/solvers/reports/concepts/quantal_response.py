"""Quantal responses: how play moves as everybody chooses more precisely, and where that leads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.report.blocks import Cell, Column, Entry, Report, Table
from negotiate.report.numbers import aligned, number, probability, rounded, steady
from negotiate.report.style import Look
from negotiate.report.words import joined, safe
from negotiate.solvers.concepts.quantal_response import QuantalPath, QuantalResponse
from negotiate.solvers.reports.concepts import words
from negotiate.solvers.reports.payoffs import largest
from negotiate.solvers.solution import Solution

OPTIONS = 5
"""Strategies of one player that people see, likeliest at the end of the path first; the others are summed up."""
PRECISIONS = 4
"""Precisions that one table shows."""
TELLING = 4.0
"""From this precision on, a sentence tells of the first point at which everybody has a likeliest option."""
LEVELS = "▁▂▃▄▅▆▇█"
MEANING = "A better option is likelier to be chosen, the more so the more precisely everybody chooses."
EXTENT = (
    "the whole path from choice at random, and no other",
    "the path from choice at random as far as it was followed",
)
"""What it means that such an answer is complete, and that it is not."""


def report(sol: Solution, look: Look) -> Report:
    """Where ever more precise play leads, and the probabilities on the way."""
    game, path = words.table_game(sol), sol.finding
    if not isinstance(path, QuantalPath):
        raise TypeError("this solution is about another concept")
    found = [e for e in sol.equilibria if isinstance(e, QuantalResponse)]
    clear = [e for e in found if e.precision >= TELLING and all(float(s.max()) > 0.5 for s in e.strategies)]
    point = clear[0] if clear else found[-1]
    texts = [*_answer(game, path, found), MEANING, *_point(game, point)]
    shown = sorted({*some(len(found), PRECISIONS), found.index(point)})
    tables = [_table(game, path, found, p, shown) for p in range(game.n_players)]
    return words.page(sol, texts, [*tables, _every_point(game, path, found)], most=7, extent=EXTENT)


def _answer(game: NormalFormGame, path: QuantalPath, found: Sequence[QuantalResponse]) -> list[str]:
    """Where the path leads, and how near to it the last point lies."""
    last = number(found[-1].precision)
    if path.limit is None:
        return [f"Where ever more precise play leads is not settled; it was followed up to precision {last}."]
    end = f"({', '.join(words.strategy(game, p, weights) for p, weights in enumerate(path.limit.strategies))})"
    if not path.settled:
        near = f"within {number(path.distance, 3)} of {end}, a Nash equilibrium"
        return [f"Logit quantal response: at precision {last} play is {near}. Whether play ends there is open."]
    near = number(path.distance, 3) if path.distance >= 0.0005 else "0.0005"
    return [
        f"Logit quantal response: from choice at random, ever more precise play leads to {end}, a Nash equilibrium.",
        f"It gives {_gains(game, path.limit.payoffs)}.",
        f"At precision {last} every probability is within {near} of that equilibrium.",
    ]


def _point(game: NormalFormGame, found: QuantalResponse) -> list[str]:
    """What everybody mostly does at one precision, what that gives, and what imprecision costs."""
    parts = []
    for p, weights in enumerate(found.strategies):
        first = int(np.argmax(weights))
        chance = f"{'' if p else 'probability '}{probability(float(weights[first]), False)}"
        parts.append(f"{words.name(game, p)} plays `{words.label(game, p, first)}` with {chance}")
    said = [f"At precision {number(found.precision)}, {joined(parts)}."]
    costs = f"; best replies would add {_gains(game, found.losses)}" if found.regret > 0 else ""
    return [*said, f"This gives {_gains(game, found.payoffs)}{costs}."]


def _gains(game: NormalFormGame, payoffs: Sequence[float]) -> str:
    return joined([f"{words.name(game, p)} {rounded(x, words.digits(game, p, [x]))}" for p, x in enumerate(payoffs)])


def _table(
    game: NormalFormGame, path: QuantalPath, found: Sequence[QuantalResponse], player: int, shown: Sequence[int]
) -> Table:
    """A player's probabilities at a few precisions and in the limit, and the whole path as bars."""
    along = np.array([e.strategies[player] for e in found])
    limit = along[-1] if path.limit is None else path.limit.strategies[player]
    order = sorted(range(along.shape[1]), key=lambda i: (-round(float(limit[i]), 9), -float(along[:, i].max()), i))
    kept = order if len(order) <= OPTIONS + 1 else order[:OPTIONS]
    lines = [(words.label(game, player, i), along[:, i], float(limit[i])) for i in kept]
    if rest := order[len(kept) :]:
        lines.append((f"{len(rest):,} others", along[:, rest].sum(axis=1), float(limit[rest].sum())))
    columns = [Column(safe(game.players[player], True), player=player)]
    ends = (0, shown[-1])
    columns += [Column(f"{found[k].precision:g}", "number", shown="both" if k in ends else "wide") for k in shown]
    columns += [Column("limit", "number")] if path.limit else []
    rows: list[tuple[Entry, ...]] = []
    for what, values, end in lines:
        chances = [*(float(values[k]) for k in shown), *([end] if path.limit else [])]
        rows.append((what, *(Cell(_chance(p)) for p in chances), _bar(values)))
    payoffs = [found[k].payoffs[player] for k in shown] + ([path.limit.payoffs[player]] if path.limit else [])
    rows.append(("payoff", *(Cell(word) for word in aligned(payoffs)), None))
    return Table((*columns, Column("path", "number", shown="wide")), tuple(rows), only="people")


def some(count: int, room: int) -> list[int]:
    """As many places along the path as there is room for, its beginning and its end among them.

    Examples
    --------
    >>> some(3, 5), some(9, 3)
    ([0, 1, 2], [0, 4, 8])
    """
    if count <= room:
        return list(range(count))
    return sorted({round(k * (count - 1) / (room - 1)) for k in range(room)})


def _chance(p: float) -> str:
    """A probability of the same width in every cell."""
    return "0" if p < 0.0005 else "1" if p > 0.9995 else f"{steady(p):.3f}"


def _bar(values: FloatArray) -> str:
    return "".join(LEVELS[min(int(float(v) * len(LEVELS)), len(LEVELS) - 1)] for v in values)


def _every_point(game: NormalFormGame, path: QuantalPath, found: Sequence[QuantalResponse]) -> Table:
    """One row a precision, player and strategy; the limit has infinite precision."""
    size = max(largest(game))
    columns = (
        Column("Precision", key="precision"),
        Column("Player", key="player"),
        Column("Strategy", key="strategy"),
        Column("Probability", "probability", "probability"),
        Column("Payoff", "payoff", "payoff", size=size),
        Column("Regret", "number", "regret", size=size),
    )
    points = [(f"{e.precision:g}", e) for e in found]
    limit = [("inf", path.limit)] if path.limit is not None and path.settled else []
    rows: list[tuple[Entry, ...]] = []
    for precision, point in [*points, *limit]:
        for p, weights in enumerate(point.strategies):
            for i, weight in enumerate(weights):
                what = (precision, words.player_cell(game, p), words.label(game, p, i))
                rows.append((*what, float(weight), point.payoffs[p], point.regret))
    return Table(columns, tuple(rows), detail=True)
