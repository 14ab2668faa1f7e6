"""Whether one number stands behind all players' gains, so that changing for the better must end
somewhere.

From the strongest form to the weakest: gains are steps of a potential; steps of it once each
player's are divided by a weight; of the same sign as its steps; improving moves raise it; best
replies raise it. Where not even best replies do, they run in a circle, which is shown. Two players'
gains fit together where, in every square of two strategies each, what a move of one changes in the
other's gain is a fixed multiple of what a move of the other changes in the one's.

A move changes one player's strategy. Combinations from which no move improves go first, then those
from which every improving move leads to one that is gone, and so on: what never goes has a circle
before it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.display import entity, record
from negotiate.equilibrium.certificate import FLOATS, WHOLE_NUMBERS, Certificate
from negotiate.equilibrium.concepts.beside_nash import impossible, without_equilibria
from negotiate.equilibrium.equilibrium import UNDECIDED
from negotiate.equilibrium.nash.pure import stable
from negotiate.equilibrium.solution import Finding, Solution
from negotiate.errors import NegotiateError
from negotiate.games.exactness import comparable, scaled_integers
from negotiate.games.normal_form import NormalFormGame, frozen, payoff_range, unit_payoffs

SLACK = 1e-9  # on payoffs scaled to the unit range
GAINS = "gains round four moves of two players"

COMBINATIONS = 250_000  # in a second or two; more are not looked at
ROUNDING = 1e-7  # of a player's payoff range: what adding up gains along a path may cost
DENOMINATOR = 10_000  # of weights that are proved in whole numbers
EQUAL = (
    1e-9  # weights nearer than that are equal, and so are values of the potential, in its own range
)

STARTS = 16  # places from which a circle is looked for; the shortest found is shown
SHORTEST = 4  # moves: no circle of moves that improve has fewer
VISITED = 20_000  # combinations through which one search goes

Profile = tuple[int, ...]

EXACT, WEIGHTED, ORDINAL = "exact", "weighted", "ordinal"
GENERALIZED, BEST_REPLY, NONE = "generalized ordinal", "best-reply", "none"
CHECKED = {
    EXACT: "every player's gain by every move is the potential's step",
    WEIGHTED: "every player's gain by every move is its weight times the potential's step",
    NONE: "every move of the circle improves its player's payoff",
}
RISES = "the potential rises with every move that it should rise with"


class Square(NamedTuple):
    """Where the gains of two players do not fit together: four combinations, each one move from the
    next.

    Attributes
    ----------
    players : tuple of int
        The two who move in turn, the first of them first.
    corner : tuple of int
        The combination from which both moves go to the next strategy of each.
    gap : float
        The first player's twofold difference less the second's; with the sign turned, what all four
        moves add up to.
    """

    players: tuple[int, int]
    corner: tuple[int, ...]
    gap: float


def twofold(table: FloatArray, one: int, two: int) -> FloatArray:
    """How much a step on one axis changes what a step on another is worth, for all neighbours."""
    return np.diff(np.diff(table, axis=one), axis=two)


def widest_square(payoffs: FloatArray) -> Square | None:
    """The square of neighbouring strategies in which the gains of two players differ most; None for
    one player.

    Examples
    --------
    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    >>> widest_square(pennies)
    Square(players=(0, 1), corner=(0, 0), gap=8.0)
    """
    found: Square | None = None
    for one, two in combinations(range(len(payoffs)), 2):
        gaps = twofold(payoffs[one], one, two) - twofold(payoffs[two], one, two)
        if gaps.size:
            place = np.unravel_index(int(np.abs(gaps).argmax()), gaps.shape)
            if found is None or abs(gaps[place]) > abs(found.gap):
                found = Square((one, two), tuple(int(i) for i in place), float(gaps[place]))
    return found


def weights_that_fit(unit: FloatArray, width: FloatArray) -> FloatArray | None:
    """Weights with which the players' gains fit together in every square, if there are any.

    Parameters
    ----------
    unit : ndarray, shape (players, *strategies)
        Payoffs on the unit range.
    width : ndarray, shape (players,)
        The ranges that they were divided by; the weights are those of the payoffs before.

    Returns
    -------
    ndarray, shape (players,), or None
        Positive; 1 for the first of the players who are bound to each other. A gain divided by its
        player's weight is a step of the potential.

    References
    ----------
    Monderer & Shapley 1996, "Potential games", Games and Economic Behavior 14, section 2.
    """
    n = len(unit)
    ratio = np.full((n, n), np.nan)
    for one, two in combinations(range(n), 2):
        found = _ratio(twofold(unit[one], one, two), twofold(unit[two], one, two))
        if found is None:
            return None
        ratio[one, two], ratio[two, one] = found, 1 / found if found else np.nan
    weights = np.full(n, np.nan)
    for start in range(n):
        if np.isnan(weights[start]):
            weights[start], queue = 1.0, [start]
            while queue:
                one = queue.pop()
                for two in range(n):
                    if np.isnan(weights[two]) and ratio[one, two] > 0:
                        with np.errstate(over="ignore"):
                            weights[two] = (
                                weights[one] * width[two] / (width[one] * ratio[one, two])
                            )
                        if not np.isfinite(weights[two]):
                            return None
                        queue.append(two)
    return weights


def mismatch(unit: FloatArray) -> float:
    """The most by which the gains of two players do not fit together round a square, whatever the
    players' weights.

    Parameters
    ----------
    unit : ndarray, shape (players, *strategies)
        Payoffs on the unit range.

    Returns
    -------
    float
        Infinite where fewer than two players have a choice, so that there is no square.
    """
    if sum(n > 1 for n in unit.shape[1:]) < 2:
        return float("inf")
    most = 0.0
    for one, two in combinations(range(len(unit)), 2):
        mine, theirs = twofold(unit[one], one, two), twofold(unit[two], one, two)
        size = float((theirs * theirs).sum())
        factor = max(float((mine * theirs).sum()) / size, 0.0) if size else 0.0
        most = max(most, float(np.abs(mine - factor * theirs).max(initial=0.0)) / max(1.0, factor))
    return most


def _ratio(mine: FloatArray, theirs: FloatArray) -> float | None:
    """By what positive factor two tables of differences agree; NaN where both are zero, None where
    they do not.
    """
    large = [float(np.abs(table).max(initial=0.0)) for table in (mine, theirs)]
    if max(large) <= SLACK:
        return float("nan")
    if min(large) <= SLACK:
        return None
    place = np.unravel_index(int(np.abs(theirs).argmax()), theirs.shape)
    factor = float(mine[place] / theirs[place])
    if factor <= 0 or np.abs(mine - factor * theirs).max() > 4 * SLACK * max(1.0, factor):
        return None
    return factor


def along_paths(payoffs: FloatArray) -> FloatArray:
    """Add up gains from the first combination to every other one, one player's move after the
    other's.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        Each player's divided by its weight.

    Returns
    -------
    ndarray, shape (*strategies)
        The potential if there is one; 0 at the first combination.

    Examples
    --------
    >>> stag_hunt = np.array([[[4.0, 0.0], [3.0, 3.0]], [[4.0, 3.0], [0.0, 3.0]]])
    >>> along_paths(stag_hunt).tolist()
    [[0.0, -1.0], [-1.0, 2.0]]
    """
    total = np.zeros(payoffs.shape[1:])
    for player, table in enumerate(payoffs):
        # Players before have moved, players after have not.
        placed = table[(slice(None),) * (player + 1) + (slice(0, 1),) * (table.ndim - player - 1)]
        total = total + (placed - placed.take([0], axis=player))
    return total


def misfit(payoffs: FloatArray, potential: FloatArray) -> FloatArray:
    """The most by which a gain of each player differs from the potential's step, over all moves,
    shape (players,).
    """
    return np.array(
        [
            float(np.ptp(table - potential, axis=player).max())
            for player, table in enumerate(payoffs)
        ],
        dtype=float,
    )


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
    out = np.empty(payoffs.shape, dtype=int)
    for player, table in enumerate(numbers):
        order = np.argsort(table, axis=player, kind="stable")
        steps = np.diff(np.take_along_axis(table, order, axis=player), axis=player) > slack[player]
        climbed = np.concatenate(
            [np.zeros_like(order.take([0], axis=player)), np.cumsum(steps, axis=player)], player
        )
        np.put_along_axis(out[player], order, climbed, axis=player)
    return out


def best_only(rank: IndexArray) -> IndexArray:
    """Ranks that tell best replies from all else and nothing more, the same shape."""
    best = [table == table.max(axis=player, keepdims=True) for player, table in enumerate(rank)]
    return np.stack(best).astype(int)


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
        0 where no move improves; every improving move leads to a lower number, and -1 stands where
        improving moves may run in a circle.

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
    ready = np.zeros(len(wanted), dtype=int)
    for line in lines:
        np.add.at(ready, label[line.first()], 1)
    out = np.full(size, -1, dtype=int)
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
    """Label combinations that moves leading to equal payoffs connect, shape (*strategies), numbered
    from 0.

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
            return np.asarray(np.unique(label, return_inverse=True)[1], dtype=int).reshape(shape)


