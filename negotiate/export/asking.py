"""What a game in normal form can be asked, as JSON."""

from __future__ import annotations

from typing import Any

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.concepts.asking import Questions
from negotiate.solvers.concepts.registry import CONCEPTS, NASH

CONCEPTS_SCHEMA = "negotiate/concepts/1"


def concepts_json(game: NormalFormGame | None = None) -> dict[str, Any]:
    """Every concept with what it says; `does_not_fit` holds the reason why a game cannot be asked it, or None."""
    return {
        "schema": CONCEPTS_SCHEMA,
        "default": NASH[0],
        "concepts": [
            {
                "name": concept.name,
                "says": concept.says,
                "reference": concept.reference,
                "player": concept.player or None,
                "does_not_fit": None if game is None else concept.applies_to(game),
            }
            for concept in CONCEPTS
        ],
    }


def questions_json(found: Questions) -> dict[str, Any]:
    """The same for what `solve --concept` lists."""
    return concepts_json(found.game)
