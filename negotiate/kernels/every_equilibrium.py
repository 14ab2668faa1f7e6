"""Lists every extreme equilibrium of a batch, each game in the cheapest arithmetic in which all of its signs are sure.

Payoffs of at most six decimals become whole numbers. While no minor of them can reach 2**53, floats hold them all, and
every sign is exact. Other games are solved in floats, where a minor farther from zero than rounding can reach has a
sure sign. Payoffs that are no decimals are scaled to the unit range first, and a sign is sure if no change of a payoff
by 2**-41 of the range could turn it either. Where some minor is nearer, that game is solved once more in whole numbers
of any size: its decimals, or its payoffs in steps of a trillionth of the range.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.kernels.bordered_minors import Lanes, largest_minor
from negotiate.kernels.compiled.choice import PLAIN, Kernels
from negotiate.kernels.exactness import WHOLE, big_integers, extremes, scaled_integers, spread, whole_steps
from negotiate.kernels.extreme_equilibria import Found

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]

ROADS = (
    "whole numbers",
    "floating point with an error bound",
    "whole numbers of any size",
    "whole numbers of any size, payoffs rounded to a trillionth of their range",
    "floating point",
)
"""What `road` counts."""
INTEGERS, FLOATS, BIG, GRIDDED, ROUGH = range(len(ROADS))

SURE = 2.0**-36  # of the largest minor: neither rounding nor a change of payoffs by 2**-41 of the range reaches it
ROUNDED = 2.0**-44  # of the largest minor: rounding alone does not reach it
FIRM = 1e-11  # of a player's range: with more regret than this an answer in floats is asked again exactly


class Listed(NamedTuple):
    """Extreme equilibria of a batch, those of one game together.

    Attributes
    ----------
    game : ndarray of int, shape (equilibria,)
        Which game each belongs to, in increasing order.
    row, column : ndarray, shape (equilibria, rows) and (equilibria, columns)
        Probabilities.
    road : ndarray of int, shape (games,)
        In which arithmetic each game was solved, as a place in `ROADS`.
    doubtful : ndarray of bool, shape (games,)
        Games for whose list nobody vouches; none if the answer was to be exact.
    games : ndarray of int, shape (games,)
        Which games of a larger batch these are, in the order of `road` and `doubtful`.
    """

    game: Index
    row: Array
    column: Array
    road: NDArray[np.uint8]
    doubtful: Mask
    games: Index


def every_equilibrium(payoffs: Array, exact: bool = True, kernels: Kernels = PLAIN) -> Listed:
    """List the extreme equilibria of many games for two players.

    Parameters
    ----------
    payoffs : ndarray, shape (games, 2, rows, columns)
        In any unit, finite.
    exact : bool
        Whether games with doubtful signs are solved again in exact arithmetic; otherwise a minor too near zero counts
        as zero, and the game as doubtful.
    kernels : Kernels
        Plain or compiled; it changes no answer.

    Returns
    -------
    Listed
        Each equilibrium once; probabilities of games in whole numbers are off by one rounding at most.
    """
    scaled = scaled_integers(payoffs)
    centred = _centred(scaled.payoffs)
    rows, columns = payoffs.shape[2:]
    size = max(min(rows, columns - 1), min(columns, rows - 1))  # rows of the largest minor of either player
    fits = scaled.whole & (_largest(centred, size) < WHOLE)
    road = np.where(fits, INTEGERS, FLOATS if exact else ROUGH).astype(np.uint8)
    parts = [_of(np.flatnonzero(fits), centred[:, 0], centred[:, 1], kernels)]
    doubtful = np.zeros(len(payoffs), dtype=np.bool_)
    for code, games in ((BIG, np.flatnonzero(scaled.whole & ~fits)), (GRIDDED, np.flatnonzero(~scaled.whole))):
        if not len(games):
            continue
        tables, doubt = _whole(centred[games], size) if code == BIG else _unit(payoffs[games], size)
        found, unsure = _in_floats(tables, doubt, exact, kernels)
        parts.append(found._replace(game=games[found.game]))
        again = games[unsure]
        if not exact:
            doubtful[again] = True
        elif len(again):
            road[again] = code
            parts += _exactly(
                scaled.payoffs[again] if code == BIG else whole_steps(payoffs[again]), again, size, kernels
            )
    return _together(parts, road, doubtful)


def _of(lanes: Index, A: Lanes, B: Lanes, kernels: Kernels) -> Found:
    found = kernels.extreme_equilibria(*((A[lanes], B[lanes]) if len(lanes) < len(A) else (A, B)))
    return found._replace(game=lanes[found.game])


def _exactly(whole: Array, games: Index, size: int, kernels: Kernels) -> list[Found]:
    """Solve games of whole payoffs in floats where those hold every minor, and in Python's whole numbers elsewhere."""
    centred = _centred(whole)
    fits = _largest(centred, size) < WHOLE
    parts = [_of(np.flatnonzero(fits), centred[:, 0], centred[:, 1], kernels)]
    if not fits.all():
        big = big_integers(whole)
        parts.append(_of(np.flatnonzero(~fits), big[:, 0], big[:, 1], PLAIN))  # no compiler knows numbers of any size
    return [part._replace(game=games[part.game]) for part in parts]


