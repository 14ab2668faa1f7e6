"""A pie for any number of players who propose in turn and must all agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import OutOfRange


def stationary_shares(patience: Sequence[float]) -> FloatArray:
    """What each player gets when each of them proposes, in the one play in which everybody always does the same.

    Parameters
    ----------
    patience : sequence of float
        What a share of the next round is worth today, at least 0 and below 1, one number a player in the order in which
        they propose.

    Returns
    -------
    ndarray, shape (proposer, player)
        Each row adds up to 1.

    Notes
    -----
    With three players and more, all of whom must agree, there are many other subgame-perfect plays as soon as the
    players are patient enough; with two there is none.

    References
    ----------
    Osborne, M. J., Rubinstein, A. (1990). Bargaining and Markets. Academic Press, chapter 3.
    """
    delta = np.asarray(patience, dtype=np.float64)
    if not ((delta >= 0) & (delta < 1)).all():
        raise OutOfRange(f"the patience of each player must be at least 0 and below 1, not {tuple(patience)}")
    count = len(delta)
    wait = (np.arange(count)[None, :] - np.arange(count)[:, None]) % count
    discount = delta[None, :] ** wait
    own = np.linalg.solve(discount, np.ones(count))
    result: FloatArray = discount * own[None, :]
    return result


def shares_with_an_end(patience: Sequence[float], rounds: int, first: int = 0) -> FloatArray:
    """What each player gets from each round on, when nobody gets anything after the last one.

    Returns
    -------
    ndarray, shape (rounds, player)
        The first row is what they agree on.
    """
    delta = np.asarray(patience, dtype=np.float64)
    later, found = np.zeros(len(delta)), np.zeros((rounds, len(delta)))
    for number in reversed(range(rounds)):
        later = delta * later
        proposer = (first + number) % len(delta)
        later[proposer] = 0.0
        later[proposer] = 1.0 - later.sum()
        found[number] = later
    return found
