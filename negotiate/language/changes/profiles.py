"""A file with the settings of its private types, or of a phase of repeated play, carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from math import isfinite

from negotiate.language.binding.checks import check_meaning
from negotiate.language.binding.limits import check_profile, check_types, decided
from negotiate.language.changes.addresses import put
from negotiate.language.changes.variants import pairs
from negotiate.language.shape.document import sections
from negotiate.language.text.nodes import Mapping, Node, Scalar, copied, find
from negotiate.model.negotiation import Negotiation
from negotiate.model.players import Parameter, PrivateType, type_profiles
from negotiate.problems import Place, Problems
from negotiate.scenario import Scenario

Setting = tuple[str, Node, Place]
"""An address, what it is set to, and where that is written."""
Bind = Callable[[Node, Problems], Scenario | None]
"""Binds nodes in the way in which the scenario was bound."""


def with_profiles(scenario: Scenario, root: Node, problems: Problems, bind: Bind) -> Scenario:
    """The scenario with what it is under each way in which its types can be dealt; mistakes are noted.

    Parameters
    ----------
    scenario : Scenario
        The file as it stands.
    root : Node
        What it was bound from.
    problems : Problems
        Where mistakes are noted.
    bind : callable
        Binds nodes in the way in which the scenario was bound.
    """
    if not scenario.types or not isinstance(root, Mapping):
        return scenario
    check_types(scenario, root, problems)
    if problems.errors():
        return scenario
    found: list[Scenario] = []
    for dealt in type_profiles(scenario.types):
        profile = _profile(scenario, root, dealt, problems, bind)
        if profile is None:
            return scenario
        found.append(replace(profile, about=scenario.about, types={}, variants={}, expectations=()))
    return replace(scenario, profiles=tuple(found))


def _profile(
    scenario: Scenario, root: Mapping, dealt: Iterable[PrivateType], problems: Problems, bind: Bind
) -> Scenario | None:
    """The scenario under one way to deal the types, or None with its mistakes noted."""
    settings: list[Setting] = []
    for one in dealt:
        own = list(pairs(find(root, ("types", one.player, one.id, "set"))))
        for address, _, place in own:
            if (other := next((known for known, *_ in settings if _overlap(address, known)), None)) is not None:
                message = f"`{other}` is set by a type of another player as well, and both can be dealt together"
                problems.add(place, "types-collide", message)
        settings += own
    if problems.errors():
        return None
    if not settings:
        return scenario
    profile = with_other_numbers(scenario, numbers_of(settings))
    if profile is not None:
        check_meaning(profile, root, problems)
    else:
        profile = _bound_anew(scenario, root, settings, problems, bind)
    return None if problems.errors() else profile


def _overlap(one: str, other: str) -> bool:
    """Whether two addresses are one, or one of them leads to a part of what the other names."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _bound_anew(
    scenario: Scenario, root: Mapping, settings: Iterable[Setting], problems: Problems, bind: Bind
) -> Scenario | None:
    """The scenario bound from a copy of its nodes in which everything is set."""
    changed = copied(root)
    for address, value, place in settings:
        put(changed, address, copied(value), place, problems)
    profile = None if problems.errors() else bind(changed, problems)
    places = {address: place for address, _, place in settings}
    if profile is None or problems.errors() or not check_profile(scenario, profile, places, problems):
        return None
    check_meaning(profile, changed, problems)
    return profile


def numbers_of(settings: Iterable[Setting]) -> dict[str, object]:
    """Address → what it is set to, as far as that is a single value."""
    return {address: value.value if isinstance(value, Scalar) else None for address, value, _ in settings}


def with_other_numbers(scenario: Scenario, settings: AnyMapping[str, object]) -> Scenario | None:
    """The scenario with other values of its parameters, where nothing else is set; None where it has to be bound anew.

    Formulas look parameters up by their names, so that nothing but the values has to change.
    """
    parameters = dict(scenario.parameters)
    for address, number in settings.items():
        if address not in parameters or isinstance(number, bool) or not isinstance(number, int | float):
            return None
        new = replace(parameters[address], value=float(number))
        if not isfinite(new.value) or not _in_range(new):
            return None  # binding tells what is wrong with it
        parameters[address] = new
    return replace(scenario, parameters=parameters)


def with_other_sides(scenario: Scenario, settings: AnyMapping[str, object]) -> tuple[Scenario, AnyMapping[str, object]]:
    """The scenario with other patience and power of its players, and the settings that are left to be made.

    Nothing else of a scenario is made of these two.
    """
    players, left = dict(scenario.players), dict(settings)
    for address, number in settings.items():
        section, _, rest = address.partition(".")
        key, _, word = rest.rpartition(".")
        if address in scenario.parameters or section != "players" or key not in players:
            continue
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
            continue  # binding tells what is wrong with it
        if word == "patience":
            players[key] = replace(players[key], patience=float(number))
        elif word == "power":
            players[key] = replace(players[key], power=float(number))
        else:
            continue
        del left[address]
    return replace(scenario, players=players), left


def _in_range(parameter: Parameter) -> bool:
    low, high = parameter.low, parameter.high
    return low is None or high is None or low <= parameter.value <= high


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
        section = _section(root, address)
        if section and not sections()[section].worth:
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
    for what, said_by in _other_game(scenario, world):
        place = next((place for address, _, place in settings if _section(root, address) in said_by), settings[0][2])
        problems.add(place, "phase-changes-the-game", f"the phase `{phase}` cannot change {what}")
    check_meaning(world, changed, problems)
    return world


def _section(root: Mapping, address: str) -> str:
    """The section of the file to which an address leads; nothing where the language has none of that name."""
    parameters = find(root, ("parameters",))
    if isinstance(parameters, Mapping) and address in parameters.entries:
        return "parameters"
    first = address.partition(".")[0]
    return first if first in sections() else ""


def _other_game(one: Negotiation, other: Negotiation) -> list[tuple[str, tuple[str, ...]]]:
    """What has become another game, and the sections of the file that say it."""
    found = {
        "the issues, their options or who decides them": (decided(one) == decided(other), ("issues", "matrix")),
        "what cannot happen": (one.impossible == other.impossible, ("issues", "parameters")),
        "where what somebody decides alone stands today": (_own(one) == _own(other), ("status_quo",)),
    }
    return [(said, sections) for said, (same, sections) in found.items() if not same]


def _own(negotiation: Negotiation) -> list[object]:
    """The status quo of issues that one player decides; those of several rest there without a deal."""
    alone = (issue.id for issue in negotiation.issues.values() if len(issue.deciders) == 1)
    return [negotiation.status_quo.get(issue) for issue in alone]
