"""A bargaining problem as agents see it: packages that could be signed, scaled utilities, options by number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

LISTED = 1_000_000
"""Packages that agents ever choose from; of more, only the frontier is."""


@dataclass(frozen=True, slots=True, eq=False)
class Seats:
    """What lies on the table, for those who sign.

    Parameters
    ----------
    packages : ndarray of int, shape (m,)
        The packages that cross no red line and no ratifier, by their index in the problem.
    payoffs : ndarray, shape (signers, m)
        In the signers' own units.
    utilities : ndarray, shape (signers, m)
        0 without a deal, 1 the best of these packages.
    willing : ndarray of bool, shape (signers, m)
        Who gets at least as much as without a deal, of packages by which somebody gets more.
    options : ndarray of int, shape (m, issues)
        The option of each issue, by number.
    disagreement, span : ndarray, shape (signers,)
        What no deal gives, and how much more the best package does; where it gives no more, 1.
    frontier_only : bool
        Whether there were too many packages to list all.
    """

    packages: IntArray
    payoffs: FloatArray
    utilities: FloatArray
    willing: BoolArray
    options: IntArray
    disagreement: FloatArray
    span: FloatArray
    frontier_only: bool

    @property
    def hopeless(self) -> bool:
        """Whether somebody would sign none of these packages."""
        return not self.packages.size or not bool(self.willing.any(axis=1).all())


def seats(problem: BargainingProblem) -> Seats:
    """List what could be signed, the frontier alone where everything would be too much."""
    rows = list(problem.seats)
    whole = problem.count <= LISTED
    packages = np.flatnonzero(problem.acceptable()).astype(np.int64) if whole else problem.frontier()
    payoffs = problem.payoffs_of(packages)[rows]
    d = problem.disagreement[rows]
    gains = payoffs - d[:, None]
    span = gains.max(axis=1, initial=0.0)
    span = np.where(span > 0, span, 1.0)
    exact, slack = np.rint(gains / problem.step[:, None]), problem.in_steps().slack[:, None]
    willing = ((exact >= -slack) | ~problem.insisting[:, None]) & (exact > slack).any(axis=0)
    return Seats(packages, payoffs, gains / span[:, None], willing, _options(problem, packages), d, span, not whole)


def _options(problem: BargainingProblem, packages: IntArray) -> IntArray:
    """Options by number, one column an issue; a block without issues is one itself."""
    columns: list[IntArray] = []
    rest = packages
    for block in reversed(problem.blocks):
        rest, combination = np.divmod(rest, block.size)
        for labels in reversed(block.options):
            combination, option = np.divmod(combination, len(labels))
            columns.append(option)
        if not block.options:
            columns.append(combination)
    return np.stack(columns[::-1], axis=1) if len(packages) else np.zeros((0, max(len(columns), 1)), dtype=np.int64)
