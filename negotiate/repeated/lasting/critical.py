"""Critical discount factors: those at which no deviation, or no other plan, pays any player.

A margin is what a step aside gains, as a function of the discount factor; strategies hold where all
are at most 0. Margins are not monotone, so the whole of (0, 1) is searched. It is cut into pieces,
each half as long as the one before. Values of Markov chains are power series in the factor: they
have no poles inside the unit disc. No piece is longer than its distance from the rim of the disc,
so a Chebyshev interpolant of a margin misses by less than 5.8 ** -nodes of its size there, whatever
the chain. Roots are looked for in cells of the interpolant, by changes of its sign and of its
slope's. Two roots in one cell are told apart; three are taken for one, and then the margin between
them is below 1e-7 of its size elsewhere (a root in a cell takes a factor of 1/256 off what lies
beside it).

References
----------
Trefethen, L. N. (2019). Approximation Theory and Approximation Practice. SIAM. Theorem 8.2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, get_args

import numpy as np
from numpy.polynomial import chebyshev

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.errors import GameTooLarge, UnknownConcept, shown
from negotiate.repeated.game import Concept, CriticalDiscount, Intervals, Supergame
from negotiate.repeated.kernels.one_shot import (
    ROUNDING,
    Facing,
    all_reached,
    before,
    best_reply,
    following,
    following_in,
    reached_by,
    slack,
    stepping,
)
from negotiate.repeated.lasting.certificate import Machine, alone_states, machine, on_path
from negotiate.repeated.strategies.strategy import Playable

NODES = 24
CELLS = 256
PIECES = 16
"""The last piece ends at about 0.99998; what is true just beyond is taken to be true up to 1."""

FIRST = 1 - 2**-0.9
"""Where the first piece ends: no number that a game is likely to have for a threshold, since a
margin that touches 0 right on an edge could hide behind rounding.
"""

BISECTIONS = 52
"""As many as a float has digits."""

SAME = 1e-11
"""Roots closer to each other than this are one."""

SHADOW = 1e-6
"""Crossings this near to where a margin touches 0, in halves of a piece, are that touch seen
through rounding.
"""


EDGES = np.append(0.0, 1 - (1 - FIRST) * 2.0 ** -np.arange(PIECES))
"""Where the pieces of (0, 1) begin and end, shape (pieces + 1,)."""
_ANGLES = np.pi * (np.arange(NODES) + 0.5) / NODES
NODE_FACTORS = (EDGES[:-1, None] + np.diff(EDGES)[:, None] * (1 + np.cos(_ANGLES)) / 2).ravel()
"""The discount factors at which margins are sampled, piece by piece."""
TRANSFORM = 2 / NODES * np.cos(np.arange(NODES)[:, None] * _ANGLES)
"""From the values at a piece's nodes to the coefficients of its interpolant."""
TRANSFORM[0] /= 2


def candidates(margins: FloatArray) -> FloatArray:
    """Every discount factor at which the set on which all margins are at most 0 may begin or end,
    in order.

    Parameters
    ----------
    margins : ndarray, shape (pieces * nodes, constraints)
        By round, at `NODE_FACTORS`, in a unit in which payoffs range over 1.

    Returns
    -------
    ndarray
        Also the inner edges of the pieces: what changes right on one is found on neither side of
        it.
    """
    sampled, none = margins.reshape(PIECES, NODES, -1), slack(EDGES[1:])
    free = np.abs(sampled).max(axis=1) <= none[:, None]
    series = np.einsum("jn,pnk->pkj", TRANSFORM, sampled)
    spread = np.abs(series[..., 1:]).sum(axis=-1)
    broken = ((series[..., 0] > spread) & ~free).any(axis=1)  # somebody gains on the whole piece
    piece, constraint = np.nonzero((np.abs(series[..., 0]) <= spread) & ~free & ~broken[:, None])
    row, place = roots(series[piece, constraint], none[piece])
    left, right = EDGES[piece[row]], EDGES[piece[row] + 1]
    found = np.sort(np.concatenate([left + (right - left) * (1 + place) / 2, EDGES[1:]]))
    return found[found > SAME]  # no patience at all is no factor between 0 and 1


