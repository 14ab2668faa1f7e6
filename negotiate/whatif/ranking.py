"""Every number that has a range, tried by itself: how far it moves what is watched, and what it flips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from negotiate.display import Shown
from negotiate.errors import UnsuitableGame
from negotiate.language.text import entries_of, find, plain
from negotiate.model.expressions import Number
from negotiate.whatif.engine import Engine
from negotiate.whatif.flips import Flip, flips_along
from negotiate.whatif.indicators import Value
from negotiate.whatif.points import STEPS, Axis, steps

FEW_STEPS = 10
"""Steps of a range where each point is read anew."""


@dataclass(frozen=True, slots=True)
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
    """

    axis: Axis
    least: Mapping[str, float]
    most: Mapping[str, float]
    flips: tuple[Flip, ...]


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
    """

    title: str
    keys: tuple[str, ...]
    players: tuple[str, ...]
    moved: tuple[Moved, ...]
    now: Mapping[str, Value]

    def spans(self, indicator: str) -> list[tuple[str, float, float]]:
        """The numbers that move an indicator, with its least and its greatest value: a tornado, the widest first."""
        every = [
            (one.axis.name, one.least[indicator], one.most[indicator]) for one in self.moved if indicator in one.least
        ]
        return sorted((span for span in every if span[1] < span[2]), key=lambda span: span[1] - span[2])

    def __repr__(self) -> str:
        return f"<Ranking {self.title!r}: {len(self.moved)} numbers>"


def ranking(engine: Engine) -> Ranking:
    """Every parameter, and every `amount` of a payoff term, that has a range, tried by itself.

    Raises
    ------
    UnsuitableGame
        If there is none.
    """
    scenario = engine.scenario
    moved = []
    for axis in _ranged(engine):
        found = engine.at({axis.name: list(axis.values)})
        numbers = {name: np.array(found[name]) for name in engine.numbers}
        known = {name: column[np.isfinite(column)] for name, column in numbers.items()}
        least = {name: float(column.min()) for name, column in known.items() if column.size}
        most = {name: float(column.max()) for name, column in known.items() if column.size}
        moved.append(Moved(axis, least, most, tuple(flips_along(engine, axis, found))))
    if not moved:
        raise UnsuitableGame(
            "no number of this scenario has a range",
            "write `--vary NAME=LOW:HIGH`, or `range: [LOW, HIGH]` in the file",
        )
    moved.sort(key=lambda one: (not _inside(one), -_spread(one)))
    players = tuple(player.name for player in scenario.players.values())
    return Ranking(scenario.heading, scenario.keys, players, tuple(moved), engine.now)


def _ranged(engine: Engine) -> Iterator[Axis]:
    """Everything that has a range, with the values that are tried."""
    scenario = engine.scenario
    ranges = [(one.id, one.value, one.low, one.high) for one in scenario.parameters.values()]
    for player, written in entries_of(find(engine.reading.root, ("payoffs",))).items():
        for name, term in scenario.terms.get(player, {}).items():
            part = entries_of(entries_of(written).get(name))
            if {"amount", "range"} <= part.keys() and isinstance(term.value, Number):
                low, high = plain(part["range"])
                ranges.append((f"payoffs.{player}.{name}.amount", term.value.value, low, high))
    for name, now, low, high in ranges:
        if low is not None and high is not None:
            count = STEPS if engine.fits([name]) else FEW_STEPS
            values = steps(name, float(low), float(high), count=count) if high > low else [float(low)]
            yield Axis(name, tuple(values), now, float(low), float(high))


def _inside(one: Moved) -> bool:
    """Whether an answer changes between the ends of the range, where there may be a tie."""
    return any(flip.at not in (one.axis.values[0], one.axis.values[-1]) for flip in one.flips)


def _spread(one: Moved) -> float:
    """How far it moves what the players get."""
    return max((one.most[name] - low for name, low in one.least.items() if name.startswith("outcome.")), default=0.0)
