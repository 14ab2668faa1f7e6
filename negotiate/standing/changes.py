"""The smallest change of given rankings after which a state stands, counted in swaps of neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from negotiate.standing.lookahead import Lookahead, Ranks

ARRANGEMENTS = 20_000
"""Rankings that are tried before the search stops: about a second."""
PLACES = 5_000_000
"""States' levels that all of them hold together, so that of large models fewer are tried."""
LISTED = 6
"""Changes of the same size that are listed."""

OWN = ("R", "GMR", "SMR")
"""Concepts in which a player looks at its own ranking alone."""

Ranking = tuple[int, ...]
"""State → level of one player, counted from 0 without gaps, the higher the better."""
Rankings = tuple[Ranking, ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """Two states of neighbouring levels change places in a player's ranking."""

    player: int
    raised: int
    lowered: int


@dataclass(frozen=True, slots=True)
class Change:
    """A change of rankings, as swaps one after the other.

    Parameters
    ----------
    swaps : tuple of Swap
        None where nothing has to change.
    ranks : tuple of tuple of int
        Every player's ranking afterwards: state → level, the higher the better.
    """

    swaps: tuple[Swap, ...]
    ranks: Rankings


@dataclass(frozen=True, slots=True)
class Changes:
    """The smallest changes found.

    Parameters
    ----------
    smallest : tuple of Change
        All of the same size, `LISTED` at the most; there is always one.
    certain : bool
        Whether no smaller one exists.
    every : bool
        Whether all of this size are listed.
    """

    smallest: tuple[Change, ...]
    certain: bool
    every: bool


def smallest_changes(look: Lookahead) -> Changes:
    """The fewest swaps of neighbours in the players' rankings after which nobody would leave a state.

    A swap lets two states of neighbouring levels change places, so that there are as many ties as before.

    Notes
    -----
    Where a player minds its own ranking alone, what keeps it from leaving is how many states it finds no better. A swap
    lifts the state by one level at the most over any other, so lifting it until the player stays is as short as can be.
    Where answers must improve those who give them, others' rankings count too: rankings are then tried in the order of
    their distance from the given ones, up to that of lifting the state above all that each player could leave it for.
    """
    start = tuple(_levels(row) for row in look.model.ranks)
    if look.stands(start):
        return Changes((Change((), start),), certain=True, every=True)
    lifted = _lifted(look, start)
    if look.concept in OWN:
        return Changes((lifted,), certain=True, every=len(lifted.swaps) == 0)
    return _nearest(look, start, lifted)


def _levels(row: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Ranking:
    return tuple(int(level) for level in np.unique(row, return_inverse=True)[1])


def _lifted(look: Lookahead, start: Rankings) -> Change:
    """Lift the state in each player's ranking until the player stays, whatever the others think."""
    own = look if look.concept in OWN else Lookahead(look.model, look.state, "R", look.sanctions)
    ranks, swaps = list(start), []
    for player in range(len(start)):
        while not own.stays(player, ranks):
            above = ranks[player].index(ranks[player][look.state] + 1)
            swaps.append(Swap(player, look.state, above))
            ranks[player] = _swapped(ranks[player], look.state, above)
    return Change(tuple(swaps), tuple(ranks))


def _swapped(ranking: Ranking, one: int, other: int) -> Ranking:
    row = list(ranking)
    row[one], row[other] = row[other], row[one]
    return tuple(row)


def _nearest(look: Lookahead, start: Rankings, lifted: Change) -> Changes:
    """Try rankings in the order of their distance; those of `lifted` stand for certain."""
    ring: list[Change] = [Change((), start)]
    seen = {start}
    most = min(ARRANGEMENTS, PLACES // (len(start) * len(start[0])))
    for distance in range(1, len(lifted.swaps) + 1):
        further: list[Change] = []
        found: list[Change] = []
        for change in ring:
            for nearby in _nearby(change):
                if nearby.ranks in seen:
                    continue
                if len(seen) >= most:
                    best = found[:LISTED] if found else [lifted]
                    certain = bool(found) or distance == len(lifted.swaps)
                    return Changes(tuple(best), certain, every=False)
                seen.add(nearby.ranks)
                further.append(nearby)
                if look.stands(nearby.ranks):
                    found.append(nearby)
        if found:
            return Changes(tuple(found[:LISTED]), certain=True, every=len(found) <= LISTED)
        ring = further
    raise AssertionError("lifting the state above all that it could be left for lets it stand")


def _nearby(change: Change) -> Iterator[Change]:
    """All rankings that are one swap further."""
    for player, ranking in enumerate(change.ranks):
        by_level: list[list[int]] = [[] for _ in range(max(ranking) + 1)]
        for state, level in enumerate(ranking):
            by_level[level].append(state)
        for low, high in pairwise(by_level):
            for raised in low:
                for lowered in high:
                    new = _swapped(ranking, raised, lowered)
                    ranks = (*change.ranks[:player], new, *change.ranks[player + 1 :])
                    yield Change((*change.swaps, Swap(player, raised, lowered)), ranks)


def as_levels(ranks: Ranks, player: int) -> tuple[tuple[int, ...], ...]:
    """A player's ranking as levels of states, the best first."""
    row = ranks[player]
    return tuple(tuple(s for s, r in enumerate(row) if r == level) for level in sorted(set(row), reverse=True))
