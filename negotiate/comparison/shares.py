"""Which payoff term does most to move what a player gets from one side's outcome to the other's."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from negotiate.comparison.deals import worth_of
from negotiate.comparison.fates import Fates
from negotiate.comparison.orders import leveled
from negotiate.comparison.prediction import Outcome, Prediction
from negotiate.comparison.profiles import Table, expected_terms, held
from negotiate.comparison.terms import at_leaves
from negotiate.comparison.worth_change import NEGLIGIBLE, WorthChange
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.negotiation import Negotiation
from negotiate.solvers.solution import Equilibrium, TreeEquilibrium

Pair = tuple[Outcome, Outcome]


def moved_by(
    one: Negotiation, two: Negotiation, first: Prediction, second: Prediction, fates: Fates
) -> tuple[WorthChange, ...]:
    """The term that moves each player's payoff most, in the outcome in which that payoff moves most.

    Looked at are the outcomes that stay, or else the one that takes the place of the only other one.

    Returns
    -------
    tuple of WorthChange
        One for every player whose payoff moves and whose outcome can be taken apart: what the term is at the outcome
        of each side, NaN on a side that has no such term.
    """
    found = []
    for player in [key for key in first.keys if key not in leveled(one, two)]:
        both = [(one.payoffs[player], other.payoffs[player], one, other) for one, other in _pairs(fates)]
        if not both:
            continue
        worth, new, here, there = max(both, key=lambda pair: abs(pair[1] - pair[0]))
        if math.isclose(worth, new, rel_tol=1e-9, abs_tol=1e-9):
            continue
        before, after = _terms(one, first, here, player), _terms(two, second, there, player)
        if before is not None and after is not None:
            found.append(_most(player, before, after))
    return tuple(found)


def _pairs(fates: Fates) -> Sequence[Pair]:
    stay = [(fate.first, fate.second) for fate in fates.lasting if fate.first and fate.second]
    gone, come = fates.of("vanishes"), fates.of("appears")
    if not stay and len(gone) == len(come) == 1 and gone[0].first and come[0].second:
        return [(gone[0].first, come[0].second)]
    return stay


def _terms(scenario: Negotiation, prediction: Prediction, outcome: Outcome, player: str) -> dict[str, float] | None:
    """What a player expects from each of its terms; None where the outcome cannot be taken apart."""
    found = outcome.equilibrium
    if prediction.tables:
        return worth_of(prediction.tables[0], outcome, player)
    game = None if prediction.solution is None else prediction.solution.game
    if isinstance(found, Equilibrium) and isinstance(game, NormalFormGame):
        return expected_terms(found.strategies, Table(scenario, game, held(scenario, game)), player)
    if isinstance(found, TreeEquilibrium) and not prediction.at_once:
        leaves, weights = zip(*found.endings, strict=True)
        values = at_leaves(scenario, found.game, player, leaves)
        return {term: float(np.array(weights) @ value) for term, value in values.items()}
    return None


def _most(player: str, before: dict[str, float], after: dict[str, float]) -> WorthChange:
    """The term that moves most, and of equals one that only one side has."""
    gaps = {term: abs(after.get(term, 0.0) - before.get(term, 0.0)) for term in [*before, *after]}
    largest = max(gaps.values())
    near = [term for term, gap in gaps.items() if gap >= largest * (1 - NEGLIGIBLE)]
    term = next((term for term in near if (term in before) != (term in after)), near[0])
    return WorthChange(player, term, before.get(term, math.nan), after.get(term, math.nan), {})
