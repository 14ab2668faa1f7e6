"""What is changed about a file from outside, by a command line or from Python: read, and told back
of a scenario.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negotiate.errors import OverrideError
from negotiate.language.text import plain
from negotiate.language.text.reader import read_text
from negotiate.problems import Problems, typed

if TYPE_CHECKING:
    from negotiate.scenario import Scenario


def read_outside(shown: str, value: str) -> Any:
    """A value from a command line, read as it would be in a file.

    Raises
    ------
    OverrideError
        If it is not a value of the language.
    """
    problems = Problems()
    node = read_text(value, typed("--set", shown), problems)
    problems.stop(OverrideError)
    return None if node is None else plain(node)


def changed(scenario: Scenario) -> tuple[dict[str, Any], str | None, dict[str, str]]:
    """What was set, the variant, and what was committed when a scenario was read, as `load` takes
    it.
    """
    made = scenario.changes
    settings = {
        change.name: read_outside(change.name, change.value)
        for change in made
        if change.kind == "set"
    }
    variant = next((change.name for change in made if change.kind == "variant"), None)
    return settings, variant, {change.name: change.value for change in made if change.kind == "fix"}


def injected(scenario: Scenario) -> tuple[str, ...]:
    """The injects that had come when a scenario was read, as `load` takes them."""
    return tuple(change.name for change in scenario.changes if change.kind == "inject")
