"""Binds what each player may privately be, with its odds."""

from __future__ import annotations

from collections.abc import Mapping as Map

import numpy as np

from negotiate.loading.binding.binder import Binder
from negotiate.loading.binding.protocol import shares
from negotiate.loading.problems import Place, Problems
from negotiate.loading.text.nodes import find, place_of
from negotiate.loading.text.reader import Mapping, Node
from negotiate.model.expressions import Number
from negotiate.model.negotiation import Negotiation
from negotiate.model.private_types import PrivateType, profile_count, type_odds

PROFILE_LIMIT = 256
"""In how many ways the types of one file can be dealt: the file is bound once for each."""
FEW, VALUE_LIMIT = 8, 1_000_000
"""Ways in any file, and values that are bound where there are more: the longer a file, the fewer ways."""


def bind_types(binder: Binder) -> dict[str, tuple[PrivateType, ...]]:
    """Player → its types, in the file's order."""
    result = {}
    names = binder.constants()
    for player, parts in binder.document.types.items():
        if not binder.known(player, binder.players, "player", binder.at("types", player, key=True)):
            continue
        node = find(binder.root, ("types", player))
        if not parts and not getattr(node, "keys", {}):
            hint = "write types below it, each with its `odds`"
            binder.wrong(binder.at("types", player, key=True), "empty", f"`{player}` has no types here", hint)
            continue
        found = []
        for key, part in parts.items():
            odds = binder.expression(part.odds, "types", player, key, "odds", names=names)
            found.append(PrivateType(key, player, odds or Number(0.0), part.set, part.about))
        result[player] = tuple(found)
    return result


def check_types(negotiation: Negotiation, root: Node, problems: Problems) -> None:
    """Note odds that are none, and types that can be dealt in too many ways."""
    with np.errstate(all="ignore"):
        odds = type_odds(negotiation)
    for player, values in zip(negotiation.types, odds, strict=True):
        place = place_of(root, ("types", player), key=True)
        if not all(0 <= value <= 1 for value in values):
            shown = ", ".join(f"{value:.6g}" for value in values)
            hint = shares(list(values))
            problems.add(place, "not-a-probability", f"a probability lies between 0 and 1; here: {shown}", hint)
        elif abs(values.sum() - 1) > 1e-9:
            problems.add(place, "odds-sum", f"the odds of the types sum to {values.sum():.6g}, not to 1")
    limit = min(PROFILE_LIMIT, max(FEW, VALUE_LIMIT // root.size)) if isinstance(root, Mapping) else PROFILE_LIMIT
    if (count := profile_count(negotiation)) > limit:
        where = "" if limit == PROFILE_LIMIT else ", the file being this long"
        message = f"these types can be dealt in {count:,} ways; at most {limit} are worked out{where}"
        problems.add(place_of(root, ("types",), key=True), "too-many-profiles", message)


def check_profile(base: Negotiation, profile: Negotiation, places: Map[str, Place], problems: Problems) -> bool:
    """Note a type that changes more than what outcomes are worth; whether it does not.

    Parameters
    ----------
    base, profile : Negotiation
        The file as it is, and as the types make it.
    places : Mapping of str to Place
        What the types set, and where that is written.
    """
    changed = _changed(base, profile)
    for address, place in places.items() if changed else ():
        section = address.partition(".")[0]
        if section in changed or len(places) == 1 or not set(changed) & {a.partition(".")[0] for a in places}:
            message = (
                f"a type cannot change {changed[section] if section in changed else ' or '.join(changed.values())}"
            )
            problems.add(place, "type-changes-the-game", message)
    return not changed


def _changed(base: Negotiation, profile: Negotiation) -> dict[str, str]:
    """Section → what of it has become another game."""
    found = {
        "players": ("who the players are", base.keys == profile.keys),
        "issues": ("the issues, their options or who decides them", _issues(base) == _issues(profile)),
        "status_quo": ("the status quo", base.status_quo == profile.status_quo),
        "no_deal": ("what happens with no deal", base.no_deal == profile.no_deal),
        "infeasible": ("what cannot happen", base.impossible == profile.impossible),
        "irreversible": ("what cannot be undone", base.irreversible == profile.irreversible),
        "protocol": ("who does what in the protocol, or who sees it", _steps(base) == _steps(profile)),
        "types": ("the types and their odds", base.types == profile.types),
    }
    return {section: said for section, (said, same) in found.items() if not same}


def _issues(negotiation: Negotiation) -> list[object]:
    return [(issue.id, issue.labels, issue.deciders) for issue in negotiation.issues.values()]


def _steps(negotiation: Negotiation) -> list[object]:
    return [(step.id, step.player, step.actions, step.sees) for step in negotiation.protocol]
