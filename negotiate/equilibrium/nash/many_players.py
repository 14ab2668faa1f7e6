"""All equilibria of small games of three players or more, support by support, by subdivision with
proof.

For each combination of strategies that could be mixed, the indifference conditions are solved by
cutting the space of mixtures into cells until each holds no solution or exactly one, for sure.
Floats with a margin for rounding decide where nothing is. Whatever is listed is settled in whole
numbers: that the solution is there, that each strategy is played with some probability, and that
none that is left out is better. Where one or two players mix, what a strategy gives is linear in
what each of them mixes, so that the equilibria are a polytope, whose corners are found ties and
all. Where solutions are not isolated the search stops at a limit, and the answer says that it is
not complete.

References
----------
McKelvey & McLennan 1996, "Computation of equilibria in finite games", Handbook of Computational
Economics 1. Moore, Kearfott & Cloud 2009, "Introduction to Interval Analysis", chapter 8. Porter,
Nudelman & Shoham 2008, "Simple search methods for finding a Nash equilibrium", Games and Economic
Behavior 63. Winkels 1979, "An algorithm to determine all equilibrium points of a bimatrix game",
for two players' polytopes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import gcd, prod
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.equilibrium.certificate import WHOLE_NUMBERS, Certificate
from negotiate.equilibrium.equilibrium import (
    UNDECIDED,
    VERIFIED,
    Unverified,
    mixable,
    nash_solution,
    verified,
    widened,
)
from negotiate.equilibrium.kernels.certified_roots import (
    Root,
    System,
    Weights,
    hangs_on,
    proven,
    weighed,
)
from negotiate.equilibrium.kernels.indifference import Points, at, indifferent, taken
from negotiate.equilibrium.nash.dominance import Reduced, reduce
from negotiate.equilibrium.nash.pure import dominance_only, profiles, solved_purely
from negotiate.equilibrium.solution import Equilibrium, Solution, one_chooser
from negotiate.games.exactness import Exact, Rows, big_integers, integers, pivoted
from negotiate.games.normal_form import NormalFormGame, regret

NAME = "support-subdivision"
CHECKED = f"{VERIFIED}, and bounds show that no mixture is left out"
LARGEST = 32_000
"""The largest product of support profiles and dimensions, after dominance: some seconds of work."""
REDUCED_UP_TO = (
    100_000  # payoffs: so large a game is looked at for dominated strategies before it is refused
)
LIMIT = 40_000  # cells for one support profile, and fewer in few dimensions
GROWTH = (
    8,
    4,
)  # cells for one of no dimension, times this for each: several times what was seen to be needed
BUDGET = 60_000  # cells for one game; after that each support profile gets no more than a glance
HURRIED = 50  # cells for such a glance
# cells where two players mix: the conditions are linear, so one is enough unless they are singular
LINEAR = 3
FINE = (
    1 / 64
)  # of a player's range: where what is mixed differs by less, that is the unit for floats
FAR = 64.0  # units: a strategy that is left out need not be told to be better or worse than that
# units, or a probability: what a solution in floats breaks by so much, no solution nearby keeps
PLAINLY = 1e-3
# of the largest payoff: what payoffs that are off by their rounding leave open at a solution
DOUBT = 1e-10
AT_SOLUTIONS = (
    "weights and gains from leaving, at mixtures of payoffs that are known up to rounding"
)
OF_LARGEST = "of the largest payoff"
PLAYED = 1e-11  # a smaller probability is none, in an example of which nothing is shown
BEST = 1e-10  # on payoffs in the unit range: a smaller regret is rounding, in such an example

AND_BETWEEN = (
    "equilibria that differ in only one player's strategy can be mixed, and the mixtures again: "
    "each mixture is an "
    "equilibrium too"
)
BETWEEN = f"{AND_BETWEEN}; every equilibrium that is not listed comes about in this way"

Profile = tuple[FloatArray, ...]
Support = tuple[tuple[int, ...], ...]


class Profiles(NamedTuple):
    """Support profiles of one shape.

    Attributes
    ----------
    mixed : tuple of ndarray of int, one a player, each of shape (profiles, k)
        Which those are.
    payoffs : tuple of ndarray, one a player, each of shape (profiles, m, k_1, k_2, …) with 1 for
    the player's own
        What each of the player's strategies gives when the others play theirs, in whole numbers;
        those mixed first, then those left out.
    """

    mixed: tuple[IndexArray, ...]
    payoffs: tuple[Exact, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many strategies each player mixes."""
        return tuple(own.shape[1] for own in self.mixed)


