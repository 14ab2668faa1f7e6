"""One equilibrium of a large game for two players, by Lemke and Howson's complementary paths.

A path can be very long from one strategy and short from another, so short ones are looked for from
all of them; where all are long, a few are followed further and further. What a path ends in is a
candidate: it must pass the regret check before it is an answer, and where rounding has led astray
another path is followed, at last in whole numbers. If all fails, the answer is empty and tells what
was tried.

Each strategy of each player is a label. A corner carries the labels of the strategies not played
and of the best replies to what is played; two corners that carry all labels between them are an
equilibrium. A path begins where nobody plays, drops one label, and goes from corner to corner, on
the two polytopes in turn, until that label is there again. The polytopes are `C v + s = 1`, `v, s
>= 0`, for a positive matrix `C`: one column a strategy of whoever mixes, one row a strategy of the
other player. Variables have codes: `0 … rows - 1` are slacks, `rows …` are strategies of whoever
mixes.

References
----------
Lemke & Howson 1964, "Equilibrium points of bimatrix games", SIAM Journal 12. Codenotti, De Rossi &
Pagan 2008, "An experimental analysis of Lemke-Howson algorithm", arXiv:0811.3247, for cutting paths
short. von Stengel 2002, "Computing equilibria for two-person games", Handbook of Game Theory 3,
section 2, for the labels. Dantzig & Orchard-Hays 1954, "The product form for the inverse in the
simplex method", Mathematical Tables and Other Aids to Computation 8, for keeping an inverse in
place of the tableau. Charnes 1952, "Optimality and degeneracy in linear programming", Econometrica
20, for breaking ties as if the right-hand side were perturbed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.equilibrium.equilibrium import ROUNDING, nash_solution, widened
from negotiate.equilibrium.nash import judged, some
from negotiate.equilibrium.nash.dominance import reduce
from negotiate.equilibrium.solution import (
    ONE_LOOKED_FOR,
    Elimination,
    Equilibrium,
    Solution,
    two_players,
)
from negotiate.games.exactness import Exact, Rows, Tableau
from negotiate.games.normal_form import NormalFormGame, payoff_range

NAME = "lemke-howson"
SHORT = 10
"""Corners to a path in the first round, in which all paths are tried."""
TASTED = 2  # paths that are walked at once: in games with many ties most are short
ABREAST = 32  # paths of which the shortest is then taken
CAPS = (40, 160, 640, 2_560, 10_240)
"""Corners to a path in later rounds; in each a quarter as many paths are followed as in the one
before.
"""
PATHS = 4  # followed in any round
EXACT_UP_TO = 16  # strategies a player
EXACT_CAP = 300
SHARP = 1e-12  # of the smaller payoff range: a few thousand roundings


Pair = tuple[FloatArray, FloatArray]
STEEP = 1e-9  # a smaller entry of a direction is rounding: `C` runs from 1 to 2
TIE = 1e-9  # relative: two ratios closer than this are one, and the perturbation decides
NOUGHT = 1e-12  # a basic variable below this is zero
FRESH = 50  # exchanges after which the inverse is computed anew, before rounding adds up
ROOM = 32

SEED = 1964  # of the perturbation: any would do, and the same one gives the same path each time

Strategy = list[Fraction]


class Stuck(Exception):
    """Rounding has led to where no corner is; another way must be tried."""


class Corner:
    """Where a path stands on one of the two polytopes; it moves.

    Parameters
    ----------
    columns : ndarray, shape (strategies, rows)
        The columns of `C`, each of them contiguous; entries from 1 to 2.
    perturbation : ndarray, shape (rows,)
        Positive and in no special relation to each other: the right-hand side is one plus an
        infinitesimal multiple of it, so that no two ratios are ever equal and no path goes in
        circles.
    """

    def __init__(self, columns: FloatArray, perturbation: FloatArray) -> None:
        self._columns = columns
        self._before = perturbation
        self.careful = True
        self._rows = int(columns.shape[1])
        self._played, self._inverse = np.empty((ROOM, self._rows)), np.empty((ROOM, ROOM))
        self._tight = np.empty((2, ROOM), dtype=int)
        self._values, self._direction, self._spare = (np.empty(self._rows + ROOM) for _ in range(3))
        self.restart()

    def restart(self) -> None:
        """Back to the origin, where nothing is played."""
        self.count = self.steps = 0
        self._values[: self._rows] = 1.0

    def _more_room(self) -> None:
        wide = (0, len(self._inverse))
        self._played = np.pad(self._played, (wide, (0, 0)))
        self._inverse = np.pad(self._inverse, (wide, wide))
        self._tight = np.pad(self._tight, ((0, 0), wide))
        self._values, self._direction, self._spare = (
            np.pad(array, wide) for array in (self._values, self._direction, self._spare)
        )

    def enter(self, code: int, wanted: int) -> int:
        """Let a variable grow until another becomes zero, and move to that corner.

        Parameters
        ----------
        code : int
            The variable that grows.
        wanted : int
            The variable whose leaving ends the path: among equals it is taken.

        Returns
        -------
        int
            The variable that has become zero.

        Raises
        ------
        Stuck
            If nothing becomes zero, which the true polytope rules out.
        """
        if self.count + 1 >= len(self._inverse):
            self._more_room()
        grows, place = self._towards(code)
        out = self._first_to_vanish(wanted)
        length = self._rows + self.count
        direction, values = self._direction[:length], self._values[:length]
        theta = float(values[out] / direction[out]) if values[out] > NOUGHT else 0.0
        if theta:
            values -= np.multiply(direction, theta, out=self._spare[:length])
            np.maximum(values, NOUGHT, out=values)
        gone = out if out < self._rows else self._rows + int(self._tight[1, out - self._rows])
        self._exchange(code, place, out, grows, max(theta, NOUGHT))
        self.steps += 1
        if self.steps % FRESH == 0:
            self._refresh()
        return gone

    def _towards(self, code: int) -> tuple[FloatArray, int]:
        """How fast each basic variable shrinks while one grows; and where that one stands among the
        tight rows.
        """
        k, rows = self.count, self._rows
        tight, direction = self._tight[0, :k], self._direction
        place = -1
        if code >= rows:
            column = self._columns[code - rows]
            grows = self._inverse[:k, :k] @ column[tight]
            np.subtract(column, grows @ self._played[:k], out=direction[:rows])
        else:
            place = int((tight == code).argmax())
            grows = self._inverse[:k, place].copy()
            np.negative(grows @ self._played[:k], out=direction[:rows])
        direction[tight] = 0.0
        direction[rows : rows + k] = grows
        return grows, place

    def _first_to_vanish(self, wanted: int) -> int:
        length = self._rows + self.count
        direction, values, speed = (
            self._direction[:length],
            self._values[:length],
            self._spare[:length],
        )
        np.divide(direction, values, out=speed)
        out = int(speed.argmax())
        if values[out] <= NOUGHT:
            tied = ((values <= NOUGHT) & (direction > STEEP)).nonzero()[0]
        else:
            tied = (speed >= speed[out] * (1.0 - TIE)).nonzero()[0]
        if len(tied) > 1:
            tied = tied[direction[tied] > STEEP]
        if len(tied) == 0 or direction[tied[0]] <= STEEP:
            raise Stuck
        return int(tied[0]) if len(tied) == 1 else self._among(tied, wanted, speed)

    def _among(self, tied: IndexArray, wanted: int, speed: FloatArray) -> int:
        """Which of several variables vanishes first: the fastest, or once the right-hand side is
        perturbed.
        """
        k, rows = self.count, self._rows
        codes = np.where(
            tied < rows, tied, rows + self._tight[1, np.maximum(tied - rows, 0) % max(k, 1)]
        )
        final = np.flatnonzero(codes == wanted)
        if len(final):
            return int(tied[final[0]])
        if not self.careful:
            return int(tied[speed[tied].argmax()])
        mixed = self._inverse[:k, :k] @ self._before[self._tight[0, :k]]
        slacks = tied[tied < rows]
        shift = np.concatenate(
            [
                self._before[slacks] - mixed @ self._played[:k, slacks],
                mixed[tied[len(slacks) :] - rows],
            ]
        )
        return int(tied[np.argmin(shift / self._direction[tied])])

    def _exchange(self, code: int, place: int, out: int, grows: FloatArray, theta: float) -> None:
        """Put the variable that grew where the one that vanished stood; four cases, each a change
        of rank one.
        """
        k, rows, inverse = self.count, self._rows, self._inverse[: self.count, : self.count]
        pivot = float(self._direction[out])
        if code >= rows and out < rows:
            self._border(code, out, grows, pivot)
            self._values[out], self._values[rows + k] = 1.0, theta
        elif code >= rows:
            spot = out - rows
            row = inverse[spot] / pivot
            grows[spot] -= 1.0
            inverse -= np.multiply.outer(grows, row)
            self._play(spot, code - rows)
            self._values[out] = theta
        elif out < rows:
            met = self._played[:k, out] @ inverse
            grows /= met[place]
            met[place] -= 1.0
            inverse -= np.multiply.outer(grows, met)
            self._tight[0, place] = out
            self._values[out], self._values[code] = 1.0, theta
        else:
            self._shrink(out - rows, place, grows)
            self._values[code] = theta

    def _play(self, spot: int, strategy: int) -> None:
        self._played[spot] = self._columns[strategy]
        self._tight[1, spot] = strategy

    def _border(self, code: int, out: int, grows: FloatArray, pivot: float) -> None:
        k = self.count
        inverse = self._inverse
        row = (self._played[:k, out] @ inverse[:k, :k]) / pivot
        inverse[:k, :k] += np.multiply.outer(grows, row)
        inverse[:k, k] = grows / -pivot
        inverse[k, :k] = -row
        inverse[k, k] = 1.0 / pivot
        self._play(k, code - self._rows)
        self._tight[0, k] = out
        self.count = k + 1

    def _shrink(self, spot: int, place: int, grows: FloatArray) -> None:
        last, rows = self.count - 1, self._rows
        inverse = self._inverse[: last + 1, : last + 1]
        inverse -= np.multiply.outer(grows / grows[spot], inverse[spot].copy())
        if spot != last:
            inverse[spot], self._played[spot] = inverse[last], self._played[last]
            self._tight[1, spot], self._values[rows + spot] = (
                self._tight[1, last],
                self._values[rows + last],
            )
        if place != last:
            inverse[:, place] = inverse[:, last]
            self._tight[0, place] = self._tight[0, last]
        self.count = last

    def _matrix(self) -> FloatArray:
        """Where the tight rows and the played columns meet."""
        k = self.count
        return self._played[:k].take(self._tight[0, :k], axis=1).T

    def _refresh(self) -> None:
        k, rows = self.count, self._rows
        try:
            self._inverse[:k, :k] = np.linalg.inv(self._matrix())
        except np.linalg.LinAlgError:
            raise Stuck from None
        mixed = self._inverse[:k, :k].sum(axis=1)
        self._values[:rows] = 1.0 - mixed @ self._played[:k]
        self._values[self._tight[0, :k]] = 1.0
        self._values[rows : rows + k] = mixed
        np.maximum(self._values[: rows + k], NOUGHT, out=self._values[: rows + k])

    def strategy(self) -> FloatArray:
        """The mixture at this corner, its indifference conditions solved anew, once more for what
        rounding left.

        Raises
        ------
        Stuck
            If they have no solution, or none that is a mixture.
        """
        k = self.count
        matrix, ones = self._matrix(), np.ones(k)
        try:
            weights = np.linalg.solve(matrix, ones)
            weights += np.linalg.solve(matrix, ones - matrix @ weights)
        except np.linalg.LinAlgError:
            raise Stuck from None
        weights[np.abs(weights) < NOUGHT] = 0.0
        if k == 0 or not (weights >= 0).all():
            raise Stuck
        mixture = np.zeros(len(self._columns))
        mixture[self._tight[1, :k]] = weights / weights.sum()
        return mixture


class Path(NamedTuple):
    """The end of a path.

    Attributes
    ----------
    pair : tuple of ndarray or None
        The strategies that it led to, not yet verified; None if it was cut off.
    pivots : int
        How many corners it went through.
    stuck : bool
        Whether rounding cut it off, and not the cap.
    """

    pair: Pair | None
    pivots: int
    stuck: bool = False


class Walker:
    """Both polytopes of a game, on which paths can be followed one after the other.

    Parameters
    ----------
    payoffs : ndarray, shape (2, rows, columns)
        Scaled to the unit range.
    """

    def __init__(self, payoffs: FloatArray) -> None:
        self.rows, self.columns = (int(n) for n in payoffs.shape[1:])
        # Whoever mixes makes the other's replies equally good, hence the other's payoffs.
        tables = payoffs[1] + 1.0, np.ascontiguousarray(payoffs[0].T) + 1.0
        small = np.random.default_rng(SEED).random(self.labels) + 1.0
        self._corners = (
            Corner(tables[0], small[self.rows :]),
            Corner(tables[1], small[: self.rows]),
        )

    @property
    def labels(self) -> int:
        """How many labels there are to drop."""
        return self.rows + self.columns

    def follow(self, label: int, cap: int, *, careful: bool = True) -> Path:
        """Drop a label and go on until it is there again, for at most `cap` corners.

        Parameters
        ----------
        label : int
            The first player's strategies come first, then the second's.
        cap : int
            At least 1.
        careful : bool
            Whether ties are broken so that no path goes in circles; else as rounding has them.
        """
        for corner in self._corners:
            corner.restart()
            corner.careful = careful
        with np.errstate(all="ignore"):  # what is no number ends in `Stuck`, or fails the check
            return self._followed(label, cap)

    def _followed(self, label: int, cap: int) -> Path:
        rows = self.rows
        entering, side = label, 0 if label < rows else 1
        for pivots in range(1, cap + 1):
            corner = self._corners[side]
            try:
                turn = (
                    rows if side == 0 else 0
                )  # its slacks are the columns' labels, its strategies the rows'
                gone = corner.enter((entering - turn) % self.labels, (label - turn) % self.labels)
                entering = (gone + turn) % self.labels
                if entering == label:
                    return Path((self._corners[0].strategy(), self._corners[1].strategy()), pivots)
            except Stuck:
                return Path(None, pivots, stuck=True)
            side = 1 - side
        return Path(None, cap)


def _polytope(table: Rows) -> Tableau:
    """One best-reply polytope `C v + s = 1`: columns for the slacks, the strategies, and the
    right-hand side.
    """
    rows = [[*(int(i == j) for j in range(len(table))), *row, 1] for i, row in enumerate(table)]
    return Tableau(rows, list(range(len(table))))


def _enter(tableau: Tableau, code: int) -> int:
    """Let a variable grow until another becomes zero; its code.

    Ties are broken as if the right-hand side were changed by infinitesimals, so that the slacks'
    columns come after it.
    """
    able = {i: row for i, row in enumerate(tableau.rows) if row[code] > 0}
    order = (-1, *range(len(tableau.rows)))
    return tableau.exchange(
        min(able, key=lambda i: [Fraction(able[i][j], able[i][code]) for j in order]), code
    )


def whole(table: Exact) -> Rows:
    """A player's payoffs as positive integers in another unit, without loss: a float is an integer
    over a power of two.

    Examples
    --------
    >>> whole(np.array([[0.0, 0.5], [1.25, -1.0]]))
    [[5, 7], [10, 1]]
    """
    ratios = [[x.as_integer_ratio() for x in row] for row in table.tolist()]
    unit = lcm(*(below for row in ratios for _, below in row))
    integers = [[above * (unit // below) for above, below in row] for row in ratios]
    least = min(min(row) for row in integers)
    return [[x - least + 1 for x in row] for row in integers]


def follow_exactly(payoffs: Exact, label: int, cap: int) -> Path:
    """The path from one label, as `Walker.follow` goes it, without rounding.

    Parameters
    ----------
    payoffs : ndarray, shape (2, rows, columns)
        Whole numbers, or floats for their own fractions; in any unit.
    label : int
        The first player's strategies come first, then the second's.
    cap : int
        How many corners to go through at most.
    """
    found, pivots = exact_end(payoffs, label, cap)
    return Path(None if found is None else _floats(found), pivots)


def exact_end(payoffs: Exact, label: int, cap: int) -> tuple[tuple[Strategy, Strategy] | None, int]:
    """The equilibrium in which the same path ends, in fractions, and how many corners it takes;
    None beyond the cap.
    """
    rows, columns = payoffs.shape[1:]
    labels = rows + columns
    sides = [_polytope(whole(table)) for table in (payoffs[1].T, payoffs[0])]
    entering, side = label, 0 if label < rows else 1
    for pivots in range(1, cap + 1):
        # On the first polytope the columns are slacks and the rows strategies; on the second it is
        # the other way round.
        turn = rows if side == 0 else 0
        entering = (_enter(sides[side], (entering - turn) % labels) + turn) % labels
        if entering == label:
            x, y = sides[0].values(columns, rows), sides[1].values(rows, columns)
            return ([weight / sum(x) for weight in x], [weight / sum(y) for weight in y]), pivots
        side = 1 - side
    return None, cap


def _floats(pair: tuple[Strategy, Strategy]) -> Pair:
    x, y = (np.array([float(weight) for weight in own]) for own in pair)
    return x, y


Follow = Callable[[int, int], Path]


def short(walker: Walker) -> Iterator[tuple[int, int]]:
    """The label and the cap of paths that are short: two at a venture, then the shortest of some at
    a time.
    """
    order = _order(walker.labels)
    yield from ((label, SHORT) for label in order[:TASTED].tolist())
    sides = order[order < walker.rows].tolist(), order[order >= walker.rows].tolist()
    for start in range(0, max(map(len, sides)), ABREAST):
        for labels in sides:
            yield from (
                (label, SHORT) for label in shortest(walker, labels[start : start + ABREAST], SHORT)
            )


def shortest(walker: Walker, labels: Sequence[int], cap: int) -> list[int]:
    """Those of the labels whose paths are shortest, all of as many corners; none if all are longer
    than the cap.
    """
    found: list[int] = []
    for label in labels:
        path = walker.follow(label, cap, careful=False)
        if path.pair is not None:
            found = [*found, label] if found and path.pivots == cap else [label]
            cap = path.pivots
    return found


def long(labels: int) -> Iterator[tuple[int, int]]:
    """The label and the cap of paths that are longer, round by round.

    Examples
    --------
    >>> [sum(cap == c for _, cap in long(64)) for c in CAPS]
    [16, 4, 4, 4, 4]
    """
    for number, cap in enumerate(CAPS, start=1):
        for label in _order(labels)[: max(PATHS, labels >> 2 * number)]:
            yield int(label), cap


def _order(labels: int) -> IndexArray:
    return np.random.default_rng(labels).permutation(labels)


class Search:
    """Paths followed one after the other until one ends in an equilibrium, with a count of what
    became of them.
    """

    def __init__(self, game: NormalFormGame) -> None:
        self.game = game
        self.longer = self.astray = 0

    def through(self, follow: Follow, plan: Iterator[tuple[int, int]]) -> Equilibrium | None:
        """The equilibrium in which the first good path ends; None if there is no such path."""
        for label, cap in plan:
            path = follow(label, cap)
            found = None if path.pair is None else judged(self.game, path.pair)
            if found is not None:
                return found
            self.longer += cap > SHORT
            self.astray += path.stuck or path.pair is not None
        return None


def by_paths(game: NormalFormGame) -> Solution:
    """One equilibrium of a game for two players, or an empty answer that says what was tried.

    Parameters
    ----------
    game : NormalFormGame
        Two players, no impossible combinations; any number of strategies.

    Notes
    -----
    A path of `k` corners costs about `k` times the strategies in use times the strategies there
    are. All paths together go through at most 10 · (m + n) corners a round in large games, and
    54,560 in small ones.
    """
    search = Search(game)
    found, eliminations = _searched(search), tuple[Elimination, ...]()
    if found is None or not sharp(game, found):
        found, eliminations = _after_dominance(search, found)
    if found is not None and not found.vertices:
        found = in_whole_numbers(search) or found
    equilibria = [] if found is None else [found]
    notes = (_failure(search),) if found is None else (ONE_LOOKED_FOR,)
    return nash_solution(
        game, equilibria, NAME, some(equilibria, *notes), notes=notes, eliminations=eliminations
    )


def _searched(search: Search) -> Equilibrium | None:
    """Short paths, then the games on which all paths are long, then long paths, then paths in whole
    numbers.
    """
    game, labels = search.game, sum(search.game.shape)
    payoffs = game.unit()
    walker = Walker(payoffs)
    follow = walker.follow
    found = search.through(follow, short(walker))
    if found is None and game.shape[0] == game.shape[1]:
        found = judged(game, all_mixed(payoffs))
    if found is None:
        found = search.through(follow, long(labels))
    return found or in_whole_numbers(search)


def in_whole_numbers(search: Search) -> Equilibrium | None:
    """Paths that no rounding leads astray, in games small enough for them."""
    game = search.game
    if max(game.shape) > EXACT_UP_TO:
        return None
    plan, whole = ((label, EXACT_CAP) for label in range(sum(game.shape))), game.exactly().payoffs
    return search.through(lambda label, cap: follow_exactly(whole, label, cap), plan)


def sharp(game: NormalFormGame, equilibrium: Equilibrium) -> bool:
    """Whether nothing but rounding could be gained by leaving: a huge loss that nobody risks may
    blur all the rest.
    """
    size = float(np.abs(equilibrium.payoffs).max())
    return equilibrium.regret <= SHARP * float(payoff_range(game.payoffs).min()) + ROUNDING * size


def _after_dominance(
    search: Search, found: Equilibrium | None
) -> tuple[Equilibrium | None, tuple[Elimination, ...]]:
    """The same in what dominance leaves of the game, if it leaves less; else what was found
    before.
    """
    game, left = search.game, reduce(search.game)
    rest = _searched(Search(left.game)) if left.eliminations else None
    better = None if rest is None else judged(game, widened(game, left.kept, rest.strategies))
    return (found, ()) if better is None else (better, left.eliminations)


def all_mixed(payoffs: FloatArray) -> Pair:
    """The strategies that make everything equally good for the other, whether or not they are
    probabilities.

    Parameters
    ----------
    payoffs : ndarray, shape (2, strategies, strategies)
        Scaled to the unit range.

    Returns
    -------
    pair of ndarray
        With sum 1; NaN where no such strategy stands out. Games made to be hard for complementary
        paths have their only equilibrium here (Savani & von Stengel 2006, "Hard-to-solve bimatrix
        games", Econometrica 74).
    """
    pair = []
    for table in (payoffs[1].T, payoffs[0]):
        try:
            weights = np.linalg.solve(table + 1.0, np.ones(len(table)))
        except np.linalg.LinAlgError:
            weights = np.full(len(table), np.nan)
        with np.errstate(all="ignore"):
            pair.append(weights / weights.sum())
    return pair[0], pair[1]


def _failure(search: Search) -> str:
    lost = f"; rounding led {search.astray} of them astray" if search.astray else ""
    return (
        "no equilibrium was found, though there is one: no path from any of the "
        f"{sum(search.game.shape):,} strategies "
        f"led to it within {SHORT} corners, nor did {search.longer:,} within {max(CAPS):,}{lost}"
    )


applies_to = two_players


run = by_paths
