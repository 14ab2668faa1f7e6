"""The best lottery by a linear measure, for any number of signers.

Packages enter a small linear program one by one: prices of what each signer gets name the package that is missing most,
until none is missing. The same prices bound what any lottery could reach, so that each answer carries its certificate.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from negotiate.bargaining.block import FloatArray
from negotiate.bargaining.lotteries import Lotteries
from negotiate.errors import DidNotConverge

ROUNDS = 1_000
"""Packages that may enter one program."""
GAP = 1e-9
"""Of what a signer can hope for at most: how far an answer may be from the bound that its prices prove."""
ENTERS = 1e-12
"""How much better than its price a package has to be to enter."""
FEASIBLE = 1e-10
"""The least tolerance that the solver takes."""
DUST = 1e-11
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
    packages: list[tuple[int, ...]] = field(default_factory=list)
    gains: list[FloatArray] = field(default_factory=list)

    def floor(self) -> Demands:
        """That nobody who insists gets less than no deal gives."""
        least = self.lotteries.least
        return Demands(np.eye(len(least)), least, np.zeros(len(least)))

    def best(self, goal: FloatArray, demands: Demands) -> Mixture:
        """The lottery with the largest ``goal @ gains + t``, `t` being left out where nothing has a share in it.

        Raises
        ------
        DidNotConverge
            If the answer is farther than `GAP` from its bound.
        """
        bounded = np.isfinite(demands.least)
        rows, least, share = demands.rows[bounded], demands.least[bounded], demands.share[bounded]
        for player in range(len(self.scale)):
            self._enter(np.eye(len(self.scale))[player])
        self._enter(np.ones(len(self.scale)))
        for _ in range(ROUNDS):
            odds, prices, cost = self._program(goal, rows, least, share)
            worth = goal + prices @ rows
            _, most = self._enter(worth, cost + ENTERS)
            if most <= cost + ENTERS:
                break
        found = self._certified(goal, Demands(rows, least, share), odds, prices)
        named = np.zeros(len(bounded))
        named[bounded] = found.prices
        return replace(found, prices=named)

    def _enter(self, worth: FloatArray, above: float = -np.inf) -> tuple[tuple[int, ...], float]:
        """The package worth most at these prices, which joins the others if it is worth more than `above`."""
        drawn = tuple(int(np.argmax((worth / self.scale) @ table)) for table in self.lotteries.tables)
        gains = sum(table[:, column] for table, column in zip(self.lotteries.tables, drawn, strict=True))
        scaled = np.asarray(gains - self.lotteries.apart) / self.scale
        most = float(worth @ scaled)
        if drawn in self.packages:
            return drawn, min(most, above)
        if most > above:
            self.packages.append(drawn)
            self.gains.append(scaled)
        return drawn, most

    def _program(
        self, goal: FloatArray, rows: FloatArray, least: FloatArray, share: FloatArray
    ) -> tuple[FloatArray, FloatArray, float]:
        """Odds of the packages so far, the prices of the demands, and that of drawing anything at all."""
        from scipy.optimize import linprog  # noqa: PLC0415 - scipy is slow to import, and few answers come here

        gains = np.array(self.gains).T
        shared = bool(share.any())
        below = np.vstack([-rows @ gains, np.ones((1, gains.shape[1]))])
        costs = -(goal @ gains)
        if shared:
            below = np.hstack([below, np.append(share, 0.0)[:, None]])
            costs = np.append(costs, -1.0)
        bounds = [(0.0, None)] * gains.shape[1] + [(None, None)] * shared
        options = {"primal_feasibility_tolerance": FEASIBLE, "dual_feasibility_tolerance": FEASIBLE}
        answer = linprog(costs, below, np.append(-least, 1.0), bounds=bounds, method="highs-ds", options=options)
        if answer.x is None:
            raise DidNotConverge("the best lottery", answer.nit, np.inf, GAP)
        prices = np.maximum(-answer.ineqlin.marginals, 0.0)
        return answer.x[: gains.shape[1]], prices[:-1], float(prices[-1])

    def _certified(self, goal: FloatArray, demands: Demands, odds: FloatArray, prices: FloatArray) -> Mixture:
        """The lottery with rounding swept away, once nothing can be better by more than `GAP`."""
        rows, least, share = demands.rows, demands.least, demands.share
        kept = np.flatnonzero(odds > DUST)
        chances = odds[kept] / max(1.0, float(odds[kept].sum()))
        gains = np.array([self.gains[k] for k in kept]).reshape(-1, len(goal)).T @ chances
        left = rows @ gains - least
        value = float(goal @ gains)
        if share.any():
            value += float((left[share > 0] / share[share > 0]).min())
            prices = prices / (prices @ share)
        short = float(np.maximum(-left[share == 0], 0.0).max(initial=0.0))
        far = max(self._bound(goal + prices @ rows) - float(prices @ least) - value, short)
        if not far <= GAP:
            raise DidNotConverge("the best lottery", len(self.packages), far, GAP)
        drawn = tuple((self.packages[k], float(c)) for c, k in zip(chances, kept, strict=True))
        return Mixture(gains, drawn, prices, value)

    def _bound(self, worth: FloatArray) -> float:
        """The most that any package, or no deal, is worth at these prices."""
        unit = worth / self.scale
        most = sum(float((unit @ table).max()) for table in self.lotteries.tables)
        return max(0.0, most - float(unit @ self.lotteries.apart))
