"""Where answers change along the rows and columns of a map of two numbers, between its points
too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.whatif.flips import Flip, crowded, flips_along
from negotiate.whatif.indicators import Value
from negotiate.whatif.points import Axis
from negotiate.whatif.side_by_side import Along, side_by_side

if TYPE_CHECKING:
    from negotiate.whatif.engine import Engine

WORK = 500_000
"""Packages and combinations of strategies of all rows and columns up to which these are looked
at.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column of a map.

    Parameters
    ----------
    number : str
        Which number varies along it.
    held : str
        The other number.
    at : float
        What the other number is.
    flips : tuple of Flip
        Every change of an answer along it.
    proved : tuple of str
        The answers of which no change can have been missed.
    """

    number: str
    held: str
    at: float
    flips: tuple[Flip, ...]
    proved: tuple[str, ...]


def unsearched(engine: Engine, axes: Sequence[Axis], *, known: bool) -> dict[str, str]:
    """The numbers because of which it is not looked between the points of a grid → why.

    Parameters
    ----------
    axes : sequence of Axis
        What varies.
    known : bool
        Whether the answers at all points are kept.
    """
    numbers = [axis.name for axis in axes if axis.numeric]
    if len(axes) > 2:
        return dict.fromkeys(numbers, "several others vary beside it")
    if len(numbers) < 2:
        return dict.fromkeys(numbers, "what is no number varies beside it")
    plain = engine.scenario.parameters
    found = {name: "it is no parameter" for name in numbers if name not in plain}
    found |= {name: "a model is run at each of its values" for name in numbers if engine.dear(name)}
    if not found and not engine.fits(numbers):
        found = dict.fromkeys(numbers, "each point is solved by itself")
    work = sum(len(axis.values) for axis in axes) * engine.together.size if not found else 0
    if work > WORK or not known:
        found = dict.fromkeys(numbers, "all rows and columns would take long")
    return found


def lines_of(
    engine: Engine, axes: Sequence[Axis], found: Mapping[str, Sequence[Value]]
) -> tuple[Line, ...]:
    """Each row and each column of a map of two parameters.

    Parameters
    ----------
    axes : sequence of Axis
        What varies, the last one fastest.
    found : Mapping[str, sequence]
        The answers at all points.
    """
    searches, width = {}, len(axes[1].values)
    for place, axis in enumerate(axes):
        other = axes[1 - place]
        for k, value in enumerate(other.values):
            own = slice(k, None, width) if place == 0 else slice(k * width, (k + 1) * width)
            key = Along(axis.name, other.name, float(value))
            answers = {name: column[own] for name, column in found.items()}
            searches[key] = flips_along(engine, axis, answers, {other.name: float(value)})
    lines = side_by_side(engine, searches).items()
    return tuple(Line(*key, tuple(one.found), tuple(sorted(one.proved))) for key, one in lines)


def unseen(lines: Sequence[Line], axes: Sequence[Axis]) -> list[tuple[Line, Flip]]:
    """The changes that the points of a map do not show, for the answer changes back before the next
    point.
    """
    values = {axis.name: [float(value) for value in axis.values] for axis in axes if lines}
    hidden: list[tuple[Line, Flip]] = []
    for line in lines:
        tried = values[line.number]
        places = {
            flip: bisect_left(tried, float(flip.at)) for flip in line.flips if flip.at not in tried
        }
        counts = Counter((flip.indicator, place) for flip, place in places.items())
        several = (flip for flip, place in places.items() if counts[flip.indicator, place] > 1)
        own = [*several, *(flip for flip in places if flip.alone), *crowded(places)]
        hidden += [(line, flip) for flip in dict.fromkeys(own)]
    return hidden
