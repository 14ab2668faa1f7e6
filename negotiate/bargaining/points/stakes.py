"""What each signer can hope for from a lottery, and the lotteries that share it out by a measure.

Packages enter a small linear program one by one: prices of what each signer gets name the package
that is missing most, until none is missing. The same prices bound what any lottery could reach, so
that each answer carries its certificate. Bases are small, so that each is factored anew, and an
answer is exact but for the rounding of one small system.

The logarithm of a product of gains is concave. For the largest one, a best lottery by the prices
that its slopes set is added to those so far, and the odds among them are put right by Newton's
steps, until no lottery is worth more at these prices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.points.lotteries import Lotteries
from negotiate.errors import DidNotConverge, NegotiateError

PIVOTS = 5_000
"""Columns that may enter a basis."""
POSITIVE = 1e-11
"""Of the largest entry of a direction: entries below are rounding."""
BETTER = 1e-13
"""Of the terms of a reduced cost, and of 1, since goals are that large: what is below is
rounding.
"""
EQUAL = 1e-13
"""Ratios no farther apart are equal, and what comes after them decides."""
SHORT = 1e-9
"""How far demands may be from being met if they can be met at all."""


class Column(NamedTuple):
    """One column.

    Parameters
    ----------
    entries : ndarray, shape (rows,)
        What a unit of it adds to each row.
    gain : float
        What a unit of it adds to the goal.
    name : tuple of int
        What it stands for.
    artificial : bool
        Whether it only fills a row that nothing else fills yet.
    """

    entries: FloatArray
    gain: float
    name: tuple[int, ...] = ()
    artificial: bool = False


class NoBound(DidNotConverge):
    """Numbers so far apart in size that a column seems to use nothing up, and the goal to have no
    bound.
    """

    def __init__(self, largest: float) -> None:
        NegotiateError.__init__(
            self,
            (
                "numbers of this lottery are too far apart in size: next to the largest, all that "
                f"counts is {largest:.3g}"
            ),
            "write payoffs in units in which what players can gain is of the same size",
        )
        self.iterations, self.residual, self.tolerance = 0, largest, POSITIVE


Price = Callable[[FloatArray, bool], Column | None]
"""Prices of the rows, shape (rows,), and whether the goal counts yet → the column that is worth
most beyond them.
"""


def optimum(
    target: FloatArray, basis: Sequence[Column], others: Sequence[Column], price: Price
) -> tuple[list[Column], FloatArray, FloatArray]:
    """The best basis: its columns, how much of each, shape (rows,), and the prices of the rows,
    shape (rows,).

    Parameters
    ----------
    target : ndarray, shape (rows,)
        What the columns have to add up to, none below 0.
    basis : sequence of Column
        The columns of the unit matrix; an artificial one where a row has no other.
    others : sequence of Column
        Further columns that are known; for each artificial one its opposite is among them.
    price : callable
        Names the best of all other columns.

    Raises
    ------
    DidNotConverge
        If the rows cannot be filled without artificial columns, or the best basis is not found in
        `PIVOTS` steps.

    Notes
    -----
    The simplex method with the lexicographic rule, so that it does not go round in circles where
    bases tie.

    References
    ----------
    Dantzig, G. B., Orden, A. & Wolfe, P. (1955), "The generalized simplex method for minimizing a
    linear form under linear inequality restraints", Pacific Journal of Mathematics 5.
    """
    found = list(basis)
    known = [column for column in (*basis, *others) if not column.artificial]
    if any(column.artificial for column in found):
        found = _improved(target, found, known, price, filling=True)
        amounts = _solved(_matrix(found), target)
        left = sum(float(x) for x, column in zip(amounts, found, strict=True) if column.artificial)
        if left > SHORT:
            raise DidNotConverge("a lottery that gives everybody what it must", PIVOTS, left, SHORT)
        opposite = {
            int(np.argmax(np.abs(column.entries))): column
            for column in others
            if column.entries.min() == -1.0
        }
        found = [
            opposite[int(np.argmax(column.entries))] if column.artificial else column
            for column in found
        ]
    found = _improved(target, found, known, price, filling=False)
    matrix = _matrix(found)
    return (
        found,
        _solved(matrix, target),
        _solved(matrix.T, np.array([column.gain for column in found])),
    )


def _improved(
    target: FloatArray, basis: list[Column], known: Sequence[Column], price: Price, filling: bool
) -> list[Column]:
    """The basis after which nothing is worth entering; while rows are being filled only artificial
    columns cost.
    """
    for _ in range(PIVOTS):
        inverse = np.asarray(np.linalg.inv(_matrix(basis)), dtype=float)
        gains = np.array([_gain(column, filling) for column in basis])
        prices, doubt = gains @ inverse, BETTER * (np.abs(gains) @ np.abs(inverse))
        named = price(prices, not filling)
        entering, most = None, 0.0
        for column in (*known, *([named] if named else [])):
            gain = _gain(column, filling)
            worth = gain - float(prices @ column.entries)
            rounding = BETTER * (1.0 + abs(gain)) + float(doubt @ np.abs(column.entries))
            held = any(
                column is other or (column.name and column.name == other.name) for other in basis
            )
            if worth > max(most, rounding) and not held:
                entering, most = column, worth
        if entering is None:
            return basis
        basis[_leaving(inverse @ target, inverse, inverse @ entering.entries)] = entering
    raise DidNotConverge("the best basis", PIVOTS, np.inf, 0.0)


def _gain(column: Column, filling: bool) -> float:
    return -float(column.artificial) if filling else column.gain


def _solved(matrix: FloatArray, target: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.solve(matrix, target), dtype=float)


def _matrix(basis: Sequence[Column]) -> FloatArray:
    return np.stack([column.entries for column in basis], axis=1)


def _leaving(amounts: FloatArray, inverse: FloatArray, direction: FloatArray) -> int:
    """Which column of the basis is used up first; of ties the lexicographically first."""
    rows = np.flatnonzero(direction > POSITIVE * max(1.0, float(np.abs(direction).max())))
    if not len(rows):
        raise NoBound(float(direction.max(initial=0.0)))
    for column in [amounts, *inverse.T]:
        ratios = column[rows] / direction[rows]
        rows = rows[ratios <= ratios.min() + EQUAL * max(1.0, abs(float(ratios.min())))]
        if len(rows) == 1:
            break
    return int(rows[0])


GAP = 1e-9
"""Of what a signer can hope for at most: how far an answer may be from the bound that its prices
prove.
"""
DUST = 1e-13
"""Probabilities below are rounding."""


class Mixture(NamedTuple):
    """A lottery.

    Parameters
    ----------
    gains : ndarray, shape (signers,)
        Expected gains over no deal, scaled.
    drawn : tuple of (tuple of int, float)
        What is drawn in each block, and with which probability.
    prices : ndarray, shape (rows,)
        What one more unit demanded in each row would cost.
    value : float
        What was to be as large as can be.
    """

    gains: FloatArray
    drawn: tuple[tuple[tuple[int, ...], float], ...]
    prices: FloatArray
    value: float


class Demands(NamedTuple):
    """What a lottery has to give: ``rows @ gains - share * t >= least``, where `t` is to be as
    large as can be.
    """

    rows: FloatArray
    least: FloatArray
    share: FloatArray

    @classmethod
    def of(
        cls,
        least: FloatArray,
        share: FloatArray | None = None,
        more: Sequence[tuple[FloatArray, float]] = (),
    ) -> Demands:
        """That each signer gets so much at least, and what more rows demand."""
        rows = np.vstack([np.eye(len(least)), *(row for row, _ in more)])
        shares = np.zeros(len(rows))
        shares[: len(least)] = 0.0 if share is None else share
        return cls(rows, np.append(least, [bound for _, bound in more]), shares)

    def bounding(self) -> Demands:
        """Those that bound anything."""
        return Demands(*(part[np.isfinite(self.least)] for part in self))


@dataclass(slots=True, eq=False)
class Mixer:
    """Finds lotteries, and remembers the packages that were worth drawing.

    Parameters
    ----------
    lotteries : Lotteries
        What can be drawn.
    scale : ndarray, shape (signers,)
        Gains are told as multiples of so many steps.
    """

    lotteries: Lotteries
    scale: FloatArray
    seen: dict[tuple[int, ...], FloatArray] = field(default_factory=dict)

    def floor(self) -> Demands:
        """That nobody who insists gets less than no deal gives."""
        return Demands.of(self.lotteries.least)

    def evenest(self, demands: Demands) -> Mixture:
        """The lottery with the largest `t`."""
        return self.best(np.zeros(len(self.scale)), demands)

    def best(self, goal: FloatArray, demands: Demands) -> Mixture:
        """The lottery with the largest ``goal @ gains + t``, `t` being left out where nothing has a
        share in it.

        Raises
        ------
        DidNotConverge
            If the demands cannot be met, or the answer is farther than `GAP` from its bound.
        """
        bounding = demands.bounding()
        rows, least, share = bounding
        sign = np.append(np.where(least > 0, 1.0, -1.0), 1.0)
        unit = np.eye(len(sign))
        filled = np.append(sign[:-1] > 0, False)
        basis = [
            Column(row, 0.0, artificial=empty)
            for row, empty in zip(unit, filled.tolist(), strict=True)
        ]
        others = [Column(-row, 0.0) for row in unit[filled]]
        if share.any():
            others.append(Column(-np.append(share, 0.0) * sign, 1.0, (-1,)))
        target = np.append(np.abs(least), 1.0)
        columns, amounts, prices = optimum(target, basis, others, self._price(goal, bounding, sign))
        told = [(column.name, float(x)) for column, x in zip(columns, amounts, strict=True)]
        drawn = [(name, odds) for name, odds in told if name > (-1,) and odds > DUST]
        shared = sum(odds for name, odds in told if name == (-1,))
        whole = max(1.0, sum(odds for _, odds in drawn))
        gains = np.zeros(len(goal))
        for name, odds in drawn:
            gains += odds / whole * self.seen[name]
        value = float(goal @ gains) + shared
        prices = np.maximum(-prices * sign, 0.0)[:-1]
        if share.any():
            prices = prices / (prices @ share)
        self._check(
            goal + prices @ rows,
            float(prices @ least) + value,
            rows @ gains - least - share * shared,
        )
        named = np.zeros(len(demands.least))
        named[np.isfinite(demands.least)] = prices
        return Mixture(gains, tuple((name, odds / whole) for name, odds in drawn), named, value)

    def _check(self, worth: FloatArray, reached: float, left: FloatArray) -> None:
        """Refuse a lottery if another could be better by more than `GAP`, or some demand is not
        met.
        """
        short = float(np.maximum(-left, 0.0).max(initial=0.0))
        far = max(max(0.0, float(self._most(worth)[1] @ worth)) - reached, short)
        if not far <= GAP * max(1.0, float(np.abs(worth).max())):
            raise DidNotConverge("the best lottery", len(self.seen), far, GAP)

    def _price(self, goal: FloatArray, demands: Demands, sign: FloatArray) -> Price:
        """Names the package worth most at some prices: of those seen, if one is worth entering,
        else of all.
        """

        def price(prices: FloatArray, counts: bool) -> Column | None:
            worth = goal * counts - (prices * sign)[:-1] @ demands.rows
            if self.seen:
                names, gains = list(self.seen), np.array(list(self.seen.values()))
                best = int(np.argmax(gains @ worth))
                if gains[best] @ worth - prices[-1] > GAP:
                    return column(names[best], gains[best])
            return column(*self._most(worth))

        def column(name: tuple[int, ...], gains: FloatArray) -> Column:
            entries = np.append(demands.rows @ gains, 1.0) * sign
            return Column(entries, float(goal @ gains), name)

        return price

    def _most(self, worth: FloatArray) -> tuple[tuple[int, ...], FloatArray]:
        """The package worth most, and what it gives each signer over no deal."""
        unit = worth / self.scale
        name = tuple(int(np.argmax(unit @ table)) for table in self.lotteries.tables)
        if name not in self.seen:
            columns = [
                table[:, chosen] for table, chosen in zip(self.lotteries.tables, name, strict=True)
            ]
            gains = sum(columns, np.zeros(len(unit))) - self.lotteries.apart
            self.seen[name] = (
                np.where(np.abs(gains) <= self.lotteries.slack, 0.0, gains) / self.scale
            )
        return name, self.seen[name]


ROUNDS = 500
"""Lotteries that may be mixed."""
NEWTON = 100
"""Steps to put their odds right."""
CLOSE = 1e-13
"""Of the sum of powers: a gap that rounding leaves."""
GONE = 1e-14
"""A probability that is none."""
BEYOND = 0.1
"""Of the slope at the start of a step: how steeply the product may fall at its end."""


def largest_product(mixer: Mixer, powers: FloatArray, start: Mixture) -> Mixture:
    """The lottery over packages with the largest product of gains.

    Parameters
    ----------
    mixer : Mixer
        Finds lotteries by linear measures.
    powers : ndarray, shape (signers,)
        Zero for signers left out of the product.
    start : Mixture
        A lottery by which everybody in the product gains.

    Raises
    ------
    DidNotConverge
        If some lottery may be better than what was found: `GAP` bounds by how much, as a share of
        the product.
    """
    powers = powers / powers.sum()
    inside = powers > 0
    corral, odds = start.gains[inside, None], np.ones(1)
    for _ in range(ROUNDS):
        gains = corral @ odds
        found = mixer.best(_slopes(powers, inside, gains), mixer.floor())
        if (
            found.value - 1.0 <= CLOSE
            or (np.abs(corral - found.gains[inside, None]) <= GONE).all(axis=0).any()
        ):
            break
        corral, odds = np.column_stack([corral, found.gains[inside]]), np.append(odds, 0.0)
        corral, odds = _balanced(corral, odds, powers[inside])
    return _few(mixer, powers, corral @ odds)


def _slopes(powers: FloatArray, inside: BoolArray, gains: FloatArray) -> FloatArray:
    prices = np.zeros(len(powers))
    prices[inside] = powers[inside] / gains
    return prices


def _balanced(
    corral: FloatArray, odds: FloatArray, powers: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The best odds of some lotteries, those with none left out; columns of `corral` are their
    gains.
    """
    for _ in range(NEWTON):
        gains = corral @ odds
        slope = _ahead(corral, odds, powers)
        bend = (corral.T * (powers / gains**2)) @ corral
        system = np.block(
            [[bend, np.ones((len(odds), 1))], [np.ones((1, len(odds))), np.zeros((1, 1))]]
        )
        step = np.linalg.lstsq(system, np.append(slope, 0.0))[0][:-1]
        if slope @ step <= CLOSE**2:
            break
        with np.errstate(divide="ignore", invalid="ignore"):  # odds that do not fall set no limit
            reach = np.where(step < 0, -odds / step, np.inf)
        length = min(1.0, float(reach.min()))
        if length <= 0.0:
            corral, odds = corral[:, reach > 0], odds[reach > 0]
            continue
        length = _backed(corral, odds, step, powers, length)
        odds = np.maximum(odds + length * step, 0.0)
        kept = odds > GONE
        corral, odds = corral[:, kept], odds[kept] / odds[kept].sum()
    return corral, odds


