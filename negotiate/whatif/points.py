"""What varies, and at which points: every combination of some values, or draws of what is
uncertain.

Points are worked out block by block, and the points of a block follow from the question and the
block's place alone. So they are the same whoever works them out, in whatever order.
"""

from __future__ import annotations

import math
import re
import sys
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import GameTooLarge, UnsuitableGame, shown
from negotiate.language import outside
from negotiate.language.text import spelled
from negotiate.model.distributions import Distribution, correlation_matrix
from negotiate.model.expressions import Table
from negotiate.problems import nearest
from negotiate.whatif.chances import PLAIN, SET, Chances
from negotiate.whatif.indicators import Value

if TYPE_CHECKING:
    from negotiate.model import Parameter
    from negotiate.scenario import Scenario

POINTS = 1_000_000
"""Points of one sweep, at most; of those that are read anew each, a thousandth."""
STEPS = 40
"""Into how many steps a range is cut that is given without one."""
EVEN = 20
"""Into how many steps a range is cut that the file gives."""
UNSAID = "the scenario does not say which of its numbers are uncertain"
SAY = "write `--vary NAME=LOW:HIGH`, or `distribution: {uniform: {low: 0, high: 1}}` in the file"
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
"""Ways to draw: a Latin hypercube in each block, a scrambled Sobol sequence, or each draw by
itself.
"""


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
        How likely each value is where values are drawn: the outcomes of an event, the types of a
        player. Empty where all are alike.
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

    def drawn(
        self, shares: FloatArray, odds: FloatArray | None = None
    ) -> Sequence[Value] | FloatArray:
        """The values below which these shares of all draws lie.

        Parameters
        ----------
        shares : ndarray, shape (draws,)
            Between 0 and 1.
        odds : ndarray, shape (values, draws), or None
            How likely each value is in each draw; None where that is the same in all.
        """
        if self.distribution is not None:
            return self.distribution.quantile(shares)
        if odds is None:
            odds = np.array(self.odds or (1 / len(self.values),) * len(self.values))[:, None]
        places = (np.cumsum(odds, axis=0)[:-1] <= shares).sum(axis=0).tolist()
        return [self.values[place] for place in places]


@dataclass(frozen=True, slots=True)
class OfFile(Axis):
    """An axis whose values nobody named: they are those of the file."""


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
        return {
            axis.name: [axis.values[place] for place in found.tolist()] for axis, found in pairs
        }


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
    chances : Chances or None
        Says how likely outcomes and types are in each draw; None where the axes say so for all.
    undrawn : Mapping[str, str]
        What is uncertain and not drawn → why.

    References
    ----------
    McKay, Beckman and Conover (1979), "A comparison of three methods for selecting values of input
    variables". Sobol' (1967), "On the distribution of points in a cube"; Owen (1998) for its
    scrambling.
    """

    axes: tuple[Axis, ...]
    count: int
    seed: int = 0
    sampling: Sampling = "latin"
    correlations: FloatArray | None = None
    chances: Chances | None = None
    undrawn: Mapping[str, str] = field(default_factory=dict)

    def columns(self, start: int, stop: int) -> dict[str, Sequence[Value] | FloatArray]:
        """The values of each axis in some draws in a row, which begin where a block begins."""
        shares = _inner(self._shares(start, stop - start))
        if self._root is not None:
            from scipy.special import ndtr, ndtri  # noqa: PLC0415 - loaded for such draws alone

            shares = ndtr(ndtri(shares) @ self._root.T)
        return _drawn(self.axes, shares, self.chances)

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
        """A square root of the correlations, of however low a rank; None where nothing is
        correlated.
        """
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
    chances : Chances or None
        As of `Draws`.
    """

    axes: tuple[Axis, ...]
    shares: FloatArray
    chances: Chances | None = None

    @property
    def count(self) -> int:
        """How many points there are."""
        return len(self.shares)

    def columns(self, start: int, stop: int) -> dict[str, Sequence[Value] | FloatArray]:
        """The values of each axis at some points in a row."""
        return _drawn(self.axes, _inner(self.shares[start:stop]), self.chances)


def _drawn(
    axes: Sequence[Axis], shares: FloatArray, chances: Chances | None
) -> dict[str, Sequence[Value] | FloatArray]:
    """The values of axes at points of the unit cube; odds follow the numbers and outcomes that are
    drawn with them.
    """
    names = [axis.name for axis in axes]
    found: dict[str, Sequence[Value] | FloatArray] = {}
    for k in range(len(axes)) if chances is None else chances.order(names):
        known = chances is not None and axes[k].odds
        odds = (
            chances.odds(names[k], axes[k].values, found, len(shares))
            if chances is not None and known
            else None
        )
        found[names[k]] = axes[k].drawn(shares[:, k], odds)
    return {name: found[name] for name in names}


