"""What a reader must know to trust an analysis: sources of the numbers, conventions, what the model
leaves out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from negotiate.language.reports.page import formula, plain_number, values
from negotiate.model import Ratifier, RedLine
from negotiate.model.expressions import Table as Values
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Term
from negotiate.report.blocks import Column, Item, Items, Note, Report, Section, Sentence, Table
from negotiate.report.style import counted, in_words, joined, the

DECLARED, JUDGED = "declared", "the author's judgement"
"""What stands in place of a source where the author put a number in, in a file and on a page."""
Row = tuple[str, str, str, str, str]


def numbers(found: Negotiation) -> Section:
    """Every number of a file with its range and its source, and the sources in full."""
    rows = tuple(_rows(found))
    kinds = Counter(row[3] == JUDGED for row in rows)
    judged = (
        f"{in_words(kinds[True])} of {counted(len(rows), 'entry', 'entries')} are the "
        "author's judgement."
    )
    heads = (
        Column("Number"),
        Column("Value"),
        Column("Range"),
        Column("Source"),
        Column("Stands for"),
    )
    told = [Item(source.title, _where(found, source.id)) for source in found.sources.values()]
    sources = [Section("Sources", (Items(tuple(told)),))] if told else []
    return Section("Where the numbers come from", (Sentence(judged), Table(heads, rows), *sources))


def _where(found: Negotiation, key: str) -> str:
    source = found.sources[key]
    return ", ".join(filter(None, (source.author, source.publisher, source.date, source.url)))


def _rows(found: Negotiation) -> Iterator[Row]:
    for one in found.parameters.values():
        span = (
            ""
            if one.low is None or one.high is None
            else f"{plain_number(one.low)} to {plain_number(one.high)}"
        )
        value = f"{plain_number(one.value)} {one.unit}".strip()
        yield f"`{one.id}`", value, span, _source(found, one.source), one.about
    for player, terms in found.terms.items():
        for term in terms.values() if player not in found.ordinal else ():
            source = (
                _source(found, term.source)
                if term.source
                else {"derived": "a model"}.get(term.status, JUDGED)
            )
            yield f"`{player}.{term.id}`", _value(found, term), "", source, term.about
    for event in found.events.values():
        outcomes = f"odds of {joined([one.id for one in event.outcomes], 'or')}"
        yield f"`{event.id}`", outcomes, "", _source(found, event.source), event.about
    for model in found.models.values():
        yield f"`{model.id}`", model.kind.name, "", f"data `{model.dataset}`", "a model"
    for issue in found.issues.values():
        if issue.source:
            yield f"`{issue.id}`", issue.unit, "", _source(found, issue.source), issue.about
    claims: list[RedLine | Ratifier] = [*found.red_lines.values(), *found.ratifiers.values()]
    for claim in claims:
        yield f"`{claim.id}`", claim.written, "", _source(found, claim.source), claim.about


def _value(found: Negotiation, term: Term) -> str:
    value = (
        values(term.value, found) if isinstance(term.value, Values) else formula(term.value, found)
    )
    return f"{value} where {formula(term.when, found)}" if term.when is not None else value


def _source(found: Negotiation, key: str) -> str:
    if key in found.sources:
        return found.sources[key].title
    return JUDGED if key == DECLARED else key or "not said"


def conventions(reports: Mapping[str, Report]) -> Section:
    """What each part counts by: its notes on units, method and what it takes for granted."""
    parts = []
    for heading, told in reports.items():
        notes = dict.fromkeys(block.text for block in told.walk() if isinstance(block, Note))
        parts += [Section(heading, tuple(map(Note, notes)))] if notes else []
    return Section("Conventions and methods", tuple(parts))


def limits(found: Negotiation) -> Section:
    """What the model leaves out."""
    return Section("What the model leaves out", tuple(map(Sentence, _limits(found))))


def _limits(found: Negotiation) -> Iterable[str]:
    yield (
        "Each player is one actor with one aim. Quarrels inside a side count only where the file "
        "names a ratifier."
    )
    if not found.types:
        yield (
            "Everybody knows what every outcome is worth to everybody: the file names no private "
            "types."
        )
    if found.protocol:
        moves = [
            f"`{player}.{term.id}`"
            for player, terms in found.terms.items()
            for term in terms.values()
            if term.needs_moves
        ]
        only = (
            f" {joined(moves)} {'count' if len(moves) > 1 else 'counts'} there alone."
            if moves
            else ""
        )
        yield f"Who moves when counts only in `tree`.{only}"
    else:
        yield (
            "The file does not say who moves when, so threats and promises cannot be told from "
            "acts."
        )
    if found.types:
        who = joined([the(found.players[key].name) for key in found.types])
        yield (
            f"The private types of {who} count only in `tree`; elsewhere the numbers of the file "
            "hold."
        )
    if found.events:
        yield (
            "Nobody knows beforehand what comes of the events: payoffs are averages over their "
            "odds."
        )
    if not found.repeats:
        yield "The talks take place once: nobody minds its reputation, or what comes after."
    if not found.side_payments:
        yield "No money changes hands beside a deal."
    if found.is_ordinal:
        who = joined(
            [the(player.name) for key, player in found.players.items() if key in found.ordinal]
        )
        yield (
            f"Of {who} only the order of outcomes is known, and not how much better one is than "
            "another."
        )
