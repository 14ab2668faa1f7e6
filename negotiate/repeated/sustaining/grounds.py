"""What is played in each round, and what the others can hold a player down to in it.

A player that is held down knows what is done to it and answers as well as it can. With two players the punisher may mix
its actions: the least is then the value of a game in which one wins what the other loses (von Neumann 1928). With more
players the punishers are taken to draw lots together; if each drew its own, they could hold the player down to the same
or to less deep a level, and never deeper. The value is also what the player can secure by mixing its own actions.

References
----------
von Neumann, J. (1928). Zur Theorie der Gesellschaftsspiele. Mathematische Annalen 100. Fudenberg, D. and Maskin, E.
(1986). The Folk Theorem in Repeated Games with Discounting or with Incomplete Information. Econometrica 54.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import DidNotConverge, OutOfRange, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.game import RepeatedGame


def everything(game: RepeatedGame) -> NormalFormGame:
    """The stage game with everything that players can do, where the scenario tells of more than postures."""
    return game.stage if game.whole is None else game.whole


def tempting(game: RepeatedGame) -> FloatArray:
    """The most that each player can get in a round of `everything`, shape (players, *actions)."""
    return game.temptation if game.whole is None else game.whole.payoffs


def agreement(game: RepeatedGame) -> tuple[FloatArray, FloatArray]:
    """What a round of the agreement is worth, and the most of it for each player that breaks it; (players,) each.

    Where players can do more than take postures, the agreement may also set what they decide together.
    """
    cell: tuple[int | slice, ...] = (slice(None), *game.cooperate)
    most = []
    for player, table in enumerate(game.temptation):
        line: list[int | slice] = [int(own) for own in game.cooperate]
        line[player] = slice(None)
        most.append(float(table[tuple(line)].max()))
    return game.stage.payoffs[cell], np.array(most)


def straying(tempting: FloatArray) -> FloatArray:
    """What each player gets by its best action against those of the others, shape (players, *actions)."""
    best = [np.broadcast_to(table.max(axis=p, keepdims=True), table.shape) for p, table in enumerate(tempting)]
    return np.stack(best)


def refuse_what_ends(game: RepeatedGame) -> None:
    """Refuse games to which nothing here applies.

    Raises
    ------
    UnsuitableGame
        If the game has a last round that all know of, phases, or signals in place of actions that are seen.
    """
    setting = game.setting
    if setting.rounds is not None:
        raise UnsuitableGame(
            f"what can be sustained is only known for play without a fixed end, and here all players know that there "
            f"are {setting.rounds} rounds",
            "leave the number of rounds out, or set the chance that each round is the last (`repeat.ends`)",
        )
    if setting.phases is not None:
        raise UnsuitableGame(
            "what can be sustained is only known for a game that is the same in every round, and this game has phases",
            "`--certificate --play …` tests given strategies, in Python `certify`",
        )
    if setting.signals is not None:
        raise UnsuitableGame(
            "what can be sustained is only known for actions that all players see, and here only signals are seen",
            "without an option, `simulate` finds the punishment that deters, in Python `best_trigger`",
        )


def refuse_many(game: RepeatedGame, what: str) -> None:
    """Refuse what is known for two players only.

    Raises
    ------
    UnsuitableGame
        If there are not two.
    """
    if game.stage.n_players != 2:
        raise UnsuitableGame(f"{what} is only known for two players, and this game has {game.stage.n_players}")


def numbers(game: RepeatedGame, name: str, given: object, least: float = -np.inf, optional: bool = False) -> FloatArray:
    """One finite number of each player, shape (players,); none at all where nothing has to be given, and is not.

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
        raise OutOfRange(f"`{name}` is a list of {game.stage.n_players} numbers, one a player, and not {given!r}")
    if not np.isfinite(found).all() or (found < least).any():
        allowed = "finite" if np.isneginf(least) else f"finite and at least {least:g}"
        raise OutOfRange(
            f"each number in `{name}` is {allowed}, and here they are {', '.join(f'{x:g}' for x in found)}"
        )
    return found.astype(np.float64)


def left_aside(game: RepeatedGame) -> tuple[str, ...]:
    """That errors are left aside, where there are any."""
    setting = game.setting
    return (
        ("this answer leaves trembling hands and misreadings aside",) if any((*setting.noise, *setting.misread)) else ()
    )


ROUNDING = 1e-12
"""On payoffs that run from 0 to 1: a value nearer to nothing than this is nothing."""
LOOSE = 1e-7
"""On payoffs that run from 0 to 1: how far the two sides of a solved game may be apart."""


@dataclass(frozen=True, slots=True, eq=False)
class HeldDown:
    """How deep a player can be held down, and by what.

    Parameters
    ----------
    value : float
        The most that it gets then.
    punishing : ndarray, shape (actions of the others, in the game's order)
        With which odds the others do what.
    securing : ndarray, shape (own actions,)
        With which odds the player does what to have at least as much whatever the others do; a best answer to what
        they do where nobody mixes.
    """

    value: float
    punishing: FloatArray
    securing: FloatArray


def minmax(game: RepeatedGame, player: int | str, pure: bool = False) -> float:
    """The least that the others can hold a player down to in a round, if it answers as well as it can.

    Parameters
    ----------
    game : RepeatedGame
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
    Matching pennies: who guesses is held down to nothing by a punisher that tosses its coin, and not without.

    >>> from negotiate import NormalFormGame
    >>> pennies = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> from negotiate.repeated.game import RepeatedGame
    >>> minmax(RepeatedGame(pennies, 0.9), 0), minmax(RepeatedGame(pennies, 0.9), 0, pure=True)
    (0.0, 1.0)
    """
    return held_down(game, player, pure).value


def held_down(game: RepeatedGame, player: int | str, pure: bool = False) -> HeldDown:
    """How deep a player can be held down in a round, and by what; see `minmax`."""
    seat = game.seat(player)
    table = np.moveaxis(tempting(game)[seat], seat, 0)
    others = table.shape[1:]
    found = _by_one_action(table.reshape(len(table), -1))
    if not pure and found.value > (secured := float(table.reshape(len(table), -1).min(axis=1).max())):
        found = _by_mixing(table.reshape(len(table), -1), secured)
    return HeldDown(found.value, found.punishing.reshape(others), found.securing)


def floor(game: RepeatedGame, pure: bool = False) -> tuple[float, ...]:
    """The least that each player accepts round after round: what it can be held down to, or walking away.

    Nobody is taken to walk away only to hurt the others: who would get less by walking away than it can be held down to
    is held down no deeper for it.
    """
    return accepted(game, [minmax(game, player, pure) for player in range(everything(game).n_players)])


def accepted(game: RepeatedGame, least: Sequence[float]) -> tuple[float, ...]:
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
    """The value of the game in which the player wins what the punishers lose; it is above what it secures unmixed."""
    from negotiate.equilibrium.nash.zero_sum import gap, optimal, polished  # noqa: PLC0415 - scipy is slow to load

    width = float(table.max() - table.min())
    scaled = (table - table.min()) / width
    for method in ("highs-ds", "highs-ipm"):
        pair = optimal(scaled, method)
        if pair is not None:
            own, punishing = polished(scaled, pair)
            if gap(scaled, (own, punishing)) <= LOOSE:
                value = float(table.min() + width * (own @ scaled @ punishing))
                value = value if abs(value) > ROUNDING * width else 0.0
                return HeldDown(max(low, value), punishing, own)
    raise DidNotConverge("the linear program of a minmax payoff", 2, 1.0, LOOSE)
