"""Talks about plain numbers: votes on a budget, hidden values, the range short of war, and
bluffs.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.bargaining.talks import bargaining_range, bluff, double_auction, legislature
from negotiate.errors import OutOfRange, UnsuitableGame

# Legislatures


@pytest.mark.parametrize(
    ("members", "patience", "keeps"), [(3, 0.9, 0.7), (5, 1, 0.6), (7, 0.5, 1 - 0.5 * 3 / 7)]
)
def test_baron_and_ferejohn_1989(members: int, patience: float, keeps: float) -> None:
    found = legislature(members, patience)
    assert found.keeps == pytest.approx([keeps] * members, abs=1e-9)
    assert found.values == pytest.approx([1 / members] * members, abs=1e-9)


def test_who_agrees_alone_keeps_everything() -> None:
    found = legislature(3, 0.9, quota=1, recognition=(0.5, 0.3, 0.2))
    assert found.keeps == (1, 1, 1)
    assert found.values == (0.5, 0.3, 0.2)


def test_unanimity_between_two_is_rubinstein_with_a_coin() -> None:
    found = legislature(2, (0.9, 0.8), quota=2)
    x, y = found.values
    assert x == pytest.approx(0.5 * (1 - 0.8 * y) + 0.5 * 0.9 * x, abs=1e-9)
    assert x + y == pytest.approx(1, abs=1e-9)


@st.composite
def assemblies(draw: st.DrawFn) -> tuple[list[float], int, list[float]]:
    count = draw(st.integers(2, 6))
    patience = draw(
        st.lists(st.sampled_from([0.2, 0.5, 0.8, 0.9, 0.99]), min_size=count, max_size=count)
    )
    weights = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count))
    assume(sum(weights))
    return patience, draw(st.integers(1, count)), [w / sum(weights) for w in weights]


@given(assemblies())
@settings(max_examples=30)
def test_values_are_what_the_proposals_bring(case: tuple[list[float], int, list[float]]) -> None:
    patience, quota, drawn = case
    found = legislature(len(patience), patience, quota, drawn)
    prices, values = np.array(found.prices), np.array(found.values)
    assert prices == pytest.approx(np.array(patience) * values)
    for j, row in enumerate(found.partners):
        others = np.sort(np.delete(prices, j))[: quota - 1]
        assert row[j] == 0
        assert row.sum() == pytest.approx(quota - 1, abs=1e-7)
        assert row @ prices == pytest.approx(
            others.sum(), abs=1e-7
        )  # nobody could buy a quota for less
        assert (
            1 - row @ prices >= patience[j] * values[j] - 1e-7
        )  # nor would rather wait than propose
    keeps = 1 - found.partners @ prices
    again = np.array(drawn) * keeps + (np.array(drawn) @ found.partners) * prices
    assert again == pytest.approx(values, abs=1e-7)
    assert values.sum() == pytest.approx(1, abs=1e-7)


@pytest.mark.parametrize(
    "wrong",
    [
        (1, 0.9),
        (3, 0.0),
        (3, 1.1),
        (3, 0.9, 4),
        (3, 0.9, 0),
        (3, 0.9, 2, (0.5, 0.5)),
        (3, 0.9, 2, (0.9, 0.9, -0.8)),
        (3, 1, 3),
    ],
)
def test_no_legislature(wrong: tuple[object, ...]) -> None:
    with pytest.raises(OutOfRange):
        legislature(*wrong)  # type: ignore[arg-type]  # the point of the test


# Hidden values


def test_chatterjee_and_samuelson_1983() -> None:
    found = double_auction()
    assert found.trade == pytest.approx(9 / 32, abs=1e-12)
    assert found.share == pytest.approx(27 / 32, abs=1e-12)
    assert found.second_best / found.possible == pytest.approx(
        27 / 32, abs=1e-9
    )  # Myerson and Satterthwaite 1983
    assert found.buyer_names == pytest.approx((1 / 12, 2 / 3))
    assert found.seller_names == pytest.approx((1 / 4, 2 / 3))


def test_a_price_named_by_one_alone() -> None:
    found = double_auction(weight=1)
    assert found.buyer_names == pytest.approx((0, 1 / 2))  # a monopsonist facing costs from 0 to 1
    assert found.seller_names == pytest.approx((0, 1))
    assert found.trade == pytest.approx(1 / 4)


@given(st.floats(0, 1), st.floats(-0.1, 0.1), st.floats(0.9, 1.1))
@settings(max_examples=25)
def test_what_is_told_of_a_trade_is_what_draws_bring(
    weight: float, low: float, width: float
) -> None:
    try:
        found = double_auction((low, low + width), (0, 1), weight)
    except UnsuitableGame:
        return
    v, c = np.meshgrid(low + width * (np.arange(800) + 0.5) / 800, (np.arange(800) + 0.5) / 800)
    bid, ask = (
        found.buyer_names[0] + found.buyer_names[1] * v,
        found.seller_names[0] + found.seller_names[1] * c,
    )
    trade, price = bid >= ask, weight * bid + (1 - weight) * ask
    assert trade.mean() == pytest.approx(found.trade, abs=2e-3)
    assert (trade * (v - price)).mean() == pytest.approx(found.buyer_gains, abs=1e-3)
    assert (trade * (price - c)).mean() == pytest.approx(found.seller_gains, abs=1e-3)
    assert np.maximum(v - c, 0).mean() == pytest.approx(found.possible, abs=1e-3)
    assert found.gains <= found.second_best + 1e-9
    assert found.second_best <= found.possible + 1e-9


def test_where_worths_hardly_overlap_it_says_so() -> None:
    with pytest.raises(UnsuitableGame, match="rise linearly"):
        double_auction((2, 3), (0, 1))


@pytest.mark.parametrize(
    "wrong", [((1, 0), (0, 1)), ((0, 1), (0, math.inf)), ((0,), (0, 1)), ((0, 1), (0, 1), 1.5)]
)
def test_no_auction(wrong: tuple[object, ...]) -> None:
    with pytest.raises(OutOfRange):
        double_auction(*wrong)  # type: ignore[arg-type]  # the point of the test


# War and bluffs


def test_fearon_1995() -> None:
    found = bargaining_range(0.6, (0.1, 0.15))
    assert (found.low, found.high) == pytest.approx((0.5, 0.75))
    assert found.war is None


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 2))
def test_no_other_demand_is_better(victory: float, cost: float, unknown: float) -> None:
    found = bargaining_range(victory, (cost, 0.1), unknown=unknown)
    asked = np.linspace(0, 1, 401)
    fights = np.clip((asked - victory) / unknown, 0, 1)
    worth = asked * (1 - fights) + (victory - cost) * fights
    assert found.demand is not None
    assert found.war is not None
    own = found.demand * (1 - found.war) + (victory - cost) * found.war
    assert own >= worth.max() - 1e-9


@pytest.mark.parametrize(("cost", "worth_it"), [(14.99, True), (15.01, False)])
def test_audience_costs(cost: float, worth_it: bool) -> None:
    found = bluff(10, 0.6, cost)
    assert found.deterred_from == pytest.approx(15)
    assert found.worth_it is worth_it
    assert math.isinf(bluff(1, 1).deterred_from)


@pytest.mark.parametrize(
    "wrong", [(1.2, (0.1, 0.1)), (0.5, (-0.1, 0.1)), (0.5, (0.1,)), (0.5, (0.1, 0.1), 0.0)]
)
def test_no_war(wrong: tuple[object, ...]) -> None:
    with pytest.raises(OutOfRange):
        bargaining_range(*wrong)  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize("wrong", [(-1, 0.5), (1, 1.5), (1, 0.5, -1)])
def test_no_bluff(wrong: tuple[float, ...]) -> None:
    with pytest.raises(OutOfRange):
        bluff(*wrong)
