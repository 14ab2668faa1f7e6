"""The steps of a protocol in words."""

from __future__ import annotations

from collections.abc import Mapping

from negotiate.model.negotiation import Negotiation
from negotiate.model.protocol import Action, Step
from negotiate.report.words import joined
from negotiate.views.reports.formulas import formula

_MANY = 8


def moves(found: Negotiation, everything: bool) -> list[tuple[str, str]]:
    """A row a step: its number and name, who does what, and under which condition."""
    announced = _announced(found)
    return [
        (f"{number}. {step.id}", _step(found, step, announced, everything))
        for number, step in enumerate(found.protocol, 1)
    ]


def _announced(found: Negotiation) -> Mapping[str, str]:
    """Move → the issue that it speaks of, as far as a later action carries it out or its words tell."""
    carried = {
        effect.as_announced: effect.issue
        for step in found.protocol
        for action in step.actions
        for effect in action.effects
        if effect.as_announced
    }
    guessed = {
        step.id: issue.id
        for step in found.protocol
        for issue in found.issues.values()
        if all(action.id in issue.labels for action in step.actions)
    }
    return {**guessed, **carried}


def _step(found: Negotiation, step: Step, announced: Mapping[str, str], everything: bool) -> str:
    when = f"if {formula(step.when, found)}, " if step.when is not None else ""
    about = f". {step.about}" if everything and step.about else ""
    if step.chance:
        odds = zip(step.actions, step.odds, strict=True)
        words = [f"{action.id} {formula(p, found)}{_does(found, action, everything)}" for action, p in odds]
        return f"{when}chance decides: {', '.join(words)}{about}"
    who, issue = _who(found, step), announced.get(step.id, "something")
    words = [action.id for action in step.offered]
    if all(action.announced >= 0 for action in step.actions):
        return f"{when}{who} announces {issue}: {_some(words, everything)}{about}"
    if _sets_one_issue(found, step):
        return f"{when}{who} sets {step.actions[0].effects[0].issue}: {_some(words, everything)}{about}"
    words = [f"{action.id}{_does(found, action, everything)}" for action in step.offered]
    return f"{when}{who} chooses: {_some(words, everything)}{about}"


def _who(found: Negotiation, step: Step) -> str:
    """The mover, with what it does not see of what went before."""
    name = found.players[step.player].name
    earlier = found.protocol[: found.protocol.index(step)]
    unseen = [s.id for s in earlier if step.sees is not None and s.id not in step.sees and s.player != step.player]
    return f"{name}, who does not see {joined(unseen, 'or')}," if unseen else name


def _some(words: list[str], everything: bool) -> str:
    if len(words) <= _MANY or everything:
        return joined(words, "or")
    return f"{', '.join(words[: _MANY - 2])}, {len(words) - _MANY + 1} more or {words[-1]}"


def _sets_one_issue(found: Negotiation, step: Step) -> bool:
    """Whether every action does no more than set the one issue to the option it is named after."""
    names = {effect.issue for action in step.actions for effect in action.effects}
    if len(names) != 1 or not all(len(action.effects) == 1 for action in step.actions):
        return False
    options = found.issues[next(iter(names))].options
    return all(a.effects[0].option >= 0 and options[a.effects[0].option].id == a.id for a in step.actions)


def _does(found: Negotiation, action: Action, everything: bool) -> str:
    if not everything:
        return ""
    done = [
        f"{e.issue} as in {e.as_announced}"
        if e.as_announced
        else f"{e.issue} {found.issues[e.issue].options[e.option].id}"
        for e in action.effects
    ]
    if action.signs:
        done.append(f"signed by {joined([found.players[player].name for player in action.signs])}")
    return f" ({', '.join(done)})" if done else ""
