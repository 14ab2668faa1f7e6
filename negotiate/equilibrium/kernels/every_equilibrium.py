"""Lists every extreme equilibrium of a batch, each game in the cheapest arithmetic in which all of its signs are sure.

Payoffs that are decimals become whole numbers. While no minor of them can reach 2**53, floats hold them all, and every
sign is exact. Other games are solved in floats, where a minor farther from zero than rounding can reach has a sure
sign; where payoffs are no decimals, that is farther than a change of each payoff within its bound could take it. Where
some minor is nearer, that game is solved once more in whole numbers of any size, which are the payoffs themselves. A
minor of these that the bound could turn is nothing that anybody can decide: such a game is doubtful.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.equilibrium.kernels.bordered_minors import Lanes, largest_minor
from negotiate.equilibrium.kernels.compiled.choice import PLAIN, Kernels
from negotiate.equilibrium.kernels.extreme_equilibria import Found
from negotiate.games.exactness import (
    WHOLE,
    Exact,
    Exactly,
    big_integers,
    exactly,
    extremes,
    margins,
    rounding,
    scaled_integers,
    spread,
)

ROADS = (
    "whole numbers",
    "floating point with an error bound",
    "whole numbers of any size",
    "whole numbers of any size, each payoff as the fraction that it is held as",
    "floating point",
)
"""What `road` counts."""
INTEGERS, FLOATS, BIG, HELD, ROUGH = range(len(ROADS))

NEAR = 2.0**-44  # of a player's range: what payoffs are off in games that are worth an attempt in floats
ROUNDED = 2.0**-44  # of the largest minor: rounding alone does not reach it
FAINT = 2.0**-20  # a smaller probability is worked out in whole numbers, since floats hold too few digits of it
FIRM = 1e-11  # of a player's range: with more regret than this an answer in floats is asked again exactly


class Listed(NamedTuple):
    """Extreme equilibria of a batch, those of one game together.

    Attributes
    ----------
    game : ndarray of int, shape (equilibria,)
        Which game each belongs to, in increasing order.
    row, column : ndarray, shape (equilibria, rows) and (equilibria, columns)
        Probabilities.
    vertices : ndarray of int, shape (equilibria, 2)
        A number for each of the two strategies: within a game the same for the same strategy and no other.
    road : ndarray of int, shape (games,)
        In which arithmetic each game was solved, as a place in `ROADS`.
    doubtful : ndarray of bool, shape (games,)
        Games for whose list nobody vouches: payoffs are too nearly tied for what is known of them, or for floats if the
        answer need not be exact.
    games : ndarray of int, shape (games,)
        Which games of a larger batch these are, in the order of `road` and `doubtful`.
    """

    game: IndexArray
    row: FloatArray
    column: FloatArray
    vertices: IndexArray
    road: NDArray[np.uint8]
    doubtful: BoolArray
    games: IndexArray


def every_equilibrium(payoffs: FloatArray, exact: bool = True, kernels: Kernels = PLAIN) -> Listed:
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
    size = _largest_size(payoffs)
    fits = scaled.whole & (_largest(centred, size) < WHOLE)
    road = np.where(fits, INTEGERS, FLOATS if exact else ROUGH).astype(np.uint8)
    parts = [_of(np.flatnonzero(fits), centred[:, 0], centred[:, 1], kernels)]
    doubtful = np.zeros(len(payoffs), dtype=np.bool_)
    blurred = np.zeros(len(payoffs), dtype=np.bool_)
    rest = np.flatnonzero(~scaled.whole)
    blurred[rest] = _blurred(payoffs[rest])
    again = [np.flatnonzero(blurred)]
    tried = ~fits & ~(blurred & exact)
    for code, games in ((BIG, np.flatnonzero(tried & scaled.whole)), (HELD, np.flatnonzero(tried & ~scaled.whole))):
        if len(games):
            tables, doubt = _whole(centred[games], size) if code == BIG else _unit(payoffs[games], size)
            found, unsure = _in_floats(tables, doubt, exact, kernels)
            parts.append(found._replace(game=games[found.game]))
            again.append(games[unsure])
    left = np.unique(np.concatenate(again))
    if not exact:
        doubtful[left] = True
    for listed in _exactly(payoffs, left, kernels) if exact else ():
        road[listed.games], doubtful[listed.games] = listed.road, listed.doubtful
        parts.append(Found(listed.games[listed.game], *listed[1:4], listed.doubtful))
    return _together(parts, road, doubtful)


def _blurred(payoffs: FloatArray) -> BoolArray:
    """Games that are not worth an attempt in floats: too little is known of payoffs, or all, to too many digits."""
    width = spread(payoffs)
    off = rounding(payoffs) / np.where(width > 0, width, np.inf)
    return np.asarray((off > NEAR).any(axis=1) | (margins(payoffs, 2) == 0).all(axis=1), dtype=np.bool_)


def _exactly(payoffs: FloatArray, games: IndexArray, kernels: Kernels) -> Iterator[Listed]:
    """Solve games one by one in whole numbers, but those together of which floats hold every minor."""
    size, small = _largest_size(payoffs), dict[int, FloatArray]()
    for game in games.tolist():
        numbers = exactly(payoffs[game])
        centred = _centred(numbers.payoffs[None])
        if numbers.decimal or numbers.error.any() or not _held(centred, size):
            yield exact_equilibria(numbers)._replace(games=np.array([game]))
        else:
            small[game] = centred[0]
    if small:
        tables = np.array(list(small.values()))
        found = kernels.extreme_equilibria(tables[:, 0], tables[:, 1])
        road, where = np.full(len(small), HELD, dtype=np.uint8), np.array(list(small))
        yield _together([found], road, np.zeros(len(small), dtype=np.bool_))._replace(games=where)


def _held(centred: Exact, size: int) -> bool:
    """Whether floats hold every minor of one game."""
    return centred.dtype == np.float64 and bool(_largest(centred, size)[0] < WHOLE)


def exact_equilibria(numbers: Exactly) -> Listed:
    """List the extreme equilibria of one game for two players in whole numbers.

    Parameters
    ----------
    numbers : Exactly
        The payoffs of both, shape (2, rows, columns).
    """
    centred = _centred(numbers.payoffs[None])
    size = _largest_size(centred)
    if not numbers.error.any() and _held(centred, size):
        found = PLAIN.extreme_equilibria(centred[:, 0], centred[:, 1])
        road = INTEGERS if numbers.decimal else HELD
    else:
        big = big_integers(centred)
        pairs = zip(big[0], numbers.error.tolist(), strict=True)
        doubt = np.array([[_turned(k, own, off) for k in range(size + 1)] for own, off in pairs])
        found = PLAIN.extreme_equilibria(big[:, 0], big[:, 1], doubt, lenient=True)  # no compiler knows such numbers
        road = BIG if numbers.decimal else HELD
    return _together([found], np.full(1, road, dtype=np.uint8), found.doubtful | numbers.undecided)


def _turned(size: int, own: Exact, off: float) -> float:
    """How much a minor changes at most if every payoff is off by so much."""
    try:
        entry = float(np.abs(own).max()) + off
        return largest_minor(size, entry) * size * off / max(entry, 1.0)
    except OverflowError:
        return float("inf") if off else 0.0


def _largest_size(payoffs: Exact) -> int:
    """How many rows the largest minor of either player has."""
    rows, columns = int(payoffs.shape[2]), int(payoffs.shape[3])
    return max(min(rows, columns - 1), min(columns, rows - 1))


def _of(lanes: IndexArray, A: Lanes, B: Lanes, kernels: Kernels) -> Found:
    found = kernels.extreme_equilibria(*((A[lanes], B[lanes]) if len(lanes) < len(A) else (A, B)))
    return found._replace(game=lanes[found.game])


def _together(parts: list[Found], road: NDArray[np.uint8], doubtful: BoolArray) -> Listed:
    games = np.arange(len(road))
    return joined([Listed(p.game, p.row, p.column, p.vertices, road, doubtful, games) for p in parts], len(road))


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
        return Listed(*parts[0][:4], road, doubtful, np.arange(games))
    game, row, column, vertices = (np.concatenate([part[k] for part in parts]) for k in range(4))
    order = np.argsort(game, kind="stable")
    return Listed(game[order], row[order], column[order], vertices[order], road, doubtful, np.arange(games))


def _centred(payoffs: Exact) -> Exact:
    """Whole payoffs as near to zero as whole shifts bring them, which no comparison of replies notices."""
    found = np.empty_like(payoffs)
    for player, axis in ((0, 1), (1, 2)):
        own = payoffs[:, player]
        lines = np.moveaxis(own, axis, 0)  # one after the other, since NumPy is slow along a short axis
        ends = reduce(np.maximum, lines) + reduce(np.minimum, lines)
        middle = ends // 2 if own.dtype == object else np.floor(ends / 2)
        found[:, player] = own - np.expand_dims(middle, axis)
    return found


def _largest(centred: FloatArray, size: int) -> FloatArray:
    """A bound on every minor of both players' tables, and on what is added up on the way, for each game."""
    low, high = extremes(centred)
    entry = np.maximum(-low, high).max(axis=1)
    with np.errstate(over="ignore"):
        return np.asarray(largest_minor(size, 1.0) * np.maximum(entry, 1.0) ** size, dtype=np.float64)


