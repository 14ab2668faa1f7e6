"""How a war game is told: where everything stands, what orders came to, what an umpire sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from negotiate.play.endings import types_told
from negotiate.play.forms import UMPIRE, Event
from negotiate.play.turn_rules import ORDERS, RULING, TurnRules
from negotiate.play.views import RESULTS, built, event_verb, told
from negotiate.play.words import named, names, number, opening, option_words, package_words, today
from negotiate.report.blocks import Block, Column, Entry, Note, Report, Sentence
from negotiate.report.blocks import Table as Rows
from negotiate.report.style import capital, in_words, joined, of_each, spoken

if TYPE_CHECKING:
    from negotiate.play.table import Table
    from negotiate.report.blocks import Medium


def _ordered(table: Table, seat: str, orders: Mapping[str, str]) -> str:
    return (
        f"{opening(table, seat)} orders: "
        f"{package_words(table, orders) if orders else 'everything stays'}."
    )


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
        f"{spoken(name)} {number(value)}{_rung(table, name, value)}"
        for name, value in result["numbers"].items()
    ]
    return f"{ends}{'; '.join([words, *numbers])}."


def _first(table: Table) -> dict[str, str]:
    """What stands before the first turn."""
    return dict(table.form.start(0.0)["package"])


def _rung(table: Table, name: str, value: float) -> str:
    rung = table.scenario.state[name].rung(value)
    return f" ({spoken(rung)})" if rung else ""


def position(table: Table, form: TurnRules, seat: str, medium: Medium) -> Iterator[Block]:
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
    if not built(table, seat, medium, len(rows)):
        yield Rows(
            (Column("Issue"), *to_type, Column("Now"), *([Column(AFTER)] if after else [])),
            tuple(rows),
        )
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
        heads = [
            Column("Now" if after else "Value", "number"),
            *([Column(AFTER, "number")] if after else []),
        ]
        yield Rows((Column("State"), *heads, Column("Rung")), numbers)
    if seat != UMPIRE and state["result"].get("got"):
        place = list(table.scenario.players).index(seat)
        got, so_far = number(state["result"]["got"][place]), number(state["sums"][place])
        yield Sentence(f"The last turn brought you {got}; so far you have {so_far} in all.")


AFTER = "After this turn"


def for_umpire(table: Table, form: TurnRules, whole: bool) -> Iterator[Block]:
    """For whom the umpire waits, what the orders are, and what could be injected."""
    state = table.state
    if whole:
        yield from (Sentence(_ordered(table, key, own)) for key, own in state["orders"].items())
    if state["void"]:
        yield Sentence(
            "The orders together cannot happen: the scenario rules them out. Everything stays as "
            "it was."
        )
    if state["phase"] == RULING:
        yield Sentence(
            "The orders are in. `go` lets this result count; `override` changes it first."
        )
    left = len(form.left(state))
    if left and whole and state["phase"] == ORDERS:
        yield Sentence(
            f"{capital(in_words(left))} {'inject' if left == 1 else 'injects'} can still come: "
            "`injects` lists them."
        )
    waiting = [named(table, key) for key in table.to_move if key != UMPIRE]
    if waiting:
        verb = "has" if len(waiting) == 1 else "have"
        yield Note(
            f"{capital(joined(waiting))} {verb} not ordered yet. `help` lists what you can type."
        )


def injects(table: Table, form: TurnRules) -> Report:
    """The news that can still come: when, for whom, and what a good table would do."""
    from negotiate.language.reports.page import Page  # noqa: PLC0415 - the pages of a class load every lens
    from negotiate.language.reports.turns import seers, trigger  # noqa: PLC0415 - the same

    found = table.scenario
    page = Page(found, True, True)
    rows = tuple(
        (
            name,
            one.title or f"{one.says[:SHORT].rstrip()}…",
            trigger(page, one),
            seers(found, one),
            one.expects,
        )
        for name, one in ((key, found.injects[key]) for key in form.left(table.state))
    )
    heads = ("To type", "News", "Comes", "Read by", "Expected")
    return Report(
        "News that can still come", (Rows(tuple(map(Column, heads)), rows),), names(table)
    )


SHORT = 40
"""Letters of news without a title."""


def set_by_ruling(table: Table, event: Event) -> str:
    """What a ruling has set."""
    issues, state, said = table.scenario.issues, table.state, []
    for name in next(iter(event["move"].values())).get("set", {}):
        if name in issues:
            said.append(
                f"{spoken(issues[name].name)} is now "
                f"{option_words(issues[name], state['package'][name])}"
            )
        elif name in state["numbers"]:
            said.append(
                f"{spoken(name)} is now "
                f"{number(state['numbers'][name])}{_rung(table, name, state['numbers'][name])}"
            )
        else:
            said.append(f"`{name}` is now {state['set'][name]}")
    return f"{capital(joined(said))}." if said else "The umpire rules:"


def ending(table: Table) -> Iterator[str]:
    """What a turn of a war game brought on average, and where the state ended."""
    yield from types_told(table)
    yield f"In the end: {package_words(table, table.state['package'], today(table))}."
    worth = table.form.payoffs(table.state)
    if worth is not None and not table.scenario.is_ordinal:
        yield (
            f"On average a turn brought {of_each(names(table), [number(float(x)) for x in worth])}."
        )
    for name, value in table.state["numbers"].items():
        rung = table.scenario.state[name].rung(value)
        if rung:
            yield f"{capital(spoken(name))} ended at {number(value)}: {spoken(rung)}."


def sentence(table: Table, event: Event, dated: bool) -> str:
    """An event in a sentence; of a turn's end, if `dated`, which turn it was."""
    verb, move = event_verb(event), event["move"]
    match verb:
        case "order":
            return _ordered(table, event["seat"], move["order"])
        case "inject":
            found = table.scenario.injects[move["inject"]]
            readers = [named(table, key) for key in table.form.seats if key in event["sees"]]
            alone = (
                f" (For {joined(readers)} alone.)"
                if 0 < len(readers) < len(table.form.seats)
                else ""
            )
            return f"{found.title or 'News'}: {found.says}{alone}"
        case "rule" | "override":
            return f"The umpire rules: {move[verb]['says']}"
    return _result(table, event, dated)


def confirmed(table: Table, event: Event) -> str:
    """What a move of the umpire, or orders that it typed in, came to, in a sentence."""
    verb, move = event_verb(event), event["move"]
    if verb == "inject":
        sees = joined([named(table, key) for key in event["sees"]]) or "nobody"
        return (
            f"{capital(sees)} {'reads' if len(event['sees']) < 2 else 'read'}: {told(table, event)}"
        )
    if verb == "say":
        return f"All hear: “{move['say']}”"
    if verb == "back":
        return f"Back at the beginning of turn {move['back']}."
    if verb in ("rule", "override"):
        return f"{set_by_ruling(table, event)} {move[verb]['says']}".strip()
    return told(table, event)
