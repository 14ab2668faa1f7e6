"""Everything that two players could get by round, what neither would refuse, and what some equilibrium sustains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import Shown
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.kernels.payoff_set import CLOSE, Combinations, PayoffSet, above, hull, tidy
from negotiate.repeated.kernels.payoff_set import payoff_set as shrunk
from negotiate.repeated.sustaining.grounds import (
    HeldDown,
    accepted,
    agreement,
    everything,
    floor,
    held_down,
    left_aside,
    refuse_many,
    refuse_what_ends,
    straying,
    tempting,
)


def feasible(game: RepeatedGame) -> FloatArray:
    """The corners of everything that two players can get by round if they draw lots together, shape (corners, 2).

    Anticlockwise from the lower left. The agreement counts with what it sets together. Where players may walk away for
    good, what they get then counts too, if it is no less to either than what it can be held down to.

    Raises
    ------
    UnsuitableGame
        If there are not two players.

    Examples
    --------
    >>> from negotiate import NormalFormGame
    >>> from negotiate.repeated.game import RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> feasible(RepeatedGame(dilemma, 0.9)).tolist()
    [[0.0, 5.0], [1.0, 1.0], [5.0, 0.0], [3.0, 3.0]]
    """
    refuse_many(game, "what players can get")
    points = np.concatenate([everything(game).payoffs.reshape(2, -1).T, agreement(game)[0][None], leaving(game)])
    return tidy(hull(points), _width(points), CLOSE)


def rational(game: RepeatedGame, pure: bool = False) -> FloatArray:
    """The part of `feasible` that is no less to anybody than its floor, as corners; see `minmax.floor`."""
    points = feasible(game)
    return tidy(above(points, np.array(floor(game, pure))), _width(points), CLOSE)


def leaving(game: RepeatedGame) -> FloatArray:
    """What both get once somebody has walked away, if neither can be held down to less; shape (0 or 1, players)."""
    outside = np.array(game.setting.outside)
    if not len(outside) or (outside < np.array(floor(game, pure=True))).any():
        return np.zeros((0, game.stage.n_players))
    return outside[None]


def _width(points: FloatArray) -> FloatArray:
    reach = np.ptp(points, axis=0)
    return np.where(reach > 0, reach, 1.0)


LIMIT = 250_000
"""Combinations of actions that are looked at in every step."""
BEYOND = 1e-4
"""How far the set may reach beyond the true one where discount factors differ, in shares of its own extent."""
UNSEEN = 1e-12
"""Of a player's range of payoffs: a gain that nobody sees is none below this."""


AGREED = -2
"""In place of an action: the agreement, with what the players decide together."""


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """Combinations of actions that could be asked for, on payoffs that run from 0 to 1, and the way back.

    Parameters
    ----------
    combinations : Combinations
        Without those from which a player could deviate unseen.
    profiles : ndarray of int, shape (combinations, 2)
        The actions of each; a row of `AGREED` for the agreement with what it sets together.
    low, width : ndarray, shape (2,)
        Each player's lowest payoff, and how far its payoffs reach.
    threat : ndarray, shape (2,)
        What each player gets at least, on the scale of `combinations`.
    leaving : ndarray, shape (0 or 1, 2)
        What walking away leaves on that scale, if it is an equilibrium.
    """

    combinations: Combinations
    profiles: np.ndarray[tuple[int, int], np.dtype[np.int64]]
    low: FloatArray
    width: FloatArray
    threat: FloatArray
    leaving: FloatArray

    def scaled(self, points: FloatArray) -> FloatArray:
        """Payoffs as they count in `combinations`."""
        return np.asarray((points - self.low) / self.width)

    def back(self, points: FloatArray) -> FloatArray:
        """Payoffs in the players' own units."""
        return np.asarray(points * self.width + self.low)


