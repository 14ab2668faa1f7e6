"""Where comparisons of curved formulas turn along one number: none is left out, and a touch is told
as possible.

Between places that are known already, bounds of each comparison and its slope show that it keeps
its sign. Where they do not, the stretch is halved. What is left when it is short is a place where
it turns, or may touch zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negotiate.arrays import AnyArray, BoolArray, FloatArray, IndexArray
from negotiate.model.expressions import Number, Operation
from negotiate.model.payoffs import Frame
from negotiate.whatif.intervals import ZERO, Along, Bounds, Unbounded, bounds, of_term

if TYPE_CHECKING:
    from negotiate.whatif.at_once import AtOnce

ONE = np.ones((1, 1))
Ends = tuple[FloatArray, FloatArray]
Compared = Callable[[Ends], "tuple[Bounds, AnyArray]"]
"""From stretches to comparisons on them, and which of these do not matter there."""
ASIDE, SHORT = 1e-11, 1e-8
"""Of the range: how far from a known place is looked, and the stretch that is not halved on."""
CELLS, LEVELS = 2_000, 64
"""Stretches that are looked at together, and how often they are halved, at most."""
PARTS = 64
"""Into how many parts a short stretch is cut at once when the place in it is sought."""


class Certified(NamedTuple):
    """What the bounds show.

    Attributes
    ----------
    turns, touches : tuple of float
        Further places at which a comparison turns, and at which it may touch zero.
    whole : bool
        Whether there are no others.
    """

    turns: tuple[float, ...] = ()
    touches: tuple[float, ...] = ()
    whole: bool = False


class Comparisons:
    """The comparisons on which answers rest, of a number while others are held."""

    def __init__(self, together: AtOnce, name: str, held: dict[str, FloatArray]) -> None:
        self.together, self.one, self.name, self.held = together, together.negotiation, name, held
        self.rivals: list[int] = []
        self._varies: dict[int, bool] = {}
        self._costs = [
            (
                self.one.keys.index(line.player),
                Operation("if", (line.crossed, line.cost, Number(0.0))),
            )
            for line in self.one.red_lines.values()
            if line.cost is not None
        ]

    def _along(self, ends: Ends) -> Along:
        return Along(self.one, self.name, ends, self._varies)

    def _frame(self, choices: Mapping[str, AnyArray | int]) -> Frame:
        return Frame(
            self.one, {key: np.atleast_2d(own) for key, own in choices.items()}, 2, draws=self.held
        )

    def _apart(self, player: str, here: Frame, there: Frame, ends: Ends) -> Bounds:
        """What a player has more at some outcomes than at others; a term that sees no difference
        adds nothing.
        """
        found = ZERO
        for term in self.one.terms[player].values():
            looked = self.one.scope.term(player, term.id).issues
            if term.needs_moves or not looked:
                continue
            pairs = (here.choice(key, False) == there.choice(key, False) for key in looked)
            alike = np.logical_and.reduce(np.broadcast_arrays(*pairs))
            if not alike.all():
                more, along = of_term(player, term.id, here, self._along(ends)), self._along(ends)
                found += ZERO.where(alike, more - of_term(player, term.id, there, along))
        return found

    def replies(self, ends: Ends) -> tuple[Bounds, AnyArray]:
        """What the first of two strategies of each player adds to the second, at each strategy of
        the other.
        """
        rows, resting = self.together._rows, self.together._resting
        found = [ZERO]
        for player, key in enumerate(self.one.keys):
            if len(rows[player]) < 2:
                continue
            frames = []
            for own in rows[player]:
                choices: dict[str, AnyArray | int] = {**resting}
                choices |= dict(zip(self.together._own[player], own, strict=True))
                choices |= dict(
                    zip(self.together._own[1 - player], rows[1 - player].T, strict=True)
                )
                frames.append(self._frame(choices))
            found.append(self._apart(key, frames[0], frames[1], ends))
        return _beside(found, len(ends[0])), np.zeros((1, 1), dtype=bool)

    def gains(self, ends: Ends) -> tuple[Bounds, AnyArray]:
        """What each package adds to no deal for each player, and then whether it may be signed.

        It does not matter where it is not, or where another player loses by it.
        """
        one, axes = self.one, self.together._deal_axes
        sizes = [len(one.issues[issue].options) for issue in axes]
        places = np.indices(sizes).reshape(len(sizes), -1)
        held: dict[str, AnyArray | int] = {
            **dict.fromkeys(one.issues, 0),
            **one.status_quo,
            **one.fixed,
        }
        here = self._frame({**held, **dict(zip(axes, places, strict=True))})
        there = self._frame(
            {**held, **(one.no_deal if isinstance(one.no_deal, Mapping) else {}), **one.fixed}
        )
        own = [self._apart(key, here, there, ends) for key in one.keys]
        for place, cost in self._costs:
            own[place] -= bounds(cost, here, self._along(ends))
        shut = np.zeros((1, 1), dtype=bool)
        for condition in (*(refusal.crossed for refusal in one.refusals()), *one.infeasible):
            crossed = bounds(condition, here, self._along(ends))
            shut = shut | (crossed.low > 0.5)
            known = (crossed.low > 0.5) | (crossed.high < 0.5)
            own.append(
                Bounds(ONE, ONE, 0 * ONE, 0 * ONE).where(
                    known, Bounds(-ONE, ONE, -ONE * np.inf, ONE * np.inf)
                )
            )
        count = places.shape[1]
        joined = _beside(own, len(ends[0]), count)
        out = (joined.high < 0)[:, :count] | (joined.high < 0)[:, count : 2 * count] | shut
        return joined, np.concatenate([out] * (len(own)), axis=1)

    def among(self, known: FloatArray) -> int:
        """See which packages may be signed between these places, where no gain changes its sign,
        and how many.
        """
        middle = (known[:-1] + known[1:]) / 2
        gains, out = self.gains((middle, middle))
        first, second = self._halves(gains.high, out)
        signed = ~self._halves(out, out)[0] & ((first > 0) | (second > 0))
        self.rivals = np.flatnonzero(signed.any(axis=0)).tolist()
        return len(self.rivals)

    def _halves(self, values: AnyArray, out: AnyArray) -> tuple[AnyArray, AnyArray]:
        """The parts of the two players."""
        count = out.shape[1] // (2 + len([*self.one.refusals(), *self.one.infeasible]))
        return values[:, :count], values[:, count : 2 * count]

    def products(self, ends: Ends) -> tuple[Bounds, AnyArray]:
        """By how much the product of what both gain is larger for one package than for another."""
        gains, out = self.gains(ends)
        first, second = (
            Bounds(*own) for own in zip(*(self._halves(end, out) for end in gains), strict=True)
        )
        product, pairs = (
            first * second,
            np.array([*combinations(self.rivals, 2)], dtype=np.intp).reshape(-1, 2).T,
        )
        one, other = (Bounds(*(end[:, own] for end in product)) for own in pairs)
        return _beside([ZERO, one - other], len(ends[0])), np.insert(
            out[:, pairs[0]] | out[:, pairs[1]], 0, True, axis=1
        )


def _beside(parts: list[Bounds], stretches: int, outcomes: int = 0) -> Bounds:
    """Some comparisons beside one another."""
    shapes = [
        np.broadcast_shapes(*(end.shape for end in part), (stretches, max(outcomes, 1)))
        for part in parts
    ]
    wide = [
        [np.broadcast_to(end, shape) for end in part]
        for part, shape in zip(parts, shapes, strict=True)
    ]
    return Bounds(*(np.concatenate(ends, axis=1) for ends in zip(*wide, strict=True)))


def certify(compare: Compared, known: FloatArray) -> Certified:
    """Where comparisons turn or may touch zero besides at places that are known, among them both
    ends.

    Notes
    -----
    A zero within `SHORT` of the range of a known place may be missed.
    """
    width = float(known[-1] - known[0])
    low, high = known[:-1] + ASIDE * width, known[1:] - ASIDE * width
    keep = low < high
    low, high = low[keep], high[keep]
    left: list[tuple[float, float, int]] = []
    try:
        for _ in range(LEVELS):
            if not len(low):
                return _told(compare, left, width)
            near = [
                np.abs(end[:, None] - known).min(axis=1) <= SHORT * width for end in (low, high)
            ]
            open_ = _unsettled(compare, low, high, near)
            cells = open_.any(axis=1)
            short = cells & (high - low <= SHORT * width)
            told = np.flatnonzero(short & ~(near[0] & near[1]))
            left += zip(
                low[told].tolist(),
                high[told].tolist(),
                open_[told].argmax(axis=1).tolist(),
                strict=True,
            )
            some = cells & ~short
            middle = (low[some] + high[some]) / 2
            low, high = np.concatenate([low[some], middle]), np.concatenate([middle, high[some]])
            if len(low) > CELLS or len(left) > CELLS:
                break
    except Unbounded:
        pass
    return Certified()


def _unsettled(
    compare: Compared, low: FloatArray, high: FloatArray, near: list[BoolArray]
) -> BoolArray:
    """Which comparisons may have a zero on which stretches."""
    count, middle = len(low), (low + high) / 2
    found, needless = compare(
        (np.concatenate([low, middle, low, high]), np.concatenate([high, middle, low, high]))
    )
    whole, centre, first, last = (
        Bounds(*(end[k * count : (k + 1) * count] for end in found)) for k in range(4)
    )
    half = ((high - low) / 2)[:, None]
    reach = np.maximum(np.abs(whole.falling), np.abs(whole.rising)) * half * (1 + 1e-12)
    with np.errstate(invalid="ignore"):
        settled = (whole.low > 0) | (whole.high < 0) | (centre.low > reach) | (centre.high < -reach)
    settled |= (whole.low == 0) & (whole.high == 0)
    settled |= np.broadcast_to(needless, found.low.shape)[:count]
    signs = [(end.low > 0).astype(int) - (end.high < 0) for end in (first, last)]
    beside = [(sign == 0) & close[:, None] for sign, close in zip(signs, near, strict=True)]
    same = (
        (signs[0] * signs[1] > 0)
        | (beside[0] & (beside[1] | (signs[1] != 0)))
        | (beside[1] & (signs[0] != 0))
    )
    settled |= ((whole.falling > 0) | (whole.rising < 0)) & same
    return np.asarray(~settled)


def _told(compare: Compared, left: list[tuple[float, float, int]], width: float) -> Certified:
    """Short stretches as places, those beside one another as one; between two turns there is a
    window.
    """
    left.sort()
    starts = [k for k, one in enumerate(left) if not k or one[0] - left[k - 1][1] > SHORT * width]
    ends = [end - 1 for end in [*starts, len(left)][1:]]
    low, high = np.array([left[k][0] for k in starts]), np.array([left[k][1] for k in ends])
    entry = np.array([left[k][2] for k in starts], dtype=np.intp)
    turning = _other_sign(compare, low, high, entry)
    turns = _sought(compare, low[turning], high[turning], entry[turning])
    low, high, entry = low[~turning], high[~turning], entry[~turning]
    place = _sought(compare, low, high, entry, slope=True)
    window = _other_sign(compare, low, place, entry)
    sides = [
        _sought(compare, a[window], b[window], entry[window])
        for a, b in ((low, place), (place, high))
    ]
    return Certified(
        tuple(np.concatenate([turns, *sides]).tolist()), tuple(place[~window].tolist()), whole=True
    )


def _other_sign(
    compare: Compared, low: FloatArray, high: FloatArray, entry: IndexArray
) -> BoolArray:
    """Whether a comparison surely has one sign at one end of a stretch and another at the other."""
    if not len(low):
        return np.zeros(0, dtype=bool)
    ends = np.concatenate([low, high])
    found, _ = compare((ends, ends))
    places = np.arange(len(ends)), np.concatenate([entry, entry])
    signs = (np.broadcast_to(found.low, found.high.shape)[places] > 0).astype(int) - (
        found.high[places] < 0
    )
    return np.asarray(signs[: len(low)] * signs[len(low) :] < 0)


def _sought(
    compare: Compared, low: FloatArray, high: FloatArray, entry: IndexArray, *, slope: bool = False
) -> FloatArray:
    """Where a comparison, or its slope, changes its sign in each short stretch."""
    low, high, each = low.copy(), high.copy(), np.arange(len(low))
    for _ in range(8 if len(low) else 0):
        tried = np.linspace(low, high, PARTS + 1, axis=1)
        found, _ = compare((tried.ravel(), tried.ravel()))
        values = found.falling + found.rising if slope else found.low + found.high
        own = values.reshape(*tried.shape, -1)[each, :, entry] > 0
        change = own[:, 1:] != own[:, :-1]
        first, some = change.argmax(axis=1), change.any(axis=1)
        low[some], high[some] = tried[each, first][some], tried[each, first + 1][some]
        if not some.any() or (tried[:, 1] == tried[:, 0]).all():
            break
    return np.asarray((low + high) / 2)
