"""A file as it is in each phase of repeated play: the settings of the phase are carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from negotiate.loading.binding.checks import check_meaning
from negotiate.loading.changes.addresses import put
from negotiate.loading.changes.profiles import Bind, Setting, with_other_numbers
from negotiate.loading.changes.variants import pairs
from negotiate.loading.problems import Problems
from negotiate.loading.text.nodes import copied, find
from negotiate.loading.text.reader import Mapping, Node
from negotiate.model.negotiation import Negotiation
from negotiate.views.scenario import Scenario


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
    world, changed = with_other_numbers(scenario, settings), root
    if world is None:
        changed = copied(root)
        for address, value, place in settings:
            put(changed, address, copied(value), place, problems)
        world = None if problems.errors() else bind(changed, problems)
    if world is None or problems.errors():
        return None
    for what in _other_game(scenario, world):
        problems.add(settings[0][2], "phase-changes-the-game", f"the phase `{phase}` cannot change {what}")
    check_meaning(world, changed, problems)
    return world


def _other_game(one: Negotiation, other: Negotiation) -> list[str]:
    """What has become another game."""
    found = {
        "who the players are": one.keys == other.keys,
        "the issues, their options or who decides them": _issues(one) == _issues(other),
        "what cannot happen": one.impossible == other.impossible,
        "how it is played again": one.repeat == other.repeat,
    }
    return [said for said, same in found.items() if not same]


def _issues(negotiation: Negotiation) -> list[object]:
    return [(issue.id, issue.labels, issue.deciders) for issue in negotiation.issues.values()]
