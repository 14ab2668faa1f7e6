"""Which levels a player's statements can give, so that they are numbered without gaps."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from negotiate.arrays import IntArray
from negotiate.errors import GameTooLarge
from negotiate.model.coupling import axis_frame, coupled
from negotiate.model.expressions import ChoiceIsOneOf, ChoiceNumber, Expression, ParameterValue
from negotiate.model.negotiation import AXIS_LIMIT, Negotiation
from negotiate.model.preferences import Levels, weights

Weighed = tuple[Expression, int, frozenset[str]]
"""A statement, its weight, and the issues that it looks at."""

LEVEL_LIMIT = 250_000
"""Levels that one player's statements may tell apart, and packages over which statements are tried out together."""


def levels(negotiation: Negotiation, groups: tuple[tuple[Expression, ...], ...]) -> Levels:
    """The levels that statements give, numbered without gaps over what can come about.

    Parameters
    ----------
    negotiation : Negotiation
        Whose issues the statements speak of.
    groups : tuple of tuple of Expression
        The most important first. Of one that looks at a parameter it is minded that it may hold or not.

    Raises
    ------
    GameTooLarge
        If there are more than `LEVEL_LIMIT` levels, or packages over which statements hang together.
    """
    weighed = [
        (statement, weight, looked_at(statement))
        for group, weight in zip(groups, weights(groups), strict=True)
        for statement in group
    ]
    turned = [_turned(statement) for statement, _, _ in weighed]
    firm = [found for found, turns in zip(weighed, turned, strict=True) if not turns]
    parts = [np.array([0, found[1]]) for found, turns in zip(weighed, turned, strict=True) if turns]
    parts += [_together(negotiation, firm, issues) for issues in _clusters(negotiation, firm)]
    scores = np.zeros(1, dtype=np.int64)
    for part in parts:
        scores = _sums(scores, part)
    return Levels(groups, scores)


def looked_at(statement: Expression) -> frozenset[str]:
    """The issues on which a statement depends."""
    return frozenset(node.name for node in statement.walk() if isinstance(node, ChoiceIsOneOf | ChoiceNumber))


def _turned(statement: Expression) -> bool:
    return any(isinstance(node, ParameterValue) for node in statement.walk())


def _clusters(negotiation: Negotiation, firm: list[Weighed]) -> list[tuple[str, ...]]:
    """The issues of which statements speak together; an empty cluster for statements that speak of none."""
    named = [looked for _, _, looked in firm]
    axes = [issue for issue in negotiation.issues if any(issue in looked for looked in named)]
    return [*coupled(axes, named), *([()] if any(not looked for looked in named) else [])]


def _together(negotiation: Negotiation, firm: list[Weighed], issues: tuple[str, ...]) -> IntArray:
    """The summed weights of the statements on these issues that can come about, ascending."""
    count = prod(len(negotiation.issues[issue].options) for issue in issues)
    if count > LEVEL_LIMIT or len(issues) > AXIS_LIMIT:
        hint = "let fewer statements speak of several issues at once"
        raise GameTooLarge("packages that statements tell apart together", count, LEVEL_LIMIT, hint)
    frame = axis_frame(negotiation, issues, {})
    total: npt.NDArray[Any] = np.zeros((1,) * frame.ndim, dtype=np.int64)
    for statement, weight, looked in firm:
        if looked <= set(issues) and bool(looked) == bool(issues):
            total = total + np.where(statement.evaluate(frame), np.int64(weight), np.int64(0))
    return np.unique(total)


def _sums(one: IntArray, other: IntArray) -> IntArray:
    """All sums of an entry of each, ascending."""
    count = len(one) * len(other)
    found = np.unique(one[:, None] + other[None, :]) if count <= 4 * LEVEL_LIMIT else one
    if max(len(found), count // 4) > LEVEL_LIMIT:
        raise GameTooLarge("levels that statements tell apart", count, LEVEL_LIMIT, "take statements away")
    return found
