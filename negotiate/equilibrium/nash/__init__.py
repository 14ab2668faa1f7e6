"""What methods share: pairs found in floats are confirmed by whole numbers, where payoffs are known
exactly.

What seems to be an equilibrium within rounding may be none, and what seems to be two may be one.
What an equilibrium is worth may be lost where huge payoffs outweigh each other, and is then worked
out in fractions. At a vertex of a best-reply polytope as many replies are best as strategies are
played: a square system of equations, which is solved by an elimination without fractions, in which
every division comes out even.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import gcd
from operator import mul
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.doors import door
from negotiate.equilibrium.certificate import FLOATS, WHOLE_NUMBERS, Certificate
from negotiate.equilibrium.equilibrium import ROUNDING, Unverified, all_verified, verified, widened
from negotiate.equilibrium.nash.dominance import Reduced, nothing_taken
from negotiate.equilibrium.solution import Equilibrium
from negotiate.games.exactness import (
    WHOLE,
    Exact,
    Exactly,
    Rows,
    as_fraction,
    big_integers,
    pivoted,
)
from negotiate.games.normal_form import NormalFormGame

__getattr__ = door(__name__)

# in a probability: farther than that from the exact one, it is not rounding that is the matter
NEAR = 1e-6

SMALL = 16  # strategies a player up to which one pair is worth the whole numbers
VISIBLE = 1e-9  # of a payoff: what is lost of it beyond that, a reader could see
FEW = WHOLE / 4  # below it floats hold sums of a few
MINORS = (
    2**20
)  # whole payoffs below this have minors that floats hold, where few strategies are played
PLAYED = 20  # strategies of a mixture up to which whole numbers are tried: some tenths of a second


class Table(NamedTuple):
    """What one player gets by each reply against each strategy of the other, twice over.

    Attributes
    ----------
    whole : list of list of int
        One row a reply; positive, in a unit of its own.
    floats : ndarray, shape (replies, strategies)
        The same from 1 to 2, each right to within four roundings.
    error : float
        How far these may be off beyond that, because the payoffs themselves are known to no more.
    """

    whole: Rows
    floats: FloatArray
    error: float = 0.0


class Certain(NamedTuple):
    """A vertex, exactly.

    Attributes
    ----------
    weights : list of int
        How much each strategy is played, over `total`.
    total : int
        Their sum.
    tight : int
        Which strategies are not played, then which replies are best, as bits.
    """

    weights: list[int]
    total: int
    tight: int

    @property
    def strategy(self) -> list[float]:
        """The probabilities, each the float next to the fraction."""
        return [weight / self.total for weight in self.weights]


def table_of(whole: Exact, error: float = 0.0) -> Table:
    """Both forms of one player's payoffs.

    Parameters
    ----------
    whole : ndarray, shape (replies, strategies)
        Whole numbers, as `exactness.exactly` gives them.
    error : float
        How far each may be off.
    """
    held = whole.dtype != object and np.abs(whole).max() < FEW  # floats hold what is added up here
    big = whole if held else big_integers(whole)
    low, high = int(big.min()), int(big.max())
    width = high - low if high > low else 1
    shifted = big - low + width
    rows: Rows = (shifted.astype(int) if held else shifted).tolist()
    return Table(
        rows, 1.0 + np.asarray((big - low) / width, dtype=float), float(2 * Fraction(error) / width)
    )


def corner(table: Table, basis: int) -> Certain | None:
    """Where the constraints of a basis meet, if that is a vertex.

    Parameters
    ----------
    table : Table
        Of the player who replies.
    basis : int
        As many constraints as there are strategies, as bits: which strategies are not played, then
        which replies are best.

    Returns
    -------
    Certain or None
        None if the constraints do not meet in one point, if that point breaks another constraint,
        or at the origin.

    Examples
    --------
    >>> table = table_of(np.array([[0.0, 3.0], [2.0, 0.0]]))
    >>> found = corner(table, 0b1100)
    >>> found.strategy, bin(found.tight)
    ([0.6, 0.4], '0b1100')
    """
    count = len(table.whole[0])
    played = [i for i in range(count) if not basis >> i & 1]
    replies = [j for j in range(len(table.whole)) if basis >> (count + j) & 1]
    if not played or len(played) != len(replies):
        return None
    rows = [[row[i] for i in played] for row in table.whole]
    solved = _solve([rows[j] for j in replies])
    if solved is None:
        return None
    weights, best = solved
    if min(weights) < 0:
        return None
    tight, full = 0, [0] * count
    for i, weight in zip(played, weights, strict=True):
        full[i] = weight
    for i, weight in enumerate(full):
        tight |= (weight == 0) << i
    for j, row in enumerate(rows):
        value = sum(map(mul, row, weights))
        if value > best:
            return None
        tight |= (value == best) << (count + j)
    return Certain(full, sum(weights), tight)


def corners_at(
    tables: Sequence[Table], bases: Sequence[Sequence[int]]
) -> list[dict[int, Certain | None]]:
    """Find the vertices of many bases, each of which holds constraints that do meet in one point.

    Parameters
    ----------
    tables : sequence of Table
        All of one shape.
    bases : sequence of sequence of int
        For each table some, as `corner` takes them.

    Returns
    -------
    list of dict
        For each table what `corner` gives at each basis.

    Notes
    -----
    The weights of a vertex are minors, so whole numbers. Floats propose them: the solution of the
    equations, times their determinant. Whole numbers confirm that these weights make the best
    replies equally good and no other better, which settles the vertex whatever the floats were.
    What they do not confirm, `corner` works out.
    """
    listed = [(side, basis) for side, some in enumerate(bases) for basis in dict.fromkeys(some)]
    found: list[dict[int, Certain | None]] = [{} for _ in tables]
    if listed and max(max(map(max, table.whole)) for table in tables) < MINORS:
        for (side, basis), one in zip(listed, _proposed(tables, listed), strict=True):
            found[side][basis] = one
    for side, basis in listed:
        if found[side].get(basis) is None:
            found[side][basis] = corner(tables[side], basis)
    return found


def _proposed(tables: Sequence[Table], listed: Sequence[tuple[int, int]]) -> list[Certain | None]:
    """The vertices of bases, each with the place of its table, that whole numbers confirm."""
    sides, bases = np.array(listed, dtype=int).T
    whole = np.array([table.whole for table in tables], dtype=float)
    replies, count = whole.shape[1:]
    labels = np.arange(count + replies)
    tight = (bases[:, None] >> labels & 1) == 1
    facets = tight.nonzero()[1].reshape(len(bases), count)
    # A strategy is not played, or a reply gives what the last unknown is; and all weights sum to 1.
    systems = np.ones((len(bases), count + 1, count + 1))
    whole -= whole.min(axis=(1, 2), keepdims=True)
    systems[:, :count, :count] = np.concatenate(
        [np.broadcast_to(np.eye(count), (len(tables), count, count)), whole], 1
    )[sides[:, None], facets]
    systems[:, :count, count], systems[:, count, count] = -1.0 * (facets >= count), 0.0
    try:
        weights = np.linalg.solve(systems, np.eye(count + 1)[:, count:])[:, :count, 0]
    except np.linalg.LinAlgError:
        return [None] * len(bases)
    weights = np.rint(weights * np.abs(np.linalg.det(systems))[:, None])
    weights[~(np.abs(weights).max(axis=1) * whole.max() * count < FEW)] = (
        0.0  # what floats do not hold
    )
    values = (whole[sides] @ weights[:, :, None])[:, :, 0]
    now = np.hstack([weights == 0, values == values.max(axis=1, keepdims=True)])
    sure = (weights.min(axis=1) >= 0) & (weights.max(axis=1) > 0) & (tight <= now).all(axis=1)
    masks = now @ (np.int64(1) << labels)
    known = zip(sure.tolist(), weights.astype(int).tolist(), masks.tolist(), strict=True)
    return [Certain(own, sum(own), mask) if good else None for good, own, mask in known]


def tables_of(numbers: Exactly) -> tuple[Table, Table]:
    """The tables of a game for two players: of whoever replies to the rows, then of whoever replies
    to the columns.
    """
    A, B = numbers.payoffs
    return table_of(B.T, float(numbers.error[1])), table_of(A, float(numbers.error[0]))


def certain_pair(
    tables: tuple[Table, Table], pair: Sequence[FloatArray]
) -> tuple[Certain, Certain] | None:
    """The equilibrium that a pair of strategies is the rounded form of, if it is an extreme one.

    Parameters
    ----------
    tables : tuple of Table
        As `tables_of` gives them.
    pair : sequence of ndarray
        Probabilities up to rounding; what is played, and nothing else, is positive.

    Returns
    -------
    pair of Certain or None
        None where whole numbers do not settle it.

    Raises
    ------
    Unverified
        If no equilibrium plays just these strategies with about these probabilities.
    """
    found = []
    for side, (table, own) in enumerate(zip(tables, pair, strict=True)):
        count = len(own)
        played, theirs = np.flatnonzero(own), np.flatnonzero(pair[1 - side])
        values = table.floats @ own
        order = np.argsort(-values, kind="stable")
        replies = dict.fromkeys([*theirs.tolist(), *order.tolist()])
        picked = _independent(table.whole, played.tolist(), list(replies))
        idle = sum(1 << i for i in range(count) if not own[i])
        one = corner(table, idle | sum(1 << (count + j) for j in picked))
        if one is None or any(one.weights[i] == 0 for i in played.tolist()):
            if len(picked) == len(played) and set(picked) <= set(theirs.tolist()):
                raise Unverified("a solver's answer is an equilibrium only up to rounding")
            return None
        if np.abs(np.array(one.strategy) - own).max() > NEAR:
            raise Unverified(
                "a solver's answer is no equilibrium, though one plays the same strategies"
            )
        found.append(one)
    x, y = found
    return (x, y) if complete(x, y) else None


def complete(x: Certain, y: Certain) -> bool:
    """Whether every strategy of either player is not played, or a best reply."""
    rows, columns = len(x.weights), len(y.weights)
    theirs_first = (y.tight >> columns) | ((y.tight & ((1 << columns) - 1)) << rows)
    return x.tight | theirs_first == (1 << (rows + columns)) - 1


def _independent(rows: Rows, played: list[int], replies: list[int]) -> list[int]:
    """As many of the replies, the earlier ones first, as there are strategies, so that equations
    can be solved.
    """
    reduced: list[tuple[int, list[int]]] = []
    picked = list[int]()
    for j in replies:
        row = [rows[j][i] for i in played]
        for place, before in reduced:
            if row[place]:
                row = [before[place] * a - row[place] * b for a, b in zip(row, before, strict=True)]
        place = next((k for k, entry in enumerate(row) if entry), -1)
        if place >= 0:
            divisor = gcd(*row)
            reduced.append((place, [entry // divisor for entry in row]))
            picked.append(j)
        if len(picked) == len(played):
            break
    return picked


def _solve(system: Rows) -> tuple[list[int], int] | None:
    """Weights and a positive number that every row times the weights gives; None if the system is
    singular.
    """
    size = len(system)
    if size == 1:
        return [1], system[0][0]
    rows = [[*row, 1] for row in system]
    before = 1
    for k in range(size):
        place = next((i for i in range(k, size) if rows[i][k]), None)
        if place is None:
            return None
        rows[k], rows[place] = rows[place], rows[k]
        rows = pivoted(rows, k, k, before)
        before = rows[k][k]
    sign = 1 if before > 0 else -1
    return [sign * row[-1] for row in rows], sign * before


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
    A pair that whole numbers do not settle is verified in floats alone: one that is no extreme
    equilibrium, or plays very many strategies, or whose payoffs are known to some error only.
    """
    numbers = left.game.exactly()
    tables = None if numbers.error.any() else tables_of(numbers)
    for pair in pairs:
        few = max(np.count_nonzero(own) for own in pair) <= PLAYED
        try:
            sure = certain_pair(tables, pair) if tables is not None and few else None
            strategies = pair if sure is None else [np.array(own.strategy) for own in sure]
            at = () if sure is None else tuple(own.tight for own in sure)
            yield all_valued(game, [widened(game, left.kept, strategies)], [at])[0]
        except Unverified:
            yield None


