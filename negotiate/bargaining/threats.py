"""Which no-deal point each side would choose if it could bind itself to it: Nash's bargaining with
variable threats.

Threats may be left to chance; the deal then follows from what they bring on average.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.claims import NoDeal
from negotiate.bargaining.frontier import Frontier
from negotiate.bargaining.points.rule import BargainingPoint
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.table import check_numbers
from negotiate.display import Shown, entity
from negotiate.equilibrium import registry
from negotiate.equilibrium.nash.zero_sum import Pair, optimal, polished
from negotiate.equilibrium.solution import Equilibrium
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame, Strategy, unit_payoffs

HALVINGS = 60
"""Of the weights: what is left is below one rounding."""
ROUNDING = 1e-12
"""Of the largest gain or loss: a gain that is only rounding."""
VERIFIED = 1e-9
"""Of what a player's payoffs span: another threat that brings so little more brings none."""


UNMIXED = (
    "some threats cannot be carried out together, or nothing can be signed, so chance was left out"
)
UNSOLVED = "the linear program for threats that are left to chance found no solution"
BETTERED = (
    "against the threats that were found, left to chance, another is better by more than rounding"
)
"""Why no pair of threats is told."""


def optimal_threats(payoffs: FloatArray, best: FloatArray) -> Pair | None:
    """The odds of Nash's optimal threats over a frontier of lotteries; None where no program finds
    them.

    Parameters
    ----------
    payoffs : ndarray, shape (2, rows, columns)
        What each pair of threats is worth if it is carried out.
    best : ndarray, shape (2, packages)
        What the packages are worth that a lottery may bring.

    Notes
    -----
    At some weights of the two payoffs a deal is the best weighted sum, and threats are optimal in
    the zero-sum game of weighted differences. By bisection, first over the edges of the frontier
    and then within a corner, the weights are found at which that game's value is the weighted
    difference of the deal, so that the deal is the Nash point over what the threats are expected to
    bring.

    References
    ----------
    John F. Nash (1953), Two-Person Cooperative Games. Lloyd S. Shapley (1969), Utility Comparison
    and the Theory of Games, for the weights.
    """
    span = _span(payoffs, best)
    worth, front = payoffs / span[:, None, None], best / span[:, None]
    front = front[
        :, np.argsort(front[0], kind="stable")
    ]  # more for the first the larger the weight of its payoff
    drop, gain = -np.diff(front[1]), np.diff(front[0])
    steep = drop / (
        drop + gain
    )  # at this weight both ends of an edge are best; from edge to edge it rises
    low, high = -1, len(steep)
    while high - low > 1:
        edge = (low + high) // 2
        pair, value = _at(worth, float(steep[edge]))
        if pair is None:
            return None
        ahead = _apart(front[:, edge : edge + 2], float(steep[edge]))
        if ahead.min() <= value <= ahead.max():
            return pair
        low, high = (edge, high) if value > ahead.max() else (low, edge)
    corner, pair = front[:, high : high + 1], None
    least = float(steep[low]) if low >= 0 else 0.0
    most = float(steep[high]) if high < len(steep) else 1.0
    for _ in range(HALVINGS):
        weight = (least + most) / 2
        pair, value = _at(worth, weight)
        if pair is None or value == _apart(corner, weight)[0]:
            break
        least, most = (weight, most) if value > _apart(corner, weight)[0] else (least, weight)
    return pair


def _at(worth: FloatArray, weight: float) -> tuple[Pair | None, float]:
    """Optimal odds where payoffs have these weights, and the value of that game; none where no
    program finds them.
    """
    table = weight * worth[0] - (1 - weight) * worth[1]
    units = unit_payoffs(table[None])[0]
    found = optimal(units, "highs-ds")
    if found is None:
        return None, 0.0
    pair = polished(units, found)
    return pair, float(pair[0] @ table @ pair[1])


def _apart(ends: FloatArray, weight: float) -> FloatArray:
    """The weighted difference of deals."""
    return np.asarray(np.array([weight, weight - 1]) @ ends)


