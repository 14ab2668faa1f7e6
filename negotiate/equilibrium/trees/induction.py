"""Backward induction on the numbers that payoffs and odds stand for, so that a tie is a tie and
nothing else is.

A sweep in floats comes first, with a bound on its rounding. Where two actions are closer than the
bound, what follows them is added up in whole numbers and fractions, there and nowhere else. Where
that is asked of many nodes, a second sweep reckons in whole numbers throughout: of the machine
where their size proves that none overflows, and of Python beyond. Payoffs are then taken so many
times that every ending of chance comes up a whole number of times. Only where no such number is
within reach, the second sweep is one in fractions. Where players mind risk, the sweep goes by
certainty equivalents.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.equilibrium.certificate import BOUNDED, FLOATS, FRACTIONS, WHOLE_NUMBERS, Certificate
from negotiate.games.exactness import (
    LONGEST,
    ROUNDING,
    WHOLE,
    Exact,
    Exactly,
    big_integers,
    integers,
    largest_size,
    written,
)
from negotiate.games.extensive import CHANCE, ExtensiveGame, Tree, Views
from negotiate.games.level_sweep import Sweep, backward_induction, certain_amounts
from negotiate.games.odds import below_chance, exact_odds, odds_at, plays, sure_odds

STEP = 10
"""Roundings that an expected payoff may hold, besides one for each branch: odds out of a formula
are off by some.
"""
UNSURE = 2.0**-49
"""Of a payoff range: what odds out of a formula may change an expected payoff by, for each move."""
AMOUNTS = "what an action is worth to whoever minds risk"
FEW, SHARE = 1_000, 20
"""So many nodes, or one in so many, are looked at one by one before all are at once."""


class Induction(NamedTuple):
    """A level sweep, and what compares its values.

    Attributes
    ----------
    sweep : Sweep
        Its values are in a unit, and from a zero, of each player's own.
    tolerance : ndarray, shape (players,)
        Values of a player no farther apart than this cannot be told apart; 0 where all are known.
    odds : ndarray, shape (nodes,)
        Chance's, as fractions; as floats where nothing but floats is compared.
    decided : bool
        Whether it is known of every pair of actions, at every node, whether they are equally good.
    certificate : Certificate
        What that rests on.
    aversion : ndarray, shape (players,), or None
        Where somebody minds risk: by how much each does. The odds are then each player's own, shape
        (nodes, players).
    settled : Settled or None
        What knows the nodes' worth where the sweep's values are floats and ties were settled one by
        one.
    """

    sweep: Sweep
    tolerance: Exact
    odds: Exact
    decided: bool
    certificate: Certificate
    aversion: FloatArray | None = None
    settled: Settled | None = None

    def worth(self, nodes: IndexArray) -> Exact:
        """What nodes are worth, as `tolerance` compares it, shape (nodes, players)."""
        return self.sweep.values[nodes] if self.settled is None else self.settled.worth(nodes)

    def expected(self, children: IndexArray, values: Sequence[Exact]) -> Exact:
        """What a draw between some nodes is worth, where these are worth so much, each of shape
        (rows, players).
        """
        if self.aversion is not None:
            odds = self.odds[children]
            return certain_amounts(
                np.stack(values, axis=1), odds, np.zeros(1, dtype=int), self.aversion
            )[:, 0]
        odds = (
            self.odds[children] if self.settled is None else np.array(self.settled.odds(children))
        )
        return np.asarray(np.sum([p * own for p, own in zip(odds, values, strict=True)], axis=0))


def induct(game: ExtensiveGame) -> Induction:
    """Sweep a tree, ties broken for the first child.

    Parameters
    ----------
    game : ExtensiveGame
        Perfect information is assumed.
    """
    if game.views is not None:
        return _in_amounts(game, game.views)
    tree, tolerance = game.tree, 2 * rounding(game)
    ties = Settled(game, tolerance)
    sweep = backward_induction(
        tree, game.payoffs, tolerance, settle=ties.settle if tolerance.any() else None
    )
    if ties.work < 0:
        return in_whole_numbers(game)
    decided = not ties.asked or (ties.decided and _told_apart(game, ties.numbers, sweep))
    known = not (tree.mover == CHANCE).any() or (ties.known and sure_odds(tree))
    if not ties.asked:
        return Induction(sweep, tolerance, tree.odds, decided, Certificate(BOUNDED, not known))
    certificate = Certificate(BOUNDED, not (decided and known))
    return Induction(sweep, ties.close, tree.odds, decided, certificate, settled=ties)


def _told_apart(game: ExtensiveGame, numbers: Exactly, sweep: Sweep) -> bool:
    """Whether no two actions are held to be equally good because of payoffs that nobody can tell
    apart.
    """
    if not numbers.undecided:
        return True
    floats = backward_induction(game.tree, game.payoffs, np.zeros(game.n_players))
    return bool((floats.ties == sweep.ties).all())


class Settled:
    """Which actions are best at nodes where floats leave it open, and what their outcomes are worth
    exactly.

    Parameters
    ----------
    game : ExtensiveGame
        Where all look at chance alike.
    tolerance : ndarray, shape (players,)
        Values of a player in floats that are farther apart than this are different.
    """

    def __init__(self, game: ExtensiveGame, tolerance: FloatArray) -> None:
        self.work: float = max(FEW, len(game.tree) // SHARE)
        self.asked, self.decided = False, True
        self._game, self._tree, self._tolerance = game, game.tree, tolerance
        self._odds: dict[int, list[Fraction]] = {}
        self._worth: list[dict[int, int | Fraction]] = [{} for _ in game.players]
        self._sure, self._chosen = True, np.zeros(0, dtype=int)

    @cached_property
    def numbers(self) -> Exactly:
        """The payoffs as whole numbers."""
        return self._game.exactly()

    @property
    def known(self) -> bool:
        """Whether the payoffs are known exactly."""
        return (
            not self.numbers.error.any() if self.asked else bool(written(self._game.payoffs).all())
        )

    @cached_property
    def close(self) -> Exact:
        """How near values of each player are that nobody can tell apart, in the unit of
        `numbers`.
        """
        return _close(self.numbers)

    @cached_property
    def _leaf(self) -> IndexArray:
        return np.cumsum(self._tree.child_count == 0) - 1

    def settle(self, nodes: IndexArray, found: Sweep) -> None:
        """Decide the ties at nodes of one level, those below being settled; nothing is left of
        `work` if it took more.

        Parameters
        ----------
        nodes : ndarray of int
            Some of which have ties.
        found : Sweep
            Floats, ties among them as `tolerance` leaves them; it is set right.
        """
        tied = nodes[found.ties[nodes] > 1].tolist()
        self.asked |= bool(tied)
        self._chosen = found.chosen
        for node in tied:
            mover, children = int(self._tree.mover[node]), self._tree.children(node)
            own = found.values[children, mover]
            near = children[own >= own.max() - self._tolerance[mover]]
            worth = np.array([self._of(child, mover) for child in near.tolist()], dtype=object)
            if self.work < 0:
                return
            best = near[worth >= worth.max() - self.close[mover]]
            self.decided &= len(best) == np.count_nonzero(worth == worth.max())
            found.chosen[node], found.ties[node], found.values[node] = (
                best[0],
                len(best),
                found.values[best[0]],
            )

    def worth(self, nodes: IndexArray) -> Exact:
        """What nodes are worth to everybody, in whole numbers and fractions, shape (nodes,
        players).
        """
        self.work = math.inf  # what is asked for by now is little
        rows = [
            [self._of(node, player) for player in range(self._game.n_players)]
            for node in nodes.tolist()
        ]
        return np.array(rows, dtype=object).reshape(len(nodes), self._game.n_players)

    def odds(self, children: IndexArray) -> list[Fraction]:
        """Chance's odds of all that can follow one of its moves; where they are not sure, `close`
        grows.
        """
        node = int(self._tree.parent[children[0]])
        if node not in self._odds:
            self._odds[node], sure = odds_at(self._tree, node)
            if self._sure and not sure:
                self._sure = False
                self.close = self.close + _blur(self._tree, self.numbers)
        return self._odds[node]

    def _of(self, node: int, player: int) -> int | Fraction:
        """What a node is worth to a player if all play what was chosen."""
        known, start = self._worth[player], self._end(node)
        waiting, drawn = [start], list[tuple[int, list[tuple[Fraction, int]]]]()
        while waiting:
            if self.work < 0:
                return 0
            end = waiting.pop()
            if self._tree.child_count[end] == 0:
                known[end] = int(self.numbers.payoffs[player, self._leaf[end]])
            elif end not in known:
                children = self._tree.children(end)
                below = zip(self.odds(children), children.tolist(), strict=True)
                drawn.append((end, [(p, self._end(child)) for p, child in below if p]))
                waiting += [child for _, child in drawn[-1][1]]
        for end, parts in reversed(drawn):
            known[end] = sum((p * known[child] for p, child in parts), Fraction(0))
        return known[start]

    def _end(self, node: int) -> int:
        """The leaf, or the move of chance, that a node leads to."""
        self.work -= 1
        while self._tree.mover[node] >= 0:
            node = int(self._chosen[node])
            self.work -= 1
        return node


def in_whole_numbers(game: ExtensiveGame) -> Induction:
    """Sweep a tree in whole numbers throughout. What nobody can tell apart is held to be equal."""
    tree, numbers, odds = game.tree, game.exactly(), exact_odds(game.tree)
    close = _close(numbers) + (0 if odds.sure else _blur(tree, numbers))
    often = plays(tree, odds.odds, 2**LONGEST // largest_size(numbers.payoffs))
    payoffs, share, over = big_integers(numbers.payoffs).T, odds.odds, None
    if often:
        payoffs = (payoffs if close.any() else integers(payoffs, often)) * often
        share, over = _shares(tree, odds.odds, payoffs.dtype)
    none = np.zeros(game.n_players, dtype=payoffs.dtype)
    sweep = blurred = backward_induction(tree, payoffs, none, share, over=over)
    close = close * max(often, 1)
    if close.any():
        blurred = backward_induction(tree, payoffs, close, share, over=over)
    decided = bool((blurred.ties == sweep.ties).all()) and _told_apart(game, numbers, blurred)
    exact = decided and not (close.any() and (tree.mover == CHANCE).any())
    certificate = Certificate(WHOLE_NUMBERS if often else FRACTIONS, not exact)
    return Induction(
        blurred._replace(values=big_integers(blurred.values)),
        close,
        odds.odds,
        decided,
        certificate,
    )


def _close(numbers: Exactly) -> Exact:
    """How near payoffs are that nobody can tell apart, in fractions, since floats beside these
    would be rounded.
    """
    return np.array([2 * Fraction(one) for one in numbers.error.tolist()], dtype=object)


def _blur(tree: Tree, numbers: Exactly) -> Exact:
    """What odds out of a formula may change an expected payoff by."""
    share = Fraction(UNSURE) * len(tree.level_starts)
    return np.array(
        [share * (int(own.max()) - int(own.min())) for own in numbers.payoffs], dtype=object
    )


def _shares(tree: Tree, odds: Exact, kind: np.dtype[Any]) -> Exact:
    """Chance's odds as whole numbers over others, shape (2, nodes)."""
    below = below_chance(tree)
    found = np.ones((2, len(tree)), dtype=object)
    found[:, below] = (
        np.array([one.as_integer_ratio() for one in odds[below].tolist()], dtype=object)
        .reshape(-1, 2)
        .T
    )
    return found.astype(kind)


