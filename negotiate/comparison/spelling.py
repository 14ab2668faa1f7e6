"""A formula in the words of its own scenario, so that formulas of two scenarios can be held side by side."""

from __future__ import annotations

from negotiate.model.expressions import Expression, Table
from negotiate.model.negotiation import Negotiation
from negotiate.model.wording import Wording


def spelled(expression: Expression | None, scenario: Negotiation) -> str:
    """An expression as one line, with every cell of its tables; empty where there is none."""
    return "" if expression is None else Wording(scenario, _exactly, _in_full).write(expression)


def _exactly(value: float) -> str:
    return f"{value:.12g}"


def _in_full(table: Table, cells: list[str]) -> str:
    return f"{' and '.join(table.issues)}: {', '.join(cells)}"
