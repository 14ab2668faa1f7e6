"""Which module tells the answer to which concept, by name, so that nothing is loaded before it is asked."""

from __future__ import annotations

CONCEPT_REPORTS: dict[str, str] = {
    "correlated": "negotiate.solvers.reports.concepts.correlated",
    "coarse-correlated": "negotiate.solvers.reports.concepts.correlated",
    "quantal-response": "negotiate.solvers.reports.concepts.quantal_response",
    "stackelberg": "negotiate.solvers.reports.concepts.stackelberg",
    "rationalizable": "negotiate.solvers.reports.concepts.iterated_elimination",
    "weak-dominance": "negotiate.solvers.reports.concepts.iterated_elimination",
    "maxmin": "negotiate.solvers.reports.concepts.security_levels",
    "risk-dominance": "negotiate.solvers.reports.concepts.risk_dominance",
    "potential": "negotiate.solvers.reports.concepts.potential",
    "perfect": "negotiate.solvers.reports.concepts.perfection",
}
"""Concept → the module whose `report(solution, look)` lays its answer out."""