def _span(payoffs: FloatArray, best: FloatArray) -> FloatArray:
    """What each player's payoffs span, with threats and with packages, shape (2,); 1 where they are
    all the same.
    """
    span = np.ptp(np.concatenate([payoffs.reshape(2, -1), best], axis=1), axis=1)
    return np.where(span > 0, span, 1.0)


def corners(best: FloatArray) -> FloatArray:
    """Those of the best packages that a lottery is drawn from, in order along the frontier, shape
    (2, m).
    """
    if not best.size:
        return best
    low = best.min(axis=1) - np.ptp(best, axis=1) - 1.0
    path = BargainingProblem.from_arrays(best, low).path_of(lotteries=True)
    return best[:, list(dict.fromkeys([*path.ends[:, 0], path.ends[-1, 1]]))]


def expected(payoffs: FloatArray, odds: Sequence[FloatArray]) -> FloatArray:
    """What threats bring on average, shape (2,)."""
    return np.array([odds[0] @ own @ odds[1] for own in payoffs])


def settled(
    game: NormalFormGame, ends: FloatArray, odds: Sequence[FloatArray]
) -> tuple[FloatArray, bool] | None:
    """What threats lead to, and whether that is a deal; None where a player would rather threaten
    with something else.

    Over a convex frontier what leaves a player no more than a deal is a half-plane of no-deal
    points, so that mixtures of other threats need no look of their own.
    """
    can = np.ones(game.shape, dtype=bool) if game.feasible is None else game.feasible
    row, column = odds
    deal, agreed = nash_point(ends, expected(game.payoffs, odds))
    least = deal + VERIFIED * _span(game.payoffs, ends)
    others = (
        (game.payoffs @ column)[:, can[:, column > 0].all(axis=1)],
        (row @ game.payoffs)[:, can[row > 0].all(axis=0)],
    )
    for player, tried in enumerate(others):
        if any(nash_point(ends, away)[0][player] > least[player] for away in tried.T):
            return None
    return deal, agreed


def nash_point(ends: FloatArray, away: FloatArray) -> tuple[FloatArray, bool]:
    """The lottery with the largest product of gains over a no-deal point, and whether there is one.

    Parameters
    ----------
    ends : ndarray, shape (2, corners)
        Those of the frontier, in order; without any there is no deal.
    away : ndarray, shape (2,)
        The no-deal point, which is the answer where there is no deal.
    """
    if not ends.size:
        return away, False
    start, along = ends - away[:, None], np.diff(ends, append=ends[:, -1:])
    with np.errstate(divide="ignore", invalid="ignore"):
        level = (
            -start / along
        )  # on each edge, where a player's gain is 0; and where the product is largest
        top = -(start[0] * along[1] + start[1] * along[0]) / (2 * along[0] * along[1])
    shares = np.stack([np.zeros_like(top), np.ones_like(top), top, *level])
    gains = start[:, None] + np.clip(np.nan_to_num(shares, nan=0.0), 0.0, 1.0) * along[:, None]
    least = ROUNDING * np.abs(start).max(axis=1)[:, None, None]
    signed = (gains >= -least).all(axis=0) & (gains > least).any(axis=0)
    if not signed.any():
        return away, False
    best = np.argmax(np.where(signed, gains.clip(0.0).prod(axis=0), -1.0))
    return away + gains.reshape(2, -1)[:, best], True


Meaning = Literal["threat", "better", "same"]

NOTHING = 1e-9
"""Of all that a player's payoffs span: less is no difference."""
PAIRS = 2_500
"""Pairs of threats that are tried, each a bargaining problem."""
WHAT_ELSE = (
    "`negotiate tree --threats` checks whether threats are credible, for any number of players"
)
"""What to ask where there are more than two."""


