"""What a seat sees: where the game stands, what was done since its last move, and what it may do. Nothing of others.

A view is made from what the seat may know alone: its own worth of a package, and events that it was told of. Once the
game is over everybody sees everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import product
from math import prod
from typing import Any

from negotiate.display import Shown, record
from negotiate.errors import IllegalAction, UnsuitableGame
from negotiate.play.endings import endings
from negotiate.play.forms import UMPIRE, Event
from negotiate.play.hints import FULL, OWN, hints
from negotiate.play.in_turn import InTurn
from negotiate.play.opponents import Opponents
from negotiate.play.rounds import Rounds
from negotiate.play.table import Table
from negotiate.play.talks import Talks
from negotiate.play.turns import ORDERS, RULING, WarGame
from negotiate.play.words import (
    Weighed,
    named,
    names,
    number,
    opening,
    option_words,
    package_words,
    today,
    unit_of,
)
from negotiate.report.blocks import Block, Column, Entry, Medium, Note, Report, Section, Sentence
from negotiate.report.blocks import Table as Rows
from negotiate.report.style import Look, capital, in_words, joined, of_each, spoken, the

TYPED = {
    "offer": "`ISSUE=OPTION …` makes an offer; what you leave out stays as on the table",
    "accept": "`accept` signs the offer",
    "reject": "`reject` refuses the offer without another",
    "walk": "`walk` ends the talks",
    "choose": "a name or a number chooses",
    "order": "`ISSUE=OPTION …` gives your orders; what you leave out stays as it is, and `hold` changes nothing",
}
"""What a person types for each verb."""
ASIDE = "`brief` shows your secret brief, `log` what has happened, `say …` speaks to the table, `help` all commands."


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
        What it came to, as `debrief` reads it after the number of a group; empty before the end, and of a war game.
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
    how = f"`--against NAME` chooses who plays for the computer; `--against {each}` chooses for each seat."
    rows = tuple((name, f"{capital(says)}.") for name, says in found.names.items())
    more = "A strategy may have parameters, as in `--against punish:periods=5`."
    return Report(
        "",
        (
            Sentence(how),
            Rows((Column("Name", key="name"), Column("What it does", key="says")), rows),
            *((Note(more),) if found.lens == "simulate" else ()),
        ),
    )


def brief_words(table: Table, event: Event) -> str:
    """An event in a few words: of news its title alone."""
    news = table.scenario.injects.get(str(event["move"].get("inject")))
    return f"News: {news.title}." if news is not None and news.title else told(table, event)


PLAINLY = {
    "accept": "{who} accepts the offer.",
    "reject": "{who} refuses the offer.",
    "walk": "{who} walks away. There is no deal.",
    "say": "{who} says: “{what}”",
    "back": "The umpire goes back to turn {what}.",
}
"""Verb → a sentence of who did it, and what."""


def told(table: Table, event: Event, *, dated: bool = True) -> str:
    """An event in a sentence, which says who moved where it was not the seat itself; of a turn's end, which it was."""
    by = event.get("by")
    return _told(table, event, dated) + (f" (This move was made by the {by}.)" if by in ("clock", "teacher") else "")


def _told(table: Table, event: Event, dated: bool) -> str:
    who, verb, move = opening(table, event["seat"]), event_verb(event), event["move"]
    if verb in PLAINLY:
        return PLAINLY[verb].format(who=who, what=move[verb])
    match verb:
        case "offer":
            return f"{who} offers: {package_words(table, move['offer'], today(table))}."
        case "choose":
            return _chosen(table, event)
        case "order":
            return _ordered(table, event["seat"], move["order"])
        case "inject":
            found = table.scenario.injects[move["inject"]]
            readers = [named(table, key) for key in table.form.seats if key in event["sees"]]
            alone = f" (For {joined(readers)} alone.)" if 0 < len(readers) < len(table.form.seats) else ""
            return f"{found.title or 'News'}: {found.says}{alone}"
        case "rule" | "override":
            return f"The umpire rules: {move[verb]['says']}"
        case "go" | "resolve":
            return _result(table, event, dated)
    return BEGINS


BEGINS = "The game begins."


def _ordered(table: Table, seat: str, orders: Mapping[str, str]) -> str:
    return f"{opening(table, seat)} orders: {package_words(table, orders) if orders else 'everything stays'}."


