import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from negotiate.games.normal_form import (
    expected_payoffs,
    payoff_range,
    profile_payoffs,
    regret,
    unit_payoffs,
)
from tests.reference import plain_regret
from tests.strategies import payoff_tables


def mixed(shape: tuple[int, ...], seed: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [rng.dirichlet(np.ones(n)) for n in shape]


@given(payoff_tables(players=(1, 4)), st.integers(0, 1000))
def test_the_kernel_equals_plain_loops(payoffs: np.ndarray, seed: int) -> None:
    profile = mixed(payoffs.shape[1:], seed)
    for mine, plain in zip(
        expected_payoffs(payoffs, profile),
        plain_regret.expected_payoffs(payoffs, profile),
        strict=True,
    ):
        np.testing.assert_allclose(mine, plain, atol=1e-12)
    np.testing.assert_allclose(
        regret(payoffs, profile), plain_regret.regret(payoffs, profile), atol=1e-12
    )


def test_a_batch_equals_its_members() -> None:
    rng = np.random.default_rng(3)
    payoffs = rng.normal(
        size=(5, 2, 3, 2, 4, 3)
    )  # two batch axes would be ambiguous without the strategies
    profiles = [rng.dirichlet(np.ones(n), size=(5, 2)) for n in (2, 4, 3)]
    whole = regret(payoffs, profiles)
    assert whole.shape == (5, 2, 3)
    for i in range(5):
        for j in range(2):
            np.testing.assert_allclose(
                whole[i, j], regret(payoffs[i, j], [p[i, j] for p in profiles])
            )


def test_payoffs_of_a_profile() -> None:
    payoffs = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    assert profile_payoffs(payoffs, [np.array([0.5, 0.5]), np.array([1.0, 0.0])]).tolist() == [
        4.0,
        1.5,
    ]


def test_constant_payoffs_scale_to_zero_and_not_to_nan() -> None:
    assert unit_payoffs(np.full((2, 2, 2), 7.0)).tolist() == np.zeros((2, 2, 2)).tolist()
    assert payoff_range(np.full((2, 2, 2), 7.0)).tolist() == [0.0, 0.0]
