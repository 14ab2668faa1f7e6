"""What is agreed and what punishes, package by package: the plain twin of
`negotiate.repeated.again`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import inf

import numpy as np

from negotiate.games.normal_form import NormalFormGame


def possible(game: NormalFormGame) -> list[tuple[int, ...]]:
    every = product(*(range(count) for count in game.shape))
    return [cell for cell in every if game.feasible is None or bool(game.feasible[cell])]


def share(game: NormalFormGame, player: int, cell: tuple[int, ...]) -> Fraction:
    known = [int(game.payoffs[(player, *one)]) for one in possible(game)]
    if max(known) == min(known):
        return Fraction(1)
    return Fraction(int(game.payoffs[(player, *cell)]) - min(known), max(known) - min(known))


def plain_agreement(game: NormalFormGame, said: Mapping[int, int]) -> tuple[int, ...]:
    able = [player for player, count in enumerate(game.shape) if count > 1]
    cells = [
        cell
        for cell in possible(game)
        if all(cell[player] == place for player, place in said.items())
    ]

    def worth(cell: tuple[int, ...]) -> tuple[Fraction, Fraction]:
        shares = [share(game, player, cell) for player in range(len(cell))]
        return min(shares[player] for player in able), sum(shares, Fraction(0))

    return next(cell for cell in cells if worth(cell) == max(map(worth, cells)))


def plain_punishment(game: NormalFormGame, agreement: tuple[int, ...], player: int) -> int:
    others = [p for p, count in enumerate(game.shape) if count > 1 and p != player]
    if not others:
        return agreement[player]
    left: dict[int, Fraction | float] = {}
    known = possible(game)
    for own in range(game.shape[player]):
        total: Fraction | float = Fraction(0)
        for other in others:
            replies = []
            for answer in range(game.shape[other]):
                cell = tuple(
                    own if p == player else answer if p == other else k
                    for p, k in enumerate(agreement)
                )
                replies += [share(game, other, cell)] if cell in known else []
            total += max(replies, default=inf)
        left[own] = total
    least = [own for own, total in left.items() if total == min(left.values())]
    return ([own for own in least if own != agreement[player]] or least)[-1]


def random_table(seed: int) -> NormalFormGame:
    """Whole numbers with many ties, for two or three players, one of whom may have nothing to
    decide.
    """
    rng = np.random.default_rng(seed)
    shape = tuple(int(n) for n in rng.integers(1, 5, int(rng.integers(2, 4))))
    shape = (max(shape[0], 2), *shape[1:])
    payoffs = rng.integers(0, 4, (len(shape), *shape)).astype(float)
    feasible = rng.random(shape) < 0.9 if rng.random() < 0.3 else None
    if feasible is not None:
        feasible.flat[int(rng.integers(feasible.size))] = True
    built = NormalFormGame.from_arrays(*payoffs)
    return replace(built, feasible=feasible)
