"""Equilibria in which each of two players uses one strategy, or mixes between two, or between
three.

Most games have one of these, and they are the easiest to explain. All of the smallest size are
given; larger ones are looked for only where there is none of a smaller size. Candidates are tried
in whole arrays: for two strategies a side the best replies along the line between two strategies of
the other are walked for all lines at once; for three, the probabilities are a cross product.

References
----------
Porter, Nudelman & Shoham 2008, "Simple search methods for finding a Nash equilibrium", Games and
Economic Behavior 63.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice
from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import FloatArray, IndexArray
from negotiate.equilibrium.equilibrium import mixable, nash_solution, point
from negotiate.equilibrium.nash import confirmed, some
from negotiate.equilibrium.nash.dominance import reduce
from negotiate.equilibrium.nash.pure import solved_purely, stable
from negotiate.equilibrium.solution import Solution, one_chooser, two_players
from negotiate.games.normal_form import NormalFormGame

# on payoffs scaled to the unit range: how far below the best a reply may be and still count
SLACK = 1e-10
POSITIVE = (
    1e-14  # a smaller probability may be rounding alone; whoever takes what is found confirms it
)
CHUNK = 1 << 16  # payoffs looked at together: what fits into a cache
TIED = 6  # strategies that are best together at one point: of more, the first six are looked at

NAME = "small-supports"
WORK = 10_000_000  # payoffs along lines between two strategies: about a second
TRIPLES = 400_000  # pairs of supports: sixteen strategies a player
LISTED = 100

Pair = tuple[FloatArray, ...]


class Supported(NamedTuple):
    """Equilibria on supports of one size `k`.

    Attributes
    ----------
    rows, columns : ndarray of int, shape (equilibria, k)
        Which strategies are played.
    row_weights, column_weights : ndarray, shape (equilibria, k)
        How often; positive, with sum 1.
    """

    rows: IndexArray
    columns: IndexArray
    row_weights: FloatArray
    column_weights: FloatArray


def on_pairs(A: FloatArray, B: FloatArray, lines: IndexArray) -> Supported:
    """Equilibria in which each mixes between two strategies.

    Parameters
    ----------
    A, B : ndarray, shape (rows, columns)
        Payoffs of the one who picks a row and of the one who picks a column, scaled to the unit
        range.
    lines : ndarray of int, shape (pairs, 2)
        The pairs of columns to look at.

    Returns
    -------
    Supported
        Every regular one, in which each is indifferent at one mixture only; where more than six
        rows are best against one mixture, the first six are looked at.

    Notes
    -----
    The cost is that of `pairs × rows` comparisons for each best reply along a line, of which there
    are few: in random games about the logarithm of the number of rows.

    Examples
    --------
    >>> pennies = np.eye(2)
    >>> found = on_pairs(pennies, 1.0 - pennies, np.array([[0, 1]]))
    >>> found.row_weights.tolist(), found.column_weights.tolist()
    ([[0.5, 0.5]], [[0.5, 0.5]])
    """
    size = max(1, CHUNK // len(A))
    parts = [_on_lines(A, B, lines[i : i + size]) for i in range(0, len(lines), size)]
    return _together(parts, 2)


def _on_lines(A: FloatArray, B: FloatArray, lines: IndexArray) -> Supported:
    line, rows, weight = _ties_on_top(A.T[lines[:, 0]], A.T[lines[:, 1]])
    columns = lines[line]
    (i, other), (j, further) = rows.T, columns.T
    # The rows' weights make the two columns equally good for whoever picks one.
    first, second = B[other, further] - B[other, j], B[i, j] - B[i, further]
    total = first + second
    with np.errstate(all="ignore"):
        own = first / total
    good = (np.abs(total) > SLACK) & (own > POSITIVE) & (own < 1.0 - POSITIVE)
    rows, columns, own, weight = rows[good], columns[good], own[good], weight[good]
    values = own[:, None] * B[rows[:, 0]] + (1.0 - own)[:, None] * B[rows[:, 1]]
    best = values.max(axis=1) - np.take_along_axis(values, columns, axis=1).min(axis=1) <= SLACK
    mixed = np.stack([own, 1.0 - own], axis=1)[best]
    return Supported(
        rows[best], columns[best], mixed, np.stack([weight, 1.0 - weight], axis=1)[best]
    )


def _ties_on_top(left: FloatArray, right: FloatArray) -> tuple[IndexArray, IndexArray, FloatArray]:
    """Where two strategies are best together along the line from playing `right` for sure to
    playing `left`.

    Parameters
    ----------
    left, right : ndarray, shape (lines, strategies)
        What each strategy gives at both ends.

    Returns
    -------
    line, pair, weight
        Which line, which two strategies, shape (ties, 2), and the weight of `left` there.
    """
    found: list[tuple[IndexArray, IndexArray, FloatArray]] = []
    standing = np.arange(len(left))
    slope = left - right
    # At the end `right` the best is best for `right`, and among equals for `left`.
    best = np.where(right >= right.max(axis=1, keepdims=True) - SLACK, left, -1.0).argmax(axis=1)
    for _ in range(left.shape[1]):
        each = np.arange(len(standing))
        behind = right[each, best][:, None] - right
        steeper = slope - slope[each, best][:, None]
        with np.errstate(all="ignore"):
            meets = np.where(steeper > SLACK, np.maximum(behind, 0.0) / steeper, np.inf)
        at = meets.min(axis=1)
        on = at < 1.0 - POSITIVE
        if not on.any():
            break
        standing, left, right, slope, best, at = (
            a[on] for a in (standing, left, right, slope, best, at)
        )
        values = right + at[:, None] * slope
        tied = values >= values.max(axis=1, keepdims=True) - SLACK
        real = at > POSITIVE
        found += _pairs(tied[real], slope[real], standing[real], at[real])
        best = np.where(tied, slope, -np.inf).argmax(axis=1)
    if not found:
        return np.zeros(0, dtype=int), np.zeros((0, 2), dtype=int), np.zeros(0)
    line, pair, weight = (np.concatenate(part) for part in zip(*found, strict=True))
    return line, pair, weight


def _pairs(
    tied: NDArray[np.bool_], slope: FloatArray, line: IndexArray, at: FloatArray
) -> list[tuple[IndexArray, IndexArray, FloatArray]]:
    """Every two of the tied strategies that are tied at this one point only."""
    count = np.minimum(tied.sum(axis=1), TIED)
    found = []
    for k in np.unique(count[count > 1]).tolist():
        some = np.flatnonzero(count == k)
        which = np.argsort(~tied[some], axis=1, kind="stable")[:, :k]
        for a, b in combinations(range(k), 2):
            pair = which[:, [a, b]]
            apart = np.take_along_axis(slope[some], pair, axis=1)
            regular = np.abs(apart[:, 0] - apart[:, 1]) > SLACK
            found.append((line[some][regular], pair[regular], at[some][regular]))
    return found


def on_triples(A: FloatArray, B: FloatArray) -> Supported:
    """Equilibria in which each mixes between three strategies.

    Parameters
    ----------
    A, B
        As in `on_pairs`, at least 3 × 3.

    Returns
    -------
    Supported
        Every regular one.

    Notes
    -----
    All pairs of triples are held in one array of booleans, `triples(A, B)` of them.
    """
    rows = np.array(list(combinations(range(A.shape[0]), 3)), dtype=int)
    columns = np.array(list(combinations(range(A.shape[1]), 3)), dtype=int)
    open_rows = _undominated(A, columns)[:, rows].all(axis=2).T
    open_columns = _undominated(B.T, rows)[:, columns].all(axis=2)
    which = np.argwhere(open_rows & open_columns)
    parts = [
        _solved(A, B, rows[part[:, 0]], columns[part[:, 1]])
        for part in np.array_split(which, 1 + len(which) // 4096)
    ]
    return _together(parts, 3)


def triples(rows: int, columns: int) -> int:
    """How many pairs of triples there are in a game."""
    return comb(rows, 3) * comb(columns, 3)


def _undominated(replies: FloatArray, given: IndexArray) -> NDArray[np.bool_]:
    """Which replies no other one beats everywhere on each set of the other's strategies, shape
    (sets, replies).
    """
    seen = replies[:, given]  # (replies, sets, 3)
    beaten = np.zeros((len(given), len(replies)), dtype=bool)
    for one in seen:
        beaten |= (one - seen > SLACK).all(axis=2).T
    return ~beaten


def _solved(A: FloatArray, B: FloatArray, rows: IndexArray, columns: IndexArray) -> Supported:
    there = (rows[:, :, None], columns[:, None, :])
    y, y_good = _indifferent(A[there])
    x, x_good = _indifferent(B[there].transpose(0, 2, 1))
    some = np.flatnonzero(x_good & y_good)
    rows, columns, x, y = rows[some], columns[some], x[some], y[some]
    for_rows = (A.T[columns] * y[:, :, None]).sum(axis=1)
    for_columns = (B[rows] * x[:, :, None]).sum(axis=1)
    best = for_rows.max(axis=1) - np.take_along_axis(for_rows, rows, axis=1).min(axis=1) <= SLACK
    best &= (
        for_columns.max(axis=1) - np.take_along_axis(for_columns, columns, axis=1).min(axis=1)
        <= SLACK
    )
    return Supported(rows[best], columns[best], x[best], y[best])


def _indifferent(replies: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
    """The one mixture of three strategies that makes three replies equally good, and where it is
    one.
    """
    cross = np.cross(replies[:, 1] - replies[:, 0], replies[:, 2] - replies[:, 0])
    total = cross.sum(axis=1)
    regular = np.abs(total) > SLACK
    weights = cross / np.where(regular, total, 1.0)[:, None]
    return weights, regular & (weights > POSITIVE).all(axis=1)


def _together(parts: list[Supported], size: int) -> Supported:
    if not parts:
        none, nothing = np.zeros((0, size), dtype=int), np.zeros((0, size))
        return Supported(none, none, nothing, nothing)
    return Supported(*(np.concatenate(part) for part in zip(*parts, strict=True)))


class Looked(NamedTuple):
    """What one look at the supports of a size found.

    Attributes
    ----------
    pairs : tuple of pair of ndarray
        At most `LISTED` of them, not yet verified.
    found : int
        How many there were.
    where : str
        Which supports were looked at, in words.
    """

    pairs: tuple[Pair, ...]
    found: int
    where: str


def pairs_of_lines(shape: tuple[int, ...]) -> int:
    """How many payoffs are looked at for supports of 2 × 2 strategies."""
    rows, columns = shape
    return min(comb(columns, 2) * rows, comb(rows, 2) * columns)


def looks(game: NormalFormGame, work: int = WORK, most_triples: int = TRIPLES) -> Iterator[Looked]:
    """Look at supports of 1 × 1, then 2 × 2, then 3 × 3 strategies, within the work that is
    allowed.

    Parameters
    ----------
    game : NormalFormGame
        Two players, no impossible combinations.
    work : int
        Payoffs to look at for 2 × 2.
    most_triples : int
        Pairs of supports to look at for 3 × 3; a game with more is not searched for them.
    """
    profiles = np.argwhere(stable(game))
    yield Looked(
        tuple(point(game.shape, row) for row in profiles[:LISTED].tolist()), len(profiles), "1 × 1"
    )
    A, B = game.unit()
    if min(game.shape) > 1:
        turned = comb(game.shape[1], 2) * game.shape[0] > comb(game.shape[0], 2) * game.shape[1]
        found, part = _two_each(*((B.T, A.T) if turned else (A, B)), work)
        if turned:
            found = Supported(found.columns, found.rows, found.column_weights, found.row_weights)
        yield Looked(_spread(game, found), len(found.rows), f"2 × 2{part}")
    if min(game.shape) > 2 and triples(*game.shape) <= most_triples:
        found = on_triples(A, B)
        yield Looked(_spread(game, found), len(found.rows), "3 × 3")


def _two_each(A: FloatArray, B: FloatArray, work: int) -> tuple[Supported, str]:
    rows, columns = A.shape
    # Columns that are best against many a row first: where not all pairs can be looked at, these
    # promise most.
    often = np.argsort(-(B.max(axis=1, keepdims=True) <= B).sum(axis=0), kind="stable")
    every, some = comb(columns, 2), max(1, work // rows)
    lines = np.array(list(islice(combinations(often.tolist(), 2), some)), dtype=int)
    part = f" ({some:,} of {every:,} pairs of one player's strategies)" if some < every else ""
    return on_pairs(A, B, lines), part


def _spread(game: NormalFormGame, found: Supported) -> tuple[Pair, ...]:
    pairs = []
    for rows, columns, x, y in zip(*(part[:LISTED] for part in found), strict=True):
        wide = tuple(np.zeros(n) for n in game.shape)
        wide[0][rows], wide[1][columns] = x, y
        pairs.append(wide)
    return tuple(pairs)


applies_to = two_players


def run(game: NormalFormGame) -> Solution:
    """Its answer; see `Solver.run`."""
    left = reduce(game)
    if one_chooser(left.game):
        return solved_purely(game, left, NAME)
    seen = []
    for look in looks(left.game):
        seen.append(look.where)
        answers = list(confirmed(game, left, look.pairs))
        equilibria = [equilibrium for equilibrium in answers if equilibrium is not None]
        if equilibria:
            break
    notes = _notes(seen, look.found, len(answers), len(answers) - len(equilibria))
    return nash_solution(
        game,
        equilibria,
        NAME,
        some(equilibria, *notes),
        notes=(*left.notes, *notes),
        eliminations=left.eliminations,
        continuum=mixable(equilibria),
    )


def _notes(seen: list[str], count: int, shown: int, refused: int) -> list[str]:
    last = f" and {seen[-1]}" if len(seen) > 1 else ""
    notes = [
        (
            f"only supports of {', '.join(seen[:-1] or seen)}{last} strategies were looked at; "
            "there "
            "may be more equilibria"
        )
    ]
    if count > shown:
        notes.append(f"{shown} of the {count:,} equilibria found are listed")
    if refused:
        notes.append(f"{refused} of the candidates did not pass the regret check and were left out")
    return notes
