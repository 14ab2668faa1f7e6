"""What one player faces where automata meet, what their play is worth, and what one step aside
would gain.

A joint state is a phase of the stage game together with a state of every automaton. Only those are
made that some sequence of actions can reach from the start, on the path or off it. A step aside is
an action other than the automaton's own, in one joint state, after which the automaton plays on.

The values of a joint machine solve `v = (1 - discount) now + discount moves v`, a payoff by round.
Where every joint state leads to one other, the sum over all rounds is made by doubling: twice as
many rounds at every turn. A fixed number of rounds is worked out from the last one backwards, in
discounted sums over the rounds that are left, so that a discount factor of 1 is as good as any. A
best reply is found by policy iteration, at many discount factors at once.

References
----------
Blackwell, D. (1965). Discounted Dynamic Programming. Annals of Mathematical Statistics 36: no step
gains, no plan does. Howard, R. (1960). Dynamic Programming and Markov Processes. MIT Press.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from negotiate.arrays import AnyArray, BoolArray, FloatArray, IndexArray, IntArray
from negotiate.errors import DidNotConverge, GameTooLarge

STATE_LIMIT = 2_000
"""Joint states that are laid out: a linear system of this size takes about a second."""

ENTRY_LIMIT = 20_000_000
"""Joint states times combinations of actions."""


class Joint(NamedTuple):
    """Every joint state that any play can reach.

    Parameters
    ----------
    states : ndarray of int, shape (states, 1 + players)
        The phase, then the state of each automaton. The first row is where play starts; none needs
        fewer rounds to get to than one above it.
    follows : ndarray of int, shape (states, *actions, phases)
        The joint state after a combination of actions, if the next phase is the one of the last
        axis.
    odds : ndarray, shape (states, *actions, phases)
        How likely that phase is.
    """

    states: IntArray
    follows: IntArray
    odds: FloatArray


def joint_states(
    transitions: Sequence[IntArray], starts: Sequence[int], phase_odds: FloatArray
) -> Joint:
    """The joint machine of several automata.

    Parameters
    ----------
    transitions : sequence of ndarray of int, shape (states of the automaton, *actions)
        One a player; all see the same actions.
    starts : sequence of int
        Where each automaton starts.
    phase_odds : ndarray, shape (phases, *actions, phases)
        With which probability each phase follows; play starts in the first.

    Raises
    ------
    GameTooLarge
        If more joint states than `STATE_LIMIT` can be reached, or more than `ENTRY_LIMIT` ways on
        from them.
    """
    sizes = (len(phase_odds), *(len(table) for table in transitions))
    start = (0, *starts)
    number = {int(np.ravel_multi_index(start, sizes)): 0}
    level, levels = np.array([start], dtype=int), []
    while len(level):
        _fits(len(number), phase_odds[0].size)
        phase, *own = level.T
        odds = phase_odds[phase]
        after = [table[state][..., None] for table, state in zip(transitions, own, strict=True)]
        code = np.ravel_multi_index((np.arange(len(phase_odds)), *after), sizes)
        levels.append((level, code, odds))
        new = [c for c in np.unique(code[odds > 0]).tolist() if c not in number]
        number.update((c, len(number) + place) for place, c in enumerate(new))
        level = np.stack(np.unravel_index(np.array(new, dtype=int), sizes), axis=-1)
    states, codes, odds = map(np.concatenate, zip(*levels, strict=True))
    known = np.array(list(number))
    order = np.argsort(known)
    flat = np.where(
        odds > 0, codes, known[0]
    )  # a phase that cannot follow leads anywhere, weightless
    return Joint(states, order[np.searchsorted(known[order], flat)], odds)


def _fits(states: int, entries: int) -> None:
    GameTooLarge.refuse("joint states", states, STATE_LIMIT, "use strategies with fewer states")
    GameTooLarge.refuse(
        "ways on from joint states", states * entries, ENTRY_LIMIT, "name fewer postures"
    )


LATER_LIMIT = 20_000_000
"""Entries of the table of what follows each action: states times own actions times states."""

SYSTEM_ENTRIES = 2_000_000
"""Entries of the linear systems that are laid out at once."""

TOLERANCE = 1e-9
"""A gain below this share of a player's range of payoffs in a single round is none."""

