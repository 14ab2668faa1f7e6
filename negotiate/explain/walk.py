"""A concept step by step on a scenario: what the solvers find there, or why the scenario does not
show the concept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from negotiate.display import Shown, entity
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.explain.catalogue import Explanation, explanation
from negotiate.report import report_of
from negotiate.report.blocks import Block
from negotiate.report.style import Look

if TYPE_CHECKING:
    from negotiate.scenario import Scenario


@entity
class Walkthrough(Shown):
    """A concept, and what the solvers find of it in a scenario.

    Parameters
    ----------
    concept : Explanation
        The concept in plain words.
    title : str
        What people call the scenario.
    answer : object
        What the solvers found, which the steps tell: a solution, a deal, a verdict; null where
        nothing fits.
    misfit : str
        Why the scenario does not show the concept; empty where it does.
    """

    concept: Explanation
    title: str
    answer: Any = None
    misfit: str = ""

    def steps(self, look: Look) -> Iterable[Block]:
        """The steps on the scenario's numbers, one after the other: the page of what was found, or
        one of its own.
        """
        tell = self._own()
        told: Iterable[Block] = report_of(self.answer, look).blocks if tell is None else tell(look)
        return told

    @property
    def command(self) -> str:
        """The command whose page the steps are; empty where they have a telling of their own."""
        found = re.match("`([^`]+)`", self.concept.asked)
        return found[1] if found is not None and self._own() is None else ""

    def _own(self) -> Callable[[Look], Iterable[Block]] | None:
        _, places, more = _parts(self.concept)
        module, _, name = places[-1].partition(":") if places else ("", "", "")
        tell: Any = getattr(import_module(module), f"{name}_steps", None) if places else None
        return None if tell is None else lambda look: tell(self.answer, look, *more)

    def __repr__(self) -> str:
        return f"<Walkthrough of {self.concept.name!r} on {self.title or 'untitled'!r}>"


def _parts(concept: Explanation) -> tuple[str, list[str], list[str]]:
    """Of what goes through a concept: a method of the scenario, the functions' paths, what the last
    is told besides.
    """
    words = concept.walk.split()
    view = "" if ":" in words[0] else words.pop(0)
    places = [
        f"negotiate.{'' if '.' in word else 'explain.'}{word}" for word in words if ":" in word
    ]
    return view, places, words[len(places) :]


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
    view, places, more = _parts(found)
    try:
        answer: Any = getattr(scenario, view)() if view else scenario
        for place in places:
            answer = resolve_name(place)(answer, *(more if place == places[-1] else ()))
        return Walkthrough(found, scenario.heading, answer)
    except (UnsuitableGame, GameTooLarge) as wrong:
        return Walkthrough(found, scenario.heading, misfit=wrong.message)
