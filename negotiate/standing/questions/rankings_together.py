"""Rankings of all players that meet every demand, put together from those near the given ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from negotiate.standing.questions.demands import Comparison, Demand
from negotiate.standing.questions.rankings_near import Near, Ranking, RankingsNear

Needs = tuple[tuple[int, ...], ...]
"""For each way to meet a demand: one mask a player of what must hold."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Demands as masks.

    Parameters
    ----------
    comparisons : tuple of tuple of Comparison
        Those of each player, in the order of its bits.
    needs : tuple
        One for each demand.
    """

    comparisons: tuple[tuple[Comparison, ...], ...]
    needs: tuple[Needs, ...]

    @classmethod
    def of(cls, demands: Sequence[Demand], players: int) -> Asked:
        """Read the masks off the demands."""
        said = sorted({one for demand in demands for way in demand.alternatives for one in way})
        own = tuple(tuple(one for one in said if one.player == player) for player in range(players))
        bits = {one: bit for row in own for bit, one in enumerate(row)}
        return cls(own, tuple(tuple(_masks(way, bits, players) for way in d.alternatives) for d in demands))

    def met(self, truths: Sequence[int]) -> bool:
        """Whether every demand is met where these comparisons hold."""
        return all(any(_within(way, truths) for way in ways) for ways in self.needs)


def _masks(way: Iterable[Comparison], bits: dict[Comparison, int], players: int) -> tuple[int, ...]:
    masks = [0] * players
    for one in way:
        masks[one.player] |= 1 << bits[one]
    return tuple(masks)


def _within(way: Sequence[int], truths: Sequence[int]) -> bool:
    return all(need & truth == need for need, truth in zip(way, truths, strict=True))


@dataclass(slots=True)
class Together:
    """Rankings of all players whose distances add up to a given one.

    Parameters
    ----------
    asked : Asked
        What they must make true.
    near : tuple of RankingsNear
        One a player.
    work : int
        Sets of rankings that may still be looked at.
    """

    asked: Asked
    near: tuple[RankingsNear, ...]
    work: int

    @classmethod
    def round(cls, start: Sequence[Ranking], demands: Sequence[Demand], most: int, work: int) -> Together:
        """The given rankings."""
        asked = Asked.of(demands, len(start))
        near = [RankingsNear.round(row, own, most) for row, own in zip(start, asked.comparisons, strict=True)]
        return cls(asked, tuple(near), work)

    def reach(self, distance: int) -> bool:
        """Look at each player's rankings up to a distance, and say whether that was all of them."""
        return min(one.reach(distance) for one in self.near)

    def possible(self, distance: int) -> bool:
        """Whether some rankings as far as this in all meet every demand."""
        if distance > sum(len(one.rings) - 1 for one in self.near):
            return False
        front = [_front(one.rings) for one in self.near]
        return any(self.asked.met([truth for truth, _ in chosen]) for chosen in self._sums(front, distance, ()))

    def found(self, distance: int) -> Iterator[tuple[Near, ...]]:
        """All rankings as far as this in all that meet every demand, those that touch few players first."""
        rings = [_by_truth(one.rings) for one in self.near]
        chosen = (c for c in self._sums(rings, distance, ()) if self.asked.met([truth for truth, _ in c]))
        for one in sorted(chosen, key=lambda c: sum(any(near.swaps for near in group) for _, group in c)):
            yield from _each([group for _, group in one], ())

    def _sums(
        self, rings: Sequence[Sequence[Sequence[tuple[int, list[Near]]]]], distance: int, chosen: tuple[Group, ...]
    ) -> Iterator[tuple[Group, ...]]:
        player = len(chosen)
        if player == len(rings):
            if distance == 0 and self.work > 0:
                self.work -= 1
                yield chosen
            return
        far = range(min(distance, len(rings[player]) - 1) + 1)
        for d in far if player < len(rings) - 1 else far[distance:]:
            for group in rings[player][d]:
                if self.work <= 0:
                    return
                yield from self._sums(rings, distance - d, (*chosen, group))


Group = tuple[int, list[Near]]
"""What holds, and the rankings of one ring in which that holds."""


def _by_truth(rings: Sequence[Sequence[Near]]) -> list[list[Group]]:
    """The rankings of each ring gathered by what holds in them."""
    found = []
    for ring in rings:
        groups: dict[int, list[Near]] = {}
        for near in ring:
            groups.setdefault(near.truth, []).append(near)
        found.append(list(groups.items()))
    return found


def _front(rings: Sequence[Sequence[Near]]) -> list[list[Group]]:
    """Of each ring one ranking for all that holds there and not already nearer, or besides more."""
    kept: list[int] = []
    found = []
    for ring in _by_truth(rings):
        new: list[Group] = []
        for truth, group in sorted(ring, key=lambda pair: -pair[0].bit_count()):
            if not any(truth & other == truth for other in kept):
                kept.append(truth)
                new.append((truth, group[:1]))
        found.append(new)
    return found


def _each(groups: Sequence[list[Near]], chosen: tuple[Near, ...]) -> Iterator[tuple[Near, ...]]:
    if len(chosen) == len(groups):
        yield chosen
        return
    for near in groups[len(chosen)]:
        yield from _each(groups, (*chosen, near))
