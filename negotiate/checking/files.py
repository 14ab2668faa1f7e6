"""Every problem of a file: as it stands, under each of its variants, and under what its expectations set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from negotiate.errors import GameTooLarge, NegotiateError, Problem, ScenarioError
from negotiate.loading.nodes import place_of
from negotiate.loading.problems import Problems
from negotiate.loading.scenario_file import Reading
from negotiate.views.scenario import Scenario

TRIAL_LIMIT = 1_000_000
"""Nodes of outcome trees that are grown while a file is tried; then its other variants are bound, but not played."""


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
    trial = _Trial(reading)
    variants = [variant] if variant is not None else [None, *reading.variants()]
    for choice in variants:
        try:
            scenario = reading.scenario(changes or {}, choice, fixes or {})
        except ScenarioError as error:
            found |= dict.fromkeys(error.problems)
            if choice is None:
                break
            continue
        trial.play(scenario, choice)
        if choice is None:
            found |= dict.fromkeys(_of_expectations(reading, scenario))
    found |= dict.fromkeys(trial.problems.found)
    return sorted(found, key=lambda p: (p.path, p.line, p.column))


def _of_expectations(reading: Reading, scenario: Scenario) -> Iterator[Problem]:
    for entry in scenario.expectations:
        if entry.settings or entry.fixes:
            yield from _problems(reading, entry.settings, entry.variant or None, entry.fixes)


def _problems(
    reading: Reading, changes: Mapping[str, Any], variant: str | None, fixes: Mapping[str, str]
) -> tuple[Problem, ...]:
    try:
        reading.scenario(changes, variant, fixes)
    except ScenarioError as error:
        return error.problems
    return ()


class _Trial:
    """Builds the games that a scenario holds, and notes where one cannot be built."""

    __slots__ = ("nodes", "problems", "reading", "refused")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.problems = Problems(texts=reading.problems.texts)
        self.refused: set[str] = set()
        self.nodes = 0

    def play(self, scenario: Scenario, variant: str | None) -> None:
        """Lay out the game of everybody alone and the game in turn, unless enough has been tried."""
        if self.nodes > TRIAL_LIMIT:
            return
        at_once = "matrix" if scenario.issues.keys() == scenario.players.keys() else "issues"
        self._build(lambda: scenario.alone().payoffs.size, at_once, variant)
        if scenario.protocol:
            self._build(lambda: len(scenario.in_turn().tree), "protocol", variant)
        elif not self.refused:
            self._build(lambda: len(scenario.in_turn().tree), at_once, variant)

    def _build(self, build: Callable[[], int], section: str, variant: str | None) -> None:
        try:
            self.nodes += build()
        except GameTooLarge:
            return
        except NegotiateError as error:
            self._note(error, section, variant)

    def _note(self, error: NegotiateError, section: str, variant: str | None) -> None:
        """At the section that makes the game; at the variant, where the file as it stands is sound."""
        if self.reading.root is None or error.message in self.refused:
            return
        self.refused.add(error.message)
        path = (section,) if variant is None else ("variants", variant)
        message = error.message if variant is None else f"with the variant `{variant}`: {error.message}"
        self.problems.add(place_of(self.reading.root, path, key=True), "no-game", message, error.hint)
