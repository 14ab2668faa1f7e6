"""Every value of one number at which an answer flips, and what holds between.

Where two neighbouring points have different answers, the place between them is halved until it is
known to many digits. Where an answer changes at too many places between two values, one place is
told.

A search yields the values at which it wants to know the answers, and is sent them, so that
`side_by_side` can ask for those of many searches at once. Where points are cheap it asks for the
middles of several halvings ahead.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from negotiate.display import entity
from negotiate.whatif.crossings import Crossings
from negotiate.whatif.indicators import Value, same
from negotiate.whatif.points import Axis

if TYPE_CHECKING:
    from negotiate.whatif.engine import Engine

Row = Mapping[str, Value]
"""What is watched → its value at one point."""
Found = TypeVar("Found")
Search = Generator[list[Value], "list[Row | None]", Found]
"""It yields values of one number, and is sent the answers there; None where there was no time to
look.
"""
INSIDE = 1e-6
"""Of a stretch: how near to its ends it is looked at."""
SHARP = 1e-12
"""Of the range: how exactly a flip is found where points are cheap."""
NEAR = 1e-8
"""Of the range: two flips nearer than this are one, with a tie between."""
BESIDE = 1e-10
"""Of the range: how near to a place at which a comparison turns it is looked at."""
DULL = 1e-6
"""The same where each point is read anew."""
ULPS = 8
"""Units in the last place by which a place at which a comparison turns may be worked out
wrongly.
"""
BLURRED = 1e-4
"""Of the range: how far beside a turn payoffs may be tied within rounding, where formulas are
curved.
"""
FINE = 1e-10
"""Of a place: how exactly it is told where a comparison turns there, though the range is much
larger.
"""
SMALL = 1000
"""Up to this denominator a place may be a fraction."""
ROUNDS = 3
"""How often flips are sought anew that came and went between two values."""
HALVINGS = 64
"""How often a stretch is halved, at most: more digits than these a number does not have."""
PLACES, FEW_PLACES = 256, 16
"""Changes of one answer between two neighbouring values, at most; the second where each point is
read anew.
"""
AHEAD = ((8, 4), (32, 2))
"""So many stretches are halved so many times at once, where points are cheap and no model is run;
more of them once.
"""
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
        The answer on both sides; of an end of the range one of them is the answer at that end.
    there : str
        The answer exactly there. Where the same answer holds on both sides, this one is the
        exception. Empty where the place is not known exactly.
    """

    indicator: str
    parameter: str
    at: Value
    before: str
    after: str
    there: str = ""

    @property
    def alone(self) -> bool:
        """Whether it is an exception at a single value."""
        return same(self.before, self.after)


@dataclass(frozen=True, slots=True)
class FirstOfMany(Flip):
    """The first change of an answer that changes at too many places between two values that were
    tried.

    Parameters
    ----------
    more : bool
        That there are others.
    """

    more: bool = True


@dataclass(frozen=True, slots=True)
class Between(Flip):
    """A change of an answer whose place is not known more exactly, because the time was up.

    Parameters
    ----------
    low, high : float
        Between which values that were looked at it lies.
    """

    low: float = math.nan
    high: float = math.nan


class Flips(NamedTuple):
    """What a search finds.

    Attributes
    ----------
    found : list of Flip
        Every change of an answer.
    whole : bool
        Whether it looked at all that it wanted to.
    proved : frozenset of str
        The answers of which no change can have been missed.
    touches : tuple of float
        Places at which an answer may hold that is not found there: a tie as far as rounding can
        tell.
    """

    found: list[Flip]
    whole: bool
    proved: frozenset[str] = frozenset()
    touches: tuple[float, ...] = ()