@entity
class ThreatPair:
    """One equilibrium of choosing threats, and the deal that it leads to.

    Parameters
    ----------
    threats : tuple of Strategy
        What each says it will do without a deal; where it mixes, what it does most often.
    odds : tuple of float
        With what probability it says so.
    no_deal : ndarray, shape (2,)
        What both threats carried out would be worth, on average where they are mixed.
    deal : ndarray, shape (2,)
        What the deal made under them is worth; the no-deal payoffs where there is none. Where
        threats are mixed, it may be drawn by lot from several packages.
    agreement : bool
        Whether there is a deal under them at all.
    package : int
        The deal; -1 where there is none, or where threats are mixed.
    regrets : tuple of float
        What each would lose by carrying its threat out, against what would then be best for it: 0
        for one that is believed by itself.
    meaning : {'threat', 'better', 'same'}
        What carrying both threats out is, held against no deal as it is: worse for somebody; better
        for somebody and worse for nobody; worth the same to both.
    """

    threats: tuple[Strategy, ...]
    odds: tuple[float, ...]
    no_deal: FloatArray
    deal: FloatArray
    agreement: bool
    package: int
    regrets: tuple[float, ...]
    meaning: Meaning = "same"


@entity
class VariableThreats(Shown):
    """The threats that each would bind itself to, and what they move.

    Parameters
    ----------
    problem : BargainingProblem
        The table, with the no-deal point of the file.
    today : BargainingPoint
        The Nash point under that no-deal point.
    pairs : tuple of ThreatPair
        One for each deal that an equilibrium of choosing threats leads to: of those that lead to
        it, the one that would cost the two least to carry out. Empty where nobody decides anything
        alone.
    equilibria : int
        How many equilibria of choosing threats were found.
    complete : bool
        Whether these are all of them.
    deciders : tuple of int
        Who has something to choose without a deal.
    why_none : str
        Why no pair was found, as a part of a sentence; empty where there is one, or nobody decides.
    """

    problem: BargainingProblem
    today: BargainingPoint
    pairs: tuple[ThreatPair, ...]
    equilibria: int
    complete: bool
    deciders: tuple[int, ...] = (0, 1)
    why_none: str = ""

    def __repr__(self) -> str:
        return (
            f"<VariableThreats {self.problem.title!r}: {len(self.pairs)} deals, "
            f"{self.equilibria:,} equilibria>"
        )


def variable_threats(problem: BargainingProblem, game: NormalFormGame) -> VariableThreats:
    """Let each side choose what it would do without a deal, knowing that the deal will be the Nash
    point over that.

    Parameters
    ----------
    problem : BargainingProblem
        Of two players who both sign.
    game : NormalFormGame
        What each side could do without a deal: the scenario's `alone()`.

    Raises
    ------
    UnsuitableGame
        If there are more than two players, one of them does not sign, or some payoffs are levels.
    GameTooLarge
        If there are too many pairs of threats.

    Notes
    -----
    Each pair of strategies is a no-deal point; its Nash point, the average one where packages tie,
    is what the pair is worth. An equilibrium of that table of worths is a pair of optimal threats.
    Over packages the table need not be strictly competitive, as it is over a convex frontier, so
    there may be several.

    Where a threat is left to chance, so may be the deal: it is the Nash point, over lotteries,
    above what the threats bring on average. A mixture is told only if no threat would then be
    better for anybody; where there is no pair of threats without chance, Nash's optimal threats are
    looked for as `optimal_threats` says.

    References
    ----------
    John F. Nash (1953), Two-Person Cooperative Games.
    """
    check_numbers(problem, "a threat that moves a deal")
    if len(problem.players) != 2 or problem.seats != (0, 1):
        raise UnsuitableGame("variable threats need two players who both sign", WHAT_ELSE)
    deciders = tuple(p for p in range(2) if game.shape[p] > 1)
    if not deciders:
        return VariableThreats(problem, problem.nash(), (), 0, complete=True, deciders=())
    count = int(np.prod(game.shape))
    GameTooLarge.refuse("pairs of threats", count, PAIRS, "commit some issues with --fix")
    worths = np.array(game.payoffs)  # combinations that cannot happen stay as they are
    packages = np.full(game.shape, -1, dtype=int)
    best = _best(problem)
    for row, column in game.profiles() if best.packages.size else ():
        point = BargainingProblem.from_arrays(best.payoffs, game.payoffs[:, row, column]).nash()
        worths[:, row, column] = point.worths().mean(axis=1)
        packages[row, column] = best.packages[point.packages[0]] if point.packages else -1
    ends = corners(best.payoffs)
    chosen = registry.solve(replace(game, payoffs=worths, takes_apart=None))
    found = [e for e in chosen.profiles if isinstance(e, Equilibrium)]
    pairs = list[ThreatPair]()
    for one in sorted(found, key=lambda equilibrium: not equilibrium.pure):
        if one.pure:
            package = int(packages[tuple(map(np.argmax, one.strategies))])
            pairs.append(
                _pair(problem, game, one.strategies, np.array(one.payoffs), package >= 0, package)
            )
        elif (told := settled(game, ends, one.strategies)) is not None:
            pairs.append(_pair(problem, game, one.strategies, *told))
    complete = chosen.complete and len(pairs) == len(found)
    why = ""
    if not pairs:
        pairs, why = _by_chance(problem, game, ends if best.packages.size else None)
    told_pairs = tuple(_cheapest(pairs))
    return VariableThreats(problem, problem.nash(), told_pairs, len(pairs), complete, deciders, why)


