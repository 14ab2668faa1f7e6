"""What is likely to be seen in a match of automata: each combination of postures, round by round and in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.kernels.repeated.matches.chain import match_shares
from negotiate.kernels.repeated.matches.one_match import by_round, chain_of, worth
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.matches.exact import length, phase_payoffs, rules, slip_rates
from negotiate.repeated.ranges import whole
from negotiate.repeated.strategies.registry import names_of, seated

if TYPE_CHECKING:
    from negotiate.repeated.automaton import Seated
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy

CELL_LIMIT = 5_000_000
"""Odds that are told, one for each round, phase and combination of postures."""

LONGEST = 100_000
"""Rounds of a match that is followed from its last round back."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Outcomes:
    """How likely each combination of postures is in a match.

    Parameters
    ----------
    game : RepeatedGame
        What is played.
    names : tuple of str
        What each player plays.
    by_round : ndarray, shape (rounds, phases, *postures)
        The odds in each of the first rounds. Each round sums to 1.
    shares : ndarray, shape (players, phases, *postures)
        The odds over the whole match, rounds weighed by each player's own discount factor.
    average : ndarray, shape (phases, *postures)
        The same with all rounds alike: the long-run average where play is endless.
    payoffs : ndarray, shape (players,)
        What each player earns by round.
    rounds : int or None
        How many the match has; None for an endless one.
    noise, misread : tuple of float
        One a player.
    difference : float
        How far `payoffs` are from those found on another road, from the last round back to the first.
    """

    game: RepeatedGame
    names: tuple[str, ...]
    by_round: FloatArray
    shares: FloatArray
    average: FloatArray
    payoffs: FloatArray
    rounds: int | None
    noise: tuple[float, ...]
    misread: tuple[float, ...]
    difference: float

    def __repr__(self) -> str:
        return f"<Outcomes {' against '.join(self.names)}: {len(self.by_round)} rounds told>"


def outcomes(
    game: RepeatedGame,
    *profile: Strategy | Automaton | str,
    noise: float | Sequence[float] | None = None,
    misread: float | Sequence[float] | None = None,
    rounds: int | None = None,
    told: int = 20,
) -> Outcomes:
    """How likely each combination of postures is when automata meet.

    Parameters
    ----------
    *profile, noise, misread, rounds
        As for `negotiate.repeated.match.play`.
    told : int
        How many of the first rounds are told one by one.

    Raises
    ------
    UnsuitableGame
        If a strategy is no automaton.
    OutOfRange
        If no round is to be told.
    GameTooLarge
        If there are too many joint states or rounds.

    Examples
    --------
    Tit for tat and a player that always defects, with one slip in a hundred, are at war nearly always:

    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> outcomes(RepeatedGame(dilemma, 0.9), "tit_for_tat", "always_defect", noise=0.01, told=3).by_round[:, 0, 1, 1]
    array([0.0099..., 0.9703..., 0.9703...])
    """
    slips = slip_rates(noise, game.setting.noise, game.stage.n_players, "noise")
    misreads = slip_rates(misread, game.setting.misread, game.stage.n_players, "misread")
    lasts, law, payoffs = length(game, rounds), rules(game, slips, misreads), phase_payoffs(game)
    first = _followed(game, told, lasts, len(payoffs))
    machines = _automata(game, profile)
    chain = chain_of(machines, law)
    shares = match_shares([machines], law, (*game.effective, 1.0), lasts)[0]
    earned = np.array([(shares[player] * payoffs[:, player]).sum() for player in range(len(game.players))])
    return Outcomes(
        game=game,
        names=names_of(game, profile),
        by_round=by_round(chain, first),
        shares=shares[:-1],
        average=shares[-1],
        payoffs=earned,
        rounds=lasts,
        noise=slips,
        misread=misreads,
        difference=float(np.abs(earned - worth(chain, payoffs, game.effective, lasts)).max()),
    )


def _automata(game: RepeatedGame, profile: tuple[Strategy | Automaton | str, ...]) -> list[Seated]:
    machines = seated(game, profile)
    automata = [one.seated(p, game.stage.shape) for p, one in enumerate(machines) if isinstance(one, Automaton)]
    if len(automata) < len(machines):
        raise UnsuitableGame(
            "probabilities round by round cannot be worked out for a strategy with unbounded memory",
            "such a strategy can be simulated: `timeline`",
        )
    return automata


def _followed(game: RepeatedGame, told: int, rounds: int | None, phases: int) -> int:
    """How many rounds are told one by one, if that is not too many."""
    asked = whole("told", told, 1)
    if rounds is not None and rounds > LONGEST:
        raise GameTooLarge("rounds", rounds, LONGEST, "let fewer be played, or play without an end")
    first = asked if rounds is None else min(asked, rounds)
    if first * phases * game.stage.payoffs[0].size > CELL_LIMIT:
        raise GameTooLarge("odds", first * phases * game.stage.payoffs[0].size, CELL_LIMIT, "tell fewer rounds")
    return first
