"""What two scenarios say differently, and what that does to terms and payoffs, as tables."""

from __future__ import annotations

import math

from negotiate.comparison.differences import COMMITTED, Difference, Value
from negotiate.comparison.reports.sides import Sides
from negotiate.comparison.reports.words import amount, both
from negotiate.comparison.result import SideComparison
from negotiate.comparison.worth_change import WorthChange
from negotiate.report.blocks import Block, Column, Entry, Note, Table
from negotiate.report.numbers import number, steady
from negotiate.report.words import safe

SAID, TERMS, OWN = 4, 3, 10
"""How many of each are told without `--all`; of terms more, as far as they stand on one side only."""


def difference_tables(found: SideComparison, sides: Sides) -> list[Block]:
    """What differs, and where terms and payoffs differ most; people read both sides in one place."""
    blocks: list[Block] = []
    if found.differences:
        people = tuple(_difference(one, sides) for one in found.differences)
        blocks.append(Table(_heads("What differs", "Change"), people, most=SAID, more="difference", only="people"))
        rows = tuple((one.kind, one.name, _value(one.first), _value(one.second)) for one in found.differences)
        blocks.append(Table(_heads("differs", "name", *sides.keys), rows, only="programs"))
    if found.worths.refused:
        blocks.append(Note(f"Payoffs cannot be compared: {safe(found.worths.refused, True)}."))
    if found.worths.terms or found.worths.payoffs:
        blocks += [_most_changed(found, sides), _all_changed(found, sides)]
    return blocks


def _heads(*heads: str) -> tuple[Column, ...]:
    return tuple(map(Column, heads))


def _difference(found: Difference, sides: Sides) -> tuple[Entry, ...]:
    first, second = found.first, found.second
    if found.kind == COMMITTED:
        ends = ["free" if side is None else f"committed to {_words(side)}" for side in (first, second)]
        return (f"issue {found.name}", " → ".join(ends))
    if first is None or second is None:
        change = f"only {sides.heads[first is None]}: {_words(second if first is None else first)}"
    else:
        change = f"{_words(first)} → {_words(second)}"
    return (f"{found.kind} {found.name}", change)


def _value(found: Value) -> Entry:
    return found if isinstance(found, int | float) or found is None else _words(found)


def _words(found: Value) -> str:
    """A value as a person would write it."""
    if isinstance(found, int | float):
        return number(found) if abs(found) >= 1e6 else f"{steady(found):,.6g}"
    return (", ".join(found) if isinstance(found, tuple) else found or "") or "nothing"


def _most_changed(found: SideComparison, sides: Sides) -> Table:
    """Terms that one side alone has, then others, then payoffs but for those that one term alone moves.

    It is a detail where a difference that is told moves them and no term is new.
    """
    terms, payoffs = found.worths.terms, found.worths.payoffs
    movers = [term.player for term in terms]
    own = sum(term.of_one_side for term in terms)
    told = [one for one in payoffs if movers.count(one.player) != 1]
    order = [*sorted(terms, key=lambda term: not term.of_one_side), *told]
    most = max(TERMS, min(own, OWN))
    rows = tuple(_worth(one, found, sides) for one in order)
    heads, detail = _heads("Payoff term", "Change", "Largest where"), bool(found.differences) and not own
    return Table(heads, rows, most=most, more="term", detail=detail, only="people")


def _worth(one: WorthChange, found: SideComparison, sides: Sides) -> tuple[Entry, ...]:
    """Where a term or a payoff moves most, and how far."""
    holder = found.first if one.player in found.first.players else found.second
    name = f"{holder.players[one.player].name}: {one.term or 'whole payoff'}"
    if one.of_one_side:
        new = math.isnan(one.first)
        change = f"only {sides.heads[new]}: {amount(one.second if new else one.first)}"
    elif one.everywhere:
        change = f"{'+' if one.amount > 0 else ''}{amount(one.amount)}"
    else:
        change = " → ".join(both(one.first, one.second))
    return (name, change, "every package" if one.everywhere else _place(one))


def _all_changed(found: SideComparison, sides: Sides) -> Table:
    changed = (*found.worths.terms, *found.worths.payoffs)
    size = max((abs(x) for one in changed for x in (one.first, one.second) if not math.isnan(x)), default=0.0)
    ends = (Column(key, "number", size=size) for key in sides.keys)
    rows = tuple(
        (one.player, one.term or "payoff", one.first, one.second, "everywhere" if one.everywhere else _place(one))
        for one in changed
    )
    return Table((*_heads("player", "term"), *ends, Column("at")), rows, only="programs")


def _place(one: WorthChange) -> str:
    return ", ".join(f"{issue} {option}" for issue, option in one.at.items())