def _by_chance(
    problem: BargainingProblem, game: NormalFormGame, ends: FloatArray | None
) -> tuple[list[ThreatPair], str]:
    """Nash's optimal threats over the corners of what can be signed, or why none are told."""
    if ends is None or game.feasible is not None:
        return [], UNMIXED
    odds = optimal_threats(game.payoffs, ends)
    if odds is None:
        return [], UNSOLVED
    told = settled(game, ends, odds)
    return ([_pair(problem, game, odds, *told)], "") if told is not None else ([], BETTERED)


def _meaning(problem: BargainingProblem, no_deal: FloatArray) -> Meaning:
    """What carrying threats out is, held against no deal as it is: a threat only where somebody is
    worse off.
    """
    change = no_deal - problem.disagreement
    more = change / np.maximum(problem.span + np.abs(change), np.finfo(float).tiny)
    if (more < -NOTHING).any():
        return "threat"
    return "better" if (more > NOTHING).any() else "same"


def _cheapest(pairs: list[ThreatPair]) -> Iterator[ThreatPair]:
    """Of the pairs that lead to one deal the one that costs least to carry out, the cheapest
    first.
    """
    span = np.max([pair.regrets for pair in pairs], axis=0, initial=np.finfo(float).tiny)
    seen: list[FloatArray] = []
    for pair in sorted(pairs, key=lambda found: float(np.sum(np.array(found.regrets) / span))):
        if not any(np.allclose(pair.deal, deal, rtol=1e-9, atol=1e-12) for deal in seen):
            seen.append(pair.deal)
            yield pair


def _best(problem: BargainingProblem) -> Frontier:
    """The packages that can be the Nash point over some no-deal point: those that no acceptable one
    dominates.
    """
    low = np.sum([block.payoffs.min(axis=1) for block in problem.blocks], axis=0)
    return replace(problem, no_deals=(NoDeal(low - problem.span - 1.0),), chosen=0).frontier_of()


def _pair(
    problem: BargainingProblem,
    game: NormalFormGame,
    strategies: Sequence[FloatArray],
    deal: FloatArray,
    agreement: bool,
    package: int = -1,
) -> ThreatPair:
    (row, column), no_deal = strategies, expected(game.payoffs, strategies)
    best = ((game.payoffs[0] @ column).max(), (row @ game.payoffs[1]).max())
    most = [int(np.argmax(own)) for own in strategies]
    return ThreatPair(
        tuple(own[place] for own, place in zip(game.strategies, most, strict=True)),
        tuple(float(own[place]) for own, place in zip(strategies, most, strict=True)),
        no_deal,
        deal,
        agreement,
        package,
        tuple((best - no_deal).tolist()),
        _meaning(problem, no_deal),
    )
