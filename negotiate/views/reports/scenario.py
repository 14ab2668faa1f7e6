"""A scenario to be read before anybody solves it: who, what, worth what, and where the numbers come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from negotiate.model.expressions import ChoiceIsOneOf, ChoiceNumber
from negotiate.model.issues import Issue
from negotiate.model.negotiation import Negotiation
from negotiate.report.blocks import Block, Matrix, Note, Report, Section, Sentence
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, joined, safe, the
from negotiate.solvers.reports.matrix import matrix
from negotiate.views.alone import alone
from negotiate.views.reports.details import details
from negotiate.views.reports.formulas import formula, plain_number
from negotiate.views.reports.limits import impossible, limits, on_table
from negotiate.views.reports.moves import moves
from negotiate.views.reports.preferences import preferences
from negotiate.views.reports.private_types import private_types
from negotiate.views.reports.ratifiers import ratifiers
from negotiate.views.reports.repeat import played_again
from negotiate.views.reports.rows import section
from negotiate.views.reports.worth import is_matrix, worth

MATRIX = "Worth to both"
"""The heading under which a matrix stands."""
SIGNED = "They bind what is signed. `solve` and `tree` mark an outcome that crosses one."
_SHORT = 320
"""A summary of at most so many letters is told whole."""
_MANY = 12
"""From so many options on an issue shows only some of them."""


def report(found: Negotiation, look: Look) -> Report:
    """Players, issues, red lines, what is worth what, the moves; sources, briefs and the rest as details."""
    about = found.about
    blocks: list[Block] = [Note(safe(about.date, True))] if about.date else []
    blocks += [Sentence(text) for text in (summary(found, look.all), opening(found)) if text]
    sections = list(_sections(found, look.all))
    blocks += sections
    if foot := _foot(found):
        blocks.append(Note(foot))
    short = summary(found, look.all) != safe(found.about.summary, True)
    more = ["the rest of the summary"] if short else []
    more += ["more on each part"] if not look.all and sections != list(_sections(found, True)) else []
    return Report(
        found.heading, tuple(blocks), tuple(player.name for player in found.players.values()), ", ".join(more)
    )


def summary(found: Negotiation, everything: bool) -> str:
    """What the scenario says of itself: all of it where it is short or asked for, else its beginning and a sign."""
    whole = safe(found.about.summary, True)
    begun = first_sentence(whole)
    if everything or begun == whole or len(whole) <= _SHORT:
        return whole
    return f"{begun} …"


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


def _sections(found: Negotiation, everything: bool) -> Iterable[Section]:
    """Every section that has something to say."""
    matrix = is_matrix(found)
    yield section("Players", [(player, _player(found, player)) for player in found.players])
    if not matrix:
        yield from _issues(found, everything)
    yield from limits(found)
    if found.red_lines:
        note = [("", SIGNED)] if _crossed_unsigned(found) else []
        yield section("Red lines", [*((key, _red_line(found, key, everything)) for key in found.red_lines), *note])
    yield from ratifiers(found, everything)
    if matrix:
        yield Section(MATRIX, (_matrix(found, everything),))
    else:
        yield from worth(found, everything)
        yield from preferences(found, everything)
    if found.types:
        yield private_types(found, everything)
    if found.protocol:
        yield section("Moves", moves(found, everything))
    yield from played_again(found, everything)
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
        yield section(heading, [(issue.id, _issue(found, issue, everything)) for issue in issues])


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
    who = the(found.players[line.player].name, opening=True)
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


def _matrix(found: Negotiation, everything: bool) -> Block:
    """The payoffs of a matrix file, which programs get cell by cell."""
    drawn = matrix(alone(found), Look(all=everything))
    return replace(drawn, data=True) if isinstance(drawn, Matrix) else drawn


def _foot(found: Negotiation) -> str:
    by = f"By {joined(list(found.about.authors))}. " if found.about.authors else ""
    licence = f"{found.about.license}. " if found.about.license else ""
    lesson = f"{found.about.minutes} minutes in class. " if found.about.minutes else ""
    return f"{lesson}{by}{licence}".strip()
