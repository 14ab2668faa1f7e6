"""Concepts of uncertain numbers, on the numbers of a scenario that have a range: the answers of `whatif`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from negotiate.errors import UnsuitableGame
from negotiate.report.blocks import Block
from negotiate.report.registry import report_of
from negotiate.report.style import Look

if TYPE_CHECKING:
    from negotiate.scenario import Scenario


def _told(found: Any, look: Look) -> Iterator[Block]:
    """The page of a result."""
    yield from report_of(found, look).blocks


def tipping(scenario: Scenario) -> Any:
    """Where answers change, for every number that has a range."""
    return scenario.whatif()


tipping_steps = _told


def unknown_world(scenario: Scenario) -> Any:
    """How a player chooses in a world that it does not know: the first issue that one player decides alone.

    Raises
    ------
    UnsuitableGame
        If there is none.
    """
    for key, issue in scenario.issues.items():
        if len(issue.deciders) == 1 and len(issue.labels) > 1:
            return scenario.whatif(commit=key)
    raise UnsuitableGame("no player decides an issue alone here")


unknown_world_steps = _told


def indices(scenario: Scenario, method: str) -> Any:
    """Which uncertain numbers the answers depend on."""
    return scenario.indices(method=method)


indices_steps = _told