def all_valued(
    game: NormalFormGame, pairs: Sequence[Sequence[FloatArray]], vertices: Sequence[Sequence[int]]
) -> list[Equilibrium]:
    """As `equilibrium.all_verified`, with payoffs worked out in fractions where floats would lose
    them.

    Parameters
    ----------
    game : NormalFormGame
        Two players.
    pairs, vertices
        As `profiles` and `vertices` there.
    """
    found = all_verified(game, pairs, vertices)
    if not found or not any(_drowned(table) for table in game.payoffs):
        return found
    numbers = game.exactly()
    if numbers.error.any():
        return found
    tables, (A, B) = tables_of(numbers), (big_integers(whole) for whole in numbers.payoffs)
    for k, (pair, at) in enumerate(zip(pairs, vertices, strict=True)):
        sure = None if found[k].pure else certain_pair(tables, pair)
        if sure is not None:
            x, y = sure
            worth = [_worth(game.payoffs[0], A, y), _worth(game.payoffs[1].T, B.T, x)]
            found[k] = verified(game, pair, at, worth)
    return found


def _drowned(payoffs: FloatArray) -> bool:
    """Whether the rounding of a player's largest payoffs is no trifle beside its smallest."""
    sizes = np.abs(payoffs[payoffs != 0])
    return bool(len(sizes) and ROUNDING * sizes.max() > VISIBLE * sizes.min())


def _worth(payoffs: FloatArray, whole: Exact, other: Certain) -> FloatArray:
    """What each row gives against the other's mixture, each the float next to the fraction.

    What one whole number is worth is read off the two payoffs nearest to 0, of which floats hold
    the most digits.
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


def some(equilibria: Sequence[Equilibrium], *limits: str) -> Certificate:
    """What a list rests on that may not be whole: whole numbers where these confirmed each
    equilibrium.
    """
    confirmed = bool(equilibria) and all(equilibrium.vertices for equilibrium in equilibria)
    sure = bool(equilibria) and all(
        equilibrium.pure or equilibrium.vertices for equilibrium in equilibria
    )
    return Certificate(WHOLE_NUMBERS if confirmed else FLOATS, not sure, limits)
