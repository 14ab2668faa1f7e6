"""What each red line costs: how the zone and the Nash point change without it, alone and with the others.

A price is what a player would get more without the line; it is negative for whoever the line helps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.refusals.openings import zone_size
from negotiate.bargaining.refusals.side_payments import PACKAGES
from negotiate.bargaining.refusals.smaller import Smaller, smaller
from negotiate.bargaining.refusals.soft_lines import Binding, binding
from negotiate.bargaining.table.claims import Claim
from negotiate.bargaining.table.numbers import check_numbers
from negotiate.display import Shown
from negotiate.kernels.bargaining.coalitions import shapley_value
from negotiate.kernels.bargaining.count import WORK

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

LINES = 10
"""With more lines they are not taken away in every combination."""
FEW = 4
"""The same where there are too many packages to lay out."""


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, slots=True, eq=False)
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
        The line's share of what the zone gains without all lines; not a number where it was not worked out.
    shared : ndarray, shape (players,)
        The line's share of what each player gets more without all lines; not a number where it was not worked out.
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RedLinePrices(Shown):
    """The price of every red line of a problem.

    Parameters
    ----------
    problem : BargainingProblem
        Whose lines they are.
    today : Point
        The Nash point with all of them; not worked out where there are none and packages are too many to lay out.
    prices : tuple of RedLinePrice
        One a line, in the order of the file.
    none : Point
        The Nash point with none of them.
    owed : ndarray, shape (players, players)
        What the lines of the first player cost the second: the sum of the shares, or where these were not worked out
        of the prices of each alone.
    complete : bool
        Whether shares were worked out.
    """

    problem: BargainingProblem
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


def red_line_prices(problem: BargainingProblem) -> RedLinePrices:
    """Take each line away, alone and in every combination with the others.

    Parameters
    ----------
    problem : BargainingProblem
        Its red lines, ratifiers and soft red lines are priced; what no deal gives each player stays as it is.

    Returns
    -------
    RedLinePrices
        Without shares where there are more than ten lines, or four in a problem too large to lay out.

    Raises
    ------
    UnsuitableGame
        If the payoffs of some player are levels.

    Notes
    -----
    Shares are Shapley values: the mean change over all orders in which lines can be taken away one by one. They add up
    to the change from all lines to none.

    References
    ----------
    Shapley, L. S. (1953), "A value for n-person games", in Contributions to the Theory of Games II.
    """
    check_numbers(problem, "the price of a red line")
    lines = tuple(claim for claim in problem.claims if claim.kind != "no deal" and claim.name not in problem.dropped)
    laid_out = problem.count <= PACKAGES
    if not lines:
        today = _direct(problem, WORK) if laid_out else _nowhere(problem, -1)
        return RedLinePrices(problem, today, (), today, np.zeros((len(problem.players),) * 2))
    complete = len(lines) <= (LINES if laid_out else FEW)
    at = _points(problem, lines, every=complete)
    everything = (1 << len(lines)) - 1
    today, none = at(0), at(everything)
    alone = [at(1 << place) for place in range(len(lines))]
    sizes, shares = _shares(at, len(lines), problem) if complete else (np.full(len(lines), np.nan), None)
    prices = []
    for place, (line, point) in enumerate(zip(lines, alone, strict=True)):
        shared = np.full(len(problem.players), np.nan) if shares is None else shares[place]
        soft = binding(problem, line) if line.kind == "soft red line" and laid_out else None
        prices.append(_price(line, today, point, float(sizes[place]), shared, soft))
    return RedLinePrices(problem, today, tuple(prices), none, _owed(problem, prices, complete), complete)


def _points(problem: BargainingProblem, lines: tuple[Claim, ...], *, every: bool) -> Callable[[int], Point]:
    """From a set of lines taken away, as a bit mask, to the Nash point without them."""
    if not every or problem.count > PACKAGES:
        return _counting(problem, lines, WORK // (1 << len(lines) if every else len(lines) + 2))
    found = smaller(problem, lines)
    return lambda mask: _looked_up(found, _names(lines, mask), mask)


def _names(lines: tuple[Claim, ...], mask: int) -> list[str]:
    return [line.name for place, line in enumerate(lines) if mask >> place & 1]


def _counting(problem: BargainingProblem, lines: tuple[Claim, ...], work: int) -> Callable[[int], Point]:
    """The same without laying packages out: after the first zone that is too large to be counted, none is."""
    left = [work]

    def at(mask: int) -> Point:
        found = _direct(problem.without(*_names(lines, mask)), left[-1])
        left.append(left[-1] if found.size >= 0 else 0)
        return found

    return at


def _direct(problem: BargainingProblem, work: int) -> Point:
    """The Nash point, with the size of the zone where so much work, if any, is enough to count it."""
    point = problem.nash()
    size = zone_size(problem, work) if work else -1
    if not point.tied:
        return _nowhere(problem, size)
    worth = np.array(point.tied).T
    return Point(size, point.packages, worth.mean(axis=1), worth.min(axis=1), worth.max(axis=1))


def _nowhere(problem: BargainingProblem, size: int) -> Point:
    apart = problem.disagreement
    return Point(size, (), apart, apart, apart)


def _looked_up(found: Smaller, names: list[str], mask: int) -> Point:
    problem = found.problem.without(*names)
    own = problem.nash().packages
    return _point(problem, found.sizes[mask], own, tuple(found.packages[index] for index in own))


def _point(problem: BargainingProblem, size: int, own: tuple[int, ...], packages: tuple[int, ...]) -> Point:
    if not own:
        return _nowhere(problem, size)
    worth = problem.payoffs_of(np.array(own))
    return Point(size, packages, worth.mean(axis=1), worth.min(axis=1), worth.max(axis=1))


def _price(
    line: Claim, today: Point, without: Point, shared_size: float, shared: FloatArray, soft: Binding | None
) -> RedLinePrice:
    return RedLinePrice(
        line,
        without,
        -1 if min(without.size, today.size) < 0 else without.size - today.size,
        without.payoffs - today.payoffs,
        without.low - today.high,
        without.high - today.low,
        shared_size,
        shared,
        soft,
    )


def _shares(at: Callable[[int], Point], count: int, problem: BargainingProblem) -> tuple[FloatArray, FloatArray]:
    """Shapley values of the zone's size, shape (lines,), and of payoffs, shape (lines, players)."""
    points = [at(mask) for mask in range(1 << count)]
    sizes = shapley_value(np.array([float(point.size) for point in points]))
    if min(point.size for point in points) < 0:
        sizes = np.full(count, np.nan)
    worth = np.array([point.payoffs - points[0].payoffs for point in points])
    return sizes, shapley_value(worth.T).T.reshape(count, len(problem.players))


def _owed(problem: BargainingProblem, prices: list[RedLinePrice], complete: bool) -> FloatArray:
    owed = np.zeros((len(problem.players), len(problem.players)))
    for price in prices:
        owed[price.claim.player] += price.shared if complete else price.payoffs
    return owed
