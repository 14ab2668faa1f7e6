"""Which no-deal point each side would choose if it could bind itself to it: Nash's bargaining with variable threats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.bargaining.mixed_threats import corners, expected, optimal_threats, settled
from negotiate.bargaining.point import BargainingPoint
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.table.claims import NoDeal
from negotiate.bargaining.table.frontier import Frontier
from negotiate.bargaining.table.numbers import check_numbers
from negotiate.display import Shown
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame, Strategy
from negotiate.solvers.registry import solve
from negotiate.solvers.solution import Equilibrium

Meaning = Literal["threat", "better", "same"]

NOTHING = 1e-9
"""Of all that a player's payoffs span: less is no difference."""
PAIRS = 2_500
"""Pairs of threats that are tried, each a bargaining problem."""
WHAT_ELSE = "`negotiate tree --threats` checks whether threats are credible, for any number of players"
"""What to ask where there are more than two."""


@dataclass(frozen=True, slots=True, eq=False)
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
        What the deal made under them is worth; the no-deal payoffs where there is none. Where threats are mixed, it
        may be drawn by lot from several packages.
    agreement : bool
        Whether there is a deal under them at all.
    package : int
        The deal; -1 where there is none, or where threats are mixed.
    regrets : tuple of float
        What each would lose by carrying its threat out, against what would then be best for it: 0 for one that is
        believed by itself.
    meaning : {'threat', 'better', 'same'}
        What carrying both threats out is, held against no deal as it is: worse for somebody; better for somebody and
        worse for nobody; worth the same to both.
    """

    threats: tuple[Strategy, ...]
    odds: tuple[float, ...]
    no_deal: FloatArray
    deal: FloatArray
    agreement: bool
    package: int
    regrets: tuple[float, ...]
    meaning: Meaning = "same"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class VariableThreats(Shown):
    """The threats that each would bind itself to, and what they move.

    Parameters
    ----------
    problem : BargainingProblem
        The table, with the no-deal point of the file.
    today : BargainingPoint
        The Nash point under that no-deal point.
    pairs : tuple of ThreatPair
        One for each deal that an equilibrium of choosing threats leads to: of those that lead to it, the one that would
        cost the two least to carry out. Empty where nobody decides anything alone.
    equilibria : int
        How many equilibria of choosing threats were found.
    complete : bool
        Whether these are all of them.
    deciders : tuple of int
        Who has something to choose without a deal.
    """

    problem: BargainingProblem
    today: BargainingPoint
    pairs: tuple[ThreatPair, ...]
    equilibria: int
    complete: bool
    deciders: tuple[int, ...] = (0, 1)

    def __repr__(self) -> str:
        return f"<VariableThreats {self.problem.title!r}: {len(self.pairs)} deals, {self.equilibria:,} equilibria>"


def variable_threats(problem: BargainingProblem, game: NormalFormGame) -> VariableThreats:
    """Let each side choose what it would do without a deal, knowing that the deal will be the Nash point over that.

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
    Each pair of strategies is a no-deal point; its Nash point, the average one where packages tie, is what the pair is
    worth. An equilibrium of that table of worths is a pair of optimal threats. Over packages the table need not be
    strictly competitive, as it is over a convex frontier, so there may be several.

    Where a threat is left to chance, so may be the deal: it is the Nash point, over lotteries, above what the threats
    bring on average. A mixture is told only if no threat would then be better for anybody; where there is no pair of
    threats without chance, Nash's optimal threats are looked for as `bargaining.mixed_threats` says.

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
    if count > PAIRS:
        raise GameTooLarge("pairs of threats", count, PAIRS, "commit some issues with --fix")
    worths = np.array(game.payoffs)  # combinations that cannot happen stay as they are
    packages = np.full(game.shape, -1, dtype=np.int64)
    best = _best(problem)
    for row, column in game.profiles():
        away = game.payoffs[:, row, column]
        worths[:, row, column] = away
        if best.packages.size:
            point = BargainingProblem.from_arrays(best.payoffs, away).nash()
            worths[:, row, column] = np.mean(point.tied or (point.payoffs,), axis=0)
            packages[row, column] = best.packages[point.packages[0]] if point.packages else -1
    ends = corners(best.payoffs)
    chosen = solve(replace(game, payoffs=worths, takes_apart=None))
    found = [e for e in chosen.profiles if isinstance(e, Equilibrium)]
    pairs = [_pure(game, e, packages) for e in found if e.pure]
    drawn = [e.strategies for e in found if not e.pure]
    pairs += _mixed(game, ends, drawn)
    complete = chosen.complete and len(pairs) == len(found)
    if not pairs and best.packages.size and game.feasible is None:
        optimal = optimal_threats(game.payoffs, ends)
        pairs += [] if optimal is None else _mixed(game, ends, [optimal])
    cheapest = tuple(replace(pair, meaning=_meaning(problem, pair.no_deal)) for pair in _cheapest(pairs))
    return VariableThreats(problem, problem.nash(), cheapest, len(pairs), complete, deciders)


