"""Binds what nobody knows yet: events and their odds, and how much a player minds risk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce
from math import prod
from typing import TYPE_CHECKING, Any

from negotiate.language.binding import Binder, record
from negotiate.language.text import TOP, Spot
from negotiate.model import Issue, Option
from negotiate.model.chance import Event
from negotiate.model.expressions import Expression, Lottery, Number, Operation, TermValue
from negotiate.model.payoffs import RISK, RISK_IN_TURN, Foresight, Scope, Term
from negotiate.problems import listed

if TYPE_CHECKING:
    from negotiate.language.shape.parts import EventPart
    from negotiate.scenario import Scenario

Terms = Mapping[str, Mapping[str, Term]]
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
"""A label that is a number too."""


def event_issues(binder: Binder) -> dict[str, Issue]:
    """Event → its outcomes, as formulas see those of an issue."""
    found = {}
    for key, part in binder.document.chance.items():
        labels = dict.fromkeys(
            label
            for name, odds in part.odds.items()
            for label in (odds if isinstance(odds, Mapping) else [name])
        )
        if not labels:
            hint = "write outcome → how likely it is"
            binder.wrong_key(
                TOP / "chance" / key / "odds", "empty", f"`{key}` has no outcome", hint
            )
            binder.broken.add(key)
            continue
        options = tuple(
            Option(label, label, number=float(label) if NUMBER.fullmatch(label) else None)
            for label in labels
        )
        found[key] = Issue(key, part.name or key, options, ())
    return found


def _by_player(part: EventPart) -> dict[str, Mapping[str, Any]]:
    """Player → outcome → odds as the file has them; under no name where all hold the same."""
    apart: dict[str, Mapping[str, Any]] = {
        p: odds for p, odds in part.odds.items() if isinstance(odds, Mapping)
    }
    return apart if apart and len(apart) == len(part.odds) else {"": part.odds}


def bind_events(binder: Binder) -> dict[str, Event]:
    """Name → event; none stands before one on which its odds depend."""
    found = {}
    for key in binder.events:
        path, part = TOP / "chance" / key, binder.document.chance[key]
        binder.source(part, path)
        _check_odds(binder, part, path)
        others = binder.of_packages(terms=False).uncertain()
        parts = _by_player(part)
        odds = {
            player: _odds(others, key, written, path, player) for player, written in parts.items()
        }
        every = {
            player: odds.get(player, odds.get("", next(iter(odds.values()))))
            for player in binder.players
        }
        after = (
            Scope({}, {}).of(one for own in every.values() for one in own).issues
            & binder.events.keys()
        )
        found[key] = record(
            Event,
            part,
            id=key,
            name=part.name or key,
            outcomes=binder.events[key].options,
            odds=every,
            after=tuple(name for name in binder.events if name in after),
            common="" in parts or len(set(every.values())) == 1,
        )
    return _in_order(binder, found)


def _check_odds(binder: Binder, part: EventPart, path: Spot) -> None:
    """Note odds that are said for all and for some, for nobody, for strangers, or not for
    everybody.
    """
    apart = [name for name, odds in part.odds.items() if isinstance(odds, Mapping)]
    if apart and len(apart) < len(part.odds):
        single = next(name for name in part.odds if name not in apart)
        message = f"`{single}` has a number, and `{apart[0]}` has odds of its own"
        hint = "write outcome → number for all players, or player → outcome → number"
        binder.wrong(path / "odds" / single, "odds-mixed", message, hint, key=True)
    elif apart:
        known = [name for name in apart if binder.player(name, path / "odds" / name, key=True)]
        missing = [
            player
            for player in binder.players
            if player not in apart and player not in binder.broken
        ]
        if missing and len(known) == len(apart):
            message = f"the odds of {listed(missing)} are missing"
            binder.wrong_key(
                path / "odds", "odds-of-everybody", message, "say what every player holds likely"
            )


def _odds(
    binder: Binder, key: str, written: Mapping[str, Any], path: Spot, player: str
) -> tuple[Expression, ...]:
    """How likely each outcome is; one that a player leaves out it holds impossible."""
    here = path / "odds" / player if player else path / "odds"
    found = []
    for label in binder.events[key].labels:
        value = written.get(label, 0.0)
        bound = None if isinstance(value, Mapping) else binder.expression(value, here / label)
        found.append(Number(0.0) if bound is None else bound)
    return tuple(found)


def _in_order(binder: Binder, events: dict[str, Event]) -> dict[str, Event]:
    """The events so that none stands before one on which its odds depend; circles are noted."""
    ordered: dict[str, Event] = {}
    for key, one in events.items():
        if key in one.after:
            binder.wrong_key(
                TOP / "chance" / key / "odds",
                "odds-circle",
                f"the odds of `{key}` depend on `{key}` itself",
            )
            return {name: replace(other, after=()) for name, other in events.items()}
    while len(ordered) < len(events):
        ready = [
            key
            for key, one in events.items()
            if key not in ordered and set(one.after) <= ordered.keys()
        ]
        if not ready:
            left = [key for key in events if key not in ordered]
            message = f"the odds of {listed(left)} depend on one another"
            binder.wrong_key(TOP / "chance" / left[0] / "odds", "odds-circle", message)
            return {key: replace(one, after=()) for key, one in events.items()}
        ordered[ready[0]] = events[ready[0]]
    return ordered


def bind_risk(binder: Binder) -> dict[str, Expression]:
    """Player → its aversion to risk."""
    found = binder.amounts(binder.document.risk, TOP / "risk")
    for player in found:
        for word in (RISK, RISK_IN_TURN):
            if word in binder.document.payoffs.get(player, {}):
                message = f"`{word}` is what risk aversion adds to the payoff of `{player}`"
                binder.wrong_key(
                    TOP / "payoffs" / player / word, "reserved-name", message, "choose another word"
                )
    return found


def before_they_come(
    foresight: Foresight, terms: Terms, averse: Iterable[str]
) -> dict[str, dict[str, Term]]:
    """Payoff terms as players hold them, with the term that risk aversion adds for those who are
    averse.
    """
    found = {
        player: {name: _expected(foresight, term) for name, term in own.items()}
        for player, own in terms.items()
    }
    for player in averse:
        own = found.get(player, {})
        risky = [term for name, term in own.items() if term is not terms[player][name]]
        alone = [term for term in risky if not term.needs_moves]
        if alone:
            value: Expression = _risk(foresight, player, alone)
            own[RISK] = Term(
                player, RISK, value, None, "derived", written="what risk aversion takes off"
            )
        if len(alone) < len(risky):
            counted = TermValue(player, RISK) if alone else Number(0.0)
            value = Operation("-", (_risk(foresight, player, risky), counted))
            written = "what risk aversion takes off besides, because of moves"
            own[RISK_IN_TURN] = Term(
                player, RISK_IN_TURN, value, None, "derived", written=written, needs_moves=True
            )
    return found


def _risk(foresight: Foresight, player: str, risky: Iterable[Term]) -> Lottery:
    """By how much the certainty equivalent of a sum of terms is below its mean."""
    parts: list[Expression] = [TermValue(player, term.id) for term in risky]
    total = reduce(lambda one, other: Operation("+", (one, other)), parts)
    return Lottery(total, foresight.looked_at(*parts), player, "risk")


def _expected(foresight: Foresight, term: Term) -> Term:
    player = term.player
    if not foresight.looked_at(TermValue(player, term.id)):
        return term
    if term.when is None:
        return replace(term, value=foresight.expected(term.value, player))
    value = Operation("if", (term.when, term.value, Number(0.0)))
    return replace(
        term, value=foresight.expected(value, player), when=foresight.possible(term.when, player)
    )


WAYS_LIMIT = 4_096
"""In how many ways the events may come out that one formula looks at."""


def check_ways(binder: Binder, scenario: Scenario) -> None:
    """Note formulas that look at too many events at once."""
    formulas: list[tuple[Spot, Expression]] = []
    for player, own in scenario.terms.items():
        for name, term in own.items():
            path = (
                TOP / "risk" / player
                if name in (RISK, RISK_IN_TURN)
                else TOP / "payoffs" / player / name
            )
            formulas.append((path, term.value))
    formulas += [
        (TOP / "red_lines" / name, line.crossed) for name, line in scenario.red_lines.items()
    ]
    formulas += [
        (TOP / "ratifiers" / name, body.accepts) for name, body in scenario.ratifiers.items()
    ]
    for path, formula in formulas:
        for node in formula.walk():
            if isinstance(node, Lottery):
                ways = prod(len(binder.events[event].options) for event in node.events)
                if ways > WAYS_LIMIT:
                    message = (
                        f"this looks at {len(node.events)} events, which may come out in "
                        f"{ways:,} ways"
                    )
                    hint = (
                        f"at most {WAYS_LIMIT:,} are weighed at once: let a formula look at "
                        "fewer events"
                    )
                    binder.wrong_key(path, "too-many-outcomes", message, hint)
                    break