def _backed(
    corral: FloatArray, odds: FloatArray, step: FloatArray, powers: FloatArray, length: float
) -> float:
    """The step, halved until it does not go far beyond the top: slopes tell that better than the
    product does.
    """
    start = _ahead(corral, odds, powers) @ step
    for _ in range(60):
        further = odds + length * step
        if (corral @ further > 0).all() and _ahead(
            corral, further, powers
        ) @ step >= -BEYOND * start:
            return length
        length /= 2
    return 0.0


def _ahead(corral: FloatArray, odds: FloatArray, powers: FloatArray) -> FloatArray:
    """How fast the product grows with each of the odds, beyond what it would by growing all of
    them.
    """
    return corral.T @ (powers / (corral @ odds)) - 1.0


def _few(mixer: Mixer, powers: FloatArray, gains: FloatArray) -> Mixture:
    """The same gains from few packages, with more for whoever is left out of the product; proven
    best.
    """
    inside = powers > 0
    share = np.zeros(len(powers))
    share[inside] = gains
    found = mixer.evenest(Demands.of(np.where(inside, 0.0, mixer.lotteries.least), share))
    if not inside.all():
        least = np.where(inside, found.gains - GONE, mixer.lotteries.least)
        found = mixer.best((~inside).astype(float), Demands.of(least))
    gap = mixer.best(_slopes(powers, inside, found.gains[inside]), mixer.floor()).value - 1.0
    if not gap <= GAP:
        raise DidNotConverge("the largest product", ROUNDS, gap, GAP)
    return found


