"""Replicator dynamics of two populations, by nashpy: within each, what does better than the average spreads.

It is followed from equal shares and from eight random starts, whose seed is said. Where it comes to rest, an
equilibrium is read off its support and checked. Mixed equilibria of two populations never attract (Hofbauer & Sigmund
1998), so as a rule it ends at a pure one or goes round.

References
----------
Taylor 1979, "Evolutionarily stable strategies with two types of player", Journal of Applied Probability 16.
Hofbauer & Sigmund 1998, "Evolutionary Games and Population Dynamics", chapters 10 and 11.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.nash import nashpy_road
from negotiate.equilibrium.nash.candidates import Candidates, solved, up_to
from negotiate.equilibrium.solution import Game, Solution

NAME = "nashpy-asymmetric-replicator"
LARGEST = 30
STARTS = 8  # beside equal shares
SPAN = 500.0  # of time, in which a lead of the whole payoff range grows by the factor e each unit
SEED = 1


def _road(A: FloatArray, B: FloatArray) -> Candidates:
    m, n = A.shape
    rng = np.random.default_rng(SEED)
    starts = [(np.full(m, 1.0 / m), np.full(n, 1.0 / n))]
    starts += zip(rng.dirichlet(np.ones(m), STARTS), rng.dirichlet(np.ones(n), STARTS), strict=True)
    ends = [nashpy_road.by_replicator(A, B, start, SPAN, one_population=False) for start in starts]
    return Candidates(ends, (f"starts were drawn with seed {SEED}",), f"a time of {SPAN:,.0f}")


applies_to = up_to(LARGEST)


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    return solved(game, NAME, _road)
