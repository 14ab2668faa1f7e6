"""What is played in each round, by which everything that could be sustained is reckoned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import OutOfRange, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame

if TYPE_CHECKING:
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