def _inner(shares: FloatArray) -> FloatArray:
    """Points of the unit cube, none on its faces, where a normal distribution has no number."""
    return np.clip(shares, 2.0**-54, 1 - 2.0**-53)


Points = Grid | Draws | Given


def axis_of(
    scenario: Scenario,
    name: str,
    given: str | Iterable[Any],
    *,
    drawn: bool = False,
    player: str = "",
) -> Axis:
    """What varies, from its name and its values as they are written.

    Parameters
    ----------
    scenario : Scenario
        Whose number it is.
    name : str
        A parameter, `variant`, or any other address.
    given : str or iterable
        Values, or text as on the command line; of what is drawn also `normal(6, 2)`. An empty text
        stands for the values of the file: `EVEN` steps of a parameter's range, or every outcome or
        type.
    drawn : bool
        Whether values are drawn; a range is then a uniform distribution.
    player : str
        Whose odds of an event count where players differ.

    Raises
    ------
    UnsuitableGame
        If they are no values.
    """
    whole = re.fullmatch(r"parameters\.(.+)\.value", name)
    name = (
        whole[1] if whole and whole[1] in scenario.parameters else name
    )  # one number, and one way to vary it
    known: Parameter | None = scenario.parameters.get(name)
    write = f"write `--vary {name}=LOW:HIGH:STEP`"
    now, low, high = (None, None, None) if known is None else (known.value, known.low, known.high)
    if given == "":
        return _of_file(Chances(scenario, player), name, drawn)
    if (
        drawn
        and isinstance(given, str)
        and (distribution := _distribution(name, given)) is not None
    ):
        return Axis(name, (), now, low, high, distribution)
    values = (
        _written(name, given) if isinstance(given, str) else [_value(name, one) for one in given]
    )
    if not values:
        raise UnsuitableGame(f"`{name}` has no values to take", write)
    if known is not None and (words := [value for value in values if isinstance(value, str)]):
        raise UnsuitableGame(f"`{name}` takes numbers, and not `{words[0]}`", write)
    values = list(dict.fromkeys(values))
    if all(isinstance(value, float) for value in values):
        values.sort()  # so that each value lies between its neighbours
    return Axis(
        name, tuple(values), now, low, high, odds=_odds(Chances(scenario, player), name, values)
    )


def _of_file(chances: Chances, name: str, drawn: bool) -> Axis:
    """What varies over the values that the file has for it: the range of a parameter, outcomes, or
    types.

    Raises
    ------
    UnsuitableGame
        If it has none.
    """
    one, known = chances.scenario.parameters.get(name), chances.outcomes(name)
    if one is None and known:
        return OfFile(name, known, odds=_odds(chances, name, known))
    if one is None or not (_ranged(one) or (drawn and one.distribution)):
        ranged = [key for key, own in chances.scenario.parameters.items() if _ranged(own)]
        near = nearest(name, [*ranged, *chances.scenario.events]) if one is None else ""
        said = (
            f"`{name}` is given no "
            f"values{'' if one is None else ', and the file has no range of it'}"
        )
        raise UnsuitableGame(
            said, near or f"write `--vary {one_number(chances.scenario, name)}=LOW:HIGH:STEP`"
        )
    low, high = one.low or 0.0, one.high or 0.0
    if drawn:
        return OfFile(name, (), one.value, one.low, one.high, one.distribution or even(low, high))
    return OfFile(name, tuple(steps(name, low, high, count=EVEN)), one.value, low, high)


def one_number(scenario: Scenario, address: str) -> str:
    """The address itself; of a payoff term that is a table that of its last cell, since a number
    stands in each.
    """
    _, player, term = (
        address.split(".", 2)
        if address.startswith("payoffs.") and address.count(".") > 1
        else ("",) * 3
    )
    found = scenario.terms.get(player, {}).get(term)
    if found is None or not isinstance(found.value, Table):
        return address
    return ".".join(
        [address, "values", *(scenario.issues[issue].labels[-1] for issue in found.value.issues)]
    )


def _odds(chances: Chances, name: str, values: Sequence[Value]) -> tuple[float, ...]:
    """How likely some outcomes of an event are, or types of a player, given that one of them comes;
    else nothing.

    An event whose odds depend on what is decided, or on who is asked, has none.
    """
    found = chances.odds(name, values, {}, 1)
    return () if found is None else tuple(found[:, 0].tolist())


