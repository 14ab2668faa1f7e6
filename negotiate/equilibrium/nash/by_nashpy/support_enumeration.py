"""nashpy's support enumeration, each of its equilibria checked.

For every pair of supports the conditions of indifference are solved. nashpy tests best replies by `==` on floats, so it
loses true equilibria of many games; what it does find is right. It is here to compare with.

References
----------
Knight & Campbell 2018, "Nashpy: a Python library for the computation of Nash equilibria", JOSS 3(30).
Nisan et al. 2007, "Algorithmic Game Theory", algorithm 3.4.
"""

from __future__ import annotations

from negotiate.arrays import FloatArray
from negotiate.equilibrium.nash import nashpy_road
from negotiate.equilibrium.nash.candidates import Candidates, solved, up_to
from negotiate.equilibrium.solution import Game, Solution

NAME = "nashpy-support-enumeration"
LARGEST = 7  # strategies a player: 16,129 pairs of supports, a second or two


def _road(A: FloatArray, B: FloatArray) -> Candidates:
    return Candidates(nashpy_road.by_supports(A, B))


applies_to = up_to(LARGEST)


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    return solved(game, NAME, _road)
