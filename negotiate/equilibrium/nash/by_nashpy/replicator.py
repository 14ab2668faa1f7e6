"""Replicator dynamics of one population, by nashpy: what does better than the average spreads.

For symmetric games only, where one population plays against itself. It is followed from equal shares and from eight
random starts, whose seed is said. Where it comes to rest, an equilibrium is read off its support and checked; it need
not come to rest at all (rock, paper, scissors).

References
----------
Taylor & Jonker 1978, "Evolutionary stable strategies and game dynamics", Mathematical Biosciences 40.
Hofbauer & Sigmund 1998, "Evolutionary Games and Population Dynamics", chapter 7.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.nash import nashpy_road
from negotiate.equilibrium.nash.candidates import Candidates, solved, up_to
from negotiate.equilibrium.solution import Game, Solution
from negotiate.games.extensive import ExtensiveGame

NAME = "nashpy-replicator"
LARGEST = 30
STARTS = 8  # beside equal shares
SPAN = 500.0  # of time, in which a lead of the whole payoff range grows by the factor e each unit
SEED = 1
_suits = up_to(LARGEST)


def applies_to(game: Game) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    reason = _suits(game)
    if reason is not None or isinstance(game, ExtensiveGame):
        return reason
    A, B = game.payoffs
    if A.shape[0] == A.shape[1] and np.array_equal(A, B.T):
        return None
    return "needs a symmetric game, in which both players are in the same position"


def _road(A: FloatArray, B: FloatArray) -> Candidates:
    n = len(A)
    starts = [np.full(n, 1.0 / n), *np.random.default_rng(SEED).dirichlet(np.ones(n), STARTS)]
    ends = [nashpy_road.by_replicator(A, B, (x, x), SPAN, one_population=True) for x in starts]
    return Candidates(ends, (f"starts were drawn with seed {SEED}",), f"a time of {SPAN:,.0f}")


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    return solved(game, NAME, _road)
