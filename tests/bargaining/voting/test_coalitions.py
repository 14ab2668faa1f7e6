"""Shapley values of small games, against every order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.bargaining.voting.game import MOST_MEMBERS, shapley_value
from tests.reference import plain_votes


@st.composite
def games(draw: st.DrawFn) -> list[int]:
    n = draw(st.integers(0, 5))
    return draw(st.lists(st.integers(-20, 20), min_size=2**n, max_size=2**n))


@given(games())
def test_each_share_is_the_average_over_orders(worth: list[int]) -> None:
    n = len(worth).bit_length() - 1
    assert shapley_value(worth) == pytest.approx(
        [float(x) for x in plain_votes.shapley(worth, n)], abs=1e-12
    )


@given(games())
def test_shapley_shares_add_up_to_what_all_are_worth(worth: list[int]) -> None:
    assert shapley_value(worth).sum() == pytest.approx(worth[-1] - worth[0], abs=1e-9)


@given(games(), st.integers(0, 10**6))
def test_a_batch_is_its_games_one_by_one(worth: list[int], seed: int) -> None:
    batch = np.random.default_rng(seed).normal(size=(2, 3, len(worth)))
    for one in np.ndindex(2, 3):
        assert shapley_value(batch)[one] == pytest.approx(shapley_value(batch[one]), abs=1e-12)


def test_a_glove_game() -> None:
    """One left glove and two right ones: the pair is worth 1 (Shapley and Shubik 1969)."""
    worth = [int(bool(c & 1) and bool(c & 6)) for c in range(8)]
    assert shapley_value(worth) == pytest.approx([2 / 3, 1 / 6, 1 / 6])


@pytest.mark.parametrize("worth", [[1.0, 2.0, 3.0], [], 1.0, np.zeros(2 ** (MOST_MEMBERS + 1))])
def test_what_is_no_game_is_refused(worth: object) -> None:
    with pytest.raises(ValueError, match=r"2\*\*n|members are more"):
        shapley_value(worth)  # type: ignore[arg-type]  # that is the point
