"""Where improving moves can lead, compared with what every single move says."""

import numpy as np
from hypothesis import given, settings

from negotiate.equilibrium.concepts.potential import best_only, levels, ranks, tied
from tests.reference import plain_moves
from tests.strategies import payoff_tables


@settings(max_examples=80)
@given(payoffs=payoff_tables(players=(1, 3), strategies=(1, 4), largest=2))
def test_ranks_order_as_payoffs_do(payoffs: np.ndarray) -> None:
    rank = ranks(payoffs)
    for player, table in enumerate(payoffs):
        for i in range(table.shape[player]):
            for j in range(table.shape[player]):
                values, places = (
                    np.take(x, i, player) - np.take(x, j, player) for x in (table, rank[player])
                )
                assert (np.sign(values) == np.sign(places)).all()
        assert (rank[player].min(axis=player) == 0).all()


@settings(max_examples=60)
@given(payoffs=payoff_tables(players=(1, 3), strategies=(1, 3), largest=2))
def test_every_improving_move_leads_to_a_lower_level_or_may_circle(payoffs: np.ndarray) -> None:
    rank = ranks(payoffs)
    for ranked, judge in ((rank, plain_moves.better), (best_only(rank), plain_moves.best)):
        level = levels(ranked)
        for here in plain_moves.profiles(payoffs):
            after = [
                level[plain_moves.moved(here, p, i)]
                for p in range(len(payoffs))
                for i in range(payoffs.shape[1 + p])
                if judge(payoffs, p, here, plain_moves.moved(here, p, i))
            ]
            assert level[here] == (-1 if -1 in after else max(after, default=-1) + 1)
        assert (level >= 0).all() is np.bool_(not plain_moves.circles(payoffs, judge, judge))


@settings(max_examples=60)
@given(payoffs=payoff_tables(players=(1, 3), strategies=(1, 3), largest=1))
def test_ties_connect_what_equal_moves_reach(payoffs: np.ndarray) -> None:
    label = tied(ranks(payoffs))
    cells = plain_moves.profiles(payoffs)
    for start in cells:
        reached, queue = {start}, [start]
        while queue:
            here = queue.pop()
            for player in range(len(payoffs)):
                for i in range(payoffs.shape[1 + player]):
                    there = plain_moves.moved(here, player, i)
                    if there not in reached and plain_moves.gain(payoffs, player, here, there) == 0:
                        reached.add(there)
                        queue.append(there)
        assert reached == {cell for cell in cells if label[cell] == label[start]}
    assert set(label.ravel().tolist()) == set(range(int(label.max()) + 1))


def test_rounding_makes_no_rank() -> None:
    assert ranks(np.array([[0.3, 0.1 + 0.2, 1.0]])).tolist() == [[0, 0, 1]]
