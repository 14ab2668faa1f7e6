"""One equilibrium of a game in which what one player wins the other loses, by a linear program.

The players' maximin strategies are the two sides of one program, and together an equilibrium.
Payoffs need not add up to zero: it is enough that they do once the second player's are written in
another unit, or once each player is paid a premium that hangs on the other player's choice alone,
for neither changes what anybody wants to do.

References
----------
von Neumann 1928, "Zur Theorie der Gesellschaftsspiele", Mathematische Annalen 100: the game has a
value. Dantzig 1951, "A proof of the equivalence of the programming problem and the game problem",
in Koopmans (ed.), "Activity Analysis of Production and Allocation". Moulin & Vial 1978,
"Strategically zero-sum games", International Journal of Game Theory 7. Huangfu & Hall 2018,
"Parallelizing the dual revised simplex method", Mathematical Programming Computation 10: HiGHS.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.equilibrium import cut_off, nash_solution
from negotiate.equilibrium.kernels import optimize
from negotiate.equilibrium.nash import judged, some
from negotiate.equilibrium.nash.lemke_howson import Search, in_whole_numbers
from negotiate.equilibrium.solution import Equilibrium, Solution, two_players
from negotiate.games.normal_form import NormalFormGame, payoff_range, unit_payoffs

NAME = "linear-program"
OPPOSED = 1e-11  # on payoffs scaled to the unit range: how far the two may be from adding up
BY_SIMPLEX = 40_000
"""Up to so many payoffs the simplex method is quicker than interior points."""
ROUNDING = 1e-12  # of a player's payoff range
PLAYED = 1e-9  # a smaller probability is the program's rounding
# what is worse than the best reply by more than this is played by mistake, payoffs running from 0
# to 1
WORSE = 1e-5
SHARP = 1e-13  # a regret below this, payoffs running from 0 to 1, needs no polish
ROUNDS = 4
"""How often the strategies that are played are corrected and solved for again."""
OTHERS = (
    "there may be other equilibria; in a zero-sum game, strategies of different equilibria "
    "are interchangeable"
)
NOTHING = "the linear program came to no answer that passes the regret check"

Pair = tuple[FloatArray, FloatArray]


class Opposed(NamedTuple):
    """A game as a zero-sum game.

    Attributes
    ----------
    table : ndarray, shape (rows, columns)
        What the first player wins and the second loses, from 0 to 1, as far as their choices go.
    constant : bool
        Whether the game is that one but for units, so that it has a value.
    """

    table: FloatArray
    constant: bool


def opposed(payoffs: FloatArray) -> Opposed | None:
    """See a game as a zero-sum game, if it is played like one.

    Parameters
    ----------
    payoffs : ndarray, shape (2, rows, columns)
        In any unit.

    Returns
    -------
    Opposed or None
        None if the players do not want opposite things.

    Examples
    --------
    >>> opposed(np.array([[[2.0, -2.0], [-2.0, 2.0]], [[0.0, 10.0], [10.0, 0.0]]])).table.tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    A, B = unit_payoffs(payoffs)
    if (
        not ((flat := A.min() == A.max()) or B.min() == B.max())
        and np.abs(A + B - 1.0).max() <= OPPOSED
    ):
        return Opposed(A, True)
    mine, theirs = _bare(A), _bare(B)
    size = float((theirs * theirs).sum())
    opposite = -float((mine * theirs).sum())
    unit = opposite / size if size > OPPOSED**2 * theirs.size else 1.0
    if unit <= 0 or np.abs(mine + unit * theirs).max() > OPPOSED:
        return None
    premium = (A + unit * B).mean(axis=0)
    table = A - premium
    return Opposed(unit_payoffs(table[None])[0], bool(flat and B.min() == B.max()))


def _at_one(payoffs: FloatArray) -> bool:
    """Whether two rows show that both players want the same somewhere; a glance that most games end
    with.

    Where the second row gains or loses for both, beside the first column's, no unit of the second
    player's makes the two add up to what hangs on one choice alone.
    """
    gains = payoffs[:, -1] - payoffs[:, 0]
    gains = gains - gains[:, :1]
    most = np.maximum(
        payoffs.max(axis=(1, 2)), -payoffs.min(axis=(1, 2))
    )  # half of the range or more
    return bool((gains.prod(axis=0) > 0)[np.abs(gains[0]) > 8.0 * OPPOSED * most[0]].any())


def _bare(table: FloatArray) -> FloatArray:
    """Payoffs without what hangs on one player's choice alone."""
    return np.asarray(
        table - table.mean(axis=0) - table.mean(axis=1, keepdims=True) + table.mean(), dtype=float
    )


