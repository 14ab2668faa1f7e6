"""Confirms pairs of strategies that a method found in floats, by whole numbers where payoffs are known exactly.

What seems to be an equilibrium within rounding may be none, and what seems to be two may be one. What an equilibrium is
worth may be lost where huge payoffs outweigh each other, and is then worked out in fractions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.normal_form import NormalFormGame
from negotiate.kernels.exactness import Exact, as_fraction, big_integers
from negotiate.solvers.equilibrium import ROUNDING, Unverified, verified, widened
from negotiate.solvers.nash.certificate import Certain, certain_pair, tables_of
from negotiate.solvers.nash.dominance import Reduced, nothing_taken
from negotiate.solvers.solution import Equilibrium

SMALL = 16  # strategies a player up to which one pair is worth the whole numbers
VISIBLE = 1e-9  # of a payoff: what is lost of it beyond that, a reader could see
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
            yield valued(game, widened(game, left.kept, strategies), at)
        except Unverified:
            yield None


def valued(game: NormalFormGame, pair: Sequence[FloatArray], vertices: Sequence[int] = ()) -> Equilibrium:
    """As `equilibrium.verified`, with payoffs worked out in fractions where floats would lose them.

    Parameters
    ----------
    game : NormalFormGame
        Two players.
    pair, vertices
        As `strategies` and `vertices` there.
    """
    found = verified(game, pair, vertices)
    if found.pure or not any(_drowned(table) for table in game.payoffs):
        return found
    numbers = game.exactly()
    sure = None if numbers.error.any() else certain_pair(tables_of(numbers), pair)
    if sure is None:
        return found
    x, y = sure
    A, B = (big_integers(whole) for whole in numbers.payoffs)
    return verified(game, pair, vertices, [_worth(game.payoffs[0], A, y), _worth(game.payoffs[1].T, B.T, x)])


def _drowned(payoffs: FloatArray) -> bool:
    """Whether the rounding of a player's largest payoffs is no trifle beside its smallest."""
    sizes = np.abs(payoffs[payoffs != 0])
    return bool(len(sizes) and ROUNDING * sizes.max() > VISIBLE * sizes.min())


def _worth(payoffs: FloatArray, whole: Exact, other: Certain) -> FloatArray:
    """What each row gives against the other's mixture, each the float next to the fraction.

    What one whole number is worth is read off the two payoffs nearest to 0, of which floats hold the most digits.
    """
    order = np.argsort(np.abs(payoffs), axis=None, kind="stable")
    first = order[0]
    second = next((at for at in order if whole.flat[at] != whole.flat[first]), first)
    near, far = (as_fraction(float(payoffs.flat[at])) for at in (first, second))
    apart = int(whole.flat[second]) - int(whole.flat[first])
    step = (far - near) / (apart or 1)
    sums = (whole - int(whole.flat[first])) @ np.array(other.weights, dtype=object)
    return np.array([float(near + step * Fraction(int(one), other.total)) for one in sums])


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
