"""The answers of a scenario over many points: every combination of some values, or draws of what is uncertain."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.display import Shown
from negotiate.errors import UnsuitableGame
from negotiate.model.distributions import correlation_matrix
from negotiate.whatif.answers import USUAL, Value
from negotiate.whatif.engine import VARIANT, Block, Engine
from negotiate.whatif.flips import Flip, Stretch, flips_along, stretches_between
from negotiate.whatif.formulas import asked
from negotiate.whatif.points import (
    SAMPLINGS,
    Axis,
    Draws,
    Grid,
    Points,
    Sampling,
    Values,
    axis_of,
    check_count,
    uncertain,
)
from negotiate.whatif.ranking import Ranking, ranking

if TYPE_CHECKING:
    from negotiate.scenario import Scenario

KEPT = 100_000
"""Draws that are kept one by one; all others are counted."""
QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Share:
    """How often some answers hold together.

    Parameters
    ----------
    answers : Mapping[str, str]
        Indicator that is text → the answer.
    share : float
        Of all points.
    """

    answers: Mapping[str, str]
    share: float


@dataclass(frozen=True, slots=True)
class Spread:
    """What a number is over all points at which there is one.

    Parameters
    ----------
    mean, sd : float
        The mean and the standard deviation.
    low, high : float
        The least and the greatest.
    quantiles : tuple of float
        Below which one in twenty, one in two and nineteen in twenty lie, of the points that are kept.
    count : int
        At how many points there is a number.
    """

    mean: float
    sd: float
    low: float
    high: float
    quantiles: tuple[float, ...]
    count: int


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
        What varies; of a grid the last one fastest.
    indicators : Mapping[str, tuple of str or float]
        What is watched → its value at each point; of draws, at the first `KEPT`.
    now : Mapping[str, str or float]
        The same as the file stands.
    flips : tuple of Flip
        Every change of an answer along one axis while the others stay as in the file; none of draws.
    stretches : tuple of Stretch
        Of one number that varies: what holds between its flips.
    at_once : bool
        Whether payoffs varied as arrays; else each point was read anew.
    count : int
        How many points there are.
    shares : tuple of Share
        Which answers hold together in what share of the points, the most frequent first.
    spreads : Mapping[str, Spread]
        Indicator that is a number → its mean, standard deviation and quantiles.
    sampling : {'', 'latin', 'sobol', 'random'}
        How the points were drawn; empty for a grid.
    seed : int
        Of the draws.
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
    count: int = 0
    shares: tuple[Share, ...] = ()
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    sampling: Sampling | str = ""
    seed: int = 0

    @property
    def points(self) -> tuple[Values, ...]:
        """The values of the axes at each point, in the order of the indicators."""
        values = [axis.values for axis in self.axes]
        return tuple(zip(*values, strict=True) if self.sampling else product(*values))

    @property
    def told(self) -> tuple[str, ...]:
        """The indicators that are texts."""
        return tuple(name for name, value in self.now.items() if isinstance(value, str))

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
        points = f"{self.count:,} {'draws' if self.sampling else 'points'}"
        return f"<Sweep {self.title!r}: {' × '.join(axis.name for axis in self.axes)}; {points}>"


def whatif(
    scenario: Scenario,
    vary: Mapping[str, str | Iterable[Any]] | None = None,
    watch: str | Sequence[str] = USUAL,
    draws: int = 0,
    *,
    seed: int = 0,
    sampling: Sampling = "latin",
) -> Sweep | Ranking:
    """Vary numbers of a scenario, and see what becomes of its answers.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    vary : Mapping, optional
        Name or address → its values, or text as on the command line: `0:20:0.5`, or values with commas between. Several
        make a grid. Without it, every parameter that has a range is tried by itself; of draws, all that the file says
        are uncertain vary together.
    watch : str or sequence of str
        Names among `INDICATORS`, and indicators of your own as `gap = outcome.us - outcome.china`: a number or a
        condition of the language's formulas over what is watched and the parameters.
    draws : int
        How many draws to take in place of a grid. What varies is then drawn from its distribution in the file, from
        one that is written (`normal(6, 2)`), evenly from a range, or from its values alike.
    seed : int
        Which draws.
    sampling : {'latin', 'sobol', 'random'}
        How they are drawn.

    Raises
    ------
    UnknownIndicator
        If there is no such indicator.
    UnsuitableGame
        If there is nothing to vary.
    GameTooLarge
        If the points are too many.

    Examples
    --------
    >>> import negotiate
    >>> found = negotiate.load("trade/chicken-tariffs").whatif({"pride": "0:4:1"})  # doctest: +SKIP
    """
    engine = Engine(scenario, *asked(watch, scenario))
    if vary is None and not draws:
        return ranking(engine)
    points = points_of(scenario, vary, draws, seed, sampling)
    check_count(points, engine.fits([axis.name for axis in points.axes]))
    return _sweep(engine, points)


def points_of(
    scenario: Scenario,
    vary: Mapping[str, str | Iterable[Any]] | None,
    draws: int,
    seed: int = 0,
    sampling: Sampling = "latin",
) -> Points:
    """What varies, and at which points: see `whatif`.

    Raises
    ------
    UnsuitableGame
        If nothing does.
    """
    if vary is None:
        axes = uncertain(scenario)
    else:
        axes = tuple(axis_of(scenario, name, values, drawn=draws > 0) for name, values in vary.items())
    if not axes:
        raise UnsuitableGame("nothing varies", "write `--vary NAME=LOW:HIGH`")
    if any(axis.name == VARIANT for axis in axes) and any(change.kind == "variant" for change in scenario.changes):
        raise UnsuitableGame(
            "a variant is chosen already, and variants cannot vary beside it", "leave one of the two out"
        )
    if not draws:
        return Grid(axes)
    if draws < 0 or sampling not in SAMPLINGS:
        raise UnsuitableGame("draws are a number above 0, and sampling is one of " + ", ".join(SAMPLINGS))
    return Draws(axes, draws, seed, sampling, correlation_matrix(scenario, [axis.name for axis in axes]))


def _sweep(engine: Engine, points: Points) -> Sweep:
    drawn = isinstance(points, Draws)
    tally = _Tally(engine, KEPT if drawn else points.count)
    for block in engine.blocks(points):
        tally.add(block)
    axes, found = points.axes, tally.answers
    flips: tuple[Flip, ...] = ()
    if drawn:
        axes = tuple(replace(axis, values=tuple(tally.points[axis.name])) for axis in axes)
    else:
        flips = tuple(flip for axis in axes for flip in flips_along(engine, axis, found if len(axes) == 1 else None))
    numeric = not drawn and len(axes) == 1 and axes[0].numeric and len(axes[0].values) > 1
    scenario = engine.scenario
    return Sweep(
        title=scenario.heading,
        keys=scenario.keys,
        players=tuple(player.name for player in scenario.players.values()),
        axes=axes,
        indicators={name: tuple(values) for name, values in found.items()},
        now=engine.now,
        flips=flips,
        stretches=stretches_between(engine, axes[0], found, flips) if numeric else (),
        at_once=engine.fits([axis.name for axis in axes]),
        count=points.count,
        shares=tally.shares(),
        spreads=tally.spreads(),
        sampling=points.sampling if isinstance(points, Draws) else "",
        seed=points.seed if isinstance(points, Draws) else 0,
    )


@dataclass(slots=True)
class _Tally:
    """What is counted over blocks, in their order, and the first points themselves."""

    engine: Engine
    keep: int
    count: int = 0
    points: dict[str, list[Value]] = field(default_factory=dict)
    answers: dict[str, list[Value]] = field(default_factory=dict)
    together: Counter[tuple[Value, ...]] = field(default_factory=Counter)
    moments: dict[str, tuple[int, float, float, float, float]] = field(default_factory=dict)

    def add(self, block: Block) -> None:
        """Count one more block."""
        room = max(self.keep - self.count, 0)
        for kept, found in ((self.points, block.points), (self.answers, block.answers)):
            for name, values in found.items():
                part = values[:room]
                kept.setdefault(name, []).extend(part.tolist() if isinstance(part, np.ndarray) else part)
        self.count += block.count
        told = [block.answers[name] for name in self.engine.told]
        self.together.update(zip(*told, strict=True))
        for name in self.engine.numbers:
            values = np.array(block.answers[name], dtype=float)
            values = values[np.isfinite(values)]
            if values.size:
                self.moments[name] = _joined(self.moments.get(name), values)

    def shares(self) -> tuple[Share, ...]:
        """Answers that hold together, with their shares."""
        told = self.engine.told
        found = self.together.most_common() if told else []
        return tuple(Share(dict(zip(told, map(str, one), strict=True)), many / self.count) for one, many in found)

    def spreads(self) -> dict[str, Spread]:
        """Means, standard deviations and quantiles."""
        found = {}
        for name, (count, mean, squares, low, high) in self.moments.items():
            kept = np.array(self.answers[name], dtype=float)
            kept = kept[np.isfinite(kept)]
            quantiles = tuple(np.quantile(kept, QUANTILES).tolist()) if kept.size else ()
            found[name] = Spread(mean, (squares / count) ** 0.5, low, high, quantiles, count)
        return found


def _joined(
    before: tuple[int, float, float, float, float] | None, values: np.ndarray
) -> tuple[int, float, float, float, float]:
    """Count, mean, squares about the mean, least and greatest, with more values; see Chan, Golub and LeVeque (1983)."""
    here = float(values.mean())
    more = (values.size, here, float(((values - here) ** 2).sum()), float(values.min()), float(values.max()))
    if before is None:
        return more
    count = before[0] + more[0]
    apart = more[1] - before[1]
    mean = before[1] + apart * more[0] / count
    squares = before[2] + more[2] + apart**2 * before[0] * more[0] / count
    return count, mean, squares, min(before[3], more[3]), max(before[4], more[4])
