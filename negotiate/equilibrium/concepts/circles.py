"""Follows moves that improve a payoff, says which of them can run in a circle, and shows one that does.

A move changes one player's strategy. Combinations from which no move improves go first, then those from which every
improving move leads to one that is gone, and so on: what never goes has a circle before it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.games.exactness import comparable
from negotiate.games.normal_form import NormalFormGame

Profile = tuple[int, ...]

STARTS = 16  # places from which a circle is looked for; the shortest found is shown
SHORTEST = 4  # moves: no circle of moves that improve has fewer
VISITED = 20_000  # combinations through which one search goes


def ranks(payoffs: FloatArray) -> IndexArray:
    """Rank each player's strategies against what the others do, worst first, equal ones alike.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit; decimals are compared exactly, and others only beyond their rounding.

    Returns
    -------
    ndarray of int, shape (players, *strategies)
        From 0 along each player's own axis.

    Examples
    --------
    >>> ranks(np.array([[[3.0, 0.0], [5.0, 0.0]], [[3.0, 5.0], [0.0, 1.0]]]))[0].tolist()
    [[0, 0], [1, 0]]
    """
    numbers, slack = comparable(payoffs)
    out = np.empty(payoffs.shape, dtype=np.intp)
    for player, table in enumerate(numbers):
        order = np.argsort(table, axis=player, kind="stable")
        steps = np.diff(np.take_along_axis(table, order, axis=player), axis=player) > slack[player]
        climbed = np.concatenate([np.zeros_like(order.take([0], axis=player)), np.cumsum(steps, axis=player)], player)
        np.put_along_axis(out[player], order, climbed, axis=player)
    return out


def best_only(rank: IndexArray) -> IndexArray:
    """Ranks that tell best replies from all else and nothing more, the same shape."""
    best = [table == table.max(axis=player, keepdims=True) for player, table in enumerate(rank)]
    return np.stack(best).astype(np.intp)


def levels(rank: IndexArray, together: IndexArray | None = None) -> IndexArray:
    """Number combinations by how far improving moves can lead from them.

    Parameters
    ----------
    rank : ndarray of int, shape (players, *strategies)
        As `ranks` gives it: a move improves where it raises the mover's rank.
    together : ndarray of int, shape (*strategies), optional
        Labels of combinations that go at one time, numbered from 0; each for itself by default.

    Returns
    -------
    ndarray of int, shape (*strategies)
        0 where no move improves; every improving move leads to a lower number, and -1 stands where improving moves may
        run in a circle.

    Notes
    -----
    Each combination, each player's line through it and each rank in that line is looked at once.

    Examples
    --------
    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    >>> levels(ranks(pennies)).tolist()
    [[-1, -1], [-1, -1]]
    """
    shape = rank.shape[1:]
    size = int(np.prod(shape))
    label = np.arange(size) if together is None else together.ravel()
    cells = _Bundles(label, int(label.max()) + 1)
    lines = [_Lines(rank[player], player) for player in range(len(rank))]
    wanted = len(rank) * cells.sizes
    ready = np.zeros(len(wanted), dtype=np.intp)
    for line in lines:
        np.add.at(ready, label[line.first()], 1)
    out = np.full(size, -1, dtype=np.intp)
    turn, going = 0, np.flatnonzero(ready == wanted)
    while len(going):
        gone = cells.members(going)
        out[gone] = turn
        touched = []
        for line in lines:
            freed = line.drop(gone)
            np.add.at(ready, label[freed], 1)
            touched.append(label[freed])
        candidates = np.unique(np.concatenate(touched))
        turn, going = turn + 1, candidates[ready[candidates] == wanted[candidates]]
    return out.reshape(shape)


def tied(rank: IndexArray) -> IndexArray:
    """Label combinations that moves leading to equal payoffs connect, shape (*strategies), numbered from 0.

    Examples
    --------
    >>> tied(ranks(np.array([[[3.0, 0.0], [5.0, 0.0]], [[3.0, 5.0], [0.0, 1.0]]]))).tolist()
    [[0, 1], [2, 1]]
    """
    shape = rank.shape[1:]
    label = np.arange(int(np.prod(shape)))
    lines = [_Lines(rank[player], player) for player in range(len(rank))]
    while True:
        before = label.copy()
        for line in lines:
            lowest = np.minimum.reduceat(label[line.order], line.starts[:-1])
            label[line.order] = np.repeat(lowest, line.counts)
        if (label == before).all():
            return np.asarray(np.unique(label, return_inverse=True)[1], dtype=np.intp).reshape(shape)


class _Bundles:
    """Which members belong to each of several numbered bundles."""

    def __init__(self, label: IndexArray, count: int) -> None:
        self.order = np.argsort(label, kind="stable")
        self.sizes = np.bincount(label, minlength=count)
        self.starts = np.concatenate([[0], np.cumsum(self.sizes)])

    def members(self, bundles: IndexArray) -> IndexArray:
        return self.order[_spans(self.starts[bundles], self.sizes[bundles])]


class _Lines:
    """One player's lines through all combinations, each cut into groups of equal rank that go from the top."""

    def __init__(self, rank: IndexArray, player: int) -> None:
        size, n = rank.size, rank.shape[player]
        line = np.moveaxis(np.arange(size).reshape(rank.shape), player, -1).reshape(-1, n)
        cell = line.ravel()
        key = np.repeat(np.arange(len(line)), n) * n + rank.ravel()[cell]
        by = np.argsort(key, kind="stable")
        self.order, ordered = cell[by], key[by]
        fresh = np.concatenate([[True], np.diff(ordered) > 0])
        self.starts = np.concatenate([np.flatnonzero(fresh), [size]])
        self.counts = np.diff(self.starts)
        self.left = self.counts.copy()
        self.group = np.empty(size, dtype=np.intp)
        self.group[self.order] = np.cumsum(fresh) - 1
        self.line = ordered[self.starts[:-1]] // n

    def first(self) -> IndexArray:
        """The combinations in which the player does best."""
        top = np.flatnonzero(np.concatenate([np.diff(self.line) > 0, [True]]))
        return self.order[_spans(self.starts[top], self.counts[top])]

    def drop(self, cells: IndexArray) -> IndexArray:
        """Take combinations away and name those above which nothing is left now."""
        groups, counts = np.unique(self.group[cells], return_counts=True)
        self.left[groups] -= counts
        empty = groups[self.left[groups] == 0]
        below = empty[(empty > 0)] - 1
        below = below[self.line[below] == self.line[below + 1]]
        return self.order[_spans(self.starts[below], self.counts[below])]


def _spans(starts: IndexArray, counts: IndexArray) -> IndexArray:
    """The numbers of several spans, one span after the other."""
    total = int(counts.sum())
    offsets = np.repeat(starts - np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp), counts)
    return np.asarray(offsets + np.arange(total), dtype=np.intp)


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
