"""Sharing a budget by vote: somebody is drawn to propose a division, and a quota of votes passes
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.talks.alternating import halved
from negotiate.display import Shown, entity
from negotiate.equilibrium.kernels import optimize
from negotiate.errors import DidNotConverge, OutOfRange

MEMBERS = 200
HALVINGS = 60
TIED = 1e-9
RESIDUAL = 1e-8


@entity
class Legislature(Shown):
    """What each member expects, and what whoever proposes keeps, in the equilibrium in which nobody
    minds the past.

    Parameters
    ----------
    recognition : tuple of float
        The probability that each is drawn to propose.
    patience : tuple of float
        What a share of the next session is worth today.
    quota : int
        How many votes pass a proposal, the proposer's included.
    values : tuple of float
        What each expects before anybody is drawn; they add up to 1.
    prices : tuple of float
        The share for which each votes yes.
    keeps : tuple of float
        What each keeps when it proposes.
    included : tuple of float
        The probability that each is offered its price when somebody else proposes.
    partners : ndarray, shape (proposer, member)
        The probability that a proposer offers each other member its price.
    residual : float
        How far the values computed anew from these proposals are from `values`, and what any
        proposer could save by buying other votes.
    players : tuple of str
        Their names.
    """

    recognition: tuple[float, ...]
    patience: tuple[float, ...]
    quota: int
    values: tuple[float, ...]
    prices: tuple[float, ...]
    keeps: tuple[float, ...]
    included: tuple[float, ...]
    partners: FloatArray
    residual: float
    players: tuple[str, ...]

    def __repr__(self) -> str:
        return (
            f"<Legislature of {len(self.values)}: who proposes keeps "
            f"{', '.join(f'{x:.6g}' for x in self.keeps)}>"
        )


def legislature(
    members: int | Sequence[str],
    patience: float | Sequence[float],
    quota: int | None = None,
    recognition: Sequence[float] | None = None,
) -> Legislature:
    """Solve the closed-rule game of dividing a budget of 1 by vote.

    Parameters
    ----------
    members : int or sequence of str
        How many, or their names.
    patience : float or sequence of float
        What a share of the next session is worth today: above 0 and at most 1, one number for all
        or one a member.
    quota : int, optional
        Votes that pass a proposal, the proposer's included; a simple majority by default.
    recognition : sequence of float, optional
        The probability that each is drawn to propose; the same for all by default.

    Returns
    -------
    Legislature
        Of the stationary subgame-perfect equilibria, whose values are the same in all of them.

    Raises
    ------
    OutOfRange
        If a number has no meaning here.
    DidNotConverge
        If no values were found that reproduce themselves; it never should.

    Notes
    -----
    Whoever proposes buys the cheapest votes. There is a dearest price that is still paid: members
    whose price is lower are in every coalition, those at that price in some, the others in none.
    Given that price and what a coalition costs, each member's value follows, and both numbers are
    found by halving; then the proposals are made explicit by a linear program and the values
    computed anew from them.

    References
    ----------
    Baron, D. P., Ferejohn, J. A. (1989). Bargaining in legislatures. American Political Science
    Review 83, 1181-1206.

    Eraslan, H. (2002). Uniqueness of stationary equilibrium payoffs in the Baron-Ferejohn model.
    Journal of Economic Theory 103, 11-30.

    Examples
    --------
    >>> round(legislature(3, 0.9).keeps[0], 9), round(legislature(5, 1).keeps[0], 9)
    (0.7, 0.6)
    """
    names = (
        tuple(f"member {k + 1}" for k in range(members))
        if isinstance(members, int)
        else tuple(members)
    )
    count = len(names)
    delta = np.asarray(patience, dtype=float)
    delta = np.full(count, delta) if delta.ndim == 0 else delta
    drawn = (
        np.full(count, 1 / count) if recognition is None else np.asarray(recognition, dtype=float)
    )
    votes = count // 2 + 1 if quota is None else quota
    _check(count, delta, drawn, votes)
    game = _Votes(drawn, delta, votes)
    values = game.values(game.dearest()) if votes > 1 else drawn
    prices = delta * values
    partners = np.abs(_partners(game, prices)) if votes > 1 else np.zeros((count, count))
    keeps = np.array([1.0 - paid @ prices for paid in partners])
    again = drawn * keeps + (drawn @ partners) * prices
    residual = float(np.abs(again - values).max(initial=abs(values.sum() - 1)))
    cheapest = np.array([np.sort(np.delete(prices, j))[: votes - 1].sum() for j in range(count)])
    residual = max(residual, float(np.abs(1.0 - keeps - cheapest).max()))
    if residual > RESIDUAL:
        raise DidNotConverge("the values of a legislature", HALVINGS, residual, RESIDUAL)
    others = np.where(drawn < 1, 1 - drawn, 1.0)
    drawn_, delta_, values_, prices_, keeps_, included = (
        tuple(column.tolist())
        for column in (drawn, delta, values, prices, keeps, (drawn @ partners) / others)
    )
    return Legislature(
        drawn_, delta_, votes, values_, prices_, keeps_, included, partners, residual, names
    )


def _check(count: int, delta: FloatArray, drawn: FloatArray, votes: int) -> None:
    if not 2 <= count <= MEMBERS or not 1 <= votes <= count:
        raise OutOfRange(
            f"a legislature of 2 to {MEMBERS} members cannot have {count} members and a quota of "
            f"{votes}"
        )
    if delta.shape != (count,) or not ((delta > 0) & (delta <= 1)).all():
        raise OutOfRange("the patience of each member must be above 0 and at most 1")
    if drawn.shape != (count,) or (drawn < 0).any() or abs(drawn.sum() - 1) > TIED:
        raise OutOfRange(
            "each member needs a probability of being drawn, 0 or more, and they must add up to 1"
        )
    if votes == count and (delta == 1).all():
        raise OutOfRange(
            "every division is an equilibrium where all must agree and waiting costs nothing"
        )


class _Votes(NamedTuple):
    """The legislature as numbers."""

    drawn: FloatArray
    delta: FloatArray
    quota: int

    def always(self, cost: float) -> FloatArray:
        """The prices of members who are in every coalition, when a coalition costs so much."""
        stays = 1.0 - self.delta
        alone = self.delta * self.drawn * (1.0 - cost)
        return np.divide(alone, stays, out=np.where(self.drawn > 0, np.inf, 0.0), where=stays > 0)

    def cost(self, price: float) -> float:
        """What the cheapest quota of members costs, the proposer included, when `price` is the
        dearest of them.
        """
        beyond = (len(self.drawn) - self.quota) * price
        return halved(
            0.0,
            1.0,
            lambda cost: np.minimum(self.always(cost), price).sum() - beyond > cost,
            HALVINGS,
        )

    def values(self, price: float) -> FloatArray:
        """What each member expects."""
        cost = self.cost(price)
        cheap, never = self.always(cost), self.delta * self.drawn * (1.0 - cost + price)
        prices = np.where(cheap < price, cheap, np.maximum(never, price))
        return prices / self.delta

    def dearest(self) -> float:
        """The dearest price that is still paid: the one at which everything is shared out."""
        return halved(0.0, 1.0, lambda price: self.values(price).sum() < 1.0 - TIED**1.5, HALVINGS)


def _partners(game: _Votes, prices: FloatArray) -> FloatArray:
    """Whom each proposer pays, so that everybody is paid as often as its value says.

    The variables of the program are pairs of a proposer and a partner, the partner varying fastest:
    as many partners as votes are short, each paid often enough.
    """
    count, rising = len(prices), np.sort(prices)
    dearest, own = rising[game.quota - 1], np.eye(len(prices))
    low, high = prices < dearest - TIED, prices > dearest + TIED
    keeps = 1.0 - rising[: game.quota].sum() + np.minimum(prices, dearest)
    paid = np.divide(
        prices / game.delta - game.drawn * keeps, prices, out=np.zeros(count), where=prices > 0
    )
    bound = ~low & ~high & (prices > TIED)  # a vote that costs nothing may be bought at any rate
    rows = np.vstack([np.kron(own, np.ones(count)), np.kron(game.drawn, own)[bound]])
    wanted = np.append(np.full(count, game.quota - 1.0), paid[bound])
    never = high | (own > 0)
    bounds = np.stack([low & ~never, ~never], axis=-1).reshape(-1, 2).astype(float)
    found = optimize.linprog(
        np.zeros(count * count), A_eq=rows, b_eq=wanted, bounds=bounds, method="highs"
    )
    if found.x is None:
        raise DidNotConverge("the proposals of a legislature", HALVINGS, float("inf"), RESIDUAL)
    partners: FloatArray = found.x.reshape(count, count)
    return partners
