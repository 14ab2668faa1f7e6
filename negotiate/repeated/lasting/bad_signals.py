"""Which public signals are a sign of a breach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.errors import UnsuitableGame

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame

LIKELIER = 2.0**-40
"""Odds that differ by less are the same: a few thousand roundings of numbers up to 1."""


def bad_signals(game: RepeatedGame) -> tuple[str, ...]:
    """The signals that are likelier once one player punishes while the others keep the agreement, whoever it is.

    Raises
    ------
    UnsuitableGame
        If there are no signals, or none that tells of a breach by anybody.
    """
    signals = game.setting.signals
    if signals is None:
        raise UnsuitableGame("here all players see what the others do, so there are no public signals")
    usual = signals.odds[game.cooperate]
    likelier = [signals.odds[_broken(game, p)] > usual + LIKELIER for p in range(game.stage.n_players)]
    found = tuple(name for k, name in enumerate(signals.names) if all(one[k] for one in likelier))
    if not found:
        raise UnsuitableGame(
            "no signal becomes likelier after a breach by each of the players, so no signal can start a punishment",
            "name the signals with `--after`",
        )
    return found


def _broken(game: RepeatedGame, player: int) -> tuple[int, ...]:
    """The agreement, but for one player who punishes."""
    return (*game.cooperate[:player], game.punish[player], *game.cooperate[player + 1 :])
