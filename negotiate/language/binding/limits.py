"""Binds what bounds a deal (signers, red lines, ratifiers, what cannot be), and what each player may privately be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from negotiate.language.binding.binder import Binder, negated, record, said
from negotiate.language.text.nodes import Mapping as ReaderMapping
from negotiate.language.text.nodes import Node, find, place_of
from negotiate.language.text.numerals import shares
from negotiate.model.expressions import Expression, Number, both
from negotiate.model.negotiation import Negotiation, profile_count, type_odds
from negotiate.model.players import PrivateType
from negotiate.model.red_lines import Bloc, Ratifier, RedLine, carried, needed
from negotiate.problems import Place, Problems, listed

if TYPE_CHECKING:
    from negotiate.language.shape.parts import RatifierPart

_ANYTHING, _NOTHING = "everything", "nothing"
"""Words for what somebody accepts, beside conditions."""


def bind_red_lines(binder: Binder) -> dict[str, RedLine]:
    """Name → what a player will not sign."""
    result = {}
    for key, part in binder.document.red_lines.items():
        word = "never" if part.never is not None else "insists"
        written = part.never if part.never is not None else part.insists
        binder.known(part.player, binder.players, "player", binder.at("red_lines", key, "player"))
        condition = binder.condition(written or "", "red_lines", key, word)
        cost = None if part.cost is None else binder.expression(part.cost, "red_lines", key, "cost")
        binder.source(part.source, "red_lines", key, "source")
        if condition is None:
            continue
        crossed = condition if word == "never" else negated(condition)
        told = f"{word}: {said(written or '')}"
        insists = word == "insists"
        result[key] = record(RedLine, part, id=key, crossed=crossed, cost=cost, written=told, insists=insists)
    return result


def bind_on_table(binder: Binder) -> tuple[str, ...]:
    """The issues that a deal sets; all of them where the file is silent."""
    if binder.document.on_table is None:
        return tuple(binder.issues)
    for position, issue in enumerate(binder.document.on_table):
        binder.known(issue, binder.issues, "issue", binder.at("on_table", position))
    binder.once(binder.document.on_table, "on_table")
    return tuple(binder.document.on_table)


def bind_signers(binder: Binder) -> tuple[tuple[str, ...], ...]:
    """The groups that may sign; all players together where the file is silent."""
    if binder.document.signers is None:
        return (tuple(binder.players),)
    for i, coalition in enumerate(binder.document.signers):
        binder.once(coalition, "signers", i)
        for j, player in enumerate(coalition):
            binder.known(player, binder.players, "player", binder.at("signers", i, j))
    return tuple(tuple(coalition) for coalition in binder.document.signers)


def bind_infeasible(binder: Binder) -> tuple[Expression, ...]:
    """Where combinations cannot happen."""
    found = [binder.condition(c, "infeasible", i) for i, c in enumerate(binder.document.infeasible)]
    return tuple(condition for condition in found if condition is not None)


def bind_irreversible(binder: Binder) -> dict[str, tuple[int, ...]]:
    """Issue → options that cannot be left again."""
    result = {}
    for issue, options in binder.document.irreversible.items():
        if binder.known(issue, binder.issues, "issue", binder.at("irreversible", issue, key=True)):
            found = [binder.option(issue, option, binder.at("irreversible", issue)) for option in options]
            result[issue] = tuple(index for index in found if index is not None)
    return result


def bind_ratifiers(binder: Binder) -> dict[str, Ratifier]:
    """Name → a body that must agree before its player's signature counts."""
    inner = binder.of_packages()
    result = {}
    for key, part in binder.document.ratifiers.items():
        binder.known(part.player, binder.players, "player", binder.at("ratifiers", key, "player"))
        binder.source(part.source, "ratifiers", key, "source")
        if key in binder.document.red_lines:
            place = binder.at("ratifiers", key, key=True)
            binder.wrong(place, "name-twice", f"`{key}` is already the name of a red line")
        found = _by_votes(inner, key, part) if part.votes is not None else _at_once(inner, key, part)
        if found is not None:
            result[key] = found
    return result


