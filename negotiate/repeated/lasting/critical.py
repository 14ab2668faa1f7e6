"""Critical discount factors: those at which no deviation, or no other plan, pays any player."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, get_args

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.errors import GameTooLarge, UnknownConcept
from negotiate.repeated.game import Concept, CriticalDiscount, RepeatedGame
from negotiate.repeated.kernels.margins import NODE_FACTORS, SAME, Intervals, candidates, intervals, probes, slack
from negotiate.repeated.kernels.one_shot import (
    Facing,
    all_reached,
    before,
    best_reply,
    following,
    following_in,
    reached_by,
    stepping,
)
from negotiate.repeated.lasting.certificate import Machine, alone_states, machine, on_path
from negotiate.repeated.strategies.strategy import Playable

SCAN_LIMIT = 20_000_000
"""Margins at all factors of the scan at once."""

SOLVED_LIMIT = 250
"""Joint states where chance plays a part, so that each factor of the scan needs a linear system solved."""


def weights(discounts: FloatArray, rounds: int | None) -> FloatArray:
    """How many rounds of today all rounds together count for, at discount factors below 1."""
    return (1 - (0.0 if rounds is None else discounts**rounds)) / (1 - discounts)


class StepsAside(NamedTuple):
    """The steps aside of one player; of several in one state that lead to the same, the one that pays most.

    Parameters
    ----------
    found : Machine
        The play of the automata.
    steps : Facing
        What each step pays, shape (steps,), and how likely each state follows, shape (steps, states).
    states : ndarray of int, shape (steps,)
        Where it is taken.
    reached : ndarray of bool, shape (rounds, states), or None
        Where some play leads by each round; None where there is no end.
    """

    found: Machine
    player: int
    steps: Facing
    states: IntArray
    reached: BoolArray | None

    def __call__(self, discounts: FloatArray) -> FloatArray:
        """The gains by round at each factor, shape (factors, steps)."""
        worth = self.found.worth(self.player, discounts)
        gains: FloatArray = stepping(self.steps, worth, discounts) - before(worth)[..., self.states]
        if self.reached is None:
            return gains
        return gains[:, self.reached[:, self.states]] / weights(discounts, len(self.reached))[:, None]


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
    kinds, place = np.unique(rows.astype(np.float64), axis=0, return_inverse=True)
    now = np.full(len(kinds), -np.inf)
    np.maximum.at(now, place.ravel(), faced.best[:states].ravel())
    _fits(found, len(kinds) * (rounds or 1))
    reached = None if rounds is None else reached_by(found.joint, rounds)
    return StepsAside(found, player, Facing(now, now, kinds[:, 1:]), kinds[:, 0].astype(np.int64), reached)


@dataclass(slots=True, eq=False)
class OtherPlans:
    """Other plans of one player, of those that gain most for some discount factor, each where on the path it does.

    Parameters
    ----------
    found : Machine
        The play of the automata.
    faced : Facing
        What the player faces alone.
    alone : ndarray of int, shape (states,)
        For each joint state, which state of what it faces alone it is part of.
    path : ndarray of bool, shape (rounds, states)
        Where play leads as long as all keep to their automata; one row for all rounds without an end.
    partings : dict
        Those that are known, by all that makes them what they are: the round in which a plan is taken up, counted from
        0, the joint state, and what it does from there, by the states that the player faces alone; 0 where it does not
        lead.
    """

    found: Machine
    player: int
    faced: Facing
    alone: IntArray
    path: BoolArray
    partings: dict[bytes, tuple[int, int, IntArray]] = field(default_factory=dict)

    @property
    def rounds(self) -> int | None:
        """How many rounds there are; None without an end."""
        return self.found.game.setting.rounds

    def __call__(self, discounts: FloatArray) -> FloatArray:
        """What each known plan gains by round at each factor, shape (factors, plans)."""
        kept, whole = self._kept(discounts)
        found = np.empty((len(discounts), len(self.partings)))
        for column, (when, state, plan) in enumerate(self.partings.values()):
            worth = (following if self.rounds is None else following_in)(self.faced, plan, discounts)
            start = worth.reshape(*kept.shape[:1], -1, len(self.faced.best))[:, 0, self.alone[state]]
            found[:, column] = (start - kept[:, when, state]) / whole
        return found

    def most(self, discounts: FloatArray) -> FloatArray:
        """What the best plan of all gains at each factor, wherever on the path that is most; new ones are kept."""
        kept, whole = self._kept(discounts)
        reply = best_reply(self.faced, discounts, self.rounds)
        gains = (before(reply.worth).reshape(len(kept), kept.shape[1], -1)[..., self.alone] - kept).T / whole
        flat = np.where(self.path, gains.T, -np.inf).reshape(len(discounts), -1)
        place, greatest = flat.argmax(axis=1), np.asarray(flat.max(axis=1))
        rows = np.column_stack([place, reply.plan.reshape(len(discounts), -1)])[greatest > slack(discounts)]
        for best in np.unique(rows, axis=0):
            self._keep(*divmod(int(best[0]), len(self.alone)), best[1:].reshape(reply.plan.shape[1:]))
        return greatest

    def _kept(self, discounts: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What the automaton is worth from each place on, shape (factors, rounds, states), and by what to divide it."""
        states, worth = len(self.alone), before(self.found.worth(self.player, discounts))
        whole = np.ones(len(discounts)) if self.rounds is None else weights(discounts, self.rounds)
        return worth.reshape(len(discounts), -1, worth.shape[-1])[..., :states], whole

    def _keep(self, when: int, state: int, plan: IntArray) -> None:
        """Add a plan, if it is new; what it does where it does not lead from there is idle."""
        left = plan if self.rounds is None else plan[when:]
        used = np.where(self._used(left, int(self.alone[state])), left, 0)
        self.partings.setdefault(np.array([when, state]).tobytes() + used.tobytes(), (when, state, used))

    def _used(self, plan: IntArray, start: int) -> BoolArray:
        """Where a plan leads from a state."""
        ways, rows = self.faced.later > 0, np.arange(plan.shape[-1])
        if self.rounds is None:
            onward = ways[rows, plan]
            return all_reached(len(rows), start, lambda new: np.flatnonzero(onward[new].any(axis=0)))
        found = np.zeros(plan.shape, dtype=bool)
        found[0, start] = True
        for later in range(1, len(plan)):
            found[later] = ways[rows, plan[later - 1]][found[later - 1]].any(axis=0)
        return found


