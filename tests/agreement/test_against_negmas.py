"""Frontiers and bargaining points beside those of NegMAS.

Where the two differ on purpose the test says how: of equal packages NegMAS keeps one; a reservation
value below the smallest payoff on offer it raises to that payoff, which moves the Nash point; its
Kalai-Smorodinsky point makes the largest and the smallest share of what each hopes for most alike,
ours makes the smallest as large as can be, and it counts on all packages for what one hopes for,
where we count on those that nobody refuses.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from negotiate.bargaining.problem import BargainingProblem

with warnings.catch_warnings():  # what it warns of while it is imported is not ours to mend
    warnings.simplefilter("ignore")
    ops: Any = pytest.importorskip("negmas.preferences.ops", reason="in the extra `peers`")
    negmas: Any = pytest.importorskip("negmas")

pytestmark = pytest.mark.filterwarnings("ignore")


class Peer:
    """What NegMAS says of packages with these payoffs, shape (players, packages)."""

    def __init__(self, payoffs: np.ndarray, least: np.ndarray) -> None:
        outcomes = [(k,) for k in range(payoffs.shape[1])]
        space = negmas.make_os([negmas.make_issue(payoffs.shape[1], "package")])
        self.wishes = [
            negmas.preferences.MappingUtilityFunction(
                dict(zip(outcomes, own.tolist(), strict=True)),
                outcome_space=space,
                reserved_value=float(apart),
            )
            for own, apart in zip(payoffs, least, strict=True)
        ]
        self.frontier, self.packages = ops.pareto_frontier(self.wishes, outcomes=outcomes)
        self.ranges = [(float(own.min()), float(own.max())) for own in payoffs]

    def point(self, name: str) -> set[tuple[float, ...]]:
        """The payoffs of all packages that tie."""
        found = getattr(ops, f"{name}_points")(self.wishes, self.frontier, ranges=self.ranges)
        return {tuple(float(x) for x in payoffs) for payoffs, _ in found}


def drawn(players: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Packages in whole points, so that some are equal, and no-deal payoffs at which somebody
    gains.
    """
    random = np.random.default_rng(seed)
    payoffs = random.integers(-20, 21, (players, 60)).astype(float)
    return payoffs, np.floor(np.quantile(payoffs, 0.3, axis=1))


def without_gain(payoffs: np.ndarray, least: np.ndarray) -> set[int]:
    """Packages by which nobody gains."""
    return set(np.flatnonzero((payoffs <= least[:, None]).all(axis=0)).tolist())


@pytest.mark.parametrize("players", [2, 3])
@pytest.mark.parametrize("seed", range(20))
def test_the_same_frontier_nash_point_and_largest_sum(players: int, seed: int) -> None:
    payoffs, least = drawn(players, seed)
    ours, theirs = BargainingProblem.from_arrays(payoffs, least), Peer(payoffs, least)
    own = {tuple(point) for point in payoffs[:, ours.frontier()].T.tolist()}
    other = {tuple(float(x) for x in point) for point in theirs.frontier} - {tuple(least.tolist())}
    assert own == other
    assert {int(k) for k in theirs.packages} - {*ours.frontier().tolist()} <= without_gain(
        payoffs, least
    )
    assert (
        (np.array([*own]) > least).all(axis=1).any()
    )  # else every product is 0, and ours is over those who do gain
    for point, name in (
        (ours.nash(), "nash"),
        (ours.egalitarian(), "kalai"),
        (ours.utilitarian(), "max_welfare"),
    ):
        assert {tuple(payoffs.tolist()) for payoffs in point.tied} == theirs.point(name)


def test_a_reservation_value_below_everything_on_offer_stays_where_it_is() -> None:
    payoffs, least = np.array([[1.0, 5.0, 10.0], [10.0, 7.0, 4.0]]), np.array([0.0, -20.0])
    assert {
        tuple(point.tolist()) for point in BargainingProblem.from_arrays(payoffs, least).nash().tied
    } == {(10.0, 4.0)}
    assert Peer(payoffs, least).point("nash") != {(10.0, 4.0)}
