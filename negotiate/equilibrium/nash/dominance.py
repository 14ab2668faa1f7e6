"""Iterated strict dominance, with its trace: what no equilibrium ever plays goes before anything
else is solved.

Pure strategies dominate first. Where that stops mixtures are tried, then pure strategies have
another go. Decimals are compared exactly, whatever their size; of other payoffs, a lead that their
error could have made is none. A strategy is strictly dominated, by another or by a mixture, exactly
if it is best against no belief, so one belief that makes it best settles it. A linear program only
ever proposes a mixture, and whole numbers confirm it.

References
----------
Pearce 1984, "Rationalizable strategic behavior and the problem of perfection", Econometrica 52,
lemma 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.equilibrium.kernels import optimize
from negotiate.equilibrium.kernels.dominance import (
    Leads,
    Proposes,
    Rounds,
    better_mixture,
    own_rows,
    subgame,
)
from negotiate.equilibrium.solution import Elimination
from negotiate.games.exactness import Exact
from negotiate.games.normal_form import NormalFormGame, unit_payoffs

CLEAR = (
    1e-7  # of the largest lead: the program's own tolerance, below which a least lead may be zero
)
WEIGHT = 1e-12  # a smaller weight in a mixture is the program's rounding
STEEP = 1000.0  # the largest sum of weights that may be needed to bring every lead up to one
START, CELL = 2_000_000, 10
"""What one program costs in comparisons: to start it, and for its cells to the power of one and a
half.
"""

CROWD = 64
"""Combinations of the others from which beliefs pay: below it everything else is as fast."""
SHARES = (8, 4, 16, 2)
"""Into how many parts the combinations are cut; a belief spreads over the part that suits a
strategy best.
"""

WORK = 200_000_000
"""Comparisons spent on mixtures in a round, some tenths of a second; what would take more is not
tried.
"""
ROUNDS = 10
"""How many times that is spent in all."""
JOINING = 200
"""What one strategy of a mixture costs at one combination, in comparisons."""
GRID = 2.0**50
"""Steps of a player's range in which leads are counted where payoffs are known to no more than
that.
"""

IMPOSSIBLE = "some combinations are impossible, so dominated strategies were not eliminated first"
UNFINISHED = (
    "the game is so large that not every strategy was compared with every other, so "
    "dominated ones may be left"
)
UNTRIED = "dominance by mixtures was not tried in full"

Kept = tuple[tuple[int, ...], ...]


def cost(rivals: int, combinations: int) -> int:
    """What asking costs, in comparisons that a processor could make meanwhile."""
    return START + int(CELL * (rivals * combinations) ** 1.5)


def proposals(leads: FloatArray) -> Iterator[FloatArray]:
    """Weights of mixtures that may lead everywhere, or trail nowhere and lead somewhere.

    Parameters
    ----------
    leads : ndarray, shape (rivals, combinations)
        What each rival gets more than the strategy in question, at most 1 of either sign.

    Yields
    ------
    ndarray, shape (rivals,)
        First the weights with the largest least lead. Where that is about zero, then those with the
        largest sum of leads among mixtures that trail nowhere, each lead counted up to one: as many
        leads as there can be.
    """
    n, m = leads.shape
    # The largest e with weights w >= 0 that sum to 1 and w @ leads >= e everywhere.
    above = np.hstack([-leads.T, np.ones((m, 1))])
    total = np.hstack([np.ones((1, n)), np.zeros((1, 1))])
    bounds = [(0, None)] * n + [(None, None)]
    answer = optimize.linprog(
        np.eye(n + 1)[n] * -1.0, above, np.zeros(m), total, np.ones(1), bounds
    )
    if answer.x is None or answer.x[n] < -CLEAR:
        return
    yield np.where(answer.x[:n] > WEIGHT, answer.x[:n], 0.0)
    if answer.x[n] > CLEAR:
        return
    # The largest sum of s with 0 <= s <= 1 and w @ leads >= s everywhere.
    above = np.vstack([np.hstack([-leads.T, np.eye(m)]), np.concatenate([np.ones(n), np.zeros(m)])])
    right = np.append(np.zeros(m), STEEP)
    goal = np.concatenate([np.zeros(n), -np.ones(m)])
    answer = optimize.linprog(goal, above, right, bounds=[(0, None)] * n + [(0, 1)] * m)
    if answer.x is not None and -answer.fun > CLEAR:
        weights = answer.x[:n] / answer.x[:n].sum()
        yield np.where(weights > WEIGHT, weights, 0.0)


def supported(table: FloatArray) -> BoolArray:
    """Say which strategies are surely best against some belief.

    Parameters
    ----------
    table : ndarray, shape (strategies, combinations)
        What each strategy gives its player against each combination of the others, in any unit.

    Returns
    -------
    ndarray of bool, shape (strategies,)
        True where one combination, or an even spread over some, makes the strategy best by more
        than rounding. False says nothing.

    Examples
    --------
    >>> supported(np.array([[3.0, 0.0], [0.0, 3.0], [1.0, 1.0]])).tolist()
    [True, True, False]
    """
    found = np.asarray((table == table.max(axis=0)).any(axis=1), dtype=bool)
    combinations = table.shape[1]
    if combinations < CROWD:
        return found
    rounding = 2 * combinations * float(np.spacing(np.abs(table).max()))
    for share in SHARES:
        left = np.flatnonzero(~found)
        if not len(left):
            break
        own, least = table[left], combinations - combinations // share
        beliefs = (own >= np.partition(own, least, axis=1)[:, least, None]) + 0.0
        worth = table @ beliefs.T  # every strategy against every belief
        own = worth[left, np.arange(len(left))]
        worth[left, np.arange(len(left))] = -np.inf
        found[left[own - worth.max(axis=0) > rounding * beliefs.sum(axis=1)]] = True
    return found


class Reduced(NamedTuple):
    """What is left.

    Attributes
    ----------
    game : NormalFormGame
        The game with the strategies that stay.
    kept : tuple of tuple of int
        For each player those strategies' indices in the game that was asked about.
    eliminations : tuple of Elimination
        What went, in order.
    notes : tuple of str
        What was not tried.
    """

    game: NormalFormGame
    kept: Kept
    eliminations: tuple[Elimination, ...]
    notes: tuple[str, ...]


def reduce(game: NormalFormGame, *, mixtures: bool = True) -> Reduced:
    """Take strictly dominated strategies away until none is left.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players. Where some combinations are impossible nothing is taken away: what a
        strategy can be compared on then hangs on what the others may still do.
    mixtures : bool
        Whether mixtures may dominate too.

    Returns
    -------
    Reduced
        All dominated strategies of a round go together, so order plays no part. What was not looked
        at for want of time stays, and a note says so.

    References
    ----------
    Pearce 1984, "Rationalizable strategic behavior and the problem of perfection", Econometrica 52,
    lemma 3.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> reduce(game).kept
    ((1,), (1,))
    """
    if game.feasible is not None and not game.feasible.all():
        return nothing_taken(game)._replace(notes=(IMPOSSIBLE,))
    if game.whole is None and all(
        supported(own_rows(own, player)).all() for player, own in enumerate(game.payoffs)
    ):
        return nothing_taken(game)
    numbers, margin = game.comparable()
    rounds = Rounds(numbers, margin.tolist())
    trace = _pure(rounds, 1)
    mixing = _Mixing(game, margin, rounds)
    while (
        mixtures
        and rounds.finished
        and (mixed := mixing.round(trace[-1].round + 1 if trace else 1))
    ):
        trace += mixed
        trace += _pure(rounds, mixed[-1].round + 1)
    kept = tuple(tuple(own.tolist()) for own in rounds.kept)
    notes = (
        [UNFINISHED]
        if not rounds.finished
        else [UNTRIED]
        if mixing.short or (not mixtures and mixing.open)
        else []
    )
    return Reduced(game.restrict(kept) if trace else game, kept, tuple(trace), tuple(notes))


def nothing_taken(game: NormalFormGame) -> Reduced:
    """The whole game, as what is left where nothing goes."""
    return Reduced(game, tuple(tuple(range(n)) for n in game.shape), (), ())


def _pure(rounds: Rounds, first: int) -> list[Elimination]:
    return [
        Elimination(step.round, step.player, step.strategy, (step.by,))
        for step in rounds.play(first)
    ]


class _Mixing:
    """Dominance by mixtures in what pure dominance has left, within its work."""

    def __init__(self, game: NormalFormGame, margin: FloatArray, rounds: Rounds) -> None:
        self.rounds = rounds
        self.short = False
        self._game, self._margin = game, margin
        self._numbers: dict[int, tuple[Exact, int]] = {}
        self._left, self._now = ROUNDS * WORK, 0
        self._tried: list[tuple[list[list[int]], set[int]]] = [([], set()) for _ in game.shape]

    @property
    def open(self) -> bool:
        """Whether there is a strategy that a mixture may still dominate."""
        return any(self._candidates(player) for player in range(len(self._tried)))

    def round(self, number: int) -> list[Elimination]:
        """What mixtures of each player's strategies dominate in the game as it stands; it is taken
        away.
        """
        self.short, self._now = False, WORK
        found = [self._fallen(player, number) for player in range(len(self._tried))]
        for player, fallen in enumerate(found):
            self.rounds.remove(player, [step.strategy for step in fallen])
        return [step for fallen in found for step in fallen]

    def _candidates(self, player: int) -> list[int]:
        """Strategies that are best against no combination, and not yet tried against those that are
        left.
        """
        kept = [own.tolist() for own in self.rounds.kept]
        if len(kept[player]) < 3:
            return []
        others = kept[:player] + kept[player + 1 :]
        if self._tried[player][0] != others:
            self._tried[player] = (others, set())
        return [
            i for i in self.rounds.never_best(player).tolist() if i not in self._tried[player][1]
        ]

    def _fallen(self, player: int, number: int) -> list[Elimination]:
        """Single strategies in layers are tried on everybody, then pairs, then the program, as far
        as work goes.
        """
        rest = self._candidates(player)
        if not rest:
            return []
        own = [int(i) for i in self.rounds.kept[player]]
        table = self._table(player)
        if table.dtype != object:  # floats hold every number
            sure = supported(table[own].astype(float))
            rest = [i for i in rest if not sure[own.index(i)]]
        size, combinations = len(own), table.shape[1]
        fallen: list[Elimination] = []
        for each, pairs, program in (
            (4 * size * combinations, False, None),
            (size**2 * combinations // 4, True, None),
            (cost(size, combinations), True, proposals),
        ):
            if not rest or not self._affords(len(rest) * each):
                break
            fallen += self._dominated(player, number, rest, own, table, pairs, program)
            gone = {step.strategy for step in fallen}
            rest, own = [i for i in rest if i not in gone], [i for i in own if i not in gone]
        else:
            self._tried[player][1].update(rest)
        return sorted(fallen, key=lambda step: step.strategy)

    def _affords(self, work: int) -> bool:
        if work > min(self._now, self._left):
            self.short = True
            return False
        self._now -= work
        self._left -= work
        return True

    def _whole(self, player: int) -> tuple[Exact, int]:
        """The player's payoffs in whole numbers, and how large a lead their error could make."""
        if player not in self._numbers:
            game, margin = self._game, float(self._margin[player])
            if margin == 0:
                own = game.exactly().payoffs[player]
                self._numbers[player] = own if own.dtype == object else own.astype(int), 0
            else:
                width = float(np.ptp(game.payoffs[player]))
                steps = np.rint(unit_payoffs(game.payoffs[player : player + 1])[0] * GRID).astype(
                    int
                )
                self._numbers[player] = steps, ceil(min(margin / width, 1.0) * GRID) + 2
        return self._numbers[player]

    def _table(self, player: int) -> Leads:
        """The player's payoffs in whole numbers, all own strategies against what the others have
        left.
        """
        numbers = self._whole(player)[0]
        whole = np.arange(numbers.shape[player])
        kept = [whole if p == player else left for p, left in enumerate(self.rounds.kept)]
        return own_rows(subgame(numbers[None], kept)[0], player)

    def _dominated(
        self,
        player: int,
        number: int,
        tried: list[int],
        own: list[int],
        table: Leads,
        pairs: bool,
        program: Proposes | None,
    ) -> list[Elimination]:
        """Which of the strategies tried a mixture of the player's own dominates, but for what fell
        before.
        """
        found: list[Elimination] = []
        for i in tried:
            gone = {step.strategy for step in found}
            rivals = [j for j in own if j != i and j not in gone]
            leads = table[rivals] - table[i] - self._whole(player)[1]
            weights = better_mixture(leads, program, pairs=pairs)
            if weights is not None:
                total = sum(weights.tolist())
                by = {j: w / total for j, w in zip(rivals, weights.tolist(), strict=True) if w > 0}
                found.append(Elimination(number, player, i, tuple(by), tuple(by.values())))
                self._left -= JOINING * len(by) * table.shape[1]
        return found