NOTHING = 1e-9
"""Of a signer's best package: who can hope for less than that can hope for nothing."""
STUCK = 1e-8
"""Of what a signer can hope for: who can get no more than that without taking it from others is
done.
"""
NEAR = 1e-7
"""Of what a signer can hope for: Raiffa's steps end where nobody can gain more, and one last step
goes straight.
"""
STEPS = 1_000
"""Of Raiffa's."""
FLOAT_ROOM = 1e-12
"""What demands that are just met are lowered by, so that rounding does not make them impossible."""


class Stakes(NamedTuple):
    """What there is to share out; gains are multiples of what each signer can hope for.

    Parameters
    ----------
    mixer : Mixer
        Finds lotteries.
    counted : ndarray of bool, shape (signers,)
        Who can gain.
    own : ndarray, shape (signers,)
        What each signer's hope is in its own unit.
    """

    mixer: Mixer
    counted: BoolArray
    own: FloatArray

    def fairest(
        self,
        share: FloatArray,
        among: BoolArray | None = None,
        more: Sequence[tuple[FloatArray, float]] = (),
    ) -> Mixture:
        """The lottery whose smallest multiple of `share` is largest, then the next smallest, and so
        on.

        It is that of some signers, by default of all who can gain, where more rows demand something
        besides.
        """
        open_, level = (self.counted if among is None else among).copy(), self.mixer.lotteries.least
        while True:
            wanted = np.where(open_, share, 0.0)
            found = self.mixer.evenest(Demands.of(np.where(open_, 0.0, level), wanted, more))
            reached = np.where(open_, share * found.value, level) - FLOAT_ROOM
            stuck = open_ & (found.prices[: len(level)] * wanted > NOTHING)
            for signer in np.flatnonzero(
                open_
            ):  # who can get no more without anybody's getting less
                most = self.mixer.best(
                    np.eye(len(level))[signer], Demands.of(reached, None, more)
                ).value
                stuck[signer] |= most <= reached[signer] + STUCK
            if not stuck.any():
                stuck = open_
            level = np.where(stuck, reached, level)
            open_ = open_ & ~stuck
            if not open_.any():
                return found

    def largest_sum(self, weights: FloatArray) -> tuple[Mixture, bool]:
        """The lottery with the largest weighted sum, of ties the fairest in own units; whether
        there is any tie.
        """
        top = self.mixer.best(weights, self.mixer.floor())
        shared = self.counted & self.mixer.lotteries.insisting
        if not shared.any():
            return top, False
        found = self.fairest(self.even(shared), shared, [(weights, top.value - FLOAT_ROOM)])
        return found, bool(np.abs(found.gains - top.gains).max() > STUCK)

    def even(self, among: BoolArray) -> FloatArray:
        """Shares by which some signers gain alike in their own units, 1 at most; nobody else's unit
        counts.
        """
        least = self.own.min(initial=np.inf, where=among)
        return np.where(among, least / self.own, 0.0) if among.any() else np.zeros(len(among))

    def product(self, powers: FloatArray) -> Mixture:
        """The lottery with the largest product of gains, each to its power."""
        start, powers = self.fairest(np.ones(len(powers))), np.where(self.counted, powers, 0.0)
        return largest_product(self.mixer, powers, start) if powers.any() else start

    def stepwise(self) -> Mixture:
        """Where Raiffa's steps end: each goes part of the way to what each could still hope for."""
        count = len(self.own)
        here = np.zeros(count)
        for _ in range(STEPS):
            least = (
                np.where(self.counted | self.mixer.lotteries.insisting, here, -np.inf) - FLOAT_ROOM
            )
            demands = Demands.of(least)
            hope = here.copy()
            for signer in np.flatnonzero(self.counted):
                hope[signer] = max(
                    here[signer], self.mixer.best(np.eye(count)[signer], demands).value
                )
            if (hope - here).max() <= NEAR:
                return self.mixer.evenest(Demands.of(least, self.counted.astype(float)))
            here = here + (hope - here) / self.counted.sum()
        raise DidNotConverge("Raiffa's steps", STEPS, float((hope - here).max()), NEAR)


