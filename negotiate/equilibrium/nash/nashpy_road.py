"""The one door to nashpy: what its algorithms and learning dynamics propose, with bounds and seeds of our own.

Whatever comes out is a candidate, which its caller polishes and checks; nashpy is never the judge. Support enumeration
compares floats with `==` and loses true equilibria; paths of Lemke and Howson may have no end; play is drawn from
NumPy's global random state. Each of these is minded here.

References
----------
Knight & Campbell 2018, "Nashpy: a Python library for the computation of Nash equilibria", JOSS 3(30).
"""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from negotiate.arrays import FloatArray

Pair = tuple[FloatArray, FloatArray]


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


def by_vertices(A: FloatArray, B: FloatArray) -> list[Pair]:
    """What nashpy's vertex enumeration yields until Qhull gives up, if it does.

    Parameters
    ----------
    A, B : ndarray, shape (rows, columns), both at least 2
        Payoffs from 1 to 2, so that the polytopes are bounded.
    """
    import nashpy  # noqa: PLC0415 - as above
    from scipy.spatial import QhullError  # noqa: PLC0415 - as above

    found: list[Pair] = []
    with _quiet():
        try:
            for x, y in nashpy.Game(A, B).vertex_enumeration():
                found.append((np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)))
        except (QhullError, ValueError, ZeroDivisionError, TypeError):
            pass  # a polytope that Qhull cannot handle: what came before is still to be looked at
    return found


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
