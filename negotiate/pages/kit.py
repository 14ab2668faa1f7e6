"""The hand-outs of a class: general information, a confidential brief for each side, the deal form and the guide.

Each page is made for one reader from what that reader may know. The answer key stands in the instructor's guide alone.
Where a class chooses and signs nothing, the pages say so: a letter for each choice in place of a deal form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from markdown_it import MarkdownIt

from negotiate.display import Shown
from negotiate.errors import NegotiateError, NotWritten, UnsuitableGame
from negotiate.language.reports.page import Page, plain_number, section
from negotiate.language.reports.preferences import preferences
from negotiate.language.writing.atomic import put, reason, refuse_other
from negotiate.model.expressions import Expression
from negotiate.model.negotiation import Negotiation
from negotiate.pages.plays import Paths, Played, played, sheet
from negotiate.pages.sheets import DealForm, ScoreSheet, ScoreTable, deal_form, possible, score_sheet
from negotiate.report import html
from negotiate.report.blocks import Block, Cell, Column, Entry, Item, Items, Note, Report, Section, Sentence, Table
from negotiate.report.registry import report_of
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, the

TIMES = (("hand out the pages", 0.05), ("read", 0.2), ("negotiate", 0.4), ("debrief", 0.35))
"""What a class does, with the share of its time."""
MINUTES = 50
"""A lesson, where the file does not say how long the scenario takes."""
ASKED = 3
"""Deals that a side is asked to score."""


@dataclass(frozen=True, slots=True)
class Document:
    """One page.

    Parameters
    ----------
    name : str
        What its file is called, without an ending.
    reader : str
        For whom it is: `public`, `teacher`, or a player's key.
    report : Report
        What stands on it.
    """

    name: str
    reader: str
    report: Report


@dataclass(frozen=True, slots=True)
class Kit(Shown):
    """The pages of a class.

    Parameters
    ----------
    title : str
        What the scenario is called.
    documents : tuple of Document
        The instructor's guide first.
    players : Mapping[str, str]
        Key → name.
    folder : str or None
        Where the pages are written; None while they are not.
    """

    title: str
    documents: tuple[Document, ...]
    players: Mapping[str, str]
    folder: str | None = None


def write(found: Kit, folder: str | None) -> Kit:
    """Write every page into a folder, which is made where there is none; nothing without one.

    Raises
    ------
    FileRefused
        If something else stands where a page is to stand; nothing is written then.
    NotWritten
        If the system refuses.
    """
    if folder is None:
        return found
    pages = {Path(folder) / f"{one.name}.html": html.page(one.report) for one in found.documents}
    for path in pages:
        refuse_other(path, f"{path.stem}.html", html.OPENING)
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise NotWritten(f"the folder `{folder}` cannot be made: {reason(wrong)}", "name another folder") from None
    for path, text in pages.items():
        put(path, text, replace=path.exists())
    return replace(found, folder=folder)


def kit(negotiation: Negotiation, role: str | None = None) -> Kit:
    """Every page of a class, or those of one role.

    Parameters
    ----------
    negotiation : Negotiation
        What is played.
    role : str, optional
        A player; its brief alone is made.

    Raises
    ------
    UnsuitableGame
        If there is no such player, or no deal can be written on a form.
    """
    if role is not None and role not in negotiation.players:
        every = joined([f"`{key}`" for key in negotiation.keys], "or")
        raise UnsuitableGame(f"there is no player `{role}`", f"there is {every}")
    taken = {"public", "teacher"} & {*negotiation.players}
    if taken:
        said = f"a player has the key `{min(taken)}`, which stands for another reader of a kit"
        raise UnsuitableGame(said, "give the player another key")
    form, how = deal_form(negotiation), played(negotiation)
    names = {key: player.name for key, player in negotiation.players.items()}
    briefs = tuple(
        Document(f"brief-{key}", key, _brief(negotiation, form, how, key))
        for key in negotiation.keys
        if role in (None, key)
    )
    if role is not None:
        return Kit(negotiation.heading, briefs, names)
    general = Document("general", "public", _general(negotiation, form, how))
    guide = Document("guide", "teacher", _guide(negotiation, form, how))
    return Kit(negotiation.heading, (guide, general, *briefs), names)


def paragraphs(text: str) -> Iterator[Block]:
    """The paragraphs, lists and headings of a text in Markdown; whatever else stands in it is plain text."""
    mark, heading = "", False
    for token in MarkdownIt("commonmark", {"html": False}).parse(text):
        if token.type == "list_item_open":
            mark = f"{token.info}. " if token.info else "• "
        elif token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type == "inline":
            words = "".join(
                "\n" if part.type in ("softbreak", "hardbreak") else part.content for part in token.children or ()
            )
            yield Section(words, ()) if heading else Sentence(mark + words)
            mark = ""
        elif token.type in ("code_block", "fence", "html_block"):
            yield Sentence(token.content)


def _general(negotiation: Negotiation, form: DealForm, how: Played | None) -> Report:
    """What everybody knows: the story, what is decided, and how it is written down. No payoff stands here."""
    about = negotiation.about
    text = negotiation.briefs.get("public") or about.summary
    sides = [
        Item(player.name, f"{f'led by {player.leader}' if player.leader else ''}")
        for player in negotiation.players.values()
    ]
    blocks: list[Block] = [Note(about.date)] if about.date else []
    who = "Who negotiates" if how is None else "Who plays"
    written = _form(form) if how is None else _choices(negotiation, how)
    blocks += [*paragraphs(text), Section(who, (Items(tuple(sides)),)), written]
    if how is None and len(negotiation.signers) > 1:
        groups = [joined([negotiation.players[key].name for key in group]) for group in negotiation.signers]
        blocks.append(section("Who may sign", [("", "; or ".join(groups))]))
    page = Page(negotiation, False)
    rules = [("", f"{page.formula(condition)}.") for condition in negotiation.infeasible]
    if rules:
        blocks.append(section(f"What cannot happen{', and so cannot be signed' if how is None else ''}", rules))
    if how is None:
        blocks.append(Section("Without a deal", (Sentence(_without(negotiation)),)))
    return Report(negotiation.heading, tuple(blocks), _names(negotiation))


def _names(negotiation: Negotiation) -> tuple[str, ...]:
    return tuple(player.name for player in negotiation.players.values())


def _without(negotiation: Negotiation) -> str:
    if not isinstance(negotiation.no_deal, str):
        options = [
            f"{negotiation.issues[key].name}: {negotiation.issues[key].options[k].name}"
            for key, k in negotiation.no_deal.items()
        ]
        return f"{'; '.join(options)}."
    if negotiation.no_deal == "status_quo":
        return "Everything stays as it is today."
    return "Each side does what is best for it alone."


def _form(form: DealForm) -> Section:
    """The issues with a letter for each option, and a line to write a deal on."""
    rows: list[tuple[Entry, ...]] = []
    for line, issue in enumerate(form.issues, 1):
        for k, option in enumerate(issue.options):
            first = k == 0
            rows.append((str(line) if first else "", issue.name if first else "", form.letter(k), option.name))
    heads = (Column("", "mark", "line"), Column("Issue"), Column("", "mark", "letter"), Column("Option"))
    example = form.code({issue.id: min(1, len(issue.options) - 1) for issue in form.issues})
    said = f"Write one letter a line. Group 7 reads such a deal out as `7 {example}`, and no deal as `7 none`."
    blank = "Group ______    Deal " + " ".join("__" for _ in form.issues)
    return Section("The deal form", (Table(heads, tuple(rows)), Sentence(said), Sentence(blank)))


def _choices(negotiation: Negotiation, how: Played) -> Section:
    """What can be chosen, with a letter for each choice, and how a group reads out what it did."""
    form = sheet(negotiation, how)
    turns = [move.label for move in form.game.moves] if isinstance(form, Paths) else form.game.players
    rows: list[tuple[Entry, ...]] = [
        ("" if k else turn, DealForm.letter(k), name)
        for turn, names in zip(turns, form.names, strict=True)
        for k, name in enumerate(names)
    ]
    heads = (Column("Move" if how == "tree" else "Player"), Column("", "mark", "letter"), Column("Choice"))
    order = {
        "solve": f"Read out one letter a player, in this order, such as `7 {'A' * len(turns)}` for group 7.",
        "tree": "Read out one letter for each move that was made, in turn, with the number of your group in front.",
        "simulate": f"Write the letters of each round in this order, such as `7 {'A' * len(turns)} {'B' * len(turns)}` "
        "for the first two rounds of group 7.",
    }
    return Section("What can be chosen", (Table(heads, tuple(rows)), Sentence(order[how])))


def _brief(negotiation: Negotiation, form: DealForm, how: Played | None, player: str) -> Report:
    """What one side alone knows, with its own score sheet."""
    who = negotiation.players[player]
    blocks: list[Block] = [Note("Confidential. Show this page to nobody on the other side.")]
    blocks += paragraphs(negotiation.briefs.get(player, ""))
    blocks += _own_sheet(negotiation, form, how, player)
    lines = [one for one in negotiation.red_lines.values() if one.player == player]
    page = Page(negotiation, False)
    said = [
        Sentence(f"{_line(page, line.kept if line.insists else line.crossed, line.insists)} {line.about}".strip())
        for line in lines
        if line.hard
    ]
    if said and how is None:
        blocks.append(Section("What you never sign", tuple(said)))
    asked = [question for question, _ in _questions(negotiation, form, how, player)]
    if asked:
        blocks.append(Section("Before you begin", tuple(Sentence(f"{k}. {one}") for k, one in enumerate(asked, 1))))
    return Report(f"{negotiation.heading}: {who.name}", tuple(blocks), _names(negotiation))


def _line(page: Page, condition: Expression, insists: bool) -> str:
    said = page.formula(condition)
    return f"You sign only if {said}." if insists else f"You never sign if {said}."


def _own_sheet(negotiation: Negotiation, form: DealForm, how: Played | None, player: str) -> Iterator[Block]:
    """The player's score sheet, or its preferences where it has no numbers."""
    if player in negotiation.ordinal:
        name = negotiation.players[player].name
        own = (f"{name} prefers, ", f"{name} ranks, ")
        yield from (one for one in preferences(Page(negotiation, True)) if one.title.startswith(own))
        return
    scores = score_sheet(negotiation, player)
    unit = negotiation.players[player].unit or "points"
    single = _scores(form, scores, unit)
    blocks: list[Block] = [single] if single.rows else []
    blocks += [_cross(form, table, unit) for table in scores.tables if len(table.issues) > 1]
    every = [f"Every {'outcome' if how else 'deal'} has {plain_number(scores.base)} besides."] if scores.base else []
    add = "Add up one number from each table." if len(blocks) > 1 else "Add up one number a line."
    if single.rows or every or len(blocks) > 1:
        blocks.append(Sentence(" ".join([add, *every])))
    alone = _alone(negotiation, player) if how is None else None
    if alone is not None:
        blocks.append(
            Sentence(f"Without a deal you have {plain_number(alone)}. Sign nothing that is worth less to you.")
        )
    yield Section(f"Your score sheet, in {unit}", tuple(blocks))


