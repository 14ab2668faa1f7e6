"""`negotiate show`: read a scenario before anybody solves it."""

from __future__ import annotations

from negotiate.cli.forms import Answer, answers
from negotiate.cli.options import Fixes, ScenarioArgument, Settings, VariantName, loaded


@answers
def show(
    scenario: ScenarioArgument, variant: VariantName = None, settings: Settings = None, fixes: Fixes = None
) -> Answer:
    """Read a scenario: who, what, worth what, and why."""
    return Answer(loaded(scenario, settings, fixes, variant))
