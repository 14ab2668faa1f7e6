"""Concepts of uncertain numbers, on the numbers of a scenario that have a range: the answers of
`whatif`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negotiate.errors import UnsuitableGame

if TYPE_CHECKING:
    from negotiate.scenario import Scenario


def unknown_world(scenario: Scenario) -> Any:
    """How a player chooses who decides an issue alone and does not know the types of another.

    Raises
    ------
    UnsuitableGame
        If there is none.
    """
    unknown = {*scenario.types}
    if not unknown:
        raise UnsuitableGame("no player here has a private type, so there is only one world")
    for key, issue in scenario.issues.items():
        if len(issue.deciders) == 1 and len(issue.labels) > 1 and unknown - {*issue.deciders}:
            return scenario.whatif(commit=key)
    raise UnsuitableGame(
        "no player decides an issue alone who does not know the types of the others"
    )


def indices(scenario: Scenario, method: str) -> Any:
    """Which uncertain numbers the answers depend on."""
    return scenario.indices(method=method)
