"""Where in a tree a threat is carried out or dropped, which of the two is better, and how play
follows the cost.

With the actions held, what play is worth at every node is linear in the cost of backing down, so
the range of costs over which these actions stay best is an intersection of half-lines and exact.
The tree is solved again just beyond either end.

References
----------
Gass & Saaty 1955, "The computational algorithm for the parametric objective function", for the
walk. Fearon 1994, "Domestic political audiences and the escalation of international disputes", for
the cost itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isnan, nan

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.comparison.worths import endings
from negotiate.display import entity, record
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.equilibrium.trees.backward_induction import TIE, verified
from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.level_sweep import Sweep, backward_induction, values_under
from negotiate.games.normal_form import Column
from negotiate.model.negotiation import Negotiation

LEAVES = 20_000
"""Endings that are taken apart below one place; with more, no term is named."""
SAME = 1e-9
"""Of a payoff: a smaller difference in a term is rounding."""


@entity
class Pledge:
    """Where a threat stands in a tree.

    Parameters
    ----------
    game : ExtensiveGame
        The tree, of perfect information.
    player : int
        Who threatens.
    speaking, acting : int
        The places among the game's moves of the move that announces (-1 for none) and of the one
        that carries out.
    issue : str
        What is announced.
    nodes : ndarray of int
        Where it can be carried out or dropped.
    carrying : ndarray of bool, shape (nodes of the tree,)
        The nodes that are entered by carrying it out.
    """

    game: ExtensiveGame
    player: int
    speaking: int
    acting: int
    issue: str
    nodes: IndexArray
    carrying: BoolArray

    @property
    def range(self) -> float:
        """Of the threatening player's payoffs."""
        return float(np.ptp(self.game.payoffs[:, self.player]))

    @property
    def dropped(self) -> FloatArray:
        """1 at the leaves below a dropped threat, 0 at others, shape (leaves,)."""
        return self._below(np.isin(self.game.tree.parent, self.nodes) & ~self.carrying)

    @property
    def kept(self) -> FloatArray:
        """1 at the leaves below a threat that was carried out, 0 at others, shape (leaves,)."""
        return self._below(self.carrying)

    def _below(self, nodes: BoolArray) -> FloatArray:
        tree = self.game.tree
        return 1.0 - tree.reach((~nodes).astype(float))[tree.leaves]

    def less(self, amounts: FloatArray) -> ExtensiveGame:
        """The same game with an amount taken off the threatening player's payoff at each leaf."""
        payoffs = np.array(self.game.payoffs)
        payoffs[:, self.player] -= amounts
        payoffs.setflags(write=False)
        return replace(self.game, payoffs=payoffs, takes_apart=None)

    def never(self, leaves: FloatArray) -> ExtensiveGame:
        """The game in which these leaves are worse for the threatening player than anything."""
        return self.less(4 * (self.range or 0.25) * leaves)


def swept(game: ExtensiveGame, like: ExtensiveGame | None = None) -> tuple[Sweep, FloatArray]:
    """Backward induction, ties broken for the first action, with the probability of entering each
    node.

    Ties are as close as in the game `like`, if the payoffs were changed to rule something out.
    """
    tree = game.tree
    sweep = backward_induction(tree, game.payoffs, TIE * np.ptp((like or game).payoffs, axis=0))
    above = tree.parent[1:]
    picked = sweep.chosen[above] == np.arange(1, len(tree))
    probability = np.where(tree.mover[above] >= 0, picked, tree.odds[1:])
    return sweep, np.concatenate((tree.odds[:1], probability))


def play(game: ExtensiveGame, like: ExtensiveGame | None = None) -> TreeEquilibrium:
    """Subgame-perfect play, after the one-shot-deviation check at every node."""
    return verified(game, swept(game, like)[1])


