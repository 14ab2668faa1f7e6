"""What a formula depends on, through the terms and models that it names, and what those were found to be.

Each term and each model of a file is worked out once for the numbers that it looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from negotiate.model.expressions import (
    ChoiceIsOneOf,
    ChoiceNumber,
    Expression,
    Lottery,
    ModelOutput,
    Operation,
    ParameterValue,
    Table,
    TermValue,
)

if TYPE_CHECKING:
    from negotiate.model.chance import Event
    from negotiate.model.issues import Issue
    from negotiate.model.payoffs import BoundModel, Term
    from negotiate.model.players import Parameter
    from negotiate.model.trade.answers import Answers

Names = frozenset[str]
NONE: Names = frozenset()


@dataclass(frozen=True, slots=True)
class Reach:
    """What an expression looks at; `knobs` are the parameters outside models, which are dear to run many times."""

    issues: Names = NONE
    moves: Names = NONE
    knobs: Names = NONE
    parameters: Names = NONE

    def __or__(self, other: Reach) -> Reach:
        return Reach(
            self.issues | other.issues,
            self.moves | other.moves,
            self.knobs | other.knobs,
            self.parameters | other.parameters,
        )


@dataclass(slots=True, eq=False)
class Scope:
    """Looks up what expressions depend on, each term and model once.

    Parameters
    ----------
    terms, models, events : Mapping
        Those of a negotiation. Without events their names count as those of issues.
    risk : Mapping
        Player → its aversion to risk.
    """

    terms: Mapping[str, Mapping[str, Term]]
    models: Mapping[str, BoundModel]
    events: Mapping[str, Event] = field(default_factory=dict)
    risk: Mapping[str, Expression] = field(default_factory=dict)
    known: dict[tuple[str, str], Reach] = field(default_factory=dict)

    def of(self, expressions: Iterable[Expression | None]) -> Reach:
        """Everything that these look at together."""
        found = Reach()
        for expression in expressions:
            for node in expression.walk() if expression is not None else ():
                reach = self._node(node)
                if reach is not None:
                    found |= reach
        return replace(found, issues=found.issues.difference(self.events)) if self.events else found

    def term(self, player: str, term: str) -> Reach:
        """What a payoff term looks at."""
        if (player, term) not in self.known:
            found = self.terms[player][term]
            self.known[player, term] = self.of((found.value, found.when))
        return self.known[player, term]

    def _node(self, node: Expression) -> Reach | None:
        if isinstance(node, ChoiceIsOneOf | ChoiceNumber):
            name = frozenset((node.name,))
            return Reach(moves=name) if node.of_move else Reach(issues=name)
        if isinstance(node, Table):
            return Reach(issues=frozenset(node.issues))
        if isinstance(node, ParameterValue):
            name = frozenset((node.name,))
            return Reach(knobs=name, parameters=name)
        if isinstance(node, TermValue):
            return self.term(node.player, node.term)
        if isinstance(node, Lottery):
            odds = [
                one for event in node.events if event in self.events for one in self.events[event].odds[node.player]
            ]
            return self.of([*odds, self.risk.get(node.player)])
        return self.model(node.model) if isinstance(node, ModelOutput) else None

    def model(self, name: str) -> Reach:
        """What a model looks at."""
        if ("", name) not in self.known:
            model = self.models[name]
            found = self.of([*model.inputs.values(), *(e for e in model.settings.values() if not isinstance(e, bool))])
            self.known["", name] = Reach(found.issues, found.moves, NONE, found.parameters)
        return self.known["", name]


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


Found = TypeVar("Found", bound=Any)
ROOM = 1_000_000
"""Numbers that are kept for one file."""


class Stated(Protocol):
    """What formulas look up in a negotiation."""

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """Name → a number."""

    @property
    def issues(self) -> Mapping[str, Issue]:
        """Name → something to be decided."""

    @property
    def status_quo(self) -> Mapping[str, int]:
        """Issue → option index."""

    @property
    def terms(self) -> Mapping[str, Mapping[str, Term]]:
        """Player → name → payoff term."""

    @property
    def models(self) -> Mapping[str, BoundModel]:
        """Name → a model that works out payoff terms."""

    @property
    def events(self) -> Mapping[str, Event]:
        """Name → what nobody knows yet."""

    @property
    def risk(self) -> Mapping[str, Expression]:
        """Player → its aversion to risk."""

    @property
    def worked(self) -> Worked:
        """What is known of the values of its terms and models."""


class Worked:
    """The values of one file's terms and models, shared by every negotiation that is made of the file.

    They are no part of what a negotiation says, so that all are equal when two negotiations are compared.
    """

    __slots__ = ("_known", "_room", "_scopes")

    def __init__(self) -> None:
        self._scopes: list[Scope] = []
        self._room = ROOM
        self._known: dict[Hashable, Any] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Worked)

    __hash__ = None  # type: ignore[assignment]  # it is filled while it is used

    @property
    def answers(self) -> Answers:
        """What the models of the file have been asked already."""
        from negotiate.model.trade.answers import Answers  # noqa: PLC0415 - loaded for files that name a model

        return self.shared("answers", Answers, lambda _: 0)

    def scope(self, negotiation: Stated) -> Scope:
        """What the negotiation's formulas look at; the same for all that share its terms and models."""
        terms, models, events, risk = negotiation.terms, negotiation.models, negotiation.events, negotiation.risk
        for scope in self._scopes:
            if scope.terms is terms and scope.models is models and (scope.events, scope.risk) == (events, risk):
                return scope
        self._scopes.append(Scope(terms, models, events, risk))
        return self._scopes[-1]

    def once(self, negotiation: Stated, place: Hashable, player: str, name: str, make: Callable[[], Found]) -> Found:
        """A term of a player, or a model, which has none, at some packages; `make` works it out."""
        scope = self.scope(negotiation)
        reach = scope.term(player, name) if player else scope.model(name)
        numbers = tuple(negotiation.parameters[parameter].value for parameter in reach.parameters)
        return self.shared((scope, place, player, name, numbers), make, _closed)

    def shared(self, key: Hashable, make: Callable[[], Found], size_of: Callable[[Any], int] = len) -> Found:
        """What is the same wherever the key is; it is made anew each time where it is larger than the room left."""
        if key not in self._known:
            found = make()
            if (size := size_of(found)) > self._room:
                return found
            self._room -= size
            self._known[key] = found
        known: Found = self._known[key]
        return known


def _closed(found: Any) -> int:
    """How many numbers there are, none of which can be written to any more."""
    arrays = found.values() if isinstance(found, Mapping) else [found]
    for array in arrays:
        array.setflags(write=False)
    return sum(array.size for array in arrays)