def payoff_set(game: RepeatedGame, beyond: float = BEYOND) -> FloatArray:
    """The corners of the set of payoffs that subgame-perfect equilibria give two players.

    Players use pure actions, everybody sees them, and before each round all see a lottery by which they may choose what
    to play. Noise and misreading of the game's setting are left aside. Discount factors may differ; the set may then
    reach beyond what lotteries over single rounds give, because players gain by trading over time (Lehrer and Pauzner
    1999), and its corners can be without number: what is found contains it and reaches a little beyond it. Where all
    factors are 1, it is everything feasible that neither would refuse and nobody breaks unseen (Aumann and Shapley
    1976; Rubinstein 1979).

    Parameters
    ----------
    game : RepeatedGame
        Everything that its players can do counts, and the agreement with what it sets together.
    beyond : float
        How far the set may reach beyond the true one, about, in shares of its own extent, where discount factors
        differ; it then holds the true one whole, but for 1e-9 of the payoffs' ranges. With equal ones it is exact but
        for rounding.

    Returns
    -------
    ndarray, shape (corners, 2)
        Anticlockwise from the lower left, none twice and none between its neighbours. A single corner where all
        equilibria give the same; two where they lie on a line; none where there is no equilibrium in pure actions, as
        in matching pennies with low discount factors.

    Raises
    ------
    UnsuitableGame
        If there are not two players, all know the last round, the game has phases or signals, or just one player's
        discount factor is 1.
    GameTooLarge
        If there are too many combinations of actions.

    References
    ----------
    Abreu, D. and Sannikov, Y. (2014). An algorithm for two-player repeated games with perfect monitoring. Theoretical
    Economics 9.

    Examples
    --------
    >>> from negotiate import NormalFormGame
    >>> from negotiate.repeated.game import RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> payoff_set(RepeatedGame(dilemma, 0.4)).round(6).tolist()
    [[1.0, 1.0], [4.0, 1.0], [1.0, 4.0]]
    """
    basis = played(game)
    if set(game.effective) == {1.0}:
        possible = hull(np.concatenate([basis.combinations.worth, basis.leaving]))
        return basis.back(tidy(above(possible, basis.threat), np.ones(2), CLOSE))
    return basis.back(equilibria(game, basis, beyond).corners)


def equilibria(game: RepeatedGame, basis: Played, beyond: float = BEYOND) -> PayoffSet:
    """The set of equilibrium payoffs on the scale of `basis`, with what holds each player down.

    Raises
    ------
    UnsuitableGame
        If a player's discount factor is 1.
    """
    if sure := [key for key, factor in zip(game.keys, game.effective, strict=True) if factor == 1]:
        whose = f"the discount factor of `{sure[0]}`" if len(sure) == 1 else "each discount factor"
        raise UnsuitableGame(
            f"{whose} is 1, so a single round does not count",
            "take a discount factor below 1, or 1 for both players to see all that can be sustained",
        )
    return shrunk(basis.combinations, np.array(game.effective), basis.threat, basis.leaving, beyond)


def played(game: RepeatedGame) -> Played:
    """The combinations of actions that could be asked for in a game of two.

    Raises
    ------
    UnsuitableGame
        If there are not two players, or the game is not one that is the same in every round without end.
    GameTooLarge
        If there are too many.
    """
    refuse_many(game, "the set of equilibrium payoffs")
    refuse_what_ends(game)
    worth, most = everything(game).payoffs, tempting(game)
    if worth[0].size > LIMIT:
        raise GameTooLarge(
            "combinations of actions", worth[0].size, LIMIT, "name fewer postures, or commit some issues"
        )
    outside = np.array(game.setting.outside).reshape(-1, 2)
    now, best, unseen = (table.reshape(2, -1).T for table in (worth, straying(most), most))
    profiles = np.indices(worth.shape[1:]).reshape(2, -1).T
    if game.whole is not None:
        agreed, broken = agreement(game)
        now, unseen = np.concatenate([now, agreed[None]]), np.concatenate([unseen, agreed[None]])
        best, profiles = np.concatenate([best, broken[None]]), np.concatenate([profiles, np.full((1, 2), AGREED)])
    reach = np.concatenate([now, outside])
    low, width = reach.min(axis=0), np.ptp(reach, axis=0)
    width[width == 0] = 1.0
    asked = (unseen - now <= UNSEEN * width).all(axis=1)
    for one in outside:
        best = np.maximum(best, one)  # walking away is a way to stray as well
    return Played(
        combinations=Combinations(((now - low) / width)[asked], ((best - low) / width)[asked]),
        profiles=profiles[asked],
        low=low,
        width=width,
        threat=(np.array(floor(game, pure=True)) - low) / width,
        leaving=(leaving(game) - low) / width,
    )


