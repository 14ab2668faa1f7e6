"""What automata earn against each other, exactly: matches as Markov chains, many matches at once.

A match of automata is a chain whose states are the phase of the stage game together with a state of
every automaton. Given what was really done, the automata move independently of each other, so a
chain is a sum over combinations of actions of products of one table a player; tables are made once
for each automaton, however many matches it plays. A hand that trembles does another act than was
meant, and everybody sees what was really done. A player that misreads sees another act than was
done, of each other player by itself, and nobody else knows.

Counting rounds with weights 1, δ, δ², … is the same as a chain that starts anew with probability 1
- δ after each round: its stationary distribution is the discounted share of time. The long-run
average is the limit where it starts anew almost never. That limit is taken as it stands, with a
probability of `ALMOST_NEVER`: the elimination of Grassmann, Taksar and Heyman never subtracts, so
that every share is right to nearly all of its digits however rare the moves are that decide it.
Chains with several closed classes, periodic ones and ones that mix slowly need no care.

References
----------
Grassmann, W., Taksar, M. and Heyman, D. (1985). Regenerative analysis and steady state
distributions for Markov chains. Operations Research 33. O'Cinneide, C. (1993). Entrywise
perturbation theory and error analysis for Markov chains. Numerische Mathematik 65.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.errors import GameTooLarge
from negotiate.repeated.automaton import Seated
from negotiate.repeated.kernels.one_shot import acting, all_reached, joint_states, over_actions


class Table(NamedTuple):
    """One automaton as a chain reads it: only states that can be reached, the first state first.

    Parameters
    ----------
    acts : ndarray, shape (states, own actions)
        The odds of what it really does.
    moves : ndarray, shape (states, all combinations of actions, states)
        The odds that it does its part of the combination, times those of where it goes if the
        combination is done.
    """

    acts: FloatArray
    moves: FloatArray


class Rules(NamedTuple):
    """What is the same in all matches.

    Parameters
    ----------
    odds : ndarray, shape (phases, *actions, phases)
        With which probability each phase follows; play starts in the first.
    noise, misread : tuple of float
        One a player.
    """

    odds: FloatArray
    noise: tuple[float, ...]
    misread: tuple[float, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many actions each player has."""
        return self.odds.shape[1:-1]


def table(machine: Seated, order: IntArray, player: int, rules: Rules) -> Table:
    """One automaton as a chain reads it, with its player's trembling and misreading.

    Parameters
    ----------
    order : ndarray of int
        Its states that matter; see `reachable`.
    """
    number = np.zeros(len(machine.outputs), dtype=int)
    number[order] = np.arange(len(order))
    leads = number[machine.transitions[order]]
    acts = machine.outputs[order] @ slips(rules.shape[player], rules.noise[player])
    moves = (leads[..., None] == np.arange(len(order))).astype(float)
    for other, actions in enumerate(rules.shape):
        if other != player and rules.misread[player]:
            seen = np.tensordot(slips(actions, rules.misread[player]), moves, axes=(1, other + 1))
            moves = np.moveaxis(seen, 0, other + 1)
    does = over_actions(acts, player, len(rules.shape))[..., None]
    return Table(acts, (does * moves).reshape(len(order), -1, len(order)))


def slips(actions: int, rate: float) -> FloatArray:
    """The odds of each action in place of each, where a slip leads to every other one as likely,
    shape (meant, done).

    Who has one action only has nothing to slip to.
    """
    if actions == 1:
        return np.ones((1, 1))
    found = np.full((actions, actions), rate / (actions - 1))
    np.fill_diagonal(found, 1 - rate)
    return found


def reachable(machine: Seated) -> IntArray:
    """The states that something can lead to, from the first state on."""
    order = [machine.start]
    known = set(order)
    for state in order:
        new = set(machine.transitions[state].ravel().tolist()) - known
        order.extend(sorted(new))
        known |= new
    return np.array(order)


ALMOST_NEVER = 1e-200
"""How likely a chain starts anew that is never to start anew: below the rate of anything that a
model can mean.
"""

BLOCK = 24
"""States that are eliminated together; the rest is brought up to date by one product of
matrices.
"""


