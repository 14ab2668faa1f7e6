"""The payoffs that pure subgame-perfect equilibria of a two-player game give, with a public lottery
before each round.

A set of payoffs that may follow, and what each player can be held down to after a breach, tell
which combinations of actions can be played now: those for which some payoff in the set repays
everybody for not straying. What they are worth with what follows is a new set. From a set that is
surely too large, this shrinks to the one that was looked for.

With equal discount factors only two kinds of payoffs can be corners: a combination's own, played
for ever, and those after which somebody is just repaid (Abreu and Sannikov): at most four of each
combination, and the shrinking comes to an end quickly. With unequal ones every corner of the old
set may make one of the new, and the set may have infinitely many: they are put a little outside, so
that they are few, and it stops where a step hardly moves the set any more. Whatever is rounded then
is rounded outward, so that no step loses a payoff that some equilibrium gives.

Sets are convex polygons in the plane, a point or a segment among them. A polygon is its corners,
anticlockwise from the lower left, none twice and none between its neighbours. It is met by many
points or lines at once, through its two sides: as functions of one coordinate its lower side is
convex and its upper side concave, and both are read off by interpolation.

References
----------
Abreu, D., Pearce, D. and Stacchetti, E. (1990). Toward a Theory of Discounted Repeated Games with
Imperfect Monitoring. Econometrica 58. Abreu, D. and Sannikov, Y. (2014). An algorithm for
two-player repeated games with perfect monitoring. Theoretical Economics 9. Lehrer, E. and Pauzner,
A. (1999). Repeated Games with Differential Time Preferences. Econometrica 67.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.errors import DidNotConverge

DIRECTIONS = np.array(
    [[1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]], dtype=float
)
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
    """The two sides of the hull of some points, shape (points, 2), of which there is at least
    one.
    """
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
        before, here, after = (
            kept[place % len(kept)] / width for place in (index - 1, index, index + 1)
        )
        if _from_segment(here[None], before[None], after[None])[0] > near:
            index += 1
        else:
            kept = np.delete(kept, index, axis=0)
    return kept


def loosened(polygon: FloatArray, near: float) -> FloatArray:
    """A polygon with fewer corners round another one, which reaches no further than `near` beyond
    its edges.

    An edge is left out where its neighbours, made longer, soon meet.

    Examples
    --------
    >>> loosened(np.array([[0.0, 0], [0.999, 0], [1, 0.001], [1, 1]]), 0.001).tolist()
    [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]
    """
    if len(polygon) < 4:
        return polygon
    before, here, there, after = (np.roll(polygon, turn, axis=0) for turn in (1, 0, -1, -2))
    along, back = here - before, after - there
    turn = cross(along, back)
    reach = np.divide(
        cross(there - here, back), turn, where=turn > 0, out=np.full(len(turn), np.inf)
    )
    meets = np.isfinite(reach)
    added = here + np.where(meets, reach, 0.0)[:, None] * along
    soon = meets & (_from_segment(added, here, there) <= near)
    kept, left = [], iter(range(len(polygon)))
    for index in left:
        merges = soon[index] and index + 1 < len(polygon)
        kept.append(added[index] if merges else here[index])
        if merges:
            next(left)  # the corner at the other end of the edge goes with it
    return np.array(kept)


def cross(one: FloatArray, other: FloatArray) -> FloatArray:
    """How far vectors turn left from others, times their lengths, one a row."""
    return one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]


def few(polygon: FloatArray, near: float) -> FloatArray:
    """The same again and again, each time half as far, so that all of it reaches no further than
    `near`.
    """
    fewer = loosened(polygon, near / 2)
    return few(fewer, near / 2) if len(fewer) < len(polygon) else fewer


def spread(points: FloatArray, by: float) -> FloatArray:
    """The hull of squares of side twice `by` round some points."""
    return hull((points[:, None] + by * SQUARE).reshape(-1, 2))


def across(found: Sides, at: FloatArray, slack: float) -> tuple[FloatArray, FloatArray]:
    """From where to where upright lines run inside a polygon, shape of `at` each; outside of it, at
    its nearest end.

    Parameters
    ----------
    slack : float
        How far to either side the most is taken, so that an edge that is upright but for rounding
        counts whole.
    """
    lower, upper = found
    deepest, top = lower[lower[:, 1].argmin(), 0], upper[upper[:, 1].argmax(), 0]
    lowest, highest = (
        np.asarray(np.interp(np.clip(extreme, at - slack, at + slack), *side.T))
        for extreme, side in ((deepest, lower), (top, upper))
    )
    return lowest, highest


def inside(found: Sides, points: FloatArray, slack: float) -> BoolArray:
    """Which points lie in a polygon or no further than `slack` from it along an axis, shape
    (points,).
    """
    x, y = points[..., 0], points[..., 1]
    lowest, highest = across(found, x, slack)
    beside = (x >= found.lower[0, 0] - slack) & (x <= found.lower[-1, 0] + slack)
    return np.asarray(beside & (y >= lowest - slack) & (y <= highest + slack))


def above(polygon: FloatArray, floor: FloatArray) -> FloatArray:
    """The part of a polygon where each coordinate is at least its floor, as corners; none where it
    is empty.

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
        kept = hull(np.concatenate([kept[here >= 0], cut]))
    return kept


