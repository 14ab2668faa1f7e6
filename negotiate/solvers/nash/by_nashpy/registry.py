"""nashpy's methods in one tuple.

Its imitation dynamics and Moran process are not among them. The first draws strategies once and copies the luckiest,
for square games only; the second is about which type takes one population over. Neither is on the way to an equilibrium
of two players.
"""

from __future__ import annotations

from negotiate.solvers.nash.by_nashpy import (
    asymmetric_replicator,
    fictitious_play,
    introspection,
    lemke_howson,
    regret_minimization,
    replicator,
    stochastic_fictitious_play,
    support_enumeration,
    vertex_enumeration,
)
from negotiate.solvers.solver import Solver

BY_NASHPY: tuple[Solver, ...] = (
    support_enumeration.SOLVER,
    vertex_enumeration.SOLVER,
    lemke_howson.SOLVER,
    fictitious_play.SOLVER,
    stochastic_fictitious_play.SOLVER,
    replicator.SOLVER,
    asymmetric_replicator.SOLVER,
    regret_minimization.SOLVER,
    introspection.SOLVER,
)
"""Its algorithms first, then its learning dynamics."""
