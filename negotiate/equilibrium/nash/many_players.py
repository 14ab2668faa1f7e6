"""All equilibria of small games of three players or more, support by support, by subdivision with proof.

For each combination of strategies that could be mixed, the indifference conditions are solved by cutting the space of
mixtures into cells until each holds no solution or exactly one, for sure. Where the solutions are not isolated this
stops at a limit, and the answer says that it is not complete. Where one or two players mix, what a strategy gives is
linear in what each of them mixes, so that the equilibria are a polytope, whose corners are found ties and all.

References
----------
McKelvey & McLennan 1996, "Computation of equilibria in finite games", Handbook of Computational Economics 1.
Moore, Kearfott & Cloud 2009, "Introduction to Interval Analysis", chapter 8.
Porter, Nudelman & Shoham 2008, "Simple search methods for finding a Nash equilibrium", Games and Economic Behavior 63.
Winkels 1979, "An algorithm to determine all equilibrium points of a bimatrix game", for two players' polytopes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import prod
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.equilibrium.equilibrium import VERIFIED, Unverified, mixable, nash_solution, point, verified, widened
from negotiate.equilibrium.kernels.indifference import MARGIN, Points, flat, indifferent, taken
from negotiate.equilibrium.nash.dominance import Reduced, reduce
from negotiate.equilibrium.nash.pure import dominance_only, profiles, solved_purely
from negotiate.equilibrium.solution import Equilibrium, Solution, one_chooser
from negotiate.games.normal_form import NormalFormGame, expected_payoffs, regret

SLACK = 1e-10  # on payoffs in the unit range: how far outside a corner may seem to be by rounding
DIGITS = 9  # corners that agree in so many are one

NAME = "support-subdivision"
CHECKED = f"{VERIFIED}, and bounds show that no mixture is left out"
LARGEST = 32_000
"""The largest product of support profiles and dimensions, after dominance: some seconds of work."""
REDUCED_UP_TO = 100_000  # payoffs: so large a game is looked at for dominated strategies before it is refused
LIMIT = 40_000  # cells for one support profile, and fewer in few dimensions
GROWTH = 8, 4  # cells for one of no dimension, times this for each: several times what was seen to be needed
BUDGET = 60_000  # cells for one game; after that each support profile gets no more than a glance
HURRIED = 50  # cells for such a glance
LINEAR = 3  # cells where two players mix: the conditions are linear, so one is enough unless they are singular
PLAYED = 1e-11  # a smaller probability is none: the solution then belongs to a smaller support
BEST = 1e-10  # on payoffs in the unit range: a smaller regret is rounding
SAME = 1e-8  # closer than this in every probability, two solutions of one system are one: each is alone within 1e-6
NOUGHT = 1e-13  # on payoffs in the unit range: what is left of a tie when both sides are added up in floats

AND_BETWEEN = (
    "equilibria that differ in only one player's strategy can be mixed, and the mixtures again: each mixture is an "
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
    payoffs : tuple of ndarray, one a player, each of shape (profiles, m, k_1, k_2, …) with 1 for the player's own
        What each of the player's strategies gives when the others play theirs; those mixed first, then those left out.
    """

    mixed: tuple[IndexArray, ...]
    payoffs: tuple[FloatArray, ...]

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
    """Every support profile of a game in which somebody mixes, those of one shape together, few strategies first.

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
        grid = [_on_axis(orders[j] if j == i else mixed[j], j, len(shape)) for j in range(len(shape))]
        tables.append(np.expand_dims(np.moveaxis(table[tuple(grid)], 1 + i, 1), 2 + i))
    return Profiles(mixed, tuple(tables))


def _on_axis(indices: IndexArray, player: int, players: int) -> IndexArray:
    return indices.reshape(len(indices), *(indices.shape[1] if j == player else 1 for j in range(players)))


def playable(profiles: Profiles) -> BoolArray:
    """Which profiles may be an equilibrium's: no strategy that is mixed is beaten somewhere, and elsewhere equalled.

    Whatever is mixed is played with some probability, so being better somewhere is being better on the whole.
    """
    open_to = np.ones(len(profiles.mixed[0]), dtype=bool)
    for size, table in zip(profiles.sizes, profiles.payoffs, strict=True):
        values = flat(table, 2)
        leads = values[:, :, None] - values[:, None, :size]
        open_to &= ~((leads.min(axis=-1) >= -MARGIN) & (leads.max(axis=-1) > MARGIN)).any(axis=(1, 2))
    return open_to


def condensed(profiles: Profiles) -> Profiles:
    """The same profiles, without what only scales what a player stands to gain.

    Where all of a player's strategies are the same to it unless another plays one certain strategy, as where a veto
    makes everything else pointless, how likely that strategy is makes no difference to what is best: only what is best
    if it is played. So the player's payoffs are taken to be those, whatever the other does.
    """
    payoffs = list(profiles.payoffs)
    for i in range(len(payoffs)):
        for j, size in enumerate(profiles.sizes):
            if i != j and size > 1:
                by_strategy = np.moveaxis(payoffs[i], 2 + j, 1)
                matters = flat(np.ptp(by_strategy, axis=2), 2).max(axis=2) > MARGIN
                only = np.flatnonzero(matters.sum(axis=1) == 1)
                alone = by_strategy[only, matters[only].argmax(axis=1)]
                payoffs[i] = payoffs[i].copy()
                payoffs[i][only] = np.expand_dims(alone, 1 + j + 1)
    return profiles._replace(payoffs=tuple(payoffs))


def alike(profiles: Profiles) -> BoolArray:
    """Which profiles mix two strategies that are the same to everybody while nothing but the profile is played.

    Whoever plays one of them may as well play the other: an equilibrium of such a profile lies between equilibria of
    smaller ones, which differ from it in that player's strategy alone.
    """
    found = np.zeros(len(profiles.mixed[0]), dtype=bool)
    for j, size in enumerate(profiles.sizes):
        for first, second in combinations(range(size), 2):
            same = np.ones(len(found), dtype=bool)
            for i, table in enumerate(profiles.payoffs):
                pair = np.moveaxis(table, 1 if i == j else 2 + j, 1)[:, [first, second]]
                gaps = np.abs(pair[:, 0] - pair[:, 1])
                same &= flat(gaps, 1).max(axis=1) <= MARGIN
            found |= same
    return found


class Region(NamedTuple):
    """Where nobody gains by leaving, over the strategies that are mixed and what lies at their edge.

    Attributes
    ----------
    corners : tuple of tuple of ndarray
        One array of probabilities a player, for each corner: all equilibria of the system lie between these.
    known : bool
        False where the region has a curved border, and nothing is said.
    """

    corners: tuple[tuple[FloatArray, ...], ...]
    known: bool


def region(payoffs: Sequence[FloatArray], sizes: Sequence[int]) -> Region:
    """Find all equilibria in which one or two players mix given strategies.

    Parameters
    ----------
    payoffs : sequence of ndarray, one a player, each of shape (m, k_1, k_2, …) with 1 for the player's own
        What each strategy gives when the others play those that they mix; the player's own mixed ones first, then those
        left out, on payoffs in the unit range.
    sizes : sequence of int
        How many strategies each player mixes: the `k`, above 1 for one player or two.

    Examples
    --------
    Two strategies that are the same to the first player; the second stays put while the first of them is not likely.

    >>> tied, watcher = np.array([[[1.0]], [[1.0]]]), np.array([[[0.0], [0.25]], [[0.75], [0.0]]])
    >>> [corner[0].round(9).tolist() for corner in region((tied, watcher), (2, 1)).corners]
    [[0.0, 1.0], [0.25, 0.75]]
    """
    mixers = [j for j, size in enumerate(sizes) if size > 1]
    if len(mixers) > 2:
        raise ValueError("at most two players may mix here")
    if len(mixers) == 1:
        (mixer,) = mixers
        gains = [flat(table[1:] - table[:1], 1) for i, table in enumerate(payoffs) if i != mixer]
        own = flat(payoffs[mixer] - payoffs[mixer][:1], 1)
        if np.abs(own[: sizes[mixer]]).max() > SLACK or own.max() > SLACK:
            return Region((), True)
        found = corners(np.zeros((0, sizes[mixer])), np.concatenate(gains))
        return Region(tuple(_profile(sizes, {mixer: point}) for point in found), True)
    pairs = _pairs(payoffs, sizes, mixers[0], mixers[1])
    if pairs is None:
        return Region((), False)
    return Region(tuple(_profile(sizes, dict(zip(mixers, pair, strict=True))) for pair in pairs), True)


def _profile(sizes: Sequence[int], mixing: dict[int, FloatArray]) -> tuple[FloatArray, ...]:
    return tuple(mixing.get(j, np.ones(size)) for j, size in enumerate(sizes))


def _pairs(
    payoffs: Sequence[FloatArray], sizes: Sequence[int], one: int, two: int
) -> list[tuple[FloatArray, FloatArray]] | None:
    """Corners of the region of two mixing players; None where the others' conditions make its border curved."""
    kept = {j: flat(payoffs[i] - payoffs[i][:1], 1) for i, j in ((two, one), (one, two))}
    bounds = {one: kept[one][sizes[two] :], two: kept[two][sizes[one] :]}
    equal = {one: kept[one][1 : sizes[two]], two: kept[two][1 : sizes[one]]}
    first, second = (corners(equal[j], bounds[j]) for j in (one, two))
    if not all(len(found) and (found.max(axis=0) > 0).all() for found in (first, second)):
        return []  # some strategy is never played, so what there is belongs to fewer strategies
    watching = [t[1:] - t[:1] for i, t in enumerate(payoffs) if i not in (one, two)]
    gains = np.concatenate(
        [np.zeros((0, sizes[one], sizes[two])), *(t.reshape(-1, sizes[one], sizes[two]) for t in watching)]
    )
    at_corners = np.einsum("rab,xa,yb->rxy", gains, first, second)
    if not at_corners.size or (at_corners <= SLACK).all():
        return [(x, y) for x in first for y in second]
    if (at_corners.min(axis=(1, 2)) > SLACK).any():
        return []
    if len(first) == 1:
        cut = corners(equal[two], np.concatenate([bounds[two], np.einsum("rab,a->rb", gains, first[0])]))
        return [(first[0], y) for y in cut]
    if len(second) == 1:
        cut = corners(equal[one], np.concatenate([bounds[one], gains @ second[0]]))
        return [(x, second[0]) for x in cut]
    return None