def _chosen(table: Table, event: Event) -> str:
    who, what = opening(table, event["seat"]), event["move"]["choose"]
    if not isinstance(table.form, InTurn):
        return f"{who} chooses {what}."
    game = table.form.game
    label = game.move_label(int(game.tree.parent[event["after"]["node"]]))
    return f"`{label}`: {who} chooses {what}."


def event_verb(event: Event) -> str:
    """What was done in an event."""
    return next(iter(event["move"]), "")


RESULTS = "The orders are in."


def _result(table: Table, event: Event, dated: bool) -> str:
    """What a turn came to."""
    result = event["after"].get("result")
    if not result:
        return RESULTS
    ends = f"Turn {result['turn']} ends: " if dated else ""
    if result["void"]:
        return f"{ends}the orders together cannot happen, so that everything stays as it was."
    before = event["before"].get("result") or {}
    words = package_words(table, result["package"], before.get("package") or _first(table))
    numbers = [
        f"{spoken(name)} {number(value)}{_rung(table, name, value)}" for name, value in result["numbers"].items()
    ]
    return f"{ends}{'; '.join([words, *numbers])}."


def _first(table: Table) -> dict[str, str]:
    """What stands before the first turn."""
    return dict(table.form.start(0.0)["package"])


def _rung(table: Table, name: str, value: float) -> str:
    rung = table.scenario.state[name].rung(value)
    return f" ({spoken(rung)})" if rung else ""


