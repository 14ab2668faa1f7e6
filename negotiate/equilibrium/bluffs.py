"""Finds who bluffs in an equilibrium of a tree with hidden information.

Bluffing is doing what another type of the same player does too, so that a later mover takes one for
the other, where that pays and where, known for what it is, this type would do something else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.display import record
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.games.extensive import CHANCE, ExtensiveGame, Tree
from negotiate.games.level_sweep import values_under

MOST_NODES = 20_000
"""In a tree with more nodes on the path of play nobody looks for bluffs."""
NEXT = 16
"""With so many further signals each of those that a mover cannot tell apart is compared."""
CLEARLY = 1e-6
"""Of the range of a player's payoffs: smaller gains are rounding."""

Signal = tuple[int, int]
"""An information set and the place of an action there."""


@record
class TypeBluff:
    """One type's action that is taken for another type's.

    Parameters
    ----------
    player : int
        Who bluffs.
    at : int
        The information set at which it does.
    action : str
        What it does there.
    probability : float
        How often it does so there.
    like : tuple of int
        Some information sets at which it does the same thing as another type, as far as others can
        see.
    payoff, known : float
        What the action gives it, and what it would give if everybody knew from there on where the
        game stands.
    honest : str
        What it would do if everybody knew.
    """

    player: int
    at: int
    action: str
    probability: float
    like: tuple[int, ...]
    payoff: float
    known: float
    honest: str


def bluffs(equilibrium: TreeEquilibrium) -> tuple[TypeBluff, ...]:
    """Find every bluff on the path of play, in the order of the information sets.

    Parameters
    ----------
    equilibrium : TreeEquilibrium
        Of any tree; where every mover knows where it stands nobody can bluff. Where players
        hold different odds nobody is said to.
    """
    game, reach = equilibrium.game, equilibrium.reach
    heard = np.flatnonzero((reach > 0) & (game.tree.mover >= 0))
    if (
        len(heard) > MOST_NODES
        or game.perfect_information
        or game.normal_form is not None
        or game.views is not None
    ):
        return ()
    pooled = _pooled(game, heard)
    played = values_under(game.tree, game.payoffs, equilibrium.probability)
    known = np.stack([_values_known(game, player) for player in range(game.n_players)], axis=1)
    found = [
        _bluff(equilibrium, reach, (played, known), *signal) for signal in sorted(pooled.items())
    ]
    return tuple(bluff for bluff in found if bluff is not None)


def _pooled(game: ExtensiveGame, heard: IndexArray) -> Mapping[Signal, set[int]]:
    """Each signal that a next mover takes for another type's, with the sets at which those types
    stand.
    """
    senders: dict[tuple[int, int], dict[Signal, int]] = {}
    for node in map(int, heard):
        if (sender := _signal(game.tree, node)) is not None:
            above, signal = sender
            key = int(game.tree.information_set[node]), int(game.tree.mover[above])
            senders.setdefault(key, {}).setdefault(signal, above)
    found: dict[Signal, set[int]] = {}
    for signals in (list(by_sender.items()) for by_sender in senders.values()):
        for place, (one, at) in enumerate(signals):
            for other, there in signals[place + 1 : place + 1 + NEXT]:
                if one[0] != other[0] and game.tree.mover[_parting(game.tree, at, there)] == CHANCE:
                    found.setdefault(one, set()).add(other[0])
                    found.setdefault(other, set()).add(one[0])
    return found


def _signal(tree: Tree, node: int) -> tuple[int, Signal] | None:
    """The last move of somebody else before a node: where it was made, at which set, and which
    action.
    """
    below, above = node, int(tree.parent[node])
    while above >= 0 and tree.mover[above] in (CHANCE, tree.mover[node]):
        below, above = above, int(tree.parent[above])
    if above < 0:
        return None
    return above, (int(tree.information_set[above]), below - int(tree.first_child[above]))


def _parting(tree: Tree, one: int, other: int) -> int:
    """The last node that the ways to two nodes share."""
    while one != other:
        if one > other:
            one = int(tree.parent[one])
        else:
            other = int(tree.parent[other])
    return one


def _bluff(
    equilibrium: TreeEquilibrium,
    reach: FloatArray,
    worth: tuple[FloatArray, FloatArray],
    signal: Signal,
    like: Collection[int],
) -> TypeBluff | None:
    """The bluff that a pooled signal is, if it is one.

    Given is what each node is worth to each player as the game is played, and if everybody knew
    where it stands.
    """
    game, tree = equilibrium.game, equilibrium.game.tree
    at, place = signal
    nodes = np.flatnonzero(tree.information_set == at)
    player, weights = int(tree.mover[nodes[0]]), reach[nodes] / reach[nodes].sum()
    children = tree.first_child[nodes, None] + np.arange(int(tree.child_count[nodes[0]]))
    seen_through = weights @ worth[1][children, player]
    payoff = float(weights @ worth[0][children[:, place], player])
    slack = CLEARLY * max(float(np.ptp(game.payoffs[:, player])), 1e-300)
    if payoff <= seen_through[place] + slack or seen_through.max() <= seen_through[place] + slack:
        return None
    actions = game.action_labels(int(nodes[0]))
    return TypeBluff(
        player=player,
        at=at,
        action=actions[place],
        probability=float(equilibrium.probability[children[0, place]]),
        like=tuple(sorted(like)),
        payoff=payoff,
        known=float(seen_through[place]),
        honest=actions[int(seen_through.argmax())],
    )


def _values_known(game: ExtensiveGame, player: int) -> FloatArray:
    """What each node is worth to a player if all know where they stand, ties broken in its favour,
    shape (nodes,).
    """
    tree = game.tree
    worth = np.zeros((len(tree), game.n_players))
    worth[tree.leaves] = game.payoffs
    slack = CLEARLY * np.ptp(game.payoffs, axis=0)
    for here, above in tree.upwards():
        moved, below = tree.mover[above], worth[here]
        by_chance = np.flatnonzero(moved == CHANCE)
        np.add.at(worth, above[by_chance], tree.odds[here][by_chance, None] * below[by_chance])
        own = np.flatnonzero(moved >= 0)
        if len(own):
            best = own[_best(below[own], above[own], moved[own], slack, player)]
            worth[above[best]] = below[best]
    return worth[:, player]


def _best(
    worth: FloatArray, above: IndexArray, mover: IndexArray, slack: FloatArray, player: int
) -> IndexArray:
    """For each node above, which of its children the mover enters."""
    own = worth[np.arange(len(above)), mover]
    starts = np.flatnonzero(np.diff(above, prepend=-1))
    sizes = np.diff(np.append(starts, len(above)))
    good = own >= np.repeat(np.maximum.reduceat(own, starts), sizes) - slack[mover]
    liked = np.where(good, worth[:, player], -np.inf)
    top = np.flatnonzero(liked == np.repeat(np.maximum.reduceat(liked, starts), sizes))
    _, first = np.unique(above[top], return_index=True)
    return top[first]
