"""Which is better where a threat is carried out or dropped, and how play follows the cost of backing down.

With the actions held, what play is worth at every node is linear in the cost, so the range of costs over which these
actions stay best is an intersection of half-lines and exact. The tree is solved again just beyond either end.

References
----------
Gass & Saaty 1955, "The computational algorithm for the parametric objective function", for the walk.
Fearon 1994, "Domestic political audiences and the escalation of international disputes", for the cost itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.comparison.threats.places import Pledge, dropped, swept, taken_off, width
from negotiate.comparison.threats.result import FollowThrough, Stage, TermGap
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.equilibrium.trees.backward_induction import TIE, verified
from negotiate.games.extensive import LEAF, ExtensiveGame
from negotiate.games.level_sweep import values_under
from negotiate.games.normal_form import Column

LEAVES = 20_000
"""Endings that are taken apart below one place; with more, no term is named."""
SAME = 1e-9
"""Of a payoff: a smaller difference in a term is rounding."""


def follow_through(
    game: ExtensiveGame, pledge: Pledge, node: int, values: FloatArray, probability: FloatArray, looking: Sequence[str]
) -> FollowThrough:
    """Hold carrying out against backing down at one place.

    Parameters
    ----------
    game : ExtensiveGame
        Of perfect information.
    pledge : Pledge
        The threat.
    node : int
        The place.
    values : ndarray, shape (nodes, players)
        What play is worth from each node on.
    probability : ndarray, shape (nodes,)
        With what probability each node is entered from its parent.
    looking : sequence of str
        The threatening player's terms that look at the move itself: what they take off is today's cost.
    """
    tree, player = game.tree, pledge.player
    children = np.arange(tree.first_child[node], tree.first_child[node] + tree.child_count[node])
    keeping = children[pledge.carrying[children]]
    others = children[~pledge.carrying[children]]
    out = int(keeping[np.argmax(values[keeping, player])])
    back = int(others[np.argmax(values[others, player])])
    gaps = _gaps(game, player, (out, back), probability)
    announced, after, odds = _before(game, pledge, node)
    return FollowThrough(
        node,
        announced,
        after,
        game.action_label(out),
        game.action_label(back),
        float(values[out, player]),
        float(values[back, player]),
        sum(gap.amount for gap in gaps if gap.term in looking),
        odds,
        tuple(sorted(gaps, key=lambda gap: -abs(gap.amount))),
    )


def _before(game: ExtensiveGame, pledge: Pledge, node: int) -> tuple[str, tuple[str, ...], float]:
    """What was announced, what was done since by others and by chance, and with what odds chance allowed it.

    Where nothing is announced, everything that was done.
    """
    announced, after, odds = "", list[str](), 1.0
    for step in game.path(node)[1:]:
        above = int(game.tree.parent[step])
        if pledge.speaking >= 0 and game.tree.move[above] == pledge.speaking:
            announced, after, odds = game.action_label(step), [], 1.0
            continue
        odds *= float(game.tree.odds[step])
        if pledge.speaking < 0 or game.tree.mover[above] != pledge.player:
            after.append(game.action_label(step))
    return announced, tuple(after), odds


def deciding(place: FollowThrough) -> TermGap | None:
    """The term that speaks most for what is better there; None where no terms are known or nothing is better."""
    sign = -np.sign(place.missing)
    return next((gap for gap in place.terms if gap.amount * sign > 0), None)


def _gaps(game: ExtensiveGame, player: int, children: tuple[int, int], probability: FloatArray) -> list[TermGap]:
    if game.takes_apart is None or game.outcomes.size == 0:
        return []
    weights = [_weights(game, child, probability) for child in children]
    leaves = [leaf for found in weights for leaf in found]
    if len(leaves) > LEAVES:
        return []
    packages = [game.package(leaf) for leaf in leaves]
    choices: dict[str, Column] = {issue: [package[issue] for package in packages] for issue in packages[0]}
    made = game.moves_made(leaves)
    moves: dict[str, Column] = {
        move.label: ["" if a < 0 else move.actions[a] for a in made[:, k].tolist()] for k, move in enumerate(game.moves)
    }
    found = game.takes_apart(choices, moves, len(leaves))[game.keys[player]]
    chances = [np.array(list(one.values())) for one in weights]
    cut = len(weights[0])
    gaps = [
        TermGap(term, float(chances[0] @ worth[:cut]), float(chances[1] @ worth[cut:])) for term, worth in found.items()
    ]
    size = max((max(abs(gap.carried_out), abs(gap.backed_down)) for gap in gaps), default=0.0)
    return [gap for gap in gaps if abs(gap.amount) > SAME * max(size, 1e-300)]


def _weights(game: ExtensiveGame, node: int, probability: FloatArray) -> dict[int, float]:
    """The leaves that play reaches from a node on (positions among the leaves), with their probabilities."""
    tree, found, open_nodes = game.tree, {}, [(node, 1.0)]
    while open_nodes:
        here, chance = open_nodes.pop()
        if tree.mover[here] == LEAF:
            found[game.leaf_of(here)] = chance
            continue
        first = int(tree.first_child[here])
        children = range(first, first + int(tree.child_count[here]))
        open_nodes += [(child, chance * float(probability[child])) for child in children if probability[child] > 0]
    return found


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
        ends = np.flatnonzero(game.tree.reach(probability)[game.tree.leaves] > 0)
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
