"""Issues about which nobody could care."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.checking.subject import Finding, Subject
from negotiate.loading.text.nodes import find, spelled
from negotiate.loading.text.reader import Node, Scalar, Sequence
from negotiate.model.negotiation import Negotiation
from negotiate.model.scope import Names, signing


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
    protocol = find(root, ("protocol",))
    steps = protocol.items if isinstance(protocol, Sequence) else []
    spoken = [find(step, ("announces",)) for step in steps]
    return frozenset(spelled(issue.value) for issue in spoken if isinstance(issue, Scalar))
