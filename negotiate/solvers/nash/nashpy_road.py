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
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

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


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep warnings to itself, of nashpy and of what it calls: they are about candidates that are checked anyway."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """NumPy's global random state as this seed makes it, and afterwards as it was before.

    Everything random here takes a `numpy.random.Generator`, but nashpy draws from the global state and offers no other
    way; so that state is lent to it, and whoever else uses it in this thread notices nothing.
    """
    before = np.random.get_state()  # noqa: NPY002 - nashpy draws from the global state
    np.random.seed(seed)  # noqa: NPY002 - the same
    try:
        yield
    finally:
        np.random.set_state(before)  # noqa: NPY002 - the same


def by_supports(A: FloatArray, B: FloatArray) -> list[Pair]:
    """What nashpy's support enumeration yields; it compares floats with `==` and so loses true equilibria."""
    import nashpy  # noqa: PLC0415 - nashpy and scipy take most of a second, and few commands ask for them

    with _quiet():
        return [(np.asarray(x), np.asarray(y)) for x, y in nashpy.Game(A, B).support_enumeration()]


def by_pivots(A: FloatArray, B: FloatArray, label: int, pivots: int) -> Pair | None:
    """Follow the Lemke–Howson path of one missing label on nashpy's tableaux, for so many pivots at most.

    nashpy's own loop has no end where rounding makes a path go in circles, so the steps are counted here.

    Parameters
    ----------
    A, B : ndarray, shape (rows, columns)
        Positive payoffs.
    label : int
        The label that is missing at first: a row, or a column counted on from the rows.
    pivots : int
        After how many the path is given up.

    Returns
    -------
    tuple of ndarray, or None
        The end of the path, not checked at all; None where it was given up.
    """
    from nashpy.linalg import create_col_tableau, create_row_tableau  # noqa: PLC0415 - as above

    with _quiet():
        row, column = create_row_tableau(B), create_col_tableau(A, True)
        turns = [row, column] if label in row.non_basic_variables else [column, row]
        entering = label
        for turn in range(pivots):
            try:
                entering = turns[turn % 2].pivot_and_drop_label(entering)
            except (ValueError, KeyError, IndexError):
                return None  # rounding has made the tableau one from which no path goes on
            if entering == label:
                return row.to_strategy(column.non_basic_variables), column.to_strategy(row.non_basic_variables)
    return None


def by_fictitious_play(A: FloatArray, B: FloatArray, rounds: int, seed: int, noise: float | None = None) -> Pair:
    """How often each strategy was played when each side answers what the other has played so far.

    With `noise` the answers are drawn from logit choice of that temperature: stochastic fictitious play.
    """
    import nashpy  # noqa: PLC0415 - as above

    game: Any = nashpy.Game(A, B)
    if noise is None:
        play = game.fictitious_play(iterations=rounds)
    else:
        drawn = game.stochastic_fictitious_play(iterations=rounds, etha=noise, epsilon_bar=noise / 10)
        play = (counts for counts, _ in drawn)
    with _quiet(), _seeded(seed):
        (last,) = deque(play, maxlen=1)
    x, y = (np.asarray(count, dtype=np.float64) / rounds for count in last)
    return x, y


def by_replicator(A: FloatArray, B: FloatArray, start: Pair, span: float, one_population: bool) -> Pair:
    """Where replicator dynamics has come to after a time: of one population in a symmetric game, or of two."""
    import nashpy  # noqa: PLC0415 - as above

    game: Any = nashpy.Game(A, B)
    times = np.linspace(0.0, span, 51)
    with _quiet():
        if one_population:
            x = y = game.replicator_dynamics(y0=start[0], timepoints=times)[-1]
        else:
            x, y = (path[-1] for path in game.asymmetric_replicator_dynamics(*start, timepoints=times))
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


def by_regret(A: FloatArray, B: FloatArray, rounds: int) -> Pair:
    """The strategies that nashpy's regret minimization favours in the end."""
    from nashpy.learning.regret_minimization import regret_minimization  # noqa: PLC0415 - as above

    with _quiet():
        # It reads the second matrix by the second player's own strategies first, hence the transpose.
        ((x, y),) = regret_minimization(A, B.T, iterations=rounds)
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


def by_introspection(A: FloatArray, B: FloatArray, rounds: int, seed: int, strength: float) -> FloatArray:
    """How often introspection dynamics was at each combination of strategies, shape (rows, columns)."""
    import nashpy  # noqa: PLC0415 - as above

    visits: FloatArray = np.zeros(A.shape)
    with _quiet(), _seeded(seed):
        for row, column in nashpy.Game(A, B).introspection_dynamics(number_of_iterations=rounds, beta=strength):
            visits[row, column] += 1.0
    return np.asarray(visits / visits.sum())


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
