"""Each bargaining solution, and the point that a rule picks: among packages, along a path, or among
lotteries.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.bargaining.points import POINTS, RULES, Rule
from negotiate.bargaining.points.lotteries import lotteries_of, path_of
from negotiate.bargaining.points.path import Path, clipped, halved, numbers
from negotiate.bargaining.points.rule import (
    FLAT,
    TIE,
    Along,
    BargainingPoint,
    Solution,
    Weights,
    smallest,
)
from negotiate.bargaining.points.stakes import STEPS, Mixture, Stakes, stakes
from negotiate.bargaining.table import BargainingTable, check_numbers
from negotiate.errors import UnsuitableGame


class Nash(Solution):
    """Nash's solution: the largest product of gains over no deal, each to the power of its player.

    Over packages as many signers as can be gain, and the product is taken over those who gain.
    Where not all can gain at once, gains are shares of the largest that each can have, so that no
    unit decides who it is. A signer of weight 0 is left out of all that.
    """

    __slots__ = ()

    def over_packages(self) -> BargainingPoint:
        """The packages of the frontier with the largest product, of those by which most signers
        gain.
        """
        gains, counted = self.frontier.gains, self.powers > 0
        gaining = (gains > 0) & counted[:, None]
        able, most = np.asarray(gaining.any(axis=1)), int(gaining.sum(axis=0).max())
        alike = most == able.sum()
        unit = (
            1.0 if alike else gains.max(axis=1, keepdims=True)
        )  # other gainers, so no unit may count
        logs = np.log(np.where(gaining, gains, 1.0) / np.where(gaining, unit, 1.0))
        measure = np.where(gaining.sum(axis=0) == most, self.powers @ logs, -np.inf)
        shares = "the product counts those who do, each gain as a share of the player's largest"
        apart = (
            ""
            if alike
            else f"no package lets more than {most} of {int(counted.sum())} gain; {shares}"
        )
        return self.best(measure, self.note(able), apart)

    def note(self, able: BoolArray) -> str:
        """Who is left out of the product: whoever can gain nothing, and whoever has no weight."""
        idle = self.powers == 0
        return "; ".join(
            filter(
                None, [super().note(able | idle), self.left_out(idle, "no weight", "has", "have")]
            )
        )

    def along(self, path: Path, able: BoolArray) -> Along:
        """The logarithm of the product."""
        counted = np.where(able, self.powers, 0.0) > 0
        shares = (
            self.powers[counted] / self.powers[counted].sum()
            if counted.any()
            else self.powers[counted]
        )
        tiny = np.finfo(float).tiny

        def direction(gains: FloatArray, slopes: FloatArray) -> FloatArray:
            return shares @ (slopes[counted] / np.maximum(gains[counted], tiny**0.5))

        return direction, lambda gains: np.asarray(
            shares @ np.log(np.maximum(gains[counted], tiny))
        )

    def mixture(self, stakes: Stakes) -> Mixture:
        """The lottery with the largest product."""
        return stakes.product(self.powers)


class Egalitarian(Solution):
    """The egalitarian solution: the smallest gain is as large as can be."""

    __slots__ = ()

    def measure(self, able: BoolArray) -> FloatArray:
        """The smallest gain."""
        return np.asarray(
            np.min(self.frontier.gains[able] * self.frontier.step[able, None], axis=0)
        )

    def along(self, path: Path, able: BoolArray) -> Along:
        """The smallest gain."""
        return smallest(able.astype(float))

    def mixture(self, stakes: Stakes) -> Mixture:
        """The lottery whose smallest gain is largest."""
        return stakes.fairest(stakes.even(stakes.counted))


class KalaiSmorodinsky(Solution):
    """Kalai and Smorodinsky's solution: everybody gets the same share of the most it could hope
    for.

    What a player can hope for is the most it gets from a deal that all others would sign too.
    """

    __slots__ = ()

    def measure(self, able: BoolArray) -> FloatArray:
        """The smallest share."""
        gains = self.frontier.gains[able]
        return np.asarray(np.min(gains / gains.max(axis=1, keepdims=True), axis=0))

    def along(self, path: Path, able: BoolArray) -> Along:
        """The smallest share."""
        return smallest(np.where(able, path.hope(), 0.0))

    def mixture(self, stakes: Stakes) -> Mixture:
        """The lottery whose smallest share is largest."""
        return stakes.fairest(np.ones(len(self.powers)))


FLAT_LOTTERIES = FLAT.replace("other points of the same stretch", "other lotteries")


class Utilitarian(Solution):
    """The utilitarian solution: the sum of gains is as large as can be."""

    __slots__ = ()

    def measure(self, able: BoolArray) -> FloatArray:
        """The sum of gains."""
        return self.frontier.step @ self.frontier.gains

    def note(self, able: BoolArray) -> str:
        """Nothing: whoever cannot gain counts all the same."""
        return ""

    def along(self, path: Path, able: BoolArray) -> Along:
        """The sum of gains."""
        size = float(np.abs(path.pieces).max())
        return lambda _, slopes: np.asarray(
            slopes.sum(axis=0)
        ), lambda gains: gains.sum(axis=0) / size

    def over_stakes(self, stakes: Stakes) -> BargainingPoint:
        """The lottery with the largest sum."""
        found, tied = stakes.largest_sum(stakes.own / stakes.own.max())
        return self.drawn(stakes, found, FLAT_LOTTERIES if tied else "")


NEAR = 1e-7
"""Of what a signer can hope for: nobody can gain more, and one last step goes straight."""


class Raiffa(Solution):
    """Raiffa's sequential solution: small agreements, each part of the way to what everybody could
    still hope for.

    From no deal a step goes to the average of the signers' best outcomes, in each of which nobody
    else loses; others follow from there, until nobody can gain more. Of finitely many packages
    those that are worth less to somebody than what has been reached drop out; where a whole step
    would leave none it is shortened, and the last to drop out are the answer.
    """

    __slots__ = ()

    def over_packages(self) -> BargainingPoint:
        """The packages that drop out last."""
        gains = self.frontier.gains
        left = np.flatnonzero((gains >= 0).all(axis=0))
        if not len(left):
            return self.none()
        here, able = np.zeros(len(gains)), gains[:, left].max(axis=1) > 0
        for _ in range(STEPS):
            hope = gains[:, left].max(axis=1)
            step = here + (hope - here) / able.sum()
            still = left[(gains[able][:, left] >= step[able, None]).all(axis=0)]
            if not len(still) or (gains[:, left] == hope[:, None]).all():
                break
            here, left = step, still
        room = hope > here
        share = (gains[:, left] - here[:, None])[room] / (hope - here)[room, None]
        worth = share.min(axis=0, initial=1.0)
        return self.picked(left[worth >= worth.max() - TIE], self.note(able))

    def over_path(self, path: Path) -> BargainingPoint:
        """Where steps along a path lead."""
        able = path.able()
        path = clipped(path, np.where(able, 0.0, -np.inf))
        if not len(path):
            return self.none()
        here, whole = np.zeros(len(able)), np.maximum(path.hope(), np.finfo(float).tiny)
        for _ in range(STEPS):
            hope = np.where(able, np.maximum(path.hope(), here), here)
            step = here + (hope - here) / able.sum()
            left = clipped(path, np.where(able, step, -np.inf))
            if ((hope - here) <= NEAR * whole).all() or not len(left):
                break
            here, path = step, left
        direction, measure = smallest(hope - here)
        start = here[:, None]
        rule = (
            (lambda gains, slopes: direction(gains - start, slopes)),
            (lambda gains: measure(gains - start)),
        )
        return self.best_along(path, rule, self.note(able))

    def mixture(self, stakes: Stakes) -> Mixture:
        """Where steps over lotteries lead."""
        return stakes.stepwise()


NODES, WEIGHTS = np.polynomial.legendre.leggauss(12)


class MaschlerPerles(Solution):
    """Maschler and Perles's solution for two players: they walk towards each other along the
    frontier, and meet.

    Each starts from its own best outcome, and gives way so that at any time what one gives up times
    what the other gains is the same for both. Over packages a hop from one to the next counts the
    root of that product.
    """

    __slots__ = ()

    def over_packages(self) -> BargainingPoint:
        """The packages nearest to the middle of the walk."""
        gains = self.frontier.gains
        order = np.lexsort((-gains[1], gains[0]))
        hops = np.sqrt(np.prod(np.abs(np.diff(gains[:, order])), axis=0))
        walked = np.append(0.0, np.cumsum(hops))
        apart = np.abs(2 * walked - walked[-1])
        nearest = apart <= apart.min() + TIE * max(1.0, float(walked[-1]))
        return self.picked(np.sort(order[nearest]))

    def over_path(self, path: Path) -> BargainingPoint:
        """The middle of the walk."""
        walks = _walk(path, path.low, path.high, np.arange(len(path)))
        walked = np.cumsum(walks)
        half = walked[-1] / 2
        piece = int(np.searchsorted(walked, half * (1 - TIE)))
        low, high = path.low[piece : piece + 1], path.high[piece : piece + 1]
        before, where = walked[piece] - walks[piece], high
        if walks[piece] > 0:
            this = np.array([piece])
            start, stop = halved(low, high, lambda at: before + _walk(path, low, at, this) < half)
            where = (start + stop) / 2
        return self.placed(path, [(piece, float(where[0]))])


def _walk(path: Path, low: FloatArray, high: FloatArray, pieces: IndexArray) -> FloatArray:
    """The integral of the root of (what one gives up times what the other gains) along stretches of
    pieces.
    """
    total = np.zeros(len(pieces))
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        slopes = path.slopes(low + (high - low) * (1 + node) / 2, pieces)
        total += weight * np.sqrt(np.maximum(-np.prod(slopes, axis=0), 0.0))
    return total * (high - low) / 2


SOLUTIONS: Mapping[str, type[Solution]] = {
    "nash": Nash,
    "weighted-nash": Nash,
    "egalitarian": Egalitarian,
    "kalai-smorodinsky": KalaiSmorodinsky,
    "utilitarian": Utilitarian,
    "raiffa": Raiffa,
    "maschler-perles": MaschlerPerles,
}
"""The name of a rule → how its point is found."""


def point(
    problem: BargainingTable, name: str, lotteries: bool = False, weights: Weights = None
) -> BargainingPoint:
    """The point that a rule picks.

    Parameters
    ----------
    problem : BargainingProblem
        What can be agreed on.
    name : str
        Of a rule.
    lotteries : bool
        Choose from lotteries over packages; of a curve, from its concave hull.
    weights : sequence of float, optional
        One a player, for Nash's product; by default equal ones for `nash`, and the players' power
        for `weighted-nash`.

    Raises
    ------
    UnsuitableGame
        If there is no rule of that name, it does not fit the problem, payoffs are levels, or the
        weights are none.
    DidNotConverge
        If a lottery was found that may not be the best.
    """
    if name not in RULES:
        raise UnsuitableGame(
            f"there is no bargaining solution `{name}`", f"there is {', '.join(RULES)}"
        )
    check_numbers(problem, f"`{name}`")
    if weights is None and (reason := RULES[name].applies_to(problem)) is not None:
        raise UnsuitableGame(f"`{name}` {reason}")
    powers = _powers(problem, RULES[name].weights(problem) if weights is None else weights)
    solution = SOLUTIONS[name](problem, name, powers)
    if not lotteries and not problem.curve:
        return solution.over_packages() if len(solution.frontier.packages) else solution.none()
    if lotteries and len(problem.seats) != 2:
        hopes = stakes(lotteries_of(problem))
        return solution.none() if hopes is None else solution.over_stakes(hopes)
    path = path_of(problem, lotteries)
    return solution.over_path(path) if path.able().any() else solution.none()


def points_of(
    problem: BargainingTable, lotteries: bool = False
) -> tuple[tuple[Rule, BargainingPoint], ...]:
    """Every rule that fits, with the point that it picks; none where payoffs are levels."""
    fitting = [rule for rule in POINTS if not problem.ordinal and rule.applies_to(problem) is None]
    return tuple((rule, point(problem, rule.name, lotteries)) for rule in fitting)


def _powers(problem: BargainingTable, weights: Weights) -> FloatArray:
    """The signers' weights, which add up to 1."""
    if weights is None:
        return np.full(len(problem.seats), 1.0 / len(problem.seats))
    hint = "pass one weight a player, none below 0 and some above it"
    given = numbers(weights, "a weight is not a number", hint)
    if given.shape != (len(problem.players),):
        raise UnsuitableGame(
            f"{given.size} weights do not go with {len(problem.players)} players", hint
        )
    powers = given[list(problem.seats)]
    if not (np.isfinite(powers).all() and (powers >= 0).all() and powers.any()):
        raise UnsuitableGame(f"these are no weights: {', '.join(f'{w:g}' for w in given)}", hint)
    return np.asarray(powers / powers.sum())
