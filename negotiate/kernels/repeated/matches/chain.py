"""What automata earn against each other, exactly: matches as Markov chains, many matches at once.

A match of automata is a chain whose states are the phase of the stage game together with a state of every automaton.
Given what was really done, the automata move independently of each other, so a chain is a sum over combinations of
actions of products of one table a player; tables are made once for each automaton, however many matches it plays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.errors import GameTooLarge
from negotiate.kernels.repeated.lasting.joint import joint_states
from negotiate.kernels.repeated.lasting.one_shot import acting
from negotiate.kernels.repeated.matches.long_run import endless_shares, finite_shares, met
from negotiate.kernels.repeated.matches.machine_tables import Machine, Rules, Table, reachable, slips, table

CHAIN_LIMIT = 3_000
"""Joint states of one match."""

CELL_LIMIT = 1 << 25
"""Entries of one table of a match."""

CELLS = 1 << 18
"""Entries of tables that are worked on together: as many as stay close to the processor."""

FEW = 24
"""Joint states of which it is not asked whether all of them are met."""


def match_payoffs(
    matches: Sequence[Sequence[Machine]],
    payoffs: FloatArray,
    rules: Rules,
    discounts: Sequence[float],
    rounds: int | None = None,
) -> FloatArray:
    """What every player earns by round in each of many matches.

    Parameters
    ----------
    matches : sequence of sequence of Machine
        The automata of each match, one a player. An automaton that plays several matches should be one object.
    payoffs : ndarray, shape (phases, players, *actions)
    rules : Rules
    discounts : sequence of float
        One a player, from 0 to 1; 1 for the mean of all rounds, in endless play the long-run average.
    rounds : int or None
        How many there are; None for endless play.

    Returns
    -------
    ndarray, shape (matches, players)

    Raises
    ------
    GameTooLarge
        If a match has more joint states than `CHAIN_LIMIT`, of which more can be reached than `joint.STATE_LIMIT`.
    """
    shares = match_shares(matches, rules, discounts, rounds)
    worth = payoffs.swapaxes(0, 1).reshape(1, len(discounts), -1)
    found: FloatArray = (shares.reshape(len(matches), *worth.shape[1:]) * worth).sum(axis=2)
    return found


def match_shares(
    matches: Sequence[Sequence[Machine]], rules: Rules, discounts: Sequence[float], rounds: int | None = None
) -> FloatArray:
    """How often each combination of actions is played in each phase, as each player's patience weighs rounds.

    Returns
    -------
    ndarray, shape (matches, players, phases, *actions)
        Sums to 1 for each match and player.
    """
    factors, whose = np.unique(np.array(discounts, dtype=np.float64), return_inverse=True)
    found = np.empty((len(matches), len(factors), len(rules.odds), *rules.shape))
    few = np.array([any(rules.misread) or not _many(match, rules) for match in matches], dtype=bool)
    for place in np.flatnonzero(~few).tolist():
        found[place] = seen_by_all(matches[place], rules, factors, rounds)
    usual = np.flatnonzero(few)
    for places, tables in _alike([matches[place] for place in usual.tolist()], rules):
        chains = joint_chains(rules.odds, [one.moves for one in tables])
        shares = _shares(chains, factors, rounds)
        found[usual[places]] = acted(shares, [one.acts for one in tables], len(rules.odds))
    return found[:, whose]


def _many(match: Sequence[Machine], rules: Rules) -> bool:
    """Whether there are too many joint states, were every state of one player met with every state of the others."""
    phases = len(rules.odds)
    if phases * prod(len(machine.outputs) for machine in match) <= CHAIN_LIMIT:
        return False
    return phases * prod(len(reachable(machine)) for machine in match) > CHAIN_LIMIT


def seen_by_all(match: Sequence[Machine], rules: Rules, factors: FloatArray, rounds: int | None) -> FloatArray:
    """The same for one match in which nobody misreads anybody, from joint states alone that some play can reach.

    Two automata that count rounds, and see the same, count alike: far fewer joint states than pairs of states are met.

    Returns
    -------
    ndarray, shape (factors, phases, *actions)
    """
    joint = joint_states([one.transitions for one in match], [one.start for one in match], rules.odds)
    states = len(joint.states)
    acts = [one.outputs @ slips(n, rate) for one, n, rate in zip(match, rules.shape, rules.noise, strict=True)]
    weight = acting(joint, acts)
    to = np.arange(states).reshape(states, *(1,) * (joint.follows.ndim - 1)) * states + joint.follows
    chain = np.bincount(to.ravel(), (weight[..., None] * joint.odds).ravel(), states**2).astype(np.float64)
    by_phase = _shares(chain.reshape(1, states, states), factors, rounds)[0][:, None] * (
        joint.states[:, 0] == np.arange(len(rules.odds))[:, None]
    )
    found: FloatArray = by_phase @ weight.reshape(states, -1)
    return found.reshape(len(factors), len(rules.odds), *rules.shape)


def _shares(chains: FloatArray, factors: FloatArray, rounds: int | None) -> FloatArray:
    if chains.shape[1] > FEW and len(keep := met(chains)) < chains.shape[1]:
        shares = np.zeros((len(chains), len(factors), chains.shape[1]))
        shares[:, :, keep] = _shares(chains[:, keep[:, None], keep], factors, rounds)
        return shares
    if rounds is not None:
        return finite_shares(chains, factors, rounds)
    return np.stack([endless_shares(chains, factor) for factor in factors.tolist()], axis=1)


def joint_chains(odds: FloatArray, moves: Sequence[FloatArray]) -> FloatArray:
    """The transition matrices of matches.

    Parameters
    ----------
    odds : ndarray, shape (phases, *actions, phases)
    moves : sequence of ndarray, shape (batch, states, combinations of actions, states)
        One a player; see `Table`.

    Returns
    -------
    ndarray, shape (batch, joint states, joint states)
        A joint state counts the phase first, then the players' states in order.
    """
    phases, batch = len(odds), len(moves[0])
    left = odds.reshape(1, phases, -1, phases)
    for own in moves[:-1]:
        found = left[:, :, None, :, :, None] * own[:, None, :, :, None, :]
        left = found.reshape(batch, left.shape[1] * own.shape[1], found.shape[3], -1)
    last, states = moves[-1], left.shape[1]
    begin = left.swapaxes(2, 3).reshape(len(left), states * states, -1)
    end = last.swapaxes(1, 2).reshape(batch, begin.shape[2], -1)
    size = last.shape[1]
    chains = (begin @ end).reshape(batch, states, states, size, size).swapaxes(2, 3)
    return chains.reshape(batch, states * size, states * size)


def acted(shares: FloatArray, acts: Sequence[FloatArray], phases: int) -> FloatArray:
    """How often each combination of actions is played in each phase, from how often each joint state is met.

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