def count(shape: Sequence[int]) -> int:
    """How many support profiles a game has.

    Examples
    --------
    >>> count((2, 2, 2)), count((3, 3, 3))
    (27, 343)
    """
    return prod(2**m - 1 for m in shape)


def by_shape(payoffs: FloatArray) -> Iterator[Profiles]:
    """Every support profile of a game in which somebody mixes, those of one shape together, few
    strategies first.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit.
    """
    shape = payoffs.shape[1:]
    for sizes in sorted(product(*(range(1, m + 1) for m in shape)), key=lambda k: (sum(k), k)):
        if max(sizes) > 1:
            yield _of_sizes(payoffs, sizes)


def _of_sizes(payoffs: FloatArray, sizes: tuple[int, ...]) -> Profiles:
    shape = payoffs.shape[1:]
    choices = [list(combinations(range(m), k)) for m, k in zip(shape, sizes, strict=True)]
    places = np.indices([len(c) for c in choices]).reshape(len(shape), -1)
    mixed = tuple(np.array(c, dtype=int)[place] for c, place in zip(choices, places, strict=True))
    orders = [
        np.array([[*c, *(a for a in range(m) if a not in c)] for c in some], dtype=int)[place]
        for some, m, place in zip(choices, shape, places, strict=True)
    ]
    tables = []
    for i, table in enumerate(payoffs):
        grid = [
            _on_axis(orders[j] if j == i else mixed[j], j, len(shape)) for j in range(len(shape))
        ]
        tables.append(np.expand_dims(np.moveaxis(table[tuple(grid)], 1 + i, 1), 2 + i))
    return Profiles(mixed, tuple(tables))


def _on_axis(indices: IndexArray, player: int, players: int) -> IndexArray:
    return indices.reshape(
        len(indices), *(indices.shape[1] if j == player else 1 for j in range(players))
    )


def playable(profiles: Profiles) -> BoolArray:
    """Which profiles may be an equilibrium's: no strategy that is mixed is beaten somewhere, and
    elsewhere equalled.

    Whatever is mixed is played with some probability, so being better somewhere is being better on
    the whole.
    """
    open_to = np.ones(len(profiles.mixed[0]), dtype=bool)
    for size, table in zip(profiles.sizes, profiles.payoffs, strict=True):
        values = table.reshape(*table.shape[:2], -1)
        leads = values[:, :, None] - values[:, None, :size]
        open_to &= ~((leads.min(axis=-1) >= 0) & (leads.max(axis=-1) > 0)).any(axis=(1, 2))
    return open_to


def condensed(profiles: Profiles) -> Profiles:
    """The same profiles, without what only scales what a player stands to gain.

    Where all of a player's strategies are the same to it unless another plays one certain strategy,
    as where a veto makes everything else pointless, how likely that strategy is makes no difference
    to what is best: only what is best if it is played. So the player's payoffs are taken to be
    those, whatever the other does.
    """
    payoffs = list(profiles.payoffs)
    for i in range(len(payoffs)):
        for j, size in enumerate(profiles.sizes):
            if i != j and size > 1:
                by_strategy = np.moveaxis(payoffs[i], 2 + j, 1)
                widths = by_strategy.max(axis=2) - by_strategy.min(axis=2)
                matters = (widths.reshape(*widths.shape[:2], -1) > 0).any(axis=2)
                only = np.flatnonzero(matters.sum(axis=1) == 1)
                alone = by_strategy[only, matters[only].argmax(axis=1)]
                payoffs[i] = payoffs[i].copy()
                payoffs[i][only] = np.expand_dims(alone, 1 + j + 1)
    return profiles._replace(payoffs=tuple(payoffs))


