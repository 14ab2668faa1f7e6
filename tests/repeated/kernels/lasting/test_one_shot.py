"""Values of joint machines and steps aside, against sums that are made round by round."""

import numpy as np
import pytest

from negotiate.errors import GameTooLarge
from negotiate.repeated.kernels.one_shot import (
    Facing,
    acting,
    backward,
    best_reply,
    doubled,
    facing,
    following,
    following_in,
    joint_states,
    stepping,
    values,
    with_exit,
)

DISCOUNTS = np.array([0.0, 0.3, 0.9])


def by_rounds(rewards, moves, discount, rounds=400):
    worth = np.zeros(len(rewards))
    for _ in range(rounds):
        worth = (1 - discount) * rewards + discount * moves @ worth
    return worth


def random_moves(rng, states):
    moves = rng.random((states, states)) * (rng.random((states, states)) < 0.5) + np.eye(states)
    return moves / moves.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("seed", range(8))
def test_values_are_sums_round_by_round(seed):
    rng = np.random.default_rng(seed)
    rewards, moves = rng.random(6), random_moves(rng, 6)
    single = np.eye(6)[rng.integers(0, 6, 6)]
    for onward in (moves, single):
        found = values(rewards, onward, DISCOUNTS)
        for discount, row in zip(DISCOUNTS, found, strict=True):
            assert row == pytest.approx(by_rounds(rewards, onward, discount), abs=1e-12)


def test_doubling_equals_solving():
    rng = np.random.default_rng(5)
    rewards, follows = rng.random(30), rng.integers(0, 30, 30)
    discounts = np.array([0.1, 0.9, 0.999, 0.999999])
    moves = np.eye(30)[follows]
    solved = [np.linalg.solve(np.eye(30) - d * moves, (1 - d) * rewards) for d in discounts]
    found = doubled(rewards, np.broadcast_to(follows, (4, 30)), discounts)
    assert found == pytest.approx(np.array(solved), abs=1e-9)


def test_patience_near_one_costs_no_digits():
    """The same payoff in every state is worth itself, whatever chance does."""
    moves = random_moves(np.random.default_rng(2), 7)
    found = values(np.full(7, 0.7), moves, np.array([1 - 1e-5, 1 - 1e-9]))
    assert found == pytest.approx(np.full((2, 7), 0.7), abs=1e-14)


def test_patience_near_one_costs_no_digits_where_chance_ends_play_in_one_of_several_places():
    """A toss leads to one of three states for good: the first state is worth their mean, nearly.

    A linear system errs by its condition times the spacing of numbers, and one more for what is
    left over by the square of that. The sums that lead to both round eight times at most.
    """
    moves = np.zeros((5, 5))
    moves[0] = [0, 0.5, 0.25, 0.25, 0]
    moves[1, 1] = moves[2, 4] = moves[4, 2] = moves[3, 3] = 1
    discounts = 1 - np.array([1e-3, 1e-5, 1e-7, 1e-9])
    found = values(np.array([0.3, 0.9, 0.2, 0.7, 0.2]), moves, discounts)
    systems = np.eye(5) - discounts[:, None, None] * moves
    systems[:, :, 0] = 1
    eps = np.finfo(float).eps
    once = np.linalg.cond(systems) * eps
    wanted = np.column_stack(
        [(1 - discounts) * 0.3 + discounts * 0.675, np.tile([0.9, 0.2, 0.7, 0.2], (4, 1))]
    )
    assert (np.abs(found - wanted).max(axis=1) <= once**2 + 8 * eps).all()


def test_doubling_keeps_its_digits_for_the_very_patient():
    found = doubled(
        np.array([0.7, 0.1]), np.array([[0, 0]] * 3), np.array([1 - 1e-3, 1 - 1e-6, 1 - 1e-9])
    )
    assert found[:, 0] == pytest.approx(0.7, abs=1e-14)


def test_many_factors_of_many_states_are_solved_in_parts():
    rng = np.random.default_rng(3)
    rewards, moves = rng.random(150), random_moves(rng, 150)
    discounts = np.linspace(0, 0.9, 200)
    found = values(rewards, moves, discounts)
    assert found[-1] == pytest.approx(by_rounds(rewards, moves, 0.9), abs=1e-12)
    assert found[0] == pytest.approx(rewards)


def random_facing(rng, states=4, own=3):
    later = rng.dirichlet(np.ones(states), (states, own)) * (
        rng.random((states, own, states)) < 0.7
    )
    later[..., 0] += 1 - later.sum(axis=-1)
    best = rng.integers(-3, 4, (states, own)).astype(float)
    return Facing(best, best, later)


