"""Which of several no-deal points an answer is about, where nobody named one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.table.claims import NoDeal
from negotiate.errors import Note, is_about

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

SAME = 1e-9
"""Of all that a player's payoffs span: two no-deal points that are no further apart are one."""
CASES = 8
"""No-deal points that differ in what they are worth, of which answers are worked out."""
SEVERAL = "several no-deal points"
"""What the note is about that says which of several no-deal points an answer takes."""


def usual(problem: BargainingProblem) -> BargainingProblem:
    """The problem under the no-deal point that every answer is about where nobody named one.

    That is the first under which some package would be signed by all; where there is none, the first.
    """
    if problem.named:
        return problem
    for number in islice(differing(problem), CASES):
        here = problem if number == problem.chosen else problem.under(number)
        if len(here.frontier_of().packages):
            return here
    return problem


def differing(problem: BargainingProblem) -> Iterator[int]:
    """The no-deal points that are worth something else than those before them."""
    seen: list[FloatArray] = []
    span = _span(problem)
    for number, found in enumerate(problem.no_deals):
        if not any((np.abs(found.payoffs - other) <= SAME * span).all() for other in seen):
            seen.append(found.payoffs)
            yield number


def twins(problem: BargainingProblem) -> tuple[int, ...]:
    """The other no-deal points that are worth the same as the one that counts, counted from 0."""
    apart = np.abs(np.array([found.payoffs for found in problem.no_deals]) - problem.disagreement)
    same = (apart <= SAME * _span(problem)).all(axis=1)
    return tuple(number for number in np.flatnonzero(same).tolist() if number != problem.chosen)


def _span(problem: BargainingProblem) -> FloatArray:
    """All that each player's payoffs span, with a deal and without."""
    table = np.array([found.payoffs for found in problem.no_deals])
    spans = [np.ptp(table, axis=0), *(np.ptp(block.payoffs, axis=1) for block in problem.blocks)]
    return np.asarray(np.sum(spans, axis=0), dtype=np.float64)


def several_note(no_deals: Sequence[NoDeal], chosen: int, one_table: bool = True) -> Note:
    """Which of several no-deal points an answer is about, and how to ask about another.

    Which of them it is does not matter where all are worth the same, and leave one table.
    """
    points = f"without talks there are {len(no_deals)} equilibria, and so {len(no_deals)} no-deal points"
    worths = np.array([found.payoffs for found in no_deals])
    if one_table and (np.ptp(worths, axis=0) <= SAME * np.abs(worths).max(axis=0)).all():
        return Note(f"{points}, all worth the same", SEVERAL)
    other = f"`--no-deal {1 if chosen else 2}` takes another"
    return Note(f"{points}. This answer takes number {chosen + 1}. {other}", SEVERAL)


def retold(notes: Sequence[str], no_deals: Sequence[NoDeal], chosen: int) -> tuple[str, ...]:
    """Notes, of which the one about several no-deal points names another of them."""
    return tuple(several_note(no_deals, chosen) if is_about(note, SEVERAL) else note for note in notes)