def _whole(centred: FloatArray, size: int) -> tuple[FloatArray, FloatArray]:
    """Whole payoffs of which floats hold the smaller minors only, and how near zero a larger one has no sure sign."""
    entry = float(np.abs(centred).max())
    reach = [largest_minor(k, entry) for k in range(size + 1)]
    return centred, np.array([-1.0 if bound < WHOLE else ROUNDED * bound for bound in reach])


def _unit(payoffs: FloatArray, size: int) -> tuple[FloatArray, FloatArray]:
    """Payoffs from -1/2 to 1/2, and how near zero a minor of them has no sure sign if they are off by `NEAR`."""
    low, high = (np.expand_dims(f(f(payoffs, axis=3), axis=2), (2, 3)) for f in (np.min, np.max))
    width = high - low
    unit = (payoffs - (high + low) / 2) / np.where(width > 0, width, 1.0)
    blur = 4 * NEAR  # of the payoff and of both ends of the range, and room for what dividing leaves
    return unit, np.array([largest_minor(k, 0.5 + blur) * (ROUNDED + 2 * k * blur) for k in range(size + 1)])


def _in_floats(tables: FloatArray, doubt: FloatArray, exact: bool, kernels: Kernels) -> tuple[Found, BoolArray]:
    """Solve games in floats, and say which of them are doubtful; of those nothing is listed if all is to be exact."""
    found = kernels.extreme_equilibria(tables[:, 0], tables[:, 1], doubt, lenient=not exact)
    unsure = found.doubtful.copy()
    _, gains = kernels.pair_regret(tables, found.game, found.row, found.column)
    unsure[found.game[(gains > FIRM * spread(tables)[found.game]).any(axis=1)]] = True
    least = [np.where(own > 0, own, 1.0).min(axis=1, initial=1.0) for own in (found.row, found.column)]
    unsure[found.game[np.minimum(*least) < FAINT]] = True
    keep = ~unsure[found.game] if exact else np.ones(len(found.game), dtype=np.bool_)
    return Found(found.game[keep], found.row[keep], found.column[keep], found.vertices[keep], unsure), unsure
