"""The hand-outs of a class: general information, a confidential brief for each side, forms, and the
guide.

Each page is made for one reader from what that reader may know. The answer key stands in the
instructor's guide alone. Where a class chooses and signs nothing, the pages say so: a letter for
each choice in place of a deal form. What everybody knows: the story, the issues with their options,
who decides and moves, what cannot happen, and the probabilities of private types, which are a
common prior. A side knows its own points, red lines and types besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from negotiate.display import Shown
from negotiate.errors import NegotiateError, NotWritten, UnsuitableGame
from negotiate.language.briefs import PUBLIC, paragraphs
from negotiate.language.reports.page import Page, section
from negotiate.language.writing.atomic import put, reason, refuse_other
from negotiate.lenses import LENSES, TOGETHER, lens_of
from negotiate.model.by_outcome import by_outcome
from negotiate.model.negotiation import Negotiation
from negotiate.model.wording import option_name
from negotiate.pages import deals as dealt
from negotiate.pages.brief import brief, questions, titled
from negotiate.pages.endings import action_words
from negotiate.pages.injects import cards, has_cards, in_turns, umpire
from negotiate.pages.orders import chances, moves, orders, slips
from negotiate.pages.plays import Cells, Paths, Played, played, sheet
from negotiate.pages.results import ROUND, deals
from negotiate.pages.sheets import (
    DealForm,
    deal_form,
    numbered,
    numbers,
)
from negotiate.problems import nearest
from negotiate.report import html, report_of
from negotiate.report.blocks import (
    Block,
    Bullets,
    Column,
    Entry,
    Item,
    Items,
    Note,
    Report,
    Section,
    Sentence,
    Table,
)
from negotiate.report.markdown import markdown
from negotiate.report.style import Look, capital, counted, in_words, joined, spoken, the

TIMES = {"hand out the pages": 0.04, "read": 0.16, "": 0.4, "debrief": 0.4}
"""What a class does, with the share of its time; what a scenario is for has no word, for it is
negotiated or played.
"""
MINUTES = 50
"""A lesson, where the file does not say how long the scenario takes."""
MANY = 12
"""Options of an issue that are written out where no form holds them."""
PLANS = "If all chose whole plans at once"
"""Of a game in turn: its pages speak of single moves, and of plans the guide says how many
equilibria they have.
"""
CUT = "slips to cut apart, one set a group"
DEALT = "{} {} what {} itself. The others know only these probabilities."


ONLY = {"Document": ("name", "reader", "text")}
"""What is written of a page as JSON; see `negotiate.report.json`."""


@dataclass(frozen=True, slots=True)
class Document(Shown):
    """One page.

    Parameters
    ----------
    name : str
        What its file is called, without an ending.
    reader : str
        For whom it is: `public`, `teacher`, or a player's key.
    report : Report
        What stands on it.
    kind : {'', 'slips'}
        Whether its sections are slips that are cut apart.
    """

    name: str
    reader: str
    report: Report
    kind: str = ""

    @property
    def text(self) -> list[str]:
        """The lines of the page in Markdown."""
        return markdown(self.report, True)


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
    origin : str
        The name of the scenario, with what was changed.
    folder : str or None
        Where the pages are written; None while they are not.
    replaced : int
        How many older pages of the same kit were written over.
    older : tuple of str
        Their files.
    """

    title: str
    documents: tuple[Document, ...]
    players: Mapping[str, str]
    origin: str
    folder: str | None = None
    replaced: int = 0
    older: tuple[str, ...] = ()


