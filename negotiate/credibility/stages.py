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

import numpy as np

from negotiate.credibility.places import Pledge, dropped
from negotiate.credibility.play import swept, taken_off, width
from negotiate.credibility.result import Stage
from negotiate.games.extensive import ExtensiveGame, IntArray
from negotiate.games.normal_form import FloatArray
from negotiate.kernels.level_sweep import values_under
from negotiate.solvers.solution import TreeEquilibrium
from negotiate.solvers.trees.backward_induction import TIE, verified

MOST = 60
"""Changes that are followed upwards, and as many downwards."""
BEYOND = 1e-7
"""How far beyond a change the tree is solved again, of the threatening player's payoff range."""
FLAT = 1e-12
"""Slopes below this are rounding."""


def stages(game: ExtensiveGame, pledge: Pledge) -> tuple[tuple[Stage, ...], bool]:
    """Every range of costs, lowest first, and whether all were followed."""
    if not (span := float(width(game)[pledge.player])):
        span = 1.0
    walk = _Walk(game, pledge, dropped(game, pledge).astype(np.float64), span * BEYOND)
    here = walk.at(0.0)
    above, all_above = _follow(walk, here, up=True)
    below, all_below = _follow(walk, here, up=False)
    return tuple(_joined([*reversed(below), here, *above])), all_above and all_below


def _follow(walk: _Walk, here: Stage, up: bool) -> tuple[list[Stage], bool]:
    found: list[Stage] = []
    last = here
    for _ in range(MOST):
        edge = last.high if up else last.low
        if not np.isfinite(edge):
            return found, True
        last = walk.at(edge + (walk.step if up else -walk.step))
        found.append(replace(last, low=edge) if up else replace(last, high=edge))
    return found, False


def _joined(found: list[Stage]) -> list[Stage]:
    """Neighbours that come to the same endings made one, with the play of the one nearer to 0."""
    result: list[Stage] = []
    for stage in found:
        if result and same_endings(result[-1].equilibrium, stage.equilibrium):
            nearer = result[-1] if stage.low >= 0 else stage
            result[-1] = Stage(result[-1].low, stage.high, nearer.equilibrium)
        else:
            result.append(stage)
    return result


def same_endings(one: TreeEquilibrium, other: TreeEquilibrium) -> bool:
    """Whether two ways to play come to the same leaves."""
    return [leaf for leaf, _ in one.endings] == [leaf for leaf, _ in other.endings]


@dataclass(frozen=True, slots=True, eq=False)
class _Walk:
    game: ExtensiveGame
    pledge: Pledge
    slope: FloatArray  # 1 at leaves below a dropped threat
    step: float

    def at(self, cost: float) -> Stage:
        """Play at one cost, and the range of costs over which its actions stay best everywhere."""
        game, player = self.game, self.pledge.player
        here = taken_off(game, player, cost * self.slope)
        sweep, probability = swept(here, TIE * width(game))
        fixed = values_under(game.tree, game.payoffs, probability)
        falls = np.zeros_like(game.payoffs)
        falls[:, player] = -self.slope
        slopes = values_under(game.tree, falls, probability)
        low, high = self._range(fixed, slopes, sweep.chosen)
        return Stage(min(low, cost), max(high, cost), verified(here, probability))

    def _range(self, fixed: FloatArray, slopes: FloatArray, chosen: IntArray) -> tuple[float, float]:
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
