from collections import defaultdict
from itertools import product

import numpy as np
import pytest

from negotiate.repeated.kernels.chain import Rules, reachable
from negotiate.repeated.kernels.lockstep import round_table
from tests.reference.plain_rounds import outcomes
from tests.repeated.matches.encounters import encounter


@pytest.mark.parametrize(
    ("shape", "phases"), [((2, 2), 1), ((3, 2), 2), ((1, 3), 1), ((2, 2, 2), 1), ((2, 1, 2), 2)]
)
@pytest.mark.parametrize("blind", [(), (0,), (0, 1, 2)])
def test_the_table_holds_what_loops_find(shape, phases, blind):
    rng = np.random.default_rng([*shape, phases])
    game, machines, noise, misread = encounter(rng, shape, phases=phases)
    misread = tuple(rate if player in blind else 0.0 for player, rate in enumerate(misread))
    odds = game.setting.phases.odds if phases > 1 else np.ones((1, *shape, 1))
    payoffs = game.setting.phases.payoffs if phases > 1 else game.stage.payoffs[None]
    rules, seats = (
        Rules(odds, noise, misread),
        [one.seated(p, shape) for p, one in enumerate(machines)],
    )
    table = round_table(seats, payoffs, rules, 10**9)
    orders = [reachable(seat).tolist() for seat in seats]
    assert [order[0] for order in orders] == [seat.start for seat in seats]
    sizes = (phases, *map(len, orders))
    assert len(table.odds) == np.prod(sizes)
    assert round_table(seats, payoffs, rules, table.odds.size - 1) is None
    for row, (phase, *states) in enumerate(product(range(phases), *orders)):
        expected, found = defaultdict(float), defaultdict(float)
        for (done, later, after), chance in outcomes(seats, rules, phase, states).items():
            places = [order.index(state) for order, state in zip(orders, after, strict=True)]
            follows = np.ravel_multi_index((later, *places), sizes)
            expected[(int(follows), *payoffs[(phase, slice(None), *done)])] += chance
        for chance, follows, worth in zip(
            table.odds[row], table.follows[row], table.payoffs[row], strict=True
        ):
            found[(int(follows), *worth)] += chance
        for what in expected.keys() | found.keys():
            assert found[what] == pytest.approx(expected[what], abs=1e-12)
