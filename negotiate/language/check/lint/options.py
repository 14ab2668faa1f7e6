"""Options that nobody could ever choose, and issues about which nobody could care."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from negotiate.arrays import AnyArray
from negotiate.language.check.subject import Finding, Subject, affordable, count_of, draws, holds, shape_of
from negotiate.language.text.nodes import Node, Scalar, find, items_of, text_of
from negotiate.model.negotiation import Negotiation, signing
from negotiate.model.scope import Names


def idle_issue(subject: Subject) -> Iterator[Finding]:
    """Issues that no payoff, red line or condition looks at, and that no move speaks of or sets, in any case."""
    if not subject.whole:
        return
    named = _announced(subject.root).union(*(_named(case.scenario) for case in subject.cases))
    for issue in subject.scenario.issues:
        if issue not in named:
            message = f"nothing depends on `{issue}`: it is worth nothing to anybody, and nothing else names it"
            where = "`prefers`" if subject.scenario.is_ordinal else "`payoffs`"
            hint = f"say under {where} what it is worth and to whom, or take it away"
            yield Finding(subject.at("issues", issue, key=True), "idle-issue", message, hint)


def _named(scenario: Negotiation) -> Names:
    """The issues that something in a scenario looks at or changes."""
    scope = scenario.scope
    guards = [step.when for step in scenario.protocol]
    found = scope.of([*signing(scenario), *scenario.infeasible, *guards]).issues
    for player, terms in scenario.terms.items():
        for term in terms:
            found |= scope.term(player, term).issues
    return found | {e.issue for step in scenario.protocol for action in step.actions for e in action.effects}


def _announced(root: Node) -> Names:
    """The issues of which moves speak."""
    spoken = [find(step, ("announces",)) for step in items_of(find(root, ("protocol",)))]
    return frozenset(text_of(issue) for issue in spoken if isinstance(issue, Scalar))


Reasons = dict[tuple[str, str], tuple[str, str]]
"""Issue, option → why it is in nobody's reach, and what to look at."""


def never_chosen(subject: Subject) -> Iterator[Finding]:
    """Options that are out of reach as the file stands, and in every other case that has them."""
    dead = _out_of_reach(subject.scenario)
    for case in subject.cases[1:]:
        if not dead:
            return
        other = _out_of_reach(case.scenario)
        known = {(i.id, label) for i in case.scenario.issues.values() for label in i.labels}
        dead = {key: why for key, why in dead.items() if key in other or key not in known}
    if subject.whole:
        for (issue, option), (why, hint) in dead.items():
            message = f"nobody can ever choose `{option}` for `{issue}`: {why}"
            yield Finding(subject.option(issue, option), "never-chosen", message, hint)


def _out_of_reach(negotiation: Negotiation) -> Reasons:
    found: Reasons = {}
    found |= _stuck(negotiation)
    found |= _unsigned(negotiation)
    found |= _impossible(negotiation)
    taken = {(k, negotiation.issues[k].options[option].id) for k, option in negotiation.fixed.items()}
    return {key: why for key, why in found.items() if key not in taken}


def _impossible(negotiation: Negotiation) -> Reasons:
    """Options in no possible package."""
    reach = negotiation.scope.of(negotiation.infeasible)
    axes = tuple(issue for issue in negotiation.issues if issue in reach.issues)
    varied = draws(negotiation, reach.knobs)
    if not negotiation.infeasible or not affordable(negotiation, axes, count_of(varied) * len(negotiation.infeasible)):
        return {}
    possible = np.ones((1, *shape_of(negotiation, axes)), dtype=bool)
    for condition in negotiation.infeasible:
        possible = possible & ~holds(negotiation, condition, axes, varied)
    return _missing(negotiation, axes, possible, "it is impossible in every package", "see `infeasible`")


def _missing(negotiation: Negotiation, axes: tuple[str, ...], mask: AnyArray, why: str, hint: str) -> Reasons:
    """Options along an axis of a mask over (draws, *axes) where it holds nowhere."""
    found = {}
    for position, issue in enumerate(axes, start=1):
        anywhere = mask.any(axis=tuple(a for a in range(mask.ndim) if a != position))
        for option in np.flatnonzero(~anywhere):
            found[issue, negotiation.issues[issue].options[int(option)].id] = (why, hint)
    return found


def _stuck(negotiation: Negotiation) -> Reasons:
    """Options of an issue whose status quo can never be left."""
    found: Reasons = {}
    for issue, options in negotiation.irreversible.items():
        today = negotiation.status_quo.get(issue)
        if today not in options:
            continue
        labels = negotiation.issues[issue].labels
        why = f"the status quo, `{labels[today]}`, can never be left"
        found |= {(issue, label): (why, "see `irreversible`") for k, label in enumerate(labels) if k != today}
    return found


def _unsigned(negotiation: Negotiation) -> Reasons:
    """Options of agreed issues that no deal can hold and no move sets; one that a red line refuses may be meant."""
    found: Reasons = {}
    for issue in negotiation.issues.values():
        if not issue.agreed or not negotiation.signers or issue.id in negotiation.on_table:
            continue
        free = set(range(len(issue.options))) - _without_a_deal(negotiation, issue.id)
        why = "no deal sets the issue, no move does, and nobody sets it alone"
        found |= {(issue.id, issue.options[k].id): (why, "see `on_table`") for k in free}
    return found


def _without_a_deal(negotiation: Negotiation, issue: str) -> set[int]:
    """Options that an issue has without a deal, or that some action sets."""
    found = {negotiation.status_quo.get(issue, -1), negotiation.resting(issue) or 0}
    if isinstance(negotiation.no_deal, Mapping):
        found.add(negotiation.no_deal.get(issue, -1))
    said = {step.id: {a.announced for a in step.offered if a.announced >= 0} for step in negotiation.protocol}
    for step in negotiation.protocol:
        for effect in (e for action in step.offered for e in action.effects if e.issue == issue):
            found |= said.get(effect.as_announced, set()) if effect.as_announced else {effect.option}
    return found
