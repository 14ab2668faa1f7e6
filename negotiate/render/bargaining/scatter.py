"""Packages as dots on a plane of two players' payoffs, drawn with letters and signs in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rich.cells import cell_len
from rich.text import Text

from negotiate.bargaining.table.block import FloatArray
from negotiate.report.numbers import decimals, few_digits, rounded, steady
from negotiate.report.screen.cells import cut, pad
from negotiate.report.style import TITLE, Look

Indices = npt.NDArray[np.intp]

HEIGHT = 13
"""Rows of the plane, at most."""
FRAME = 3
"""Lines above and below it."""
AROUND = 0.25
"""Of the width of what has to be drawn: how far beyond it the picture goes."""
WIDEST = 72
"""Columns of the plane, at most."""
PLACES = 9
"""Decimals of a row or column, and of a width: how points are placed does not hang on their last bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Points that are drawn with one sign; a layer hides those before it.

    Parameters
    ----------
    sign : str
        One column wide.
    points : ndarray, shape (2, m)
        Where they stand.
    style : str
        Repeats what the sign says already.
    faint : bool
        Whether the picture need not hold all of them: where the others lie close together, those far off are left out.
    named : bool
        Whether it is told when something else hides it.
    """

    sign: str
    points: FloatArray
    style: str = ""
    faint: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """The rectangle that is drawn, and how many columns and rows it has."""

    low: FloatArray
    high: FloatArray
    width: int
    height: int
    whole: tuple[bool, bool] = (False, False)

    def cells(self, points: FloatArray) -> tuple[Indices, Indices]:
        """The column and the row of each point, rows counted from the top."""
        span = np.where(self.high > self.low, self.high - self.low, 1.0)
        share = (points - self.low[:, None]) / span[:, None]
        columns = np.rint(np.round(share[0] * (self.width - 1), PLACES)).astype(np.intp)
        rows = self.height - 1 - np.rint(np.round(share[1] * (self.height - 1), PLACES)).astype(np.intp)
        return columns, rows

    def holds(self, points: FloatArray) -> npt.NDArray[np.bool_]:
        """Which of the points lie in it."""
        slack = (self.high - self.low) * 10.0**-PLACES
        inside = (points >= (self.low - slack)[:, None]) & (points <= (self.high + slack)[:, None])
        return np.asarray(inside.all(axis=0), dtype=bool)

    def hidden(self, layers: Sequence[Layer]) -> list[tuple[str, str]]:
        """The named layers that another one hides wholly, each with the sign of that one."""
        top: dict[tuple[int, int], int] = {}
        seats = []
        for number, layer in enumerate(layers):
            columns, rows = self.cells(layer.points[:, self.holds(layer.points)])
            seats.append(set(zip(columns.tolist(), rows.tolist(), strict=True)) if layer.named else set())
            if layer.named:
                top |= dict.fromkeys(seats[-1], number)
        found = []
        for number, own in enumerate(seats):
            over = {top[seat] for seat in own}
            if own and number not in over:
                found.append((layers[number].sign, layers[max(over)].sign))
        return [pair for pair in dict.fromkeys(found) if pair[0] != pair[1]]


def plane(
    layers: Sequence[Layer],
    cross: FloatArray,
    look: Look,
    height: int = HEIGHT,
    *,
    whole: tuple[bool, bool] = (False, False),
) -> Plane:
    """The rectangle for some layers, as wide as the screen lets it be.

    Parameters
    ----------
    layers : sequence of Layer
        All of them fit in, but for faint ones.
    cross : ndarray, shape (2,)
        The no-deal point, which fits in too.
    look : Look
        How wide.
    height : int
        Rows.
    whole : tuple of bool
        For each axis whether only whole numbers mean something on it; all points that are not faint have such.
    """
    low, high = _frame(layers, cross)
    inner = np.ceil(np.round(low, PLACES)), np.floor(np.round(high, PLACES))
    low, high = np.where(whole, inner[0], low), np.where(whole, inner[1], high)
    margin = _margin(_ticks(float(low[1]), float(high[1]), height, whole[1]))
    return Plane(low, high, max(min(look.columns - margin - 2, WIDEST), 8), height, whole)


def scatter(
    seen: Plane, layers: Sequence[Layer], cross: FloatArray, across: str, up: str, look: Look
) -> Iterable[Text]:
    """Draw layers of points over lines through one of them.

    Parameters
    ----------
    seen : Plane
        The rectangle that is drawn.
    layers : sequence of Layer
        The later the more they count.
    cross : ndarray, shape (2,)
        Where a line goes across and one goes up: the no-deal point.
    across, up : str
        What the axes are called.
    look : Look
        With which signs.
    """
    ticks = _ticks(float(seen.low[1]), float(seen.high[1]), seen.height, seen.whole[1])
    margin = _margin(ticks)
    grid = _grid(seen, layers, cross, look)
    yield Text(cut(up, look.columns, look.glyphs.more), no_wrap=True, style=TITLE)
    for row in range(seen.height):
        line = Text(f"{ticks.get(row, ''):>{margin - 1}} {look.glyphs.bar}", no_wrap=True)
        for sign, style in grid[row]:
            line.append(sign, style=style or None)
        line.rstrip()
        yield line
    yield from _foot(seen, margin, across, look)


def outside(seen: Plane, layers: Sequence[Layer]) -> int:
    """How many points of faint layers are left out of the picture."""
    return sum(int((~seen.holds(layer.points)).sum()) for layer in layers if layer.faint)


def visible(seen: Plane, layers: Sequence[Layer], cross: FloatArray, look: Look) -> set[str]:
    """The signs that can be seen in the picture."""
    return {sign for row in _grid(seen, layers, cross, look) for sign, _ in row}


def _frame(layers: Sequence[Layer], cross: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The lower left and the upper right corner of what is drawn."""
    held = [cross[:, None], *(layer.points for layer in layers if not layer.faint)]
    near = np.concatenate(held, axis=1)
    every = np.concatenate([near, *(layer.points for layer in layers if layer.faint)], axis=1)
    low, high = near.min(axis=1), near.max(axis=1)
    span = high - low
    flat = span <= 10.0**-PLACES * np.maximum(np.abs(low), np.abs(high))
    low = np.where(flat, every.min(axis=1), np.maximum(every.min(axis=1), low - AROUND * span))
    high = np.where(flat, every.max(axis=1), np.minimum(every.max(axis=1), high + AROUND * span))
    level = high - low <= 10.0**-PLACES * np.maximum(np.abs(low), np.abs(high))
    return low, np.where(level, low, high)


