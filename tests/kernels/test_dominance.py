import numpy as np
from hypothesis import given

from negotiate.kernels.dominance import dominators, iterate
from tests.reference import plain_pure
from tests.strategies import payoff_tables


@given(payoff_tables(players=(1, 3), strategies=(1, 5)))
def test_what_is_left_equals_one_at_a_time(payoffs: np.ndarray) -> None:
    kept, steps = iterate(payoffs)
    assert [k.tolist() for k in kept] == plain_pure.survivors(payoffs)
    assert len(steps) == sum(payoffs.shape[1:]) - sum(len(k) for k in kept)


@given(payoff_tables(players=(2, 3), strategies=(1, 5)))
def test_each_step_is_one_in_the_game_of_its_round(payoffs: np.ndarray) -> None:
    _, steps = iterate(payoffs)
    alive = [list(range(n)) for n in payoffs.shape[1:]]
    for number in sorted({s.round for s in steps}):
        now = [s for s in steps if s.round == number]
        for s in now:
            table = np.moveaxis(payoffs[s.player], s.player, 0)
            rest = np.ix_(*(k for p, k in enumerate(alive) if p != s.player))
            assert (table[s.by][rest] > table[s.strategy][rest]).all()
            assert s.by in alive[s.player]
            assert all((s.player, s.by) != (t.player, t.strategy) for t in now)  # the dominator stays
        for s in now:
            alive[s.player].remove(s.strategy)


def test_a_lead_that_rounding_could_have_made_is_none() -> None:
    payoffs = np.array([[[0.3, 1.0], [0.1 + 0.2, 1.0]], [[0.0, 0.0], [0.0, 0.0]]])
    assert dominators(payoffs, 0, 1e-12).tolist() == [-1, -1]


def test_equal_strategies_do_not_dominate_each_other() -> None:
    kept, steps = iterate(np.zeros((2, 3, 3)))
    assert [k.tolist() for k in kept] == [[0, 1, 2]] * 2
    assert steps == ()
