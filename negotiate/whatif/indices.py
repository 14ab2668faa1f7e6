"""Which uncertain numbers an answer depends on: Sobol indices and Morris' elementary effects,
through SALib.

A text is watched as the question whether it differs from today's, 1 or 0; `deal` as whether there
is one.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import Shown, entity
from negotiate.errors import NotInstalled, UnsuitableGame
from negotiate.whatif.engine import Engine
from negotiate.whatif.indicators import USUAL, Value, to_watch
from negotiate.whatif.points import Axis, Draws, Given, check_count, points_of

if TYPE_CHECKING:
    from negotiate.scenario import Scenario

Method = Literal["sobol", "morris"]
METHODS = get_args(Method)
CHEAP, DEAR = 10_000, 500
"""Draws, at most, unless somebody says how many: where payoffs vary as arrays, and where each draw
is read anew.
"""
LEVELS = 4
"""Levels of each number in Morris' method, from the least to the greatest."""
STEP = LEVELS / (2 * (LEVELS - 1))
"""Of the way from the least to the greatest level: how far a number moves at once."""
TAIL = 0.005
"""Of the draws of a distribution without ends: so many lie beyond its first level, and beyond its
last.
"""
FEWEST = 4
"""Repetitions of a design, at least."""
FLAT = 1e-12
"""Of the largest value of an indicator: a smaller difference is rounding."""


@entity
class SobolIndices:
    """What part each number has in the variance of one indicator; a number a place, in the order of
    the axes.

    Parameters
    ----------
    total : tuple of float
        The share of the variance in which the number has a part, by itself or together with others.
    total_error : tuple of float
        Half the width of the 95 % confidence interval of `total`.
    first : tuple of float
        The share of the variance that the number explains by itself.
    first_error : tuple of float
        Half the width of the 95 % confidence interval of `first`.
    """

    total: tuple[float, ...]
    total_error: tuple[float, ...]
    first: tuple[float, ...]
    first_error: tuple[float, ...]


@entity
class ElementaryEffects:
    """How far one indicator moves while each number alone goes a `STEP` of its range, in the order
    of the axes.

    Each is divided by the step, so that it is what the whole range does where an indicator is
    straight.

    Parameters
    ----------
    mu_star : tuple of float
        The mean of the absolute effects, in the unit of the indicator.
    mu_star_error : tuple of float
        Half the width of the 95 % confidence interval of `mu_star`.
    sigma : tuple of float
        The standard deviation of the effects; 0 where the effect is the same wherever the other
        numbers stand.
    """

    mu_star: tuple[float, ...]
    mu_star_error: tuple[float, ...]
    sigma: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Indices(Shown):
    """What the answers of one scenario depend on.

    Parameters
    ----------
    title : str
        What the scenario is called.
    keys, players : tuple of str
        The players, by key and by name.
    axes : tuple of Axis
        The numbers that vary.
    method : {'sobol', 'morris'}
        Which indices.
    indicators : Mapping[str, SobolIndices or ElementaryEffects]
        Indicator → its indices.
    without : Mapping[str, str]
        Indicator without indices → why.
    now : Mapping[str, str or float]
        The answers as the file stands.
    count : int
        How many draws were solved.
    seed : int
        Which draws.
    """

    title: str
    keys: tuple[str, ...]
    players: tuple[str, ...]
    axes: tuple[Axis, ...]
    method: Method
    indicators: Mapping[str, SobolIndices | ElementaryEffects]
    without: Mapping[str, str]
    now: Mapping[str, Value]
    count: int
    seed: int

    @property
    def main(self) -> dict[str, dict[str, float]]:
        """Indicator → number → its total index or mu*, the largest first."""
        found = {
            name: dict(zip(self.names, astuple(one)[0], strict=True))
            for name, one in self.indicators.items()
        }
        return {
            name: dict(sorted(own.items(), key=lambda pair: -pair[1]))
            for name, own in found.items()
        }

    @property
    def ranked(self) -> list[str]:
        """What varies, by its largest part in any indicator beside the largest of all in the
        same.
        """
        parts = [
            {number: value / next(iter(own.values())) for number, value in own.items()}
            for own in self.main.values()
        ]
        return sorted(
            self.names, key=lambda number: -max((own[number] for own in parts), default=0.0)
        )

    @property
    def told(self) -> tuple[str, ...]:
        """The indicators that are texts."""
        return tuple(name for name in self.indicators if isinstance(self.now[name], str))

    @property
    def names(self) -> list[str]:
        """What varies, by name."""
        return [axis.name for axis in self.axes]

    def __repr__(self) -> str:
        return (
            f"<Indices {self.title!r}: {self.method} of {len(self.axes)} numbers; "
            f"{self.count:,} draws>"
        )


