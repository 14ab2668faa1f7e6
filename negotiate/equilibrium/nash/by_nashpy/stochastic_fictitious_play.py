"""Stochastic fictitious play, by nashpy: each side nearly always answers best what the other has played so far.

Answers are drawn by logit choice with a temperature of 0.03 of the payoff range, so play comes close to a point that is
itself close to an equilibrium. That equilibrium is read off its support and checked; the seed of the draws is said.

References
----------
Fudenberg & Kreps 1993, "Learning mixed equilibria", Games and Economic Behavior 5.
Hofbauer & Sandholm 2002, "On the global convergence of stochastic fictitious play", Econometrica 70.
"""

from __future__ import annotations

from negotiate.arrays import FloatArray
from negotiate.equilibrium.nash import nashpy_road
from negotiate.equilibrium.nash.candidates import Candidates, solved, up_to
from negotiate.equilibrium.solution import Game, Solution

NAME = "nashpy-stochastic-fictitious-play"
LARGEST = 100
ROUNDS = 10_000
TEMPERATURE = 0.03  # of the payoff range
SEED = 1


def _road(A: FloatArray, B: FloatArray) -> Candidates:
    played = nashpy_road.by_fictitious_play(A, B, ROUNDS, SEED, TEMPERATURE)
    return Candidates([played], (f"play was drawn with seed {SEED}",), f"{ROUNDS:,} rounds")


applies_to = up_to(LARGEST)


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    return solved(game, NAME, _road)
