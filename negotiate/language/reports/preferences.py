"""What is worth what to whom, in words, and what players without numbers would rather have."""

from __future__ import annotations

import re
from collections.abc import Iterable

from negotiate.conflict.patterns import Pattern
from negotiate.conflict.view import Behind, Ordering, Place, orderings
from negotiate.language.reports.page import Page, Row, formula, section, values
from negotiate.model import Preference, Statement
from negotiate.model.expressions import Expression, Lottery, Operation, Table
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import RISK, RISK_IN_TURN, Term
from negotiate.model.wording import as_written, option_name
from negotiate.report.blocks import Section
from negotiate.report.style import counted, joined

KINDS = {"derived": "from a model", "published": "from a source", "declared": "by the author"}
"""What a term is → where it comes from."""


def is_matrix(found: Negotiation) -> bool:
    """Whether the file is written as a matrix, which then shows better than two lists of
    numbers.
    """
    return all(
        list(terms) == ["matrix"] and set(found.issues) == set(found.players)
        for terms in found.terms.values()
    )


def worth(page: Page, only: str = "") -> Iterable[Section]:
    """A section a player, or that of one player alone."""
    for player, terms in page.found.terms.items():
        if only not in ("", player):
            continue
        who = page.found.players[player]
        if terms and player not in page.found.ordinal:
            rows = [(term.id, _term(page, term)) for term in terms.values()]
            yield section(f"Worth to {who.name}{f', in {who.unit}' if who.unit else ''}", rows)


def kinds(page: Page) -> str:
    """What is meant by the words that tell where the terms on the page come from."""
    used = {
        term.status
        for player, terms in page.found.terms.items()
        for term in terms.values()
        if player not in page.found.ordinal
    }
    if not used or is_matrix(page.found):
        return ""
    return " ".join(
        f"{kind.capitalize()}: {source}." for kind, source in KINDS.items() if kind in used
    )


def _term(page: Page, term: Term) -> str:
    source = f" ({term.source})" if term.source not in ("", term.status, "declared") else ""
    when = "" if term.when is None else f" if {page.formula(term.when)}"
    tree = ", counts only in `tree`" if term.needs_moves else ""
    value = term.value if term.id in (RISK, RISK_IN_TURN) else as_written(term.value)
    if isinstance(term.value, Lottery) and term.when is not None and isinstance(value, Operation):
        value = value.arguments[1]  # counted where `when` holds, and 0 elsewhere
    return f"{_value(page, value)}{when}; {term.status}{source}{tree}{page.reason(term.about)}"


def _value(page: Page, value: Expression) -> str:
    if isinstance(value, Lottery):
        return "what risk aversion takes off"
    if isinstance(value, Operation) and isinstance(value.arguments[0], Lottery):
        return "what risk aversion takes off besides, because of moves"
    if isinstance(value, Table):
        return values(value, page.found)
    if isinstance(value, Operation) and value.name == "*" and isinstance(value.arguments[0], Table):
        return (
            f"{formula(value.arguments[1], page.found)} * "
            f"({values(value.arguments[0], page.found)})"
        )
    return page.formula(value)


BEST = 3
"""The best ranks of an order that the short page tells, beside that of the status quo and the
worst.
"""
_MOST = 12
"""From so many entries on a short page shows only the first of them."""
SIGNS = {"==": "is", "!=": "is not", "iff": "exactly when"}


def preferences(page: Page) -> Iterable[Section]:
    """For each player without numbers what it says, and how it orders the states."""
    orders = {
        one.preference.player: one
        for one in orderings(page.found, None if page.everything else BEST)
    }
    for player, preference in page.found.preferences.items():
        who = page.found.players[player].name
        yield statements(page, preference)
        if preference.kind == "statements" and player in orders:
            order = orders[player]
            heading = (
                f"Order of {who}: {counted(order.states, 'state')} in "
                f"{counted(order.count, 'rank')}"
            )
            yield section(heading, _places(page, order))


