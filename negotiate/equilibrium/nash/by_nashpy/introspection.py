"""Introspection dynamics, by nashpy: now and then a player asks whether another strategy would pay more, and switches.

With a strong preference for what pays more, play rests at strict equilibria and leaves every other combination soon.
The combinations where play spent a hundredth of its time or more are the candidates, each of which is checked. Mixed
equilibria are not found. The seed of the draws is said.

References
----------
Couto, Giaimo & Hilbe 2022, "Introspection dynamics: a simple model of counterfactual learning in asymmetric games", New
Journal of Physics 24.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.equilibrium import point
from negotiate.equilibrium.nash import nashpy_road
from negotiate.equilibrium.nash.candidates import Candidates, solved, up_to
from negotiate.equilibrium.solution import Game, Solution

NAME = "nashpy-introspection"
LARGEST = 100
ROUNDS = 10_000
STRENGTH = 100.0  # of selection: a loss of a tenth of the payoff range is taken once in 22,000 times
OFTEN = 0.01  # of the rounds
SEED = 1


def _road(A: FloatArray, B: FloatArray) -> Candidates:
    visits = nashpy_road.by_introspection(A, B, ROUNDS, SEED, STRENGTH)
    pairs = []
    for profile in np.argwhere(visits >= OFTEN).tolist():
        x, y = point(A.shape, profile)
        pairs.append((x, y))
    return Candidates(pairs, (f"{ROUNDS:,} rounds of play were drawn with seed {SEED}",))


applies_to = up_to(LARGEST)


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    return solved(game, NAME, _road)