def write(found: Kit, folder: str | None) -> Kit:
    """Write every page into a folder, which is made where there is none; nothing without one.

    Older pages of the same kit are replaced. What stands for a page of another scenario, or of this
    one changed in another way, is left as it is.

    Raises
    ------
    FileRefused
        If something else stands where a page is to stand; nothing is written then.
    NotWritten
        If the system refuses.
    """
    if folder is None:
        return found
    origin = f"A page of the kit of {found.origin}"
    pages = {
        Path(folder) / f"{one.name}.html": html.page(one.report, origin=origin, kind=one.kind)
        for one in found.documents
    }
    for path in pages:
        refuse_other(path, f"{path.stem}.html", html.begins(origin), f"the kit of {found.origin}")
    older = tuple(path.name for path in pages if path.exists())
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise NotWritten(
            f"the folder `{folder}` cannot be made: {reason(wrong)}", "name another folder"
        ) from None
    for path, text in pages.items():
        put(path, text, replace=path.exists())
    return replace(found, folder=folder, replaced=len(older), older=older)


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
    _refuse_unknown(negotiation, negotiation.keys if role is None else (role,), negotiation.keys)
    form, how = deal_form(negotiation), played(negotiation)
    names = {key: player.name for key, player in negotiation.players.items()}
    briefs = tuple(
        Document(f"brief-{key}", key, brief(negotiation, form, how, key))
        for key in negotiation.keys
        if role in (None, key)
    )
    origin = " ".join([negotiation.name, *(change.typed for change in negotiation.changes)])
    if role is not None:
        return Kit(negotiation.heading, briefs, names, origin)
    general = Document("general", PUBLIC, _general(negotiation, form, how))
    guide = Document("guide", "teacher", _guide(negotiation, form, how))
    found = slips(negotiation, how is None)
    forms = [Document("orders", PUBLIC, orders(negotiation, found), "slips")] if found else []
    if negotiation.jointly:
        forms.append(Document("cards", "teacher", dealt.cards(negotiation), "slips"))
    forms += (
        [Document("injects", "teacher", cards(negotiation), "slips")]
        if has_cards(negotiation)
        else []
    )
    return Kit(negotiation.heading, (guide, *forms, general, *briefs), names, origin)


def page_for(
    negotiation: Negotiation, reader: str, begun: Negotiation | None = None, kind: str = ""
) -> Document:
    """All that one reader may know, on one page: what everybody knows, and for a player what it
    alone knows.

    Parameters
    ----------
    negotiation : Negotiation
        What is played.
    reader : str
        `public`, or a player.
    begun : Negotiation, optional
        Of a war game under way, how it began.
    kind : str
        The private type that the reader has been told; empty where it has not.

    Raises
    ------
    UnsuitableGame
        If there is no such reader.
    """
    _refuse_unknown(negotiation, (reader,), (PUBLIC, *negotiation.keys))
    how, form = played(negotiation), None
    with suppress(UnsuitableGame):  # the page then tells options and payoffs without letters
        if how is not None:
            sheet(negotiation, how)
        form = deal_form(negotiation)
    general = _general(negotiation, form, how, begun)
    if reader == PUBLIC:
        return Document("general", reader, general)
    own, name = brief(negotiation, form, how, reader, kind), negotiation.players[reader].name
    alone = Section(f"For {the(name)} alone", own.blocks)
    whole = replace(general, title=f"{general.title}: {name}", blocks=(*general.blocks, alone))
    return Document(f"brief-{reader}", reader, whole)


def _refuse_unknown(
    negotiation: Negotiation, asked: tuple[str, ...], known: tuple[str, ...]
) -> None:
    """Refuse a reader that does not exist, and players that are called as another reader is.

    Raises
    ------
    UnsuitableGame
        With the nearest known name.
    """
    taken = {PUBLIC, "teacher"} & {*negotiation.players}
    if taken:
        said = f"a player has the key `{min(taken)}`, which stands for another reader of a kit"
        raise UnsuitableGame(said, "give the player another key")
    for one in asked:
        if one not in known:
            every = f"there is {joined([f'`{key}`' for key in known], 'or')}"
            raise UnsuitableGame(f"there is no player `{one}`", nearest(one, known) or every)


