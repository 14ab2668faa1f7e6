"""`negotiate explain`: a concept in plain words, and step by step on a scenario."""

from __future__ import annotations

from negotiate.cli.arguments import Explain, OfScenario
from negotiate.cli.commands import Misused
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import origin, scenario
from negotiate.errors import UnknownConcept
from negotiate.explain import walk
from negotiate.explain.catalogue import catalogue, explanation
from negotiate.language.library import is_known
from negotiate.problems import all_rules


def answer(asked: Explain) -> Answer:
    """All concepts, one of them, or one of them on a scenario.

    Raises
    ------
    Misused
        If a scenario is named and no concept, or options of a scenario stand without one.
    """
    if asked.concept is None:
        return Answer(catalogue())
    try:
        concept = explanation(asked.concept)
    except UnknownConcept:
        if asked.scenario is None and is_known(asked.concept):
            said = f"`{asked.concept}` is a scenario, and `explain` needs a concept, too"
            raise Misused(
                said, f"write `negotiate explain nash-equilibrium {asked.concept}`"
            ) from None
        if asked.concept in all_rules():
            said = f"`{asked.concept}` is a rule of scenario files"
            raise Misused(said, f"write `negotiate check --explain {asked.concept}`") from None
        raise
    if asked.scenario is None:
        for option, given in (
            ("--variant", asked.variant),
            ("--set", asked.settings),
            ("--fix", asked.fixes),
        ):
            if given:
                said = f"`{option}` goes with a scenario"
                raise Misused(said, f"write `negotiate explain {concept.name} SCENARIO`")
        return Answer(concept)
    about = OfScenario(**vars(asked))
    return Answer(walk.explain(scenario(about), concept.name), origin(about))