def corners(equal: FloatArray, bounds: FloatArray) -> FloatArray:
    """The corners of the polytope of mixtures `x` with `equal @ x = 0` and `bounds @ x <= 0`.

    Parameters
    ----------
    equal, bounds : ndarray, each of shape (rows, k)
        On payoffs in the unit range.

    Returns
    -------
    ndarray, shape (found, k)
        In lexical order; empty where nothing satisfies all conditions.
    """
    size = equal.shape[1]
    rows = np.concatenate([-np.eye(size), bounds, equal])
    picks = np.array(list(combinations(range(len(rows)), size - 1)), dtype=int).reshape(-1, size - 1)
    system = np.concatenate([rows[picks], np.ones((len(picks), 1, size))], axis=1)
    lengths = np.linalg.norm(system, axis=2).prod(axis=1)
    system = system[np.abs(np.linalg.det(system)) > SLACK * lengths]
    right = np.zeros((len(system), size, 1))
    right[:, -1] = 1.0
    points = np.linalg.solve(system, right)[:, :, 0]
    inside = (points @ rows[: size + len(bounds)].T <= SLACK).all(axis=1)
    inside &= (np.abs(points @ equal.T) <= SLACK).all(axis=1)
    points = np.where(np.abs(points) <= SLACK, 0.0, points)[inside]
    points /= points.sum(axis=1, keepdims=True)
    _, once = np.unique(points.round(DIGITS) + 0.0, axis=0, return_index=True)
    return np.asarray(points[once], dtype=float)


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
        return "is for three players or more: for two, the corners of the best-reply polytopes say it all, and faster"
    if game.feasible is not None and not game.feasible.all():
        return "needs a game in which every combination of strategies is possible"
    if work(game.shape) > LARGEST and (game.payoffs.size > REDUCED_UP_TO or work(reduce(game).game.shape) > LARGEST):
        return (
            f"is for small games: {count(game.shape):,} combinations of strategies could be mixed here, in "
            f"{sum(m - 1 for m in game.shape)} dimensions, and the limit for the product of the two is {LARGEST:,}"
        )
    return None