def optimal(table: FloatArray, method: str) -> Pair | None:
    """Maximin strategies of both players, both from one linear program.

    Parameters
    ----------
    table : ndarray, shape (rows, columns)
        What the first player wins, from 0 to 1.
    method : str
        "highs-ds" for the simplex method, "highs-ipm" for interior points.
    """
    rows, columns = table.shape
    bare = {"presolve": False}  # a table is full, so that looking for rows to leave out only costs
    answer = optimize.linprog(
        np.full(columns, -1.0), table + 1.0, np.ones(rows), method=method, options=bare
    )
    if answer.x is None or answer.ineqlin.marginals is None:
        return None
    sides = (np.maximum(-answer.ineqlin.marginals, 0.0), np.maximum(answer.x, 0.0))
    if not all(np.isfinite(s).all() and s.sum() > 0 for s in sides):
        return None
    x, y = (np.asarray(s / s.sum(), dtype=float) for s in sides)
    return x, y


def gap(table: FloatArray, pair: Pair) -> float:
    """How far the two strategies are from guaranteeing the same; nothing at an equilibrium."""
    x, y = pair
    return float((table @ y).max() - (x @ table).min())


def polished(table: FloatArray, pair: Pair) -> Pair:
    """The pair again without the program's rounding, if solving for it anew makes it better.

    Which strategies are played is read off, those aside that are worse than others; the conditions
    that make the other player indifferent are solved; a strategy whose probability comes out
    negative is dropped, one that would be better than those played is taken up, and so on a few
    times.
    """
    best = tuple(cut_off(s, PLAYED) for s in pair)
    least = gap(table, (best[0], best[1]))
    if gap(table, pair) < least:
        best, least = pair, gap(table, pair)
    mine, theirs = table @ pair[1], pair[0] @ table
    rows, columns = (
        (pair[0] > PLAYED) & (mine >= mine.max() - WORSE),
        (pair[1] > PLAYED) & (theirs <= theirs.min() + WORSE),
    )
    for _ in range(ROUNDS):
        if least <= SHARP:
            break
        x, y = (
            _indifferent(table[rows][:, columns].T, rows),
            _indifferent(table[rows][:, columns], columns),
        )
        if x is None or y is None:
            break
        tried = cut_off(x, PLAYED), cut_off(y, PLAYED)
        found = gap(table, tried)
        if found < least:
            best, least = tried, found
        value = float(tried[0] @ table @ tried[1])
        better = table @ tried[1] > value + SHARP, tried[0] @ table < value - SHARP
        corrected = (rows & (x > 0)) | better[0], (columns & (y > 0)) | better[1]
        if all(np.array_equal(a, b) for a, b in zip(corrected, (rows, columns), strict=True)):
            break
        rows, columns = corrected
    return best[0], best[1]


def _indifferent(
    replies: FloatArray, played: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> FloatArray | None:
    """Weights on the strategies played that make all of these replies as good as each other."""
    count, size = replies.shape
    system = np.zeros((count + 1, size + 1))
    system[:-1, :-1], system[:-1, -1], system[-1, :-1] = replies, -1.0, 1.0
    right = np.zeros(count + 1)
    right[-1] = 1.0
    try:
        solved = (
            np.linalg.solve(system, right) if count == size else np.linalg.lstsq(system, right)[0]
        )
    except np.linalg.LinAlgError:
        return None
    full = np.zeros(len(played))
    full[played] = solved[:-1]
    return full if np.isfinite(full).all() and (full > PLAYED).any() else None


def applies_to(game: NormalFormGame) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    reason = two_players(game)
    if reason is None and (_at_one(game.payoffs) or opposed(game.unit()) is None):
        return "needs a game in which one player wins what the other loses"
    return reason


def run(game: NormalFormGame) -> Solution:
    """Its answer; see `Solver.run`."""
    seen = opposed(game.unit())
    if seen is None:
        raise TypeError("`applies_to` was not asked")
    methods = (
        ("highs-ds", "highs-ipm") if seen.table.size <= BY_SIMPLEX else ("highs-ipm", "highs-ds")
    )
    found = None
    for method in methods:
        pair = optimal(seen.table, method)
        found = None if pair is None else judged(game, polished(seen.table, pair))
        if found is not None:
            break
    if found is not None and not found.vertices:
        found = in_whole_numbers(Search(game)) or found
    notes = (NOTHING,) if found is None else (*_value(game, found, seen.constant), OTHERS)
    equilibria = [] if found is None else [found]
    return nash_solution(game, equilibria, NAME, some(equilibria, notes[-1]), notes=notes)


def _value(game: NormalFormGame, found: Equilibrium, constant: bool) -> tuple[str, ...]:
    """What every equilibrium gives, where all give the same."""
    if not constant:
        return ("the game is equivalent to a zero-sum game, although the payoffs are not opposite",)
    sides = zip(found.payoffs, payoff_range(game.payoffs).tolist(), game.players, strict=True)
    worth = [f"{format_payoff(payoff, width)} to {name}" for payoff, width, name in sides]
    return (f"the value of the game is {' and '.join(worth)}, in every equilibrium",)


def format_payoff(payoff: float, width: float) -> str:
    """Six digits; a payoff is nothing where it is rounding."""
    return f"{float(f'{payoff:.6g}') if abs(payoff) > ROUNDING * width else 0.0:,.15g}"
