"""nashpy's vertex enumeration, each of its equilibria checked.

It walks the vertices of the two best-reply polytopes in floating point, and pairs those that carry all labels. Where no
two payoffs are tied it finds every equilibrium; in degenerate games some may be missing.

References
----------
Knight & Campbell 2018, "Nashpy: a Python library for the computation of Nash equilibria", JOSS 3(30).
Nisan et al. 2007, "Algorithmic Game Theory", algorithm 3.5.
"""

from __future__ import annotations

from negotiate.arrays import FloatArray
from negotiate.equilibrium.nash import nashpy_road
from negotiate.equilibrium.nash.candidates import Candidates, solved, up_to
from negotiate.equilibrium.solution import Game, Solution

NAME = "nashpy-vertex-enumeration"
LARGEST = 8  # strategies a player: all pairs of vertices are tried in Python


def _road(A: FloatArray, B: FloatArray) -> Candidates:
    return Candidates(nashpy_road.by_vertices(A, B))


applies_to = up_to(LARGEST)


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    return solved(game, NAME, _road)
