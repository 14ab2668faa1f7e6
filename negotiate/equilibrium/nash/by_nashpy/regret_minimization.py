"""Regret minimization, by nashpy: each side shifts weight to what would have paid more, and its favourite is taken.

nashpy answers with the strategies that have the most weight in the end, so what it proposes is a pure strategy, or an
even mixture of tied ones. That proposal is one candidate, which is checked; often it is no equilibrium, and then the
note says so.

References
----------
Hart & Mas-Colell 2000, "A simple adaptive procedure leading to correlated equilibrium", Econometrica 68, for regret
matching. Knight & Campbell 2018, "Nashpy: a Python library for the computation of Nash equilibria", JOSS 3(30).
"""

from __future__ import annotations

from negotiate.arrays import FloatArray
from negotiate.equilibrium.nash import nashpy_road
from negotiate.equilibrium.nash.candidates import Candidates, solved, up_to
from negotiate.equilibrium.solution import Game, Solution

NAME = "nashpy-regret-minimization"
LARGEST = 100
ROUNDS = 1000


def _road(A: FloatArray, B: FloatArray) -> Candidates:
    return Candidates([nashpy_road.by_regret(A - 1.0, B - 1.0, ROUNDS)])


applies_to = up_to(LARGEST)


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    return solved(game, NAME, _road)
