"""Finds beliefs about the others to which a strategy is best, in floats or with a proof in
fractions.

A belief to which a strategy is best shows that no mixture is better against everything; one that
leaves nothing out, that none is never worse and sometimes better. A linear program finds the belief
up to rounding. Where simple fractions near it prove nothing, it is moved onto the ties that it
nearly has: so little that nothing else changes.

What mixtures are worth is compared in whole numbers, which no rounding can turn. Strategies that
fell are so compared once more with what beat them, in the game that was left at the time.

References
----------
Pearce 1984, "Rationalizable strategic behavior and the problem of perfection", Econometrica 52,
lemmas 3 and 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.equilibrium import cut_off
from negotiate.equilibrium.kernels import optimize
from negotiate.equilibrium.kernels.dominance import own_rows, subgame
from negotiate.equilibrium.nash.dominance import Kept
from negotiate.equilibrium.solution import Elimination
from negotiate.games.exactness import Exact, floats
from negotiate.games.normal_form import unit_payoffs

TURNS = 40  # columns tried for a conjecture before a program is asked
TINY = 1e-12  # a smaller probability is the program's rounding

TIGHT = 1e-9  # of the payoff range: what the program leaves between payoffs that tie
FREE = 10**6  # largest denominator of the probabilities that no tie fixes
EQUATIONS = 60  # ties that elimination in fractions is worth

Row = list[Fraction]

DENOMINATORS = (60, 1000, 100_000)  # tried in turn: the simplest weights that do what they are for

FINEST = 10**7  # denominators up to it can be read off a float


def simple_weights(weights: FloatArray, largest: int | None) -> tuple[Fraction, ...]:
    """Probabilities as fractions that sum to one, of denominators that were small before; None
    takes them as given.
    """
    given = [Fraction(max(float(w), 0.0)) for w in weights]
    parts = given if largest is None else [part.limit_denominator(largest) for part in given]
    total = sum(parts, Fraction(0))
    return tuple(part / total for part in parts) if total else tuple(parts)


def weighed(table: Exact, weights: Sequence[Fraction]) -> list[Fraction]:
    """The weighed sum of the rows of a table of whole numbers, exactly.

    Examples
    --------
    >>> weighed(np.array([[1.0, 3.0], [2.0, 0.0]]), [Fraction(1, 2), Fraction(1, 2)])
    [Fraction(3, 2), Fraction(3, 2)]
    """
    bottom = lcm(*(weight.denominator for weight in weights))
    used = [i for i, weight in enumerate(weights) if weight]
    tops = np.array([int(weights[i] * bottom) for i in used], dtype=object)
    rows = np.array([[int(x) for x in table[i]] for i in used], dtype=object).reshape(
        len(used), table.shape[1]
    )
    return [Fraction(int(total), bottom) for total in tops @ rows]


def without(kept: Kept, fallen: Sequence[Elimination]) -> Kept:
    """What stays when these have fallen."""
    gone = {(step.player, step.strategy) for step in fallen}
    return tuple(tuple(i for i in own if (p, i) not in gone) for p, own in enumerate(kept))


def standing(shape: Sequence[int], trace: Sequence[Elimination], number: int) -> Kept:
    """What had not fallen when a round began."""
    everything = tuple(tuple(range(n)) for n in shape)
    return without(everything, [step for step in trace if step.round < number])


def fell_rightly(
    payoffs: Exact, trace: Sequence[Elimination], step: Elimination, strictly: bool
) -> bool:
    """Whether what is named as better was better: everywhere, or at least once and worse nowhere.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        Whole numbers, as `exactly` gives them.
    trace : sequence of Elimination
        Everything that fell, in order.
    step : Elimination
        One of these.
    strictly : bool
        Whether it had to be better everywhere.
    """
    kept = standing(payoffs.shape[1:], trace, step.round)
    own = kept[step.player]
    if not {step.strategy, *step.by} <= set(own):
        return False
    rows = [(step.strategy, *step.by) if p == step.player else k for p, k in enumerate(kept)]
    table = own_rows(subgame(payoffs, rows)[step.player], step.player)
    if len(step.by) == 1:
        ahead = table[1] - table[0]
        return bool((ahead > 0).all() if strictly else (ahead >= 0).all() and (ahead > 0).any())
    for largest in (*DENOMINATORS, FINEST, None):
        weights = simple_weights(np.asarray(step.weights), largest)
        if not all(weights):
            continue  # too coarse: a part that is small can be all that matters
        mixed = weighed(table[1:], weights)
        leads = [x - int(y) for x, y in zip(mixed, table[0], strict=True)]
        if (
            all(lead > 0 for lead in leads)
            if strictly
            else all(lead >= 0 for lead in leads) and any(leads)
        ):
            return True
    return False


def kindest_conjecture(table: FloatArray, strategy: int) -> FloatArray:
    """The conjecture against which one row of a table beats the best of the others by most, or lags
    least.

    Parameters
    ----------
    table : ndarray, shape (rows, columns)
        One player's payoffs on the unit range, at least two rows.
    strategy : int
        The row.

    Returns
    -------
    ndarray, shape (columns,)
        A probability for each combination of what the others do.

    References
    ----------
    Pearce 1984, "Rationalizable strategic behavior and the problem of perfection", Econometrica 52,
    lemma 3.

    Examples
    --------
    >>> kindest_conjecture(np.array([[1.0, 0.0], [0.0, 1.0], [0.75, 0.75]]), 2).tolist()
    [0.5, 0.5]
    """
    # Maximise the lead s over conjectures q: (table[j] - table[strategy]) @ q + s <= 0 for every
    # other row j.
    behind = np.delete(table, strategy, axis=0) - table[strategy]
    answer = highest_level(behind, np.ones(len(behind)), 0.0, least=None)
    return np.zeros(table.shape[1]) if answer.x is None else cut_off(answer.x[:-1], TINY)


def even_conjecture(table: FloatArray, strategy: int) -> FloatArray:
    """A conjecture of a few combinations, found by trying, against which one row is best.

    Parameters
    ----------
    table, strategy
        As in `kindest_conjecture`; in any unit.

    Returns
    -------
    ndarray, shape (columns,)
        Probabilities; all zero where none were found, which does not mean that there are none.

    Notes
    -----
    Whichever row is ahead so far gets the column that is worst for it beside the strategy, and so
    on. Most rows that are best against anything are seen to be so after a few columns, at a
    thousandth of the cost of a program.

    Examples
    --------
    >>> even_conjecture(np.array([[1.0, 0.0], [0.0, 1.0], [0.75, 0.75]]), 2).tolist()
    [0.5, 0.5]
    """
    ahead = table[strategy] - table
    column = int(np.argmax(ahead.mean(axis=0)))
    counts, total = np.zeros(table.shape[1]), np.zeros(len(table))
    for turn in range(1, TURNS + 1):
        counts[column] += 1
        total += ahead[:, column]
        rival = int(total.argmin())
        if total[rival] >= 0:
            return counts / turn
        column = int(np.argmax(ahead[rival]))
    return np.zeros(table.shape[1])


def full_conjecture(table: FloatArray, strategy: int) -> FloatArray:
    """The conjecture that leaves nothing out, as evenly as it can, and to which a row is a best
    reply.

    Parameters
    ----------
    table, strategy
        As in `kindest_conjecture`.

    Returns
    -------
    ndarray, shape (columns,)
        Probabilities, or all zero where there is no such conjecture.

    References
    ----------
    Pearce 1984, lemma 4: it exists exactly where no pure or mixed strategy dominates weakly.

    Examples
    --------
    >>> full_conjecture(np.array([[1.0, 0.0], [1.0, 1.0]]), 0).tolist()
    [0.0, 0.0]
    """
    # Maximise the least probability d: q = d + r with r >= 0, so that d stands in every column's
    # place.
    columns = table.shape[1]
    ahead = np.delete(table, strategy, axis=0) - table[strategy]
    answer = highest_level(ahead, ahead.sum(axis=1), float(columns))
    if answer.x is None or answer.x[-1] <= TINY:
        return np.zeros(columns)
    return cut_off(answer.x[:-1] + answer.x[-1], TINY)


def highest_level(
    rows: FloatArray, counts: FloatArray, share: float, least: float | None = 0.0
) -> Any:
    """What HiGHS answers for the highest level at which ``rows @ mixture + counts * level`` is not
    positive.

    The mixture and a share of the level sum to 1, and the level is at least `least`; it is the last
    of `x`.
    """
    below, columns = np.hstack([rows, counts[:, None]]), rows.shape[1]
    goal, total = np.append(np.zeros(columns), -1.0), np.append(np.ones(columns), share)[None]
    bounds = [(0.0, None)] * columns + [(least, None)]
    return optimize.linprog(
        goal, below, np.zeros(len(rows)), total, np.ones(1), bounds, method="highs"
    )


def best_together(table: Exact, played: Sequence[int]) -> bool:
    """Whether these rows are all best against a belief that gives every column some probability.

    Parameters
    ----------
    table : ndarray, shape (rows, columns)
        Whole numbers.
    played : sequence of int
        The rows.

    Returns
    -------
    bool
        True only with a proof in fractions. False means that there is no such belief, or none was
        proved.

    References
    ----------
    Pearce 1984, "Rationalizable strategic behavior and the problem of perfection", Econometrica 52,
    lemma 4.

    Examples
    --------
    >>> table = np.array([[3.0, 0.0], [0.0, 3.0], [1.0, 1.0]])
    >>> best_together(table, [0, 1]), best_together(table, [0, 2])
    (True, False)
    """
    if len(table) == 1:
        return True
    unit = unit_payoffs(floats(table)[None])[0]
    # Rows are all best where their mean is, which is one more row to the program.
    belief = full_conjecture(np.vstack([unit, unit[list(played)].mean(axis=0)]), len(table))
    if not belief.any():
        return False
    if any(_proves(table, simple_weights(belief, largest), played) for largest in DENOMINATORS):
        return True
    values = unit @ belief
    tied = np.flatnonzero(values >= values.max() - TIGHT).tolist()
    if not set(played) <= set(tied) or len(tied) > EQUATIONS:
        return False
    return _proves(table, _moved(table, belief, tied), played)


def _proves(table: Exact, belief: Sequence[Fraction], played: Sequence[int]) -> bool:
    if min(belief) <= 0:
        return False
    values = weighed(table.T, belief)
    return all(values[i] == max(values) for i in played)


def _moved(table: Exact, belief: FloatArray, tied: Sequence[int]) -> Row:
    """A belief nearby against which these rows are worth the same exactly; not normalised."""
    free = [Fraction(float(p)).limit_denominator(FREE) for p in belief]
    found: dict[int, Row] = {}
    for j in tied[1:]:
        row = [Fraction(int(x) - int(y)) for x, y in zip(table[j], table[tied[0]], strict=True)]
        for pivot, solved in found.items():
            if row[pivot]:
                row = [x - row[pivot] * y for x, y in zip(row, solved, strict=True)]
        weight = [abs(x) * Fraction(float(p)) for x, p in zip(row, belief, strict=True)]
        best = weight.index(max(weight))
        if not row[best]:
            continue
        row = [x / row[best] for x in row]
        found = {
            pivot: [x - solved[best] * y for x, y in zip(solved, row, strict=True)]
            for pivot, solved in found.items()
        }
        found[best] = row
    moved = list(free)
    for pivot, row in found.items():
        moved[pivot] = -sum(
            (x * p for k, (x, p) in enumerate(zip(row, free, strict=True)) if k not in found),
            Fraction(0),
        )
    return moved
