"""What an equilibrium comes to: the outcomes that it reaches, the red lines it crosses, the terms it pays in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from math import prod

import numpy as np

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import BoolArray, Column, FloatArray, NormalFormGame, TakesApart
from negotiate.solvers.solution import Equilibrium, TreeEquilibrium

LIMIT = 100_000
"""Outcomes of one equilibrium whose payoffs are taken apart."""


def crossing(game: NormalFormGame | ExtensiveGame, equilibrium: Equilibrium | TreeEquilibrium) -> dict[str, float]:
    """Red line → with what probability the equilibrium ends across it, for every line that it may cross.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[1]], [[1]])
    >>> crossing(game, Equilibrium("Nash", (np.ones(1), np.ones(1)), (1.0, 1.0), 0.0, {}))
    {}
    """
    if isinstance(equilibrium, TreeEquilibrium):
        tree_game = equilibrium.game
        reached = equilibrium.reach[tree_game.tree.leaves]
        found = {name: float(reached @ mask) for name, mask in tree_game.crossed.items()}
    else:
        found = {name: _expected(mask, equilibrium.strategies) for name, mask in game.crossed.items()}
    return {name: min(chance, 1.0) for name, chance in found.items() if chance > 0}


def crosses_any(game: NormalFormGame | ExtensiveGame, equilibrium: Equilibrium | TreeEquilibrium) -> float:
    """With what probability the equilibrium ends across some red line."""
    if not game.crossed:
        return 0.0
    some = np.any(list(game.crossed.values()), axis=0)
    if isinstance(equilibrium, TreeEquilibrium):
        return min(float(equilibrium.reach[equilibrium.game.tree.leaves] @ some), 1.0)
    return min(_expected(some, equilibrium.strategies), 1.0)


def _expected(table: FloatArray | BoolArray, strategies: Iterable[FloatArray]) -> float:
    """The mean of an array over independent strategies, one an axis, looking at no more than what is played."""
    played = list(strategies)
    used = [np.flatnonzero(strategy) for strategy in played]
    mean = np.asarray(table[np.ix_(*used)], dtype=np.float64)
    for strategy, support in zip(reversed(played), reversed(used), strict=True):
        mean = mean @ strategy[support]
    return float(mean)


def parts(
    game: NormalFormGame | ExtensiveGame, equilibrium: Equilibrium | TreeEquilibrium
) -> dict[str, dict[str, float]]:
    """What each player's payoff consists of.

    Returns
    -------
    dict
        Player's key → term → its expected value; a player's terms add up to its payoff. Empty for a game that does
        not know its terms, and where more than `LIMIT` outcomes can be reached.
    """
    if game.takes_apart is None:
        return {}
    if not isinstance(equilibrium, TreeEquilibrium):
        return {} if isinstance(game, ExtensiveGame) else _of_profile(game, game.takes_apart, equilibrium)
    return _of_endings(equilibrium, game.takes_apart)


def _of_profile(game: NormalFormGame, takes_apart: TakesApart, equilibrium: Equilibrium) -> dict[str, dict[str, float]]:
    if prod(map(len, equilibrium.support)) > LIMIT:
        return {}
    profiles = list(product(*equilibrium.support))
    weights = [prod(float(s[i]) for s, i in zip(equilibrium.strategies, row, strict=True)) for row in profiles]
    choices = {
        issue: [game.strategies[player][row[player]].choices[issue] for row in profiles]
        for player, strategies in enumerate(game.strategies)
        for issue in strategies[0].choices
    }
    kept = {issue: [option] * len(profiles) for issue, option in game.kept.items()}
    return _expected_terms(takes_apart, {**kept, **choices}, None, weights)


def _of_endings(equilibrium: TreeEquilibrium, takes_apart: TakesApart) -> dict[str, dict[str, float]]:
    game, endings = equilibrium.game, equilibrium.endings
    if len(endings) > LIMIT:
        return {}
    packages = [game.package(leaf) for leaf, _ in endings]
    choices: dict[str, Column] = {issue: [package[issue] for package in packages] for issue in packages[0]}
    moves: dict[str, Column] | None = None
    if game.normal_form is None:
        made = game.moves_made([leaf for leaf, _ in endings])
        moves = {
            move.label: ["" if a < 0 else move.actions[a] for a in made[:, k].tolist()]
            for k, move in enumerate(game.moves)
        }
    else:
        kept = game.normal_form.kept.items()
        choices = {**{issue: [option] * len(endings) for issue, option in kept}, **choices}
    return _expected_terms(takes_apart, choices, moves, [chance for _, chance in endings])


def _expected_terms(
    takes_apart: TakesApart,
    choices: Mapping[str, Column],
    moves: Mapping[str, Column] | None,
    weights: list[float],
) -> dict[str, dict[str, float]]:
    found = takes_apart(choices, moves, len(weights))
    chances = np.asarray(weights)
    return {player: {term: float(chances @ value) for term, value in terms.items()} for player, terms in found.items()}