@pytest.mark.parametrize("seed", range(8))
def test_a_best_reply_beats_every_plan(seed):
    faced = random_facing(np.random.default_rng(seed), 3, 2)
    found = best_reply(faced, DISCOUNTS)
    plans = np.array(np.meshgrid(*[[0, 1]] * 3, indexing="ij")).reshape(3, -1).T
    each = np.array([following(faced, plan, DISCOUNTS) for plan in plans])
    assert found.worth == pytest.approx(each.max(axis=0), abs=1e-12)
    assert following(faced, found.plan, DISCOUNTS) == pytest.approx(found.worth, abs=1e-12)
    assert (stepping(faced, found.worth, DISCOUNTS).max(axis=2) <= found.worth + 1e-12).all()


@pytest.mark.parametrize("seed", range(4))
def test_a_best_reply_before_a_fixed_end_beats_every_plan(seed):
    faced = random_facing(np.random.default_rng(seed), 2, 2)
    discounts = np.array([0.0, 0.6, 1.0])
    found = best_reply(faced, discounts, 3)
    plans = np.array(np.meshgrid(*[[0, 1]] * 6, indexing="ij")).reshape(6, -1).T.reshape(-1, 3, 2)
    each = np.array([following_in(faced, plan, discounts) for plan in plans])
    assert found.worth[:, 0] == pytest.approx(each[:, :, 0].max(axis=0))


def test_backward_adds_up_what_is_left():
    moves, rewards = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([1.0, 3.0])
    found = backward(rewards, moves, np.array([1.0, 0.5]), 3)
    assert found[0].tolist() == [[5, 7], [4, 4], [1, 3], [0, 0]]
    assert found[1, 0].tolist() == [1 + 1.5 + 0.25, 3 + 0.5 + 0.75]


def dilemma_machine(slips=(0.0, 0.0)):
    """Tit for tat against grim."""
    tit = np.array([[[0, 1], [0, 1]]] * 2)
    grim = np.array([[[0, 1], [1, 1]], [[1, 1], [1, 1]]])
    joint = joint_states([tit, grim], [0, 0], np.ones((1, 2, 2, 1)))
    hands = [np.array([[1 - e, e], [e, 1 - e]]) for e in slips]
    return joint, [np.eye(2), np.eye(2)], hands


def test_what_a_player_faces():
    joint, outputs, hands = dilemma_machine()
    payoffs = np.array([[[3.0, 0.0], [5.0, 1.0]]])
    found = facing(joint, outputs, hands, payoffs, payoffs + 1, 0)
    for row, (_, _, other) in enumerate(joint.states):
        assert found.usual[row].tolist() == payoffs[0][:, other].tolist()
        assert found.best[row].tolist() == (payoffs[0][:, other] + 1).tolist()
    assert found.later.sum(axis=-1) == pytest.approx(1)
    start_breach = joint.states[int(found.later[0, 1].argmax())]
    assert start_breach.tolist() == [0, 0, 1]


def test_a_slip_takes_what_was_meant_with_it_and_no_temptation():
    joint, outputs, hands = dilemma_machine((0.1, 0.2))
    payoffs = np.array([[[3.0, 0.0], [5.0, 1.0]]])
    tempting = np.array([[[3.0, 0.0], [7.0, 1.0]]])
    found = facing(joint, outputs, hands, payoffs, tempting, 0)
    clean = np.array([0.8 * 3, 0.8 * 5 + 0.2 * 1])
    assert found.usual[0] == pytest.approx(
        [0.9 * clean[0] + 0.1 * clean[1], 0.1 * clean[0] + 0.9 * clean[1]]
    )
    assert found.best[0] == pytest.approx(found.usual[0] + [0, 0.9 * 0.8 * 2])
    assert acting(joint, [o @ h for o, h in zip(outputs, hands, strict=True)])[
        0, 1, 1
    ] == pytest.approx(0.02)


def test_an_exit_is_one_action_and_one_state_more():
    joint, outputs, hands = dilemma_machine()
    payoffs = np.array([[[3.0, 0.0], [5.0, 1.0]]])
    found = with_exit(facing(joint, outputs, hands, payoffs, payoffs, 0), 2.0)
    assert found.best.shape == (len(joint.states) + 1, 3)
    assert (found.best[:, -1] == 2).all()
    assert (found.best[-1] == 2).all()
    assert (found.later[:, -1, -1] == 1).all()
    worth = best_reply(found, np.array([0.5])).worth[0]
    assert worth[-1] == pytest.approx(2)
    assert worth.min() >= 2 - 1e-12


def test_too_large_a_table_is_refused():
    joint, _, hands = dilemma_machine()
    many = joint._replace(states=np.zeros((5_000, 3), dtype=np.int64))
    with pytest.raises(GameTooLarge):
        facing(many, [np.eye(2), np.eye(2)], hands, np.zeros((1, 2, 2)), np.zeros((1, 2, 2)), 0)
