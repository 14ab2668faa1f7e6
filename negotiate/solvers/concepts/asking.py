"""What a game in normal form can be asked: every concept, and why some do not fit a game that is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.concepts.concept import Concept
from negotiate.solvers.concepts.registry import CONCEPTS, NASH


@dataclass(frozen=True, slots=True)
class Questions:
    """The concepts that `solve` can be asked for.

    Parameters
    ----------
    concepts : tuple of Concept
        In the order of the documentation.
    misfits : Mapping[str, str]
        Concept → why it does not fit the game, as the end of a sentence that begins with its name; of those that do
        not.
    game : NormalFormGame or None
        The game; None where none was given.
    """

    concepts: tuple[Concept, ...]
    misfits: Mapping[str, str]
    game: NormalFormGame | None = None

    @property
    def default(self) -> str:
        """What is looked for where no concept is named."""
        return NASH[0]


def questions(game: NormalFormGame | None = None) -> Questions:
    """Every concept, looked at beside a game if one is given."""
    found = {one.name: one.applies_to(game) or "" for one in CONCEPTS} if game is not None else {}
    return Questions(CONCEPTS, {name: why for name, why in found.items() if why}, game)
