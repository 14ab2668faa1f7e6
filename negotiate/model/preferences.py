"""Preferences without numbers: which package a player would rather have, as statements or as a ranking.

Both are compiled into one payoff term a player, whose values are levels: whole numbers from 1, the higher the better.
A level says which of two packages is preferred, and nothing about how much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Literal

import numpy as np

from negotiate.arrays import AnyArray, IntArray
from negotiate.model.expressions import Expression, Outcomes

TERM = "preference"
"""The name of the one payoff term of a player without numbers."""
STATEMENT_LIMIT = 50
"""Statements of one player: their weights are powers of two, which whole numbers hold exactly up to there."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that a player would rather have true than not.

    Parameters
    ----------
    written : str
        In the file's words.
    holds : Expression
        Where it is true.
    about, source : str
        Why the player wants it, and who says so.
    """

    written: str
    holds: Expression
    about: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Preference:
    """How the file orders the packages for one player.

    Parameters
    ----------
    player : str
        By its key.
    kind : {'statements', 'ranking'}
        Prioritised statements, or packages in order.
    groups : tuple of tuple of Statement
        Statements, the most important first, of which those of one group weigh the same; or ranked packages, the best
        first, of which those of one group are equally good.
    """

    player: str
    kind: Literal["statements", "ranking"]
    groups: tuple[tuple[Statement, ...], ...] = ()

    @property
    def written(self) -> str:
        """The key of the file that it stands under, and how many entries it has."""
        if self.kind == "ranking":
            return f"ranking of {len(self.groups)} tiers"
        return f"{sum(map(len, self.groups))} statements in order"


@dataclass(frozen=True, slots=True)
class Levels(Expression):
    """The level of a package by prioritised statements: an earlier one outweighs all later ones together.

    In a group the number of statements that hold counts.

    Parameters
    ----------
    groups : tuple of tuple of Expression
        The most important first.
    scores : ndarray of int, shape (levels,)
        The sums of weights that can come about, ascending; a package's level is the place of its own among them.

    References
    ----------
    Fang, Hipel, Kilgour & Peng (2003), A decision support system for interactive decision making, part I: model
    formulation. There, as here, the statement at place `k` of `n` weighs 2 to the power of `n - k`; groups are ours.
    """

    groups: tuple[tuple[Expression, ...], ...]
    scores: IntArray = field(compare=False, repr=False)

    @property
    def children(self) -> tuple[Expression, ...]:
        """The statements."""
        return tuple(statement for group in self.groups for statement in group)

    def evaluate(self, frame: Outcomes) -> AnyArray:
        """The level at every outcome, as whole numbers from 1."""
        return np.searchsorted(self.scores, score(self.groups, frame)) + 1.0


def weights(groups: Sequence[Sequence[object]]) -> tuple[int, ...]:
    """What one statement of each group weighs: more than all later ones together.

    Examples
    --------
    >>> weights([["a"], ["b", "c"], ["d"]])
    (6, 2, 1)
    """
    sizes = [len(group) + 1 for group in groups]
    return tuple(prod(sizes[place + 1 :]) for place in range(len(sizes)))


def score(groups: Sequence[Sequence[Expression]], frame: Outcomes) -> IntArray:
    """The summed weight of the statements that hold at every outcome of a frame, shape up to broadcasting."""
    total = np.zeros((1,) * frame.ndim, dtype=np.int64)
    for group, weight in zip(groups, weights(groups), strict=True):
        for statement in group:
            total = total + np.where(statement.evaluate(frame), np.int64(weight), np.int64(0))
    return total
