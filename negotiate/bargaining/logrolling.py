"""Trades between issues: what each gives up on one to gain on another, and a way of such steps to
the frontier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.bargaining.assessment import Assessment, assess
from negotiate.bargaining.claims import Landmark
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.table import check_numbers
from negotiate.display import Shown, entity
from negotiate.errors import GameTooLarge, UnsuitableGame

STEPS = 100
"""Steps of a way to the frontier."""
MOVES = 1_000_000
"""Packages that are looked at in one step."""


@entity
class Trade:
    """A change of two issues by which somebody gains and nobody loses, as by neither change alone.

    Parameters
    ----------
    changes : Mapping[str, str]
        The two issues → what they change to.
    alone : Mapping[str, ndarray], each of shape (players,)
        The same issues → what that change alone would bring each player, if it could happen.
    together : ndarray, shape (players,)
        What both changes bring each player.
    package : int
        The package after both changes.
    adds_up : bool
        Whether each change alone can happen, and both bring the sum of what each brings alone: then
        it can be told who gives what for what.
    """

    changes: Mapping[str, str]
    alone: Mapping[str, FloatArray]
    together: FloatArray
    package: int
    adds_up: bool = True


@entity
class Step:
    """One step of a single negotiating text.

    Parameters
    ----------
    changes : Mapping[str, str]
        Issue → the option that it changes to.
    package : int
        The package after the step.
    payoffs : ndarray, shape (players,)
        What that package is worth.
    """

    changes: Mapping[str, str]
    package: int
    payoffs: FloatArray


@entity
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
        Whether no acceptable package is better for somebody and worse for nobody than the last one.
    last : Assessment
        Where the way ends, or the start where there is none.
    """

    problem: BargainingProblem
    start: Landmark
    trades: tuple[Trade, ...]
    path: tuple[Step, ...]
    arrived: bool
    last: Assessment

    def __repr__(self) -> str:
        return (
            f"<Trades from {self.start.label!r}: {len(self.trades)} pairs of issues, "
            f"{len(self.path)} steps>"
        )


