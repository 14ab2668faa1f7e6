"""Finds strategies that another pure strategy beats whatever the others do, and takes them away until none is left.

All dominated strategies of all players go in the same round, so the result does not hang on the order of players or of
strategies; strict dominance would give the same game in any order, but not the same trace.

A strategy that stays has witnesses: a few combinations of the others at which, between them, every rival fails to be
better. It is looked at again only when a witness is gone, so that a long chain of rounds costs little more than one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.kernels.exactness import comparable

WORK = 3_000_000_000
"""Comparisons in one call, a few seconds' worth; what is not settled by then stays."""
CALL = 10_000
"""What looking at one rival costs beside its comparisons, in comparisons."""
CROWD = 32
"""Rivals compared at once where there are many times as many strategies as combinations."""


class Step(NamedTuple):
    """In `round`, `player` drops `strategy` because `by` is always better; indices of the game as it was given."""

    round: int
    player: int
    strategy: int
    by: int


class Eliminated(NamedTuple):
    """What iterated strict dominance by pure strategies leaves.

    Attributes
    ----------
    kept : tuple of ndarray of int
        For each player the strategies that stay, in their old order; never empty.
    steps : tuple of Step
        Everything that went, by round, player and strategy.
    finished : bool
        Whether nothing that stays is dominated; False where the work ran out.
    """

    kept: tuple[IndexArray, ...]
    steps: tuple[Step, ...]
    finished: bool = True


class _Side:
    """One player's strategies against all that the others can do; what is gone is marked, never moved."""

    def __init__(self, payoffs: FloatArray, player: int, margin: float) -> None:
        others = tuple(n for p, n in enumerate(payoffs.shape) if p != player)
        table = np.moveaxis(payoffs, player, 0).reshape(payoffs.shape[player], prod(others))
        self.table = np.ascontiguousarray(table)
        self.margin = margin
        self.best = self.table.max(axis=0)
        width = self.best - self.table.min(axis=0)
        self._share = 1.0 / np.where(width > 0, width, np.inf)  # of a column's width that one unit is
        self.cells = np.arange(prod(others), dtype=np.intp).reshape(others)
        self.stay = np.ones(len(table), dtype=np.bool_)
        self.open = np.ones(prod(others), dtype=np.bool_)
        self.total = self.table.sum(axis=1)
        self.waiting = np.arange(len(table), dtype=np.intp)
        self._leaning: dict[int, list[int]] = {}
        self._ranks: IndexArray | None = None

    def drop(self, gone: IndexArray) -> None:
        self.stay[gone] = False

    def close(self, axis: int, gone: IndexArray) -> None:
        """The others lost strategies: combinations with them no longer count, and who leant on one waits again."""
        cells = np.asarray(self.cells.take(gone, axis=axis).ravel(), dtype=np.intp)
        cells = cells[self.open[cells]]
        self.open[cells] = False
        self.total -= self.table[:, cells].sum(axis=1)
        anew = {i for cell in cells.tolist() for i in self._leaning.pop(cell, ())}
        self.waiting = np.array(sorted(anew.union(self.waiting.tolist())), dtype=np.intp)

    def replies(self) -> BoolArray:
        """Which of the strategies that stay are best against something that can still happen."""
        left = np.flatnonzero(self.stay)
        table = self.table if self.open.all() and len(left) == len(self.stay) else self.table[left][:, self.open]
        found = np.zeros(len(self.stay), dtype=np.bool_)
        found[left] = (table >= table.max(axis=0) - self.margin).any(axis=1)
        return found

    def look(self, work: int) -> tuple[dict[int, int], int]:
        """Those waiting that are dominated, each with the best of all that dominate it, and the work that is left."""
        rows = self.waiting[self.stay[self.waiting]]
        self.waiting, found = rows[:0], dict[int, int]()
        if not len(rows):
            return found, work
        work -= len(rows) * len(self.open)
        rows, crowd = self._no_best_replies(rows), self._foremost()
        for place, i in enumerate(rows.tolist()):
            if work < 0:
                self.waiting = rows[place:]
                break
            above = self.table[i] + self.margin
            ahead = crowd[((self.table[crowd] > above) | ~self.open).all(axis=1)] if len(crowd) else crowd
            by, work = (int(ahead[0]), work - CALL) if len(ahead) else self._dominator(i, above, work)
            if by >= 0:
                found[i] = by
        return found, work

    def _no_best_replies(self, rows: IndexArray) -> IndexArray:
        """Those of the rows that are best against nothing that can still happen; the others lean on where they are."""
        table = self.table if len(rows) == len(self.table) else self.table[rows]
        best = (table >= self.best - self.margin) & self.open
        first = best.argmax(axis=1)
        sure = best[np.arange(len(rows)), first]
        for i, witness in zip(rows[sure].tolist(), first[sure].tolist(), strict=True):
            self._leaning.setdefault(witness, []).append(i)
        return np.asarray(rows[~sure], dtype=np.intp)

    def _foremost(self) -> IndexArray:
        """The strategies with the best places, in that order, where trying them on everybody is cheap."""
        left = np.flatnonzero(self.stay)
        if len(left) < CROWD * len(self.open):
            return _NONE
        return np.asarray(left[np.argsort(-self._places(left), kind="stable")[:CROWD]], dtype=np.intp)

    def _places(self, strategies: IndexArray) -> IndexArray:
        """How many strategies each one is better than, over all combinations that can happen.

        Nothing that keeps the order of payoffs within every combination changes it: no unit, and no level for a payoff.
        """
        if self._ranks is None:
            order = np.argsort(self.table, axis=0, kind="stable")
            inside = np.take_along_axis(self.table, order, axis=0)
            first = np.zeros(order.shape, dtype=np.intp)
            first[1:] = np.where(inside[1:] > inside[:-1], np.arange(1, len(order))[:, None], 0)
            self._ranks = np.empty_like(first)
            np.put_along_axis(self._ranks, order, np.maximum.accumulate(first, axis=0), axis=0)
        return np.asarray(self._ranks[strategies][:, self.open].sum(axis=1), dtype=np.intp)

    def _dominator(self, i: int, above: FloatArray, work: int) -> tuple[int, int]:
        """The dominator with the best places, which nothing dominates itself; -1 if there is none.

        The most promising rival is compared everywhere. Where it fails is a witness against others too, and the one
        where this strategy is nearest to the best payoff is likely to tell against most.
        """
        behind = np.where(self.open, (self.best - self.table[i]) * self._share, np.inf)
        witness = int(np.argmin(behind))
        witnesses, work = [witness], work - len(behind) - len(self.stay) - CALL
        rivals = np.flatnonzero((self.table[:, witness] > above[witness]) & self.stay)
        while len(rivals):
            best = int(rivals[np.argmax(self.total[rivals])])
            fails = np.flatnonzero((self.table[best] <= above) & self.open)
            work -= len(above) + 4 * len(rivals) + CALL
            if not len(fails):
                ahead = rivals[((self.table[rivals] > above) | ~self.open).all(axis=1)]
                return int(ahead[np.argmax(self._places(ahead))]), work - len(rivals) * len(above)
            witness = int(fails[np.argmin(behind[fails])])
            witnesses.append(witness)
            rivals = rivals[self.table[rivals, witness] > above[witness]]
        for one in witnesses:
            self._leaning.setdefault(one, []).append(i)
        return -1, work


