"""Whose payoffs are levels of an order, and whose can be compared between two scenarios."""

from __future__ import annotations

from negotiate.model.negotiation import Negotiation


def orders(found: Negotiation) -> dict[str, tuple[str, ...]]:
    """Player → its statements, the most important first, or the tiers of its ranking, the best
    first, as written.
    """
    return {
        player: tuple(" / ".join(one.written for one in group) for group in preference.groups)
        for player, preference in found.preferences.items()
    }


def unlike(first: Negotiation, second: Negotiation) -> frozenset[str]:
    """The players whose payoffs on the two sides cannot be compared: levels of two orders, or
    levels and numbers.

    Levels of one order over the same packages can be: a higher one is better on either side.
    """
    one, other = orders(first), orders(second)
    same = _packages(first) == _packages(second)
    both = [key for key in first.keys if key in second.keys and (key in one or key in other)]
    return frozenset(key for key in both if not same or one.get(key) != other.get(key))


def leveled(first: Negotiation, second: Negotiation) -> frozenset[str]:
    """The players whose payoffs are levels on some side, so that no difference of them is an
    amount.
    """
    return first.ordinal | second.ordinal


def _packages(found: Negotiation) -> dict[str, tuple[str, ...]]:
    return {name: issue.labels for name, issue in found.issues.items()}
