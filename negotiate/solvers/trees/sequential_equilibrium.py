"""Turns behaviour with beliefs into a sequential equilibrium after checking both, or refuses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import frozen
from negotiate.kernels.best_response import one_shot
from negotiate.kernels.information_sets import InformationSets, in_slots, information_sets
from negotiate.kernels.level_sweep import values_under
from negotiate.solvers.equilibrium import Unverified
from negotiate.solvers.first_best import first_best
from negotiate.solvers.solution import Reason, TreeEquilibrium
from negotiate.solvers.trees.backward_induction import allowance, reach, settled
from negotiate.solvers.trees.consistency import consistent

VERIFIED = "given the beliefs, no mover gains by another action anywhere, and ever rarer slips lead to the beliefs"
ADDS_UP = 1e-9


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SequentialEquilibrium(TreeEquilibrium):
    """Behaviour that is best everywhere given beliefs, and beliefs that slips of it explain.

    Parameters
    ----------
    ranges : Mapping[int, tuple of ndarray]
        Information set → the least and the most probability of each of its nodes with which the same behaviour is a
        sequential equilibrium, one node at a time; only sets off the path at which more than one belief will do.
    """

    ranges: Mapping[int, tuple[FloatArray, FloatArray]] = field(default_factory=dict)


def verified(
    game: ExtensiveGame,
    probability: FloatArray,
    beliefs: Mapping[int, FloatArray],
    ranges: Mapping[int, tuple[FloatArray, FloatArray]] | None = None,
) -> SequentialEquilibrium:
    """Build a sequential equilibrium after checking it.

    Parameters
    ----------
    game : ExtensiveGame
        Of perfect recall.
    probability : ndarray, shape (nodes,)
        With what probability each node is entered from its parent.
    beliefs : Mapping[int, ndarray]
        Information set → the probability of each of its nodes, in their order.
    ranges : Mapping, optional
        What else could be believed; handed on.

    Raises
    ------
    Unverified
        If these are no probabilities, if a mover gains more than 1e-9 of the player's payoff range by one other action
        at an information set given its beliefs, or if the beliefs are not consistent with the behaviour.

    Notes
    -----
    With consistent beliefs, one-shot deviations are enough (Hendon, Jacobsen & Sloth 1996).
    """
    tree, sets = game.tree, information_sets(game.tree)
    _check_probabilities(game, sets, probability, beliefs)
    weights = np.zeros(len(tree))
    for place, label in enumerate(sets.label.tolist()):
        weights[sets.at == place] = beliefs[label]
    shot = one_shot(tree, sets, game.payoffs, probability, weights)
    allowed = allowance(game.payoffs)[sets.mover]
    if (shot.gains > allowed).any():
        raise Unverified(f"a solver's answer is not sequentially rational: a mover could gain {shot.gains.max():.3g}")
    if not consistent(game, probability, beliefs):
        raise Unverified("a solver's answer has beliefs that no slips explain")
    through = reach(game, probability)
    return SequentialEquilibrium(
        kind="sequential",
        game=game,
        probability=frozen(probability),
        payoffs=tuple(float(v) for v in values_under(tree, game.payoffs, probability)[0]),
        regret=max(0.0, float(shot.gains.max(initial=0.0))),
        choices=settled(game, np.flatnonzero(through[tree.leaves] > 0)),
        reasons=decisions(game, sets, in_slots(sets, probability), through, shot.values),
        beliefs={label: frozen(np.asarray(one)) for label, one in beliefs.items()},
        ranges=dict(ranges or {}),
    )


def _check_probabilities(
    game: ExtensiveGame, sets: InformationSets, probability: FloatArray, beliefs: Mapping[int, FloatArray]
) -> None:
    """Behaviour and beliefs add up, and who cannot tell nodes apart does the same at each."""
    tree = game.tree
    sums = np.bincount(tree.parent[1:], probability[1:], len(tree))[tree.child_count > 0]
    if (probability < 0).any() or (np.abs(sums - 1) > ADDS_UP).any():
        raise Unverified("a solver's answer is no behaviour: probabilities do not add up to one")
    below = np.flatnonzero(sets.slot >= 0)
    same = in_slots(sets, probability)[sets.slot[below]] == probability[below]
    odds = (sets.slot < 0) & (tree.parent >= 0)
    if not same.all() or (probability[odds] != tree.odds[odds]).any():
        raise Unverified("a solver's answer is no behaviour: it tells apart what its mover cannot, or changes odds")
    for place, label in enumerate(sets.label.tolist()):
        one = beliefs.get(label)
        count = int((sets.at == place).sum())
        if one is None or len(one) != count or (one < 0).any() or abs(float(one.sum()) - 1) > ADDS_UP:
            raise Unverified(f"a solver's answer has no probabilities for beliefs at the information set {label}")


def decisions(
    game: ExtensiveGame, sets: InformationSets, behaviour: FloatArray, through: FloatArray, values: FloatArray
) -> tuple[Reason, ...]:
    """Why what is done at each information set on the path is done: what its likeliest action is worth, and another.

    Parameters
    ----------
    game : ExtensiveGame
        The tree.
    sets : InformationSets
        Of that tree.
    behaviour, values : ndarray, shape (slots,)
        The probability of each action, and what it is worth to its mover.
    through : ndarray, shape (nodes,)
        Positive where play passes.
    """
    found = []
    for place in range(len(sets.label)):
        nodes = np.flatnonzero((sets.at == place) & (through > 0))
        if not len(nodes):
            continue
        slots = np.arange(sets.first[place], sets.first[place] + sets.count[place])
        taken = int(slots[np.argmax(behaviour[slots])])
        others = slots[slots != taken]
        node = int(nodes[0])
        move = game.moves[int(game.tree.move[node])]
        first = int(game.tree.first_child[node]) - int(sets.first[place])
        label, worth, mover = game.action_label(first + taken), float(values[taken]), int(sets.mover[place])
        reason = Reason(mover, label, worth, where=move.label, node=node)
        if len(others):
            best = int(others[first_best(values[others])])
            also = game.action_label(first + best), float(values[best])
            reason = Reason(mover, label, worth, *also, where=move.label, node=node)
        found.append(reason)
    return tuple(sorted(found, key=lambda reason: reason.node))
