"""A tree in which players hold different odds, or mind risk, as one of common odds, and its answer
in their own terms.

A player's payoff at an ending is multiplied by its own odds of the way there over those of the
tree. What it expects of any plan is then what it expects by its own odds, so that it decides alike
everywhere. In place of payoffs stands what they are worth to whoever minds risk.

References
----------
von Neumann & Morgenstern 1947, for utility; Pratt 1964, "Risk aversion in the small and in the
large", for its form. Aumann 1976, "Agreeing to disagree", for players who know of each other that
their odds differ.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.equilibrium.equilibrium import Unverified, first_best
from negotiate.equilibrium.solution import Reason, Solution, TreeEquilibrium
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import CHANCE, ExtensiveGame, Views
from negotiate.games.level_sweep import certain_amounts
from negotiate.games.normal_form import frozen
from negotiate.report.style import the

LEAST = 1e-11
"""The least own odds of a way, over the common ones, at which payoffs can be told from rounding."""
CLOSE = 1e-11
"""The least that two amounts may be apart, as part of the range of what they are worth to whoever
minds risk.
"""
OFF = 1e-7
"""By how much of a player's range two ways to work out what it expects may differ."""


def decided(game: ExtensiveGame) -> ExtensiveGame:
    """The game of common odds in which everybody decides as in this one.

    Parameters
    ----------
    game : ExtensiveGame
        With `views`. An outcome that one player holds possible is possible for all.

    Raises
    ------
    UnsuitableGame
        If a player holds odds so small that its payoffs there would be lost in rounding, or minds
        risk so much that its payoffs can hardly be told apart by what they are worth to it.
    """
    assert game.views is not None
    for player in np.flatnonzero(game.views.aversion).tolist():
        _refuse_steep(game, game.views, player)
    weights = _weights(game, game.views)[:, game.tree.leaves]
    for name, own in zip(game.players, weights, strict=True):
        if (own[own > 0] < LEAST).any():
            raise UnsuitableGame(
                (
                    f"{the(name)} holds some way through the tree next to impossible, and another "
                    "player does not"
                ),
                "give it a larger probability; or take the draws of events out of the protocol",
            )
    utility = [
        game.views.utility(player, own - _zero(game, player))
        for player, own in enumerate(game.payoffs.T)
    ]
    payoffs = frozen((np.stack(utility) * weights).T)
    return replace(
        game,
        tree=replace(game.tree, odds=_common(game, game.views)),
        payoffs=payoffs,
        whole=None,
        views=None,
    )


def _refuse_steep(game: ExtensiveGame, views: Views, player: int) -> None:
    """Refuse amounts that are worth all but the same beside others."""
    amounts = np.unique(game.payoffs[:, player])
    worth = views.utility(player, amounts - amounts[0])
    gaps = np.diff(worth) / (worth[-1] or 1.0)
    if len(gaps) and gaps.min() < CLOSE:
        low, high = amounts[int(gaps.argmin()) : int(gaps.argmin()) + 2].tolist()
        raise UnsuitableGame(
            f"{the(game.players[player])} is too averse to risk for a tree in which somebody does "
            "not see what "
            f"happened: beside {amounts[0]:.15g}, payoffs of {low:.15g} and {high:.15g} are worth "
            "the same to it",
            "name a smaller aversion; or take the draws of events out of the protocol",
            ("risk", game.keys[player]),
        )


def _zero(game: ExtensiveGame, player: int) -> float:
    """From where the payoffs of a player are counted."""
    assert game.views is not None
    return float(game.payoffs[:, player].min()) if game.views.aversion[player] else 0.0


def _common(game: ExtensiveGame, views: Views) -> FloatArray:
    """The odds where all hold the same, and elsewhere equal ones, so that short numbers stay short;
    shape (nodes,).
    """
    tree, held = game.tree, views.odds
    unlike = np.zeros(len(tree), dtype=bool)
    unlike[tree.parent[1:][(held != held[0]).any(axis=0)[1:]]] = True
    possible = held.max(axis=0) > 0
    count = np.bincount(tree.parent[1:], weights=possible[1:], minlength=len(tree))
    odds = np.array(held[0])
    below = 1 + np.flatnonzero(unlike[tree.parent[1:]])
    odds[below] = possible[below] / count[tree.parent[below]]
    return frozen(odds)


def _weights(game: ExtensiveGame, views: Views) -> FloatArray:
    """The own odds of coming to each node over the common ones, shape (players, nodes)."""
    common = _common(game, views)
    share = np.divide(views.odds, common, out=np.ones_like(views.odds), where=common > 0)
    return game.tree.reach(share)