class _Bundles:
    """Which members belong to each of several numbered bundles."""

    def __init__(self, label: IndexArray, count: int) -> None:
        self.order = np.argsort(label, kind="stable")
        self.sizes = np.bincount(label, minlength=count)
        self.starts = np.concatenate([[0], np.cumsum(self.sizes)])

    def members(self, bundles: IndexArray) -> IndexArray:
        return self.order[_spans(self.starts[bundles], self.sizes[bundles])]


class _Lines:
    """One player's lines through all combinations, each cut into groups of equal rank that go from
    the top.
    """

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
        self.group = np.empty(size, dtype=int)
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
    offsets = np.repeat(starts - np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(int), counts)
    return offsets + np.arange(total)


@record
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
"""Each move begins where the last one ended, and the first where the last of all ended; empty for
no circle.
"""


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
        The combinations in order, the first once more at the end; empty where 20,000 moves lead to
        none.
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
        As `improving` gives it; empty where it would take more than 20,000 combinations to find
        one.
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


def _upward(
    rank: IndexArray, level: IndexArray, here: Profile, turn: int = 0
) -> tuple[int, Profile] | None:
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
    """The shortest way to a combination by moves between equals; empty where it is not found in
    time.
    """
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


class PotentialBroken(NegotiateError):
    """A potential that a solver found does not rise with a move that it should rise with; a mistake
    of the solver.
    """


