"""Brings a trade model to its base year: reads shipped worlds, checks what a caller gives, balances
trade.

Every mistake that a person can make with these numbers ends in `OutOfRange`, which says what was
given and what to do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike

from negotiate.arrays import FloatArray
from negotiate.display import entity, record
from negotiate.errors import OutOfRange
from negotiate.model.trade.hat_algebra import solve

WORLDS: tuple[str, ...] = ("world-2017",)


@record
class Quantity:
    """One number of a shipped world, with where it comes from.

    Attributes
    ----------
    value : float
    confidence : str
        `H` read on the page named, `M` consistent with what was read, `derived` arithmetic on such
        numbers.
    source : str
        In full.
    about : str
        How it was derived, if it was.
    """

    value: float
    confidence: str
    source: str
    about: str = ""


@entity
class World:
    """A base year as it was observed: who sold how much to whom, at which tariffs.

    Attributes
    ----------
    name, title : str
    year : int
    regions : tuple of str
    flows : array (exporter, importer)
        $bn before tariff, own sales on the diagonal.
    tariffs : array (exporter, importer)
        Percent, what the importer charges on goods from the exporter.
    evidence : mapping
        `flow.US.CN`, `tariff.CN.US`, `gdp.US`, … to the `Quantity` with its source.
    """

    name: str
    title: str
    year: int
    regions: tuple[str, ...]
    flows: FloatArray
    tariffs: FloatArray
    evidence: Mapping[str, Quantity]


def read_world(name: str) -> World:
    """Read a shipped world.

    Parameters
    ----------
    name : str
        One of `WORLDS`.

    Raises
    ------
    OutOfRange
        If no world of that name is shipped.

    Examples
    --------
    >>> world = read_world("world-2017")
    >>> world.evidence["flow.CN.US"].value
    505.6
    """
    if name not in WORLDS:
        raise OutOfRange(
            f"no trade data called `{name}`",
            f"known: {', '.join(f'`{known}`' for known in WORLDS)}",
        )
    text = (
        files("negotiate.model.trade").joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
    )
    data = tomllib.loads(text)
    regions = tuple(data["regions"])
    evidence = {
        f"gdp.{region}": _quantity(data["gdp"][region], data["sources"]) for region in regions
    }
    tables = {
        "flow": np.zeros((len(regions), len(regions))),
        "tariff": np.zeros((len(regions), len(regions))),
    }
    for kind, table in tables.items():
        for row in data[kind]:
            seller, buyer = row["exporter"], row["importer"]
            table[regions.index(seller), regions.index(buyer)] = row["value"]
            evidence[f"{kind}.{seller}.{buyer}"] = _quantity(row, data["sources"])
        table.setflags(write=False)
    return World(
        name, data["title"], data["year"], regions, tables["flow"], tables["tariff"], evidence
    )


def _quantity(row: Mapping[str, float | str], sources: Mapping[str, str]) -> Quantity:
    """Read one row of the file; a source that is not listed is a mistake in the file."""
    return Quantity(
        float(row["value"]),
        str(row["confidence"]),
        sources[str(row["source"])],
        str(row.get("about", "")),
    )


def numbers(name: str, value: ArrayLike) -> FloatArray:
    """Turn a value into an array of finite numbers.

    Raises
    ------
    OutOfRange
        If it holds anything else.
    """
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise OutOfRange(
            f"`{name}` has to be a number or an array of numbers, not {value!r}"
        ) from None
    if not np.isfinite(array).all():
        raise OutOfRange(f"`{name}` has to be finite, and holds {array[~np.isfinite(array)][0]}")
    return array


def positive(name: str, value: ArrayLike) -> FloatArray:
    """Turn a value into an array of finite numbers above zero, or raise `OutOfRange`."""
    array = numbers(name, value)
    if array.size and array.min() <= 0:
        raise OutOfRange(f"`{name}` has to be above 0, and is {array.min():g}")
    return array


def not_negative(name: str, value: ArrayLike, hint: str = "") -> FloatArray:
    """Turn a value into an array of finite numbers of zero or more, or raise `OutOfRange`."""
    array = numbers(name, value)
    if array.size and array.min() < 0:
        raise OutOfRange(f"`{name}` must not be below 0, and is {array.min():g}", hint)
    return array


def percent_tariffs(name: str, value: ArrayLike) -> FloatArray:
    """Turn a value into an array of tariffs above -100 %, or raise `OutOfRange`."""
    array = numbers(name, value)
    if array.size and array.min() <= -100:
        raise OutOfRange(
            f"`{name}` has to be above -100 %, and is {array.min():g} %",
            "a tariff of -100 % gives the goods away; a negative tariff is an import subsidy",
        )
    return array


def check_regions(regions: Sequence[str]) -> tuple[str, ...]:
    """Take two or more different names, or raise `OutOfRange`."""
    names = (regions,) if isinstance(regions, str) else tuple(regions)
    if len(names) < 2 or len(set(names)) < len(names):
        raise OutOfRange(
            (
                "`regions` needs two or more different names, not "
                f"{', '.join(map(repr, names)) or 'none'}"
            ),
            "such as (`US`, `CN`, `RoW`)",
        )
    return names


def check_square(name: str, table: FloatArray, regions: tuple[str, ...]) -> FloatArray:
    """Take a table whose last two axes are the regions, as exporter and importer, or raise
    `OutOfRange`.
    """
    wanted = (len(regions), len(regions))
    if table.shape[-2:] != wanted:
        raise OutOfRange(
            f"`{name}` has the shape {table.shape}, and its last two axes have to be {wanted}",
            f"one row an exporter and one column an importer, in the order {', '.join(regions)}",
        )
    return table


def check_flows(flows: ArrayLike, regions: tuple[str, ...]) -> FloatArray:
    """Take flows of zero or more that link all regions, or raise `OutOfRange`."""
    table = check_square("flows", not_negative("flows", flows), regions)
    if table.ndim != 2:
        raise OutOfRange(f"`flows` has {table.ndim} axes, and needs two: exporter and importer")
    linked = (
        np.linalg.matrix_power((table > 0).astype(float) + np.eye(len(regions)), len(regions)) > 0
    )
    if not linked.all():
        seller, buyer = np.argwhere(~linked)[0]
        raise OutOfRange(
            f"`flows` has no chain of sales from `{regions[seller]}` to `{regions[buyer]}`",
            "leave out a region that does not both sell to and buy from the others",
        )
    return table


def check_tariffs(name: str, tariffs: ArrayLike, regions: tuple[str, ...]) -> FloatArray:
    """Take tables of tariffs above -100 % with none on own sales, or raise `OutOfRange`."""
    table = check_square(name, percent_tariffs(name, tariffs), regions)
    if np.diagonal(table, axis1=-2, axis2=-1).any():
        raise OutOfRange(f"`{name}` has a tariff on own sales", "put zeros on the diagonal")
    return table


def check_batch(**shapes: tuple[int, ...]) -> tuple[int, ...]:
    """Find the broadcast shape, or raise `OutOfRange` with the shapes that do not fit."""
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError:
        found = ", ".join(f"`{name}` {shape}" for name, shape in shapes.items())
        raise OutOfRange(
            f"these shapes do not fit each other: {found}", "each axis is of equal length, or 1"
        ) from None


def deficits(flows: FloatArray) -> FloatArray:
    """Subtract each region's exports from its imports, in the unit of the flows; shape (*batch,
    region).
    """
    difference: FloatArray = flows.sum(axis=-2) - flows.sum(axis=-1)
    return difference


def balance(flows: FloatArray, tariffs: FloatArray, elasticity: FloatArray) -> FloatArray:
    """Take trade imbalances out of a base year.

    The model itself is asked what would be traded if every region's exports paid for its imports,
    at the tariffs of the base year; the answer, which depends on the elasticity, is the new base
    year.

    Parameters
    ----------
    flows, tariffs : array (exporter, importer)
        $bn before tariff; percent.
    elasticity : array (*batch,)

    Returns
    -------
    array (*batch, exporter, importer)
        $bn before tariff, with the same world income.

    References
    ----------
    Ossa 2014, "Trade wars and trade talks with data", American Economic Review 104(12), section II.
    """
    wedge = 1.0 + tariffs / 100.0
    distinct, where = np.unique(elasticity, return_inverse=True)
    balanced = solve(flows, wedge, wedge, distinct, np.zeros(len(flows))).flow
    answer: FloatArray = balanced[where.reshape(elasticity.shape)]
    return answer
