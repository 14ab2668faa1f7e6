"""What bounds a deal, in words: who signs, who must agree, what cannot be or be undone; and the steps of a protocol."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from negotiate.errors import NegotiateError
from negotiate.language.reports.page import Page, Row, formula, plain_number, section
from negotiate.model.expressions import ChoiceIsOneOf, ChoiceNumber, Expression
from negotiate.model.negotiation import Negotiation
from negotiate.model.protocol import Action, Step
from negotiate.model.red_lines import Bloc, Ratifier, RedLine
from negotiate.report.blocks import Section
from negotiate.report.words import capital, joined

SIGNED = "Red lines bind only signed deals. `solve` and `tree` only mark a crossing."
FEW, MANY = 3, 12
"""Of so many blocs the short page tells what each accepts; of more their votes; of very many only the largest."""
COUNTED = 200_000
"""In a scenario of at most so many packages the impossible ones are counted for its page."""


def limits(page: Page) -> Iterable[Section]:
    """A section for each bound that the file sets, and none where it sets nothing but what holds anyhow."""
    found, everybody = page.found, set(page.found.players)
    names = [joined([found.players[player].name for player in coalition]) for coalition in found.signers]
    bound = [set(coalition) for coalition in found.signers] != [everybody]
    yield section("Who may sign", [("", "; or ".join(filter(None, names)))] if bound else [])
    money = {
        p: f"one unit of its payoff is worth {plain_number(n)} of the common money"
        for p, n in found.side_payments.items()
    }
    yield section("Money may change hands", money.items())
    yield section("Impossible", [("", page.formula(condition)) for condition in found.infeasible])
    locked = {
        issue: f"once {joined([found.issues[issue].labels[i] for i in options], 'or')}, it cannot be changed back"
        for issue, options in found.irreversible.items()
        if options
    }
    yield section("Cannot be undone", locked.items())
    note = ("", SIGNED if _crossed_unsigned(found) else "")
    yield section("Red lines", [*((key, _red_line(page, line)) for key, line in found.red_lines.items()), note])
    yield section("Who else must agree", [(key, _ratifier(page, body)) for key, body in found.ratifiers.items()])


def _red_line(page: Page, line: RedLine) -> str:
    condition = page.formula(line.kept if line.insists else line.crossed)
    said = f"signs only if {condition}" if line.insists else f"never signs if {condition}"
    if line.cost is not None:
        price = page.formula(line.cost)
        said = f"signs if {condition}, but at a price: {price}"
        if line.insists:
            said = f"wants {condition}; signing without it costs {price}"
    return f"{page.who(line.player, opening=True)} {said}{page.reason(line.about)}"


def _crossed_unsigned(found: Negotiation) -> bool:
    """Whether somebody can cross a red line without any signature, by what it decides alone or by a move."""
    moved = {effect.issue for step in found.protocol for action in step.actions for effect in action.effects}
    open_to = moved | {key for key, issue in found.issues.items() if not issue.agreed}
    parts = (part for line in found.red_lines.values() for part in line.crossed.walk())
    return any(part.name in open_to for part in parts if isinstance(part, ChoiceIsOneOf | ChoiceNumber))


def _ratifier(page: Page, body: Ratifier) -> str:
    name = f"{capital(body.name)} " if body.name != body.id else ""
    said = f"{name}must ratify what {page.who(body.player)} signs"
    if not body.blocs:
        return f"{said}; accepts {_where(page, body.accepts, body.written.partition(': ')[2])}{page.reason(body.about)}"
    word = f" ({body.needs})" if isinstance(body.needs, str) else ""
    said += f", with {body.needed:,} of {body.votes:,} votes{word}"
    return f"{said}: {_blocs(page, body.blocs)}{page.reason(body.about)}"


def _blocs(page: Page, blocs: tuple[Bloc, ...]) -> str:
    if page.everything or len(blocs) <= FEW:
        return "; ".join(_bloc(page, bloc) for bloc in blocs)
    largest = sorted(blocs, key=lambda bloc: -bloc.votes)
    return ", ".join(page.few([f"{bloc.id} {bloc.votes:,}" for bloc in largest], MANY))


def _bloc(page: Page, bloc: Bloc) -> str:
    about = f" ({bloc.about})" if page.everything and bloc.about else ""
    return f"{bloc.id} with {bloc.votes:,} accepts {_where(page, bloc.accepts, bloc.written)}{about}"


def _where(page: Page, accepts: Expression, written: str) -> str:
    """What is accepted: the word for all or nothing, or a condition."""
    return written if written in ("everything", "nothing") else page.formula(accepts)


def on_table(found: Negotiation) -> str:
    """A sentence about what a deal sets; empty where it sets every issue."""
    if set(found.on_table) == set(found.issues):
        return ""
    others = [issue for issue in found.issues if issue not in found.on_table]
    if len(others) < len(found.on_table):
        return f" A deal sets every issue but {joined(others)}."
    return f" A deal sets {joined(list(found.on_table)) or 'nothing'}."


def impossible(found: Negotiation) -> int:
    """How many packages cannot happen; 0 too where counting them would take long."""
    if not found.infeasible or found.packages > COUNTED:
        return 0
    shape = tuple(len(issue.options) for issue in found.issues.values())
    try:
        mask = found.feasible(found.grid(tuple(found.issues), {}), shape)
    except NegotiateError:
        return 0
    return 0 if mask is None else int(np.count_nonzero(~mask))


_MANY = 8


def moves(page: Page) -> list[Row]:
    """A row a step: its number and name, who does what, and under which condition."""
    announced = _announced(page)
    return [
        (f"{number}. {step.id}", f"{_step(page, step, announced)}{page.reason(step.about)}")
        for number, step in enumerate(page.found.protocol, 1)
    ]


def _announced(page: Page) -> Mapping[str, str]:
    """Move → the issue that it speaks of, as far as a later action carries it out or its words tell."""
    protocol, issues = page.found.protocol, page.found.issues.values()
    effects = [effect for step in protocol for action in step.actions for effect in action.effects]
    guessed = {
        step.id: issue.id
        for step in protocol
        for issue in issues
        if all(action.id in issue.labels for action in step.actions)
    }
    return guessed | {effect.as_announced: effect.issue for effect in effects if effect.as_announced}


def _step(page: Page, step: Step, announced: Mapping[str, str]) -> str:
    when = f"if {page.formula(step.when)}, " if step.when is not None else ""
    if step.chance:
        *some, last = [f"{action.id}{_does(page, action)}" for action in step.actions]
        odds = [formula(one, page.found) for one in step.odds[:-1]]
        words = [f"{action} with probability {chance}, " for action, chance in zip(some, odds, strict=True)]
        return f"{when}chance decides: {''.join(words)}{'else ' if words else ''}{last}"
    done = [f"{action.id}{_does(page, action)}" for action in step.offered]
    verb = "chooses"
    if all(action.announced >= 0 for action in step.actions):
        verb, done = f"announces {announced.get(step.id, 'something')}", [action.id for action in step.offered]
    elif issue := _set_alone(page, step):
        verb, done = f"chooses {issue}", [action.id for action in step.offered]
    return f"{when}{_mover(page, step, not when)} {verb}: {joined(page.few(done, _MANY), 'or')}"


def _mover(page: Page, step: Step, opening: bool) -> str:
    """The mover, with what it does not see of what went before."""
    name, protocol = page.who(step.player, opening), page.found.protocol
    earlier = protocol[: protocol.index(step)]
    unseen = [s.id for s in earlier if step.sees is not None and s.id not in step.sees and s.player != step.player]
    return f"{name}, who does not see {joined(unseen, 'or')}," if unseen else name


def _set_alone(page: Page, step: Step) -> str:
    """The one issue of which every action sets the option that it is named after, and does no more; else empty."""
    effects = [effect for action in step.actions for effect in action.effects]
    if len({effect.issue for effect in effects}) != 1 or not all(len(action.effects) == 1 for action in step.actions):
        return ""
    labels = page.found.issues[effects[0].issue].labels
    named = all(e.option >= 0 and labels[e.option] == a.id for a, e in zip(step.actions, effects, strict=True))
    return effects[0].issue if named else ""


def _does(page: Page, action: Action) -> str:
    if not page.everything:
        return ""
    done = [
        f"{e.issue} as in {e.as_announced}" if e.as_announced else page.package({e.issue: e.option})
        for e in action.effects
    ]
    done += [f"signed by {joined(list(map(page.who, action.signs)))}"] if action.signs else []
    return f" ({', '.join(done)})" if done else ""
