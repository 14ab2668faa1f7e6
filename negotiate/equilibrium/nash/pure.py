"""All pure equilibria of a game for any number of players, after iterated strict dominance.

A combination is an equilibrium where each player's payoff is the largest along that player's own
axis. Impossible combinations are a mask: they are never an equilibrium, and nobody can deviate into
one. Where dominance leaves one combination, that is the only equilibrium, mixed ones included.
Elsewhere there may be mixed equilibria, which this solver does not look for and says so.
Preferences without numbers say nothing of mixtures.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.equilibrium.certificate import BOUNDED, WHOLE_NUMBERS, Certificate
from negotiate.equilibrium.equilibrium import UNDECIDED, Points, nash_solution, one_apart
from negotiate.equilibrium.nash.dominance import UNTRIED, Reduced, reduce
from negotiate.equilibrium.solution import NO_NUMBERS, NOT_LOOKED_FOR, Solution, one_chooser
from negotiate.games.exactness import margins
from negotiate.games.normal_form import NormalFormGame

NAME = "pure"
LISTED = 2_000
"""Pure equilibria listed; in games of many ties they can be very many."""
MANY_BEST = "some strategies are equally good"


def best_replies(
    payoffs: FloatArray, feasible: BoolArray | None = None, margin: FloatArray | None = None
) -> BoolArray:
    """Mark, for each player, the combinations in which that player already plays a best reply.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit.
    feasible : ndarray of bool, shape (*strategies), optional
        Which combinations can happen; all by default.
    margin : ndarray, shape (players,), optional
        How much one payoff must be above another to be better; by default decimals are compared
        exactly, and others only beyond their rounding.

    Returns
    -------
    ndarray of bool, shape (players, *strategies)
        False at every impossible combination.

    Examples
    --------
    >>> dilemma = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    >>> best_replies(dilemma)[0].tolist()
    [[False, False], [True, True]]
    """
    slack = margins(payoffs, len(payoffs)) if margin is None else margin
    reachable = payoffs if feasible is None else np.where(feasible, payoffs, -np.inf)
    best = [own.max(axis=player, keepdims=True) for player, own in enumerate(reachable)]
    mask = np.empty(payoffs.shape, dtype=bool)
    for own, most, least, found in zip(reachable, best, slack, mask, strict=True):
        np.greater_equal(own, most - least, out=found)
    return mask if feasible is None else mask & feasible


def pure_equilibria(
    payoffs: FloatArray, feasible: BoolArray | None = None, margin: FloatArray | None = None
) -> BoolArray:
    """Mark the pure Nash equilibria.

    Parameters
    ----------
    payoffs, feasible, margin
        As in `best_replies`.

    Returns
    -------
    ndarray of bool, shape (*strategies)
        Where nobody gains by leaving alone; all False if there is no pure equilibrium.

    References
    ----------
    Nash 1951, "Non-cooperative games", Annals of Mathematics 54.

    Examples
    --------
    >>> stag_hunt = np.array([[[4.0, 0.0], [3.0, 3.0]], [[4.0, 3.0], [0.0, 3.0]]])
    >>> np.argwhere(pure_equilibria(stag_hunt)).tolist()
    [[0, 0], [1, 1]]
    """
    return np.asarray(best_replies(payoffs, feasible, margin).all(axis=0), dtype=bool)


def profiles(game: NormalFormGame) -> list[tuple[int, ...]]:
    """Every pure equilibrium as strategies' indices, the last player's changing fastest."""
    return [tuple(row) for row in np.argwhere(stable(game)).tolist()]


def stable(game: NormalFormGame) -> BoolArray:
    """Which combinations are pure equilibria; payoffs that cannot be told apart count as equal."""
    numbers, margin = game.comparable()
    return pure_equilibria(numbers, game.feasible, margin)


def lifted(game: NormalFormGame, left: Reduced, there: BoolArray | None = None) -> Points:
    """The pure equilibria of the game left, `LISTED` at the most, in the game that was asked
    about.
    """
    some = np.argwhere(stable(left.game) if there is None else there)[:LISTED]
    kept = [np.array(own)[at] for own, at in zip(left.kept, some.T, strict=True)]
    return Points(game, np.stack(kept, axis=1))


def dominance_only(left: Reduced) -> bool:
    """Whether iterated strict dominance leaves one combination."""
    return all(len(k) == 1 for k in left.kept)


def applies_to(game: NormalFormGame) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    return None


def run(game: NormalFormGame) -> Solution:
    """Its answer; see `Solver.run`."""
    return solved_purely(game, reduce(game, mixtures=not game.ordinal), NAME)


def solved_purely(game: NormalFormGame, left: Reduced, name: str) -> Solution:
    """The solution of a game for which pure equilibria are all that is looked for, or all that
    there is.
    """
    (numbers, margin), feasible = left.game.comparable(), left.game.feasible
    best = best_replies(numbers, feasible, margin)
    # It may hang on payoffs that cannot be told apart which replies are best, unless there is one
    # everywhere.
    single = feasible is None and np.count_nonzero(best) == sum(
        best[0].size // n for n in left.game.shape
    )
    undecided = not single and bool(margin.any())
    undecided = undecided and not np.array_equal(
        best, best_replies(numbers, feasible, np.zeros_like(margin))
    )
    mask: BoolArray = np.asarray(best.all(axis=0), dtype=bool)
    equilibria, there = lifted(game, left, mask), int(np.count_nonzero(mask))
    cut = f"there are {there:,} pure equilibria, of which the first {LISTED:,} are listed"
    limits = {
        cut: there > len(equilibria),
        NOT_LOOKED_FOR: not (one_chooser(left.game) or game.ordinal),
        UNDECIDED: undecided,
    }
    certificate = Certificate(
        BOUNDED if margin.any() else WHOLE_NUMBERS,
        undecided,
        tuple(limit for limit, met in limits.items() if met),
    )
    notes = [note for note in left.notes if not (game.ordinal and note == UNTRIED)]
    if there > len(equilibria):
        notes.append(cut)
    if game.ordinal:
        notes.append(NO_NUMBERS)
    elif not one_chooser(left.game):
        notes.append(NOT_LOOKED_FOR)
    elif len(equilibria) > 1:
        notes.append(MANY_BEST)
    if undecided:
        notes.append(UNDECIDED)
    found = nash_solution(
        game,
        equilibria,
        name,
        certificate,
        notes=notes,
        eliminations=left.eliminations,
        continuum=not game.ordinal and one_apart(equilibria.places.tolist()),
    )
    if dominance_only(left) and left.eliminations:
        return replace(
            found, method="iterated strict dominance", notes=(NO_NUMBERS,) if game.ordinal else ()
        )
    return found
