"""What every method for trees checks of behaviour before it becomes an equilibrium, and tells of it afterwards."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.equilibrium import ROUNDING, TOLERANCE, first_best
from negotiate.equilibrium.solution import Game, Reason
from negotiate.games.extensive import ExtensiveGame, Tree


def as_tree(game: Game) -> ExtensiveGame:
    """The game as the tree that it is.

    Raises
    ------
    TypeError
        If it is none, which `applies_to` of a method says.
    """
    if not isinstance(game, ExtensiveGame):
        raise TypeError("`applies_to` was not asked")
    return game


def allowance(payoffs: FloatArray) -> FloatArray:
    """The gain that rounding may leave a player in a solver's answer, shape (players,)."""
    ends = [(float(column.min()), float(column.max())) for column in payoffs.T]  # NumPy is slow along many short axes
    return np.array([TOLERANCE * (high - low) + ROUNDING * max(high, -low) for low, high in ends])


def adds_up(tree: Tree, probability: FloatArray) -> bool:
    """Whether these numbers, one a node, are probabilities of entering the children of each node."""
    sums = np.bincount(tree.parent[1:], probability[1:], len(tree))[tree.child_count > 0]
    return bool((probability >= 0).all() and (np.abs(sums - 1) <= TOLERANCE).all())


def same_choices(game: ExtensiveGame, through: FloatArray) -> dict[str, str]:
    """Issue → option, for what is the same wherever the game can end; given is how likely each node is reached."""
    ends = np.flatnonzero(through[game.tree.leaves] > 0)
    if game.outcomes.size == 0 or len(ends) == 0:
        return {}
    rows = game.outcomes[ends]
    same = (rows == rows[0]).all(axis=0)
    named = zip(game.issues.items(), rows[0], same, strict=True)
    return {issue: options[int(k)] for (issue, options), k, sure in named if sure}


def reason_at(game: ExtensiveGame, node: int, taken: Sequence[int], payoff: float, worth: FloatArray) -> Reason:
    """Why what is done at a node is done: what it gives, and the best of what is left undone.

    Parameters
    ----------
    game : ExtensiveGame
        The tree.
    node : int
        Where play comes to the mover's information set first.
    taken : sequence of int
        The actions that are taken, by their places.
    payoff : float
        What that gives the mover.
    worth : ndarray, shape (actions,)
        What each action would give it.
    """
    first, mover, where = int(game.tree.first_child[node]), int(game.tree.mover[node]), game.move_label(node)
    chosen = " or ".join(game.action_label(first + place) for place in taken)
    undone = np.delete(np.arange(len(worth)), taken)
    if len(undone) == 0:
        return Reason(mover, chosen, payoff, where=where, node=node)
    best = int(undone[first_best(worth[undone])])
    return Reason(mover, chosen, payoff, game.action_label(first + best), float(worth[best]), where=where, node=node)
