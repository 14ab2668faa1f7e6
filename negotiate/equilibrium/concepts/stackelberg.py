"""Stackelberg commitment: one player binds itself first, in sight of the other, who then does what
is best for it.

The best mixture takes one linear program for each reply that the leader may be after. Replies that
another is always better than are left out, and so are those that could not give the leader more
than it has already. For every other reply the program's prices bound what the leader can get by it.

References
----------
Conitzer & Sandholm 2006, "Computing the optimal strategy to commit to", ACM Conference on
Electronic Commerce. von Stengel & Zamir 2010, "Leadership games with convex strategy sets", Games
and Economic Behavior 69, for the least that a leader gets where ties go against it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.display import entity
from negotiate.equilibrium.certificate import BOUNDED, CLEAR, WHOLE_NUMBERS, Certificate
from negotiate.equilibrium.concepts.beside_nash import (
    NashRange,
    impossible,
    nash_payoffs,
    nash_range,
)
from negotiate.equilibrium.concepts.programs import (
    BLURRED,
    ENTRIES,
    NoLottery,
    System,
    best_exactly,
    ceiling,
    fine,
    over_lotteries,
    polished,
    solved,
)
from negotiate.equilibrium.equilibrium import TOLERANCE, UNDECIDED, Unverified, reason_of, settled
from negotiate.equilibrium.solution import Equilibrium, Reason, Solution
from negotiate.games.exactness import Exact, big_integers, rounding
from negotiate.games.normal_form import NormalFormGame, frozen, payoff_range

LARGEST = 5_000_000  # entries of all programs together: seconds
LOWEST = -2.0
PRICE = 1e4  # of breaking a constraint by the follower's whole range, in the leader's range
COMPARED = 2_000_000_000  # payoffs compared to leave replies out: seconds
ALIKE = 1e-12  # on the same: replies whose payoffs are as near as this are the same to the follower
# on payoffs scaled to the unit range: how much better a reply must be to be the only best one
LEAD = 1e-9

MORE = 1e-9  # of the leader's payoff range: a smaller gain from mixing is rounding
# of the leader's payoff range: how far a mixture's value may lie from the bound that proves it
OPTIMAL = 1e-8

FOLLOWS = "the follower's reply is best, and no other commitment gives the leader more"
PROVEN = "; for mixtures, the programs' prices prove it"
KIND = "Stackelberg"
TOO_LARGE = (
    "commitments to mixtures were left out: {count:,} entries of linear programs are more "
    "than {limit:,}"
)
SUPREMUM = (
    "where a mixture leaves the follower indifferent, the follower is assumed to reply in "
    "the leader's favour"
)


Highest = Callable[[Exact, IndexArray], Any]
"""Rows and how often each counts a level → the highest level at which no row and level together are
positive.
"""


@entity
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
    return [
        j
        for j in range(count)
        if best_somewhere[j] or not (follower - follower[:, [j]] > LEAD).all(axis=0).any()
    ]


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
    for j in sorted(
        replies, key=lambda j: (-float(leader[:, j].max()), j)
    ):  # those that promise most first
        if found is not None and float(leader[:, j].max()) <= found.value + LEAD:
            break
        system = over_lotteries(_ahead(follower, replies, [j]))
        try:
            answer = solved(system, -leader[:, j])
        except NoLottery:
            bound = max(bound, _elastic(system, leader[:, j]))
            continue
        bound = max(
            bound, ceiling(system.below, leader[:, j], -np.asarray(answer.ineqlin.marginals))
        )
        weights = polished(system, answer.x)
        value = float(weights @ leader[:, j])
        if found is None or value > found.value + LEAD:
            found = Mixture(weights, j, value, value, bound)
    if found is None:
        raise NoLottery("no mixture of the leader's has a best reply, which cannot be")
    # Replies whose payoffs are nearly the same are the same to the follower, whatever the leader
    # does.
    payoffs = follower[:, replies]
    near = np.abs(payoffs[:, :, None] - payoffs[:, None]).max(axis=0) <= ALIKE
    kinds = {tuple(np.array(replies)[alike].tolist()) for alike in near}
    alone = (found.reply,) in kinds and _stands_out(
        follower, replies, [found.reply], _highest, LEAD
    )
    sure = found.value if alone else _sure(leader, follower, replies, sorted(kinds), _highest, LEAD)
    return replace(found, sure=sure, bound=max(bound, found.value))


def exact_mixture(leader: Exact, follower: Exact) -> Mixture | None:
    """The mixture to bind oneself to, worked out in whole numbers; None where no mixture beats a
    single strategy.

    Parameters
    ----------
    leader, follower : ndarray of whole numbers of Python, shape (leader, follower)
        Payoffs.
    """
    low, width = int(leader.min()), max(int(leader.max() - leader.min()), 1)
    ours = leader - low
    best = follower == follower.max(axis=1, keepdims=True)
    replies = range(follower.shape[1])
    found = [(best_exactly(_ahead(follower, replies, [j]), ours[:, j]), j) for j in replies]
    value, reply = max((one.value, -j) for one, j in found if one is not None)
    if value <= int(ours[best].max()):
        return None
    weights = next(one.weights for one, j in found if one is not None and j == -reply)
    kinds = {tuple(k for k in replies if (follower[:, k] == follower[:, j]).all()) for j in replies}
    sure = _sure(ours, follower, replies, sorted(kinds), _highest_exactly, 0)
    share = float(value / width)
    return Mixture(np.array([float(w) for w in weights]), -reply, share, float(sure / width), share)


def _ahead(follower: Exact, replies: Sequence[int], alike: Sequence[int]) -> Exact:
    """How much better each other reply is than those that are the same, a row a reply."""
    others = [k for k in replies if k not in alike]
    return (follower[:, others] - follower[:, alike[:1]]).T


def _elastic(system: System, goal: FloatArray) -> float:
    """A bound for a reply that no mixture makes a best one: breaking the constraints is allowed at
    a price.

    The clearer the reply is beaten the lower the bound, and any prices make it a true one.
    """
    answer = solved(system.with_level(-np.ones(len(system.right))), np.append(-goal, PRICE))
    return ceiling(system.below, goal, -np.asarray(answer.ineqlin.marginals))


def _sure(
    leader: Exact,
    follower: Exact,
    replies: Sequence[int],
    kinds: Sequence[Sequence[int]],
    highest: Highest,
    clear: float,
) -> Any:
    """The least that the leader can be held to where the follower's ties go against it.

    Notes
    -----
    Against almost every mixture only one reply is best, or several that are the same to the
    follower. So what counts is the replies that are strictly better than all others somewhere, and
    of replies that are the same, the worst.
    """
    levels = []
    for alike in kinds:
        if _stands_out(follower, replies, alike, highest, clear):
            ahead, worth = _ahead(follower, replies, alike), -leader[:, list(alike)].T
            levels.append(
                highest(np.vstack([ahead, worth]), np.repeat([0, 1], [len(ahead), len(worth)]))
            )
    return max(levels)


def _stands_out(
    follower: Exact, replies: Sequence[int], alike: Sequence[int], highest: Highest, clear: float
) -> bool:
    """Whether some mixture makes these replies, which are the same, better than all others."""
    ahead = _ahead(follower, replies, alike)
    return not len(ahead) or bool(highest(ahead, np.ones(len(ahead), dtype=int)) > clear)


def _highest(rows: FloatArray, counts: IndexArray) -> float:
    """The highest level at which ``rows @ mixture + counts * level`` is not positive.

    HiGHS's variables are not negative, so the level is counted from `LOWEST`, below all that
    payoffs from 0 to 1 allow.
    """
    system = replace(over_lotteries(rows), right=np.where(counts, -LOWEST, 0.0)).with_level(
        counts.astype(float)
    )
    answer = solved(system, np.append(np.zeros(rows.shape[1]), -1.0))
    return LOWEST - float(answer.fun)


def _highest_exactly(rows: Exact, counts: IndexArray) -> Fraction:
    """The same in whole numbers, for levels that are not negative; -1 where there is none."""
    goal = np.append(np.zeros(rows.shape[1], dtype=object), 1)
    found = best_exactly(np.hstack([rows, counts[:, None].astype(object)]), goal, free=1)
    return Fraction(-1) if found is None else found.weights[-1]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Commitment(Equilibrium):
    """What a leader binds itself to, and how the follower replies.

    `regret` is the follower's alone, since a leader that is bound may well wish that it were not.

    Parameters
    ----------
    leader : int
        The place of the player that is bound.
    mixed : bool
        Whether it may be bound to a mixture; a mixture with one strategy is listed as that
        strategy.
    cautious : bool
        Whether the follower's ties are taken to go against the leader, and the strategy is chosen
        for that.
    sure : float
        What the leader gets where the follower's ties go against it; bound to a mixture it may
        change that slightly, and comes as near to this as it likes.
    nash : NashRange or None
        What the leader gets in Nash equilibria of the same game; None where none was found.
    worth : tuple of float
        The leader's payoff less the most and less the least that it gets in Nash equilibrium; NaN
        without one.
    """

    leader: int = 0
    mixed: bool = False
    cautious: bool = False
    sure: float = 0.0
    nash: NashRange | None = None
    worth: tuple[float, float] = (float("nan"), float("nan"))


def applies_to(game: NormalFormGame) -> str | None:
    """Why it does not suit a game; see `Concept.applies_to`."""
    if game.n_players != 2:
        return (
            f"needs two players, and this game has {game.n_players}: once one player is committed, "
            "the others play a "
            "game of their own, which may have many equilibria"
        )
    return impossible(game)


def run(game: NormalFormGame, player: int | None) -> Solution:
    """Its answer; see `Concept.run`."""
    leaders = range(game.n_players) if player is None else [player]
    worths, complete = nash_payoffs(game)
    equilibria, limits, arithmetics = list[Commitment](), dict[str, None](), set[str]()
    for leader in leaders:
        found, said, arithmetic = _commitments(game, leader)
        nash = nash_range(worths[:, leader], complete)
        equilibria += [_held_against(one, nash) for one in found]
        limits |= dict.fromkeys(said)
        arithmetics.add(arithmetic)
    mixing, arithmetic = (
        any(one.mixed for one in equilibria),
        BOUNDED if BOUNDED in arithmetics else WHOLE_NUMBERS,
    )
    return Solution(
        game=game,
        equilibria=tuple(equilibria),
        concept=KIND,
        method="comparison of best replies, and a linear program for each (HiGHS)",
        certificate=Certificate(arithmetic, mixing and arithmetic != WHOLE_NUMBERS, tuple(limits)),
        verified=FOLLOWS + ("" if limits else PROVEN),
        notes=(*limits, *([SUPREMUM] if mixing else [])),
    )


def _held_against(one: Commitment, nash: NashRange | None) -> Commitment:
    payoff = one.payoffs[one.leader]
    return (
        one
        if nash is None
        else replace(one, nash=nash, worth=(payoff - nash.most, payoff - nash.least))
    )


def _commitments(game: NormalFormGame, leader: int) -> tuple[list[Commitment], list[str], str]:
    """The best mixture where it gives more than any single strategy, then the best strategy, then
    the cautious one.

    With them come what was left open, and the arithmetic. Whole numbers decide what is too near for
    floats.
    """
    ours, theirs = _facing(game.unit(), leader)
    pure = _pure(game, leader)
    entries = size(theirs)
    if entries > LARGEST:
        return pure, [TOO_LARGE.format(count=entries, limit=LARGEST)], WHOLE_NUMBERS
    numbers = game.exactly()
    notes = [UNDECIDED] if numbers.undecided else []
    mixture, least = None, _value(pure[0], ours)
    wide, small = fine(numbers), theirs.size * theirs.shape[1] <= ENTRIES
    if not wide:
        mixture = best_mixture(ours, theirs)
        wide = numbers.decimal and small and abs(mixture.value - least) < CLEAR * MORE
    if wide and small:
        mixture = exact_mixture(*_facing(big_integers(numbers.payoffs), leader))
    elif mixture is None:
        notes.append(BLURRED)
    elif mixture.bound - mixture.value > OPTIMAL:
        notes.append("a mixture that gives the leader more could not be ruled out")
    arithmetic = WHOLE_NUMBERS if wide and small else BOUNDED
    if mixture is None or (arithmetic == BOUNDED and mixture.value <= least + MORE):
        return pure, notes, arithmetic
    table = game.payoffs[leader]
    sure = float(table.min()) + mixture.sure * float(table.max() - table.min())
    mixed = verified_commitment(game, leader, mixture.weights, mixture.reply)
    return [replace(mixed, mixed=True, sure=sure), *pure], notes, arithmetic


def _facing(payoffs: Exact, leader: int) -> tuple[Exact, Exact]:
    """The leader's and the follower's payoffs, the leader's strategies down the rows."""
    return (payoffs[0], payoffs[1]) if leader == 0 else (payoffs[1].T, payoffs[0].T)