@entity
class Potential(Finding):
    """The strongest potential that a game has, or the circle that rules all of them out.

    Parameters
    ----------
    kind : str
        "exact", "weighted", "ordinal", "generalized ordinal", "best-reply" or "none".
    potential : ndarray, shape (*strategies), or None
        For the first two in the first player's payoff unit, its lowest value 0; for the others
        minus the number of improving moves that may still follow.
    weights : tuple of float
        What each player's gains are divided by; 1 where that says nothing.
    maximisers : tuple of tuple of int
        Where the potential is highest: pure equilibria all of them; empty without a potential.
    endings : tuple of tuple of int
        All pure equilibria: where changing for the better ends.
    circle : Circle
        What rules the next stronger kind out, among ordinal ones: moves that end where they began;
        empty if nothing.
    square : Circle
        Four moves whose gains do not add up to zero, which rules an exact potential out; empty if
        there is one.
    """

    kind: str
    potential: FloatArray | None
    weights: tuple[float, ...]
    maximisers: tuple[Profile, ...]
    endings: tuple[Profile, ...]
    circle: Circle
    square: Circle


def applies_to(game: NormalFormGame) -> str | None:
    """Why it does not suit a game; see `Concept.applies_to`."""
    count = int(np.prod(game.shape))
    if count > COMBINATIONS:
        return (
            f"looks at games of at most {COMBINATIONS:,} combinations, and this one has {count:,}"
        )
    return impossible(game)


def run(game: NormalFormGame, player: int | None) -> Solution:
    """Its answer; see `Concept.run`."""
    whole = scaled_integers(game.payoffs[None], together=True)
    integral = bool(whole.whole[0])
    square = widest_square(whole.payoffs[0] if integral else game.payoffs)
    found = _cardinal(game, square, integral) or _ordinal(game, _round(game, square))
    exact = integral and (found.kind != WEIGHTED or _fits_exactly(whole.payoffs[0], found.weights))
    certificate = Certificate(WHOLE_NUMBERS if exact else FLOATS, not exact)
    if not integral or square is not None:
        sure = exact and found.kind in (EXACT, WEIGHTED)
        certificate = certificate.measured(
            GAINS, 4 * SLACK, float("inf") if sure else mismatch(unit_payoffs(game.payoffs))
        )
    if not integral and game.exactly().undecided:
        certificate = certificate.limited(UNDECIDED)
    return without_equilibria(
        game,
        found,
        method=_method(found),
        certificate=certificate,
        verified=_verified(found),
    )