INSIDE = 1e-6
"""Of the range of payoffs: how far outside its edges a point still counts as in the set."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sustainable(Shown):
    """What two players could get, and what some equilibrium sustains.

    Parameters
    ----------
    game : RepeatedGame
        Of two players, at their own discount factors.
    feasible : ndarray, shape (corners, 2)
        The corners of all that lotteries over combinations could give.
    floor : tuple of float
        The lowest payoff to which a punishment can hold each player.
    held_by : tuple of HeldDown or None
        For each player, what the other does in `everything` to hold it down to its floor; None where the player would
        walk away before.
    corners : ndarray, shape (corners, 2)
        The corners of what some subgame-perfect equilibrium gives; of shape (0, 2) if there is none.
    agreement, fallback : ndarray, shape (2,)
        A round of the agreement and of the punishment.
    sustained : bool
        Whether the agreement lies in that set.
    notes : tuple of str
        What is left aside.
    """

    game: RepeatedGame
    feasible: FloatArray
    floor: tuple[float, ...]
    held_by: tuple[HeldDown | None, ...]
    corners: FloatArray
    agreement: FloatArray
    fallback: FloatArray
    sustained: bool
    notes: tuple[str, ...] = ()


def sustainable(game: RepeatedGame) -> Sustainable:
    """What could be sustained by some strategies, at the players' own discount factors.

    Examples
    --------
    >>> import negotiate
    >>> found = sustainable(negotiate.load("classics/prisoners-dilemma").again())
    >>> found.sustained, len(found.corners)
    (True, 4)
    """
    corners = payoff_set(game)
    agreement, fallback = (
        np.array([game.stage.payoffs[(player, *cell)] for player in range(2)]) for cell in (game.cooperate, game.punish)
    )
    held = [held_down(game, player) for player in range(2)]
    floor = accepted(game, [one.value for one in held])
    return Sustainable(
        game=game,
        feasible=feasible(game),
        floor=floor,
        held_by=tuple(one if one.value >= least else None for one, least in zip(held, floor, strict=True)),
        corners=corners,
        agreement=agreement,
        fallback=fallback,
        sustained=_holds(corners, agreement, np.ptp(game.stage.payoffs.reshape(2, -1), axis=1)),
        notes=left_aside(game),
    )


def within(corners: FloatArray, points: FloatArray, slack: FloatArray) -> FloatArray:
    """Which points, shape (m, 2), lie in a convex set with these corners in order, or so near beside it.

    Parameters
    ----------
    corners : ndarray, shape (k, 2)
        Against the clock, as `payoff_set` has them; a point or a segment has one or two.
    slack : ndarray, shape (2,)
        What counts as one in each direction.
    """
    scale = np.where(slack > 0, slack, 1.0)
    own, seen = corners / scale, points / scale
    if len(own) == 0:
        return np.zeros(len(seen), dtype=bool)
    edges = np.roll(own, -1, axis=0) - own
    length = np.maximum(np.linalg.norm(edges, axis=1), 1e-300)
    apart = seen[:, None] - own
    left = (edges[:, 0] * apart[:, :, 1] - edges[:, 1] * apart[:, :, 0]) / length
    low, high = own.min(axis=0) - INSIDE, own.max(axis=0) + INSIDE
    found: FloatArray = (left >= -INSIDE).all(axis=1) & ((seen >= low) & (seen <= high)).all(axis=1)
    return found


def _holds(corners: FloatArray, point: FloatArray, spread: FloatArray) -> bool:
    return bool(within(corners, point[None], spread)[0])
