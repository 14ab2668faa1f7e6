"""A scenario to be read before anybody solves it: who, what, worth what, and where the numbers come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from negotiate.model.issues import Issue, Option
from negotiate.model.negotiation import Negotiation
from negotiate.report.blocks import Block, Matrix, Note, Report, Section, Sentence
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, joined, safe, the
from negotiate.solvers.reports.matrix import matrix
from negotiate.views.alone import alone
from negotiate.views.reports.details import details
from negotiate.views.reports.limits import impossible, limits, on_table
from negotiate.views.reports.moves import moves
from negotiate.views.reports.page import Page, plain_number, section
from negotiate.views.reports.preferences import preferences
from negotiate.views.reports.private_types import private_types
from negotiate.views.reports.repeat import played_again
from negotiate.views.reports.worth import is_matrix, kinds, worth

_SHORT = 320
"""A summary of at most so many letters is told whole."""
_MANY = 12
"""From so many options on an issue shows only some of them."""


def report(found: Negotiation, look: Look) -> Report:
    """Players, issues, red lines, what is worth what, the moves; sources, briefs and the rest as details."""
    page, about = Page(found, look.all), found.about
    told = summary(found, look.all)
    sections, all_of = ([one for one in _sections(p) if one.blocks] for p in (page, Page(found, True)))
    blocks: list[Block] = [Note(safe(about.date, True))] if about.date else []
    blocks += [*(Sentence(text) for text in (told, opening(found)) if text), *sections]
    lesson = f"{about.minutes} minutes in class." if about.minutes else ""
    by = f"By {joined([the(author) for author in about.authors])}." if about.authors else ""
    foot = " ".join(filter(None, (lesson, by, f"{about.license}." if about.license else "")))
    blocks += [Note(text) for text in (kinds(page), foot) if text]
    more = ["the rest of the summary"] if told != safe(about.summary, True) else []
    more += ["more on each part"] if sections != all_of else []
    return Report(
        found.heading, tuple(blocks), tuple(player.name for player in found.players.values()), " and ".join(more)
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
    issues = f"{in_words(len(found.issues)).lower()} {'issue' if len(found.issues) == 1 else 'issues'}"
    none = f", {count:,} of them impossible" if (count := impossible(found)) else ""
    if is_matrix(found):
        return f"{in_words(len(found.players))} players choose at once. There are {found.packages:,} outcomes."
    size = f"{in_words(len(found.players))} players, {issues}, {counted(found.packages, 'package')}{none}."
    return f"{size}{_without(found)}{on_table(found)}"


def _without(found: Negotiation) -> str:
    """What happens without a deal; empty where nothing is agreed anyhow."""
    if not isinstance(found.no_deal, str):
        return f" Without a deal: {Page(found, False).package(found.no_deal)}."
    if found.no_deal == "status_quo":
        return " Without a deal everything stays as it is today."
    agreed = any(issue.agreed for issue in found.issues.values())
    return " Without a deal each side does what is best for it alone." if agreed else ""


def _sections(page: Page) -> Iterable[Section]:
    """Every section that has something to say."""
    found, as_matrix = page.found, is_matrix(page.found)
    yield section("Players", [(player, _player(found, player, as_matrix)) for player in found.players])
    if not as_matrix:
        yield from _issues(page)
    yield from limits(page)
    if as_matrix:
        drawn = matrix(alone(found), Look(all=page.everything))
        yield Section("Payoffs", (replace(drawn, data=True) if isinstance(drawn, Matrix) else drawn,))
    else:
        yield from worth(page)
        yield from preferences(page)
    yield section("Private types", private_types(page))
    yield section("Moves", moves(page))
    yield from played_again(page)
    yield from details(page)


def _player(found: Negotiation, key: str, as_matrix: bool) -> str:
    player = found.players[key]
    led = f", led by {player.leader}" if player.leader else ""
    unit = f", payoffs in {player.unit}" if player.unit and as_matrix else ""
    return f"{player.name}{led}{unit}"


def _issues(page: Page) -> Iterable[Section]:
    """The issues, grouped by who decides them."""
    groups: dict[tuple[str, ...], list[Issue]] = {}
    for issue in page.found.issues.values():
        groups.setdefault(issue.deciders, []).append(issue)
    for deciders, issues in groups.items():
        names = [page.found.players[player].name for player in deciders]
        heading = f"{names[0]} decides" if len(names) == 1 else f"{joined(names)} decide together"
        if len(names) == len(page.found.players) > 2:
            heading = "All decide together"
        yield section(heading, [(issue.id, _issue(page, issue)) for issue in issues])


def _issue(page: Page, issue: Issue) -> str:
    fixed = page.found.fixed
    resting = fixed.get(issue.id, page.found.status_quo.get(issue.id))
    words = [_option(option) for option in issue.options]
    if resting is not None:
        words[resting] += " (committed)" if issue.id in fixed else " (now)"
    named = f"{issue.name}: " if issue.name not in ("", issue.id) else ""
    unit = f"; {issue.unit}" if issue.unit else ""
    return f"{named}{', '.join(page.few(words, _MANY))}{unit}{page.reason(issue.about)}"


def _option(option: Option) -> str:
    if option.number is None or option.id == f"{option.number:.6g}":
        return option.id
    return f"{option.id} {plain_number(option.number)}"
