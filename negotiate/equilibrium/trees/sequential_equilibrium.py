"""Sequential equilibria: behaviour with beliefs that passes both checks, for rationality and for
consistency.

Beliefs are consistent with behaviour if they are limits of Bayes' beliefs as every slip becomes
rare: exactly if every action that is never taken can be given an order of at least 1, so that at
each information set the nodes believed in are those of the least total order, and coefficients, so
that these multiply to the odds believed in. Both are linear, the second in logarithms. What comes
out is tried: behaviour with such slips is built for ever smaller ones, and Bayes' beliefs must come
closer to those given.

References
----------
Kreps & Wilson 1982, "Sequential equilibria", Econometrica 50, lemmas A1 and A2 of the appendix.
Kohlberg & Reny 1997, "Independence on relative probability spaces and consistent assessments in
game trees", Journal of Economic Theory 75.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.equilibrium.equilibrium import TOLERANCE, Unverified
from negotiate.equilibrium.kernels import sparse
from negotiate.equilibrium.kernels.sequence_form import one_shot
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.equilibrium.trees.slips import likeliest_orders
from negotiate.equilibrium.trees.verification import (
    allowance,
    check_behaviour,
    equilibrium_of,
    reasons,
)
from negotiate.games.extensive import ExtensiveGame, Tree
from negotiate.games.information_sets import InformationSets, entering, in_slots, information_sets
from negotiate.games.level_sweep import values_under
from negotiate.games.normal_form import frozen

FITS = 1e-7  # of the logarithms of believed odds
DEPENDENT = 1e-11  # beside entries of about one: rows that say the same count once
SMALL = (1e-3, 1e-4, 1e-5)  # the largest slip, relative to what is meant
SHRINKS = 0.5  # how much closer the beliefs must be each time slips are a tenth
CLOSE = 1e-3  # how close they must be at the last


class Trembles(NamedTuple):
    """How every action that is never taken slips in.

    Attributes
    ----------
    orders, logs : ndarray, shape (slots,)
        The action at each slot happens with probability `exp(log) * e ** order`, for small `e`,
        before what is meant is scaled down; order 0, and the logarithm of the probability itself,
        for what is meant.
    """

    orders: FloatArray
    logs: FloatArray


def consistent(
    game: ExtensiveGame, probability: FloatArray, beliefs: Mapping[int, FloatArray]
) -> bool:
    """Tell whether beliefs are limits of Bayes' beliefs.

    Parameters
    ----------
    game : ExtensiveGame
        Of perfect recall.
    probability : ndarray, shape (nodes,)
        With what probability each node is entered from its parent.
    beliefs : Mapping[int, ndarray]
        Information set → the probability of each of its nodes.
    """
    found = trembles(game, probability, beliefs)
    # How likely the least likely ending is, of those that are likely at all from some node on.
    rarest = float(summed(game.tree, np.log(np.where(probability > 0, probability, 1.0))).min())
    return found is not None and _approached(game, found, beliefs, rarest)


def trembles(
    game: ExtensiveGame, probability: FloatArray, beliefs: Mapping[int, FloatArray]
) -> Trembles | None:
    """Slips that make these beliefs the limits of Bayes' beliefs; None where there are none.

    Parameters
    ----------
    game, probability, beliefs
        As for `consistent`.

    Notes
    -----
    What chance never does is believed in only where nothing else leads to a set.
    """
    tree, sets = game.tree, information_sets(game.tree)
    impossible = tree.odds <= 0
    column = np.where(impossible, sets.slots + np.cumsum(impossible) - 1, sets.slot)
    certain = summed(tree, np.log(np.where(probability > 0, probability, 1.0)))
    never = summed(tree, (impossible & (probability <= 0)).astype(float)) > 0
    weights, own = in_nodes(sets, beliefs), np.flatnonzero(sets.at >= 0)
    own = own[np.argsort(sets.at[own], kind="stable")]
    at, believed, never = sets.at[own], weights[own] > 0, never[own]
    if (never & believed & np.isin(at, at[~never])).any():
        return None
    _, place = np.unique(at, return_index=True)
    first = own[np.lexsort((-weights[own], at))][place][at]  # the likeliest of each node's set
    odds = (
        np.log(np.where(believed, weights[own] / weights[first], 1.0))
        - certain[own]
        + certain[first]
    )
    lost = probability <= 0
    slipped = summed(tree, lost.astype(float)) > 0
    open_to = believed & (own != first) & (slipped[own] | slipped[first])
    if (np.abs(odds[believed & ~open_to]) >= FITS).any():
        return None
    columns = sets.slots + int(impossible.sum())
    orders, logs = (
        np.ones(columns),
        np.zeros(columns),
    )  # of slips, and of coefficients that multiply to the odds
    if open_to.any() or not believed.all():
        slips = _on_the_way(tree, np.where(lost, column, -1), columns)
        equal, above = (slips[own[which]] - slips[first[which]] for which in (open_to, ~believed))
        fitting, logs = likeliest_orders(equal, above, columns), smallest(equal, odds[open_to])
        if fitting is None or not np.abs(equal @ logs - odds[open_to]).max(initial=0.0) < FITS:
            return None
        orders = fitting
    settled = np.append(in_slots(sets, probability), np.zeros(impossible.sum()))
    meant = settled > 0
    return Trembles(
        np.where(meant, 0.0, orders), np.where(meant, np.log(np.where(meant, settled, 1.0)), logs)
    )


def _on_the_way(tree: Tree, column: IndexArray, columns: int) -> Any:
    """A sparse array of shape (nodes, columns): 1 where entering a node on the way to another has
    this column.

    No column is -1.
    """
    at, node, found = np.arange(len(tree)), np.arange(len(tree)), list[IndexArray]()
    while len(at):
        found.append(np.stack([node, column[at]])[:, column[at] >= 0])
        at, node = tree.parent[at[at > 0]], node[at > 0]
    rows, places = np.concatenate(found, axis=1)
    return sparse.csr_array((np.ones(len(rows)), (rows, places)), (len(tree), columns))


def smallest(matrix: Any, wanted: FloatArray) -> FloatArray:
    """The smallest numbers whose products with the rows of a sparse array are these, or come near;
    NaN if none do.

    Parameters
    ----------
    matrix : sparse array, shape (rows, columns)
        Rows may depend on each other.
    wanted : ndarray, shape (rows,)
        The products.
    """
    rows, columns = matrix.shape
    if not rows:
        return np.zeros(columns)
    blocks = [[sparse.eye_array(columns), matrix.T], [matrix, -DEPENDENT * sparse.eye_array(rows)]]
    system = sparse.block_array(blocks, format="csc")
    try:
        return np.asarray(
            sparse.splu(system).solve(np.concatenate([np.zeros(columns), wanted]))[:columns]
        )
    except RuntimeError:
        return np.full(columns, np.nan)


def summed(tree: Tree, entered: FloatArray) -> FloatArray:
    """What stands on the way to each node added up, in place, shape (nodes, …)."""
    for here, above in tree.downwards():
        entered[here] += entered[above]
    return entered


def slipping(game: ExtensiveGame, given: Trembles, small: float) -> FloatArray:
    """How likely each node is entered when slips are as small as `exp(small)`, in logarithms, shape
    (nodes,).
    """
    tree, sets = game.tree, information_sets(game.tree)
    behaviour, impossible = np.split(given.logs + small * given.orders, [sets.slots])
    odds = np.log(np.where(tree.odds > 0, tree.odds, 1.0))
    odds[tree.odds <= 0] = impossible
    behaviour -= np.repeat(np.logaddexp.reduceat(behaviour, sets.first), sets.count)
    return entering(tree, sets, behaviour, odds)


def shares(sets: InformationSets, own: IndexArray, logs: FloatArray) -> FloatArray:
    """What is believed of some nodes that are as likely as these logarithms say, shape (nodes,); 0
    at all others.
    """
    at = sets.at[own]
    weights = np.exp(logs[own] - likeliest(sets, own, logs)[at])
    believed = np.zeros(len(logs))
    believed[own] = weights / np.bincount(at, weights, len(sets.label))[at]
    return believed


def likeliest(sets: InformationSets, own: IndexArray, logs: FloatArray) -> FloatArray:
    """The largest at any of some nodes of each set, shape (sets,)."""
    found = np.full(len(sets.label), -np.inf)
    np.maximum.at(found, sets.at[own], logs[own])
    return found


def in_nodes(sets: InformationSets, beliefs: Mapping[int, FloatArray]) -> FloatArray:
    """The probability of each node at its information set, shape (nodes,); 0 at nodes of none."""
    weights = np.zeros(len(sets.at))
    for place, label in enumerate(sets.label.tolist()):
        weights[sets.at == place] = beliefs[label]
    return weights


def by_set(sets: InformationSets, believed: FloatArray) -> dict[int, FloatArray]:
    """Information set → the probability of each of its nodes; `in_nodes` undone."""
    return {
        label: frozen(believed[sets.at == place]) for place, label in enumerate(sets.label.tolist())
    }


def _approached(
    game: ExtensiveGame, given: Trembles, beliefs: Mapping[int, FloatArray], rarest: float
) -> bool:
    """Whether Bayes' beliefs come closer to those given, the smaller the slips; all of them beside
    what is meant.

    All in logarithms, since odds of 1e-160 leave no floats for what is rarer still.
    """
    sets = information_sets(game.tree)
    wanted, own = in_nodes(sets, beliefs), np.flatnonzero(sets.at >= 0)
    largest, last = max(0.0, float(given.logs.max(initial=0.0))) - rarest, np.inf
    for small in SMALL:
        through = summed(game.tree, slipping(game, given, np.log(small) - largest))
        believed = shares(sets, own, through)
        off = float(np.abs(believed - wanted).max())
        if off > max(SHRINKS * last, 1e-8):
            return False
        last = off
    return last < CLOSE


VERIFIED = (
    "given the beliefs, no mover gains by another action anywhere, and ever rarer slips "
    "lead to the beliefs"
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SequentialEquilibrium(TreeEquilibrium):
    """Behaviour that is best everywhere given beliefs, and beliefs that slips of it explain.

    Parameters
    ----------
    ranges : Mapping[int, tuple of ndarray]
        Information set → the least and the most probability of each of its nodes with which the
        same behaviour is a sequential equilibrium, one node at a time; only sets off the path at
        which more than one belief will do.
    upheld : Mapping[int, tuple of ndarray]
        Information set after a message that nobody sends → the beliefs with which some answer
        upholds the same outcome: polytopes, each by its extreme points in rows. Empty where that
        was not looked at.
    """

    ranges: Mapping[int, tuple[FloatArray, FloatArray]] = field(default_factory=dict)
    upheld: Mapping[int, tuple[FloatArray, ...]] = field(default_factory=dict)


def verified(
    game: ExtensiveGame,
    probability: FloatArray,
    beliefs: Mapping[int, FloatArray],
    ranges: Mapping[int, tuple[FloatArray, FloatArray]] | None = None,
    upheld: Mapping[int, tuple[FloatArray, ...]] | None = None,
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
    ranges, upheld : Mapping, optional
        What else could be believed; handed on.

    Raises
    ------
    Unverified
        If these are no probabilities, if a mover gains more than 1e-9 of the player's payoff range
        by one other action at an information set given its beliefs, or if the beliefs are not
        consistent with the behaviour.

    Notes
    -----
    With consistent beliefs, one-shot deviations are enough (Hendon, Jacobsen & Sloth 1996).
    """
    tree, sets = game.tree, information_sets(game.tree)
    check_behaviour(game, sets, probability)
    for place, label in enumerate(sets.label.tolist()):
        one = beliefs.get(label, np.zeros(0))
        if (
            len(one) != (sets.at == place).sum()
            or (one < 0).any()
            or abs(float(one.sum()) - 1) > TOLERANCE
        ):
            raise Unverified(
                f"a solver's answer has no probabilities for beliefs at the information set {label}"
            )
    shot = one_shot(tree, sets, game.payoffs, probability, in_nodes(sets, beliefs))
    allowed = allowance(game.payoffs)[sets.mover]
    if (shot.gains > allowed).any():
        raise Unverified(
            "a solver's answer is not sequentially rational: a mover could gain "
            f"{shot.gains.max():.3g}"
        )
    if not consistent(game, probability, beliefs):
        raise Unverified("a solver's answer has beliefs that no slips explain")
    return equilibrium_of(
        SequentialEquilibrium,
        "sequential",
        game,
        probability,
        values_under(tree, game.payoffs, probability)[0],
        shot.gains,
        reasons(
            game,
            sets,
            in_slots(sets, probability),
            tree.reach(probability),
            shot.values,
            likeliest=True,
        ),
        beliefs={label: frozen(one) for label, one in beliefs.items()},
        ranges=dict(ranges or {}),
        upheld=dict(upheld or {}),
    )
