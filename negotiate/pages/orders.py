"""Order forms: a slip a move, on which a side ticks what it does.

The moves come from the protocol. Without one, all sides choose at once, and each has a slip for
what it decides alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from negotiate.language.reports.page import Page
from negotiate.model.chance import Event
from negotiate.model.expressions import Expression, Number, Operation, ParameterValue
from negotiate.model.negotiation import Negotiation, type_odds
from negotiate.model.protocol import Action, Step
from negotiate.model.wording import action_name, option_name
from negotiate.pages.deals import together
from negotiate.pages.sheets import NEGLIGIBLE
from negotiate.report.blocks import Block, Column, Note, Report, Section, Sentence, Table
from negotiate.report.style import capital, joined, odds, spoken, steady, the

BOX = "☐"
IN_TURNS = {
    "together": (
        "In each turn all sides fill in a slip at the same time. What is left open stays as it is."
    ),
    "in turn": (
        "In each turn one side after the other fills in a slip. What is left open stays as it is."
    ),
}
"""Order of a war game → when its slips are filled in."""
AT_ONCE = "all sides fill in their slips at the same time, and then turn them over."
DIGITS = 4
"""Decimals of a probability that are written out; a longer one is a fraction, or rounded."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What one side ticks.

    Parameters
    ----------
    title : str
        Who chooses, and of a move which one it is.
    when : str
        When the slip is filled in.
    choices : tuple of (str, tuple of str)
        What is chosen, with what may be chosen.
    """

    title: str
    when: str
    choices: tuple[tuple[str, tuple[str, ...]], ...]


def slips(negotiation: Negotiation, signs: bool = True) -> tuple[Slip, ...]:
    """A slip for each move of a player, in the order of the protocol; or one a player, at once or
    each turn.

    Parameters
    ----------
    negotiation : Negotiation
        What is played.
    signs : bool
        Whether a deal can be signed: then slips for choices at once count only without one, and
        slips for moves say what each action sets. Where nothing is signed, a side's sheet says what
        each ending is worth.
    """
    if negotiation.turns is not None or not negotiation.protocol:
        chosen = negotiation.turns is not None or negotiation.no_deal == "equilibrium"
        return tuple(_at_once(negotiation, signs)) if chosen else ()
    found = []
    for place, step in enumerate(negotiation.protocol, 1):
        if not step.chance:
            title = f"Move {place}: {the(negotiation.players[step.player].name)}"
            options = tuple(capital(_named(negotiation, action, signs)) for action in step.offered)
            found.append(
                Slip(title, _when(negotiation, step), ((capital(spoken(step.id)), options),))
            )
    return tuple(found)


def _at_once(negotiation: Negotiation, signs: bool) -> Iterator[Slip]:
    for key, player in negotiation.players.items():
        choices = tuple(
            (issue.name, tuple(map(option_name, issue.options)))
            for issue in negotiation.issues.values()
            if issue.deciders == (key,) and issue.id not in negotiation.fixed and issue.options[1:]
        )
        if choices:
            when = f"Without a deal, {AT_ONCE}" if signs else capital(AT_ONCE)
            when = IN_TURNS[negotiation.turns.order] if negotiation.turns is not None else when
            yield Slip(the(player.name, True), when, choices)


def moves(negotiation: Negotiation, signs: bool = True) -> Iterator[tuple[str, str]]:
    """Who moves when, for everybody; with what each action sets, where a deal can be signed."""
    for place, step in enumerate(negotiation.protocol, 1):
        done = [_named(negotiation, action, signs) for action in step.offered]
        if step.chance and not negotiation.disputed(step):
            shares = [_share(negotiation, p) for p in step.odds]
            some = [
                f"{action} with probability {p}" for action, p in zip(done, shares, strict=True)
            ]
            done = [*some[:-1], f"else {done[-1]}"]
        who = (
            "Chance decides"
            if step.chance
            else f"{the(negotiation.players[step.player].name, True)} chooses"
        )
        judged = "Each side judges the odds for itself. " if negotiation.disputed(step) else ""
        said = f"{who}: {joined(done, 'or')}. {judged}{_when(negotiation, step)}"
        yield f"{place}. {spoken(step.id)}", said.strip()


def chances(negotiation: Negotiation) -> Iterator[tuple[str, str]]:
    """What each player may privately be, and what events may come, with the probabilities that
    everybody knows.
    """
    yield from together(negotiation)
    linked = negotiation.jointly[0].types if negotiation.jointly else ()
    for (key, types), shares in zip(negotiation.types.items(), type_odds(negotiation), strict=True):
        if key in linked:
            continue
        said = [
            f"{spoken(one.id)} with probability {odds(float(p))}"
            for one, p in zip(types, shares, strict=True)
        ]
        yield negotiation.players[key].name, joined(said, "or")
    for event in negotiation.events.values():
        yield (
            event.name,
            outcomes(negotiation, event, negotiation.keys[0]) if event.common else _outcomes(event),
        )


def outcomes(negotiation: Negotiation, event: Event, player: str) -> str:
    """What may come, as likely as a player holds it."""
    words = [_share(negotiation, one) for one in event.odds[player]]
    return joined(
        [
            f"{option_name(one)} with probability {p}"
            for one, p in zip(event.outcomes, words, strict=True)
        ],
        "or",
    )


def _share(negotiation: Negotiation, share: Expression) -> str:
    """A probability as a number; as a formula where it depends on what is decided or comes."""
    if all(isinstance(part, Number | ParameterValue | Operation) for part in share.walk()):
        p = steady(float(share.evaluate(negotiation.grid((), negotiation.status_quo)).flat[0]))
        return f"{p:g}" if abs(p - round(p, DIGITS)) < NEGLIGIBLE else odds(p)
    return Page(negotiation, False, True).formula(share)


def _outcomes(event: Event) -> str:
    return joined([option_name(one) for one in event.outcomes], "or")


def orders(negotiation: Negotiation, found: tuple[Slip, ...]) -> Report:
    """All slips of one group, to be cut apart."""
    sets = (
        "one set a group"
        if negotiation.turns is None
        else f"{negotiation.turns.count} sets a group, one a turn"
    )
    blocks: list[Block] = [
        Note(f"Cut the slips apart, {sets}. Hand out each slip when its turn comes.")
    ]
    for slip in found:
        tables = [
            Table(
                (Column("", "mark", "tick"), Column(what)),
                tuple((BOX, option) for option in options),
            )
            for what, options in slip.choices
        ]
        one = "Tick one line of each table." if tables[1:] else "Tick one line."
        said = Sentence(f"{slip.when} {one}".strip())
        blocks.append(Section(slip.title, (said, *tables, Sentence("Group ______"))))
    names = tuple(player.name for player in negotiation.players.values())
    return Report(f"{negotiation.heading}: order forms", tuple(blocks), names)


def _when(negotiation: Negotiation, step: Step) -> str:
    """The condition of a move, and what its player does not see."""
    earlier = negotiation.protocol[: negotiation.protocol.index(step)]
    unseen = [
        one
        for one in earlier
        if step.sees is not None and one.id not in step.sees and one.player != step.player
    ]
    said = (
        []
        if step.when is None
        else [f"Only if {Page(negotiation, False, True).formula(step.when)}."]
    )
    said += (
        [f"Played without knowing {joined([f'“{spoken(one.id)}”' for one in unseen])}."]
        if unseen
        else []
    )
    return " ".join(said)


def _named(negotiation: Negotiation, action: Action, whole: bool) -> str:
    """An action in words, with what it sets where that is wanted."""
    name, issues = action_name(negotiation, action), negotiation.issues
    if not whole:
        return name
    options = [
        "as announced" if one.as_announced else option_name(issues[one.issue].options[one.option])
        for one in action.effects
    ]
    said = [
        f"{issues[one.issue].name}: {option}"
        for one, option in zip(action.effects, options, strict=True)
    ]
    said += (
        [f"signed by {joined([the(negotiation.players[key].name) for key in action.signs])}"]
        if action.signs
        else []
    )
    only = options == [name] and not action.signs
    return name if only or not said else f"{name} ({'; '.join(said)})"
