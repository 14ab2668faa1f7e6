"""Mixed equilibria of small games for two players, by nashpy's vertex enumeration and a certificate of our own.

nashpy walks the vertices of the two best-reply polytopes in floating point; its answers are candidates here. Each is
polished by solving the indifference conditions on its support and must then pass the regret check. Whether the list is
complete is settled by a second enumeration that shares no code with the first. nashpy's support enumeration is never
used: it compares floats with `==` and loses true equilibria.

References
----------
Knight & Campbell 2018, "Nashpy: a Python library for the computation of Nash equilibria", JOSS 3(30).
Nisan et al. 2007, "Algorithmic Game Theory", algorithm 3.5, for vertex enumeration.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.kernels.best_reply_vertices import extreme_pairs, vertices
from negotiate.kernels.regret import unit_payoffs
from negotiate.solvers.equilibrium import Unverified, in_order, mixable, point, verified, widened
from negotiate.solvers.nash.dominance import Reduced, reduce
from negotiate.solvers.nash.pure import VERIFIED, one_chooser, profiles, solved_purely
from negotiate.solvers.solution import Equilibrium, Solution
from negotiate.solvers.solver import Game, Solver

NAME = "vertex-enumeration"
LARGEST = 6
SAME = 1e-7  # two candidates whose every probability is closer than this are one; polishing sharpens them far below it
PLAYED = 1e-7  # a candidate's smaller probabilities are rounding; a true one as small is found by the second road
TIGHT = 1e-7  # on payoffs scaled to the unit range: which replies count as best when a candidate is polished
DENOMINATOR = 10_000
SNAP = 1e-13  # how near a fraction must be to be taken for the probability itself

Pair = tuple[FloatArray, FloatArray]

DEGENERATE = "those listed are the extreme equilibria, between which all others lie"
UNCERTAIN = "some payoffs are so nearly tied that an equilibrium may be missing: round them, or make the ties exact"


def candidates(A: FloatArray, B: FloatArray) -> list[Pair]:
    """What nashpy's vertex enumeration yields, its warnings kept to itself.

    Parameters
    ----------
    A, B : ndarray, shape (rows, columns), both at least 2
        Payoffs from 1 to 2, so that the polytopes are bounded.
    """
    import nashpy  # noqa: PLC0415 - nashpy and scipy take most of a second, and few commands solve anything
    from scipy.spatial import QhullError  # noqa: PLC0415 - the same

    found: list[Pair] = []
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            for x, y in nashpy.Game(A, B).vertex_enumeration():
                found.append((np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)))
        except (QhullError, ValueError, ZeroDivisionError, TypeError):
            pass  # a polytope that Qhull cannot handle; the second road still answers
    return [pair for pair in found if all(np.isfinite(s).all() for s in pair)]


def polished(A: FloatArray, B: FloatArray, pair: Pair) -> Pair:
    """Solve the indifference conditions on a candidate's supports, and take near fractions for the fractions."""
    x, y = pair
    return _indifferent(B.T, x), _indifferent(A, y)


def _indifferent(replies: FloatArray, strategy: FloatArray) -> FloatArray:
    """The strategy on the same support that makes all of its best replies exactly as good as each other."""
    support = np.flatnonzero(strategy > PLAYED)
    values = replies @ strategy
    best = np.flatnonzero(values >= values.max() - TIGHT)
    system = np.zeros((len(best) + 1, len(support) + 1))
    system[:-1, :-1] = replies[np.ix_(best, support)]
    system[:-1, -1] = -1.0
    system[-1, :-1] = 1.0
    right = np.zeros(len(best) + 1)
    right[-1] = 1.0
    solved = np.linalg.lstsq(system, right)[0][:-1]
    sharp = np.zeros_like(strategy)
    sharp[support] = solved
    if (solved <= 0).any() or np.abs(sharp - strategy).max() > SAME:
        return strategy  # the reading of the candidate was wrong; let the regret check judge it as it came
    return _snapped(sharp / sharp.sum())


def _snapped(strategy: FloatArray) -> FloatArray:
    near = [Fraction(float(p)).limit_denominator(DENOMINATOR) for p in strategy]
    off = max(abs(float(f) - float(p)) for f, p in zip(near, strategy, strict=True))
    return np.array([float(f) for f in near]) if sum(near) == 1 and off <= SNAP else strategy


