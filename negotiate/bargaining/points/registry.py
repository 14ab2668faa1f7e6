"""Every bargaining solution, in one tuple."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.frontier import frontier_of
from negotiate.bargaining.points import egalitarian, kalai_smorodinsky, maschler_perles, nash, raiffa, utilitarian
from negotiate.bargaining.points.lotteries import lotteries_of, path_of
from negotiate.bargaining.points.rule import BargainingPoint, Rule, Weights, none
from negotiate.bargaining.points.stakes import stakes
from negotiate.bargaining.table import BargainingTable, check_numbers
from negotiate.errors import UnsuitableGame

POINTS: tuple[Rule, ...] = (
    nash.RULE,
    kalai_smorodinsky.RULE,
    egalitarian.RULE,
    utilitarian.RULE,
    nash.WEIGHTED,
    raiffa.RULE,
    maschler_perles.RULE,
)
"""In the order in which they are told."""


def point(problem: BargainingTable, name: str, lotteries: bool = False, weights: Weights = None) -> BargainingPoint:
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
    own_power = weights is None and rule is nash.WEIGHTED
    powers = _powers(problem, problem.power if own_power else weights)
    return replace(_found(problem, rule, powers, lotteries), name=name)


def _found(problem: BargainingTable, rule: Rule, powers: FloatArray, lotteries: bool) -> BargainingPoint:
    """The point of a rule, among packages, along a path of outcomes, or among the lotteries of more than two."""
    if not lotteries and not problem.curve:
        some = len(frontier_of(problem).packages) > 0
        return rule.over_packages(problem, powers) if some else none(problem)
    if lotteries and len(problem.seats) != 2:
        hopes = stakes(lotteries_of(problem))
        return none(problem) if hopes is None else rule.over_stakes(problem, hopes, powers)
    path = path_of(problem, lotteries)
    return rule.over_path(problem, path, powers) if path.able().any() else none(problem)


def points_of(problem: BargainingTable, lotteries: bool = False) -> tuple[tuple[Rule, BargainingPoint], ...]:
    """Every rule that fits, with the point that it picks; none where payoffs are levels."""
    if problem.ordinal:
        return ()
    fitting = [rule for rule in POINTS if rule.applies_to(problem) is None]
    return tuple((rule, point(problem, rule.name, lotteries)) for rule in fitting)


def _powers(problem: BargainingTable, weights: Weights) -> FloatArray:
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
