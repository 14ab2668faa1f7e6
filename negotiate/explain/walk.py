"""A concept step by step on a scenario: what the solvers find there, or why the scenario does not show the concept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from negotiate.display import Shown
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.explain.catalogue import Explanation, explanation
from negotiate.report.blocks import Block
from negotiate.report.registry import report_of
from negotiate.report.style import Look

if TYPE_CHECKING:
    from negotiate.scenario import Scenario


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Walkthrough(Shown):
    """A concept, and what the solvers find of it in a scenario.

    Parameters
    ----------
    concept : Explanation
        The concept in plain words.
    title : str
        What people call the scenario.
    answer : object
        What the solvers found, which the steps tell: a solution, a deal, a verdict; null where nothing fits.
    misfit : str
        Why the scenario does not show the concept; empty where it does.
    """

    concept: Explanation
    title: str
    answer: Any = None
    misfit: str = ""

    def steps(self, look: Look) -> Iterable[Block]:
        """The steps on the scenario's numbers, one after the other: the page of what was found, or one of its own."""
        place, more = _path(self.concept)
        module, _, name = place.partition(":")
        tell: Any = getattr(import_module(module), f"{name}_steps", None)
        told: Iterable[Block] = report_of(self.answer, look).blocks if tell is None else tell(self.answer, look, *more)
        return told

    def __repr__(self) -> str:
        return f"<Walkthrough of {self.concept.name!r} on {self.title or 'untitled'!r}>"


def _path(concept: Explanation) -> tuple[str, list[str]]:
    """The function that asks the solvers about a concept, and what it is told besides."""
    place, *more = concept.walk.split()
    return f"negotiate.explain.{place}", more


def explain(scenario: Scenario, concept: str) -> Walkthrough:
    """Go through a concept on a scenario.

    Parameters
    ----------
    scenario : Scenario
        Whose numbers are used.
    concept : str
        The name of a concept, such as `dominance`.

    Returns
    -------
    Walkthrough
        Where the scenario does not show the concept, `misfit` says why.

    Raises
    ------
    UnknownConcept
        If there is none of that name.

    Examples
    --------
    >>> import negotiate
    >>> found = negotiate.load("classics/prisoners-dilemma").explain("dominance")
    >>> [(one.player, one.strategy) for one in found.answer.eliminations]
    [(0, 0), (1, 0)]
    """
    found = explanation(concept)
    if not found.walk:
        return Walkthrough(found, scenario.heading)
    place, more = _path(found)
    try:
        return Walkthrough(found, scenario.heading, resolve_name(place)(scenario, *more))
    except (UnsuitableGame, GameTooLarge) as wrong:
        return Walkthrough(found, scenario.heading, misfit=wrong.message)