def uncertain(chances: Chances, *, types: bool = True) -> tuple[tuple[Axis, ...], dict[str, str]]:
    """What the file says is uncertain, and what of that is not drawn, with why.

    Every parameter with a distribution, or else every one with a range; every event, and the type
    of every player where `types` are wanted.
    """
    scenario, axes, undrawn = chances.scenario, list[Axis](), dict(chances.held)
    varying = [
        one for one in scenario.parameters.values() if one.distribution is not None or _ranged(one)
    ]
    apart = any(one.distribution is not None for one in varying)
    for one in varying:
        if one.id in chances.typed:
            undrawn[one.id] = SET
        elif apart and one.distribution is None:
            undrawn[one.id] = PLAIN
        else:
            likely = one.distribution or even(one.low or 0.0, one.high or 0.0)
            axes.append(Axis(one.id, (), one.value, one.low, one.high, likely))
    for name in (*chances.events, *(scenario.types if types else ())):
        outcomes = chances.outcomes(name)
        axes.append(Axis(name, outcomes, odds=_odds(chances, name, outcomes)))
    return tuple(axes), undrawn


def _ranged(one: Parameter) -> bool:
    """Whether the file says between which numbers it lies."""
    return one.low is not None and one.high is not None and one.low < one.high


def even(low: float, high: float) -> Distribution:
    """Every number of a range alike."""
    return Distribution("uniform", {"low": low, "high": high})


def steps(
    name: str, low: float, high: float, step: float | None = None, count: int = STEPS
) -> list[float]:
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


def _is_count(given: object) -> bool:
    return isinstance(given, int) and given >= 0


def _value(name: str, one: Any) -> Value:
    if isinstance(one, bool) or not isinstance(one, int | float):
        return spelled(one) if isinstance(one, str | bool) else shown(one)
    if not -sys.float_info.max <= one <= sys.float_info.max:
        raise UnsuitableGame(
            f"`{name}` takes finite numbers", f"write `--vary {name}=LOW:HIGH:STEP`"
        )
    return float(one)


def _written(name: str, text: str) -> list[Value]:
    """`LOW:HIGH`, `LOW:HIGH:STEP`, or values with commas between."""
    if ":" not in text:
        words = [word.strip() for word in text.split(",")]
        return [
            _value(name, outside.read_outside(f"{name}={word}", word)) for word in words if word
        ]
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
            f"`{text}` is no distribution: its numbers contradict each other",
            "such as `normal(6, 2)`",
        )
    return found


def check_count(points: Points, together: bool, stored: bool = False) -> None:
    """Refuse too many points; `stored` where each goes into a file.

    Raises
    ------
    GameTooLarge
        If they are too many.
    """
    most = (
        POINTS * (1000 if stored or isinstance(points, Draws) else 1) // (1 if together else 1000)
    )
    if points.count > most:
        raise GameTooLarge(
            "points", points.count, most, "take larger steps, or vary fewer numbers at once"
        )


def setting(columns: Mapping[str, Sequence[Value] | FloatArray], place: int) -> dict[str, Value]:
    """What is set at one point of some."""
    return {
        name: float(found[place]) if isinstance(found, np.ndarray) else found[place]
        for name, found in columns.items()
    }


def points_of(
    scenario: Scenario,
    vary: Mapping[str, str | Iterable[Any]] | None,
    draws: int,
    seed: int = 0,
    sampling: Sampling = "latin",
    player: str = "",
) -> Points:
    """What varies, and at which points: see `sweep.whatif`.

    Parameters
    ----------
    player : str
        Whose odds count, of someone who chooses before the types of the others are known: types are
        not drawn then.

    Raises
    ------
    UnsuitableGame
        If nothing does.
    """
    if not _is_count(draws) or (draws and sampling not in SAMPLINGS):
        raise UnsuitableGame(
            "draws are a number above 0, and sampling is one of " + ", ".join(SAMPLINGS)
        )
    chances, undrawn = Chances(scenario, player), dict[str, str]()
    if vary is None:
        axes, undrawn = uncertain(chances, types=not player)
        if not axes:
            raise UnsuitableGame(UNSAID, SAY)
    else:
        pairs = vary.items()
        axes = tuple(
            axis_of(scenario, name, own, drawn=draws > 0, player=player) for name, own in pairs
        )
    if not axes:
        raise UnsuitableGame("nothing varies", "write `--vary NAME=LOW:HIGH`")
    if any(axis.name == VARIANT for axis in axes) and any(
        change.kind == "variant" for change in scenario.changes
    ):
        raise UnsuitableGame(
            "a variant is chosen already, and variants cannot vary beside it",
            "leave one of the two out",
        )
    if not draws:
        return Grid(axes)
    correlations = correlation_matrix(scenario, [axis.name for axis in axes])
    return Draws(axes, draws, seed, sampling, correlations, chances, undrawn)
