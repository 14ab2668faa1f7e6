"""The best of several payoffs: of those that are level save for rounding, the first."""

from __future__ import annotations

import numpy as np

from negotiate.arrays import FloatArray

LEVEL = 1e-9
"""Of the largest size among them: what calculations in another order may change."""


def first_best(values: FloatArray) -> int:
    """The place of the largest value, the same on every machine.

    Examples
    --------
    >>> first_best(np.array([0.0, 0.3, 0.1 + 0.2]))
    1
    """
    return int(np.flatnonzero(values >= values.max() - LEVEL * np.abs(values).max())[0])
