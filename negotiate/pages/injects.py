"""The umpire's pages of a war game: cards with the news to hand out, and the list of when each
comes and why.
"""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.language.reports.page import Page, Row, plain_number
from negotiate.language.reports.turns import KEPT, ORDERS, changed, ladder, length, seers, trigger
from negotiate.model.expressions import ParameterValue
from negotiate.model.negotiation import Negotiation
from negotiate.model.protocol import Inject
from negotiate.report.blocks import Block, Bullets, Column, Note, Report, Section, Sentence, Table
from negotiate.report.style import capital, spoken

HANDED = (
    "Cut the cards apart. The umpire hands out each card when its news comes, and only to "
    "those whom it names."
)
NEVER = "When each inject comes, and what a good table would do, stands here and on no other page."

FIRST = (
    "They are about the first turn, taken by itself. `--set` with another start of the state "
    "asks about a later turn."
)


def cards(negotiation: Negotiation) -> Report:
    """A card for each inject that says something: whom it is for, and the news, and nothing
    else.
    """
    blocks: list[Block] = [Note(HANDED)]
    for one in negotiation.injects.values():
        if one.says and one.sees:
            said = (Note(f"For {seers(negotiation, one)}."), Sentence(one.says, apart=True))
            blocks.append(Section(_title(one), said))
    names = tuple(player.name for player in negotiation.players.values())
    return Report(f"{negotiation.heading}: inject cards", tuple(blocks), names)


def has_cards(negotiation: Negotiation) -> bool:
    """Whether there is news to hand out."""
    return any(one.says and one.sees for one in negotiation.injects.values())


def umpire(negotiation: Negotiation) -> Iterator[Section]:
    """What the umpire needs: how each number of the state changes, and each inject with its trigger
    and response.
    """
    page = Page(negotiation, True, True)
    numbers = tuple(_number(negotiation, key) for key in negotiation.state)
    yield Section("State, worked out after each turn", (Bullets(numbers),) if numbers else ())
    yield Section(
        "What the answers below are about",
        (Sentence(FIRST),) if negotiation.turns is not None else (),
    )
    rows = tuple(
        (
            _title(one),
            trigger(page, one),
            seers(negotiation, one),
            "; ".join(changed(one)),
            one.expects,
        )
        for one in negotiation.injects.values()
    )
    heads = tuple(map(Column, ("Inject", "Comes", "Read by", "Changes", "Expected")))
    yield Section("Injects", (Table(heads, rows), Sentence(NEVER)) if rows else ())


def _number(negotiation: Negotiation, key: str) -> str:
    """Where a number starts and how it changes, with the parameters in its formula as they are at
    the start.
    """
    one, known = negotiation.state[key], negotiation.parameters
    said = [f"`{key}` starts at {plain_number(known[key].value)}."]
    if one.next is None:
        said.append("It changes by your ruling alone.")
    else:
        named = {part.name for part in one.next.walk() if isinstance(part, ParameterValue)} - {
            *negotiation.state
        }
        said.append(f"After a turn it is `{Page(negotiation, True).formula(one.next)}`.")
        said += [
            f"`{name}` is {plain_number(known[name].value)} at first."
            for name in known
            if name in named
        ]
    return " ".join([*said, f"{capital(ladder(one.rungs))}." if one.rungs else ""]).strip()


def in_turns(negotiation: Negotiation) -> Iterator[Row]:
    """How it is played in turns, and where the state starts, for everybody."""
    if negotiation.turns is not None:
        yield "", f"{length(negotiation.turns)} {ORDERS[negotiation.turns.order]} {KEPT}"
        for key, one in negotiation.state.items():
            held = negotiation.parameters[key]
            value = f"starts at {plain_number(held.value)} {held.unit}".strip()
            said = filter(None, (value, ladder(one.rungs), held.about.rstrip(".")))
            yield capital(spoken(key)), f"{'. '.join(map(capital, said))}."


def _title(one: Inject) -> str:
    return one.title or capital(spoken(one.id))
