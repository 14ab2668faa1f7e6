"""What a formula depends on, through the terms and models that it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from negotiate.model.expressions import (
    ChoiceIsOneOf,
    ChoiceNumber,
    Expression,
    ModelOutput,
    ParameterValue,
    Table,
    TermValue,
)

if TYPE_CHECKING:
    from negotiate.model.negotiation import Negotiation
    from negotiate.model.payoffs import BoundModel, Term

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
    terms, models : Mapping
        Those of a negotiation.
    values : dict
        What terms and models were found to be; see `Worked`.
    """

    terms: Mapping[str, Mapping[str, Term]]
    models: Mapping[str, BoundModel]
    known: dict[tuple[str, str], Reach] = field(default_factory=dict)
    values: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def of(self, expressions: Iterable[Expression | None]) -> Reach:
        """Everything that these look at together."""
        found = Reach()
        for expression in expressions:
            for node in expression.walk() if expression is not None else ():
                reach = self._node(node)
                if reach is not None:
                    found |= reach
        return found

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
        return self.model(node.model) if isinstance(node, ModelOutput) else None

    def model(self, name: str) -> Reach:
        """What a model looks at."""
        if ("", name) not in self.known:
            model = self.models[name]
            found = self.of([*model.inputs.values(), *(e for e in model.settings.values() if not isinstance(e, bool))])
            self.known["", name] = Reach(found.issues, found.moves, NONE, found.parameters)
        return self.known["", name]


def signing(negotiation: Negotiation) -> list[Expression]:
    """Every formula that says what is signed and at what price: of red lines, and of ratifiers."""
    lines = [e for line in negotiation.red_lines.values() for e in (line.crossed, line.cost) if e is not None]
    return [*lines, *(body.accepts for body in negotiation.ratifiers.values())]
