"""A formula in the words of its own scenario, so that formulas of two scenarios can be held side by side."""

from __future__ import annotations

from collections.abc import Mapping

from negotiate.model.expressions import (
    ChoiceIsOneOf,
    ChoiceNumber,
    Expression,
    ModelOutput,
    Named,
    Number,
    Operation,
    ParameterValue,
    Table,
    TermValue,
)
from negotiate.model.negotiation import Negotiation

_INFIX = frozenset(["**", "*", "/", "+", "-", "==", "!=", "<", "<=", ">", ">=", "and", "or"])
_WORDS = {"==": "is", "!=": "is not"}


def spelled(expression: Expression | None, scenario: Negotiation) -> str:
    """An expression as one line; empty where there is none."""
    if expression is None:
        return ""
    labels: dict[str, tuple[str, ...]] = {key: issue.labels for key, issue in scenario.issues.items()}
    labels |= {step.id: tuple(action.id for action in step.actions) for step in scenario.protocol}
    return _spelled(expression, labels)


def _spelled(expression: Expression, labels: Mapping[str, tuple[str, ...]]) -> str:
    match expression:
        case Number(value):
            return f"{value:.12g}"
        case ParameterValue(name) | ChoiceNumber(name) | Named(name):
            return name
        case TermValue(one, other) | ModelOutput(one, other):
            return f"{one}.{other}"
        case ChoiceIsOneOf(name, options):
            return f"{name} is {' or '.join(labels[name][i] for i in options)}"
        case Table(issues, _, cells):
            return f"{' and '.join(issues)}: {', '.join(_spelled(cell, labels) for cell in cells)}"
        case Operation("not", (ChoiceIsOneOf(name, options),)):
            return f"{name} is not {' or '.join(labels[name][i] for i in options)}"
        case Operation(name, arguments):
            parts = [_spelled(argument, labels) for argument in arguments]
            inner = [f"({p})" if isinstance(a, Operation) else p for a, p in zip(arguments, parts, strict=True)]
            if name in _INFIX:
                return f" {_WORDS.get(name, name)} ".join(inner)
            if name in ("not", "negative"):
                return f"{'not ' if name == 'not' else '-'}{inner[0]}"
            return f"{name}({', '.join(parts)})"
    return type(expression).__name__
