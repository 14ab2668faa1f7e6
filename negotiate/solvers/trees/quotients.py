"""Cuts one subgame out of a tree, smaller subgames in it replaced by what they are worth, and solves it.

Only the players who move in it are players of it, so that a subgame of two is solved as one of two, whoever watches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, Move, Tree
from negotiate.games.normal_form import frozen
from negotiate.kernels.best_response import best_responses
from negotiate.kernels.exactness import Exact, over_one_unit
from negotiate.kernels.sequence_form import sequences
from negotiate.solvers.solution import Solution, TreeEquilibrium
from negotiate.solvers.trees import reduced_normal_form, sequence_form, sequence_program
from negotiate.solvers.trees.verification import VERIFIED, verified_nash

ONE = ((sequence_program.applies_to, sequence_program.run), (sequence_form.applies_to, sequence_form.run))
"""Methods for subgames of two players whose plans are too many to be listed, in order of preference."""


@dataclass(frozen=True, slots=True, eq=False)
class Quotient:
    """A subgame without the smaller subgames in it.

    Parameters
    ----------
    nodes : ndarray of int
        Its nodes in the tree, in order, its root first; smaller subgames' roots and leaves are among them.
    ends : ndarray of int
        Those of `nodes` that are leaves here: leaves of the tree, and roots of smaller subgames.
    movers : ndarray of int
        The players who move here.
    tree : Tree
        Its shape, in numbers of its own; movers are places in `movers`.
    """

    nodes: IndexArray
    ends: IndexArray
    movers: IndexArray
    tree: Tree

    def game(self, whole: ExtensiveGame, worth: FloatArray, exactly: Exact | None = None) -> ExtensiveGame:
        """The same as a game.

        Parameters
        ----------
        whole : ExtensiveGame
            The game it is cut from.
        worth : ndarray, shape (ends, players of the whole game)
            What its ends are worth.
        exactly : ndarray of object, of that shape, optional
            The same in fractions, each player's in a unit and from a zero of its own.
        """
        place = {int(player): k for k, player in enumerate(self.movers)}
        return ExtensiveGame(
            tree=self.tree,
            payoffs=frozen(worth[:, self.movers]),
            whole=None if exactly is None else _whole(exactly[:, self.movers]),
            players=tuple(whole.players[p] for p in self.movers),
            keys=tuple(whole.keys[p] for p in self.movers),
            moves=tuple(Move(move.label, place.get(move.mover, CHANCE), move.actions) for move in whole.moves),
        )


def _whole(worth: Exact) -> Exact:
    return np.stack([over_one_unit(own)[0] for own in worth.T], axis=1)


def cut_out(tree: Tree, nodes: IndexArray) -> Quotient:
    """Cut a subgame out.

    Parameters
    ----------
    tree : Tree
        The whole tree.
    nodes : ndarray of int
        In rising order: the subgame's root, and all nodes below it up to its ends.
    """
    parent = np.searchsorted(nodes, tree.parent[nodes])
    parent[0] = -1
    counts = np.bincount(parent[1:], minlength=len(nodes)).astype(np.intp)
    inner = counts > 0
    movers = np.unique(tree.mover[nodes[inner]])
    movers = movers[movers >= 0]
    own = tree.mover[nodes]
    mover = np.where(own >= 0, np.searchsorted(movers, np.maximum(own, 0)), own)
    level = np.searchsorted(tree.level_starts, nodes, side="right")
    first = np.where(inner, np.searchsorted(nodes, tree.first_child[nodes]), 0)
    odds = np.array(tree.odds[nodes])
    odds[0] = 1.0
    action = np.array(tree.action[nodes])
    action[0] = -1
    shape = Tree(
        parent=parent,
        mover=np.where(inner, mover, LEAF),
        first_child=first.astype(np.intp),
        child_count=counts,
        level_starts=np.concatenate([[0], 1 + np.flatnonzero(np.diff(level)), [len(nodes)]]).astype(np.intp),
        odds=odds,
        move=np.where(inner, tree.move[nodes], -1),
        action=action,
        information_set=np.where(inner, tree.information_set[nodes], -1),
    )
    return Quotient(nodes, nodes[~inner], movers, shape)


def too_large(quotient: Quotient, whole: ExtensiveGame) -> str | None:
    """Why no method is sure to say something of this subgame, as the end of a sentence; None if one is."""
    if len(quotient.movers) <= 2:
        return None
    game = quotient.game(whole, np.zeros((len(quotient.ends), whole.n_players)))
    return reduced_normal_form.size(game, [sequences(quotient.tree, player) for player in range(game.n_players)])


def solved(game: ExtensiveGame) -> Solution:
    """The Nash equilibria of a subgame: all if its plans are few enough, else those that some method finds."""
    players = [sequences(game.tree, player) for player in range(game.n_players)]
    writable = reduced_normal_form.size(game, players) is None
    if writable and reduced_normal_form.applies_to(game) is None:
        return reduced_normal_form.nash(game)
    if game.n_players == 1:
        return _best_alone(game)
    answers = (run(game) for applies_to, run in ONE if applies_to(game) is None)
    found = next((answer for answer in answers if answer.equilibria), None)
    if found is None and writable:
        found = reduced_normal_form.nash(game)
    return _of(game, (), "no method") if found is None else replace(found, complete=False)


def _best_alone(game: ExtensiveGame) -> Solution:
    """One best plan of a player whom only chance stands against."""
    even = 1.0 / np.maximum(game.tree.child_count, 1)[game.tree.parent]
    guess = np.where(game.tree.mover[game.tree.parent] >= 0, even, game.tree.odds)
    guess[0] = 1.0
    reply = best_responses(game.tree, np.asarray(game.payoffs), guess).reply
    return _of(game, (verified_nash(game, reply),), "best reply to chance")


def _of(game: ExtensiveGame, equilibria: tuple[TreeEquilibrium, ...], method: str) -> Solution:
    return Solution(game, equilibria, "Nash", method, complete=False, exact=False, verified=VERIFIED, seconds=0.0)
