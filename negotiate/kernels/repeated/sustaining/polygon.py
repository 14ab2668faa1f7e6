"""Convex polygons in the plane, a point or a segment among them: hulls, what lies inside, and cuts along the axes.

A polygon is its corners, anticlockwise from the lower left, none twice and none between its neighbours. It is met by
many points or lines at once, through its two sides: as functions of one coordinate its lower side is convex and its
upper side concave, and both are read off by interpolation.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray

DIRECTIONS = np.array([[1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]], dtype=np.float64)
"""In which the outermost points are looked for before a hull is drawn."""
SQUARE = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
"""Corners of a square round nothing, each side at 1."""
FEW = 24
"""Of so few points none needs to be thrown out first."""


class Sides(NamedTuple):
    """The lower and the upper side of a polygon, from left to right, shape (points, 2) each."""

    lower: FloatArray
    upper: FloatArray


def sides(points: FloatArray) -> Sides:
    """The two sides of the hull of some points, shape (points, 2), of which there is at least one."""
    kept = _outermost(points) if len(points) > FEW else points
    order = kept[np.lexsort((kept[:, 1], kept[:, 0]))].tolist()
    return Sides(np.array(_chain(order)), np.array(_chain(order[::-1]))[::-1])


def corners(found: Sides) -> FloatArray:
    """The corners of a polygon, anticlockwise from the lower left, shape (corners, 2)."""
    lower, upper = found
    ends = (np.array_equal(lower[0], upper[0]), np.array_equal(lower[-1], upper[-1]))
    return np.concatenate([lower, upper[::-1][int(ends[1]) : len(upper) - int(ends[0])]])


def hull(points: FloatArray) -> FloatArray:
    """The corners of the smallest convex polygon round some points; none of no points.

    Examples
    --------
    >>> hull(np.array([[0.0, 0], [1, 1], [2, 2], [2, 0], [1, 0.5]])).tolist()
    [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0]]
    """
    if not len(points):
        return np.zeros((0, 2))
    return corners(sides(points))


def tidy(points: FloatArray, width: FloatArray, near: float) -> FloatArray:
    """The corners of a hull, without those next to another or to the line between their neighbours.

    Parameters
    ----------
    width : ndarray, shape (2,)
        What counts as 1 along each axis.
    near : float
        What is near, then.
    """
    kept = hull(points)
    index = 0
    while len(kept) > 1 and index < len(kept):
        before, here, after = (kept[place % len(kept)] / width for place in (index - 1, index, index + 1))
        if _from_segment(here[None], before[None], after[None])[0] > near:
            index += 1
        else:
            kept = np.delete(kept, index, axis=0)
    return kept


def loosened(polygon: FloatArray, near: float) -> FloatArray:
    """A polygon with fewer corners round another one, which reaches no further than `near` beyond its edges.

    An edge is left out where its neighbours, made longer, soon meet.

    Examples
    --------
    >>> loosened(np.array([[0.0, 0], [0.999, 0], [1, 0.001], [1, 1]]), 0.001).tolist()
    [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]
    """
    if len(polygon) < 4:
        return polygon
    before, here, there, after = (np.roll(polygon, turn, axis=0) for turn in (1, 0, -1, -2))
    along, edge, back = here - before, there - here, after - there
    turn = along[:, 0] * back[:, 1] - along[:, 1] * back[:, 0]
    meeting = edge[:, 0] * back[:, 1] - edge[:, 1] * back[:, 0]
    reach = np.divide(meeting, turn, where=turn > 0, out=np.full(len(turn), np.inf))
    added = here + np.where(np.isfinite(reach), reach, 0.0)[:, None] * along
    soon = np.isfinite(reach) & (_from_segment(added, here, there) <= near)
    kept, free = [], True
    for index in range(len(polygon)):
        if not free:
            free = True
        elif soon[index] and index + 1 < len(polygon):
            kept.append(added[index])
            free = False
        else:
            kept.append(here[index])
    return np.array(kept)


def few(polygon: FloatArray, near: float) -> FloatArray:
    """The same again and again, each time half as far, so that all of it reaches no further than `near`."""
    fewer = loosened(polygon, near / 2)
    return few(fewer, near / 2) if len(fewer) < len(polygon) else fewer


def spread(points: FloatArray, by: float) -> FloatArray:
    """The hull of squares of side twice `by` round some points."""
    return hull((points[:, None] + by * SQUARE).reshape(-1, 2))


def across(found: Sides, at: FloatArray, slack: float) -> tuple[FloatArray, FloatArray]:
    """From where to where upright lines run inside a polygon, shape of `at` each; outside of it, at its nearest end.

    Parameters
    ----------
    slack : float
        How far to either side the most is taken, so that an edge that is upright but for rounding counts whole.
    """
    lower, upper = found
    deepest, top = lower[lower[:, 1].argmin(), 0], upper[upper[:, 1].argmax(), 0]
    lowest: FloatArray = np.interp(np.clip(deepest, at - slack, at + slack), lower[:, 0], lower[:, 1])
    highest: FloatArray = np.interp(np.clip(top, at - slack, at + slack), upper[:, 0], upper[:, 1])
    return lowest, highest


def inside(found: Sides, points: FloatArray, slack: float) -> BoolArray:
    """Which points lie in a polygon or no further than `slack` from it along an axis, shape (points,)."""
    x, y = points[..., 0], points[..., 1]
    lowest, highest = across(found, x, slack)
    fits: BoolArray = (
        (x >= found.lower[0, 0] - slack)
        & (x <= found.lower[-1, 0] + slack)
        & (y >= lowest - slack)
        & (y <= highest + slack)
    )
    return fits


def above(polygon: FloatArray, floor: FloatArray) -> FloatArray:
    """The part of a polygon where each coordinate is at least its floor, as corners; none where it is empty.

    Examples
    --------
    >>> above(np.array([[0.0, 0], [2, 0], [0, 2]]), np.array([0.5, 1])).tolist()
    [[0.5, 1.0], [1.0, 1.0], [0.5, 1.5]]
    """
    kept = polygon
    for axis in range(2):
        if not len(kept):
            break
        after = np.roll(kept, -1, axis=0)
        here, there = kept[:, axis] - floor[axis], after[:, axis] - floor[axis]
        crossing = here * there < 0
        share = (here[crossing] / (here[crossing] - there[crossing]))[:, None]
        cut = kept[crossing] + share * (after[crossing] - kept[crossing])
        cut[:, axis] = floor[axis]
        kept = np.concatenate([kept[here >= 0], cut])
        kept = hull(kept)
    return kept


def _from_segment(points: FloatArray, ends: FloatArray, others: FloatArray) -> FloatArray:
    """How far points lie from the segments between two ends, each from its own, shape (points,)."""
    along, away = others - ends, points - ends
    square = (along * along).sum(axis=1)
    share = np.divide((along * away).sum(axis=1), square, where=square > 0, out=np.zeros(len(square)))
    rest = away - np.clip(share, 0.0, 1.0)[:, None] * along
    return np.asarray(np.hypot(rest[:, 0], rest[:, 1]))


def _outermost(points: FloatArray) -> FloatArray:
    """Points without those that lie inside the hull of the outermost in eight directions."""
    rough = points[np.unique((points @ DIRECTIONS.T).argmax(axis=0))]
    shape = sides(rough)
    x, y = points[:, 0], points[:, 1]
    low = np.interp(x, shape.lower[:, 0], shape.lower[:, 1])
    high = np.interp(x, shape.upper[:, 0], shape.upper[:, 1])
    left = points[((y < low) | (y > high)) | (x <= shape.lower[0, 0]) | (x >= shape.lower[-1, 0])]
    return np.concatenate([rough, left])


def _chain(points: list[list[float]]) -> list[list[float]]:
    """The side of a hull that turns left all the way; of points in order of the first coordinate."""
    found: list[list[float]] = []
    for x, y in points:
        while len(found) > 1:
            (ax, ay), (bx, by) = found[-2:]
            if (bx - ax) * (y - ay) > (by - ay) * (x - ax):
                break
            found.pop()
        if not found or found[-1] != [x, y]:
            found.append([x, y])
    while len(found) > 1 and found[-1][0] == found[-2][0]:
        found.pop()  # an upright edge at the far end, which no function of the first coordinate has
    return found