def roots(series: FloatArray, near: FloatArray) -> tuple[IntArray, FloatArray]:
    """Where Chebyshev series cross 0 on [-1, 1], or touch it.

    Parameters
    ----------
    series : ndarray, shape (rows, degree + 1)
    near : ndarray, shape (rows,)
        How near to 0 a turning point counts as touching it.

    Returns
    -------
    row, place : ndarray
        Which series, and where.
    """
    grid = np.linspace(-1, 1, CELLS + 1)
    slopes = np.asarray(chebyshev.chebder(series, axis=1), dtype=float)
    basis = chebyshev.chebvander(grid, series.shape[1] - 1).T
    rising, above = slopes @ basis[: slopes.shape[1]] > 0, series @ basis > 0
    turns, at = np.nonzero(np.diff(rising, axis=1))
    turning = bisected(slopes[turns], grid[at], grid[at + 1])
    peak = _evaluated(series[turns], turning)
    crossing, cell = np.nonzero(np.diff(above, axis=1))
    dips = ((peak > 0) != above[turns, at]) & ((peak > 0) != above[turns, at + 1])
    row = np.concatenate([crossing, turns[dips], turns[dips]])
    low: FloatArray = np.concatenate([grid[cell], grid[at][dips], turning[dips]])
    high: FloatArray = np.concatenate([grid[cell + 1], turning[dips], grid[at + 1][dips]])
    place = bisected(series[row], low, high)
    touching = (np.abs(peak) <= near[turns]) & (~dips | (np.abs(peak) <= ROUNDING))
    touch, touched = turns[touching], turning[touching]
    own = ~((row[:, None] == touch) & (np.abs(place[:, None] - touched) <= SHADOW)).any(axis=1)
    return np.concatenate([row[own], touch]), np.concatenate([place[own], touched])