def _general(
    negotiation: Negotiation,
    form: DealForm | None,
    how: Played | None,
    begun: Negotiation | None = None,
) -> Report:
    """What everybody knows: the story, what is decided, and how it is written down. No payoff
    stands here.
    """
    about, players, page = negotiation.about, negotiation.players, Page(negotiation, False, True)
    sides = [
        Item(one.name, f"led by {one.leader}" if one.leader else "") for one in players.values()
    ]
    groups = [joined([players[key].name for key in group]) for group in negotiation.signers]
    in_turn = how is not None and lens_of(how).moves
    parts = (
        section("What is decided", () if form else _decided(negotiation)),
        section(
            "Who may sign", [("", "; or ".join(groups) if len(groups) > 1 and how is None else "")]
        ),
        section(
            "What cannot happen",
            [("", capital(f"{page.formula(one)}.")) for one in negotiation.infeasible],
        ),
        section("Who decides what alone", () if in_turn else _alone_decided(negotiation)),
        section(
            "Without a deal",
            [("", _without(negotiation) if how is None and negotiation.turns is None else "")],
        ),
        section("A war game in turns", in_turns(begun or negotiation)),
        section(
            "Who moves when", moves(negotiation, how is None) if negotiation.turns is None else ()
        ),
        section("What chance decides", [*chances(negotiation), ("", _dealt(negotiation))]),
        *(
            [_form(form, negotiation) if how is None else _choices(negotiation, how)]
            if form
            else []
        ),
    )
    blocks: list[Block] = [Note(about.date)] if about.date else []
    blocks += paragraphs(negotiation.briefs.get(PUBLIC) or about.summary)
    blocks.append(Section("Who negotiates" if how is None else "Who plays", (Items(tuple(sides)),)))
    heading = (begun or negotiation).heading
    return Report(heading, (*blocks, *(part for part in parts if part.blocks)), _names(negotiation))


def _dealt(negotiation: Negotiation) -> str:
    """Whose private types the probabilities are of; events stand beside them, which nobody
    knows.
    """
    who = [the(negotiation.players[key].name) for key in negotiation.types]
    verbs = ("knows", "it is") if len(who) == 1 else ("know", "each is")
    return DEALT.format(capital(joined(who)), *verbs) if who else ""


def _decided(negotiation: Negotiation) -> Iterator[tuple[str, str]]:
    """Each issue with its options, where no form holds them."""
    page = Page(negotiation, False)
    for issue in negotiation.issues.values():
        yield (
            issue.name,
            ", ".join(page.few([option_name(option) for option in issue.options], MANY)),
        )


def _alone_decided(negotiation: Negotiation) -> Iterator[tuple[str, str]]:
    """Each player with the issues that it decides without anybody else."""
    for key, player in negotiation.players.items():
        own = [issue.name for issue in negotiation.issues.values() if issue.deciders == (key,)]
        yield player.name, "; ".join(own)


def _names(negotiation: Negotiation) -> tuple[str, ...]:
    return tuple(player.name for player in negotiation.players.values())


def _without(negotiation: Negotiation) -> str:
    if not isinstance(negotiation.no_deal, str):
        options = [
            f"{negotiation.issues[key].name}: {option_name(negotiation.issues[key].options[k])}"
            for key, k in negotiation.no_deal.items()
        ]
        return f"{'; '.join(options)}."
    if negotiation.alternatives:
        return "What you have without a deal stands in your own brief."
    if negotiation.no_deal == "status_quo":
        return "Everything stays as it is today."
    return "Each side does what is best for it alone."


