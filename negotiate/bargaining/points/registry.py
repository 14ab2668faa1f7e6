"""Every bargaining solution, in one tuple."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.bargaining.point import BargainingPoint
from negotiate.bargaining.points import egalitarian, kalai_smorodinsky, nash, utilitarian
from negotiate.bargaining.points.rule import Rule, Weights
from negotiate.errors import UnsuitableGame

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

POINTS: tuple[Rule, ...] = (nash.RULE, kalai_smorodinsky.RULE, egalitarian.RULE, utilitarian.RULE)
"""In the order in which they are told."""


def point(problem: BargainingProblem, name: str, lotteries: bool = False, weights: Weights = None) -> BargainingPoint:
    """The point that a rule picks.

    Raises
    ------
    UnsuitableGame
        If there is no rule of that name, or it does not fit the problem.
    """
    rules = {rule.name: rule for rule in POINTS}
    if name not in rules:
        raise UnsuitableGame(f"there is no bargaining solution `{name}`", f"there is {', '.join(rules)}")
    rule = rules[name]
    if (reason := rule.applies_to(problem)) is not None:
        raise UnsuitableGame(f"`{name}` {reason}")
    return rule.over_lotteries(problem, weights) if lotteries else rule.over_packages(problem, weights)


def points_of(problem: BargainingProblem, lotteries: bool = False) -> tuple[tuple[Rule, BargainingPoint], ...]:
    """Every rule that fits, with the point that it picks."""
    fitting = [rule for rule in POINTS if rule.applies_to(problem) is None]
    return tuple((rule, point(problem, rule.name, lotteries)) for rule in fitting)
