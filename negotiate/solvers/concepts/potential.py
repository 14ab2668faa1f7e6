"""Whether one number stands behind all players' gains, so that changing for the better must end somewhere.

From the strongest form to the weakest: gains are steps of a potential; steps of it once each player's are divided by a
weight; of the same sign as its steps; improving moves raise it; best replies raise it. Where not even best replies do,
they run in a circle, which is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.errors import NegotiateError
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.kernels.exactness import scaled_integers
from negotiate.kernels.improvement import best_only, levels, ranks, tied
from negotiate.kernels.potential import Square, along_paths, misfit, twofold, weights_that_fit, widest_square
from negotiate.kernels.regret import payoff_range, unit_payoffs
from negotiate.solvers.concepts.circles import Circle, Profile, among_equals, improving, moves
from negotiate.solvers.concepts.possible import impossible
from negotiate.solvers.nash.pure import stable
from negotiate.solvers.solution import Finding, Solution

COMBINATIONS = 250_000  # in a second or two; more are not looked at
ROUNDING = 1e-7  # of a player's payoff range: what adding up gains along a path may cost
DENOMINATOR = 10_000  # of weights that are proved in whole numbers
EQUAL = 1e-9  # weights nearer than that are equal, and so are values of the potential, in its own range

EXACT, WEIGHTED, ORDINAL = "exact", "weighted", "ordinal"
GENERALIZED, BEST_REPLY, NONE = "generalized ordinal", "best-reply", "none"


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
        seconds=0.0,
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
