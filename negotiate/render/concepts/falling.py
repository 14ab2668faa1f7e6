"""Words for what is left of a game once strategies fell, round by round."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.games.normal_form import NormalFormGame
from negotiate.report.numbers import probability
from negotiate.report.words import counted, joined, safe
from negotiate.solvers.solution import Elimination

ROUNDS = 5
"""Rounds that are told one by one."""
NAMED = 3
"""Strategies of a player that are named one by one."""
PARTS = 4
"""Strategies of a mixture that are named."""
Kept = tuple[tuple[int, ...], ...]


def name(game: NormalFormGame, player: int) -> str:
    """A player's name, safe for a screen."""
    return safe(game.players[player], True)


def label(game: NormalFormGame, player: int, strategy: int) -> str:
    """A strategy's label, safe for a screen."""
    return safe(game.strategies[player][strategy].label, True)


def others(game: NormalFormGame) -> str:
    """The players that are not spoken of, as the subject of a clause: "the other does", "the others do"."""
    return "the other does" if game.n_players == 2 else "the others do"


def combination(game: NormalFormGame, profile: Sequence[int]) -> str:
    """What everybody does, side by side."""
    return " | ".join(label(game, p, i) for p, i in enumerate(profile))


def shares(game: NormalFormGame, kept: Kept) -> str:
    """How many of whose strategies are left: "2 of First hunter's 3 strategies and 1 of Second hunter's 2"."""
    parts = []
    for p, own in enumerate(kept):
        noun = " strategies" if p == 0 else ""
        parts.append(f"{len(own):,} of {whose(game, p)} {game.shape[p]:,}{noun}")
    return joined(parts)


def left(game: NormalFormGame, kept: Kept) -> str:
    """What is left, by name where that is short: "one combination: stag | stag", "M of Row and L or R of Column"."""
    if all(len(own) == 1 for own in kept):
        return f"one combination: {combination(game, [own[0] for own in kept])}"
    if max(map(len, kept)) > NAMED:
        return shares(game, kept)
    parts = [
        f"{joined([f'`{label(game, p, i)}`' for i in own], 'or')} of {name(game, p)}" for p, own in enumerate(kept)
    ]
    return joined(parts)


def whose(game: NormalFormGame, player: int) -> str:
    """A player's name in the genitive."""
    who = name(game, player)
    return f"{who}'" if who.endswith("s") else f"{who}'s"


def better(game: NormalFormGame, step: Elimination) -> str:
    """What beat a strategy: one strategy, or a mixture with its weights, of many strategies the heaviest."""
    parts = list(zip(step.by, step.weights, strict=True))
    if len(parts) > PARTS:
        parts = sorted(parts, key=lambda part: -part[1])[:PARTS]
    words = [
        f"`{label(game, step.player, i)}`" if len(step.by) == 1 else f"{probability(w)} `{label(game, step.player, i)}`"
        for i, w in parts
    ]
    more = [f"a little of {len(step.by) - PARTS:,} more"] if len(step.by) > PARTS else []
    return " + ".join([*words, *more])


def rounds(game: NormalFormGame, trace: Sequence[Elimination]) -> list[str]:
    """Sentences that say how many strategies of whom fall in which round; one in all where there are many rounds."""
    numbers = sorted({step.round for step in trace})
    if len(numbers) > ROUNDS:
        return [f"{len(numbers):,} rounds take {_counts(game, trace)} away."]
    each = ([step for step in trace if step.round == number] for number in numbers)
    return [f"Round {number} takes {_counts(game, fallen)} away." for number, fallen in zip(numbers, each, strict=True)]


def _counts(game: NormalFormGame, fallen: Sequence[Elimination]) -> str:
    counts = [sum(step.player == p for step in fallen) for p in range(game.n_players)]
    parts = [
        f"{counted(count, 'strategy', 'strategies')} of {name(game, p)}" for p, count in enumerate(counts) if count
    ]
    return joined(parts)
