"""The alias method: one random number and two look-ups draw from any distribution, whatever its size.

Each of the 2ᵇ columns of a row holds an outcome of its own and a partner. The first b bits of a random number of 64
choose the column, the others whether its own outcome or its partner is drawn. Probabilities are kept to the precision
of the numbers they are given in, about 2⁻⁵².

References
----------
Walker, A. J. (1977). An Efficient Method for Generating Discrete Random Variables with General Distributions. ACM
Transactions on Mathematical Software 3.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray, IntArray

BitArray = npt.NDArray[np.uint64]


class Alias(NamedTuple):
    """Distributions, one a row, ready to be drawn from.

    Parameters
    ----------
    bits : int
        The two to this power is the number of columns.
    thresholds : ndarray of uint64, shape (rows, columns)
        Random numbers below this draw the column's own outcome, others its partner: if the highest bit of their
        difference is set, the own one is drawn.
    landing : ndarray of int, shape (rows, columns, 2)
        The partner, and the own outcome.
    """

    bits: int
    thresholds: BitArray
    landing: IntArray


def alias(odds: FloatArray) -> Alias:
    """Prepare distributions to be drawn from.

    Parameters
    ----------
    odds : ndarray, shape (rows, outcomes)
        At least 0; each row sums to 1.
    """
    rows, outcomes = odds.shape
    bits = max(1, (outcomes - 1).bit_length())
    scaled = np.zeros((rows, 1 << bits))
    scaled[:, :outcomes] = odds / odds.sum(axis=1, keepdims=True) * (1 << bits)
    own, partner = _partners(scaled)
    columns = np.arange(1 << bits)
    # where the last column is all its own, its threshold is 2**64, which wraps to 0: it differs by the same 64 bits
    thresholds = (own * 2.0 ** (64 - bits)).astype(np.uint64) + (columns.astype(np.uint64) << np.uint64(64 - bits))
    return Alias(bits, thresholds, np.stack([partner, np.broadcast_to(columns, partner.shape)], axis=-1))


def _partners(scaled: FloatArray) -> tuple[FloatArray, IntArray]:
    """Which share of each column is its own, and whose the rest is; the poorest column is filled by the richest."""
    rows, columns = scaled.shape
    row = np.arange(rows)
    left = scaled.copy()
    own, partner = np.ones_like(scaled), np.tile(np.arange(columns), (rows, 1))
    done = np.zeros(scaled.shape, dtype=bool)
    for _ in range(columns - 1):
        poor = np.where(done, np.inf, left).argmin(axis=1)
        rich = np.where(done, -np.inf, left).argmax(axis=1)
        share = np.clip(left[row, poor], 0, 1)
        own[row, poor] = share
        partner[row, poor] = rich
        left[row, rich] -= 1 - share
        done[row, poor] = True
    return own, partner
