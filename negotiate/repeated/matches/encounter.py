"""What strategies earn when they meet, together with one world of their match round by round."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from negotiate.display import Shown
from negotiate.repeated.match import MatchResult, play
from negotiate.repeated.matches.breach import with_breach
from negotiate.repeated.matches.timeline import Timeline, timeline
from negotiate.repeated.strategies.registry import names_of

if TYPE_CHECKING:
    from negotiate.repeated.automaton import Automaton
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy

ROUNDS = 20
"""Rounds that are followed where nobody says how many there are."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Encounter(Shown):
    """A match.

    Parameters
    ----------
    game : RepeatedGame
        What is played.
    result : MatchResult
        What everybody earns, without any breach that was asked for.
    timeline : Timeline
        One world.
    breach : tuple of int, or None
        The player that steps aside once in it, and in which round, counted from 1.
    """

    game: RepeatedGame
    result: MatchResult
    timeline: Timeline
    breach: tuple[int, int] | None = None


def encounter(
    game: RepeatedGame,
    *profile: Strategy | Automaton | str,
    breach: tuple[int, int] | None = None,
    rounds: int | None = None,
    seed: int = 0,
) -> Encounter:
    """Let strategies meet, and follow one world of it.

    Parameters
    ----------
    breach : tuple of int, optional
        A player and the round in which it steps aside.
    rounds : int, optional
        How many rounds are followed; by default as many as the game has, or 20.
    """
    length = rounds or game.setting.rounds or ROUNDS
    followed = profile if breach is None else with_breach(game, profile, *breach)
    told = replace(timeline(game, *followed, rounds=length, seed=seed), names=names_of(game, profile))
    return Encounter(game, play(game, *profile, seed=seed), told, breach)
