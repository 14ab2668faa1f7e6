"""Weighted voting: voters with so many votes each, and how many votes carry a motion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm
from numbers import Rational

from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.model.ratifiers import NEEDS, needed

Number = int | float | Fraction

MOST_VOTERS = 1_000
"""Voters of one body."""
MOST_COALITIONS = 1_000
"""How many smallest winning coalitions are listed unless more are asked for."""
MOST_SUMS = 2_000_000
"""Sums of votes that are looked at to see which numbers of votes coalitions can have; enough for any twenty voters."""


@dataclass(frozen=True, slots=True)
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
            raise UnsuitableGame(f"a body must have 1 to {MOST_VOTERS:,} voters, not {len(self.votes):,}")
        if any(vote < 0 for vote in self.votes):
            raise UnsuitableGame(f"a voter cannot have {min(self.votes)} votes", "give every voter 0 votes or more")
        if not 0 < self.quota <= self.total:
            said = f"the quota must be between 1 and all {self.total} votes, not {self.quota}"
            raise UnsuitableGame(said, "a quota above all votes is never met, and a quota of 0 always")
        if not self.names:
            object.__setattr__(self, "names", tuple(str(place) for place in range(1, len(self.votes) + 1)))
        if len(self.names) != len(self.votes) or len(set(self.names)) != len(self.names):
            raise UnsuitableGame(f"{len(self.votes)} voters need {len(self.votes)} different names")

    @classmethod
    def of(cls, needs: Number | str, votes: Sequence[Number], names: Sequence[str] = ()) -> VotingGame:
        """A body by what it needs in words or votes, which may be decimals or fractions.

        Parameters
        ----------
        needs : number or {'majority', 'two thirds', 'unanimity'}
            How many votes carry a motion. A majority is more than half, two thirds are at least that.
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
        if left - self.quota >= max(self.votes) - 1:  # voters join one by one, and none is large enough to step over
            return False
        sums, work = {0}, 0
        for vote in sorted(self.votes, reverse=True):
            work += len(sums)
            if work > MOST_SUMS:
                said = f"sums of the votes of {len(self.votes)} voters"
                raise GameTooLarge(said, work, MOST_SUMS, "round the votes to fewer, such as thousands")
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
        Voters join by falling votes, so that the one who carries the motion is the smallest member; no branch is
        entered that leads to no such coalition, and the work grows with what is listed.
        """
        order = sorted(range(len(self.votes)), key=lambda i: -self.votes[i])
        found: list[tuple[int, ...]] = []
        for coalition in self._smallest(order):
            if len(found) == most:
                return Coalitions(tuple(found), complete=False)
            found.append(tuple(sorted(coalition)))
        return Coalitions(tuple(found), complete=True)

    def _smallest(self, order: Sequence[int]) -> Iterator[tuple[int, ...]]:
        left = [0]
        for i in reversed(order):
            left.append(left[-1] + self.votes[i])
        left.reverse()
        stack: list[tuple[int, int, tuple[int, ...]]] = [(0, self.quota, ())]
        while stack:
            place, missing, members = stack.pop()
            if missing <= 0:
                yield members
            elif left[place] >= missing:
                voter = order[place]
                stack.append((place + 1, missing, members))
                stack.append((place + 1, missing - self.votes[voter], (*members, voter)))


@dataclass(frozen=True, slots=True)
class Coalitions:
    """Coalitions, each the places of its members, and whether these are all."""

    members: tuple[tuple[int, ...], ...]
    complete: bool


def quota_of(needs: Number | str, total: int) -> int:
    """How many of so many votes carry a motion, where it may be said in words."""
    if not isinstance(needs, str):
        return ceil(as_written(needs))
    if needs not in NEEDS:
        raise UnsuitableGame(f"no body needs `{needs}`", f"it needs a number of votes, or one of: {', '.join(NEEDS)}")
    return needed(needs, total)


def as_written(number: Number) -> Fraction:
    """A number as it is written: 0.1 is a tenth, and not the float next to it."""
    if isinstance(number, Rational):
        return Fraction(number)
    return Fraction(repr(float(number)))
