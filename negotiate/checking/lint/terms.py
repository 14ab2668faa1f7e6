"""Payoff terms that count for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from negotiate.arrays import AnyArray
from negotiate.checking.cases import Case
from negotiate.checking.subject import Finding, Subject
from negotiate.checking.sweep import CELL_LIMIT, affordable, count_of, draws, shape_of, whole_grid
from negotiate.errors import NegotiateError
from negotiate.games.extensive import ExtensiveGame
from negotiate.model.frame import Frame
from negotiate.model.payoffs import Term
from negotiate.model.scope import Reach

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
