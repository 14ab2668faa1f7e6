"""Stackelberg commitment: one player binds itself first, in sight of the other, who then does what is best for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.kernels.exactness import Exact, big_integers, rounding
from negotiate.kernels.regret import payoff_range
from negotiate.solvers.concepts.commitment_program import LARGEST, best_mixture, exact_mixture, size
from negotiate.solvers.concepts.exact_program import BLURRED, ENTRIES, fine
from negotiate.solvers.concepts.nash_payoffs import NashRange, nash_payoffs, nash_range
from negotiate.solvers.concepts.possible import impossible
from negotiate.solvers.equilibrium import TOLERANCE, UNDECIDED, Unverified, settled
from negotiate.solvers.solution import Equilibrium, Reason, Solution

MORE = 1e-9  # of the leader's payoff range: a smaller gain from mixing is rounding
OPTIMAL = 1e-8  # of the leader's payoff range: how far a mixture's value may lie from the bound that proves it

FOLLOWS = "the follower's reply is best, and no other commitment gives the leader more"
PROVEN = "; for mixtures, the programs' prices prove it"
KIND = "Stackelberg"
TOO_LARGE = "commitments to mixtures were left out: {count:,} entries of linear programs are more than {limit:,}"
SUPREMUM = "where a mixture leaves the follower indifferent, the follower is assumed to reply in the leader's favour"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Commitment(Equilibrium):
    """What a leader binds itself to, and how the follower replies.

    `regret` is the follower's alone, since a leader that is bound may well wish that it were not.

    Parameters
    ----------
    leader : int
        The place of the player that is bound.
    mixed : bool
        Whether it may be bound to a mixture; a mixture with one strategy is listed as that strategy.
    cautious : bool
        Whether the follower's ties are taken to go against the leader, and the strategy is chosen for that.
    sure : float
        What the leader gets where the follower's ties go against it; bound to a mixture it may change that slightly,
        and comes as near to this as it likes.
    nash : NashRange or None
        What the leader gets in Nash equilibria of the same game; None where none was found.
    worth : tuple of float
        The leader's payoff less the most and less the least that it gets in Nash equilibrium; NaN without one.
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
            f"needs two players, and this game has {game.n_players}: once one player is committed, the others play a "
            "game of their own, which may have many equilibria"
        )
    return impossible(game)


def run(game: NormalFormGame, player: int | None) -> Solution:
    """Its answer; see `Concept.run`."""
    leaders = range(game.n_players) if player is None else [player]
    worths, complete = nash_payoffs(game)
    equilibria, notes = list[Commitment](), list[str]()
    for leader in leaders:
        found, said = _commitments(game, leader)
        nash = nash_range(worths[:, leader], complete)
        equilibria += [_held_against(one, nash) for one in found]
        notes += said
    mixing = any(one.mixed for one in equilibria)
    return Solution(
        game=game,
        equilibria=tuple(equilibria),
        concept=KIND,
        method="comparison of best replies, and a linear program for each (HiGHS)",
        complete=not notes,
        exact=not mixing or fine(game.exactly()),
        verified=FOLLOWS + ("" if notes else PROVEN),
        seconds=0.0,
        notes=(*dict.fromkeys(notes), *([SUPREMUM] if mixing else [])),
    )


def _held_against(one: Commitment, nash: NashRange | None) -> Commitment:
    payoff = one.payoffs[one.leader]
    return one if nash is None else replace(one, nash=nash, worth=(payoff - nash.most, payoff - nash.least))


