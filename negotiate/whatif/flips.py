"""Every value of one number at which an answer flips, and what holds between.

Where two neighbouring points have different answers, the place between them is halved until it is known to many digits;
all such places are halved together. Where an answer changes at too many places between two values, one place is told.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from negotiate.whatif.engine import Engine
from negotiate.whatif.indicators import Value, same
from negotiate.whatif.points import Axis

INSIDE = 1e-6
"""Of a stretch: how near to its ends it is looked at."""
SHARP = 1e-12
"""Of the range: how exactly a flip is found where points are cheap."""
NEAR = 1e-8
"""Of the range: two flips nearer than this are one, with a tie between."""
DULL = 1e-6
"""The same where each point is read anew."""
ROUNDS = 3
"""How often flips are sought anew that came and went between two values."""
HALVINGS = 64
"""How often a stretch is halved, at most: more digits than these a number does not have."""
PLACES, FEW_PLACES = 256, 16
"""Changes of one answer between two neighbouring values, at most; the second where each point is read anew."""
CHANCE = 1e-3
"""How likely some fraction may lie in a stretch by chance for it to be told as exact."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A change of an answer.

    Parameters
    ----------
    indicator : str
        Which answer.
    parameter : str
        What varies.
    at : float or str
        Where it changes; of what is no number, the first value with the new answer.
    before, after : str
        The answer on both sides.
    """

    indicator: str
    parameter: str
    at: Value
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FirstOfMany(Flip):
    """The first change of an answer that changes at too many places between two values that were tried.

    Parameters
    ----------
    more : bool
        That there are others.
    """

    more: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """Values of one number between two flips.

    Parameters
    ----------
    low, high : float
        From where to where.
    answers : Mapping[str, str or float]
        What is watched, in its middle.
    least, most : Mapping[str, float]
        Indicator that is a number → its least and its greatest value in it.
    first, last : Mapping[str, float]
        Indicator that is a number → its value just above `low` and just below `high`.
    """

    low: float
    high: float
    answers: Mapping[str, Value]
    least: Mapping[str, float]
    most: Mapping[str, float]
    first: Mapping[str, float]
    last: Mapping[str, float]


def flips_along(engine: Engine, axis: Axis, found: Mapping[str, Sequence[Value]] | None = None) -> list[Flip]:
    """Every change of an answer along an axis, the others as in the file.

    Between flips it is looked three times. Where that shows another answer, it is a change between two of the values
    that came and went; the values looked at then stand beside the others, and flips are sought anew.
    """
    if found is None:
        found = engine.at({axis.name: list(axis.values)})
    flips = _flips(engine, axis, found)
    for _ in range(ROUNDS if axis.numeric and flips and not crowded(flips) else 0):
        _, places = _edges(engine, axis, flips)
        looked = engine.at({axis.name: places})
        foreseen = {
            name: [_foreseen(name, flips, str(found[name][0]), place) for place in places] for name in engine.told
        }
        if all(all(map(same, looked[name], foreseen[name])) for name in engine.told):
            break
        values = [*axis.values, *places]
        order = sorted(range(len(values)), key=lambda k: float(values[k]))
        found = {name: [[*found[name], *looked[name]][k] for k in order] for name in engine.told}
        axis = replace(axis, values=tuple(values[k] for k in order))
        flips = _flips(engine, axis, found)
        if crowded(flips):
            break
    return flips


def crowded(flips: Iterable[Flip]) -> list[Flip]:
    """Those after which there are more than are told."""
    return [flip for flip in flips if isinstance(flip, FirstOfMany)]


def _foreseen(name: str, flips: Sequence[Flip], first: str, place: float) -> str:
    """The answer at a place, as these flips have it."""
    own = [flip for flip in flips if flip.indicator == name]
    passed = [flip.after for flip in own if float(flip.at) < place]
    return [own[0].before if own else first, *passed][-1]


def _flips(engine: Engine, axis: Axis, found: Mapping[str, Sequence[Value]]) -> list[Flip]:
    """The changes between neighbouring values, located."""
    told = engine.told
    if not axis.numeric:
        return [
            Flip(name, axis.name, axis.values[k + 1], str(before), str(after))
            for name in told
            for k, (before, after) in enumerate(pairwise(found[name]))
            if not same(before, after)
        ]
    spots = [
        _Spot(name, float(axis.values[k]), float(axis.values[k + 1]), str(before), str(after), k)
        for name in told
        for k, (before, after) in enumerate(pairwise(found[name]))
        if not same(before, after)
    ]
    width = float(max(axis.values)) - float(min(axis.values))
    sharp = (SHARP if engine.fits([axis.name]) else DULL) * width
    near = max(4 * sharp, NEAR * width)
    ends = (float(axis.values[0]), float(axis.values[-1]))
    flips = [
        (FirstOfMany if spot.first else Flip)(
            spot.name,
            axis.name,
            next((end for end in ends if abs(end - spot.at) <= near), spot.at),
            spot.before,
            spot.after,
        )
        for spot in _merged(_halved(engine, axis.name, spots, sharp), near)
    ]
    order = {name: place for place, name in enumerate(told)}
    return sorted(flips, key=lambda flip: (order[flip.indicator], float(flip.at)))


@dataclass(frozen=True, slots=True)
class _Spot:
    """A stretch with different answers at its ends, between two values that were tried: the pair of this number.

    It is the `first` where its pair has too many others.
    """

    name: str
    low: float
    high: float
    before: str
    after: str
    pair: int
    first: bool = False

    @property
    def at(self) -> float:
        """The simplest number in the stretch, which ties within rounding widen by about a thousand-millionth.

        A fraction whose denominator is so small that it hardly lies there by chance, or else the shortest decimal.
        """
        slack = (self.high - self.low) / 2 + 1e-9 * max(abs(self.low), abs(self.high))
        middle = (self.low + self.high) / 2
        fraction = Fraction(middle).limit_denominator(max(int((CHANCE / max(slack, 1e-300)) ** 0.5), 1))
        if abs(fraction - Fraction(middle)) <= slack:
            return float(fraction)
        return shortest(middle, (self.high - self.low) / 2 + slack)


def shortest(middle: float, slack: float) -> float:
    """The number with the fewest digits that is no further from another than this."""
    for digits in range(1, 16):
        short = float(f"{middle:.{digits}g}")
        if abs(short - middle) <= slack:
            return short
    return middle


def _halved(engine: Engine, name: str, spots: list[_Spot], sharp: float) -> list[_Spot]:
    """Stretches halved until they are short; one in whose middle there is a third answer becomes two.

    Of a pair of values with too many of them only the first is halved on.
    """
    done: list[_Spot] = []
    most = PLACES if engine.fits([name]) else FEW_PLACES
    for _ in range(HALVINGS):
        if not spots:
            break
        middles = [(spot.low + spot.high) / 2 for spot in spots]
        found = engine.at({name: middles})
        left: list[_Spot] = []
        for k, (spot, middle) in enumerate(zip(spots, middles, strict=True)):
            here = str(found[spot.name][k])
            halves = replace(spot, high=middle, after=here), replace(spot, low=middle, before=here)
            changing = [half for half in halves if not same(half.before, half.after)]
            for half in changing[: 1 if spot.first else 2]:
                (done if half.high - half.low <= sharp else left).append(half)
        spots = _few(left, most)
    return sorted([*done, *spots], key=lambda spot: (spot.name, spot.low))


def _few(spots: list[_Spot], most: int) -> list[_Spot]:
    """The same without all but the first of those pairs that have more than so many."""
    counts = Counter((spot.name, spot.pair) for spot in spots)
    if max(counts.values(), default=0) <= most:
        return spots
    found: list[_Spot] = []
    for spot in sorted(spots, key=lambda spot: (spot.name, spot.low)):
        last = found[-1] if found else None
        crowded = counts[spot.name, spot.pair] > most
        if not crowded or last is None or (last.name, last.pair) != (spot.name, spot.pair):
            found.append(replace(spot, first=spot.first or crowded))
    return found


def _merged(spots: list[_Spot], near: float) -> list[_Spot]:
    """Flips at one place as one: what is found at a single point is a tie."""
    found: list[_Spot] = []
    for spot in spots:
        last = found[-1] if found and found[-1].name == spot.name else None
        alone = last is None or spot.first or last.first
        if last is None or alone or spot.low - last.high > near or not same(last.after, spot.before):
            found.append(spot)
        else:
            found[-1] = replace(last, high=spot.high, after=spot.after)
    return [spot for spot in found if not same(spot.before, spot.after)]


def _edges(engine: Engine, axis: Axis, flips: Sequence[Flip]) -> tuple[list[tuple[float, float]], list[float]]:
    """The stretches between flips, and three places in each: just inside both ends, and the middle."""
    first, last = float(axis.values[0]), float(axis.values[-1])
    cuts = [first]
    for at in sorted({float(flip.at) for flip in flips}):
        if first < at < last and at - cuts[-1] > NEAR * (last - first):
            cuts.append(at)
    edges = list(pairwise([*cuts, last]))
    blurred = 0.0 if engine.fits([axis.name]) else 2 * DULL * (last - first)  # where a flip may really be
    places = []
    for low, high in edges:
        inside = min(max(INSIDE * (high - low), blurred), (high - low) / 4)
        places += [low + inside, (low + high) / 2, high - inside]
    return edges, places


def stretches_between(
    engine: Engine, axis: Axis, found: Mapping[str, Sequence[Value]], flips: Sequence[Flip]
) -> tuple[Stretch, ...]:
    """What holds between flips, looked at in the middle, just inside both ends, and wherever else was tried."""
    edges, places = _edges(engine, axis, flips)
    looked = engine.at({axis.name: places})
    stretches = []
    for k, (low, high) in enumerate(edges):
        inside = [place for place, value in enumerate(axis.values) if low < float(value) < high]
        seen = {
            name: [float(x) for x in (*looked[name][3 * k : 3 * k + 3], *(found[name][place] for place in inside))]
            for name in engine.numbers
        }
        known = {name: [x for x in column if math.isfinite(x)] for name, column in seen.items()}
        least = {name: min(column) for name, column in known.items() if column}
        most = {name: max(column) for name, column in known.items() if column}
        middle = {name: column[3 * k + 1] for name, column in looked.items()}
        first, last = ({name: column[place] for name, column in seen.items()} for place in (0, 2))
        stretches.append(Stretch(low, high, middle, least, most, first, last))
    return tuple(stretches)
