"""What strategies earn when they meet, together with one match round by round.

A strategy whose player steps aside once: what the others make of it shows what upholds an agreement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from negotiate.display import Shown
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.match import MatchResult, play
from negotiate.repeated.matches.timeline import Timeline, timeline
from negotiate.repeated.strategies.registry import names_of, seated

if TYPE_CHECKING:
    from negotiate.repeated.automaton import Automaton
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy


LONGEST = 1_000
"""The last round in which a player may deviate."""

ENTRY_LIMIT = 5_000_000
"""Ways on in an automaton that counts rounds up to that one: its states once for each round, times what is seen."""


def tempting(game: RepeatedGame, player: int) -> int:
    """The posture other than the agreed one that brings a player most while the others keep the agreement."""
    line = game.temptation[(player, *(slice(None) if p == player else c for p, c in enumerate(game.cooperate)))]
    order = np.argsort(-line, kind="stable")
    return int(next((one for one in order if one != game.cooperate[player]), order[0]))


def stepping_aside(automaton: Automaton, round_: int, posture: int, otherwise: int) -> Automaton:
    """The same automaton, but for one round in which it does something else.

    It sees what it did, and goes on from there as it would after a slip.

    Parameters
    ----------
    automaton : Automaton
        What is played before and after.
    round_ : int
        The round in which it steps aside, counted from 1.
    posture, otherwise : int
        What it does there; the second in states in which it would do the first anyway.

    Examples
    --------
    >>> tit_for_tat = Automaton([0, 1], [[0, 1], [0, 1]])
    >>> stepping_aside(tit_for_tat, 1, 1, 0).outputs.tolist()
    [1, 0, 0, 1]
    """
    states = automaton.states
    layers = [automaton.outputs] * (round_ + 1)
    usual = automaton.outputs if automaton.outputs.ndim == 1 else automaton.outputs.argmax(axis=1)
    aside = np.where(usual == posture, otherwise, posture)
    layers[round_ - 1] = aside if automaton.outputs.ndim == 1 else np.eye(automaton.outputs.shape[1])[aside]
    leads = [automaton.transitions + min(layer + 1, round_) * states for layer in range(round_ + 1)]
    names = automaton.names * (round_ + 1)
    return Automaton(np.concatenate(layers), np.concatenate(leads), automaton.start, names)


def with_breach(
    game: RepeatedGame, profile: tuple[Strategy | Automaton | str, ...], player: int, round_: int
) -> tuple[Strategy | Automaton | str, ...]:
    """A profile in which one player steps aside once, for what tempts it most.

    Raises
    ------
    UnsuitableGame
        If its strategy is no automaton, or the round is too late.
    GameTooLarge
        If it has too many states for the round.
    """
    chosen = profile or game.profile or ("grim",)
    chosen = chosen * len(game.keys) if len(chosen) == 1 else chosen
    own = seated(game, chosen)[player]
    if not isinstance(own, Automaton):
        raise UnsuitableGame(f"`{game.keys[player]}` plays a strategy with unbounded memory, which has no states")
    if not 1 <= round_ <= LONGEST:
        raise UnsuitableGame(f"a player deviates in a round from 1 to {LONGEST:,}, and not in {round_:,}")
    entries = own.transitions.size * (round_ + 1)
    if entries > ENTRY_LIMIT:
        hint = "let the player deviate earlier, or use a strategy with fewer states"
        raise GameTooLarge("transitions of states, round by round,", entries, ENTRY_LIMIT, hint)
    changed = stepping_aside(own, round_, tempting(game, player), game.cooperate[player])
    return (*chosen[:player], changed, *chosen[player + 1 :])


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