def bisected(series: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """The place between two others, one a row, at which a series changes its sign."""
    rising = _evaluated(series, high) > 0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        above = (_evaluated(series, middle) > 0) == rising
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return (low + high) / 2


def _evaluated(series: FloatArray, place: FloatArray) -> FloatArray:
    powers = np.cos(np.arange(series.shape[1]) * np.arccos(place)[:, None])
    found: FloatArray = (series * powers).sum(axis=1)
    return found


class Probes(NamedTuple):
    """Where it is tested whether strategies hold: at every candidate, and between any two.

    Parameters
    ----------
    points : ndarray
        The candidates.
    between : ndarray
        One more than there are groups of candidates.
    first : ndarray of int
        Where in `points` each group of candidates that are one begins.
    """

    points: FloatArray
    between: FloatArray
    first: IntArray

    @property
    def all(self) -> FloatArray:
        """The points, and then those between."""
        return np.concatenate([self.points, self.between])


def probes(points: FloatArray) -> Probes:
    """Where to test."""
    first = np.flatnonzero(np.diff(points, prepend=-1.0) > SAME)
    last = np.append(first[1:], len(points)) - 1
    low, high = np.append(0.0, points[last]), np.append(points[first], 1.0)
    return Probes(points, (low + high) / 2, first)


def intervals(tested: Probes, greatest: FloatArray) -> Intervals:
    """Where the greatest margin is at most 0.

    Parameters
    ----------
    greatest : ndarray
        The greatest margin at all probes.
    """
    over = greatest - slack(tested.all)
    gaps = over[len(tested.points) :] <= 0
    groups = np.split(over[: len(tested.points)], tested.first[1:])
    best = [begin + int(group.argmin()) for begin, group in zip(tested.first, groups, strict=True)]
    ends = [0.0, *tested.points[best].tolist(), 1.0]
    found: list[tuple[float, float]] = []
    for place, here in enumerate(gaps):
        if place and not gaps[place - 1] and (here or over[best[place - 1]] <= 0):
            found.append((ends[place], ends[place]))
        if here and found and found[-1][1] == ends[place]:
            found[-1] = (found[-1][0], ends[place + 1])
        elif here:
            found.append((ends[place], ends[place + 1]))
    return tuple(found)


SCAN_LIMIT = 20_000_000
"""Margins at all factors of the scan at once."""

SOLVED_LIMIT = 250
"""Joint states where chance plays a part, so that each factor of the scan needs a linear system
solved.
"""


def weights(discounts: FloatArray, rounds: int | None) -> FloatArray:
    """How many rounds of today all rounds together count for, at discount factors below 1."""
    return (1 - (0.0 if rounds is None else discounts**rounds)) / (1 - discounts)


class StepsAside(NamedTuple):
    """The steps aside of one player; of several in one state that lead to the same, the one that
    pays most.

    Parameters
    ----------
    found : Machine
        The play of the automata.
    steps : Facing
        What each step pays, shape (steps,), and how likely each state follows, shape (steps,
        states).
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
        return (
            gains[:, self.reached[:, self.states]] / weights(discounts, len(self.reached))[:, None]
        )


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
    rows = np.column_stack(
        [np.repeat(np.arange(states), own), faced.later[:states].reshape(states * own, -1)]
    )
    kinds, place = np.unique(rows.astype(float), axis=0, return_inverse=True)
    now = np.full(len(kinds), -np.inf)
    np.maximum.at(now, place.ravel(), faced.best[:states].ravel())
    _fits(found, len(kinds) * (rounds or 1))
    reached = None if rounds is None else reached_by(found.joint, rounds)
    return StepsAside(
        found, player, Facing(now, now, kinds[:, 1:]), kinds[:, 0].astype(int), reached
    )


@dataclass(slots=True, eq=False)
class OtherPlans:
    """Other plans of one player, of those that gain most for some discount factor, each where on
    the path it does.

    Parameters
    ----------
    found : Machine
        The play of the automata.
    faced : Facing
        What the player faces alone.
    alone : ndarray of int, shape (states,)
        For each joint state, which state of what it faces alone it is part of.
    path : ndarray of bool, shape (rounds, states)
        Where play leads as long as all keep to their automata; one row for all rounds without an
        end.
    partings : dict
        Those that are known, by all that makes them what they are: the round in which a plan is
        taken up, counted from 0, the joint state, and what it does from there, by the states that
        the player faces alone; 0 where it does not lead.
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
            worth = (following if self.rounds is None else following_in)(
                self.faced, plan, discounts
            )
            start = worth.reshape(*kept.shape[:1], -1, len(self.faced.best))[
                :, 0, self.alone[state]
            ]
            found[:, column] = (start - kept[:, when, state]) / whole
        return found

    def most(self, discounts: FloatArray) -> FloatArray:
        """What the best plan of all gains at each factor, wherever on the path that is most; new
        ones are kept.
        """
        kept, whole = self._kept(discounts)
        reply = best_reply(self.faced, discounts, self.rounds)
        gains = (
            before(reply.worth).reshape(len(kept), kept.shape[1], -1)[..., self.alone] - kept
        ).T / whole
        flat = np.where(self.path, gains.T, -np.inf).reshape(len(discounts), -1)
        place, greatest = flat.argmax(axis=1), np.asarray(flat.max(axis=1))
        rows = np.column_stack([place, reply.plan.reshape(len(discounts), -1)])[
            greatest > slack(discounts)
        ]
        for best in np.unique(rows, axis=0):
            self._keep(
                *divmod(int(best[0]), len(self.alone)), best[1:].reshape(reply.plan.shape[1:])
            )
        return greatest

    def _kept(self, discounts: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What the automaton is worth from each place on, shape (factors, rounds, states), and by
        what to divide it.
        """
        states, worth = len(self.alone), before(self.found.worth(self.player, discounts))
        whole = np.ones(len(discounts)) if self.rounds is None else weights(discounts, self.rounds)
        return worth.reshape(len(discounts), -1, worth.shape[-1])[..., :states], whole

    def _keep(self, when: int, state: int, plan: IntArray) -> None:
        """Add a plan, if it is new; what it does where it does not lead from there is idle."""
        left = plan if self.rounds is None else plan[when:]
        used = np.where(self._used(left, int(self.alone[state])), left, 0)
        self.partings.setdefault(
            np.array([when, state]).tobytes() + used.tobytes(), (when, state, used)
        )

    def _used(self, plan: IntArray, start: int) -> BoolArray:
        """Where a plan leads from a state."""
        ways, rows = self.faced.later > 0, np.arange(plan.shape[-1])
        if self.rounds is None:
            onward = ways[rows, plan]
            return all_reached(
                len(rows), start, lambda new: np.flatnonzero(onward[new].any(axis=0))
            )
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
        hint = (
            "use strategies with fewer states, or ask about one discount factor with "
            "`--certificate`"
        )
        raise GameTooLarge("joint states with chance moves", len(found.moves), SOLVED_LIMIT, hint)


CONCEPTS: tuple[Concept, ...] = get_args(Concept)
"""What strategies can be asked to be."""


def critical_discount(
    game: Supergame, *profile: Playable, concept: Concept = "subgame-perfect"
) -> CriticalDiscount:
    """The discount factors between 0 and 1 for which a profile of automata holds.

    Parameters
    ----------
    game : Supergame
        Its own discount factors do not matter; everything else of its setting does.
    *profile : Strategy, Automaton or str
        One a player, or one for all; by default what the file says, else grim.
    concept : {'subgame-perfect', 'nash'}
        Whether no step aside may pay in any joint state that any play reaches, or no other plan
        from the first round.

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
    >>> [
    ...     (round(low, 9), high)
    ...     for low, high in game.critical_discount("tit_for_tat", concept="nash")
    ... ]
    [(0.666666667, 1.0)]
    >>> game.critical_discount("tit_for_tat")
    ()
    """
    if concept not in CONCEPTS:
        raise UnknownConcept(
            f"there is no concept `{shown(concept)}` here",
            f"choose {' or '.join(f'`{one}`' for one in CONCEPTS)}",
        )
    found = machine(game, profile)
    survives = 1 - game.setting.ends
    by_player = []
    for player in range(game.stage.n_players):
        held = _held(found, player) if concept == "subgame-perfect" else _best(found, player)
        by_player.append(
            tuple(
                (low / survives, min(high / survives, 1.0)) for low, high in held if low < survives
            )
        )
    common = _common(by_player)
    return CriticalDiscount(common, tuple(by_player), _binding(common, by_player))


def _held(found: Machine, player: int) -> Intervals:
    """For which of a player's factors no step aside of its pays anywhere."""
    steps = steps_aside(found, player)
    tested = probes(candidates(steps(NODE_FACTORS)))
    return intervals(tested, steps(tested.all).max(axis=1))


def _best(found: Machine, player: int) -> Intervals:
    """For which of a player's factors no other plan of its pays anywhere on the path.

    The plans that gain most at a factor of 0, or at a node of a piece, are compared with the
    automaton at all factors; where another plan turns out to gain more at a factor that is tested,
    it joins them, until none does.
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
