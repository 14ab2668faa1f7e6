"""What nobody knows yet: events, how likely each side holds their outcomes, and what that makes of a payoff.

An event is named as an issue is, and has an outcome in place of an option. Where the outcome is settled, as at the end
of a path of the tree, a formula has the value that it has there. Elsewhere it has its expectation by the odds of the
player whose payoff it is. Risk aversion is constant absolute risk aversion: what an uncertain payoff x is worth to a
player with aversion a is its certainty equivalent, -log E[exp(-a x)] / a.

References
----------
Savage (1954), "The Foundations of Statistics": odds are a player's own. Pratt (1964), "Risk aversion in the small and
in the large": the certainty equivalent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

from negotiate.model.expressions import Expression, Lottery, Number, Operation, TermValue
from negotiate.model.scope import Scope
from negotiate.model.terms import Term

if TYPE_CHECKING:
    from negotiate.model.issues import Option

RISK = "risk"
"""The term that risk aversion adds to a player's payoff."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that nobody decides and nobody knows before it comes.

    Parameters
    ----------
    id, name : str
        The key that the file uses, and the name for people.
    outcomes : tuple of Option
        What may come, in the file's order.
    odds : Mapping[str, tuple of Expression]
        Player → how likely it holds each outcome: formulas of parameters, issues and other events.
    after : tuple of str
        The other events on whose outcomes the odds depend.
    common : bool
        Whether all players hold the same odds.
    about, source : str
        Why, and where the odds come from; empty where the file says nothing.
    """

    id: str
    name: str
    outcomes: tuple[Option, ...]
    odds: Mapping[str, tuple[Expression, ...]]
    after: tuple[str, ...] = ()
    common: bool = True
    about: str = ""
    source: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The outcomes' names."""
        return tuple(one.id for one in self.outcomes)

    @property
    def settled(self) -> bool:
        """Whether every player is sure of one and the same outcome, whatever is decided."""
        sure = {tuple(one.value if isinstance(one, Number) else -1.0 for one in odds) for odds in self.odds.values()}
        return len(sure) == 1 and sorted(next(iter(sure))) == [0.0] * (len(self.outcomes) - 1) + [1.0]

    def fixed(self, place: int) -> Event:
        """The event with an outcome that is sure to come."""
        sure = tuple(Number(float(k == place)) for k in range(len(self.outcomes)))
        return replace(self, odds=dict.fromkeys(self.odds, sure), after=(), common=True)


def closed(events: Mapping[str, Event], names: Iterable[str]) -> tuple[str, ...]:
    """These events and all on which their odds depend, in the order of `events`, in which none comes before those."""
    wanted, left = set[str](), list(names)
    while left:
        name = left.pop()
        if name not in wanted:
            wanted.add(name)
            left += events[name].after
    return tuple(name for name in events if name in wanted)


@dataclass(frozen=True, slots=True)
class Foresight:
    """What becomes of formulas that look at events, before these come.

    Parameters
    ----------
    scope : Scope
        Finds the events that a formula looks at, through terms and models too.
    events : Mapping[str, Event]
        Those there are.
    """

    scope: Scope
    events: Mapping[str, Event]

    def looked_at(self, *formulas: Expression) -> tuple[str, ...]:
        """The events that formulas look at, and those on which their odds depend."""
        return closed(self.events, self.scope.of(formulas).issues & self.events.keys()) if self.events else ()

    def expected(self, value: Expression, player: str) -> Expression:
        """The expectation of a formula, taken apart where it is a sum."""
        events = self.looked_at(value)
        if not events:
            return value
        if isinstance(value, Operation) and value.name in ("+", "-", "negative"):
            return Operation(value.name, tuple(self.expected(one, player) for one in value.arguments))
        return Lottery(value, events, player)

    def possible(self, condition: Expression, player: str) -> Expression:
        """Whether a condition may come to hold."""
        events = self.looked_at(condition)
        return Lottery(condition, events, player, "possible") if events else condition

    def certain(self, condition: Expression, player: str) -> Expression:
        """Whether a condition holds whatever comes."""
        if not self.looked_at(condition):
            return condition
        return Operation("not", (self.possible(Operation("not", (condition,)), player),))

    def terms(self, terms: Mapping[str, Mapping[str, Term]], averse: Iterable[str]) -> dict[str, dict[str, Term]]:
        """Payoff terms as players hold them, with the term that risk aversion adds for those who are averse."""
        found = {player: {name: self._term(term) for name, term in own.items()} for player, own in terms.items()}
        for player in averse:
            own = found.get(player, {})
            risky = [name for name, term in own.items() if term is not terms[player][name] and not term.needs_moves]
            parts: list[Expression] = [TermValue(player, name) for name in risky]
            if parts:
                total = Lottery(reduce(_plus, parts), self.looked_at(*parts), player, "risk")
                own[RISK] = Term(player, RISK, total, None, "derived", written="what risk aversion takes off")
        return found

    def _term(self, term: Term) -> Term:
        if not self.looked_at(TermValue(term.player, term.id)):
            return term
        if term.when is None:
            return replace(term, value=self.expected(term.value, term.player))
        value = Operation("if", (term.when, term.value, Number(0.0)))
        return replace(term, value=self.expected(value, term.player), when=self.possible(term.when, term.player))


def _plus(one: Expression, other: Expression) -> Expression:
    return Operation("+", (one, other))
