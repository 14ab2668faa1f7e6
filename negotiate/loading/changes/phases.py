"""A file as it is in each phase of repeated play: the settings of the phase are carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from negotiate.loading.binding.checks import check_meaning
from negotiate.loading.changes.addresses import put
from negotiate.loading.changes.profiles import Bind, Setting, numbers_of, with_other_numbers
from negotiate.loading.changes.variants import pairs
from negotiate.loading.problems import Problems
from negotiate.loading.shape.document import keys_of
from negotiate.loading.text.nodes import copied, find
from negotiate.loading.text.reader import Mapping, Node
from negotiate.model.negotiation import Negotiation
from negotiate.views.scenario import Scenario

WORTH = ("parameters", "models", "payoffs", "matrix", "issues", "status_quo", "no_deal")
"""Sections that say what outcomes are worth: of issues the numbers of options, and of joint ones where they rest."""


def with_phases(scenario: Scenario, root: Node, problems: Problems, bind: Bind) -> Scenario:
    """The scenario with what it is in each of its phases; mistakes are noted.

    Parameters
    ----------
    scenario : Scenario
        The file as it stands.
    root : Node
        What it was bound from.
    problems : Problems
        Where mistakes are noted.
    bind : callable
        See `Bind`.
    """
    if not scenario.repeat.phases or not isinstance(root, Mapping) or problems.errors():
        return scenario
    found: list[Scenario] = []
    for phase in scenario.repeat.phases:
        settings = list(pairs(find(root, ("repeat", "phases", phase.id, "set"))))
        world = _world(scenario, root, phase.id, settings, problems, bind)
        if world is None or problems.errors():
            return scenario
        found.append(replace(world, about=scenario.about, variants={}, expectations=(), profiles=(), phases=()))
    return replace(scenario, phases=tuple(found))


def _world(
    scenario: Scenario, root: Mapping, phase: str, settings: Sequence[Setting], problems: Problems, bind: Bind
) -> Scenario | None:
    """The scenario in one phase, or None with its mistakes noted."""
    if not settings:
        return scenario
    for address, _, place in settings:
        if (section := _section(root, address)) and section not in WORTH:
            message = (
                f"the phase `{phase}` cannot change `{address}`: it says what outcomes are worth, and nothing else"
            )
            problems.add(place, "phase-changes-the-game", message)
    if problems.errors():
        return None
    world, changed = with_other_numbers(scenario, numbers_of(settings)), root
    if world is None:
        changed = copied(root)
        for address, value, place in settings:
            put(changed, address, copied(value), place, problems)
        world = None if problems.errors() else bind(changed, problems)
    if world is None or problems.errors():
        return None
    for what, sections in _other_game(scenario, world):
        place = next((place for address, _, place in settings if _section(root, address) in sections), settings[0][2])
        problems.add(place, "phase-changes-the-game", f"the phase `{phase}` cannot change {what}")
    check_meaning(world, changed, problems)
    return world


def _section(root: Mapping, address: str) -> str:
    """The section of the file to which an address leads; nothing where the language has none of that name."""
    parameters = find(root, ("parameters",))
    if isinstance(parameters, Mapping) and address in parameters.entries:
        return "parameters"
    first = address.partition(".")[0]
    return first if first in (keys_of(()) or ()) else ""


def _other_game(one: Negotiation, other: Negotiation) -> list[tuple[str, tuple[str, ...]]]:
    """What has become another game, and the sections of the file that say it."""
    found = {
        "the issues, their options or who decides them": (_issues(one) == _issues(other), ("issues", "matrix")),
        "what cannot happen": (one.impossible == other.impossible, ("issues", "parameters")),
        "where what somebody decides alone stands today": (_own(one) == _own(other), ("status_quo",)),
    }
    return [(said, sections) for said, (same, sections) in found.items() if not same]


def _issues(negotiation: Negotiation) -> list[object]:
    return [(issue.id, issue.labels, issue.deciders) for issue in negotiation.issues.values()]


def _own(negotiation: Negotiation) -> list[object]:
    """The status quo of issues that one player decides; those of several rest there without a deal."""
    alone = (issue.id for issue in negotiation.issues.values() if len(issue.deciders) == 1)
    return [negotiation.status_quo.get(issue) for issue in alone]