def _value(one: Commitment, ours: FloatArray) -> float:
    row, reply = (int(np.flatnonzero(one.strategies[p])[0]) for p in (one.leader, 1 - one.leader))
    return float(ours[row, reply])


def _pure(game: NormalFormGame, leader: int) -> list[Commitment]:
    """The strategy that is best where ties go the leader's way, then the one that is best where
    they go against it.
    """
    numbers, margin = game.comparable()
    ours, theirs = _facing(numbers, leader)
    slack = float(margin[leader])
    best = theirs >= theirs.max(axis=1, keepdims=True) - margin[1 - leader]
    hoped = np.where(best, ours, -np.inf)
    feared = np.where(best, ours, np.inf)
    row = _first_best(hoped.max(axis=1), feared.min(axis=1), slack)
    careful = _first_best(feared.min(axis=1), hoped.max(axis=1), slack)
    strong = _bound_to(game, leader, row, int(np.argmax(hoped[row])))
    least = _bound_to(game, leader, row, int(np.argmin(feared[row])))
    strong = replace(strong, sure=least.payoffs[leader])
    if feared[careful].min() <= feared[row].min() + slack:
        return [strong]
    weak = _bound_to(game, leader, careful, int(np.argmin(feared[careful])))
    return [strong, replace(weak, cautious=True, sure=weak.payoffs[leader])]


