"""Packages as dots on a plane of two players' payoffs, drawn with letters and signs in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rich.cells import cell_len
from rich.text import Text

from negotiate.bargaining.block import FloatArray
from negotiate.render.style import Look
from negotiate.render.text import decimals, pad, rounded

Indices = npt.NDArray[np.intp]

HEIGHT = 13
"""Rows of the plane."""
AROUND = 0.25
"""Of the width of what has to be drawn: how far beyond it the picture goes."""
WIDEST = 72
"""Columns of the plane, at most."""


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
    """

    sign: str
    points: FloatArray
    style: str = ""
    faint: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """The rectangle that is drawn, and how many columns and rows it has."""

    low: FloatArray
    high: FloatArray
    width: int
    height: int

    def cells(self, points: FloatArray) -> tuple[Indices, Indices]:
        """The column and the row of each point, rows counted from the top."""
        span = np.where(self.high > self.low, self.high - self.low, 1.0)
        share = (points - self.low[:, None]) / span[:, None]
        columns = np.rint(share[0] * (self.width - 1)).astype(np.intp)
        rows = self.height - 1 - np.rint(share[1] * (self.height - 1)).astype(np.intp)
        return columns, rows


def scatter(
    layers: Sequence[Layer], cross: FloatArray, across: str, up: str, look: Look, height: int = HEIGHT
) -> list[Text]:
    """Draw layers of points over lines through one of them.

    Parameters
    ----------
    layers : sequence of Layer
        The later the more they count; all of them fit into the picture.
    cross : ndarray, shape (2,)
        Where a line goes across and one goes up: the no-deal point.
    across, up : str
        What the axes are called.
    look : Look
        How wide, and with which signs.
    """
    low, high = _frame(layers, cross)
    ticks = _ticks(float(low[1]), float(high[1]), height)
    margin = max(cell_len(word) for word in ticks.values()) + 1
    plane = Plane(low, high, max(min(look.columns - margin - 2, WIDEST), 8), height)
    grid = _grid(plane, layers, cross, look)
    drawn = [Text(pad(up, 0), no_wrap=True, style="bold")]
    for row in range(height):
        line = Text(f"{ticks.get(row, ''):>{margin - 1}} {look.glyphs.bar}", no_wrap=True)
        for sign, style in grid[row]:
            line.append(sign, style=style or None)
        line.rstrip()
        drawn.append(line)
    return [*drawn, *_foot(plane, margin, across, look)]


def _frame(layers: Sequence[Layer], cross: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The lower left and the upper right corner of what is drawn."""
    held = [cross[:, None], *(layer.points for layer in layers if not layer.faint)]
    near = np.concatenate(held, axis=1)
    every = np.concatenate([near, *(layer.points for layer in layers if layer.faint)], axis=1)
    low, high = near.min(axis=1), near.max(axis=1)
    span = high - low
    flat = span <= 0
    low = np.where(flat, every.min(axis=1), np.maximum(every.min(axis=1), low - AROUND * span))
    high = np.where(flat, every.max(axis=1), np.minimum(every.max(axis=1), high + AROUND * span))
    return low, high


def outside(layers: Sequence[Layer], cross: FloatArray) -> int:
    """How many points of faint layers are left out of the picture."""
    low, high = _frame(layers, cross)
    faint = [layer.points for layer in layers if layer.faint]
    return sum(int(((points < low[:, None]) | (points > high[:, None])).any(axis=0).sum()) for points in faint)


def _grid(plane: Plane, layers: Sequence[Layer], cross: FloatArray, look: Look) -> list[list[tuple[str, str]]]:
    grid = [[(" ", "")] * plane.width for _ in range(plane.height)]
    (column,), (row,) = (found.tolist() for found in plane.cells(cross[:, None]))
    for k in range(plane.width):
        grid[row][k] = (look.glyphs.plot.across, "dim")
    for k in range(plane.height):
        grid[k][column] = (look.glyphs.plot.up, "dim")
    for layer in layers:
        inside = ((layer.points >= plane.low[:, None]) & (layer.points <= plane.high[:, None])).all(axis=0)
        columns, rows = plane.cells(layer.points[:, inside])
        for cell in np.unique(rows * plane.width + columns).tolist():
            grid[cell // plane.width][cell % plane.width] = (layer.sign, layer.style)
    return grid


def _ticks(low: float, high: float, height: int) -> dict[int, str]:
    """Row → the number beside it: the top, the middle, the bottom."""
    if high <= low:
        return {height - 1: rounded(low, decimals([low]))}
    rows = (0, height // 2, height - 1)
    values = [high - (high - low) * row / (height - 1) for row in rows]
    return dict(zip(rows, _short(values), strict=True))


def _short(values: Sequence[float]) -> list[str]:
    """Numbers of an axis, with as few decimals as tell them apart."""
    span = max(values) - min(values)
    places = 0 if span >= 10 else 1 if span >= 1 else 2
    return [rounded(value, places) for value in values]


def _foot(plane: Plane, margin: int, across: str, look: Look) -> Iterable[Text]:
    low, high = float(plane.low[0]), float(plane.high[0])
    yield Text(" " * margin + look.glyphs.tees[1] + look.glyphs.rule * plane.width, no_wrap=True)
    left, middle, right = _short([low, (low + high) / 2, high])
    room = plane.width
    line = left + pad(middle, max(room // 2 + cell_len(middle) // 2 - cell_len(left), 0), right=True)
    line += pad(right, max(room - cell_len(line), cell_len(right) + 1), right=True)
    if high <= low:
        line = left
    yield Text(" " * (margin + 1) + line, no_wrap=True)
    yield Text(" " * (margin + 1) + pad(across, room, right=True), no_wrap=True, style="bold")
