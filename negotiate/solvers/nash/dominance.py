"""Iterated strict dominance, with its trace: what no equilibrium ever plays goes before anything else is solved.

Pure strategies dominate first, for any number of players. Where that stops in a small game of two players, mixtures are
tried as well, by one small linear programme a strategy; then pure dominance has another go.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.kernels.dominance import iterate, subgame
from negotiate.kernels.regret import unit_payoffs
from negotiate.solvers.solution import Elimination

MIXTURES_UP_TO = 12  # strategies a player: above it, the programmes cost more than they are likely to save
LEAD = 1e-9  # on payoffs scaled to the unit range: a smaller lead may be the programme's rounding
WEIGHT = 1e-12  # a smaller weight in a mixture is the programme's rounding


class Reduced(NamedTuple):
    """What is left.

    Attributes
    ----------
    game : NormalFormGame
        The game with the strategies that stay.
    kept : tuple of tuple of int
        For each player those strategies' indices in the game that was asked about.
    eliminations : tuple of Elimination
        What went, in order.
    notes : tuple of str
        What was not tried.
    """

    game: NormalFormGame
    kept: tuple[tuple[int, ...], ...]
    eliminations: tuple[Elimination, ...]
    notes: tuple[str, ...]


def reduce(game: NormalFormGame) -> Reduced:
    """Take strictly dominated strategies away until none is left.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players. Where some combinations are impossible nothing is taken away: what a strategy can be
        compared on then hangs on what the others may still do.

    Returns
    -------
    Reduced
        All dominated strategies of a round go together, so order plays no part.

    References
    ----------
    Pearce 1984, "Rationalizable strategic behavior and the problem of perfection", Econometrica 52, lemma 3.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> reduce(game).kept
    ((1,), (1,))
    """
    everything = tuple(tuple(range(n)) for n in game.shape)
    if game.feasible is not None and not game.feasible.all():
        note = "some combinations are impossible, so dominated strategies were not taken away first"
        return Reduced(game, everything, (), (note,))
    kept, trace = everything, list[Elimination]()
    payoffs = unit_payoffs(game.payoffs)
    while True:
        kept, trace = _pure_rounds(payoffs, kept, trace)
        mixed = _mixed_round(payoffs, kept, trace[-1].round + 1 if trace else 1)
        if not mixed:
            break
        trace += mixed
        gone = {(step.player, step.strategy) for step in mixed}
        kept = tuple(tuple(i for i in k if (p, i) not in gone) for p, k in enumerate(kept))
    return Reduced(game.restrict(kept) if trace else game, kept, tuple(trace), _notes(kept))


def _notes(kept: tuple[tuple[int, ...], ...]) -> tuple[str, ...]:
    sizes = [len(k) for k in kept]
    if max(sizes) < 3 or (len(sizes) == 2 and max(sizes) <= MIXTURES_UP_TO):
        return ()  # with two strategies left there is no mixture to try
    return ("dominance by mixtures was not tried",)


Kept = tuple[tuple[int, ...], ...]


def _pure_rounds(payoffs: FloatArray, kept: Kept, trace: list[Elimination]) -> tuple[Kept, list[Elimination]]:
    left, steps, _ = iterate(subgame(payoffs, kept))
    before = trace[-1].round if trace else 0
    more = [Elimination(before + s.round, s.player, kept[s.player][s.strategy], (kept[s.player][s.by],)) for s in steps]
    return tuple(tuple(k[int(i)] for i in stay) for k, stay in zip(kept, left, strict=True)), trace + more


def _mixed_round(payoffs: FloatArray, kept: Kept, number: int) -> list[Elimination]:
    sizes = [len(k) for k in kept]
    if len(kept) != 2 or max(sizes) > MIXTURES_UP_TO or max(sizes) < 3:
        return []
    left = subgame(payoffs, kept)
    found = []
    for player, table in enumerate((left[0], left[1].T)):
        if len(table) < 3:
            continue
        best_somewhere = (table >= table.max(axis=0) - LEAD).any(axis=1)
        for i in np.flatnonzero(~best_somewhere):
            weights = _mixture(table, int(i))
            used = np.flatnonzero(weights)
            if len(used):
                by = tuple(kept[player][int(j)] for j in used)
                found.append(
                    Elimination(number, player, kept[player][int(i)], by, tuple(float(w) for w in weights[used]))
                )
    return found


def _mixture(table: FloatArray, strategy: int) -> FloatArray:
    """Weights of a mixture of the rows that is strictly better than one of them; all zero if there is none."""
    from scipy.optimize import linprog  # noqa: PLC0415 - scipy takes a third of a second, and few games come here

    n, m = table.shape
    # Maximise the lead e over weights w >= 0 that sum to 1: table[strategy] + e <= w @ table everywhere.
    constraints = np.hstack([-table.T, np.ones((m, 1))])
    bounds = [(0.0, 0.0 if j == strategy else 1.0) for j in range(n)] + [(None, None)]
    total = np.hstack([np.ones((1, n)), np.zeros((1, 1))])
    goal = np.concatenate([np.zeros(n), [-1.0]])
    answer = linprog(goal, constraints, -table[strategy], total, np.ones(1), bounds)
    if answer.x is None:
        return np.zeros(n)
    weights = np.where(answer.x[:n] > WEIGHT, answer.x[:n], 0.0)
    weights /= weights.sum()
    # The programme proposes; the comparison decides.
    leads = bool((weights @ table - table[strategy] > LEAD).all())
    return np.asarray(weights if leads else np.zeros(n), dtype=np.float64)
