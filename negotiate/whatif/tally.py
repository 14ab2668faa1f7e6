"""Counts answers block by block, so that however many points there are, what is kept stays small.

What is counted in a block follows from the block alone, and blocks are added up in their order. So
a sum is the same to the last digit, whoever counted the blocks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import entity
from negotiate.whatif.indicators import Value

QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Share:
    """How often some answers hold together.

    Parameters
    ----------
    answers : Mapping[str, str]
        Indicator that is text → the answer.
    share : float
        Of all points.
    """

    answers: Mapping[str, str]
    share: float


@entity
class Spread:
    """What a number is over all points at which there is one.

    Parameters
    ----------
    mean, sd : float
        The mean and the standard deviation.
    low, high : float
        The least and the greatest.
    quantiles : tuple of float
        Below which one in twenty, one in two and nineteen in twenty lie, of the points that are
        kept.
    count : int
        At how many points there is a number.
    """

    mean: float
    sd: float
    low: float
    high: float
    quantiles: tuple[float, ...]
    count: int


class Moments(NamedTuple):
    """Of some numbers: how many, their mean, the squares about it added up, the least and the
    greatest.
    """

    size: int
    mean: float
    squares: float
    low: float
    high: float

    def with_more(self, more: Moments) -> Moments:
        """Both together; see Chan, Golub and LeVeque (1983)."""
        size, apart = self.size + more.size, more.mean - self.mean
        mean = self.mean + apart * more.size / size
        squares = self.squares + more.squares + apart * apart * self.size * more.size / size
        return Moments(size, mean, squares, min(self.low, more.low), max(self.high, more.high))


class Counted(NamedTuple):
    """What is counted in one block.

    Parameters
    ----------
    size : int
        How many points it has.
    together : dict
        Answers that are texts, as they hold together → at how many points.
    moments : dict of str to Moments
        Answer that is a number → its moments, where there is any number.
    """

    size: int
    together: dict[tuple[str, ...], int]
    moments: dict[str, Moments]


def count_block(
    answers: Mapping[str, Sequence[Any]], told: Sequence[str], numbers: Sequence[str]
) -> Counted:
    """Count the answers of a block, of which some are texts and the others numbers."""
    moments = {}
    for name in numbers:
        values = np.array(answers[name], dtype=float)
        values = values[np.isfinite(values)]
        if values.size:
            moments[name] = _moments(values)
    columns = [answers[name] for name in told]
    return Counted(
        len(next(iter(answers.values()))), dict(Counter(zip(*columns, strict=True))), moments
    )


def _moments(values: FloatArray) -> Moments:
    mean = float(values.mean())
    return Moments(
        values.size,
        mean,
        float(((values - mean) ** 2).sum()),
        float(values.min()),
        float(values.max()),
    )


@dataclass(slots=True)
class Tally:
    """What was counted over blocks, and the first points themselves.

    Parameters
    ----------
    told : sequence of str
        The answers that are texts.
    """

    told: Sequence[str]
    count: int = 0
    points: dict[str, list[Value]] = field(default_factory=dict)
    answers: dict[str, list[Value]] = field(default_factory=dict)
    together: Counter[tuple[str, ...]] = field(default_factory=Counter)
    moments: dict[str, Moments] = field(default_factory=dict)

    def keep(
        self, points: Mapping[str, Sequence[Value]], answers: Mapping[str, Sequence[Value]]
    ) -> None:
        """Keep some more of the first points."""
        for kept, found in ((self.points, points), (self.answers, answers)):
            for name, values in found.items():
                kept.setdefault(name, []).extend(values)

    def add(self, more: Counted) -> None:
        """Add one more block."""
        self.count += more.size
        self.together.update(more.together)
        for name, found in more.moments.items():
            self.moments[name] = (
                self.moments[name].with_more(found) if name in self.moments else found
            )

    def shares(self) -> tuple[Share, ...]:
        """Answers that hold together, with their shares, the most frequent first."""
        found = self.together.most_common() if self.told else []
        return tuple(
            Share(dict(zip(self.told, one, strict=True)), many / self.count) for one, many in found
        )

    def spreads(self) -> dict[str, Spread]:
        """Means, standard deviations and quantiles."""
        found = {}
        for name, (count, mean, squares, low, high) in self.moments.items():
            kept = np.array(self.answers[name], dtype=float)
            kept = kept[np.isfinite(kept)]
            quantiles = tuple(np.quantile(kept, QUANTILES).tolist()) if kept.size else ()
            found[name] = Spread(mean, (squares / count) ** 0.5, low, high, quantiles, count)
        return found
