"""Finds where in a tree a threat is carried out or dropped, and plays the tree with less for one player there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.equilibrium.trees.backward_induction import TIE, verified
from negotiate.games.extensive import LEAF, ExtensiveGame
from negotiate.games.level_sweep import Sweep, backward_induction
from negotiate.model.negotiation import Negotiation


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


@dataclass(frozen=True, slots=True, eq=False)
class Pledge:
    """Where a threat stands in a tree.

    Parameters
    ----------
    player : int
        Who threatens.
    speaking, acting : int
        The places among the game's moves of the move that announces (-1 for none) and of the one that carries out.
    issue : str
        What is announced.
    nodes : ndarray of int
        Where it can be carried out or dropped.
    carrying : ndarray of bool, shape (nodes of the tree,)
        The nodes that are entered by carrying it out.
    """

    player: int
    speaking: int
    acting: int
    issue: str
    nodes: IndexArray
    carrying: BoolArray


def announced(negotiation: Negotiation, game: ExtensiveGame) -> list[Pledge]:
    """The threats that a move announces and a later move of the same player may carry out.

    To announce what holds anyway threatens nothing, and is left out.
    """
    steps, found = negotiation.protocol, []
    for acting, step in enumerate(steps):
        named = {effect.as_announced for action in step.actions for effect in action.effects} - {""}
        for speaking in [k for k, other in enumerate(steps) if other.id in named and other.player == step.player]:
            carrying = [
                k
                for k, action in enumerate(step.actions)
                if any(effect.as_announced == steps[speaking].id for effect in action.effects)
            ]
            issue = next(e.issue for a in step.actions for e in a.effects if e.as_announced == steps[speaking].id)
            resting = negotiation.resting(issue)
            idle = [k for k, action in enumerate(steps[speaking].actions) if action.announced == resting]
            pledge = _pledge(game, negotiation.keys.index(step.player), speaking, acting, issue, carrying, idle)
            if len(pledge.nodes):
                found.append(pledge)
    return found


def _pledge(
    game: ExtensiveGame, player: int, speaking: int, acting: int, issue: str, actions: list[int], idle: list[int]
) -> Pledge:
    tree = game.tree
    carrying = np.zeros(len(tree), dtype=np.bool_)
    carrying[1:] = (tree.move[tree.parent[1:]] == acting) & np.isin(tree.action[1:], actions)
    nodes = np.flatnonzero(tree.move == acting)
    said = spoken(game, speaking)[nodes]
    counts = np.bincount(tree.parent[1:], carrying[1:], len(tree))[nodes]
    both = (counts > 0) & (counts < tree.child_count[nodes])
    nodes = nodes[both & (said >= 0) & ~np.isin(said, idle)]
    carrying[1:] &= np.isin(tree.parent[1:], nodes)
    return Pledge(player, speaking, acting, issue, nodes, carrying)


def spoken(game: ExtensiveGame, move: int) -> IndexArray:
    """The action of one move on the way to each node, shape (nodes,); -1 where it has not been made."""
    tree = game.tree
    found = np.full(len(tree), -1, dtype=np.intp)
    for start, stop in pairwise(tree.level_starts[1:]):
        above = tree.parent[start:stop]
        found[start:stop] = np.where(tree.move[above] == move, tree.action[start:stop], found[above])
    return found


def unspoken(game: ExtensiveGame, chosen: IndexArray) -> list[Pledge]:
    """Everything that a player who has moved on by then might have said that it would do, one node and action each.

    The root is left out, since nobody moves before it, and so is what is done there anyway.
    """
    tree, found = game.tree, []
    for node in np.flatnonzero(tree.mover >= 0).tolist():
        movers = {int(tree.mover[above]) for above in game.path(node)[:-1]}
        if not movers - {int(tree.mover[node]), -1}:
            continue
        first = int(tree.first_child[node])
        for child in range(first, first + int(tree.child_count[node])):
            if child == chosen[node] or tree.child_count[node] < 2:
                continue
            carrying = np.zeros(len(tree), dtype=np.bool_)
            carrying[child] = True
            found.append(Pledge(int(tree.mover[node]), -1, int(tree.move[node]), "", np.array([node]), carrying))
    return found


def dropped(game: ExtensiveGame, pledge: Pledge) -> BoolArray:
    """The leaves below a dropped threat, shape (leaves,)."""
    return _leaves_below(game, np.isin(game.tree.parent, pledge.nodes) & ~pledge.carrying)


def kept(game: ExtensiveGame, pledge: Pledge) -> BoolArray:
    """The leaves below a threat that was carried out, shape (leaves,)."""
    return _leaves_below(game, pledge.carrying)


def _leaves_below(game: ExtensiveGame, nodes: BoolArray) -> BoolArray:
    """Whether each leaf is one of some nodes or comes after one, shape (leaves,)."""
    tree = game.tree
    below = np.array(nodes)
    for start, stop in pairwise(tree.level_starts[1:]):
        below[start:stop] |= below[tree.parent[start:stop]]
    leaves: BoolArray = below[tree.mover == LEAF]
    return leaves