def _alone(negotiation: Negotiation, player: str) -> float | None:
    """What a player has without a deal; None where nobody can say."""
    from negotiate.bargaining.together import together  # noqa: PLC0415 - loaded where there are payoffs

    try:
        return float(together(negotiation).disagreement[negotiation.keys.index(player)])
    except NegotiateError:
        return None


def _scores(form: DealForm, sheet: ScoreSheet, unit: str) -> Table:
    """The issues that count by themselves."""
    rows: list[tuple[Entry, ...]] = []
    for table in sheet.tables:
        if len(table.issues) == 1:
            [issue] = table.issues
            for (k,), points in table.rows():
                first = k == 0
                rows.append((issue.name if first else "", form.letter(k), issue.options[k].name, _points(points)))
    heads = (Column("Issue"), Column("", "mark", "letter"), Column("Option"), Column(unit.capitalize(), "number"))
    return Table(heads, tuple(rows))


def _points(value: float) -> Cell:
    return Cell(plain_number(value), value)


def _cross(form: DealForm, table: ScoreTable, unit: str) -> Table:
    """Issues that count together: the last one across, all others down."""
    *down, across = table.issues
    heads = (
        *(Column(issue.name) for issue in down),
        *(Column(f"{form.letter(k)} {option.name}", "number") for k, option in enumerate(across.options)),
    )
    rows: list[tuple[Entry, ...]] = [
        (
            *(f"{form.letter(k)} {issue.options[k].name}" for k, issue in zip(place, down, strict=True)),
            *(_points(float(table.points[(*place, k)])) for k in range(len(across.options))),
        )
        for place in product(*(range(len(issue.options)) for issue in down))
    ]
    return Table(heads, tuple(rows), f"{joined([issue.name for issue in table.issues])} together, in {unit}")


