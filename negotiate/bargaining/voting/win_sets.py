"""Win-sets on a line: what each body would rather have than the status quo, and what all of them
would.

Every voter has an ideal point and likes what is nearer to it. Whoever is left as well off as today
does not stand in the way, so that win-sets are closed; numbers count as they are written, and
nothing is rounded.

References
----------
Black 1948, *On the Rationale of Group Decision-making*.
Putnam 1988, *Diplomacy and Domestic Politics: The Logic of Two-Level Games*.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from negotiate.bargaining.voting.game import Number, VotingGame, as_written
from negotiate.display import record
from negotiate.errors import UnsuitableGame


@record
class Interval:
    """All points from `low` to `high`, ends included."""

    low: Fraction
    high: Fraction

    @property
    def width(self) -> Fraction:
        """How much room there is; 0 for a single point."""
        return self.high - self.low

    def __contains__(self, point: Number) -> bool:
        return self.low <= as_written(point) <= self.high

    def __str__(self) -> str:
        return f"[{_told(self.low)}, {_told(self.high)}]"


@record
class Body:
    """Voters along a line, and what it takes to carry a motion among them.

    Parameters
    ----------
    name : str
        What the body is called.
    ideals : tuple of number
        The ideal point of each voter; a decimal counts as it is written.
    votes : tuple of number
        How many votes each has; empty for one each.
    needs : number or {'majority', 'two thirds', 'unanimity'}
        How many votes carry a motion.
    """

    name: str
    ideals: tuple[Number, ...]
    votes: tuple[Number, ...] = ()
    needs: Number | str = "majority"

    @property
    def game(self) -> VotingGame:
        """The body without its ideal points."""
        if self.votes and len(self.votes) != len(self.ideals):
            said = (
                f"`{self.name}` has {len(self.ideals)} ideal points and votes for "
                f"{len(self.votes)} voters"
            )
            raise UnsuitableGame(said, "give each voter one ideal point and one number of votes")
        return VotingGame.of(self.needs, self.votes or (1,) * len(self.ideals))


@record
class WinSet:
    """What a body would carry against the status quo.

    Parameters
    ----------
    body : str
        Its name.
    points : Interval
        What it carries; the status quo is always in it, at an end where the body has one mind.
    low_pivot, high_pivot : int or None
        The voter whose vote runs out at that end; None where the end is the status quo, or that of
        the line.
    """

    body: str
    points: Interval
    low_pivot: int | None
    high_pivot: int | None


@record
class WinSets:
    """The win-set of each body, and the points in all of them.

    Parameters
    ----------
    status_quo : Fraction
        What holds unless every body agrees to something else.
    bodies : tuple of WinSet
        In the order given.
    zone : Interval
        What all of them carry; the status quo alone where they agree on nothing else.
    """

    status_quo: Fraction
    bodies: tuple[WinSet, ...]
    zone: Interval

    @property
    def room(self) -> bool:
        """Whether anything but the status quo is carried by all."""
        return self.zone.width > 0


def win_sets(
    bodies: Sequence[Body], status_quo: Number, line: tuple[Number, Number] | None = None
) -> WinSets:
    """What each body carries against the status quo, and what all of them do.

    Parameters
    ----------
    bodies : sequence of Body
        All of which have to agree; a single player is a body of one voter.
    status_quo : number
        What holds without an agreement.
    line : tuple of two numbers, optional
        The ends of what can be proposed; none by default.

    Raises
    ------
    UnsuitableGame
        If there is no body, a body could never carry anything, or the status quo is not on the
        line.

    Notes
    -----
    A voter with ideal point x takes everything from the status quo q to its mirror image 2x - q.
    Farther from q on one side fewer voters agree, so a win-set is an interval that holds q; sorting
    the mirror images finds its ends.

    Examples
    --------
    >>> found = win_sets([Body("president", (0.3,)), Body("congress", (0.8,))], status_quo=0.9)
    >>> print(found.zone)
    [0.7, 0.9]
    """
    if not bodies:
        raise UnsuitableGame("there is no body that could agree", "pass at least one `Body`")
    quo = as_written(status_quo)
    ends = None if line is None else (as_written(line[0]), as_written(line[1]))
    if ends is not None and not ends[0] <= quo <= ends[1]:
        said = (
            f"the status quo {_told(quo)} is not on the line from {_told(ends[0])} to "
            f"{_told(ends[1])}"
        )
        raise UnsuitableGame(said, "widen the line, or move the status quo")
    found = tuple(_win_set(body, quo, ends) for body in bodies)
    zone = Interval(max(one.points.low for one in found), min(one.points.high for one in found))
    return WinSets(quo, found, zone)


def _win_set(body: Body, quo: Fraction, ends: tuple[Fraction, Fraction] | None) -> WinSet:
    game = body.game
    mirrored = [2 * as_written(ideal) - quo for ideal in body.ideals]
    high, above = _reach(game, quo, mirrored, 1)
    low, below = _reach(game, quo, mirrored, -1)
    if ends is not None:
        low, below = (low, below) if low >= ends[0] else (ends[0], None)
        high, above = (high, above) if high <= ends[1] else (ends[1], None)
    return WinSet(body.name, Interval(low, high), below, above)


def _reach(
    game: VotingGame, quo: Fraction, mirrored: Sequence[Fraction], side: int
) -> tuple[Fraction, int | None]:
    """How far from the status quo to one side a motion is carried, and the voter who takes it no
    farther.
    """
    wanting = sorted(
        (i for i, end in enumerate(mirrored) if side * (end - quo) > 0),
        key=lambda i: -side * mirrored[i],
    )
    votes = 0
    for voter in wanting:
        votes += game.votes[voter]
        if votes >= game.quota:
            return mirrored[voter], voter
    return quo, None


def _told(number: Fraction) -> str:
    """A number as a decimal where it is one of a few places."""
    return f"{float(number):.12g}" if Fraction(f"{float(number):.12g}") == number else str(number)
