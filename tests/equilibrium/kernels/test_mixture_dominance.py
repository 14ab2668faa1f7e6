from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from negotiate.equilibrium.kernels.dominance import better_mixture
from negotiate.equilibrium.nash.dominance import proposals
from tests.reference import plain_dominance

LEADS = st.tuples(st.integers(1, 4), st.integers(1, 4))


def exactly(leads: np.ndarray, weights: np.ndarray) -> list[int]:
    return [
        sum(int(w) * int(x) for w, x in zip(weights, column, strict=True)) for column in leads.T
    ]


@settings(max_examples=300)
@given(leads=arrays.arrays(np.int64, LEADS, elements=st.integers(-3, 3)))
def test_a_mixture_is_found_where_there_is_one(leads: np.ndarray) -> None:
    exists = plain_dominance.value([[Fraction(int(x)) for x in row] for row in leads]) > 0
    weights = better_mixture(leads, proposals)
    assert (weights is not None) == exists
    if weights is not None:
        assert min(exactly(leads, weights)) > 0
        assert min(weights) >= 0


@given(
    leads=arrays.arrays(
        np.int64, st.tuples(st.just(2), st.integers(1, 5)), elements=st.integers(-(10**9), 10**9)
    )
)
def test_two_strategies_need_no_program(leads: np.ndarray) -> None:
    exists = plain_dominance.value([[Fraction(int(x)) for x in row] for row in leads]) > 0
    weights = better_mixture(leads)
    assert (weights is not None) == exists


@given(a=st.integers(2**48, 2**52), side=st.sampled_from([-1, 0, 1]))
def test_a_lead_smaller_than_any_rounding_is_seen_between_two(a: int, side: int) -> None:
    # The first must have more than (a - 1) : a of the second's weight, and less than a : (a + 1),
    # which is about 1e-30 apart; with the limits exchanged there is nothing between.
    low, high = ((a - 1, a), (a, a + 1)) if side > 0 else ((a, a + 1), (a - 1, a))
    if side == 0:
        low = high
    leads = np.array([[low[1], -high[1]], [-low[0], high[0]]])
    weights = better_mixture(leads)
    assert (weights is not None) == (side > 0)
    if weights is not None:
        assert min(exactly(leads, weights)) > 0


def test_layers_reach_leads_that_no_programme_sees() -> None:
    # Claims of 2 to 100 as in Basu's traveller's dilemma: claiming 100 is worse than a mixture of
    # nearly all others.
    claim = np.arange(2, 101)
    table = np.minimum(claim[:, None], claim) + 2 * np.sign(claim - claim[:, None])
    leads = table[:-1] - table[-1]
    weights = better_mixture(leads, pairs=False)
    assert weights is not None
    assert min(exactly(leads, weights)) > 0
    assert Fraction(min(w for w in weights if w), sum(weights)) < Fraction(1, 10**9)


def test_what_a_programme_proposes_is_believed_only_where_it_holds() -> None:
    leads = np.array([[5, -1, -1], [-1, 5, -1], [-1, -1, 5]])
    undominated = leads - 2

    def same(_: np.ndarray) -> Iterator[np.ndarray]:
        yield np.array([0.4, 0.3, 0.3])

    def wrong(_: np.ndarray) -> Iterator[np.ndarray]:
        yield np.array([1.0, 0.0, 0.0])

    weights = better_mixture(leads, same)
    assert weights is not None
    assert min(exactly(leads, weights)) > 0
    assert better_mixture(leads, wrong) is None
    assert better_mixture(undominated, same) is None


def test_weights_are_as_simple_as_they_can_be() -> None:
    weights = better_mixture(np.array([[300, -100], [-101, 299]]))
    assert weights is not None
    assert weights.tolist() == [1, 1]


@pytest.mark.parametrize(
    "leads", [np.zeros((2, 3)), -np.eye(3), np.zeros((0, 2)), np.array([[0, 1], [0, 1]])]
)
def test_without_a_lead_everywhere_there_is_none(leads: np.ndarray) -> None:
    assert better_mixture(leads.astype(np.int64), proposals) is None
