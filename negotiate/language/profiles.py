"""A file with the settings of its private types, or of a phase of repeated play, carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from functools import partial
from math import isfinite
from typing import Any

from negotiate.language.addresses import pairs, put, section_of
from negotiate.language.binding import check_odds
from negotiate.language.binding.scenario import check_meaning
from negotiate.language.shape import numeric
from negotiate.language.shape.document import sections
from negotiate.language.text import Mapping, Node, Scalar, copied, find, place_of, shares
from negotiate.model import PrivateType, type_profiles
from negotiate.model.negotiation import Negotiation, profile_count
from negotiate.model.payoffs import number
from negotiate.model.repeat import SLACK
from negotiate.problems import Place, Problems
from negotiate.scenario import Scenario

Setting = tuple[str, Node, Place]
"""An address, what it is set to, and where that is written."""
Bind = Callable[[Node, Problems], Scenario | None]
"""Binds nodes in the way in which the scenario was bound."""
PROFILE_LIMIT, NUMBERS_LIMIT = 256, 2_500
"""In how many ways the types of a file can be dealt: it is bound once for each, unless types set
parameters only.
"""
FEW, VALUE_LIMIT, READ_LIMIT = 8, 1_000_000, 4_000_000
"""Ways in any file, and values that are bound, or read where types set parameters: a longer file
has fewer ways.
"""


def with_profiles(scenario: Scenario, root: Node, problems: Problems, bind: Bind) -> Scenario:
    """The scenario with what it is under each way in which its types can be dealt; mistakes are
    noted.

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
    if not scenario.types or not isinstance(root, Mapping):
        return scenario
    _check_types(scenario, root, problems)
    found: list[Scenario] = []
    for dealt in () if problems.errors() else type_profiles(scenario.types):
        profile = _profile(scenario, root, dealt, problems, bind)
        if profile is None:
            return scenario
        found.append(
            replace(
                profile, about=scenario.about, types={}, jointly=(), variants={}, expectations=()
            )
        )
    return replace(scenario, profiles=tuple(found))


