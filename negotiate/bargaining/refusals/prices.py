"""What each red line costs: how the zone and the Nash point change without it, alone and with the
others.

A price is what a player would get more without the line; it is negative for whoever the line helps.
Lines are taken away in every combination from a smaller problem that holds only the packages that
can then be the best. Of a soft red line it is told from which cost on it binds: keeps packages from
being signed, or moves the deal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import compress, product
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray, IntArray
from negotiate.bargaining.claims import Claim
from negotiate.bargaining.frontier import zone
from negotiate.bargaining.kernels.count import WORK
from negotiate.bargaining.kernels.pareto import alike, undominated
from negotiate.bargaining.packages import PACKAGE_LIMIT, Block
from negotiate.bargaining.points.solutions import point
from negotiate.bargaining.refusals.openings import zone_size
from negotiate.bargaining.table import BargainingTable, check_numbers, once
from negotiate.bargaining.voting.game import shapley_value
from negotiate.display import Shown, entity, record


class Smaller(NamedTuple):
    """A problem of few packages with the same frontier, whichever of the lines are taken away.

    Parameters
    ----------
    problem : BargainingProblem
        One block; its packages have numbers of their own.
    packages : tuple of int
        The number that each of them has in the whole problem.
    sizes : tuple of int
        How many packages of the whole problem are in the zone without some lines, by the bit mask
        of these.
    """

    problem: BargainingTable
    packages: tuple[int, ...]
    sizes: tuple[int, ...]


def smaller(problem: BargainingTable, lines: tuple[Claim, ...]) -> Smaller:
    """Keep the packages that no other of the same crossed lines dominates.

    Parameters
    ----------
    problem : BargainingProblem
        Small enough to lay its packages out.
    lines : tuple of Claim
        Every red line, ratifier and soft red line of it that stands.

    Notes
    -----
    Each player's worst and best package are kept besides, as ones that cannot happen, so that
    payoffs are compared in the steps of the whole problem.
    """
    bits = {line.name: 1 << place for place, line in enumerate(lines)}
    hard, soft = (
        [line.name for line in lines if line.hard is hardness] for hardness in (True, False)
    )
    crossed = {name: problem.crossing(name) for name in bits}
    code = sum((crossed[name] * bits[name] for name in hard), np.zeros(problem.count, dtype=int))
    sizes, every = np.zeros(1 << len(lines), dtype=int), np.arange(1 << len(lines))
    softly = sum(bits[name] for name in soft)
    kept = [np.empty(0, dtype=int)]
    for taken in product((False, True), repeat=len(soft)):
        names = list(compress(soft, taken))
        free = problem.without(*names, *hard)
        inside = zone(free)
        here = every[every & softly == sum(bits[name] for name in names)]
        sizes[here] = _within(code[inside], len(lines))[here & ~softly]
        gains = free.gains()[:, inside]
        kept.extend(inside[same[undominated(gains[:, same])]] for same in alike(code[inside]))
    found = np.unique(np.concatenate(kept))
    ends = np.unique([*problem.payoffs.argmin(axis=1), *problem.payoffs.argmax(axis=1)])
    columns = np.concatenate([found, ends])
    block = Block(
        problem.payoffs[:, columns],
        np.arange(len(columns)) < len(found),
        {name: mask[columns] for name, mask in crossed.items()},
        costs={name: problem.pricing(name)[columns] for name in soft},
    )
    little = replace(problem, blocks=(block,), landmarks=(), status_quo=None)
    return Smaller(little, tuple(found.tolist()), tuple(sizes.tolist()))


def _within(codes: IntArray, lines: int) -> IntArray:
    """How many of the codes have no bit outside each mask, shape (2 ** lines,)."""
    counts = np.bincount(codes, minlength=1 << lines)
    for line in range(lines):
        split = counts.reshape(-1, 2, 1 << line)
        split[:, 1] += split[:, 0]
    return counts


TURNS = 1_000
"""Of the Nash point as the cost rises: so many are followed."""
TIE = 1e-12
"""Of the measures that are compared: what rounding leaves."""


@record
class Binding:
    """When a soft red line binds, all other claims and lines standing as they are.

    Parameters
    ----------
    line : Claim
        The soft red line.
    low, high : float
        What crossing it costs today, at the cheapest and at the dearest package, in its player's
        unit.
    scaled : bool
        Whether the numbers below are multiples of what it costs today, since that differs from
        package to package; else they are costs.
    zone_from, zone_clear : float
        Above the one the first package drops out of the agreement zone, above the other no package
        of it crosses the line; infinite where that never happens, both 0 where none of it crosses
        the line at no cost either.
    deal_from, deal_clear : float
        At the one another package becomes the Nash point, from the other on no Nash point crosses
        the line; as above.
    complete : bool
        Whether the Nash point was followed to the end.
    """

    line: Claim
    low: float
    high: float
    scaled: bool
    zone_from: float
    zone_clear: float
    deal_from: float
    deal_clear: float
    complete: bool = True

    @property
    def idle(self) -> bool:
        """Whether no package that the other claims leave crosses the line, whatever it costs."""
        return self.zone_clear <= 0

    @property
    def ends(self) -> Mapping[str, float]:
        """Above which cost the first and all packages are lost, and at which the deal moves and is
        clear of the line.

        Infinite where that never happens.
        """
        never = np.inf
        return {
            "first_lost": never if self.idle else self.zone_from,
            "all_lost": never if self.idle else self.zone_clear,
            "deal_moves": self.deal_from if self.deal_clear > 0 else never,
            "deal_clear": self.deal_clear if self.deal_clear > 0 else never,
        }


def binding(problem: BargainingTable, line: Claim) -> Binding:
    """Find the costs at which a soft red line starts to bind, exactly, from the packages of the
    zone.

    Parameters
    ----------
    problem : BargainingProblem
        Small enough to lay its packages out.
    line : Claim
        One of its soft red lines.

    Raises
    ------
    GameTooLarge
        If there are too many packages to lay out.

    Notes
    -----
    Packages that cross the line lose value in proportion to the cost, the others none. A package
    drops out where its player's gain is used up. The product of gains is then linear in the cost
    for every package, so that another one becomes the Nash point where two lines meet, or where the
    gain of the first is used up.
    """
    free = problem.without(line.name)
    inside = zone(free)
    gains = free.gains()[:, inside]
    seat = problem.seats.index(line.player)
    crossing, costs = problem.crossing(line.name), problem.pricing(line.name)
    apart = costs[crossing]
    low, high = (float(apart.min()), float(apart.max())) if apart.size else (0.0, 0.0)
    scaled = high > low
    falls = (costs if scaled else crossing.astype(float))[inside] / free.step[seat]
    falls = np.where(crossing[inside], np.maximum(falls, 0.0), 0.0)
    bound = bool(problem.insisting[seat])
    zone_from, zone_clear = _leaving(gains, falls, seat, bound)
    deal_from, deal_clear, complete = _turns(gains, falls, seat, bound)
    deal_clear = min(
        deal_clear, zone_clear
    )  # equal but for rounding, where the last package of the zone is the deal
    deal_from = min(deal_from, deal_clear) if deal_clear > 0 else deal_from
    return Binding(line, low, high, scaled, zone_from, zone_clear, deal_from, deal_clear, complete)


def _leaving(gains: FloatArray, falls: FloatArray, seat: int, bound: bool) -> tuple[float, float]:
    """At which costs the first and the last package that crosses the line leaves the zone."""
    crossing = falls > 0
    if not crossing.any():
        return 0.0, 0.0
    others = np.delete(gains, seat, axis=0)
    ends = np.where(gains[seat] > 0, gains[seat], 0.0)[crossing] / falls[crossing]
    if not bound:  # only a package by which nobody gains any more leaves then
        ends = np.where((others[:, crossing] > 0).any(axis=0), np.inf, ends)
    return float(ends.min()), float(ends.max())


def _turns(
    gains: FloatArray, falls: FloatArray, seat: int, bound: bool
) -> tuple[float, float, bool]:
    """At which cost the Nash point first changes, at which it crosses the line no more, and whether
    that was found.
    """
    if not gains.shape[1]:
        return 0.0, 0.0, True
    top = gains.max(axis=1, keepdims=True)
    scale = np.where(top > 0, top, 1.0)
    worth = _Worth(
        gains[seat] / scale[seat],
        np.delete(gains / scale, seat, axis=0),
        falls / scale[seat],
        bound,
    )
    before = worth.best(0.0, above=False).best
    if not (worth.falls[before] > 0).any():
        return (np.inf if (falls > 0).any() else 0.0), 0.0, True
    cost, first = 0.0, None
    for _ in range(TURNS):
        now = worth.best(cost, above=True)
        if first is None and (cost > 0 or set(now.best.tolist()) != set(before.tolist())):
            first = cost
        if not (worth.falls[now.best] > 0).any():
            return (cost if first is None else first), cost, True
        step = worth.next_turn(now, cost)
        if not np.isfinite(step):
            return (np.inf if first is None else first), np.inf, True
        cost += step
    return (cost if first is None else first), np.inf, False


class _Best(NamedTuple):
    """The packages of the Nash point, and those it was chosen from with their measures and how fast
    these fall.
    """

    best: IndexArray
    rivals: IndexArray
    value: FloatArray
    slope: FloatArray


class _Worth(NamedTuple):
    """What each package gives the line's player and the others at no cost, and how fast a cost
    takes it away.
    """

    own: FloatArray
    others: FloatArray
    falls: FloatArray
    bound: bool
    """Whether the line's player insists on what no deal gives."""

    def best(self, cost: float, *, above: bool) -> _Best:
        """The Nash point at one cost, or just above it, where of equals those that fall slowest are
        left.
        """
        own = self.own - cost * self.falls
        own = np.where(np.abs(own) <= TIE, 0.0, own)
        out = self.bound & ((own < 0) | (above & (self.falls > 0) & (own <= 0)))
        wins = np.where(out, 0, (own > 0) + (self.others > 0).sum(axis=0))
        rivals = np.flatnonzero((wins == wins.max()) & (wins > 0))
        product = np.where(self.others > 0, self.others, 1.0).prod(axis=0)[rivals]
        counted = own[rivals] > 0
        value = np.where(counted, own[rivals], 1.0) * product
        slope = np.where(counted, self.falls[rivals], 0.0) * product
        best = value >= value.max(initial=0.0) * (1 - TIE)
        if above:
            best &= slope <= slope[best].min(initial=np.inf) * (1 + TIE)
        return _Best(rivals[best], rivals, value, slope)

    def next_turn(self, now: _Best, cost: float) -> float:
        """How much further the cost rises until another package is best, or the best one's gain is
        used up.
        """
        place = int(np.flatnonzero(now.rivals == now.best[0])[0])
        value, slope = now.value[place], now.slope[place]
        if slope <= 0:
            return np.inf
        ends = (self.own - cost * self.falls)[now.best] / self.falls[now.best]
        later = now.slope < slope * (1 - TIE)
        meets = (value - now.value[later]) / (slope - now.slope[later])
        return float(min(ends.min(), meets.min(initial=np.inf)))


