"""What two players could get by round, what neither would refuse, and what some equilibrium
sustains.

What neither would refuse depends on what the others can hold a player down to in a round. A player
that is held down knows what is done to it and answers as well as it can. With two players the
punisher may mix its actions: the least is then the value of a game in which one wins what the other
loses (von Neumann 1928). With more players the punishers are taken to draw lots together; if each
drew its own, they could hold the player down to the same or to less deep a level, and never deeper.
The value is also what the player can secure by mixing its own actions.

References
----------
von Neumann, J. (1928). Zur Theorie der Gesellschaftsspiele. Mathematische Annalen 100. Fudenberg,
D. and Maskin, E. (1986). The Folk Theorem in Repeated Games with Discounting or with Incomplete
Information. Econometrica 54.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.display import Shown
from negotiate.equilibrium.nash import zero_sum
from negotiate.errors import DidNotConverge, GameTooLarge, OutOfRange, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.game import Supergame, most_by_own_moves, worth_of
from negotiate.repeated.kernels.payoff_set import (
    CLOSE,
    Combinations,
    PayoffSet,
    above,
    hull,
    inside,
    sides,
    tidy,
)
from negotiate.repeated.kernels.payoff_set import payoff_set as shrunk


def everything(game: Supergame) -> NormalFormGame:
    """The stage game with everything that players can do, where the scenario tells of more than
    postures.
    """
    return game.stage if game.whole is None else game.whole


def tempting(game: Supergame) -> FloatArray:
    """The most that each player can get in a round of `everything`, shape (players, *actions)."""
    return game.temptation if game.whole is None else game.whole.payoffs


def agreement(game: Supergame) -> tuple[FloatArray, FloatArray]:
    """What a round of the agreement is worth, and the most of it for each player that breaks it;
    (players,) each.

    Where players can do more than take postures, the agreement may also set what they decide
    together.
    """
    return worth_of(game, game.cooperate), most_by_own_moves(game, game.cooperate)


def straying(tempting: FloatArray) -> FloatArray:
    """What each player gets by its best action against those of the others, shape (players,
    *actions).
    """
    best = [
        np.broadcast_to(table.max(axis=p, keepdims=True), table.shape)
        for p, table in enumerate(tempting)
    ]
    return np.stack(best)


def refuse_what_ends(game: Supergame) -> None:
    """Refuse games to which nothing here applies.

    Raises
    ------
    UnsuitableGame
        If the game has a last round that all know of, phases, or signals in place of actions that
        are seen.
    """
    setting = game.setting
    if setting.rounds is not None:
        raise UnsuitableGame(
            "what can be sustained is only known for play without a fixed end, and here all "
            "players know that there "
            f"are {setting.rounds} rounds",
            (
                "leave the number of rounds out, or set the chance that each round is the last "
                "(`repeat.ends`)"
            ),
        )
    if setting.phases is not None:
        raise UnsuitableGame(
            (
                "what can be sustained is only known for a game that is the same in every round, "
                "and "
                "this game has phases"
            ),
            "`--certificate --play …` tests given strategies, in Python `certify`",
        )
    if setting.signals is not None:
        raise UnsuitableGame(
            (
                "what can be sustained is only known for actions that all players see, and here "
                "only "
                "signals are seen"
            ),
            (
                "without an option, `simulate` finds the punishment that deters, in Python "
                "`best_trigger`"
            ),
        )


def refuse_many(game: Supergame, what: str) -> None:
    """Refuse what is known for two players only.

    Raises
    ------
    UnsuitableGame
        If there are not two.
    """
    if game.stage.n_players != 2:
        raise UnsuitableGame(
            f"{what} is only known for two players, and this game has {game.stage.n_players}"
        )


def numbers(
    game: Supergame, name: str, given: object, least: float = -np.inf, optional: bool = False
) -> FloatArray:
    """One finite number of each player, shape (players,); none at all where nothing has to be
    given, and is not.

    Raises
    ------
    OutOfRange
        If there is not one of each, or one is below the least.
    """
    try:
        found = np.asarray(given)
    except ValueError:  # rows of different lengths
        found = np.array(None)
    if optional and found.shape == (0,):
        return np.zeros(0)
    if found.shape != (game.stage.n_players,) or found.dtype.kind not in "iuf":
        raise OutOfRange(
            f"`{name}` is a list of {game.stage.n_players} numbers, one a player, and not {given!r}"
        )
    if not np.isfinite(found).all() or (found < least).any():
        allowed = "finite" if np.isneginf(least) else f"finite and at least {least:g}"
        raise OutOfRange(
            f"each number in `{name}` is {allowed}, and here they are "
            f"{', '.join(f'{x:g}' for x in found)}"
        )
    return found.astype(float)


def left_aside(game: Supergame) -> tuple[str, ...]:
    """That errors are left aside, where there are any."""
    setting = game.setting
    return (
        ("this answer leaves trembling hands and misreadings aside",)
        if any((*setting.noise, *setting.misread))
        else ()
    )


ROUNDING = 1e-12
"""On payoffs that run from 0 to 1: a value nearer to nothing than this is nothing."""
LOOSE = 1e-7
"""On payoffs that run from 0 to 1: how far the two sides of a solved game may be apart."""


class HeldDown(NamedTuple):
    """How deep a player can be held down, and by what.

    Parameters
    ----------
    value : float
        The most that it gets then.
    punishing : ndarray, shape (actions of the others, in the game's order)
        With which odds the others do what.
    securing : ndarray, shape (own actions,)
        With which odds the player does what to have at least as much whatever the others do; a best
        answer to what they do where nobody mixes.
    """

    value: float
    punishing: FloatArray
    securing: FloatArray


def minmax(game: Supergame, player: int | str, pure: bool = False) -> float:
    """The least that the others can hold a player down to in a round, if it answers as well as it
    can.

    Parameters
    ----------
    game : Supergame
        Everything that its players can do counts, and not their postures alone.
    player : int or str
        Its number, short name or name.
    pure : bool
        Whether the punishers cannot mix their actions.

    Raises
    ------
    UnknownPlayer
        If there is no such player.

    Examples
    --------
    Matching pennies: who guesses is held down to nothing by a punisher that tosses its coin, and
    not without.

    >>> from negotiate import NormalFormGame
    >>> pennies = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> from negotiate.repeated.repeated_game import RepeatedGame
    >>> minmax(RepeatedGame(pennies, 0.9), 0), minmax(RepeatedGame(pennies, 0.9), 0, pure=True)
    (0.0, 1.0)
    """
    return held_down(game, player, pure).value


def held_down(game: Supergame, player: int | str, pure: bool = False) -> HeldDown:
    """How deep a player can be held down in a round, and by what; see `minmax`."""
    seat = game.seat(player)
    table = np.moveaxis(tempting(game)[seat], seat, 0)
    others = table.shape[1:]
    found = _by_one_action(table.reshape(len(table), -1))
    if not pure and found.value > (
        secured := float(table.reshape(len(table), -1).min(axis=1).max())
    ):
        found = _by_mixing(table.reshape(len(table), -1), secured)
    return HeldDown(found.value, found.punishing.reshape(others), found.securing)


def floor(game: Supergame, pure: bool = False) -> tuple[float, ...]:
    """The least that each player accepts round after round: what it can be held down to, or walking
    away.

    Nobody is taken to walk away only to hurt the others: who would get less by walking away than it
    can be held down to is held down no deeper for it.
    """
    return accepted(
        game, [minmax(game, player, pure) for player in range(everything(game).n_players)]
    )


def accepted(game: Supergame, least: Sequence[float]) -> tuple[float, ...]:
    """The least that each player accepts, given what it can be held down to; see `floor`."""
    outside = game.setting.outside or least
    return tuple(max(pair) for pair in zip(least, outside, strict=True))


def _by_one_action(table: FloatArray) -> HeldDown:
    worst = int(table.max(axis=0).argmin())
    answer = int(table[:, worst].argmax())
    punishing, securing = np.zeros(table.shape[1]), np.zeros(len(table))
    punishing[worst] = securing[answer] = 1.0
    return HeldDown(float(table[answer, worst]), punishing, securing)


def _by_mixing(table: FloatArray, low: float) -> HeldDown:
    """The value of the game in which the player wins what the punishers lose; it is above what it
    secures unmixed.
    """
    width = float(table.max() - table.min())
    scaled = (table - table.min()) / width
    for method in ("highs-ds", "highs-ipm"):
        pair = zero_sum.optimal(scaled, method)
        if pair is not None:
            own, punishing = zero_sum.polished(scaled, pair)
            if zero_sum.gap(scaled, (own, punishing)) <= LOOSE:
                value = float(table.min() + width * (own @ scaled @ punishing))
                value = value if abs(value) > ROUNDING * width else 0.0
                return HeldDown(max(low, value), punishing, own)
    raise DidNotConverge("the linear program of a minmax payoff", 2, 1.0, LOOSE)


def feasible(game: Supergame) -> FloatArray:
    """The corners of everything that two players can get by round if they draw lots together, shape
    (corners, 2).

    Anticlockwise from the lower left. The agreement counts with what it sets together. Where
    players may walk away for good, what they get then counts too, if it is no less to either than
    what it can be held down to.

    Raises
    ------
    UnsuitableGame
        If there are not two players.

    Examples
    --------
    >>> from negotiate import NormalFormGame
    >>> from negotiate.repeated.repeated_game import RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> feasible(RepeatedGame(dilemma, 0.9)).tolist()
    [[0.0, 5.0], [1.0, 1.0], [5.0, 0.0], [3.0, 3.0]]
    """
    refuse_many(game, "what players can get")
    points = np.concatenate(
        [everything(game).payoffs.reshape(2, -1).T, agreement(game)[0][None], leaving(game)]
    )
    return tidy(hull(points), _width(points), CLOSE)


def rational(game: Supergame, pure: bool = False) -> FloatArray:
    """The part of `feasible` that is no less to anybody than its floor, as corners; see `floor`."""
    points = feasible(game)
    return tidy(above(points, np.array(floor(game, pure))), _width(points), CLOSE)


def leaving(game: Supergame) -> FloatArray:
    """What both get once somebody has walked away, if neither can be held down to less; shape (0 or
    1, players).
    """
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
"""How far the set may reach beyond the true one where discount factors differ, in shares of its own
extent.
"""
UNSEEN = 1e-12
"""Of a player's range of payoffs: a gain that nobody sees is none below this."""


AGREED = -2
"""In place of an action: the agreement, with what the players decide together."""


class Played(NamedTuple):
    """Combinations of actions that could be asked for, on payoffs that run from 0 to 1, and the way
    back.

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
    profiles: IntArray
    low: FloatArray
    width: FloatArray
    threat: FloatArray
    leaving: FloatArray

    def scaled(self, points: FloatArray) -> FloatArray:
        """Payoffs as they count in `combinations`."""
        return (points - self.low) / self.width

    def back(self, points: FloatArray) -> FloatArray:
        """Payoffs in the players' own units."""
        return points * self.width + self.low


def payoff_set(game: Supergame, beyond: float = BEYOND) -> FloatArray:
    """The corners of the set of payoffs that subgame-perfect equilibria give two players.

    Players use pure actions, everybody sees them, and before each round all see a lottery by which
    they may choose what to play. Noise and misreading of the game's setting are left aside.
    Discount factors may differ; the set may then reach beyond what lotteries over single rounds
    give, because players gain by trading over time (Lehrer and Pauzner 1999), and its corners can
    be without number: what is found contains it and reaches a little beyond it. Where all factors
    are 1, it is everything feasible that neither would refuse and nobody breaks unseen (Aumann and
    Shapley 1976; Rubinstein 1979).

    Parameters
    ----------
    game : Supergame
        Everything that its players can do counts, and the agreement with what it sets together.
    beyond : float
        How far the set may reach beyond the true one, about, in shares of its own extent, where
        discount factors differ; it then holds the true one whole, but for 1e-9 of the payoffs'
        ranges. With equal ones it is exact but for rounding.

    Returns
    -------
    ndarray, shape (corners, 2)
        Anticlockwise from the lower left, none twice and none between its neighbours. A single
        corner where all equilibria give the same; two where they lie on a line; none where there is
        no equilibrium in pure actions, as in matching pennies with low discount factors.

    Raises
    ------
    UnsuitableGame
        If there are not two players, all know the last round, the game has phases or signals, or
        just one player's discount factor is 1.
    GameTooLarge
        If there are too many combinations of actions.

    References
    ----------
    Abreu, D. and Sannikov, Y. (2014). An algorithm for two-player repeated games with perfect
    monitoring. Theoretical Economics 9.

    Examples
    --------
    >>> from negotiate import NormalFormGame
    >>> from negotiate.repeated.repeated_game import RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> payoff_set(RepeatedGame(dilemma, 0.4)).round(6).tolist()
    [[1.0, 1.0], [4.0, 1.0], [1.0, 4.0]]
    """
    basis = played(game)
    if set(game.effective) == {1.0}:
        possible = hull(np.concatenate([basis.combinations.worth, basis.leaving]))
        return basis.back(tidy(above(possible, basis.threat), np.ones(2), CLOSE))
    return basis.back(equilibria(game, basis, beyond).corners)


def equilibria(game: Supergame, basis: Played, beyond: float = BEYOND) -> PayoffSet:
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
            (
                "take a discount factor below 1, or 1 for both players to see all that can be "
                "sustained"
            ),
        )
    return shrunk(basis.combinations, np.array(game.effective), basis.threat, basis.leaving, beyond)


