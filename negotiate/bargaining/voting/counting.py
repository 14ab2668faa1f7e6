"""Counts, for each voter, the coalitions of each size that its vote turns from losing into winning.

A body of up to twenty voters is laid out coalition by coalition. Of a larger one, the number of coalitions of each size
and number of votes is a polynomial in two variables, packed into one whole number: adding a voter is a shift and a sum,
taking one out again is the power series of its inverse. Nothing is rounded and nothing is drawn by chance.

References
----------
Shapley and Shubik 1954, *A Method for Evaluating the Distribution of Power in a Committee System*.
Banzhaf 1965, *Weighted Voting Doesn't Work: A Mathematical Analysis*.
Mann and Shapley 1962, *Values of Large Games, VI: Evaluating the Electoral College Exactly*: the generating function.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb, gcd

import numpy as np

from negotiate.bargaining.voting.game import VotingGame
from negotiate.errors import GameTooLarge
from negotiate.kernels.bargaining.coalitions import MOST_MEMBERS, coalition_votes
from negotiate.kernels.bargaining.coalitions import swings as laid_out_swings

LARGEST_VOTES = 2**40
"""Votes of all, up to which coalitions are laid out in whole numbers of 64 bits."""
LARGEST_NUMBER = 1_000_000_000
"""Bits of the number that holds a polynomial."""


@dataclass(frozen=True, slots=True)
class Power:
    """The power of each voter, in exact shares.

    Parameters
    ----------
    shapley_shubik : tuple of Fraction
        How often each voter is the one who carries the motion, over every order of joining; they add up to 1.
    banzhaf : tuple of Fraction
        Each voter's part of all decisive votes; they add up to 1.
    banzhaf_absolute : tuple of Fraction
        How often each voter's vote decides, where every other voter tosses a coin.
    swings : tuple of int
        In how many coalitions each voter's vote decides.
    """

    shapley_shubik: tuple[Fraction, ...]
    banzhaf: tuple[Fraction, ...]
    banzhaf_absolute: tuple[Fraction, ...]
    swings: tuple[int, ...]

    @property
    def dummies(self) -> tuple[int, ...]:
        """Voters whose vote never decides anything."""
        return tuple(i for i, count in enumerate(self.swings) if count == 0)


@lru_cache(maxsize=64)
def power(game: VotingGame) -> Power:
    """The Shapley–Shubik and Banzhaf power of each voter.

    Raises
    ------
    GameTooLarge
        If there are more than twenty voters and so many votes that counting would not fit.

    Examples
    --------
    >>> found = power(VotingGame(51, (50, 49, 1)))
    >>> [str(share) for share in found.shapley_shubik], [str(share) for share in found.banzhaf]
    (['2/3', '1/6', '1/6'], ['3/5', '1/5', '1/5'])
    """
    counts = swings_by_size(game)
    n = len(game.votes)
    decisive = tuple(sum(row) for row in counts)
    share = {row: sum((Fraction(c, n * comb(n - 1, s)) for s, c in enumerate(row)), Fraction(0)) for row in set(counts)}
    everybody = sum(decisive)
    return Power(
        tuple(share[row] for row in counts),
        tuple(Fraction(count, everybody) for count in decisive),
        tuple(Fraction(count, 2 ** (n - 1)) for count in decisive),
        decisive,
    )


def swings_by_size(game: VotingGame) -> tuple[tuple[int, ...], ...]:
    """For each voter, how many losing coalitions of 0, 1, ... others win with it."""
    if len(game.votes) <= MOST_MEMBERS and game.total <= LARGEST_VOTES:
        winning = coalition_votes(game.votes) >= game.quota
        return tuple(tuple(row) for row in laid_out_swings(np.asarray(winning)).tolist())
    factor = gcd(*game.votes)
    votes = [vote // factor for vote in game.votes]
    quota = -(-game.quota // factor)
    dual = sum(votes) - quota + 1
    if dual < quota:  # a voter decides for a motion as often as against it, with everybody else on the other side
        return tuple(tuple(reversed(row)) for row in _counted(votes, dual))
    return _counted(votes, quota)


def _counted(votes: list[int], quota: int) -> tuple[tuple[int, ...], ...]:
    n = len(votes)
    width = (n + 1) // 8 + 1  # bytes of one coefficient, of which none exceeds 2**n
    row = width * (n + 1)  # bytes of the coefficients of all sizes for one number of votes
    if 8 * row * quota > LARGEST_NUMBER:
        most = max(1, LARGEST_NUMBER // (8 * row))
        hint = "round the votes to fewer, such as thousands"
        raise GameTooLarge(f"votes that decide among {n} voters", quota, most, hint)
    mask = (1 << (8 * row * quota)) - 1
    (alike, many), *rest = Counter(votes).most_common()
    everyone = _of_one_kind(alike, many, quota, row, width)
    for vote, count in rest:
        for _ in range(count if vote < quota else 0):
            everyone = (everyone + (everyone << _shift(vote, row, width))) & mask
    known: dict[int, tuple[int, ...]] = {}
    for vote in votes:
        if vote not in known:
            others = _without(everyone, _shift(vote, row, width), mask) if vote < quota else everyone
            known[vote] = _sizes(others, max(quota - vote, 0), quota, row, width)
    return tuple(known[vote] for vote in votes)


def _of_one_kind(vote: int, count: int, quota: int, row: int, width: int) -> int:
    """The polynomial of so many voters with as many votes each: binomial coefficients."""
    packed = bytearray(row * quota)
    for members in range(count + 1):
        if members * vote >= quota:
            break
        place = members * (vote * row + width)
        packed[place : place + width] = comb(count, members).to_bytes(width, "little")
    return int.from_bytes(packed, "little")


def _shift(vote: int, row: int, width: int) -> int:
    """The bits by which one more member with so many votes moves the coefficients."""
    return 8 * (vote * row + width)


def _without(everyone: int, shift: int, mask: int) -> int:
    """The polynomial divided by 1 + X, X a shift: times (1 - X)(1 + X²)(1 + X⁴)..., which ends with the mask."""
    result = (everyone - (everyone << shift)) & mask
    shift *= 2
    bits = mask.bit_length()
    while shift < bits:
        result = (result + (result << shift)) & mask
        shift *= 2
    return result


def _sizes(number: int, low: int, high: int, row: int, width: int) -> tuple[int, ...]:
    """How many coalitions of each size have from `low` up to fewer than `high` votes."""
    raw = memoryview(number.to_bytes(row * high, "little"))
    total = sum(int.from_bytes(raw[row * votes : row * (votes + 1)], "little") for votes in range(low, high))
    sums = total.to_bytes(row + 1, "little")
    n = row // width - 1
    return tuple(int.from_bytes(sums[width * size : width * (size + 1)], "little") for size in range(n))
