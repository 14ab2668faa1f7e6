"""Mends behaviour that is an equilibrium but for clear mistakes where hardly any play comes.

What hardly counts is below the rounding of a program or a path, such as what a type of odds of one in a thousand
million does. There the best reply is put in; the others notice as little of that as they did of the mistake.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.kernels.best_response import beliefs_of, best_responses, one_shot
from negotiate.kernels.information_sets import information_sets
from negotiate.solvers.equilibrium import Unverified
from negotiate.solvers.solution import TreeEquilibrium
from negotiate.solvers.trees.verification import verified_nash

CLEAR = 1e-6
"""Of a player's payoff range: what a mistake costs where it is made."""
ROUNDS = 3
"""How often mistakes are looked for, since mending one can show another before it."""


def mended(game: ExtensiveGame, probability: FloatArray) -> TreeEquilibrium | None:
    """Check behaviour, and mend it where it fails by slight mistakes only.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall.
    probability : ndarray, shape (nodes,)
        With what probability each node is entered from its parent.

    Returns
    -------
    TreeEquilibrium or None
        Verified; None if it is no equilibrium after mending either.
    """
    for _ in range(ROUNDS):
        try:
            return verified_nash(game, probability)
        except Unverified:
            probability = _mended(game, probability)
    try:
        return verified_nash(game, probability)
    except Unverified:
        return None


def _mended(game: ExtensiveGame, probability: FloatArray) -> FloatArray:
    """The best reply at each set where what is done is clearly worse, given that play comes there."""
    tree, sets = game.tree, information_sets(game.tree)
    believed = beliefs_of(tree, sets, probability, game.n_players)
    gains = one_shot(tree, sets, game.payoffs, probability, believed).gains
    width = game.payoffs.max(axis=0) - game.payoffs.min(axis=0)
    wrong = np.append(gains > CLEAR * width[sets.mover], False)  # the last for nodes of no set
    here = wrong[sets.at[np.maximum(tree.parent, 0)]] & (tree.parent >= 0)
    return np.where(here, best_responses(tree, game.payoffs, probability).reply, probability)
