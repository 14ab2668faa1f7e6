"""Solutions of indifference conditions that are there for sure, to any number of digits, and signs
at them.

Payoffs are whole numbers, and so is everything here. A point near a solution becomes a proof by
Newton's step `N(z) = z - Y F(z)` with a fixed `Y` near the inverse Jacobian: where `N` shrinks
distances in a ball about the point by half, and moves the point by less than what that leaves room
for, the ball holds one solution (Banach). Each further step brings more digits of it.

What is multi-affine at a solution, such as a probability or what a strategy gives above another,
has a sign that enough digits tell, unless it is zero. They tell zero as well, for a number that is
not zero cannot be as near to it as it likes: it is a root of a polynomial with whole coefficients
of a known size, which makes it larger than one over twice the largest of these. The polynomial is a
resultant of the conditions, each disturbed by a product of linear forms so that it does not vanish,
in its lowest power of the disturbance.

References
----------
Moore, Kearfott & Cloud 2009, "Introduction to Interval Analysis", chapter 8, for the proof by one
step. Sombra 2004, "The height of the mixed sparse resultant", American Journal of Mathematics 126,
for the coefficients. Emiris, Mourrain & Tsigaridas 2010, "The DMM bound: multivariate (aggregate)
separation bounds", ISSAC.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, lcm, log2, prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import FloatArray

Whole = NDArray[Any]
"""Python's whole numbers in an array of objects."""
Weights = tuple[tuple[int, ...], ...]
"""For each player how much each strategy is played: whole numbers, as parts of their sum."""

START = 160  # binary digits with which a solution is looked for
APPROACHES = 12  # steps towards it before it is proven
BITS = 60  # binary digits of `Y` after the point
ROOM = 8  # lengths of the step that the ball's radius is
HALF = 0.5  # how much the step must shrink distances
FLOATS = (
    1e-13  # of the products added up: what floats lose of a small matrix product, many times over
)
# a solution with a smaller probability than minus this is no equilibrium, and is not proven
OUTSIDE = 1e-6
SIMPLE = 2**48  # denominators up to which probabilities are tried for fractions
GROWTH = 4  # times as many digits, where those that there are do not tell a sign
MOST = 20_000  # binary digits, which take a second; what needs more stays open


class System(NamedTuple):
    """What each strategy gives when the others mix given ones.

    Attributes
    ----------
    tables : tuple of ndarray of object, one a player, each of shape (m, k_1, k_2, …)
        The player's own mixed strategies first, then those left out; whole numbers in a unit of the
        player's own. An axis has one entry where nothing hangs on what that player does, as on the
        player's own.
    sizes : tuple of int
        How many strategies each player mixes.
    """

    tables: tuple[Whole, ...]
    sizes: tuple[int, ...]

    def leads(self, player: int) -> Whole:
        """What each of a player's strategies gives above the first."""
        return self.tables[player] - self.tables[player][:1]


def weighed(table: Whole, weights: Sequence[Sequence[int]], *, but: int = -1) -> Whole:
    """A table's rows when everybody plays `weights`, save perhaps one player, whose strategies are
    kept apart.

    Parameters
    ----------
    table : ndarray of object, shape (rows, k_1, k_2, …)
        With one entry along the axis of a player on whom nothing hangs.

    Returns
    -------
    ndarray of object, shape (rows,), or (rows, k) for the player left out
        Times what the weights of each player on whom something hangs add up to.

    Examples
    --------
    >>> weighed(np.array([[[3, 1]], [[0, 2]]], dtype=object), [[1], [1, 3]]).tolist()
    [6, 6]
    """
    table = np.moveaxis(table, 1 + but, 1) if but >= 0 else table
    for j in reversed([j for j in range(len(weights)) if j != but]):
        table = table @ np.array(weights[j], dtype=object) if table.shape[-1] > 1 else table[..., 0]
    return table


def hangs_on(table: Whole) -> tuple[int, ...]:
    """On whom a table hangs."""
    return tuple(j for j, size in enumerate(table.shape[1:]) if size > 1)