def played(game: Supergame) -> Played:
    """The combinations of actions that could be asked for in a game of two.

    Raises
    ------
    UnsuitableGame
        If there are not two players, or the game is not one that is the same in every round without
        end.
    GameTooLarge
        If there are too many.
    """
    refuse_many(game, "the set of equilibrium payoffs")
    refuse_what_ends(game)
    worth, most = everything(game).payoffs, tempting(game)
    GameTooLarge.refuse(
        "combinations of actions",
        worth[0].size,
        LIMIT,
        "name fewer postures, or commit some issues",
    )
    outside = np.array(game.setting.outside).reshape(-1, 2)
    now, best, unseen = (table.reshape(2, -1).T for table in (worth, straying(most), most))
    profiles = np.indices(worth.shape[1:]).reshape(2, -1).T
    if game.whole is not None:
        agreed, broken = agreement(game)
        now, unseen = np.concatenate([now, agreed[None]]), np.concatenate([unseen, agreed[None]])
        best, profiles = (
            np.concatenate([best, broken[None]]),
            np.concatenate([profiles, np.full((1, 2), AGREED)]),
        )
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
    game : Supergame
        Of two players, at their own discount factors.
    feasible : ndarray, shape (corners, 2)
        The corners of all that lotteries over combinations could give.
    floor : tuple of float
        The lowest payoff to which a punishment can hold each player.
    held_by : tuple of HeldDown or None
        For each player, what the other does in `everything` to hold it down to its floor; None
        where the player would walk away before.
    corners : ndarray, shape (corners, 2)
        The corners of what some subgame-perfect equilibrium gives; of shape (0, 2) if there is
        none.
    agreement, fallback : ndarray, shape (2,)
        A round of the agreement and of the punishment.
    sustained : bool
        Whether the agreement lies in that set.
    notes : tuple of str
        What is left aside.
    """

    game: Supergame
    feasible: FloatArray
    floor: tuple[float, ...]
    held_by: tuple[HeldDown | None, ...]
    corners: FloatArray
    agreement: FloatArray
    fallback: FloatArray
    sustained: bool
    notes: tuple[str, ...] = ()


def sustainable(game: Supergame) -> Sustainable:
    """What could be sustained by some strategies, at the players' own discount factors.

    Examples
    --------
    >>> import negotiate
    >>> found = sustainable(negotiate.load("classics/prisoners-dilemma").again())
    >>> found.sustained, len(found.corners)
    (True, 4)
    """
    corners = payoff_set(game)
    agreement, fallback = (worth_of(game, cell) for cell in (game.cooperate, game.punish))
    held = [held_down(game, player) for player in range(2)]
    floor = accepted(game, [one.value for one in held])
    return Sustainable(
        game=game,
        feasible=feasible(game),
        floor=floor,
        held_by=tuple(
            one if one.value >= least else None for one, least in zip(held, floor, strict=True)
        ),
        corners=corners,
        agreement=agreement,
        fallback=fallback,
        sustained=bool(
            within(corners, agreement[None], np.ptp(game.stage.payoffs.reshape(2, -1), axis=1))[0]
        ),
        notes=left_aside(game),
    )


def within(corners: FloatArray, points: FloatArray, slack: FloatArray) -> BoolArray:
    """Which points, shape (m, 2), lie in a convex set with these corners in order, or so near
    beside it.

    Parameters
    ----------
    corners : ndarray, shape (k, 2)
        Against the clock, as `payoff_set` has them; a point or a segment has one or two.
    slack : ndarray, shape (2,)
        What counts as one in each direction.
    """
    if not len(corners):
        return np.zeros(len(points), dtype=bool)
    scale = np.where(slack > 0, slack, 1.0)
    return inside(sides(corners / scale), points / scale, INSIDE)
