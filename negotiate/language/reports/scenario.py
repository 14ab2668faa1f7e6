"""A scenario to be read before anybody solves it: who, what, worth what, and where the numbers come
from.

The numbers of all sides are for authors and analysts, and every lens prints them anyhow. What is
written for one reader alone (the brief of a side, the teacher's notes, the answer key) is told
where the teacher's page is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from negotiate.equilibrium import alone
from negotiate.equilibrium.reports import matrix
from negotiate.language.briefs import PUBLIC, paragraphs, public
from negotiate.language.reports.limits import impossible, limits, moves, on_table, played_again
from negotiate.language.reports.page import Page, Row, plain_number, section, settings
from negotiate.language.reports.preferences import is_matrix, kinds, preferences, worth
from negotiate.language.reports.turns import in_turns
from negotiate.model import Issue, Option, Parameter, PrivateType, Source
from negotiate.model.expressions import Expression, Number
from negotiate.model.negotiation import Expectation, Negotiation, type_odds
from negotiate.model.payoffs import number
from negotiate.model.protocol import Variant
from negotiate.report.blocks import Block, Matrix, Note, Report, Section, Sentence
from negotiate.report.style import Look, counted, in_words, joined, odds, safe, the

FEW = 2
"""Variants that are told by their titles where not everything is wanted."""
IN_CLASS = "show `--for public`"
"""What a class may see, because the page has the numbers of every side."""
CHANGED, CHOSEN = "Parameters, changed by `--set`", "Variants, chosen by `--variant`"
TOGETHER = "Correlations between parameters"


def details(page: Page) -> Iterable[Section]:
    """The sections below what everybody wants to read: by name, or in full where everything is
    wanted.
    """
    found, everything = page.found, page.everything
    parameters = [one for one in found.parameters.values() if one.id not in found.state]
    variants = found.variants.values()
    values = ", ".join(
        f"{parameter.id} {plain_number(parameter.value)}" for parameter in parameters
    )
    named = [(variant.id, variant.title) for variant in variants][:FEW]
    named += [("", f"and {len(variants) - FEW} more")] if len(variants) > FEW else []
    yield section(
        CHANGED, [(p.id, _parameter(p)) for p in parameters] if everything else [("", values)]
    )
    yield section(
        TOGETHER,
        [(one, _moves_with(others)) for one, others in found.correlations.items()],
        detail=True,
    )
    yield section(CHOSEN, [(v.id, _variant(v)) for v in variants] if everything else named)
    happened = [(key, page.package(package)) for key, package in found.happened.items()]
    yield section("What really happened", happened, detail=True)
    for reader, text in found.briefs.items():
        yield Section(_brief(found, reader), tuple(paragraphs(text)), detail=True)
    yield section("What it teaches", [("", lesson) for lesson in found.about.teaches], detail=True)
    expected = [(str(k), _expected(one)) for k, one in enumerate(found.expectations, 1)]
    yield section("What the commands must find", expected, detail=True)
    yield section(
        "Sources", [(source.id, _source(source)) for source in found.sources.values()], detail=True
    )


def _brief(found: Negotiation, reader: str) -> str:
    """The heading of a brief."""
    if reader in found.players:
        return f"Confidential brief of {the(found.players[reader].name)}"
    return "Brief for everybody" if reader == PUBLIC else "Notes for the teacher"


def _expected(one: Expectation) -> str:
    return " ".join(filter(None, (one.written, one.about and f"({one.about.rstrip('.')})")))


def _source(source: Source) -> str:
    return ", ".join(
        filter(None, (source.author, source.title, source.publisher, source.date, source.url))
    )


def _parameter(parameter: Parameter) -> str:
    low, high = parameter.low, parameter.high
    span = "" if low is None or high is None else f", {plain_number(low)} to {plain_number(high)}"
    value = f"{plain_number(parameter.value)} {parameter.unit}".strip() + span
    likely = parameter.distribution.says if parameter.distribution else ""
    return "; ".join(filter(None, (value, likely, parameter.about, parameter.source)))


def _moves_with(others: Mapping[str, float]) -> str:
    return ", ".join(f"with {other} {plain_number(value)}" for other, value in others.items())


def _variant(variant: Variant) -> str:
    changes = [
        *settings({**variant.settings, **variant.fixes}),
        *(f"without {gone}" for gone in variant.removals),
    ]
    made = f"[{', '.join(changes)}]" if changes else ""
    return " ".join(filter(None, (". ".join(filter(None, (variant.title, variant.about))), made)))


def uncertain(page: Page) -> list[Row]:
    """A row an event, or a row a player where players hold different odds; then how much each
    player minds risk.
    """
    rows: list[Row] = []
    for event in page.found.events.values():
        named = f"{event.name}: " if event.name != event.id else ""
        for player, held in (
            event.odds.items() if not event.common else [("", next(iter(event.odds.values())))]
        ):
            whose = f"{page.who(player, opening=True)} holds " if player else ""
            said = [
                f"{label} {_likely(page, one)}"
                for label, one in zip(event.labels, held, strict=True)
            ]
            rows.append((event.id, f"{named}{whose}{', '.join(said)}{page.reason(event.about)}"))
    rows += [
        ("", f"{page.who(p, opening=True)} minds risk: {page.formula(a)}.")
        for p, a in page.found.risk.items()
    ]
    return rows


def _likely(page: Page, chance: Expression) -> str:
    return odds(chance.value) if isinstance(chance, Number) else page.formula(chance)


KNOWN = (
    "Each player knows its own type. The others know only these probabilities. Types count in "
    "`solve` and `tree`."
)


WAYS = 6
"""Ways to deal types together that are told."""


def private_types(page: Page) -> list[Row]:
    """A row a player with its types, their odds and what each sets; a row a type where there is
    more to say of one.
    """
    rows: list[Row] = []
    for (player, types), chances in zip(
        page.found.types.items(), type_odds(page.found), strict=True
    ):
        said = [_type(one, float(chance)) for one, chance in zip(types, chances, strict=True)]
        if page.everything and any(one.about for one in types):
            rows += [
                (player, f"{text}{page.reason(one.about)}")
                for one, text in zip(types, said, strict=True)
            ]
        else:
            rows.append((player, ", or ".join(said)))
    if page.found.jointly:
        rows.append(("", f"Dealt together: {joined(_together(page.found), 'or')}."))
    return [*rows, ("", KNOWN)] if rows else []


def _together(negotiation: Negotiation) -> list[str]:
    """The types that are dealt together, as many as are told, each with how likely that is."""
    said = [
        f"{' and '.join(one.types.values())} with probability {odds(number(negotiation, one.odds))}"
        for one in negotiation.jointly[:WAYS]
    ]
    left = len(negotiation.jointly) - WAYS
    return [*said, f"one of {counted(left, 'other')}"] if left > 0 else said


def _type(one: PrivateType, chance: float) -> str:
    sets = f" ({', '.join(settings(one.settings))})" if one.settings else ""
    return f"{one.id} with probability {odds(chance)}{sets}"


_SHORT = 320
"""A summary of at most so many letters is told whole."""
_MANY = 12
"""From so many options on an issue shows only some of them."""


def report(found: Negotiation, look: Look) -> Report:
    """Players, issues, red lines, what is worth what, the moves; sources and the rest as details.

    What is written for one reader alone is told where `look.teacher` asks for it.
    """
    played = PUBLIC in found.briefs and {*found.players} & {*found.briefs}
    found = found if look.teacher else public(found)
    page, about = Page(found, look.all), found.about
    told = summary(found, look.all)
    sections, all_of = (
        [one for one in _sections(p) if one.blocks] for p in (page, Page(found, True))
    )
    blocks: list[Block] = [Note(safe(about.date, True))] if about.date else []
    blocks += [*(Sentence(text) for text in (told, opening(found)) if text), *sections]
    safer = f" ({IN_CLASS})" if played and not look.teacher else ""
    lesson = f"{about.minutes} minutes in class{safer}." if about.minutes else ""
    by = f"By {joined([the(author) for author in about.authors])}." if about.authors else ""
    foot = " ".join(filter(None, (lesson, by, f"{about.license}." if about.license else "")))
    blocks += [Note(text) for text in (kinds(page), foot) if text]
    more = ["the rest of the summary"] if told != safe(about.summary, True) else []
    more += ["more on each part"] if sections != all_of else []
    return Report(
        found.heading,
        tuple(blocks),
        tuple(player.name for player in found.players.values()),
        " and ".join(more),
    )


def summary(found: Negotiation, everything: bool) -> str:
    """What the scenario says of itself: all of it where it is short or asked for, else its
    beginning and a sign.
    """
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
    """How large it is, what happens without a deal, and what a deal sets where it leaves something
    out.
    """
    issues = (
        f"{in_words(len(found.issues)).lower()} {'issue' if len(found.issues) == 1 else 'issues'}"
    )
    none = f", {count:,} of them impossible" if (count := impossible(found)) else ""
    if is_matrix(found):
        return (
            f"{in_words(len(found.players))} players choose at once. There are "
            f"{found.packages:,} outcomes."
        )
    size = (
        f"{in_words(len(found.players))} players, {issues}, "
        f"{counted(found.packages, 'package')}{none}."
    )
    return f"{size}{_without(found)}{on_table(found)}"


def alternatives_told(found: Negotiation) -> str:
    """What each player has without a deal, where the file gives numbers."""
    worth = [plain_number(number(found, own)) for own in found.alternatives.values()]
    names = [the(found.players[key].name) for key in found.alternatives]
    return joined([f"{name} has {own}" for name, own in zip(names, worth, strict=True)])


def _without(found: Negotiation) -> str:
    """What happens without a deal; empty where nothing is agreed anyhow."""
    if not isinstance(found.no_deal, str):
        return f" Without a deal: {Page(found, False).package(found.no_deal)}."
    if found.alternatives:
        return f" Without a deal {alternatives_told(found)}."
    if found.no_deal == "status_quo":
        return " Without a deal everything stays as it is today."
    agreed = any(issue.agreed for issue in found.issues.values())
    return " Without a deal each side does what is best for it alone." if agreed else ""


def _sections(page: Page) -> Iterable[Section]:
    """Every section that has something to say."""
    found, as_matrix = page.found, is_matrix(page.found)
    yield section(
        "Players", [(player, _player(found, player, as_matrix)) for player in found.players]
    )
    if not as_matrix:
        yield from _issues(page)
    yield from limits(page)
    if as_matrix:
        yield _payoffs(page)
    else:
        yield from worth(page)
        yield from preferences(page)
    yield section("What nobody knows yet", uncertain(page))
    yield section("Private types", private_types(page))
    yield section("Moves", moves(page))
    yield from played_again(page)
    yield from in_turns(page)
    yield from details(page)


def _payoffs(page: Page) -> Section:
    """The payoffs of a matrix."""
    drawn = matrix.matrix(alone.alone(page.found), Look(all=page.everything))
    return Section("Payoffs", (replace(drawn, data=True) if isinstance(drawn, Matrix) else drawn,))


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