def _together(parts: list[Found], road: NDArray[np.uint8], doubtful: Mask) -> Listed:
    return joined([Listed(p.game, p.row, p.column, road, doubtful, np.arange(len(road))) for p in parts], len(road))


def joined(parts: Sequence[Listed], games: int) -> Listed:
    """Several lists as one, in the order of the games.

    Parameters
    ----------
    parts : sequence of Listed
        Of games of one shape; each says which games it speaks of.
    games : int
        How many there are.
    """
    road, doubtful = np.zeros(games, dtype=np.uint8), np.zeros(games, dtype=np.bool_)
    for part in parts:
        road[part.games], doubtful[part.games] = part.road, part.doubtful
    if len(parts) == 1:
        return Listed(*parts[0][:3], road, doubtful, np.arange(games))
    game, row, column = (np.concatenate([part[k] for part in parts]) for k in range(3))
    order = np.argsort(game, kind="stable")
    return Listed(game[order], row[order], column[order], road, doubtful, np.arange(games))


def _centred(payoffs: Array) -> Array:
    """Whole payoffs as near to zero as whole shifts bring them, which no comparison of replies notices."""
    found = np.empty_like(payoffs)
    for player, axis in ((0, 1), (1, 2)):
        own = payoffs[:, player]
        lines = np.moveaxis(own, axis, 0)  # one after the other, since NumPy is slow along a short axis
        middle = np.floor((reduce(np.maximum, lines) + reduce(np.minimum, lines)) / 2)
        found[:, player] = own - np.expand_dims(middle, axis)
    return found


def _largest(centred: Array, size: int) -> Array:
    """A bound on every minor of both players' tables, and on what is added up on the way, for each game."""
    low, high = extremes(centred)
    entry = np.maximum(-low, high).max(axis=1)
    with np.errstate(over="ignore"):
        return np.asarray(largest_minor(size, 1.0) * np.maximum(entry, 1.0) ** size, dtype=np.float64)


def _whole(centred: Array, size: int) -> tuple[Array, Array]:
    """Whole payoffs of which floats hold the smaller minors only, and how near zero a larger one has no sure sign."""
    entry = float(np.abs(centred).max())
    reach = [largest_minor(k, entry) for k in range(size + 1)]
    return centred, np.array([-1.0 if bound < WHOLE else ROUNDED * bound for bound in reach])


def _unit(payoffs: Array, size: int) -> tuple[Array, Array]:
    """Payoffs from -1/2 to 1/2, and how near zero a minor of them has no sure sign."""
    low, high = (np.expand_dims(f(f(payoffs, axis=3), axis=2), (2, 3)) for f in (np.min, np.max))
    width = high - low
    unit = (payoffs - (high + low) / 2) / np.where(width > 0, width, 1.0)
    return unit, np.array([SURE * largest_minor(k, 0.5) for k in range(size + 1)])


def _in_floats(tables: Array, doubt: Array, exact: bool, kernels: Kernels) -> tuple[Found, Mask]:
    """Solve games in floats, and say which of them are doubtful; of those nothing is listed if all is to be exact."""
    found = kernels.extreme_equilibria(tables[:, 0], tables[:, 1], doubt, lenient=not exact)
    unsure = found.doubtful.copy()
    _, gains = kernels.pair_regret(tables, found.game, found.row, found.column)
    unsure[found.game[(gains > FIRM * spread(tables)[found.game]).any(axis=1)]] = True
    keep = ~unsure[found.game] if exact else np.ones(len(found.game), dtype=np.bool_)
    return Found(found.game[keep], found.row[keep], found.column[keep], unsure), unsure