def _form(form: DealForm, negotiation: Negotiation) -> Section:
    """The issues with a letter for each option, and lines to write a deal on and to sign it."""
    rows: list[tuple[Entry, ...]] = []
    for line, issue in enumerate(form.issues, 1):
        lettered = [k for k in range(len(issue.options)) if not numbered(issue, k)]
        own = [(form.letter(k), option_name(issue.options[k])) for k in lettered]
        own += [("", f"a number: {numbers(issue)}")] if numbered(issue) else []
        first = (str(line), titled(issue, numbered(issue)))
        rows += [(*(first if k == 0 else ("", "")), *one) for k, one in enumerate(own)]
    heads = (
        Column("", "mark", "line"),
        Column("Issue"),
        Column("", "mark", "letter"),
        Column("Option"),
    )
    example = form.code(
        {issue.id: len(issue.options) // 2 if numbered(issue) else 1 for issue in form.issues}
    )
    what = "letter or number" if any(map(numbered, form.issues)) else "letter"
    said = (
        f"Write one {what} a line. Group 7 reads such a deal out as `7 {example}`, and no deal "
        "as `7 none`."
    )
    form_of = deals(negotiation)
    if form_of.payers:
        payer, name = list(form_of.payers.items())[-1]
        said += (
            f" A payment is read out behind the deal: `7 {example} {payer} 10`, if {the(name)} "
            "pays 10."
        )
    if form_of.rounds and not negotiation.repeats:
        said += (
            f" If you agree after the first round, add which one it was: `7 {example} {ROUND} 2`."
        )
    pays = "    ____________ pays ______" if form_of.payers else ""
    blank = (
        "Group ______    Deal "
        + " ".join("____" if numbered(issue) else "__" for issue in form.issues)
        + pays
    )
    signed = "Signed: " + ", ".join(
        f"{player.name} ____________" for player in negotiation.players.values()
    )
    lines = (Sentence(one, only="paper") for one in (said, blank, signed))
    return Section("The deal form", (Table(heads, tuple(rows)), *lines))


def _choices(negotiation: Negotiation, how: Played) -> Section:
    """What can be chosen, with a letter for each choice, and how a group reads out what it did."""
    form = sheet(negotiation, how)
    turns = (
        [spoken(move.label) for move in form.game.moves]
        if isinstance(form, Paths)
        else form.game.players
    )
    rows: list[tuple[Entry, ...]] = [
        ("" if k else turn, DealForm.letter(k), name)
        for turn, names in zip(turns, _choice_names(negotiation, form), strict=True)
        for k, name in enumerate(names)
        if name
    ]
    heads = (
        Column("Move" if lens_of(how).moves else "Player"),
        Column("", "mark", "letter"),
        Column("Choice"),
    )
    first, second = "A" * len(turns), "B" * len(turns)
    if isinstance(form, Paths):
        said = _path_read_out(negotiation, form)
    elif lens_of(how).rounds:
        rounds = f"`7 {first} {second}` for the first two rounds of group 7"
        said = f"Write the letters of each round in this order, such as {rounds}."
    else:
        said = f"Read out one letter a player, in this order, such as `7 {first}` for group 7."
    return Section("What can be chosen", (Table(heads, tuple(rows)), Sentence(said, only="paper")))


def _path_read_out(negotiation: Negotiation, form: Paths) -> str:
    """How a group reads out the moves of its play, with an example in which letters differ."""
    told = [form.told(k)[:2] for k in range(len(form.game.payoffs))]
    words, letters = max(told, key=lambda one: (len({*one[1]}), -len(one[1])))
    sides = [the(negotiation.players[key].name) for key in negotiation.types]
    dealt = (
        f", after a letter for what {joined(sides)} privately {'were' if sides[1:] else 'was'}"
        if sides
        else ""
    )
    read = (
        "Read out the number of your group, and one letter for each move that was made, in "
        f"turn{dealt}."
    )
    return f"A letter stands for one move. {read} `7 {letters}` is “{spoken(words)}” in group 7."


def _choice_names(negotiation: Negotiation, form: Cells | Paths) -> list[list[str]]:
    """What stands beside the letters: options by the names that the slips have, and else whatever
    can be typed.
    """
    if isinstance(form, Paths):
        return action_words(negotiation)
    issues = [
        issue
        for key in negotiation.keys
        for issue in negotiation.issues.values()
        if issue.deciders == (key,)
    ]
    if len(issues) == len(form.names):
        named = zip(form.names, issues, strict=True)
        if all(own == [option.id for option in issue.options] for own, issue in named):
            return [[option_name(option) for option in issue.options] for issue in issues]
    return [[spoken(name) for name in own] for own in form.names]


def _guide(negotiation: Negotiation, form: DealForm, how: Played | None) -> Report:
    """What the teacher needs: aims, timing, what to say afterwards, and the answer key."""
    about = negotiation.about
    minutes = about.minutes or MINUTES
    spent = [max(round(share * minutes), 1) for share in TIMES.values()][:-1]
    spent.append(max(minutes - sum(spent), 1))
    own = "negotiate" if how is None else "play"
    times = [
        (what or own, counted(some, "minute")) for what, some in zip(TIMES, spent, strict=True)
    ]
    blocks: list[Block] = [Note("Instructor's guide. The answer key is here and on no other page.")]
    blocks += [Section("What it teaches", (Bullets(about.teaches),))] if about.teaches else []
    who = f"{capital(about.group)}. " if about.group else ""
    slip = ", one set of order forms a group" if slips(negotiation) else ""
    slip += ", and `cards` from which each group is dealt its types" if negotiation.jointly else ""
    blocks.append(
        section(
            f"{minutes} minutes",
            [("", f"{who}Pages: one `general` each, one brief a side{slip}."), *times],
        )
    )
    if notes := negotiation.briefs.get("teacher"):
        blocks.append(Section("Notes of the author", tuple(paragraphs(notes))))
    blocks += [*umpire(negotiation), *_key(negotiation, how)]
    negotiation = (
        by_outcome(negotiation) if how is None and negotiation.turns is None else negotiation
    )
    for player in negotiation.keys:
        answers = tuple(answer for _, answer in questions(negotiation, form, how, player))
        name = the(negotiation.players[player].name)
        blocks += (
            [Section(f"Answers to the questions of {name}", (Bullets(answers, 1),))]
            if answers
            else []
        )
    blocks.append(_happened(negotiation, form))
    kept = tuple(one for one in blocks if not isinstance(one, Section) or one.blocks)
    return Report(f"{negotiation.heading}: instructor's guide", kept, _names(negotiation))


def _key(negotiation: Negotiation, how: Played | None) -> Iterator[Section]:
    """What theory says: without talks, and of the deals that both would sign, or of moves in turn
    or repeated play.
    """
    first, lens = LENSES[0], TOGETHER if how is None else lens_of(how)
    talks = by_outcome(negotiation) if lens.signs else negotiation
    questions: list[tuple[str, Callable[[], object]]] = []
    if any(
        len(issue.deciders) == 1 and key not in negotiation.fixed
        for key, issue in negotiation.issues.items()
    ):
        questions.append((PLANS if lens.moves else first.brief, lambda: first.answer(negotiation)))
    questions += [(lens.brief, lambda: lens.answer(talks))] if lens is not first else []
    if lens.signs and deals(negotiation).rounds and not negotiation.repeats:
        questions.append(("Offers in turn", lambda: lens.answer(talks, talks="offers")))
    for title, ask in questions:
        try:
            blocks = report_of(ask(), Look()).blocks
        except NegotiateError:
            continue
        yield Section(
            title, (*blocks[:1], Note("`solve` shows the plans.")) if title == PLANS else blocks
        )


def _happened(negotiation: Negotiation, form: DealForm) -> Section:
    """What really came, as the form has it."""
    rows = [
        (capital(spoken(key)), form.code(package))
        for key, package in negotiation.happened.items()
        if {issue.id for issue in form.issues} <= {*package}
    ]
    return section("What really happened", [(key, f"`{code}` on the form") for key, code in rows])


def report(found: Kit, look: Look) -> Report:
    """Which pages there are, and for whom."""
    readers = {PUBLIC: "everybody", "teacher": "the teacher alone"}
    rows = tuple(
        Item(
            f"{one.name}.html",
            CUT if one.kind else f"for {readers.get(one.reader) or found.players[one.reader]}",
        )
        for one in found.documents
    )
    where = (
        f"in the folder `{found.folder}`" if found.folder else "in all. `--out FOLDER` writes them"
    )
    said = f"The kit has {counted(len(rows), 'page')} {where}."
    which = (
        "" if found.replaced == len(rows) else f": {joined([f'`{name}`' for name in found.older])}"
    )
    older = (
        f" {in_words(found.replaced)} older page{' was' if found.replaced == 1 else 's were'} "
        f"replaced{which}."
    )
    return Report(found.title, (Sentence(said + (older if found.replaced else "")), Items(rows)))


def report_document(found: Document, _: Look) -> Report:
    """The page itself."""
    return found.report