@entity
class Stretch:
    """Values of one number between two flips, or a single value at which another answer holds than
    on either side.

    Parameters
    ----------
    low, high : float
        From where to where, both left out; of a single value both are this one.
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


def flips_along(
    engine: Engine,
    axis: Axis,
    found: Mapping[str, Sequence[Value]] | None = None,
    held: Mapping[str, float] | None = None,
) -> Search[Flips]:
    """Every change of an answer along an axis, the others as in the file, or as they are `held`.

    Between flips it is looked three times. Where that shows another answer, it is a change between
    two of the values that came and went; the values looked at then stand beside the others, and
    flips are sought anew.
    """
    if found is None:
        rows = yield list(axis.values)
        axis, found = looked_at(engine, axis, list(axis.values), rows)
    turns = engine.crossings(axis, held)
    values = _beside(turns, axis)
    if values:
        rows = yield [*values]
        if None in rows:
            turns, values = Crossings(), []
        else:
            axis, found = _with_more(
                engine, axis, found, values, [row for row in rows if row is not None]
            )
    sure = {
        name: _at_turns(name, axis, found[name], turns.places)
        for name in engine.told
        if name in turns.proved
    }
    left = [name for name in engine.told if sure.get(name) is None]
    rest = Flips([], whole=True)
    if left:
        rest = yield from _searched(
            engine, axis, {name: found[name] for name in left}, turns.places
        )
    flips = sorted(
        [*rest.found, *(flip for own in sure.values() if own is not None for flip in own)],
        key=lambda flip: (
            engine.told.index(flip.indicator),
            float(flip.at) if axis.numeric else 0.0,
        ),
    )
    proved = turns.proved if rest.whole and not crowded(flips) else frozenset()
    near = NEAR * _width(axis)
    touches = (
        place
        for place in turns.touches
        if not any(abs(float(flip.at) - place) <= near for flip in flips)
    )
    return Flips(flips, rest.whole, proved, tuple(touches))


def _searched(
    engine: Engine, axis: Axis, found: Mapping[str, Sequence[Value]], turns: Sequence[float]
) -> Search[Flips]:
    """Every change of some answers that neighbouring values show, and those that show between two
    flips.
    """
    flips, whole, *_ = yield from _flips(engine, axis, found, turns)
    for _ in range(ROUNDS if axis.numeric and flips and whole and not crowded(flips) else 0):
        _, places = _edges(engine, axis, flips)
        rows = yield [*places]
        if None in rows:
            return Flips(flips, whole=False)
        looked = {name: [row[name] for row in rows if row is not None] for name in found}
        foreseen = {
            name: [_foreseen(name, flips, str(found[name][0]), place) for place in places]
            for name in found
        }
        if all(all(map(same, looked[name], foreseen[name])) for name in found):
            break
        axis, found = _with_more(
            engine, axis, found, places, [row for row in rows if row is not None]
        )
        flips, whole, *_ = yield from _flips(engine, axis, found, turns)
        if crowded(flips) or not whole:
            break
    return Flips(flips, whole)


def _at_turns(
    name: str, axis: Axis, answers: Sequence[Value], turns: Sequence[float]
) -> list[Flip] | None:
    """The changes of an answer that changes nowhere but at some places; None where it is seen to
    change elsewhere.

    What holds between two places is what holds in the middle. Beside a place payoffs may still be
    tied within rounding.
    """
    tried = [float(value) for value in axis.values]
    low, high = tried[0], tried[-1]
    slack, near = _slack(axis), BLURRED * (high - low)
    cuts = [low, *(place for place in turns if low + slack < place < high - slack), high]
    between: list[str] = []
    for start, end in pairwise(cuts):
        inside = range(bisect_right(tried, start), bisect_left(tried, end)) or range(
            bisect_left(tried, end), len(tried)
        )
        middle = min(inside, key=lambda k: abs(tried[k] - (start + end) / 2))
        between.append(str(answers[middle]))
        if any(
            not same(answers[k], between[-1])
            for k in inside
            if start + near < tried[k] < end - near
        ):
            return None
    sides = [str(answers[0]), *between, str(answers[-1])]
    flips = []
    for place, (before, after) in zip(cuts, pairwise(sides), strict=True):
        here = list(range(bisect_left(tried, place - slack), bisect_right(tried, place + slack)))
        here.sort(
            key=lambda k: (
                any(same(answers[k], side) for side in (before, after)),
                len(repr(tried[k])),
            )
        )
        at, there = tried[here[0]], str(answers[here[0]])
        lows, highs = (
            [tried[k] for k in here if same(answers[k], side)] for side in (before, after)
        )
        if (
            slack > FINE * abs(place)
            and not same(before, after)
            and len(lows) + len(highs) == len(here)
        ):
            known = max(lows, default=place - slack), min(highs, default=place + slack)
            at = _simplest(sum(known) / 2, (known[1] - known[0]) / 2, (known[1] - known[0]) / 2)
            there = str(answers[min(here, key=lambda k: abs(tried[k] - at))])
        if not (same(before, after) and same(there, before)):
            flips.append(Flip(name, axis.name, at, before, after, there))
    return flips


def _slack(axis: Axis) -> float:
    """How far a place may be from the number that it is, for it is worked out."""
    return ULPS * math.ulp(max(abs(float(axis.values[0])), abs(float(axis.values[-1]))))


def _beside(turns: Crossings, axis: Axis) -> list[float]:
    """What is tried because comparisons turn at some places: the places, just beside them, and
    halfway between.
    """
    places = turns.places
    if not places and not turns.proved:
        return []
    ends = float(min(axis.values)), float(max(axis.values))
    near = BESIDE * (ends[1] - ends[0])
    cuts = [-math.inf, *places, math.inf]
    found = dict.fromkeys(simple for place in places for simple in _simple(place, _slack(axis)))
    for before, place, after in zip(cuts, places, cuts[2:], strict=False):
        found |= {
            place - min(near, (place - before) / 4): None,
            place + min(near, (after - place) / 4): None,
        }
    found |= {(low + high) / 2: None for low, high in pairwise(sorted({*places, *ends}))}
    return [value for value in found if ends[0] <= value <= ends[1] and value not in axis.values]


def _simple(place: float, slack: float) -> Iterator[float]:
    """A place, and the decimal and the fraction that it may be."""
    yield from (place, shortest(place, slack))
    fraction = float(Fraction(place).limit_denominator(SMALL))
    if abs(fraction - place) <= slack:
        yield fraction


def _with_more(
    engine: Engine,
    axis: Axis,
    found: Mapping[str, Sequence[Value]],
    values: Sequence[float],
    rows: Sequence[Row],
) -> tuple[Axis, dict[str, list[Value]]]:
    """The axis and the answers with those at other values among them, in order."""
    every = [*axis.values, *values]
    order = sorted(range(len(every)), key=lambda k: float(every[k]))
    more = {
        name: [*found[name], *(row[name] for row in rows)] for name in engine.told if name in found
    }
    return (
        replace(axis, values=tuple(every[k] for k in order)),
        {name: [column[k] for k in order] for name, column in more.items()},
    )


def looked_at(
    engine: Engine, axis: Axis, values: Sequence[Value], rows: Sequence[Row | None]
) -> tuple[Axis, dict[str, list[Value]]]:
    """The axis with those of its values that were looked at, and the answers there, column by
    column.
    """
    known = {value: row for value, row in zip(values, rows, strict=True) if row is not None}
    kept = [value for value in axis.values if value in known]
    every = (*engine.told, *engine.numbers)
    return replace(axis, values=tuple(kept)), {
        name: [known[value][name] for value in kept] for name in every
    }


def crowded(flips: Iterable[Flip]) -> list[Flip]:
    """Those after which there are more than are told."""
    return [flip for flip in flips if isinstance(flip, FirstOfMany)]


def _foreseen(name: str, flips: Sequence[Flip], first: str, place: float) -> str:
    """The answer at a place, as these flips have it."""
    own = [flip for flip in flips if flip.indicator == name]
    passed = [flip.after for flip in own if float(flip.at) < place]
    return [own[0].before if own else first, *passed][-1]


def _flips(
    engine: Engine, axis: Axis, found: Mapping[str, Sequence[Value]], turns: Sequence[float]
) -> Search[Flips]:
    """The changes between neighbouring values, located; where a comparison turns just there, this
    is the place.
    """
    told = [name for name in engine.told if name in found]
    if not axis.numeric:
        flips = [
            Flip(name, axis.name, axis.values[k + 1], str(before), str(after), str(after))
            for name in told
            for k, (before, after) in enumerate(pairwise(found[name]))
            if not same(before, after)
        ]
        return Flips(flips, whole=True)
    spots = [
        _Spot(name, float(axis.values[k]), float(axis.values[k + 1]), str(before), str(after), k)
        for name in told
        for k, (before, after) in enumerate(pairwise(found[name]))
        if not same(before, after)
    ]
    if not spots:
        return Flips([], whole=True)
    width = _width(axis)
    sharp = (SHARP if engine.fits([axis.name]) else DULL) * width
    near = max(4 * sharp, NEAR * width)
    slack = _slack(axis)
    spots = [replace(spot, turn=_turn(turns, spot, BESIDE * width), slack=slack) for spot in spots]
    known_already = [spot for spot in spots if spot.turn is not None]
    halved = yield from _halved(
        engine, axis.name, [spot for spot in spots if spot not in known_already], sharp
    )
    halved = sorted([*halved, *known_already], key=lambda spot: (spot.name, spot.low))
    ends = (float(axis.values[0]), float(axis.values[-1]))
    merged = _merged(halved, near)
    places = {
        spot: next((end for end in ends if abs(end - spot.at) <= near), spot.at) for spot in merged
    }
    wanted: list[Value] = [*dict.fromkeys(places[spot] for spot in merged if not spot.rough)]
    rows = (yield wanted) if wanted else []
    known = {value: row for value, row in zip(wanted, rows, strict=True) if row is not None}
    flips = [_flip(axis.name, spot, at, known.get(at)) for spot, at in places.items()]
    order = {name: place for place, name in enumerate(told)}
    flips.sort(key=lambda flip: (order[flip.indicator], float(flip.at)))
    whole = None not in rows and not any(spot.rough for spot in halved)
    return Flips(
        [flip for flip in flips if not flip.alone or not same(flip.there, flip.before)], whole
    )


def _width(axis: Axis) -> float:
    """How long the range is that was tried."""
    return (
        float(max(axis.values)) - float(min(axis.values)) if axis.numeric and axis.values else 0.0
    )


def _turn(turns: Sequence[float], spot: _Spot, near: float) -> float | None:
    """The one place at which a comparison turns in a stretch of at most twice this length, or
    hardly beside it.
    """
    low, high = (
        spot.low - near / 8,
        spot.high + near / 8,
    )  # payoffs are tied a little before and after
    inside = (
        turns[bisect_left(turns, low) : bisect_right(turns, high)]
        if spot.high - spot.low <= 2 * near
        else ()
    )
    return inside[0] if len(inside) == 1 else None


def _flip(name: str, spot: _Spot, at: float, row: Row | None) -> Flip:
    """A stretch as a flip; a place that does not show an answer in between gives way to one that
    was seen to.
    """
    if spot.rough:
        return Between(
            spot.name, name, spot.at, spot.before, spot.after, low=spot.low, high=spot.high
        )
    there = str(row[spot.name]) if row is not None else ""
    if same(spot.before, spot.after) and spot.tie and (row is None or same(there, spot.before)):
        at, there = spot.tie
    return (FirstOfMany if spot.first else Flip)(
        spot.name, name, at, spot.before, spot.after, there
    )


@dataclass(frozen=True, slots=True)
class _Spot:
    """A stretch with different answers at its ends, between two values that were tried: the pair of
    this number.

    It is the `first` where its pair has too many others, and `rough` where there was no time to
    halve it on. The `tie` is a value in it and the answer there, where that is another than at both
    ends. A comparison has its `turn` there, which is known up to its `slack`.
    """

    name: str
    low: float
    high: float
    before: str
    after: str
    pair: int
    first: bool = False
    rough: bool = False
    tie: tuple[float, str] | None = None
    turn: float | None = None
    slack: float = 0.0

    @property
    def middle(self) -> float:
        """Where it is halved."""
        return (self.low + self.high) / 2

    @property
    def at(self) -> float:
        """The simplest number in the stretch, which ties within rounding widen by about a
        thousand-millionth.

        A fraction whose denominator is so small that it hardly lies there by chance, or else the
        shortest decimal.
        """
        slack = (self.high - self.low) / 2 + 1e-9 * max(abs(self.low), abs(self.high))
        middle = (self.low + self.high) / 2
        if self.turn is not None:
            fine, known = FINE * abs(self.turn), self.high - self.low
            slack = max(ULPS * math.ulp(self.turn), known / 100)
            if max(slack, self.slack) <= fine:
                return shortest(self.turn, slack)
            if known > self.slack:
                middle, slack = self.turn, min(slack, max(self.slack, fine))
            else:  # the answers on both sides say it more exactly
                slack = known / 2
            return _simplest(middle, slack, slack)
        return _simplest(middle, slack, (self.high - self.low) / 2 + slack)


def _simplest(middle: float, slack: float, wide: float) -> float:
    """A fraction that hardly lies so near to a number by chance, or else the shortest decimal as
    near as is wide.
    """
    fraction = Fraction(middle).limit_denominator(max(int((CHANCE / max(slack, 1e-300)) ** 0.5), 1))
    return float(fraction) if abs(fraction - Fraction(middle)) <= slack else shortest(middle, wide)


def shortest(middle: float, slack: float) -> float:
    """The number with the fewest digits that is no further from another than this."""
    for digits in range(1, 16):
        short = float(f"{middle:.{digits}g}")
        if abs(short - middle) <= slack:
            return short
    return middle


def _halved(engine: Engine, name: str, spots: list[_Spot], sharp: float) -> Search[list[_Spot]]:
    """Stretches halved until they are short; one in whose middle there is a third answer becomes
    two.

    Of a pair of values with too many of them only the first is halved on.
    """
    cheap, done, known = engine.fits([name]), list[_Spot](), dict[Value, Row]()
    most, whole = PLACES if cheap else FEW_PLACES, True
    ahead = AHEAD if cheap and not engine.dear(name) else ()
    for _ in range(HALVINGS):
        if whole and any(spot.middle not in known for spot in spots):
            times = next((times for count, times in ahead if len(spots) <= count), 1)
            values = _middles([(spot.low, spot.high) for spot in spots], times)
            rows = yield values
            known = {value: row for value, row in zip(values, rows, strict=True) if row is not None}
            whole = None not in rows
        if not any(spot.middle in known for spot in spots):
            break
        left: list[_Spot] = []
        for spot in spots:
            if spot.middle not in known:
                left.append(spot)
                continue
            here = str(known[spot.middle][spot.name])
            halves = (
                replace(spot, high=spot.middle, after=here),
                replace(spot, low=spot.middle, before=here),
            )
            changing = [half for half in halves if not same(half.before, half.after)]
            for half in changing[: 1 if spot.first else 2]:
                (done if half.high - half.low <= sharp else left).append(half)
        spots = _few(left, most)
    spots = spots if whole else [replace(spot, rough=True) for spot in spots]
    return sorted([*done, *spots], key=lambda spot: (spot.name, spot.low))


def _middles(stretches: list[tuple[float, float]], times: int) -> list[Value]:
    """Where stretches are halved, and then their halves, so many times; each value once."""
    found: dict[Value, None] = {}
    for _ in range(times):
        middles = [(low + high) / 2 for low, high in stretches]
        found |= dict.fromkeys(middles)
        cut = zip(stretches, middles, strict=True)
        stretches = [
            half for (low, high), middle in cut for half in ((low, middle), (middle, high))
        ]
    return list(found)


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
        alone = last is None or spot.first or last.first or spot.rough or last.rough
        alone = alone or (
            last is not None and None not in (last.turn, spot.turn) and last.turn != spot.turn
        )
        if (
            last is None
            or alone
            or spot.low - last.high > near
            or not same(last.after, spot.before)
        ):
            found.append(spot)
        else:
            found[-1] = replace(last, high=spot.high, after=spot.after, tie=(last.high, last.after))
    return found


def _edges(
    engine: Engine, axis: Axis, flips: Sequence[Flip]
) -> tuple[list[tuple[float, float]], list[float]]:
    """The stretches between flips, and three places in each: just inside both ends, and the
    middle.
    """
    first, last = float(axis.values[0]), float(axis.values[-1])
    cuts = [first]
    for at in sorted({float(flip.at) for flip in flips}):
        if first < at < last and at - cuts[-1] > BESIDE * (last - first):
            cuts.append(at)
    edges = list(pairwise([*cuts, last]))
    blurred = (
        0.0 if engine.fits([axis.name]) else 2 * DULL * (last - first)
    )  # where a flip may really be
    places = []
    for low, high in edges:
        inside = min(max(INSIDE * (high - low), blurred), (high - low) / 4)
        places += [low + inside, (low + high) / 2, high - inside]
    return edges, places


def stretches_between(
    engine: Engine, axis: Axis, found: Mapping[str, Sequence[Value]], flips: Sequence[Flip]
) -> tuple[Stretch, ...]:
    """What holds between flips, looked at in the middle, just inside both ends, and wherever else
    was tried.

    Between two of them stands the value itself where it has an answer of its own.
    """
    edges, places = _edges(engine, axis, flips)
    cuts = [low for low, _ in edges[1:]]
    looked = engine.at({axis.name: [*places, *cuts]})
    tried = [float(value) for value in axis.values]
    stretches: list[Stretch] = []
    for k, (low, high) in enumerate(edges):
        inside = [place for place, value in enumerate(tried) if low < value < high]
        own = slice(3 * k, 3 * k + 3)
        seen = {
            name: [*looked[name][own], *(found[name][place] for place in inside)]
            for name in engine.numbers
        }
        between = _stretch(
            low, high, {name: column[3 * k + 1] for name, column in looked.items()}, seen
        )
        here = {name: column[len(places) + k - 1] for name, column in looked.items()}
        beside = (stretches[-1].answers, between.answers) if k else ()
        if beside and any(
            not any(same(here[name], side[name]) for side in beside) for name in engine.told
        ):
            stretches.append(
                _stretch(low, low, here, {name: [here[name]] * 3 for name in engine.numbers})
            )
        stretches.append(between)
    return tuple(stretches)


def _stretch(
    low: float, high: float, answers: Mapping[str, Value], seen: Mapping[str, Sequence[Value]]
) -> Stretch:
    """The answers in a stretch, and its numbers: just inside, in the middle, just inside the other
    end, and others.
    """
    numbers = {name: [float(x) for x in column] for name, column in seen.items()}
    known = {name: [x for x in column if math.isfinite(x)] for name, column in numbers.items()}
    least = {name: min(column) for name, column in known.items() if column}
    most = {name: max(column) for name, column in known.items() if column}
    first, last = ({name: column[place] for name, column in numbers.items()} for place in (0, 2))
    return Stretch(low, high, answers, least, most, first, last)
