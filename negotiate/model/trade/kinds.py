"""Describes the trade models that a scenario file can name, and runs them on whole arrays.

A scenario says `kind: armington`; everything a reader of that file has to know about the model, its
inputs, its settings and what it returns, stands in one frozen record here. A further model is a
further record in `MODEL_KINDS`. What a model has answered is kept, so that each combination of its
numbers is solved once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import FloatArray
from negotiate.display import record
from negotiate.errors import OutOfRange
from negotiate.model.trade.armington import Armington, with_losses
from negotiate.model.trade.calibration import (
    WORLDS,
    World,
    check_batch,
    not_negative,
    numbers,
    positive,
    read_world,
)

KEPT = 50_000
"""Combinations that are kept; a question that would bring more is answered and forgotten."""


class Answers:
    """What the models of one file have answered, shared by everything that is made of the file.

    A model's answer depends on nothing but its data and numbers, so that variants, types, phases
    and lenses that ask about the same tariffs share it.
    """

    __slots__ = ("_known", "_worlds")

    def __init__(self) -> None:
        self._worlds: dict[str, World] = {}
        self._known: dict[tuple[str | bool, ...], dict[tuple[float, ...], FloatArray]] = {}

    def world(self, name: str) -> World:
        """A shipped world, read once; `OutOfRange` if there is none of that name."""
        if name not in self._worlds:
            self._worlds[name] = read_world(name)
        return self._worlds[name]

    def of(
        self,
        model: tuple[str | bool, ...],
        columns: list[FloatArray],
        solve: Callable[[list[FloatArray]], FloatArray],
    ) -> FloatArray:
        """The outputs of a model for each of some different combinations of numbers.

        Parameters
        ----------
        model : tuple
            Tells models with other answers apart.
        columns : list of array (combinations,)
            The numbers, a column each.
        solve : callable
            Takes such columns and returns the outputs of each combination, shape (combinations,
            outputs).

        Returns
        -------
        array (combinations, outputs)
        """
        known = self._known.setdefault(model, {})
        rows = list(zip(*(column.tolist() for column in columns), strict=True))
        if not rows or len(known) + len(rows) > KEPT:
            return solve(columns)
        new = [place for place, row in enumerate(rows) if row not in known]
        if new:
            found = solve([column[new] for column in columns])
            known.update(zip((rows[place] for place in new), found, strict=True))
        return np.array([known[row] for row in rows])


Run = Callable[
    [str, Mapping[str, FloatArray], Mapping[str, FloatArray | bool], Answers],
    Mapping[str, FloatArray],
]


@record
class ModelInput:
    """A number that the scenario binds to an issue or an expression."""

    name: str
    unit: str
    about: str


@record
class ModelSetting:
    """A number or a switch of the model itself; left out, it has its default."""

    name: str
    default: float | bool
    about: str


@record
class ModelKind:
    """A model as a scenario sees it.

    Attributes
    ----------
    name : str
        What the scenario writes after `kind:`.
    datasets : tuple of str
        What it may write after `data:`.
    inputs : tuple of ModelInput
        Each has to be bound.
    settings : tuple of ModelSetting
    regions : tuple of str
        The regions the model knows.
    needed_regions : tuple of str
        Those that have to be bound to a player.
    region_outputs : tuple of str
        Returned for each region, as `income.US`: percent change of real income.
    outputs : tuple of str
        Returned once, $bn a year.
    about, source : str
        One sentence each.
    run : callable
        Takes a dataset, the inputs and the settings, arrays that broadcast against each other, and
        the answers that are known already; returns an array of the broadcast shape for each output,
        read-only.
    """

    name: str
    datasets: tuple[str, ...]
    inputs: tuple[ModelInput, ...]
    settings: tuple[ModelSetting, ...]
    regions: tuple[str, ...]
    needed_regions: tuple[str, ...]
    region_outputs: tuple[str, ...]
    outputs: tuple[str, ...]
    about: str
    source: str
    run: Run


def run_armington(
    dataset: str,
    inputs: Mapping[str, FloatArray],
    settings: Mapping[str, FloatArray | bool],
    answers: Answers | None = None,
) -> Mapping[str, FloatArray]:
    """Run the Armington model on arrays that broadcast against each other.

    Parameters
    ----------
    dataset : str
        A shipped world.
    inputs : mapping
        `us_on_china` and `china_on_us` in percent, `china_buys` in $bn a year.
    settings : mapping
        `elasticity` and `loss`, arrays or numbers, and `balanced`, a boolean; each may be left out.
    answers : Answers, optional
        What is known already, and where new answers are kept.

    Returns
    -------
    mapping
        `income.US`, `income.CN`, … in percent; `deficit_cut`, `us_exports`, `us_imports` in $bn.

    Raises
    ------
    OutOfRange
        For inputs or settings that are missing, unknown, or without an answer.

    Notes
    -----
    Each distinct combination of inputs and elasticity is solved once, so that a million leaves of a
    tree with a few tariffs cost a few equilibria.
    """
    given = _checked(inputs, settings)
    loss, balanced = given.pop("loss"), bool(settings.get("balanced", True))
    keys, where, shape = distinct_rows(list(given.values()))
    known = Answers() if answers is None else answers
    world = known.world(dataset)

    def solve(columns: list[FloatArray]) -> FloatArray:
        column = dict(zip(given, columns, strict=True))
        model = Armington(world.regions, world.flows, world.tariffs, column["elasticity"], balanced)
        change = model.change(column["us_on_china"], column["china_on_us"], column["china_buys"])
        outputs = [getattr(change, name) for name in ARMINGTON.outputs]
        return np.stack([*(change.income[region] for region in world.regions), *outputs], axis=-1)

    solved = np.moveaxis(known.of((ARMINGTON.name, dataset, balanced), keys, solve)[where], -1, 0)
    income = with_losses(dict(zip(world.regions, solved, strict=False)), loss)
    found = {f"income.{region}": values for region, values in income.items()}
    found |= dict(zip(ARMINGTON.outputs, solved[len(world.regions) :], strict=True))
    full = np.broadcast_shapes(shape, loss.shape)
    return {name: np.broadcast_to(values, full) for name, values in found.items()}


def _checked(
    inputs: Mapping[str, FloatArray], settings: Mapping[str, FloatArray | bool]
) -> dict[str, FloatArray]:
    """Every input and every numeric setting as an array, in a fixed order."""
    known = [*(part.name for part in ARMINGTON.inputs), *(part.name for part in ARMINGTON.settings)]
    for name in (*inputs, *settings):
        if name not in known:
            raise OutOfRange(f"the model `armington` has no `{name}`", f"known: {', '.join(known)}")
    missing = [part.name for part in ARMINGTON.inputs if part.name not in inputs]
    if missing:
        raise OutOfRange(
            f"the model `armington` needs `{missing[0]}`", "bind it to an issue, an expression or 0"
        )
    given = {part.name: numbers(part.name, inputs[part.name]) for part in ARMINGTON.inputs}
    given["elasticity"] = positive("elasticity", settings.get("elasticity", 4.0))
    given["loss"] = not_negative("loss", settings.get("loss", 1.0))
    check_batch(**{name: values.shape for name, values in given.items()})
    return given


def distinct_rows(
    columns: list[FloatArray],
) -> tuple[list[FloatArray], NDArray[np.intp], tuple[int, ...]]:
    """Find the distinct combinations of arrays that broadcast against each other.

    Returns
    -------
    keys : list of array (distinct,)
        The values of each column in each distinct combination.
    where : array (*shape)
        Which combination stands at each place.
    shape : tuple of int
        The broadcast shape.

    Examples
    --------
    >>> keys, where, shape = distinct_rows([np.array([[1.0], [2.0]]), np.array([5.0, 5.0, 5.0])])
    >>> [key.tolist() for key in keys], where.tolist()
    ([[1.0, 2.0], [5.0, 5.0]], [[0, 0, 0], [1, 1, 1]])
    """
    shape = np.broadcast_shapes(*(column.shape for column in columns))
    code = np.zeros((), dtype=np.intp)
    for column in columns:
        values, place = np.unique(column, return_inverse=True)
        code = code * max(len(values), 1) + place.reshape(column.shape)
        code = np.unique(code, return_inverse=True)[1].reshape(code.shape)  # keeps the codes small
    flat = np.broadcast_to(code, shape).reshape(-1)
    first = np.unique(flat, return_index=True)[1]
    places = np.unravel_index(first, shape) if shape else ()
    keys = [np.broadcast_to(column, shape)[places].reshape(-1) for column in columns]
    return keys, np.broadcast_to(code, shape), shape


ARMINGTON = ModelKind(
    name="armington",
    datasets=WORLDS,
    inputs=(
        ModelInput("us_on_china", "percent", "the average US tariff on goods from China"),
        ModelInput("china_on_us", "percent", "China's average tariff on goods from the US"),
        ModelInput(
            "china_buys", "$bn a year", "US exports to China on top of what these tariffs bring"
        ),
    ),
    settings=(
        ModelSetting(
            "elasticity", 4.0, "trade elasticity: percent less trade for one percent more price"
        ),
        ModelSetting(
            "loss",
            1.0,
            "multiplies losses of real income, which larger models find several times larger",
        ),
        ModelSetting("balanced", True, "take trade imbalances out of the base year first"),
    ),
    regions=("US", "CN", "RoW"),
    needed_regions=("US", "CN"),
    region_outputs=("income",),
    outputs=("deficit_cut", "us_exports", "us_imports"),
    about=(
        "Three regions trade one good each; tariffs shift demand and move wages until trade is "
        "balanced again."
    ),
    source="Armington 1969; solved in changes as in Dekle, Eaton & Kortum 2008",
    run=run_armington,
)

MODEL_KINDS: tuple[ModelKind, ...] = (ARMINGTON,)
