"""Parameters that no formula names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from negotiate.checking.subject import Finding, Subject
from negotiate.model.expressions import Expression, ParameterValue


def unused_parameter(subject: Subject) -> Iterator[Finding]:
    """Parameters that stand in no formula of any case."""
    unused = set(subject.scenario.parameters)
    seen: set[int] = set()
    for case in subject.cases:
        if not unused or not subject.whole:
            return
        unused -= {e.name for e in expressions_in(case.scenario, seen) if isinstance(e, ParameterValue)}
    for name in subject.scenario.parameters:
        if name in unused:
            message = f"nothing depends on the parameter `{name}`"
            yield Finding(
                subject.at("parameters", name, key=True), "unused-parameter", message, "use it, or take it away"
            )


def expressions_in(thing: Any, seen: set[int] | None = None) -> Iterator[Expression]:
    """Every node of every expression inside a bound scenario, wherever it stands.

    Parts in `seen`, by their identity, are passed over, and those looked at join them: whoever looks into several
    scenarios that share parts, and keeps them all meanwhile, looks into each part once.
    """
    seen = set() if seen is None else seen
    stack = [thing]
    while stack:
        found = stack.pop()
        if isinstance(found, str | int | float | None) or id(found) in seen:
            continue
        seen.add(id(found))
        if isinstance(found, Expression):
            yield from found.walk()
        elif isinstance(found, Mapping):
            stack.extend(found.values())
        elif isinstance(found, tuple | list):
            stack.extend(found)
        elif is_dataclass(found):
            stack.extend(getattr(found, part.name) for part in fields(found))
