"""Points, lines, bars and strips as data, and nothing of how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Role = Literal["", "path", "equilibrium", "red line", "faint"]
"""What something is in the game; a writer colours it, beside the sign or the weight that says it already."""


@dataclass(frozen=True, slots=True)
class Series:
    """Points of a plot that mean the same.

    Parameters
    ----------
    name : str
        What the legend says of them.
    x, y : sequence of float
        Where they lie; a tuple, or for very many an array of the standard library.
    sign : str
        The sign on a character screen.
    role : Role
        What they are in the game.
    player : int
        Whose they are, counted from 0; -1 for nobody's.
    labels : tuple of str
        One word a point, of a strip one a cell; empty for none.
    faint : bool
        Whether the picture need not hold all of them: those far from the others are left out and counted.
    named : bool
        Whether it is said when another series hides it.
    filled : bool
        Whether the points are the corners, in order, of a convex area that is filled.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float]
    sign: str = "●"
    role: Role = ""
    player: int = -1
    labels: tuple[str, ...] = ()
    faint: bool = False
    named: bool = False
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """Series of points over two axes.

    Parameters
    ----------
    kind : {'scatter', 'line', 'bars', 'regions', 'strip'}
        Points; points joined in order; a bar from 0; cells of a grid coloured by series; a row of cells a series.
    series : tuple of Series
        In the order in which they are drawn, the most important last.
    across, up : str
        What the axes count.
    guides : tuple of float
        Where a line stands upright and where one lies level, such as the payoffs of no deal.
    guided : str
        What these lines stand for.
    whole : tuple of bool
        For each axis whether only whole numbers mean something on it.
    title : str
        What it shows, for those who cannot see it.
    noun : str
        What a faint point is, for counting those that are left out.
    note : str
        What is to be said below it; a writer adds what it had to leave out.
    data : bool
        Whether its numbers leave as a table, too, where nothing is drawn; not where the report has such a table.
    """

    kind: Literal["scatter", "line", "bars", "regions", "strip"]
    series: tuple[Series, ...]
    across: str = ""
    up: str = ""
    guides: tuple[float, float] | None = None
    guided: str = ""
    whole: tuple[bool, bool] = (False, False)
    title: str = ""
    noun: str = "point"
    note: str = ""
    data: bool = False