def endless_shares(chains: FloatArray, discount: float) -> FloatArray:
    """The discounted share of time in each state, from the first state on, over endlessly many
    rounds.

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
    leads = chains.max(axis=0) > 0
    return np.flatnonzero(
        all_reached(len(leads), 0, lambda new: np.flatnonzero(leads[new].any(axis=0)))
    )


def _eliminate(left: FloatArray) -> FloatArray:
    """Watch the chains only while they are in their first k states, for ever smaller k; in place.

    Afterwards `left[:, :k, k]` is the rate at which the chain watched in the first k + 1 states
    enters the last of them. What is returned is the rate at which it leaves it, shape (batch,
    states).
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
    Twice as many rounds are the first half, and the first half again from where it ends: with M for
    one round, 1 + M + … + M^(2n-1) is (1 + M)(1 + M² + … + M^(2n-2)). Few rounds of a large chain
    are gone one by one.
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


CHAIN_LIMIT = 3_000
"""Joint states of one match."""

CELL_LIMIT = 1 << 25
"""Entries of one table of a match."""

CELLS = 1 << 18
"""Entries of tables that are worked on together: as many as stay close to the processor."""

FEW = 24
"""Joint states of which it is not asked whether all of them are met."""


def match_shares(
    matches: Sequence[Sequence[Seated]],
    rules: Rules,
    discounts: Sequence[float],
    rounds: int | None = None,
) -> FloatArray:
    """How often each combination of actions is played in each phase, as each player's discount
    factor weighs rounds.

    Parameters
    ----------
    matches : sequence of sequence of Seated
        The automata of each match, one a player. An automaton that plays several matches should be
        one object.
    rules : Rules
    discounts : sequence of float
        One a player, from 0 to 1; 1 for all rounds alike, in endless play the long-run average.
    rounds : int or None
        How many there are; None for endless play.

    Returns
    -------
    ndarray, shape (matches, players, phases, *actions)
        Sums to 1 for each match and player.

    Raises
    ------
    GameTooLarge
        If a match has more joint states than `CHAIN_LIMIT`, of which more can be reached than
        `one_shot.STATE_LIMIT`.
    """
    factors, whose = np.unique(np.array(discounts, dtype=float), return_inverse=True)
    found = np.empty((len(matches), len(factors), len(rules.odds), *rules.shape))
    large = np.array(
        [not any(rules.misread) and _many(match, rules) for match in matches], dtype=bool
    )
    for place in np.flatnonzero(large).tolist():
        found[place] = seen_by_all(matches[place], rules, factors, rounds)
    usual = np.flatnonzero(~large)
    for places, tables in _alike([matches[place] for place in usual.tolist()], rules):
        shares = _shares(joint_chains(rules.odds, [one.moves for one in tables]), factors, rounds)
        found[usual[places]] = acted(shares, [one.acts for one in tables], len(rules.odds))
    return found[:, whose]


def _many(match: Sequence[Seated], rules: Rules) -> bool:
    """Whether there are too many joint states, were every state of one player met with every state
    of the others.
    """
    phases = len(rules.odds)
    if phases * prod(len(machine.outputs) for machine in match) <= CHAIN_LIMIT:
        return False
    return phases * prod(len(reachable(machine)) for machine in match) > CHAIN_LIMIT


def seen_by_all(
    match: Sequence[Seated], rules: Rules, factors: FloatArray, rounds: int | None
) -> FloatArray:
    """The same for one match in which nobody misreads anybody, from joint states alone that some
    play can reach.

    Two automata that count rounds, and see the same, count alike: far fewer joint states than pairs
    of states are met.

    Returns
    -------
    ndarray, shape (factors, phases, *actions)
    """
    joint = joint_states(
        [one.transitions for one in match], [one.start for one in match], rules.odds
    )
    states, phases = len(joint.states), len(rules.odds)
    acts = [
        one.outputs @ slips(n, rate)
        for one, n, rate in zip(match, rules.shape, rules.noise, strict=True)
    ]
    weight = acting(joint, acts).reshape(states, -1, 1)
    odds, follows = (table.reshape(states, -1, phases) for table in (joint.odds, joint.follows))
    to = np.arange(states)[:, None, None] * states + follows
    chain = np.bincount(to.ravel(), (weight * odds).ravel(), states**2).astype(float)
    shares = _shares(chain.reshape(1, states, states), factors, rounds)[0]
    by_phase = shares[:, None] * (joint.states[:, 0] == np.arange(phases)[:, None])
    return np.asarray(by_phase @ weight[..., 0]).reshape(len(factors), phases, *rules.shape)


