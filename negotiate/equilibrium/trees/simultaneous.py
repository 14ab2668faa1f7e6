"""Nash equilibria of a simultaneous game drawn as a tree, carried over from the normal form that it
draws.

In such a tree the players move one after the other without seeing anything, level k belongs to
player k, and the children of a node are that player's strategies; an impossible combination has no
leaf.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.equilibrium import TOLERANCE, Unverified
from negotiate.equilibrium.nash import choice
from negotiate.equilibrium.nash.components import sorted_out
from negotiate.equilibrium.solution import Equilibrium, Reason, Solution, TreeEquilibrium
from negotiate.equilibrium.trees.verification import same_choices
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.level_sweep import values_under
from negotiate.games.normal_form import frozen

NAME = "simultaneous"


def carried(game: ExtensiveGame, equilibrium: Equilibrium) -> TreeEquilibrium:
    """The same behaviour in the tree.

    Parameters
    ----------
    game : ExtensiveGame
        A simultaneous game drawn as a tree.
    equilibrium : Equilibrium
        Of the normal form that it draws; already verified there.

    Raises
    ------
    Unverified
        If the tree does not pay what the normal form does.
    """
    tree = game.tree
    probability = np.ones(len(tree))
    for player, strategy in enumerate(equilibrium.strategies):
        below = 1 + np.flatnonzero(tree.mover[tree.parent[1:]] == player)
        probability[below] = strategy[tree.action[below]]
    worth, width = values_under(tree, game.payoffs, probability)[0], np.ptp(game.payoffs, axis=0)
    if (np.abs(worth - equilibrium.payoffs) > TOLERANCE * np.maximum(width, np.abs(worth))).any():
        raise Unverified("the tree pays something else than the normal form that it draws")
    through = tree.reach(probability)
    return TreeEquilibrium(
        kind="Nash",
        game=game,
        probability=frozen(probability),
        payoffs=equilibrium.payoffs,
        regret=equilibrium.regret,
        choices=same_choices(game, through) or dict(equilibrium.choices),
        reasons=tuple(_placed(game, reason, through) for reason in equilibrium.reasons),
    )


def _placed(game: ExtensiveGame, reason: Reason, through: FloatArray) -> Reason:
    """A reason of the normal form at the node where play comes to its player."""
    here = np.flatnonzero((game.tree.mover == reason.player) & (through > 0)).tolist()
    return replace(
        reason, where=game.move_label(here[0]) if here else "", node=here[0] if here else -1
    )


def applies_to(game: ExtensiveGame) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    return None if game.normal_form is not None else "needs a simultaneous game drawn as a tree"


def run(game: ExtensiveGame) -> Solution:
    """Its answer; see `Solver.run`."""
    if game.normal_form is None:
        raise TypeError("`applies_to` was not asked")
    answer = sorted_out(choice.solved(game.normal_form))
    equilibria = tuple(carried(game, e) for e in answer.equilibria if isinstance(e, Equilibrium))
    return replace(answer, game=game, equilibria=equilibria, method=f"{NAME}: {answer.method}")