def view(table: Table, seat: str, since: int = 0, *, whole: bool = True, medium: Medium = "terminal") -> View:
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
        Where it is seen. At a terminal the seat types its moves, and is told how. A full screen builds them, and shows
        what it builds itself. A phone has buttons, and says itself for whom it waits and what others say.
    """
    blocks: list[Block] = []
    if whole:
        blocks.append(Sentence(f"You are {named(table, seat)}. {_where(table, seat)}".strip()))
    new = [event for event in table.seen(seat, since) if event["seat"] != seat]
    if seat == UMPIRE and whole:  # its orders stand below, once
        new = [event for event in new if "order" not in event["move"]]
    if medium == "phone":  # which shows what is said in a place of its own
        new = [event for event in new if event["kind"] != "message"]
    blocks += [Sentence(one) for one in map(partial(told, table), new) if one not in (BEGINS, RESULTS)]
    blocks += _of_form(table, seat, medium) if whole else ()
    if seat == UMPIRE:
        blocks += _for_umpire(table, whole)
    typed = medium == "terminal"
    blocks += _to_type(table, seat) if typed and seat != UMPIRE else ()
    return View(Report(table.scenario.heading if whole and typed else "", tuple(blocks), names(table)))


def _to_type(table: Table, seat: str) -> Iterator[Note]:
    """What a seat can type, or for whom it waits."""
    if seat not in table.to_move:
        yield Note(f"{capital(table.waiting)}.")
        return
    verbs = table.form.choices(table.state, seat).verbs
    yield Note(f"You can type: {'; '.join(TYPED[verb] for verb in verbs if verb in TYPED)}.")
    yield Note(ASIDE)
    if isinstance(table.form, WarGame) and table.seats[seat].help != OWN:
        yield Note("War games have no hints.")


def _where(table: Table, seat: str) -> str:
    form, state, kind = table.form, table.state, table.kind(seat)
    own = f" You are of the type `{kind}`." if kind else ""
    if isinstance(form, Talks):
        left = form.last - state["number"]
        end = " This is the last offer that can be made." if left == 1 else ""
        return f"Round {form.round_of(state)} of {form.rounds}.{own}{end}"
    if isinstance(form, WarGame):
        turns = form.length(state)
        period = f" A turn is {turns.period}." if turns.period else ""
        return f"Turn {min(state['turn'], turns.count)} of {turns.count}.{period}{own}"
    if isinstance(form, Rounds):
        return f"Round {min(state['round'], form.rounds)} of {form.rounds}."
    return own.strip()


def _of_form(table: Table, seat: str, medium: Medium) -> Iterator[Block]:
    form, typed = table.form, medium == "terminal"
    if isinstance(form, Talks):
        yield from _talks(table, form, seat, medium)
    elif isinstance(form, Rounds):
        yield from _rounds(table, form, seat)
    elif isinstance(form, WarGame):
        yield from _turn(table, form, seat, medium)
    elif isinstance(form, InTurn) and seat in table.to_move:
        yield from _known(table, form, seat)
    if typed and isinstance(form, Rounds | InTurn) and seat in table.to_move:
        found = form.choices(table.state, seat)
        yield _options(found.options, found.asked if isinstance(form, InTurn) else "Your choices")


def _built(table: Table, seat: str, medium: Medium, count: int) -> bool:
    """Whether so many issues, each with what it is now, stand where the seat builds its move, and need no table."""
    return medium == "screen" and len(table.form.choices(table.state, seat).issues) == count


def _talks(table: Table, form: Talks, seat: str, medium: Medium) -> Iterator[Block]:
    state, issues, typed = table.state, table.scenario.issues, medium == "terminal"
    offer, now = state["offer"], today(table)
    heads = [Column("Issue"), *([Column("To type")] if typed else []), Column("Today")]
    heads += [Column("On the table")] if offer else []
    rows = []
    for key in form.problem.issues:
        issue = issues[key]
        words = [option_words(issue, now[key]) if key in now else ""]
        words += [option_words(issue, offer[key])] if offer else []
        to_type = [f"`{key}=` {', '.join(issue.labels)}"] if typed else []
        rows.append((issue.name, *to_type, *words))
    if not _built(table, seat, medium, len(rows)):
        yield Rows(tuple(heads), tuple(rows))
    yield _worth(table, form, seat)


def _worth(table: Table, form: Talks, seat: str) -> Sentence:
    """What the offer is worth to the seat, beside what it has without a deal."""
    if table.state["offer"] is not None:
        return own_worth(table, seat, table.state["offer"], "the offer")
    if table.scenario.is_ordinal:
        return Sentence("Nothing is on the table. Your brief says which deals you prefer.")
    unit = table.scenario.players[seat].unit or "points"
    alone = number(form.alone(table.state, seat))
    return Sentence(f"Nothing is on the table. Without a deal you have {alone} {unit}.")


def own_worth(table: Table, seat: str, package: Mapping[str, str], called: str = "this deal") -> Sentence:
    """What a whole package is worth to a seat, beside what it has without a deal."""
    if found := weighed(table, seat, package):
        return Sentence(f"To you {called} is worth {found}.", tone=found.tone)
    return Sentence("Your brief says which deals you prefer.")


def weighed(table: Table, seat: str, package: Mapping[str, str]) -> Weighed | None:
    """What a package is worth to a seat, which sees no more than its own; None where deals are only ranked.

    Raises
    ------
    IllegalAction
        If the game has no packages, or there is no such one.
    """
    form, whole = _whole(table, package)
    if table.scenario.is_ordinal:
        return None
    found = form.worth(table.state, seat, [form.problem.index(whole)])[0]
    return Weighed(float(found), form.alone(table.state, seat), unit_of(table, seat))


def _whole(table: Table, package: Mapping[str, str]) -> tuple[Talks, dict[str, str]]:
    """The rules of talks, and a package with what it leaves out."""
    form = table.form
    if not isinstance(form, Talks):
        raise IllegalAction(
            "`worth` asks about a deal, and nothing is signed here", "`brief` says what outcomes are worth"
        )
    return form, form.completed(table.state, dict(package))


def _rounds(table: Table, form: Rounds, seat: str) -> Iterator[Block]:
    state, own = table.state, form.game.keys.index(seat)
    if state["last"]:
        words = [form.game.strategies[p][k].label for p, k in enumerate(state["last"])]
        yield Sentence(f"In the last round {of_each(form.game.players, [f'chose {one}' for one in words])}.")
        got = form.game.payoffs[(own, *state["last"])]
        yield Sentence(f"That gave you {number(float(got))}; so far you have {number(state['sums'][own])} in all.")
    if seat in table.seats and table.seats[seat].help == FULL:
        from negotiate.equilibrium.reports.matrix import matrix, slices  # noqa: PLC0415 - for who may see all payoffs

        drawn: list[Block] = [*slices(form.game, Look())]
        yield from drawn or [matrix(form.game, Look())]
    elif seat in table.seats:
        yield from _own_payoffs(form, seat)


def _own_payoffs(form: Rounds, seat: str) -> Iterator[Block]:
    """What each choice gives the seat against what the others can choose, where that is few."""
    game, own = form.game, form.game.keys.index(seat)
    others = [key for key in form.seats if key != seat]
    if prod(len(form.labels(key)) for key in others) > COLUMNS:
        return
    against = list(product(*(form.labels(key) for key in others)))
    rows: list[tuple[Entry, ...]] = []
    for label in form.labels(seat):
        cells = [form.cell(dict(zip(others, labels, strict=True)) | {seat: label}) for labels in against]
        possible = [game.feasible is None or bool(game.feasible[cell]) for cell in cells]
        got = [float(game.payoffs[(own, *cell)]) if can else None for cell, can in zip(cells, possible, strict=True)]
        rows.append((label, *got))
    who = joined([the(game.players[game.keys.index(key)]) for key in others])
    heads = [Column(", ".join(labels), "payoff") for labels in against]
    yield Rows((Column("You"), *heads), tuple(rows), title=f"What you get, by what {who} chooses" if others else "")


COLUMNS = 6
"""Combinations of the others' choices that stand side by side."""


