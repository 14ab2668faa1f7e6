"""Joint machines and the ways into their states."""

from itertools import product

import numpy as np
import pytest

from negotiate.errors import GameTooLarge
from negotiate.repeated.kernels.one_shot import NEVER, joint_states, reached_by, route


def random_machine(seed):
    rng = np.random.default_rng(seed)
    shape, phases = (2, 3), 2
    tables = [rng.integers(0, n, (n, *shape)) for n in (3, 4)]
    odds = rng.random((phases, *shape, phases)) * (rng.random((phases, *shape, phases)) < 0.5)
    odds[..., 0] += odds.sum(axis=-1) == 0
    return tables, odds / odds.sum(axis=-1, keepdims=True)


def plain(tables, odds):
    """Every state by plain search, with the number of rounds it takes to get there."""
    found, queue = {(0, 0, 0): 0}, [(0, 0, 0)]
    for state in queue:
        for actions in product(range(2), range(3)):
            for phase in range(2):
                if odds[(state[0], *actions, phase)] > 0:
                    after = (
                        phase,
                        *(int(t[(s, *actions)]) for t, s in zip(tables, state[1:], strict=True)),
                    )
                    if after not in found:
                        found[after] = found[state] + 1
                        queue.append(after)
    return found


@pytest.mark.parametrize("seed", range(8))
def test_the_states_are_those_that_some_play_reaches(seed):
    tables, odds = random_machine(seed)
    joint, known = joint_states(tables, [0, 0], odds), plain(tables, odds)
    states = [tuple(row) for row in joint.states.tolist()]
    assert len(set(states)) == len(states)
    assert set(states) == set(known)
    rounds = [known[state] for state in states]
    assert rounds == sorted(rounds)
    for row, state in enumerate(states):
        for actions in product(range(2), range(3)):
            for phase in np.flatnonzero(joint.odds[(row, *actions)]):
                after = (
                    int(phase),
                    *(int(t[(s, *actions)]) for t, s in zip(tables, state[1:], strict=True)),
                )
                assert states[joint.follows[(row, *actions, phase)]] == after
            assert joint.odds[(row, *actions)].tolist() == odds[(state[0], *actions)].tolist()


@pytest.mark.parametrize("seed", range(8))
def test_the_route_is_a_shortest_one(seed):
    tables, odds = random_machine(seed)
    joint, known = joint_states(tables, [0, 0], odds), plain(tables, odds)
    count = len(joint.states)
    for target in range(count):
        wanted = np.zeros((count, count), dtype=bool)
        wanted[:, target] = True
        when, state, way = route(joint, np.zeros((count, 2, 3), dtype=np.int64), wanted)
        assert state == target
        assert when == len(way) == known[tuple(joint.states[target].tolist())]
        here = {0}
        for actions in way:
            here = {
                int(joint.follows[(s, *actions, p)])
                for s in here
                for p in np.flatnonzero(joint.odds[(s, *actions)])
            }
        assert target in here


def grim():
    table = np.array([[[0, 1], [1, 1]], [[1, 1], [1, 1]]])
    return joint_states([table, table], [0, 0], np.ones((1, 2, 2, 1)))


def test_of_shortest_routes_the_one_with_the_fewest_steps_aside():
    joint = grim()
    costs = np.broadcast_to(np.add.outer([0, 1], [0, 1]), (2, 2, 2)).copy()
    war = np.array([[False, True]] * 2)
    assert route(joint, costs, war) == (1, 1, [(0, 1)])
    costs[:, 0, 1] = NEVER
    assert route(joint, costs, war) == (1, 1, [(1, 0)])


def test_a_state_can_be_wanted_in_one_round_only():
    joint = grim()
    costs = np.zeros((2, 2, 2), dtype=np.int64)
    wanted = np.zeros((4, 2), dtype=bool)
    wanted[3, 0] = True
    assert route(joint, costs, wanted) == (3, 0, [(0, 0)] * 3)


def test_where_play_can_be_by_each_round():
    line = np.repeat(np.array([1, 2, 2]), 4).reshape(3, 2, 2)
    joint = joint_states([line, line], [0, 0], np.ones((1, 2, 2, 1)))
    assert reached_by(joint, 4).tolist() == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
        [False, False, True],
    ]


def test_too_many_states_are_refused():
    rounds = [np.repeat((np.arange(n) + 1) % n, 4).reshape(n, 2, 2) for n in (50, 51)]
    with pytest.raises(GameTooLarge, match="joint states"):
        joint_states(rounds, [0, 0], np.ones((1, 2, 2, 1)))
    with pytest.raises(GameTooLarge, match="ways on"):
        joint_states(
            [np.zeros((1, 5000, 5000), dtype=int)] * 2, [0, 0], np.ones((1, 5000, 5000, 1))
        )
