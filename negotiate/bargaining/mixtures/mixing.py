"""The best lottery by a linear measure, for any number of signers.

Packages enter a small linear program one by one: prices of what each signer gets name the package that is missing most,
until none is missing. The same prices bound what any lottery could reach, so that each answer carries its certificate.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.mixtures.lotteries import Lotteries
from negotiate.bargaining.mixtures.simplex import Column, Price, optimum
from negotiate.errors import DidNotConverge

GAP = 1e-9
"""Of what a signer can hope for at most: how far an answer may be from the bound that its prices prove."""
DUST = 1e-13
"""Probabilities below are rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """A lottery.

    Parameters
    ----------
    gains : ndarray, shape (signers,)
        Expected gains over no deal, scaled.
    drawn : tuple of (tuple of int, float)
        What is drawn in each block, and with which probability.
    prices : ndarray, shape (rows,)
        What one more unit demanded in each row would cost.
    value : float
        What was to be as large as can be.
    """

    gains: FloatArray
    drawn: tuple[tuple[tuple[int, ...], float], ...]
    prices: FloatArray
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Demands:
    """What a lottery has to give: ``rows @ gains - share * t >= least``, where `t` is to be as large as can be."""

    rows: FloatArray
    least: FloatArray
    share: FloatArray

    def with_row(self, row: FloatArray, least: float) -> Demands:
        """The same, and one more row."""
        return Demands(np.vstack([self.rows, row]), np.append(self.least, least), np.append(self.share, 0.0))

    def bounding(self) -> Demands:
        """Those that bound anything."""
        kept = np.isfinite(self.least)
        return Demands(self.rows[kept], self.least[kept], self.share[kept])


@dataclass(slots=True, eq=False)
class Mixer:
    """Finds lotteries, and remembers the packages that were worth drawing.

    Parameters
    ----------
    lotteries : Lotteries
        What can be drawn.
    scale : ndarray, shape (signers,)
        Gains are told as multiples of so many steps.
    """

    lotteries: Lotteries
    scale: FloatArray
    seen: dict[tuple[int, ...], FloatArray] = field(default_factory=dict)

    def floor(self) -> Demands:
        """That nobody who insists gets less than no deal gives."""
        least = self.lotteries.least
        return Demands(np.eye(len(least)), least, np.zeros(len(least)))

    def best(self, goal: FloatArray, demands: Demands) -> Mixture:
        """The lottery with the largest ``goal @ gains + t``, `t` being left out where nothing has a share in it.

        Raises
        ------
        DidNotConverge
            If the demands cannot be met, or the answer is farther than `GAP` from its bound.
        """
        bounding = demands.bounding()
        count = len(bounding.rows)
        sign = np.append(np.where(bounding.least > 0, 1.0, -1.0), 1.0)
        unit = np.eye(count + 1)
        basis = [Column(unit[r], 0.0, artificial=r < count and sign[r] > 0) for r in range(count + 1)]
        others = [Column(-unit[r], 0.0) for r in range(count) if sign[r] > 0]
        if bounding.share.any():
            others.append(Column(-np.append(bounding.share, 0.0) * sign, 1.0, (-1,)))
        target = np.append(np.abs(bounding.least), 1.0)
        columns, amounts, prices = optimum(target, basis, others, self._price(goal, bounding, sign))
        drawn = [
            (column.name, float(x))
            for column, x in zip(columns, amounts, strict=True)
            if column.name > (-1,) and x > DUST
        ]
        shared = sum(float(x) for column, x in zip(columns, amounts, strict=True) if column.name == (-1,))
        return self._certified(goal, demands, (drawn, shared), np.maximum(-prices * sign, 0.0)[:-1])

    def _price(self, goal: FloatArray, demands: Demands, sign: FloatArray) -> Price:
        """Names the package worth most at some prices: of those seen, if one is worth entering, else of all."""

        def price(prices: FloatArray, counts: bool) -> Column | None:
            worth = goal * counts - (prices * sign)[:-1] @ demands.rows
            if self.seen:
                names, gains = list(self.seen), np.array(list(self.seen.values()))
                best = int(np.argmax(gains @ worth))
                if gains[best] @ worth - prices[-1] > GAP:
                    return column(names[best], gains[best])
            return column(*self._most(worth))

        def column(name: tuple[int, ...], gains: FloatArray) -> Column:
            entries = np.append(demands.rows @ gains, 1.0) * sign
            return Column(entries, float(goal @ gains), name)

        return price

    def _most(self, worth: FloatArray) -> tuple[tuple[int, ...], FloatArray]:
        """The package worth most, and what it gives each signer over no deal."""
        unit = worth / self.scale
        name = tuple(int(np.argmax(unit @ table)) for table in self.lotteries.tables)
        if name not in self.seen:
            total = np.zeros(len(unit))
            for table, chosen in zip(self.lotteries.tables, name, strict=True):
                total += table[:, chosen]
            gains = total - self.lotteries.apart
            self.seen[name] = np.where(np.abs(gains) <= self.lotteries.slack, 0.0, gains) / self.scale
        return name, self.seen[name]

    def _certified(
        self,
        goal: FloatArray,
        demands: Demands,
        found: tuple[list[tuple[tuple[int, ...], float]], float],
        prices: FloatArray,
    ) -> Mixture:
        """The lottery, once nothing can be better by more than `GAP`; found are its packages and `t`."""
        (drawn, shared), bounding = found, demands.bounding()
        whole = max(1.0, sum(odds for _, odds in drawn))
        gains = np.zeros(len(goal))
        for name, odds in drawn:
            gains += odds / whole * self.seen[name]
        left = bounding.rows @ gains - bounding.least - bounding.share * shared
        value = float(goal @ gains) + shared
        if bounding.share.any():
            prices = prices / (prices @ bounding.share)
        short = float(np.maximum(-left, 0.0).max(initial=0.0))
        worth = goal + prices @ bounding.rows
        far = max(max(0.0, float(self._most(worth)[1] @ worth)) - float(prices @ bounding.least) - value, short)
        if not far <= GAP * max(1.0, float(np.abs(worth).max())):
            raise DidNotConverge("the best lottery", len(self.seen), far, GAP)
        named = np.zeros(len(demands.least))
        named[np.isfinite(demands.least)] = prices
        return Mixture(gains, tuple((name, odds / whole) for name, odds in drawn), named, value)
