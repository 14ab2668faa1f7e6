"""What opens a deal where there is none, held against every package, every payment and every
toss.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.arrays import FloatArray
from negotiate.bargaining.claims import NoDeal
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.refusals.openings import toss
from negotiate.bargaining.refusals.side_payments import payment_for, side_payments
from negotiate.errors import UnsuitableGame
from tests.bargaining.claims.random_problems import problems
from tests.reference import plain_claims

MONEY = (1.0, 0.5, 4.0)


def _with_no_deal(problem: BargainingProblem, payoffs: FloatArray) -> BargainingProblem:
    return replace(problem, no_deals=(NoDeal(payoffs),))


@settings(max_examples=120)
@given(problems(lines=2))
def test_what_is_dropped_opens_a_deal_and_any_less_does_not(problem: BargainingProblem) -> None:
    found = problem.openings()
    assert found.complete
    if plain_claims.zone(problem):
        assert (found.drops, found.shifts, found.payment, found.toss) == ((), (), None, None)
    for drop in found.drops:
        names = [claim.name for claim in drop.claims]
        assert drop.size == len(plain_claims.zone(problem.without(*names))) > 0
        assert drop.point.agreement
        for kept in names:
            assert not plain_claims.zone(problem.without(*(name for name in names if name != kept)))


@settings(max_examples=120)
@given(problems(lines=2))
def test_a_worse_life_without_a_deal_opens_one_and_a_little_less_bad_does_not(
    problem: BargainingProblem,
) -> None:
    found = problem.openings()
    assume(not plain_claims.zone(problem))
    shifts = {shift.player: shift for shift in found.shifts}
    for player in problem.seats:
        for low in (0.0, 100.0):
            apart = problem.disagreement.copy()
            shift = shifts.get(player)
            apart[player] -= (
                low if shift is None else shift.amount + (0.01 if shift.beyond else 0.0)
            )
            assert _opened(problem, apart) == (shift is not None)
        if shift is not None:
            assert shift.amount > 0
            apart[player] = (
                problem.disagreement[player] - shift.amount + (0.0 if shift.beyond else 0.01)
            )
            assert not _opened(problem, apart)


def _opened(problem: BargainingProblem, apart: FloatArray) -> bool:
    """Whether there is a deal over another no-deal point, other than what no deal brings today, or
    worse than that.
    """
    gains = {number: row for number, row, crossed in plain_claims.packages(problem)}
    level = any(
        not any(row) and all(name.startswith("no_deal.") for name in crossed)
        for _, row, crossed in plain_claims.packages(problem)
    )
    found = [gains[number] for number in plain_claims.zone(_with_no_deal(problem, apart))]
    return any(any(row) and not (level and all(gain <= 0 for gain in row)) for row in found)


def test_what_no_deal_brings_anyhow_is_no_opening() -> None:
    problem = BargainingProblem.from_arrays([[0, 10], [0, -6]], [0, 0])
    found = problem.openings()
    assert [(shift.player, shift.amount, shift.beyond) for shift in found.shifts] == [(1, 6, False)]
    alone = BargainingProblem.from_arrays([[0, -1], [0, -1]], [0, 0]).openings()
    assert (alone.shifts, alone.drops, alone.toss) == ((), (), None)
    assert "No single change of these kinds would open a deal." in str(alone)


def _least(problem: BargainingProblem) -> Fraction | None:
    """The least that has to be paid, package by package."""
    money = [Fraction(problem.money[p]) for p in problem.seats]
    best = None
    for _, gains, crossed in plain_claims.packages(problem):
        if any(not name.startswith("no_deal.") for name in crossed):
            continue
        need = sum((-g * m for g, m in zip(gains, money, strict=True) if g < 0), Fraction(0))
        room = sum((g * m for g, m in zip(gains, money, strict=True) if g > 0), Fraction(0))
        if any(g < 0 and not m for g, m in zip(gains, money, strict=True)):
            continue
        gift = any(g > 0 and not m for g, m in zip(gains, money, strict=True))
        if (room > need or (gift and room >= need)) and (best is None or need < best):
            best = need
    return best


@settings(max_examples=120)
@given(problems(lines=2), st.booleans())
def test_the_least_that_has_to_be_paid(problem: BargainingProblem, all_pay: bool) -> None:
    money = MONEY[: len(problem.players)]
    problem = replace(problem, money=money if all_pay else (0.0, *money[1:]))
    least, found = _least(problem), side_payments(problem)
    assert (found.smallest is None) == (least is None)
    assert (found.nash is None) == (least is None)
    for one in filter(None, (found.smallest, found.nash)):
        assert one.received.sum() == pytest.approx(0, abs=1e-9)
        seats = list(problem.seats)
        assert (one.payoffs[seats] >= problem.disagreement[seats] - 1e-9).all()
        assert (one.payoffs[seats] > problem.disagreement[seats] + 1e-9).any()
    if found.smallest is not None and least is not None:
        assert found.smallest.amount == pytest.approx(float(least))
        again = payment_for(problem, found.smallest.packages[0])
        assert again.amount == pytest.approx(found.smallest.amount)
        assert again.enough
    if not plain_claims.zone(problem):
        assert (problem.openings().payment is None) == (least is None)


def test_money_splits_what_a_deal_brings_equally() -> None:
    problem = BargainingProblem.from_arrays([[10, 3], [-4, 3]], [0, 0])
    found = side_payments(replace(problem, money=(1.0, 2.0)))
    assert found.smallest is not None
    assert (found.smallest.packages, found.smallest.amount) == ((1,), 0)
    assert found.surplus == pytest.approx(9)
    assert found.nash is not None
    assert found.nash.packages == (1,)
    np.testing.assert_allclose(found.nash.received, [1.5, -1.5])
    np.testing.assert_allclose(found.nash.payoffs, [4.5, 2.25])


def test_no_money_may_change_hands_where_the_file_does_not_say_so() -> None:
    with pytest.raises(UnsuitableGame, match="no money may change hands"):
        side_payments(BargainingProblem.from_arrays([[1], [1]], [0, 0]))


def _odds(first: list[Fraction], second: list[Fraction]) -> tuple[Fraction, Fraction] | None:
    """The odds of the first at which nobody loses and somebody gains, from plain arithmetic."""
    low, high = Fraction(0), Fraction(1)
    for a, b in zip(first, second, strict=True):
        if a == b:
            if a < 0:
                return None
        elif a > b:
            low = max(low, b / (b - a))
        else:
            high = min(high, b / (b - a))
    middle = (low + high) / 2
    gains = [middle * a + (1 - middle) * b for a, b in zip(first, second, strict=True)]
    return (low, high) if low <= high and any(g > 0 for g in gains) else None


@settings(max_examples=150)
@given(problems(lines=1, blocks=2))
def test_a_toss_opens_a_deal_exactly_where_one_between_two_packages_does(
    problem: BargainingProblem,
) -> None:
    assume(not plain_claims.zone(problem))
    gains = {
        number: row
        for number, row, crossed in plain_claims.packages(problem)
        if all(name.startswith("no_deal.") for name in crossed)
    }
    pairs = [(a, b) for a, b in combinations(gains, 2) if _odds(gains[a], gains[b]) is not None]
    found, settled = toss(problem)
    assert settled
    assert (found is not None) == bool(pairs)
    if found is not None:
        odds = _odds(gains[found.packages[0]], gains[found.packages[1]])
        assert odds is not None
        assert (found.low, found.high) == pytest.approx(tuple(map(float, odds)))


def test_two_packages_of_which_a_toss_is_better_for_both_than_no_deal() -> None:
    problem = BargainingProblem.from_arrays([[3, -1], [-1, 3]], [0, 0])
    found = problem.openings()
    assert problem.conflicts() == ({"no_deal.player 1", "no_deal.player 2"},)
    assert found.toss is not None
    assert (found.toss.packages, found.toss.low, found.toss.high) == ((0, 1), 0.25, 0.75)
    assert [(shift.player, shift.amount, shift.beyond) for shift in found.shifts] == [
        (0, 1, False),
        (1, 1, False),
    ]
    assert [[claim.name for claim in drop.claims] for drop in found.drops] == [
        ["no_deal.player 1"],
        ["no_deal.player 2"],
    ]
