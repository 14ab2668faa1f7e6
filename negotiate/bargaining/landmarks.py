"""Which package, and which of several no-deal points, an answer is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from numbers import Integral
from typing import TypeVar

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.claims import SAME, Landmark
from negotiate.bargaining.frontier import frontier_of
from negotiate.bargaining.table import BargainingTable
from negotiate.errors import UnsuitableGame, shortly

Table = TypeVar("Table", bound=BargainingTable)

CASES = 8
"""No-deal points that differ in what they are worth, of which answers are worked out."""
LONGEST = 60
"""Signs of a wrong name that are said back."""


def usual(problem: Table) -> Table:
    """The problem under the no-deal point that every answer is about where nobody named one.

    That is the first under which some package would be signed by all; where there is none, the
    first.
    """
    if problem.named:
        return problem
    for number in islice(differing(problem), CASES):
        here = problem if number == problem.chosen else problem.under(number)
        if len(frontier_of(here).packages):
            return here
    return problem


def differing(problem: BargainingTable) -> Iterator[int]:
    """The no-deal points that are worth something else than those before them."""
    seen: list[FloatArray] = []
    span = _span(problem)
    for number, found in enumerate(problem.no_deals):
        if not any((np.abs(found.payoffs - other) <= SAME * span).all() for other in seen):
            seen.append(found.payoffs)
            yield number


def twins(problem: BargainingTable) -> tuple[int, ...]:
    """The other no-deal points that are worth the same as the one that counts, counted from 0."""
    apart = np.abs(np.array([found.payoffs for found in problem.no_deals]) - problem.disagreement)
    same = (apart <= SAME * _span(problem)).all(axis=1)
    return tuple(number for number in np.flatnonzero(same).tolist() if number != problem.chosen)


def _span(problem: BargainingTable) -> FloatArray:
    """All that each player's payoffs span, with a deal and without."""
    table = np.array([found.payoffs for found in problem.no_deals])
    return np.asarray(np.ptp(table, axis=0) + problem.span)


def found_landmark(
    problem: BargainingTable, package: int | Mapping[str, str] | str | Landmark
) -> Landmark:
    """A package with its name and worth; see `BargainingProblem.landmark`."""
    if isinstance(package, Landmark):
        return package
    if isinstance(package, str):
        return _labelled(problem, package)
    number: object = package
    label = ""
    if isinstance(package, Mapping):
        index, label = _chosen(problem, package), ", ".join(f"{k} {v}" for k, v in package.items())
    elif not isinstance(number, bool) and isinstance(number, Integral):
        index = int(number)
    else:
        raise UnsuitableGame(
            f"`{str(package)[:LONGEST]}` names no package",
            "name it by its number, by issue → option, or by the label of what happened",
        )
    if not 0 <= index < problem.count:
        raise UnsuitableGame(
            f"there is no package number {shortly(index)}",
            f"they are numbered from 0 to {problem.count - 1:,}",
        )
    return on_table(problem, label or f"package {index}", index, problem.package(index))


def on_table(
    problem: BargainingTable, label: str, index: int, choices: Mapping[str, str]
) -> Landmark:
    """A package of the table by a name of its own."""
    worth = problem.payoffs_of([index])[:, 0]
    return Landmark(
        label,
        index,
        worth,
        choices,
        costs=problem.prices_of(index),
        possible=problem.possible(index),
    )


def _labelled(problem: BargainingTable, label: str) -> Landmark:
    known = {mark.label: mark for mark in problem.landmarks}
    if problem.status_quo is not None:
        known = {"status_quo": problem.status_quo, "today": problem.status_quo} | known
    if label not in known:
        names = ", ".join(f"`{name}`" for name in known)
        there = f"there is {names}" if known else "the file names nothing that happened"
        said = f"nothing that happened is called `{label[:LONGEST]}`"
        raise UnsuitableGame(said, f"{there}; or write issue=option,…")
    return known[label]


def _chosen(problem: BargainingTable, package: Mapping[str, str]) -> int:
    """The index of a package; an issue that it leaves out is as it is today."""
    options = problem.issues
    if not options and not problem.fixed:
        hint = f"name one by its number, from 0 to {problem.count - 1:,}"
        raise UnsuitableGame("packages of bare arrays have no issues", hint)
    for issue, option in package.items():
        if issue not in options:
            fixed = problem.fixed.get(issue)
            if fixed is None:
                raise UnsuitableGame(
                    f"there is no issue `{issue[:LONGEST]}`", f"a deal sets {', '.join(options)}"
                )
            if option != fixed:
                raise UnsuitableGame(
                    (
                        f"no deal sets `{issue}`; it stays at `{fixed}`, and `{option[:LONGEST]}` "
                        "is "
                        "not on the table"
                    ),
                    f"a deal sets {', '.join(options)}",
                )
        elif option not in options[issue]:
            raise UnsuitableGame(
                f"`{issue}` has no option `{option[:LONGEST]}`",
                f"it has {', '.join(options[issue])}",
            )
    today = {} if problem.status_quo is None else problem.status_quo.choices
    full = {**{issue: today[issue] for issue in options if issue in today}, **package}
    missing = [issue for issue in options if issue not in full]
    if missing:
        raise UnsuitableGame(
            f"the package says nothing of {', '.join(f'`{issue}`' for issue in missing)}"
        )
    return problem.index(full)
