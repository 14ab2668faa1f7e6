"""Every bargaining solution, in one tuple."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.claims import check_numbers
from negotiate.bargaining.mixtures.stakes import stakes
from negotiate.bargaining.points import egalitarian, kalai_smorodinsky, maschler_perles, nash, raiffa, utilitarian
from negotiate.bargaining.points import nash as weighted_nash
from negotiate.bargaining.points.rule import BargainingPoint, Rule, Weights
from negotiate.bargaining.points.searching import none
from negotiate.errors import UnsuitableGame

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

POINTS: tuple[Rule, ...] = (
    nash.RULE,
    kalai_smorodinsky.RULE,
    egalitarian.RULE,
    utilitarian.RULE,
    weighted_nash.RULE_WEIGHTED_NASH,
    raiffa.RULE,
    maschler_perles.RULE,
)
"""In the order in which they are told."""


def point(problem: BargainingProblem, name: str, lotteries: bool = False, weights: Weights = None) -> BargainingPoint:
    """The point that a rule picks.

    Parameters
    ----------
    problem : BargainingProblem
        What can be agreed on.
    name : str
        Of a rule.
    lotteries : bool
        Choose from lotteries over packages; of a curve, from its concave hull.
    weights : sequence of float, optional
        One a player, for Nash's product; by default equal ones for `nash`, and the players' power for `weighted-nash`.

    Raises
    ------
    UnsuitableGame
        If there is no rule of that name, it does not fit the problem, payoffs are levels, or the weights are none.
    DidNotConverge
        If a lottery was found that may not be the best.
    """
    rules = {rule.name: rule for rule in POINTS}
    if name not in rules:
        raise UnsuitableGame(f"there is no bargaining solution `{name}`", f"there is {', '.join(rules)}")
    check_numbers(problem, f"`{name}`")
    rule = rules[name]
    if (reason := rule.applies_to(problem)) is not None:
        raise UnsuitableGame(f"`{name}` {reason}")
    powers = _powers(
        problem, problem.power if weights is None and rule is weighted_nash.RULE_WEIGHTED_NASH else weights
    )
    if problem.curve and not lotteries:
        return _along(problem, rule, powers, False)
    if lotteries:
        return _along(problem, rule, powers, True) if len(problem.seats) == 2 else _drawn(problem, rule, powers)
    return rule.over_packages(problem, powers) if len(problem.frontier_of().packages) else none(problem, name)


def points_of(problem: BargainingProblem, lotteries: bool = False) -> tuple[tuple[Rule, BargainingPoint], ...]:
    """Every rule that fits, with the point that it picks; none where payoffs are levels."""
    if problem.ordinal:
        return ()
    fitting = [rule for rule in POINTS if rule.applies_to(problem) is None]
    return tuple((rule, point(problem, rule.name, lotteries)) for rule in fitting)


def _along(problem: BargainingProblem, rule: Rule, powers: FloatArray, lotteries: bool) -> BargainingPoint:
    path = problem.path_of(lotteries)
    return rule.over_path(problem, path, powers) if path.able().any() else none(problem, rule.name)


def _drawn(problem: BargainingProblem, rule: Rule, powers: FloatArray) -> BargainingPoint:
    found = stakes(problem.lotteries_of())
    return none(problem, rule.name) if found is None else rule.over_stakes(problem, found, powers)


def _powers(problem: BargainingProblem, weights: Weights) -> FloatArray:
    """The signers' weights, which add up to 1."""
    if weights is None:
        return np.full(len(problem.seats), 1.0 / len(problem.seats))
    hint = "pass one weight a player, none below 0 and some above it"
    try:
        given = np.asarray(weights, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise UnsuitableGame("a weight is not a number", hint) from None
    if given.shape != (len(problem.players),):
        raise UnsuitableGame(f"{given.size} weights do not go with {len(problem.players)} players", hint)
    powers = given[list(problem.seats)]
    if not (np.isfinite(powers).all() and (powers >= 0).all() and powers.any()):
        raise UnsuitableGame(f"these are no weights: {', '.join(f'{w:g}' for w in given)}", hint)
    return np.asarray(powers / powers.sum())
