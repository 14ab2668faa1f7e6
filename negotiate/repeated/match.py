"""What strategies earn when they meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import Shown
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.matches.exact import exact_payoffs, length, slip_rates, whole_weight
from negotiate.repeated.setting import whole
from negotiate.repeated.strategies.registry import names_of, seated

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy

NORMAL_95 = 1.959963984540054
"""How many standard errors lie to each side in a 95 % interval."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MatchResult(Shown):
    """What each player earns in a match.

    Parameters
    ----------
    game : RepeatedGame
        What was played.
    names : tuple of str
        What each player played.
    payoffs : ndarray, shape (players,)
        By round: the discounted sum times 1 - discount factor; with a factor of 1 the mean.
    totals : ndarray, shape (players,)
        The discounted sum; of endless play with a factor of 1 there is none, and it is not a number.
    exact : bool
        Whether the payoffs are exact; else they are means of simulated matches.
    interval : ndarray, shape (players, 2), or None
        The 95 % confidence interval of each payoff, where matches are simulated.
    rounds : int or None
        How many were played; None for an endless match.
    worlds, seed : int
        How many matches were simulated, and from which seed; 0 where the payoffs are exact.
    noise, misread : tuple of float
        As in `Setting`, one a player.
    """

    game: RepeatedGame
    names: tuple[str, ...]
    payoffs: FloatArray
    totals: FloatArray
    exact: bool
    interval: FloatArray | None
    rounds: int | None
    worlds: int
    seed: int
    noise: tuple[float, ...]
    misread: tuple[float, ...]

    def __repr__(self) -> str:
        earned = ", ".join(f"{value:g}" for value in self.payoffs)
        return f"<MatchResult {' against '.join(self.names)}: {earned}{'' if self.exact else ' (sampled)'}>"


def play(
    game: RepeatedGame,
    *profile: Strategy | Automaton | str,
    noise: float | Sequence[float] | None = None,
    misread: float | Sequence[float] | None = None,
    rounds: int | None = None,
    seed: int = 0,
    worlds: int | None = None,
) -> MatchResult:
    """Let strategies meet.

    Parameters
    ----------
    game : RepeatedGame
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
    machines = seated(game, profile)
    players = game.stage.n_players
    slips = slip_rates(noise, game.setting.noise, players, "noise")
    misreads = slip_rates(misread, game.setting.misread, players, "misread")
    lasts, seed = length(game, rounds), whole("seed", seed, 0)
    automata = [one.seated(p, game.stage.shape) for p, one in enumerate(machines) if isinstance(one, Automaton)]
    exact = len(automata) == players
    if exact:
        payoffs, half, sampled_worlds = exact_payoffs(game, [automata], slips, misreads, lasts)[0], None, 0
    else:
        from negotiate.repeated.matches.sampled import sampled  # noqa: PLC0415 - for strategies without bound alone

        payoffs, errors, sampled_worlds = sampled(game, machines, slips, misreads, lasts, seed, worlds)
        half = NORMAL_95 * errors
    weight = whole_weight(game.effective, lasts)
    return MatchResult(
        game=game,
        names=names_of(game, profile),
        payoffs=payoffs,
        totals=payoffs * np.where(np.isfinite(weight), weight, np.nan),
        exact=exact,
        interval=None if half is None else np.stack([payoffs - half, payoffs + half], axis=-1),
        rounds=lasts,
        worlds=sampled_worlds,
        seed=0 if exact else seed,
        noise=slips,
        misread=misreads,
    )
