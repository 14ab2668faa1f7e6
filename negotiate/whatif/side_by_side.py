"""Searches along several numbers side by side: what all of them want to know next is answered
together.

A search is told nothing of the others. Where there is a budget of time, it is looked at the clock
before whatever takes long, and a search that is sent no answers any more says what it found until
then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, repeat
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.whatif.flips import Found, Row, Search
from negotiate.whatif.indicators import Value

if TYPE_CHECKING:
    from negotiate.whatif.engine import Engine


class Along(NamedTuple):
    """Along which number, and what another one is; empty where all the others are as in the
    file.
    """

    number: str
    held: str = ""
    at: float = 0.0


def side_by_side(
    engine: Engine, searches: Mapping[Along, Search[Found]], budget: float | None = None
) -> dict[Along, Found]:
    """What each search finds.

    Parameters
    ----------
    engine : Engine
        Who answers.
    searches : Mapping[Along, Search]
        What varies → a search along it.
    budget : float, optional
        For how many seconds of the processor it is looked; without it, until every search is at its
        end.
    """
    end = None if budget is None else process_time() + budget
    engine.left = None if end is None else lambda: process_time() < end
    found: dict[Along, Found] = {}
    answers: dict[Along, list[Row | None] | None] = dict.fromkeys(searches)
    while answers:
        wanted: dict[Along, list[Value]] = {}
        for name, rows in answers.items():
            try:
                wanted[name] = next(searches[name]) if rows is None else searches[name].send(rows)
            except StopIteration as done:
                found[name] = done.value
        answers = dict(_answered(engine, wanted))
    engine.left = None
    return {name: found[name] for name in searches}


def _answered(
    engine: Engine, wanted: Mapping[Along, list[Value]]
) -> Iterator[tuple[Along, list[Row | None]]]:
    """The answers at all values that are wanted, of each number by itself; None where the time was
    up before.
    """
    cheap = [along for along in wanted if engine.fits([along.number])]
    slow = {along: values for along, values in wanted.items() if along not in cheap}
    if cheap and (engine.left is None or engine.left()):
        ends = np.cumsum([0, *(len(wanted[along]) for along in cheap)]).tolist()
        rows = _rows(engine.at(_aside(engine, {along: wanted[along] for along in cheap})))
        yield from (
            (along, rows[start:end])
            for along, (start, end) in zip(cheap, pairwise(ends), strict=True)
        )
    else:
        yield from ((along, list[Row | None](repeat(None, len(wanted[along])))) for along in cheap)
    if engine.left is None:
        yield from (
            (along, _rows(engine.at({along.number: values}))) for along, values in slow.items()
        )
        return
    found: dict[Along, list[Row | None]] = {along: [] for along in slow}
    for place in range(
        max(map(len, slow.values()), default=0)
    ):  # a value of each in turn, so that none waits for all
        for along, values in slow.items():
            if place < len(values):
                found[along] += (
                    _rows(engine.at({along.number: [values[place]]})) if engine.left() else [None]
                )
    yield from found.items()


def _aside(engine: Engine, wanted: Mapping[Along, Sequence[Value]]) -> Mapping[str, FloatArray]:
    """The points at which each number has its values in turn, and all the others are as in the file
    or held.
    """
    if len(wanted) == 1 and not next(iter(wanted)).held:
        return {along.number: np.array(values, dtype=float) for along, values in wanted.items()}
    names = dict.fromkeys(name for along in wanted for name in (along.number, along.held) if name)
    count, start = sum(map(len, wanted.values())), 0
    points = {
        name: np.full(count, engine.scenario.parameters[name].value, dtype=float) for name in names
    }
    for along, values in wanted.items():
        own = slice(start, start + len(values))
        points[along.number][own] = values
        if along.held:
            points[along.held][own] = along.at
        start = own.stop
    return points


def _rows(found: Mapping[str, Sequence[Value | None]]) -> list[Row | None]:
    """Columns as rows."""
    rows = (dict(zip(found, values, strict=True)) for values in zip(*found.values(), strict=True))
    return [None if None in row.values() else row for row in rows]
