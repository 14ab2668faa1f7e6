"""Finds strategies that another one, or a mixture of others, beats whatever the others do.

Pure strategies: all dominated ones of all players go in the same round, so the result does not hang
on the order of players or of strategies. A strategy that stays has witnesses: a few combinations of
the others at which, between them, every rival fails to be better. It is looked at again only when a
witness is gone, so that a long chain of rounds costs little more than one.

Mixtures: payoffs are whole numbers, and so is every comparison, for a lead may be smaller than
anything a float can hold. The mixture is built in layers. The first is at least as good everywhere
and better somewhere; the next need only be so where those before it are no better; so little of
each next layer is then mixed in that no lead is lost. A layer is one strategy, or two with an
interval of weights in closed form, or whatever a linear program proposes. A mixture that is better
everywhere would do as any layer, so where there is one, the layers need not end before they are
complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from math import lcm, prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import AnyArray, BoolArray, FloatArray, IndexArray
from negotiate.games.exactness import Exact, floats

WORK = 3_000_000_000
"""Comparisons in one call, a few seconds' worth; what is not settled by then stays."""
CALL = 10_000
"""What looking at one rival costs beside its comparisons, in comparisons."""
SMALL = 10_000
"""Comparisons that are made at once, all strategies with all others."""
CROWD = 32
"""Rivals compared at once where there are many times as many strategies as combinations."""

_NONE = np.zeros(0, dtype=int)

Leads = NDArray[Any]
"""Whole numbers: of a machine below 2**54 of either sign, or Python's own in an array of
objects.
"""
Weights = dict[int, int]
Layer = tuple[Weights, Exact, IndexArray]
Proposes = Callable[[NDArray[np.float64]], Iterator[NDArray[np.float64]]]

NEAR = 1e-12  # relative distance of two ratios of floats below which whole numbers decide
EDGE = 10  # what part of the room between two limits keeps weights away from each
GUESSES = (
    100  # beliefs tried before a program is asked; most strategies are best against one of them
)
PAIRS = 1 << 20  # comparisons of pairs held in memory at a time
ROUNDED = (
    12,
    1000,
    10**6,
    10**12,
)  # largest denominators to which proposed weights are rounded, simple ones first


class Step(NamedTuple):
    """In `round`, `player` drops `strategy` because `by` is always better; indices of the game as
    it was given.
    """

    round: int
    player: int
    strategy: int
    by: int


def subgame(payoffs: FloatArray, kept: Sequence[Sequence[int] | IndexArray]) -> FloatArray:
    """The payoffs that are left when each player has only the strategies listed."""
    for axis, own in enumerate(kept, start=1):
        payoffs = payoffs.take(own, axis=axis)
    return payoffs


def own_rows(table: AnyArray, player: int) -> AnyArray:
    """A table by combinations of strategies with one row a strategy of the player's own, one column
    what all others do.

    Parameters
    ----------
    table : ndarray, shape (*strategies)
        One number a combination.
    player : int
        Whose strategies stand down the rows; the last other player's change fastest along a row.
    """
    return np.moveaxis(table, player, 0).reshape(table.shape[player], -1)


