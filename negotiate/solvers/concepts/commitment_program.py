"""Finds the mixture that a leader binds itself to, one linear program for each reply that it may be after.

Replies that another is always better than are left out, and so are those that could not give the leader more than it
has already. For every other reply the program's prices bound what the leader can get by it.

References
----------
Conitzer & Sandholm 2006, "Computing the optimal strategy to commit to", ACM Conference on Electronic Commerce.
von Stengel & Zamir 2010, "Leadership games with convex strategy sets", Games and Economic Behavior 69, for the least
that a leader gets where ties go against it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.kernels.exactness import Exact
from negotiate.solvers.concepts.exact_program import best_exactly
from negotiate.solvers.concepts.lottery_program import (
    NoLottery,
    System,
    ceiling,
    over_lotteries,
    polished,
    solved,
)

LARGEST = 5_000_000  # entries of all programs together: seconds
LOWEST = -2.0
PRICE = 1e4  # of breaking a constraint by the follower's whole range, in the leader's range
COMPARED = 2_000_000_000  # payoffs compared to leave replies out: seconds
ALIKE = 1e-12  # on the same: replies whose payoffs are as near as this are the same to the follower
LEAD = 1e-9  # on payoffs scaled to the unit range: how much better a reply must be to be the only best one


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """The best commitment.

    Parameters
    ----------
    weights : ndarray, shape (strategies of the leader,)
        Probabilities, polished.
    reply : int
        What the follower does: of its best replies, the one that the leader likes best.
    value : float
        What the leader expects, on the unit range.
    sure : float
        What it can come as near as it likes to where the follower's ties go against it.
    bound : float
        No mixture gives the leader more.
    """

    weights: FloatArray
    reply: int
    value: float
    sure: float
    bound: float


def possible_replies(follower: FloatArray) -> list[int]:
    """The replies that no other is always better than.

    Parameters
    ----------
    follower : ndarray, shape (leader, follower)
        The follower's payoffs on the unit range.
    """
    count = follower.shape[1]
    if follower.size * count > COMPARED:
        return list(range(count))
    best_somewhere = (follower >= follower.max(axis=1, keepdims=True) - LEAD).any(axis=0)
    return [j for j in range(count) if best_somewhere[j] or not (follower - follower[:, [j]] > LEAD).all(axis=0).any()]


def size(follower: FloatArray) -> int:
    """How many entries the programs have together."""
    replies = len(possible_replies(follower))
    return int(follower.shape[0]) * replies * replies


def best_mixture(leader: FloatArray, follower: FloatArray) -> Mixture:
    """The mixture to bind oneself to.

    Parameters
    ----------
    leader, follower : ndarray, shape (leader, follower)
        Payoffs on the unit range.
    """
    replies = possible_replies(follower)
    found: Mixture | None = None
    bound = -np.inf
    for j in sorted(replies, key=lambda j: (-float(leader[:, j].max()), j)):  # those that promise most first
        if found is not None and float(leader[:, j].max()) <= found.value + LEAD:
            break
        system = _makes_best(follower, replies, j)
        try:
            answer = solved(system, -leader[:, j])
        except NoLottery:
            bound = max(bound, _elastic(system, leader[:, j]))
            continue
        bound = max(bound, ceiling(system.below, leader[:, j], -np.asarray(answer.ineqlin.marginals)))
        weights = polished(system, answer.x)
        value = float(weights @ leader[:, j])
        if found is None or value > found.value + LEAD:
            found = Mixture(weights, j, value, value, bound)
    if found is None:
        raise NoLottery("no mixture of the leader's has a best reply, which cannot be")
    sure = _sure(leader, follower, replies, found.reply, found.value)
    return replace(found, sure=sure, bound=max(bound, found.value))


def exact_mixture(leader: Exact, follower: Exact) -> Mixture | None:
    """The mixture to bind oneself to, worked out in whole numbers; None where no mixture beats a single strategy.

    Parameters
    ----------
    leader, follower : ndarray of whole numbers of Python, shape (leader, follower)
        Payoffs.
    """
    low, width = int(leader.min()), max(int(leader.max() - leader.min()), 1)
    ours = leader - low
    best = follower == follower.max(axis=1, keepdims=True)
    found = [(best_exactly(_ahead(follower, [j]), ours[:, j]), j) for j in range(follower.shape[1])]
    value, reply = max((one.value, -j) for one, j in found if one is not None)
    if value <= int(ours[best].max()):
        return None
    weights = next(one.weights for one, j in found if one is not None and j == -reply)
    kinds = {tuple(np.flatnonzero((follower == follower[:, [j]]).all(axis=0)).tolist()) for j in range(len(found))}
    sure = max(level for kind in kinds if (level := _sure_exactly(ours, follower, list(kind))) is not None)
    share = float(value / width)
    return Mixture(np.array([float(w) for w in weights]), -reply, share, float(sure / width), share)


def _ahead(follower: Exact, alike: list[int]) -> Exact:
    """How much better each other reply is than those that are the same, a row a reply."""
    return (np.delete(follower, alike, axis=1) - follower[:, alike[:1]]).T


def _sure_exactly(leader: Exact, follower: Exact, alike: list[int]) -> Fraction | None:
    """The most that the leader gets for sure while these replies are best ones; None if no mixture makes them so alone.

    The last variable is a level: how far all other replies are behind, then what the leader gets at the least.
    """
    ahead = _ahead(follower, alike)
    goal = np.append(np.zeros(len(leader), dtype=object), 1)
    behind = (
        best_exactly(np.hstack([ahead, np.ones((len(ahead), 1), dtype=object)]), goal, free=1) if len(ahead) else None
    )
    if len(ahead) and (behind is None or behind.weights[-1] == 0):
        return None
    below = np.hstack([ahead, np.zeros((len(ahead), 1), dtype=object)])
    worth = np.hstack([-leader[:, alike].T, np.ones((len(alike), 1), dtype=object)])
    found = best_exactly(np.vstack([below, worth]), goal, free=1)
    return None if found is None else found.weights[-1]


def _elastic(system: System, goal: FloatArray) -> float:
    """A bound for a reply that no mixture makes a best one: breaking the constraints is allowed at a price.

    The clearer the reply is beaten the lower the bound, and any prices make it a true one.
    """
    from scipy import sparse  # noqa: PLC0415 - scipy is slow to import, and few commands solve a program

    rows = system.below.shape[0]
    below = sparse.csr_array(sparse.hstack([system.below, sparse.csr_array(-np.ones((rows, 1)))]))
    wide = System(below, system.right, np.hstack([system.equal, np.zeros((1, 1))]), system.total)
    answer = solved(wide, np.append(-goal, PRICE))
    return ceiling(system.below, goal, -np.asarray(answer.ineqlin.marginals))


def _makes_best(follower: FloatArray, replies: list[int], j: int) -> System:
    """Mixtures of the leader's against which no reply is better than `j`."""
    from scipy import sparse  # noqa: PLC0415 - scipy is slow to import, and few commands solve a program

    others = [k for k in replies if k != j]
    return over_lotteries(sparse.csr_array((follower[:, others] - follower[:, [j]]).T))


