"""Which packages are what an expectation describes, all of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, IntArray
from negotiate.bargaining.problem import BargainingProblem
from negotiate.errors import UnsuitableGame
from negotiate.expectations.matching import TOLERANCE, Found, number
from negotiate.model.expectation import Expectation
from negotiate.model.frame import Frame
from negotiate.model.negotiation import Negotiation


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """How well packages fit what is expected of them.

    Parameters
    ----------
    whole : ndarray of bool, shape (m,)
        Whether all of it holds.
    wrong : ndarray of int, shape (m,)
        How many parts of it do not.
    """

    whole: BoolArray
    wrong: IntArray


def fit(entry: Expectation, problem: BargainingProblem, packages: IntArray, negotiation: Negotiation) -> Fit:
    """How well each of these packages fits an expectation.

    Parameters
    ----------
    entry : Expectation
        What options, payoffs and condition are wanted.
    problem : BargainingProblem
        Whose packages they are.
    packages : ndarray of int, shape (m,)
        Their indices.
    negotiation : Negotiation
        The scenario of the problem.

    Raises
    ------
    UnsuitableGame
        If the condition names the status quo and the file has none.
    """
    wrong = np.zeros(len(packages), dtype=np.int64)
    for issue, wanted in entry.choices.items():
        wrong += ~np.isin(labels_of(problem, packages, issue), list(wanted))
    payoffs = problem.payoffs_of(packages)
    for player, expression in entry.payoffs.items():
        value = number(expression, negotiation)
        wrong += ~(np.abs(payoffs[problem.keys.index(player)] - value) <= TOLERANCE * max(1.0, abs(value)))
    if entry.where is not None:
        frame = Frame(
            negotiation, {}, 2, names={**points(problem, negotiation), **dict(zip(problem.keys, payoffs, strict=True))}
        )
        try:
            found = entry.where.evaluate(frame)
        except KeyError as name:
            raise UnsuitableGame(f"{name} is not known: the file names no status quo") from None
        wrong += ~np.broadcast_to(np.asarray(found, dtype=bool).ravel(), wrong.shape)
    return Fit(wrong == 0, wrong)


def points(problem: BargainingProblem, negotiation: Negotiation) -> dict[str, float]:
    """What a condition may hold payoffs against: what the status quo is worth to each player, and no deal."""
    result = {f"no_deal.{key}": float(x) for key, x in zip(problem.keys, problem.disagreement, strict=True)}
    if negotiation.status_quo:
        result |= {f"status_quo.{key}": x for key, x in negotiation.package_payoffs({}).items()}
    return result


def labels_of(problem: BargainingProblem, packages: IntArray, issue: str) -> npt.NDArray[np.str_]:
    """The option that an issue has in each of these packages, shape (m,)."""
    rest = np.asarray(packages, dtype=np.int64)
    for block in reversed(problem.blocks):
        rest, combination = np.divmod(rest, block.size)
        if issue in block.issues:
            return _options(block.issues, block.options, combination, issue)
    return np.full(len(packages), problem.fixed.get(issue, ""))


def _options(
    issues: Sequence[str], options: Sequence[Sequence[str]], combination: IntArray, issue: str
) -> npt.NDArray[np.str_]:
    for name, labels in zip(reversed(issues), reversed(options), strict=True):
        combination, option = np.divmod(combination, len(labels))
        if name == issue:
            return np.array(labels)[option]
    raise KeyError(issue)


def found_at(problem: BargainingProblem, package: int, negotiation: Negotiation) -> Found:
    """What a package comes to, as an equilibrium would."""
    chosen: Mapping[str, str] = problem.package(package)
    payoffs = tuple(float(x) for x in problem.payoffs_of([package])[:, 0])
    return Found({issue: {option: 1.0} for issue, option in chosen.items()}, payoffs, points(problem, negotiation))
