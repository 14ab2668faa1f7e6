"""One difference in what something is worth: by how much, and where."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import AnyArray

NEGLIGIBLE = 1e-9
"""Of the largest value on either side: what rounding may leave behind."""


@dataclass(frozen=True, slots=True)
class WorthChange:
    """How a term, or a player's payoff as a whole, differs between the sides.

    Parameters
    ----------
    player : str
        Whose.
    term : str
        Which; empty for all of the payoff.
    first, second : float
        What it is on each side where the two differ most, or where it is largest if only one side has it; NaN on a
        side that has no such term.
    at : Mapping[str, str]
        Issue or move → option, where they differ most; only what the term depends on.
    everywhere : bool
        Whether it differs by the same amount at every package.
    """

    player: str
    term: str
    first: float
    second: float
    at: Mapping[str, str]
    everywhere: bool = False

    @property
    def of_one_side(self) -> bool:
        """Whether only one side has the term."""
        return math.isnan(self.first) or math.isnan(self.second)

    @property
    def amount(self) -> float:
        """By how much the second side has more, where they differ most; a missing term counts as 0."""
        return float(np.nan_to_num(self.second) - np.nan_to_num(self.first))


def value_at(values: AnyArray | None, place: tuple[int, ...]) -> float:
    """The value at one place of an array whose axes may have length 1; NaN where there is no array."""
    if values is None:
        return float("nan")
    return float(values[tuple(k if n > 1 else 0 for k, n in zip(place, values.shape, strict=True))])
