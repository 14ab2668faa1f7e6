"""Limits that look at more issues at once than are ever laid out together: asked package by package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from negotiate.arrays import BoolArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Across:
    """A red line, a ratifier, or something impossible, over the issues of several blocks.

    Parameters
    ----------
    name : str
        The claim; empty for what cannot happen.
    crossed : callable
        Issue → the number of its option in each of some packages, shape (m,) → which of them cross it, shape (m,).
    """

    name: str
    crossed: Callable[[Mapping[str, IntArray]], BoolArray]
