"""`negotiate compare`: what changes in the answers between two scenarios, or what every lens says
of one.
"""

from __future__ import annotations

from typing import Any

from negotiate import Scenario, ScenarioNotFound, UnsuitableGame
from negotiate.cli.arguments import Compare, OfScenario
from negotiate.cli.commands import Misused
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import origin, scenario
from negotiate.comparison.result import lens_by_lens, side_by_side


def answer(asked: Compare) -> Answer:
    """What changes between two sides, or the answers of all lenses where there is one.

    Raises
    ------
    Misused
        If there are more variants than sides.
    """
    variants = asked.variants or []
    if len(variants) > 2:
        raise Misused(
            f"`--variant` is given {len(variants)} times, and there are two sides",
            "give it once or twice",
        )
    first = OfScenario(scenario=asked.scenario, variant=variants[0] if len(variants) == 2 else None)
    found, origins = scenario(first), origin(first)
    compared: Any
    if asked.second is None and not variants and not asked.settings and not asked.fixes:
        compared = lens_by_lens(found)
    else:
        name = asked.scenario if asked.second is None else asked.second
        variant = variants[-1] if variants else None
        second = OfScenario(
            scenario=name, variant=variant, settings=asked.settings, fixes=asked.fixes
        )
        origins = {"first": origins, "second": origin(second)}
        compared = side_by_side(found, _second(second, asked.scenario, found))
    refused = compared.refused
    error = (
        None
        if refused is None
        else UnsuitableGame(f"no analysis gives an answer: {refused.message}", refused.hint)
    )
    return Answer(compared, origins, error=error)


def _second(asked: OfScenario, name: str, first: Scenario) -> Scenario:
    """The second side; a variant's name in the place of a file's is told as such."""
    try:
        return scenario(asked)
    except ScenarioNotFound as wrong:
        if asked.scenario not in first.variants:
            raise
        hint = f"`{asked.scenario}` is a variant of `{name}`: write `--variant {asked.scenario}`"
        raise ScenarioNotFound(wrong.message, hint) from None