def indices(
    scenario: Scenario,
    vary: Mapping[str, str | Iterable[Any]] | None = None,
    watch: str | Sequence[str] = USUAL,
    method: Method | Literal[""] = "",
    draws: int = 0,
    *,
    seed: int = 0,
) -> Indices:
    """Find out which uncertain numbers the answers depend on.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    vary : Mapping, optional
        What varies, as for `sweep.whatif`; without it, all that the file says is uncertain.
    watch : str or sequence of str
        Names among `INDICATORS`, and formulas; see `whatif.indicators`.
    method : {'', 'sobol', 'morris'}
        Which indices; empty for Sobol's where draws are cheap, and Morris' where each is read anew.
    draws : int
        How many draws are solved at most; 0 for `CHEAP` or `DEAR`.
    seed : int
        Which draws.

    Raises
    ------
    UnsuitableGame
        If nothing varies, what varies is correlated, the draws are too few, there is no such
        method, or SALib is not installed.
    UnknownIndicator
        If there is no such indicator.
    GameTooLarge
        If the draws are too many.

    Notes
    -----
    `sobol` estimates indices from `N (axes + 2)` draws, where N is a power of two, by the
    estimators of Saltelli et al. `morris` takes trajectories of `axes + 1` draws, along which each
    number moves once by a `STEP` of its range, between `LEVELS` of it. What a number does and
    undoes within a step has no effect. Both methods assume that the numbers are independent.

    References
    ----------
    Sobol' (2001); Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010), "Variance based
    sensitivity analysis of model output". Morris (1991); Campolongo, Cariboni and Saltelli (2007)
    for the absolute effects.
    """
    engine = Engine(scenario, *to_watch(watch, scenario))
    drawn = points_of(scenario, vary, draws or 1, seed)
    axes, names = drawn.axes, [axis.name for axis in drawn.axes]
    correlations = drawn.correlations if isinstance(drawn, Draws) else None
    if correlations is not None and not np.array_equal(correlations, np.eye(len(axes))):
        raise UnsuitableGame(
            (
                "these indices assume that the numbers are independent, and the file correlates "
                "some "
                "of them"
            ),
            "vary numbers that are not correlated, or count the answers of draws with `--draws`",
        )
    if len(axes) == 1:
        said = f"indices compare numbers, and `{names[0]}` alone varies"
        raise UnsuitableGame(
            said,
            f"vary another number too; `--vary {names[0]}=LOW:HIGH` alone shows what it changes",
        )
    cheap = engine.cheap(axes)
    method = method or ("sobol" if cheap else "morris")
    if method not in METHODS:
        raise UnsuitableGame(
            f"there are no indices `{method}`", "there is " + " and ".join(METHODS)
        )
    shares, measure = PLANS[method](axes, draws or (CHEAP if cheap else DEAR), seed)
    points = Given(axes, shares, drawn.chances if isinstance(drawn, Draws) else None)
    check_count(points, cheap)
    columns = {
        name: _numbers(name, values, engine) for name, values in engine.every(points).items()
    }
    reasons = {name: _constant(values) for name, values in columns.items()}
    return Indices(
        title=scenario.heading,
        keys=scenario.keys,
        players=tuple(player.name for player in scenario.players.values()),
        axes=axes,
        method=method,
        indicators={name: measure(values) for name, values in columns.items() if not reasons[name]},
        without={name: why for name, why in reasons.items() if why},
        now=engine.now,
        count=points.count,
        seed=seed,
    )


