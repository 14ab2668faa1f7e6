"""Lotteries over packages: what expected payoffs can be reached by drawing one.

A lottery is over acceptable packages and no deal. Its expected payoffs add up over blocks, so that only what is worth
drawing in each block is looked at, never the packages themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.bargaining.mixtures.curve import curve_path
from negotiate.bargaining.mixtures.path import Path, clipped, polyline
from negotiate.kernels.bargaining.hull import upper_right
from negotiate.kernels.bargaining.pareto import undominated
from negotiate.kernels.bargaining.steps import in_steps

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


@dataclass(frozen=True, slots=True, eq=False)
class Lotteries:
    """What may be drawn in each block.

    Parameters
    ----------
    tables : tuple of ndarray, shape (signers, drawn) each
        What each combination worth drawing adds to each signer's payoff, in whole steps.
    combinations : tuple of ndarray of int, shape (drawn,) each
        Which combination of its block each is.
    sizes : tuple of int
        How many combinations each block has.
    apart : ndarray, shape (signers,)
        What no deal is worth, in whole steps.
    size : ndarray, shape (signers,)
        What a step is worth.
    slack : ndarray, shape (signers,)
        So many steps of gain or loss are what rounding leaves, and none.
    insisting : ndarray of bool, shape (signers,)
        Who signs for no less than no deal is worth.
    """

    tables: tuple[FloatArray, ...]
    combinations: tuple[IntArray, ...]
    sizes: tuple[int, ...]
    apart: FloatArray
    size: FloatArray
    slack: FloatArray
    insisting: BoolArray

    @property
    def some(self) -> bool:
        """Whether there is any package to draw."""
        return all(table.shape[1] > 0 for table in self.tables)

    @property
    def least(self) -> FloatArray:
        """The least gain that each signer accepts: nothing, or minus infinity."""
        return np.where(self.insisting, 0.0, -np.inf)

    def package(self, drawn: tuple[int, ...]) -> int:
        """The index of the package that has these of the combinations worth drawing."""
        index = 0
        for column, combinations, size in zip(drawn, self.combinations, self.sizes, strict=True):
            index = index * size + int(combinations[column])
        return index


def lotteries_of(problem: BargainingProblem) -> Lotteries:
    """What is worth drawing in a problem: combinations that cross no claim and that no other dominates."""
    seats = list(problem.seats)
    steps = in_steps([block.payoffs[seats] for block in problem.blocks], [problem.disagreement[seats]])
    tables, combinations = [], []
    for block, table in zip(problem.blocks, steps.tables, strict=True):
        allowed = np.flatnonzero(block.allowed(problem.standing))
        best = undominated(table[:, allowed])
        tables.append(table[:, allowed[best]])
        combinations.append(allowed[best].astype(np.int64))
    return Lotteries(
        tuple(tables),
        tuple(combinations),
        tuple(block.size for block in problem.blocks),
        steps.vectors[0],
        steps.size,
        steps.slack,
        problem.insisting,
    )


def path_of(problem: BargainingProblem, lotteries: bool) -> Path:
    """The curve of outcomes, or the frontier of two signers' lotteries, where nobody gets less than it must.

    Lotteries over a curve are its concave hull: the curve itself where it bulges, straight between samples elsewhere.
    """
    found = problem.lotteries_of()
    if not problem.curve:
        return clipped(_frontier(found), found.least) if found.some else _nowhere(len(found.apart))
    seats = list(problem.seats)
    samples = problem.payoffs[seats] - problem.disagreement[seats, None]
    path = curve_path(samples)
    return clipped(_hull(path, found, samples) if lotteries else _unbeaten(path, samples), found.least)


def _nowhere(signers: int) -> Path:
    empty = polyline(np.zeros((signers, 1)), np.zeros(1, dtype=np.int64), True)
    return empty.some(np.zeros(1, dtype=bool))


def _frontier(found: Lotteries) -> Path:
    """The upper right boundary of two signers' lotteries: each block's, edge after edge from flat to steep."""
    chains = [upper_right(table) for table in found.tables]
    corners = [table[:, chain] for table, chain in zip(found.tables, chains, strict=True)]
    edges = np.concatenate([np.diff(corner) for corner in corners], axis=1)
    owner = np.repeat(np.arange(len(chains)), [len(chain) - 1 for chain in chains])
    steep = [np.maximum.accumulate(-rise / run) for run, rise in (np.diff(corner) for corner in corners)]
    order = np.argsort(np.concatenate(steep), kind="stable")
    start = np.asarray(sum(corner[:, 0] for corner in corners)) - found.apart
    gains = np.cumsum(np.concatenate([start[:, None], edges[:, order]], axis=1), axis=1)
    place = (owner[order][:, None] == np.arange(len(chains))).cumsum(axis=0)
    place = np.vstack([np.zeros((1, len(chains)), dtype=np.int64), place])
    packages = np.zeros(gains.shape[1], dtype=np.int64)
    for block, (chain, size) in enumerate(zip(chains, found.sizes, strict=True)):
        packages = packages * size + found.combinations[block][chain[place[:, block]]]
    if not found.insisting.all():
        gains, packages = np.append(gains, np.zeros((2, 1)), axis=1), np.append(packages, -1)
    kept = upper_right(gains)
    return polyline(gains[:, kept] * found.size[:, None], packages[kept], True)


def _hull(path: Path, found: Lotteries, samples: FloatArray) -> Path:
    """The concave hull of a curve: its own pieces between neighbours on the hull, lotteries elsewhere."""
    table = found.tables[0]
    corners = found.combinations[0][upper_right(table)]
    straight = polyline(samples[:, corners], corners, True)
    if len(corners) < 2 or not len(path):
        return straight
    row = {(int(a), int(b)): k for k, (a, b) in enumerate(path.ends)}
    own = [row.get((int(a), int(b)), -1) for a, b in straight.ends]
    pieces = np.zeros((len(own), *path.pieces.shape[1:]))
    pieces[:, :, :2] = straight.pieces
    kept = np.array(own) >= 0
    pieces[kept] = path.pieces[np.array(own)[kept]]
    return Path(pieces, straight.low, straight.high, straight.ends, ~kept)


def _unbeaten(path: Path, samples: FloatArray) -> Path:
    """The pieces of a curve that do not end in two outcomes of which there is something better for everybody."""
    best = np.zeros(samples.shape[1], dtype=bool)
    best[undominated(samples)] = True
    return path.some(np.asarray(best[path.ends].any(axis=1), dtype=bool))
