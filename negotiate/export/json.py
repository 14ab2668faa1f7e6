"""Answers and mistakes as JSON objects for other programs, with a schema's name and version in each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from negotiate.errors import Problem
from negotiate.export.concepts.registry import finding
from negotiate.export.hidden_play import information_sets, listed, play, private_types
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.rules import Rule
from negotiate.solvers.crossing import crossing
from negotiate.solvers.parts import Parts, parts
from negotiate.solvers.solution import Component, CorrelatedEquilibrium, Equilibrium, Reason, Solution, TreeEquilibrium

SOLUTION = "negotiate/solution/2"
PROBLEMS = "negotiate/problems/1"
RULE = "negotiate/rule/1"


def solution_json(sol: Solution, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """An answer as plain dictionaries, lists, strings and finite numbers.

    Parameters
    ----------
    sol : Solution
        Of a game in either form.
    scenario : mapping, optional
        Where the game came from (file, variant, settings), copied as it is.

    Returns
    -------
    dict
        Players are named by their keys, strategies and actions by their labels, equilibria by their places in the
        list, counted from 0; a number that does not exist is None.
    """
    tree = isinstance(sol.game, ExtensiveGame)
    return {
        "schema": SOLUTION,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        "title": sol.game.title,
        "form": "extensive" if tree else "normal",
        "players": _players(sol),
        "game": _tree(sol.game) if isinstance(sol.game, ExtensiveGame) else _normal(sol.game),
        "concept": sol.concept,
        "method": sol.method,
        "chosen": sol.chosen,
        "complete": sol.complete,
        "continuum": sol.continuum,
        "exact": sol.exact,
        "verified": sol.verified if sol.equilibria or sol.finding is not None else "",
        "notes": [*sol.game.notes, *sol.notes],
        "equilibria": _equilibria(sol),
        "components": [_component(sol, component) for component in sol.components],
        "finding": finding(sol),
        "eliminations": _eliminations(sol),
    }


def problems_json(problems: Sequence[Problem], files: Sequence[str], profile: str = "draft") -> dict[str, Any]:
    """Mistakes as plain dictionaries, with the files that were looked at and the profile they were held to."""
    fields = ("path", "line", "column", "width", "severity", "code", "message", "hint", "excerpt", "excerpt_column")
    return {
        "schema": PROBLEMS,
        "profile": profile,
        "files": [str(file) for file in files],
        "errors": sum(problem.severity == "error" for problem in problems),
        "warnings": sum(problem.severity == "warning" for problem in problems),
        "problems": [{field: getattr(problem, field) for field in fields} for problem in problems],
    }


def rule_json(rule: Rule) -> dict[str, Any]:
    """What a rule of the language asks for, and why."""
    fields = ("code", "severity", "profile", "fixable", "says", "why", "mend")
    return {"schema": RULE, **{field: getattr(rule, field) for field in fields}}


def _players(sol: Solution) -> list[dict[str, str]]:
    units = [*sol.game.units, *("" for _ in sol.game.players[len(sol.game.units) :])]
    return [
        {"key": key, "name": name, "unit": unit}
        for key, name, unit in zip(sol.game.keys, sol.game.players, units, strict=True)
    ]


def _normal(game: NormalFormGame) -> dict[str, Any]:
    return {
        "strategies": {
            key: [{"label": strategy.label, "choices": dict(strategy.choices)} for strategy in row]
            for key, row in zip(game.keys, game.strategies, strict=True)
        },
        "kept": dict(game.kept),
        "red_lines": dict(game.red_lines),
    }


def _tree(game: ExtensiveGame) -> dict[str, Any]:
    return {
        "nodes": len(game.tree),
        "endings": len(game.payoffs),
        "red_lines": dict(game.red_lines),
        "unsigned": [asdict(one) for one in game.unsigned],
        "moves": [
            {
                "label": move.label,
                "mover": game.keys[move.mover] if move.mover >= 0 else "chance",
                "actions": list(move.actions),
            }
            for move in game.moves
        ],
        "types": private_types(game),
        "information_sets": information_sets(game) if listed(game) else None,
    }


def _equilibria(sol: Solution) -> list[dict[str, Any]]:
    """One object an equilibrium; a correlated one has a distribution over combinations in place of strategies."""
    profiles = sol.profiles
    advised = [e for e in sol.equilibria if isinstance(e, CorrelatedEquilibrium)]
    found = [_equilibrium(sol, e, terms) for e, terms in zip(profiles, parts(sol.game, profiles), strict=True)]
    return found + [_correlated(sol, equilibrium) for equilibrium in advised]


def _correlated(sol: Solution, equilibrium: CorrelatedEquilibrium) -> dict[str, Any]:
    if not isinstance(sol.game, NormalFormGame):
        raise TypeError("a correlated equilibrium belongs to a game in normal form")
    game = sol.game
    likely = [tuple(map(int, cell)) for cell in np.argwhere(equilibrium.distribution)]
    red_lines = {name: float(equilibrium.distribution[mask].sum()) for name, mask in game.crossed.items()}
    return {
        "kind": equilibrium.kind,
        "purpose": equilibrium.purpose,
        "payoffs": _by_key(game, equilibrium.payoffs),
        "regret": _finite(equilibrium.regret),
        "choices": dict(equilibrium.choices),
        "crossing": {name: chance for name, chance in red_lines.items() if chance > 0},
        "reasons": [_reason(reason, game.keys) for reason in equilibrium.reasons],
        "pure": equilibrium.pure,
        "distribution": [
            {
                "probability": float(equilibrium.distribution[cell]),
                "strategies": {key: row[i].label for key, row, i in zip(game.keys, game.strategies, cell, strict=True)},
                "payoffs": _by_key(game, [float(table[cell]) for table in game.payoffs]),
            }
            for cell in likely
        ],
    }


def _component(sol: Solution, component: Component) -> dict[str, Any]:
    """Equilibria that hang together; those that speak for them need not be among those listed."""
    game = sol.game.normal_form if isinstance(sol.game, ExtensiveGame) else sol.game
    if game is None:
        raise TypeError("only a game in normal form has components")
    return {
        "members": list(component.members),
        "pieces": [list(piece) for piece in component.pieces],
        "representatives": {
            name: {"payoffs": _by_key(game, one.payoffs), "strategies": _strategies(game, one)}
            for name, one in component.representatives.items()
        },
    }


def _by_key(game: NormalFormGame | ExtensiveGame, numbers: Sequence[float]) -> dict[str, float | None]:
    return {key: _finite(x) for key, x in zip(game.keys, numbers, strict=True)}


def _equilibrium(sol: Solution, equilibrium: Equilibrium | TreeEquilibrium, terms: Parts) -> dict[str, Any]:
    keys = sol.game.keys
    common = {
        "kind": equilibrium.kind,
        "payoffs": _by_key(sol.game, equilibrium.payoffs),
        "regret": _finite(equilibrium.regret),
        "terms": terms,
        "choices": dict(equilibrium.choices),
        "crossing": crossing(sol.game, equilibrium),
        "reasons": [_reason(reason, keys) for reason in equilibrium.reasons],
    }
    if isinstance(equilibrium, TreeEquilibrium):
        more = play(equilibrium) if listed(equilibrium.game) else {}
        return common | {"moves": equilibrium.moves, "endings": _endings(equilibrium), **more}
    if not isinstance(sol.game, NormalFormGame):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    return common | {"pure": equilibrium.pure, "strategies": _strategies(sol.game, equilibrium)}


def _strategies(game: NormalFormGame, equilibrium: Equilibrium) -> dict[str, dict[str, float]]:
    """Player → strategy → probability, for what is played at all."""
    return {
        key: {row[int(i)].label: float(weights[i]) for i in np.flatnonzero(weights)}
        for key, row, weights in zip(game.keys, game.strategies, equilibrium.strategies, strict=True)
    }


def _endings(equilibrium: TreeEquilibrium) -> list[dict[str, Any]]:
    game = equilibrium.game
    return [
        {
            "probability": chance,
            "path": [game.action_label(node) for node in game.path(int(game.tree.leaves[leaf]))[1:]],
            "package": game.package(leaf),
            "payoffs": _by_key(game, game.payoffs[leaf]),
            "crossed": [name for name, mask in game.crossed.items() if mask[leaf]],
        }
        for leaf, chance in equilibrium.endings
    ]


def _reason(reason: Reason, keys: Sequence[str]) -> dict[str, Any]:
    return {
        "player": keys[reason.player],
        "chosen": reason.chosen,
        "payoff": _finite(reason.payoff),
        "alternative": reason.alternative or None,
        "alternative_payoff": _finite(reason.alternative_payoff),
        "where": reason.where or None,
    }


def _eliminations(sol: Solution) -> list[dict[str, Any]]:
    if not isinstance(sol.game, NormalFormGame):
        return []
    game = sol.game
    return [
        {
            "round": fallen.round,
            "player": game.keys[fallen.player],
            "strategy": game.strategies[fallen.player][fallen.strategy].label,
            "by": {game.strategies[fallen.player][i].label: w for i, w in zip(fallen.by, fallen.weights, strict=True)},
        }
        for fallen in sol.eliminations
    ]


def _finite(x: float) -> float | None:
    return float(x) if math.isfinite(x) else None
