"""What strategies earn when they meet, and how often each combination of postures comes up.

Automata are worked out without sampling. Matches in which a strategy remembers without bound are
sampled elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import entity
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.repeated.automaton import Seated
from negotiate.repeated.game import MatchResult, Supergame, in_phases, in_seats, phase_payoffs
from negotiate.repeated.kernels.chain import Rules, by_round, chain_of, match_shares, worth
from negotiate.repeated.matches import sampled
from negotiate.repeated.setting import Rate, numbers_of, one_each, rounds_of, whole, within
from negotiate.repeated.strategies.registry import names_of, seated
from negotiate.repeated.strategies.strategy import Playable

NORMAL_95 = 1.959963984540054
"""How many standard errors lie to each side in a 95 % interval."""


def play(
    game: Supergame,
    *profile: Playable,
    noise: Rate = None,
    misread: Rate = None,
    rounds: int | None = None,
    seed: int = 0,
    worlds: int | None = None,
) -> MatchResult:
    """Let strategies meet.

    Parameters
    ----------
    game : Supergame
        What is played, with what its setting says of noise, misreading and the end.
    *profile : Strategy, Automaton or str
        One a player.
    noise, misread : float or sequence of float, optional
        Of all players or of each, in place of the setting's.
    rounds : int, optional
        A fixed number of rounds, in place of the setting's end.
    seed, worlds : int
        For strategies that remember without bound, which are sampled.

    Raises
    ------
    OutOfRange
        If a rate is no probability, or there is no round.
    UnsuitableGame
        If strategies or rates do not fit the players.
    GameTooLarge
        If automata have too many joint states.

    Examples
    --------
    Tit for tat loses the first round of 200 to a player that always defects, and no other:

    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> RepeatedGame(dilemma, 1).play("tit_for_tat", "always_defect", rounds=200).totals
    array([199., 204.])
    """
    machines, law = seated(game, profile), rules(game, noise, misread)
    lasts, seed = length(game, rounds), whole("seed", seed, 0)
    automata = in_seats(game, machines)
    exact = len(automata) == len(machines)
    if exact:
        payoffs, interval, sampled_worlds, seed = (
            exact_payoffs(game, [automata], law, lasts)[0],
            None,
            0,
            0,
        )
    else:
        payoffs, errors, sampled_worlds = sampled.sampled(game, machines, law, lasts, seed, worlds)
        interval = np.stack([payoffs - NORMAL_95 * errors, payoffs + NORMAL_95 * errors], axis=-1)
    weight = whole_weight(game.effective, lasts)
    return MatchResult(
        game=game,
        names=names_of(game, profile),
        payoffs=payoffs,
        totals=payoffs * np.where(np.isfinite(weight), weight, np.nan),
        exact=exact,
        interval=interval,
        rounds=lasts,
        worlds=sampled_worlds,
        seed=seed,
        noise=law.noise,
        misread=law.misread,
    )


def exact_payoffs(
    game: Supergame, matches: Sequence[Sequence[Seated]], law: Rules, rounds: int | None
) -> FloatArray:
    """What every player earns by round in each of many matches of automata, shape (matches,
    players).

    Parameters
    ----------
    matches : sequence of sequence of Seated
        One automaton a player in each match. One that plays several matches should be one object:
        it is then read once only.
    law, rounds
        See `rules` and `length`.

    Raises
    ------
    GameTooLarge
        If a match has too many joint states.
    """
    worth = phase_payoffs(game).swapaxes(0, 1).reshape(game.stage.n_players, -1)
    shares = match_shares(matches, law, game.effective, rounds)
    return np.asarray((shares.reshape(len(matches), *worth.shape) * worth).sum(axis=2))


def rules(game: Supergame, noise: Rate = None, misread: Rate = None) -> Rules:
    """What the chains of all matches of a game have in common.

    Parameters
    ----------
    noise, misread : float or sequence of float, optional
        Of all players or of each, in place of the setting's.

    Raises
    ------
    OutOfRange
        If a rate is not between 0 and 1.
    UnsuitableGame
        If there is not one rate a player, or nobody sees what the others do: strategies that answer
        it cannot be played.
    """
    law = Rules(
        in_phases(game).odds, _rates(game, "noise", noise), _rates(game, "misread", misread)
    )
    if game.setting.signals is not None:
        raise UnsuitableGame(
            (
                "here no player sees what the others do, but only a public signal, and these "
                "strategies react to actions"
            ),
            "leave out the question: `simulate` then asks which punishment after a signal deters",
        )
    return law


def _rates(game: Supergame, what: str, given: Rate) -> tuple[float, ...]:
    players = game.stage.n_players
    if given is None:
        return getattr(game.setting, what) or (0.0,) * players
    rates = one_each(what, numbers_of(f"`{what}`", given, "`0.02`"), players)
    return tuple(within(what, rate, 0, 1) for rate in rates)


def length(game: Supergame, rounds: int | None) -> int | None:
    """How many rounds there are: as asked for, or else as the setting says; None for endless play.

    Raises
    ------
    OutOfRange
        If it is no whole number from 1 to `MOST_ROUNDS`.
    """
    return rounds_of(game.setting.rounds if rounds is None else rounds)


def whole_weight(discounts: Sequence[float], rounds: int | None) -> FloatArray:
    """What a payoff of 1 in every round adds up to for each player; infinite for endless play
    without discounting.

    Parameters
    ----------
    discounts : sequence of float
        One a player.
    """
    factor = np.array(discounts, dtype=float)
    ends = float("inf") if rounds is None else rounds
    with np.errstate(divide="ignore", invalid="ignore"):  # a factor of 0 or 1 is told apart below
        summed = -np.expm1(ends * np.log(factor)) / (1 - factor)
    return np.where(factor == 1, ends, summed)


CELL_LIMIT = 5_000_000
"""Odds that are told, one for each round, phase and combination of postures."""

LONGEST = 100_000
"""Rounds of a match that is followed from its last round back."""


@entity
class Outcomes:
    """How likely each combination of postures is in a match.

    Parameters
    ----------
    game : Supergame
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
        How far `payoffs` are from those found on another road, from the last round back to the
        first.
    """

    game: Supergame
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
    game: Supergame,
    *profile: Playable,
    noise: Rate = None,
    misread: Rate = None,
    rounds: int | None = None,
    told: int = 20,
) -> Outcomes:
    """How likely each combination of postures is when automata meet.

    Parameters
    ----------
    *profile, noise, misread, rounds
        As for `play`.
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
    Tit for tat and a player that always defects, with one slip in a hundred, are at war nearly
    always:

    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> outcomes(
    ...     RepeatedGame(dilemma, 0.9), "tit_for_tat", "always_defect", noise=0.01, told=3
    ... ).by_round[:, 0, 1, 1]
    array([0.0099..., 0.9703..., 0.9703...])
    """
    law, lasts, payoffs = rules(game, noise, misread), length(game, rounds), phase_payoffs(game)
    first = _followed(game, told, lasts, len(payoffs))
    chosen = seated(game, profile)
    machines = in_seats(game, chosen)
    if len(machines) < len(chosen):
        raise UnsuitableGame(
            (
                "probabilities round by round cannot be worked out for a strategy with unbounded "
                "memory"
            ),
            "such a strategy can be simulated: `timeline`",
        )
    chain = chain_of(machines, law)
    shares = match_shares([machines], law, (*game.effective, 1.0), lasts)[0]
    earned = exact_payoffs(game, [machines], law, lasts)[0]
    return Outcomes(
        game=game,
        names=names_of(game, profile),
        by_round=by_round(chain, first),
        shares=shares[:-1],
        average=shares[-1],
        payoffs=earned,
        rounds=lasts,
        noise=law.noise,
        misread=law.misread,
        difference=float(np.abs(earned - worth(chain, payoffs, game.effective, lasts)).max()),
    )


def _followed(game: Supergame, told: int, rounds: int | None, phases: int) -> int:
    """How many rounds are told one by one, if that is not too many."""
    asked = whole("told", told, 1)
    if rounds is not None and rounds > LONGEST:
        raise GameTooLarge("rounds", rounds, LONGEST, "let fewer be played, or play without an end")
    first = asked if rounds is None else min(asked, rounds)
    GameTooLarge.refuse(
        "odds", first * phases * game.stage.payoffs[0].size, CELL_LIMIT, "tell fewer rounds"
    )
    return first
