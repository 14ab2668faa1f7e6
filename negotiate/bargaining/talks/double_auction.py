"""A price between two who hide what the thing is worth to them: both name one, and split the
difference.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.talks.alternating import halved
from negotiate.display import Shown, record
from negotiate.errors import DidNotConverge, OutOfRange, UnsuitableGame

TYPES, BIDS = 41, 401
"""How many worths, and how many prices of each, the check goes through."""
REGRET = 1e-9

Interval = tuple[float, float]


@record
class DoubleAuction(Shown):
    """The linear equilibrium of a split-the-difference auction, and how far from the best it stays.

    Parameters
    ----------
    buyer, seller : tuple of float
        From what to what the thing may be worth to each, every worth as likely.
    weight : float
        The weight of the buyer's price in the price that is paid.
    buyer_names, seller_names : tuple of float
        Intercept and slope: the price that each names is the first plus the second times its worth.
    buyer_from, seller_to : float
        The lowest worth at which the buyer ever buys, and the highest at which the seller ever
        sells.
    trade : float
        The probability that they trade.
    gains : float
        What trading brings both together on average.
    buyer_gains, seller_gains : float
        What it brings each.
    possible : float
        What it would bring if each knew the other's worth, and they traded whenever they should.
    second_best : float
        The most that any rules whatever can bring, if nobody can be made to take part and nobody
        pays in.
    efficient_trade : float
        The probability that trading is worth it.
    regret : float
        The most that anybody gains by another price than it names, of the worths and prices that
        were tried.
    """

    buyer: Interval
    seller: Interval
    weight: float
    buyer_names: tuple[float, float]
    seller_names: tuple[float, float]
    buyer_from: float
    seller_to: float
    trade: float
    gains: float
    buyer_gains: float
    seller_gains: float
    possible: float
    second_best: float
    efficient_trade: float
    regret: float

    @property
    def share(self) -> float:
        """The share of the possible gains that is realised."""
        return self.gains / self.possible

    def __repr__(self) -> str:
        return (
            f"<DoubleAuction: trade with probability {self.trade:.6g}, {self.share:.6g} of the "
            "gains>"
        )


def double_auction(
    buyer: Sequence[float] = (0.0, 1.0), seller: Sequence[float] = (0.0, 1.0), weight: float = 0.5
) -> DoubleAuction:
    """Solve the auction in which both name a price at once and trade in between if the buyer's is
    not lower.

    Parameters
    ----------
    buyer, seller : sequence of float
        From what to what the thing may be worth to each, every worth as likely.
    weight : float
        The weight of the buyer's price in the price that is paid, between 0 and 1.

    Raises
    ------
    OutOfRange
        If an interval is empty, or the weight no share.
    UnsuitableGame
        If prices that rise evenly with the worth are no equilibrium over these intervals: somebody
        would name a price beyond all of the other's.

    Notes
    -----
    There are other equilibria. No rules whatever can bring about every trade that is worth it where
    the intervals overlap; with equal intervals and a weight of 1/2 this equilibrium reaches as much
    as any rules can (Myerson and Satterthwaite).

    References
    ----------
    Chatterjee, K., Samuelson, W. (1983). Bargaining under incomplete information. Operations
    Research 31, 835-851.

    Myerson, R. B., Satterthwaite, M. A. (1983). Efficient mechanisms for bilateral trading. Journal
    of Economic Theory 29, 265-281.

    Examples
    --------
    >>> found = double_auction()
    >>> round(found.trade * 32, 9), round(found.share * 32, 9)
    (9.0, 27.0)
    """
    low, high = _interval(buyer, "buyer")
    cheap, dear = _interval(seller, "seller")
    if not 0 <= weight <= 1:
        raise OutOfRange(f"the weight must be between 0 and 1, not {weight}")
    # First-order conditions: b = (v + k s0) / (1 + k) and s = (c + (1 - k) b1) / (2 - k), where s0
    # is the lowest price that a seller names and b1 the highest that a buyer names.
    k = float(weight)
    top = (high + k * cheap / (2 - k)) / (1 + k - k * (1 - k) / (2 - k))
    bottom = (cheap + (1 - k) * top) / (2 - k)
    bids, asks = (k * bottom / (1 + k), 1 / (1 + k)), ((1 - k) * top / (2 - k), 1 / (2 - k))
    _fits(bids, asks, (low, high), (cheap, dear))
    first = (bottom - bids[0]) / bids[1]
    last = (top - asks[0]) / asks[1]
    trade = (high - first) * (last - cheap) / 2 / ((high - low) * (dear - cheap))
    v, c = (first + 2 * high) / 3, (last + 2 * cheap) / 3
    price = k * (bids[0] + bids[1] * v) + (1 - k) * (asks[0] + asks[1] * c)
    found = DoubleAuction(
        buyer=(low, high),
        seller=(cheap, dear),
        weight=k,
        buyer_names=bids,
        seller_names=asks,
        buyer_from=first,
        seller_to=last,
        trade=trade,
        gains=trade * (v - c),
        buyer_gains=trade * (v - price),
        seller_gains=trade * (price - c),
        possible=_gains_beyond((low, high), (cheap, dear), 0.0),
        second_best=_second_best((low, high), (cheap, dear)),
        efficient_trade=_chance_beyond((low, high), (cheap, dear), 0.0),
        regret=_regret(bids, asks, (low, high), (cheap, dear), k),
    )
    if found.regret > REGRET * (high - low + dear - cheap):
        raise DidNotConverge(
            "an equilibrium of prices that rise linearly with the worth", 1, found.regret, REGRET
        )
    return found


def _interval(given: Sequence[float], whose: str) -> Interval:
    if len(given) != 2 or not -np.inf < given[0] < given[1] < np.inf:
        raise OutOfRange(
            f"`{whose}` must be an interval, not {tuple(given)}",
            "pass the smallest and the largest worth",
        )
    return float(given[0]), float(given[1])


def _fits(bids: Interval, asks: Interval, buyer: Interval, seller: Interval) -> None:
    """Refuse prices that somebody names needlessly: below all of the other's, or above."""
    (lowest, highest), (least, most) = (
        (rule[0] + rule[1] * worth[0], rule[0] + rule[1] * worth[1])
        for rule, worth in ((bids, buyer), (asks, seller))
    )
    slack = REGRET * (buyer[1] - buyer[0] + seller[1] - seller[0])
    if lowest > least + slack or highest > most + slack or least > highest:
        raise UnsuitableGame(
            f"prices that rise linearly with worths of {buyer} and {seller} are no equilibrium",
            "take intervals that overlap more, such as (0, 1) for both",
        )


