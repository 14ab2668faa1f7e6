"""Finds the tariff that makes a buyer import a promised amount more.

A promise to buy is kept by somebody at home who would not have bought at the going price. Its cost and its gain are
those of the tariff, or of the import subsidy if that is negative, at which the bilateral flow rises by the promised
amount.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import FloatArray
from negotiate.errors import DidNotConverge, OutOfRange

DEEPEST_SUBSIDY = 90.0  # percent of the price: beyond it a purchase is a gift, and the flow hardly rises any more
TOLERANCE = 1e-13  # of the flow, relative
STEPS = 100  # the search needs about ten


Function = Callable[[FloatArray, NDArray[np.intp]], FloatArray]  # of values (k,) and which members they belong to (k,)


def tariffs_for_purchases(
    flows: Function, tariffs: FloatArray, seller: int, buyer: int, more: FloatArray
) -> FloatArray:
    """Change the buyer's tariffs on the seller's goods so that its purchases rise by given amounts.

    Parameters
    ----------
    flows : callable
        Takes tariffs in percent, shape (k, exporter, importer), and which members of the flattened batch they are of,
        shape (k,); returns the flows in $bn, shape (k, exporter, importer).
    tariffs : array (*batch, exporter, importer)
        Percent, without the promise.
    seller, buyer : int
        Places on the axes.
    more : array (*batch,)
        $bn a year, zero or more.

    Returns
    -------
    array (*batch, exporter, importer)
        Percent; where nothing more is bought, what was given.

    Raises
    ------
    OutOfRange, DidNotConverge
        See `implied_tariff`.
    """
    answer = tariffs.reshape(-1, *tariffs.shape[-2:]).copy()
    promised = np.flatnonzero(more)

    def flow_at(tariff: FloatArray, members: NDArray[np.intp]) -> FloatArray:
        trial = answer[promised[members]]
        trial[:, seller, buyer] = tariff
        return flows(trial, promised[members])[:, seller, buyer]

    without = answer[promised, seller, buyer]
    flow = flow_at(without, np.arange(len(promised)))
    answer[promised, seller, buyer] = implied_tariff(flow_at, without, flow, more.reshape(-1)[promised])
    return answer.reshape(tariffs.shape)


def implied_tariff(flow_at: Function, tariff: FloatArray, flow: FloatArray, more: FloatArray) -> FloatArray:
    """Find the tariff at which a flow is larger by a given amount.

    Parameters
    ----------
    flow_at : callable
        Takes tariffs in percent, shape (k,), and which members they are of, shape (k,); returns the flows in $bn,
        shape (k,). Has to fall as the tariff rises.
    tariff : array (members,)
        Percent, without the promise.
    flow : array (members,)
        $bn, at that tariff.
    more : array (members,)
        $bn a year, above zero.

    Returns
    -------
    array (members,)
        Percent; negative for an import subsidy.

    Raises
    ------
    OutOfRange
        If even the deepest subsidy, `DEEPEST_SUBSIDY`, does not raise the flow that much; says how much it does.
    DidNotConverge
        If the search stops short.
    """
    everyone = np.arange(len(tariff))
    low = np.full(len(tariff), np.log1p(-DEEPEST_SUBSIDY / 100.0))
    high = np.log1p(tariff / 100.0)
    most = np.where(high > low, flow_at(_percent(low), everyone) - flow, 0.0)
    if (more > most).any():
        worst = int(np.argmax(more - most))
        raise OutOfRange(
            f"purchases of {more[worst]:g} $bn a year more are out of reach: at these tariffs an import subsidy of "
            f"{DEEPEST_SUBSIDY:g} % brings {most[worst]:.4g} $bn",
            f"promise at most {most[worst]:.4g} $bn",
        )
    target = np.log(flow + more)

    def excess(log_wedge: FloatArray, members: NDArray[np.intp]) -> FloatArray:
        found: FloatArray = np.log(flow_at(_percent(log_wedge), members)) - target[members]
        return found

    return _percent(falling_root(excess, low, high, np.log(flow + most) - target, np.log(flow) - target))


def _percent(log_wedge: FloatArray) -> FloatArray:
    """Turn the logarithm of one plus a tariff into percent."""
    tariff: FloatArray = 100.0 * np.expm1(log_wedge)
    return tariff


def falling_root(
    function: Function, low: FloatArray, high: FloatArray, at_low: FloatArray, at_high: FloatArray
) -> FloatArray:
    """Find where a falling function is zero, for every member at once.

    Parameters
    ----------
    function : callable
        Takes points, shape (k,), and which members they are of, shape (k,); returns values, shape (k,).
    low, high : array (members,)
        A bracket of each member's root.
    at_low, at_high : array (members,)
        The values there: zero or more, and zero or less.

    Returns
    -------
    array (members,)

    Raises
    ------
    DidNotConverge
        If a value stays above `TOLERANCE` while its bracket is still wide.

    Notes
    -----
    The Illinois method: regula falsi in which an end that stays twice counts half the second time. The root never
    leaves its bracket, and the error shrinks with order 1.44. Members that have arrived leave the search.

    References
    ----------
    Dowell & Jarratt 1971, "A modified regula falsi method for computing the root of an equation", BIT 11.
    """
    low, high, at_low, at_high = (np.array(part, dtype=np.float64) for part in (low, high, at_low, at_high))
    best = np.where(np.abs(at_low) < np.abs(at_high), low, high)
    error = np.minimum(np.abs(at_low), np.abs(at_high))
    side = np.zeros(len(best))
    for _ in range(STEPS):
        going = np.flatnonzero((error > TOLERANCE) & (high - low > 4.0 * np.spacing(np.abs(low) + np.abs(high))))
        if not going.size:
            return best
        a, b, value_a, value_b = low[going], high[going], at_low[going], at_high[going]
        point = np.clip((a * value_b - b * value_a) / (value_b - value_a), a, b)
        value = function(point, going)
        left = value > 0  # the root lies to the right: this point is the new low end
        closer = np.abs(value) < error[going]
        best[going] = np.where(closer, point, best[going])
        error[going] = np.where(closer, np.abs(value), error[going])
        low[going], high[going] = np.where(left, point, a), np.where(left, b, point)
        at_low[going] = np.where(left, value, np.where(side[going] < 0, value_a / 2.0, value_a))
        at_high[going] = np.where(left, np.where(side[going] > 0, value_b / 2.0, value_b), value)
        side[going] = np.where(left, 1.0, -1.0)
    raise DidNotConverge("the search for the tariff that brings the purchases", STEPS, float(error.max()), TOLERANCE)
