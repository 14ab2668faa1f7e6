"""Numbers of repeated play that depend on parameters: rates, and the odds of what may come after a round."""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import OutOfRange, UnsuitableGame
from negotiate.model.expressions import Expression
from negotiate.model.frame import number
from negotiate.model.negotiation import Negotiation
from negotiate.model.repeat import SLACK, Chance
from negotiate.views.repeating.postures import Seen
from negotiate.views.repeating.rounds import where_holds


def share(negotiation: Negotiation, expression: Expression, what: str) -> float:
    """The value of a formula that is a probability.

    Raises
    ------
    OutOfRange
        If it is none.
    """
    value = number(negotiation, expression)
    if not 0 <= value <= 1:
        raise OutOfRange(f"`repeat.{what}` is {value:g}, but a probability lies between 0 and 1")
    return value


def odds_of(
    entries: tuple[Chance, ...],
    names: tuple[str, ...],
    negotiation: Negotiation,
    seen: Seen,
    what: str,
    where: tuple[str, ...],
    stays: int | None = None,
) -> FloatArray:
    """How likely each of several names is after each combination of postures, shape (*postures, names).

    Parameters
    ----------
    entries : tuple of Chance
        Those count whose condition holds; one without odds takes all that those before it have left.
    what, where : str, tuple of str
        What the odds are of, and where the file has them.
    stays : int, optional
        The name that gets what all of them leave; without it nothing may be left.

    Raises
    ------
    UnsuitableGame
        If the odds of some combination are none.
    """
    found, left = np.zeros((*seen.shape, len(names))), np.ones(seen.shape)
    for entry in entries:
        holds = where_holds(entry.when, negotiation, seen)
        taken = np.where(holds, left if entry.odds is None else share(negotiation, entry.odds, "odds"), 0.0)
        found[..., names.index(entry.name)] += taken
        left = left - taken
    if (left < -SLACK).any() or (stays is None and (left > SLACK).any()):
        cell = np.unravel_index(int(np.abs(np.where(left < -SLACK, left, left * (stays is None))).argmax()), seen.shape)
        words = ", ".join(seen.postures[p][int(k)].label for p, k in enumerate(cell))
        message = f"after {words} the probabilities of {what} sum to {1 - left[cell]:.6g}, and not to 1"
        raise UnsuitableGame(message, "an entry without `odds` takes what the entries before leave", where)
    if stays is not None:
        found[..., stays] += left
    return np.clip(found, 0.0, 1.0)
