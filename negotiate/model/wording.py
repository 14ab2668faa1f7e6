"""An expression written out in one line, with the names of its own negotiation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from negotiate.display import entity
from negotiate.model import Option
from negotiate.model.expressions import (
    ChoiceIsOneOf,
    ChoiceNumber,
    Expression,
    Lottery,
    ModelOutput,
    Named,
    Number,
    Operation,
    ParameterValue,
    Table,
    TermValue,
)
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Case
from negotiate.model.protocol import Action
from negotiate.report.style import spoken

_INFIX = ("**", "*", "/", "+", "-", "==", "!=", "<", "<=", ">", ">=", "and", "or")
_BOUND = {"**": 5, "*": 4, "/": 4, "+": 3, "-": 3, "and": 1, "or": 0}
_WORDS = {"==": "is", "!=": "is not"}
_SPOKEN = {"<": "is less than", "<=": "is at most", ">": "is more than", ">=": "is at least"}


@entity
class Wording:
    """Writes the expressions of one negotiation.

    Parameters
    ----------
    negotiation : Negotiation
        Where issues, moves and their options have their names.
    number : callable
        How a number is written.
    table : callable
        How a table is written inside a formula, from the table and the words of its cells.
    named : bool
        Whether issues, options and moves have the names that people read, between quotation marks,
        and not their keys.
    """

    negotiation: Negotiation
    number: Callable[[float], str]
    table: Callable[[Table, list[str]], str]
    named: bool = False

    def write(self, expression: Expression, outside: int = -1) -> str:
        """One line; in brackets where what stands around it binds more tightly than `outside`
        allows.
        """
        match expression:
            case Number(value):
                return self.number(value)
            case ParameterValue(name) | ChoiceNumber(name) | Named(name):
                return self._of(expression, name)
            case TermValue(one, other) | ModelOutput(one, other):
                return f"{one}.{other}"
            case ChoiceIsOneOf():
                return self._asked(expression, "is")
            case Table(_, _, cells):
                return self.table(expression, [self.write(cell) for cell in cells])
            case Lottery(value):
                return self.write(value, outside)
            case Case():
                return self._case(expression)
            case Operation(name, arguments):
                return self._operation(name, arguments, outside)
        return "..."

    def _case(self, case: Case) -> str:
        """A formula with the outcome after which it counts."""
        event = case.of.events[case.event]
        outcome = (
            f"“{option_name(event.outcomes[case.place])}”"
            if self.named
            else event.labels[case.place]
        )
        plain: Any = case.of
        return (
            f"({replace(self, negotiation=plain).write(case.value)}, if {self._name(event.id)} "
            f"is {outcome})"
        )

    def _of(self, expression: Expression, name: str) -> str:
        """The name; for people that of an issue, and a parameter's value, unless it changes while
        people play.
        """
        found = self.negotiation
        if not isinstance(expression, ParameterValue) or not self.named:
            return self._name(name) if isinstance(expression, ChoiceNumber) else name
        return spoken(name) if name in found.state else self.number(found.parameters[name].value)

    def _asked(self, asked: ChoiceIsOneOf, verb: str) -> str:
        *most, last = [self.labels(asked.name)[i] for i in asked.options]
        return f"{self._name(asked.name)} {verb} {', '.join(most)}{' or ' if most else ''}{last}"

    def _name(self, name: str) -> str:
        return f"“{self._called(name)[0]}”" if self.named else name

    def labels(self, name: str) -> tuple[str, ...]:
        """The options of an issue, the outcomes of an event or the actions of a move."""
        options = self._called(name)[1]
        return tuple(f"“{option_name(one)}”" if self.named else one.id for one in options)

    def _called(self, name: str) -> tuple[str, tuple[Option, ...]]:
        """The name for people of an issue, an event or a move, and what may become of it."""
        if name in self.negotiation.issues:
            return self.negotiation.issues[name].name, self.negotiation.issues[name].options
        if name in self.negotiation.events:
            return self.negotiation.events[name].name, self.negotiation.events[name].outcomes
        step = next(step for step in self.negotiation.protocol if step.id == name)
        return spoken(name), tuple(
            Option(one.id, action_name(self.negotiation, one)) for one in step.actions
        )

    def _operation(self, name: str, arguments: tuple[Expression, ...], outside: int) -> str:
        inside = as_written(arguments[0])
        if (
            name == "not"
            and isinstance(inside, Operation)
            and inside.name == "not"
            and inside is not arguments[0]
        ):
            return self.write(inside.arguments[0], outside)
        if name == "not" and isinstance(arguments[0], ChoiceIsOneOf):
            return self._asked(arguments[0], "is not")
        if name in ("not", "negative"):
            return f"{'not ' if name == 'not' else '-'}{self.write(arguments[0], 9)}"
        if name not in _INFIX:
            return f"{name}({', '.join(self.write(argument) for argument in arguments)})"
        bound = _BOUND.get(name, 2)
        left, right = (
            self.write(arguments[0], bound),
            self.write(arguments[1], bound + (name in "-/")),
        )
        words = _WORDS | _SPOKEN if self.named else _WORDS
        said = f"{left} {words.get(name, name)} {right}"
        return f"({said})" if bound < outside else said


def as_written(expression: Expression) -> Expression:
    """A formula as the file has it, in place of what it is expected to be worth before events
    come.
    """
    if isinstance(expression, Lottery):
        return expression.value
    if isinstance(expression, Operation) and expression.name in ("+", "-", "negative"):
        return Operation(expression.name, tuple(map(as_written, expression.arguments)))
    return expression


def option_name(option: Option) -> str:
    """An option as people call it: its own name, or its key as words."""
    return option.name if option.name != option.id else spoken(option.id)


def action_name(negotiation: Negotiation, action: Action) -> str:
    """An action as people call it: by the option that it announces, or sets and is named after;
    else its own name.
    """
    issues = [*negotiation.issues.values()] if action.announced >= 0 else []
    if len(action.effects) == 1:
        issues = [negotiation.issues[action.effects[0].issue]]
    known = (
        issue.options[issue.places[action.id]] for issue in issues if action.id in issue.places
    )
    return next(map(option_name, known), spoken(action.id))


def spelled(expression: Expression | None, negotiation: Negotiation) -> str:
    """An expression in one line with every cell of its tables, the same for the same formula; empty
    for none.
    """
    return "" if expression is None else Wording(negotiation, _exactly, _in_full).write(expression)


def _exactly(value: float) -> str:
    return f"{value:.12g}"


def _in_full(table: Table, cells: list[str]) -> str:
    return f"{' and '.join(table.issues)}: {', '.join(cells)}"