def _numbers(name: str, values: Sequence[Value], engine: Engine) -> FloatArray:
    """An indicator as numbers: a text by whether it differs from today's, and `deal` by whether
    there is one.
    """
    if name not in engine.told:
        return np.array(values, dtype=float)
    if name == "deal":
        return np.array([value == "deal" for value in values], dtype=float)
    return np.array([value != engine.now[name] for value in values], dtype=float)


def _constant(values: FloatArray) -> str:
    """Why an indicator has no indices; empty where it has."""
    if not np.isfinite(values).all():
        return "some draw gives no number"
    return "" if np.ptp(values) > FLAT * np.abs(values).max() else "all draws agree"


Measure = Callable[[FloatArray], SobolIndices | ElementaryEffects]
"""From an indicator at the draws of a plan to its indices."""


def _sobol(axes: Sequence[Axis], most: int, seed: int) -> tuple[FloatArray, Measure]:
    """Draws for Sobol indices of some numbers, at most so many, in the unit cube."""
    sample, analyze = extra("SALib.sample.sobol", "SALib.analyze.sobol")
    base, problem = _repeats(most, len(axes) + 2), _problem(len(axes))

    def measure(values: FloatArray) -> SobolIndices:
        found = analyze.analyze(
            problem, values, calc_second_order=False, seed=seed + 1
        )  # 0 would be no seed
        return SobolIndices(
            *(tuple(found[word].tolist()) for word in ("ST", "ST_conf", "S1", "S1_conf"))
        )

    return sample.sample(
        problem, 2 ** (base.bit_length() - 1), calc_second_order=False, seed=seed
    ), measure


def _morris(axes: Sequence[Axis], most: int, seed: int) -> tuple[FloatArray, Measure]:
    """Trajectories for elementary effects, in the same way."""
    sample, analyze = extra("SALib.sample.morris", "SALib.analyze.morris")
    problem = _problem(len(axes))
    grid = sample.sample(problem, _repeats(most, len(axes) + 1), num_levels=LEVELS, seed=seed)

    def measure(values: FloatArray) -> ElementaryEffects:
        found = analyze.analyze(problem, grid, values, num_levels=LEVELS, seed=seed)
        return ElementaryEffects(
            *(tuple(found[word].tolist()) for word in ("mu_star", "mu_star_conf", "sigma"))
        )

    spread = (one.distribution for one in axes)
    tails = np.array([TAIL if one is not None and one.high == np.inf else 0.0 for one in spread])
    return np.clip(grid, tails, 1 - tails), measure


PLANS: Mapping[Method, Callable[[Sequence[Axis], int, int], tuple[FloatArray, Measure]]] = {
    "sobol": _sobol,
    "morris": _morris,
}


def _repeats(most: int, each: int) -> int:
    """How often a design of so many draws can be repeated.

    Raises
    ------
    UnsuitableGame
        If that is too rarely.
    """
    if most < FEWEST * each:
        raise UnsuitableGame(
            f"{most:,} draws are too few for so many numbers", f"`--draws {FEWEST * each}` or more"
        )
    return most // each


def _problem(size: int) -> dict[str, Any]:
    """The unit cube in the words of SALib."""
    return {"num_vars": size, "names": [str(k) for k in range(size)], "bounds": [[0.0, 1.0]] * size}


def extra(*names: str) -> list[Any]:
    """Modules that the extra `sensitivity` brings.

    Raises
    ------
    UnsuitableGame
        If it is not installed.
    """
    try:
        return [importlib.import_module(name) for name in names]
    except ModuleNotFoundError as wrong:
        raise NotInstalled(str(wrong.name), "sensitivity") from None
