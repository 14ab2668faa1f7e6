"""Backward induction on the numbers that payoffs and odds stand for, so that a tie is a tie and nothing else is.

A sweep in floats comes first, with a bound on its rounding. Where two actions are closer than the bound, a second sweep
reads payoffs as whole numbers and odds as fractions. As long as both, multiplied out, stay below 2**51, floats hold
them exactly; beyond, the sweep reckons in fractions. Where players mind risk, the sweep goes by certainty equivalents.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.equilibrium.certificate import BOUNDED, FLOATS, FRACTIONS, WHOLE_NUMBERS, Certificate
from negotiate.games.exactness import ROUNDING, WHOLE, Exact, Exactly, big_integers, written
from negotiate.games.extensive import CHANCE, ExtensiveGame, Views
from negotiate.games.level_sweep import Sweep, backward_induction, certain_amounts
from negotiate.games.odds import exact_odds, plays

LARGEST = 2.0**51
"""Products of odds and whole payoffs below this can be rounded to the whole numbers that they are."""
STEP = 10
"""Roundings that an expected payoff may hold, besides one for each branch: odds out of a formula are off by some."""
UNSURE = 2.0**-49
"""Of a payoff range: what odds out of a formula may change an expected payoff by, for each move."""
AMOUNTS = "what an action is worth to whoever minds risk"


class Induction(NamedTuple):
    """A level sweep, and what compares its values.

    Attributes
    ----------
    sweep : Sweep
        Its values are in a unit, and from a zero, of each player's own.
    tolerance : ndarray, shape (players,)
        Values of a player no farther apart than this cannot be told apart; 0 where all are known.
    odds : ndarray, shape (nodes,)
        Chance's, of the same kind as the values.
    whole : bool
        Whether odds times values are to be rounded to whole numbers.
    decided : bool
        Whether it is known of every pair of actions, at every node, whether they are equally good.
    certificate : Certificate
        What that rests on.
    aversion : ndarray, shape (players,), or None
        Where somebody minds risk: by how much each does. The odds are then each player's own, shape (nodes, players).
    """

    sweep: Sweep
    tolerance: Exact
    odds: Exact
    whole: bool
    decided: bool
    certificate: Certificate
    aversion: FloatArray | None = None

    def expected(self, children: IndexArray, values: Sequence[Exact]) -> Exact:
        """What a draw between some nodes is worth, where these are worth so much, each of shape (rows, players)."""
        odds = self.odds[children]
        if self.aversion is not None:
            return certain_amounts(np.stack(values, axis=1), odds, np.zeros(1, dtype=int), self.aversion)[:, 0]
        weighted = (p * own for p, own in zip(odds, values, strict=True))
        return np.asarray(np.sum([np.rint(one) for one in weighted] if self.whole else list(weighted), axis=0))


def induct(game: ExtensiveGame) -> Induction:
    """Sweep a tree, ties broken for the first child.

    Parameters
    ----------
    game : ExtensiveGame
        Perfect information is assumed.
    """
    if game.views is not None:
        return _in_amounts(game, game.views)
    tree, payoffs = game.tree, game.payoffs
    chance = bool((tree.mover == CHANCE).any())
    tolerance = 2 * rounding(game)
    sweep = backward_induction(tree, payoffs, tolerance)
    if not (tolerance.any() and (sweep.ties > 1).any()):
        known = not chance or (bool(written(payoffs).all()) and exact_odds(tree).sure)
        return Induction(sweep, tolerance, tree.odds, False, True, Certificate(BOUNDED, not known))
    numbers = game.exactly()
    if not chance:
        return _by_rank(game, numbers)
    odds = exact_odds(tree)
    most = max(abs(int(numbers.payoffs.max())), abs(int(numbers.payoffs.min())), 1)
    often = plays(tree, odds.odds, LARGEST / most) if odds.sure and not numbers.error.any() else 0
    if not often:
        return in_fractions(game)
    whole, none = (numbers.payoffs.T * often).astype(float), np.zeros(game.n_players)
    return Induction(
        backward_induction(tree, whole, none, whole=True), none, tree.odds, True, True, Certificate(WHOLE_NUMBERS)
    )


def rounding(game: ExtensiveGame) -> FloatArray:
    """How far an expected payoff in floats may be from the number that is meant, shape (players,)."""
    payoffs = game.payoffs
    size = np.array([max(column.max(), -column.min()) for column in payoffs.T])  # NumPy is slow along many short axes
    steps = 0
    if (game.tree.mover == CHANCE).any():
        steps = len(game.tree.level_starts) * (STEP + int(game.tree.child_count.max()))
    elif size.max() < WHOLE and (payoffs == np.rint(payoffs)).all():
        return np.zeros(len(size))
    return np.asarray((ROUNDING + steps) * np.spacing(size))


def _in_amounts(game: ExtensiveGame, views: Views) -> Induction:
    """By each player's own odds, in its own money; sure amounts are compared as they stand, others up to rounding."""
    odds, none = views.odds.T, np.zeros(game.n_players)
    sweep = backward_induction(game.tree, game.payoffs, none, odds, aversion=views.aversion)
    blur = 2 * rounding(game) / views.odds[views.odds > 0].min()
    blurred = backward_induction(game.tree, game.payoffs, blur, odds, aversion=views.aversion)
    decided = bool((blurred.ties == sweep.ties).all())
    # The least by which what is left out lies below what is taken, beside what rounding may do.
    above, width = game.tree.parent[1:], np.ptp(game.payoffs, axis=0)
    mover = game.tree.mover[above]
    leads = np.take_along_axis(sweep.values[above] - sweep.values[1:], np.maximum(mover, 0)[:, None], 1)[:, 0]
    some = (mover >= 0) & (leads > 0)
    share = float((blur / np.where(width > 0, width, np.inf)).max())
    margin = share * float((leads[some] / blur[mover[some]]).min(initial=np.inf))
    certificate = Certificate(FLOATS, rounded=True).measured(AMOUNTS, share, margin)
    return Induction(sweep, none, odds, False, decided, certificate, views.aversion)


