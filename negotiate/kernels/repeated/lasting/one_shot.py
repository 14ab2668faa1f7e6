"""What one player faces where automata meet, what their play is worth, and what one step aside would gain.

A step aside is an action other than the automaton's own, in one joint state, after which the automaton plays on. The
values of a joint machine solve `v = (1 - discount) now + discount moves v`, a payoff by round. Where every joint state
leads to one other, the sum over all rounds is made by doubling: twice as many rounds at every turn.

References
----------
Blackwell, D. (1965). Discounted Dynamic Programming. Annals of Mathematical Statistics 36: no step gains, no plan does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.errors import GameTooLarge
from negotiate.kernels.repeated.lasting.joint import Joint

LATER_LIMIT = 20_000_000
"""Entries of the table of what follows each action: states times own actions times states."""

SYSTEM_ENTRIES = 2_000_000
"""Entries of the linear systems that are laid out at once."""

NOTHING = 1e-18
"""A weight below which the rounds still to come add nothing to a sum of at most 1."""


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
        """The one joint state that follows each action, shape (states, own actions); None where chance plays a part."""
        return self.later.argmax(axis=2) if (self.later.max(axis=2) == 1).all() else None


def acting(joint: Joint, outputs: Sequence[FloatArray]) -> FloatArray:
    """How likely each combination of actions is in each joint state, shape (states, *actions)."""
    count = len(joint.states)
    found = np.ones((count,) + (1,) * len(outputs))
    for player, table in enumerate(outputs):
        axes = [count] + [1] * len(outputs)
        axes[player + 1] = table.shape[1]
        found = found * table[joint.states[:, player + 1]].reshape(axes)
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
    if states * states * own > LATER_LIMIT:
        raise GameTooLarge("ways on", states * states * own, LATER_LIMIT, "use strategies with fewer states")
    done = [
        table @ slip if p != player else np.ones_like(table)
        for p, (table, slip) in enumerate(zip(outputs, slips, strict=True))
    ]
    weight = np.moveaxis(acting(joint, done), player + 1, 1).reshape(states, own, -1)
    paid, most = (
        (np.moveaxis(table[joint.states[:, 0]], player + 1, 1).reshape(states, own, -1) * weight).sum(axis=-1)
        for table in (payoffs, tempting)
    )
    onward = weight[..., None] * np.moveaxis(joint.odds, player + 1, 1).reshape(*weight.shape, -1)
    rows = np.arange(states * own).reshape(states, own, 1, 1) * states
    to = rows + np.moveaxis(joint.follows, player + 1, 1).reshape(onward.shape)
    later = np.bincount(to.ravel(), onward.ravel(), states * own * states).reshape(states, own, states)
    slip = slips[player]
    usual = paid @ slip.T
    return Facing(usual, usual + (most - paid) * np.diag(slip), np.einsum("ab,sbt->sat", slip, later))


def with_exit(faced: Facing, outside: float) -> Facing:
    """The same with one more action, to walk away, which leads to one more state, where all is over for good."""
    states, own, _ = faced.later.shape
    later = np.zeros((states + 1, own + 1, states + 1))
    later[:states, :own, :states] = faced.later
    later[:states, own, states] = later[states, :, states] = 1
    usual, best = (np.pad(table, ((0, 1), (0, 1)), constant_values=outside) for table in (faced.usual, faced.best))
    return Facing(usual, best, later)


def values(rewards: FloatArray, moves: FloatArray, discounts: FloatArray) -> FloatArray:
    """What play is worth by round from each joint state on, at each discount factor, shape (factors, states).

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
    states = moves.shape[-1]
    step = max(1, SYSTEM_ENTRIES // states**2)
    found = np.empty((len(discounts), states))
    for first in range(0, len(discounts), step):
        part = slice(first, first + step)
        now, onward = (rewards[part] if rewards.ndim == 2 else rewards), (moves[part] if moves.ndim == 3 else moves)
        found[part] = _solved(now, onward, discounts[part])
    return found


def _solved(rewards: FloatArray, moves: FloatArray, discounts: FloatArray) -> FloatArray:
    """The values by a linear system, and by a second one for what the first leaves of its rounding.

    What is left over is made of differences between states that follow each other. These are small where play stays
    for long, and so it is exact where a patient player needs it: rounding in plain sums would count for all rounds.
    """
    found = _ahead(rewards, moves, discounts)
    further = (moves * (found[:, None, :] - found[:, :, None])).sum(axis=-1)
    left = rewards - found + (discounts / (1 - discounts))[:, None] * further
    return found + _ahead(left, moves, discounts)


def _ahead(rewards: FloatArray, moves: FloatArray, discounts: FloatArray) -> FloatArray:
    """The values as that of the first state and what the others are ahead of it.

    Ahead by a sum over all rounds: these sums stay small as patience grows, where each state's own would not.
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


def stepping(faced: Facing, worth: FloatArray, discounts: FloatArray) -> FloatArray:
    """What each action is worth by round to who returns to its automaton, shape (factors, states, own actions).

    Parameters
    ----------
    worth : ndarray, shape (factors, states)
        What the automaton is worth from each state on.
    """
    factor, follows = discounts[:, None, None], faced.follows
    if follows is not None:
        later = worth[:, follows]
    else:
        later = (worth @ faced.later.reshape(-1, faced.later.shape[-1]).T).reshape(-1, *faced.best.shape)
    return (1 - factor) * faced.best + factor * later
