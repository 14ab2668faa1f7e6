"""Variants that change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import numpy as np

from negotiate.arrays import AnyArray
from negotiate.checking.cases import Case
from negotiate.checking.lint.parameters import expressions_in
from negotiate.checking.subject import Finding, Subject
from negotiate.checking.sweep import affordable, shape_of
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.expressions import ParameterValue
from negotiate.model.negotiation import Negotiation, spread
from negotiate.model.scope import signing

MOST = 50
"""How many variants are looked at."""

TEXTS = frozenset(
    ("name", "path", "about", "sources", "variants", "happened", "briefs", "expectations", "changes", "parameters")
)
"""Parts of a scenario in which a difference makes none in any answer, or none but through the parts below."""
WORKED_OUT = frozenset(
    ("players", "models", "issues", "terms", "red_lines", "ratifiers", "infeasible", "protocol", "profiles", "phases")
)
"""Parts of which the games tell whether a difference counts."""


def idle_variant(subject: Subject) -> Iterator[Finding]:
    """Variants under which everything that counts is as in the file itself."""
    for name, case in list(subject.variants.items())[:MOST]:
        if _same(subject.cases[0], case):
            message = f"the variant `{name}` changes nothing that counts: every payoff, limit and move is as without it"
            place = subject.at("variants", name, key=True)
            yield Finding(place, "idle-variant", message, "does it set something to the value that it has already?")


def _same(base: Case, case: Case) -> bool:
    """Whether two cases have the same answers whatever is asked; not so where that takes too long to say."""
    one, other = base.scenario, case.scenario
    if any(getattr(one, part) != getattr(other, part) for part in _plain_parts(one)) or _sides(one) != _sides(other):
        return False
    if _turned(one) != _turned(other):
        return False
    if base.alone is None or case.alone is None or base.tree is None or case.tree is None:
        return False
    count = sum(len(terms) for terms in one.terms.values()) + len(signing(one)) + len(one.infeasible) + 1
    if not affordable(one, one.issues, count):
        return False
    return (
        _same_alone(base.alone, case.alone)
        and _same_tree(base.tree, case.tree)
        and all(np.array_equal(a, b) for a, b in zip(_limits(one), _limits(other), strict=True))
        and all(
            np.array_equal(a.payoffs(), b.payoffs())
            for a, b in zip((one, *one.phases), (other, *other.phases), strict=True)
        )
    )


def _turned(negotiation: Negotiation) -> dict[str, float]:
    """The parameters that decide how it is played again, and not only what a round is worth."""
    names = {e.name for e in expressions_in(negotiation.repeat) if isinstance(e, ParameterValue)}
    return {name: negotiation.parameters[name].value for name in names}


def _plain_parts(negotiation: Negotiation) -> list[str]:
    return [part.name for part in fields(negotiation) if part.name not in TEXTS | WORKED_OUT]


def _sides(negotiation: Negotiation) -> object:
    """Who takes part, how patient and strong, who decides what among which options, and who refuses what by name."""
    players = [(player.id, player.patience, player.power) for player in negotiation.players.values()]
    issues = [(issue.id, issue.labels, issue.deciders) for issue in negotiation.issues.values()]
    moves = [(step.id, step.player, step.actions) for step in negotiation.protocol]
    refusals = [(refusal.name, refusal.player) for refusal in negotiation.refusals()]
    return players, issues, moves, refusals


def _same_alone(one: NormalFormGame, other: NormalFormGame) -> bool:
    possible = np.array_equal(
        np.ones(one.shape) if one.feasible is None else one.feasible,
        np.ones(other.shape) if other.feasible is None else other.feasible,
    )
    return possible and one.strategies == other.strategies and np.array_equal(one.payoffs, other.payoffs)


def _same_tree(one: ExtensiveGame, other: ExtensiveGame) -> bool:
    same = one.moves == other.moves and np.array_equal(one.payoffs, other.payoffs)
    parts = ("parent", "mover", "move", "action", "odds", "information_set")
    return same and all(np.array_equal(getattr(one.tree, part), getattr(other.tree, part)) for part in parts)


def _limits(negotiation: Negotiation) -> list[AnyArray]:
    """What is possible, where each red line and each ratifier refuses, and what signing costs."""
    axes = tuple(negotiation.issues)
    shape, frame = shape_of(negotiation, axes), negotiation.grid(axes, {})
    possible = negotiation.feasible(frame, shape)
    refused = [spread(refusal.crossed, frame, shape) for refusal in negotiation.refusals()]
    return [np.ones(shape) if possible is None else possible, *refused, negotiation.costs()]
