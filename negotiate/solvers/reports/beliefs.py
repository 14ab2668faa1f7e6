"""What a mover who cannot tell where it stands believes has happened, in numbers or in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.games.extensive import IntArray
from negotiate.games.normal_form import FloatArray
from negotiate.games.standpoints import Standpoint
from negotiate.report.numbers import odds
from negotiate.report.words import joined, safe
from negotiate.solvers.solution import TreeEquilibrium

MOST = 3
"""Possibilities that are named."""
SURELY = 1 - 1e-9


def beliefs_at(
    equilibrium: TreeEquilibrium, label: int, nodes: Sequence[int] | IntArray, reach: FloatArray
) -> FloatArray | None:
    """The probability of each node of an information set: as the concept says, or by the odds of coming there.

    Parameters
    ----------
    equilibrium : TreeEquilibrium
        Of the tree that the set belongs to.
    label, nodes
        The set's number in the tree and its nodes, in order.
    reach : ndarray, shape (nodes of the tree,)
        The equilibrium's.

    Returns
    -------
    ndarray or None
        None where play does not come and the concept says nothing.
    """
    if label in equilibrium.beliefs:
        return equilibrium.beliefs[label]
    odds_there = reach[np.asarray(nodes, dtype=np.intp)]
    total = float(odds_there.sum())
    return odds_there / total if total > 0 else None


def describe_belief(point: Standpoint, weights: FloatArray, owner: str, would: bool = False) -> str:
    """What the mover thinks has happened, as a verb and what hangs on it.

    Parameters
    ----------
    point : Standpoint
        Where it stands.
    weights : ndarray
        The probability of each node.
    owner : str
        Whose private type it is all about; empty if it is more than one player's, or nobody's.
    would : bool
        Say it after "would".
    """
    chances: dict[str, float] = {}
    for what, weight in zip(point.possible, weights, strict=True):
        words = safe(what, True) or "nothing of the kind"
        chances[words] = chances.get(words, 0.0) + float(weight)
    likely = sorted(chances.items(), key=lambda pair: -round(pair[1], 9))
    first, chance = likely[0]
    if chance > SURELY:
        sure = f"{'be' if would else 'is'} sure "
        return f"{sure}that {owner} is `{first}`" if owner else f"{sure}of `{first}`"
    shown = [(what, p) for what, p in likely if p > 0]
    named = [f"`{what}` with probability {odds(p)}" for what, p in shown[:1]]
    named += [f"`{what}` with {odds(p)}" for what, p in shown[1:MOST]]
    more = [f"{len(shown) - MOST:,} more"] if len(shown) > MOST else []
    return f"believe{'' if would else 's'} {f'{owner} to be' if owner else 'in'} {joined([*named, *more])}"