def _turn(table: Table, form: WarGame, seat: str, medium: Medium) -> Iterator[Block]:
    """Where everything stands, what the seat decides, and what it has so far."""
    state, issues = table.state, table.scenario.issues
    shown = state if state["phase"] == ORDERS else state | state["before"]
    after = seat == UMPIRE and state["phase"] == RULING
    own = form.choices(state, seat).issues if seat != UMPIRE else {}
    to_type = (Column("To type"),) if medium == "terminal" and seat != UMPIRE else ()
    rows: list[tuple[Entry, ...]] = []
    for key, label in shown["package"].items():
        issue = issues[key]
        words = f"`{key}=` {', '.join(own[key])}" if len(own.get(key, ())) > 1 else ""
        then = (option_words(issue, state["package"][key]),) if after else ()
        rows.append((issue.name, *((words,) if to_type else ()), option_words(issue, label), *then))
    if not _built(table, seat, medium, len(rows)):
        yield Rows((Column("Issue"), *to_type, Column("Now"), *([Column(AFTER)] if after else [])), tuple(rows))
    numbers = tuple(
        (
            capital(spoken(name)),
            value,
            *((state["numbers"][name],) if after else ()),
            _rung(table, name, state["numbers"][name] if after else value).strip(" ()"),
        )
        for name, value in shown["numbers"].items()
    )
    if numbers:
        heads = [Column("Now" if after else "Value", "number"), *([Column(AFTER, "number")] if after else [])]
        yield Rows((Column("State"), *heads, Column("Rung")), numbers)
    if seat != UMPIRE and state["result"].get("got"):
        place = list(table.scenario.players).index(seat)
        got, so_far = number(state["result"]["got"][place]), number(state["sums"][place])
        yield Sentence(f"The last turn brought you {got}; so far you have {so_far} in all.")


AFTER = "After this turn"


def _for_umpire(table: Table, whole: bool) -> Iterator[Block]:
    """For whom the umpire waits, what the orders are, and what could be injected."""
    state, form = table.state, table.form
    assert isinstance(form, WarGame)
    if whole:
        yield from (Sentence(_ordered(table, key, own)) for key, own in state["orders"].items())
    if state["void"]:
        yield Sentence("The orders together cannot happen: the scenario rules them out. Everything stays as it was.")
    if state["phase"] == RULING:
        yield Sentence("The orders are in. `go` lets this result count; `override` changes it first.")
    left = len(form.left(state))
    if left and whole and state["phase"] == ORDERS:
        yield Sentence(
            f"{capital(in_words(left))} {'inject' if left == 1 else 'injects'} can still come: `injects` lists them."
        )
    waiting = [named(table, key) for key in table.to_move if key != UMPIRE]
    if waiting:
        verb = "has" if len(waiting) == 1 else "have"
        yield Note(f"{capital(joined(waiting))} {verb} not ordered yet. `help` lists what you can type.")


def injects(table: Table) -> View:
    """The news that can still come: when, for whom, and what a good table would do."""
    from negotiate.language.reports.page import Page  # noqa: PLC0415 - the pages of a class load every lens
    from negotiate.language.reports.turns import seers, trigger  # noqa: PLC0415 - the same

    form, found = table.form, table.scenario
    assert isinstance(form, WarGame)
    page = Page(found, True, True)
    rows = tuple(
        (name, one.title or f"{one.says[:SHORT].rstrip()}…", trigger(page, one), seers(found, one), one.expects)
        for name, one in ((key, found.injects[key]) for key in form.left(table.state))
    )
    heads = ("To type", "News", "Comes", "Read by", "Expected")
    return View(Report("News that can still come", (Rows(tuple(map(Column, heads)), rows),), names(table)))


SHORT = 40
"""Letters of news without a title."""