LINES = 10
"""With more lines they are not taken away in every combination."""
FEW = 4
"""The same where there are too many packages to lay out."""


@entity
class Point:
    """The Nash point without some of the lines.

    Parameters
    ----------
    size : int
        How many packages are in the zone; -1 where they were not counted.
    packages : tuple of int
        All that tie; empty where there is no deal.
    payoffs : ndarray, shape (players,)
        What it is worth; the mean over those that tie, the disagreement point without a deal.
    low, high : ndarray, shape (players,)
        The worst and the best of those that tie.
    """

    size: int
    packages: tuple[int, ...]
    payoffs: FloatArray
    low: FloatArray
    high: FloatArray


@entity
class RedLinePrice:
    """What one red line, ratifier or soft red line costs.

    Parameters
    ----------
    claim : Claim
        The line.
    without : Point
        The Nash point where this line alone is taken away.
    size : int
        How many packages the zone then has more; -1 where they were not counted.
    payoffs : ndarray, shape (players,)
        How much more each player then gets.
    low, high : ndarray, shape (players,)
        The least and the most that can be, where packages tie for the Nash point.
    shared_size : float
        The line's share of what the zone gains without all lines; not a number where it was not
        worked out.
    shared : ndarray, shape (players,)
        The line's share of what each player gets more without all lines; not a number where it was
        not worked out.
    binding : Binding or None
        Of a soft red line: the cost from which on it binds.
    """

    claim: Claim
    without: Point
    size: int
    payoffs: FloatArray
    low: FloatArray
    high: FloatArray
    shared_size: float
    shared: FloatArray
    binding: Binding | None = None


