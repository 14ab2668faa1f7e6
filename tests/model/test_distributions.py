"""How uncertain numbers are: their quantiles against those of SciPy, their ends, and their
correlation matrix.
"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import negotiate
from negotiate.model.distributions import Distribution, correlation_matrix

NUMBERS = st.floats(-1e6, 1e6)
WIDTHS = st.floats(1e-3, 1e6)


@st.composite
def twins(draw):
    """A distribution, and the same of SciPy."""
    low, width = draw(NUMBERS), draw(WIDTHS)
    share, sigma = draw(st.floats(0, 1)), draw(st.floats(0.01, 3))
    high = low + width
    mode = min(max(low + share * width, low), high)
    sd, median = width, width
    return draw(
        st.sampled_from(
            [
                (
                    Distribution("uniform", {"low": low, "high": high}),
                    stats.uniform(low, high - low),
                ),
                (Distribution("normal", {"mean": low, "sd": sd}), stats.norm(low, sd)),
                (
                    Distribution("triangular", {"low": low, "mode": mode, "high": high}),
                    stats.triang((mode - low) / (high - low), low, high - low),
                ),
                (
                    Distribution("lognormal", {"median": median, "sigma": sigma}),
                    stats.lognorm(sigma, 0, median),
                ),
            ]
        )
    )


@given(twins(), st.lists(st.floats(0.001, 0.999), min_size=1, max_size=5))
def test_quantiles_are_those_of_scipy(twin, shares):
    own, other = twin
    found, wanted = own.quantile(np.array(shares)), other.ppf(shares)
    assert found.shape == (len(shares),)
    np.testing.assert_allclose(found, wanted, rtol=1e-7, atol=1e-7 * max(1.0, *np.abs(wanted)))
    assert (found >= own.low).all()
    assert (found <= own.high).all()


@given(twins())
def test_the_ends_are_the_quantiles_of_none_and_all(twin):
    own, other = twin
    np.testing.assert_allclose(
        own.quantile(np.array([0.0, 1.0])), [own.low, own.high], rtol=1e-9, atol=1e-9
    )
    np.testing.assert_allclose(other.support(), [own.low, own.high], rtol=1e-9, atol=1e-9)


@given(
    st.dictionaries(st.integers(-50, 50), st.integers(0, 5), min_size=1).filter(
        lambda odds: any(odds.values())
    )
)
def test_a_discrete_number_has_each_value_as_often_as_its_probability_says(odds):
    total = sum(odds.values())
    found = Distribution("discrete", {str(value): count / total for value, count in odds.items()})
    shares = (np.arange(total) + 0.5) / total
    drawn = found.quantile(shares.reshape(1, -1))
    assert drawn.shape == (1, total)
    assert drawn.ravel().tolist() == sorted(
        float(v) for v, count in odds.items() for _ in range(count)
    )
    kept = [value for value, count in odds.items() if count]
    assert (found.low, found.high) == (min(kept), max(kept))
    assert found.quantile(np.array([0.0, 1.0])).tolist() == [min(kept), max(kept)]


@given(twins(), NUMBERS, WIDTHS)
def test_what_lies_outside_a_range_is_as_much_as_scipy_says(twin, low, width):
    own, other = twin
    high = low + width
    expected = other.cdf(low) + other.sf(high)
    assert own.share_outside(low, high) == pytest.approx(expected, abs=1e-9)
    assert own.share_outside(own.low, own.high) == pytest.approx(0, abs=1e-9)


def test_of_a_discrete_number_the_ends_of_a_range_lie_inside():
    found = Distribution("discrete", {"2": 0.25, "6": 0.5, "12": 0.25})
    assert [found.share_outside(*ends) for ends in ((2, 12), (2, 11), (3, 12), (6, 6), (7, 8))] == [
        0,
        0.25,
        0.25,
        0.5,
        1,
    ]


def test_a_triangle_may_have_its_mode_at_an_end():
    for mode in (0.0, 1.0):
        found = Distribution("triangular", {"low": 0.0, "mode": mode, "high": 1.0}).quantile(
            np.linspace(0, 1, 11)
        )
        assert (np.diff(found) > 0).all()
        assert found[[0, -1]].tolist() == [0, 1]


def test_its_numbers_may_stand_in_any_order():
    one = Distribution("triangular", {"low": 2, "mode": 6, "high": 12})
    other = Distribution("triangular", {"high": 12, "low": 2, "mode": 6})
    assert one == other
    assert hash(one) == hash(other)
    assert (
        one.quantile(np.linspace(0, 1, 7)).tolist() == other.quantile(np.linspace(0, 1, 7)).tolist()
    )
    assert one.share_outside(3, 7) == other.share_outside(3, 7)
    assert one.says == other.says


def test_each_says_what_it_is():
    for kind, numbers, said in (
        ("uniform", {"low": 2, "high": 12000}, "uniform from 2 to 12,000"),
        ("normal", {"mean": -1.5, "sd": 0.25}, "normal with mean -1.5 and standard deviation 0.25"),
        ("triangular", {"low": 2, "mode": 6, "high": 12}, "triangular from 2 over 6 to 12"),
        ("lognormal", {"median": 8.25, "sigma": 0.2}, "lognormal with median 8.25 and sigma 0.2"),
        ("discrete", {"2": 0.3, "6": 0.7}, "2 with probability 0.3, 6 with probability 0.7"),
    ):
        assert Distribution(kind, numbers).says == said
        assert isinstance(hash(Distribution(kind, numbers)), int)


def test_a_number_without_ends_has_none():
    found = Distribution("normal", {"mean": 0, "sd": 1})
    assert (found.low, found.high) == (-math.inf, math.inf)


WRITTEN = """
format: 1
title: A fishery
players: [north, south]
parameters:
  catch: {value: 6, range: [0, 20], distribution: {triangular: {low: 2, mode: 6, high: 12}}}
  price: {value: 5, distribution: {lognormal: {median: 5, sigma: 0.5}}}
  fuel: {value: 6, range: [1, 10]}
  boats: 4
correlations:
  catch: {price: -0.4}
  fuel: {price: 0.3}
matrix:
  stay: {go: [1, 2], rest: [0, 0]}
  leave: {go: [2, 1], rest: [1, 1]}
"""


def test_a_file_says_distributions_and_correlations(tmp_path):
    path = tmp_path / "fishery.yaml"
    path.write_text(WRITTEN)
    found = negotiate.load(str(path))
    assert found.parameters["catch"].distribution == Distribution(
        "triangular", {"low": 2, "mode": 6, "high": 12}
    )
    assert found.parameters["price"].distribution == Distribution(
        "lognormal", {"median": 5, "sigma": 0.5}
    )
    assert [found.parameters[name].distribution for name in ("fuel", "boats")] == [None, None]
    assert found.correlations == {"catch": {"price": -0.4}, "fuel": {"price": 0.3}}
    names = ["price", "boats", "catch", "fuel"]
    expected = [[1, 0, -0.4, 0.3], [0, 1, 0, 0], [-0.4, 0, 1, 0], [0.3, 0, 0, 1]]
    assert correlation_matrix(found, names).tolist() == expected
    assert correlation_matrix(found, ["fuel"]).tolist() == [[1]]
    assert correlation_matrix(found, []).shape == (0, 0)