def _by_rank(game: ExtensiveGame, numbers: Exactly) -> Induction:
    """Where chance never moves a payoff's rank among the player's says everything."""
    ranks = [np.unique(own, return_inverse=True)[1] for own in numbers.payoffs]
    none = np.zeros(len(ranks))
    sweep = backward_induction(game.tree, np.stack(ranks, axis=1).astype(float), none)
    decided = not numbers.undecided
    decided |= bool((backward_induction(game.tree, game.payoffs, none).ties == sweep.ties).all())
    return Induction(sweep, none, game.tree.odds, False, decided, Certificate(WHOLE_NUMBERS, not decided))


def in_fractions(game: ExtensiveGame) -> Induction:
    """Sweep a tree in numbers of Python's own. What nobody can tell apart is held to be equal."""
    numbers, odds = game.exactly(), exact_odds(game.tree)
    payoffs, none = big_integers(numbers.payoffs).T, np.zeros(game.n_players, dtype=object)
    sweep = backward_induction(game.tree, payoffs, none, odds.odds)
    slack = 2 * numbers.error
    if not odds.sure:
        slack += UNSURE * len(game.tree.level_starts) * np.ptp(payoffs, axis=0).astype(float)
    if not slack.any():
        return Induction(sweep, none, odds.odds, False, True, Certificate(FRACTIONS))
    # a float beside a long fraction would be rounded to more than the best payoff, and none would be as good
    close = np.array([Fraction(one) for one in slack.tolist()], dtype=object)
    blurred = backward_induction(game.tree, payoffs, close, odds.odds)
    decided = bool((blurred.ties == sweep.ties).all())
    return Induction(blurred, close, odds.odds, False, decided, Certificate(FRACTIONS, rounded=True))


def swept(game: ExtensiveGame, chosen: IndexArray) -> FloatArray:
    """The behaviour that takes the chosen child everywhere."""
    tree = game.tree
    probability = np.array(tree.odds)
    below = 1 + np.flatnonzero(tree.mover[tree.parent[1:]] >= 0)
    probability[below] = chosen[tree.parent[below]] == below
    return probability
