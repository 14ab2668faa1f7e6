"""Private types that nothing tells apart."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.checking.subject import Finding, Subject


def twin_types(subject: Subject) -> Iterator[Finding]:
    """Types of one player that set the same, so that they are one type with two names."""
    for player, types in subject.scenario.types.items():
        for k, one in enumerate(types):
            twin = next((other for other in types[:k] if other.settings == one.settings), None)
            if twin is not None:
                message = f"nothing tells `{one.id}` from `{twin.id}`: both set the same"
                hint = "let one of them `set` what is otherwise then, or join the two and add up their odds"
                yield Finding(subject.at("types", player, one.id, key=True), "twin-types", message, hint)
