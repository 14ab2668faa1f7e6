"""Tables that a repeated game is made of, each held to its shape before anything is worked out of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray
from negotiate.errors import UnsuitableGame

SLACK = 1e-9
"""How far odds may be from a sum of 1."""


def table(what: str, given: npt.ArrayLike) -> FloatArray:
    """Numbers as an array that nobody changes any more.

    Raises
    ------
    UnsuitableGame
        If they are none, or rows have different lengths.
    """
    try:
        found = np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise UnsuitableGame(f"{what} must be a table of numbers") from None
    if not np.isfinite(found).all():
        raise UnsuitableGame(f"{what} must be finite numbers")
    found.setflags(write=False)
    return found


def fits(what: str, found: FloatArray, shape: tuple[int, ...]) -> None:
    """See that an array has its shape.

    Raises
    ------
    UnsuitableGame
        If it has another one.
    """
    if found.shape != shape:
        raise UnsuitableGame(f"{what} have the shape {found.shape}, and must have {shape}")


def tempts(what: str, found: FloatArray, payoffs: FloatArray) -> None:
    """See that what tempts players fits what they get, and is nowhere less.

    Raises
    ------
    UnsuitableGame
        If it is.
    """
    fits(what, found, payoffs.shape)
    if (found < payoffs - SLACK * (1 + np.abs(payoffs))).any():
        raise UnsuitableGame(
            f"{what} is somewhere below the payoff itself",
            "give the most that a player can get while the others see its posture",
        )


def odds_table(what: str, given: npt.ArrayLike) -> FloatArray:
    """Odds of several things after each combination of actions, of which the last axis is one.

    Raises
    ------
    UnsuitableGame
        If some are less than 0, or do not sum to 1.
    """
    found = table(f"the odds of {what}", given)
    if found.ndim < 2 or (found < 0).any() or (np.abs(found.sum(axis=-1) - 1) > SLACK).any():
        raise UnsuitableGame(
            f"the probabilities of {what} must be at least 0 and sum to 1 after each combination of actions"
        )
    return found