def _fits_exactly(whole: FloatArray, weights: Sequence[float]) -> bool:
    """Whether the weights are fractions with which the gains fit together in every square, in whole
    numbers.
    """
    parts = [Fraction(w).limit_denominator(DENOMINATOR) for w in weights]
    if not all(0 < part < DENOMINATOR for part in parts):
        return False
    tables = [
        (table.astype(int).astype(object), part) for table, part in zip(whole, parts, strict=True)
    ]
    return all(
        (
            twofold(
                mine * his.numerator * my.denominator - theirs * my.numerator * his.denominator,
                one,
                two,
            )
            == 0
        ).all()
        for (one, (mine, my)), (two, (theirs, his)) in combinations(enumerate(tables), 2)
    )


def _method(found: Potential) -> str:
    return (
        "squares of two players' moves"
        if found.kind in (EXACT, WEIGHTED)
        else "levels of improving moves"
    )


def _verified(found: Potential) -> str:
    return "" if found.kind == NONE and not found.circle else CHECKED.get(found.kind, RISES)


def _round(game: NormalFormGame, square: Square | None) -> Circle:
    """The four moves round a square, the first player's first."""
    if square is None:
        return ()
    one, two = square.players
    here = square.corner
    across = tuple(i + (p == one) for p, i in enumerate(here))
    beyond = tuple(i + (p == two) for p, i in enumerate(across))
    back = tuple(i + (p == two) for p, i in enumerate(here))
    return moves(game, (here, across, beyond, back, here))


def _cardinal(game: NormalFormGame, square: Square | None, integral: bool) -> Potential | None:
    """An exact or weighted potential, if there is one."""
    ones, width = np.ones(game.n_players), payoff_range(game.payoffs)
    even = square is None or (integral and square.gap == 0)
    weights = ones if even else weights_that_fit(unit_payoffs(game.payoffs), width)
    if weights is None:
        return None
    if not integral and np.allclose(weights, ones, rtol=0.0, atol=EQUAL):
        even, weights = True, ones
    scaled = game.payoffs / weights.reshape(-1, *(1,) * game.n_players)
    potential = along_paths(scaled)
    height = float(np.ptp(potential))
    off = misfit(scaled, potential) * weights
    if (off > ROUNDING * np.maximum(width, height * weights)).any():
        return None
    potential = potential - potential.min()
    return Potential(
        kind=EXACT if even else WEIGHTED,
        potential=frozen(potential),
        weights=tuple(float(w) for w in weights),
        maximisers=_profiles(potential >= potential.max() - EQUAL * height),
        endings=_profiles(stable(game)),
        circle=(),
        square=() if even else _round(game, square),
    )


def _ordinal(game: NormalFormGame, square: Circle) -> Potential:
    """The strongest of the other kinds."""
    rank, ones = ranks(game.payoffs), (1.0,) * game.n_players
    ends = _profiles(stable(game))
    label, best = tied(rank), best_only(rank)
    tried: list[IndexArray] = []
    for kind, ranked, together in (
        (ORDINAL, rank, label),
        (GENERALIZED, rank, None),
        (BEST_REPLY, best, None),
    ):
        level = levels(ranked, together)
        if (level >= 0).all():
            _check(ranked, level, kind)
            break
        tried.append(level)
    else:
        return Potential(NONE, None, ones, (), ends, moves(game, improving(best, level)), square)
    ring: Sequence[Profile] = ()
    if kind == GENERALIZED:
        ring = among_equals(rank, tried[0], label)
    elif kind == BEST_REPLY:
        ring = improving(rank, tried[1])
    return Potential(
        kind, frozen(-level), ones, _profiles(level == 0), ends, moves(game, ring), square
    )


def _profiles(mask: BoolArray) -> tuple[Profile, ...]:
    return tuple(tuple(int(i) for i in place) for place in np.argwhere(mask))


def _check(rank: IndexArray, level: IndexArray, kind: str) -> None:
    """Compare every move with the potential, which the levels were not made from."""
    height = level.max() - level
    for player, table in enumerate(rank):
        order = np.argsort(table * (height.max() + 1) + height, axis=player)
        stairs = np.diff(np.take_along_axis(table, order, axis=player), axis=player)
        rises = np.diff(np.take_along_axis(height, order, axis=player), axis=player)
        if (rises[stairs > 0] <= 0).any() or (kind == ORDINAL and (rises[stairs == 0] != 0).any()):
            raise PotentialBroken(
                "a solver's potential does not rise with a move that improves a payoff"
            )