ROUNDING = 1e-13
"""What sums by round may be off, as a share of a player's range of payoffs."""

NOTHING = 1e-18
"""A weight below which the rounds still to come add nothing to a sum of at most 1."""


def slack(discounts: FloatArray) -> FloatArray:
    """Gains by round that are none at these discount factors, in a unit in which a player's payoffs
    range over 1.
    """
    return TOLERANCE * (1 - discounts) + ROUNDING


class Facing(NamedTuple):
    """What one player faces in each joint state while the others play their automata.

    Parameters
    ----------
    usual : ndarray, shape (states, own actions)
        What a round of each action is worth.
    best : ndarray, shape (states, own actions)
        The same for whoever steps aside: the most that can be had while seen in that action.
    later : ndarray, shape (states, own actions, states)
        How likely each joint state follows.
    """

    usual: FloatArray
    best: FloatArray
    later: FloatArray

    @property
    def keeping(self) -> Facing:
        """The same where nothing more can be had than the automata pay."""
        return self._replace(best=self.usual)

    @property
    def follows(self) -> IndexArray | None:
        """The one joint state that follows each action, shape (states, own actions); None where
        chance plays a part.
        """
        return self.later.argmax(axis=-1) if (self.later.max(axis=-1) == 1).all() else None


def over_actions(table: AnyArray, player: int, players: int) -> AnyArray:
    """A table over states and one player's actions, with an axis of length 1 for each other
    player's.
    """
    return np.expand_dims(table, [1 + other for other in range(players) if other != player])


def acting(joint: Joint, outputs: Sequence[FloatArray]) -> FloatArray:
    """How likely each combination of actions is in each joint state, shape (states, *actions)."""
    found = np.ones(1)
    for player, table in enumerate(outputs):
        found = found * over_actions(table[joint.states[:, player + 1]], player, len(outputs))
    return found


def facing(
    joint: Joint,
    outputs: Sequence[FloatArray],
    slips: Sequence[FloatArray],
    payoffs: FloatArray,
    tempting: FloatArray,
    player: int,
) -> Facing:
    """What a player faces.

    Parameters
    ----------
    outputs : sequence of ndarray, shape (states of the automaton, actions)
        What each automaton means to do.
    slips : sequence of ndarray, shape (actions, actions)
        For each player, how likely each action is done where another is meant.
    payoffs, tempting : ndarray, shape (phases, *actions)
        The player's, for whoever keeps to an automaton and whoever steps aside.

    Raises
    ------
    GameTooLarge
        If the table of what follows has more than `LATER_LIMIT` entries.
    """
    states, own = len(joint.states), payoffs.shape[1 + player]
    GameTooLarge.refuse(
        "ways on", states * states * own, LATER_LIMIT, "use strategies with fewer states"
    )

    def own_first(table: AnyArray) -> AnyArray:
        return np.moveaxis(table, player + 1, 1).reshape(states, own, -1)

    done = [table @ slip for table, slip in zip(outputs, slips, strict=True)]
    done[player] = np.ones_like(outputs[player])
    weight = own_first(acting(joint, done))
    paid, most = (
        (own_first(table[joint.states[:, 0]]) * weight).sum(axis=-1)
        for table in (payoffs, tempting)
    )
    onward = np.repeat(weight, joint.odds.shape[-1], axis=-1) * own_first(joint.odds)
    to = np.arange(states * own).reshape(states, own, 1) * states + own_first(joint.follows)
    later = np.bincount(to.ravel(), onward.ravel(), states * own * states).reshape(
        states, own, states
    )
    slip = slips[player]
    usual = paid @ slip.T
    return Facing(
        usual, usual + (most - paid) * np.diag(slip), np.einsum("ab,sbt->sat", slip, later)
    )


