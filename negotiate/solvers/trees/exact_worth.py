"""Says exactly what an equilibrium is worth that was found in floats, where fractions next to the floats are one.

Whoever does several things at an information set must like them equally. Fractions near to the floats for which that is
so to the last digit are the equilibrium itself, and what they are worth can be compared without rounding.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.extensive import Tree
from negotiate.kernels.exactness import Exact, as_fraction
from negotiate.kernels.information_sets import InformationSets, in_slots, information_sets
from negotiate.kernels.level_sweep import values_under

Known = tuple[Exact, tuple[Fraction, ...]]
"""What each player gets, and the probability of each action at each set."""


def exact_worth(tree: Tree, worth: Exact, odds: Exact, entered: FloatArray) -> Known | None:
    """The worth of behaviour to each player, and its probabilities by slot.

    Parameters
    ----------
    tree : Tree
        Of perfect recall.
    worth : ndarray of object, shape (leaves, players)
        Exact payoffs.
    odds : ndarray of object, shape (nodes,)
        Chance's, as fractions.
    entered : ndarray, shape (nodes,)
        With what probability each node is entered from its parent.

    Returns
    -------
    Known or None
        None where no such fractions are near.
    """
    sets = information_sets(tree)
    acts = _fractions(sets, in_slots(sets, entered))
    probability = odds.copy()
    below = np.flatnonzero(sets.slot >= 0)
    probability[below] = [acts[slot] for slot in sets.slot[below].tolist()]
    values = values_under(tree, worth, probability)
    through = probability.copy()
    for start, stop in zip(tree.level_starts[1:-1], tree.level_starts[2:], strict=True):
        through[start:stop] *= through[tree.parent[start:stop]]
    for place in range(len(sets.label)):
        nodes, mover = np.flatnonzero(sets.at == place), int(sets.mover[place])
        gains = {
            sum(through[v] * values[tree.first_child[v] + k, mover] for v in nodes)
            for k in range(int(sets.count[place]))
            if acts[int(sets.first[place]) + k]
        }
        if len(gains) > 1:
            return None
    return values[0], tuple(acts)


def _fractions(sets: InformationSets, behaviour: FloatArray) -> list[Fraction]:
    """The simple fractions near to probabilities; the likeliest action at each set has what the others leave."""
    acts = [as_fraction(one) for one in behaviour.tolist()]
    for first, count in zip(sets.first.tolist(), sets.count.tolist(), strict=True):
        likeliest = first + int(np.argmax(behaviour[first : first + count]))
        others = (acts[k] for k in range(first, first + count) if k != likeliest)
        acts[likeliest] = Fraction(1) - sum(others)
    return acts
