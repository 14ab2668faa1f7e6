"""Where play of one side leaves that of the other in trees in which some mover does not know where it stands.

What an action is worth there is what its mover expects of it, given what it believes. Nothing is carried over from one
side to the other: each side's own equilibrium is held against the other's.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.comparison.causes import Offered, OtherMoves, Parting, PrivateTypes
from negotiate.comparison.paths import divide
from negotiate.comparison.walk import Walk

SIMPLE, EXACT = 100, 1e-9
"""The largest denominator of a fraction that is told, and how near it must be."""


def hides(walk: Walk) -> bool:
    """Whether somebody moves without knowing all that happened before."""
    return not walk.game.perfect_information


def hidden_parting(home: Walk, away: Walk) -> Parting | OtherMoves | PrivateTypes | None:
    """Where the play of the side that has an outcome is left by an outcome of the other side; None where it is not.

    Parameters
    ----------
    home, away : Walk
        An equilibrium of each side; at least one of the trees hides something.

    Returns
    -------
    Parting, OtherMoves, PrivateTypes or None
        What is `first` in it is home, what is `second` away. A parting's leads are NaN where one of the choices is a
        mixture, which is as good as any of its parts, or nothing is believed; it has no cause.
    """
    types = _only_one_has(home, away)
    if types is not None:
        return types
    found = divide(home, away)
    if found is None:
        return None
    a, b = found
    if not home.alike(a, away, b):
        return OtherMoves(home.move(a), away.move(b))
    after = tuple(home.game.action_label(node) for node in home.game.path(a)[1:])
    one, other = home.taken(a), away.taken(b)
    here, there = home.below(a), away.below(b)
    only_home = tuple(action for action in one if action not in there)
    only_away = tuple(action for action in other if action not in here)
    cause = Offered(only_home, only_away) if only_home or only_away else None
    leads = math.nan, math.nan
    if cause is None and len(one) == len(other) == 1:
        leads = _lead(home, a, one[0], other[0]), _lead(away, b, other[0], one[0])
    return Parting(home.move(a), home.mover(a), after, _mixture(home, a), _mixture(away, b), leads, cause)


def _only_one_has(home: Walk, away: Walk) -> PrivateTypes | None:
    """The private types of players who have none on the other side."""
    for walk, other, second in ((home, away, False), (away, home, True)):
        new = {player: kinds for player, kinds in walk.scenario.types.items() if player not in other.scenario.types}
        if new:
            named = tuple((player, tuple(kind.id for kind in kinds)) for player, kinds in new.items())
            return PrivateTypes(named, second)
    return None


def _mixture(walk: Walk, node: int) -> str:
    """What is done at a node: an action, or several with their probabilities."""
    below = walk.below(node)
    taken = walk.taken(node)
    if len(taken) == 1:
        return taken[0]
    return " + ".join(f"{_odds(walk.chance(below[action]))} {action}" for action in taken)


def _odds(p: float) -> str:
    """A simple fraction, or three digits where none is near."""
    near = Fraction(p).limit_denominator(SIMPLE)
    return str(near) if abs(near - p) <= EXACT else f"{p:.3g}"


def _lead(walk: Walk, node: int, chosen: str, instead: str) -> float:
    """How much more the mover at a node expects of one action than of another, given what it believes; else NaN."""
    game, tree = walk.game, walk.game.tree
    label = int(tree.information_set[node])
    nodes = np.flatnonzero(tree.information_set == label) if label >= 0 else np.array([node])
    weights = _believed(walk, label, nodes)
    if weights is None:
        return math.nan
    own = walk.values[:, game.keys.index(walk.mover(node))]
    gaps = [own[walk.below(int(v))[chosen]] - own[walk.below(int(v))[instead]] for v in nodes]
    return float(weights @ np.array(gaps))


def _believed(walk: Walk, label: int, nodes: IndexArray) -> FloatArray | None:
    """The probability of each node of a set, by the odds of coming there or, off the path, as the concept says."""
    reach = walk.equilibrium.reach[nodes]
    if reach.sum() > 0:
        return np.asarray(reach / reach.sum())
    return walk.equilibrium.beliefs.get(label)
