"""Iterated weak dominance: what is left, what is dominated by what, and whether another order leads elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Report
from negotiate.report.style import Look
from negotiate.report.words import joined
from negotiate.solvers.concepts.weak_dominance import OtherEnd, WeakDominance
from negotiate.solvers.reports.concepts import words
from negotiate.solvers.reports.concepts.iterated_elimination import (
    dominance,
    rounds,
    shares,
    strategies_table,
    what_is_left,
)
from negotiate.solvers.solution import Elimination, Solution

STEPS = 5
"""Steps of another order that a sentence tells."""
STRATEGIES = 3
"""Strategies that go in one step that a sentence names."""


def report(sol: Solution, look: Look) -> Report:
    """What iterated weak dominance leaves, and whether the order matters."""
    game, found, trace = words.table_game(sol), sol.finding, sol.eliminations
    if not isinstance(found, WeakDominance):
        raise TypeError("this solution is about another concept")
    table = strategies_table(game, found.kept, trace, "Left", admissible=found.admissible)
    if not trace:
        texts = ["No strategy is weakly dominated, so iterated weak dominance eliminates nothing."]
        return words.page(sol, texts, [replace(table, only="programs")], payoffs=False)
    texts = [
        f"Iterated weak dominance leaves {what_is_left(game, found.kept)}.",
        dominance(game, trace[0], "weakly", "is never worse and sometimes better"),
        _order(game, found),
    ]
    if found.rounds > 1:
        texts.append(f"Admissible (not weakly dominated in the whole game) are {shares(game, found.admissible)}.")
        texts += rounds(game, trace)
    return words.page(sol, texts, [table], payoffs=False)


def _order(game: NormalFormGame, found: WeakDominance) -> str:
    """Whether another order leads elsewhere, with an example."""
    if found.others:
        first = found.others[0]
        if first.same_payoffs:
            return f"Another order leaves other strategies with the same payoffs. {_steps(game, first)}."
        return f"The order matters. {_steps(game, first)}."
    if found.all_orders:
        return "Every other order, one strategy, one player or all at a time, leads to the same."
    return "The other orders that were tried lead to the same; there are too many to try them all."


def _steps(game: NormalFormGame, end: OtherEnd) -> str:
    """Another order, step by step, and what it leaves."""
    steps = [list(going) for _, going in groupby(end.steps, key=lambda step: step.round)]
    said = [_step(game, going) for going in steps[:STEPS]] + (["so on"] if len(steps) > STEPS else [])
    return f"Eliminating {', then '.join(said)} leaves {what_is_left(game, end.kept)}"


def _step(game: NormalFormGame, going: Sequence[Elimination]) -> str:
    parts = []
    for player, steps in groupby(going, key=lambda step: step.player):
        labels = [f"`{words.label(game, player, step.strategy)}`" for step in steps]
        parts.append(f"{words.whose(game, player)} {words.several(labels, STRATEGIES)}")
    return joined(parts)