def _shares(chains: FloatArray, factors: FloatArray, rounds: int | None) -> FloatArray:
    if chains.shape[1] > FEW and len(keep := met(chains)) < chains.shape[1]:
        shares = np.zeros((len(chains), len(factors), chains.shape[1]))
        shares[:, :, keep] = _shares(chains[:, keep[:, None], keep], factors, rounds)
        return shares
    if rounds is not None:
        return finite_shares(chains, factors, rounds)
    return np.stack([endless_shares(chains, factor) for factor in factors.tolist()], axis=1)


def combined(odds: FloatArray, moves: Sequence[FloatArray]) -> FloatArray:
    """How likely matches move where by each combination of actions, shape (batch, states,
    combinations, states).

    Parameters
    ----------
    odds : ndarray, shape (phases, *actions, phases)
    moves : sequence of ndarray, shape (batch, states, combinations of actions, states)
        One a player; see `Table`. A joint state counts the phase first, then the players' states in
        order.
    """
    phases = len(odds)
    left = odds.reshape(1, phases, -1, phases)
    for own in moves:
        found = left[:, :, None, :, :, None] * own[:, None, :, :, None, :]
        batch, first, second, actions, *_ = found.shape
        left = found.reshape(batch, first * second, actions, first * second)
    return left


def joint_chains(odds: FloatArray, moves: Sequence[FloatArray]) -> FloatArray:
    """The transition matrices of matches, shape (batch, joint states, joint states); see
    `combined`.
    """
    left, last = combined(odds, moves[:-1]), moves[-1]
    batch, size, actions, _ = last.shape
    states = left.shape[1]
    begin = left.swapaxes(2, 3).reshape(len(left), -1, actions)
    end = last.swapaxes(1, 2).reshape(batch, actions, -1)
    chains = (begin @ end).reshape(batch, states, states, size, size).swapaxes(2, 3)
    return chains.reshape(batch, states * size, states * size)


def acted(shares: FloatArray, acts: Sequence[FloatArray], phases: int) -> FloatArray:
    """How often each combination of actions is played in each phase, from how often each joint
    state is met.

    Parameters
    ----------
    shares : ndarray, shape (batch, weightings, joint states)
    acts : sequence of ndarray, shape (batch, states, own actions)

    Returns
    -------
    ndarray, shape (batch, weightings, phases, *actions)
    """
    batch, weightings, _ = shares.shape
    left = shares
    for own in acts:
        split = left.reshape(batch, weightings * phases, own.shape[1], -1)
        left = np.matmul(split.swapaxes(2, 3), own[:, None])
    return left.reshape(batch, weightings, phases, *(own.shape[2] for own in acts))


