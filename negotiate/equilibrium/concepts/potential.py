"""Whether one number stands behind all players' gains, so that changing for the better must end somewhere.

From the strongest form to the weakest: gains are steps of a potential; steps of it once each player's are divided by a
weight; of the same sign as its steps; improving moves raise it; best replies raise it. Where not even best replies do,
they run in a circle, which is shown. Two players' gains fit together where, in every square of two strategies each,
what a move of one changes in the other's gain is a fixed multiple of what a move of the other changes in the one's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.equilibrium.concepts.circles import (
    Circle,
    Profile,
    among_equals,
    best_only,
    improving,
    levels,
    moves,
    ranks,
    tied,
)
from negotiate.equilibrium.concepts.registry import impossible
from negotiate.equilibrium.nash.pure import stable
from negotiate.equilibrium.solution import Finding, Solution
from negotiate.errors import NegotiateError
from negotiate.games.exactness import scaled_integers
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.games.regret import payoff_range, unit_payoffs

SLACK = 1e-9  # on payoffs scaled to the unit range

COMBINATIONS = 250_000  # in a second or two; more are not looked at
ROUNDING = 1e-7  # of a player's payoff range: what adding up gains along a path may cost
DENOMINATOR = 10_000  # of weights that are proved in whole numbers
EQUAL = 1e-9  # weights nearer than that are equal, and so are values of the potential, in its own range

EXACT, WEIGHTED, ORDINAL = "exact", "weighted", "ordinal"
GENERALIZED, BEST_REPLY, NONE = "generalized ordinal", "best-reply", "none"


class Square(NamedTuple):
    """Where the gains of two players do not fit together: four combinations, each one move from the next.

    Attributes
    ----------
    players : tuple of int
        The two who move in turn, the first of them first.
    corner : tuple of int
        The combination from which both moves go to the next strategy of each.
    gap : float
        The first player's twofold difference less the second's; with the sign turned, what all four moves add up to.
    """

    players: tuple[int, int]
    corner: tuple[int, ...]
    gap: float


def twofold(table: FloatArray, one: int, two: int) -> FloatArray:
    """How much a step on one axis changes what a step on another is worth, for all neighbours."""
    return np.asarray(np.diff(np.diff(table, axis=one), axis=two), dtype=np.float64)


def widest_square(payoffs: FloatArray) -> Square | None:
    """The square of neighbouring strategies in which the gains of two players differ most; None for one player.

    Examples
    --------
    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    >>> widest_square(pennies)
    Square(players=(0, 1), corner=(0, 0), gap=8.0)
    """
    found: Square | None = None
    for one in range(len(payoffs)):
        for two in range(one + 1, len(payoffs)):
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
        Positive; 1 for the first of the players who are bound to each other. A gain divided by its player's weight is
        a step of the potential.

    References
    ----------
    Monderer & Shapley 1996, "Potential games", Games and Economic Behavior 14, section 2.
    """
    n = len(unit)
    ratio = np.full((n, n), np.nan)
    for one in range(n):
        for two in range(one + 1, n):
            mine, theirs = twofold(unit[one], one, two), twofold(unit[two], one, two)
            found = _ratio(mine, theirs)
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
                        weights[two] = weights[one] * width[two] / (width[one] * ratio[one, two])
                        queue.append(two)
    return weights


def _ratio(mine: FloatArray, theirs: FloatArray) -> float | None:
    """By what positive factor two tables of differences agree; NaN where both are zero, None where they do not."""
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
    """Add up gains from the first combination to every other one, one player's move after the other's.

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
    return np.asarray(total, dtype=np.float64)


def misfit(payoffs: FloatArray, potential: FloatArray) -> FloatArray:
    """The most by which a gain of each player differs from the potential's step, over all moves, shape (players,)."""
    return np.array(
        [float(np.ptp(table - potential, axis=player).max()) for player, table in enumerate(payoffs)], dtype=np.float64
    )


class PotentialBroken(NegotiateError):
    """A potential that a solver found does not rise with a move that it should rise with; a mistake of the solver."""


@dataclass(frozen=True, slots=True, eq=False)
class Potential(Finding):
    """The strongest potential that a game has, or the circle that rules all of them out.

    Parameters
    ----------
    kind : str
        "exact", "weighted", "ordinal", "generalized ordinal", "best-reply" or "none".
    potential : ndarray, shape (*strategies), or None
        For the first two in the first player's payoff unit, its lowest value 0; for the others minus the number of
        improving moves that may still follow.
    weights : tuple of float
        What each player's gains are divided by; 1 where that says nothing.
    maximisers : tuple of tuple of int
        Where the potential is highest: pure equilibria all of them; empty without a potential.
    endings : tuple of tuple of int
        All pure equilibria: where changing for the better ends.
    circle : Circle
        What rules the next stronger kind out, among ordinal ones: moves that end where they began; empty if nothing.
    square : Circle
        Four moves whose gains do not add up to zero, which rules an exact potential out; empty if there is one.
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
        return f"looks at games of at most {COMBINATIONS:,} combinations, and this one has {count:,}"
    return impossible(game)


def run(game: NormalFormGame, player: int | None) -> Solution:
    """Its answer; see `Concept.run`."""
    whole = scaled_integers(game.payoffs[None], together=True)
    integral = bool(whole.whole[0])
    square = widest_square(whole.payoffs[0] if integral else game.payoffs)
    found = _cardinal(game, square, integral) or _ordinal(game, _round(game, square))
    return Solution(
        game=game,
        equilibria=(),
        concept="potential",
        method=_method(found),
        complete=True,
        exact=integral and (found.kind != WEIGHTED or _fits_exactly(whole.payoffs[0], found.weights)),
        verified=_verified(found),
        finding=found,
    )


def _fits_exactly(whole: FloatArray, weights: Sequence[float]) -> bool:
    """Whether the weights are fractions with which the gains fit together in every square, in whole numbers."""
    parts = [Fraction(w).limit_denominator(DENOMINATOR) for w in weights]
    if not all(0 < part < DENOMINATOR for part in parts):
        return False
    tables = [(table.astype(np.int64).astype(object), part) for table, part in zip(whole, parts, strict=True)]
    return all(
        (twofold(mine * his.numerator * my.denominator - theirs * my.numerator * his.denominator, one, two) == 0).all()
        for (one, (mine, my)), (two, (theirs, his)) in combinations(enumerate(tables), 2)
    )


def _method(found: Potential) -> str:
    return "squares of two players' moves" if found.kind in (EXACT, WEIGHTED) else "levels of improving moves"


def _verified(found: Potential) -> str:
    if found.kind == NONE:
        return "every move of the circle improves its player's payoff" if found.circle else ""
    if found.kind == EXACT:
        return "every player's gain by every move is the potential's step"
    if found.kind == WEIGHTED:
        return "every player's gain by every move is its weight times the potential's step"
    return "the potential rises with every move that it should rise with"


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
    for kind, ranked, together in ((ORDINAL, rank, label), (GENERALIZED, rank, None), (BEST_REPLY, best, None)):
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
    return Potential(kind, frozen(-level), ones, _profiles(level == 0), ends, moves(game, ring), square)


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
            raise PotentialBroken("a solver's potential does not rise with a move that improves a payoff")
