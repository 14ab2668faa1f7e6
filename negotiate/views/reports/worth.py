"""What is worth what to whom, in words: each term's formula or values, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable

from negotiate.model.expressions import Expression, Operation, Table
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Term
from negotiate.report.blocks import Section
from negotiate.views.reports.formulas import formula, plain_number, values
from negotiate.views.reports.rows import section


def is_matrix(found: Negotiation) -> bool:
    """Whether the file is written as a matrix, which then shows better than two lists of numbers."""
    return all(list(terms) == ["matrix"] and set(found.issues) == set(found.players) for terms in found.terms.values())


def worth(found: Negotiation, everything: bool) -> Iterable[Section]:
    """A section a player."""
    for player, terms in found.terms.items():
        who = found.players[player]
        unit = f", in {who.unit}" if who.unit else ""
        if terms and player not in found.ordinal:
            rows = [(term.id, _term(found, term, everything)) for term in terms.values()]
            yield section(f"Worth to {who.name}{unit}", rows)


def _term(found: Negotiation, term: Term, everything: bool) -> str:
    note: str = term.status
    if term.source and term.source not in (term.status, "declared"):
        note += f" ({term.source})"
    if term.needs_moves:
        note += ", counts in the tree only"
    about = f". {term.about}" if everything and term.about else ""
    return f"{_value(found, term.value)}{_when(found, term)}; {note}{about}"


def _when(found: Negotiation, term: Term) -> str:
    return "" if term.when is None else f" if {formula(term.when, found)}"


def _value(found: Negotiation, value: Expression) -> str:
    if isinstance(value, Table):
        return values(value, found)
    if isinstance(value, Operation) and value.name == "*" and isinstance(value.arguments[0], Table):
        return f"{formula(value.arguments[1], found)} * ({values(value.arguments[0], found)})"
    said = formula(value, found)
    parameter = found.parameters.get(said)
    return said if parameter is None else f"{said}, now {plain_number(parameter.value)}"
