"""The states worth a row of a table: those that stand, gathered where they stand alike, today, and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.standing.looking_ahead.concepts import Concept
from negotiate.standing.stability import Stability
from negotiate.standing.telling.patterns import Pattern, gather

SMALL = 9
"""A model with fewer states shows each of them."""
STRENGTH: tuple[Concept, ...] = ("R", "SEQ", "SMR", "GMR", "SIM")
"""What counts for more when rows are sorted comes first."""


@dataclass(frozen=True, slots=True)
class Row:
    """States that stand alike.

    Parameters
    ----------
    pattern : Pattern
        Which states.
    by : tuple of str
        The concepts by which they stand.
    leavers : tuple of tuple of int
        For each concept of the answer the players who would leave each of these states.
    """

    pattern: Pattern
    by: tuple[Concept, ...]
    leavers: tuple[tuple[int, ...], ...]

    @property
    def states(self) -> tuple[int, ...]:
        """Which states they are, ascending."""
        return self.pattern.states


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of states.

    Parameters
    ----------
    rows : tuple of Row
        Those that stand by the most and the strongest concepts first.
    left : int
        States that stand by some concept and have no row.
    others : int
        States that stand by none and have no row.
    """

    rows: tuple[Row, ...]
    left: int
    others: int


def table_rows(found: Stability, most: int, everything: bool = False) -> Rows:
    """Choose and gather the states of a table.

    Parameters
    ----------
    found : Stability
        The answer.
    most : int
        Rows at most, besides today and what happened.
    everything : bool
        Whether states that stand by no concept have rows, too; small models always show them.
    """
    count = len(found.model.states)
    everything = everything or count < SMALL
    focal = sorted(found.model.known)
    rows = [_row(found, Pattern((s,), {})) for s in focal]
    room, left, others = most, 0, 0
    for by, states in _alike(found, frozenset(focal)):
        if not by and not everything:
            others += len(states)
            continue
        gathered = gather(found.model, states, room) if count >= SMALL else _apart(states, room)
        rows += [_row(found, one) for one in gathered]
        room -= len(gathered)
        missing = len(states) - sum(len(one.states) for one in gathered)
        left, others = (left + missing, others) if by else (left, others + missing)
    return Rows(tuple(sorted(rows, key=lambda row: _rank(row, row.states[0] in focal))), left, others)


def _apart(states: Sequence[int], most: int) -> tuple[Pattern, ...]:
    return tuple(Pattern((state,), {}) for state in states[:most])


def _rank(row: Row, focal: bool) -> tuple[list[bool], bool, int, int]:
    """Strong concepts first; of equal rows today and what happened, then the most states."""
    return [concept not in row.by for concept in STRENGTH], not focal, -len(row.states), row.states[0]


def _alike(found: Stability, without: frozenset[int]) -> Iterable[tuple[tuple[Concept, ...], list[int]]]:
    """States by the concepts by which they stand, the strongest first."""
    stands = found.stands
    groups: dict[tuple[Concept, ...], list[int]] = {}
    weights = 1 << np.arange(len(found.concepts))
    codes = weights @ stands
    for code in np.unique(codes).tolist():
        by = tuple(concept for k, concept in enumerate(found.concepts) if code >> k & 1)
        groups[by] = [int(s) for s in np.flatnonzero(codes == code) if int(s) not in without]
    order = sorted(groups, key=lambda by: [concept not in by for concept in STRENGTH])
    return [(by, groups[by]) for by in order if groups[by]]


def _row(found: Stability, pattern: Pattern) -> Row:
    stays = found.stable[:, :, list(pattern.states)]
    leavers = tuple(tuple(int(p) for p in np.flatnonzero(~one.any(axis=1))) for one in stays)
    return Row(pattern, found.by_concept(pattern.states[0]), leavers)