def done(table: Table, event: Event) -> str:
    """What a move of the umpire, or orders that it typed in, came to, in a sentence."""
    verb, move = event_verb(event), event["move"]
    if verb == "inject":
        sees = joined([named(table, key) for key in event["sees"]]) or "nobody"
        return f"{capital(sees)} {'reads' if len(event['sees']) < 2 else 'read'}: {told(table, event)}"
    if verb == "say":
        return f"All hear: “{move['say']}”"
    if verb == "back":
        return f"Back at the beginning of turn {move['back']}."
    if verb in ("rule", "override"):
        return f"{_set(table, event)} {move[verb]['says']}".strip()
    return told(table, event)


def _set(table: Table, event: Event) -> str:
    """What a ruling has set."""
    issues, state, said = table.scenario.issues, table.state, []
    for name in next(iter(event["move"].values())).get("set", {}):
        if name in issues:
            said.append(f"{spoken(issues[name].name)} is now {option_words(issues[name], state['package'][name])}")
        elif name in state["numbers"]:
            said.append(
                f"{spoken(name)} is now {number(state['numbers'][name])}{_rung(table, name, state['numbers'][name])}"
            )
        else:
            said.append(f"`{name}` is now {state['set'][name]}")
    return f"{capital(joined(said))}." if said else "The umpire rules:"


def _options(options: Iterable[str], asked: str) -> Block:
    rows = tuple((str(k), one) for k, one in enumerate(options, 1))
    return Rows((Column("", "mark", "Number"), Column(asked)), rows)


def _known(table: Table, form: InTurn, seat: str) -> Iterator[Block]:
    """What has been done, as far as the seat can tell: what all places have in common that look alike to it."""
    tree, node = form.game.tree, table.state["node"]
    alike = (tree.information_set == tree.information_set[node]).nonzero()[0].tolist()
    paths = [
        [(form.game.move_label(int(tree.parent[n])), form.game.action_label(n)) for n in form.game.path(one)[1:]]
        for one in alike[:MANY]
    ]
    common = [step for step in paths[0] if all(step in path for path in paths)]
    if common:
        yield Sentence("You know this: " + "; ".join(f"`{move}`: {action}" for move, action in common) + ".")


MANY = 10_000


def brief(table: Table, seat: str) -> Any:
    """The secret brief of a seat, with what everybody knows, as it stands; for the umpire that alone."""
    from negotiate.language.briefs import PUBLIC  # noqa: PLC0415 - for a brief alone
    from negotiate.pages.kit import page_for  # noqa: PLC0415 - the pages of a class load every lens

    reader = PUBLIC if seat == UMPIRE else seat
    if isinstance(table.form, WarGame):
        page = page_for(table.form.known(table.state, seat), reader, table.scenario, table.kind(seat))
    else:
        page = page_for(table.scenario, reader, kind=table.kind(seat))
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
    return View(Report("What has happened", (Rows((Column("", "count", "Event"), Column("What")), rows),)))


def worth(table: Table, seat: str, package: Mapping[str, str]) -> View:
    """What a package would be worth to a seat that asks.

    Raises
    ------
    IllegalAction
        If the game has no packages, or there is no such one.
    """
    _, whole = _whole(table, package)
    about = Sentence(f"{capital(package_words(table, whole, today(table)))}.")
    return View(Report("", (about, own_worth(table, seat, whole))))


def hint(table: Table, seat: str) -> View:
    """A hint from what the seat knows, or from what theory knows; see `hints`.

    Raises
    ------
    IllegalAction
        If the seat plays without hints.
    """
    if isinstance(table.form, WarGame):
        raise IllegalAction("war games have no hints", "`brief` says what you want")
    return View(Report("", tuple(map(Sentence, hints(table, seat)))))


def ending(table: Table) -> Ending:
    """How the game ended; see `endings`. Before that, who is waited for, and nothing else."""
    if table.ended:
        payoffs = table.form.payoffs(table.state)
        got = {} if payoffs is None else dict(zip(table.scenario.players, payoffs.tolist(), strict=True))
        letters = ""
        with suppress(UnsuitableGame):  # some games have none
            letters = table.result()
        return Ending(_end(table, endings(table)), table.form.lens, True, letters, got, table.state)
    blocks = (Sentence(f"The game is not over: {table.waiting}."),)
    return Ending(_end(table, blocks), table.form.lens, False, "", {}, {})


def _end(table: Table, blocks: tuple[Block, ...]) -> Report:
    return Report(table.scenario.heading, blocks, names(table))
