"""What realization plans do in a tree: from numbers by sequence to the probability of entering each node.

A plan says nothing of what its player does at an information set that the plan itself rules out, and whether players
are in equilibrium does not hang on it. What is done there is the best reply to the others; where chance and the others
rule the set out too, every action is equally likely.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.kernels.best_response import best_responses, reach_without
from negotiate.kernels.information_sets import added_up
from negotiate.kernels.regret import unit_payoffs
from negotiate.kernels.sequence_form import Sequences, behaviour_of, plan_of

PLAYED = 1e-9
"""A smaller probability of an action is its solver's rounding."""


class Constraints(NamedTuple):
    """What makes numbers a realization plan, as entries of a sparse matrix: `matrix @ plan` is 1 and then zeros.

    Attributes
    ----------
    rows, columns : ndarray of int, shape (entries,)
        Row 0 is for the empty sequence, row `k + 1` for the player's information set `k`.
    values : ndarray, shape (entries,)
        1 for the actions at a set, -1 for what leads to it.
    """

    rows: IndexArray
    columns: IndexArray
    values: FloatArray


def constraints(seqs: Sequences) -> Constraints:
    """The conditions under which numbers are a plan: at each set, what comes out is what came in.

    References
    ----------
    von Stengel 1996, "Efficient computation of behavior strategies".
    """
    sets = np.arange(len(seqs.first))
    rows = np.concatenate([[0], sets + 1, np.repeat(sets + 1, seqs.count)])
    columns = np.concatenate([[0], seqs.before, np.arange(1, seqs.total)])
    values = np.concatenate([[1.0], np.full(len(sets), -1.0), np.ones(seqs.total - 1)])
    return Constraints(rows, columns, values)


def tidied(seqs: Sequences, plan: FloatArray) -> FloatArray:
    """The plan whose actions are those played more than by rounding.

    Parameters
    ----------
    seqs : Sequences
        The player's.
    plan : ndarray, shape (sequences,)
        From a solver, so that it may be below zero by rounding.
    """
    behaviour = behaviour_of(seqs, np.maximum(plan, 0.0))
    kept = np.where(behaviour > PLAYED, behaviour, 0.0)
    return plan_of(seqs, behaviour_of(seqs, kept))


def entered(game: ExtensiveGame, players: Sequence[Sequences], plans: Sequence[FloatArray]) -> FloatArray:
    """Say with what probability each node is entered if every player carries out a plan.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall.
    players : sequence of Sequences
        Every player's.
    plans : sequence of ndarray, each of shape (sequences of that player,)
        Not negative.

    Returns
    -------
    ndarray, shape (nodes,)
        Chance's odds, and behaviour; see above for sets that the own plan rules out.
    """
    tree = game.tree
    above = np.where(tree.parent >= 0, tree.mover[np.maximum(tree.parent, 0)], -1)
    below = [np.flatnonzero(above == player) for player in range(game.n_players)]
    probability = np.array(tree.odds)
    for own, seqs, plan in zip(below, players, plans, strict=True):
        probability[own] = behaviour_of(seqs, plan)[seqs.at[own]]
    unit = unit_payoffs(game.payoffs.T).T  # so that no unit decides between equals
    reply = best_responses(tree, unit, probability).reply
    without = reach_without(tree, probability, game.n_players)
    for player, (own, seqs, plan) in enumerate(zip(below, players, plans, strict=True)):
        come = added_up(without[player, tree.parent[own]], seqs.at[own], seqs.total) > 0
        total = np.zeros(seqs.total)
        total[1:] = np.repeat(added_up(plan[1:], _set_of(seqs), len(seqs.first)), seqs.count)
        ruled_out = own[(come & (total <= 0))[seqs.at[own]]]
        probability[ruled_out] = reply[ruled_out]
    return probability


def _set_of(seqs: Sequences) -> IndexArray:
    """The place of the set in whose action each sequence ends, the empty one left out."""
    return np.repeat(np.arange(len(seqs.first)), seqs.count)
