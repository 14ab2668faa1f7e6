"""Which of two strict equilibria is the safer one, when neither player knows which of them the
other has in mind.

The product of what each player would lose by leaving one equilibrium for its part in the other
decides. Games with more than two strict equilibria are compared two at a time, on the four
combinations that the two span.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from negotiate.display import record
from negotiate.equilibrium.certificate import WHOLE_NUMBERS, Certificate
from negotiate.equilibrium.concepts.beside_nash import impossible, without_equilibria
from negotiate.equilibrium.equilibrium import UNDECIDED
from negotiate.equilibrium.nash.components import deviation_losses
from negotiate.equilibrium.nash.dominance import reduce
from negotiate.equilibrium.solution import Finding, Solution
from negotiate.errors import NegotiateError
from negotiate.games.exactness import Exact, integers
from negotiate.games.normal_form import NormalFormGame

EQUILIBRIA = 40  # compared two at a time: 780 pairs
PAIRWISE = "equilibria are compared two at a time, on the four combinations that the two span"

Pair = tuple[int, int]


class MeasuresDisagree(NegotiateError):
    """Products of losses and beliefs when indifferent name different equilibria; a mistake of the
    solver.
    """


@record
class Comparison:
    """Two strict equilibria set against each other.

    Parameters
    ----------
    first, second : int
        Their places among the strict equilibria.
    losses : tuple of tuple of float
        For each of the two, what each player would lose there by playing its part in the other one.
    needed : tuple of tuple of float
        For each of the two, how likely each player must think it that the other plays its part for
        doing the same to be best.
    risk_dominant : int or None
        0 for the first, 1 for the second; None where the products of losses are equal.
    payoff_dominant : int or None
        Which of the two gives both players more, if one does.
    """

    first: int
    second: int
    losses: tuple[tuple[float, float], tuple[float, float]]
    needed: tuple[tuple[float, float], tuple[float, float]]
    risk_dominant: int | None
    payoff_dominant: int | None

    @property
    def products(self) -> tuple[float, float]:
        """For each of the two the product of both players' losses; the larger one is the safer
        equilibrium's.
        """
        (a, b), (c, d) = self.losses
        return a * b, c * d


@record
class RiskDominance(Finding):
    """All comparisons, and what they come to.

    Parameters
    ----------
    equilibria : tuple of (int, int)
        The strict equilibria in pure strategies.
    payoffs : tuple of tuple of float
        What each gives.
    comparisons : tuple of Comparison
        One for each two of them.
    dominant : int or None
        The place of the one that risk-dominates every other, if there is one.
    half_dominant : int or None
        The place of the one whose strategies are best for whoever believes that the other plays its
        part with probability one half or more, whatever it does else; None if there is none.
    """

    equilibria: tuple[Pair, ...]
    payoffs: tuple[tuple[float, ...], ...]
    comparisons: tuple[Comparison, ...]
    dominant: int | None
    half_dominant: int | None


def strict_equilibria(game: NormalFormGame) -> tuple[Pair, ...]:
    """The pure profiles of a game of two players from which each would lose by leaving alone.

    Examples
    --------
    >>> strict_equilibria(NormalFormGame.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]]))
    ((0, 0), (1, 1))
    """
    numbers, margin = game.comparable()
    strict = np.ones(game.shape, dtype=bool)
    for player, (table, slack) in enumerate(zip(numbers, margin.tolist(), strict=True)):
        ahead = table >= table.max(axis=player, keepdims=True) - slack
        strict &= ahead & (ahead.sum(axis=player, keepdims=True) == 1)
    return tuple((int(i), int(j)) for i, j in np.argwhere(strict))


def applies_to(game: NormalFormGame) -> str | None:
    """Why it does not suit a game; see `Concept.applies_to`."""
    if game.n_players != 2:
        return f"compares equilibria of two players, and there are {game.n_players} here"
    if (reason := impossible(game)) is not None:
        return reason
    count = len(strict_equilibria(game))
    if count < 2:
        found = "one" if count else "none"
        return f"compares strict equilibria in pure strategies, and there is {found} here"
    if count > EQUILIBRIA:
        return f"compares at most {EQUILIBRIA} strict equilibria, and there are {count:,} here"
    return None


def run(game: NormalFormGame, player: int | None) -> Solution:
    """Its answer; see `Concept.run`."""
    equilibria = strict_equilibria(game)
    pairs = list(combinations(range(len(equilibria)), 2))
    whole = game.exactly()
    numbers, off = integers(whole.payoffs), whole.error.tolist()
    compared = tuple(_comparison(game, numbers, equilibria, i, j) for i, j in pairs)
    close = any(off) and any(_near(numbers, off, equilibria[i], equilibria[j]) for i, j in pairs)
    open_still = whole.undecided or close
    left = reduce(game)
    return without_equilibria(
        game,
        RiskDominance(
            equilibria=equilibria,
            payoffs=tuple(
                tuple(float(x) for x in game.payoffs[(slice(None), *profile)])
                for profile in equilibria
            ),
            comparisons=compared,
            dominant=_dominant(compared, len(equilibria)),
            half_dominant=next(
                (k for k, profile in enumerate(equilibria) if half_dominant(game, profile)), None
            ),
        ),
        method="products of deviation losses",
        certificate=Certificate(
            WHOLE_NUMBERS, not whole.decimal, (UNDECIDED,) if open_still else ()
        ),
        verified="the beliefs at which each player is indifferent name the same equilibrium",
        notes=(() if left.game.shape == (2, 2) else (PAIRWISE,))
        + ((UNDECIDED,) if open_still else ()),
        eliminations=left.eliminations,
    )


def _comparison(
    game: NormalFormGame, whole: Exact, equilibria: tuple[Pair, ...], i: int, j: int
) -> Comparison:
    losses = deviation_losses(game.payoffs, equilibria[i], equilibria[j])
    # A player is indifferent where odds times loss here equal odds times loss there; whole numbers
    # lose nothing.
    exact = deviation_losses(whole, equilibria[i], equilibria[j])
    one = tuple(Fraction(int(there), int(here + there)) for here, there in zip(*exact, strict=True))
    needed = ((float(one[0]), float(one[1])), (float(1 - one[0]), float(1 - one[1])))
    gains = [own[equilibria[i]] - own[equilibria[j]] for own in whole]
    better = 0 if min(gains) > 0 else 1 if max(gains) < 0 else None
    here, there = ((float(a), float(b)) for a, b in losses)
    return Comparison(i, j, (here, there), needed, _safer(exact, one), better)


def _safer(
    losses: tuple[tuple[Any, Any], tuple[Any, Any]], needed: tuple[Fraction, ...]
) -> int | None:
    """The equilibrium with the larger product, which must be the one that asks for less belief in
    sum.
    """
    here, there = (int(mine) * int(theirs) for mine, theirs in losses)
    asked = sum(needed) - 1  # below zero: the first is best on less belief than the second
    if (asked < 0, asked > 0) != (here > there, here < there):
        raise MeasuresDisagree("a solver's two measures of risk name different equilibria")
    return None if here == there else int(here < there)


def _near(whole: Exact, error: list[float], first: Pair, second: Pair) -> bool:
    """Whether the products of losses are nearer to each other than the payoffs' error, and not the
    same.
    """
    losses = deviation_losses(whole, first, second)
    here, there = (int(mine) * int(theirs) for mine, theirs in losses)
    blur = sum(
        (abs(mine) + 2 * error[0]) * 2 * error[1] + abs(theirs) * 2 * error[0]
        for mine, theirs in losses
    )
    return bool(0 < abs(here - there) <= blur)


def _dominant(compared: tuple[Comparison, ...], count: int) -> int | None:
    wins = [0] * count
    for one in compared:
        if one.risk_dominant is not None:
            wins[(one.first, one.second)[one.risk_dominant]] += 1
    return next((k for k, won in enumerate(wins) if won == count - 1), None)


def half_dominant(game: NormalFormGame, profile: Pair) -> bool:
    """Whether each part is the only best reply to any belief of one half or more in the other part.

    Examples
    --------
    >>> stag_hunt = NormalFormGame.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]])
    >>> half_dominant(stag_hunt, (0, 0)), half_dominant(stag_hunt, (1, 1))
    (False, True)
    """
    first, second = integers(game.exactly().payoffs)
    for table, own, other in ((first, profile[0], profile[1]), (second.T, profile[1], profile[0])):
        # The worst belief puts the other half on one strategy, since payoffs are linear in it.
        ahead = table[own] + table[own, other] - (table + table[:, [other]])
        if not (np.delete(ahead, own, axis=0) > 0).all():
            return False
    return True
