"""Trades between issues: what each gives up on one to gain on another, and a way of such steps to the frontier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from negotiate.bargaining.assessment import assess
from negotiate.bargaining.block import FloatArray
from negotiate.bargaining.claims import Landmark
from negotiate.bargaining.problem import BargainingProblem
from negotiate.display import Shown
from negotiate.errors import GameTooLarge, UnsuitableGame

STEPS = 100
"""Steps of a way to the frontier."""
MOVES = 1_000_000
"""Packages that are looked at in one step."""


@dataclass(frozen=True, slots=True, eq=False)
class Trade:
    """A change of two issues that pays for everybody, though neither change alone does.

    Parameters
    ----------
    issues : tuple of str
        The two issues.
    options : tuple of str
        What they change to.
    alone : tuple of ndarray, each of shape (players,)
        What each of the two changes alone would bring.
    together : ndarray, shape (players,)
        What both bring.
    package : int
        What comes of it.
    """

    issues: tuple[str, str]
    options: tuple[str, str]
    alone: tuple[FloatArray, FloatArray]
    together: FloatArray
    package: int


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step of a single negotiating text: issue → option, and what everybody then has."""

    changes: Mapping[str, str]
    package: int
    payoffs: FloatArray


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Trades(Shown):
    """Trades that pay from one package on.

    Parameters
    ----------
    problem : BargainingProblem
        The table.
    start : Landmark
        Where they start.
    trades : tuple of Trade
        The best for each pair of issues that has one, the largest product of gains first.
    path : tuple of Step
        Steps of a single negotiating text, each better for somebody and worse for nobody.
    arrived : bool
        Whether no acceptable package is better for everybody than the last one.
    """

    problem: BargainingProblem
    start: Landmark
    trades: tuple[Trade, ...]
    path: tuple[Step, ...]
    arrived: bool

    def __repr__(self) -> str:
        return f"<Trades from {self.start.label!r}: {len(self.trades)} pairs of issues, {len(self.path)} steps>"


def trades(problem: BargainingProblem, start: int | Mapping[str, str] | str | Landmark | None = None) -> Trades:
    """Find what could be traded for what, and a way to the frontier on which nobody ever loses.

    Parameters
    ----------
    problem : BargainingProblem
        Of a scenario, whose packages have issues.
    start : int, Mapping, str or Landmark, optional
        Where to start, as `assess` takes it; by default the status quo.

    Raises
    ------
    UnsuitableGame
        If nobody says where to start, or the start is no package on this table.
    GameTooLarge
        If one step would look at too many packages.

    Notes
    -----
    A trade between two issues is logrolling where each change alone is worse for somebody. Each step of the way is the
    change of one issue after which as many as possible gain, and of these the one with the largest product of gains in
    shares of what the frontier spans; where no single change pays for all, of two issues; where none of these does, any
    better package. The way is Roger Fisher's single negotiating text as Howard Raiffa (1982) describes it.
    """
    mark = problem.status_quo if start is None else problem.landmark(start)
    if mark is None or not mark.on_table:
        said = "the file names no status quo" if mark is None else f"`{mark.label}` is no package on this table"
        raise UnsuitableGame(f"{said}, so nobody knows where to start", "name a package of the table")
    moves = Moves(problem)
    path = tuple(_path(moves, mark.package))
    last = path[-1].package if path else mark.package
    return Trades(problem, mark, tuple(_trades(moves, mark.package)), path, assess(problem, last).efficient)


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Changes of a few issues of a package, and what they are worth."""

    problem: BargainingProblem

    @property
    def issues(self) -> dict[str, tuple[str, ...]]:
        """Every issue on the table with its options."""
        return {k: labels for b in self.problem.blocks for k, labels in zip(b.issues, b.options, strict=True)}

    def of(self, package: int, changed: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
        """Every package that differs from one in exactly these issues."""
        today = self.problem.package(package)
        found: list[dict[str, str]] = [{}]
        for issue in changed:
            others = [option for option in self.issues[issue] if option != today[issue]]
            found = [{**one, issue: option} for one in found for option in others]
            if len(found) > MOVES:
                raise GameTooLarge("changes of a few issues", len(found), MOVES, "commit some issues with --fix")
        return [(self.problem.index({**today, **one}), one) for one in found]

    def score(self, gains: FloatArray) -> FloatArray:
        """How good each change is: how many gain, then the product of their gains; -inf where somebody loses."""
        steps = np.rint(gains[list(self.problem.seats)] / self.problem.step[:, None])
        lost = (steps < 0).any(axis=0) | ~(steps > 0).any(axis=0)
        share = np.clip(steps * self.problem.step[:, None] / self._span()[:, None], 0.0, 1.0)
        return np.where(lost, -np.inf, (steps > 0).sum(axis=0) + np.prod(np.where(steps > 0, share, 1.0), axis=0))

    def _span(self) -> FloatArray:
        rows = list(self.problem.seats)
        high = sum(block.payoffs[rows].max(axis=1) for block in self.problem.blocks)
        low = sum(block.payoffs[rows].min(axis=1) for block in self.problem.blocks)
        return np.asarray(np.maximum(high - low, np.finfo(float).tiny), dtype=np.float64)


def _trades(moves: Moves, start: int) -> Iterator[Trade]:
    found = [one for pair in combinations(moves.issues, 2) if (one := _trade(moves, start, pair)) is not None]
    yield from [trade for _, trade in sorted(found, key=lambda scored: -scored[0])]


def _trade(moves: Moves, start: int, pair: tuple[str, str]) -> tuple[float, Trade] | None:
    """The best trade of two issues, with its score; None where none pays."""
    problem = moves.problem
    here = problem.payoffs_of([start])
    both = moves.of(start, pair)
    if not both:
        return None
    gains = problem.payoffs_of([index for index, _ in both]) - here
    score = np.where(problem.acceptable_of([index for index, _ in both]), moves.score(gains), -np.inf)
    today = problem.package(start)
    order = np.argsort(-score, kind="stable")
    for k in order[np.isfinite(score[order])].tolist():
        index, chosen = both[k]
        singles = [problem.index({**today, issue: chosen[issue]}) for issue in pair]
        one, other = (problem.payoffs_of([single])[:, 0] - here[:, 0] for single in singles)
        if all((np.rint(x[list(problem.seats)] / problem.step) < 0).any() for x in (one, other)):
            first, second = pair
            return float(score[k]), Trade(pair, (chosen[first], chosen[second]), (one, other), gains[:, k], index)
    return None


def _path(moves: Moves, start: int) -> Iterator[Step]:
    here = start
    for _ in range(STEPS):
        found = _improved(moves, here)
        if found is None:
            return
        yield found
        here = found.package


def _improved(moves: Moves, here: int) -> Step | None:
    """The next step: the best change of one issue, else of two, else any better package."""
    problem = moves.problem
    worth = problem.payoffs_of([here])
    for size in (1, 2):
        options = [move for changed in combinations(moves.issues, size) for move in moves.of(here, changed)]
        if not options:
            continue
        indices = [index for index, _ in options]
        payoffs = problem.payoffs_of(indices)
        score = np.where(problem.acceptable_of(indices), moves.score(payoffs - worth), -np.inf)
        best = int(np.argmax(score))
        if np.isfinite(score[best]):
            return Step(options[best][1], indices[best], payoffs[:, best])
    better = assess(problem, here).better
    if not len(better):
        return None
    target, today = problem.package(int(better[0])), problem.package(here)
    changes = {issue: option for issue, option in target.items() if today[issue] != option}
    return Step(changes, int(better[0]), problem.payoffs_of([int(better[0])])[:, 0])
