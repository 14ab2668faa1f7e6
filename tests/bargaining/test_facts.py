"""What is known of bargaining solutions, each number with its source, through the public
interface.
"""

from __future__ import annotations

import numpy as np
import pytest

from negotiate import BargainingProblem

SQUARE_ROOT = "Nash's risk-averse player: u1 = √x, u2 = 1 − x, no deal worth nothing"
X = np.linspace(0, 1, 1_001)
CURVES = {
    "samples": BargainingProblem.from_curve([np.sqrt(X), 1 - X], [0, 0]),
    "samples in rows": BargainingProblem.from_curve(np.array([np.sqrt(X), 1 - X]).T, [0, 0]),
    "the other way round": BargainingProblem.from_curve([np.sqrt(X[::-1]), 1 - X[::-1]], [0, 0]),
    "a function": BargainingProblem.from_curve(lambda t: (np.sqrt(t), 1 - t), [0, 0]),
    "even in the first payoff": BargainingProblem.from_curve([X, 1 - X**2], [0, 0]),
}
GOLDEN = (3 - 5**0.5) / 2
SHARES = {
    "nash": 1 / 3,  # Nash (1950): 2(1 - x) √x is largest there
    # Kalai & Smorodinsky (1975): √x = 1 - x, since each can hope for 1
    "kalai_smorodinsky": GOLDEN,
    "egalitarian": GOLDEN,  # Kalai (1977): the same
    "utilitarian": 1 / 4,  # √x + 1 - x is largest there
    "maschler_perles": 2
    ** (-4 / 3),  # Maschler & Perles (1981): half of the integral of x^(-1/4), which is x^(3/4)
}


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("lotteries", [False, True])
@pytest.mark.parametrize("rule", SHARES)
def test_a_pie_for_a_risk_averse_player(curve: str, lotteries: bool, rule: str) -> None:
    found = getattr(CURVES[curve], rule)(lotteries=lotteries)
    share = SHARES[rule]
    np.testing.assert_allclose(found.payoffs, [share**0.5, 1 - share], rtol=0, atol=1e-6)


def test_the_sample_that_is_nearest() -> None:
    found = CURVES["samples"].nash()
    assert found.over == "curve"
    assert found.packages == (333,)


@pytest.mark.parametrize("lotteries", [False, True])
def test_a_pie_is_split_over_no_deal(lotteries: bool) -> None:
    pie = BargainingProblem.from_curve([[1, 0], [0, 1]], [0.2, 0.1])
    for rule in (pie.nash, pie.kalai_smorodinsky, pie.egalitarian, pie.raiffa, pie.maschler_perles):
        np.testing.assert_allclose(
            rule(lotteries=lotteries).payoffs, [0.55, 0.45], rtol=0, atol=1e-12
        )


@pytest.mark.parametrize("lotteries", [False, True])
def test_a_pie_is_split_by_weight(lotteries: bool) -> None:
    found = BargainingProblem.from_curve([[1, 0], [0, 1]], [0, 0]).nash(
        weights=[0.6, 0.4], lotteries=lotteries
    )
    np.testing.assert_allclose(found.payoffs, [0.6, 0.4], rtol=0, atol=1e-12)


def test_four_packages() -> None:
    problem = BargainingProblem.from_arrays([[10, 8, 5, 2], [1, 4, 6, 9]], [1, 1])
    assert problem.zone().tolist() == problem.frontier().tolist() == [0, 1, 2, 3]
    assert problem.nash().packages == problem.utilitarian().packages == (1,)
    assert problem.kalai_smorodinsky().packages == problem.egalitarian().packages == (2,)
    assert problem.nash().payoffs.tolist() == [8, 4]


def test_four_packages_and_a_lottery() -> None:
    # on the edge from (8, 4) to (2, 9) the gains 7 - 6p and 3 + 5p have the largest product at p =
    # 17/60
    found = BargainingProblem.from_arrays([[10, 8, 5, 2], [1, 4, 6, 9]], [1, 1]).nash(
        lotteries=True
    )
    assert found.packages == (1, 3)
    np.testing.assert_allclose(found.odds, [43 / 60, 17 / 60], rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.payoffs, [6.3, 65 / 12], rtol=0, atol=1e-12)


def test_the_trade_of_bill_and_jack() -> None:
    """Nash (1950): Bill gives Jack book, whip, ball and bat for pen, toy and knife; utilities 12
    and 5 (gains).
    """
    bill = {
        "book": 2,
        "whip": 2,
        "ball": 2,
        "bat": 2,
        "box": 4,
        "pen": 10,
        "toy": 4,
        "knife": 6,
        "hat": 2,
    }
    jack = {
        "book": 4,
        "whip": 2,
        "ball": 1,
        "bat": 2,
        "box": 1,
        "pen": 1,
        "toy": 1,
        "knife": 2,
        "hat": 2,
    }
    mine, goods = ("book", "whip", "ball", "bat", "box"), tuple(bill)
    gains = np.zeros((2, 2 ** len(goods)))
    for package in range(gains.shape[1]):
        for k, good in enumerate(goods):
            if package >> k & 1:
                sign = -1 if good in mine else 1
                gains[:, package] += sign * bill[good], -sign * jack[good]
    problem = BargainingProblem.from_arrays(gains, [0, 0])
    given = sum(
        1 << goods.index(good) for good in ("book", "whip", "ball", "bat", "pen", "toy", "knife")
    )
    assert given in problem.nash().packages
    assert problem.nash().payoffs.tolist() == [12, 5]
    np.testing.assert_allclose(problem.nash(lotteries=True).payoffs, [12, 5], rtol=0, atol=1e-12)