def _grid(seen: Plane, layers: Sequence[Layer], cross: FloatArray, look: Look) -> list[list[tuple[str, str]]]:
    grid = [[(" ", "")] * seen.width for _ in range(seen.height)]
    (column,), (row,) = (found.tolist() for found in seen.cells(cross[:, None]))
    for k in range(seen.width):
        grid[row][k] = (look.glyphs.plot.across, "dim")
    for k in range(seen.height):
        grid[k][column] = (look.glyphs.plot.up, "dim")
    for layer in layers:
        columns, rows = seen.cells(layer.points[:, seen.holds(layer.points)])
        for cell in np.unique(rows * seen.width + columns).tolist():
            grid[cell // seen.width][cell % seen.width] = (layer.sign, layer.style)
    return grid


def _ticks(low: float, high: float, height: int, whole: bool) -> dict[int, str]:
    """Row → the number beside it: the top, the middle or what is whole and near it, the bottom."""
    if high <= low:
        return {height - 1: rounded(low, decimals([low]))}
    if whole:
        levels = dict.fromkeys((high, float(round((low + high) / 2)), low))
        return {round(steady((high - x) / (high - low) * (height - 1))): f"{steady(x):.0f}" for x in levels}
    rows = (0, height // 2, height - 1)
    values = [high - (high - low) * row / (height - 1) for row in rows]
    return dict(zip(rows, _short(values), strict=True))


def _margin(ticks: dict[int, str]) -> int:
    return max(cell_len(word) for word in ticks.values()) + 1


def _short(values: Sequence[float]) -> list[str]:
    """Numbers of an axis, with as few decimals as tell them apart."""
    span = steady(max(values) - min(values))
    places = 0 if span >= 10 else 1 if span >= 1 else 2 if span >= 0.1 else decimals(values)
    return ["0" if steady(abs(value) / span) < 0.01 else rounded(value, places) for value in values]


def _foot(seen: Plane, margin: int, across: str, look: Look) -> Iterable[Text]:
    """The lower edge, the numbers at its ends, and between them what the axis is called."""
    low, high = float(seen.low[0]), float(seen.high[0])
    yield Text(" " * margin + look.glyphs.tees[1] + look.glyphs.rule * seen.width, no_wrap=True)
    left, right = _short([low, high]) if high > low else (rounded(low, decimals([low])), "")
    if max(cell_len(left), cell_len(right)) > seen.width:
        left, right = (few_digits(steady(x), 2) if word else "" for word, x in ((left, low), (right, high)))
    room = seen.width - 2 * max(cell_len(left), cell_len(right)) - 4
    line = Text(" " * (margin + 1), no_wrap=True)
    if cell_len(across) <= room:
        before = (seen.width - cell_len(across)) // 2
        line.append(pad(left, before))
        line.append(across, style=TITLE)
        line.append(pad(right, seen.width - before - cell_len(across), right=True))
        line.rstrip()
        yield line
        return
    apart = cell_len(left) + cell_len(right) < seen.width
    line.append(left + (pad(right, seen.width - cell_len(left), right=True) if apart else ""))
    line.rstrip()
    yield line
    for word, style in (("" if apart else right, ""), (across, TITLE)):
        if word:
            told = pad(cut(word, look.columns - margin - 1, look.glyphs.more), seen.width, right=True)
            yield Text(" " * (margin + 1) + told, no_wrap=True, style=style)
