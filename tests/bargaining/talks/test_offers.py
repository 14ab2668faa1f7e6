"""Offers in turn: published numbers over a pie, and every way to talk over packages against trying
everything.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.talks import alternating_offers, offers_over
from negotiate.bargaining.talks.alternating import Pie, Proposal, Waiting, regret
from negotiate.errors import OutOfRange, UnsuitableGame
from negotiate.report import report_of
from negotiate.report.style import Look
from tests.reference.plain_offers import backwards, standing_pairs

SHARES = st.floats(0.05, 0.99)


@pytest.mark.parametrize(
    ("patience", "first"), [((0.9, 0.9), 10 / 19), ((0.9, 0.8), 5 / 7), ((0.5, 0.5), 2 / 3)]
)
def test_rubinstein_1982(patience: tuple[float, float], first: float) -> None:
    talks = alternating_offers(patience)
    assert talks.payoffs == pytest.approx((first, 1 - first), abs=1e-12)
    assert talks.unique
    assert talks.regret < 1e-12


@pytest.mark.parametrize(
    ("rounds", "first"), [(1, 1), (2, 0.1), (3, 0.91), (4, 0.181), (5, 0.8371)]
)
def test_with_a_last_round(rounds: int, first: float) -> None:
    assert alternating_offers((0.9, 0.9), rounds=rounds).payoffs[0] == pytest.approx(
        first, abs=1e-12
    )


def test_a_distant_end_is_no_end() -> None:
    long, endless = alternating_offers((0.9, 0.8), rounds=400), alternating_offers((0.9, 0.8))
    assert long.payoffs == pytest.approx(endless.payoffs, abs=1e-12)


def test_an_outside_option_counts_only_if_it_is_better_than_talking() -> None:
    idle = alternating_offers((0.9, 0.9), outside=(None, 0.4))
    used = alternating_offers((0.9, 0.9), outside=(None, 0.6))
    assert idle.payoffs[0] == pytest.approx(10 / 19, abs=1e-12)
    assert used.payoffs == pytest.approx((0.4, 0.6), abs=1e-12)


@pytest.mark.parametrize(("risk", "within"), [(1e-2, 1e-2), (1e-4, 1e-4), (1e-6, 1e-6)])
def test_a_small_risk_leads_to_the_nash_point_over_the_breakdown(
    risk: float, within: float
) -> None:
    talks = alternating_offers((1.0, 1.0), risk=risk, breakdown=(0.2, 0.1))
    assert talks.payoffs == pytest.approx((0.55, 0.45), abs=within)


def test_patient_talks_lead_to_the_nash_point() -> None:
    talks = alternating_offers((0.999999, 0.999999), utilities=(math.sqrt, None))
    assert talks.payoffs[0] ** 2 == pytest.approx(
        1 / 3, abs=1e-5
    )  # Nash 1950: u1 = sqrt x, u2 = 1 - x
    assert talks.unique


@given(SHARES, SHARES, st.floats(0, 0.9), st.floats(0, 0.4), st.floats(0, 0.4))
@settings(max_examples=40)
def test_halving_finds_the_closed_form(
    a: float, b: float, risk: float, first: float, second: float
) -> None:
    said = {"risk": risk, "breakdown": (first, second), "outside": (second, first)}
    closed = alternating_offers((a, b), **said)
    halved = alternating_offers((a, b), **said, utilities=(lambda x: x, lambda x: x))
    assert halved.payoffs == pytest.approx(closed.payoffs, abs=1e-9)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_the_shares_of_many_shrink_by_patience(count: int) -> None:
    talks = alternating_offers([0.8] * count)
    shares = [0.8**k * (1 - 0.8) / (1 - 0.8**count) for k in range(count)]
    assert talks.payoffs == pytest.approx(shares, abs=1e-12)
    assert talks.regret < 1e-12
    assert alternating_offers([0.8] * count, rounds=300).payoffs == pytest.approx(shares, abs=1e-9)


@pytest.mark.parametrize(
    "wrong",
    [
        {"patience": (1.0, 1.0)},
        {"patience": (0.0, 0.5)},
        {"patience": (0.5, 1.1)},
        {"patience": (0.5,)},
        {"patience": (0.5, 0.5), "rounds": 0},
        {"patience": (0.5, 0.5), "risk": 1.0},
        {"patience": (0.5, 0.5), "breakdown": (math.nan, 0)},
        {"patience": (0.5, 0.5), "breakdown": (0, 0, 0)},
        {"patience": (0.5, 0.5), "utilities": (lambda x: 1 - x, None)},
    ],
)
def test_what_has_no_meaning_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(OutOfRange):
        alternating_offers(**wrong)  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize(
    "offers",
    [
        (
            Proposal(0, (0.5, 0.5), (0.0, 0.5)),
            Proposal(1, (0.5, 0.5), (0.5, 0.0)),
        ),  # the first could offer less
        (
            Proposal(0, (0.8, 0.2), (0.0, 0.2)),
            Proposal(1, (0.2, 0.8), (0.2, 0.0)),
        ),  # both would do better to refuse
    ],
)
def test_a_departure_that_gains_is_seen(offers: tuple[Proposal, Proposal]) -> None:
    assert regret(Pie(), Waiting((0.9, 0.9)), offers, endless=True) > 0.01


def test_where_nothing_is_left_to_share_they_agree_on_nothing() -> None:
    talks = alternating_offers((0.9, 0.9), outside=(0.7, 0.7))
    assert not talks.agreement
    assert talks.payoffs == (0.7, 0.7)


# Packages

NAMES = st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20)
PACKAGES = st.lists(st.tuples(st.integers(-2, 12), st.integers(-2, 12)), min_size=1, max_size=9)


def table(
    pairs: list[tuple[int, int]],
) -> tuple[BargainingProblem, list[tuple[Fraction, Fraction]], list[int]]:
    """A problem over no deal at 0, the gains of its frontier, and how its packages are called."""
    problem = BargainingProblem.from_arrays(np.array(pairs, dtype=float).T, [0, 0])
    names = problem.frontier().tolist()
    return problem, [(Fraction(pairs[k][0]), Fraction(pairs[k][1])) for k in names], names


@given(PACKAGES, NAMES, NAMES)
@settings(max_examples=80)
def test_every_standing_pair_lies_between_the_two_that_are_told(
    pairs: list[tuple[int, int]], a: Fraction, b: Fraction
) -> None:
    problem, gains, names = table(pairs)
    assume(names)
    talks = offers_over(problem, (float(a), float(b)))
    every = standing_pairs(gains, (a, b))
    first = [float(gains[x][0]) for x, _ in every]
    second = [float(gains[y][1]) for _, y in every]
    told = [opened.payoffs[p] for p in (0, 1) for opened in talks.opened[p]]
    split = len(talks.opened[0])
    assert (max(told[:split]), min(told[:split])) == pytest.approx((max(first), min(first)))
    assert (max(told[split:]), min(told[split:])) == pytest.approx((max(second), min(second)))
    assert talks.unique == (len({(gains[x], gains[y]) for x, y in every}) == 1)
    for p in (0, 1):
        for proposal in talks.opened[p]:
            assert {names.index(k) for k in proposal.packages} <= {pair[p] for pair in every}


@given(PACKAGES, NAMES, NAMES, st.integers(1, 7), st.integers(0, 1))
@settings(max_examples=80)
def test_backwards_over_packages(
    pairs: list[tuple[int, int]], a: Fraction, b: Fraction, rounds: int, first: int
) -> None:
    problem, gains, names = table(pairs)
    assume(names)
    talks = offers_over(problem, (float(a), float(b)), rounds=rounds)
    plain = backwards(gains, (a, b), rounds, first)
    assert [[names.index(k) for k in one.packages] for one in talks.opened[first]] == plain


@given(st.floats(0.2, 0.95), st.floats(0.2, 0.95), st.floats(0.1, 9), st.floats(-50, 50))
@settings(max_examples=25)
def test_units_do_not_matter(a: float, b: float, scale: float, shift: float) -> None:
    payoffs, apart = np.array([[10.0, 8, 5, 2], [1, 4, 6, 9]]), np.array([1.0, 1])
    moved = BargainingProblem.from_arrays(
        payoffs * [[scale], [1]] + [[shift], [0]], apart * [scale, 1] + [shift, 0]
    )
    plain = offers_over(BargainingProblem.from_arrays(payoffs, apart), (a, b))
    again = offers_over(moved, (a, b))
    assert [[o.packages for o in opened] for opened in again.opened] == [
        [o.packages for o in opened] for opened in plain.opened
    ]


CONDITIONS = st.fixed_dictionaries(
    {
        "risk": st.sampled_from([0.0, 0.05, 0.5]),
        "breakdown": st.none() | st.tuples(st.integers(-3, 6), st.integers(-3, 6)),
        "outside": st.none()
        | st.tuples(st.none() | st.integers(-2, 7), st.none() | st.integers(-2, 7)),
        "rounds": st.none() | st.integers(1, 6),
        "lotteries": st.booleans(),
    }
)


@given(PACKAGES, NAMES, NAMES, CONDITIONS)
@settings(max_examples=80)
def test_nobody_departs_and_nobody_signs_below_what_it_has(
    pairs: list[tuple[int, int]], a: Fraction, b: Fraction, said: dict[str, Any]
) -> None:
    talks = offers_over(
        table(pairs)[0], (float(a), float(b)), **said
    )  # raises where a departure gains anything
    outside = said["outside"] or (None, None)
    for opened in talks.opened:
        for one in opened:
            if one.accepted:
                other = 1 - one.player
                assert (
                    one.payoffs[other] >= max(one.least[other], outside[other] or 0.0, 0.0) - 1e-6
                )
                assert one.payoffs[one.player] >= one.least[one.player] - 1e-6


def test_patient_talks_over_lotteries_lead_to_the_nash_point() -> None:
    problem = BargainingProblem.from_arrays([[10, 8, 5, 2], [1, 4, 6, 9]], [1, 1])
    talks = offers_over(problem, (0.99999, 0.99999), lotteries=True)
    assert talks.payoffs == pytest.approx(
        (6.3, 4 + 5 / 6 * 1.7), abs=1e-3
    )  # most of (x - 1)(y - 1) from B to D
    (proposal,) = talks.opened[0]
    assert proposal.packages == (1, 3)
    assert np.array(proposal.odds) @ [[8, 4], [2, 9]] == pytest.approx(talks.payoffs)
    assert talks.unique


def test_talks_over_a_curve() -> None:
    x = np.linspace(0, 1, 2001)
    problem = BargainingProblem.from_curve(np.stack([x, 1 - x]), [0, 0])
    assert offers_over(problem, (0.9, 0.8)).payoffs == pytest.approx((5 / 7, 2 / 7), abs=1e-6)


def test_an_empty_zone_is_an_answer() -> None:
    problem = BargainingProblem.from_arrays([[1, 2], [2, 1]], [3, 3])
    talks = offers_over(problem, (0.9, 0.9))
    assert not talks.agreement
    assert talks.payoffs == (3, 3)


def test_who_says_nothing_of_patience_is_asked() -> None:
    with pytest.raises(UnsuitableGame, match="discount factor of `player 1` and `player 2`"):
        offers_over(BargainingProblem.from_arrays([[1], [1]], [0, 0]))


def test_three_signers_are_too_many() -> None:
    with pytest.raises(UnsuitableGame, match="3 players sign"):
        offers_over(BargainingProblem.from_arrays([[1], [1], [1]], [0, 0, 0]), (0.9, 0.9, 0.9))


def test_how_offers_over_a_pie_were_found_is_a_detail() -> None:
    found = report_of(alternating_offers((0.9, 0.8)), Look())
    (method,) = [one for one in found.walk() if getattr(one, "text", "").startswith("Method: ")]
    assert getattr(method, "detail", False)
