"""Games made to be hard for Lemke and Howson's paths, from dual cyclic polytopes.

Savani & von Stengel 2006, "Hard-to-solve bimatrix games", Econometrica 74: square games of even
size `d` with a single equilibrium, in which everybody mixes everything, at the end of paths whose
length grows exponentially with `d`.
"""

from __future__ import annotations

import numpy as np


def game(d: int) -> tuple[np.ndarray, np.ndarray]:
    """Payoffs of both players, with facets on the trigonometric moment curve, which is kind to
    floating point.
    """
    numbers = np.arange(1, 2 * d + 1)
    swapped = np.where(numbers <= d, numbers + (-1) ** numbers, numbers - (-1) ** numbers)
    swapped[[0, d - 1]] = 1, d
    facet = np.argsort(swapped)  # which facet of the second polytope carries each label
    first = _constraints(d, np.arange(2 * d))
    second = _constraints(d, np.concatenate([facet[d:], facet[:d]]))
    return second, first.T


def _constraints(d: int, order: np.ndarray) -> np.ndarray:
    """`C` of `{z >= 0, C z <= 1}`, a dual cyclic polytope whose facets stand in the order given."""
    angles = np.pi * np.arange(2 * d) / d
    normals = np.column_stack(
        [f(k * angles) for k in range(1, d // 2 + 1) for f in (np.cos, np.sin)]
    )[order]
    mixed = normals[d:] @ np.linalg.inv(normals[:d])
    return -mixed / (1.0 - mixed.sum(axis=1))[:, None]
