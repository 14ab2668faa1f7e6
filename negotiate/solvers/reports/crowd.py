"""Many equilibria in a few sentences: what they share, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from negotiate.games.normal_form import NormalFormGame
from negotiate.report.numbers import contrast, rounded
from negotiate.report.words import in_words, joined, safe, the
from negotiate.solvers.reports.strategies import in_strategies
from negotiate.solvers.solution import Equilibrium, Solution

CROWD = 10
"""More equilibria than this are summarised."""
NAMED = 4
"""Strategies that a sentence names."""


def purely(sol: Solution) -> str:
    """How many of a crowd are pure, to stand behind their count."""
    pure = sum(isinstance(e, Equilibrium) and e.pure for e in sol.profiles)
    mixed = len(sol.profiles) - pure
    return f", {in_words(pure).lower()} of them pure" if pure and mixed and pure + mixed > CROWD else ""


def summary(sol: Solution, digits: Sequence[int]) -> list[str]:
    """What many equilibria share and where they differ, in payoffs and, where all move at once, in strategies."""
    said = [_payoffs(sol, digits)]
    if (flat := in_strategies(sol.game, sol.profiles)) is not None:
        said.extend(_strategies(*flat))
    return said


def _payoffs(sol: Solution, digits: Sequence[int]) -> str:
    parts = []
    for p, (name, key) in enumerate(zip(sol.game.players, sol.game.keys, strict=True)):
        low, high = (limit(e.payoffs[p] for e in sol.profiles) for limit in (min, max))
        least, most = contrast(low, high, digits[p])
        level = "level " if key in sol.game.ordinal else ""
        told = f"{level}{rounded(low, digits[p])}" if least == most else f"between {level}{least} and {most}"
        parts.append(f"{the(name)} gets {told}")
    words = f"{joined(parts)}."
    return f"{words[:1].upper()}{words[1:]}"


def _strategies(game: NormalFormGame, found: Sequence[Equilibrium]) -> Iterator[str]:
    """For each player what it plays in all of them, or how many of its strategies it plays in any, and in none."""
    for p, strategies in enumerate(game.strategies):
        used = np.array([e.strategies[p] > 0 for e in found])
        always, ever = np.flatnonzero(used.all(axis=0)), np.flatnonzero(used.any(axis=0))
        name = the(game.players[p])
        if len(ever) == 1:
            yield f"In all of them {name} plays `{safe(strategies[int(ever[0])].label, True)}`."
            continue
        never = [safe(strategies[i].label, True) for i in np.flatnonzero(~used.any(axis=0)).tolist()]
        if len(always):
            labels = joined([f"`{safe(strategies[i].label, True)}`" for i in always[:NAMED].tolist()])
            yield f"In all of them {name} plays {labels} with some probability."
        if 0 < len(never) <= NAMED:
            yield f"In none of them does {name} play {joined([f'`{label}`' for label in never], 'or')}."
        elif never:
            yield f"In any of them {name} plays one of {len(ever):,} strategies, of {len(strategies):,}."