class Root:
    """A point near a solution of a system; `proven` shows that there is one.

    Parameters
    ----------
    system : System
        Somebody mixes.
    guess : sequence of ndarray
        Each player's probabilities of what it mixes, up to rounding.

    Attributes
    ----------
    weights : tuple of tuple of int
        The point: each player's are parts of two to the power `digits`.
    off : int
        How far the solution may be from it in any weight, in the same unit, once it is proven.
    fractions : tuple of tuple of int, or None
        The solution itself, where it is known in fractions.
    """

    def __init__(self, system: System, guess: Sequence[FloatArray]) -> None:
        self.system, self.digits, self.off = system, START, 0
        self.weights = tuple(
            _parts([round(Fraction(p) * 2**START) for p in own.tolist()], START) for own in guess
        )
        self.fractions: Weights | None = None
        self._who = [i for i, size in enumerate(system.sizes) if size > 1]
        self._tables = {i: system.leads(i)[1 : system.sizes[i]] for i in self._who}
        self._units = {i: int(np.abs(table).max()) or 1 for i, table in self._tables.items()}
        self._jacobian = self._slopes()
        inverse = np.linalg.pinv(self._jacobian)
        self._undo = [[int(x) for x in np.ldexp(row, BITS)] for row in inverse]
        self._blur = (
            int(np.ceil(np.abs(inverse).sum(axis=1).max())) + 2
        )  # what whole numbers lose of one step

    @property
    def strategies(self) -> list[FloatArray]:
        """The probabilities, each within a rounding of the true one."""
        known = self.weights if self.fractions is None else self.fractions
        return [np.array([w / sum(own) for w in own]) for own in known]

    def proven(self) -> bool:
        """Move close to a solution and show that it is one, alone in a ball about the point."""
        self._approach(APPROACHES)
        if any(w < -OUTSIDE * 2**self.digits for own in self.weights for w in own):
            return False
        self._jacobian = self._slopes()
        inverse = np.ldexp(np.array(self._undo, dtype=float), -BITS)
        unknowns = len(inverse)
        loose = np.abs(np.eye(unknowns) - inverse @ self._jacobian).sum(axis=1)
        loose += FLOATS * (np.abs(inverse) @ np.abs(self._jacobian)).sum(axis=1)
        radius = ROOM * self.off / 2**self.digits
        bend = (
            8 * unknowns**2 * np.abs(inverse).sum(axis=1)
        )  # second slopes of a unit's payoffs are 4 at most
        return bool((loose + bend * radius).max() <= HALF) and self._simplified()

    def _simplified(self) -> bool:
        """Take the solution for fractions where these solve the conditions and are as near as it
        is.
        """
        tried = [
            [Fraction(w, 2**self.digits).limit_denominator(SIMPLE) for w in own]
            for own in self.weights
        ]
        below = [lcm(*(x.denominator for x in own)) for own in tried]
        tops = tuple(tuple(int(x * d) for x in own) for own, d in zip(tried, below, strict=True))
        near = all(
            abs((w * d) - (top << self.digits)) <= self.off * d
            for own, top_row, d in zip(self.weights, tops, below, strict=True)
            for w, top in zip(own, top_row, strict=True)
        )
        whole = near and all(sum(own) == d for own, d in zip(tops, below, strict=True))
        if whole and not any(weighed(table, tops).any() for table in self._tables.values()):
            self.fractions = tops
        return True

    def sign(self, table: Whole) -> int | None:
        """The sign, at the solution, of what is multi-affine in what the players mix.

        Parameters
        ----------
        table : ndarray of object, shape (1, k_1, k_2, …)
            Its value at each combination; one entry along the axis of a player on whom it does not
            hang.

        Returns
        -------
        int or None
            -1, 0 or 1; None where it would take more than `MOST` binary digits to tell.
        """
        on = hangs_on(table)
        if self.fractions is not None or not on:
            return _sign(weighed(table, self.fractions or self.weights)[0])
        unit = int(np.abs(table).max())
        if not unit:
            return 0
        least: int | None = None
        while True:
            value = weighed(table, self.weights)[0]
            scale = 2 ** (self.digits * (len(on) - 1))
            margin = 4 * sum(self.system.sizes) * unit * self.off * scale
            if abs(value) > margin:
                return _sign(value)
            least = self._least(table) if least is None else least
            if least > MOST:
                return None
            if (abs(value) + margin) << least < scale << self.digits:
                return 0
            self._sharpen(min(GROWTH * self.digits, least + START))

    def _sharpen(self, digits: int) -> None:
        self.weights = tuple(
            tuple(w << (digits - self.digits) for w in own) for own in self.weights
        )
        self.digits = digits
        self._approach(digits)

    def _approach(self, steps: int) -> None:
        """Take steps until these are as short as rounding, and say how far off the solution is then
        at most.
        """
        before = None
        for _ in range(steps):
            moves = self._moves()
            length = max(map(abs, moves))
            self.off = 2 * (length + self._blur)
            if length <= self._blur or (before is not None and length >= before):
                return
            before = length
            self._walk(moves)
        self.off = 2 * (max(map(abs, self._moves())) + self._blur)

    def _walk(self, moves: list[int]) -> None:
        left = iter(moves)
        self.weights = tuple(
            _parts([0, *(w - next(left) for w in own[1:])], self.digits) for own in self.weights
        )

    def _moves(self) -> list[int]:
        """`Y F` in parts of two to the power `digits`, rounded down."""
        values = list[int]()
        for i, table in self._tables.items():
            below = self._units[i] << (self.digits * max(len(hangs_on(table)) - 1, 0))
            values += [value // below for value in weighed(table, self.weights).tolist()]
        return [sum(y * f for y, f in zip(row, values, strict=True)) >> BITS for row in self._undo]

    def _slopes(self) -> FloatArray:
        """How the conditions change with the weights of all strategies but each player's first, in
        units.
        """
        rows = []
        for i, table in self._tables.items():
            on, count = hangs_on(table), table.shape[0]
            below = self._units[i] << (self.digits * max(len(on) - 1, 0))
            parts = []
            for j in self._who:
                by_strategy = (
                    weighed(table, self.weights, but=j)
                    if j in on
                    else np.zeros((count, 1), dtype=object)
                )
                free = self.system.sizes[j] - 1
                slopes = (
                    by_strategy[:, 1:] - by_strategy[:, :1]
                    if j in on
                    else np.zeros((count, free), dtype=object)
                )
                parts.append(
                    np.array([[x / below for x in row] for row in slopes.tolist()], dtype=float)
                )
            rows.append(np.hstack([part.reshape(count, -1) for part in parts]))
        return np.vstack(rows)

    def _least(self, table: Whole) -> int:
        """Binary digits after the point that a number as near to zero as this one may be has,
        unless it is zero.
        """
        free = {j: self.system.sizes[j] - 1 for j in self._who}
        unknowns = sum(free.values())
        forms = [(i, hangs_on(own)) for i, own in self._tables.items() for _ in range(len(own))]
        on, bits = hangs_on(table), 0.0
        for i, own in self._tables.items():
            rest = list(forms)
            rest.remove((i, hangs_on(own)))
            degree = _solutions([*(group for _, group in rest), on], free)
            disturbed = prod((unknowns + 1) ** free[j] for j in hangs_on(own))
            bits += (
                len(own)
                * degree
                * (2 * log2(prod(own.shape[1:])) + log2(int(np.abs(own).max()) + disturbed))
            )
        degree = _solutions([group for _, group in forms], free)
        bits += degree * (2 * log2(prod(table.shape[1:])) + log2(int(np.abs(table).max()) + 1))
        return ceil(bits) + 2


def _parts(weights: Sequence[int], digits: int) -> tuple[int, ...]:
    """The weights with the first made such that all add up to two to the power `digits`."""
    return (2**digits - sum(weights[1:]), *weights[1:])


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def _solutions(groups: Sequence[Sequence[int]], free: dict[int, int]) -> int:
    """How many solutions as many forms as there are unknowns have, each linear in what each of a
    group plays.

    Notes
    -----
    Bernstein's, here Bezout's for several groups of unknowns: in how many ways each form can be
    given to one of its group so that each player has as many as it has free weights.

    Examples
    --------
    >>> _solutions([(1, 2), (0, 2), (0, 1)], {0: 1, 1: 1, 2: 1})
    2
    """
    ways = Counter({tuple(free.values()): 1})
    places = {j: place for place, j in enumerate(free)}
    for group in groups:
        after = Counter[tuple[int, ...]]()
        for left, count in ways.items():
            for j in group:
                if left[places[j]]:
                    after[tuple(n - (place == places[j]) for place, n in enumerate(left))] += count
        ways = after
    return ways[(0,) * len(free)]


def proven(system: System, guess: Sequence[FloatArray]) -> Root | None:
    """The solution near a point, if it can be shown that there is one, and one only nearby.

    Parameters
    ----------
    system : System
        Somebody mixes.
    guess : sequence of ndarray
        Each player's probabilities of what it mixes, up to rounding.

    Examples
    --------
    Three pennies: the first wants to match the second, the second the third, and the third not to
    match the first.

    >>> same = np.array([[1, -1], [-1, 1]], dtype=object)
    >>> game = System(
    ...     (same.reshape(2, 1, 2, 1), same.reshape(2, 1, 1, 2), -same.reshape(2, 2, 1, 1)),
    ...     (2, 2, 2),
    ... )
    >>> proven(game, [np.array([0.4999, 0.5001])] * 3).fractions
    ((1, 1), (1, 1), (1, 1))
    """
    root = Root(system, guess)
    return root if root.proven() else None
