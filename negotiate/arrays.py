"""The kinds of arrays that the whole package speaks of, each under one name."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
IndexArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]
AnyArray = npt.NDArray[Any]

SMALLEST = 1e-290
"""The smallest number that a file may give, save 0, and that a player's best and worst payoff may
differ by.

Below it, floats lose digits in differences.
"""
