"""The answers of a scenario over many points: every combination of some values, or draws of what is
uncertain.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negotiate.display import Shown
from negotiate.errors import UnsuitableGame
from negotiate.whatif import ranking
from negotiate.whatif.engine import Engine
from negotiate.whatif.flips import Flip, Stretch, flips_along, stretches_between
from negotiate.whatif.frames import Run
from negotiate.whatif.indicators import USUAL, Value, to_watch, without_types
from negotiate.whatif.maps import Line, lines_of, unsearched
from negotiate.whatif.points import (
    Axis,
    Draws,
    Points,
    Sampling,
    Values,
)
from negotiate.whatif.question import Told, asked
from negotiate.whatif.runs import opened
from negotiate.whatif.side_by_side import Along, side_by_side
from negotiate.whatif.tally import Share, Spread, Tally

if TYPE_CHECKING:
    from negotiate.scenario import Scenario
    from negotiate.whatif.ranking import Ranking


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sweep(Shown):
    """The answers of one scenario over some points.

    Parameters
    ----------
    title : str
        What the scenario is called.
    keys, players : tuple of str
        The players, by key and by name.
    axes : tuple of Axis
        What varies; of a grid the last one fastest.
    indicators : Mapping[str, tuple of str or float]
        What is watched → its value at each point; of draws and very large grids, at the first
        `KEPT`.
    now : Mapping[str, str or float]
        The same as the file stands.
    flips : tuple of Flip
        Every change of an answer along one axis while the others stay as in the file; none of
        draws.
    stretches : tuple of Stretch
        Of one number that varies: what holds between its flips.
    at_once : bool
        Whether payoffs varied as arrays; else each point was read anew.
    count : int
        How many points there are.
    shares : tuple of Share
        Which answers hold together in what share of the points, the most frequent first.
    spreads : Mapping[str, Spread]
        Indicator that is a number → its mean, standard deviation and quantiles.
    sampling : {'', 'latin', 'sobol', 'random'}
        How the points were drawn; empty for a grid.
    seed : int
        Of the draws.
    run : Run or None
        Where every row stands, if each went into a run folder.
    undrawn : Mapping[str, str]
        What the file says is uncertain and was not drawn → why; empty of a grid, and where somebody
        named what varies.
    proved : tuple of str
        The answers of which no change along an axis can have been missed; of the others, changes
        that lie closer together than the values that were tried can be missed.
    touches : tuple of (str, float)
        What varies, and a place along it at which an answer may hold that is not found there: a tie
        as far as rounding can tell.
    lines : tuple of Line
        Of a map of two numbers, every change along each row and column; empty where nothing was
        searched.
    unsearched : Mapping[str, str]
        Of several things that vary: because of which numbers it was not looked between points →
        why.
    untyped : tuple of str
        What was watched and leaves private types out; the values of the file hold there.
    numbers : bool
        Whether the file gives each player a number for no deal, in place of what happens then.
    """

    title: str
    keys: tuple[str, ...]
    players: tuple[str, ...]
    axes: tuple[Axis, ...]
    indicators: Mapping[str, Values]
    now: Mapping[str, Value]
    flips: tuple[Flip, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    at_once: bool = True
    count: int = 0
    shares: tuple[Share, ...] = ()
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    sampling: Sampling | str = ""
    seed: int = 0
    run: Run | None = None
    undrawn: Mapping[str, str] = field(default_factory=dict)
    proved: tuple[str, ...] = ()
    touches: tuple[tuple[str, float], ...] = ()
    lines: tuple[Line, ...] = ()
    unsearched: Mapping[str, str] = field(default_factory=dict)
    untyped: tuple[str, ...] = ()
    numbers: bool = False

    @property
    def points(self) -> tuple[Values, ...]:
        """The values of the axes at each point, in the order of the indicators."""
        values = [axis.values for axis in self.axes]
        kept = len(next(iter(self.indicators.values())))
        return tuple(zip(*values, strict=True) if self.sampling else islice(product(*values), kept))

    @property
    def told(self) -> tuple[str, ...]:
        """The indicators that are texts."""
        return tuple(name for name, value in self.now.items() if isinstance(value, str))

    def to_frame(self) -> Any:
        """A data frame of pandas with a row a point.

        Raises
        ------
        UnsuitableGame
            If pandas is not installed.
        """
        try:
            pd: Any = importlib.import_module("pandas")
        except ModuleNotFoundError:
            raise UnsuitableGame("pandas is not installed", "pip install pandas") from None
        varied = dict(
            zip((axis.name for axis in self.axes), zip(*self.points, strict=True), strict=True)
        )
        return pd.DataFrame(varied | dict(self.indicators))

    def __repr__(self) -> str:
        points = f"{self.count:,} {'draws' if self.sampling else 'points'}"
        return f"<Sweep {self.title!r}: {' × '.join(axis.name for axis in self.axes)}; {points}>"


def whatif(
    scenario: Scenario,
    vary: Mapping[str, str | Iterable[Any]] | None = None,
    watch: str | Sequence[str] = USUAL,
    draws: int = 0,
    *,
    seed: int = 0,
    sampling: Sampling = "latin",
    jobs: int = 1,
    scheduler: str | None = None,
    into: str | Path | None = None,
    resume: bool = False,
    form: str = "csv",
    told: Told | None = None,
    budget: float | None = None,
) -> Sweep | Ranking:
    """Vary numbers of a scenario, and see what becomes of its answers.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    vary : Mapping, optional
        Name or address → its values, or text as on the command line: `0:20:0.5`, or values with
        commas between. Several make a grid; an empty text stands for the range of the file, or for
        all outcomes. Without it, every parameter that has a range is tried by itself; of draws, all
        that the file says is uncertain varies together: parameters, events and private types.
    watch : str or sequence of str
        Names among `INDICATORS`, and indicators of your own as `gap = outcome.us - outcome.china`:
        a number or a condition of the language's formulas over what is watched and the parameters.
    draws : int
        How many draws to take in place of a grid. What varies is then drawn from its distribution
        in the file, from one that is written (`normal(6, 2)`), evenly from a range, or from its
        values alike. Events and types are drawn by their odds, which follow the numbers that are
        drawn; everybody then knows them.
    seed : int
        Which draws.
    sampling : {'latin', 'sobol', 'random'}
        How they are drawn.
    jobs : int
        How many processes of this machine share the work. The answer is the same for any number.
    scheduler : str, optional
        The address of a running Dask scheduler whose workers share it instead; see
        `workers.spread`.
    into : path, optional
        A run folder, into which the row of each point goes; see `runs`.
    resume : bool
        Whether to go on with the run that the folder holds.
    form : {'csv', 'jsonl', 'parquet'}
        As what the rows are written besides CSV.
    told : callable, optional
        It is told how many points are done, and how many there are.
    budget : float, optional
        Where nothing is named that varies: after how many seconds of the processor the answer is
        given with what was found until then. It says what was not looked at. Without it, everything
        is.

    Raises
    ------
    FileRefused, NotWritten
        If the folder holds something else, or cannot be written.
    WorkersLost
        If workers do not do their work.
    UnknownIndicator
        If there is no such indicator.
    UnsuitableGame
        If there is nothing to vary.
    GameTooLarge
        If the points are too many.

    Examples
    --------
    >>> import negotiate
    >>> found = negotiate.load("trade/chicken-tariffs").whatif({"pride": "0:4:1"})  # doctest: +SKIP
    """
    if vary is None and not draws:
        if into is not None:
            raise UnsuitableGame(
                "a run folder holds points, and nothing varies", "write `--vary` or `--draws`"
            )
        return ranking.ranking(Engine(scenario, *to_watch(watch, scenario)), budget)
    question = asked(scenario, vary, watch, draws, seed, sampling, stored=into is not None)
    with ExitStack() as leaving:
        tally = Tally(question.engine.told)
        folder = (
            opened(Path(into), question, tally, leaving, resume=resume)
            if into is not None
            else None
        )
        for piece in question.pieces(jobs, scheduler, told, folder.done if folder else 0):
            if folder is not None:
                folder.add(piece)
            tally.add(piece.counted)
            tally.keep(piece.points, piece.answers)
        run = None
        if folder is not None:
            folder.write_manifest(finished=True)
            run = folder.run()
            run.export(form)
    return replace(swept(question.engine, question.points, tally), run=run)


def swept(engine: Engine, points: Points, tally: Tally) -> Sweep:
    """What was counted at all points, as an answer."""
    drawn = isinstance(points, Draws)
    axes, found = points.axes, tally.answers
    flips: tuple[Flip, ...] = ()
    lines: tuple[Line, ...] = ()
    proved: tuple[str, ...] = ()
    touches: tuple[tuple[str, float], ...] = ()
    unseen: Mapping[str, str] = {}
    if drawn:
        axes = tuple(replace(axis, values=tuple(tally.points[axis.name])) for axis in axes)
    else:
        along = {
            Along(axis.name): flips_along(engine, axis, found if len(axes) == 1 else None)
            for axis in axes
        }
        searched = [*side_by_side(engine, along).values()]
        flips = tuple(flip for one in searched for flip in one.found)
        touches = tuple(
            (axis.name, at) for axis, one in zip(axes, searched, strict=True) for at in one.touches
        )
        if len(axes) > 1:
            known = all(len(one) == points.count for one in found.values())
            unseen = unsearched(engine, axes, known=known)
            searched_too = not unseen and all(axis.numeric for axis in axes)
            lines = lines_of(engine, axes, found) if searched_too else ()
        proved = tuple(
            sorted(
                frozenset[str].intersection(*(frozenset(one.proved) for one in lines or searched))
            )
        )
    numeric = not drawn and len(axes) == 1 and axes[0].numeric and len(axes[0].values) > 1
    scenario = engine.scenario
    return Sweep(
        title=scenario.heading,
        keys=scenario.keys,
        players=tuple(player.name for player in scenario.players.values()),
        axes=axes,
        indicators={name: tuple(values) for name, values in found.items()},
        now=engine.now,
        flips=flips,
        proved=proved,
        touches=touches,
        lines=lines,
        unsearched=unseen,
        numbers=bool(scenario.alternatives),
        untyped=without_types(engine.needed, scenario, [axis.name for axis in axes]),
        stretches=stretches_between(engine, axes[0], found, flips) if numeric else (),
        at_once=engine.fits([axis.name for axis in axes]),
        count=points.count,
        shares=tally.shares(),
        spreads=tally.spreads(),
        sampling=points.sampling if isinstance(points, Draws) else "",
        seed=points.seed if isinstance(points, Draws) else 0,
        undrawn=points.undrawn if isinstance(points, Draws) else {},
    )