_NONE = np.zeros(0, dtype=np.intp)


class Rounds:
    """Iterated strict dominance that can go on after strategies were taken away for another reason.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit.
    margin : sequence of float, one a player
        The lead, in the player's unit, that every single comparison must exceed.
    work : int
        Comparisons that may be made, all rounds together.
    """

    def __init__(self, payoffs: FloatArray, margin: Sequence[float], work: int = WORK) -> None:
        self._sides = [_Side(table, p, float(margin[p])) for p, table in enumerate(payoffs)]
        self._work = work

    @property
    def kept(self) -> tuple[IndexArray, ...]:
        """For each player the strategies that stay."""
        return tuple(np.flatnonzero(side.stay) for side in self._sides)

    @property
    def finished(self) -> bool:
        """Whether every strategy that stays is known to be undominated."""
        return all(not side.stay[side.waiting].any() for side in self._sides)

    def never_best(self, player: int) -> IndexArray:
        """The strategies that stay and are best against nothing that can still happen."""
        side = self._sides[player]
        return np.flatnonzero(side.stay & ~side.replies())

    def play(self, first: int = 1) -> list[Step]:
        """Rounds, numbered from `first`, until nothing more falls or the work is spent; each strategy that fell."""
        steps: list[Step] = []
        turn = first
        while self._work >= 0 and not self.finished:
            fallen = []
            for side in self._sides:
                found, self._work = side.look(self._work)
                fallen.append(found)
            for player, found in enumerate(fallen):
                steps += [Step(turn, player, i, by) for i, by in sorted(found.items())]
                self.remove(player, found)
            turn += 1
        return steps

    def remove(self, player: int, strategies: Iterable[int]) -> None:
        """Take strategies of one player away."""
        gone = np.array(sorted(strategies), dtype=np.intp)
        if not len(gone):
            return
        self._sides[player].drop(gone)
        for p, side in enumerate(self._sides):
            if p != player:
                side.close(player - (player > p), gone)


def subgame(payoffs: FloatArray, kept: Sequence[Sequence[int] | IndexArray]) -> FloatArray:
    """The payoffs that are left when each player has only the strategies listed."""
    for axis, own in enumerate(kept, start=1):
        payoffs = payoffs.take(own, axis=axis)
    return payoffs


def iterate(payoffs: FloatArray, work: int = WORK) -> Eliminated:
    """Take strictly dominated pure strategies away, round by round, until none is left.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit.
    work : int
        Comparisons that may be made.

    Notes
    -----
    A strategy that is a best reply to anything costs one reading of its payoffs, and most others are settled by a few
    rivals where they do best. A game in which every two strategies must be compared everywhere costs m² n comparisons.

    References
    ----------
    Luce & Raiffa 1957, "Games and Decisions", section 5.7.

    Examples
    --------
    >>> dilemma = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    >>> kept, steps, finished = iterate(dilemma)
    >>> [k.tolist() for k in kept], [(s.round, s.player, s.strategy, s.by) for s in steps], finished
    ([[1], [1]], [(1, 0, 0, 1), (1, 1, 0, 1)], True)
    """
    numbers, margin = comparable(payoffs)
    rounds = Rounds(numbers, margin.tolist(), work)
    steps = rounds.play()
    return Eliminated(rounds.kept, tuple(steps), rounds.finished)
