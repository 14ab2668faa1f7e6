"""What a game in normal form can be asked: every concept, and why some do not fit a game that is given."""

from __future__ import annotations

from dataclasses import dataclass

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.concepts.concept import Concept
from negotiate.solvers.concepts.registry import CONCEPTS


@dataclass(frozen=True, slots=True)
class Questions:
    """The concepts that `solve` can be asked for.

    Parameters
    ----------
    concepts : tuple of Concept
        In the order of the documentation.
    misfits : tuple of str
        Why each does not fit the game, as the end of a sentence that begins with its name; empty where it does.
    game : NormalFormGame or None
        The game; None where none was given.
    """

    concepts: tuple[Concept, ...]
    misfits: tuple[str, ...]
    game: NormalFormGame | None = None


def questions(game: NormalFormGame | None = None) -> Questions:
    """Every concept, looked at beside a game if one is given."""
    misfits = tuple((one.applies_to(game) or "") if game is not None else "" for one in CONCEPTS)
    return Questions(CONCEPTS, misfits, game)
