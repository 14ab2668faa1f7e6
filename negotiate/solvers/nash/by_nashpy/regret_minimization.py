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

from negotiate.games.normal_form import FloatArray
from negotiate.solvers.nash import nashpy_road
from negotiate.solvers.nash.candidates import Candidates, solved, up_to
from negotiate.solvers.solution import Solution
from negotiate.solvers.solver import Game, Solver

NAME = "nashpy-regret-minimization"
LARGEST = 100
ROUNDS = 1000


def _road(A: FloatArray, B: FloatArray) -> Candidates:
    return Candidates([nashpy_road.by_regret(A - 1.0, B - 1.0, ROUNDS)])


def _run(game: Game) -> Solution:
    return solved(game, NAME, _road)


SOLVER = Solver(
    name=NAME,
    concept="Nash",
    finds="one",
    reference="Knight & Campbell 2018; Hart & Mas-Colell 2000 for the idea",
    applies_to=up_to(LARGEST),
    run=_run,
)