def _alike(matches: Sequence[Sequence[Machine]], rules: Rules) -> Iterator[tuple[IntArray, list[Table]]]:
    """Matches whose automata have as many states each, so many at a time as are worked on together."""
    players = range(len(rules.shape))
    machines = [{id(match[p]): match[p] for match in matches} for p in players]
    orders = [{key: reachable(machine) for key, machine in machines[p].items()} for p in players]
    sizes = np.array([[len(orders[p][id(match[p])]) for p in players] for match in matches])
    kinds = np.unique(sizes, axis=0)
    cells = [cells_of(tuple(kind.tolist()), rules) for kind in kinds]
    made = [{key: table(one, orders[p][key], p, rules) for key, one in machines[p].items()} for p in players]
    for kind, each in zip(kinds, cells, strict=True):
        places, together = np.flatnonzero((sizes == kind).all(axis=1)), max(1, CELLS // each)
        for begin in range(0, len(places), together):
            some = places[begin : begin + together]
            chosen = [[made[p][id(matches[place][p])] for place in some] for p in players]
            yield some, [Table(*map(np.stack, zip(*of_player, strict=True))) for of_player in chosen]


def cells_of(sizes: Sequence[int], rules: Rules) -> int:
    """How many numbers the largest table of one match holds.

    Parameters
    ----------
    sizes : sequence of int
        How many states the automaton of each player has.

    Raises
    ------
    GameTooLarge
        If there are more joint states than `CHAIN_LIMIT`, or a table has more than `CELL_LIMIT` entries.
    """
    phases, combinations = len(rules.odds), prod(rules.shape)
    states = phases * prod(sizes)
    if states > CHAIN_LIMIT:
        raise GameTooLarge("joint states", states, CHAIN_LIMIT, "use strategies with fewer states")
    cells = combinations * max(phases * prod(sizes[:-1]), *sizes) ** 2
    if cells > CELL_LIMIT:
        raise GameTooLarge(
            "odds of where combinations lead", cells, CELL_LIMIT, "use strategies with fewer states, or fewer postures"
        )
    return max(cells, states**2)
