"""What must not pay if strategies are to hold: each step aside, or each other plan, as a function of the patience."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from negotiate.errors import GameTooLarge
from negotiate.kernels.repeated.backward import backward, best_reply_in, following_in
from negotiate.kernels.repeated.best_reply import best_reply, following
from negotiate.kernels.repeated.margins import NODES, PIECES
from negotiate.kernels.repeated.one_shot import Facing, values
from negotiate.kernels.repeated.routes import reached_by
from negotiate.repeated.lasting.machine import Machine

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

SCAN_LIMIT = 20_000_000
"""Margins at all factors of the scan at once."""

SOLVED_LIMIT = 250
"""Joint states where chance plays a part, so that each factor of the scan needs a linear system solved."""


def weights(discounts: FloatArray, rounds: int | None) -> FloatArray:
    """How many rounds of today all rounds together count for, at discount factors below 1."""
    return (1 - (0.0 if rounds is None else discounts**rounds)) / (1 - discounts)


@dataclass(frozen=True, slots=True, eq=False)
class StepsAside:
    """The steps aside of one player; of several in one state that lead to the same, the one that pays most.

    Parameters
    ----------
    rewards, moves : ndarray
        The play of the automata; see `Machine`.
    now : ndarray, shape (steps,)
        What the round of each step is worth.
    states : ndarray of int, shape (steps,)
        Where it is taken.
    later : ndarray, shape (steps, states)
        How likely each state follows.
    reached : ndarray of bool, shape (rounds, states), or None
        Where some play leads by each round; None where there is no end.
    """

    rewards: FloatArray
    moves: FloatArray
    now: FloatArray
    states: IntArray
    later: FloatArray
    reached: BoolArray | None

    def __call__(self, discounts: FloatArray) -> FloatArray:
        """The gains by round at each factor, shape (factors, steps)."""
        factor = discounts[:, None]
        if self.reached is None:
            worth = values(self.rewards, self.moves, discounts)
            return (1 - factor) * self.now + factor * (worth @ self.later.T) - worth[:, self.states]
        rounds = len(self.reached)
        sums = backward(self.rewards, self.moves, discounts, rounds)
        each = self.now + factor[..., None] * (sums[:, 1:] @ self.later.T) - sums[:, :-1, self.states]
        gains: FloatArray = each[:, self.reached[:, self.states]] / weights(discounts, rounds)[:, None]
        return gains


def steps_aside(found: Machine, player: int) -> StepsAside:
    """The steps of one player.

    Raises
    ------
    GameTooLarge
        If there are too many to look at for all discount factors.
    """
    states, rounds = len(found.joint.states), found.game.setting.rounds
    faced = found.faced[player]
    own = faced.best.shape[1]
    rows = np.column_stack([np.repeat(np.arange(states), own), faced.later[:states].reshape(states * own, -1)])
    kinds, place = np.unique(rows, axis=0, return_inverse=True)
    now = np.full(len(kinds), -np.inf)
    np.maximum.at(now, place.ravel(), faced.best[:states].ravel())
    states_of, later = kinds[:, 0].astype(np.int64), kinds[:, 1:].astype(np.float64)
    _fits(found, len(kinds) * (rounds or 1))
    reached = None if rounds is None else reached_by(found.joint, rounds)
    return StepsAside(found.rewards[player], found.moves, now, states_of, later, reached)


@dataclass(slots=True, eq=False)
class OtherPlans:
    """Every other plan of one player from the first round on, of those that have been best for some patience.

    Parameters
    ----------
    rewards, moves : ndarray
        The play of the automata; see `Machine`.
    faced : Facing
        What the player faces alone.
    plans : dict
        The plans by what they do where they lead to.
    """

    rewards: FloatArray
    moves: FloatArray
    faced: Facing
    rounds: int | None
    plans: dict[bytes, IntArray] = field(default_factory=dict)

    def __call__(self, discounts: FloatArray) -> FloatArray:
        """What each plan gains by round at each factor, shape (factors, plans)."""
        kept = self.kept(discounts)
        if self.rounds is None:
            starts = [following(self.faced, plan, discounts)[:, 0] for plan in self.plans.values()]
        else:
            whole = weights(discounts, self.rounds)
            starts = [following_in(self.faced, plan, discounts)[:, 0, 0] / whole for plan in self.plans.values()]
        return np.stack(starts, axis=1) - kept[:, None]

    def kept(self, discounts: FloatArray) -> FloatArray:
        """What the automaton is worth by round from the start."""
        if self.rounds is None:
            return values(self.rewards, self.moves, discounts)[:, 0]
        worth: FloatArray = backward(self.rewards, self.moves, discounts, self.rounds)[:, 0, 0]
        return worth / weights(discounts, self.rounds)

    def most(self, discounts: FloatArray) -> FloatArray:
        """What the best plan of all gains at each factor; plans that are new are kept."""
        if self.rounds is None:
            reply = best_reply(self.faced, discounts)
            best = reply.worth[:, 0]
        else:
            reply = best_reply_in(self.faced, discounts, self.rounds)
            best = reply.worth[:, 0, 0] / weights(discounts, self.rounds)
        for plan in np.unique(reply.plan, axis=0):
            used = np.where(self._used(plan), plan, 0)
            self.plans.setdefault(used.tobytes(), used)
        return best - self.kept(discounts)

    def _used(self, plan: IntArray) -> BoolArray:
        """Where a plan leads from the start; what it says of other places is idle."""
        ways = self.faced.later > 0
        rows = np.arange(plan.shape[-1])
        found = np.zeros(plan.shape, dtype=bool)
        found[..., 0].flat[0] = True
        if self.rounds is not None:
            for later in range(1, len(plan)):
                found[later] = ways[rows, plan[later - 1]][found[later - 1]].any(axis=0)
            return found
        onward = ways[rows, plan]
        while True:
            further = found | onward[found].any(axis=0)
            if (further == found).all():
                return found
            found = further


def other_plans(found: Machine, player: int) -> OtherPlans:
    """The plans of one player, of which none is known yet.

    Raises
    ------
    GameTooLarge
        If there are too many states to look at for all discount factors.
    """
    _, faced = found.alone(player)
    _fits(found, faced.best.size * (found.game.setting.rounds or 1))
    return OtherPlans(found.rewards[player], found.moves, faced, found.game.setting.rounds)


def _fits(found: Machine, steps: int) -> None:
    size = NODES * PIECES * steps
    if size > SCAN_LIMIT:
        raise GameTooLarge("steps aside over all factors", size, SCAN_LIMIT, "use strategies with fewer states")
    chance = found.moves.max(axis=1).min() < 1
    if chance and len(found.moves) > SOLVED_LIMIT:
        hint = "use strategies with fewer states, or ask at one patience only"
        raise GameTooLarge("joint states in which chance plays a part", len(found.moves), SOLVED_LIMIT, hint)