def alike(profiles: Profiles) -> BoolArray:
    """Which profiles mix two strategies that are the same to everybody while nothing but the
    profile is played.

    Whoever plays one of them may as well play the other: an equilibrium of such a profile lies
    between equilibria of smaller ones, which differ from it in that player's strategy alone.
    """
    found = np.zeros(len(profiles.mixed[0]), dtype=bool)
    for j, size in enumerate(profiles.sizes):
        for first, second in combinations(range(size), 2):
            same = np.ones(len(found), dtype=bool)
            for i, table in enumerate(profiles.payoffs):
                pair = np.moveaxis(table, 1 if i == j else 2 + j, 1)[:, [first, second]]
                same &= (pair[:, 0] == pair[:, 1]).reshape(len(found), -1).all(axis=1)
            found |= same
    return found


def in_floats(profiles: Profiles, units: Exact) -> tuple[FloatArray, ...]:
    """What each strategy gives above the first that is mixed, in a unit such that floats lose
    nothing that matters.

    Parameters
    ----------
    units : ndarray of whole numbers, shape (players,)
        Each player's range. Where strategies that are mixed differ by much less, the unit is the
        most they differ by.

    Returns
    -------
    tuple of ndarray, one a player, of the shapes of the payoffs
        Within a rounding. A strategy that is left out never stands higher than it does, and may
        stand as the first: whatever it shows to be impossible is.
    """
    found = []
    for size, table, unit in zip(profiles.sizes, profiles.payoffs, units, strict=True):
        leads = table - table[:, :1]
        most = np.abs(leads[:, :size]).reshape(len(leads), -1).max(axis=1)
        own = np.where((most > 0) & (most < FINE * unit), most, max(unit, 1))
        floats = np.asarray(leads / own.reshape(-1, *[1] * (leads.ndim - 1)), dtype=float)
        floats[:, size:] = np.minimum(floats[:, size:], FAR)
        low = floats.reshape(*floats.shape[:2], -1).min(axis=2) < -FAR
        floats[low] = 0.0
        found.append(floats)
    return tuple(found)


class Region(NamedTuple):
    """Where nobody gains by leaving, over the strategies that are mixed and what lies at their
    edge.

    Attributes
    ----------
    corners : tuple of tuple of tuple of int
        Each player's weights, for each corner: all equilibria of the system lie between these.
    known : bool
        False where the region has a curved border, and nothing is said.
    """

    corners: tuple[Weights, ...]
    known: bool


def region(payoffs: Sequence[Exact], sizes: Sequence[int]) -> Region:
    """Find all equilibria in which one or two players mix given strategies.

    Parameters
    ----------
    payoffs : sequence of ndarray of object, one a player, each of shape (m, k_1, k_2, …) with 1 for
    the player's own
        What each strategy gives when the others play those that they mix, in whole numbers; the
        player's own mixed ones first, then those left out.
    sizes : sequence of int
        How many strategies each player mixes: the `k`, above 1 for one player or two.

    Examples
    --------
    Two strategies that are the same to the first player; the second stays put while the first of
    them is not likely.

    >>> tied, watcher = np.array([[[1]], [[1]]]), np.array([[[0], [1]], [[3], [0]]])
    >>> region((tied, watcher), (2, 1)).corners
    (((0, 1), (1,)), ((1, 3), (1,)))
    """
    mixers = [j for j, size in enumerate(sizes) if size > 1]
    if len(mixers) > 2:
        raise ValueError("at most two players may mix here")
    if len(mixers) == 1:
        (mixer,) = mixers
        own = _leads(payoffs[mixer])
        if own[: sizes[mixer]].any() or own.max() > 0:
            return Region((), True)
        gains = [
            row
            for i, table in enumerate(payoffs)
            if i != mixer
            for row in _leads(table)[1:].tolist()
        ]
        found = corners([], gains, sizes[mixer])
        return Region(tuple(_profile(sizes, {mixer: point}) for point in found), True)
    pairs = _pairs(payoffs, sizes, mixers[0], mixers[1])
    if pairs is None:
        return Region((), False)
    return Region(
        tuple(_profile(sizes, dict(zip(mixers, pair, strict=True))) for pair in pairs), True
    )


