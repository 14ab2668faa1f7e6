"""Every strategy of one pool meets every one of the other: exactly in one batch, and sampled where it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations_with_replacement, product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.kernels.repeated.matches.chain import match_shares
from negotiate.repeated.match import NORMAL_95
from negotiate.repeated.matches.exact import phase_payoffs, rules

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.many.pools import Entrant

Pair = tuple[int, int]
Progress = Callable[[int, int], None]
"""Is told how many sampled matches are done, and how many there are."""


class Terms(NamedTuple):
    """How matches are played; see `tournament`."""

    noise: tuple[float, ...]
    misread: tuple[float, ...]
    rounds: int | None
    seed: int
    worlds: int | None
    workers: int
    progress: Progress | None


class Meetings(NamedTuple):
    """What came of all matches; see `Tournament` for the arrays."""

    payoffs: FloatArray
    errors: FloatArray
    plays: FloatArray
    worlds: int


def meetings(game: RepeatedGame, pools: Sequence[Sequence[Entrant]], terms: Terms, *, one_pool: bool) -> Meetings:
    """Play all matches.

    Parameters
    ----------
    one_pool : bool
        Whether both pools and both positions are the same: then each pair meets once, and counts from both sides.
    """
    sizes = (len(pools[0]), len(pools[1]))
    found = Meetings(
        np.zeros((2, *sizes)), np.zeros((2, *sizes)), np.full((*sizes, *game.stage.shape), np.nan), terms.worlds or 0
    )
    pairs = _once(pools[0]) if one_pool else list(product(range(sizes[0]), range(sizes[1])))
    exact = [(i, j) for i, j in pairs if pools[0][i].seated is not None and pools[1][j].seated is not None]
    if exact:
        _work_out(game, pools, exact, terms, found)
    worlds = _sample(game, pools, sorted(set(pairs) - set(exact)), terms, found)
    return (_mirrored(found, pairs) if one_pool else found)._replace(worlds=worlds)


def _once(pool: Sequence[Entrant]) -> list[Pair]:
    """Every pair once, small automata first, so that more matches are of one size and worked out together."""
    states = [0 if one.seated is None else len(one.seated.outputs) for one in pool]
    return list(combinations_with_replacement(sorted(range(len(pool)), key=states.__getitem__), 2))


def _work_out(
    game: RepeatedGame, pools: Sequence[Sequence[Entrant]], pairs: list[Pair], terms: Terms, found: Meetings
) -> None:
    matches = [[one for one in (pools[0][i].seated, pools[1][j].seated) if one is not None] for i, j in pairs]
    shares = match_shares(matches, rules(game, terms.noise, terms.misread), game.effective, terms.rounds)
    first, second = np.array(pairs).T
    for player in range(2):
        worth = phase_payoffs(game)[:, player].ravel()
        found.payoffs[player, first, second] = shares[:, player].reshape(len(pairs), -1) @ worth
    found.plays[first, second] = shares[:, 0].sum(axis=1)


def _sample(
    game: RepeatedGame, pools: Sequence[Sequence[Entrant]], pairs: list[Pair], terms: Terms, found: Meetings
) -> int:
    if not pairs:
        return 0
    from negotiate.repeated.matches.sampled import sampled  # noqa: PLC0415 - for strategies without bound alone

    for done, (i, j) in enumerate(pairs, 1):
        seed = int(np.random.SeedSequence([terms.seed, i, j]).generate_state(1)[0])
        machines = (pools[0][i].machine, pools[1][j].machine)
        sample = sampled(game, machines, terms.noise, terms.misread, terms.rounds, seed, terms.worlds, terms.workers)
        found.payoffs[:, i, j] = sample.payoffs
        found.errors[:, i, j] = NORMAL_95 * sample.errors
        if terms.progress is not None:
            terms.progress(done, len(pairs))
    return sample.worlds


def _mirrored(found: Meetings, pairs: list[Pair]) -> Meetings:
    """What was found for each pair in one order, told for both orders; self-play is the mean of both seats."""
    played = np.zeros(found.plays.shape[:2], dtype=bool)
    played[tuple(np.array(pairs).T)] = True
    tables = []
    for one, other in ((found.payoffs[0], found.payoffs[1]), (found.errors[0], found.errors[1])):
        whole = np.where(played, one, other.T)
        np.fill_diagonal(whole, (np.diagonal(one) + np.diagonal(other)) / 2)
        tables.append(np.stack([whole, whole.T]))
    plays = np.where(played[:, :, None, None], found.plays, found.plays.transpose(1, 0, 3, 2))
    return Meetings(tables[0], tables[1], plays, found.worlds)
