"""Which share of its time a Markov chain spends in each state: endless with or without discounting, or for some rounds.

Counting rounds with weights 1, δ, δ², … is the same as a chain that starts anew with probability 1 - δ after each
round: its stationary distribution is the discounted share of time. The long-run average is the limit where it starts
anew almost never. That limit is taken as it stands, with a probability of `ALMOST_NEVER`: the elimination of
Grassmann, Taksar and Heyman never subtracts, so that every share is right to nearly all of its digits however rare
the moves are that decide it. Chains with several closed classes, periodic ones and ones that mix slowly need no care.

References
----------
Grassmann, W., Taksar, M. and Heyman, D. (1985). Regenerative analysis and steady state distributions for Markov
chains. Operations Research 33.
O'Cinneide, C. (1993). Entrywise perturbation theory and error analysis for Markov chains. Numerische Mathematik 65.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray

ALMOST_NEVER = 1e-200
"""How likely a chain starts anew that is never to start anew: below the rate of anything that a model can mean."""

BLOCK = 24
"""States that are eliminated together; the rest is brought up to date by one product of matrices."""


def endless_shares(chains: FloatArray, discount: float) -> FloatArray:
    """The discounted share of time in each state, from the first state on, over endlessly many rounds.

    Parameters
    ----------
    chains : ndarray, shape (batch, states, states)
        Rows sum to 1.
    discount : float
        From 0 to 1; 1 for the long-run average.

    Returns
    -------
    ndarray, shape (batch, states)
        Rows sum to 1.
    """
    anew = max(1 - discount, ALMOST_NEVER)
    left = chains * (1 - anew)
    left[:, :, 0] += anew
    outflow = _eliminate(left)
    batch, states, _ = left.shape
    shares = np.zeros((batch, states))
    shares[:, 0] = 1
    for state in range(1, states):
        inflow = (shares[:, :state] * left[:, :state, state]).sum(axis=1)
        shares[:, state] = inflow / outflow[:, state]
    shares /= shares.sum(axis=1, keepdims=True)
    return shares


def met(chains: FloatArray) -> IntArray:
    """The states that some of the chains can be in, the first among them.

    Parameters
    ----------
    chains : ndarray, shape (batch, states, states)
    """
    leads: BoolArray = chains.max(axis=0) > 0
    known, new = np.zeros(len(leads), dtype=bool), np.array([0])
    while len(new):
        known[new] = True
        new = np.flatnonzero(leads[new].any(axis=0) & ~known)
    return np.flatnonzero(known)


def _eliminate(left: FloatArray) -> FloatArray:
    """Watch the chains only while they are in their first k states, for ever smaller k; in place.

    Afterwards `left[:, :k, k]` is the rate at which the chain watched in the first k + 1 states enters the last of
    them. What is returned is the rate at which it leaves it, shape (batch, states).
    """
    states = left.shape[1]
    outflow = np.ones(left.shape[:2])
    for high in range(states, 0, -BLOCK):
        low = max(high - BLOCK, 0)
        for k in range(high - 1, max(low, 1) - 1, -1):
            outflow[:, k] = left[:, k, :k].sum(axis=1)
            left[:, k, :k] /= outflow[:, k, None]
            left[:, :k, low:k] += left[:, :k, k, None] * left[:, k, None, low:k]
            left[:, low:k, :low] += left[:, low:k, k, None] * left[:, k, None, :low]
        left[:, :low, :low] += left[:, :low, low:high] @ left[:, low:high, :low]
    return outflow


def finite_shares(chains: FloatArray, discounts: FloatArray, rounds: int) -> FloatArray:
    """The discounted share of time in each state, from the first state on, over a number of rounds.

    Parameters
    ----------
    chains : ndarray, shape (batch, states, states)
    discounts : ndarray, shape (factors,)

    Returns
    -------
    ndarray, shape (batch, factors, states)
        Rows sum to 1.

    Notes
    -----
    Twice as many rounds are the first half, and the first half again from where it ends: with M for one round,
    1 + M + … + M^(2n-1) is (1 + M)(1 + M² + … + M^(2n-2)). Few rounds of a large chain are gone one by one.
    """
    batch, states, _ = chains.shape
    here = np.zeros((batch, len(discounts), states))
    here[:, :, 0] = 1
    total = np.zeros_like(here)
    weight = discounts[:, None]
    while rounds:
        if rounds % 2 or rounds <= states:
            total += here
            here = weight * (here @ chains)
            rounds -= 1
            continue
        here = here + weight * (here @ chains)
        chains = chains @ chains
        chains /= chains.sum(axis=2, keepdims=True)
        weight, rounds = weight**2, rounds // 2
    total /= total.sum(axis=2, keepdims=True)
    return total