def _first_best(first: FloatArray, then: FloatArray, slack: float) -> int:
    """The place of the largest; of several as large, the one whose other number is largest."""
    return int(np.argmax(np.where(first >= first.max() - slack, then, -np.inf)))


def _bound_to(game: NormalFormGame, leader: int, row: int, reply: int) -> Commitment:
    return verified_commitment(game, leader, np.eye(game.shape[leader])[row], reply)


def verified_commitment(
    game: NormalFormGame, leader: int, weights: FloatArray, reply: int
) -> Commitment:
    """Build a commitment after checking that the follower does best by its reply.

    Parameters
    ----------
    game : NormalFormGame
        The game that was asked about, of two players.
    leader : int
        The place of the player that is bound.
    weights : ndarray, shape (strategies of the leader,)
        Probabilities.
    reply : int
        The follower's strategy.

    Raises
    ------
    Unverified
        If the weights are no probabilities, or the follower gains more than 1e-9 of its payoff
        range, and what adding up may cost, by another reply.
    """
    follower = 1 - leader
    ours, theirs = _facing(game.payoffs, leader)
    if not ((weights >= 0).all() and abs(weights.sum() - 1.0) <= TOLERANCE):
        raise Unverified("a solver's answer holds numbers that are no probabilities")
    values = weights @ theirs
    regret = max(float(values.max() - values[reply]), 0.0)
    if regret > float(
        (TOLERANCE * payoff_range(game.payoffs) + rounding(game.payoffs[None])[0])[follower]
    ):
        raise Unverified(
            f"a solver's answer is no commitment: the follower could still gain {regret:.3g}"
        )
    strategies = [np.eye(game.shape[follower])[reply]] * 2
    strategies[leader] = weights
    payoffs = [float(values[reply])] * 2
    payoffs[leader] = float(weights @ ours[:, reply])
    reply_alone = strategies[follower]
    reasons = (
        _next_best(game, leader, weights, payoffs[leader]),
        reason_of(game, follower, reply_alone, float(values[reply]), values, reply_alone == 0),
    )
    return Commitment(
        KIND,
        tuple(frozen(s) for s in strategies),
        (payoffs[0], payoffs[1]),
        regret,
        settled(game, strategies),
        tuple(sorted(reasons, key=lambda reason: reason.player)),
        leader=leader,
        mixed=bool(np.count_nonzero(weights) > 1),
        sure=payoffs[leader],
    )


def _next_best(game: NormalFormGame, leader: int, weights: FloatArray, payoff: float) -> Reason:
    """What the best single strategy besides those played would give the leader, were it bound to
    that.
    """
    ours = _facing(game.payoffs, leader)[0]
    numbers, margin = game.comparable()
    theirs = _facing(numbers, leader)[1]
    best = theirs >= theirs.max(axis=1, keepdims=True) - margin[1 - leader]
    hoped = np.where(best, ours, -np.inf).max(axis=1)
    return reason_of(game, leader, weights, payoff, hoped, weights == 0)
