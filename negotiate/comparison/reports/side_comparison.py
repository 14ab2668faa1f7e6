"""What changes from one side to the other: lens by lens why, who gets what, and what differs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from negotiate.comparison.differences import COMMITTED, Difference, Value
from negotiate.comparison.reports.lens_comparison import Looked, closing_notes, known, method_words, result_tables
from negotiate.comparison.reports.results import SAME, result_words, unchanged
from negotiate.comparison.reports.sides import Names, Sides, amount, both, sides, small
from negotiate.comparison.result import LensChange, SideComparison
from negotiate.comparison.terms import WorthChange
from negotiate.language.reports.page import plain_number
from negotiate.language.reports.preferences import in_words
from negotiate.report.blocks import Block, Cell, Column, Entry, Item, Items, Note, Report, Sentence, Table
from negotiate.report.style import Look
from negotiate.report.words import capital, joined, safe

SAID, TERMS, OWN = 4, 3, 10
"""How many of each are told without `--all`; of terms more, as far as they stand on one side only."""


def report(found: SideComparison, look: Look) -> Report:
    """Which lenses find another result, and why; then every result and every difference as tables."""
    named, scenarios = sides(found), (found.first, found.second)
    names = Names(named, *scenarios)
    items = [(change, Item(change.lens.command, result_words(change, names))) for change in found.lenses]
    if found.nothing_differs:
        items = []
    silent = [*_unsigned(found), *(change for change in found.lenses if unchanged(change, names))]
    blocks: list[Block] = [Sentence(headline(found)), *_listed([item for one, item in items if one not in silent])]
    heads = [Cell(head, key) for head, key in zip(named.heads, named.keys, strict=True)]
    looked = [
        Looked(change.lens, dict(zip(heads, (change.first, change.second), strict=True)))
        for change in found.lenses
        if not change.as_alone
    ]
    shared = [key for key in found.first.keys if key in found.second.keys]
    main, *every = result_tables(looked, shared, scenarios)
    blocks += [main, *difference_tables(found, named)]
    answers = [answer for change in found.lenses for answer in (change.first, change.second)]
    blocks += closing_notes(answers, scenarios, _methods(found))
    blocks += _listed([item for one, item in items if one in silent and one not in _unsigned(found)], detail=True)
    blocks += every
    return Report(named.title, tuple(blocks), tuple(player.name for player in found.first.players.values()))


def _listed(items: Sequence[Item], detail: bool = False) -> list[Items]:
    """What is said of some lenses; nothing of none."""
    return [Items(tuple(items), detail)] if items else []


def headline(found: SideComparison) -> str:
    """In which lenses the result changes."""
    if found.nothing_differs:
        return "The two sides are the same: nothing differs that any analysis looks at."
    compared = [change for change in found.lenses if change.fates is not None and not change.as_alone]
    stay = _commands([change for change in compared if change.same and change not in _unsigned(found)])
    changed = _commands([change for change in compared if not change.same])
    moved = any(abs(gap) > SAME for change in compared for gap in change.moved.values())
    said = "No result changes, but payoffs do." if moved else "No result changes."
    if not compared:
        said = "No results can be compared."
    elif changed:
        more = f" It stays in {joined(stay)}." if stay else ""
        count = f"all {small(len(compared))} analyses: " if 1 < len(changed) == len(compared) else ""
        said = f"The result changes in {count}{joined(changed)}.{more}"
    unsigned = _commands(_unsigned(found))
    if not unsigned:
        return said
    nothing = f"nothing is signed in {joined(unsigned, 'or')}"
    return f"Only red lines differ. Red lines bind only signed deals, and {nothing}. {said}"


def _commands(changes: Sequence[LensChange]) -> list[str]:
    return [f"`{change.lens.command}`" for change in changes]


def _unsigned(found: SideComparison) -> list[LensChange]:
    """Lenses in which nothing changes since only red lines differ and nothing is signed."""
    if not found.only_red_lines:
        return []
    return [change for change in found.lenses if not change.lens.signs and (change.same or change.as_alone)]


def _methods(found: SideComparison) -> list[str]:
    """How each lens found what it says on both sides, and whether that is all."""
    parts = []
    for change in found.lenses:
        methods = list(dict.fromkeys(map(method_words, known((change.first, change.second)))))
        if methods and not change.as_alone:
            parts.append(f"`{change.lens.command}` by {' and by '.join(methods)}")
    return [f"Methods: {'; '.join(parts)}."] if parts else []


def difference_tables(found: SideComparison, sides: Sides) -> list[Block]:
    """What differs, and where terms and payoffs differ most."""
    blocks: list[Block] = []
    ends = [Column(capital(head), key=key) for head, key in zip(sides.heads, sides.keys, strict=True)]
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
    words = str(value or ("free" if committed else "–"))
    shown = plain_number(found) if isinstance(found, int | float) else in_words(words)
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
