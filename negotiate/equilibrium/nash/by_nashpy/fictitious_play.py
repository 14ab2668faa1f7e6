"""Fictitious play, by nashpy: each side answers what the other has played so far, as if it would go on like that.

How often each strategy was played comes close to an equilibrium in zero-sum games, in games of two strategies a player
and in potential games; elsewhere it may go round for ever (Shapley's game). The equilibrium that it has come close to
is read off its support and checked. Between equally good answers nashpy tosses a coin, whose seed is said.

References
----------
Brown 1951, "Iterative solution of games by fictitious play"; Robinson 1951, "An iterative method of solving a game",
Annals of Mathematics 54. Shapley 1964, "Some topics in two-person games", for play that never settles.
Fudenberg & Levine 1998, "The Theory of Learning in Games", chapter 2.
"""

from __future__ import annotations

from negotiate.arrays import FloatArray
from negotiate.equilibrium.nash import nashpy_road
from negotiate.equilibrium.nash.candidates import Candidates, solved, up_to
from negotiate.equilibrium.solution import Game, Solution

NAME = "nashpy-fictitious-play"
LARGEST = 100
ROUNDS = 10_000
SEED = 1


def _road(A: FloatArray, B: FloatArray) -> Candidates:
    played = nashpy_road.by_fictitious_play(A, B, ROUNDS, SEED)
    return Candidates([played], (f"ties in play were broken with seed {SEED}",), f"{ROUNDS:,} rounds")


applies_to = up_to(LARGEST)


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    return solved(game, NAME, _road)