def with_exit(faced: Facing, outside: float) -> Facing:
    """The same with one more action, to walk away, which leads to one more state, where all is over
    for good.
    """
    states, own, _ = faced.later.shape
    later = np.zeros((states + 1, own + 1, states + 1))
    later[:states, :own, :states] = faced.later
    later[:states, own, states] = later[states, :, states] = 1
    usual, best = (
        np.pad(table, ((0, 1), (0, 1)), constant_values=outside)
        for table in (faced.usual, faced.best)
    )
    return Facing(usual, best, later)


def values(rewards: FloatArray, moves: FloatArray, discounts: FloatArray) -> FloatArray:
    """What play is worth by round from each joint state on, at each discount factor, shape
    (factors, states).

    Parameters
    ----------
    rewards : ndarray, shape (states,) or (factors, states)
        What a round in each state is worth.
    moves : ndarray, shape (states, states) or (factors, states, states)
        How likely each state follows.
    discounts : ndarray, shape (factors,)
        Each below 1.
    """
    if (moves.max(axis=-1) == 1).all():
        return doubled(rewards, moves.argmax(axis=-1), discounts)
    count, states = len(discounts), moves.shape[-1]
    each = (
        np.broadcast_to(rewards, (count, states)),
        np.broadcast_to(moves, (count, states, states)),
        discounts,
    )
    step = max(1, SYSTEM_ENTRIES // states**2)
    parts = [
        _solved(*(table[first : first + step] for table in each)) for first in range(0, count, step)
    ]
    return np.concatenate(parts)


def _solved(rewards: FloatArray, moves: FloatArray, discounts: FloatArray) -> FloatArray:
    """The values by a linear system, and by a second one for what the first leaves of its rounding.

    What is left over is made of differences between states that follow each other. These are small
    where play stays for long, and so it is exact where a patient player needs it: rounding in plain
    sums would count for all rounds.
    """
    found = _ahead(rewards, moves, discounts)
    further = (moves * (found[:, None, :] - found[:, :, None])).sum(axis=-1)
    left = rewards - found + (discounts / (1 - discounts))[:, None] * further
    return found + _ahead(left, moves, discounts)


def _ahead(rewards: FloatArray, moves: FloatArray, discounts: FloatArray) -> FloatArray:
    """The values as that of the first state and what the others are ahead of it.

    Ahead by a sum over all rounds: these sums stay small as patience grows, where each state's own
    would not.
    """
    systems = np.eye(moves.shape[-1]) - discounts[:, None, None] * moves
    systems[:, :, 0] = 1
    ahead = np.linalg.solve(systems, np.broadcast_to(rewards, systems.shape[:2])[..., None])[..., 0]
    found: FloatArray = (1 - discounts[:, None]) * ahead
    found[:, 0] = 0
    return found + ahead[:, :1]


def doubled(rewards: FloatArray, follows: IndexArray, discounts: FloatArray) -> FloatArray:
    """The values where each state is followed by just one, summed over 1, 2, 4, 8 … rounds.

    Parameters
    ----------
    follows : ndarray of int, shape (states,) or (factors, states)
    """
    found: FloatArray = (1 - discounts[:, None]) * rewards
    rounds, weight = 1, discounts[:, None]
    while weight.max() > NOTHING:
        if follows.ndim == 1:
            found, follows = found + weight * found[:, follows], follows[follows]
        else:
            found = found + weight * np.take_along_axis(found, follows, axis=1)
            follows = np.take_along_axis(follows, follows, axis=1)
        rounds *= 2
        weight = discounts[:, None] ** rounds  # squaring the last one would add up its rounding
    return found


def before(worth: FloatArray) -> FloatArray:
    """What states are worth at the start of each round: of sums before an end without those after
    the last round.
    """
    return worth[:, :-1] if worth.ndim == 3 else worth


def stepping(faced: Facing, worth: FloatArray, discounts: FloatArray) -> FloatArray:
    """What each action is worth to who returns to its automaton: (factors, states, own actions), by
    round before them.

    Parameters
    ----------
    worth : ndarray, shape (factors, states) or (factors, rounds + 1, states)
        What the automaton is worth from each state on: by round, or as sums before an end; see
        `backward`.
    """
    ends = worth.ndim == 3
    onward = worth[:, 1:] if ends else worth
    factor = discounts.reshape(-1, *[1] * (onward.ndim - 1 + faced.best.ndim - 1))
    if (follows := faced.follows) is not None:
        later = onward[..., follows]
    else:
        later = onward @ faced.later.reshape(-1, onward.shape[-1]).T
        later = later.reshape(*onward.shape[:-1], *faced.best.shape)
    return (1.0 if ends else 1 - factor) * faced.best + factor * later


TURNS = 1_000
"""Improvements of a plan; a handful is usual."""

IMPROVED = 1e-14
"""What counts as better, where payoffs lie between 0 and 1: some fifty roundings, in payoffs and in
their values.
"""


class Reply(NamedTuple):
    """The best plans.

    Parameters
    ----------
    worth : ndarray, shape (factors, states)
        What the best plan is worth by round from each state on.
    plan : ndarray of int, shape (factors, states)
        Which action it takes there.
    """

    worth: FloatArray
    plan: IntArray


def best_reply(faced: Facing, discounts: FloatArray, rounds: int | None = None) -> Reply:
    """The best plan at each discount factor, by policy iteration from the greedy one.

    Before a fixed end it is found from the last round back: sums of shape (factors, rounds + 1,
    states), and plans of shape (factors, rounds, states). Without one each factor is below 1.

    Raises
    ------
    DidNotConverge
        If rounding makes plans better without end.
    """
    if rounds is not None:
        return _best_reply_in(faced, discounts, rounds)
    plan = np.broadcast_to(
        first_best(faced.best, IMPROVED), (len(discounts), len(faced.best))
    ).copy()
    for _ in range(TURNS):
        worth = following(faced, plan, discounts)
        each = stepping(faced, worth, discounts)
        better = first_best(each, IMPROVED)
        gain = np.take_along_axis(each, better[..., None], axis=2)[..., 0] - worth
        if not (gain > IMPROVED).any():
            return Reply(worth, plan)
        plan = np.where(gain > IMPROVED, better, plan)
    raise DidNotConverge("a best reply", TURNS, float(gain.max()), IMPROVED)


def first_best(each: FloatArray, slack: float) -> IntArray:
    """Along the last axis, the first of all that are as good as the best, but for so much rounding.

    Examples
    --------
    >>> first_best(np.array([[0.0, 0.3, 0.1 + 0.2]]), 1e-15).tolist()
    [1]
    """
    found: IntArray = (each >= each.max(axis=-1, keepdims=True) - slack).argmax(axis=-1)
    return found


def following(faced: Facing, plan: IntArray, discounts: FloatArray) -> FloatArray:
    """What a plan is worth by round from each state on, shape (factors, states).

    Parameters
    ----------
    plan : ndarray of int, shape (states,) or (factors, states)
    """
    rows, follows = np.arange(len(faced.best)), faced.follows
    if (
        follows is not None
    ):  # a matrix for each factor would be far larger than where each state leads
        return doubled(faced.best[rows, plan], follows[rows, plan], discounts)
    return values(faced.best[rows, plan], faced.later[rows, plan], discounts)


def _best_reply_in(faced: Facing, discounts: FloatArray, rounds: int) -> Reply:
    plan = np.zeros((len(discounts), rounds, len(faced.best)), dtype=int)

    def choose(left: int, each: FloatArray) -> IntArray:
        plan[:, left] = first_best(
            each, (rounds - left) * IMPROVED
        )  # the rounding of each round adds up
        greedy: IntArray = each.argmax(axis=2)
        return greedy

    return Reply(_led(faced, discounts, rounds, choose), plan)


def following_in(faced: Facing, plan: IntArray, discounts: FloatArray) -> FloatArray:
    """The sums of one plan, of shape (rounds, states), at each discount factor."""
    return _led(
        faced, discounts, len(plan), lambda left, each: np.broadcast_to(plan[left], each.shape[:2])
    )


def backward(
    rewards: FloatArray, moves: FloatArray, discounts: FloatArray, rounds: int
) -> FloatArray:
    """The sums from each round and state on, shape (factors, rounds + 1, states); after the last
    round nothing.

    Parameters
    ----------
    rewards : ndarray, shape (states,)
    moves : ndarray, shape (states, states)
    """
    found = np.zeros((len(discounts), rounds + 1, len(rewards)))
    for left in range(rounds - 1, -1, -1):
        found[:, left] = rewards + discounts[:, None] * (found[:, left + 1] @ moves.T)
    return found


def _led(
    faced: Facing, discounts: FloatArray, rounds: int, choose: Callable[[int, FloatArray], IntArray]
) -> FloatArray:
    states, own, _ = faced.later.shape
    onward = faced.later.reshape(states * own, states).T
    found = np.zeros((len(discounts), rounds + 1, states))
    for left in range(rounds - 1, -1, -1):
        later = (found[:, left + 1] @ onward).reshape(-1, states, own)
        each = faced.best + discounts[:, None, None] * later
        found[:, left] = np.take_along_axis(each, choose(left, each)[..., None], axis=2)[..., 0]
    return found


NEVER = 2**40
"""The cost of what cannot be reached; above any number of steps."""


def reached_by(joint: Joint, rounds: int, allowed: BoolArray | None = None) -> BoolArray:
    """Which joint states some play reaches in each of so many rounds, shape (rounds, states).

    Parameters
    ----------
    allowed : ndarray of bool, shape (states, *actions), optional
        The combinations of actions that may be played; by default all.
    """
    found = np.zeros((rounds, len(joint.states)), dtype=bool)
    found[0, 0] = True
    ways = (joint.odds > 0) & (True if allowed is None else allowed[..., None])
    for here, later in pairwise(found):
        later[joint.follows[here][ways[here]]] = True
    return found


def reached_ever(joint: Joint, allowed: BoolArray) -> BoolArray:
    """Which joint states some play reaches in any round, shape (states,)."""
    ways = (joint.odds > 0) & allowed[..., None]
    return all_reached(len(joint.states), 0, lambda new: joint.follows[new][ways[new]])


def all_reached(states: int, start: int, onward: Callable[[IndexArray], AnyArray]) -> BoolArray:
    """Which states a search comes to from a first one, shape (states,).

    Parameters
    ----------
    onward : callable
        From some states to all that follow any of them.
    """
    found, new = np.zeros(states, dtype=bool), np.array([start])
    while len(new):
        found[new] = True
        after = np.unique(onward(new), return_index=True)[
            0
        ]  # without the places it loads masked arrays
        new = after[~found[after]]
    return found


def route(
    joint: Joint, costs: IntArray, wanted: BoolArray
) -> tuple[int, int, list[tuple[int, ...]]]:
    """The way to the earliest wanted place.

    Parameters
    ----------
    costs : ndarray of int, shape (states, *actions)
        How many players step aside in a combination of actions; `NEVER` for one that is not
        allowed.
    wanted : ndarray of bool, shape (rounds, states)
        In which round, the first being 0, which states are meant.

    Returns
    -------
    round, state, actions
        Where it leads, and the combination of actions of every round before.
    """
    ways = np.argwhere((joint.odds > 0) & (costs < NEVER)[..., None])
    source, actions, (*place, _) = ways[:, 0], ways[:, 1:-1], ways.T
    target, cost = joint.follows[tuple(ways.T)], costs[tuple(place)]
    reached = [np.full(len(joint.states), NEVER, dtype=int)]
    reached[0][0] = 0
    for meant in wanted:
        there = np.where(meant, reached[-1], NEVER)
        if there.min() < NEVER:
            break
        following = np.full(len(joint.states), NEVER, dtype=int)
        np.minimum.at(following, target, reached[-1][source] + cost)
        reached.append(np.minimum(following, NEVER))
    state = arrived = int(there.argmin())
    way = []
    for before, after in zip(reached[-2::-1], reached[:0:-1], strict=True):
        edge = int(np.flatnonzero((target == state) & (before[source] + cost == after[state]))[0])
        way.append(tuple(map(int, actions[edge])))
        state = int(source[edge])
    return len(way), arrived, way[::-1]
