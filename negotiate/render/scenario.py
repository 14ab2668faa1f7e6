"""A scenario to be read before anybody solves it: who, what, worth what, and where the numbers come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.model.expressions import ChoiceIsOneOf, ChoiceNumber
from negotiate.model.issues import Issue
from negotiate.model.negotiation import Negotiation
from negotiate.render.details import details
from negotiate.render.formulas import formula, plain_number
from negotiate.render.limits import impossible, limits, on_table
from negotiate.render.matrix import lines as matrix_lines
from negotiate.render.moves import moves, order
from negotiate.render.omissions import left_out
from negotiate.render.plain import tabbed
from negotiate.render.preferences import preferences
from negotiate.render.private_types import private_types
from negotiate.render.ratifiers import ratifiers
from negotiate.render.repeat import played_again
from negotiate.render.sections import Section
from negotiate.render.table import wrapped
from negotiate.render.worth import is_matrix, terms, worth
from negotiate.report.screen.cells import cut, pad
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import counted, in_words, joined, safe
from negotiate.views.alone import alone

NARROW = 60
MATRIX = "Worth to both"
"""The heading under which a matrix stands."""
_WIDEST = 22
SCREEN = 50
"""A page with more lines names its payoff terms and moves, and leaves what they say to `all`."""
USUAL, LINES = 80, 4
"""A summary of at most so many lines, on a screen of so many columns, is told whole."""
SIGNED = "They bind what is signed; `solve` and `tree` mark an outcome that crosses one."
_MANY = 12
"""From so many options on an issue shows only some of them."""


def scenario(found: Negotiation, look: Look) -> RenderableType:
    """Players, issues, red lines, what is worth what, the moves; sources, briefs and the rest for `all`."""
    return Drawn(lambda settled: _page(found, settled), look)


def _page(found: Negotiation, look: Look) -> Iterable[Text]:
    """The page in full where it fits a screen or `all` asks for it, else with its longest sections in brief."""
    whole = list(_lines(found, look))
    return whole if look.all or len(whole) <= SCREEN else _lines(found, look, brief=True)


def _lines(found: Negotiation, look: Look, brief: bool = False) -> Iterable[Text]:
    about = found.about
    yield from _paragraph(safe(found.heading, True), look, TITLE)
    if about.date:
        yield Text(safe(about.date, True), style=FAINT)
    for text in (summary(found, look), opening(found)):
        if text:
            yield from _paragraph(text, look)
    sections = list(_sections(found, look.all, brief))
    column = _column(sections)
    for section in sections:
        yield Text()
        yield from _paragraph(section.heading, look, TITLE)
        for left, right in section.rows:
            yield from _row(left, right, column, look)
        if section.heading == MATRIX:
            yield from _drawn_matrix(found, look)
    if foot := _foot(found, look, sections):
        yield Text()
        yield from _paragraph(foot, look, FAINT)


def _drawn_matrix(found: Negotiation, look: Look) -> Iterable[Text]:
    return matrix_lines(alone(found), look)


def summary(found: Negotiation, look: Look) -> str:
    """What the scenario says of itself: all of it where it is short or asked for, else its beginning and a sign."""
    whole = safe(found.about.summary, True)
    begun = first_sentence(whole)
    if look.all or begun == whole or len(wrapped(whole, USUAL)) <= LINES:
        return whole
    return f"{begun} {look.glyphs.more}"


def first_sentence(text: str) -> str:
    """The first sentence, passing over short ends such as "3-4 May 2018." and "the U.S."."""
    words = safe(text, True).split(" ")
    for position, word in enumerate(words[:-1]):
        ends = word.endswith((".", "!", "?")) and "." not in word[:-1] and len(word) > 3
        if position > 5 and ends and words[position + 1][:1].isupper():
            return " ".join(words[: position + 1])
    return " ".join(words)


def opening(found: Negotiation) -> str:
    """How large it is, what happens without a deal, and what a deal sets where it leaves something out."""
    sizes = f"{in_words(len(found.players))} players, {in_words(len(found.issues)).lower()} "
    size = f"{sizes}{'issue' if len(found.issues) == 1 else 'issues'}, {counted(found.packages, 'package')}"
    size += f", {none:,} of them impossible." if (none := impossible(found)) else "."
    return f"{size}{_without(found)}{on_table(found)}"


def _without(found: Negotiation) -> str:
    """What happens without a deal; empty where nothing is agreed anyhow."""
    if found.no_deal == "equilibrium":
        agreed = any(issue.agreed for issue in found.issues.values())
        return " Without a deal each side does what is best for it alone." if agreed else ""
    if found.no_deal == "status_quo":
        return " Without a deal everything stays as it is."
    package = [f"{k} {found.issues[k].options[i].id}" for k, i in found.no_deal.items()]
    return f" Without a deal: {', '.join(package)}."


def _sections(found: Negotiation, everything: bool, brief: bool = False) -> Iterable[Section]:
    """Every section that has something to say; in brief, payoff terms and moves by name only."""
    matrix = is_matrix(found)
    yield Section("Players", [(player, _player(found, player)) for player in found.players])
    if not matrix:
        yield from _issues(found, everything)
    yield from limits(found)
    if found.red_lines:
        note = [("", SIGNED)] if _crossed_unsigned(found) else []
        yield Section("Red lines", [*((key, _red_line(found, key, everything)) for key in found.red_lines), *note])
    yield from ratifiers(found, everything)
    if matrix:
        yield Section(MATRIX)
    else:
        yield from terms(found) if brief else worth(found, everything)
        yield from preferences(found, everything)
    if found.types:
        yield private_types(found, everything)
    if found.protocol:
        yield Section("Moves", order(found) if brief else moves(found, everything))
    yield from played_again(found, everything, brief)
    yield from details(found, everything)


def _player(found: Negotiation, key: str) -> str:
    player = found.players[key]
    led = f", led by {player.leader}" if player.leader else ""
    unit = f", counts in {player.unit}" if player.unit and is_matrix(found) else ""
    return f"{player.name}{led}{unit}"


def _issues(found: Negotiation, everything: bool) -> Iterable[Section]:
    """The issues, grouped by who decides them."""
    groups: dict[tuple[str, ...], list[Issue]] = {}
    for issue in found.issues.values():
        groups.setdefault(issue.deciders, []).append(issue)
    for deciders, issues in groups.items():
        names = [found.players[player].name for player in deciders]
        heading = f"{names[0]} decides" if len(names) == 1 else f"{joined(names)} decide together"
        if len(names) == len(found.players) > 2:
            heading = "All decide together"
        yield Section(heading, [(issue.id, _issue(found, issue, everything)) for issue in issues])


def _issue(found: Negotiation, issue: Issue, everything: bool) -> str:
    resting = found.fixed.get(issue.id, found.status_quo.get(issue.id))
    note = " (committed)" if issue.id in found.fixed else " (now)"
    words = [f"{_option(o.id, o.number)}{note if i == resting else ''}" for i, o in enumerate(issue.options)]
    if len(words) > _MANY and not everything:
        words = [*words[:5], f"{len(words) - 6} more", words[-1]]
    named = f"{issue.name}: " if issue.name not in ("", issue.id) else ""
    unit = f"; {issue.unit}" if issue.unit else ""
    about = f". {issue.about}" if everything and issue.about else ""
    return f"{named}{', '.join(words)}{unit}{about}"


def _option(name: str, value: float | None) -> str:
    return name if value is None or name == f"{value:.6g}" else f"{name} {plain_number(value)}"


def _red_line(found: Negotiation, key: str, everything: bool) -> str:
    line = found.red_lines[key]
    condition = formula(line.kept if line.insists else line.crossed, found)
    who = found.players[line.player].name
    never, insists = f"{who} never signs if {condition}", f"{who} signs only if {condition}"
    said = insists if line.insists else never
    if line.cost is not None:
        price = formula(line.cost, found)
        now = found.parameters.get(price)
        price += f", now {plain_number(now.value)}" if now is not None else ""
        wished = f"{who} wants {condition}; signing without it costs {price}"
        said = wished if line.insists else f"{who} signs if {condition}, but at a price: {price}"
    about = f". {line.about}" if everything and line.about else ""
    return said + about


def _crossed_unsigned(found: Negotiation) -> bool:
    """Whether somebody can cross a red line without any signature, by what it decides alone or by a move."""
    moved = {effect.issue for step in found.protocol for action in step.actions for effect in action.effects}
    open_to = moved | {key for key, issue in found.issues.items() if not issue.agreed}
    named = {
        part.name
        for line in found.red_lines.values()
        for part in line.crossed.walk()
        if isinstance(part, ChoiceIsOneOf | ChoiceNumber)
    }
    return bool(named & open_to)


def _column(sections: Sequence[Section]) -> int:
    """Where the second column starts."""
    lefts = [cell_len(safe(left, True)) for section in sections for left, _ in section.rows]
    return min(max([*lefts, 8]), _WIDEST) + 4


def _row(left: str, right: str, column: int, look: Look) -> Iterable[Text]:
    """A name and what is said of it; the second hangs at one column, or below where the screen is narrow."""
    name = safe(left, True)
    if not name:
        yield from _hanging(right, 2, look)
    elif look.columns < NARROW or cell_len(name) > column - 4:
        yield Text("  " + cut(name, max(look.columns - 2, 8), look.glyphs.more), no_wrap=True)
        yield from _hanging(right, min(column, 4) if look.columns < NARROW else column, look)
    else:
        first, *rest = wrapped(safe(right, True), max(look.columns - column, 16))
        yield from _broken(f"  {pad(name, column - 2)}{first}".rstrip(), column, look)
        for line in rest:
            yield from _broken(" " * column + line, column, look)


def _hanging(text: str, indent: int, look: Look) -> Iterable[Text]:
    for line in wrapped(safe(text, True), max(look.columns - indent, 16)):
        if line:
            yield from _broken(" " * indent + line, indent, look)


def _broken(line: str, indent: int, look: Look) -> Iterable[Text]:
    """One line, or several where a single word is longer than the screen is wide."""
    at, lead = 0, ""
    while at < len(line) and look.columns > indent + 1:
        piece = line[at : at + look.columns - len(lead)]
        while cell_len(lead + piece) > look.columns:
            piece = piece[:-1]
        if at + len(piece) == len(line) or not piece:
            break
        yield Text(lead + piece, no_wrap=True)
        at, lead = at + len(piece), " " * indent
    yield Text(lead + line[at:], no_wrap=True)


def _paragraph(text: str, look: Look, style: str = "") -> Iterable[Text]:
    for line in wrapped(safe(text, True), look.columns):
        for piece in _broken(line, 0, look):
            piece.stylize(style)
            yield piece


def _foot(found: Negotiation, look: Look, shown: Sequence[Section]) -> str:
    by = f"By {joined(list(found.about.authors))}. " if found.about.authors else ""
    licence = f"{found.about.license}. " if found.about.license else ""
    lesson = f"{found.about.minutes} minutes in class. " if found.about.minutes else ""
    left = [] if look.all else left_out(found, shown, list(_sections(found, everything=True)))
    if summary(found, look) != safe(found.about.summary, True):
        left.insert(0, "the rest of the summary")
    more = f"--all adds {joined(left)}." if left else ""
    return f"{lesson}{by}{licence}{more}".strip()


def plain(found: Negotiation, everything: bool) -> list[str]:
    """The same without drawing: section, name and what is said of it, tab-separated."""
    rows = [tabbed(["title", "", found.heading]), tabbed(["date", "", found.about.date])]
    rows.append(tabbed(["summary", "", found.about.summary]))
    rows.append(tabbed(["size", "", opening(found)]))
    for section in _sections(found, everything):
        rows += [tabbed([section.heading, left, right]) for left, right in section.rows]
        if section.heading == MATRIX:
            rows += _cells(found)
    return rows


def _cells(found: Negotiation) -> Iterable[str]:
    """A matrix cell by cell: what both do, and what each gets."""
    game = alone(found)
    for i, row in enumerate(game.strategies[0]):
        for j, column in enumerate(game.strategies[1]):
            payoffs = ", ".join(plain_number(float(x)) for x in game.payoffs[:, i, j])
            yield tabbed([MATRIX, f"{row.label} | {column.label}", payoffs])
