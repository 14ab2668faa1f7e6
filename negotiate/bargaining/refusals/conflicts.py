"""Which claims cannot all stand: the smallest sets that leave no package, and the smallest whose
removal leaves some.

A set of claims leaves no package where every package crosses one of them; so it has to meet what
each package crosses. What packages cross together, and who loses there, is found block by block
without listing them, since payoffs add up over blocks. Sets of claims are whole numbers whose bits
are their members, so that any number of members fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.claims import Claim
from negotiate.bargaining.kernels.pareto import alike, group_equal, reach, undominated
from negotiate.bargaining.table import BargainingTable, once
from negotiate.display import Shown, entity

WIDE = 1 << 20  # sums worked out at once
BITS = 62  # of a whole number that holds a pattern
FEW = 8  # values apart: so near to each other, payoffs of all players fit into one whole number
PAIRS = 1 << 22  # compared with each other before a pattern's points are left as they are


class Patterns(NamedTuple):
    """Patterns of lines crossed, and what packages with each are worth.

    Attributes
    ----------
    crossed : tuple of int
        A bit for each line; the same pattern may come several times.
    signs : ndarray of int8, shape (players, patterns)
        0 where a player gets less than it insists on, 1 where exactly that, 2 where more.
    complete : bool
        Whether none was left out.
    """

    crossed: tuple[int, ...]
    signs: NDArray[np.int8]
    complete: bool


def patterns(
    crossed: Sequence[BoolArray],
    gains: Sequence[FloatArray],
    limit: int,
    slack: FloatArray | None = None,
) -> Patterns:
    """Find them block by block.

    Parameters
    ----------
    crossed : sequence of ndarray of bool, each of shape (lines, combinations)
        Which lines each combination of a block crosses.
    gains : sequence of ndarray of float64, each of shape (players, combinations)
        Whole numbers; a package gives the sum over the blocks, and a player loses where that is
        below 0.
    limit : int
        How many points may be held at a time.
    slack : ndarray of float64, shape (players,), optional
        Whole numbers: how far from 0 a sum may be and still count as 0; by default not at all.

    Returns
    -------
    Patterns
        For every package, one that crosses no other line and puts nobody below who is not below in
        that package; nor does anybody gain in it who does not gain in the pattern. Nothing where a
        block has no combination.

    Notes
    -----
    Block after block, the points of each pattern that no other dominates are kept. A sum that is
    sure to end above 0, or below, whatever the other blocks bring, is as good as any other such,
    which leaves few points to keep.
    """
    order = sorted(range(len(gains)), key=lambda block: gains[block].shape[1])
    players = gains[0].shape[0]
    if any(gains[block].shape[1] == 0 for block in order):
        return Patterns((), np.empty((players, 0), dtype=np.int8), True)
    near = np.zeros(players) if slack is None else slack
    tables = _narrowed([gains[block] for block in order], near)
    state: dict[int, FloatArray] = {0: np.zeros((players, 1))}
    for place, (block, table) in enumerate(zip(order, tables, strict=True)):
        low, high = reach(tables[place + 1 :], players)
        state = _merged(state, _parts(crossed[block], table), low - near, high + near)
        if sum(points.shape[1] for points in state.values()) > limit:
            return Patterns((), np.empty((players, 0), dtype=np.int8), False)
    masks = tuple(mask for mask, points in state.items() for _ in range(points.shape[1]))
    ends = np.concatenate(list(state.values()), axis=1)
    above = (ends > near[:, None]).astype(np.int8)
    return Patterns(masks, above + (ends >= -near[:, None]).astype(np.int8), True)


def _narrowed(tables: list[FloatArray], near: FloatArray) -> list[FloatArray]:
    """Tables with the same signs of all sums, each brought as near to 0 as the others, so brought,
    allow.
    """
    found = [table.copy() for table in tables]
    for place, table in enumerate(found):
        low, high = reach(found[:place] + found[place + 1 :], len(table))
        _clamped(table, low - near, high + near)
    return found


def _clamped(points: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Sums that will end above 0, or below, whatever the rest brings between `low` and `high`, all
    made the same.
    """
    np.minimum(points, (1 - low)[:, None], out=points)
    np.maximum(points, (-high - 1)[:, None], out=points)
    return points


