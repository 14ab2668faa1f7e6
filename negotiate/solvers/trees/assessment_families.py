"""Finds the ends of a family of sequential outcomes, where what is meant leaves the odds open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from negotiate.games.normal_form import FloatArray
from negotiate.solvers.trees.assessment_program import LEAST, OPEN, Arrays, Program

SAME = 1e-6  # closer than this in every weight, two solutions are one
CORNERS = 200  # of a family of two dimensions

Corner = Callable[[FloatArray], FloatArray | None]
"""Direction among some columns → the solution farthest along it."""


def met(program: Program) -> list[int]:
    """The columns of weights of what is done, and left open, at sets on the path."""
    form, off = program.form, program.slips.off
    return [
        column
        for key, column in program.columns.items()
        if len(key) == 1
        and key[0] < form.sets.slots
        and program.used[form.set_of[key[0]]] >> key[0] & 1
        and any(not form.path[node] & off for node in form.nodes[form.set_of[key[0]]])
    ]


def ends(program: Program, values: FloatArray) -> tuple[list[FloatArray], bool]:
    """The ends of the family of outcomes in which exactly this is meant, and whether these are all.

    Parameters
    ----------
    program : Program
        Of one support profile.
    values : ndarray, shape (columns,)
        A solution.

    Returns
    -------
    found : list of ndarray
        Solutions; empty if there is one outcome and no family. Those at which something is not meant any more, and so
        belong to another support profile, are among them.
    all_of_them : bool
        False where the family has three dimensions or more.
    """
    columns = met(program)
    if not columns:
        return [], True
    arrays = Arrays(program, strict=False)

    def farthest(way: FloatArray) -> FloatArray | None:
        return arrays.solved(dict(zip(columns, way.tolist(), strict=True)))

    rng = np.random.default_rng(0)
    found: list[FloatArray] = []
    span = np.zeros((0, len(columns)))
    for _ in range(len(columns)):
        way = rng.normal(size=len(columns))
        way -= span.T @ (span @ way)
        if np.linalg.norm(way) < SAME:
            break
        pair = [farthest(sign * way) for sign in (1.0, -1.0)]
        points = [one for one in pair if one is not None]
        if len(points) < 2 or np.abs(points[0][columns] - points[1][columns]).max() < SAME:
            break
        found += points
        span = _span([one[columns] - found[0][columns] for one in found[1:]])
    if len(span) == 2:
        return _round(found, columns, span, farthest)
    return found, len(span) < 2


def _span(steps: Sequence[FloatArray]) -> FloatArray:
    """An orthonormal basis of what these steps span."""
    _, sizes, rows = np.linalg.svd(np.array(steps), full_matrices=False)
    return np.asarray(rows[sizes > SAME * max(float(sizes.max()), 1.0)], dtype=np.float64)


def _round(
    found: list[FloatArray], columns: Sequence[int], span: FloatArray, farthest: Corner
) -> tuple[list[FloatArray], bool]:
    """Every corner of a family in a plane: beyond each edge there is one, or nothing."""
    columns = list(columns)

    def flat(one: FloatArray) -> FloatArray:
        return np.asarray(span @ one[columns])

    corners = _distinct(found, flat)
    waiting = _edges(corners, flat)
    while waiting and len(corners) < CORNERS:
        first, second = waiting.pop()
        along = flat(second) - flat(first)
        outward = np.array([along[1], -along[0]]) / np.linalg.norm(along)
        beyond = farthest(outward @ span)
        if beyond is not None and (flat(beyond) - flat(first)) @ outward > SAME:
            corners.append(beyond)
            waiting += [(first, beyond), (beyond, second)]
    return _distinct(corners, flat), not waiting


def _distinct(found: Sequence[FloatArray], flat: Callable[[FloatArray], FloatArray]) -> list[FloatArray]:
    kept: list[FloatArray] = []
    for one in found:
        if all(np.abs(flat(one) - flat(other)).max() >= SAME for other in kept):
            kept.append(one)
    return kept


def _edges(
    corners: Sequence[FloatArray], flat: Callable[[FloatArray], FloatArray]
) -> list[tuple[FloatArray, FloatArray]]:
    """Neighbours round the middle, anticlockwise."""
    middle = np.mean([flat(one) for one in corners], axis=0)
    turned = sorted(corners, key=lambda one: float(np.arctan2(*(flat(one) - middle)[::-1])))
    return list(zip(turned, [*turned[1:], *turned[:1]], strict=True))


def whole(program: Program, end: FloatArray) -> bool:
    """Whether everything that is meant on the path has some weight still."""
    return bool(end[met(program)].min() > OPEN)


def open_behaviour(program: Program, values: FloatArray, read: Callable[[FloatArray], FloatArray]) -> bool:
    """Whether what is meant leaves the odds of something open, on the path or off it.

    Parameters
    ----------
    program : Program
        Of one support profile.
    values : ndarray, shape (columns,)
        A solution.
    read : callable
        Solution → behaviour.
    """
    columns = [column for key, column in program.columns.items() if len(key) == 1]
    if all(bits.bit_count() == 1 for bits in program.used):
        return False
    arrays = Arrays(program, strict=True, least=0.5 * float(values[LEAST]))
    way = np.random.default_rng(1).normal(size=len(columns))
    pair = [arrays.solved(dict(zip(columns, (sign * way).tolist(), strict=True))) for sign in (1.0, -1.0)]
    points = [read(one) for one in pair if one is not None]
    return len(points) == 2 and bool(np.abs(points[0] - points[1]).max() > SAME)
