"""A scenario to be read before anybody solves it: who, what, worth what, and where the numbers come from."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from negotiate.model.issues import Issue
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Term
from negotiate.render.console import Drawn
from negotiate.render.plain import tabbed
from negotiate.render.style import FAINT, TITLE, Look
from negotiate.render.table import wrapped
from negotiate.render.text import counted, joined, number, safe


def scenario(found: Negotiation, look: Look) -> RenderableType:
    """Players, issues, red lines, payoff terms; summary, parameters, sources and briefs for `all`."""
    return Drawn(lambda settled: _page(found, settled), look)


def _page(found: Negotiation, look: Look) -> Iterable[RenderableType]:
    about = found.about
    yield Text.assemble((safe(about.title, True), TITLE), (f"  {safe(about.date, True)}" if about.date else "", FAINT))
    if about.summary:
        summary = safe(about.summary, True)
        yield Text(summary if look.all else _first_sentence(summary))
    for heading, rows in _sections(found, look):
        if rows:
            yield Text()
            yield Text(heading, style=TITLE)
            for left, right in rows:
                yield from _row(left, right, look)
    yield Text()
    yield Text(_foot(found), style=FAINT)


def _first_sentence(text: str) -> str:
    words = text.split(" ")
    for position, word in enumerate(words):
        if position > 5 and word.endswith((".", "!", "?")):
            return " ".join(words[: position + 1])
    return text


def _row(left: str, right: str, look: Look) -> Iterable[RenderableType]:
    """A name and what is said of it; the second hangs at one column, or below where the screen is narrow."""
    column = 24 if look.columns >= 60 else 4
    name = safe(left, True)
    lines = wrapped(safe(right, True), max(look.columns - column - 1, 16))
    if column == 4 or len(name) > column - 4:
        yield Text(f"  {name}")
        yield from (Padding(Text(line), (0, 0, 0, column)) for line in lines if line)
    else:
        for position, line in enumerate(lines):
            yield Text(f"  {name if not position else '':<{column - 2}}{line}".rstrip())


def _sections(found: Negotiation, look: Look) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    yield "Players", [(player.id, _player(found, player.id)) for player in found.players.values()]
    yield "Issues", [(issue.id, _issue(found, issue)) for issue in found.issues.values()]
    yield (
        "Red lines",
        [
            (
                line.id,
                f"{_name(found, line.player)} {'never signs across' if line.hard else 'signs at a price across'}: {line.written}",
            )
            for line in found.red_lines.values()
        ],
    )
    for player, terms in found.terms.items():
        rows = [(term.id, _term(term, look)) for term in terms.values()]
        yield f"Worth to {safe(_name(found, player), True)}{_unit(found, player)}", rows
    if look.all:
        yield from _details(found)
    else:
        yield (
            "Parameters",
            [("", ", ".join(f"{p.id} {number(p.value, 3)}" for p in found.parameters.values()))][
                : len(found.parameters)
            ],
        )
        yield "Variants", [("", ", ".join(found.variants))][: len(found.variants)]


def _details(found: Negotiation) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    yield (
        "Parameters",
        [
            (
                p.id,
                "; ".join(filter(None, [_value(p.value, p.unit), _range(p.low, p.high), p.about, _source(p.source)])),
            )
            for p in found.parameters.values()
        ],
    )
    yield "Variants", [(v.id, v.about or v.title or "") for v in found.variants.values()]
    yield (
        "What really happened",
        [
            (name, ", ".join(f"{i} {found.issues[i].options[o].id}" for i, o in package.items()))
            for name, package in found.happened.items()
        ],
    )
    yield (
        "Sources",
        [
            (s.id, ", ".join(filter(None, [s.author, s.title, s.publisher, s.date, s.url])))
            for s in found.sources.values()
        ],
    )
    yield "Briefs", [(name, brief) for name, brief in found.briefs.items()]


def _name(found: Negotiation, player: str) -> str:
    return found.players[player].name


def _unit(found: Negotiation, player: str) -> str:
    unit = found.players[player].unit
    return f", in {safe(unit, True)}" if unit else ""


def _player(found: Negotiation, key: str) -> str:
    player = found.players[key]
    own = [issue.id for issue in found.issues.values() if issue.deciders == (key,)]
    parts = [player.name + (f" ({player.leader})" if player.leader else "")]
    if own:
        parts.append(f"decides {joined(own)}")
    return ", ".join(parts)


def _issue(found: Negotiation, issue: Issue) -> str:
    resting = found.status_quo.get(issue.id)
    words = [
        _option(option.id, option.number) + (" (now)" if position == resting else "")
        for position, option in enumerate(issue.options)
    ]
    if len(words) > 12:
        words = [*words[:5], f"… {len(words) - 6} more", words[-1]]
    who = ""
    if issue.agreed:
        who = (
            " [by agreement]"
            if len(issue.deciders) == len(found.players)
            else f" [{joined(list(issue.deciders))} agree]"
        )
    unit = f", {issue.unit}" if issue.unit else ""
    return f"{', '.join(words)}{unit}{who}"


def _option(name: str, value: float | None) -> str:
    if value is None or name == number(value, 3):
        return name
    return f"{name} {number(value, 3)}"


def _term(term: Term, look: Look) -> str:
    parts = [term.status, term.written]
    if look.all and term.about:
        parts.append(term.about)
    if term.source and term.source != "declared":
        parts.append(f"source {term.source}")
    if term.needs_moves:
        parts.append("counts in the tree only")
    return "; ".join(parts)


def _value(value: float, unit: str) -> str:
    return f"{number(value, 4)} {unit}".strip()


def _range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{number(low, 4)} to {number(high, 4)}"


def _source(source: str) -> str:
    return f"source {source}" if source and source != "declared" else source


def _foot(found: Negotiation) -> str:
    moves = f", {counted(len(found.protocol), 'step')} in turn" if found.protocol else ""
    by = f" By {joined(list(found.about.authors))}." if found.about.authors else ""
    licence = f" {found.about.license}." if found.about.license else ""
    return safe(
        f"{counted(found.packages, 'package')}{moves}.{by}{licence} --all adds sources, briefs and the rest.", True
    )


def plain(found: Negotiation, everything: bool) -> list[str]:
    """The same without drawing: section, name and what is said of it, tab-separated."""
    look = Look(all=everything)
    rows = [tabbed(["title", "", found.about.title]), tabbed(["date", "", found.about.date])]
    rows.append(tabbed(["summary", "", found.about.summary]))
    for heading, section in _sections(found, look):
        rows += [tabbed([heading, left, right]) for left, right in section]
    return rows
