"""What varies, and at which points: every combination of some values, or draws of what is uncertain.

Points are worked out block by block, and the points of a block follow from the question and the block's place alone. So
they are the same whoever works them out, in whatever order.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.language.text.nodes import spelled
from negotiate.model.distributions import Distribution, correlation_matrix
from negotiate.model.payoffs import number
from negotiate.whatif.indicators import Value

if TYPE_CHECKING:
    from negotiate.model.players import Parameter
    from negotiate.scenario import Scenario

POINTS = 1_000_000
"""Points of one sweep, at most; of those that are read anew each, a thousandth."""
STEPS = 40
"""Into how many steps a range is cut that is given without one."""
KINDS = {
    "uniform": ("low", "high"),
    "normal": ("mean", "sd"),
    "triangular": ("low", "mode", "high"),
    "lognormal": ("median", "sigma"),
}
"""Distribution → its numbers, in the order in which they stand on a command line."""
VARIANT = "variant"
"""The name under which variants vary."""
BASE = "base"
"""The file without any variant."""
Values = tuple[Value, ...]
Sampling = Literal["latin", "sobol", "random"]
SAMPLINGS = get_args(Sampling)
"""Ways to draw: a Latin hypercube in each block, a scrambled Sobol sequence, or each draw by itself."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Something that varies.

    Parameters
    ----------
    name : str
        A parameter, `variant`, or any other address of the language.
    values : tuple of float or str
        What it is set to, in order; of draws, the first of them.
    now : float or None
        What the file says, of a parameter.
    low, high : float or None
        The range that the file declares; None where it declares none.
    distribution : Distribution or None
        What it is drawn from; None where it takes each value, or is drawn from its values.
    odds : tuple of float
        How likely each value is where values are drawn: the outcomes of an event, the types of a player. Empty where
        all are alike.
    """

    name: str
    values: Values
    now: float | None = None
    low: float | None = None
    high: float | None = None
    distribution: Distribution | None = None
    odds: tuple[float, ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers, between which others lie."""
        return all(isinstance(value, float) for value in self.values)

    @property
    def outside(self) -> bool:
        """Whether some value lies outside the range that the file declares."""
        if self.low is None or self.high is None or not self.numeric or not self.values:
            return False
        return float(min(self.values)) < self.low or float(max(self.values)) > self.high

    def drawn(self, shares: FloatArray) -> Sequence[Value] | FloatArray:
        """The values below which these shares of all draws lie.

        Parameters
        ----------
        shares : ndarray, shape (draws,)
            Between 0 and 1.
        """
        if self.distribution is not None:
            return self.distribution.quantile(shares)
        odds = self.odds or (1 / len(self.values),) * len(self.values)
        places = np.searchsorted(np.cumsum(odds)[:-1], shares, side="right").tolist()
        return [self.values[place] for place in places]


@dataclass(frozen=True)
class Grid:
    """Every combination of the values of some axes, the last axis fastest."""

    axes: tuple[Axis, ...]

    @property
    def count(self) -> int:
        """How many points there are."""
        return math.prod(len(axis.values) for axis in self.axes)

    def columns(self, start: int, stop: int) -> dict[str, Sequence[Value] | FloatArray]:
        """The values of each axis at some points in a row."""
        places = np.unravel_index(np.arange(start, stop), [len(axis.values) for axis in self.axes])
        pairs = zip(self.axes, places, strict=True)
        return {axis.name: [axis.values[place] for place in found.tolist()] for axis, found in pairs}


@dataclass(frozen=True)
class Draws:
    """Points that are drawn.

    Parameters
    ----------
    axes : tuple of Axis
        What is drawn.
    count : int
        How many.
    seed : int
        Which draws.
    sampling : {'latin', 'sobol', 'random'}
        How; a Latin hypercube is one of each block.
    correlations : ndarray, shape (axes, axes), or None
        Of the normal scores of the axes (a Gaussian copula); None where they are independent.

    References
    ----------
    McKay, Beckman and Conover (1979), "A comparison of three methods for selecting values of input variables".
    Sobol' (1967), "On the distribution of points in a cube"; Owen (1998) for its scrambling.
    """

    axes: tuple[Axis, ...]
    count: int
    seed: int = 0
    sampling: Sampling = "latin"
    correlations: FloatArray | None = None

    def columns(self, start: int, stop: int) -> dict[str, Sequence[Value] | FloatArray]:
        """The values of each axis in some draws in a row, which begin where a block begins."""
        shares = _inner(self._shares(start, stop - start))
        if self._root is not None:
            from scipy.special import ndtr, ndtri  # noqa: PLC0415 - loaded for such draws alone

            shares = ndtr(ndtri(shares) @ self._root.T)
        return {axis.name: axis.drawn(shares[:, k]) for k, axis in enumerate(self.axes)}

    def _shares(self, start: int, count: int) -> FloatArray:
        """Points of the unit cube, shape (count, axes)."""
        random = np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(start,)))
        size = len(self.axes)
        if self.sampling == "random":
            shares = random.random((count, size))
        else:
            from scipy.stats import qmc  # noqa: PLC0415 - loaded for such draws alone

            if self.sampling == "latin":
                shares = qmc.LatinHypercube(size, seed=random).random(count)
            else:
                sequence = qmc.Sobol(size, seed=np.random.default_rng(self.seed))
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # the last block need not be a power of two
                    shares = (sequence.fast_forward(start) if start else sequence).random(count)
        return shares

    @cached_property
    def _root(self) -> FloatArray | None:
        """A square root of the correlations, of however low a rank; None where nothing is correlated."""
        if self.correlations is None or np.array_equal(self.correlations, np.eye(len(self.axes))):
            return None
        values, vectors = np.linalg.eigh(self.correlations)
        return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)), dtype=float)