def _chance_beyond(buyer: Interval, seller: Interval, gap: float) -> float:
    """The probability that the thing is worth at least so much more to the buyer."""
    return _moment(buyer, seller, gap, 2) / 2


def _gains_beyond(buyer: Interval, seller: Interval, gap: float) -> float:
    """What trade brings on average where the thing is worth at least so much more to the buyer."""
    return _moment(buyer, seller, gap, 3) / 6 + gap * _chance_beyond(buyer, seller, gap)


def _moment(buyer: Interval, seller: Interval, gap: float, power: int) -> float:
    corners = (
        (buyer[1] - seller[0], 1),
        (buyer[0] - seller[0], -1),
        (buyer[1] - seller[1], -1),
        (buyer[0] - seller[1], 1),
    )
    area = (buyer[1] - buyer[0]) * (seller[1] - seller[0])
    return float(sum(sign * max(x - gap, 0.0) ** power for x, sign in corners)) / area


def _second_best(buyer: Interval, seller: Interval) -> float:
    """The most that rules can bring which nobody is forced into and nobody subsidises.

    For even chances the best rules trade where the thing is worth so much more to the buyer, and
    what they can promise both covers what each could get by pretending (Myerson and Satterthwaite
    1983, Theorem 2).
    """
    wide = buyer[1] - seller[0]

    def short(gap: float) -> bool:
        return 2 * _gains_beyond(buyer, seller, gap) < wide * _chance_beyond(buyer, seller, gap)

    return _gains_beyond(buyer, seller, halved(0.0, wide, short) if short(0.0) else 0.0)


def _regret(bids: Interval, asks: Interval, buyer: Interval, seller: Interval, k: float) -> float:
    """The most that another price would bring anybody, by adding up over the other's worths."""
    prices = np.linspace(min(buyer[0], seller[0]), max(buyer[1], seller[1]), BIDS)[None, :]
    worst = 0.0
    for own, rule, other, facing, weight, sign in (
        (buyer, bids, asks, seller, k, 1.0),
        (seller, asks, bids, buyer, 1 - k, -1.0),
    ):
        worth = np.linspace(*own, TYPES)[:, None]
        tried, named = (
            _expected(price, worth, other, facing, weight, sign)
            for price in (prices, rule[0] + rule[1] * worth)
        )
        worst = max(worst, float((tried - named).max()))
    return worst


def _expected(
    price: FloatArray,
    worth: FloatArray,
    other: Interval,
    facing: Interval,
    weight: float,
    sign: float,
) -> FloatArray:
    """What a price brings on average: the other's worths with which they trade, times the gain in
    their middle.
    """
    limit = np.clip((price - other[0]) / other[1], *facing)
    start, stop = (facing[0], limit) if sign > 0 else (limit, facing[1])
    paid = weight * price + (1 - weight) * (other[0] + other[1] * (start + stop) / 2)
    return (stop - start) * sign * (worth - paid) / (facing[1] - facing[0])