def _alike(
    matches: Sequence[Sequence[Seated]], rules: Rules
) -> Iterator[tuple[IntArray, list[Table]]]:
    """Matches whose automata have as many states each, so many at a time as are worked on
    together.
    """
    machines = {(p, id(one)): one for match in matches for p, one in enumerate(match)}
    orders = {key: reachable(one) for key, one in machines.items()}
    sizes = np.array(
        [[len(orders[p, id(one)]) for p, one in enumerate(match)] for match in matches]
    )
    kinds = np.unique(sizes, axis=0)
    together = [max(1, CELLS // cells_of(kind.tolist(), rules)) for kind in kinds]
    made = {(p, key): table(one, orders[p, key], p, rules) for (p, key), one in machines.items()}
    for kind, count in zip(kinds, together, strict=True):
        places = np.flatnonzero((sizes == kind).all(axis=1))
        for some in np.split(places, range(count, len(places), count)):
            columns = zip(
                *([made[p, id(one)] for p, one in enumerate(matches[place])] for place in some),
                strict=True,
            )
            yield some, [Table(*map(np.stack, zip(*column, strict=True))) for column in columns]


def cells_of(sizes: Sequence[int], rules: Rules) -> int:
    """How many numbers the largest table of one match holds.

    Parameters
    ----------
    sizes : sequence of int
        How many states the automaton of each player has.

    Raises
    ------
    GameTooLarge
        If there are more joint states than `CHAIN_LIMIT`, or a table has more than `CELL_LIMIT`
        entries.
    """
    phases, combinations = len(rules.odds), prod(rules.shape)
    states = phases * prod(sizes)
    GameTooLarge.refuse("joint states", states, CHAIN_LIMIT, "use strategies with fewer states")
    cells = combinations * max(phases * prod(sizes[:-1]), *sizes) ** 2
    GameTooLarge.refuse(
        "odds of where combinations lead",
        cells,
        CELL_LIMIT,
        "use strategies with fewer states, or fewer postures",
    )
    return max(cells, states**2)


MATCH_LIMIT = 1_000
"""Joint states of a match that is looked at closely: some 60 products of its transition matrix are
made.
"""

DOUBLINGS = 60
"""The long-run average is told by so many doublings of the horizon: more rounds than any clock has
ticked.
"""


class Chain(NamedTuple):
    """A match as a Markov chain; its first state is where play starts.

    Parameters
    ----------
    moves : ndarray, shape (joint states, joint states)
    acts : sequence of ndarray, shape (1, states, own actions)
        The odds of what each player really does.
    phases : int
        How many phases the stage game has.
    """

    moves: FloatArray
    acts: Sequence[FloatArray]
    phases: int


def chain_of(machines: Sequence[Seated], rules: Rules) -> Chain:
    """The chain of one match.

    Raises
    ------
    GameTooLarge
        If there are more joint states than `MATCH_LIMIT`, or a table of the match is too large.
    """
    sizes = [len(reachable(machine)) for machine in machines]
    cells_of(sizes, rules)
    GameTooLarge.refuse(
        "joint states",
        len(rules.odds) * prod(sizes),
        MATCH_LIMIT,
        "use strategies with fewer states",
    )
    [(_, tables)] = _alike([machines], rules)
    moves = joint_chains(rules.odds, [one.moves for one in tables])[0]
    return Chain(moves, [one.acts for one in tables], len(rules.odds))


def by_round(chain: Chain, rounds: int) -> FloatArray:
    """How likely each combination of actions is in each of the first rounds, shape (rounds, phases,
    *actions).
    """
    here = np.zeros((1, rounds, len(chain.moves)))
    here[0, 0, 0] = 1
    for later in range(1, rounds):
        here[0, later] = here[0, later - 1] @ chain.moves
    found: FloatArray = acted(here, chain.acts, chain.phases)[0]
    return found


def worth(
    chain: Chain, payoffs: FloatArray, discounts: Sequence[float], rounds: int | None
) -> FloatArray:
    """What each player earns by round, found from what every state is worth.

    Parameters
    ----------
    payoffs : ndarray, shape (phases, players, *actions)
    discounts : sequence of float
        One a player; 1 for the mean of all rounds.
    rounds : int or None
        How many there are; None for endless play.

    Returns
    -------
    ndarray, shape (players,)
    """
    played = acted(np.eye(len(chain.moves))[None], chain.acts, chain.phases)[0]
    now = played.reshape(len(played), -1) @ payoffs.swapaxes(0, 1).reshape(len(discounts), -1).T
    found = [
        _value(chain.moves, reward, factor, rounds)
        for reward, factor in zip(now.T, discounts, strict=True)
    ]
    return np.array(found)


def _value(moves: FloatArray, reward: FloatArray, factor: float, rounds: int | None) -> float:
    if rounds is None and factor < 1:
        return float(np.linalg.solve(np.eye(len(moves)) - factor * moves, (1 - factor) * reward)[0])
    value = reward
    if rounds is None:
        for _ in range(DOUBLINGS):
            value = (value + moves @ value) / 2
            moves = moves @ moves
            moves /= moves.sum(axis=1, keepdims=True)
        return float(value[0])
    weight = 1.0
    for _ in range(rounds - 1):
        value = reward + factor * (moves @ value)
        weight = 1 + factor * weight
    return float(value[0] / weight)
