"""What one of two sides can have at most while the other gets at least so much, whatever there is to share.

A pie, a list of packages and the lotteries over them differ in nothing else to people who make offers in turn.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import OutOfRange

Utility = Callable[[float], float]

HALVINGS = 200
"""Steps of a bisection; a float has no more than about 60 to give near 1, and more near 0."""
SAMPLES = 1_001
"""Offers that are looked at one by one where there are infinitely many."""
SAME = 1e-9
"""Of the most that a side can get: payoffs nearer than that are equal."""

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What both sides get, the packages that give it, and the odds of each where lots are drawn between them."""

    payoffs: Pair
    packages: tuple[int, ...] = ()
    odds: tuple[float, ...] = ()


class Sharing(ABC):
    """Something for two to share; every payoff is a gain over no deal."""

    __slots__ = ()

    @abstractmethod
    def most(self, side: int, other: float) -> float:
        """The most for a side while the other side gets at least `other`; minus infinity where that cannot be."""

    @abstractmethod
    def offer(self, side: int, other: float) -> Outcome:
        """What both get, and by what, where a side asks for that most."""

    @abstractmethod
    def samples(self) -> FloatArray:
        """Offers that could be made, as gains, shape (2, offers)."""

    @property
    def smooth(self) -> bool:
        """Whether there is something between any two outcomes."""
        return True


@dataclass(frozen=True, slots=True, eq=False)
class Pie(Sharing):
    """A pie of size 1, and what a share of it is worth to each side; a share is worth itself where nobody says."""

    utilities: tuple[Utility | None, Utility | None] = (None, None)

    def __post_init__(self) -> None:
        for utility in self.utilities:
            worth = [0.0, 1.0] if utility is None else [float(utility(x / 64)) for x in range(65)]
            if abs(worth[0]) > SAME or not all(a < b for a, b in pairwise(worth)):
                raise OutOfRange(
                    "the utility of a share must be 0 for no share and rise with the share",
                    "pass utilities with u(0) = 0 that rise with the share, such as `math.sqrt`",
                )

    def most(self, side: int, other: float) -> float:
        """The worth of what the other side leaves."""
        left = 1.0 - self._share(1 - side, other)
        return -math.inf if left < -SAME else self._worth(side, max(left, 0.0))

    def offer(self, side: int, other: float) -> Outcome:
        """The worth of both shares; a pie has no packages."""
        left = 1.0 - self._share(1 - side, other)
        worth = (self._worth(side, left), self._worth(1 - side, 1.0 - left))
        return Outcome(worth if side == 0 else (worth[1], worth[0]))

    def samples(self) -> FloatArray:
        """The worth of even steps of the pie."""
        shares = np.linspace(0.0, 1.0, SAMPLES)
        return np.array([[self._worth(0, x) for x in shares], [self._worth(1, 1.0 - x) for x in shares]])

    @property
    def linear(self) -> bool:
        """Whether shares are worth themselves."""
        return self.utilities == (None, None)

    def _worth(self, side: int, share: float) -> float:
        utility = self.utilities[side]
        return share if utility is None else float(utility(share))

    def _share(self, side: int, worth: float) -> float:
        """The smallest share that is worth so much, beyond 1 where none is."""
        utility = self.utilities[side]
        if utility is None:
            return max(worth, 0.0)
        if worth <= 0.0:
            return 0.0
        if worth > float(utility(1.0)):
            return 1.0 if worth <= float(utility(1.0)) * (1 + SAME) else math.inf
        low, high = 0.0, 1.0
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            if middle in (low, high):
                break
            low, high = (middle, high) if float(utility(middle)) < worth else (low, middle)
        return high