def trades(
    problem: BargainingProblem, start: int | Mapping[str, str] | str | Landmark | None = None
) -> Trades:
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
        If nobody says where to start, the start is no package on this table, or some payoffs are
        levels.
    GameTooLarge
        If one step would look at too many packages.

    Notes
    -----
    A trade between two issues is logrolling where neither change alone is an acceptable package
    that is better for somebody and worse for nobody: it hurts somebody, crosses a red line, cannot
    happen, or brings nothing. Each step of the way is the change of one issue after which as many
    as possible gain, and of these the one with the largest product of gains in shares of what all
    packages span; where no single change pays, of two issues; where none of these does, any better
    package. The way is Roger Fisher's single negotiating text as Howard Raiffa (1982) describes it.
    """
    check_numbers(problem, "what a trade is worth")
    mark = problem.status_quo if start is None else problem.landmark(start)
    if mark is None or not mark.on_table:
        said = (
            "the file names no status quo"
            if mark is None
            else f"`{mark.label}` is no package on this table"
        )
        raise UnsuitableGame(f"{said}, so trades have no start", "name a package of the table")
    moves = Moves(problem)
    path = tuple(_path(moves, mark.package))
    last = assess(problem, path[-1].package if path else mark)
    found = [_trade(moves, mark.package, pair) for pair in combinations(moves.issues, 2)]
    paying = sorted((one for one in found if one is not None), key=lambda scored: -scored[0])
    return Trades(problem, mark, tuple(trade for _, trade in paying), path, last.efficient, last)


class Moves(NamedTuple):
    """Changes of a few issues of a package, and what they are worth."""

    problem: BargainingProblem

    @property
    def issues(self) -> dict[str, tuple[int, tuple[str, ...]]]:
        """Every issue on the table: by how much its next option raises a package's number, and its
        options.
        """
        found, stride = {}, self.problem.count
        for issue, labels in self.problem.issues.items():
            stride //= len(labels)
            found[issue] = (stride, labels)
        return found

    def of(self, package: int, changed: tuple[str, ...]) -> IntArray:
        """Every package that differs from one in exactly these issues."""
        found = np.array([package], dtype=int)
        for stride, labels in (self.issues[issue] for issue in changed):
            today = package // stride % len(labels)
            shifts = np.delete(np.arange(len(labels)), today) - today
            _check(len(found) * len(shifts))
            found = (found[:, None] + shifts * stride).ravel()
        return found

    def changes(self, package: int, other: int) -> dict[str, str]:
        """What is new in another package."""
        today, then = self.problem.package(package), self.problem.package(other)
        return {issue: option for issue, option in then.items() if today[issue] != option}

    def score(self, start: int, packages: IntArray) -> FloatArray:
        """How good each change is: how many gain, then the product of their gains; -inf where it
        cannot be signed.
        """
        problem = self.problem
        today, then = problem.payoffs_of([start])[:, 0], problem.payoffs_of(packages)
        signs = problem.gain_signs(then, today)
        won, lost = signs > 0, (signs < 0).any(axis=0)
        bad = lost | ~won.any(axis=0) | ~problem.acceptable_of(packages)
        seats, least = list(problem.seats), np.finfo(float).tiny
        share = np.clip(
            (then - today[:, None])[seats] / np.maximum(problem.span[seats, None], least), 0.0, 1.0
        )
        return np.where(bad, -np.inf, won.sum(axis=0) + np.prod(np.where(won, share, 1.0), axis=0))

    def add_up(self, gains: FloatArray) -> bool:
        """Whether what both of two changes bring is what each brings alone taken together, shape
        (players, 3).
        """
        seats, problem = list(self.problem.seats), self.problem
        first, second, both = np.rint(gains[seats] / problem.step[:, None]).T
        return bool((np.abs(first + second - both) <= 2 * problem.in_steps().slack).all())


def _check(count: int) -> None:
    GameTooLarge.refuse("changes of a few issues", count, MOVES, "commit some issues with --fix")


def _trade(moves: Moves, start: int, pair: tuple[str, str]) -> tuple[float, Trade] | None:
    """The best trade of two issues, with its score; None where none pays."""
    problem = moves.problem
    both = moves.of(start, pair)
    score = moves.score(start, both)
    order = np.argsort(-score, kind="stable")
    today = problem.package(start)
    for k in order[np.isfinite(score[order])].tolist():
        chosen = moves.changes(start, int(both[k]))
        singles = [problem.index({**today, issue: chosen[issue]}) for issue in pair]
        if np.isneginf(moves.score(start, np.array(singles, dtype=int))).all():
            gains = problem.payoffs_of([*singles, both[k]]) - problem.payoffs_of([start])
            apart = moves.add_up(gains) and all(map(problem.possible, singles))
            changes, alone = (
                {issue: chosen[issue] for issue in pair},
                dict(zip(pair, gains.T, strict=False)),
            )
            return float(score[k]), Trade(changes, alone, gains[:, 2], int(both[k]), apart)
    return None


def _path(moves: Moves, start: int) -> Iterator[Step]:
    here = start
    for _ in range(STEPS):
        if (found := _improved(moves, here)) is None:
            return
        yield Step(moves.changes(here, found), found, moves.problem.payoffs_of([found])[:, 0])
        here = found


def _improved(moves: Moves, here: int) -> int | None:
    """The next step: the best change of one issue, else of two, else any better package."""
    for size in (1, 2):
        groups = [moves.of(here, changed) for changed in combinations(moves.issues, size)]
        _check(sum(map(len, groups)))
        tried = np.concatenate(groups) if groups else np.empty(0, dtype=int)
        score = moves.score(here, tried)
        if len(tried) and np.isfinite(score.max()):
            return int(tried[np.argmax(score)])
    better = assess(moves.problem, here).better
    return int(better[0]) if len(better) else None