def along_segment(
    points: FloatArray, ends: FloatArray, others: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Of each point the nearest place on the segment between two ends, its own, as a share of the
    way to the second.

    Returns
    -------
    share, away : ndarray, shape (points,)
        Where that is, and how far from it the point lies.
    """
    along, away = others - ends, points - ends
    square = (along * along).sum(axis=1)
    share = np.divide(
        (along * away).sum(axis=1), square, where=square > 0, out=np.zeros(len(square))
    ).clip(0, 1)
    return share, np.hypot(*(away - share[:, None] * along).T)


def _from_segment(points: FloatArray, ends: FloatArray, others: FloatArray) -> FloatArray:
    """How far points lie from the segments between two ends, each from its own, shape (points,)."""
    return along_segment(points, ends, others)[1]


def _outermost(points: FloatArray) -> FloatArray:
    """Points without those that lie inside the hull of the outermost in eight directions."""
    rough = points[np.unique((points @ DIRECTIONS.T).argmax(axis=0))]
    shape, (x, y) = sides(rough), points.T
    low, high = (np.interp(x, *side.T) for side in shape)
    left = points[(y < low) | (y > high) | (x <= shape.lower[0, 0]) | (x >= shape.lower[-1, 0])]
    return np.concatenate([rough, left])


def _chain(points: list[list[float]]) -> list[list[float]]:
    """The side of a hull that turns left all the way; of points in order of the first
    coordinate.
    """
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


SLACK = 1e-12
"""On payoffs that run from 0 to 1: differences below this are rounding. A step adds, multiplies and
divides numbers up to 1 a dozen times, which errs by less than 1e-14.
"""
EDGE = 1e-14
"""An edge that leans less than this runs along an axis."""
CLOSE = 1e-9
"""In the answer: how near two corners are one, and a corner to the line between its neighbours is
none.
"""
COARSE = 1e-2
"""How far from the set a corner may be put at first, to have fewer of them, where discount factors
differ.
"""
FINER = 0.99
"""How that shrinks with every step, at least, so that it does not hide what the step does."""
STEPS = 20_000


class Combinations(NamedTuple):
    """Combinations of two players' actions.

    Parameters
    ----------
    worth : ndarray, shape (combinations, 2)
        Payoffs of the round, running from 0 to 1.
    straying : ndarray, shape (combinations, 2)
        What each player gets in the round by its best action; the other sees if it is another one.
    """

    worth: FloatArray
    straying: FloatArray

    def of(self, kept: BoolArray) -> Combinations:
        """Some of them."""
        return self if kept.all() else Combinations(self.worth[kept], self.straying[kept])


class PayoffSet(NamedTuple):
    """Corners of the set, anticlockwise from the lower left, what holds players down, and how many
    steps it took.
    """

    corners: FloatArray
    threat: FloatArray
    steps: int


def payoff_set(
    played: Combinations,
    discount: FloatArray,
    threat: FloatArray,
    leaving: FloatArray,
    beyond: float,
) -> PayoffSet:
    """Shrink to the set of equilibrium payoffs.

    Parameters
    ----------
    discount : ndarray, shape (2,)
        Each below 1.
    threat : ndarray, shape (2,)
        What each player gets at least, whatever happens.
    leaving : ndarray, shape (0 or 1, 2)
        What both get once somebody has walked away, if that is an equilibrium.
    beyond : float
        How far the set found may reach beyond the true one, about, where discount factors differ,
        in shares of its own extent.

    Returns
    -------
    PayoffSet
        Without corners where no pure equilibrium exists.
    """
    equal = discount[0] == discount[1]
    step, start = (_forever, played.worth) if equal else (_every, _box(played.worth))
    old, near = hull(np.concatenate([start, leaving])), COARSE
    if not len(old):
        return PayoffSet(old, threat, 0)
    for count in range(1, STEPS):
        played = played.of(_possible(played, old, discount, threat))
        made = step(played, old, discount, threat) if len(played.worth) else leaving
        drawn = hull(np.concatenate([made, leaving]))
        if not len(drawn):
            return PayoffSet(drawn, threat, count)
        new = drawn if equal else loosened(spread(drawn, SLACK), near)
        reach = beyond * float(np.ptp(new, axis=0).max())
        still = SLACK if equal else max(SLACK, reach * (1 - float(discount.max())) / 2)
        risen, moves = np.maximum(threat, new.min(axis=0)), moved(old, new)
        if (risen - threat <= still).all() and moves <= still and (equal or near <= still):
            return PayoffSet(
                tidy(drawn if equal else few(new, reach), np.ones(2), CLOSE), risen, count
            )
        near = min(FINER * near, max(moves, still) / 4)
        old, threat = new, risen
    raise DidNotConverge("the payoff set", STEPS, moves, still)


def moved(old: FloatArray, new: FloatArray) -> float:
    """How far a corner of the old set lies outside the new one: across an edge of it, or along an
    axis.
    """
    beside = np.maximum(new.min(axis=0) - old, old - new.max(axis=0)).max()
    edges = np.roll(new, -1, axis=0) - new
    length = np.hypot(*edges.T)
    long = length > EDGE
    outward = _turned_right(edges[long]) / length[long, None]
    across_edges = old @ outward.T - (new[long] * outward).sum(axis=1)
    return float(max(beside, across_edges.max(initial=0.0)))


def _turned_right(vectors: FloatArray) -> FloatArray:
    return vectors[:, ::-1] * [1.0, -1.0]


def _box(worth: FloatArray) -> FloatArray:
    if not len(worth):
        return worth
    low, high = worth.min(axis=0), worth.max(axis=0)
    return np.array([low, [high[0], low[1]], high, [low[0], high[1]]])


def _possible(
    played: Combinations, old: FloatArray, discount: FloatArray, threat: FloatArray
) -> BoolArray:
    """The combinations after which the best that may follow would repay each player; the others are
    out for good.
    """
    best = (1 - discount) * played.worth + discount * old.max(axis=0)
    return np.asarray(
        (best >= (1 - discount) * played.straying + discount * threat - SLACK).all(axis=1)
    )


def _forever(
    played: Combinations, old: FloatArray, discount: FloatArray, threat: FloatArray
) -> FloatArray:
    """Corners of a new set, if discount factors are equal: played for ever, or just repaid."""
    needed = _needed(played, discount, threat)
    forever = (played.worth >= needed - SLACK).all(axis=1) & inside(sides(old), played.worth, SLACK)
    others = played.of(~forever)
    return np.concatenate(
        [played.worth[forever], _just_repaid(others, needed[~forever], old, discount)]
    )


def _every(
    played: Combinations, old: FloatArray, discount: FloatArray, threat: FloatArray
) -> FloatArray:
    """Corners of a new set: every old one that repays everybody, or just repaid."""
    needed = _needed(played, discount, threat)
    repaid = (old[:, 0] >= needed[:, :1] - SLACK) & (old[:, 1] >= needed[:, 1:] - SLACK)
    now = (1 - discount) * played.worth
    sharp = len(old) > 2 and bool((discount > 0).all())
    which, follows = np.nonzero(_outward(now, old, repaid, discount) if sharp else repaid)
    return np.concatenate(
        [now[which] + discount * old[follows], _just_repaid(played, needed, old, discount)]
    )


def _outward(
    now: FloatArray, old: FloatArray, repaid: BoolArray, discount: FloatArray
) -> BoolArray:
    """Before each old corner, the combinations that may make a new one, shape (combinations,
    corners).

    A corner is the outermost of its set in the directions between those of its two edges, and with
    a combination before it in the same directions, each axis measured by its discount factor. A
    combination that another one beats at both ends of them, and not by rounding alone, makes no
    corner.
    """
    edges = np.roll(old, -1, axis=0) - old
    outer = _turned_right(edges).T / discount[:, None]
    columns = np.arange(len(old))
    first, last = (
        np.where(repaid, now @ normals, -np.inf) for normals in (np.roll(outer, 1, axis=1), outer)
    )
    top_first, top_last = first.argmax(axis=0), last.argmax(axis=0)
    slack = EDGE * np.abs(outer).max()
    found = (last >= last[top_first, columns] - slack) & (first >= first[top_last, columns] - slack)
    return np.asarray(found & repaid)


def _needed(played: Combinations, discount: FloatArray, threat: FloatArray) -> FloatArray:
    """What has to follow each combination at least, shape (combinations, 2)."""
    weight = np.divide(1 - discount, discount, out=np.zeros(2), where=discount > 0)
    return threat + weight * (played.straying - played.worth)


def _just_repaid(
    played: Combinations, needed: FloatArray, old: FloatArray, discount: FloatArray
) -> FloatArray:
    """What combinations are worth with the payoffs after which one player is just repaid and the
    other at least.
    """
    found = []
    for order in ([0, 1], [1, 0]):
        shape, (asked, least) = sides(old[:, order]), needed[:, order].T
        at = np.clip(asked, shape.lower[0, 0], shape.lower[-1, 0])
        low, high = across(shape, at, EDGE)
        reached = (np.abs(asked - at) <= SLACK) & (high >= least - SLACK)
        low = np.maximum(low, least)
        for end in (low, np.maximum(low, high)):
            follows = np.stack([at, end], axis=1)[:, order]
            found.append(((1 - discount) * played.worth + discount * follows)[reached])
    return np.concatenate(found)
