"""Iterated weak dominance told: what is left, what fell for what, and whether another order leads elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import RenderableType

from negotiate.games.normal_form import NormalFormGame
from negotiate.render.concepts.columns import columns, folded
from negotiate.render.concepts.falling import better, label, left, name, others, rounds, shares, whose
from negotiate.render.concepts.told import Told
from negotiate.report.style import Look
from negotiate.report.words import joined
from negotiate.solvers.concepts.weak_dominance import OtherEnd, WeakDominance
from negotiate.solvers.solution import Elimination, Solution

ROWS = 12
STEPS = 5
"""Steps of another order that a sentence tells."""
STRATEGIES = 3
"""Strategies that go in one step that a sentence names."""


def _read(sol: Solution) -> tuple[NormalFormGame, WeakDominance]:
    if not isinstance(sol.game, NormalFormGame) or not isinstance(sol.finding, WeakDominance):
        raise TypeError("this solution is about another concept")
    return sol.game, sol.finding


def _headline(sol: Solution) -> str:
    game, found = _read(sol)
    if not sol.eliminations:
        return "Nothing falls: no strategy is weakly dominated."
    return f"Iterated weak dominance leaves {left(game, found.kept)}."


def _sentences(sol: Solution) -> Sequence[str]:
    game, found = _read(sol)
    if not sol.eliminations:
        return []
    said = [_fall(game, sol.eliminations[0]), _order(game, found)]
    if found.rounds > 1:
        said.append(f"Admissible, since the first round leaves them, are {shares(game, found.admissible)}.")
        said += rounds(game, sol.eliminations)
    return said


def _fall(game: NormalFormGame, step: Elimination) -> str:
    who, what = name(game, step.player), label(game, step.player, step.strategy)
    return (
        f"{who} has no reason to choose `{what}`: {better(game, step)} is never worse, whatever {others(game)}, and "
        f"sometimes better."
    )


def _order(game: NormalFormGame, found: WeakDominance) -> str:
    """Whether another order leads elsewhere, with an example."""
    if found.others:
        first = found.others[0]
        if first.same_payoffs:
            return f"Another order leaves other strategies with the same payoffs: {_steps(game, first)}."
        return f"The order matters: {_steps(game, first)}."
    if found.all_orders:
        return "Every other order, one strategy, one player or all at a time, leads to the same."
    return "The other orders that were tried lead to the same, but there are too many to try them all."


def _steps(game: NormalFormGame, end: OtherEnd) -> str:
    """Another order, step by step, and what it leaves."""
    steps = [list(going) for _, going in groupby(end.steps, key=lambda step: step.round)]
    said = [_going(game, going) for going in steps[:STEPS]]
    if len(steps) > STEPS:
        said.append("so on")
    return f"taking away {', then '.join(said)} leaves {left(game, end.kept)}"


def _going(game: NormalFormGame, going: Sequence[Elimination]) -> str:
    parts = []
    for player, steps in groupby(going, key=lambda step: step.player):
        labels = [f"`{label(game, player, step.strategy)}`" for step in steps]
        more = [f"{len(labels) - STRATEGIES:,} more"] if len(labels) > STRATEGIES else []
        parts.append(f"{whose(game, player)} {joined([*labels[:STRATEGIES], *more])}")
    return joined(parts)


def _body(sol: Solution, look: Look) -> Iterable[RenderableType]:
    game, _ = _read(sol)
    if not sol.eliminations:
        return
    lines = _lines(sol, look.all)
    shown = lines if look.all else lines[:ROWS]
    named = [["" if k and shown[k - 1][0] == who else who, *rest] for k, (who, *rest) in enumerate(shown)]
    yield from columns(["Player", "Strategy", "Falls"], named, 3, look)
    yield from folded(sum(game.shape), len(shown), "strategy", "strategies", look)


def _lines(sol: Solution, everything: bool) -> list[list[str]]:
    """What stays of each player's strategies before what falls; only what stays where not all fits."""
    game, found = _read(sol)
    fell = {(step.player, step.strategy): step for step in sol.eliminations}
    fits = everything or sum(game.shape) <= ROWS
    lines = []
    for p, own in enumerate(found.kept):
        lines += [[name(game, p), label(game, p, i), "stays"] for i in own]
        steps = [step for (player, _), step in sorted(fell.items(), key=lambda item: item[1].round) if player == p]
        lines += [
            [name(game, p), label(game, p, step.strategy), f"round {step.round}, for {better(game, step)}"]
            for step in (steps if fits else ())
        ]
    return lines


def _rows(sol: Solution) -> Sequence[Sequence[str]]:
    game, found = _read(sol)
    fell = {(step.player, step.strategy): step for step in sol.eliminations}
    rows = [["player", "strategy", "admissible", "left", "round", "for"]]
    for p, key in enumerate(game.keys):
        for i, strategy in enumerate(game.strategies[p]):
            step = fell.get((p, i))
            marks = ["yes" if i in own[p] else "no" for own in (found.admissible, found.kept)]
            rows.append([key, strategy.label, *marks, *(["", ""] if step is None else _because(game, step))])
    return rows


def _because(game: NormalFormGame, step: Elimination) -> list[str]:
    return [str(step.round), better(game, step).replace("`", "")]


TOLD = Told("weak-dominance", _headline, _sentences, _body, _rows, shows_payoffs=False)
