"""Lists of equilibria as plain numbers: whether one is an equilibrium in fractions, and whether one
is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from negotiate.equilibrium.solution import Solution

Profile = tuple[tuple[float, ...], ...]
ROUNDING = 1e-13
"""Of the largest payoff: what a strategy may gain where probabilities are rounded."""


class Listed(NamedTuple):
    """What a solution says of a game in normal form."""

    profiles: tuple[Profile, ...]
    complete: bool
    exact: bool
    continuum: bool


def listed(solution: Solution) -> Listed:
    profiles = tuple(tuple(tuple(s.tolist()) for s in e.strategies) for e in solution.equilibria)
    return Listed(profiles, solution.complete, solution.exact, solution.continuum)


def one_left_out(answer: Listed) -> Listed:
    return answer._replace(profiles=answer.profiles[:-1])


def one_digit_else(answer: Listed) -> Listed:
    """In the last equilibrium that is mixed a weight is another; in the last one where none is,
    another strategy.
    """
    profiles = list(answer.profiles)
    for k in reversed(range(len(profiles))):
        for player, own in enumerate(profiles[k]):
            played = [i for i, p in enumerate(own) if p > 0]
            if len(played) > 1:
                other = list(own)
                share = min(1e-4, own[played[1]] / 2)
                other[played[0]] += share
                other[played[1]] -= share
                profiles[k] = (*profiles[k][:player], tuple(other), *profiles[k][player + 1 :])
                return answer._replace(profiles=tuple(profiles))
    if profiles:
        turned = tuple((*own[1:], own[0]) for own in profiles[-1])
        profiles[-1] = (turned[0], *profiles[-1][1:])
    return answer._replace(profiles=tuple(profiles))


def worths(
    payoffs: np.ndarray, player: int, strategies: Sequence[Sequence[Fraction]]
) -> list[Fraction]:
    """What each strategy of a player is worth against those of the others, in fractions."""
    table = payoffs[player]
    for other in reversed(range(len(strategies))):
        if other != player:
            played = [(k, p) for k, p in enumerate(strategies[other]) if p]
            axis = other
            table = sum(np.take(table, k, axis=axis) * p for k, p in played)
    return [Fraction(x) for x in table.tolist()]


def gain(payoffs: np.ndarray, profile: Iterable[Iterable[Any]]) -> str:
    """What somebody gains by leaving a profile, in words; empty where nobody does, but for rounded
    probabilities.
    """
    strategies = [[Fraction(p) for p in own] for own in profile]
    for player, own in enumerate(strategies):
        worth = worths(payoffs, player, strategies)
        lost = max(worth) - min(w for w, p in zip(worth, own, strict=True) if p)
        sure = all(
            sum(p > 0 for p in other) == 1 for k, other in enumerate(strategies) if k != player
        )
        size = max(abs(x) for x in payoffs[player].ravel().tolist())
        if lost > (0 if sure else Fraction(ROUNDING) * max(size, 1)):
            return f"player {player + 1} gains {float(lost):.3g}"
    return ""


def close(one: Iterable[Iterable[float]], other: Iterable[Iterable[float]]) -> bool:
    """Whether two profiles are one, as near as floats tell: small weights to nine digits, too."""
    return all(
        abs(float(p) - float(q)) <= 1e-12 + 1e-9 * min(abs(p), abs(q), abs(1 - p), abs(1 - q))
        for own, others in zip(one, other, strict=True)
        for p, q in zip(own, others, strict=True)
    )


def false_ones(payoffs: np.ndarray, answer: Listed, wanted: Sequence[Profile] = ()) -> str:
    """What is wrong with those that are listed, where they are said to be exact or to be all.

    None is listed twice, unless the other road finds two that are the same as floats.
    """
    if answer.complete or answer.exact:
        for profile in answer.profiles:
            if found := gain(payoffs, profile):
                return f"{profile} is none: {found}"
            if any(abs(sum(own) - 1) > 1e-12 or min(own) < 0 for own in profile):
                return f"{profile} are no probabilities"
    for one, times in Counter(answer.profiles).items():
        if times > max(1, wanted.count(one)):
            return f"{one} is listed twice"
    return ""


def left_out(answer: Listed, wanted: Iterable[Iterable[Iterable[Any]]]) -> str:
    """An equilibrium that a list which is said to be complete does not have."""
    if answer.complete:
        for one in wanted:
            if not any(close(one, other) for other in answer.profiles):
                return f"{[[float(p) for p in own] for own in one]} is left out"
    return ""


def between(point: Sequence[float], corners: Sequence[Sequence[float]]) -> bool:
    """Whether a point lies in a box, with sides along the axes, of which each corner is listed."""
    sides = []
    for axis, x in enumerate(point):
        values = {corner[axis] for corner in corners}
        low = [v for v in values if v <= x + 1e-12]
        high = [v for v in values if v >= x - 1e-12]
        sides.append([(a, b) for a in low for b in high])
    return any(
        all(
            any(np.allclose(corner, one, rtol=0, atol=1e-12) for one in corners)
            for corner in product(*map(set, box))
        )
        for box in product(*sides)
    )