def told(answer: Solution, game: ExtensiveGame) -> Solution:
    """An answer to `decided(game)` as one to the game itself.

    Raises
    ------
    Unverified
        If what players expect differs from what the answer says.
    """
    found = tuple(_own(one, game) for one in answer.equilibria if isinstance(one, TreeEquilibrium))
    return replace(answer, game=game, equilibria=found)


def _own(one: TreeEquilibrium, game: ExtensiveGame) -> TreeEquilibrium:
    """An equilibrium in each player's own odds and money."""
    views, tree = game.views, game.tree
    assert views is not None
    probability = frozen(np.where(tree.by_chance, tree.odds, one.probability))
    expected = game.worth(probability)[0]
    for player, (payoff, stated) in enumerate(zip(expected.tolist(), one.payoffs, strict=True)):
        utility = float(views.utility(player, np.array(payoff - _zero(game, player))))
        if abs(utility - stated) > OFF * max(
            float(np.ptp(one.game.payoffs[:, player])), abs(stated)
        ):
            raise Unverified(
                f"a solver says {stated:.6g}, and by its own odds {game.players[player]} has "
                f"{utility:.6g}"
            )
    money = _Money(one, game, views)
    more: dict[str, Any] = {}
    if hasattr(one, "ranges"):
        more["ranges"] = {
            label: money.range(label, *ends)
            for label, ends in one.ranges.items()
            if money.plain(label)
        }
        sets = getattr(one, "upheld", {}).items()
        more["upheld"] = {
            label: tuple(money.beliefs(label, own) for own in every) for label, every in sets
        }
    return replace(
        one,
        game=game,
        probability=probability,
        payoffs=tuple(expected.tolist()),
        reasons=tuple(map(money.reason, one.reasons)),
        beliefs={label: money.belief(label) for label in money.believed()},
        **more,
    )


class _Money:
    """What an equilibrium of common odds says, by the odds and in the money of whoever moves."""

    def __init__(self, one: TreeEquilibrium, game: ExtensiveGame, views: Views) -> None:
        self.one, self.game, self.views = one, game, views
        self.weights, self.reach = _weights(game, views), one.reach
        self.worth = game.worth(one.probability)

    def nodes(self, label: int) -> IndexArray:
        """The points of an information set."""
        return np.flatnonzero(self.game.tree.information_set == label)

    def own(self, label: int) -> FloatArray:
        """How much more likely its mover holds each point of a set than the common odds do."""
        nodes = self.nodes(label)
        return np.asarray(self.weights[self.game.tree.mover[nodes[0]], nodes])

    def common(self, label: int) -> FloatArray:
        """What is believed at a set by the common odds."""
        if label in self.one.beliefs:
            return self.one.beliefs[label]
        through = self.reach[self.nodes(label)]
        return np.asarray(through / through.sum())

    def believed(self) -> list[int]:
        """The sets at which a belief stands: those of the answer, and those on its path."""
        tree = self.game.tree
        passed = tree.information_set[(self.reach > 0) & (tree.mover != CHANCE)]
        return sorted({*self.one.beliefs, *passed[passed >= 0].tolist()})

    def belief(self, label: int) -> FloatArray:
        """The mover's own belief."""
        weighed = self.common(label) * self.own(label)
        return frozen(weighed / weighed.sum())

    def beliefs(self, label: int, common: FloatArray) -> FloatArray:
        """The extreme points of a set of beliefs, in rows: what lies between such points still
        does.
        """
        weighed = common * self.own(label)
        return frozen(weighed / weighed.sum(axis=1, keepdims=True))

    def plain(self, label: int) -> bool:
        """Whether a range of common beliefs is one of own beliefs: with two points, or where the
        odds agree.
        """
        own = self.own(label)
        return len(own) == 2 or bool(np.allclose(own, own[0]))

    def range(
        self, label: int, least: FloatArray, most: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """A range of beliefs."""
        own = self.own(label)
        others = own[::-1] if len(own) == 2 else own
        low, high = ((end * own) / (end * own + (1 - end) * others) for end in (least, most))
        return low, high

    def reason(self, said: Reason) -> Reason:
        """A reason with what the mover expects."""
        label = int(self.game.tree.information_set[said.node])
        nodes, odds = self.nodes(label), self.belief(label)
        first = self.game.tree.first_child[nodes]
        actions = np.arange(int(self.game.tree.child_count[nodes[0]]))
        amounts = self.worth[first[:, None] + actions, said.player].T[:, :, None]
        averse = self.views.aversion[[said.player]]
        worth = certain_amounts(amounts, odds[:, None], np.zeros(1, dtype=int), averse)[:, 0, 0]
        taken = self.one.probability[first[0] + actions] > 0
        rest = worth[~taken]
        return replace(
            said,
            payoff=float(worth[taken].max()),
            alternative_payoff=float(rest[first_best(rest)])
            if len(rest)
            else said.alternative_payoff,
        )
