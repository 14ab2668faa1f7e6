"""Lets two players answer each other's average play many times over, to come near an equilibrium of a tree.

Where the averages go is nobody's promise, and nothing is returned that rests on them. They are a good prior: a path
that starts near an equilibrium is often tens of times shorter than one from a prior that knows nothing.

References
----------
Brown 1951, "Iterative solution of games by fictitious play", in Koopmans (ed.), "Activity Analysis of Production and
Allocation".
Harsanyi & Selten 1988, "A General Theory of Equilibrium Selection in Games", chapter 4, for paths from a prior.
"""

from __future__ import annotations

from negotiate.kernels.sequence_form import plan_of
from negotiate.solvers.trees.sequence_tableau import Pair, Tables, best_actions


def averages(tree: Tables, start: Pair, rounds: int) -> Pair:
    """Let both players answer the other's average for some rounds; later rounds weigh more.

    Parameters
    ----------
    tree : Tables
        Which game.
    start : tuple of ndarray
        A plan of each player's.
    rounds : int
        How many; with none the start is given back.

    Returns
    -------
    tuple of ndarray
        A plan of each player's.
    """
    first, second = start
    for number in range(1, rounds + 1):
        replies = [
            plan_of(seqs, best_actions(seqs, payoffs @ other).astype(float))
            for seqs, payoffs, other in zip(tree.players, tree.payoffs, (second, first), strict=True)
        ]
        weight = 2 / (number + 2)
        first, second = first + weight * (replies[0] - first), second + weight * (replies[1] - second)
    return first, second