def _leads(table: Exact) -> Exact:
    """What each strategy gives above the first, against each combination of the others: shape (m,
    combinations).
    """
    return (table - table[:1]).reshape(len(table), -1)


def _profile(sizes: Sequence[int], mixing: dict[int, tuple[int, ...]]) -> Weights:
    return tuple(mixing.get(j, (1,) * size) for j, size in enumerate(sizes))


Corner = tuple[int, ...]


def _pairs(
    payoffs: Sequence[Exact], sizes: Sequence[int], one: int, two: int
) -> list[tuple[Corner, Corner]] | None:
    """Corners of the region of two mixing players; None where the others' conditions make its
    border curved.
    """
    kept = {j: _leads(payoffs[i]).tolist() for i, j in ((two, one), (one, two))}
    bounds = {one: kept[one][sizes[two] :], two: kept[two][sizes[one] :]}
    equal = {one: kept[one][1 : sizes[two]], two: kept[two][1 : sizes[one]]}
    first, second = (corners(equal[j], bounds[j], sizes[j]) for j in (one, two))
    if not all(found and all(map(any, zip(*found, strict=True))) for found in (first, second)):
        return []  # some strategy is never played, so what there is belongs to fewer strategies
    watching = [_leads(table)[1:] for i, table in enumerate(payoffs) if i not in (one, two)]
    gains = np.concatenate(
        [np.zeros((0, sizes[one] * sizes[two]), dtype=object), *watching]
    ).reshape(-1, sizes[one], sizes[two])
    at = np.array(first, dtype=object) @ gains @ np.array(second, dtype=object).T
    if not (at > 0).any():
        return [(x, y) for x in first for y in second]
    if (at > 0).all(axis=(1, 2)).any():
        return []
    if len(first) == 1:
        cut = corners(
            equal[two],
            bounds[two] + (np.array(first[0], dtype=object) @ gains).tolist(),
            sizes[two],
        )
        return [(first[0], y) for y in cut]
    if len(second) == 1:
        cut = corners(
            equal[one],
            bounds[one] + (gains @ np.array(second[0], dtype=object)).tolist(),
            sizes[one],
        )
        return [(x, second[0]) for x in cut]
    return None


def corners(equal: Rows, bounds: Rows, size: int) -> list[Corner]:
    """The corners of the polytope of mixtures `x` with `equal @ x = 0` and `bounds @ x <= 0`.

    Parameters
    ----------
    equal, bounds : list of list of int
        Each row of length `size`.

    Returns
    -------
    list of tuple of int
        Each corner's weights, without a common divisor, in order; empty where nothing satisfies all
        conditions.

    Examples
    --------
    >>> corners([], [[1, -1, 0]], 3)
    [(0, 0, 1), (0, 1, 0), (1, 1, 0)]
    """
    nonnegative = [[-(i == j) for j in range(size)] for i in range(size)]
    loose = nonnegative + [row for row in bounds if any(row)]
    basis = list[list[int]]()
    for row in equal:
        if _ray([*basis, row], size, len(basis) + 1) is not None:
            basis.append(row)
    if len(basis) == size:
        return []
    found = set[Corner]()
    for rest in combinations(loose, size - 1 - len(basis)):
        ray = _ray([*basis, *rest], size, size - 1)
        if ray is None or (min(ray) < 0 < max(ray)):
            continue
        weights = tuple(map(abs, ray))
        if weights in found:
            continue
        if all(_times(row, weights) <= 0 for row in loose) and not any(
            _times(row, weights) for row in equal
        ):
            found.add(weights)
    return sorted(found)


def _times(row: Sequence[int], weights: Sequence[int]) -> int:
    return sum(a * b for a, b in zip(row, weights, strict=True))