def _parts(crossed: BoolArray, points: FloatArray) -> list[tuple[int, FloatArray]]:
    """The combinations of a block by the lines that they cross, of each pattern the best."""
    lines = np.flatnonzero(crossed.any(axis=1))
    code = np.zeros(crossed.shape[1], dtype=int if len(lines) <= BITS else np.object_)
    for bit, line in enumerate(lines):
        code = code | (crossed[line].astype(code.dtype) << bit)
    parts = []
    for columns in alike(code):
        mask = sum(1 << line for line in lines[crossed[lines, columns[0]]].tolist())
        parts.append((mask, _best(points[:, columns])))
    return parts


def _merged(
    state: dict[int, FloatArray],
    parts: list[tuple[int, FloatArray]],
    low: FloatArray,
    high: FloatArray,
) -> dict[int, FloatArray]:
    """Every sum of a point so far and one of the block, by pattern, of each pattern the best."""
    fresh: dict[int, list[FloatArray]] = {}
    for mask, points in state.items():
        for other, more in parts:
            step = max(1, WIDE // more.shape[1])
            for start in range(0, points.shape[1], step):
                some = points[:, start : start + step]
                total = (some[:, :, None] + more[:, None, :]).reshape(len(some), -1)
                fresh.setdefault(mask | other, []).append(_best(_clamped(total, low, high)))
    together = {
        mask: _best(np.concatenate(found, axis=1)) if len(found) > 1 else found[0]
        for mask, found in fresh.items()
    }
    return _sparse(together) if len(together) <= FEW * BITS else together


def _sparse(state: dict[int, FloatArray]) -> dict[int, FloatArray]:
    """Without the points that one with fewer lines crossed makes superfluous."""
    kept: dict[int, FloatArray] = {}
    for mask in _ordered(state):
        points = state[mask]
        for other, better in kept.items():
            if (
                other & mask == other
                and points.shape[1]
                and better.shape[1] * points.shape[1] <= PAIRS
            ):
                points = points[
                    :, ~(better[:, :, None] >= points[:, None, :]).all(axis=0).any(axis=0)
                ]
        if points.shape[1]:
            kept[mask] = points
    return kept


def _best(points: FloatArray) -> FloatArray:
    """The different points that no other dominates."""
    low, span = points.min(axis=1, keepdims=True), np.ptp(points, axis=1)
    if (span < FEW).all() and len(points) * 3 <= BITS:
        code = FEW ** np.arange(len(points)) @ (points - low).astype(int)
        points = points[:, np.unique(code, return_index=True)[1]]
    return group_equal(points, undominated(points)).points


DEEPEST = 200
"""Members of the largest set that is looked for."""


def minimal(sets: Iterable[int], limit: int) -> tuple[list[int], bool]:
    """Those that hold no other as a part, each once, the smallest first.

    Parameters
    ----------
    sets : iterable of int
        Bit masks.
    limit : int
        How many are kept.

    Returns
    -------
    list of int, bool
        Whether these are all.

    Examples
    --------
    >>> minimal([0b011, 0b111, 0b100, 0b011], 10)
    ([4, 3], True)
    """
    kept: list[int] = []
    for found in _ordered(set(sets)):
        if any(other & found == other for other in kept):
            continue
        if len(kept) == limit:
            return kept, False
        kept.append(found)
    return kept, True


def transversals(sets: Sequence[int], limit: int, steps: int) -> tuple[list[int], bool]:
    """Every smallest set that meets each of the sets: without any one member it would miss some.

    Parameters
    ----------
    sets : sequence of int
        Bit masks, none a part of another; see `minimal`. An empty one cannot be met.
    limit, steps : int
        How many sets are listed, and how many steps their search may take.

    Returns
    -------
    list of int, bool
        Those with the fewest members first, and whether these are all. Where they are not, they are
        all of the smallest sizes that could be searched, or some of one size.

    Notes
    -----
    A set grows by a member of some set that it does not meet yet, and is given up where one of its
    members alone meets nothing any more (Murakami & Uno's MMCS). Where there are too many, the
    search is made again size by size.

    References
    ----------
    Murakami, K. & Uno, T. (2014), "Efficient algorithms for dualizing large-scale hypergraphs",
    Discrete Applied Mathematics 170.

    Examples
    --------
    >>> transversals([0b011, 0b110], 10, 100)
    ([2, 5], True)
    """
    found, complete = _all(sets, limit, steps, DEEPEST)
    if complete:
        return found, True
    for size in range(1, DEEPEST):
        some, done = _all(sets, limit, steps, size)
        found = some or found
        if not done:
            break
    return found, False


def _all(sets: Sequence[int], limit: int, steps: int, size: int) -> tuple[list[int], bool]:
    """Those of at most `size` members, and whether the search came to its end."""
    meets: dict[int, int] = {}
    for number, members in enumerate(sets):
        for member in _bits(members):
            meets[member] = meets.get(member, 0) | 1 << number
    found, cut = list[int](), False
    alone: dict[int, int] = {}  # which sets each chosen member alone meets
    stack = [(0, sum(meets), (1 << len(sets)) - 1, alone)]
    while stack:
        chosen, free, unmet, alone = stack.pop()
        steps -= 1
        if steps <= 0 or (not unmet and len(found) == limit):
            return _ordered(found), False
        if not unmet:
            found.append(chosen)
            continue
        if chosen.bit_count() == size:
            cut = True
            continue
        narrowest = min((sets[k.bit_length() - 1] & free for k in _bits(unmet)), key=int.bit_count)
        free &= ~narrowest
        branches = []
        for member in _bits(narrowest):
            grown = {other: met & ~meets[member] for other, met in alone.items()}
            if all(grown.values()):
                grown[member] = meets[member] & unmet
                branches.append((chosen | member, free, unmet & ~meets[member], grown))
                free |= member
        stack += reversed(branches)
    return _ordered(found), not (cut and size == DEEPEST)


def _ordered(found: Iterable[int]) -> list[int]:
    """Those with the fewest members first."""
    return sorted(found, key=lambda mask: (mask.bit_count(), mask))


def _bits(mask: int) -> Iterator[int]:
    """The bits of a mask, each as a mask of its own, the lowest first."""
    while mask:
        low = mask & -mask
        yield low
        mask ^= low


POINTS = 200_000
"""Points of all patterns that are held at a time."""
PATTERNS = 500
"""Smallest patterns of claims crossed that are gone through."""
SETS = 200
"""Smallest sets that are listed."""
STEPS = 5_000
"""Of the search for them."""


@entity
class Conflict:
    """Claims that leave no package between them, though any fewer of them leave some.

    Parameters
    ----------
    claims : tuple of Claim
        In the order of the file; empty only where nothing is possible at all.
    best : float
        Where just one of them is that a player gets at least what no deal gives it: the most that
        the others leave it. Not a number elsewhere.
    """

    claims: tuple[Claim, ...]
    best: float = np.nan

    @property
    def names(self) -> frozenset[str]:
        """The names of the claims."""
        return frozenset(claim.name for claim in self.claims)


@entity
class Conflicts(Shown):
    """What rules every deal out.

    Parameters
    ----------
    problem : BargainingProblem
        Whose claims they are.
    sets : tuple of Conflict
        The smallest conflicts, those of fewest claims first; none where some package crosses no
        claim.
    removals : tuple of tuple of Claim
        The smallest sets of claims without which there is a deal, those of fewest claims first;
        none where there is one.
    level : bool
        Whether some packages cross no claim, and yet nobody would gain by any of them.
    complete : bool
        Whether these are all.
    """

    problem: BargainingTable
    sets: tuple[Conflict, ...]
    removals: tuple[tuple[Claim, ...], ...]
    level: bool = False
    complete: bool = True

    @property
    def deal(self) -> bool:
        """Whether there is a deal already, as far as was gone through."""
        return self.complete and not self.sets and not self.level

    def __repr__(self) -> str:
        title = self.problem.title or "untitled"
        return (
            f"<Conflicts {title!r}: {len(self.sets):,} smallest sets, {len(self.removals):,} "
            "smallest removals>"
        )


@once
def conflicts(problem: BargainingTable) -> Conflicts:
    """Find the smallest conflicts between claims, and what would have to go.

    Parameters
    ----------
    problem : BargainingProblem
        Claims that are looked away from take no part.

    Returns
    -------
    Conflicts
        Marked as not complete where there are too many patterns of claims crossed to go through.

    Notes
    -----
    In a conflict "at least what no deal gives" is meant weakly. For a deal somebody has to gain as
    well, and so `removals` look only at packages by which somebody does.
    """
    problem.check_laid_out("conflicts between claims")
    claims = [claim for claim in problem.claims if claim.hard and claim.name not in problem.dropped]
    found = _patterns(problem, claims)
    if not found.complete:
        return Conflicts(problem, (), (), complete=False)
    least = {
        claim.player: 1 << place for place, claim in enumerate(claims) if claim.kind == "no deal"
    }
    short = np.array([least.get(player, 0) for player in problem.seats], dtype=object)
    crossed = [
        mask | short[signs == 0].sum()
        for mask, signs in zip(found.crossed, found.signs.T, strict=True)
    ]
    edges, all_edges = minimal(crossed, PATTERNS)
    gain = (found.signs == 2).any(axis=0)
    opening, all_opening = minimal(compress(crossed, gain), PATTERNS)
    sets, all_sets = list[int](), all_edges
    if all_edges and edges != [0]:
        sets, all_sets = transversals(edges, SETS, STEPS)
    return Conflicts(
        problem,
        tuple(_conflict(problem, _named(claims, mask)) for mask in sets),
        () if opening == [0] else tuple(_named(claims, mask) for mask in opening),
        level=edges == [0] and opening != [0],
        complete=all_edges and all_opening and all_sets,
    )


def _patterns(problem: BargainingTable, claims: list[Claim]) -> Patterns:
    """What packages cross, a bit for each of the claims; that a player wants no less than no deal,
    no block tells.
    """
    steps, crossed, gains = problem.in_steps(), [], []
    apart = steps.vectors[0]
    for block, table in zip(problem.blocks, steps.tables, strict=True):
        never = np.zeros(block.size, dtype=bool)
        rows = [block.crossed.get(claim.name, never) for claim in claims]
        crossed.append(
            np.array(rows, dtype=bool).reshape(len(claims), block.size)[:, block.possible]
        )
        gains.append(table[:, block.possible] - apart[:, None])
        apart = np.zeros_like(apart)
    return patterns(crossed, gains, POINTS, steps.slack)


def _named(claims: list[Claim], mask: int) -> tuple[Claim, ...]:
    return tuple(claim for place, claim in enumerate(claims) if mask >> place & 1)


def _conflict(problem: BargainingTable, claims: tuple[Claim, ...]) -> Conflict:
    """A conflict, with the most that is left to the one player in it who insists on its no-deal
    payoff.
    """
    least = [claim.player for claim in claims if claim.kind == "no deal"]
    if len(least) != 1:
        return Conflict(claims)
    others = frozenset(claim.name for claim in claims if claim.kind != "no deal")
    masks = [block.allowed(others) for block in problem.blocks]
    if not all(mask.any() for mask in masks):
        return Conflict(claims)
    tops = [
        block.payoffs[least[0], mask].max()
        for block, mask in zip(problem.blocks, masks, strict=True)
    ]
    return Conflict(claims, float(sum(tops)))
