"""Payoff terms that count for nothing, parameters that no formula names, and variants that change nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from negotiate.arrays import AnyArray
from negotiate.errors import NegotiateError
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.check.subject import (
    CELL_LIMIT,
    Case,
    Finding,
    Subject,
    affordable,
    count_of,
    draws,
    shape_of,
    whole_grid,
)
from negotiate.model.expressions import Expression, ParameterValue
from negotiate.model.negotiation import Negotiation, signing, spread
from negotiate.model.payoffs import Frame
from negotiate.model.scope import Reach
from negotiate.model.terms import Term


def unused_parameter(subject: Subject) -> Iterator[Finding]:
    """Parameters that stand in no formula of any case."""
    unused = set(subject.scenario.parameters)
    seen: set[int] = set()
    for case in subject.cases:
        if not unused or not subject.whole:
            return
        unused -= {e.name for e in expressions_in(case.scenario, seen) if isinstance(e, ParameterValue)}
    for name in subject.scenario.parameters:
        if name in unused:
            message = f"nothing depends on the parameter `{name}`"
            yield Finding(
                subject.at("parameters", name, key=True), "unused-parameter", message, "use it, or take it away"
            )


def expressions_in(thing: Any, seen: set[int] | None = None) -> Iterator[Expression]:
    """Every node of every expression inside a bound scenario, wherever it stands.

    Parts in `seen`, by their identity, are passed over, and those looked at join them: whoever looks into several
    scenarios that share parts, and keeps them all meanwhile, looks into each part once.
    """
    seen = set() if seen is None else seen
    stack = [thing]
    while stack:
        found = stack.pop()
        if isinstance(found, str | int | float | None) or id(found) in seen:
            continue
        seen.add(id(found))
        if isinstance(found, Expression):
            yield from found.walk()
        elif isinstance(found, Mapping):
            stack.extend(found.values())
        elif isinstance(found, tuple | list):
            stack.extend(found)
        elif is_dataclass(found):
            stack.extend(getattr(found, part.name) for part in fields(found))


Key = tuple[str, str]
MOST = 20
"""How many terms that are 0 as the file stands are looked at more closely."""


def idle_term(subject: Subject) -> Iterator[Finding]:
    """Terms that are 0 in every package and at every ending, whatever the case and the parameters."""
    terms = {(p, k): term for p, found in subject.scenario.terms.items() for k, term in found.items()}
    idle = list(terms) if subject.whole and subject.grid is not None else []
    idle = [key for key in idle if _counts_nowhere(subject.cases[0], subject.grid, key, {}, len(idle))]
    if not 0 < len(idle) <= MOST:
        return
    for case in subject.cases:
        grid = subject.grid if case.base else whole_grid(case.scenario)
        for player, key in list(idle):
            if key in case.scenario.terms.get(player, {}):
                varied = draws(case.scenario, case.scenario.scope.term(player, key).knobs)
                if not _counts_nowhere(case, grid, (player, key), varied, len(subject.cases)):
                    idle.remove((player, key))
    for player, key in idle:
        term = terms[player, key]
        message = f"`{player}.{key}` is 0 in every package" + (
            " and at the end of every path" if term.needs_moves else ""
        )
        yield Finding(subject.term(player, key), "idle-term", message, _hint(term))


def _hint(term: Term) -> str:
    return "its `when` may never hold" if term.when is not None else "mend its numbers, or take it away"


def _counts_nowhere(case: Case, grid: Frame | None, key: Key, varied: Mapping[str, AnyArray], times: int) -> bool:
    """Whether a term is 0 wherever it counts, in every draw; not so where that takes too long to say."""
    scenario, (player, name) = case.scenario, key
    times *= count_of(varied)
    reach = scenario.scope.term(player, name)
    if scenario.terms[player][name].needs_moves:
        tree = case.tree if scenario.protocol else None
        if tree is None or len(tree.payoffs) * times > CELL_LIMIT:
            return False
        frame = endings_of(case, tree, varied)
    elif grid is None or not affordable(scenario, reach.issues, times):
        return False
    else:
        frame = _drawn(grid, reach, varied)
    return _is_zero(frame, player, name, _possible(case, frame, times))


def _possible(case: Case, frame: Frame, times: int) -> AnyArray | None:
    """Which packages of a grid can happen; None where all can, or where that hangs on a parameter or takes too long."""
    scenario, axes = case.scenario, tuple(case.scenario.issues)
    counted = len(scenario.infeasible) + times
    if frame.moves is not None or scenario.scope.of(scenario.infeasible).parameters:
        return None
    return scenario.feasible(frame, shape_of(scenario, axes)) if affordable(scenario, axes, counted) else None


def _drawn(grid: Frame, reach: Reach, varied: Mapping[str, AnyArray]) -> Frame:
    """The same packages in other draws; what the models give is kept where no draw changes it."""
    if not varied:
        return grid
    same = all(name not in varied for name in reach.parameters - reach.knobs)
    return Frame(grid.negotiation, grid.choices, grid.ndim, draws=varied, _outputs=dict(grid._outputs) if same else {})


def _is_zero(frame: Frame, player: str, key: str, possible: AnyArray | None) -> bool:
    try:
        found = frame.term(player, key)
        return not (found if possible is None else np.where(possible, found, 0.0)).any()
    except NegotiateError:
        return False  # without a number at some package, which is told where it is asked for


def endings_of(case: Case, game: ExtensiveGame, varied: Mapping[str, AnyArray]) -> Frame:
    """The endings of a tree as a frame: the option of each issue, and the action of each move on the way there."""
    tree, leaves = game.tree, game.tree.leaves
    made = np.full((len(game.moves), len(leaves)), -1)
    node, column = leaves, np.arange(len(leaves))
    while len(node):
        above = tree.parent[node]
        node, column, above = node[above >= 0], column[above >= 0], above[above >= 0]
        made[tree.move[above], column] = tree.action[node]
        node = above
    choices = {issue: game.outcomes[None, :, k] for k, issue in enumerate(game.issues)}
    moves = {move.label: made[None, k] for k, move in enumerate(game.moves)}
    return Frame(case.scenario, choices, 2, moves, varied)


MOST_VARIANTS = 50
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
    for name, case in list(subject.variants.items())[:MOST_VARIANTS]:
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
