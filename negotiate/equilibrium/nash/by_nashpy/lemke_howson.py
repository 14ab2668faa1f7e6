"""The Lemke–Howson algorithm on nashpy's tableaux, from every label, each of its equilibria checked.

A path begins at each label that may be missing at first. nashpy pivots in floating point without ever dividing, so from
some ten strategies on numbers overflow: paths then go in circles or end nowhere. Each is given up after 500 pivots.

References
----------
Lemke & Howson 1964, "Equilibrium points of bimatrix games", Journal of SIAM 12.
Knight & Campbell 2018, "Nashpy: a Python library for the computation of Nash equilibria", JOSS 3(30).
Nisan et al. 2007, "Algorithmic Game Theory", algorithm 3.6.
"""

from __future__ import annotations

from negotiate.arrays import FloatArray
from negotiate.equilibrium.nash import nashpy_road
from negotiate.equilibrium.nash.candidates import Candidates, solved, up_to
from negotiate.equilibrium.solution import Game, Solution

NAME = "nashpy-lemke-howson"
LARGEST = 20  # strategies a player: beyond it hardly a path ends at an equilibrium
PIVOTS = 500  # of one path; those that end take a few dozen


def _road(A: FloatArray, B: FloatArray) -> Candidates:
    ends = [nashpy_road.by_pivots(A, B, label, PIVOTS) for label in range(sum(A.shape))]
    lost = sum(end is None for end in ends)
    said = f"{lost} of the {len(ends)} paths came to no end within {PIVOTS} pivots" if lost else ""
    return Candidates([end for end in ends if end is not None], (said,) if said else ())


applies_to = up_to(LARGEST)


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    return solved(game, NAME, _road)
