"""The lottery with the largest product of gains, each to a power.

The logarithm of the product is concave. A best lottery by the prices that its slopes set is added to those so far, and
the odds among them are put right by Newton's steps, until no lottery is worth more at these prices.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.mixtures.mixing import GAP, Demands, Mixer, Mixture
from negotiate.errors import DidNotConverge

ROUNDS = 500
"""Lotteries that may be mixed."""
NEWTON = 100
"""Steps to put their odds right."""
CLOSE = 1e-13
"""Of the sum of powers: a gap that rounding leaves."""
GONE = 1e-14
"""A probability that is none."""
BEYOND = 0.1
"""Of the slope at the start of a step: how steeply the product may fall at its end."""


def largest_product(mixer: Mixer, powers: FloatArray, start: Mixture) -> Mixture:
    """The lottery over packages with the largest product of gains.

    Parameters
    ----------
    mixer : Mixer
        Finds lotteries by linear measures.
    powers : ndarray, shape (signers,)
        Zero for signers left out of the product.
    start : Mixture
        A lottery by which everybody in the product gains.

    Raises
    ------
    DidNotConverge
        If some lottery may be better than what was found: `GAP` bounds by how much, as a share of the product.
    """
    powers = powers / powers.sum()
    inside = powers > 0
    corral, odds = start.gains[inside, None], np.ones(1)
    for _ in range(ROUNDS):
        gains = corral @ odds
        found = mixer.best(_slopes(powers, inside, gains), mixer.floor())
        if found.value - 1.0 <= CLOSE or (np.abs(corral - found.gains[inside, None]) <= GONE).all(axis=0).any():
            break
        corral, odds = np.column_stack([corral, found.gains[inside]]), np.append(odds, 0.0)
        corral, odds = _balanced(corral, odds, powers[inside])
    return _few(mixer, powers, corral @ odds)


def _slopes(powers: FloatArray, inside: np.ndarray[tuple[int], np.dtype[np.bool_]], gains: FloatArray) -> FloatArray:
    prices = np.zeros(len(powers))
    prices[inside] = powers[inside] / gains
    return prices


def _balanced(corral: FloatArray, odds: FloatArray, powers: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The best odds of some lotteries, those with none left out; columns of `corral` are their gains."""
    for _ in range(NEWTON):
        gains = corral @ odds
        slope = _ahead(corral, odds, powers)
        bend = (corral.T * (powers / gains**2)) @ corral
        system = np.block([[bend, np.ones((len(odds), 1))], [np.ones((1, len(odds))), np.zeros((1, 1))]])
        step = np.linalg.lstsq(system, np.append(slope, 0.0))[0][:-1]
        if slope @ step <= CLOSE**2:
            break
        with np.errstate(divide="ignore", invalid="ignore"):  # odds that do not fall set no limit
            reach = np.where(step < 0, -odds / step, np.inf)
        length = min(1.0, float(reach.min()))
        if length <= 0.0:
            corral, odds = corral[:, reach > 0], odds[reach > 0]
            continue
        length = _backed(corral, odds, step, powers, length)
        odds = np.maximum(odds + length * step, 0.0)
        kept = odds > GONE
        corral, odds = corral[:, kept], odds[kept] / odds[kept].sum()
    return corral, odds


def _backed(corral: FloatArray, odds: FloatArray, step: FloatArray, powers: FloatArray, length: float) -> float:
    """The step, halved until it does not go far beyond the top: slopes tell that better than the product does."""
    start = _ahead(corral, odds, powers) @ step
    for _ in range(60):
        further = odds + length * step
        if (corral @ further > 0).all() and _ahead(corral, further, powers) @ step >= -BEYOND * start:
            return length
        length /= 2
    return 0.0


def _ahead(corral: FloatArray, odds: FloatArray, powers: FloatArray) -> FloatArray:
    """How fast the product grows with each of the odds, beyond what it would by growing all of them."""
    return np.asarray(corral.T @ (powers / (corral @ odds)) - 1.0)


def _few(mixer: Mixer, powers: FloatArray, gains: FloatArray) -> Mixture:
    """The same gains from few packages, with more for whoever is left out of the product; proven best."""
    inside = powers > 0
    share = np.zeros(len(powers))
    share[inside] = gains
    found = mixer.best(
        np.zeros(len(powers)), Demands(np.eye(len(powers)), np.where(inside, 0.0, mixer.lotteries.least), share)
    )
    if not inside.all():
        least = np.where(inside, found.gains - GONE, mixer.lotteries.least)
        found = mixer.best((~inside).astype(np.float64), Demands(np.eye(len(powers)), least, np.zeros(len(powers))))
    gap = mixer.best(_slopes(powers, inside, found.gains[inside]), mixer.floor()).value - 1.0
    if not gap <= GAP:
        raise DidNotConverge("the largest product", ROUNDS, gap, GAP)
    return found
