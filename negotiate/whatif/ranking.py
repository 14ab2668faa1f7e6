"""Every number that has a range, tried by itself: how far it moves what is watched, and what it
flips.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.display import Shown, entity
from negotiate.errors import UnsuitableGame
from negotiate.language.text import entries_of, find, plain
from negotiate.model.expressions import Number
from negotiate.whatif.engine import Engine
from negotiate.whatif.flips import Flip, Search, flips_along, looked_at
from negotiate.whatif.indicators import Value, without_types
from negotiate.whatif.points import STEPS, Axis, one_number, steps
from negotiate.whatif.side_by_side import Along, side_by_side

FEW_STEPS = 10
"""Steps of a range where each point is read anew."""


@entity
class Moved:
    """What one number does over its range.

    Parameters
    ----------
    axis : Axis
        The number.
    least, most : Mapping[str, float]
        Indicator that is a number → its least and its greatest value.
    flips : tuple of Flip
        Every change of an answer.
    untried : int
        How many of the axis's values were not tried, because the time was up.
    whole : bool
        Whether all was looked at.
    proved : tuple of str
        The answers of which no change can have been missed.
    touches : tuple of float
        Places at which an answer may hold that is not found there: a tie as far as rounding can
        tell.
    """

    axis: Axis
    least: Mapping[str, float]
    most: Mapping[str, float]
    flips: tuple[Flip, ...]
    untried: int = 0
    whole: bool = True
    proved: tuple[str, ...] = ()
    touches: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ranking(Shown):
    """Every number that has a range, by how much it moves the answer.

    Parameters
    ----------
    title : str
        What the scenario is called.
    keys, players : tuple of str
        The players, by key and by name.
    moved : tuple of Moved
        Those that flip an answer first, then by how far they move what the players get.
    now : Mapping[str, str or float]
        The answers as the file stands.
    budget : float or None
        Within how many seconds not everything was looked at; None where everything was.
    untried : tuple of str
        Payoff terms with a range that belongs to no single number: a cell of a table, or else the
        term.
    untyped : tuple of str
        What was watched and leaves private types out; the values of the file hold there.
    """

    title: str
    keys: tuple[str, ...]
    players: tuple[str, ...]
    moved: tuple[Moved, ...]
    now: Mapping[str, Value]
    budget: float | None = None
    untried: tuple[str, ...] = ()
    untyped: tuple[str, ...] = ()

    def spans(self, indicator: str) -> list[tuple[str, float, float]]:
        """The numbers that move an indicator, with its least and its greatest value: a tornado, the
        widest first.
        """
        every = [
            (one.axis.name, one.least[indicator], one.most[indicator])
            for one in self.moved
            if indicator in one.least
        ]
        return sorted(
            (span for span in every if span[1] < span[2]), key=lambda span: span[1] - span[2]
        )

    def __repr__(self) -> str:
        return f"<Ranking {self.title!r}: {len(self.moved)} numbers>"


def ranking(engine: Engine, budget: float | None = None) -> Ranking:
    """Every parameter, and every `amount` of a payoff term, that has a range, tried by itself.

    Parameters
    ----------
    engine : Engine
        Who answers.
    budget : float, optional
        For how long it is looked; see `side_by_side`.

    Raises
    ------
    UnsuitableGame
        If there is none.
    """
    scenario = engine.scenario
    ranges, untried = _ranges(engine)
    engine = engine.freed(
        {name: ends for name, ends in ranges.items() if name not in scenario.parameters}
    )
    searches = {Along(axis.name): _moved(engine, axis) for axis in _axes(engine, ranges)}
    moved = list(side_by_side(engine, searches, budget).values())
    if not moved:
        raise UnsuitableGame(
            "no number of this scenario has a range",
            "write `--vary NAME=LOW:HIGH`, or `range: [LOW, HIGH]` in the file",
        )
    moved.sort(key=lambda one: (not _inside(one), -_spread(one)))
    players = tuple(player.name for player in scenario.players.values())
    spent = None if all(one.whole for one in moved) else budget
    return Ranking(
        scenario.heading,
        scenario.keys,
        players,
        tuple(moved),
        engine.now,
        spent,
        tuple(untried),
        without_types(engine.needed, scenario),
    )


def _moved(engine: Engine, axis: Axis) -> Search[Moved]:
    """What a number does over its range: at its ends first, then halfway, and so on, as far as
    there is time.
    """
    values = _coarse_first(axis.values)
    rows = yield values
    tried, found = looked_at(engine, axis, values, rows)
    numbers = {
        name: np.array(found[name] or [engine.now[name]], dtype=float) for name in engine.numbers
    }
    known = {name: column[np.isfinite(column)] for name, column in numbers.items()}
    least = {name: float(column.min()) for name, column in known.items() if column.size}
    most = {name: float(column.max()) for name, column in known.items() if column.size}
    flips, whole, proved, touches = yield from flips_along(engine, tried, found)
    untried = len(axis.values) - len(tried.values)
    return Moved(
        axis,
        least,
        most,
        tuple(flips),
        untried,
        whole and not untried,
        tuple(sorted(proved)),
        touches,
    )


def _coarse_first(values: Sequence[Value]) -> list[Value]:
    """The first and the last value, then that in the middle, and so on in each half."""
    places, gaps = dict.fromkeys((0, len(values) - 1)), [(0, len(values) - 1)]
    for low, high in gaps:
        middle = (low + high) // 2
        if middle > low:
            places[middle] = None
            gaps += [(low, middle), (middle, high)]
    return [values[place] for place in places]


def _ranges(engine: Engine) -> tuple[dict[str, tuple[float, float, float]], list[str]]:
    """Everything that has a range → what it is, at least and at most; and the terms whose range is
    of no one number.
    """
    scenario, untried = engine.scenario, list[str]()
    ranges = {
        one.id: (one.value, one.low, one.high)
        for one in scenario.parameters.values()
        if one.low is not None and one.high is not None
    }
    for player, written in entries_of(find(engine.reading.root, ("payoffs",))).items():
        for name, term in scenario.terms.get(player, {}).items():
            part = entries_of(entries_of(written).get(name))
            if {"amount", "range"} <= part.keys() and isinstance(term.value, Number):
                low, high = plain(part["range"])
                ranges[f"payoffs.{player}.{name}.amount"] = (
                    term.value.value,
                    float(low),
                    float(high),
                )
            elif "range" in part:
                untried.append(one_number(scenario, f"payoffs.{player}.{name}"))
    return ranges, untried


def _axes(engine: Engine, ranges: Mapping[str, tuple[float, float, float]]) -> Iterator[Axis]:
    """The same with the values that are tried."""
    for name, (now, low, high) in ranges.items():
        count = STEPS if engine.fits([name]) else FEW_STEPS
        values = steps(name, low, high, count=count) if high > low else [low]
        yield Axis(name, tuple(values), now, low, high)


def _inside(one: Moved) -> bool:
    """Whether an answer changes between the ends of the range, where there may be a tie."""
    return any(flip.at not in (one.axis.values[0], one.axis.values[-1]) for flip in one.flips)


def _spread(one: Moved) -> float:
    """How far it moves what the players get."""
    return max(
        (one.most[name] - low for name, low in one.least.items() if name.startswith("outcome.")),
        default=0.0,
    )