@dataclass(frozen=True, slots=True, eq=False)
class Packages(Sharing):
    """A list of packages; those that another one dominates do no harm.

    Parameters
    ----------
    gains : ndarray, shape (2, packages)
        What each gives beyond no deal, at least one package.
    indices : tuple of int
        How the packages are called.
    """

    gains: FloatArray
    indices: tuple[int, ...]
    _reach: tuple[tuple[FloatArray, FloatArray], ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_reach", tuple(self._reached(side) for side in (0, 1)))

    def most(self, side: int, other: float) -> float:
        """The largest gain among the packages that give the other side enough."""
        others, best = self._reach[side]
        at = int(np.searchsorted(others, other - self._nothing(1 - side)))
        return float(best[at]) if at < len(best) else -math.inf

    def offer(self, side: int, other: float) -> Outcome:
        """Of the packages that are best for a side, those that are best for the other."""
        found = np.flatnonzero(self.gains[1 - side] >= other - self._nothing(1 - side))
        for who in (side, 1 - side):
            worth = self.gains[who, found]
            found = found[worth >= worth.max() - self._nothing(who)]
        first = self.gains[:, found[0]]
        return Outcome((float(first[0]), float(first[1])), tuple(self.indices[k] for k in found.tolist()))

    def samples(self) -> FloatArray:
        """All packages."""
        return self.gains

    @property
    def smooth(self) -> bool:
        """Packages have gaps between them."""
        return False

    def _reached(self, side: int) -> tuple[FloatArray, FloatArray]:
        """The other side's gains, ascending, and the most for a side at each of them or beyond."""
        order = np.argsort(self.gains[1 - side], kind="stable")
        best = np.maximum.accumulate(self.gains[side, order][::-1])[::-1]
        return self.gains[1 - side, order], best

    def _nothing(self, side: int) -> float:
        return SAME * float(np.abs(self.gains[side]).max())


@dataclass(frozen=True, slots=True, eq=False)
class Curve(Sharing):
    """A falling line from point to point: a curve of outcomes, or the lotteries over packages.

    Whatever gives a side less than no deal is not signed.

    Parameters
    ----------
    corners : ndarray, shape (2, points)
        Gains in the order of the first side's, which rise while the other side's fall.
    indices : tuple of int
        How the packages at the corners are called; empty where they are none.
    """

    corners: FloatArray
    indices: tuple[int, ...] = ()

    def most(self, side: int, other: float) -> float:
        """The point of the line at which the other side gets just so much, or the end of the line."""
        own, others = self._from(1 - side)
        other = max(other, 0.0)
        if other > own[-1] * (1 + SAME):
            return -math.inf
        return float(np.interp(other, own, others))

    def offer(self, side: int, other: float) -> Outcome:
        """The point of the line, and the corners beside it with their odds where corners are packages."""
        own, _ = self._from(1 - side)
        worth = self.most(side, other), float(np.clip(max(other, 0.0), own[0], own[-1]))
        pair = worth if side == 0 else (worth[1], worth[0])
        return Outcome(pair, *self._lottery(pair[0])) if self.indices else Outcome(pair)

    def samples(self) -> FloatArray:
        """Even steps of the line, its corners among them."""
        first, second = self._from(0)
        at = np.union1d(np.linspace(first[0], first[-1], SAMPLES), first)
        points = np.stack([at, np.interp(at, first, second)])
        return points[:, (points >= 0).all(axis=0)]

    def _lottery(self, gain: float) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """The packages that lots are drawn between to give the first side so much, and their odds."""
        first = self.corners[0]
        at = int(np.clip(np.searchsorted(first, gain), 1, len(first) - 1)) if len(first) > 1 else 0
        if not at:
            return self.indices, (1.0,)
        high = float(np.clip((gain - first[at - 1]) / (first[at] - first[at - 1]), 0.0, 1.0))
        pairs = [(self.indices[at], high), (self.indices[at - 1], 1.0 - high)]
        kept = [(index, odds) for index, odds in pairs if odds > SAME]
        return tuple(index for index, _ in kept), tuple(odds for _, odds in kept)

    def _from(self, side: int) -> tuple[FloatArray, FloatArray]:
        """The line in the order of one side's gains: its own, and the other side's."""
        order = slice(None) if side == 0 else slice(None, None, -1)
        return self.corners[side, order], self.corners[1 - side, order]
