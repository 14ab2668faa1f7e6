"""Nash's solution: the largest product of gains over no deal.

Over packages as many signers as can be gain, and the product is taken over those who gain. Where not all can gain at
once, gains are shares of the largest that each can have, so that no unit decides who it is. A signer of weight 0 is
left out of all that. Where signers differ in power, each gain counts to the power of its player.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.frontier import frontier_of
from negotiate.bargaining.points.path import Direction, Path
from negotiate.bargaining.points.rule import (
    BargainingPoint,
    Measure,
    Rule,
    best,
    best_along,
    drawn,
    left_out,
    weightless,
)
from negotiate.bargaining.points.stakes import Stakes
from negotiate.bargaining.table import BargainingTable


def over_packages(problem: BargainingTable, powers: FloatArray) -> BargainingPoint:
    """The packages of the frontier with the largest product, of those by which most signers gain."""
    found = frontier_of(problem)
    gaining = (found.gains > 0) & (powers > 0)[:, None]
    most = int(gaining.sum(axis=0).max())
    able = np.asarray(gaining.any(axis=1), dtype=bool)
    unit = found.gains.max(axis=1, keepdims=True) if most < able.sum() else 1.0  # other gainers, so no unit may count
    logs = np.log(np.where(gaining, found.gains, 1.0) / np.where(gaining, unit, 1.0))
    measure = np.where(gaining.sum(axis=0) == most, powers @ logs, -np.inf)
    note = _said(problem, able, powers)
    if most < able.sum():
        apart = (
            f"no package lets more than {most} of {int((powers > 0).sum())} gain; the product counts those who do, "
            "each gain as a share of the player's largest"
        )
        note = f"{note}; {apart}" if note else apart
    return best(problem, measure, note)


def over_path(problem: BargainingTable, path: Path, powers: FloatArray) -> BargainingPoint:
    """Where the product is largest along a path."""
    able = path.able()
    return best_along(problem, path, _product(np.where(able, powers, 0.0)), _said(problem, able, powers))


def over_stakes(problem: BargainingTable, stakes: Stakes, powers: FloatArray) -> BargainingPoint:
    """The lottery with the largest product."""
    return drawn(problem, stakes, stakes.product(powers), _said(problem, stakes.counted, powers))


def _said(problem: BargainingTable, able: BoolArray, powers: FloatArray) -> str:
    """Who is left out of the product: whoever can gain nothing, and whoever has no weight."""
    told = [left_out(problem, np.asarray(able | (powers == 0), dtype=bool)), weightless(problem, powers)]
    return "; ".join(filter(None, told))


def _product(powers: FloatArray) -> tuple[Direction, Measure]:
    counted = powers > 0
    shares = powers[counted] / powers.sum() if counted.any() else powers[counted]
    tiny = np.finfo(float).tiny

    def direction(gains: FloatArray, slopes: FloatArray) -> FloatArray:
        return np.asarray(shares @ (slopes[counted] / np.maximum(gains[counted], tiny**0.5)))

    return direction, lambda gains: np.asarray(shares @ np.log(np.maximum(gains[counted], tiny)))


RULE = Rule(
    name="nash",
    title="Nash",
    says="the deal with the largest product of the players' gains over no deal",
    reference="John F. Nash (1950), The Bargaining Problem",
    over_packages=over_packages,
    over_path=over_path,
    over_stakes=over_stakes,
    first=True,
)


def _unequal(problem: BargainingTable) -> str | None:
    """Why there is no such point of its own, if all signers have the same power."""
    if len({problem.power[seat] for seat in problem.seats}) > 1:
        return None
    return "is the Nash point here, since all signers have the same power"


WEIGHTED = Rule(
    name="weighted-nash",
    title="Weighted Nash",
    says="the deal with the largest product of gains, each gain to the power of its player's `power`",
    reference="Ehud Kalai (1977), Nonsymmetric Nash Solutions and Replications of 2-Person Bargaining",
    over_packages=over_packages,
    over_path=over_path,
    over_stakes=over_stakes,
    applies_to=_unequal,
)
