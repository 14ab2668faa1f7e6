"""A negotiation in which a deal says, for each outcome of an event, what holds then.

Each issue that may depend on the event becomes an issue for each outcome, and each payoff what is
expected of it. Every lens, sheet and table that looks at deals reads such a negotiation as any
other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any, TypeVar

from negotiate.display import record
from negotiate.model import Issue
from negotiate.model.chance import Event
from negotiate.model.expressions import (
    ChoiceIsOneOf,
    Expression,
    Lottery,
    Number,
    Operation,
    TermValue,
    summands,
)
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import RISK, Case, Scope, Term

Made = TypeVar("Made", bound=Negotiation)
Value = TypeVar("Value")
NOTHING = Number(0.0)


@record
class ByOutcome:
    """What becomes of a negotiation whose deals may depend on an event.

    Parameters
    ----------
    plain : Negotiation
        The negotiation as the file says it.
    event : Event
        The event, whose odds depend on no other event.
    parted : tuple of str
        The issues that a deal settles outcome by outcome.
    signers : tuple of str
        Who signs, and so pays the price of a line of its own that a deal crosses.
    """

    plain: Negotiation
    event: Event
    parted: tuple[str, ...]
    signers: tuple[str, ...]

    @property
    def keys(self) -> tuple[Mapping[str, str], ...]:
        """For each outcome: issue of the file → the issue that is settled for this outcome."""
        return tuple(
            {issue: f"{issue}.{label}" for issue in self.parted} for label in self.event.labels
        )

    def negotiation(self) -> Any:
        """The same negotiation, or scenario, with an issue for each outcome."""
        plain = self.plain
        return replace(
            plain,
            issues=self._issues(),
            on_table=tuple(self.each({issue: issue for issue in plain.on_table})),
            status_quo=self.each(plain.status_quo),
            no_deal=plain.no_deal if isinstance(plain.no_deal, str) else self.each(plain.no_deal),
            happened={label: self.each(package) for label, package in plain.happened.items()},
            fixed=self.each(plain.fixed),
            irreversible=self.each(plain.irreversible),
            infeasible=tuple(case for one in plain.infeasible for case in self._cases(one, "")),
            terms={player: self._terms(player) for player in plain.keys},
            red_lines={
                name: replace(line, crossed=self._may(line.crossed, line.player), cost=cost)
                for name, line in plain.red_lines.items()
                for cost in [
                    None
                    if line.cost is None
                    else self._sum(_price(line.crossed, line.cost), line.player)
                ]
            },
            ratifiers={
                name: replace(body, accepts=self._surely(body.accepts, body.player), blocs=blocs)
                for name, body in plain.ratifiers.items()
                for blocs in [
                    tuple(
                        replace(b, accepts=self._surely(b.accepts, body.player)) for b in body.blocs
                    )
                ]
            },
            profiles=tuple(replace(self, plain=one).negotiation() for one in plain.profiles),
        )

    def _issues(self) -> dict[str, Issue]:
        """Those that every outcome shares, then those of each outcome."""
        found = {key: one for key, one in self.plain.issues.items() if key not in self.parted}
        for keys, outcome in zip(self.keys, self.event.outcomes, strict=True):
            for issue, key in keys.items():
                one = self.plain.issues[issue]
                found[key] = replace(
                    one, id=key, name=f"{one.name} if {outcome.name}", contingent_on=()
                )
        return found

    def each(self, package: Mapping[str, Value]) -> dict[str, Value]:
        """What is said of an issue, said of it for every outcome."""
        shared = {issue: one for issue, one in package.items() if issue not in self.parted}
        return shared | {
            keys[issue]: one
            for keys in self.keys
            for issue, one in package.items()
            if issue in self.parted
        }

    def _cases(self, value: Expression, player: str) -> Iterator[Case]:
        """A formula after each outcome, as a part of what a player expects of it."""
        sure = self.event.odds.get(player, ())
        for place, keys in enumerate(self.keys):
            if not (sure and sure[place] == NOTHING):
                yield Case(value, self.event.id, place, keys, self.plain, player)

    def _may(self, condition: Expression, player: str) -> Expression:
        """Whether a condition may come to hold."""
        cases: Iterator[Expression] = self._cases(condition, player)
        return reduce(lambda one, other: Operation("or", (one, other)), cases)

    def _surely(self, condition: Expression, player: str) -> Expression:
        return Operation("not", (self._may(Operation("not", (condition,)), player),))

    def _sum(self, value: Expression, player: str, place: int | None = None) -> Expression:
        """What is expected of a number, a summand for each of its own and each outcome, or for one
        outcome alone.
        """
        total: Expression | None = None
        for part, sign in summands(value):
            for case in self._cases(part, player):
                if place not in (None, case.place):
                    continue
                if total is None:
                    total = case if sign > 0 else Operation("negative", (case,))
                else:
                    total = Operation("+" if sign > 0 else "-", (total, case))
        return total or NOTHING

    def _terms(self, player: str) -> dict[str, Term]:
        """The terms of a player, those that depend on the outcome as expectations, with what its
        fear takes off.
        """
        scope, changed = Scope(self.plain.terms, self.plain.models), {self.event.id, *self.parted}
        own = {
            name: term for name, term in self.plain.terms[player].items() if not term.needs_moves
        }
        found: dict[str, Term] = {}
        for name, term in own.items():
            looks = scope.term(player, name).issues & changed
            settled_apart = name != RISK and not looks.isdisjoint(self.parted)
            made = self._expected(term, settled_apart) if looks else (term,)
            found |= {one.id: one for one in made}
        if player in self.plain.risk:
            whole = self._whole(player, own)
            cases = list(self._cases(whole, ""))
            settled: Expression = cases[-1]
            for case in cases[:-1]:
                settled = Operation(
                    "if", (ChoiceIsOneOf(self.event.id, (case.place,)), case, settled)
                )
            value: Expression = Lottery(settled, (self.event.id,), player, "risk")
            before = found.get(RISK)
            written = "what risk aversion takes off"
            value = value if before is None else Operation("+", (before.value, value))
            found[RISK] = Term(player, RISK, value, None, "derived", written=written)
        return found

    def _expected(self, term: Term, parted: bool) -> Iterator[Term]:
        """What is expected of a term, in a term for each outcome where that hangs on what a deal
        says of it.
        """
        value = (
            term.value if term.when is None else Operation("if", (term.when, term.value, NOTHING))
        )
        if not parted:
            yield replace(term, value=self._sum(value, term.player), when=None)
            return
        for place, label in enumerate(self.event.labels):
            found = self._sum(value, term.player, place)
            yield replace(term, id=f"{term.id}.{label}", value=found, when=None)

    def _whole(self, player: str, own: Mapping[str, Term]) -> Expression:
        """All that a player gets once the event has come, prices of its own lines taken off."""
        total: Expression = NOTHING
        for name in own:
            total = Operation("+", (total, TermValue(player, name)))
        for line in self.plain.red_lines.values():
            if line.player == player and line.cost is not None and player in self.signers:
                total = Operation("-", (total, _price(line.crossed, line.cost)))
        return total


def _price(crossed: Expression, cost: Expression) -> Expression:
    return Operation("if", (crossed, cost, NOTHING))


def decided(negotiation: Negotiation, event: Event) -> frozenset[str]:
    """The issues on which the odds of an event depend, so that a deal settles them once."""
    return negotiation.scope.of(one for odds in event.odds.values() for one in odds).issues


def by_outcome(negotiation: Made) -> Made:
    """The negotiation in which a deal says what holds after each outcome of the event that the file
    names for that.

    It is the negotiation itself where the file lets no issue depend on an event whose odds stand by
    themselves.
    """
    return negotiation.games.once(by_outcome, lambda: _made(negotiation))


def _made(negotiation: Made) -> Made:
    if negotiation.ordinal:
        return negotiation
    table = [
        key
        for key in negotiation.on_table
        if key not in negotiation.fixed and negotiation.issues[key].agreed
    ]
    for name, event in negotiation.events.items():
        parted = tuple(key for key in table if name in negotiation.issues[key].contingent_on)
        if (
            parted
            and not event.settled
            and not event.after
            and decided(negotiation, event).isdisjoint(parted)
        ):
            signers = max(negotiation.signers, key=len, default=negotiation.keys)
            made: Made = ByOutcome(negotiation, event, parted, signers).negotiation()
            return made
    return negotiation