def rounding(game: ExtensiveGame) -> FloatArray:
    """How far an expected payoff in floats may be from the number that is meant, shape
    (players,).
    """
    payoffs = game.payoffs
    size = np.array(
        [max(column.max(), -column.min()) for column in payoffs.T]
    )  # NumPy is slow along many short axes
    steps = 0
    if (game.tree.mover == CHANCE).any():
        steps = len(game.tree.level_starts) * (STEP + int(game.tree.child_count.max()))
    elif size.max() < WHOLE and (payoffs == np.rint(payoffs)).all():
        return np.zeros(len(size))
    return np.asarray((ROUNDING + steps) * np.spacing(size))


def _in_amounts(game: ExtensiveGame, views: Views) -> Induction:
    """By each player's own odds, in its own money; sure amounts are compared as they stand, others
    up to rounding.
    """
    odds, none = views.odds.T, np.zeros(game.n_players)
    sweep = backward_induction(game.tree, game.payoffs, none, odds, aversion=views.aversion)
    blur = 2 * rounding(game) / views.odds[views.odds > 0].min()
    blurred = backward_induction(game.tree, game.payoffs, blur, odds, aversion=views.aversion)
    decided = bool((blurred.ties == sweep.ties).all())
    # The least by which what is left out lies below what is taken, beside what rounding may do.
    above, width = game.tree.parent[1:], np.ptp(game.payoffs, axis=0)
    mover = game.tree.mover[above]
    leads = np.take_along_axis(
        sweep.values[above] - sweep.values[1:], np.maximum(mover, 0)[:, None], 1
    )[:, 0]
    some = (mover >= 0) & (leads > 0)
    share = float((blur / np.where(width > 0, width, np.inf)).max())
    margin = share * float((leads[some] / blur[mover[some]]).min(initial=np.inf))
    certificate = Certificate(FLOATS, rounded=True).measured(AMOUNTS, share, margin)
    return Induction(sweep, none, odds, decided, certificate, views.aversion)


def swept(game: ExtensiveGame, chosen: IndexArray) -> FloatArray:
    """The behaviour that takes the chosen child everywhere."""
    tree = game.tree
    probability = np.array(tree.odds)
    below = 1 + np.flatnonzero(tree.mover[tree.parent[1:]] >= 0)
    probability[below] = chosen[tree.parent[below]] == below
    return probability