@dataclass(frozen=True)
class Given:
    """Points that another method chose.

    Parameters
    ----------
    axes : tuple of Axis
        What varies.
    shares : ndarray, shape (points, axes)
        The points in the unit cube; see `Axis.drawn`.
    """

    axes: tuple[Axis, ...]
    shares: FloatArray

    @property
    def count(self) -> int:
        """How many points there are."""
        return len(self.shares)

    def columns(self, start: int, stop: int) -> dict[str, Sequence[Value] | FloatArray]:
        """The values of each axis at some points in a row."""
        shares = _inner(self.shares[start:stop])
        return {axis.name: axis.drawn(shares[:, k]) for k, axis in enumerate(self.axes)}


def _inner(shares: FloatArray) -> FloatArray:
    """Points of the unit cube, none on its faces, where a normal distribution has no number."""
    return np.clip(shares, 2.0**-54, 1 - 2.0**-53)


Points = Grid | Draws | Given


def axis_of(scenario: Scenario, name: str, given: str | Iterable[Any], *, drawn: bool = False) -> Axis:
    """What varies, from its name and its values as they are written.

    Parameters
    ----------
    scenario : Scenario
        Whose number it is.
    name : str
        A parameter, `variant`, or any other address.
    given : str or iterable
        Values, or text as on the command line; of what is drawn also `normal(6, 2)`.
    drawn : bool
        Whether values are drawn; a range is then a uniform distribution.

    Raises
    ------
    UnsuitableGame
        If they are no values.
    """
    whole = re.fullmatch(r"parameters\.(.+)\.value", name)
    name = whole[1] if whole and whole[1] in scenario.parameters else name  # one number, and one way to vary it
    known: Parameter | None = scenario.parameters.get(name)
    write = f"write `--vary {name}=LOW:HIGH:STEP`"
    now, low, high = (None, None, None) if known is None else (known.value, known.low, known.high)
    if drawn and isinstance(given, str) and (distribution := _distribution(name, given)) is not None:
        return Axis(name, (), now, low, high, distribution)
    values = _written(name, given) if isinstance(given, str) else [_value(name, one) for one in given]
    if not values:
        raise UnsuitableGame(f"`{name}` has no values to take", write)
    if known is not None and (words := [value for value in values if isinstance(value, str)]):
        raise UnsuitableGame(f"`{name}` takes numbers, and not `{words[0]}`", write)
    values = list(dict.fromkeys(values))
    if all(isinstance(value, float) for value in values):
        values.sort()  # so that each value lies between its neighbours
    return Axis(name, tuple(values), now, low, high, odds=_odds(scenario, name, values))


def _odds(scenario: Scenario, name: str, values: Sequence[Value]) -> tuple[float, ...]:
    """How likely some outcomes of an event are, or types of a player, given that one of them comes; else nothing.

    An event whose odds depend on what is decided, or on who is asked, has none.
    """
    found: dict[Value, float] = {one.id: number(scenario, one.odds) for one in scenario.types.get(name, ())}
    event = scenario.events.get(name)
    if event is not None and event.common and not event.after:
        own = next(iter(event.odds.values()))
        if not scenario.scope.of(own).issues:
            found = {label: number(scenario, one) for label, one in zip(event.labels, own, strict=True)}
    known = [found.get(value, 0.0) for value in values]
    return tuple(one / sum(known) for one in known) if sum(known) > 0 else ()


def uncertain(scenario: Scenario) -> tuple[Axis, ...]:
    """What the file says is uncertain: every parameter with a distribution, or else every one with a range.

    Raises
    ------
    UnsuitableGame
        If there is none.
    """
    every = [one for one in scenario.parameters.values() if one.distribution is not None]
    found = [Axis(one.id, (), one.value, one.low, one.high, one.distribution) for one in every] or [
        Axis(one.id, (), one.value, one.low, one.high, even(one.low, one.high))
        for one in scenario.parameters.values()
        if one.low is not None and one.high is not None and one.low < one.high
    ]
    if not found:
        raise UnsuitableGame(
            "the scenario does not say which of its numbers are uncertain",
            "write `--vary NAME=LOW:HIGH`, or `distribution: {uniform: {low: 0, high: 1}}` in the file",
        )
    return tuple(found)


