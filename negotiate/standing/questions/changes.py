"""The smallest change of given rankings after which a state stands, counted in swaps of neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from negotiate.standing.looking_ahead.lookahead import Lookahead, Ranks
from negotiate.standing.questions.demands import demands
from negotiate.standing.questions.rankings_near import Near, Ranking, exchanged
from negotiate.standing.questions.rankings_together import Together

ARRANGEMENTS = 20_000
"""Rankings of one player that are tried before the search stops: less than a second."""
PLACES = 5_000_000
"""States' levels that all of them hold together, so that of large models fewer are tried."""
SETS = 300_000
"""Sets of one ranking a player that are held against the demands."""
LISTED = 6
"""Changes of the same size that are listed."""

OWN = ("R", "GMR", "SMR")
"""Concepts in which a player looks at its own ranking alone."""

Rankings = tuple[Ranking, ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """Two states of neighbouring levels change places in a player's ranking.

    Parameters
    ----------
    player : int
        Whose ranking it is.
    raised, lowered : int
        The states, by number, that move up and down by one level.
    """

    player: int
    raised: int
    lowered: int


@dataclass(frozen=True, slots=True)
class Change:
    """A change of rankings, as swaps one after the other.

    Parameters
    ----------
    swaps : tuple of Swap
        Empty where nothing has to change.
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
    Where answers must improve those who give them, others' rankings count too: each player's rankings are then looked
    at in the order of their distance from the given one, gathered by which of the comparisons hold that some demand
    names, and put together up to the distance of lifting the state above all that each player could leave it for.
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
            ranks[player] = exchanged(ranks[player], look.state, above)
    return Change(tuple(swaps), tuple(ranks))


def _nearest(look: Lookahead, start: Rankings, lifted: Change) -> Changes:
    """Try rankings in the order of their distance; those of `lifted` stand for certain."""
    wanted = demands(look)
    most = min(ARRANGEMENTS, PLACES // (len(start) * len(start[0])))
    together = Together.round(start, wanted, most, SETS)
    certain = all(demand.complete for demand in wanted)
    for distance in range(1, len(lifted.swaps) + 1):
        whole = together.reach(distance)
        nearer = together.possible(distance)
        found = list(islice(together.found(distance), LISTED + 1)) if nearer else []
        if found:
            every = whole and certain and together.work > 0 and len(found) <= LISTED
            return Changes(tuple(map(_change, found[:LISTED])), certain, every)
        certain = certain and (distance == len(lifted.swaps) or (whole and together.work > 0))
        if together.work <= 0:
            break
    return Changes((lifted,), certain and together.work > 0, every=False)


def _change(found: Sequence[Near]) -> Change:
    """One ranking of each player, with the swaps that lead to it."""
    swaps = [Swap(player, *exchange) for player, near in enumerate(found) for exchange in near.swaps]
    return Change(tuple(swaps), tuple(near.ranking for near in found))


def as_levels(ranks: Ranks, player: int) -> tuple[tuple[int, ...], ...]:
    """A player's ranking as levels of states, the best first."""
    row = ranks[player]
    return tuple(tuple(s for s, r in enumerate(row) if r == level) for level in sorted(set(row), reverse=True))