def extreme_equilibria(
    game: NormalFormGame, road: Callable[[FloatArray, FloatArray], list[Pair]] = candidates
) -> tuple[list[Pair], bool, bool]:
    """List the extreme equilibria of a small game for two players.

    Parameters
    ----------
    game : NormalFormGame
        Two players, at most six strategies each, no impossible combinations.
    road : callable
        Payoff matrices → candidates, before polishing.

    Returns
    -------
    pairs : list of tuple of ndarray
        Not yet verified; without duplicates.
    certain : bool
        Whether the second road proves that none is missing.
    degenerate : bool
        Whether some equilibrium has more best replies than strategies played, on either side.
    """
    A, B = unit_payoffs(game.payoffs) + 1.0
    row, column = vertices(B.T), vertices(A)
    # One polytope has more tight constraints than dimensions at a vertex where equilibria are not isolated.
    tied = False
    pairs: list[Pair] = []
    for i, j in extreme_pairs(row, column):
        tied |= bool(row.tight[i].sum() > A.shape[0] or column.tight[j].sum() > A.shape[1])
        _join(pairs, polished(A, B, (row.points[i], column.points[j])))
    for profile in profiles(game):
        x, y = point(game.shape, profile)
        _join(pairs, (x, y))
    if min(game.shape) > 1:
        for pair in road(A, B):
            _join(pairs, polished(A, B, pair))
    return pairs, row.clear and column.clear, tied


def _join(pairs: list[Pair], new: Pair) -> None:
    if not any(max(np.abs(a - b).max() for a, b in zip(old, new, strict=True)) < SAME for old in pairs):
        pairs.append(new)


def _reduced(game: NormalFormGame) -> Reduced | str:
    if game.n_players != 2:
        return f"needs two players, and this game has {game.n_players}"
    if game.feasible is not None and not game.feasible.all():
        return "needs a game in which every combination of strategies is possible"
    left = reduce(game)
    rows, columns = left.game.shape
    if max(rows, columns) > LARGEST and min(rows, columns) > 1:
        return f"needs at most {LARGEST} strategies a player after dominance, and {rows} × {columns} are left"
    return left


def _applies_to(game: Game) -> str | None:
    if isinstance(game, ExtensiveGame):
        return "needs a game in normal form"
    if game.n_players == 2 and max(game.shape) <= LARGEST and (game.feasible is None or game.feasible.all()):
        return None
    left = _reduced(game)
    return left if isinstance(left, str) else None


def _run(game: Game) -> Solution:
    left = "needs a game in normal form" if isinstance(game, ExtensiveGame) else _reduced(game)
    if isinstance(left, str) or isinstance(game, ExtensiveGame):
        raise TypeError("`applies_to` was not asked")
    if one_chooser(left.game):
        return solved_purely(game, left, NAME)
    pairs, certain, _ = extreme_equilibria(left.game)
    equilibria, refused = _verified(game, left, pairs)
    continuum = mixable(equilibria)
    notes = [*left.notes, *([DEGENERATE] if continuum and certain else []), *([] if certain else [UNCERTAIN])]
    if refused:
        notes.append(f"{refused} of the candidates did not pass the regret check and were left out")
    return Solution(
        game=game,
        equilibria=in_order(equilibria),
        concept="Nash",
        method=f"{NAME} (nashpy)" + (", after strict dominance" if left.eliminations else ""),
        complete=certain,
        exact=all(equilibrium.pure for equilibrium in equilibria),
        verified=VERIFIED + (", a second enumeration agrees" if certain else ""),
        seconds=0.0,
        notes=tuple(notes),
        eliminations=left.eliminations,
        continuum=continuum,
    )


def _verified(game: NormalFormGame, left: Reduced, pairs: list[Pair]) -> tuple[list[Equilibrium], int]:
    found, refused = [], 0
    for pair in pairs:
        try:
            found.append(verified(game, widened(game, left.kept, pair)))
        except Unverified:
            refused += 1
    return found, refused


SOLVER = Solver(
    name=NAME,
    concept="Nash",
    finds="all",
    reference="Nisan et al. 2007, algorithm 3.5; Avis, Rosenberg, Savani & von Stengel 2010",
    applies_to=_applies_to,
    run=_run,
)