def _commitments(game: NormalFormGame, leader: int) -> tuple[list[Commitment], list[str]]:
    """The best mixture where it gives more than any single strategy, then the best strategy, then the cautious one."""
    ours, theirs = _facing(game.unit(), leader)
    pure = _pure(game, leader)
    entries = size(theirs)
    if entries > LARGEST:
        return pure, [TOO_LARGE.format(count=entries, limit=LARGEST)]
    numbers = game.exactly()
    notes = [UNDECIDED] if numbers.undecided else []
    if fine(numbers):
        if theirs.size * theirs.shape[1] > ENTRIES:
            return pure, [*notes, BLURRED]
        mixture = exact_mixture(*_facing(big_integers(numbers.payoffs), leader))
        if mixture is None:
            return pure, notes
        sure = _scaled(game, leader, mixture.sure)
        mixed = verified_commitment(game, leader, mixture.weights, mixture.reply)
        return [replace(mixed, mixed=True, sure=sure), *pure], notes
    mixture = best_mixture(ours, theirs)
    if mixture.bound - mixture.value > OPTIMAL:
        notes.append("a mixture that gives the leader more could not be ruled out")
    if mixture.value <= _value(pure[0], ours) + MORE:
        return pure, notes
    sure = _scaled(game, leader, mixture.sure)
    mixed = verified_commitment(game, leader, mixture.weights, mixture.reply)
    return [replace(mixed, mixed=True, sure=sure), *pure], notes


def _facing(payoffs: Exact, leader: int) -> tuple[Exact, Exact]:
    """The leader's and the follower's payoffs, the leader's strategies down the rows."""
    return (payoffs[0], payoffs[1]) if leader == 0 else (payoffs[1].T, payoffs[0].T)


def _value(one: Commitment, ours: FloatArray) -> float:
    row, reply = (int(np.flatnonzero(one.strategies[p])[0]) for p in (one.leader, 1 - one.leader))
    return float(ours[row, reply])


def _scaled(game: NormalFormGame, leader: int, value: float) -> float:
    table = game.payoffs[leader]
    return float(table.min()) + value * float(table.max() - table.min())


def _pure(game: NormalFormGame, leader: int) -> list[Commitment]:
    """The strategy that is best where ties go the leader's way, then the one that is best where they go against it."""
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


def verified_commitment(game: NormalFormGame, leader: int, weights: FloatArray, reply: int) -> Commitment:
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
        If the weights are no probabilities, or the follower gains more than 1e-9 of its payoff range, and what adding
        up may cost, by another reply.
    """
    follower = 1 - leader
    ours, theirs = _facing(game.payoffs, leader)
    if not ((weights >= 0).all() and abs(weights.sum() - 1.0) <= TOLERANCE):
        raise Unverified("a solver's answer holds numbers that are no probabilities")
    values = weights @ theirs
    regret = max(float(values.max() - values[reply]), 0.0)
    if regret > float((TOLERANCE * payoff_range(game.payoffs) + rounding(game.payoffs[None])[0])[follower]):
        raise Unverified(f"a solver's answer is no commitment: the follower could still gain {regret:.3g}")
    strategies = [np.eye(game.shape[follower])[reply]] * 2
    strategies[leader] = weights
    payoffs = [float(values[reply])] * 2
    payoffs[leader] = float(weights @ ours[:, reply])
    reasons = (_next_best(game, leader, weights, payoffs[leader]), _reply(game, follower, values, reply))
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
    """What the best single strategy besides those played would give the leader, were it bound to that."""
    labels = [strategy.label for strategy in game.strategies[leader]]
    chosen = " or ".join(labels[i] for i in np.flatnonzero(weights))
    left_out = np.flatnonzero(weights == 0)
    if len(left_out) == 0:
        return Reason(leader, chosen, payoff)
    ours = _facing(game.payoffs, leader)[0]
    numbers, margin = game.comparable()
    theirs = _facing(numbers, leader)[1]
    best = theirs >= theirs.max(axis=1, keepdims=True) - margin[1 - leader]
    hoped = np.where(best, ours, -np.inf).max(axis=1)
    other = int(left_out[np.argmax(hoped[left_out])])
    return Reason(leader, chosen, payoff, labels[other], float(hoped[other]))


def _reply(game: NormalFormGame, follower: int, values: FloatArray, reply: int) -> Reason:
    labels = [strategy.label for strategy in game.strategies[follower]]
    if len(labels) == 1:
        return Reason(follower, labels[0], float(values[reply]))
    rest = np.delete(np.arange(len(labels)), reply)
    other = int(rest[np.argmax(values[rest])])
    return Reason(follower, labels[reply], float(values[reply]), labels[other], float(values[other]))
