"""Keeps what a trade model has answered, so that each combination of its numbers is solved once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray

if TYPE_CHECKING:
    from negotiate.model.trade.calibration import World

KEPT = 50_000
"""Combinations that are kept; a question that would bring more is answered and forgotten."""


class Answers:
    """What the models of one file have answered, shared by everything that is made of the file.

    A model's answer depends on nothing but its data and numbers, so that variants, types, phases and lenses that ask
    about the same tariffs share it.
    """

    __slots__ = ("_known", "_worlds")

    def __init__(self) -> None:
        self._worlds: dict[str, World] = {}
        self._known: dict[tuple[str | bool, ...], dict[tuple[float, ...], FloatArray]] = {}

    def world(self, name: str) -> World:
        """A shipped world, read once; `OutOfRange` if there is none of that name."""
        if name not in self._worlds:
            from negotiate.model.trade.calibration import read_world  # noqa: PLC0415 - loaded for files that name a model

            self._worlds[name] = read_world(name)
        return self._worlds[name]

    def of(
        self, model: tuple[str | bool, ...], columns: list[FloatArray], solve: Callable[[list[FloatArray]], FloatArray]
    ) -> FloatArray:
        """The outputs of a model for each of some different combinations of numbers.

        Parameters
        ----------
        model : tuple
            Tells models with other answers apart.
        columns : list of array (combinations,)
            The numbers, a column each.
        solve : callable
            Takes such columns and returns the outputs of each combination, shape (combinations, outputs).

        Returns
        -------
        array (combinations, outputs)
        """
        known = self._known.setdefault(model, {})
        rows = list(zip(*(column.tolist() for column in columns), strict=True))
        if not rows or len(known) + len(rows) > KEPT:
            return solve(columns)
        new = [place for place, row in enumerate(rows) if row not in known]
        if new:
            found = solve([column[new] for column in columns])
            known.update(zip((rows[place] for place in new), found, strict=True))
        return np.array([known[row] for row in rows])
