"""Matches of automata without sampling: how often each combination of postures comes up, and what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import UnsuitableGame
from negotiate.kernels.repeated.matches.chain import match_payoffs
from negotiate.kernels.repeated.matches.machine_tables import Rules
from negotiate.repeated.ranges import numbers_of, one_each, rounds_of, within

if TYPE_CHECKING:
    from negotiate.repeated.automaton import Seated
    from negotiate.repeated.game import RepeatedGame


def exact_payoffs(
    game: RepeatedGame,
    matches: Sequence[Sequence[Seated]],
    noise: Sequence[float],
    misread: Sequence[float],
    rounds: int | None,
) -> FloatArray:
    """What every player earns by round in each of many matches of automata.

    Parameters
    ----------
    game : RepeatedGame
    matches : sequence of sequence of Seated
        One automaton a player in each match. One that plays several matches should be one object: it is then read
        once only.
    noise, misread : sequence of float
        One a player; see `slip_rates`.
    rounds : int or None
        See `length`.

    Returns
    -------
    ndarray, shape (matches, players)

    Raises
    ------
    GameTooLarge
        If a match has too many joint states.
    """
    return match_payoffs(matches, phase_payoffs(game), rules(game, noise, misread), game.effective, rounds)


def rules(game: RepeatedGame, noise: Sequence[float], misread: Sequence[float]) -> Rules:
    """What the chains of all matches of a game have in common.

    Raises
    ------
    UnsuitableGame
        If nobody sees what the others do: strategies that answer it cannot be played.
    """
    if game.setting.signals is not None:
        raise UnsuitableGame(
            "here no player sees what the others do, but only a public signal, and these strategies react to actions",
            "leave out the question: `simulate` then asks which punishment after a signal deters",
        )
    phases = game.setting.phases
    odds = np.ones((1, *game.stage.shape, 1)) if phases is None else phases.odds
    return Rules(odds, tuple(noise), tuple(misread))


def phase_payoffs(game: RepeatedGame) -> FloatArray:
    """What each combination of postures is worth in each phase, shape (phases, players, *postures)."""
    phases = game.setting.phases
    return game.stage.payoffs[None] if phases is None else phases.payoffs


def slip_rates(
    given: float | Sequence[float] | None, setting: tuple[float, ...], players: int, what: str
) -> tuple[float, ...]:
    """How likely each player slips in a round, from what is asked for or else what the setting says.

    Parameters
    ----------
    given : float, sequence of float or None
        Of all players or of each.
    setting : tuple of float
        One a player, or empty for never.
    what : str
        The rate's name.

    Raises
    ------
    OutOfRange
        If a rate is not between 0 and 1.
    UnsuitableGame
        If there is not one rate a player.
    """
    if given is None:
        return setting or (0.0,) * players
    rates = one_each(what, numbers_of(f"`{what}`", given, "`0.02`"), players)
    return tuple(within(what, rate, 0, 1) for rate in rates)


def length(game: RepeatedGame, rounds: int | None) -> int | None:
    """How many rounds there are: as asked for, or else as the setting says; None for endless play.

    Raises
    ------
    OutOfRange
        If it is no whole number from 1 to `MOST_ROUNDS`.
    """
    return rounds_of(game.setting.rounds if rounds is None else rounds)


def whole_weight(discounts: Sequence[float], rounds: int | None) -> FloatArray:
    """What a payoff of 1 in every round adds up to for each player; infinite for endless play without discounting.

    Parameters
    ----------
    discounts : sequence of float
        One a player.
    """
    factor = np.array(discounts, dtype=np.float64)
    ends = float("inf") if rounds is None else rounds
    with np.errstate(divide="ignore", invalid="ignore"):  # a factor of 0 or 1 is told apart below
        summed = -np.expm1(ends * np.log(factor)) / (1 - factor)
    return np.where(factor == 1, ends, summed)
