"""Matches that are sampled in many worlds, because a strategy in them has unbounded memory.

Every block of worlds has random numbers of its own, keyed by the seed and the block's place, so
neither the order in which blocks are played nor how many are played at a time changes a result.

An endless match is cut where the rest counts less than `REST` of everything, and the rounds before
count for it too: the answer is off by at most that share of the range of payoffs, far less than
what chance does to it. Playing on until a die ends the match would be right on average, but the
lengths of the matches would add to what chance does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import ceil, log, prod
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.game import Supergame, in_seats, phase_payoffs
from negotiate.repeated.kernels.chain import Rules
from negotiate.repeated.kernels.lockstep import asked, meet, round_table, walk
from negotiate.repeated.setting import whole
from negotiate.repeated.strategies.strategy import Learner

if TYPE_CHECKING:
    Played = Callable[[int, np.random.Generator], FloatArray]

WORLDS = 1_000
"""Worlds that are played where nobody says how many."""

REST = 1e-6
"""What may be left of an endless match where it is cut, as a share of all of it."""

BLOCK = 16_384
"""Worlds that share random numbers; fewer where many combinations of postures make a learner's
memory large.
"""

MEMORY = 1 << 22
"""Numbers that a learner may hold for a block of worlds, about."""

TABLE_LIMIT = 1 << 14
"""Outcomes in the table of a round; automata with more are asked one by one."""

STEP_LIMIT = 200_000_000
"""Rounds that are played, in all worlds together: a minute, about."""

THREADED = 1 << 22
"""Rounds in all worlds together from which it pays to start threads."""

OVERHEAD = 1_000
"""A round costs at least what it costs in so many worlds."""


class Sample(NamedTuple):
    """What sampled worlds say.

    Parameters
    ----------
    payoffs : ndarray, shape (players,)
        By round, the mean of all worlds.
    errors : ndarray, shape (players,)
        The standard error of each mean.
    worlds : int
        How many there were.
    """

    payoffs: FloatArray
    errors: FloatArray
    worlds: int


def sampled(
    game: Supergame,
    machines: Sequence[Automaton | Learner],
    law: Rules,
    rounds: int | None,
    seed: int = 0,
    worlds: int | None = None,
    workers: int = 1,
) -> Sample:
    """Play a match in many worlds.

    Parameters
    ----------
    game : Supergame
        What is played.
    machines : sequence of Automaton or Learner
        One a player.
    law : Rules
        The phases, noise and misreading; see `rules`.
    rounds : int or None
        None for an endless match.
    seed : int
        At least 0.
    worlds : int, optional
        At least 2; `WORLDS` by default.
    workers : int
        How many blocks of worlds are played at a time, by threads; what is soon played is played by
        one.

    Raises
    ------
    OutOfRange
        If there are too few worlds, or the seed is negative.
    UnsuitableGame
        If the match is endless and a player does not discount: no length of it stands for all of
        it.
    GameTooLarge
        If more rounds than `STEP_LIMIT` would be played.

    Examples
    --------
    >>> from negotiate import NormalFormGame, RepeatedGame, strategies
    >>> from negotiate.repeated.matches.exact import rules
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> game = RepeatedGame(dilemma, 1)
    >>> machines = [
    ...     strategies[name].seated(game, p)
    ...     for p, name in enumerate(["always_cooperate", "always_defect"])
    ... ]
    >>> sampled(game, machines, rules(game), rounds=10).payoffs
    array([0., 5.])
    """
    count = WORLDS if worlds is None else whole("worlds", worlds, 2)
    seed, workers = whole("seed", seed, 0), whole("workers", workers, 1)
    weights = round_weights(game.effective, rounds, count)
    played, block = _player(game, machines, law, weights)
    sizes = [min(block, count - first) for first in range(0, count, block)]
    once = partial(_moments, played, seed)
    if workers > 1 and len(sizes) > 1 and len(weights) * count >= THREADED:
        with ThreadPoolExecutor(min(workers, len(sizes))) as pool:
            parts = list(pool.map(once, range(len(sizes)), sizes))
    else:
        parts = [once(place, size) for place, size in enumerate(sizes)]
    return _together(parts, sizes)


def round_weights(discounts: Sequence[float], rounds: int | None, worlds: int) -> FloatArray:
    """What each round counts for each player, shape (rounds, players); each player's weights add up
    to 1.

    Raises
    ------
    UnsuitableGame, GameTooLarge
        See `sampled`.
    """
    most = max(discounts)
    if rounds is None and most == 1:
        raise UnsuitableGame(
            (
                "an endless match of a strategy with unbounded memory cannot be simulated with a "
                "discount factor of 1"
            ),
            "give a number of `rounds`, or a discount factor below 1",
        )
    length = rounds or max(1, ceil(log(REST) / log(most)) if most > 0 else 1)
    much = "ask for fewer worlds, fewer rounds or a smaller discount factor"
    GameTooLarge.refuse("simulated rounds", length * max(worlds, OVERHEAD), STEP_LIMIT, much)
    weights = np.array(discounts, dtype=float) ** np.arange(length)[:, None]
    found: FloatArray = weights / weights.sum(axis=0)
    return found


def _player(
    game: Supergame, machines: Sequence[Automaton | Learner], law: Rules, weights: FloatArray
) -> tuple[Played, int]:
    """How a block of worlds is played, and how many worlds it has."""
    payoffs, shape, seats = phase_payoffs(game), game.stage.shape, in_seats(game, machines)
    table = round_table(seats, payoffs, law, TABLE_LIMIT) if len(seats) == len(machines) else None
    if table is not None:
        return lambda worlds, rng: walk(table, weights, worlds, rng), BLOCK
    players = asked(machines, shape)
    room = max(prod(shape), max(shape) ** 2)
    return lambda worlds, rng: meet(players, payoffs, law, weights, worlds, rng), max(
        1, min(BLOCK, MEMORY // room)
    )


def _moments(played: Played, seed: int, place: int, worlds: int) -> tuple[FloatArray, FloatArray]:
    """The mean of a block of worlds, and the squares of what they differ from it."""
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(place,)))
    earned = played(worlds, rng)
    mean = earned[0] + (earned - earned[0]).mean(
        axis=0
    )  # worlds that are all the same do not differ from it at all
    return mean, ((earned - mean) ** 2).sum(axis=0)


def _together(parts: Sequence[tuple[FloatArray, FloatArray]], sizes: Sequence[int]) -> Sample:
    """The mean of all worlds and its standard error, from those of the blocks."""
    worlds = sum(sizes)
    size = np.array(sizes, dtype=float)[:, None]
    means, squares = (
        np.array([mean for mean, _ in parts]),
        np.array([square for _, square in parts]),
    )
    mean = means[0] + (size * (means - means[0])).sum(axis=0) / worlds
    spread = squares.sum(axis=0) + (size * (means - mean) ** 2).sum(axis=0)
    return Sample(mean, np.sqrt(spread / (worlds - 1) / worlds), worlds)