def _sure(leader: FloatArray, follower: FloatArray, replies: list[int], chosen: int, value: float) -> float:
    """The least that the leader can be held to where the follower's ties go against it.

    Notes
    -----
    Against almost every mixture only one reply is best, or several that are the same to the follower. So what counts is
    the replies that are strictly better than all others somewhere, and of replies that are the same, the worst.
    """
    alike = [_alike(follower, replies, j) for j in replies]
    if len(alike[replies.index(chosen)]) == 1 and _alone(follower, replies, [chosen]):
        return value
    kinds = sorted({tuple(one) for one in alike})
    return max(
        _worst_of(leader, follower, replies, list(kind)) for kind in kinds if _alone(follower, replies, list(kind))
    )


def _alike(follower: FloatArray, replies: list[int], j: int) -> list[int]:
    """The replies that are the same to the follower, whatever the leader does."""
    return [k for k in replies if np.abs(follower[:, k] - follower[:, j]).max() <= ALIKE]


def _alone(follower: FloatArray, replies: list[int], alike: list[int]) -> bool:
    """Whether some mixture makes these replies better than all others."""
    others = [k for k in replies if k not in alike]
    if not others:
        return True
    ahead = (follower[:, others] - follower[:, alike[:1]]).T
    return _highest(ahead, np.ones(len(others)))[0] > LEAD


def _worst_of(leader: FloatArray, follower: FloatArray, replies: list[int], alike: list[int]) -> float:
    """The most that the leader gets for sure while these replies are best ones, which of them the follower picks."""
    others = [k for k in replies if k not in alike]
    ahead = (follower[:, others] - follower[:, alike[:1]]).T
    rows = np.vstack([ahead, -leader[:, alike].T])
    level = np.concatenate([np.zeros(len(others)), np.ones(len(alike))])
    return _highest(rows, level)[0]


def _highest(rows: FloatArray, counts: FloatArray) -> tuple[float, FloatArray]:
    """The highest level at which ``rows @ mixture + counts * level`` is not positive, and the rows' prices.

    HiGHS's variables are not negative, so the level is counted from `LOWEST`, below all that payoffs from 0 to 1 allow.
    """
    from scipy import sparse  # noqa: PLC0415 - scipy is slow to import, and few commands solve a program

    below = sparse.csr_array(np.hstack([rows, counts[:, None]]))
    one = np.append(np.ones(rows.shape[1]), 0.0)[None, :]
    cost = np.append(np.zeros(rows.shape[1]), -1.0)
    answer = solved(System(below, -LOWEST * counts, one, np.ones(1)), cost)
    return LOWEST - float(answer.fun), -np.asarray(answer.ineqlin.marginals)