def _questions(negotiation: Negotiation, form: DealForm, how: Played | None, player: str) -> Iterator[tuple[str, str]]:
    """Questions that show whether a side has understood its sheet, each with its answer.

    Of a game they are asked where the letters of the form are those of the choices: an issue a player, at once.
    """
    if player in negotiation.ordinal or how == "tree" or (how and len(form.issues) != len(negotiation.keys)):
        return
    scores, alone = score_sheet(negotiation, player), _alone(negotiation, player) if how is None else None
    every = [
        {issue.id: (turn + line) % len(issue.options) for line, issue in enumerate(form.issues)}
        for turn in range(ASKED)
    ]
    for code in dict.fromkeys(form.code(options) for options in every if possible(negotiation, options)):
        points = scores.points(form.read(code))
        better = "" if alone is None else f", {'more' if points > alone else 'no more'} than without a deal"
        asks = "" if alone is None else " Is that more than without a deal?"
        yield f"What is `{code}` worth to you?{asks}", f"`{code}`: {plain_number(points)}{better}."


def _guide(negotiation: Negotiation, form: DealForm, how: Played | None) -> Report:
    """What the teacher needs: aims, timing, what to say afterwards, and the answer key."""
    about = negotiation.about
    minutes = about.minutes or MINUTES
    shares = [(what if how is None else what.replace("negotiate", "play"), share) for what, share in TIMES]
    times = [(what, counted(max(round(share * minutes), 1), "minute")) for what, share in shares]
    blocks: list[Block] = [Note("Instructor's guide. The answer key is here and on no other page.")]
    blocks.append(section("What it teaches", [("", one) for one in about.teaches]))
    played = f"{about.group[:1].upper()}{about.group[1:]}. " if about.group else ""
    blocks.append(
        section(f"{minutes} minutes", [("", f"{played}Pages: one `general` each, one brief a side."), *times])
    )
    if teacher := negotiation.briefs.get("teacher"):
        blocks.append(Section("Notes of the author", tuple(paragraphs(teacher))))
    blocks += _key(negotiation, how)
    for player in negotiation.keys:
        answers = [
            Sentence(f"{k}. {answer}") for k, (_, answer) in enumerate(_questions(negotiation, form, how, player), 1)
        ]
        name = the(negotiation.players[player].name)
        blocks += [Section(f"Answers to the questions of {name}", tuple(answers))] if answers else []
    happened = _happened(negotiation, form)
    blocks += [happened] if happened.blocks else []
    return Report(f"{negotiation.heading}: instructor's guide", tuple(blocks), _names(negotiation))