def announced(negotiation: Negotiation, game: ExtensiveGame) -> Iterator[Pledge]:
    """The threats that a move announces and a later move of the same player may carry out.

    To announce what holds anyway threatens nothing, and is left out.
    """
    tree, steps = game.tree, negotiation.protocol
    for acting, step in enumerate(steps):
        for speaking, other in enumerate(steps):
            meant = {
                k: effect.issue
                for k, action in enumerate(step.actions)
                for effect in reversed(action.effects)
                if effect.as_announced == other.id
            }
            if not meant or other.player != step.player:
                continue
            issue = next(iter(meant.values()))
            resting = negotiation.resting(issue)
            idle = [k for k, action in enumerate(other.actions) if action.announced == resting]
            carrying = np.zeros(len(tree), dtype=bool)
            carrying[1:] = (tree.move[tree.parent[1:]] == acting) & np.isin(
                tree.action[1:], list(meant)
            )
            counts = np.bincount(tree.parent[1:], carrying[1:], len(tree))
            said = spoken(game, speaking)
            both = (tree.move == acting) & (counts > 0) & (counts < tree.child_count)
            nodes = np.flatnonzero(both & (said >= 0) & ~np.isin(said, idle))
            carrying[1:] &= np.isin(tree.parent[1:], nodes)
            if len(nodes):
                player = negotiation.keys.index(step.player)
                yield Pledge(game, player, speaking, acting, issue, nodes, carrying)


def spoken(game: ExtensiveGame, move: int) -> IndexArray:
    """The action of one move on the way to each node, shape (nodes,); -1 where it has not been
    made.
    """
    tree = game.tree
    found = np.full(len(tree), -1, dtype=int)
    for here, above in tree.downwards():
        found[here] = np.where(tree.move[above] == move, tree.action[here], found[above])
    return found


def unspoken(game: ExtensiveGame, chosen: IndexArray) -> Iterator[Pledge]:
    """Everything that a player who has moved on by then might have said that it would do, one node
    and action each.

    The root is left out, since nobody moves before it, and so is what is done there anyway.
    """
    tree = game.tree
    for node in np.flatnonzero((tree.mover >= 0) & (tree.child_count > 1)).tolist():
        mover = int(tree.mover[node])
        if {int(tree.mover[above]) for above in game.path(node)[:-1]} <= {mover, CHANCE}:
            continue
        for child in tree.children(node).tolist():
            if child != chosen[node]:
                carrying = np.arange(len(tree)) == child
                yield Pledge(game, mover, -1, int(tree.move[node]), "", np.array([node]), carrying)


@record
class TermGap:
    """One labelled term of the threatening player's payoff.

    Parameters
    ----------
    term : str
        Its label.
    carried_out, backed_down : float
        Its expected value after carrying out, and after backing down.
    """

    term: str
    carried_out: float
    backed_down: float

    @property
    def amount(self) -> float:
        """By how much carrying out is better in this term."""
        return self.carried_out - self.backed_down


@record
class FollowThrough:
    """One place in the tree where a threat is carried out or dropped.

    Parameters
    ----------
    node : int
        The place.
    announced : str
        What had been announced; empty for a threat that no move announces.
    after : tuple of str
        What others and chance did in between, or all that was done where nothing is announced.
    carrying_out, backing_down : str
        The best action that carries the threat out, and the best that does not.
    carried_out, backed_down : float
        What each is worth to the threatening player, given what everybody does from there on.
    cost_today : float
        What the file's own terms that look at this move take off for backing down.
    odds : float
        With what probability chance lets it come to this place after the announcement, if the
        players do their part.
    terms : tuple of TermGap
        The terms that differ, the largest difference first; empty where the game does not know its
        terms.
    """

    node: int
    announced: str
    after: tuple[str, ...]
    carrying_out: str
    backing_down: str
    carried_out: float
    backed_down: float
    cost_today: float = 0.0
    odds: float = 1.0
    terms: tuple[TermGap, ...] = ()

    @property
    def missing(self) -> float:
        """How much more backing down would have to cost for carrying out to be as good; negative
        where it is better.
        """
        return self.backed_down - self.carried_out

    @property
    def optimal(self) -> bool:
        """Whether carrying out is at least as good as backing down."""
        return self.missing <= 0

    @property
    def threshold(self) -> float:
        """The whole cost of backing down from which on carrying out is optimal."""
        return self.cost_today + self.missing


