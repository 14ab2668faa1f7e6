"""Confirms pairs of strategies that a method found in floats, by whole numbers where payoffs are known exactly.

What seems to be an equilibrium within rounding may be none, and what seems to be two may be one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.solvers.equilibrium import Unverified, verified, widened
from negotiate.solvers.nash.certificate import certain_pair, tables_of
from negotiate.solvers.nash.dominance import Reduced, nothing_taken
from negotiate.solvers.solution import Equilibrium

SMALL = 16  # strategies a player up to which one pair is worth the whole numbers
PLAYED = 20  # strategies of a mixture up to which whole numbers are tried: some tenths of a second


def confirmed(
    game: NormalFormGame, left: Reduced, pairs: Sequence[Sequence[FloatArray]]
) -> Iterator[Equilibrium | None]:
    """For each pair the equilibrium that it is the rounded form of; None if it is none.

    Parameters
    ----------
    game : NormalFormGame
        The game that was asked about.
    left : Reduced
        What dominance has left of it.
    pairs : sequence of pair of ndarray
        Strategies of what is left.

    Notes
    -----
    A pair that whole numbers do not settle is verified in floats alone: one that is no extreme equilibrium, or plays
    very many strategies, or whose payoffs are known to some error only.
    """
    numbers = left.game.exactly()
    tables = None if numbers.error.any() else tables_of(numbers)
    for pair in pairs:
        few = max(np.count_nonzero(own) for own in pair) <= PLAYED
        try:
            sure = certain_pair(tables, pair) if tables is not None and few else None
            strategies = pair if sure is None else [np.array(own.strategy) for own in sure]
            at = () if sure is None else tuple(own.tight for own in sure)
            yield verified(game, widened(game, left.kept, strategies), at)
        except Unverified:
            yield None


def judged(game: NormalFormGame, pair: Sequence[FloatArray]) -> Equilibrium | None:
    """The equilibrium that one pair is, if it is one; in small games not only up to rounding."""
    if max(game.shape) <= SMALL:
        return next(confirmed(game, nothing_taken(game), [pair]))
    try:
        return verified(game, pair)
    except Unverified:
        return None


def exact(equilibria: Sequence[Equilibrium]) -> bool:
    """Whether there are some, and no probability of them is off by more than one rounding."""
    return bool(equilibria) and all(equilibrium.pure or equilibrium.vertices for equilibrium in equilibria)
