"""Whether a bluff is worth it, when backing down in public costs something at home."""

from __future__ import annotations

import math
from dataclasses import dataclass

from negotiate.display import Shown
from negotiate.errors import OutOfRange


@dataclass(frozen=True, slots=True)
class Bluff(Shown):
    """A threat that would not be carried out, weighed.

    Parameters
    ----------
    prize : float
        What it is worth if the other side yields.
    yields : float
        The probability that it does.
    cost : float
        What backing down costs at home if it does not.
    value : float
        What bluffing is worth, more than keeping quiet.
    deterred_from : float
        The cost at home from which on a bluff is not worth it; infinite (null in JSON) where the other side surely
        yields.
    """

    prize: float
    yields: float
    cost: float
    value: float
    deterred_from: float

    @property
    def worth_it(self) -> bool:
        """Whether bluffing brings more than keeping quiet."""
        return self.value > 0

    def __repr__(self) -> str:
        return f"<Bluff: worth {self.value:.6g}, not from a cost of {self.deterred_from:.6g} on>"


def bluff(prize: float, yields: float, cost: float = 0.0) -> Bluff:
    """Weigh a threat that would not be carried out.

    Parameters
    ----------
    prize : float
        What it is worth if the other side yields, more than keeping quiet; not below 0.
    yields : float
        The probability that it does.
    cost : float
        What backing down costs at home; not below 0.

    Raises
    ------
    OutOfRange
        If a number is no probability, or below 0.

    References
    ----------
    Fearon, J. D. (1994). Domestic political audiences and the escalation of international disputes. American Political
    Science Review 88, 577-592.

    Examples
    --------
    >>> round(bluff(10, 0.6).deterred_from, 9)
    15.0
    """
    if not 0 <= yields <= 1 or not 0 <= prize < math.inf or not 0 <= cost < math.inf:
        raise OutOfRange(
            f"no bluff has a prize of {prize}, a probability of {yields} and a cost of {cost}",
            "the probability is between 0 and 1, and the prize and the cost are 0 or more",
        )
    limit = math.inf if yields == 1 else yields * prize / (1.0 - yields)
    return Bluff(float(prize), float(yields), float(cost), yields * prize - (1.0 - yields) * cost, limit)
