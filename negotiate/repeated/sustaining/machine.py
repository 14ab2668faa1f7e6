"""The machine behind a payoff: which states it has, what each is worth, and what straying there would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.errors import DidNotConverge
from negotiate.kernels.repeated.sustaining.lotteries import NEAR, Made, lottery, made
from negotiate.kernels.repeated.sustaining.polygon import inside, sides
from negotiate.repeated.sustaining.grounds import agreement, everything, tempting
from negotiate.repeated.sustaining.payoff_set import AGREED, BEYOND

if TYPE_CHECKING:
    from negotiate.kernels.repeated.sustaining.payoff_set import PayoffSet
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.sustaining.payoff_set import Played

LEFT = -1
"""In place of a combination: a player has walked away, and nothing is played any more."""


class Machine(NamedTuple):
    """See `supporting.Supporting`, whose fields these are."""

    start: FloatArray
    profiles: IntArray
    leads: FloatArray
    punishing: tuple[int, ...]


def supporting_machine(game: RepeatedGame, basis: Played, found: PayoffSet, point: FloatArray) -> Machine | None:
    """A machine whose states are corners of the set of equilibrium payoffs; None where the point is not in the set."""
    discount = np.array(game.effective)
    target, corners = basis.scaled(point), found.corners
    slack = NEAR if discount[0] == discount[1] else 10 * BEYOND  # as far as the payoff set that users see may reach
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


def worth_of(game: RepeatedGame, machine: Machine) -> FloatArray:
    """What each state is worth by round, from then on, if nobody strays; shape (states, players)."""
    discount = np.array(game.effective)
    now = np.array([_now(game, profile) for profile in machine.profiles])
    systems = np.eye(len(now)) - discount[:, None, None] * machine.leads
    return np.asarray(np.linalg.solve(systems, ((1 - discount) * now).T[..., None])[..., 0].T)


def margins_of(game: RepeatedGame, machine: Machine, values: FloatArray) -> FloatArray:
    """What each player would lose in each state by the one deviation that pays it most, shape (states, players)."""
    margins = np.full(values.shape, np.inf)
    for state, profile in enumerate(machine.profiles):
        if profile[0] == LEFT:
            continue
        for player, (most, after) in enumerate(zip(_broken(game, profile), machine.punishing, strict=True)):
            patience = game.effective[player]
            strays = (1 - patience) * most + patience * values[after, player]
            leaves = game.setting.outside[player] if game.setting.outside else -np.inf
            margins[state, player] = values[state, player] - max(strays, leaves)
    return margins


def _now(game: RepeatedGame, profile: IntArray) -> FloatArray:
    """What a round of a state is worth."""
    if profile[0] == LEFT:
        return np.array(game.setting.outside)
    if profile[0] == AGREED:
        return agreement(game)[0]
    cell: tuple[int | slice, ...] = (slice(None), *map(int, profile))
    return np.asarray(everything(game).payoffs[cell])


def _broken(game: RepeatedGame, profile: IntArray) -> list[float]:
    """The most that each player gets in a round by another action."""
    if profile[0] == AGREED:
        return list(map(float, agreement(game)[1]))
    most = []
    for player, table in enumerate(tempting(game)):
        line: list[int | slice] = [int(action) for action in profile]
        line[player] = slice(None)
        most.append(float(np.delete(table[tuple(line)], profile[player]).max(initial=-np.inf)))
    return most


def _way(basis: Played, found: PayoffSet, discount: FloatArray, corner: FloatArray) -> Made:
    """How a corner comes about."""
    if len(basis.leaving) and np.abs(corner - basis.leaving[0]).max() <= NEAR:
        return Made(LEFT, lottery(corner, found.corners))
    way = made(corner, basis.combinations, found.corners, found.threat, discount)
    if way is None:
        raise DidNotConverge("the set of equilibrium payoffs", found.steps, NEAR, NEAR)
    return way


def _worst(corners: FloatArray, ways: list[Made], player: int) -> int:
    """The corner that is worst for a player; of several one that needs no lottery, if there is one."""
    worst = np.flatnonzero(corners[:, player] <= corners[:, player].min() + NEAR)
    return int(min(worst, key=lambda state: np.count_nonzero(ways[state].odds)))


def _steady(basis: Played, found: PayoffSet, discount: FloatArray, target: FloatArray) -> int | None:
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