def other_plans(found: Machine, player: int) -> OtherPlans:
    """The plans of one player, of which none is known yet.

    Raises
    ------
    GameTooLarge
        If there are too many states to look at for all discount factors.
    """
    joint, faced = found.alone(player)
    _fits(found, max(faced.best.size, len(found.joint.states)) * (found.game.setting.rounds or 1))
    return OtherPlans(found, player, faced, alone_states(found, player, joint), on_path(found))


def _fits(found: Machine, steps: int) -> None:
    size = len(NODE_FACTORS) * steps
    if size > SCAN_LIMIT:
        ending = found.game.setting.rounds is not None
        fewer = "let fewer rounds be played" if ending else "use strategies with fewer states"
        raise GameTooLarge("deviations at all discount factors", size, SCAN_LIMIT, fewer)
    chance = found.moves.max(axis=1).min() < 1
    if chance and len(found.moves) > SOLVED_LIMIT:
        hint = "use strategies with fewer states, or ask about one discount factor with `--certificate`"
        raise GameTooLarge("joint states with chance moves", len(found.moves), SOLVED_LIMIT, hint)


CONCEPTS: tuple[Concept, ...] = get_args(Concept)
"""What strategies can be asked to be."""


def critical_discount(game: RepeatedGame, *profile: Playable, concept: Concept = "subgame-perfect") -> CriticalDiscount:
    """The discount factors between 0 and 1 for which a profile of automata holds.

    Parameters
    ----------
    game : RepeatedGame
        Its own discount factors do not matter; everything else of its setting does.
    *profile : Strategy, Automaton or str
        One a player, or one for all; by default what the file says, else grim.
    concept : {'subgame-perfect', 'nash'}
        Whether no step aside may pay in any joint state that any play reaches, or no other plan from the first round.

    Raises
    ------
    UnknownConcept
        If there is no such concept.
    UnsuitableGame
        If a strategy is no automaton, or actions are not seen.
    GameTooLarge
        If there are too many joint states.

    Examples
    --------
    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> game = RepeatedGame(dilemma, 0.9)
    >>> game.critical_discount("grim")
    ((0.5, 1.0),)
    >>> [(round(low, 9), high) for low, high in game.critical_discount("tit_for_tat", concept="nash")]
    [(0.666666667, 1.0)]
    >>> game.critical_discount("tit_for_tat")
    ()
    """
    if concept not in CONCEPTS:
        raise UnknownConcept(
            f"there is no concept `{concept}` here", f"choose {' or '.join(f'`{one}`' for one in CONCEPTS)}"
        )
    found = machine(game, profile)
    survives = 1 - game.setting.ends
    by_player = []
    for player in range(game.stage.n_players):
        held = _held(found, player) if concept == "subgame-perfect" else _best(found, player)
        by_player.append(tuple((low / survives, min(high / survives, 1.0)) for low, high in held if low < survives))
    common = _common(by_player)
    return CriticalDiscount(common, tuple(by_player), _binding(common, by_player))


def _held(found: Machine, player: int) -> Intervals:
    """For which of a player's factors no step aside of its pays anywhere."""
    steps = steps_aside(found, player)
    tested = probes(candidates(steps(NODE_FACTORS)))
    return intervals(tested, steps(tested.all).max(axis=1))


def _best(found: Machine, player: int) -> Intervals:
    """For which of a player's factors no other plan of its pays anywhere on the path.

    The plans that gain most at a factor of 0, or at a node of a piece, are compared with the automaton at all factors;
    where another plan turns out to gain more at a factor that is tested, it joins them, until none does.
    """
    plans = other_plans(found, player)
    plans.most(np.append(0.0, NODE_FACTORS))
    known = -1
    while len(plans.partings) > known:
        known = len(plans.partings)
        tested = probes(candidates(plans(NODE_FACTORS)))
        greatest = plans.most(tested.all)
    return intervals(tested, greatest)


def _common(by_player: list[Intervals]) -> Intervals:
    """The factors that lie in an interval of every player; ends that differ by rounding meet."""
    found = by_player[0]
    for others in by_player[1:]:
        meets = [(max(a[0], b[0]), min(a[1], b[1])) for a in found for b in others]
        found = tuple((low, max(low, high)) for low, high in meets if low <= high + SAME)
    return found


def _binding(common: Intervals, by_player: list[Intervals]) -> int | None:
    """Whose constraint the least common factor meets; of several players the first."""
    if not common or common[0][0] == 0:
        return None
    apart = [min(abs(low - common[0][0]) for low, _ in held) for held in by_player]
    return int(np.argmin(np.array(apart) > SAME))
