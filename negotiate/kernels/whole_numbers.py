"""Whole numbers of any size in the forms that a calculation takes them in."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import FloatArray
from negotiate.kernels.exactness import Exact

LONGEST = 1000  # bits of a whole number of which there surely is a float


def ranked(whole: Exact) -> FloatArray:
    """Each player's payoffs as places in their order, from the worst at 0; equal ones share a place."""
    return np.array([np.unique(own, return_inverse=True)[1].reshape(own.shape) for own in whole], dtype=np.float64)


def floats(whole: NDArray[Any]) -> FloatArray:
    """Whole numbers as floats next to them, all divided by one power of two where some are beyond any float."""
    if whole.dtype != object:
        return whole.astype(np.float64)
    spare = max((int(x).bit_length() for x in whole.ravel().tolist()), default=0) - LONGEST
    return np.asarray(whole if spare <= 0 else whole >> spare, dtype=np.float64)


def integers(whole: Exact) -> Exact:
    """Whole numbers as whole numbers of a machine, with room for adding a thousand, or as they are if beyond."""
    return whole if whole.dtype == object else whole.astype(np.int64)
