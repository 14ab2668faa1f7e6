"""What is worth what to whom, in words: each term's formula or values, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable

from negotiate.model.expressions import Expression, Operation, Table
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Term
from negotiate.report.blocks import Section
from negotiate.views.reports.page import Page, formula, section, values

KINDS = {"derived": "from a model", "published": "from a source", "declared": "by the author"}
"""What a term is → where it comes from."""


def is_matrix(found: Negotiation) -> bool:
    """Whether the file is written as a matrix, which then shows better than two lists of numbers."""
    return all(list(terms) == ["matrix"] and set(found.issues) == set(found.players) for terms in found.terms.values())


def worth(page: Page) -> Iterable[Section]:
    """A section a player."""
    for player, terms in page.found.terms.items():
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
    return " ".join(f"{kind.capitalize()}: {source}." for kind, source in KINDS.items() if kind in used)


def _term(page: Page, term: Term) -> str:
    source = f" ({term.source})" if term.source not in ("", term.status, "declared") else ""
    when = "" if term.when is None else f" if {page.formula(term.when)}"
    tree = ", counts only in `tree`" if term.needs_moves else ""
    return f"{_value(page, term.value)}{when}; {term.status}{source}{tree}{page.reason(term.about)}"


def _value(page: Page, value: Expression) -> str:
    if isinstance(value, Table):
        return values(value, page.found)
    if isinstance(value, Operation) and value.name == "*" and isinstance(value.arguments[0], Table):
        return f"{formula(value.arguments[1], page.found)} * ({values(value.arguments[0], page.found)})"
    return page.formula(value)
