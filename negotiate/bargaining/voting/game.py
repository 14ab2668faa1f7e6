"""Weighted voting: voters with so many votes each, how many votes carry a motion, and what power
each voter has.

A coalitional game of n members is an array of 2**n numbers: entry m is what the coalition of the
members whose bit is set in m is worth, member 0 being the lowest bit.

Power counts, for each voter, the coalitions of each size that its vote turns from losing into
winning. A body of up to twenty voters is laid out coalition by coalition. Of a larger one, the
number of coalitions of each size and number of votes is a polynomial in two variables, packed into
one whole number: adding a voter is a shift and a sum, taking one out again is the power series of
its inverse. Nothing is rounded and nothing is drawn by chance.

References
----------
Shapley and Shubik 1954, *A Method for Evaluating the Distribution of Power in a Committee System*.
Banzhaf 1965, *Weighted Voting Doesn't Work: A Mathematical Analysis*. Mann and Shapley 1962,
*Values of Large Games, VI: Evaluating the Electoral College Exactly*: the generating function.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from math import ceil, comb, gcd, lcm
from numbers import Rational
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray, IntArray
from negotiate.display import record
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.model import NEEDS, needed

Entry = TypeVar("Entry", np.float64, np.bool_)

MOST_MEMBERS = 20
"""Members of a game that is laid out coalition by coalition."""


def shapley_value(worth: npt.ArrayLike) -> FloatArray:
    """What each member adds to those who came before it, on average over every order of coming.

    Parameters
    ----------
    worth : array_like, shape (..., 2**n)
        What each coalition is worth; batch axes first.

    Returns
    -------
    ndarray, shape (..., n)
        They add up to what all of them are worth, less what nobody is.

    Raises
    ------
    ValueError
        If the last axis has no 2**n entries, or n is more than `MOST_MEMBERS`.

    References
    ----------
    Shapley 1953, *A Value for n-Person Games*.
    """
    values = np.asarray(worth, dtype=float)
    if values.ndim == 0:
        raise ValueError("a game is an array of what each of its 2**n coalitions is worth")
    n = _members(values.shape[-1])
    weights = np.array([1.0 / (n * comb(n - 1, size)) for size in range(n)])
    shares = np.zeros((*values.shape[:-1], n))
    for member in range(n):
        without, joined = _sides(values, member)
        shares[..., member] = (joined - without) @ weights[_sizes_without_one(n)]
    return shares


def _sizes_without_one(n: int) -> IntArray:
    """How many members each coalition has that one of them is not in, shape (2**(n - 1),)."""
    return coalition_votes([1] * (n - 1))


def coalition_votes(votes: npt.ArrayLike) -> IntArray:
    """How many votes each of the 2**n coalitions has, of n members with so many."""
    sums = np.zeros(1, dtype=int)
    for vote in np.asarray(votes, dtype=int):
        sums = np.concatenate([sums, sums + vote])
    return sums


def swings(winning: npt.NDArray[np.bool_]) -> IntArray:
    """How many coalitions of so many others each member turns from losing into winning.

    Parameters
    ----------
    winning : ndarray of bool, shape (2**n,)
        Which coalitions win; whoever joins a winning one does not make it lose.

    Returns
    -------
    ndarray of int, shape (n, n)
        Entry (i, s): of coalitions of s members without member i.
    """
    n = _members(winning.shape[-1])
    counts = np.zeros((n, n), dtype=int)
    for member in range(n):
        without, joined = _sides(winning, member)
        counts[member] = np.bincount(_sizes_without_one(n)[joined & ~without], minlength=n)
    return counts


def _members(count: int) -> int:
    n = count.bit_length() - 1
    if count < 1 or count != 1 << n:
        raise ValueError(f"{count:,} entries are no 2**n, one for each coalition of n members")
    if n > MOST_MEMBERS:
        raise ValueError(
            f"{n} members are more than the {MOST_MEMBERS} whose coalitions are laid out"
        )
    return n


def _sides(
    values: npt.NDArray[Entry], member: int
) -> tuple[npt.NDArray[Entry], npt.NDArray[Entry]]:
    """Entries of coalitions without a member, and of the same ones with it, shape (..., 2**(n - 1))
    each.
    """
    split = values.reshape(*values.shape[:-1], -1, 2, 1 << member)
    flat = (*values.shape[:-1], values.shape[-1] // 2)
    return split[..., 0, :].reshape(flat), split[..., 1, :].reshape(flat)


Number = int | float | Fraction

MOST_VOTERS = 1_000
"""Voters of one body."""
MOST_COALITIONS = 1_000
"""How many smallest winning coalitions are listed unless more are asked for."""
MOST_SUMS = 2_000_000
"""Sums of votes that are looked at to see which numbers of votes coalitions can have; enough for
any twenty voters.
"""


@record
class VotingGame:
    """A body that votes: a motion is carried by those whose votes reach the quota.

    Parameters
    ----------
    quota : int
        The fewest votes that carry a motion; at least 1, and no more than there are.
    votes : tuple of int
        How many votes each voter has, none below 0.
    names : tuple of str
        What the voters are called; empty for "1", "2", ...

    Raises
    ------
    UnsuitableGame
        If nobody could ever carry a motion, or nobody had to.

    Notes
    -----
    Whoever votes has all of its votes for one side, and abstaining is voting against.

    Examples
    --------
    >>> board = VotingGame(51, (50, 49, 1))
    >>> board.minimal_winning().members
    ((0, 1), (0, 2))
    >>> board.vetoes
    (0,)
    """

    quota: int
    votes: tuple[int, ...]
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.votes or len(self.votes) > MOST_VOTERS:
            raise UnsuitableGame(
                f"a body must have 1 to {MOST_VOTERS:,} voters, not {len(self.votes):,}"
            )
        if any(vote < 0 for vote in self.votes):
            raise UnsuitableGame(
                f"a voter cannot have {min(self.votes)} votes", "give every voter 0 votes or more"
            )
        if not 0 < self.quota <= self.total:
            said = f"the quota must be between 1 and all {self.total} votes, not {self.quota}"
            raise UnsuitableGame(
                said, "a quota above all votes is never met, and a quota of 0 always"
            )
        if not self.names:
            object.__setattr__(
                self, "names", tuple(str(place) for place in range(1, len(self.votes) + 1))
            )
        if len(self.names) != len(self.votes) or len(set(self.names)) != len(self.names):
            raise UnsuitableGame(f"{len(self.votes)} voters need {len(self.votes)} different names")

    @classmethod
    def of(
        cls, needs: Number | str, votes: Sequence[Number], names: Sequence[str] = ()
    ) -> VotingGame:
        """A body by what it needs in words or votes, which may be decimals or fractions.

        Parameters
        ----------
        needs : number or {'majority', 'two thirds', 'unanimity'}
            How many votes carry a motion. A majority is more than half, two thirds are at least
            that.
        votes : sequence of number
            A decimal counts as it is written: 0.1 is a tenth.
        names : sequence of str
            What the voters are called.

        Examples
        --------
        >>> VotingGame.of("majority", [50, 49, 1]).quota
        51
        >>> VotingGame.of(0.5, [0.2, 0.3, 0.5])
        VotingGame(quota=5, votes=(2, 3, 5), names=('1', '2', '3'))
        """
        exact = [as_written(vote) for vote in votes]
        scale = lcm(*(number.denominator for number in exact))
        whole = tuple(int(number * scale) for number in exact)
        quota = needs if isinstance(needs, str) else as_written(needs) * scale
        return cls(quota_of(quota, sum(whole)), whole, tuple(names))

    @property
    def total(self) -> int:
        """All votes there are."""
        return sum(self.votes)

    @property
    def vetoes(self) -> tuple[int, ...]:
        """Voters without whom nothing is carried."""
        return tuple(i for i, vote in enumerate(self.votes) if self.total - vote < self.quota)

    @property
    def dictator(self) -> int | None:
        """The voter that carries motions alone and without whom none is; None if there is none."""
        return next((i for i in self.vetoes if self.votes[i] >= self.quota), None)

    @property
    def proper(self) -> bool:
        """Whether two coalitions that share nobody can never both win.

        Raises
        ------
        GameTooLarge
            If it hangs on sums of votes, and there are too many to look at all.

        Notes
        -----
        Two such coalitions win where one has at least the quota, and leaves the others the quota.
        """
        left = self.total - self.quota
        if left < self.quota:
            return True
        if (
            left - self.quota >= max(self.votes) - 1
        ):  # voters join one by one, and none is large enough to step over
            return False
        sums, work = {0}, 0
        for vote in sorted(self.votes, reverse=True):
            work += len(sums)
            said = f"sums of the votes of {len(self.votes)} voters"
            GameTooLarge.refuse(
                said, work, MOST_SUMS, "round the votes to fewer, such as thousands"
            )
            fresh = {votes + vote for votes in sums if votes + vote <= left}
            if any(votes >= self.quota for votes in fresh):
                return False
            sums |= fresh
        return True

    def carried_by(self, voters: Sequence[int]) -> bool:
        """Whether these voters carry a motion."""
        return sum(self.votes[i] for i in set(voters)) >= self.quota

    def minimal_winning(self, most: int = MOST_COALITIONS) -> Coalitions:
        """The coalitions that win and would lose without any one of their members, up to `most`.

        Notes
        -----
        Voters join by falling votes, so that the one who carries the motion is the smallest member;
        no branch is entered that leads to no such coalition, and the work grows with what is
        listed.
        """
        order = sorted(range(len(self.votes)), key=lambda i: -self.votes[i])
        left = [0, *accumulate(self.votes[i] for i in reversed(order))][::-1]
        found: list[tuple[int, ...]] = []
        stack: list[tuple[int, int, tuple[int, ...]]] = [(0, self.quota, ())]
        while stack:
            place, missing, members = stack.pop()
            if missing <= 0:
                if len(found) == most:
                    return Coalitions(tuple(found), complete=False)
                found.append(tuple(sorted(members)))
            elif left[place] >= missing:
                voter = order[place]
                stack.append((place + 1, missing, members))
                stack.append((place + 1, missing - self.votes[voter], (*members, voter)))
        return Coalitions(tuple(found), complete=True)


@record
class Coalitions:
    """Coalitions, each the places of its members, and whether these are all."""

    members: tuple[tuple[int, ...], ...]
    complete: bool


def quota_of(needs: Number | str, total: int) -> int:
    """How many of so many votes carry a motion, where it may be said in words."""
    if not isinstance(needs, str):
        return ceil(as_written(needs))
    if needs not in NEEDS:
        raise UnsuitableGame(
            f"no body needs `{needs}`", f"it needs a number of votes, or one of: {', '.join(NEEDS)}"
        )
    return needed(needs, total)


def as_written(number: Number) -> Fraction:
    """A number as it is written: 0.1 is a tenth, and not the float next to it."""
    if isinstance(number, Rational):
        return Fraction(number)
    return Fraction(repr(float(number)))


LARGEST_VOTES = 2**40
"""Votes of all, up to which coalitions are laid out in whole numbers of 64 bits."""
LARGEST_NUMBER = 1_000_000_000
"""Bits of the number that holds a polynomial."""


@record
class Power:
    """The power of each voter, in exact shares.

    Parameters
    ----------
    shapley_shubik : tuple of Fraction
        How often each voter is the one who carries the motion, over every order of joining; they
        add up to 1.
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
    share = {
        row: sum((Fraction(c, n * comb(n - 1, s)) for s, c in enumerate(row)), Fraction(0))
        for row in set(counts)
    }
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
        return tuple(tuple(row) for row in swings(np.asarray(winning)).tolist())
    factor = gcd(*game.votes)
    votes = [vote // factor for vote in game.votes]
    quota = -(-game.quota // factor)
    dual = sum(votes) - quota + 1
    found = _counted(votes, min(quota, dual))
    if (
        dual < quota
    ):  # a voter decides for a motion as often as against it, with everybody else on the other side
        return tuple(row[::-1] for row in found)
    return found


def _counted(votes: list[int], quota: int) -> tuple[tuple[int, ...], ...]:
    n = len(votes)
    width = (n + 1) // 8 + 1  # bytes of one coefficient, of which none exceeds 2**n
    row = width * (n + 1)  # bytes of the coefficients of all sizes for one number of votes
    if 8 * row * quota > LARGEST_NUMBER:
        most = max(1, LARGEST_NUMBER // (8 * row))
        hint = "round the votes to fewer, such as thousands"
        raise GameTooLarge(f"votes that decide among {n} voters", quota, most, hint)
    mask = (1 << (8 * row * quota)) - 1
    shift = {
        vote: 8 * (vote * row + width) for vote in votes
    }  # one more member moves the coefficients by so many bits
    (alike, many), *rest = Counter(votes).most_common()
    everyone = _of_one_kind(alike, many, quota, row, width)
    for vote, count in rest:
        for _ in range(count if vote < quota else 0):
            everyone = (everyone + (everyone << shift[vote])) & mask
    known = {}
    for vote, bits in shift.items():
        others = _without(everyone, bits, mask) if vote < quota else everyone
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


def _without(everyone: int, shift: int, mask: int) -> int:
    """The polynomial divided by 1 + X, X a shift: times (1 - X)(1 + X²)(1 + X⁴)..., which ends with
    the mask.
    """
    result = (everyone - (everyone << shift)) & mask
    while (shift := 2 * shift) < mask.bit_length():
        result = (result + (result << shift)) & mask
    return result


def _sizes(number: int, low: int, high: int, row: int, width: int) -> tuple[int, ...]:
    """How many coalitions of each size have from `low` up to fewer than `high` votes."""
    raw = memoryview(number.to_bytes(row * high, "little"))
    total = sum(
        int.from_bytes(raw[row * votes : row * (votes + 1)], "little") for votes in range(low, high)
    )
    sums = total.to_bytes(row + 1, "little")
    n = row // width - 1
    return tuple(
        int.from_bytes(sums[width * size : width * (size + 1)], "little") for size in range(n)
    )