def run(game: NormalFormGame) -> Solution:
    """Its answer; see `Solver.run`."""
    left = reduce(game)
    if dominance_only(left) or one_chooser(left.game):
        return solved_purely(game, left, NAME)
    found = _Search(left.game.unit())
    pure = [point(left.game.shape, row) for row in profiles(left.game)]
    known = _once([*pure, *found.equilibria], left.game.unit())
    equilibria = [verified(game, widened(game, left.kept, profile)) for profile in known]
    return _solution(game, left, equilibria + _examples(game, left, known, found), found)


class _Search:
    """Looks for every equilibrium in which somebody mixes, support by support, and keeps what has come to light.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        Of the game that is left after dominance, on the unit range.
    """

    def __init__(self, payoffs: FloatArray) -> None:
        self.payoffs = payoffs
        self.equilibria: list[Profile] = []
        self.unsettled: list[Support] = []
        self.guesses: list[Profile] = []
        self.spent = 0
        for every in by_shape(payoffs):
            some = taken(every, playable(every) & ~alike(every))
            if len(some.mixed[0]):
                self._look_at(condensed(some))

    def _look_at(self, some: Profiles) -> None:
        """Support profiles of one shape."""
        mixers = sum(size > 1 for size in some.sizes)
        if mixers == 1:
            self._look_at_regions(some, range(len(some.mixed[0])))
            return
        limit = _limit(some.sizes, hurried=self.spent > BUDGET) if mixers > 2 else LINEAR
        answer = indifferent(some.payoffs, some.sizes, limit)
        unsettled = answer.unsettled.tolist()
        self.spent += answer.spent
        self.equilibria += self._equilibria(some, answer.solutions)
        if mixers == 2:
            self._look_at_regions(some, unsettled)
            return
        self.guesses += self._equilibria(some, answer.guesses)
        self.unsettled += [_support(some, i) for i in unsettled]

    def _look_at_regions(self, some: Profiles, which: Sequence[int]) -> None:
        """The corners of whole regions of equilibria, for profiles in which at most two players mix."""
        for i in which:
            pieces = region([table[i] for table in some.payoffs], some.sizes)
            if not pieces.known:
                self.unsettled.append(_support(some, i))
            elif pieces.corners:
                mixtures = tuple(np.array(own) for own in zip(*pieces.corners, strict=True))
                owner = np.full(len(pieces.corners), i, dtype=int)
                self.equilibria += self._equilibria(some, Points(owner, mixtures))

    def _equilibria(self, some: Profiles, points: Points) -> list[Profile]:
        """Those of the points that nobody gains by leaving."""
        strategies = _spread(self.payoffs, some, points)
        left = regret(self.payoffs[None], strategies).max(axis=1) <= BEST
        return [tuple(own[row] for own in strategies) for row in np.flatnonzero(left)]


