"""Moves that are never made, actions that are never there, and moves that need not be listed as seen."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.checking.subject import Finding, Subject
from negotiate.model.expressions import ParameterValue
from negotiate.model.negotiation import Negotiation
from negotiate.model.signing import refused_by


def idle_moves(subject: Subject) -> Iterator[Finding]:
    """Steps and actions on no path of the tree, in any case; not asked where a `when` looks at a parameter."""
    steps = subject.scenario.protocol
    if not steps or not subject.whole or _turned_by_parameters(subject.scenario):
        return
    made: set[tuple[str, str]] = set()
    for case in subject.cases:
        if case.tree is None:
            if case.path[:1] not in (("expect",), ("types",)):
                return
            continue
        tree, moves = case.tree.tree, case.tree.moves
        pairs = set(zip(tree.move[tree.parent[1:]].tolist(), tree.action[1:].tolist(), strict=True))
        made |= {(moves[m].label, moves[m].actions[a]) for m, a in pairs}
    reached = {move for move, _ in made}
    for position, step in enumerate(steps):
        word = "chance" if step.chance else "move"
        if step.id not in reached:
            message = f"no path ever comes to the {'chance' if step.chance else 'move'} `{step.id}`"
            hint = "look at its `when`, and at those of the steps before it"
            yield Finding(subject.at("protocol", position, word), "move-never-reached", message, hint)
            continue
        for action in step.offered:
            if (step.id, action.id) not in made:
                message = f"at `{step.id}` nobody can ever do `{action.id}`"
                hint = "it would make an impossible package, or leave an option for good, on every path"
                if action.signs:
                    hint = "on every path one of those who sign has a red line or ratifier against it"
                holder = next((k for k in ("choose", "options", "does") if _has(subject, position, k)), word)
                place = subject.at("protocol", position, holder, *((action.id,) if holder != word else ()), key=True)
                yield Finding(place, "action-never-offered", message, hint)


def own_move_seen(subject: Subject) -> Iterator[Finding]:
    """Moves of the mover's own under `sees`, which it knows anyway."""
    movers = {step.id: step.player for step in subject.scenario.protocol}
    for position, step in enumerate(subject.scenario.protocol):
        for k, seen in enumerate(step.sees or ()):
            if movers[seen] == step.player:
                message = f"`{seen}` is a move of `{step.player}` itself, which it remembers anyway"
                yield Finding(subject.at("protocol", position, "sees", k), "own-move-seen", message)


def _has(subject: Subject, position: int, key: str) -> bool:
    return subject.at("protocol", position, key, key=True) != subject.at("protocol", position, key=True)


def _turned_by_parameters(negotiation: Negotiation) -> bool:
    whens = [step.when for step in negotiation.protocol if step.when is not None]
    refusals = [r.crossed for s in negotiation.protocol for a in s.actions for r in refused_by(negotiation, a)]
    conditions = [*whens, *negotiation.infeasible, *refusals]
    return any(isinstance(node, ParameterValue) for condition in conditions for node in condition.walk())