def stakes(lotteries: Lotteries) -> Stakes | None:
    """What signers can hope for from lotteries; nothing where no lottery gives anybody more than no
    deal.
    """
    if not lotteries.some or not lotteries.apart.size:
        return None
    most = sum(table.max(axis=1) for table in lotteries.tables) - lotteries.apart
    spread = sum(np.ptp(table, axis=1) for table in lotteries.tables)
    scale = np.where(most > 0, most, np.where(spread > 0, spread, 1.0))
    hope, mixer = _hopes(lotteries, scale)
    scale = np.where(hope > NOTHING, hope * scale, scale)
    hope, mixer = _hopes(lotteries, scale)
    able = hope > NOTHING
    if able.any() and not lotteries.insisting.all():
        able = able & (lotteries.insisting | _together(mixer, able))
    return Stakes(mixer, able, scale * lotteries.size) if able.any() else None


def _hopes(lotteries: Lotteries, scale: FloatArray) -> tuple[FloatArray, Mixer]:
    mixer = Mixer(lotteries, np.asarray(scale, dtype=float))
    floor = mixer.floor()
    return np.array([mixer.best(row, floor).value for row in floor.rows]), mixer


def _together(mixer: Mixer, able: BoolArray) -> bool:
    """Whether all these signers can gain at once."""
    demands = Demands.of(np.where(able, 0.0, mixer.lotteries.least), able.astype(float))
    return mixer.evenest(demands).value > GAP
