"""Varies numbers of a scenario, and finds every value at which an answer flips.

Parameters vary as arrays, all points at once; whatever else has an address is read anew at each point. Where two
neighbouring points have different answers, the place between them is halved until it is known to many digits; all such
places are halved together.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import Shown
from negotiate.errors import GameTooLarge, NegotiateError, OverrideError, UnsuitableGame
from negotiate.language.scenario_file import Reading, read_outside
from negotiate.language.text.nodes import spelled
from negotiate.whatif.answers import INDICATORS, USUAL, Value, answer, columns
from negotiate.whatif.at_once import AtOnce

if TYPE_CHECKING:
    from negotiate.model.players import Parameter
    from negotiate.scenario import Scenario

POINTS = 1_000_000
"""Points of one sweep, at most; of those that are read anew each, a thousandth."""
STEPS, FEW_STEPS = 40, 10
"""Into how many steps a range is cut that is given without one; the second where each point is read anew."""
INSIDE = 1e-6
"""Of a stretch: how near to its ends it is looked at."""
SHARP = 1e-12
"""Of the range: how exactly a flip is found where points are cheap."""
NEAR = 1e-8
"""Of the range: two flips nearer than this are one, with a tie between."""
DULL = 1e-6
"""The same where each point is read anew."""
VARIANT = "variant"
"""The name under which variants vary."""
BASE = "base"
"""The file without any variant."""

Values = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """Something that varies.

    Parameters
    ----------
    name : str
        A parameter, `variant`, or any other address of the language.
    values : tuple of float or str
        What it is set to, in order.
    now : float or None
        What the file says, of a parameter.
    low, high : float or None
        The range that the file declares; None where it declares none.
    """

    name: str
    values: Values
    now: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers, between which others lie."""
        return all(isinstance(value, float) for value in self.values)

    @property
    def outside(self) -> bool:
        """Whether some value lies outside the range that the file declares."""
        if self.low is None or self.high is None or not self.numeric:
            return False
        return float(min(self.values)) < self.low or float(max(self.values)) > self.high


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
    """

    low: float
    high: float
    answers: Mapping[str, Value]
    least: Mapping[str, float]
    most: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sweep(Shown):
    """The answers of one scenario over some points.

    Parameters
    ----------
    title : str
        What the scenario is called.
    keys, players : tuple of str
        The players, by key and by name.
    axes : tuple of Axis
        What varies; the last one fastest.
    indicators : Mapping[str, tuple of str or float]
        What is watched → its value at each point of the grid.
    now : Mapping[str, str or float]
        The same as the file stands.
    flips : tuple of Flip
        Every change of an answer along one axis while the others stay as in the file.
    stretches : tuple of Stretch
        Of one number that varies: what holds between its flips.
    at_once : bool
        Whether payoffs varied as arrays; else each point was read anew.
    """

    title: str
    keys: tuple[str, ...]
    players: tuple[str, ...]
    axes: tuple[Axis, ...]
    indicators: Mapping[str, Values]
    now: Mapping[str, Value]
    flips: tuple[Flip, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    at_once: bool = True

    @property
    def points(self) -> tuple[Values, ...]:
        """The values of the axes at each point, in the order of the indicators."""
        return tuple(product(*(axis.values for axis in self.axes)))

    @property
    def told(self) -> tuple[str, ...]:
        """The indicators that are texts."""
        return tuple(name for name, one in columns(tuple(_names(self.indicators)), self.keys).items() if one.told)

    def to_frame(self) -> Any:
        """A data frame of pandas with a row a point.

        Raises
        ------
        UnsuitableGame
            If pandas is not installed.
        """
        try:
            pd: Any = importlib.import_module("pandas")
        except ModuleNotFoundError:
            raise UnsuitableGame("pandas is not installed", "pip install pandas") from None
        varied = dict(zip((axis.name for axis in self.axes), zip(*self.points, strict=True), strict=True))
        return pd.DataFrame(varied | dict(self.indicators))

    def __repr__(self) -> str:
        count = math.prod(len(axis.values) for axis in self.axes)
        return f"<Sweep {self.title!r}: {' × '.join(axis.name for axis in self.axes)}; {count:,} points>"


@dataclass(frozen=True, slots=True)
class Moved:
    """What one number does over its range.

    Parameters
    ----------
    axis : Axis
        The number.
    least, most : Mapping[str, float]
        Indicator that is a number → its least and its greatest value.
    flips : tuple of Flip
        Every change of an answer.
    """

    axis: Axis
    least: Mapping[str, float]
    most: Mapping[str, float]
    flips: tuple[Flip, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ranking(Shown):
    """Every number that has a range, by how much it moves the answer.

    Parameters
    ----------
    title : str
        What the scenario is called.
    keys, players : tuple of str
        The players, by key and by name.
    moved : tuple of Moved
        Those that flip an answer first, then by how far they move what the players get.
    now : Mapping[str, str or float]
        The answers as the file stands.
    """

    title: str
    keys: tuple[str, ...]
    players: tuple[str, ...]
    moved: tuple[Moved, ...]
    now: Mapping[str, Value]

    def __repr__(self) -> str:
        return f"<Ranking {self.title!r}: {len(self.moved)} numbers>"


def whatif(
    scenario: Scenario,
    vary: Mapping[str, str | Iterable[Any]] | None = None,
    watch: Sequence[str] = USUAL,
) -> Sweep | Ranking:
    """Vary numbers of a scenario, and see what becomes of its answers.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    vary : Mapping, optional
        Name or address → its values, or text as on the command line: `0:20:0.5`, or values with commas between. Several
        make a grid. Without it, every parameter that has a range is tried by itself.
    watch : sequence of str
        Names among `INDICATORS`.

    Raises
    ------
    UnsuitableGame
        If there is no such indicator, or nothing to vary.
    GameTooLarge
        If the points are too many.

    Examples
    --------
    >>> import negotiate
    >>> found = negotiate.load("trade/chicken-tariffs").whatif({"pride": "0:4:1"})  # doctest: +SKIP
    """
    names = tuple(one.name for one in INDICATORS)
    for word in watch:
        if word not in names:
            raise UnsuitableGame(f"there is no indicator `{word}`", f"there is {', '.join(names)}")
    asked = _Asked(scenario, tuple(watch))
    if vary is None:
        return _ranked(asked)
    axes = tuple(_axis(scenario, name, values) for name, values in vary.items())
    if not axes:
        raise UnsuitableGame("nothing varies", "write `--vary NAME=LOW:HIGH`")
    asked.check(axes)
    if any(axis.name == VARIANT for axis in axes) and any(change.kind == "variant" for change in scenario.changes):
        raise UnsuitableGame(
            "a variant is chosen already, and variants cannot vary beside it", "leave one of the two out"
        )
    grid = list(product(*(axis.values for axis in axes)))
    found = asked.at({axis.name: [point[k] for point in grid] for k, axis in enumerate(axes)})
    flips = tuple(flip for axis in axes for flip in _flips(asked, axis, found if len(axes) == 1 else None))
    numeric = len(axes) == 1 and axes[0].numeric and len(axes[0].values) > 1
    return Sweep(
        title=scenario.heading,
        keys=scenario.keys,
        players=tuple(player.name for player in scenario.players.values()),
        axes=axes,
        indicators={name: tuple(values) for name, values in found.items()},
        now=asked.now,
        flips=flips,
        stretches=_stretches(asked, axes[0], found, flips) if numeric else (),
        at_once=asked.fits([axis.name for axis in axes]),
    )


@dataclass(slots=True)
class _Asked:
    """A scenario, and how its answers at some points are come by."""

    scenario: Scenario
    watch: tuple[str, ...]
    together: AtOnce = field(init=False)
    reading: Reading | None = None
    _now: dict[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.together = AtOnce(self.scenario, self.watch)

    @property
    def now(self) -> dict[str, Value]:
        """What is watched, as the file stands."""
        if not self._now:
            self._now = answer(self.scenario, self.watch)
        return self._now

    def fits(self, names: Sequence[str]) -> bool:
        """Whether these vary as arrays."""
        return self.together.fits(names)

    def check(self, axes: Sequence[Axis]) -> None:
        """Refuse too many points.

        Raises
        ------
        GameTooLarge
            If they are too many.
        """
        count = math.prod(len(axis.values) for axis in axes)
        limit = POINTS if self.fits([axis.name for axis in axes]) else POINTS // 1000
        if count > limit:
            raise GameTooLarge("points", count, limit, "take larger steps, or vary fewer numbers at once")

    def at(self, points: Mapping[str, Sequence[Value]]) -> dict[str, list[Value]]:
        """The answers at some points, column by column."""
        if self.fits(list(points)):
            return self._at_once({name: np.array(values, dtype=float) for name, values in points.items()})
        return self._one_by_one(points)

    def _at_once(self, draws: Mapping[str, FloatArray]) -> dict[str, list[Value]]:
        """The same for parameters; where some draw has no answer, the others are found without it."""
        count = len(next(iter(draws.values())))
        try:
            return self.together.answers(draws)
        except NegotiateError:
            if count == 1:  # another method may serve, or it is said what is wrong
                return self._one_by_one({name: values.tolist() for name, values in draws.items()})
        parts = (slice(0, count // 2), slice(count // 2, count))
        first, second = (self._at_once({name: values[part] for name, values in draws.items()}) for part in parts)
        return {name: first[name] + second[name] for name in first}

    def _one_by_one(self, points: Mapping[str, Sequence[Value]]) -> dict[str, list[Value]]:
        found: dict[str, list[Value]] = {name: [] for name in columns(self.watch, self.scenario.keys)}
        for row in zip(*points.values(), strict=True):
            for name, value in answer(self._varied(dict(zip(points, row, strict=True))), self.watch).items():
                found[name].append(value)
        return found

    def _varied(self, settings: dict[str, Value]) -> Scenario:
        """The scenario with something set or committed, beside what was changed already."""
        if self.reading is None:
            self.reading = Reading(self.scenario.path)
        made = self.scenario.changes
        variant = next((change.name for change in made if change.kind == "variant"), None)
        word = settings.pop(VARIANT, None)
        variant = variant if word is None else None if word == BASE else str(word)
        changes = {change.name: read_outside(change.name, change.value) for change in made if change.kind == "set"}
        fixes = {change.name: change.value for change in made if change.kind == "fix"}
        issues = {name: spelled(value) for name, value in settings.items() if name in self.scenario.issues}
        numbers = {name: value for name, value in settings.items() if name not in issues}
        try:
            return self.reading.scenario({**changes, **numbers}, variant, {**fixes, **issues})
        except OverrideError as wrong:
            raise OverrideError([replace(one, path=_typed(one.path)) for one in wrong.problems]) from None


def _typed(path: str) -> str:
    """Where a mistake was typed that was found in a setting."""
    for option in ("--set", "--fix", "--variant"):
        if path.startswith(option):
            return f"--vary{path.removeprefix(option)}"
    return path


def _axis(scenario: Scenario, name: str, given: str | Iterable[Any]) -> Axis:
    """What varies, from its name and its values as they are written.

    Raises
    ------
    UnsuitableGame
        If they are no values.
    """
    known: Parameter | None = scenario.parameters.get(name)
    values = _written(name, given) if isinstance(given, str) else [_value(name, one) for one in given]
    if not values:
        raise UnsuitableGame(f"`{name}` has no values to take", f"write `--vary {name}=LOW:HIGH:STEP`")
    if known is not None and (words := [value for value in values if isinstance(value, str)]):
        raise UnsuitableGame(f"`{name}` takes numbers, and not `{words[0]}`", f"write `--vary {name}=LOW:HIGH:STEP`")
    values = list(dict.fromkeys(values))
    if all(isinstance(value, float) for value in values):
        values.sort()  # so that each value lies between its neighbours
    if known is None:
        return Axis(name, tuple(values))
    return Axis(name, tuple(values), known.value, known.low, known.high)


def _value(name: str, one: Any) -> Value:
    if isinstance(one, bool) or not isinstance(one, int | float):
        return spelled(one) if isinstance(one, str | bool) else str(one)
    if not math.isfinite(one):
        raise UnsuitableGame(f"`{name}` takes finite numbers", f"write `--vary {name}=LOW:HIGH:STEP`")
    return float(one)


def _written(name: str, text: str) -> list[Value]:
    """`LOW:HIGH`, `LOW:HIGH:STEP`, or values with commas between."""
    parts = text.split(":")
    if len(parts) == 1:
        words = [word.strip() for word in text.split(",")]
        return [_value(name, read_outside(f"{name}={word}", word)) for word in words if word]
    return list(_steps(name, text, parts))


def _steps(name: str, text: str, parts: list[str], steps: int = STEPS) -> list[float]:
    write = f"write `--vary {name}=0:20:0.5`: from low to high by steps"
    try:
        low, high, *more = (float(part) for part in parts)
    except ValueError:
        raise UnsuitableGame(f"`{text}` is no range of numbers", write) from None
    if len(more) > 1 or not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise UnsuitableGame(f"`{text}`: LOW and HIGH are finite numbers, LOW below HIGH", write)
    step = more[0] if more else (high - low) / steps
    if not (step > 0 and math.isfinite(step)):
        raise UnsuitableGame(f"`{text}`: STEP is a number above 0", write)
    count = (high - low) / step
    if count > POINTS:
        raise GameTooLarge("points", int(min(count, 1e18)), POINTS, "take larger steps")
    found = [float(f"{low + k * step:.12g}") for k in range(math.floor(count + 1e-9) + 1)]
    return [*found, *([high] if high - found[-1] > 1e-9 * step else [])]


def _names(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name.partition(".")[0] for name in found))


def _flips(asked: _Asked, axis: Axis, found: Mapping[str, Sequence[Value]] | None = None) -> list[Flip]:
    """Every change of an answer along an axis, the others as in the file."""
    if found is None:
        found = asked.at({axis.name: list(axis.values)})
    told = [name for name, one in columns(asked.watch, asked.scenario.keys).items() if one.told]
    if not axis.numeric:
        return [
            Flip(name, axis.name, axis.values[k + 1], str(before), str(after))
            for name in told
            for k, (before, after) in enumerate(pairwise(found[name]))
            if before != after
        ]
    spots = [
        _Spot(name, float(axis.values[k]), float(axis.values[k + 1]), str(before), str(after))
        for name in told
        for k, (before, after) in enumerate(pairwise(found[name]))
        if before != after
    ]
    width = float(max(axis.values)) - float(min(axis.values))
    sharp = (SHARP if asked.fits([axis.name]) else DULL) * width
    near = max(4 * sharp, NEAR * width)
    ends = (float(axis.values[0]), float(axis.values[-1]))
    flips = [
        Flip(
            spot.name,
            axis.name,
            next((end for end in ends if abs(end - spot.at) <= near), spot.at),
            spot.before,
            spot.after,
        )
        for spot in _merged(_halved(asked, axis.name, spots, sharp), near)
    ]
    order = {name: place for place, name in enumerate(told)}
    return sorted(flips, key=lambda flip: (order[flip.indicator], float(flip.at)))


@dataclass(frozen=True, slots=True)
class _Spot:
    """A stretch with different answers at its ends."""

    name: str
    low: float
    high: float
    before: str
    after: str

    @property
    def at(self) -> float:
        """The shortest number in the stretch, which ties within rounding widen by about a thousand-millionth."""
        slack = (self.high - self.low) / 2 + 1e-9 * max(abs(self.low), abs(self.high))
        middle = (self.low + self.high) / 2
        for digits in range(1, 16):
            short = float(f"{middle:.{digits}g}")
            if self.low - slack <= short <= self.high + slack:
                return short
        return middle


def _halved(asked: _Asked, name: str, spots: list[_Spot], sharp: float) -> list[_Spot]:
    """Stretches halved until they are short; one in whose middle there is a third answer becomes two."""
    done: list[_Spot] = []
    while spots:
        middles = [(spot.low + spot.high) / 2 for spot in spots]
        found = asked.at({name: middles})
        left: list[_Spot] = []
        for k, (spot, middle) in enumerate(zip(spots, middles, strict=True)):
            here = str(found[spot.name][k])
            halves = (
                _Spot(spot.name, spot.low, middle, spot.before, here),
                _Spot(spot.name, middle, spot.high, here, spot.after),
            )
            for half in halves:
                if half.before != half.after:
                    (done if half.high - half.low <= sharp else left).append(half)
        spots = left
    return sorted(done, key=lambda spot: (spot.name, spot.low))


def _merged(spots: list[_Spot], near: float) -> list[_Spot]:
    """Flips at one place as one: what is found at a single point is a tie."""
    found: list[_Spot] = []
    for spot in spots:
        last = found[-1] if found and found[-1].name == spot.name else None
        if last is not None and spot.low - last.high <= near and last.after == spot.before:
            found[-1] = _Spot(spot.name, last.low, spot.high, last.before, spot.after)
        else:
            found.append(spot)
    return [spot for spot in found if spot.before != spot.after]


def _stretches(
    asked: _Asked, axis: Axis, found: Mapping[str, Sequence[Value]], flips: Sequence[Flip]
) -> tuple[Stretch, ...]:
    """What holds between flips, looked at in the middle, just inside both ends, and wherever else was tried."""
    first, last = float(axis.values[0]), float(axis.values[-1])
    cuts = [first]
    for at in sorted({float(flip.at) for flip in flips}):
        if first < at < last and at - cuts[-1] > NEAR * (last - first):
            cuts.append(at)
    edges = list(pairwise([*cuts, last]))
    places = [low + share * (high - low) for low, high in edges for share in (INSIDE, 0.5, 1 - INSIDE)]
    looked = asked.at({axis.name: places})
    numbers = [name for name, one in _columns(asked).items() if not one.told]
    stretches = []
    for k, (low, high) in enumerate(edges):
        inside = [place for place, value in enumerate(axis.values) if low < float(value) < high]
        seen = {
            name: [float(x) for x in (*looked[name][3 * k : 3 * k + 3], *(found[name][place] for place in inside))]
            for name in numbers
        }
        known = {name: [x for x in column if math.isfinite(x)] for name, column in seen.items()}
        least = {name: min(column) for name, column in known.items() if column}
        most = {name: max(column) for name, column in known.items() if column}
        middle = {name: column[3 * k + 1] for name, column in looked.items()}
        stretches.append(Stretch(low, high, middle, least, most))
    return tuple(stretches)


def _ranked(asked: _Asked) -> Ranking:
    """Every parameter that has a range, tried by itself."""
    scenario = asked.scenario
    ranged = [
        (one, one.low, one.high) for one in scenario.parameters.values() if one.low is not None and one.high is not None
    ]
    if not ranged:
        raise UnsuitableGame(
            "no number of this scenario has a range",
            "write `--vary NAME=LOW:HIGH`, or `range: [LOW, HIGH]` in the file",
        )
    moved = []
    for one, low, high in ranged:
        steps = STEPS if asked.fits([one.id]) else FEW_STEPS
        values = _steps(one.id, "", [repr(low), repr(high)], steps) if high > low else [low]
        axis = Axis(one.id, tuple(values), one.value, low, high)
        found = asked.at({axis.name: list(axis.values)})
        numbers = {name: np.array(found[name]) for name, kind in _columns(asked).items() if not kind.told}
        known = {name: column[np.isfinite(column)] for name, column in numbers.items()}
        least = {name: float(column.min()) for name, column in known.items() if column.size}
        most = {name: float(column.max()) for name, column in known.items() if column.size}
        moved.append(Moved(axis, least, most, tuple(_flips(asked, axis, found))))
    moved.sort(key=lambda one: (not _inside(one), -_spread(one)))
    players = tuple(player.name for player in scenario.players.values())
    return Ranking(scenario.heading, scenario.keys, players, tuple(moved), asked.now)


def _columns(asked: _Asked) -> dict[str, Any]:
    return columns(asked.watch, asked.scenario.keys)


def _inside(one: Moved) -> bool:
    """Whether an answer changes between the ends of the range, where there may be a tie."""
    return any(flip.at not in (one.axis.values[0], one.axis.values[-1]) for flip in one.flips)


def _spread(one: Moved) -> float:
    """How far it moves what the players get."""
    return max((one.most[name] - low for name, low in one.least.items() if name.startswith("outcome.")), default=0.0)
