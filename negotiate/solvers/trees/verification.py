"""Turns behaviour in a tree with hidden information into a Nash equilibrium, or refuses it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import frozen
from negotiate.kernels.best_response import beliefs_of, best_responses, one_shot
from negotiate.kernels.information_sets import InformationSets, in_slots, information_sets
from negotiate.solvers.equilibrium import TOLERANCE, Unverified
from negotiate.solvers.first_best import first_best
from negotiate.solvers.solution import Reason, TreeEquilibrium
from negotiate.solvers.trees.backward_induction import allowance, reach, settled

VERIFIED = "no player gains by any other plan for the whole tree"
"""How a Nash equilibrium of a tree is checked: against each player's best reply."""


class _Seen(NamedTuple):
    """What the reasons are told from."""

    sets: InformationSets
    through: FloatArray  # with what probability play passes each node
    values: FloatArray  # what each action is worth to its mover, given the set
    behaviour: FloatArray


def verified_nash(game: ExtensiveGame, probability: FloatArray) -> TreeEquilibrium:
    """Build a Nash equilibrium of a tree after checking it against every player's best reply.

    Parameters
    ----------
    game : ExtensiveGame
        With perfect recall.
    probability : ndarray, shape (nodes,)
        With what probability each node is entered from its parent: chance's odds and the players' behaviour.

    Returns
    -------
    TreeEquilibrium
        With one reason for each information set on the path.

    Raises
    ------
    Unverified
        If this is no behaviour, nodes of one set are treated differently, or a player gains more than 1e-9 of the
        payoff range by another plan.
    """
    sets = information_sets(game.tree)
    _check_behaviour(game, sets, probability)
    found = best_responses(game.tree, game.payoffs, probability)
    if not (found.regret <= allowance(game.payoffs)).all():
        raise Unverified(f"a solver's answer is no equilibrium: a player could still gain {found.regret.max():.3g}")
    through = reach(game, probability)
    believed = beliefs_of(game.tree, sets, probability, game.n_players)
    values = one_shot(game.tree, sets, game.payoffs, probability, believed).values
    seen = _Seen(sets, through, values, in_slots(sets, probability))
    return TreeEquilibrium(
        kind="Nash",
        game=game,
        probability=frozen(probability),
        payoffs=tuple(float(u) for u in found.payoffs),
        regret=max(0.0, float(found.regret.max())),
        choices=settled(game, np.flatnonzero(through[game.tree.leaves] > 0)),
        reasons=_reasons(game, seen),
    )


def _check_behaviour(game: ExtensiveGame, sets: InformationSets, probability: FloatArray) -> None:
    tree = game.tree
    if probability.shape != tree.odds.shape or not (np.isfinite(probability).all() and (probability >= 0).all()):
        raise Unverified("a solver's answer holds numbers that are no probabilities of this tree's nodes")
    sums = np.bincount(tree.parent[1:], probability[1:], len(tree))[tree.child_count > 0]
    if (np.abs(sums - 1) > TOLERANCE).any():
        raise Unverified("a solver's answer has probabilities that do not add up to one")
    below = sets.slot >= 0
    if (in_slots(sets, probability)[sets.slot[below]] != probability[below]).any():
        raise Unverified("a solver's answer tells apart nodes that look the same to their mover")
    if (probability[~below] != tree.odds[~below]).any():
        raise Unverified("a solver's answer changes the odds of chance")


def _reasons(game: ExtensiveGame, seen: _Seen) -> tuple[Reason, ...]:
    """One for each information set that play comes to, in the order of their first nodes there."""
    come = np.flatnonzero((seen.through > 0) & (seen.sets.at >= 0))
    _, first = np.unique(seen.sets.at[come], return_index=True)
    return tuple(_reason(game, seen, int(node)) for node in come[np.sort(first)])


def _reason(game: ExtensiveGame, seen: _Seen, node: int) -> Reason:
    place = int(seen.sets.at[node])
    slots = slice(int(seen.sets.first[place]), int(seen.sets.first[place] + seen.sets.count[place]))
    played, worth = seen.behaviour[slots], seen.values[slots]
    actions = [game.action_label(int(game.tree.first_child[node]) + k) for k in range(len(played))]
    mover, where = int(game.tree.mover[node]), game.moves[int(game.tree.move[node])].label
    chosen = " or ".join(action for action, p in zip(actions, played, strict=True) if p > 0)
    payoff = float(played @ worth)
    left_out = np.flatnonzero(played == 0)
    if len(left_out) == 0:
        return Reason(mover, chosen, payoff, where=where, node=node)
    best = int(left_out[first_best(worth[left_out])])
    return Reason(mover, chosen, payoff, actions[best], float(worth[best]), where=where, node=node)
