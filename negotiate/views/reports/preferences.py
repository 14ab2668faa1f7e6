"""What players without numbers would rather have: their statements or ranking, and the order that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from negotiate.model.negotiation import Negotiation
from negotiate.model.preferences import Preference, Statement
from negotiate.report.blocks import Section
from negotiate.report.words import counted, in_words, joined
from negotiate.standing.telling.patterns import Pattern
from negotiate.views.ordering import Behind, Ordering, Place, orderings
from negotiate.views.reports.rows import section

BEST = 3
"""The best places of an order that the short page tells, beside that of the status quo and the worst."""
_MOST = 12
"""From so many entries on a short page shows only the first of them."""
ORDER = "Order for "
"""How the heading of an order starts."""


def preferences(found: Negotiation, everything: bool) -> Iterable[Section]:
    """For each player without numbers what it says, and how it orders the states."""
    orders = {one.preference.player: one for one in orderings(found, None if everything else BEST)}
    for player, preference in found.preferences.items():
        who = found.players[player].name
        verb = "prefers, first things first" if preference.kind == "statements" else "ranks, the best first"
        yield section(f"{who} {verb}", _entries(preference, everything))
        if preference.kind == "statements" and player in orders:
            order = orders[player]
            heading = f"{ORDER}{who}: {counted(order.states, 'state')} on {counted(order.count, 'place')}"
            yield section(heading, _places(found, order))


def _entries(preference: Preference, everything: bool) -> list[tuple[str, str]]:
    rows = [(str(k), _group(preference, group, everything)) for k, group in enumerate(preference.groups, start=1)]
    if everything or len(rows) <= _MOST:
        return rows
    return [*rows[: _MOST - 1], ("", f"and {len(rows) - _MOST + 1} more")]


def _group(preference: Preference, group: tuple[Statement, ...], everything: bool) -> str:
    said = [_entry(one, everything) for one in group]
    if preference.kind == "ranking":
        return "; or ".join(said)
    return said[0] if len(said) == 1 else f"as many as possible of: {'; '.join(said)}"


def _entry(one: Statement, everything: bool) -> str:
    source = f" ({one.source})" if one.source not in ("", "declared") else ""
    about = f". {one.about}" if everything and one.about else ""
    return f"{one.written}{source}{about}"


def _places(found: Negotiation, order: Ordering) -> list[tuple[str, str]]:
    rows, last = [], 0
    for place in order.places:
        if place.number > last + 1:
            rows.append(("", f"{counted(place.number - last - 1, 'place')} between"))
        last = place.number
        rows.append((_numbered(place, order), _place(found, place)))
    return rows


def _numbered(place: Place, order: Ordering) -> str:
    words = ["best"] if place.number == 1 else ["worst"] if place.number == order.count else []
    return ", ".join([str(place.number), *words, *(["now"] if place.today else [])])


def _place(found: Negotiation, place: Place) -> str:
    said = [_pattern(found, one) for one in place.patterns]
    more = [counted(place.left, "more state")] if place.left else []
    return "; or ".join([*said, *more]) + ("" if place.behind is None else f". {_behind(place, place.behind)}")


def _pattern(found: Negotiation, pattern: Pattern) -> str:
    """The options that the states of a pattern have, without the issues that may be anything."""
    fixed: Mapping[str, tuple[str, ...]] = {
        issue: options for issue, options in pattern.options.items() if len(options) < len(found.issues[issue].options)
    }
    words = [f"{issue} {joined(list(options), 'or')}" for issue, options in fixed.items()]
    return ", ".join(words) or "anything"


def _behind(place: Place, behind: Behind) -> str:
    if len(behind.statements) == 1:
        return f"Behind {place.number - 1} for want of {behind.number}: {behind.statements[0]}"
    here, there = (in_words(count).lower().replace("no", "none") for count in (behind.here, behind.above))
    hold = "holds" if behind.here == 1 else "hold"
    return f"Behind {place.number - 1} by {behind.number}, of which {here} {hold} here and {there} there"
