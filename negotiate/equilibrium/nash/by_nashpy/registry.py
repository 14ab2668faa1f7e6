"""nashpy's methods in one tuple.

Its imitation dynamics and Moran process are not among them. The first draws strategies once and copies the luckiest,
for square games only; the second is about which type takes one population over. Neither is on the way to an equilibrium
of two players.
"""

from __future__ import annotations

from negotiate.equilibrium.solution import Solver

BY_NASHPY: tuple[Solver, ...] = (
    Solver(
        name="nashpy-support-enumeration",
        concept="Nash",
        finds="some",
        reference="Knight & Campbell 2018; Nisan et al. 2007, algorithm 3.4",
        module="negotiate.equilibrium.nash.by_nashpy.support_enumeration",
    ),
    Solver(
        name="nashpy-vertex-enumeration",
        concept="Nash",
        finds="some",
        reference="Knight & Campbell 2018; Nisan et al. 2007, algorithm 3.5",
        module="negotiate.equilibrium.nash.by_nashpy.vertex_enumeration",
    ),
    Solver(
        name="nashpy-lemke-howson",
        concept="Nash",
        finds="some",
        reference="Lemke & Howson 1964; Knight & Campbell 2018",
        module="negotiate.equilibrium.nash.by_nashpy.lemke_howson",
    ),
    Solver(
        name="nashpy-fictitious-play",
        concept="Nash",
        finds="one",
        reference="Brown 1951; Robinson 1951; Knight & Campbell 2018",
        module="negotiate.equilibrium.nash.by_nashpy.fictitious_play",
    ),
    Solver(
        name="nashpy-stochastic-fictitious-play",
        concept="Nash",
        finds="one",
        reference="Fudenberg & Kreps 1993; Hofbauer & Sandholm 2002; Knight & Campbell 2018",
        module="negotiate.equilibrium.nash.by_nashpy.stochastic_fictitious_play",
    ),
    Solver(
        name="nashpy-replicator",
        concept="Nash",
        finds="some",
        reference="Taylor & Jonker 1978; Knight & Campbell 2018",
        module="negotiate.equilibrium.nash.by_nashpy.replicator",
    ),
    Solver(
        name="nashpy-asymmetric-replicator",
        concept="Nash",
        finds="some",
        reference="Taylor 1979; Knight & Campbell 2018",
        module="negotiate.equilibrium.nash.by_nashpy.asymmetric_replicator",
    ),
    Solver(
        name="nashpy-regret-minimization",
        concept="Nash",
        finds="one",
        reference="Knight & Campbell 2018; Hart & Mas-Colell 2000 for the idea",
        module="negotiate.equilibrium.nash.by_nashpy.regret_minimization",
    ),
    Solver(
        name="nashpy-introspection",
        concept="Nash",
        finds="some",
        reference="Couto, Giaimo & Hilbe 2022; Knight & Campbell 2018",
        module="negotiate.equilibrium.nash.by_nashpy.introspection",
    ),
)
"""Its algorithms first, then its learning dynamics."""
