"""Every problem of a file: as it stands, under each of its variants, and under what its expectations set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negotiate.errors import Problem, ScenarioError
from negotiate.loading.scenario_file import Reading


def check_file(
    name: str,
    changes: Mapping[str, Any] | None = None,
    variant: str | None = None,
    fixes: Mapping[str, str] | None = None,
) -> list[Problem]:
    """The problems of a scenario file, in file order; none means that every command can use it.

    Raises
    ------
    ScenarioNotFound
        If there is no such file and no such name.
    """
    reading = Reading(name)
    found: dict[Problem, None] = {}
    variants = [variant] if variant is not None else [None, *reading.variants()]
    for choice in variants:
        try:
            scenario = reading.scenario(changes or {}, choice, fixes or {})
        except ScenarioError as error:
            found |= dict.fromkeys(error.problems)
            if choice is None:
                break
            continue
        if choice is None:
            for entry in scenario.expectations:
                if entry.settings or entry.fixes:
                    found |= dict.fromkeys(_problems(reading, entry.settings, entry.variant or None, entry.fixes))
    return sorted(found, key=lambda p: (p.path, p.line, p.column))


def _problems(
    reading: Reading, changes: Mapping[str, Any], variant: str | None, fixes: Mapping[str, str]
) -> tuple[Problem, ...]:
    try:
        reading.scenario(changes, variant, fixes)
    except ScenarioError as error:
        return error.problems
    return ()
