"""The cost from which on a soft red line binds: keeps packages from being signed, or moves the deal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.table.claims import Claim

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

TURNS = 1_000
"""Of the Nash point as the cost rises: so many are followed."""
TIE = 1e-12
"""Of the measures that are compared: what rounding leaves."""


@dataclass(frozen=True, slots=True)
class Binding:
    """When a soft red line binds, all other claims and lines standing as they are.

    Parameters
    ----------
    line : Claim
        The soft red line.
    low, high : float
        What crossing it costs today, at the cheapest and at the dearest package, in its player's unit.
    scaled : bool
        Whether the numbers below are multiples of what it costs today, since that differs from package to package;
        else they are costs.
    zone_from, zone_clear : float
        Above the one the first package drops out of the agreement zone, above the other no package of it crosses the
        line; infinite where that never happens, both 0 where none of it crosses the line at no cost either.
    deal_from, deal_clear : float
        At the one another package becomes the Nash point, from the other on no Nash point crosses the line; as above.
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
    def moves(self) -> bool:
        """Whether some cost of the line moves the Nash point."""
        return self.deal_clear > 0

    @property
    def ends(self) -> Mapping[str, float]:
        """Above which cost the first and all packages are lost, and at which the deal moves and is clear of the line.

        Infinite where that never happens.
        """
        zone = (np.inf, np.inf) if self.idle else (self.zone_from, self.zone_clear)
        deal = (self.deal_from, self.deal_clear) if self.moves else (np.inf, np.inf)
        return dict(zip(("first_lost", "all_lost", "deal_moves", "deal_clear"), (*zone, *deal), strict=True))


def binding(problem: BargainingProblem, line: Claim) -> Binding:
    """Find the costs at which a soft red line starts to bind, exactly, from the packages of the zone.

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
    Packages that cross the line lose value in proportion to the cost, the others none. A package drops out where its
    player's gain is used up. The product of gains is then linear in the cost for every package, so that another one
    becomes the Nash point where two lines meet, or where the gain of the first is used up.
    """
    free = problem.without(line.name)
    inside = free.zone()
    gains = free.gains()[:, inside]
    seat = problem.seats.index(line.player)
    crossing, costs = problem.crossing(line.name), problem.pricing(line.name)
    apart = costs[crossing]
    low, high = (float(apart.min()), float(apart.max())) if apart.size else (0.0, 0.0)
    scaled = high > low
    falls = (costs if scaled else crossing.astype(np.float64))[inside] / problem_step(free, seat)
    falls = np.where(crossing[inside], np.maximum(falls, 0.0), 0.0)
    bound = bool(problem.insisting[seat])
    zone_from, zone_clear = _leaving(gains, falls, seat, bound)
    deal_from, deal_clear, complete = _turns(gains, falls, seat, bound)
    deal_clear = min(deal_clear, zone_clear)  # equal but for rounding, where the last package of the zone is the deal
    deal_from = min(deal_from, deal_clear) if deal_clear > 0 else deal_from
    return Binding(line, low, high, scaled, zone_from, zone_clear, deal_from, deal_clear, complete)


def problem_step(problem: BargainingProblem, seat: int) -> float:
    """One step of a signer's payoff, in its own unit."""
    return float(problem.step[seat])


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


def _turns(gains: FloatArray, falls: FloatArray, seat: int, bound: bool) -> tuple[float, float, bool]:
    """At which cost the Nash point first changes, at which it crosses the line no more, and whether that was found."""
    if not gains.shape[1]:
        return 0.0, 0.0, True
    scale = np.where(gains.max(axis=1) > 0, gains.max(axis=1), 1.0)[:, None]
    gains, falls = gains / scale, falls / scale[seat]
    cost, first = 0.0, None
    before = _nash(gains, np.zeros_like(falls), falls, seat, bound)
    if not (falls[before.best] > 0).any():
        return (np.inf if (falls > 0).any() else 0.0), 0.0, True
    for _ in range(TURNS):
        now = _nash(gains, cost * falls, falls, seat, bound, above=True)
        if first is None and (cost > 0 or set(now.best.tolist()) != set(before.best.tolist())):
            first = cost
        if not now.best.size or not (falls[now.best] > 0).any():
            return (cost if first is None else first), cost, True
        step = _next_turn(now, gains[seat] - cost * falls, falls)
        if not np.isfinite(step):
            return (np.inf if first is None else first), np.inf, True
        cost += step
    return (cost if first is None else first), np.inf, False


@dataclass(frozen=True, slots=True, eq=False)
class _Best:
    """The packages of the Nash point, and those it was chosen from with their measures and how fast these fall."""

    best: np.ndarray[tuple[int, ...], np.dtype[np.intp]]
    rivals: np.ndarray[tuple[int, ...], np.dtype[np.intp]]
    value: FloatArray
    slope: FloatArray


def _nash(
    gains: FloatArray, taken: FloatArray, falls: FloatArray, seat: int, bound: bool, *, above: bool = False
) -> _Best:
    """The Nash point at one cost; with `above` just above it, where of equals those that fall slowest are left."""
    own = gains[seat] - taken
    own = np.where(np.abs(own) <= TIE, 0.0, own)
    falling = above & (falls > 0)
    out = bound & ((own < 0) | (falling & (own <= 0)))
    others = np.delete(gains, seat, axis=0)
    wins = (own > 0).astype(int) + (others > 0).sum(axis=0)
    wins = np.where(out, 0, wins)
    if not (wins > 0).any():
        nothing = np.empty(0, dtype=np.intp)
        return _Best(nothing, nothing, np.empty(0), np.empty(0))
    rivals = np.flatnonzero(wins == wins.max())
    product = np.where(others > 0, others, 1.0).prod(axis=0)[rivals]
    counted = own[rivals] > 0
    value = np.where(counted, own[rivals], 1.0) * product
    slope = np.where(counted, falls[rivals], 0.0) * product
    best = value >= value.max() * (1 - TIE)
    if above:
        best &= slope <= slope[best].min() * (1 + TIE)
    return _Best(rivals[best], rivals, value, slope)


def _next_turn(now: _Best, own: FloatArray, falls: FloatArray) -> float:
    """How much further the cost rises until another package is best, or the best one's gain is used up."""
    place = int(np.flatnonzero(now.rivals == now.best[0])[0])
    value, slope = now.value[place], now.slope[place]
    if slope <= 0:
        return np.inf
    ends = own[now.best] / falls[now.best]
    later = now.slope < slope * (1 - TIE)
    meets = (value - now.value[later]) / (slope - now.slope[later])
    return float(min(ends.min(), meets.min(initial=np.inf)))
