"""A bargaining problem made smaller: only the packages that can be the best without some of its lines.

Lines are then taken away in every combination without going through all packages each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import compress, product
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.bargaining.table.block import Block
from negotiate.bargaining.table.claims import Claim
from negotiate.kernels.bargaining.pareto import undominated

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


@dataclass(frozen=True, slots=True, eq=False)
class Smaller:
    """A problem of few packages with the same frontier, whichever of the lines are taken away.

    Parameters
    ----------
    problem : BargainingProblem
        One block; its packages have numbers of their own.
    packages : tuple of int
        The number that each of them has in the whole problem.
    sizes : tuple of int
        How many packages of the whole problem are in the zone without some lines, by the bit mask of these.
    """

    problem: BargainingProblem
    packages: tuple[int, ...]
    sizes: tuple[int, ...]


def smaller(problem: BargainingProblem, lines: tuple[Claim, ...]) -> Smaller:
    """Keep the packages that no other of the same crossed lines dominates.

    Parameters
    ----------
    problem : BargainingProblem
        Small enough to lay its packages out.
    lines : tuple of Claim
        Every red line, ratifier and soft red line of it that stands.

    Notes
    -----
    Each player's worst and best package are kept besides, as ones that cannot happen, so that payoffs are compared in
    the steps of the whole problem.
    """
    hard = [line.name for line in lines if line.hard]
    soft = [line.name for line in lines if not line.hard]
    crossed = {line.name: problem.crossing(line.name) for line in lines}
    code = np.zeros(problem.count, dtype=np.int64)
    for place, line in enumerate(lines):
        if line.hard:
            code |= crossed[line.name].astype(np.int64) << place
    sizes = np.zeros(1 << len(lines), dtype=np.int64)
    kept = [np.empty(0, dtype=np.int64)]
    every = np.arange(len(sizes))
    softly = sum(1 << place for place, line in enumerate(lines) if not line.hard)
    for taken in product((False, True), repeat=len(soft)):
        names = list(compress(soft, taken))
        free = problem.without(*names, *hard)
        inside = free.zone()
        here = every & softly == sum(1 << place for place, line in enumerate(lines) if line.name in names)
        sizes[here] = _within(code[inside], len(lines))[every[here] & ~softly]
        kept.extend(_best_of_each(free.gains()[:, inside], inside, code[inside]))
    found = np.unique(np.concatenate(kept))
    ends = np.unique([*problem.payoffs.argmin(axis=1), *problem.payoffs.argmax(axis=1)])
    columns = np.concatenate([found, ends])
    costs = {name: problem.pricing(name)[columns] for name in soft}
    block = Block(
        problem.payoffs[:, columns],
        np.arange(len(columns)) < len(found),
        {name: mask[columns] for name, mask in crossed.items()},
        costs=costs,
    )
    little = replace(problem, blocks=(block,), landmarks=(), status_quo=None, _held={})
    return Smaller(little, tuple(found.tolist()), tuple(sizes.tolist()))


def _within(codes: IntArray, lines: int) -> IntArray:
    """How many of the codes have no bit outside each mask, shape (2 ** lines,)."""
    counts = np.bincount(codes, minlength=1 << lines)
    for line in range(lines):
        split = counts.reshape(-1, 2, 1 << line)
        split[:, 1] += split[:, 0]
    return counts


def _best_of_each(gains: FloatArray, packages: IntArray, codes: IntArray) -> Iterator[IntArray]:
    """Of the packages that cross the same lines, those that no other dominates."""
    order = np.argsort(codes, kind="stable")
    for columns in np.split(order, np.flatnonzero(np.diff(codes[order])) + 1):
        if columns.size:
            yield packages[columns[undominated(gains[:, columns])]]
