"""The steps of a protocol in words."""

from __future__ import annotations

from collections.abc import Mapping

from negotiate.model.protocol import Action, Step
from negotiate.report.words import joined
from negotiate.views.reports.page import Page, Row, formula

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
