"""How each concept's answer is told, in one tuple."""

from __future__ import annotations

from negotiate.render.concepts import (
    coarse_correlated,
    correlated,
    perfection,
    potential,
    quantal_response,
    rationalizability,
    risk_dominance,
    security_levels,
    stackelberg,
    weak_dominance,
)
from negotiate.render.concepts.told import Told

TOLD: tuple[Told, ...] = (
    correlated.TOLD,
    coarse_correlated.TOLD,
    quantal_response.TOLD,
    stackelberg.TOLD,
    rationalizability.TOLD,
    weak_dominance.TOLD,
    security_levels.TOLD,
    risk_dominance.TOLD,
    potential.TOLD,
    perfection.TOLD,
)
"""One a concept, in the order of the concepts."""


def told(concept: str) -> Told | None:
    """How the answer to a concept is told; None for one that is told as equilibria are."""
    return next((one for one in TOLD if one.concept == concept), None)
