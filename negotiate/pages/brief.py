"""A side's confidential brief: what it alone knows, its own score sheet, and deals to score before
it begins.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from negotiate.bargaining import together
from negotiate.errors import NegotiateError
from negotiate.language.briefs import paragraphs
from negotiate.language.reports.limits import price, votes
from negotiate.language.reports.page import Page, plain_number, section
from negotiate.language.reports.preferences import statements, worth
from negotiate.lenses import lens_of
from negotiate.model import Issue, RedLine, type_profiles
from negotiate.model.by_outcome import by_outcome
from negotiate.model.chance import Event
from negotiate.model.negotiation import Negotiation
from negotiate.model.wording import option_name
from negotiate.pages.deals import likely
from negotiate.pages.endings import Types, sheets, when
from negotiate.pages.orders import outcomes
from negotiate.pages.plays import Paths, Played, sheet
from negotiate.pages.results import deals
from negotiate.pages.sheets import (
    LONGEST,
    ROUNDED,
    DealForm,
    ScoreSheet,
    ScoreTable,
    numbered,
    possible,
    rank,
    score_sheet,
    state_terms,
)
from negotiate.report.blocks import (
    Block,
    Bullets,
    Column,
    Entry,
    Note,
    Report,
    Section,
    Sentence,
    Table,
)
from negotiate.report.style import capital, joined, spoken

ASKED = 3
"""Deals that a side is asked to score."""
SHEETS = 2
"""Score sheets that a side is given, where its points hang on private types; with more of them it
is told its terms.
"""
RANKED = 40
"""Packages up to which a side without numbers is shown all of them in its order."""
MEETS = "The number where a row and a column meet is yours."
TOLD = "The teacher tells you which. Keep it to yourself."
DRAWN = (
    "Your brief says how you learn which. If it says nothing, the teacher tells you. Keep it "
    "to yourself."
)
SHORT = 12
"""Letters of a unit that may stand above a column."""


def brief(
    negotiation: Negotiation, form: DealForm | None, how: Played | None, player: str, kind: str = ""
) -> Report:
    """What one side alone knows, with its own score sheet; of a private type that it was told, that
    one's alone.
    """
    negotiation = _told(
        by_outcome(negotiation) if how is None and negotiation.turns is None else negotiation,
        player,
        kind,
    )
    who, page = negotiation.players[player], Page(negotiation, True, True)
    lines = [one for one in negotiation.red_lines.values() if one.player == player and how is None]
    refused = [("", _line(page, line)) for line in lines if line.hard]
    costly = [("", _line(page, line)) for line in lines if not line.hard]
    unlike = [one for one in negotiation.events.values() if not one.common]
    bodies = [
        Bullets(tuple(votes(page, one)))
        for one in negotiation.ratifiers.values()
        if one.player == player
    ]
    asked = (
        tuple(question for question, _ in questions(negotiation, form, how, player)) if form else ()
    )
    parts = (
        *_own_types(negotiation, player, kind),
        *_own_sheet(negotiation, form, how, player),
        section(
            "What you hold likely",
            [
                *likely(negotiation, player, kind),
                *(row for one in unlike for row in _own_odds(negotiation, one, player)),
            ],
        ),
        section(
            "What your moves are worth",
            () if _ends(negotiation, how, player) else _own_moves(page, player),
        ),
        section("What you never sign", refused),
        section("What you sign only at a price", costly),
        Section("Who else must agree", tuple(bodies)),
        Section("Before you begin", (Bullets(asked, 1),) if asked else ()),
    )
    blocks: list[Block] = [
        Note("Confidential. Show this page to nobody on the other side.", only="paper")
    ]
    blocks += [
        *paragraphs(negotiation.briefs.get(player, "")),
        *(part for part in parts if part.blocks),
    ]
    return Report(
        f"{negotiation.heading}: {who.name}",
        tuple(blocks),
        tuple(one.name for one in negotiation.players.values()),
    )


def _line(page: Page, line: RedLine) -> str:
    said = page.formula(line.kept if line.insists else line.crossed)
    if line.cost is not None:
        where = f"If you sign a deal {'without this:' if line.insists else 'in which'}"
        return f"{where} {said}, take away {page.formula(price(line))}. {line.about}".strip()
    return (
        f"You {'sign only' if line.insists else 'never sign'} a deal in which {said}. {line.about}"
    ).strip()


def _told(negotiation: Negotiation, player: str, kind: str) -> Negotiation:
    """The negotiation as a player knows it that was told its type: it is of no other."""
    if not kind:
        return negotiation
    places = [
        k
        for k, some in enumerate(type_profiles(negotiation.types))
        if kind in [one.id for one in some if one.player == player]
    ]
    own = tuple(one for one in negotiation.types[player] if one.id == kind)
    profiles = tuple(negotiation.profiles[k] for k in places)
    return replace(negotiation, types={**negotiation.types, player: own}, profiles=profiles)


def _own_types(negotiation: Negotiation, player: str, kind: str) -> Iterator[Section]:
    """What the player may be; what it is, where it was told."""
    types = negotiation.types.get(player, ())
    rows = [(spoken(one.id), one.about) for one in types if one.about]
    bare = [spoken(one.id) for one in types if not one.about]
    rows += [("", f"{capital(joined(bare, 'or'))}.")] if bare else []
    told = DRAWN if negotiation.briefs.get(player) else TOLD
    if kind:
        yield section("What you are", [*rows, ("", "Keep it to yourself.")])
        return
    yield section("What you may be", [*rows, ("", told if rows else "")])


def _own_odds(negotiation: Negotiation, event: Event, player: str) -> Iterator[tuple[str, str]]:
    """How likely the player holds what may come; a row for each of its types that makes a
    difference.
    """
    if not negotiation.types.get(player):
        yield event.name, outcomes(negotiation, event, player)
        return
    found: dict[str, list[str]] = {}
    for dealt, one in zip(type_profiles(negotiation.types), negotiation.profiles, strict=True):
        names = found.setdefault(outcomes(one, one.events[event.id], player), [])
        names += [
            spoken(each.id)
            for each in dealt
            if each.player == player and spoken(each.id) not in names
        ]
    for words, names in found.items():
        yield event.name, f"If you are {joined(names, 'or')}: {words}" if len(found) > 1 else words


def _own_moves(page: Page, player: str) -> Iterator[tuple[str, str]]:
    """What counts only where the sides move in turn."""
    for term in page.found.terms[player].values():
        if term.needs_moves:
            said, when = (
                page.formula(term.value),
                "" if term.when is None else f" if {page.formula(term.when)}",
            )
            yield "", f"Add {said}{when}. {term.about}".strip() if said.strip("-") != "0" else ""


def _own_sheet(
    negotiation: Negotiation, form: DealForm | None, how: Played | None, player: str
) -> Iterator[Section]:
    """The player's score sheets; its preferences where it has no numbers, and its terms where no
    sheet holds them.
    """
    page = Page(negotiation, True, True)
    if player in negotiation.ordinal:
        ranking = tuple(_ranking(negotiation, form, player))
        if not ranking or negotiation.preferences[player].kind != "ranking":
            yield statements(page, negotiation.preferences[player])
        yield from ranking
        return
    if ends := _ends(negotiation, how, player):
        yield from ends
        return
    sheets = _sheets(negotiation, player) if form else {}
    if form is None or len(sheets) > SHEETS:
        yield from worth(page, player)
        return
    for title, scores in sheets.items():
        yield _sheet(negotiation, form, how, scores, title)


def _ranking(negotiation: Negotiation, form: DealForm | None, player: str) -> Iterator[Section]:
    """What can happen, the best for a player first, where the file only ranks it and that is not
    too much to print.
    """
    try:
        problem = together.together(negotiation) if form else None
    except NegotiateError:
        return
    if form is None or problem is None or problem.count > RANKED:
        return
    levels = problem.payoffs[negotiation.keys.index(player)]
    possible = np.flatnonzero(problem.feasible())
    own = np.unique(levels[possible]).tolist()
    rows: list[tuple[Entry, ...]] = []
    for package in sorted(possible.tolist(), key=lambda k: -levels[k]):
        chosen = problem.package(package)
        places = {issue.id: issue.places[chosen[issue.id]] for issue in form.issues}
        words = [option_name(issue.options[places[issue.id]]) for issue in form.issues]
        rows.append((rank(own, float(levels[package])), form.code(places), *words))
    said = (
        "The deal form has the letters. A rank says which of two is better for you, and not by "
        "how much."
    )
    heads = (
        Column("For you", "number"),
        Column("", "mark", "letters"),
        *(Column(issue.name) for issue in form.issues),
    )
    yield Section("What can happen, your best first", (Table(heads, tuple(rows)), Sentence(said)))


def _ends(negotiation: Negotiation, how: Played | None, player: str) -> tuple[Section, ...]:
    """What each ending is worth to a player of a game in turn; nothing where that is too much to
    print.
    """
    try:
        form = sheet(negotiation, how) if how is not None and lens_of(how).moves else None
    except NegotiateError:
        return ()
    return sheets(negotiation, form.game, player) if isinstance(form, Paths) else ()


def _lettered(negotiation: Negotiation, form: DealForm, how: Played | None) -> bool:
    """Whether the letters of the issues' options are those that a group writes down: its deal, or
    its choices.
    """
    if how is None:
        return True
    single = [issue.deciders for issue in form.issues] == [(key,) for key in negotiation.keys]
    if lens_of(how).moves or not single:
        return False
    return [len(own) for own in sheet(negotiation, how).names] == [
        len(issue.options) for issue in form.issues
    ]


def _sheets(negotiation: Negotiation, player: str) -> dict[str, ScoreSheet]:
    """The player's score sheet; one for each way in which private types make a difference to it,
    with the types.
    """
    if not negotiation.types:
        return {"": score_sheet(negotiation, player)}
    names = {key: one.name for key, one in negotiation.players.items()}
    found: dict[Hashable, tuple[list[Types], ScoreSheet]] = {}
    for dealt, one in zip(type_profiles(negotiation.types), negotiation.profiles, strict=True):
        scores = score_sheet(one, player)
        kinds = tuple((names[each.player], spoken(each.id)) for each in dealt)
        key = (scores.base, scores.state, *(table.points.tobytes() for table in scores.tables))
        found.setdefault(key, ([], scores))[0].append(kinds)
    every = [kinds for some, _ in found.values() for kinds in some]
    return {when(names[player], some, every): one for some, one in found.values()}


def _sheet(
    negotiation: Negotiation, form: DealForm, how: Played | None, scores: ScoreSheet, when: str
) -> Section:
    unit = negotiation.players[scores.player].unit or "points"
    lettered = _lettered(negotiation, form, how)
    single = _scores(form, scores, unit, lettered)
    blocks: list[Block] = [single] if single.rows else []
    blocks += [
        _cross(form, scores, table, unit, lettered)
        for table in scores.tables
        if len(table.issues) > 1
    ]
    base = scores.said(scores.base)
    what = "turn" if negotiation.turns is not None else "outcome" if how else "deal"
    every = [f"Every {what} has {base} besides."] if base != "0" else []
    state = tuple(_state(negotiation, scores))
    every += (
        ["Add what the state counts below; it changes from turn to turn."] if scores.state else []
    )
    every += ["The numbers are rounded."] if scores.rounds else []
    add = "Add up one number a line." if single.rows else MEETS
    add = "Add up one number from each table." if len(blocks) > 1 else add
    if every or len(scores.tables) > 1 or not single.rows:
        blocks.append(Sentence(" ".join([add, *every])))
    rate = (
        negotiation.side_payments.get(scores.player)
        if how is None and deals(negotiation).payers
        else None
    )
    if rate:
        each = "" if rate == 1 else f" A payment of {plain_number(rate)} is worth 1 to you."
        blocks.append(Sentence(f"Add what you are paid, and take away what you pay.{each}"))
    alone = _alone(negotiation, scores.player) if how is None else None
    if alone is not None:
        blocks.append(
            Sentence(
                f"Without a deal you have {scores.said(alone)}. Sign nothing that is worth less to "
                "you."
            )
        )
    blocks += [Bullets(state)] if state else []
    return Section(f"Your score sheet{when}, in {unit}", tuple(blocks))


def _state(negotiation: Negotiation, scores: ScoreSheet) -> Iterator[str]:
    """What each number of a war game's state counts for a player."""
    page, counts = Page(negotiation, True, True), {one.name: one for one in scores.state}
    for name, terms in state_terms(negotiation, scores.player).items():
        held, why = (
            negotiation.parameters[name],
            " ".join(filter(None, (term.about for term in terms))),
        )
        now = f"{capital(spoken(name))} is {plain_number(held.value)} now"
        if (one := counts.get(name)) is not None:
            step = (
                0.1
                if held.low is not None and held.high is not None and held.high - held.low <= 1
                else 1.0
            )
            more = (
                f"{plain_number(abs(round(one.each * step, LONGEST)))} "
                f"{'more' if one.each > 0 else 'less'}"
            )
            rises = f"When it rises by {plain_number(step)}, a turn is worth {more} to you"
            yield (
                f"{now}, which counts {scores.said(one.each * held.value)}. {rises}. {why}"
            ).strip()
        else:
            said = [
                page.formula(t.value) + ("" if t.when is None else f" if {page.formula(t.when)}")
                for t in terms
            ]
            yield (
                f"{now}, and the numbers above count it so. It counts in this: "
                f"{'; '.join(said)}. {why}"
            ).strip()