def _meaning(problem: BargainingProblem, no_deal: FloatArray) -> Meaning:
    """What carrying threats out is, held against no deal as it is: a threat only where somebody is worse off."""
    change = no_deal - problem.disagreement
    span = sum(np.ptp(block.payoffs, axis=1) for block in problem.blocks) + np.abs(change)
    more = change / np.maximum(span, np.finfo(float).tiny)
    if (more < -NOTHING).any():
        return "threat"
    return "better" if (more > NOTHING).any() else "same"


def _cheapest(pairs: list[ThreatPair]) -> Iterator[ThreatPair]:
    """Of the pairs that lead to one deal the one that costs least to carry out, the cheapest first."""
    span = np.max([pair.regrets for pair in pairs], axis=0, initial=np.finfo(float).tiny)
    seen: list[FloatArray] = []
    for pair in sorted(pairs, key=lambda found: float(np.sum(np.array(found.regrets) / span))):
        if not any(np.allclose(pair.deal, deal, rtol=1e-9, atol=1e-12) for deal in seen):
            seen.append(pair.deal)
            yield pair


def _best(problem: BargainingProblem) -> Frontier:
    """The packages that can be the Nash point over some no-deal point: those that no acceptable one dominates."""
    low = np.sum([block.payoffs.min(axis=1) for block in problem.blocks], axis=0)
    wide = np.sum([np.ptp(block.payoffs, axis=1) for block in problem.blocks], axis=0)
    return replace(problem, no_deals=(NoDeal(low - wide - 1.0),), chosen=0, _held={}).frontier_of()


def _pure(game: NormalFormGame, equilibrium: Equilibrium, packages: IntArray) -> ThreatPair:
    row, column = (int(np.argmax(own)) for own in equilibrium.strategies)
    package = int(packages[row, column])
    return _pair(game, equilibrium.strategies, np.array(equilibrium.payoffs), package >= 0, package)


def _mixed(game: NormalFormGame, ends: FloatArray, odds: Iterable[Sequence[FloatArray]]) -> Iterator[ThreatPair]:
    """Threats that are left to chance, with the deal over what they bring on average, where no other is better."""
    for strategies in odds:
        found = settled(game, ends, strategies)
        if found is not None:
            yield _pair(game, strategies, *found)


def _pair(
    game: NormalFormGame, strategies: Sequence[FloatArray], deal: FloatArray, agreement: bool, package: int = -1
) -> ThreatPair:
    row, column = strategies
    most = int(np.argmax(row)), int(np.argmax(column))
    no_deal = expected(game.payoffs, strategies)
    best = (float((game.payoffs[0] @ column).max()), float((row @ game.payoffs[1]).max()))
    return ThreatPair(
        (game.strategies[0][most[0]], game.strategies[1][most[1]]),
        (float(row[most[0]]), float(column[most[1]])),
        no_deal,
        deal,
        agreement,
        package,
        (best[0] - float(no_deal[0]), best[1] - float(no_deal[1])),
    )
