"""What strategies earn when they meet, together with one match round by round."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

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
AFTER = 10
"""Rounds that are followed after something has happened, so that its consequences are seen."""
TENS = 10
"""What the number of rounds is a multiple of."""
LOOKED = 100
"""Rounds in which something may happen for the first time."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Encounter(Shown):
    """A match.

    Parameters
    ----------
    game : RepeatedGame
        What is played.
    result : MatchResult
        What each player earns, without any breach that was asked for.
    timeline : Timeline
        One simulated match.
    breach : tuple of int, or None
        The player that deviates once in the match, and in which round, counted from 1.
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
        How many rounds are followed. By default as many as the game has; of an endless one 20, or as many as it takes
        to see what comes of the breach, and of the first thing that goes wrong in the first 100 rounds.
    """
    followed = profile if breach is None else with_breach(game, profile, *breach)
    if rounds is None:
        rounds = game.setting.rounds or _window(timeline(game, *followed, rounds=LOOKED, seed=seed), breach)
    told = replace(timeline(game, *followed, rounds=rounds, seed=seed), names=names_of(game, profile))
    return Encounter(game, play(game, *profile, seed=seed), told, breach)


def _window(found: Timeline, breach: tuple[int, int] | None) -> int:
    """How many rounds it takes to see something happen, and what comes of it."""
    trembled = (found.postures != found.intended).any(axis=0)
    misread = (found.seen != found.postures).any(axis=(0, 1))
    wrong = np.flatnonzero(trembled | misread)
    happens = [int(wrong[0]) + 1] if len(wrong) else []
    until = max([*happens, *([] if breach is None else [breach[1]])], default=0) + AFTER
    return max(ROUNDS, -(-until // TENS) * TENS)