def _alone(negotiation: Negotiation, player: str) -> float | None:
    """What a player has without a deal; None where nobody can say, types make a difference, or a
    war game is played.
    """
    if negotiation.types or negotiation.turns is not None:  # in a war game nothing is signed
        return None
    try:
        return float(together.together(negotiation).disagreement[negotiation.keys.index(player)])
    except NegotiateError:
        return None


def _scores(form: DealForm, sheet: ScoreSheet, unit: str, lettered: bool) -> Table:
    """The issues that count by themselves."""
    rows: list[tuple[Entry, ...]] = []
    for table in sheet.tables:
        if len(table.issues) == 1:
            [issue] = table.issues
            for (k,), points in table.rows():
                title = "" if k else titled(issue)
                letters = ("" if numbered(issue, k) else form.letter(k),) if lettered else ()
                rows.append((title, *letters, option_name(issue.options[k]), sheet.cell(points)))
    heads = (
        Column("Issue"),
        *((Column("", "mark", "letter"),) if lettered else ()),
        Column("Option"),
        Column(unit.capitalize() if len(unit) < SHORT else "Worth", "number"),
    )
    return Table(heads, tuple(rows))


def titled(issue: Issue, wanted: bool = False) -> str:
    """An issue, with its unit where its options are bare numbers, or where it is wanted."""
    bare = issue.unit and any(
        option.name == plain_number(option.number or 0.0) for option in issue.options
    )
    return f"{issue.name} ({issue.unit})" if bare or (wanted and issue.unit) else issue.name