@entity
class RedLinePrices(Shown):
    """The price of every red line of a problem.

    Parameters
    ----------
    problem : BargainingProblem
        Whose lines they are.
    today : Point
        The Nash point with all of them; not worked out where there are none and packages are too
        many to lay out.
    prices : tuple of RedLinePrice
        One a line, in the order of the file.
    none : Point
        The Nash point with none of them.
    owed : ndarray, shape (players, players)
        What the lines of the first player cost the second: the sum of the shares, or where these
        were not worked out of the prices of each alone.
    complete : bool
        Whether shares were worked out.
    """

    problem: BargainingTable
    today: Point
    prices: tuple[RedLinePrice, ...]
    none: Point
    owed: FloatArray
    complete: bool = True

    def __iter__(self) -> Iterator[RedLinePrice]:
        return iter(self.prices)

    def __len__(self) -> int:
        return len(self.prices)

    def __getitem__(self, name: str) -> RedLinePrice:
        """The price of the line of that name."""
        return {price.claim.name: price for price in self.prices}[name]

    def __repr__(self) -> str:
        names = ", ".join(price.claim.name for price in self.prices)
        return f"<RedLinePrices {self.problem.title or 'untitled'!r}: {names or 'no red line'}>"


@once
def red_line_prices(problem: BargainingTable) -> RedLinePrices:
    """Take each line away, alone and in every combination with the others.

    Parameters
    ----------
    problem : BargainingProblem
        Its red lines, ratifiers and soft red lines are priced; what no deal gives each player stays
        as it is.

    Returns
    -------
    RedLinePrices
        Without shares where there are more than ten lines, or four in a problem too large to lay
        out.

    Raises
    ------
    UnsuitableGame
        If the payoffs of some player are levels.

    Notes
    -----
    Shares are Shapley values: the mean change over all orders in which lines can be taken away one
    by one. They add up to the change from all lines to none.

    References
    ----------
    Shapley, L. S. (1953), "A value for n-person games", in Contributions to the Theory of Games II.
    """
    problem.check_laid_out("prices of red lines")
    check_numbers(problem, "the price of a red line")
    lines = tuple(
        claim
        for claim in problem.claims
        if claim.kind != "no deal" and claim.name not in problem.dropped
    )
    laid_out = problem.count <= PACKAGE_LIMIT
    if not lines:
        apart = problem.disagreement
        today = _direct(problem, WORK) if laid_out else Point(-1, (), apart, apart, apart)
        return RedLinePrices(problem, today, (), today, np.zeros((len(problem.players),) * 2))
    complete = len(lines) <= (LINES if laid_out else FEW)
    alone, gone = [1 << place for place in range(len(lines))], (1 << len(lines)) - 1
    every = range(gone + 1) if complete else range(0)
    at = _points(problem, lines, every=complete)
    found = {mask: at(mask) for mask in dict.fromkeys([0, gone, *alone, *every])}
    today, count = found[0], np.array([float(found[mask].size) for mask in every])
    sizes, shares = np.full(len(lines), np.nan), np.full((len(lines), len(problem.players)), np.nan)
    if complete:
        sizes = sizes if count.min() < 0 else shapley_value(count)
        shares = shapley_value(
            np.array([found[mask].payoffs - today.payoffs for mask in every]).T
        ).T
    prices, owed = list[RedLinePrice](), np.zeros((len(problem.players), len(problem.players)))
    for line, mask, size, shared in zip(lines, alone, sizes.tolist(), shares, strict=True):
        without = found[mask]
        more = without.payoffs - today.payoffs
        owed[line.player] += shared if complete else more
        prices.append(
            RedLinePrice(
                line,
                without,
                -1 if min(without.size, today.size) < 0 else without.size - today.size,
                more,
                without.low - today.high,
                without.high - today.low,
                size,
                shared,
                binding(problem, line) if line.kind == "soft red line" and laid_out else None,
            )
        )
    return RedLinePrices(problem, today, tuple(prices), found[gone], owed, complete)


