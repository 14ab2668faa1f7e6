"""Which part of a game for two players a matrix shows, and every mark on it; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.games.normal_form import BoolArray, NormalFormGame
from negotiate.report.numbers import aligned
from negotiate.report.style import Look
from negotiate.solvers.solution import Equilibrium

LARGEST = 6
"""A game with more strategies for somebody is folded, and no more rows or columns than this are drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What a matrix shows: the game, the rows and columns that are drawn, and every mark on them."""

    game: NormalFormGame
    rows: list[int]
    columns: list[int]
    best: BoolArray
    stars: frozenset[tuple[int, ...]]
    words: tuple[dict[tuple[int, int], str], dict[tuple[int, int], str]]
    equilibria: Sequence[Equilibrium]
    omitted: int = 0

    @property
    def widths(self) -> tuple[int, int]:
        """How wide each player's numbers are."""
        first, second = (max(map(len, words.values()), default=1) for words in self.words)
        return first, second

    @property
    def folded(self) -> bool:
        """Whether some of the game is not drawn."""
        return (len(self.rows), len(self.columns)) != self.game.shape


def sheets(
    game: NormalFormGame, equilibria: Sequence[Equilibrium], look: Look, digits: Sequence[int] = (0, 0)
) -> Iterable[Sheet]:
    """What could be drawn, the best first: everything, then less and less around the equilibria."""
    small, best = max(game.shape) <= LARGEST, best_replies(game)
    if small or look.all:
        yield _sheet(game, equilibria, best, digits, [list(range(n)) for n in game.shape])
    if look.all:
        return
    used = [[set(e.support[p]) for p in range(2)] for e in equilibria]
    tries = [] if small else [used + [_undone(game, e) for e in equilibria]]
    tries += [used[:k] for k in range(len(used), 0, -1) if k <= LARGEST**2]
    for kept in tries:
        drawn = [sorted(set().union(*(e[p] for e in kept))) for p in range(2)]
        if all(0 < len(lines) <= LARGEST for lines in drawn):
            yield _sheet(game, equilibria, best, digits, drawn)


def _undone(game: NormalFormGame, equilibrium: Equilibrium) -> list[set[int]]:
    """For each player the best strategy left out, if there is one."""
    found: list[set[int]] = [set(), set()]
    for reason in equilibrium.reasons:
        labels = [strategy.label for strategy in game.strategies[reason.player]]
        if reason.alternative in labels:
            found[reason.player].add(labels.index(reason.alternative))
    return found


def best_replies(game: NormalFormGame) -> BoolArray:
    """Where no other strategy would give a player more against what the others do, shape `(players, *strategies)`."""
    possible = np.ones(game.shape, dtype=np.bool_) if game.feasible is None else game.feasible
    replies = np.zeros(game.payoffs.shape, dtype=np.bool_)
    numbers, margin = game.comparable()
    for p in range(game.n_players):
        worth = np.where(possible, numbers[p], -np.inf)
        replies[p] = possible & (worth >= worth.max(axis=p, keepdims=True) - margin[p])
    return replies


def _sheet(
    game: NormalFormGame,
    equilibria: Sequence[Equilibrium],
    best: BoolArray,
    digits: Sequence[int],
    drawn: Sequence[list[int]],
) -> Sheet:
    rows, columns = drawn
    cells = [(i, j) for i in rows for j in columns]
    first, second = (
        dict(zip(cells, aligned([float(game.payoffs[p, i, j]) for i, j in cells], digits[p]), strict=True))
        for p in range(2)
    )
    stars = frozenset(tuple(s[0] for s in e.support) for e in equilibria if e.pure)
    omitted = sum(not all(set(e.support[p]) <= set(drawn[p]) for p in range(2)) for e in equilibria)
    return Sheet(game, rows, columns, best, stars, (first, second), equilibria, omitted)