def _cross(
    form: DealForm, sheet: ScoreSheet, table: ScoreTable, unit: str, lettered: bool
) -> Table:
    """Issues that count together: the last one across, all others down."""
    *down, across = table.issues

    def named(issue: Issue, k: int) -> str:
        name = option_name(issue.options[k])
        return name if numbered(issue, k) or not lettered else f"{form.letter(k)} {name}"

    heads = (
        *(Column(issue.name) for issue in down),
        *(Column(named(across, k), "number") for k in range(len(across.options))),
    )
    rows: list[tuple[Entry, ...]] = [
        (
            *(named(issue, k) for k, issue in zip(place, down, strict=True)),
            *(sheet.cell(float(table.points[(*place, k)])) for k in range(len(across.options))),
        )
        for place in product(*(range(len(issue.options)) for issue in down))
    ]
    return Table(
        heads, tuple(rows), f"{joined([issue.name for issue in table.issues])} together, in {unit}"
    )


def questions(
    negotiation: Negotiation, form: DealForm, how: Played | None, player: str
) -> Iterator[tuple[str, str]]:
    """Questions that show whether a side has understood its sheet, each with its answer."""
    alone = _alone(negotiation, player) if how is None else None
    for one in exercises(negotiation, form, how, player):
        better = (
            ""
            if alone is None
            else f", {'more' if one.points > alone else 'no more'} than without a deal"
        )
        asks = "" if alone is None else " Is that more than without a deal?"
        now = "" if negotiation.turns is None else ", with the state as it is now"
        yield f"What is `{one.code}` worth to you{now}?{asks}", f"`{one.code}`: {one.said}{better}."