def _points(
    problem: BargainingTable, lines: tuple[Claim, ...], *, every: bool
) -> Callable[[int], Point]:
    """From a set of lines taken away, as a bit mask, to the Nash point without them."""
    work = WORK // (1 << len(lines) if every else len(lines) + 2)

    def names(mask: int) -> list[str]:
        return [line.name for place, line in enumerate(lines) if mask >> place & 1]

    def counted(mask: int) -> Point:
        """Without laying packages out: after the first zone that is too large to be counted, none
        is.
        """
        nonlocal work
        found = _direct(problem.without(*names(mask)), work)
        work = work if found.size >= 0 else 0
        return found

    if not every or problem.count > PACKAGE_LIMIT:
        return counted
    few = smaller(problem, lines)

    def at(mask: int) -> Point:
        nash = point(few.problem.without(*names(mask)), "nash")
        return _of(
            tuple(few.packages[own] for own in nash.packages), nash.worths(), few.sizes[mask]
        )

    return at


def _direct(problem: BargainingTable, work: int) -> Point:
    """The Nash point, with the size of the zone where so much work, if any, is enough to count
    it.
    """
    nash = point(problem, "nash")
    return _of(nash.packages, nash.worths(), zone_size(problem, work) if work else -1)


def _of(packages: tuple[int, ...], worth: FloatArray, size: int) -> Point:
    """A Nash point from what the packages that tie are worth, or no deal is, shape (players, m)."""
    return Point(size, packages, worth.mean(axis=1), worth.min(axis=1), worth.max(axis=1))