def follow_through(
    pledge: Pledge, node: int, values: FloatArray, probability: FloatArray, looking: Sequence[str]
) -> FollowThrough:
    """Hold carrying out against backing down at one place.

    Parameters
    ----------
    pledge : Pledge
        The threat.
    node : int
        The place.
    values : ndarray, shape (nodes, players)
        What play is worth from each node on.
    probability : ndarray, shape (nodes,)
        With what probability each node is entered from its parent.
    looking : sequence of str
        The threatening player's terms that look at the move itself: what they take off is today's
        cost.
    """
    game, own = pledge.game, values[:, pledge.player]
    children = game.tree.children(node)
    carries = pledge.carrying[children]
    out, back = (
        int(some[np.argmax(own[some])]) for some in (children[carries], children[~carries])
    )
    gaps = _gaps(pledge, (out, back), probability)
    announced, after, odds = _before(pledge, node)
    return FollowThrough(
        node,
        announced,
        after,
        game.action_label(out),
        game.action_label(back),
        float(own[out]),
        float(own[back]),
        sum(gap.amount for gap in gaps if gap.term in looking),
        odds,
        tuple(sorted(gaps, key=lambda gap: -abs(gap.amount))),
    )


def _before(pledge: Pledge, node: int) -> tuple[str, tuple[str, ...], float]:
    """What was announced, what was done since by others and by chance, and with what odds chance
    allowed it.

    Where nothing is announced, everything that was done.
    """
    game, tree = pledge.game, pledge.game.tree
    announced, after, odds = "", list[str](), 1.0
    for step in game.path(node)[1:]:
        above = int(tree.parent[step])
        if pledge.speaking >= 0 and tree.move[above] == pledge.speaking:
            announced, after, odds = game.action_label(step), [], 1.0
            continue
        odds *= float(tree.odds[step])
        if pledge.speaking < 0 or tree.mover[above] != pledge.player:
            after.append(game.action_label(step))
    return announced, tuple(after), odds


def deciding(place: FollowThrough) -> TermGap | None:
    """The term that speaks most for what is better there; None where no terms are known or nothing
    is better.
    """
    sign = -np.sign(place.missing)
    return next((gap for gap in place.terms if gap.amount * sign > 0), None)


def _gaps(pledge: Pledge, children: tuple[int, int], probability: FloatArray) -> list[TermGap]:
    """The terms of the threatening player that differ after carrying out and after backing down."""
    game = pledge.game
    if game.takes_apart is None or game.outcomes.size == 0:
        return []
    ends = [list(endings(game.tree, probability, child)) for child in children]
    nodes, chances = zip(*(end for some in ends for end in some), strict=True)
    if len(nodes) > LEAVES:
        return []
    leaves, weights, cut = np.searchsorted(game.tree.leaves, nodes), np.array(chances), len(ends[0])
    packages = [game.package(leaf) for leaf in leaves.tolist()]
    choices: dict[str, Column] = {
        issue: [package[issue] for package in packages] for issue in packages[0]
    }
    moves: dict[str, Column] = {
        move.label: ["" if a < 0 else move.actions[a] for a in made]
        for move, made in zip(game.moves, game.moves_made(leaves).T.tolist(), strict=True)
    }
    worths = game.takes_apart(choices, moves, len(leaves))[game.keys[pledge.player]]
    gaps = [
        TermGap(term, float(weights[:cut] @ worth[:cut]), float(weights[cut:] @ worth[cut:]))
        for term, worth in worths.items()
    ]
    size = max((max(abs(gap.carried_out), abs(gap.backed_down)) for gap in gaps), default=0.0)
    return [gap for gap in gaps if abs(gap.amount) > SAME * max(size, 1e-300)]


@entity
class Stage:
    """A range of costs of backing down over which play comes to the same endings.

    Parameters
    ----------
    low, high : float
        The range, as a cost beside today's: 0 is today.
    equilibrium : TreeEquilibrium
        Play at the end of the range that is nearest to today's cost.
    payoffs : tuple of float
        What play is worth to each player anywhere in the range; not a number for the threatening
        player where its payoff changes with the cost, because play comes to backing down.
    """

    low: float
    high: float
    equilibrium: TreeEquilibrium
    payoffs: tuple[float, ...]

    @property
    def varies(self) -> bool:
        """Whether the threatening player's payoff changes with the cost."""
        return any(map(isnan, self.payoffs))