def even(low: float, high: float) -> Distribution:
    """Every number of a range alike."""
    return Distribution("uniform", {"low": low, "high": high})


def steps(name: str, low: float, high: float, step: float | None = None, count: int = STEPS) -> list[float]:
    """The numbers from low to high by steps, the last one too.

    Raises
    ------
    UnsuitableGame, GameTooLarge
        If there are none, or too many.
    """
    write = f"write `--vary {name}=0:20:0.5`: from low to high by steps"
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise UnsuitableGame(f"`{name}`: LOW and HIGH are finite numbers, LOW below HIGH", write)
    step = (high - low) / count if step is None else step
    if not (step > 0 and math.isfinite(step)):
        raise UnsuitableGame(f"`{name}`: STEP is a number above 0", write)
    many = (high - low) / step
    if many > POINTS:
        raise GameTooLarge("points", int(min(many, 1e18)), POINTS, "take larger steps")
    found = [float(f"{low + k * step:.12g}") for k in range(math.floor(many + 1e-9) + 1)]
    return [*found, *([high] if high - found[-1] > 1e-9 * step else [])]


def _value(name: str, one: Any) -> Value:
    if isinstance(one, bool) or not isinstance(one, int | float):
        return spelled(one) if isinstance(one, str | bool) else str(one)
    if not math.isfinite(one):
        raise UnsuitableGame(f"`{name}` takes finite numbers", f"write `--vary {name}=LOW:HIGH:STEP`")
    return float(one)


def _written(name: str, text: str) -> list[Value]:
    """`LOW:HIGH`, `LOW:HIGH:STEP`, or values with commas between."""
    if ":" not in text:
        from negotiate.language.scenario_file import read_outside  # noqa: PLC0415 - loaded for words alone

        words = [word.strip() for word in text.split(",")]
        return [_value(name, read_outside(f"{name}={word}", word)) for word in words if word]
    low, high, step = _ends(name, text)
    return list(steps(name, low, high, step))


def _ends(name: str, text: str) -> tuple[float, float, float | None]:
    """The numbers of `LOW:HIGH:STEP`; without a step there is None."""
    write = f"write `--vary {name}=0:20:0.5`: from low to high by steps"
    try:
        numbers = [float(part) for part in text.split(":")]
    except ValueError:
        raise UnsuitableGame(f"`{text}` is no range of numbers", write) from None
    if len(numbers) not in (2, 3):
        raise UnsuitableGame(f"`{text}` is more than LOW and HIGH and STEP", write)
    return numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else None


def _distribution(name: str, text: str) -> Distribution | None:
    """`LOW:HIGH`, or a distribution such as `normal(6, 2)`; None where it is neither."""
    if text.count(":") == 1:
        low, high, _ = _ends(name, text)
        steps(name, low, high)  # refuses what is no range
        return even(low, high)
    match = re.fullmatch(r"\s*([a-z]+)\s*\((.*)\)\s*", text)
    if match is None:
        return None
    kind, inside = match.groups()
    wanted = KINDS.get(kind, ())
    try:
        numbers = [float(part) for part in inside.split(",")]
    except ValueError:
        numbers = []
    if not wanted or len(numbers) != len(wanted):
        every = ", ".join(f"`{one}({', '.join(names)})`" for one, names in KINDS.items() if names)
        raise UnsuitableGame(f"`{text}` is no distribution", f"there is {every}")
    found = Distribution(kind, dict(zip(wanted, numbers, strict=True)))
    with np.errstate(all="ignore"):
        some = found.quantile(np.array([0.1, 0.5, 0.9]))
    ordered = numbers == sorted(numbers) if wanted[0] == "low" else numbers[1] > 0
    if not (ordered and np.isfinite(some).all() and (np.diff(some) > 0).all()):
        raise UnsuitableGame(
            f"`{text}` is no distribution: its numbers contradict each other", "such as `normal(6, 2)`"
        )
    return found


def check_count(points: Points, together: bool, stored: bool = False) -> None:
    """Refuse too many points; `stored` where each goes into a file.

    Raises
    ------
    GameTooLarge
        If they are too many.
    """
    most = POINTS * (1000 if stored or isinstance(points, Draws) else 1) // (1 if together else 1000)
    if points.count > most:
        raise GameTooLarge("points", points.count, most, "take larger steps, or vary fewer numbers at once")


def setting(columns: Mapping[str, Sequence[Value] | FloatArray], place: int) -> dict[str, Value]:
    """What is set at one point of some."""
    return {
        name: float(found[place]) if isinstance(found, np.ndarray) else found[place] for name, found in columns.items()
    }


def points_of(
    scenario: Scenario,
    vary: Mapping[str, str | Iterable[Any]] | None,
    draws: int,
    seed: int = 0,
    sampling: Sampling = "latin",
) -> Points:
    """What varies, and at which points: see `sweep.whatif`.

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
