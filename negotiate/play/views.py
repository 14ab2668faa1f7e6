"""What a seat sees: where the game stands, what was done since its last move, and what it may do. Nothing of others.

A view is made from what the seat may know alone: its own worth of a package, and events that it was told of. Once the
game is over everybody sees everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from negotiate.display import Shown, record
from negotiate.errors import IllegalAction, UnsuitableGame
from negotiate.model.wording import option_name
from negotiate.pages.classroom import held
from negotiate.pages.kit import page_for
from negotiate.play.forms import CHANCE, UMPIRE, Event
from negotiate.play.in_turn import InTurn
from negotiate.play.rounds import Rounds
from negotiate.play.table import Table
from negotiate.play.talks import Talks
from negotiate.report.blocks import Block, Column, Note, Plot, Report, Sentence
from negotiate.report.blocks import Table as Rows
from negotiate.report.registry import report_of
from negotiate.report.style import Look, decimals, rounded
from negotiate.report.words import of_each, the

TYPED = {
    "offer": "`ISSUE=OPTION …` makes an offer; what you leave out stays as on the table",
    "accept": "`accept` signs the offer",
    "reject": "`reject` refuses the offer without another",
    "walk": "`walk` ends the talks",
    "choose": "a name or a number chooses",
    "order": "`ISSUE=OPTION …` gives your orders; what you leave out stays as it is",
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


def report(found: View, look: Look) -> Report:
    """As it was made."""
    return found.report


def named(table: Table, key: str) -> str:
    """A seat by its name, for the middle of a sentence."""
    players = table.scenario.players
    return the(players[key].name) if key in players else {UMPIRE: "the umpire", CHANCE: "chance"}.get(key, key)


def opening(table: Table, key: str) -> str:
    """The same, for the beginning of a sentence."""
    name = named(table, key)
    return name[:1].upper() + name[1:]


def package_words(table: Table, package: Mapping[str, str], beside: Mapping[str, str] | None = None) -> str:
    """A package in words; of its options those that another package has not."""
    issues, words = table.scenario.issues, []
    for key, option in package.items():
        if beside is None or beside.get(key) != option:
            issue = issues[key]
            words.append(f"{issue.name}: {option_name(issue.options[issue.labels.index(option)])}")
    return "; ".join(words) or "everything as it is today"


def today(table: Table) -> dict[str, str]:
    """Issue → the option that it has today."""
    found = table.scenario
    return {key: found.issues[key].labels[place] for key, place in found.status_quo.items()}


def told(table: Table, event: Event) -> str:
    """An event in a sentence, which says who moved where it was not the seat itself."""
    by = event.get("by")
    return _told(table, event) + (f" (This move was made by the {by}.)" if by in ("clock", "teacher") else "")


def _told(table: Table, event: Event) -> str:
    who, move = opening(table, event["seat"]), event["move"]
    match event["kind"], next(iter(move), ""):
        case "start", _:
            return "The game begins."
        case "message", _:
            return f"{who} says: “{move['say']}”"
        case "move", "offer":
            return f"{who} offers: {package_words(table, event['after'].get('offer') or {}, today(table))}."
        case "move", "accept":
            return f"{who} accepts the offer."
        case "move", "reject":
            return f"{who} refuses the offer."
        case "move", "walk":
            return f"{who} walks away. There is no deal."
        case "move", "choose":
            if isinstance(table.form, InTurn):
                tree, node = table.form.game, event["after"].get("node", 0)
                label = tree.move_label(int(tree.tree.parent[node]))
                return f"`{label}`: {who if event['seat'] != CHANCE else 'chance'} chooses {move['choose']}."
            return f"{who} chooses {move['choose']}."
    return f"{who}: {event['kind']}."


def view(table: Table, seat: str, since: int = 0, *, typed: bool = True) -> View:
    """What a seat sees now.

    Parameters
    ----------
    table : Table
        Where it sits.
    seat : str
        Its player's key.
    since : int
        The last event that the seat has seen; later ones are told.
    typed : bool
        Whether the seat types its moves, and is told how. A phone has buttons, and says itself for whom it waits.
    """
    blocks: list[Block] = [Sentence(f"You are {named(table, seat)}. {_where(table, seat)}")]
    news = [told(table, event) for event in table.seen(seat) if event["event"] > since and event["seat"] != seat]
    blocks += [Sentence(one) for one in news if one != told_start]
    blocks += _of_form(table, seat, typed)
    if not typed:
        return View(Report("", tuple(blocks), _names(table)))
    if seat in table.to_move:
        choices = table.form.choices(table.state, seat)
        blocks.append(Note(f"You can type: {'; '.join(TYPED[verb] for verb in choices.verbs if verb in TYPED)}."))
        blocks.append(Note(ASIDE))
    else:
        blocks.append(Note(f"{table.waiting[:1].upper()}{table.waiting[1:]}."))
    return View(Report(table.scenario.heading, tuple(blocks), _names(table)))


told_start = "The game begins."


def _names(table: Table) -> tuple[str, ...]:
    return tuple(player.name for player in table.scenario.players.values())


def _where(table: Table, seat: str) -> str:
    form, state = table.form, table.state
    if isinstance(form, Talks):
        kind = state["types"].get(seat)
        own = f" You are of the type `{kind}`." if kind else ""
        left = form.last - state["number"]
        end = " This is the last offer that can be made." if left == 1 else ""
        return f"Round {form.round_of(state)} of {form.rounds}.{own}{end}"
    if isinstance(form, Rounds):
        return f"Round {min(state['round'], form.rounds)} of {form.rounds}."
    return ""


def _of_form(table: Table, seat: str, typed: bool) -> Iterator[Block]:
    form = table.form
    if isinstance(form, Talks):
        yield from _talks(table, form, seat, typed)
    elif isinstance(form, Rounds):
        yield from _rounds(table, form, seat)
    elif isinstance(form, InTurn) and seat in table.to_move:
        yield from _known(table, form, seat)
    if typed and not isinstance(form, Talks) and seat in table.to_move:
        found = form.choices(table.state, seat)
        yield _options(found.options, found.asked if isinstance(form, InTurn) else "Your choices")


def _talks(table: Table, form: Talks, seat: str, typed: bool) -> Iterator[Block]:
    state, issues = table.state, table.scenario.issues
    offer, now = state["offer"], today(table)
    heads = [Column("Issue"), *([Column("To type", key="key")] if typed else []), Column("Today")]
    heads += [Column("On the table")] if offer else []
    rows = []
    for key in form.problem.issues:
        issue = issues[key]
        words = [option_name(issue.options[issue.labels.index(one)]) if one else "" for one in (now.get(key, ""),)]
        words += [option_name(issue.options[issue.labels.index(offer[key])])] if offer else []
        to_type = [f"`{key}=` {', '.join(issue.labels)}"] if typed else []
        rows.append((issue.name, *to_type, *words))
    yield Rows(tuple(heads), tuple(rows))
    yield Sentence(_worth(table, form, seat))


def _worth(table: Table, form: Talks, seat: str) -> str:
    """What the offer is worth to the seat, beside what it has without a deal."""
    alone, unit = form.alone(table.state, seat), table.scenario.players[seat].unit or "points"
    if table.scenario.is_ordinal:
        return "Your brief says which deals you prefer."
    if table.state["offer"] is None:
        return f"Nothing is on the table. Without a deal you have {_number(alone)} {unit}."
    worth = float(form.worth(table.state, seat, [form.problem.index(table.state["offer"])])[0])
    better = "more than" if worth > alone else "less than" if worth < alone else "as much as"
    return f"To you the offer is worth {_number(worth)} {unit}: {better} no deal, which is worth {_number(alone)}."


def _number(x: float) -> str:
    return rounded(x, decimals([x]))


def _rounds(table: Table, form: Rounds, seat: str) -> Iterator[Block]:
    state, own = table.state, form.game.keys.index(seat)
    if state["last"]:
        words = [form.game.strategies[p][k].label for p, k in enumerate(state["last"])]
        yield Sentence(f"In the last round {of_each(form.game.players, [f'chose {one}' for one in words])}.")
        got = form.game.payoffs[(own, *state["last"])]
        yield Sentence(f"That gave you {_number(float(got))}; so far you have {_number(state['sums'][own])} in all.")


def _options(options: Iterable[str], asked: str) -> Block:
    rows = tuple((str(k), one) for k, one in enumerate(options, 1))
    return Rows((Column("", "mark", "number"), Column(asked)), rows)


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
    """The secret brief of a seat, with what everybody knows."""
    return page_for(table.scenario, seat)


def history(table: Table, seat: str) -> View:
    """All that a seat has been told of, in order."""
    rows = tuple((event["event"], told(table, event)) for event in table.seen(seat))
    return View(Report("What has happened", (Rows((Column("", "count", "event"), Column("What")), rows),)))


def ending(table: Table) -> View:
    """How the game ended: what each has, what theory says, and what would have been better for both."""
    blocks: list[Block] = [Sentence(one) for one in _outcome(table)]
    try:
        found = held(table.scenario, {"1": table.result()}, table.form.lens)
    except UnsuitableGame:
        return View(Report(table.scenario.heading, tuple(blocks), _names(table)))
    said = report_of(found, Look())
    return View(
        Report(table.scenario.heading, (*blocks, *(one for one in said.blocks if isinstance(one, Plot))), _names(table))
    )


def came_to(table: Table) -> Iterator[str]:
    """How talks ended, without what that is worth."""
    state, form = table.state, table.form
    if isinstance(form, Talks) and state["end"]:
        if state["end"] == "deal":
            yield f"You have a deal: {package_words(table, state['offer'], today(table))}."
        else:
            yield {"walk": f"{opening(table, state['by'] or '')} walked away.", "deadline": "Time is up."}[
                state["end"]
            ] + " There is no deal."


def _outcome(table: Table) -> Iterator[str]:
    yield from came_to(table)
    payoffs = table.form.payoffs(table.state)
    if payoffs is not None and not table.scenario.is_ordinal:
        words = [f"gets {_number(float(x))}" for x in payoffs]
        yield f"{of_each(_names(table), words)}."


def worth(table: Table, seat: str, package: Mapping[str, str]) -> View:
    """What a package would be worth to a seat that asks.

    Raises
    ------
    IllegalAction
        If the game has no packages, or there is no such one.
    """
    form = table.form
    if not isinstance(form, Talks):
        raise IllegalAction(
            "`worth` asks about a deal, and nothing is signed here", "`brief` says what outcomes are worth"
        )
    whole = form.completed(table.state, dict(package))
    found = float(form.worth(table.state, seat, [form.problem.index(whole)])[0])
    unit = table.scenario.players[seat].unit or "points"
    said = f"To you this deal would be worth {_number(found)} {unit}: {package_words(table, whole, today(table))}."
    return View(Report("", (Sentence(said),)))


def hint(table: Table, seat: str) -> View:
    """A hint from what the seat knows.

    Raises
    ------
    IllegalAction
        If the seat plays without hints.
    """
    if table.seats[seat].help == "own":
        raise IllegalAction("you play without hints", "`--coach hints` gives hints from the next game on")
    return View(Report("", (Sentence("There is no hint for this."),)))
