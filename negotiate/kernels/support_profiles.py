"""Lists what players can mix, with the payoffs of the game in which they mix that and the others watch.

A support profile names, for each player, the strategies that are played with positive probability. Those of one shape
are handled together, so that each array has one axis for the profiles and one for each player.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import prod
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.kernels.simplex_cells import MARGIN, flat


class Profiles(NamedTuple):
    """Support profiles of one shape.

    Attributes
    ----------
    sizes : tuple of int
        How many strategies each player mixes.
    mixed : tuple of ndarray of int, one a player, each of shape (profiles, k)
        Which those are.
    payoffs : tuple of ndarray, one a player, each of shape (profiles, m, k_1, k_2, …) with 1 for the player's own
        What each of the player's strategies gives when the others play theirs; those mixed first, then those left out.
    """

    sizes: tuple[int, ...]
    mixed: tuple[IndexArray, ...]
    payoffs: tuple[FloatArray, ...]


def count(shape: Sequence[int]) -> int:
    """How many support profiles a game has.

    Examples
    --------
    >>> count((2, 2, 2)), count((3, 3, 3))
    (27, 343)
    """
    return prod(2**m - 1 for m in shape)


def by_shape(payoffs: FloatArray) -> Iterator[Profiles]:
    """Every support profile of a game in which somebody mixes, those of one shape together, few strategies first.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit.
    """
    shape = payoffs.shape[1:]
    for sizes in sorted(product(*(range(1, m + 1) for m in shape)), key=lambda k: (sum(k), k)):
        if max(sizes) > 1:
            yield _of_sizes(payoffs, sizes)


def _of_sizes(payoffs: FloatArray, sizes: tuple[int, ...]) -> Profiles:
    shape = payoffs.shape[1:]
    choices = [list(combinations(range(m), k)) for m, k in zip(shape, sizes, strict=True)]
    places = np.indices([len(c) for c in choices]).reshape(len(shape), -1)
    mixed = tuple(np.array(c, dtype=np.intp)[place] for c, place in zip(choices, places, strict=True))
    orders = [
        np.array([[*c, *(a for a in range(m) if a not in c)] for c in some], dtype=np.intp)[place]
        for some, m, place in zip(choices, shape, places, strict=True)
    ]
    tables = []
    for i, table in enumerate(payoffs):
        grid = [_on_axis(orders[j] if j == i else mixed[j], j, len(shape)) for j in range(len(shape))]
        tables.append(np.expand_dims(np.moveaxis(table[tuple(grid)], 1 + i, 1), 2 + i))
    return Profiles(sizes, mixed, tuple(tables))


def _on_axis(indices: IndexArray, player: int, players: int) -> IndexArray:
    return indices.reshape(len(indices), *(indices.shape[1] if j == player else 1 for j in range(players)))


def chosen(profiles: Profiles, which: BoolArray) -> Profiles:
    """Some of the profiles."""
    mixed = tuple(array[which] for array in profiles.mixed)
    return Profiles(profiles.sizes, mixed, tuple(array[which] for array in profiles.payoffs))


def playable(profiles: Profiles) -> BoolArray:
    """Which profiles may be an equilibrium's: no strategy that is mixed is beaten somewhere, and elsewhere equalled.

    Whatever is mixed is played with some probability, so being better somewhere is being better on the whole.
    """
    open_to = np.ones(len(profiles.mixed[0]), dtype=np.bool_)
    for size, table in zip(profiles.sizes, profiles.payoffs, strict=True):
        values = flat(table, 2)
        leads = values[:, :, None] - values[:, None, :size]
        open_to &= ~((leads.min(axis=-1) >= -MARGIN) & (leads.max(axis=-1) > MARGIN)).any(axis=(1, 2))
    return open_to


def condensed(profiles: Profiles) -> Profiles:
    """The same profiles, without what only scales what a player stands to gain.

    Where all of a player's strategies are the same to it unless another plays one certain strategy, as where a veto
    makes everything else pointless, how likely that strategy is makes no difference to what is best: only what is best
    if it is played. So the player's payoffs are taken to be those, whatever the other does.
    """
    payoffs = list(profiles.payoffs)
    for i in range(len(payoffs)):
        for j, size in enumerate(profiles.sizes):
            if i != j and size > 1:
                by_strategy = np.moveaxis(payoffs[i], 2 + j, 1)
                matters = flat(np.ptp(by_strategy, axis=2), 2).max(axis=2) > MARGIN
                only = np.flatnonzero(matters.sum(axis=1) == 1)
                alone = by_strategy[only, matters[only].argmax(axis=1)]
                payoffs[i] = payoffs[i].copy()
                payoffs[i][only] = np.expand_dims(alone, 1 + j + 1)
    return profiles._replace(payoffs=tuple(payoffs))


def alike(profiles: Profiles) -> BoolArray:
    """Which profiles mix two strategies that are the same to everybody while nothing but the profile is played.

    Whoever plays one of them may as well play the other: an equilibrium of such a profile lies between equilibria of
    smaller ones, which differ from it in that player's strategy alone.
    """
    found = np.zeros(len(profiles.mixed[0]), dtype=np.bool_)
    for j, size in enumerate(profiles.sizes):
        for first, second in combinations(range(size), 2):
            same = np.ones(len(found), dtype=np.bool_)
            for i, table in enumerate(profiles.payoffs):
                pair = np.moveaxis(table, 1 if i == j else 2 + j, 1)[:, [first, second]]
                gaps = np.abs(pair[:, 0] - pair[:, 1])
                same &= flat(gaps, 1).max(axis=1) <= MARGIN
            found |= same
    return found
