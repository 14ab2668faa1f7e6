"""Searches along several numbers side by side: what all of them want to know next is answered together.

A search is told nothing of the others. Where there is a budget of time, it is looked at the clock before whatever takes
long, and a search that is sent no answers any more says what it found until then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, repeat
from time import process_time
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.whatif.flips import Found, Row, Search
from negotiate.whatif.indicators import Value

if TYPE_CHECKING:
    from negotiate.whatif.engine import Engine


def side_by_side(
    engine: Engine, searches: Mapping[str, Search[Found]], budget: float | None = None
) -> dict[str, Found]:
    """What each search finds.

    Parameters
    ----------
    engine : Engine
        Who answers.
    searches : Mapping[str, Search]
        What varies → a search along it.
    budget : float, optional
        For how many seconds of the processor it is looked; without it, until every search is at its end.
    """
    end = None if budget is None else process_time() + budget
    engine.left = None if end is None else lambda: process_time() < end
    found: dict[str, Found] = {}
    answers: dict[str, list[Row | None] | None] = dict.fromkeys(searches)
    while answers:
        wanted: dict[str, list[Value]] = {}
        for name, rows in answers.items():
            try:
                wanted[name] = next(searches[name]) if rows is None else searches[name].send(rows)
            except StopIteration as done:
                found[name] = done.value
        answers = dict(_answered(engine, wanted))
    engine.left = None
    return {name: found[name] for name in searches}


def _answered(engine: Engine, wanted: Mapping[str, list[Value]]) -> Iterator[tuple[str, list[Row | None]]]:
    """The answers at all values that are wanted, of each number by itself; None where the time was up before."""
    cheap = [name for name in wanted if engine.fits([name])]
    slow = {name: values for name, values in wanted.items() if name not in cheap}
    if cheap and (engine.left is None or engine.left()):
        ends = np.cumsum([0, *(len(wanted[name]) for name in cheap)]).tolist()
        rows = _rows(engine.at(_aside(engine, {name: wanted[name] for name in cheap})))
        yield from ((name, rows[start:end]) for name, (start, end) in zip(cheap, pairwise(ends), strict=True))
    else:
        yield from ((name, list[Row | None](repeat(None, len(wanted[name])))) for name in cheap)
    if engine.left is None:
        yield from ((name, _rows(engine.at({name: values}))) for name, values in slow.items())
        return
    found: dict[str, list[Row | None]] = {name: [] for name in slow}
    for place in range(max(map(len, slow.values()), default=0)):  # a value of each in turn, so that none waits for all
        for name, values in slow.items():
            if place < len(values):
                found[name] += _rows(engine.at({name: [values[place]]})) if engine.left() else [None]
    yield from found.items()


def _aside(engine: Engine, wanted: Mapping[str, Sequence[Value]]) -> Mapping[str, Sequence[Value] | FloatArray]:
    """The points at which each number has its values in turn, and all the others are as in the file."""
    if len(wanted) == 1:
        return wanted
    now = {name: engine.scenario.parameters[name].value for name in wanted}
    count, points, start = sum(map(len, wanted.values())), dict[str, FloatArray](), 0
    for name, values in wanted.items():
        points[name] = np.full(count, now[name])
        points[name][start : start + len(values)] = values
        start += len(values)
    return points


def _rows(found: Mapping[str, Sequence[Value | None]]) -> list[Row | None]:
    """Columns as rows."""
    rows = (dict(zip(found, values, strict=True)) for values in zip(*found.values(), strict=True))
    return [None if None in row.values() else row for row in rows]
