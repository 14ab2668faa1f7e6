"""Follows the logit quantal responses of one game from equal odds at precision zero along their
principal branch.

At precision λ every player answers the others with log-odds that are λ times the difference in
expected payoff. The path of fixed points is followed by arc length, so that it may turn back in λ;
unknown are the logarithms of all probabilities, which neither vanish nor overflow at high
precision.

References
----------
Turocy 2005, "A dynamic homotopy interpretation of the logistic quantal response equilibrium
correspondence", Games and Economic Behavior 51. Allgower & Georg 1990, "Numerical Continuation
Methods", for predictor, corrector, step length, and the determinant whose sign tells a path that
turns back from a step onto another part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.errors import DidNotConverge

FIRST_STEP = 0.1
GROWTH = 3.0
SHORTEST_STEP = 1e-7
LONGEST_STEP = 1e3  # where steps would grow beyond, probabilities vanish and precision stands still
STEPS = 3_000
CORRECTIONS = 6
CLOSE = (
    1e-6  # a corrector's last step, each log-probability weighted by the root of its probability
)
SHARP = 1e-13  # the same at a stated precision
WANTED = 0.01  # the predictor's error that the step length aims at
ALLOWED = 0.1
# the same where the side changes: past a crossing a step is this well predicted, a stray one is not
CROSSING = 1e-3
RISES = 3  # steps to each stated precision
LEARNT = 0.1  # of an answer in the next average
ROUNDS, TRIED = 600, 50  # answers that are averaged, and after how many a response is looked for
ENTRIES = 300_000  # unknowns of all steps round one turn
FAR, LONGEST_MOVE = 0.5, 2.0  # a corrector's move of which parts are cut off, in logarithms
STRAIGHT = (
    0.99  # cosine of the largest turn in one step: a sharper one could lead to another branch
)


class Point(NamedTuple):
    """One quantal response: its precision, and the logarithms of all probabilities, player after
    player.
    """

    precision: float
    logs: FloatArray


class _Place(NamedTuple):
    """Where the path is: log-probabilities with the precision last, its direction, the predictor's
    error, its side.
    """

    at: FloatArray
    way: FloatArray
    error: float
    side: float


class Responses:
    """What a path is followed through: probabilities in runs, one run for each who chooses, that
    answer each other.

    Attributes
    ----------
    shape : tuple of int
        How many options each has.
    owner : ndarray of int, shape (total,)
        Whose each probability is.
    starts : ndarray of int, shape (runs,)
        Where each run begins.
    total : int
        How many probabilities there are.
    """

    shape: tuple[int, ...]
    owner: IndexArray
    starts: IndexArray
    total: int

    def worth(self, logs: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What each option is worth, and how that changes with each logarithm of a probability."""
        raise NotImplementedError

    def system(self, logs: FloatArray, precision: float) -> tuple[FloatArray, FloatArray]:
        """How far these are from a fixed point, and the derivative of that in every logarithm and
        in the precision.
        """
        worth, slope = self.worth(logs)
        answers = self.answers(worth, precision)
        weights = np.exp(answers)
        derivative = np.empty((self.total, self.total + 1))
        derivative[:, :-1] = precision * (self.sums(weights[:, None] * slope) - slope)
        diagonal = np.arange(self.total)
        derivative[diagonal, diagonal] += 1.0
        derivative[:, -1] = self.sums(weights * worth) - worth
        return logs - answers, derivative

    def answers(self, worth: FloatArray, precision: float) -> FloatArray:
        """The logarithms of the probabilities that answer what each option is worth."""
        pulled = precision * worth
        pulled -= np.maximum.reduceat(pulled, self.starts)[self.owner]
        return np.asarray(pulled - np.log(self.sums(np.exp(pulled))))

    def answer(self, logs: FloatArray, precision: float) -> FloatArray:
        """The logarithms of the probabilities that answer those of these logarithms."""
        return self.answers(self.worth(logs)[0], precision)

    def moves(self, at: FloatArray, row: FloatArray) -> FloatArray:
        """Newton's move towards a fixed point at right angles to a row of numbers, and the path's
        direction.

        Parameters
        ----------
        at, row : ndarray, shape (total + 1,)
            Logarithms of all probabilities, and the precision.

        Returns
        -------
        ndarray, shape (total + 1, 2)
            The move, and the direction, whose product with the row is 1; NaN where there is no one
            move.
        """
        off, derivative = self.system(at[:-1], float(at[-1]))
        right = np.zeros((len(at), 2))
        right[:-1, 0] = -off
        right[-1, 1] = 1.0
        try:
            return np.asarray(np.linalg.solve(np.vstack([derivative, row]), right), dtype=float)
        except np.linalg.LinAlgError:
            return np.full((len(at), 2), np.nan)

    def side(self, at: FloatArray, way: FloatArray) -> float:
        """The sign of the determinant of the system with the path's direction below it; 0 where it
        is not known.

        A path keeps it, but where another one crosses it.
        """
        return float(np.linalg.slogdet(np.vstack([self.system(at[:-1], float(at[-1]))[1], way]))[0])

    def sums(self, numbers: FloatArray) -> FloatArray:
        """For each probability the sum over its run, shape (total, …)."""
        return np.add.reduceat(numbers, self.starts)[self.owner]


