"""What packages cross together: every smallest pattern of lines crossed, with who gains and who loses there.

Payoffs add up over blocks, so that the patterns of a thousand million packages are found without listing them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.kernels.bargaining.pareto import undominated

WIDE = 1 << 20  # sums worked out at once
BITS = 62  # of a whole number that holds a pattern
FEW = 8  # values apart: so near to each other, payoffs of all players fit into one whole number
PAIRS = 1 << 22  # compared with each other before a pattern's points are left as they are


class Patterns(NamedTuple):
    """Patterns of lines crossed, and what packages with each are worth.

    Attributes
    ----------
    crossed : tuple of int
        A bit for each line; the same pattern may come several times.
    signs : ndarray of int8, shape (players, patterns)
        0 where a player gets less than it insists on, 1 where exactly that, 2 where more.
    complete : bool
        Whether none was left out.
    """

    crossed: tuple[int, ...]
    signs: NDArray[np.int8]
    complete: bool


def patterns(
    crossed: Sequence[BoolArray], gains: Sequence[FloatArray], limit: int, slack: FloatArray | None = None
) -> Patterns:
    """Find them block by block.

    Parameters
    ----------
    crossed : sequence of ndarray of bool, each of shape (lines, combinations)
        Which lines each combination of a block crosses.
    gains : sequence of ndarray of float64, each of shape (players, combinations)
        Whole numbers; a package gives the sum over the blocks, and a player loses where that is below 0.
    limit : int
        How many points may be held at a time.
    slack : ndarray of float64, shape (players,), optional
        Whole numbers: how far from 0 a sum may be and still count as 0; by default not at all.

    Returns
    -------
    Patterns
        For every package, one that crosses no other line and puts nobody below who is not below in that package; nor
        does anybody gain in it who does not gain in the pattern. Nothing where a block has no combination.

    Notes
    -----
    Block after block, the points of each pattern that no other dominates are kept. A sum that is sure to end above 0,
    or below, whatever the other blocks bring, is as good as any other such, which leaves few points to keep.
    """
    order = sorted(range(len(gains)), key=lambda block: gains[block].shape[1])
    players = gains[0].shape[0]
    if any(gains[block].shape[1] == 0 for block in order):
        return Patterns((), np.empty((players, 0), dtype=np.int8), True)
    near = np.zeros(players) if slack is None else slack
    tables = _narrowed([gains[block] for block in order], near)
    state: dict[int, FloatArray] = {0: np.zeros((players, 1))}
    for place, (block, table) in enumerate(zip(order, tables, strict=True)):
        low, high = _reach(tables[place + 1 :], players)
        state = _merged(state, _parts(crossed[block], table), low - near, high + near)
        if sum(points.shape[1] for points in state.values()) > limit:
            return Patterns((), np.empty((players, 0), dtype=np.int8), False)
    masks = tuple(mask for mask, points in state.items() for _ in range(points.shape[1]))
    ends = np.concatenate(list(state.values()), axis=1)
    above = (ends > near[:, None]).astype(np.int8)
    return Patterns(masks, above + (ends >= -near[:, None]).astype(np.int8), True)


def _narrowed(tables: list[FloatArray], near: FloatArray) -> list[FloatArray]:
    """Tables with the same signs of all sums, each brought as near to 0 as the others, so brought, allow."""
    found = [table.copy() for table in tables]
    for place, table in enumerate(found):
        low, high = _reach(found[:place] + found[place + 1 :], len(table))
        _clamped(table, low - near, high + near)
    return found


def _reach(tables: list[FloatArray], players: int) -> tuple[FloatArray, FloatArray]:
    """The least and the most that sums over these tables bring, shape (players,) each."""
    none = np.zeros(players)
    return sum((t.min(axis=1) for t in tables), none), sum((t.max(axis=1) for t in tables), none)


def _clamped(points: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Sums that will end above 0, or below, whatever the rest brings between `low` and `high`, all made the same."""
    np.minimum(points, (1 - low)[:, None], out=points)
    np.maximum(points, (-high - 1)[:, None], out=points)
    return points


def _parts(crossed: BoolArray, points: FloatArray) -> list[tuple[int, FloatArray]]:
    """The combinations of a block by the lines that they cross, of each pattern the best."""
    lines = np.flatnonzero(crossed.any(axis=1))
    first, place = _distinct_columns(crossed[lines])
    parts = []
    order = np.argsort(place, kind="stable")
    for number, columns in enumerate(np.split(order, np.flatnonzero(np.diff(place[order])) + 1)):
        mask = sum(1 << int(line) for line in lines[crossed[lines, first[number]]])
        parts.append((mask, _best(points[:, columns])))
    return parts


def _distinct_columns(crossed: BoolArray) -> tuple[IntArray, IntArray]:
    """One column of each kind, and which kind every column is."""
    if len(crossed) <= BITS:
        code = np.zeros(crossed.shape[1], dtype=np.int64)
        for bit, row in enumerate(crossed):
            code |= row.astype(np.int64) << bit
    else:
        packed = np.ascontiguousarray(np.packbits(crossed, axis=0).T)
        _, code = np.unique(packed.view(np.dtype((np.void, packed.shape[1]))).ravel(), return_inverse=True)
    _, first, place = np.unique(code, return_index=True, return_inverse=True)
    return first, place.ravel()


def _merged(
    state: dict[int, FloatArray], parts: list[tuple[int, FloatArray]], low: FloatArray, high: FloatArray
) -> dict[int, FloatArray]:
    """Every sum of a point so far and one of the block, by pattern, of each pattern the best."""
    fresh: dict[int, list[FloatArray]] = {}
    for mask, points in state.items():
        for other, more in parts:
            step = max(1, WIDE // more.shape[1])
            for start in range(0, points.shape[1], step):
                some = points[:, start : start + step]
                total = (some[:, :, None] + more[:, None, :]).reshape(len(some), -1)
                fresh.setdefault(mask | other, []).append(_best(_clamped(total, low, high)))
    together = {
        mask: _best(np.concatenate(found, axis=1)) if len(found) > 1 else found[0] for mask, found in fresh.items()
    }
    return _sparse(together) if len(together) <= FEW * BITS else together


def _sparse(state: dict[int, FloatArray]) -> dict[int, FloatArray]:
    """Without the points that one with fewer lines crossed makes superfluous."""
    kept: dict[int, FloatArray] = {}
    for mask in sorted(state, key=lambda mask: (mask.bit_count(), mask)):
        points = state[mask]
        for other, better in kept.items():
            if other & mask == other and points.shape[1] and better.shape[1] * points.shape[1] <= PAIRS:
                points = points[:, ~(better[:, :, None] >= points[:, None, :]).all(axis=0).any(axis=0)]
        if points.shape[1]:
            kept[mask] = points
    return kept


def _best(points: FloatArray) -> FloatArray:
    distinct = _distinct(points)
    return distinct[:, undominated(distinct)]


def _distinct(points: FloatArray) -> FloatArray:
    """Each column once."""
    low = points.min(axis=1)
    span = points.max(axis=1) - low
    if (span < FEW).all() and len(points) * 3 <= BITS:
        code = np.zeros(points.shape[1], dtype=np.int64)
        for own, least in zip(points, low, strict=True):
            code = code * FEW + (own - least).astype(np.int64)
        return points[:, np.unique(code, return_index=True)[1]]
    order = np.lexsort(points)
    ordered = points[:, order]
    new = np.append(True, (ordered[:, 1:] != ordered[:, :-1]).any(axis=0))
    return ordered[:, new]