@dataclass(frozen=True, slots=True)
class Exercise:
    """A deal that a side scores, to show that it has understood its sheet.

    Parameters
    ----------
    code : str
        The deal in letters.
    points : float
        What it is worth to the side.
    said : str
        The same, rounded as on the sheet.
    slack : float
        How far a sum of rounded numbers may lie off.
    """

    code: str
    points: float
    said: str
    slack: float


def exercises(
    negotiation: Negotiation, form: DealForm, how: Played | None, player: str
) -> Iterator[Exercise]:
    """Deals for a side to score.

    Of a game they are asked where the letters of the form are those of the choices: an issue a
    player, at once.
    """
    if player in negotiation.ordinal or not _lettered(negotiation, form, how):
        return
    sheets = _sheets(negotiation, player)
    if len(sheets) != 1:
        return
    [scores] = sheets.values()
    slack = (len(scores.tables) + 2) * 0.5 * 10.0 ** -(ROUNDED if scores.rounds else LONGEST)
    steps = [len(one.options) // ASKED if numbered(one) else 1 for one in form.issues]
    turns = (
        {
            one.id: (k * step + line) % len(one.options)
            for line, (one, step) in enumerate(zip(form.issues, steps, strict=True))
        }
        for k in range(ASKED)
    )
    for code in dict.fromkeys(
        form.code(options) for options in turns if possible(negotiation, options)
    ):
        points = scores.points(form.read(code))
        yield Exercise(code, points, scores.said(points), slack)