class _Side:
    """One player's strategies against all that the others can do; what is gone is marked, never
    moved.
    """

    def __init__(self, payoffs: FloatArray, player: int, margin: float) -> None:
        others = tuple(n for p, n in enumerate(payoffs.shape) if p != player)
        self.table = np.ascontiguousarray(own_rows(payoffs, player))
        self.margin = margin
        self.best = self.table.max(axis=0)
        width = self.best - self.table.min(axis=0)
        with np.errstate(over="ignore"):
            self._share = 1.0 / np.where(
                width > 0, width, np.inf
            )  # of a column's width that one unit is
        self.cells = np.arange(prod(others), dtype=int).reshape(others)
        self.stay = np.ones(len(self.table), dtype=bool)
        self.open = np.ones(prod(others), dtype=bool)
        self.total = self.table.sum(axis=1)
        self.waiting = np.arange(len(self.table), dtype=int)
        self._leaning: dict[int, list[int]] = {}
        self._ranks: IndexArray | None = None

    def drop(self, gone: IndexArray) -> None:
        self.stay[gone] = False

    def close(self, axis: int, gone: IndexArray) -> None:
        """The others lost strategies: combinations with them no longer count, and who leant on one
        waits again.
        """
        cells = np.asarray(self.cells.take(gone, axis=axis).ravel(), dtype=int)
        cells = cells[self.open[cells]]
        self.open[cells] = False
        self.total -= self.table[:, cells].sum(axis=1)
        anew = {i for cell in cells.tolist() for i in self._leaning.pop(cell, ())}
        self.waiting = np.array(sorted(anew.union(self.waiting.tolist())), dtype=int)

    def replies(self) -> BoolArray:
        """Which of the strategies that stay are best against something that can still happen."""
        left = np.flatnonzero(self.stay)
        table = (
            self.table
            if self.open.all() and len(left) == len(self.stay)
            else self.table[left][:, self.open]
        )
        found = np.zeros(len(self.stay), dtype=bool)
        found[left] = (table >= table.max(axis=0) - self.margin).any(axis=1)
        return found

    def look(self, work: int) -> tuple[dict[int, int], int]:
        """Those waiting that are dominated, each with the best of all that dominate it, and the
        work that is left.
        """
        rows = self.waiting[self.stay[self.waiting]]
        self.waiting, found = rows[:0], dict[int, int]()
        if not len(rows):
            return found, work
        work -= len(rows) * len(self.open)
        rows, crowd = self._no_best_replies(rows), self._foremost()
        rows = self._beaten(rows) if len(rows) * self.table.size <= SMALL else rows
        for place, i in enumerate(rows.tolist()):
            if work < 0:
                self.waiting = rows[place:]
                break
            above = self.table[i] + self.margin
            ahead = (
                crowd[((self.table[crowd] > above) | ~self.open).all(axis=1)]
                if len(crowd)
                else crowd
            )
            by, work = (
                (int(ahead[0]), work - CALL) if len(ahead) else self._dominator(i, above, work)
            )
            if by >= 0:
                found[i] = by
        return found, work

    def _no_best_replies(self, rows: IndexArray) -> IndexArray:
        """Those of the rows that are best against nothing that can still happen; the others lean on
        where they are.
        """
        table = self.table if len(rows) == len(self.table) else self.table[rows]
        best = (table >= self.best - self.margin) & self.open
        first = best.argmax(axis=1)
        sure = best[np.arange(len(rows)), first]
        for i, witness in zip(rows[sure].tolist(), first[sure].tolist(), strict=True):
            self._leaning.setdefault(witness, []).append(i)
        return np.asarray(rows[~sure], dtype=int)

    def _beaten(self, rows: IndexArray) -> IndexArray:
        """Those of the rows that something dominates, all compared with all; the others lean on all
        that can happen.
        """
        above = self.table[rows][:, None, :] + self.margin
        beaten = (((self.table > above) | ~self.open).all(axis=2) & self.stay).any(axis=1)
        free = rows[~beaten].tolist()
        for cell in self.open.nonzero()[0].tolist() if free else ():
            self._leaning.setdefault(cell, []).extend(free)
        return rows[beaten]

    def _foremost(self) -> IndexArray:
        """The strategies with the best places, in that order, where trying them on everybody is
        cheap.
        """
        left = np.flatnonzero(self.stay)
        if len(left) < CROWD * len(self.open):
            return _NONE
        return left[np.argsort(-self._places(left), kind="stable")[:CROWD]]

    def _places(self, strategies: IndexArray) -> IndexArray:
        """How many strategies each one is better than, over all combinations that can happen.

        Nothing that keeps the order of payoffs within every combination changes it: no unit, and no
        level for a payoff.
        """
        if self._ranks is None:
            order = np.argsort(self.table, axis=0, kind="stable")
            inside = np.take_along_axis(self.table, order, axis=0)
            first = np.zeros(order.shape, dtype=int)
            first[1:] = np.where(inside[1:] > inside[:-1], np.arange(1, len(order))[:, None], 0)
            self._ranks = np.empty_like(first)
            np.put_along_axis(self._ranks, order, np.maximum.accumulate(first, axis=0), axis=0)
        return np.asarray(self._ranks[strategies][:, self.open].sum(axis=1), dtype=int)

    def _dominator(self, i: int, above: FloatArray, work: int) -> tuple[int, int]:
        """The dominator with the best places, which nothing dominates itself; -1 if there is none.

        The most promising rival is compared everywhere. Where it fails is a witness against others
        too, and the one where this strategy is nearest to the best payoff is likely to tell against
        most.
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
        """Rounds, numbered from `first`, until nothing more falls or the work is spent; each
        strategy that fell.
        """
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
        gone = np.array(sorted(strategies), dtype=int)
        if not len(gone):
            return
        self._sides[player].drop(gone)
        for p, side in enumerate(self._sides):
            if p != player:
                side.close(player - (player > p), gone)


def better_mixture(
    leads: Leads, propose: Proposes | None = None, *, pairs: bool = True
) -> Exact | None:
    """Weights of a mixture that leads everywhere.

    Parameters
    ----------
    leads : ndarray of int64 or of object, shape (rivals, combinations)
        What each rival gets more than the strategy in question; numbers of a machine below 2**54 of
        either sign.
    propose : callable, optional
        Leads as floats of at most 1 → weights, one or several proposals, of a mixture that may
        trail nowhere and lead somewhere; asked where neither one strategy nor two will do. Its
        rounding does no harm.
    pairs : bool
        Whether layers of two strategies are tried, at a cost of rivals² × combinations.

    Returns
    -------
    ndarray of object, shape (rivals,), or None
        Whole numbers of Python, to be divided by their sum; every lead of the mixture is positive,
        which is checked on whole numbers. None if none was found: none is made of layers of one or
        two strategies, and the program proposed nothing that whole numbers confirm.

    References
    ----------
    Pearce 1984, "Rationalizable strategic behavior and the problem of perfection", Econometrica 52,
    lemma 3.

    Examples
    --------
    >>> better_mixture(np.array([[3, -1], [-1, 3]])).tolist()
    [1, 1]
    >>> better_mixture(np.array([[3, -1], [-1, 0]])) is None
    True
    """
    level = np.arange(leads.shape[1], dtype=int)
    layers: list[Layer] = []
    while len(level):
        weights = _layer(leads if not layers else leads[:, level], propose, pairs)
        if weights is None:
            return None
        ahead = _mixed(leads, weights)
        firm = ahead[level] > 0
        layers.append((weights, ahead, level[firm]))
        level = level[~firm]
    return _joined(layers, len(leads)) if layers else None


def never_worse(leads: Leads, propose: Proposes | None = None) -> Exact | None:
    """Weights of a mixture that trails nowhere and leads somewhere.

    Parameters
    ----------
    leads, propose
        As in `better_mixture`.

    Returns
    -------
    ndarray of object, shape (rivals,), or None
        Whole numbers of Python, confirmed on whole numbers; None if no mixture was found.

    Examples
    --------
    >>> never_worse(np.array([[0, 3, -1], [0, -1, 1]])).tolist()
    [1, 2]
    """
    found = _layer(leads, propose, pairs=True)
    if found is None:
        return None
    whole = np.zeros(len(leads), dtype=object)
    whole[list(found)] = list(found.values())
    return whole


def _mixed(leads: Leads, weights: Weights) -> Exact:
    """The leads of a mixture as whole numbers of Python."""
    used = list(weights)
    return np.asarray(
        np.array(list(weights.values()), dtype=object) @ leads[used].astype(object), dtype=object
    )


def _joined(layers: list[Layer], rivals: int) -> Exact:
    """Each layer with so little of the next ones that it keeps its leads; at most half, where that
    is little enough.
    """
    weights, ahead, _ = layers[-1]
    for earlier, leading, firm in reversed(layers[:-1]):
        worst = max(-(int(ahead[c]) // int(leading[c])) for c in firm)
        times = max(2 * worst, sum(weights.values()) // sum(earlier.values()), 1)
        weights = {i: times * earlier.get(i, 0) + weights.get(i, 0) for i in {*earlier, *weights}}
        ahead = times * leading + ahead
    if not (ahead > 0).all():
        raise AssertionError("a mixture of layers lost a lead")
    whole = np.zeros(rivals, dtype=object)
    whole[list(weights)] = list(weights.values())
    return whole


def _layer(leads: Leads, propose: Proposes | None, pairs: bool) -> Weights | None:
    """A mixture that never trails and leads somewhere; None if none was found."""
    steady = np.flatnonzero((leads >= 0).all(axis=1) & (leads > 0).any(axis=1))
    if len(steady):
        return {int(steady[np.argmax((leads[steady] > 0).sum(axis=1))]): 1}
    useful = np.flatnonzero((leads > 0).any(axis=1))  # who leads nowhere only harms
    if len(useful) < 2 or (leads[useful].max(axis=0) < 0).any():
        return None
    found = _pair(leads[useful]) if pairs else None
    if found is None and propose is not None and not _best_reply(leads[useful]):
        found = _proposed(leads[useful], propose)
    return None if found is None else {int(useful[i]): weight for i, weight in found.items()}


def _pair(leads: Leads) -> Weights | None:
    """Two strategies that together never trail, with the simplest weights that do it."""
    trails, idle = (leads < 0).astype(np.float32), (leads <= 0).astype(np.float32)
    helpless = trails @ idle.T  # where one trails the other must lead
    first, second = np.nonzero(np.triu((helpless == 0) & (helpless.T == 0), 1))
    step, rough = max(PAIRS // leads.shape[1], 1), floats(leads)
    for start in range(0, len(first), step):
        pairs = np.stack([first[start : start + step], second[start : start + step]])
        low, high = _limits(rough[pairs[0]], rough[pairs[1]])
        with np.errstate(divide="ignore", over="ignore"):
            width = high / low
        for place in np.argsort(-width, kind="stable"):
            if width[place] < 1 - NEAR:
                break
            i, j = (int(k) for k in pairs[:, place])
            ratio = _ratio(leads[[i, j]], rough[[i, j]], low[place], high[place])
            if ratio is not None:
                return {i: ratio.numerator, j: ratio.denominator}
    return None


def _limits(
    first: NDArray[np.float64], second: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Between which ratios of weights each pair never trails, up to rounding."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = -second / first
    low = np.where((second < 0) & (first > 0), ratio, 0.0).max(axis=1)
    high = np.where((first < 0) & (second > 0), ratio, np.inf).min(axis=1)
    return low, high


def _ratio(pair: Leads, rough: NDArray[np.float64], low: float, high: float) -> Fraction | None:
    """The simplest ratio well between the limits, or the one ratio that they leave; None if they
    leave none.
    """
    first, second = pair
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = -rough[1] / rough[0]
    below = np.flatnonzero((second < 0) & (first > 0) & (ratio >= low * (1 - NEAR)))
    above = np.flatnonzero((first < 0) & (second > 0) & (ratio <= high * (1 + NEAR)))
    least = max(Fraction(-int(second[c]), int(first[c])) for c in below)
    most = min(Fraction(int(second[c]), -int(first[c])) for c in above)
    if least < most:
        low_share, high_share = least / (1 + least), most / (1 + most)
        edge = (high_share - low_share) / EDGE  # near a limit a lead would be as good as none
        return _simplest(*(share / (1 - share) for share in (low_share + edge, high_share - edge)))
    weights = None if least > most else (least.numerator, least.denominator)
    if weights and any(
        weights[0] * int(a) + weights[1] * int(b) > 0 for a, b in zip(first, second, strict=True)
    ):
        return least
    return None


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """The fraction with the smallest denominator strictly between two others, by their continued
    fractions.

    Examples
    --------
    >>> _simplest(Fraction(1, 3), Fraction(3)), _simplest(Fraction(314, 100), Fraction(315, 100))
    (Fraction(1, 1), Fraction(22, 7))
    """
    whole = low.numerator // low.denominator
    if whole + 1 < high:
        return Fraction(whole + 1)
    if low == whole:
        return whole + Fraction(1, (1 / (high - whole)).__floor__() + 1)
    return whole + 1 / _simplest(1 / (high - whole), 1 / (low - whole))


def _best_reply(leads: Leads) -> bool:
    """Whether one of a few beliefs about the others makes every rival worse, so that no mixture of
    them can be better.

    Each belief counts how often a column was the worst for what did best against the belief before
    it, which nears the worst belief of all (Brown 1951, Robinson 1951).
    """
    scaled = floats(leads)
    scaled = scaled / np.abs(scaled).max(axis=1, keepdims=True)
    against, rivals = scaled.mean(axis=1), np.zeros(leads.shape[1])
    for _ in range(GUESSES):
        if against.max() < -NEAR * 100:
            return True
        rivals += scaled[int(np.argmax(against))]
        against = against + scaled[:, int(np.argmin(rivals))]
    return False


def _proposed(leads: Leads, propose: Proposes) -> Weights | None:
    """The first proposal that whole numbers confirm, in the simplest rounding that they confirm."""
    rough = floats(leads)
    for weights in propose(rough / np.abs(rough).max()):
        for denominator in ROUNDED:
            parts = {
                int(i): Fraction(float(weights[i])).limit_denominator(denominator)
                for i in np.flatnonzero(weights > 0)
            }
            scale = lcm(*(part.denominator for part in parts.values()))
            whole = {i: int(part * scale) for i, part in parts.items() if part > 0}
            ahead = _mixed(leads, whole) if whole else np.zeros(1, dtype=object)
            if (ahead >= 0).all() and (ahead > 0).any():
                return whole
    return None
