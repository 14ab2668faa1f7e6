import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from negotiate.equilibrium.concepts.advice import disobedience, refusal
from tests.reference import plain_advice
from tests.strategies import payoff_tables


@given(payoffs=payoff_tables(players=(1, 3), strategies=(1, 3)), seed=st.integers(0, 10_000))
def test_what_disregarding_advice_gains_is_what_loops_add_up(
    payoffs: np.ndarray, seed: int
) -> None:
    lottery = (
        np.random.default_rng(seed).dirichlet(np.ones(payoffs[0].size)).reshape(payoffs.shape[1:])
    )
    for player, n in enumerate(lottery.shape):
        gains, alone = disobedience(payoffs, lottery, player), refusal(payoffs, lottery, player)
        for told in range(n):
            for instead in range(n):
                plain = plain_advice.disobedience(payoffs, lottery, player, told, instead)
                assert abs(gains[told, instead] - plain) < 1e-12
            assert abs(alone[told] - plain_advice.refusal(payoffs, lottery, player, told)) < 1e-12
