"""A player's payoff taken apart into its labelled terms, at outcomes of either kind of game."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import taken_apart


def at_leaves(scenario: Negotiation, game: ExtensiveGame, player: str, leaves: Sequence[int]) -> dict[str, FloatArray]:
    """Each term of a player at some leaves of the scenario's own tree (positions among the leaves)."""
    where = np.asarray(leaves, dtype=np.intp)
    choices = {issue: game.outcomes[where, k] for k, issue in enumerate(scenario.issues)}
    made = game.moves_made(where)
    moves = {step.id: made[:, k] for k, step in enumerate(scenario.protocol)}
    return taken_apart(scenario, (player,), choices, moves, len(where))[player]


def at_profiles(
    scenario: Negotiation,
    game: NormalFormGame,
    held: Mapping[str, str],
    player: str,
    profiles: Sequence[Sequence[int]],
) -> dict[str, FloatArray]:
    """Each term of a player at some combinations of strategies of the scenario's own game."""
    packages = [
        {**held, **{k: o for row, i in zip(game.strategies, profile, strict=True) for k, o in row[i].choices.items()}}
        for profile in profiles
    ]
    choices = {
        key: np.array([issue.index(package[key]) for package in packages], dtype=np.intp)
        for key, issue in scenario.issues.items()
    }
    return taken_apart(scenario, (player,), choices, None, len(packages))[player]
