"""Plays a tree of perfect information with something taken off one player's payoffs at some endings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.kernels.level_sweep import Sweep, backward_induction
from negotiate.solvers.solution import TreeEquilibrium
from negotiate.solvers.trees.backward_induction import TIE, verified


def width(game: ExtensiveGame) -> FloatArray:
    """The range of each player's payoffs, shape (players,)."""
    return np.asarray(np.ptp(game.payoffs, axis=0), dtype=np.float64)


def taken_off(game: ExtensiveGame, player: int, amounts: FloatArray) -> ExtensiveGame:
    """The same game with an amount taken off one player's payoff at each leaf."""
    payoffs = np.array(game.payoffs)
    payoffs[:, player] -= amounts
    payoffs.setflags(write=False)
    return replace(game, payoffs=payoffs, takes_apart=None)


def swept(game: ExtensiveGame, tolerance: FloatArray) -> tuple[Sweep, FloatArray]:
    """Backward induction, ties broken for the first action, with the probability of entering each node."""
    tree = game.tree
    sweep = backward_induction(tree, game.payoffs, tolerance)
    probability = np.array(tree.odds)
    below = tree.mover[tree.parent[1:]] >= 0
    picked = sweep.chosen[tree.parent[1:]] == np.arange(1, len(tree))
    probability[1:][below] = picked[below]
    return sweep, probability


def play(game: ExtensiveGame, tolerance: FloatArray | None = None) -> TreeEquilibrium:
    """Subgame-perfect play, after the one-shot-deviation check at every node."""
    return verified(game, swept(game, TIE * width(game) if tolerance is None else tolerance)[1])
