"""A war game in turns, in words: how it is played, the numbers that change meanwhile, and what the
umpire injects.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from negotiate.language.reports.page import Page, Row, plain_number, section, settings
from negotiate.model.negotiation import Negotiation
from negotiate.model.protocol import Inject, StateNumber, Turns
from negotiate.report.blocks import Section
from negotiate.report.style import in_words, joined, the

ORDERS = {
    "together": "In each turn all players give secret orders, which count at once.",
    "in turn": "In each turn one player after the other gives its orders, and sees those before.",
}
KEPT = (
    "An order stays in force until it is changed. An issue that several decide changes when all "
    "of them order the same."
)


def in_turns(page: Page) -> Iterable[Section]:
    """How it is played, the state, and the injects; nothing where the file is silent."""
    found = page.found
    turns = (
        []
        if found.turns is None
        else [("", f"{length(found.turns)} {ORDERS[found.turns.order]} {KEPT}")]
    )
    yield section("A war game in turns", turns)
    yield section(
        "State, which turns and `--set` change",
        [(key, _number(page, one)) for key, one in found.state.items()],
    )
    yield section(
        "Injects, for the umpire alone",
        [row for one in found.injects.values() for row in _inject(page, one)],
    )


def length(turns: Turns) -> str:
    """How many turns, and what each stands for."""
    period = f", each {turns.period}" if turns.period else ""
    return f"{in_words(turns.count)} {'turn' if turns.count == 1 else 'turns'}{period}."


def _number(page: Page, one: StateNumber) -> str:
    held = page.found.parameters[one.id]
    span = (
        ""
        if held.low is None or held.high is None
        else f", {plain_number(held.low)} to {plain_number(held.high)}"
    )
    value = f"{plain_number(held.value)} {held.unit}".strip() + span
    then = "" if one.next is None else f"after a turn: {page.formula(one.next)}"
    more = (
        (held.distribution.says if held.distribution else "", held.source)
        if page.everything
        else ()
    )
    return "; ".join(filter(None, (value, then, ladder(one.rungs), *more))) + page.reason(
        held.about
    )


def ladder(rungs: Mapping[str, float]) -> str:
    """The rungs of a ladder, from the lowest: "rungs: calm from 0, threats from 3"."""
    return (
        f"rungs: {', '.join(f'{rung} from {plain_number(start)}' for rung, start in rungs.items())}"
        if rungs
        else ""
    )


def _inject(page: Page, one: Inject) -> Iterable[Row]:
    """When it comes, what it says and to whom, what it changes, and what is expected."""
    changes = changed(one)
    made = f" [{', '.join(changes)}]" if changes else ""
    titled = f"{one.title}: " if one.title else ""
    yield (
        one.id,
        f"{trigger(page, one)}, for {seers(page.found, one)}. {titled}{one.says}{made}".strip(),
    )
    if one.expects:
        yield "", f"Expected: {one.expects}"


def changed(one: Inject) -> list[str]:
    """What an inject sets, fixes and takes away."""
    return [*settings({**one.settings, **one.fixes}), *(f"without {gone}" for gone in one.removals)]


def seers(found: Negotiation, one: Inject) -> str:
    """Who reads an inject, inside a sentence."""
    if set(one.sees) == set(found.players):
        return "everybody"
    return joined([the(found.players[key].name) for key in one.sees]) or "nobody"


def trigger(page: Page, one: Inject) -> str:
    """When an inject comes, as the start of a sentence."""
    if one.turn is not None:
        return f"Turn {one.turn}"
    return "When the umpire likes" if one.when is None else f"When {page.formula(one.when)}"