class LogitGame(Responses):
    """What the fixed points depend on, in arrays that do not change along the path.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        On the unit range, which gives the precision its unit.
    """

    def __init__(self, payoffs: FloatArray) -> None:
        self.payoffs = payoffs
        self.shape = payoffs.shape[1:]
        self.total = sum(self.shape)
        self.bounds = np.cumsum([0, *self.shape])
        self.starts = self.bounds[:-1]
        self.owner = np.repeat(np.arange(len(self.shape)), self.shape)
        self._fixed = self._tables([]) if len(self.shape) < 3 else None

    def values(self, odds: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What each strategy is worth, and how that changes with each other strategy's
        probability.
        """
        tables = self._fixed
        if tables is None:
            tables = self._tables([odds[a:b] for a, b in pairwise(self.bounds)])
        if len(self.shape) == 1:
            return self.payoffs[0].ravel(), tables
        worth = (tables @ odds) / (
            len(self.shape) - 1
        )  # the product with any one other player's odds is the worth
        return worth, tables

    def _tables(self, parts: list[FloatArray]) -> FloatArray:
        """Block (p, q): what p's strategies are worth against those of q, the other players mixing
        as they do.
        """
        whole = np.zeros((self.total, self.total))
        players = range(len(self.shape))
        for p in players:
            for q in players:
                if p != q:
                    rows, columns = slice(*self.bounds[p : p + 2]), slice(*self.bounds[q : q + 2])
                    whole[rows, columns] = self._table(p, q, parts)
        return whole

    def _table(self, p: int, q: int, parts: list[FloatArray]) -> FloatArray:
        table = self.payoffs[p]
        for other in reversed(range(len(self.shape))):
            if other not in (p, q):
                table = np.tensordot(table, parts[other], axes=(other, 0))
        return np.asarray(table if p < q else table.T, dtype=float)

    def worth(self, logs: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What each strategy is worth, and how that changes with each logarithm of a
        probability.
        """
        odds = np.exp(logs)
        worth, tables = self.values(odds)
        return worth, tables * odds


def trace(payoffs: FloatArray, precisions: Sequence[float]) -> Iterator[Point | float]:
    """Follow the path of a game in normal form, and stop where the caller has seen enough.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        On the unit range.
    precisions : sequence of float
        Positive, ascending: where a point is wanted.

    Yields
    ------
    Point or float
        A point at each stated precision, in the order in which the path comes by: once, or three
        times and more where it turns back. A number is the precision at which it turns.

    Raises
    ------
    DidNotConverge
        If the steps become too short or too many before the highest precision.

    Notes
    -----
    One linear system of as many unknowns as all players have strategies, two or three times a step.

    Examples
    --------
    >>> pennies = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]])
    >>> [np.exp(point.logs).round(6).tolist() for point in trace(pennies, [4.0])]
    [[0.5, 0.5, 0.5, 0.5]]
    """
    yield from follow(LogitGame(payoffs), precisions)


def follow(
    game: Responses,
    precisions: Sequence[float],
    start: Point | None = None,
    most: int | None = None,
) -> Iterator[Point | float]:
    """Follow the path of anything whose probabilities answer each other, from a point on it; see
    `trace`.
    """
    here = _begin(game, Point(0.0, _equal(game)) if start is None else start)
    step, before = FIRST_STEP, None
    steps = STEPS if most is None else most
    for _ in range(steps):
        there = _stepped(game, here, before, step)
        found = None if there is None else _between(game, here, there, precisions)
        if there is None or found is None:
            step /= 2
            if step < SHORTEST_STEP:
                break
            continue
        if here.way[-1] * there.way[-1] < 0:
            yield _turning(here, there)
        yield from found
        if there.at[-1] >= precisions[-1]:
            return
        before, here = (here, step), there
        grown = step * min(max(float(np.sqrt(WANTED / max(there.error, 1e-12))), 0.5), GROWTH)
        step = min(grown, LONGEST_STEP)
    raise DidNotConverge("the path of quantal responses", steps, step, SHORTEST_STEP)


def climb(game: Responses, precisions: Sequence[float]) -> Iterator[Point]:
    """Find responses at ever higher precision, each from the one before.

    Parameters
    ----------
    game : Responses
        As for `follow`.
    precisions : sequence of float
        Positive, ascending: where a point is wanted.

    Yields
    ------
    Point
        At each precision, up to the first at which none is found.

    Notes
    -----
    Where Newton's method leads to no response, the branch turns back. Then everybody answers the
    others' averages until it does, which skips the turn and may lead to another branch; if that
    leads nowhere, the turn is followed for a while. To follow all turns takes tens of times as many
    linear systems.

    References
    ----------
    Fudenberg & Levine 1998, "The Theory of Learning in Games", chapter 4, for smooth fictitious
    play.
    """
    here, before = Point(0.0, _equal(game)), precisions[0] / 2
    for target in precisions:
        for share in np.arange(1, RISES + 1) / RISES:
            there = _climbed(game, here, before * (target / before) ** float(share))
            if there is None:
                return
            here = there
        before = target
        sharp = _sharp(game, here.logs, target)
        if sharp is not None:
            here = Point(target, sharp)
            yield here


def _climbed(game: Responses, here: Point, precision: float) -> Point | None:
    """A response at a higher precision: near the last one, near averages, or round one turn of the
    branch.
    """
    found = _damped(game, here.logs, precision)
    found = _averaged(game, here.logs, precision) if found is None else found
    if found is not None:
        return Point(precision, found)
    try:
        for point in follow(game, [precision], here, ENTRIES // game.total):
            if isinstance(point, Point):
                return point
    except DidNotConverge:
        pass
    return None


def _averaged(game: Responses, logs: FloatArray, precision: float) -> FloatArray | None:
    """A response that averages of answers come near to."""
    for turn in range(ROUNDS):
        answer = game.answer(logs, precision)
        logs = np.logaddexp(logs + np.log1p(-LEARNT), answer + np.log(LEARNT))
        found = _damped(game, answer, precision) if turn % TRIED == TRIED - 1 else None
        if found is not None:
            return found
    return None


def _damped(game: Responses, logs: FloatArray, precision: float) -> FloatArray | None:
    """The response that Newton's method leads to with steps that are not too long."""
    row, last = np.arange(game.total + 1) == game.total, np.inf
    for turn in range(2 * CORRECTIONS):
        at = np.append(logs, precision)
        move = game.moves(at, row)[:, 0]
        size = float(np.abs(move * _weights(at)).max())
        if not np.isfinite(size) or (turn >= CORRECTIONS and size > last):
            return None
        logs, last = (
            logs + (np.clip(move[:-1], -LONGEST_MOVE, LONGEST_MOVE) if size > FAR else move[:-1]),
            size,
        )
        if size < CLOSE:
            return logs
    return None


def _equal(game: Responses) -> FloatArray:
    """The logarithms of equal odds."""
    logs: FloatArray = -np.log(np.array(game.shape, dtype=float))[game.owner]
    return logs


def _begin(game: Responses, start: Point) -> _Place:
    """A point, and the direction in which precision grows from there."""
    at = np.append(start.logs, start.precision)
    way = game.moves(at, np.arange(len(at)) == game.total)[:, 1]
    way = way / np.linalg.norm(way)
    return _Place(at, way, 0.0, game.side(at, way))


def _stepped(
    game: Responses, here: _Place, before: tuple[_Place, float] | None, step: float
) -> _Place | None:
    """One step along the path; None where it would be too long to be sure of."""
    guess = here.at + step * here.way
    if before is not None:
        guess += 0.5 * step**2 / before[1] * (here.way - before[0].way)
    at, error, way = guess, 0.0, here.way
    for turn in range(CORRECTIONS):
        move, way = game.moves(at, here.way).T
        size = float(np.abs(move * _weights(at)).max())
        if not np.isfinite(size) or size > ALLOWED:
            return None
        error = size if turn == 0 else error
        at = at + move
        if size < CLOSE:
            way = way / np.linalg.norm(way)
            there = _Place(at, way, error, game.side(at, way))
            left = there.side != here.side and error > CROSSING
            return there if float(way @ here.way) > STRAIGHT and not left else None
    return None


def _weights(at: FloatArray) -> FloatArray:
    """What an error in each unknown matters: the root of a probability, and the relative error of
    the precision.
    """
    return np.append(np.sqrt(np.exp(np.minimum(at[:-1], 0.0))), 1.0 / (1.0 + abs(float(at[-1]))))


def _turning(here: _Place, there: _Place) -> float:
    """The precision at which the path turns back between two places, as on a parabola."""
    rise, fall = float(here.way[-1]), float(there.way[-1])
    length = float(np.linalg.norm(there.at - here.at))
    return float(here.at[-1]) + 0.5 * length * rise * rise / (rise - fall)


def _between(
    game: Responses, here: _Place, there: _Place, precisions: Sequence[float]
) -> list[Point] | None:
    """The points at stated precisions between two places; None where one of them cannot be made
    sharp.
    """
    start, stop = float(here.at[-1]), float(there.at[-1])
    low, high = min(start, stop), max(start, stop)
    if here.way[-1] * there.way[-1] < 0:
        turn = _turning(here, there)
        if any(high < x <= turn or turn <= x <= low for x in precisions):
            # the path comes by there on its way out and on its way back: shorter steps tell them
            # apart
            return None
    passed = [x for x in precisions if low < x <= high]
    points = []
    for precision in passed if stop > start else reversed(passed):
        share = (precision - start) / (stop - start)
        logs = _sharp(game, here.at[:-1] * (1 - share) + there.at[:-1] * share, precision)
        if logs is None:
            return None
        points.append(Point(precision, logs))
    return points


def _sharp(game: Responses, logs: FloatArray, precision: float) -> FloatArray | None:
    """The fixed point at one precision, to the last digits."""
    row = np.zeros(game.total + 1)
    row[-1] = 1.0
    at = np.append(logs, precision)
    for _ in range(2 * CORRECTIONS):
        move = game.moves(at, row)[:, 0]
        size = float(np.abs(move * _weights(at)).max())
        if not np.isfinite(size) or size > ALLOWED:
            return None
        at = at + move
        if size < SHARP * (1.0 + precision):
            return at[:-1]
    return None