def _ray(rows: Rows, size: int, rank: int) -> Corner | None:
    """Something that so many rows send to zero; None if they are not independent."""
    rows, before, places = [list(row) for row in rows], 1, list[int]()
    for k in range(rank):
        place = next((c for c in range(size) if rows[k][c]), None)
        if place is None:
            return None
        rows = pivoted(rows, k, place, before)
        before = rows[k][place]
        places.append(place)
    free = [c for c in range(size) if c not in places]
    if not free:
        return ()
    weights = [0] * size
    weights[free[0]] = before
    for row, place in zip(rows, places, strict=True):
        weights[place] = -row[free[0]]
    divisor = gcd(*weights)
    return tuple(w // divisor for w in weights)


def work(shape: tuple[int, ...]) -> int:
    """How much there is to do: support profiles times the dimension of what can be mixed.

    Examples
    --------
    >>> work((3, 3, 3)), work((4, 4, 4)) <= LARGEST < work((4, 4, 5))
    (2058, True)
    """
    return count(shape) * sum(m - 1 for m in shape)


def applies_to(game: NormalFormGame) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    if game.n_players < 3:
        return (
            "is for three players or more: for two, the corners of the best-reply polytopes say "
            "it all, and faster"
        )
    if game.feasible is not None and not game.feasible.all():
        return "needs a game in which every combination of strategies is possible"
    if work(game.shape) > LARGEST and (
        game.payoffs.size > REDUCED_UP_TO or work(reduce(game).game.shape) > LARGEST
    ):
        return (
            f"is for small games: {count(game.shape):,} combinations of strategies could be mixed "
            "here, in "
            f"{sum(m - 1 for m in game.shape)} dimensions, and the limit for the product of the "
            f"two is {LARGEST:,}"
        )
    return None


def run(game: NormalFormGame) -> Solution:
    """Its answer; see `Solver.run`."""
    left = reduce(game)
    if dominance_only(left) or one_chooser(left.game):
        return solved_purely(game, left, NAME)
    found = _Search(left.game)
    equilibria = [
        verified(game, widened(game, left.kept, one.strategies), at)
        for one, at in zip(found.equilibria, _numbered(found.equilibria), strict=True)
    ]
    return _solution(game, left, equilibria, _examples(game, left, found), found)


class _Found(NamedTuple):
    """One equilibrium of what dominance has left, and for each player what tells its strategy from
    others.
    """

    strategies: Profile
    marks: tuple[object, ...]


def _numbered(found: Sequence[_Found]) -> list[tuple[int, ...]]:
    """A number for each strategy, the same for the same."""
    known: dict[object, int] = {}
    return [
        tuple(known.setdefault((j, mark), len(known)) for j, mark in enumerate(one.marks))
        for one in found
    ]


class _Search:
    """Looks for every equilibrium, support by support, and keeps what has come to light.

    Parameters
    ----------
    game : NormalFormGame
        What dominance has left.

    Attributes
    ----------
    equilibria : list of _Found
        Each once.
    unsettled : list of tuple
        Support profiles of which it is not known that all equilibria are listed.
    guesses : list of tuple of ndarray
        Points of some of those that are equilibria up to rounding; nothing is shown about them.
    spent : int
        Cells that were looked at.
    rounded : bool
        Whether some equilibrium is no fraction.
    doubtful : bool
        Whether something hangs on payoffs that are known up to rounding only.
    margin : float
        How near to zero something came at a solution that payoffs known up to rounding leave open,
        of the largest of these payoffs; infinite where nothing of the kind was looked at.
    """

    def __init__(self, game: NormalFormGame) -> None:
        numbers = game.exactly()
        payoffs = integers(numbers.payoffs)
        self.shape = game.shape
        self.equilibria: list[_Found] = []
        self.unsettled: list[Support] = []
        self.guesses: list[Profile] = []
        self.spent = 0
        self.rounded, self.doubtful, self.margin = False, numbers.undecided, float("inf")
        self._rough = bool(numbers.error.any())
        self._unit = game.unit()
        self._units = np.array([own.max() - own.min() for own in payoffs], dtype=payoffs.dtype)
        self._known = set[tuple[object, ...]]()
        for place in profiles(game):
            self._keep([(1,)] * len(place), [(i,) for i in place])
        for every in by_shape(payoffs):
            some = taken(every, playable(every) & ~alike(every))
            if len(some.mixed[0]):
                self._look_at(condensed(some))

    def _look_at(self, some: Profiles) -> None:
        """Support profiles of one shape."""
        mixers = [j for j, size in enumerate(some.sizes) if size > 1]
        if len(mixers) == 1:
            own = some.payoffs[mixers[0]].reshape(len(some.mixed[0]), -1)
            tied = (own[:, : some.sizes[mixers[0]]] == own.max(axis=1, keepdims=True)).all(axis=1)
            self._look_at_regions(some, np.flatnonzero(tied).tolist())
            return
        limit = _limit(some.sizes, hurried=self.spent > BUDGET) if len(mixers) > 2 else LINEAR
        floats = in_floats(some, self._units)
        answer = indifferent(floats, some.sizes, limit)
        unsettled = answer.unsettled.tolist()
        self.spent += answer.spent
        solutions = taken(answer.solutions, ~_broken(floats, answer.solutions))
        if len(mixers) == 2:
            self._look_at_regions(some, sorted({*unsettled, *solutions.owner.tolist()}))
            return
        for k, i in enumerate(solutions.owner.tolist()):
            if i not in unsettled and not self._settles(
                some, i, [own[k] for own in solutions.mixtures]
            ):
                unsettled.append(i)
        self.guesses += self._examples(some, answer.guesses)
        self.unsettled += [_support(some, i) for i in unsettled]

    def _settles(self, some: Profiles, i: int, guess: Sequence[FloatArray]) -> bool:
        """Whether whole numbers show that a solution is there, and whether it is an equilibrium."""
        system = System(tuple(big_integers(table[i]) for table in some.payoffs), some.sizes)
        root = proven(system, guess)
        if root is None:
            return False
        for j, size in enumerate(some.sizes):
            axes = [size if other == j else 1 for other in range(len(some.sizes))]
            for place in range(size if size > 1 else 0):
                weight = np.array([int(a == place) for a in range(size)], dtype=object).reshape(
                    1, *axes
                )
                sign = self._sign(root, weight)
                if sign is None or sign <= 0:
                    return (
                        sign is not None
                    )  # where it is zero the solution belongs to a smaller support
        for j, size in enumerate(some.sizes):
            leads = system.leads(j)
            for row in range(size, len(leads)):
                if any(np.array_equal(leads[row], leads[place]) for place in range(size)):
                    continue  # the same as what is mixed
                sign = self._sign(root, leads[row : row + 1])
                if sign is None or sign > 0:
                    return sign is not None
        self.rounded |= root.fractions is None
        self._keep(
            root.fractions or root.weights, _support(some, i), fractions=root.fractions is not None
        )
        return True

    def _sign(self, root: Root, table: Exact) -> int | None:
        """The sign of something at a solution; where payoffs are known up to rounding, and it is
        near zero, no more.
        """
        if self._rough and table.any():
            scale = prod(sum(root.weights[j]) for j in hangs_on(table)) * int(np.abs(table).max())
            self.margin = min(
                self.margin, float(Fraction(int(abs(weighed(table, root.weights)[0])), scale))
            )
        return root.sign(table)

    def _look_at_regions(self, some: Profiles, which: Sequence[int]) -> None:
        """The corners of whole regions of equilibria, for profiles in which at most two players
        mix.
        """
        for i in which:
            pieces = region([big_integers(table[i]) for table in some.payoffs], some.sizes)
            if not pieces.known:
                self.unsettled.append(_support(some, i))
            for corner in pieces.corners:
                self._keep(corner, _support(some, i))

    def _keep(
        self,
        weights: Sequence[Sequence[int]],
        support: Sequence[Sequence[int]],
        *,
        fractions: bool = True,
    ) -> None:
        """Add an equilibrium, unless it is known; without fractions it is the only one that mixes
        as it does.
        """
        strategies, marks = list[FloatArray](), list[object]()
        for m, places, parts in zip(self.shape, support, weights, strict=True):
            total, divisor = sum(parts), gcd(*parts)
            strategy = np.zeros(m)
            strategy[list(places)] = [w / total for w in parts]
            strategies.append(strategy)
            known = fractions or len(places) == 1
            mark = tuple((place, w // divisor) for place, w in zip(places, parts, strict=True) if w)
            marks.append(mark if known else (support, len(self.equilibria)))
        if tuple(marks) not in self._known:
            self._known.add(tuple(marks))
            self.equilibria.append(_Found(tuple(strategies), tuple(marks)))

    def _examples(self, some: Profiles, points: Points) -> list[Profile]:
        """Those of the points that nobody gains by leaving, up to rounding."""
        strategies = _spread(self.shape, some, points)
        left = regret(self._unit[None], strategies).max(axis=1) <= BEST
        return [tuple(own[row] for own in strategies) for row in np.flatnonzero(left)]


def _broken(floats: Sequence[FloatArray], points: Points) -> BoolArray:
    """Which solutions play something with a negative probability, or leave out something better,
    beyond any doubt.
    """
    broken = np.logical_or.reduce([(own < -PLAINLY).any(axis=1) for own in points.mixtures])
    for table, own in zip(floats, points.mixtures, strict=True):
        leads = at(table[points.owner], points.mixtures)[:, own.shape[1] :]
        broken |= (leads > PLAINLY).any(axis=1)
    return np.asarray(broken, dtype=bool)


def _limit(sizes: Sequence[int], hurried: bool) -> int:
    start, growth = GROWTH
    return HURRIED if hurried else min(LIMIT, start * growth ** sum(k - 1 for k in sizes))


def _support(some: Profiles, i: int) -> Support:
    return tuple(tuple(mixed[i].tolist()) for mixed in some.mixed)


def _spread(shape: Sequence[int], profiles: Profiles, points: Points) -> list[FloatArray]:
    """Probabilities over all of each player's strategies, an array `(found, m)` a player, where
    none is negative.
    """
    inside = np.logical_and.reduce([(own >= -PLAYED).all(axis=1) for own in points.mixtures])
    spread = []
    for m, mixed, own in zip(shape, profiles.mixed, points.mixtures, strict=True):
        wide = np.zeros((int(inside.sum()), m))
        np.put_along_axis(
            wide, mixed[points.owner[inside]], np.where(own <= PLAYED, 0.0, own)[inside], axis=1
        )
        spread.append(wide / wide.sum(axis=1, keepdims=True))
    return spread


def _examples(game: NormalFormGame, left: Reduced, found: _Search) -> list[Equilibrium]:
    """One equilibrium of each support that was not settled, where it can be verified and none is at
    its edge.
    """
    seen, examples = [one.strategies for one in found.equilibria], list[Equilibrium]()
    for support in found.unsettled:
        if any(_within(profile, support) for profile in seen):
            continue
        for guess in (guess for guess in found.guesses if _within(guess, support)):
            try:
                examples.append(verified(game, widened(game, left.kept, guess)))
            except Unverified:
                continue
            seen.append(guess)
            break
    return examples


def _within(profile: Sequence[FloatArray], support: Sequence[Sequence[int]]) -> bool:
    """Whether nothing but the support is played."""
    return all(
        set(np.flatnonzero(own).tolist()) <= set(some)
        for own, some in zip(profile, support, strict=True)
    )


def _solution(
    game: NormalFormGame,
    left: Reduced,
    known: list[Equilibrium],
    examples: list[Equilibrium],
    found: _Search,
) -> Solution:
    settled, continuum = not found.unsettled, mixable(known)
    limits = [] if settled else [_open(found, count(left.game.shape))]
    if found.doubtful:
        limits.append(UNDECIDED)
    rounded = bool(examples) or found.rounded or found.doubtful
    certificate = Certificate(WHOLE_NUMBERS, rounded, tuple(limits)).measured(
        AT_SOLUTIONS, DOUBT, found.margin, OF_LARGEST
    )
    notes = [*limits, *([BETWEEN if certificate.complete else AND_BETWEEN] if continuum else [])]
    return nash_solution(
        game,
        known + examples,
        NAME,
        certificate,
        verified=CHECKED if settled else VERIFIED,
        notes=notes,
        eliminations=left.eliminations,
        continuum=continuum,
    )


def _open(found: _Search, profiles: int) -> str:
    where = (
        f"{len(found.unsettled):,} of the {profiles:,} combinations of strategies that could "
        "be mixed"
    )
    if found.spent > BUDGET:
        return (
            f"the search was cut short after {found.spent:,} cells, and {where} may hold more "
            "equilibria"
        )
    return (
        f"ties in the payoffs leave {where} open: a line of equilibria may pass there that is "
        "not listed"
    )
