"""A machine that supports a chosen payoff: what all play in each state, and where it and a breach
of it lead.

Its states are corners of the set of equilibrium payoffs. Each is made by some combination now and a
lottery over corners that follows it, and is found from the corner backwards, which also checks the
set: a corner that nothing makes is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.display import Shown
from negotiate.errors import DidNotConverge, OutOfRange, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.automaton import Automaton, own_moves
from negotiate.repeated.kernels.payoff_set import (
    Combinations,
    PayoffSet,
    across,
    along_segment,
    cross,
    inside,
    sides,
)
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.sustaining.sustainable import (
    AGREED,
    BEYOND,
    Played,
    agreement,
    equilibria,
    everything,
    left_aside,
    numbers,
    played,
    tempting,
)

NEAR = 1e-8
"""On payoffs that run from 0 to 1: what is nearer than this to the set belongs to it; odds below it
are none.
"""


class Made(NamedTuple):
    """How a payoff comes about: a combination now, and odds of the corners that follow, shape
    (corners,).
    """

    combination: int
    odds: FloatArray


def made(
    value: FloatArray,
    played: Combinations,
    corners: FloatArray,
    threat: FloatArray,
    discount: FloatArray,
) -> Made | None:
    """How a payoff comes about; with as little to draw lots for as can be. None if in no way.

    Parameters
    ----------
    value, threat : ndarray, shape (2,)
        The payoff, and what each player is held down to after a breach.
    corners : ndarray, shape (corners, 2)
    discount : ndarray, shape (2,)
        Each below 1. Whoever has 0 does not mind what follows, which is then as near to the payoff
        as can be.
    """
    shape, minds = sides(corners), discount > 0
    after = np.where(
        minds, (value - (1 - discount) * played.worth) / np.where(minds, discount, 1.0), value
    )
    for player in np.flatnonzero(~minds):
        turned = shape if player else sides(corners[:, ::-1])
        after[:, player] = np.clip(value[player], *across(turned, after[:, 1 - player], NEAR))
    slack = (
        10 * NEAR / float(discount.min(where=minds, initial=1.0))
    )  # known less well than the round before it
    repaid = value >= (1 - discount) * played.straying + discount * threat - 10 * NEAR
    same = minds | (np.abs(value - played.worth) <= NEAR)
    fits = np.flatnonzero(inside(shape, after, slack) & (repaid & same).all(axis=1))
    ways = [Made(int(one), lottery(after[one], corners)) for one in fits]
    steady = np.abs(after[fits] - value).max(axis=1)
    order = sorted(
        range(len(ways)), key=lambda way: (steady[way] > NEAR, np.count_nonzero(ways[way].odds))
    )
    return ways[order[0]] if order else None


def lottery(point: FloatArray, corners: FloatArray) -> FloatArray:
    """Odds of the corners of a polygon that give a point of it on average; of three of them at
    most.

    Examples
    --------
    >>> lottery(np.array([0.5, 0.25]), np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])).tolist()
    [0.25, 0.5, 0.25]
    """
    odds = np.zeros(len(corners))
    second = np.arange(1, len(corners) - 1)
    left, right, here = (
        corners[second] - corners[0],
        corners[second + 1] - corners[0],
        point - corners[0],
    )
    size = cross(left, right)
    of_left, of_right = cross(here, right) / size, cross(left, here) / size
    shares = np.stack([1 - of_left - of_right, of_left, of_right])
    within = shares.min(axis=0)
    if not (within >= 0).any():
        return _of_the_edge(point, corners)
    best = int(within.argmax())
    odds[[0, best + 1, best + 2]] = shares[:, best]
    return _sure(odds)


def _of_the_edge(point: FloatArray, corners: FloatArray) -> FloatArray:
    """Odds of two neighbours that give the point of the edges that is nearest, for one that lies a
    little outside.

    Of a thin triangle such a point would have odds that are far from any, however near it is.
    """
    shares, away = along_segment(point, corners, np.roll(corners, -1, axis=0))
    nearest, odds = int(away.argmin()), np.zeros(len(corners))
    odds[nearest] += 1 - shares[nearest]
    odds[(nearest + 1) % len(corners)] += shares[nearest]
    return _sure(odds)


def _sure(odds: FloatArray) -> FloatArray:
    kept = np.where(odds > NEAR, odds, 0.0)
    return np.asarray(kept / kept.sum())


LEFT = -1
"""In place of a combination: a player has walked away, and nothing is played any more."""


class Machine(NamedTuple):
    """See `supporting.Supporting`, whose fields these are."""

    start: FloatArray
    profiles: IntArray
    leads: FloatArray
    punishing: tuple[int, ...]


def supporting_machine(
    game: RepeatedGame, basis: Played, found: PayoffSet, point: FloatArray
) -> Machine | None:
    """A machine whose states are corners of the set of equilibrium payoffs; None where the point is
    not in the set.
    """
    discount = np.array(game.effective)
    target, corners = basis.scaled(point), found.corners
    slack = (
        NEAR if discount[0] == discount[1] else 10 * BEYOND
    )  # as far as the payoff set that users see may reach
    if not len(corners) or not inside(sides(corners), target, slack):
        return None
    ways = [_way(basis, found, discount, corner) for corner in corners]
    punishing = tuple(_worst(corners, ways, player) for player in range(2))
    start = lottery(target, corners)
    if start.max() < 1 and (steady := _steady(basis, found, discount, target)) is not None:
        ways.append(Made(steady, np.eye(len(corners) + 1)[-1]))
        start = np.eye(len(corners) + 1)[-1]
    leads = np.array([np.pad(way.odds, (0, len(ways) - len(way.odds))) for way in ways])
    start = np.pad(start, (0, len(ways) - len(start)))
    combinations = np.array([way.combination for way in ways])
    profiles = np.where(combinations[:, None] == LEFT, LEFT, basis.profiles[combinations])
    return _reached(Machine(start, profiles, leads, punishing))


def state_values(game: RepeatedGame, machine: Machine) -> FloatArray:
    """What each state is worth by round, from then on, if nobody strays; shape (states,
    players).
    """
    discount = np.array(game.effective)
    now = np.array([_now(game, profile) for profile in machine.profiles])
    systems = np.eye(len(now)) - discount[:, None, None] * machine.leads
    return np.linalg.solve(systems, ((1 - discount) * now).T[..., None])[..., 0].T


def margins_of(game: RepeatedGame, machine: Machine, values: FloatArray) -> FloatArray:
    """What each player would lose in each state by the one deviation that pays it most, shape
    (states, players).
    """
    most = np.array([_broken(game, profile) for profile in machine.profiles.tolist()])
    factor, after = np.array(game.effective), values[list(machine.punishing), [0, 1]]
    strays = (1 - factor) * most + factor * after
    margins = values - np.maximum(strays, game.setting.outside or -np.inf)
    return np.where(machine.profiles[:, :1] == LEFT, np.inf, margins)


def _now(game: RepeatedGame, profile: IntArray) -> FloatArray:
    """What a round of a state is worth."""
    if profile[0] == LEFT:
        return np.array(game.setting.outside)
    if profile[0] == AGREED:
        return agreement(game)[0]
    return np.array([table[tuple(profile)] for table in everything(game).payoffs])


def _broken(game: RepeatedGame, profile: Sequence[int]) -> list[float]:
    """The most that each player gets in a round by another action."""
    if profile[0] == AGREED:
        return list(map(float, agreement(game)[1]))
    lines = [
        np.delete(table[own_moves(profile, p)], profile[p])
        for p, table in enumerate(tempting(game))
    ]
    return [float(line.max(initial=-np.inf)) for line in lines]


def _way(basis: Played, found: PayoffSet, discount: FloatArray, corner: FloatArray) -> Made:
    """How a corner comes about."""
    if len(basis.leaving) and np.abs(corner - basis.leaving[0]).max() <= NEAR:
        return Made(LEFT, lottery(corner, found.corners))
    way = made(corner, basis.combinations, found.corners, found.threat, discount)
    if way is None:
        raise DidNotConverge("the set of equilibrium payoffs", found.steps, NEAR, NEAR)
    return way


def _worst(corners: FloatArray, ways: list[Made], player: int) -> int:
    """The corner that is worst for a player; of several one that needs no lottery, if there is
    one.
    """
    worst = np.flatnonzero(corners[:, player] <= corners[:, player].min() + NEAR)
    return int(min(worst, key=lambda state: np.count_nonzero(ways[state].odds)))


def _steady(
    basis: Played, found: PayoffSet, discount: FloatArray, target: FloatArray
) -> int | None:
    """A combination that gives a payoff in every round and repays itself; None if there is none."""
    given, most = basis.combinations.worth, basis.combinations.straying
    repaid = given >= (1 - discount) * most + discount * found.threat - NEAR
    fits = np.flatnonzero((np.abs(given - target) <= NEAR).all(axis=1) & repaid.all(axis=1))
    return int(fits[0]) if len(fits) else None


def _reached(machine: Machine) -> Machine:
    """The machine without the states that nothing leads to."""
    wanted = machine.start > 0
    wanted[list(machine.punishing)] = True
    while (more := wanted | (machine.leads[wanted] > 0).any(axis=0)).sum() > wanted.sum():
        wanted = more
    kept = np.flatnonzero(wanted)
    place = {int(state): index for index, state in enumerate(kept)}
    return Machine(
        machine.start[kept],
        machine.profiles[kept],
        machine.leads[np.ix_(kept, kept)],
        tuple(place[state] for state in machine.punishing),
    )


UNNAMED = {
    LEFT: "a player has walked away",
    AGREED: "the agreement, with what the players decide together",
}
"""What is said of a state in which no option of any player is named."""
SHARP = 1e-8
"""How far the set of equilibrium payoffs may reach beyond the true one, where discount factors
differ.
"""
LOOSE = 1e-6
"""Of a player's range of payoffs: less than this is rounding, where discount factors are just
enough.
"""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Supporting(Shown):
    """A subgame-perfect equilibrium whose payoff is the chosen point, as one machine that all
    players watch.

    Parameters
    ----------
    game : RepeatedGame
        What is played again.
    stage : NormalFormGame
        In which the actions of `profiles` are counted: everything that players can do.
    point : ndarray, shape (players,)
        What each gets by round.
    start : ndarray, shape (states,)
        With which probability a public lottery picks each first state; a single 1 where there is
        nothing to draw.
    profiles : ndarray of int, shape (states, players)
        What each plays in each state; a row of -1 once a player has walked away, and of -2 for the
        agreement with what it sets together.
    leads : ndarray, shape (states, states)
        With which probability each state follows where no player deviates.
    punishing : tuple of int
        To which state a breach by each player alone leads.
    values : ndarray, shape (states, players)
        What each state is worth by round, from then on.
    margins : ndarray, shape (states, players)
        What each player would lose by its best deviation there; none is below 0.
    notes : tuple of str
        What the answer leaves aside.
    """

    game: RepeatedGame
    stage: NormalFormGame
    point: FloatArray
    start: FloatArray
    profiles: IntArray
    leads: FloatArray
    punishing: tuple[int, ...]
    values: FloatArray
    margins: FloatArray
    notes: tuple[str, ...] = ()

    @property
    def plays(self) -> tuple[tuple[str, ...] | str, ...]:
        """What each player does in each state, or in one text what is no combination of options."""
        return tuple(self._played(row) for row in self.profiles.tolist())

    def _played(self, row: list[int]) -> tuple[str, ...] | str:
        if row[0] in UNNAMED:
            return UNNAMED[row[0]]
        return tuple(own[k].label for own, k in zip(self.stage.strategies, row, strict=True))

    @property
    def drawn(self) -> bool:
        """Whether a public lottery is needed anywhere."""
        return bool(((self.leads > 0) & (self.leads < 1)).any() or self.start.max() < 1)

    def automata(self) -> tuple[Automaton, ...]:
        """The machine as one automaton a player, each with all of its states.

        Raises
        ------
        UnsuitableGame
            If a lottery is drawn, or the machine walks away or leaves the postures of the game.
        """
        if self.drawn:
            raise UnsuitableGame(
                "an equilibrium with a public lottery is not a profile of automata"
            )
        if (self.profiles < 0).any() or self.stage is not self.game.stage:
            raise UnsuitableGame("the equilibrium uses options that are not postures of the game")
        follows = np.stack([self._seen(state) for state in range(len(self.profiles))])
        first = int(self.start.argmax())
        seats = range(self.profiles.shape[1])
        return tuple(
            Automaton(self.profiles[:, p], np.moveaxis(follows, 1 + p, 1), first) for p in seats
        )

    def _seen(self, state: int) -> IntArray:
        """Where each combination of actions leads from a state: a breach by several at once is
        overlooked.
        """
        kept, onward = tuple(self.profiles[state].tolist()), int(self.leads[state].argmax())
        found = np.full(self.stage.shape, onward)
        for player, after in enumerate(self.punishing):
            found[own_moves(kept, player)] = after
        found[kept] = onward
        return found


def supporting(game: RepeatedGame, point: Sequence[float]) -> Supporting:
    """A machine that supports a point of the set of equilibrium payoffs.

    What it plays on the path is as simple as can be: one combination for ever if one gives the
    point, else a corner of the set, else a lottery over corners. A breach leads to the corner that
    is worst for the deviator. Every state is checked: nobody gains by one deviation.

    Parameters
    ----------
    game : RepeatedGame
        Of two players.
    point : sequence of float
        What each player is to get by round. With unequal discount factors the machine may give a
        little less or more.

    Raises
    ------
    OutOfRange
        If no equilibrium in pure actions gives this, or it is not one number of each player.
    UnsuitableGame
        Where there is no such set (see `payoff_set`), or a discount factor is 1.
    DidNotConverge
        If the machine that was found does not hold, which can happen where discount factors differ
        and are just enough.

    References
    ----------
    Abreu, D., Pearce, D. and Stacchetti, E. (1990). Toward a Theory of Discounted Repeated Games
    with Imperfect Monitoring. Econometrica 58: what follows a corner is again in the set.

    Examples
    --------
    >>> from negotiate import NormalFormGame
    >>> from negotiate.repeated.repeated_game import RepeatedGame
    >>> dilemma = RepeatedGame(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]), 0.5)
    >>> supporting(dilemma, (3, 3)).profiles.tolist()
    [[1, 1], [0, 0]]
    """
    basis, target = played(game), numbers(game, "point", point)
    machine = supporting_machine(game, basis, equilibria(game, basis, SHARP), target)
    if machine is None:
        raise _given_by_none(game, target)
    values = state_values(game, machine)
    margins = margins_of(game, machine, values)
    if (margins < -LOOSE * basis.width).any():
        raise DidNotConverge(
            "the automaton that supports a payoff", 1, float(-margins.min()), LOOSE
        )
    return Supporting(
        game=game,
        stage=everything(game),
        point=machine.start @ values,
        **machine._asdict(),
        values=values,
        margins=margins,
        notes=left_aside(game),
    )


def _given_by_none(game: RepeatedGame, point: FloatArray) -> OutOfRange:
    """What is said of a point that no equilibrium gives."""
    hint = "choose a point of the game's payoff set"
    if game.effective[0] != game.effective[1]:
        why = "as the discount factors differ, its corners may lie a little too far out"
        hint = f"{hint}; {why}, so take a point further inside"
    return OutOfRange(f"no equilibrium gives ({', '.join(f'{x:g}' for x in point)})", hint)