def _limit(sizes: Sequence[int], hurried: bool) -> int:
    start, growth = GROWTH
    return HURRIED if hurried else min(LIMIT, start * growth ** sum(k - 1 for k in sizes))


def _support(some: Profiles, i: int) -> Support:
    return tuple(tuple(mixed[i].tolist()) for mixed in some.mixed)


def _spread(payoffs: FloatArray, profiles: Profiles, points: Points) -> list[FloatArray]:
    """Probabilities over all of each player's strategies, an array `(found, m)` a player, where none is negative."""
    inside = np.logical_and.reduce([(own >= -PLAYED).all(axis=1) for own in points.mixtures])
    spread = []
    for m, mixed, own in zip(payoffs.shape[1:], profiles.mixed, points.mixtures, strict=True):
        wide = np.zeros((int(inside.sum()), m))
        np.put_along_axis(wide, mixed[points.owner[inside]], np.where(own <= PLAYED, 0.0, own)[inside], axis=1)
        spread.append(wide / wide.sum(axis=1, keepdims=True))
    return spread


def _once(found: Sequence[Profile], payoffs: FloatArray) -> list[Profile]:
    """Each equilibrium once, whichever supports led to it."""
    kept = list[Profile]()
    for one in found:
        if not any(_near(one, other) and _alike(one, other, payoffs) for other in kept):
            kept.append(one)
    return kept


def _near(one: Profile, other: Profile) -> bool:
    return all(bool((np.abs(a - b) < SAME).all()) for a, b in zip(one, other, strict=True))


def _alike(one: Profile, other: Profile, payoffs: FloatArray) -> bool:
    """Whether two solutions so near to each other are the same.

    They are if they play the same strategies. If not, the one that plays fewer would solve the other's conditions too:
    what it leaves out would be worth the same to it.
    """
    played = [[own > 0 for own in profile] for profile in (one, other)]
    if all(np.array_equal(a, b) for a, b in zip(*played, strict=True)):
        return True
    fewer = min((one, other), key=lambda profile: sum(int(np.count_nonzero(own)) for own in profile))
    values = expected_payoffs(payoffs, fewer)
    both = [a | b for a, b in zip(*played, strict=True)]
    return all(np.ptp(value[some]) <= NOUGHT for value, some in zip(values, both, strict=True))


def _examples(game: NormalFormGame, left: Reduced, known: Sequence[Profile], found: _Search) -> list[Equilibrium]:
    """One equilibrium of each support that was not settled, where it can be verified and none is at its edge."""
    seen, examples = list(known), list[Equilibrium]()
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
    return all(set(np.flatnonzero(own).tolist()) <= set(some) for own, some in zip(profile, support, strict=True))


def _solution(game: NormalFormGame, left: Reduced, equilibria: list[Equilibrium], found: _Search) -> Solution:
    settled, continuum = not found.unsettled, mixable(equilibria)
    notes = [] if settled else [_open(found, count(left.game.shape))]
    if continuum:
        notes.append(BETWEEN if settled else AND_BETWEEN)
    mixing = any(not equilibrium.pure for equilibrium in equilibria)
    return nash_solution(
        game,
        equilibria,
        NAME,
        complete=settled,
        exact=not mixing,
        verified=CHECKED if settled else VERIFIED,
        notes=notes,
        eliminations=left.eliminations,
        continuum=continuum,
    )


def _open(found: _Search, profiles: int) -> str:
    where = f"{len(found.unsettled):,} of the {profiles:,} combinations of strategies that could be mixed"
    if found.spent > BUDGET:
        return f"the search was cut short after {found.spent:,} cells, and {where} may hold more equilibria"
    return f"ties in the payoffs leave {where} open: a line of equilibria may pass there that is not listed"
