"""Shares of time in Markov chains: rare moves, closed classes, cycles, few and many rounds."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from negotiate.repeated.kernels.chain import BLOCK, endless_shares, finite_shares


def exact_stationary(chain):
    """The stationary distribution of a chain with one closed class, by elimination in fractions."""
    states = len(chain)
    rows = [
        [chain[j][i] - (i == j) for j in range(states)] + [Fraction(0)] for i in range(states - 1)
    ]
    rows.append([Fraction(1)] * (states + 1))
    for k in range(states):
        pivot = next(r for r in range(k, states) if rows[r][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [entry / rows[k][k] for entry in rows[k]]
        for r in range(states):
            if r != k:
                rows[r] = [a - rows[r][k] * b for a, b in zip(rows[r], rows[k], strict=True)]
    return [row[-1] for row in rows]


@pytest.mark.parametrize("rate", [Fraction(1, 4), Fraction(1, 10**6), Fraction(1, 10**15)])
@pytest.mark.parametrize("seed", range(4))
def test_shares_are_right_however_rare_the_moves_that_decide_them(rate, seed):
    rng = np.random.default_rng(seed)
    states = 6
    leads = [[int(rng.integers(states)), int(rng.integers(states))] for _ in range(states)]
    chain = [[Fraction(0)] * states for _ in range(states)]
    for state, (usual, rare) in enumerate(leads):
        chain[state][usual] += 1 - rate - rate**2
        chain[state][rare] += rate
        chain[state][(state + 1) % states] += rate**2
    found = endless_shares(np.array(chain, dtype=float)[None], 1.0)[0]
    told = [float(share) for share in exact_stationary(chain)]
    assert found == pytest.approx(told, rel=1e-12, abs=0)


def test_the_ruin_of_a_gambler_weighs_closed_classes_by_how_likely_they_are_reached():
    fortune, goal = 3, 10
    chain = np.zeros((goal + 1, goal + 1))
    chain[0, 0] = chain[goal, goal] = 1
    for here in range(1, goal):
        chain[here, here - 1], chain[here, here + 1] = 0.5, 0.5
    order = [fortune, *(k for k in range(goal + 1) if k != fortune)]
    found = endless_shares(chain[None][:, order][:, :, order], 1.0)[0]
    shares = dict(zip(order, found.tolist(), strict=True))
    assert shares[goal] == pytest.approx(fortune / goal, abs=1e-14)
    assert shares[0] == pytest.approx(1 - fortune / goal, abs=1e-14)
    assert sum(shares[k] for k in range(1, goal)) == pytest.approx(0, abs=1e-14)


def test_cycles_behind_a_lottery_are_shared_evenly():
    chain = np.zeros((6, 6))
    chain[0, 1], chain[0, 3] = 0.25, 0.75
    chain[1, 2] = chain[2, 1] = 1
    chain[3, 4] = chain[4, 5] = chain[5, 3] = 1
    found = endless_shares(chain[None], 1.0)[0]
    assert found == pytest.approx([0, 0.125, 0.125, 0.25, 0.25, 0.25], abs=1e-15)


@pytest.mark.parametrize("states", [1, 2, BLOCK, BLOCK + 1, 3 * BLOCK + 5])
@pytest.mark.parametrize("discount", [0.0, 0.5, 0.99, 1.0])
def test_shares_balance_in_chains_of_every_size(states, discount):
    chains = np.random.default_rng(states).dirichlet(np.full(states, 0.1), size=(3, states))
    found = endless_shares(chains, discount)
    begins = (1 - discount) * np.eye(states)[0]
    assert found == pytest.approx(
        begins + discount * np.einsum("bi,bij->bj", found, chains), abs=1e-13
    )
    assert found.sum(axis=1) == pytest.approx(1)
    assert (found >= 0).all()


@pytest.mark.parametrize("rounds", [1, 2, 3, 8, 61, 200])
def test_rounds_are_counted_one_by_one_or_by_halves_alike(rounds):
    chains = np.random.default_rng(rounds).dirichlet(np.ones(4), size=(2, 4))
    factors = np.array([0.0, 0.7, 1.0])
    found = finite_shares(chains, factors, rounds)
    for b, chain in enumerate(chains):
        for f, factor in enumerate(factors):
            here, weight, total = np.eye(4)[0], 1.0, np.zeros(4)
            for _ in range(rounds):
                total, here, weight = total + weight * here, here @ chain, weight * factor
            assert found[b, f] == pytest.approx(total / total.sum(), abs=1e-13)


def test_very_many_rounds_come_to_the_long_run():
    chains = np.random.default_rng(1).dirichlet(np.ones(3), size=(1, 3))
    found = finite_shares(chains, np.array([1.0]), 10**15)[:, 0]
    assert found == pytest.approx(endless_shares(chains, 1.0), abs=1e-12)


def test_what_is_given_is_not_changed():
    chains = np.random.default_rng(2).dirichlet(np.ones(3), size=(2, 3))
    before = chains.copy()
    endless_shares(chains, 0.9)
    finite_shares(chains, np.array([0.9]), 50)
    assert (chains == before).all()