MOST, CELLS = 1_000, 20_000_000
"""Changes that are followed upwards, and as many downwards; fewer in a large tree, by its nodes
times changes.
"""
BEYOND = 1e-7
"""How far beyond a change the tree is solved again, of the threatening player's payoff range."""
FLAT = 1e-12
"""Slopes below this are rounding."""


def stages(pledge: Pledge) -> tuple[tuple[Stage, ...], bool]:
    """Every range of costs over which play comes to the same endings, lowest first, and whether all
    were followed.
    """
    here = _at(pledge, 0.0)
    above, all_above = _follow(pledge, here, up=True)
    below, all_below = _follow(pledge, here, up=False)
    joined: list[_Part] = []
    for part in (*reversed(below), here, *above):
        if joined and joined[-1].ends == part.ends:  # with the play of the one nearer to 0
            nearer = joined[-1] if part.low >= 0 else part
            joined[-1] = replace(nearer, low=joined[-1].low, high=part.high)
        else:
            joined.append(part)
    return tuple(_stage(pledge, part) for part in joined), all_above and all_below


def same_endings(one: TreeEquilibrium, other: TreeEquilibrium) -> bool:
    """Whether two ways to play come to the same leaves."""
    return [leaf for leaf, _ in one.endings] == [leaf for leaf, _ in other.endings]


@entity
class _Part:
    """A range of costs over which the same actions are best everywhere, and one cost in it at which
    they were found.
    """

    low: float
    high: float
    cost: float
    probability: FloatArray
    ends: tuple[int, ...]


def _follow(pledge: Pledge, last: _Part, up: bool) -> tuple[list[_Part], bool]:
    """The ranges beyond one, and whether that is all of them."""
    found: list[_Part] = []
    step = (pledge.range or 1.0) * (BEYOND if up else -BEYOND)
    for _ in range(max(1, min(MOST, CELLS // len(pledge.game.tree)))):
        edge = last.high if up else last.low
        if not np.isfinite(edge):
            return found, True
        last = _at(pledge, edge + step)
        found.append(replace(last, low=edge) if up else replace(last, high=edge))
    return found, False


def _stage(pledge: Pledge, part: _Part) -> Stage:
    """A range with its play, after the one-shot-deviation check at every node."""
    dropped = pledge.dropped
    found = verified(pledge.less(part.cost * dropped), part.probability)
    varies = bool(dropped[list(part.ends)].any())
    payoffs = tuple(
        nan if varies and p == pledge.player else x for p, x in enumerate(found.payoffs)
    )
    return Stage(part.low, part.high, found, payoffs)


def _at(pledge: Pledge, cost: float) -> _Part:
    """Play at one cost, and the range of costs over which its actions stay best everywhere."""
    game, tree, dropped = pledge.game, pledge.game.tree, pledge.dropped
    sweep, probability = swept(pledge.less(cost * dropped), game)
    falls = np.zeros_like(game.payoffs)
    falls[:, pledge.player] = -dropped
    fixed, slopes = (values_under(tree, payoffs, probability) for payoffs in (game.payoffs, falls))
    above = tree.parent[1:]
    nodes = 1 + np.flatnonzero(
        (tree.mover[above] >= 0) & (sweep.chosen[above] != np.arange(1, len(tree)))
    )
    above = tree.parent[nodes]
    taken, mover = sweep.chosen[above], tree.mover[above]
    lead = fixed[taken, mover] - fixed[nodes, mover]
    gain = slopes[taken, mover] - slopes[nodes, mover]
    rising, falling = gain > FLAT, gain < -FLAT
    low = float(np.max(-lead[rising] / gain[rising], initial=-np.inf))
    high = float(np.min(-lead[falling] / gain[falling], initial=np.inf))
    ends = np.flatnonzero(tree.reach(probability)[tree.leaves] > 0)
    return _Part(min(low, cost), max(high, cost), cost, probability, tuple(ends.tolist()))
