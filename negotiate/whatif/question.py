"""A question about many points, and the piece of its answer that comes of each block.

A piece follows from the question and the block alone, so that anybody can work it out: this
process, another one, or another machine. It holds what is counted in the block, its rows as text
where they are stored, and the first points.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from negotiate.errors import UnsuitableGame, named
from negotiate.language.outside import changed, injected
from negotiate.whatif.engine import Engine
from negotiate.whatif.indicators import to_watch
from negotiate.whatif.points import POINTS, Grid, Points, Sampling, check_count, points_of
from negotiate.whatif.rows import EQUILIBRIA, RUN, equilibria_of, line, listed, rows_of
from negotiate.whatif.tally import Counted, count_block
from negotiate.whatif.workers import spread

if TYPE_CHECKING:
    from negotiate.scenario import Scenario

KEPT = 100_000
"""Draws that are kept one by one, and points of a grid that is too large to be kept; all others are
counted.
"""
Told = Callable[[int, int], None]
"""It is told how many points are done, and how many there are."""


class Piece(NamedTuple):
    """What comes of a block.

    Parameters
    ----------
    counted : Counted
        What is counted in it.
    points, answers : Mapping[str, list]
        Those of its points that are kept, column by column.
    tables : tuple of bytes
        Its rows in each table that is stored.
    """

    counted: Counted
    points: Mapping[str, list[Any]]
    answers: Mapping[str, list[Any]]
    tables: tuple[bytes, ...]


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of which points.

    Parameters
    ----------
    engine : Engine
        The scenario, and what is watched.
    points : Points
        All of them.
    asked : Mapping[str, object]
        The words in which it was asked: what varies, how many draws and from which seed.
    keep : int
        So many of the first points are kept themselves.
    stored : bool
        Whether rows are made.
    """

    engine: Engine
    points: Points
    asked: Mapping[str, Any]
    keep: int
    stored: bool = False

    @property
    def heads(self) -> dict[str, str]:
        """Table that is stored → its first line."""
        taken = {RUN, *self.engine.columns}
        varied = [
            f"varied {axis.name}" if axis.name in taken else axis.name for axis in self.points.axes
        ]
        heads = {"rows.csv": line([RUN, *varied, *self.engine.columns])} if self.stored else {}
        return heads | ({"equilibria.csv": line(EQUILIBRIA)} if self.engine.profiles else {})

    @property
    def texts(self) -> dict[str, tuple[int, ...]]:
        """Table → the places of its columns that hold texts."""
        words = [not axis.numeric for axis in self.points.axes] + [
            one.told for one in self.engine.columns.values()
        ]
        return {"rows": tuple(k for k, text in enumerate(words, 1) if text), "equilibria": (2, 3)}

    def __call__(self, places: range) -> Piece:
        """The piece of some places."""
        block = self.engine.block(self.points, places)
        counted = count_block(block.answers, self.engine.told, self.engine.numbers)
        room = max(self.keep - places.start, 0)
        points, answers = {}, {}
        if room:
            points = {name: listed(values[:room]) for name, values in block.points.items()}
            answers = {name: listed(block.answers[name][:room]) for name in self.engine.columns}
        tables = [rows_of(block, [*self.engine.columns])] if self.stored else []
        tables += [equilibria_of(block)] if self.engine.profiles else []
        return Piece(counted, points, answers, tuple(table.encode("utf-8") for table in tables))

    def pieces(
        self, jobs: int, scheduler: str | None, told: Told | None, first: int = 0
    ) -> Generator[Piece, None, None]:
        """The pieces in order, from some block on; see `spread`."""
        starts = self.engine.starts(self.points)[first:]
        if scheduler is not None or jobs > 1:
            _ = self.engine.reading  # the file may lie on this machine alone
        with closing(spread(self, starts, jobs, scheduler)) as found:
            for places, piece in zip(starts, found, strict=True):
                yield piece
                if told is not None:
                    told(places.stop, self.points.count)

    def said(self) -> dict[str, Any]:
        """The question as data: what a later run is compared with, and asked again from."""
        scenario = self.engine.scenario
        changes, variant, fixes = changed(scenario)
        injects = injected(scenario)
        content = self.engine.reading.content(changes, variant, fixes, injects)
        text = json.dumps(content, sort_keys=True, default=str)
        made: dict[str, Any] = {
            "path": scenario.path,
            "variant": variant,
            "set": {
                change.name: change.value for change in scenario.changes if change.kind == "set"
            },
            "fix": fixes,
            "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        }
        made |= {"injects": list(injects)} if injects else {}
        starts = self.engine.starts(self.points)
        about = {"points": self.points.count, "block": len(starts[0]), "tables": {**self.heads}}
        found = {"scenario": made, **self.asked, "watch": self.engine.named, **about}
        said: dict[str, Any] = json.loads(
            json.dumps(found, default=str)
        )  # as it will be read again
        return said


def asked(
    scenario: Scenario,
    vary: Mapping[str, str | Iterable[Any]] | None,
    watch: str | Sequence[str],
    draws: int,
    seed: int,
    sampling: Sampling,
    *,
    stored: bool,
) -> Question:
    """The question that `whatif` is asked; `stored` where every point becomes a row."""
    known, formulas = to_watch(watch, scenario)
    engine = Engine(scenario, known, formulas, stored and "equilibria" in known)
    varied = None if vary is None else {name: _values(name, own) for name, own in _pairs(vary)}
    points = points_of(scenario, varied, draws, seed, sampling)
    check_count(points, engine.cheap(points.axes), stored)
    words = {"vary": varied, "draws": draws, "sampling": sampling, "seed": seed}
    keep = points.count if isinstance(points, Grid) and points.count <= POINTS else KEPT
    return Question(engine, points, words, keep, stored)


def _pairs(vary: object) -> Iterable[tuple[str, Any]]:
    return named(vary, "vary", "a mapping: what varies → its values, or text as `0:20:5`").items()


def _values(name: str, own: object) -> str | list[Any]:
    """The values that something takes, as text or one by one.

    Raises
    ------
    UnsuitableGame
        If they are neither.
    """
    if isinstance(own, str):
        return own
    if isinstance(own, Iterable):
        return list(own)
    raise UnsuitableGame(f"`{name}` takes a list of values, or text as `0:20:5`")
