"""Follows play as the cost of backing down changes, from each cost at which it changes to the next.

With the actions held, what play is worth at every node is linear in the cost, so the range of costs over which these
actions stay best is an intersection of half-lines and exact. The tree is solved again just beyond either end.

References
----------
Gass & Saaty 1955, "The computational algorithm for the parametric objective function", for the walk.
Fearon 1994, "Domestic political audiences and the escalation of international disputes", for the cost itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.credibility.places import Pledge, dropped
from negotiate.credibility.play import swept, taken_off, width
from negotiate.credibility.result import Stage
from negotiate.games.extensive import ExtensiveGame
from negotiate.kernels.level_sweep import values_under
from negotiate.solvers.solution import TreeEquilibrium
from negotiate.solvers.trees.backward_induction import TIE, reach, verified

MOST, CELLS = 1_000, 20_000_000
"""Changes that are followed upwards, and as many downwards; fewer in a large tree, by its nodes times changes."""
BEYOND = 1e-7
"""How far beyond a change the tree is solved again, of the threatening player's payoff range."""
FLAT = 1e-12
"""Slopes below this are rounding."""


def stages(game: ExtensiveGame, pledge: Pledge) -> tuple[tuple[Stage, ...], bool]:
    """Every range of costs over which play comes to the same endings, lowest first, and whether all were followed."""
    span = float(width(game)[pledge.player]) or 1.0
    walk = _Walk(game, pledge, dropped(game, pledge).astype(np.float64), span * BEYOND)
    here = walk.at(0.0)
    above, all_above = _follow(walk, here, up=True)
    below, all_below = _follow(walk, here, up=False)
    joined = _joined([*reversed(below), here, *above])
    return tuple(walk.stage(part) for part in joined), all_above and all_below


def same_endings(one: TreeEquilibrium, other: TreeEquilibrium) -> bool:
    """Whether two ways to play come to the same leaves."""
    return [leaf for leaf, _ in one.endings] == [leaf for leaf, _ in other.endings]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A range of costs over which the same actions are best everywhere, and one cost in it at which they were found."""

    low: float
    high: float
    cost: float
    probability: FloatArray
    ends: tuple[int, ...]


def _follow(walk: _Walk, here: _Part, up: bool) -> tuple[list[_Part], bool]:
    found: list[_Part] = []
    last = here
    for _ in range(max(1, min(MOST, CELLS // len(walk.game.tree)))):
        edge = last.high if up else last.low
        if not np.isfinite(edge):
            return found, True
        last = walk.at(edge + (walk.step if up else -walk.step))
        found.append(replace(last, low=edge) if up else replace(last, high=edge))
    return found, False


def _joined(found: list[_Part]) -> list[_Part]:
    """Neighbours that come to the same endings made one, with the play of the one nearer to 0."""
    result: list[_Part] = []
    for part in found:
        if result and result[-1].ends == part.ends:
            nearer = result[-1] if part.low >= 0 else part
            result[-1] = replace(nearer, low=result[-1].low, high=part.high)
        else:
            result.append(part)
    return result


@dataclass(frozen=True, slots=True, eq=False)
class _Walk:
    game: ExtensiveGame
    pledge: Pledge
    slope: FloatArray  # 1 at leaves below a dropped threat
    step: float

    def stage(self, part: _Part) -> Stage:
        """A range with its play, after the one-shot-deviation check at every node."""
        here = taken_off(self.game, self.pledge.player, part.cost * self.slope)
        found = verified(here, part.probability)
        varies = bool(self.slope[list(part.ends)].any())
        payoffs = tuple(nan if varies and p == self.pledge.player else x for p, x in enumerate(found.payoffs))
        return Stage(part.low, part.high, found, payoffs)

    def at(self, cost: float) -> _Part:
        """Play at one cost, and the range of costs over which its actions stay best everywhere."""
        game, player = self.game, self.pledge.player
        here = taken_off(game, player, cost * self.slope)
        sweep, probability = swept(here, TIE * width(game))
        fixed = values_under(game.tree, game.payoffs, probability)
        falls = np.zeros_like(game.payoffs)
        falls[:, player] = -self.slope
        slopes = values_under(game.tree, falls, probability)
        low, high = self._range(fixed, slopes, sweep.chosen)
        ends = np.flatnonzero(reach(game, probability)[game.tree.leaves] > 0)
        return _Part(min(low, cost), max(high, cost), cost, probability, tuple(ends.tolist()))

    def _range(self, fixed: FloatArray, slopes: FloatArray, chosen: IndexArray) -> tuple[float, float]:
        tree = self.game.tree
        nodes = np.arange(1, len(tree))
        above = tree.parent[1:]
        mover = tree.mover[above]
        rival = (mover >= 0) & (chosen[above] != nodes)
        nodes, above, mover = nodes[rival], above[rival], mover[rival]
        taken = chosen[above]
        lead = fixed[taken, mover] - fixed[nodes, mover]
        gain = slopes[taken, mover] - slopes[nodes, mover]
        rising, falling = gain > FLAT, gain < -FLAT
        low = float(np.max(-lead[rising] / gain[rising], initial=-np.inf))
        high = float(np.min(-lead[falling] / gain[falling], initial=np.inf))
        return low, high
