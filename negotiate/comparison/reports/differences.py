"""What two scenarios say differently, and what that does to terms and payoffs, as tables."""

from __future__ import annotations

import math

from negotiate.comparison.differences import COMMITTED, Difference, Value
from negotiate.comparison.reports.sides import Sides
from negotiate.comparison.reports.words import amount, both
from negotiate.comparison.result import SideComparison
from negotiate.comparison.worth_change import WorthChange
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Table
from negotiate.report.numbers import number, steady
from negotiate.report.words import safe
from negotiate.views.reports.preferences import in_words

SAID, TERMS, OWN = 4, 3, 10
"""How many of each are told without `--all`; of terms more, as far as they stand on one side only."""


def difference_tables(found: SideComparison, sides: Sides) -> list[Block]:
    """What differs, and where terms and payoffs differ most."""
    blocks: list[Block] = []
    ends = [Column(head[:1].upper() + head[1:], key=key) for head, key in zip(sides.heads, sides.keys, strict=True)]
    if found.differences:
        rows = tuple(_difference(one) for one in found.differences)
        blocks.append(Table((Column("What differs", key="differs"), *ends), rows, most=SAID, more="difference"))
    if found.worths.refused:
        blocks.append(Note(f"Payoffs cannot be compared: {safe(found.worths.refused, True)}."))
    if found.worths.terms or found.worths.payoffs:
        blocks.append(_most_changed(found, (Column("Payoff term", key="term"), *ends)))
    return blocks


def _difference(one: Difference) -> tuple[Entry, ...]:
    committed = one.kind == COMMITTED
    name = f"{'issue' if committed else one.kind} {one.name}".strip()
    return (name, _value(one.first, committed), _value(one.second, committed))


def _value(found: Value, committed: bool) -> Cell:
    """What one side says, as a person would write it."""
    value = ", ".join(found) if isinstance(found, tuple) else found
    if isinstance(found, int | float):
        shown = number(found) if abs(found) >= 1e6 else f"{steady(found):,.6g}"
    else:
        shown = in_words(str(value or ("free" if committed else "–")))
    return Cell(f"committed to {shown}" if committed and found is not None else shown, value)


def _most_changed(found: SideComparison, columns: tuple[Column, ...]) -> Table:
    """Terms that one side alone has, then others, then payoffs but for those that one term alone moves.

    It is a detail where a difference that is told moves them and no term is new.
    """
    terms, payoffs = found.worths.terms, found.worths.payoffs
    movers = [term.player for term in terms]
    own = sum(term.of_one_side for term in terms)
    told = [one for one in payoffs if movers.count(one.player) != 1]
    order = [*sorted(terms, key=lambda term: not term.of_one_side), *told]
    most, detail = max(TERMS, min(own, OWN)), bool(found.differences) and not own
    heads = (*columns, Column("Where they differ most", key="at"))
    return Table(heads, tuple(_worth(one, found) for one in order), most=most, more="term", detail=detail)


def _worth(one: WorthChange, found: SideComparison) -> tuple[Entry, ...]:
    """Where a term or a payoff moves most, and how far."""
    holder = found.first if one.player in found.first.players else found.second
    name = f"{holder.players[one.player].name}: {one.term or 'whole payoff'}"
    shown = both(one.first, one.second)
    if one.everywhere:
        shown = ("", f"{'+' if one.amount > 0 else ''}{amount(one.amount)}")
    place = "every package" if one.everywhere else ", ".join(f"{issue} {option}" for issue, option in one.at.items())
    ends = zip(shown, (one.first, one.second), strict=True)
    values = (Cell("–", None) if math.isnan(worth) else Cell(said, worth) for said, worth in ends)
    return (Cell(name, f"{one.player}.{one.term}" if one.term else one.player), *values, place)
