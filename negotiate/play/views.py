"""What a seat sees: where the game stands, what was done since its last move, and what it may do.
Nothing of others.

A view is made from what the seat may know alone: its own worth of a package, and events that it was
told of. Once the game is over everybody sees everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from negotiate.display import Shown, record
from negotiate.errors import IllegalAction, UnsuitableGame
from negotiate.play.endings import endings
from negotiate.play.forms import UMPIRE, Event
from negotiate.play.hints import OWN, hints
from negotiate.play.opponents import Opponents
from negotiate.play.table import Table
from negotiate.play.words import Weighed, named, names, opening, package_words, today, unit_of
from negotiate.report.blocks import Block, Column, Medium, Note, Report, Section, Sentence
from negotiate.report.blocks import Table as Rows
from negotiate.report.style import Look, capital

TYPED = {
    "offer": "`ISSUE=OPTION …` makes an offer; what you leave out stays as on the table",
    "accept": "`accept` signs the offer",
    "reject": "`reject` refuses the offer without another",
    "walk": "`walk` ends the talks",
    "choose": "a name or a number chooses",
    "order": (
        "`ISSUE=OPTION …` gives your orders; what you leave out stays as it is, and `hold` "
        "changes nothing"
    ),
}
"""What a person types for each verb."""
ASIDE = (
    "`brief` shows your secret brief, `log` what has happened, `say …` speaks to the table, "
    "`help` all commands."
)


@record
class View(Shown):
    """What a seat sees now.

    Parameters
    ----------
    report : Report
        In the words of its reader.
    """

    report: Report

    @property
    def lines(self) -> list[str]:
        """Its sentences and tables, line by line."""
        from negotiate.report.plain import plain  # noqa: PLC0415 - loaded for JSON alone

        return list(plain(self.report, True))


@record
class Ending(View):
    """How a game stands when people leave the table.

    Parameters
    ----------
    lens : str
        What was played.
    over : bool
        Whether the game is over.
    result : str
        What it came to, as `debrief` reads it after the number of a group; empty before the end,
        and of a war game.
    scores : Mapping[str, float]
        Player → what it has; empty before the end.
    state : Mapping[str, Any]
        Where it ended, as its log has it; empty before the end.
    """

    lens: str
    over: bool
    result: str
    scores: Mapping[str, float]
    state: Mapping[str, Any]


ONLY = {"View": ("lines",), "Ending": ("lens", "over", "result", "scores", "state", "lines")}
"""What leaves as JSON."""


def report(found: View, look: Look) -> Report:
    """As it was made."""
    return found.report


def report_opponents(found: Opponents, look: Look) -> Report:
    """Everybody who can sit down for the computer, and how one is chosen."""
    each = ",".join(f"{key}={name}" for key, name in zip(found.seats, found.names, strict=False))
    how = (
        f"`--against NAME` chooses who plays for the computer; `--against {each}` chooses for "
        "each seat."
    )
    rows = tuple((name, f"{capital(says)}.") for name, says in found.names.items())
    more = "A strategy may have parameters, as in `--against punish:periods=5`."
    return Report(
        "",
        (
            Sentence(how),
            Rows((Column("Name", key="name"), Column("What it does", key="says")), rows),
            *((Note(more),) if found.tuned else ()),
        ),
    )


def brief_words(table: Table, event: Event) -> str:
    """An event in a few words: of news its title alone."""
    news = table.scenario.injects.get(str(event["move"].get("inject")))
    return f"News: {news.title}." if news is not None and news.title else told(table, event)


PLAINLY = {
    "say": "{who} says: “{what}”",
    "back": "The umpire goes back to turn {what}.",
}
"""Verb → a sentence of who did it, and what."""


def told(table: Table, event: Event, *, dated: bool = True) -> str:
    """An event in a sentence, which says who moved where it was not the seat itself; of a turn's
    end, which it was.
    """
    by = event.get("by")
    return _told(table, event, dated) + (
        f" (This move was made by the {by}.)" if by in ("clock", "teacher") else ""
    )


def _told(table: Table, event: Event, dated: bool) -> str:
    who, verb, move = opening(table, event["seat"]), event_verb(event), event["move"]
    if verb in PLAINLY:  # what can be done at any table
        return PLAINLY[verb].format(who=who, what=move[verb])
    return table.form.sentence(table, event, dated) if move else BEGINS


BEGINS = "The game begins."


def event_verb(event: Event) -> str:
    """What was done in an event."""
    return next(iter(event["move"]), "")


RESULTS = "The orders are in."


def view(
    table: Table, seat: str, since: int = 0, *, whole: bool = True, medium: Medium = "terminal"
) -> View:
    """What a seat sees now.

    Parameters
    ----------
    table : Table
        Where it sits.
    seat : str
        Its player's key.
    since : int
        The last event that the seat has seen; later ones are told.
    whole : bool
        Whether to show where everything stands, besides what is new.
    medium : Medium
        Where it is seen. At a terminal the seat types its moves, and is told how. A full screen
        builds them, and shows what it builds itself. A phone has buttons, and says itself for whom
        it waits and what others say.
    """
    blocks: list[Block] = []
    if whole:
        before, behind = table.form.where(table.state)
        kind = f"You are of the type `{table.kind(seat)}`." if table.kind(seat) else ""
        here = (f"You are {named(table, seat)}.", before, kind, behind)
        blocks.append(Sentence(" ".join(filter(None, here))))
    new = [event for event in table.seen(seat, since) if event["seat"] != seat]
    if seat == UMPIRE and whole:  # its orders stand below, once
        new = [event for event in new if "order" not in event["move"]]
    if medium == "phone":  # which shows what is said in a place of its own
        new = [event for event in new if event["kind"] != "message"]
    blocks += [
        Sentence(one) for one in map(partial(told, table), new) if one not in (BEGINS, RESULTS)
    ]
    blocks += table.form.view(table, seat, medium, whole)
    typed = medium == "terminal"
    blocks += _to_type(table, seat) if typed and seat != UMPIRE else ()
    return View(
        Report(table.scenario.heading if whole and typed else "", tuple(blocks), names(table))
    )


def _to_type(table: Table, seat: str) -> Iterator[Note]:
    """What a seat can type, or for whom it waits."""
    if seat not in table.to_move:
        yield Note(f"{capital(table.waiting)}.")
        return
    verbs = table.form.choices(table.state, seat).verbs
    yield Note(f"You can type: {'; '.join(TYPED[verb] for verb in verbs if verb in TYPED)}.")
    yield Note(ASIDE)
    if table.form.unhinted and table.seats[seat].help != OWN:
        yield Note(f"{capital(table.form.unhinted)}.")


def built(table: Table, seat: str, medium: Medium, count: int) -> bool:
    """Whether so many issues, each with what it is now, stand where the seat builds its move, and
    need no table.
    """
    return medium == "screen" and len(table.form.choices(table.state, seat).issues) == count


def own_worth(
    table: Table, seat: str, package: Mapping[str, str], called: str = "this deal"
) -> Sentence:
    """What a whole package is worth to a seat, beside what it has without a deal."""
    if found := weighed(table, seat, package):
        return Sentence(f"To you {called} is worth {found}.", tone=found.tone)
    return Sentence("Your brief says which deals you prefer.")


def weighed(table: Table, seat: str, package: Mapping[str, str]) -> Weighed | None:
    """What a package is worth to a seat, which sees no more than its own; None where deals are only
    ranked.

    Raises
    ------
    IllegalAction
        If the game has no packages, or there is no such one.
    """
    whole = table.form.whole(table.state, package)
    if table.scenario.is_ordinal:
        return None
    worth, alone = table.form.weighed(table.state, seat, whole)
    return Weighed(worth, alone, unit_of(table, seat))


def options(options: Iterable[str], asked: str) -> Block:
    """What can be chosen, by number."""
    rows = tuple((str(k), one) for k, one in enumerate(options, 1))
    return Rows((Column("", "mark", "Number"), Column(asked)), rows)


def brief(table: Table, seat: str) -> Any:
    """The secret brief of a seat, with what everybody knows, as it stands; for the umpire that
    alone.
    """
    from negotiate.language.briefs import PUBLIC  # noqa: PLC0415 - for a brief alone
    from negotiate.pages.kit import page_for  # noqa: PLC0415 - the pages of a class load every lens

    reader = PUBLIC if seat == UMPIRE else seat
    known = table.form.scenario_for(table.scenario, table.state, seat)
    begun = None if known is table.scenario else table.scenario
    page = page_for(known, reader, begun, table.kind(seat))
    return replace(page, report=replace(page.report, blocks=tuple(_off_paper(page.report.blocks))))


def _off_paper(blocks: Iterable[Block]) -> Iterator[Block]:
    """What is not for paper alone; a section of which nothing is left goes, too."""
    for block in blocks:
        if isinstance(block, Section):
            if own := tuple(_off_paper(block.blocks)):
                yield replace(block, blocks=own)
        elif not isinstance(block, Sentence | Note) or block.only != "paper":
            yield block


def history(table: Table, seat: str) -> View:
    """All that a seat has been told of, in order."""
    rows = tuple((event["event"], told(table, event)) for event in table.seen(seat))
    return View(
        Report("What has happened", (Rows((Column("", "count", "Event"), Column("What")), rows),))
    )


def worth(table: Table, seat: str, package: Mapping[str, str]) -> View:
    """What a package would be worth to a seat that asks.

    Raises
    ------
    IllegalAction
        If the game has no packages, or there is no such one.
    """
    whole = table.form.whole(table.state, package)
    about = Sentence(f"{capital(package_words(table, whole, today(table)))}.")
    return View(Report("", (about, own_worth(table, seat, whole))))


def hint(table: Table, seat: str) -> View:
    """A hint from what the seat knows, or from what theory knows; see `hints`.

    Raises
    ------
    IllegalAction
        If the seat plays without hints.
    """
    if table.form.unhinted:
        raise IllegalAction(table.form.unhinted, "`brief` says what you want")
    return View(Report("", tuple(map(Sentence, hints(table, seat)))))


def ending(table: Table) -> Ending:
    """How the game ended; see `endings`. Before that, who is waited for, and nothing else."""
    if table.ended:
        payoffs = table.form.payoffs(table.state)
        got = (
            {}
            if payoffs is None
            else dict(zip(table.scenario.players, payoffs.tolist(), strict=True))
        )
        letters = ""
        with suppress(UnsuitableGame):  # some games have none
            letters = table.result()
        return Ending(_end(table, endings(table)), table.form.lens, True, letters, got, table.state)
    blocks = (Sentence(f"The game is not over: {table.waiting}."),)
    return Ending(_end(table, blocks), table.form.lens, False, "", {}, {})


def _end(table: Table, blocks: tuple[Block, ...]) -> Report:
    return Report(table.scenario.heading, blocks, names(table))
