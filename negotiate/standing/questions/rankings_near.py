"""One player's rankings in the order of their distance from a given one, with what they make true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from negotiate.standing.questions.demands import Comparison

Ranking = tuple[int, ...]
"""State → level of one player, counted from 0 without gaps, the higher the better."""
Exchange = tuple[int, int]
"""The state that is raised by a swap of neighbouring levels, and the one that is lowered."""


@dataclass(frozen=True, slots=True)
class Near:
    """A ranking, the swaps that lead to it, and which comparisons hold in it, one bit each."""

    ranking: Ranking
    swaps: tuple[Exchange, ...]
    truth: int


@dataclass(slots=True)
class RankingsNear:
    """Rings of rankings round a given one: ring d holds those that are d swaps of neighbouring levels away.

    Parameters
    ----------
    asked : sequence of Comparison
        What is asked of each ranking; where it is nothing, no other ranking is of any use and none is looked at.
    most : int
        Rankings at most; a ring that would go beyond is not begun or not kept.
    rings : list of list of Near
        Those complete so far.
    """

    asked: Sequence[Comparison]
    most: int
    rings: list[list[Near]]
    stopped: bool = False
    _seen: set[Ranking] = field(default_factory=set)

    @classmethod
    def round(cls, start: Ranking, asked: Sequence[Comparison], most: int) -> RankingsNear:
        """The given ranking alone."""
        near = cls(asked, most, [])
        near.rings.append([near._met(start, ())])
        near._seen.add(start)
        return near

    def reach(self, distance: int) -> bool:
        """Add rings up to a distance.

        Returns
        -------
        bool
            Whether all of them are there.
        """
        while len(self.rings) <= distance and not self.stopped:
            ring = self._next() if self.asked else []
            if not self.stopped:
                self.rings.append(ring)
        return not self.stopped

    def _next(self) -> list[Near]:
        ring: list[Near] = []
        for one in self.rings[-1]:
            for exchange in neighbours(one.ranking):
                ranking = exchanged(one.ranking, *exchange)
                if ranking in self._seen:
                    continue
                if len(self._seen) >= self.most:
                    self.stopped = True
                    return []
                self._seen.add(ranking)
                ring.append(self._met(ranking, (*one.swaps, exchange)))
        return ring

    def _met(self, ranking: Ranking, swaps: tuple[Exchange, ...]) -> Near:
        truth = 0
        for bit, one in enumerate(self.asked):
            above = ranking[one.state] - ranking[one.than]
            truth |= (above > 0 or (above == 0 and not one.strictly)) << bit
        return Near(ranking, swaps, truth)


def neighbours(ranking: Ranking) -> Iterator[Exchange]:
    """All swaps of two states of neighbouring levels."""
    by_level: list[list[int]] = [[] for _ in range(max(ranking) + 1)]
    for state, level in enumerate(ranking):
        by_level[level].append(state)
    for low, high in pairwise(by_level):
        yield from ((raised, lowered) for raised in low for lowered in high)


def exchanged(ranking: Ranking, one: int, other: int) -> Ranking:
    """The ranking with two states' levels swapped."""
    row = list(ranking)
    row[one], row[other] = row[other], row[one]
    return tuple(row)
