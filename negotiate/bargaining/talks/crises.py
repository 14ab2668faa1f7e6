"""Threats of war: what two sides could sign instead of fighting, and whether a bluff is worth its
cost at home.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from negotiate.display import Shown, record
from negotiate.errors import OutOfRange


@record
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
        The cost at home from which on a bluff is not worth it; infinite (null in JSON) where the
        other side surely yields.
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
    Fearon, J. D. (1994). Domestic political audiences and the escalation of international disputes.
    American Political Science Review 88, 577-592.

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
    return Bluff(
        float(prize), float(yields), float(cost), yields * prize - (1.0 - yields) * cost, limit
    )


@record
class BargainingRange(Shown):
    """Which divisions of something worth 1 both prefer to a fight.

    Parameters
    ----------
    victory : float
        The probability that the first side wins.
    costs : tuple of float
        What fighting costs each side, as a share of what is fought over.
    low, high : float
        The first side's share in every division that neither would fight over, both ends included.
    demand : float or None
        What the first side asks for, take it or leave it, when it only knows that the other's cost
        is anything from 0 to `unknown`, each as likely; None where nobody asks.
    war : float or None
        The probability that they fight over that demand.
    unknown : float or None
        The largest cost that the first side thinks possible.
    players : tuple of str
        Their names.
    """

    victory: float
    costs: tuple[float, float]
    low: float
    high: float
    demand: float | None = None
    war: float | None = None
    unknown: float | None = None
    players: tuple[str, str] = ("player 1", "player 2")

    def __repr__(self) -> str:
        return f"<BargainingRange: {self.low:.6g} to {self.high:.6g}>"


def bargaining_range(
    victory: float,
    costs: Sequence[float],
    unknown: float | None = None,
    players: Sequence[str] | None = None,
) -> BargainingRange:
    """Which divisions both prefer to a fight, and what hiding one's cost does to that.

    Parameters
    ----------
    victory : float
        The probability that the first side wins everything.
    costs : sequence of float
        What fighting costs each side, as a share of the prize; not below 0.
    unknown : float, optional
        If the first side knows only that the other's cost lies between 0 and this, each cost as
        likely: its best demand, and how likely war is then.
    players : sequence of str, optional
        Their names.

    Raises
    ------
    OutOfRange
        If a number is no probability or no cost.

    Notes
    -----
    As long as fighting costs anything there is something that both prefer to it. Hidden costs bring
    war all the same: who asks for more gets more when the other gives in, and risks a refusal.

    References
    ----------
    Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49, 379-414.

    Examples
    --------
    >>> bargaining_range(0.6, (0.1, 0.15))
    <BargainingRange: 0.5 to 0.75>
    """
    names = ("player 1", "player 2") if players is None else (str(players[0]), str(players[1]))
    if not 0 <= victory <= 1 or len(costs) != 2 or not all(0 <= c < float("inf") for c in costs):
        raise OutOfRange(
            f"no war has a probability of winning of {victory} and costs of {tuple(costs)}",
            "the probability is between 0 and 1, and each of two costs is 0 or more",
        )
    mine, theirs = float(costs[0]), float(costs[1])
    low, high = max(0.0, victory - mine), min(1.0, victory + theirs)
    if unknown is None:
        return BargainingRange(victory, (mine, theirs), low, high, players=names)
    if not 0 < unknown < float("inf"):
        raise OutOfRange(f"the largest cost must be above 0, not {unknown}")
    demand = min(1.0, victory + max(0.0, (unknown - mine) / 2))
    war = max(0.0, (demand - victory) / unknown)
    return BargainingRange(victory, (mine, theirs), low, high, demand, war, unknown, names)