def statements(page: Page, preference: Preference) -> Section:
    """What a player without numbers says, the most important or the best first."""
    verb = (
        "prefers, the most important first"
        if preference.kind == "statements"
        else "ranks, the best first"
    )
    return section(
        f"{page.found.players[preference.player].name} {verb}", _entries(page, preference)
    )


def in_words(written: str) -> str:
    """A statement of the file without the signs of formulas.

    Examples
    --------
    >>> in_words("sea == open iff missiles != escalate")
    'sea is open exactly when missiles is not escalate'
    """
    return re.sub(r"==|!=|\biff\b", lambda sign: SIGNS[sign[0]], written)


def _entries(page: Page, preference: Preference) -> list[Row]:
    rows = [
        (str(k), _group(page, preference, group))
        for k, group in enumerate(preference.groups, start=1)
    ]
    if page.everything or len(rows) <= _MOST:
        return rows
    return [*rows[: _MOST - 1], ("", f"and {len(rows) - _MOST + 1} more")]


def _group(page: Page, preference: Preference, group: tuple[Statement, ...]) -> str:
    told = [] if page.named else [one.source for one in group]  # a hand-out needs no source
    sources = [f" ({source})" if source not in ("", "declared") else "" for source in told] or [
        ""
    ] * len(group)
    words = [
        in_words(_with_names(page, one.written) if page.named else one.written) for one in group
    ]
    said = [
        f"{w}{source}{page.reason(one.about)}"
        for w, one, source in zip(words, group, sources, strict=True)
    ]
    if preference.kind == "ranking":
        return "; or ".join(said)
    return said[0] if len(said) == 1 else f"as many as possible of: {'; '.join(said)}"


_ASKED = re.compile(r"\b(\w+)(\s*[!=]=\s*)(\w+)\b")


def _with_names(page: Page, written: str) -> str:
    """A statement with the names that people read in place of the keys of issues and options."""

    def named(found: re.Match[str]) -> str:
        issue = page.found.issues.get(found[1])
        if issue is None or found[3] not in issue.places:
            return found[0]
        return f"“{issue.name}”{found[2]}“{option_name(issue.options[issue.places[found[3]]])}”"

    return _ASKED.sub(named, written)


def _places(page: Page, order: Ordering) -> list[Row]:
    rows, last = [], 0
    for place in order.places:
        if place.number > last + 1:
            rows.append(("…", f"{counted(place.number - last - 1, 'rank')} in between"))
        last = place.number
        words = ["best"] if last == 1 else ["worst"] if last == order.count else []
        rows.append(
            (", ".join([str(last), *words, *(["now"] if place.today else [])]), _place(page, place))
        )
    return rows


def _place(page: Page, place: Place) -> str:
    said = [_pattern(page, one) for one in place.patterns]
    more = [counted(place.left, "more state")] if place.left else []
    return "; or ".join([*said, *more]) + (
        "" if place.behind is None else f". {_behind(page, place, place.behind)}"
    )


def _pattern(page: Page, pattern: Pattern) -> str:
    """The options that the states of a pattern have, without the issues that may be anything."""
    issues = page.found.issues
    fixed = {
        k: options
        for k, options in pattern.options.items()
        if len(options) < len(issues[k].options)
    }
    return (
        ", ".join(f"{issue} {joined(list(options), 'or')}" for issue, options in fixed.items())
        or "anything"
    )


def _behind(page: Page, place: Place, behind: Behind) -> str:
    above = f"Below {place.number - 1} because"
    if len(behind.statements) > 1:
        fewer = f"fewer of the statements under {behind.number} hold"
        return f"{above} {fewer}: {behind.here} instead of {behind.above}"
    what = f": {in_words(*behind.statements)}" if page.everything else ""
    return f"{above} statement {behind.number} does not hold{what}"
