"""The smallest change of some numbers with which an answer is as wanted: each number by itself, and
all together.

A change is measured in ranges: half of a number's range is 0.5, and several changes together are as
large as the Euclidean length of their list. Nothing is assumed of the answer but that it can be
worked out at any point, so what is found is tried and holds, and that nothing smaller does is
likely but not proved.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.display import Shown, entity
from negotiate.errors import UnknownIndicator, UnsuitableGame
from negotiate.problems import nearest
from negotiate.whatif.answers import NO_DEAL
from negotiate.whatif.engine import Engine
from negotiate.whatif.flips import NEAR, shortest
from negotiate.whatif.indicators import INDICATORS, Value, columns
from negotiate.whatif.points import STEPS, Axis, Draws, axis_of, check_count, even, steps

if TYPE_CHECKING:
    from negotiate.scenario import Scenario

TRIES, FEW_TRIES = 4_096, 256
"""Points that are drawn where all numbers change together; the second where each point is read
anew.
"""
FEW_STEPS = 10
"""Steps of a range where each point is read anew."""
SHARP, FINE, DULL = 1e-12, 1e-7, 1e-6
"""Of the range: how exactly one number is found, several together, and either where points are read
anew.
"""
LOOKS = np.linspace(0, 1, 9)
"""Places of a way that are looked at in one round."""
BACK = np.array([0.0, 0.5, 0.9, 0.99])
"""Shares of a change that are tried in its place, the smallest first."""
NEAREST, ROUNDS = 16, 6
"""Points whose way to today is halved at once, and how often a better one is looked for around
today.
"""
TURNS = np.array([1.0, 0.7, 0.4, 0.2])
"""Shares of the way from a direction to a better one that are looked at."""
BEND = 0.05
"""Of the way: how far apart the first directions are by which the slope of a boundary is
measured.
"""
WORDS = {"deal": ("deal", NO_DEAL), "lasts": ("lasts", "breaks")}
"""Indicator → its only values."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What an answer is to be.

    Parameters
    ----------
    indicator : str
        Such as `deal` or `outcome.us`.
    sign : {'=', '>=', '<='}
        Of a text always the first, of a number one of the others.
    value : str or float
        The wanted text, which may be one of several answers; or the number that is reached at least
        or at most.
    """

    indicator: str
    sign: str
    value: Value

    def reached(self, found: Sequence[Value]) -> BoolArray:
        """Where these values of the indicator are as wanted."""
        if isinstance(self.value, str):
            return np.array(
                [self.value == one or self.value in str(one).split(" | ") for one in found],
                dtype=bool,
            )
        numbers = np.array(found, dtype=float)
        return np.asarray(
            numbers >= self.value if self.sign == ">=" else numbers <= self.value, dtype=bool
        )

    def __str__(self) -> str:
        value = self.value if isinstance(self.value, str) else f"{self.value:.12g}"
        return f"{self.indicator}{self.sign}{value}"


@entity
class Change:
    """How one number has to change.

    Parameters
    ----------
    name : str
        The number.
    now : float
        What it is as the file stands.
    low, high : float
        The range that was searched.
    alone : float
        The nearest value with which the goal is reached while the others stay; NaN where there is
        none.
    beyond : bool
        Whether the goal is reached just beyond that value, and not there.
    only : bool
        Whether the goal is reached at that value, and just beyond it no more.
    together : float
        Its value in the smallest change of all numbers together; NaN where there is none.
    """

    name: str
    now: float
    low: float
    high: float
    alone: float = math.nan
    beyond: bool = False
    only: bool = False
    together: float = math.nan

    @property
    def moves(self) -> bool:
        """Whether it is part of the smallest change of all together."""
        return math.isfinite(self.together) and self.together != self.now

    @property
    def share(self) -> float:
        """How far away the nearest value is, as a share of the range."""
        return abs(self.alone - self.now) / (self.high - self.low)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Backcast(Shown):
    """The smallest changes with which an answer is as wanted.

    Parameters
    ----------
    title : str
        What the scenario is called.
    players : tuple of str
        By name.
    goal : Goal
        What the answer is to be.
    now : str or float
        The answer as the file stands.
    reached : bool
        Whether that is the goal already.
    changes : tuple of Change
        One a number, those first with which the least is enough.
    distance : float
        How large the smallest change of all together is, in ranges; NaN where there is none.
    tried : int
        How many points were tried.
    seen : tuple of str
        Which answers came about there, of an indicator that is text and was never as wanted; the
        first few.

    References
    ----------
    Robinson (1982), "Energy backcasting: a proposed method of policy analysis"; Hasofer and Lind
    (1974), "Exact and invariant second-moment code format", for the nearest point of a boundary.
    """

    title: str
    players: tuple[str, ...]
    goal: Goal
    now: Value
    reached: bool
    changes: tuple[Change, ...]
    distance: float
    tried: int
    seen: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Backcast {self.title!r}: {self.goal}; {self.tried:,} points tried>"


def backcast(
    scenario: Scenario,
    goal: str,
    vary: Mapping[str, str | Iterable[Any]] | None = None,
    draws: int = 0,
    *,
    seed: int = 0,
) -> Backcast:
    """Find the smallest change of some numbers with which an answer is as wanted.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    goal : str
        An indicator and what it is to be: `deal=deal`, `outcome.us>=5`. Of several answers at once
        one is enough.
    vary : Mapping, optional
        Number → its range, as in `whatif`; the range is widened to what the file says. Without it
        every parameter with a range.
    draws : int
        How many points are drawn where all change together; 0 for as many as usual.
    seed : int
        Of the draws.

    Raises
    ------
    UnknownIndicator
        If there is no such indicator, or its value is none.
    UnsuitableGame
        If something that varies is no number, or nothing varies.

    Notes
    -----
    Each number by itself is tried step by step, and the place of the first change is halved. All
    together are drawn from a Sobol' sequence, with the corners of the ranges and points on their
    edges and faces beside it, then around today in ever smaller balls; the way from today to what
    was found is halved, and from there the boundary is followed to where it is nearest, as if it
    were a plane. A change that is not needed is taken back.

    Examples
    --------
    >>> import negotiate
    >>> from negotiate.whatif.backcasting import backcast
    >>> found = backcast(
    ...     negotiate.load("classics/hawk-dove"), "deal=deal", {"value": "0:10"}
    ... )  # doctest: +SKIP
    """
    aim = _goal(scenario, goal)
    engine = Engine(scenario, (aim.indicator.partition(".")[0],))
    now = engine.now[aim.indicator]
    search = _Search(engine, aim, *_ranges(engine, vary), np.random.default_rng(seed))
    reached = bool(aim.reached([now])[0])
    changes, distance = list(search.changes), 0.0
    if not reached:
        ways = [search.alone(place) for place in range(len(changes))]
        changes = [replace(one, **way) for one, way in zip(changes, ways, strict=True)]
        if len(changes) > 1:
            tries = draws or (TRIES if engine.fits(search.names) else FEW_TRIES)
            place, distance = search.together(changes, tries, seed)
            changes = [
                replace(one, together=float(x)) for one, x in zip(changes, place, strict=True)
            ]
        else:
            distance = changes[0].share
        changes.sort(key=lambda one: (math.isnan(one.share), one.share))
    return Backcast(
        title=scenario.heading,
        players=tuple(player.name for player in scenario.players.values()),
        goal=aim,
        now=now,
        reached=reached,
        changes=tuple(changes),
        distance=distance,
        tried=search.tried,
        seen=() if reached or not math.isnan(distance) else tuple(search.seen),
    )


def _goal(scenario: Scenario, text: str) -> Goal:
    """An indicator and its value as they are written.

    Raises
    ------
    UnknownIndicator
        If they are none.
    """
    sign = next((one for one in (">=", "<=", "=") if one in text), "")
    name, value = (part.strip() for part in text.split(sign, 1)) if sign else (text.strip(), "")
    known = columns([one.name for one in INDICATORS], scenario)
    if name not in known or not value:
        said = (
            f"there is no indicator `{name}`"
            if name not in known
            else f"`{text}` does not say what is wanted"
        )
        every = f"write INDICATOR=VALUE; there is {', '.join(known)}"
        raise UnknownIndicator(
            said, nearest(name, [*known]) or every if name not in known else every
        )
    if known[name].told:
        if sign != "=" or value not in WORDS.get(name, (value,)):
            allowed = " or ".join(
                f"`--reach '{name}={word}'`" for word in WORDS.get(name, ("VALUE",))
            )
            raise UnknownIndicator(
                f"`{name}` never is `{value}`" if sign == "=" else f"`{name}` is text", allowed
            )
        return Goal(name, sign, value)
    try:
        wanted = float(value)
    except ValueError:
        wanted = math.nan
    if sign == "=" or not math.isfinite(wanted):
        raise UnknownIndicator(
            f"`{name}` is a number that is reached at least or at most", f"write `{name}>=5`"
        )
    return Goal(name, sign, wanted)


def _ranges(
    engine: Engine, vary: Mapping[str, str | Iterable[Any]] | None
) -> tuple[list[Change], list[FloatArray]]:
    """Each number with its range, and the values of it that are tried by itself.

    Raises
    ------
    UnsuitableGame
        If something is no number, or nothing varies.
    """
    scenario = engine.scenario
    if vary is None:
        count = STEPS if engine.fits([]) else FEW_STEPS
        ranged = [
            one
            for one in scenario.parameters.values()
            if one.low is not None and one.high is not None
        ]
        axes = [
            Axis(one.id, tuple(steps(one.id, one.low, one.high, count=count)), one.value)
            for one in ranged
            if one.low is not None and one.high is not None and one.low < one.high
        ]
    else:
        axes = [axis_of(scenario, name, values) for name, values in vary.items()]
    if not axes:
        raise UnsuitableGame("nothing varies", "write `--vary NAME=LOW:HIGH`")
    changes, values = [], []
    for axis in axes:
        today = axis.now if axis.now is not None else engine.today(axis.name)
        if not axis.numeric or isinstance(today, bool) or not isinstance(today, int | float):
            raise UnsuitableGame(
                f"`{axis.name}` is no number that could change a little", "vary numbers alone"
            )
        tried = np.unique(np.array([*axis.values, today], dtype=float))
        if len(tried) < 2:
            raise UnsuitableGame(
                f"`{axis.name}` has one value only", f"write `--vary {axis.name}=LOW:HIGH`"
            )
        changes.append(Change(axis.name, float(today), float(tried[0]), float(tried[-1])))
        values.append(tried)
    return changes, values


@dataclass(eq=False)
class _Search:
    """Points around today, in ranges: an array of shape (points, numbers) in which 0 is as the file
    stands.
    """

    engine: Engine
    goal: Goal
    changes: list[Change]
    values: list[FloatArray]
    random: np.random.Generator
    tried: int = 0
    seen: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = [one.name for one in self.changes]
        self.now = np.array([one.now for one in self.changes])
        self.low, self.high = (
            np.array([getattr(one, end) for one in self.changes]) for end in ("low", "high")
        )
        self.width = self.high - self.low
        self.sharp = SHARP if self.engine.fits(self.names) else DULL

    def at(self, points: FloatArray) -> FloatArray:
        """The numbers themselves, none beyond its range."""
        return np.asarray(np.clip(self.now + points * self.width, self.low, self.high))

    def holds(self, points: FloatArray) -> BoolArray:
        """Where the goal is reached."""
        if not len(points):
            return np.zeros(0, dtype=bool)
        moved = np.flatnonzero(points.any(axis=0)).tolist() or [0]
        numbers = self.at(points)
        found = self.engine.at({self.names[k]: numbers[:, k] for k in moved})[self.goal.indicator]
        self.tried += len(points)
        if isinstance(self.goal.value, str) and len(self.seen) < 5:
            self.seen.update(dict.fromkeys(map(str, found)))
        return self.goal.reached(found)

    def halved(
        self, points: FloatArray, base: FloatArray | float = 0.0, sharp: float = FINE
    ) -> FloatArray:
        """For each point that reaches the goal the nearest one that was found on its way to a base
        that does not.

        Each round looks at several places of every way, because points cost less together.
        """
        inside, outside = (
            points.copy(),
            np.broadcast_to(np.asarray(base, dtype=float), points.shape).copy(),
        )
        looks = LOOKS if self.engine.fits(self.names) else LOOKS[::4]
        while len(points) and np.abs(inside - outside).max() > max(sharp, self.sharp):
            ways = (
                outside[:, None] + looks[:, None] * (inside - outside)[:, None]
            )  # from outside to inside
            there = np.zeros(ways.shape[:2], dtype=bool)
            there[:, 1:-1] = self.holds(ways[:, 1:-1].reshape(-1, points.shape[1])).reshape(
                -1, len(looks) - 2
            )
            there[:, -1] = True
            last = len(looks) - 1 - there[:, ::-1].argmin(axis=1)  # the last that does not reach it
            every = np.arange(len(points))
            inside, outside = ways[every, last + 1], ways[every, last]
        return inside

    def alone(self, place: int) -> dict[str, Any]:
        """The nearest value of one number that is enough, in the fields of a change."""
        one = self.changes[place]
        ticks = np.zeros((len(self.values[place]), len(self.changes)))
        ticks[:, place] = (self.values[place] - one.now) / self.width[place]
        there = self.holds(ticks)
        start = int(np.flatnonzero(ticks[:, place] == 0)[0])
        above, below = np.flatnonzero(there[start:]), np.flatnonzero(there[: start + 1][::-1])
        found = [start + int(above[0])] if len(above) else []
        found += [start - int(below[0])] if len(below) else []
        if not found:
            return {}
        before = [k - 1 if k > start else k + 1 for k in found]
        edges = self.halved(ticks[found], ticks[before], self.sharp)
        nearest_edge = edges[np.abs(edges[:, place]).argmin()]
        at = float(self.at(nearest_edge)[place])
        short = shortest(at, 2 * self.sharp * self.width[place])
        points = np.zeros((2, len(self.changes)))
        points[:, place] = (short - one.now) / self.width[place]
        points[1, place] += math.copysign(max(NEAR, 4 * self.sharp), short - one.now)
        there, further = self.holds(points).tolist()
        inside = one.low < short < one.high
        return {"alone": short, "beyond": not there, "only": there and inside and not further}

    def together(
        self, changes: Sequence[Change], tries: int, seed: int
    ) -> tuple[FloatArray, float]:
        """The smallest change of all numbers that was found, and how large it is; NaN where there
        is none.
        """
        axes = tuple(Axis(one.name, (), distribution=even(one.low, one.high)) for one in changes)
        draws = Draws(axes, tries, seed, "sobol")
        check_count(draws, self.engine.fits(self.names))
        drawn = np.column_stack(
            [np.asarray(own, dtype=float) for own in draws.columns(0, tries).values()]
        )
        points = (np.vstack([drawn, *self._outermost(drawn)]) - self.now) / self.width
        points = points[self.holds(points)]
        single = [
            np.where(np.arange(len(changes)) == k, self._edge(one), 0.0)
            for k, one in enumerate(changes)
        ]
        points = np.array([*points, *(one for one in single if np.isfinite(one).all())])
        if not len(points):
            return np.full(len(changes), math.nan), math.nan
        best = self._nearest(points)
        for _ in range(ROUNDS):
            around = self._ball(best, max(tries // 8, 16))
            better = around[self.holds(around)]
            last, best = best, self._nearest(np.array([best, *better]))
            if np.linalg.norm(best) > 0.99 * np.linalg.norm(last):
                break
        best = self._least(self._followed(self._taken_back(best)))
        return self._short(best), float(np.linalg.norm(best))

    def _outermost(self, drawn: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Corners of the box, all of them where they are few, and points with some numbers at an
        end of their range.
        """
        count, size = len(drawn), len(self.changes)
        few = 2**size <= count // 2
        codes = (
            np.arange(2**size)
            if few
            else self.random.integers(0, 2, (count // 8, size)) @ (1 << np.arange(size))
        )
        corners = np.where(codes[:, None] >> np.arange(size) & 1, self.high, self.low)
        side = self.random.integers(0, 3, drawn.shape)
        return corners, np.where(side == 0, self.low, np.where(side == 1, self.high, drawn))[
            : count // 4
        ]

    def _edge(self, one: Change) -> float:
        """A value just inside of what one number alone has to be, in ranges."""
        at = (one.alone - one.now) / (one.high - one.low)
        return at + math.copysign(4 * self.sharp, at) if one.beyond else at

    def _nearest(self, points: FloatArray) -> FloatArray:
        """The nearest of some points that reach the goal, after the way of the first few was
        halved.
        """
        order = np.argsort(np.linalg.norm(points, axis=1), kind="stable")[:NEAREST]
        found = self.halved(points[order])
        return np.asarray(found[np.linalg.norm(found, axis=1).argmin()])

    def _ball(self, best: FloatArray, count: int) -> FloatArray:
        """Random points that are nearer to today than the best, within all ranges."""
        size = len(best)
        ways = self.random.standard_normal((count, size))
        ways *= (
            np.linalg.norm(best)
            * self.random.random(count) ** (1 / size)
            / np.linalg.norm(ways, axis=1)
        )[:, None]
        numbers = self.now + ways * self.width
        return np.asarray(ways[((numbers >= self.low) & (numbers <= self.high)).all(axis=1)])

    def _taken_back(self, best: FloatArray) -> FloatArray:
        """The best without what is not needed: each number goes back as far as the goal stays
        reached.
        """
        for place in np.argsort(np.abs(best), kind="stable").tolist():
            if best[place]:
                back = np.tile(best, (len(BACK), 1))
                back[:, place] *= BACK
                best = np.vstack([back[self.holds(back)], best])[0]
        return best

    def _least(self, best: FloatArray) -> FloatArray:
        """The same with each number as near to today as it can be while the others stay, the
        largest change first.
        """
        for place in np.argsort(-np.abs(best), kind="stable").tolist():
            back = np.where(np.arange(len(best)) == place, 0.0, best)[None]
            best = back[0] if self.holds(back)[0] else self.halved(best[None], back)[0]
        return best

    def _followed(self, best: FloatArray) -> FloatArray:
        """Along the boundary to where it is nearest, each time as if it were the plane through some
        of its points.
        """
        bend, room = BEND, np.where(self.high - self.now < self.now - self.low, -1.0, 1.0)
        while bend > 1e-3:
            size = np.linalg.norm(best)
            ways = self._within(
                1.25 * (best + bend * size * np.vstack([np.zeros(len(best)), np.diag(room)]))
            )
            edge = self.halved(ways[self.holds(ways)])
            if len(edge) < len(best):
                bend /= 4
                continue
            normal = np.linalg.lstsq(edge, np.ones(len(edge)), rcond=None)[0]
            if normal.any():  # the foot of the plane has this direction; it may be right in part
                turn = normal * size / np.linalg.norm(normal) - best
                ways = self._within(1.25 * (best + np.outer(TURNS, turn)))
                edge = np.vstack([edge, self.halved(ways[self.holds(ways)])])
            near = np.vstack([best, edge])
            better = self._taken_back(near[np.linalg.norm(near, axis=1).argmin()])
            if np.linalg.norm(better) > (1 - 1e-4) * size:
                bend /= 4
            best = better
        return best

    def _within(self, points: FloatArray) -> FloatArray:
        """The same with no number beyond its range."""
        return np.asarray((self.at(points) - self.now) / self.width)

    def _short(self, best: FloatArray) -> FloatArray:
        """The numbers at a point with few digits, a little further from today than the boundary."""
        numbers = self.at(best)
        for digits in range(3, 16):
            short = [
                [outward(x, now, digits) for x, now in zip(numbers, base, strict=True)]
                for base in (numbers, self.now)
            ]
            there = np.clip(short, self.low, self.high)
            for one in there[self.holds((there - self.now) / self.width)][:1]:
                return np.asarray(one)
        return numbers


def outward(x: float, now: float, digits: int = 4) -> float:
    """A number with so many digits that is at least as far from another; the nearest to itself
    where both are one.
    """
    short = float(f"{x:.{digits}g}")
    if (short - x) * (x - now) >= 0:
        return short
    step = 10.0 ** (math.floor(math.log10(abs(x))) + 1 - digits) if x else 0.0
    return float(f"{short + math.copysign(step, x - now):.{digits}g}")