def _key(negotiation: Negotiation, how: Played | None) -> Iterator[Section]:
    """What theory says: without talks, and of the deals that both would sign, or of moves in turn or repeated play."""
    from negotiate.bargaining.deal import deal  # noqa: PLC0415 - loaded for this page alone
    from negotiate.bargaining.together import together  # noqa: PLC0415 - the same
    from negotiate.equilibrium.alone import bayesian  # noqa: PLC0415 - the same
    from negotiate.equilibrium.in_turn import in_turn  # noqa: PLC0415 - the same
    from negotiate.equilibrium.registry import solve  # noqa: PLC0415 - the same
    from negotiate.repeated.again import again  # noqa: PLC0415 - the same
    from negotiate.repeated.lasting.agreement import simulate  # noqa: PLC0415 - the same

    further: dict[Played | None, tuple[str, Callable[[], object]]] = {
        None: ("What could be signed", lambda: deal(together(negotiation))),
        "tree": ("In turn", lambda: solve(in_turn(negotiation))),
        "simulate": ("Again and again", lambda: simulate(again(negotiation))),
    }
    questions: list[tuple[str, Callable[[], object]]] = [("If nobody talks", lambda: solve(bayesian(negotiation)))]
    questions += [further[how]] if how in further else []
    for title, ask in questions:
        try:
            yield Section(title, report_of(ask(), Look()).blocks)
        except NegotiateError:
            continue


def _happened(negotiation: Negotiation, form: DealForm) -> Section:
    """What really came, as the form has it."""
    rows = [
        (key, form.code(package))
        for key, package in negotiation.happened.items()
        if {issue.id for issue in form.issues} <= {*package}
    ]
    return section("What really happened", [(key, f"`{code}` on the form") for key, code in rows])


def report(found: Kit, look: Look) -> Report:
    """Which pages there are, and for whom."""
    readers = {"public": "everybody", "teacher": "the teacher alone"}
    rows = tuple(
        Item(f"{one.name}.html", f"for {readers.get(one.reader) or found.players[one.reader]}")
        for one in found.documents
    )
    where = f"in the folder `{found.folder}`" if found.folder else "in all. `--out FOLDER` writes them"
    return Report(found.title, (Sentence(f"The kit has {counted(len(rows), 'page')} {where}."), Items(rows)))