def _at_once(binder: Binder, key: str, part: RatifierPart) -> Ratifier | None:
    accepts = _accepts(binder, part.accepts or "", "ratifiers", key, "accepts")
    if accepts is None:
        return None
    written = f"accepts: {said(part.accepts or '')}"
    return Ratifier(key, part.player, part.name or key, accepts, written, about=part.about, source=part.source)


def _by_votes(binder: Binder, key: str, part: RatifierPart) -> Ratifier | None:
    """A ratifier in which blocs vote."""
    parts = part.votes or {}
    needs, votes = part.needs if part.needs is not None else "majority", sum(bloc.votes for bloc in parts.values())
    short = needed(needs, votes)
    if short > votes or short < 1:
        place = binder.at("ratifiers", key, "needs" if part.needs is not None else "votes", key=part.needs is None)
        message = f"`{key}` needs {short:,} votes, and there are {votes:,}"
        binder.wrong(place, "votes-out-of-reach", message)
    blocs = []
    for name, bloc in parts.items():
        accepts = _accepts(binder, bloc.accepts, "ratifiers", key, "votes", name, "accepts")
        if accepts is not None:
            blocs.append(Bloc(name, bloc.votes, accepts, said(bloc.accepts), bloc.about))
    if len(blocs) < len(parts):
        return None
    written = f"needs: {needs} of {votes} votes"
    whole = carried(tuple(blocs), short)
    return Ratifier(
        key, part.player, part.name or key, whole, written, tuple(blocs), needs, about=part.about, source=part.source
    )


def _accepts(binder: Binder, written: str | Mapping[str, list[str]], *path: str | int) -> Expression | None:
    if written == _ANYTHING:
        return both(())
    return negated(both(())) if written == _NOTHING else binder.condition(written, *path)


def bind_side_payments(binder: Binder) -> dict[str, float]:
    """Player → what one unit of its payoff is worth in a common money."""
    written = binder.document.side_payments
    if "side_payments" not in binder.document.model_fields_set:
        return {}
    names = [name for name in written if name not in binder.broken]
    for player in written:
        binder.known(player, binder.players, "player", binder.at("side_payments", player, key=True))
    if len(names) < 2 and len(names) == len(written):
        message = f"only {listed(names)} could pay or be paid here" if names else "nobody could pay or be paid here"
        binder.wrong(binder.at("side_payments", key=True), "nobody-to-pay", message)
    return {player: worth for player, worth in written.items() if player in binder.players}


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
            found.append(record(PrivateType, part, id=key, player=player, odds=odds or Number(0.0), settings=part.set))
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
    limit = min(PROFILE_LIMIT, max(FEW, VALUE_LIMIT // root.size)) if isinstance(root, ReaderMapping) else PROFILE_LIMIT
    if (count := profile_count(negotiation)) > limit:
        where = "" if limit == PROFILE_LIMIT else ", the file being this long"
        message = f"these types can be dealt in {count:,} ways; at most {limit} are worked out{where}"
        problems.add(place_of(root, ("types",), key=True), "too-many-profiles", message)


def check_profile(base: Negotiation, profile: Negotiation, places: Mapping[str, Place], problems: Problems) -> bool:
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
        "issues": ("the issues, their options or who decides them", decided(base) == decided(profile)),
        "status_quo": ("the status quo", base.status_quo == profile.status_quo),
        "no_deal": ("what happens with no deal", base.no_deal == profile.no_deal),
        "infeasible": ("what cannot happen", base.impossible == profile.impossible),
        "irreversible": ("what cannot be undone", base.irreversible == profile.irreversible),
        "protocol": ("who does what in the protocol, or who sees it", _steps(base) == _steps(profile)),
        "types": ("the types and their odds", base.types == profile.types),
    }
    return {section: said for section, (said, same) in found.items() if not same}


def decided(negotiation: Negotiation) -> list[object]:
    """What is decided: each issue with its options and who decides it."""
    return [(issue.id, issue.labels, issue.deciders) for issue in negotiation.issues.values()]


def _steps(negotiation: Negotiation) -> list[object]:
    return [(step.id, step.player, step.actions, step.sees) for step in negotiation.protocol]
