"""Finds moves that improve payoffs one after the other and end where they began."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from negotiate.arrays import IndexArray
from negotiate.games.normal_form import NormalFormGame

Profile = tuple[int, ...]

STARTS = 16  # places from which a circle is looked for; the shortest found is shown
SHORTEST = 4  # moves: no circle of moves that improve has fewer
VISITED = 20_000  # combinations through which one search goes


@dataclass(frozen=True, slots=True)
class Deviation:
    """One player changes its strategy.

    Parameters
    ----------
    player : int
        Who moves.
    before, after : tuple of int
        The combination before and after.
    gain : float
        What it is worth to the mover, in its payoff unit.
    """

    player: int
    before: Profile
    after: Profile
    gain: float


Circle = tuple[Deviation, ...]
"""Each move begins where the last one ended, and the first where the last of all ended; empty for no circle."""


def moves(game: NormalFormGame, path: Sequence[Profile]) -> Circle:
    """The moves along a path on which one player moves at a time."""
    found = []
    for before, after in pairwise(path):
        player = next(p for p, (i, j) in enumerate(zip(before, after, strict=True)) if i != j)
        gain = float(game.payoffs[(player, *after)] - game.payoffs[(player, *before)])
        found.append(Deviation(player, before, after, gain))
    return tuple(found)


def improving(rank: IndexArray, level: IndexArray) -> tuple[Profile, ...]:
    """A circle of moves each of which raises its player's rank, the shortest of several looked for.

    Parameters
    ----------
    rank : ndarray of int, shape (players, *strategies)
        The larger, the better for its player.
    level : ndarray of int, shape (*strategies)
        -1 where improving moves may run in a circle, at least in one place.

    Returns
    -------
    tuple of tuple of int
        The combinations in order, the first once more at the end; empty where 20,000 moves lead to none.
    """
    found: tuple[Profile, ...] = ()
    open_to = np.argwhere(level < 0)
    step = max(1, len(open_to) // STARTS)
    for place in open_to[::step]:
        other = _walk(rank, level, tuple(int(i) for i in place))
        found = min(found, other, key=len) if found and other else found or other
        if len(found) == SHORTEST + 1:
            break
    return found


def _walk(rank: IndexArray, level: IndexArray, start: Profile) -> tuple[Profile, ...]:
    """Deviation on, the players in turn where they can, until a combination comes again."""
    seen, path, turn = {start: 0}, [start], 0
    while len(path) < VISITED:
        upward = _upward(rank, level, path[-1], turn)
        if upward is None:
            raise ValueError("a combination that is said to lead to a circle has no improving move")
        player, after = upward
        path.append(after)
        if after in seen:
            return _straight(path[seen[after] :])
        seen[after], turn = len(path) - 1, player + 1
    return ()


def _straight(path: Sequence[Profile]) -> tuple[Profile, ...]:
    """The same circle with one move in place of several that one player makes in a row."""
    ring = list(path[:-1])
    k = 0
    while k < len(ring) and len(ring) > 2:
        before, here, after = ring[k - 1], ring[k], ring[(k + 1) % len(ring)]
        if sum(len({a, b, c}) > 1 for a, b, c in zip(before, here, after, strict=True)) == 1:
            del ring[k]
            k = 0
        else:
            k += 1
    return (*ring, ring[0])


def among_equals(rank: IndexArray, level: IndexArray, together: IndexArray) -> tuple[Profile, ...]:
    """A circle of moves none of which lowers its player's rank and at least one of which raises it.

    Parameters
    ----------
    rank, level
        As in `improving`.
    together : ndarray of int, shape (*strategies)
        Labels of combinations that moves between equals connect.

    Returns
    -------
    tuple of tuple of int
        As `improving` gives it; empty where it would take more than 20,000 combinations to find one.
    """
    here = tuple(int(i) for i in np.argwhere(level < 0)[0])
    stretches: list[tuple[Profile, ...]] = []
    entered: dict[int, int] = {}
    while int(together[here]) not in entered:
        entered[int(together[here])] = len(stretches)
        stretch = _to(rank, here, lambda cell: _upward(rank, level, cell) is not None)
        if not stretch:
            return ()
        stretches.append(stretch)
        upward = _upward(rank, level, stretch[-1])
        if upward is None:
            return ()
        here = upward[1]
    ring = stretches[entered[int(together[here])] :]
    # The circle closes in the stretch's exit, wherever it is entered again.
    last = _to(rank, here, lambda cell: cell == ring[0][-1])
    return (ring[0][-1], *(cell for stretch in ring[1:] for cell in stretch), *last) if last else ()


def _upward(rank: IndexArray, level: IndexArray, here: Profile, turn: int = 0) -> tuple[int, Profile] | None:
    """A move that improves and goes on, the best of the first player from `turn` who has one."""
    for player in ((turn + k) % len(rank) for k in range(len(rank))):
        line = _line(here, player)
        value = np.where(level[line] < 0, rank[player][line], -1)
        best = int(value.argmax())
        if value[best] > rank[player][here]:
            return player, (*here[:player], best, *here[player + 1 :])
    return None


def _line(here: Profile, player: int) -> tuple[int | slice, ...]:
    """All combinations that one player's moves lead to, as an index."""
    return (*here[:player], slice(None), *here[player + 1 :])


def _to(rank: IndexArray, start: Profile, there: Callable[[Profile], bool]) -> tuple[Profile, ...]:
    """The shortest way to a combination by moves between equals; empty where it is not found in time."""
    came: dict[Profile, Profile] = {start: start}
    queue = deque([start])
    while queue and len(came) < VISITED:
        here = queue.popleft()
        if there(here):
            way = [here]
            while way[-1] != start:
                way.append(came[way[-1]])
            return tuple(reversed(way))
        for cell in _equals(rank, here):
            if cell not in came:
                came[cell] = here
                queue.append(cell)
    return ()


def _equals(rank: IndexArray, here: Profile) -> Iterator[Profile]:
    for player in range(len(rank)):
        line = rank[player][_line(here, player)]
        for other in np.flatnonzero(line == line[here[player]]).tolist():
            yield (*here[:player], int(other), *here[player + 1 :])