def _check_types(negotiation: Negotiation, root: Mapping, problems: Problems) -> None:
    """Note odds that are none, and types that can be dealt in too many ways."""
    linked = negotiation.jointly[0].types if negotiation.jointly else ()
    for player, types in negotiation.types.items():
        odds = [number(negotiation, one.odds) for one in types]
        check_odds(
            place_of(root, ("jointly",) if player in linked else ("types", player), key=True),
            odds,
            problems,
            "the odds of the types",
            shares(odds),
        )
    _check_on_the_whole(negotiation, root, problems)
    settings = {
        address for own in negotiation.types.values() for one in own for address in one.settings
    }
    numbers = bool(settings) and settings <= negotiation.parameters.keys()
    most, values = (NUMBERS_LIMIT, READ_LIMIT) if numbers else (PROFILE_LIMIT, VALUE_LIMIT)
    limit = min(most, max(FEW, values // root.size))
    if (count := profile_count(negotiation)) > limit:
        where = "" if limit == most else ", the file being this long"
        message = (
            f"these types can be dealt in {count:,} ways; at most {limit} are worked out{where}"
        )
        problems.add(place_of(root, ("types",), key=True), "too-many-profiles", message)


def _check_on_the_whole(negotiation: Negotiation, root: Mapping, problems: Problems) -> None:
    """Note odds of a single type that are others than those with which it is dealt together."""
    for player in negotiation.jointly[0].types if negotiation.jointly else ():
        for one in negotiation.types[player]:
            odds = [t.odds for t in negotiation.jointly if t.types[player] == one.id]
            total, single = sum(number(negotiation, p) for p in odds), number(negotiation, one.odds)
            if abs(total - single) > SLACK:
                message = (
                    f"`{one.id}` has odds {single:.6g} here, and {total:.6g} in all that is dealt "
                    "`jointly`"
                )
                place = place_of(root, ("types", player, one.id), key=True)
                problems.add(place, "jointly-differs", message)


def _profile(
    scenario: Scenario, root: Mapping, dealt: Iterable[PrivateType], problems: Problems, bind: Bind
) -> Scenario | None:
    """The scenario under one way to deal the types, or None with its mistakes noted."""
    settings: list[Setting] = []
    for one in dealt:
        own = list(pairs(find(root, ("types", one.player, one.id, "set"))))
        for address, _, place in own:
            if (
                other := next((known for known, *_ in settings if _overlap(address, known)), None)
            ) is not None:
                message = (
                    f"`{other}` is set by a type of another player as well, and both can be "
                    "dealt together"
                )
                problems.add(place, "types-collide", message)
        settings += own
    return _under(scenario, root, settings, problems, bind, _check_profile)


def _overlap(one: str, other: str) -> bool:
    """Whether two addresses are one, or one of them leads to a part of what the other names."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _under(
    scenario: Scenario,
    root: Mapping,
    settings: Sequence[Setting],
    problems: Problems,
    bind: Bind,
    check: Callable[[Scenario, Scenario, Mapping, Sequence[Setting], Problems], None],
) -> Scenario | None:
    """The scenario with everything set that `check` has no complaint of, or None with its mistakes
    noted.
    """
    if problems.errors():
        return None
    if not settings:
        return scenario
    numbers = {
        address: value.value if isinstance(value, Scalar) else None
        for address, value, _ in settings
    }
    found, changed = with_other_numbers(scenario, numbers), root
    if found is None:
        changed = copied(root)
        for address, value, place in settings:
            put(changed, address, copied(value), place, problems)
        found = None if problems.errors() else bind(changed, problems)
    if found is not None and not problems.errors():
        check(scenario, found, root, settings, problems)
    if found is not None and not problems.errors():
        check_meaning(found, changed, problems)
    return None if problems.errors() else found


def _check_profile(
    base: Scenario,
    profile: Scenario,
    root: Mapping,
    settings: Sequence[Setting],
    problems: Problems,
) -> None:
    """Note a type that changes more than what outcomes are worth."""
    changed = {
        section: said
        for section, (said, same) in {
            "players": ("who the players are", base.keys == profile.keys),
            "issues": (
                "the issues, their options or who decides them",
                _decided(base) == _decided(profile),
            ),
            "status_quo": ("the status quo", base.status_quo == profile.status_quo),
            "no_deal": ("what happens with no deal", base.no_deal == profile.no_deal),
            "infeasible": ("what cannot happen", base.impossible == profile.impossible),
            "irreversible": ("what cannot be undone", base.irreversible == profile.irreversible),
            "protocol": (
                "who does what in the protocol, or who sees it",
                _steps(base) == _steps(profile),
            ),
            "types": (
                "the types and their odds",
                (base.types, base.jointly) == (profile.types, profile.jointly),
            ),
        }.items()
        if not same
    }
    places = {address: place for address, _, place in settings}
    told = set(changed) & {section_of(root, address) for address in places}
    for address, place in places.items() if changed else ():
        section = section_of(root, address)
        if section in changed or len(places) == 1 or not told:
            message = (
                f"a type cannot change {changed.get(section) or ' or '.join(changed.values())}"
            )
            problems.add(place, "type-changes-the-game", message)


def _decided(negotiation: Negotiation) -> list[object]:
    """What is decided: each issue with its options and who decides it."""
    return [(issue.id, issue.labels, issue.deciders) for issue in negotiation.issues.values()]


def _steps(negotiation: Negotiation) -> list[object]:
    return [(step.id, step.player, step.actions, step.sees) for step in negotiation.protocol]


def set_numbers(scenario: Scenario, root: Node) -> bool:
    """Whether private types and phases set parameters alone, so that the numbers of the file can
    vary under them.
    """
    types = [("types", player, one.id) for player, own in scenario.types.items() for one in own]
    places = [*types, *(("repeat", "phases", phase.id) for phase in scenario.repeat.phases)]
    return all(
        with_other_numbers(scenario, {address: value.value if isinstance(value, Scalar) else None})
        is not None
        for place in places
        for address, value, _ in pairs(find(root, (*place, "set")))
    )


def with_other_numbers(scenario: Scenario, settings: AnyMapping[str, object]) -> Scenario | None:
    """The scenario with other values of its parameters, where nothing else is set; None where it
    has to be bound anew.

    Formulas look parameters up by their names, so that nothing but the values has to change.
    """
    parameters = dict(scenario.parameters)
    for address, value in settings.items():
        known = parameters.get(address)
        if known is None or not numeric(value) or not isfinite(value):
            return None  # what is wrong with it, binding tells
        low = value if known.low is None else known.low
        high = value if known.high is None else known.high
        if not low <= value <= high:
            return None
        parameters[address] = replace(known, value=float(value))
    return replace(scenario, parameters=parameters)


def with_other_sides(
    scenario: Scenario, settings: AnyMapping[str, object]
) -> tuple[Scenario, AnyMapping[str, object]]:
    """The scenario with other patience and power of its players, and the settings that are left to
    be made.

    Nothing else of a scenario is made of these two.
    """
    players, left = dict(scenario.players), dict(settings)
    for address, value in settings.items():
        section, _, rest = address.partition(".")
        key, _, word = rest.rpartition(".")
        named = section == "players" and key in players and word in ("patience", "power")
        if named and address not in scenario.parameters and numeric(value) and 0 <= value <= 1:
            new: dict[str, Any] = {word: float(value)}
            players[key] = replace(players[key], **new)
            del left[address]
    return replace(scenario, players=players), left


def with_phases(scenario: Scenario, root: Node, problems: Problems, bind: Bind) -> Scenario:
    """The scenario with what it is in each of its phases; mistakes are noted; see
    `with_profiles`.
    """
    if not scenario.repeat.phases or not isinstance(root, Mapping) or problems.errors():
        return scenario
    found: list[Scenario] = []
    for phase in scenario.repeat.phases:
        settings = list(pairs(find(root, ("repeat", "phases", phase.id, "set"))))
        for address, _, place in settings:
            section = _section(root, address)
            if section and not sections()[section].worth:
                said = "it says what outcomes are worth, and nothing else"
                message = f"the phase `{phase.id}` cannot change `{address}`: {said}"
                problems.add(place, "phase-changes-the-game", message)
        world = _under(scenario, root, settings, problems, bind, partial(_check_phase, phase.id))
        if world is None:
            return scenario
        found.append(
            replace(
                world, about=scenario.about, variants={}, expectations=(), profiles=(), phases=()
            )
        )
    return replace(scenario, phases=tuple(found))


def _section(root: Mapping, address: str) -> str:
    """The section of the file to which an address leads; nothing where the language has none of
    that name.
    """
    found = section_of(root, address)
    return found if found in sections() else ""


def _check_phase(
    phase: str,
    base: Scenario,
    world: Scenario,
    root: Mapping,
    settings: Sequence[Setting],
    problems: Problems,
) -> None:
    """Note a phase that changes more than what outcomes are worth."""
    for what, same, said_by in (
        (
            "the issues, their options or who decides them",
            _decided(base) == _decided(world),
            ("issues", "matrix"),
        ),
        (
            "what cannot happen",
            base.impossible == world.impossible,
            ("issues", "parameters", "state"),
        ),
        (
            "where what somebody decides alone stands today",
            _own(base) == _own(world),
            ("status_quo",),
        ),
    ):
        if not same:
            named = (place for address, _, place in settings if _section(root, address) in said_by)
            place = next(named, settings[0][2])
            problems.add(
                place, "phase-changes-the-game", f"the phase `{phase}` cannot change {what}"
            )


def _own(negotiation: Negotiation) -> list[object]:
    """The status quo of issues that one player decides; those of several rest there without a
    deal.
    """
    alone = (issue.id for issue in negotiation.issues.values() if len(issue.deciders) == 1)
    return [negotiation.status_quo.get(issue) for issue in alone]
