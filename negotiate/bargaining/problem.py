"""A bargaining problem with every answer about it as a method: what could be signed, which deal it
would be, and why.

Its parts stand below it: the packages, the claims on them and no deal are `BargainingTable`, and
each answer is a function of such a table, in a file of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.bargaining.claims import Claim, Landmark, NoDeal, no_deal_claim
from negotiate.bargaining.frontier import Frontier, frontier_of, zone
from negotiate.bargaining.landmarks import found_landmark
from negotiate.bargaining.packages import Block
from negotiate.bargaining.points import solutions
from negotiate.bargaining.points.lotteries import Lotteries, lotteries_of, path_of
from negotiate.bargaining.points.path import Curve, Path, numbers, sampled
from negotiate.bargaining.refusals import conflicts, openings, prices
from negotiate.bargaining.table import BargainingTable, once
from negotiate.display import entity
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import LARGEST

if TYPE_CHECKING:
    from negotiate.bargaining.points.rule import BargainingPoint
    from negotiate.bargaining.refusals.conflicts import Conflicts
    from negotiate.bargaining.refusals.openings import Openings
    from negotiate.bargaining.refusals.prices import RedLinePrices

ACCEPTABLE = "pass True or False for each package, or for each player and package"


@entity
class BargainingProblem(BargainingTable):
    """Packages, payoffs, claims and the disagreement point.

    Parameters
    ----------
    blocks : tuple of Block
        Payoffs add up over them; a package is one combination in each, and its index counts them
        with the last block's varying fastest.
    no_deals : tuple of NoDeal
        What happens when they walk away; several where the game without talks has several
        equilibria.
    chosen : int
        Which of them the answers are about.
    players, keys, units : tuple of str
        Names for people, short names, and the units of their payoffs.
    title : str
        What the problem is called, with what was changed for this look at the file; empty where it
        has no name.
    signers : tuple of bool
        Who has to sign; the others can refuse nothing.
    claims : tuple of Claim
        What may keep a package from being signed, in the order of the file; last the least that
        each signer accepts.
    dropped : frozenset of str
        Claims that are looked away from.
    power : tuple of float
        Bargaining weights, one a player.
    patience : tuple of float or None
        What a gain of the next round is worth to each player today; None, or no tuple, where nobody
        says.
    money : tuple of float
        What one unit of each player's payoff is worth in a common money; empty where none may
        change hands.
    landmarks : tuple of Landmark
        What really happened, and other packages that a reader knows.
    status_quo : Landmark or None
        Where everything stands today; None where nobody says.
    fixed : Mapping[str, str]
        Issues that no deal sets here → the option that they have.
    issue_names : Mapping[str, str]
        Issue → its name for people; a key stands for itself where there is none.
    option_names : Mapping[str, Mapping[str, str]]
        Issue → option → its name for people, likewise.
    curve : bool
        Whether the packages are samples, in order, of a curve of outcomes.
    named : bool
        Whether somebody named the no-deal point, or there is only one.
    across : tuple of Across
        Limits over the issues of several blocks, where they are too many to lay out together.
    takes_apart : callable or None
        Takes payoffs apart into the labelled terms that they consist of; None for a problem from
        bare arrays.
    ordinal : tuple of str
        The keys of players whose payoffs are levels: they say which of two packages is better, and
        not by how much.
    notes : tuple of str
        What a reader should know of how the problem was made, one sentence each.
    private : callable or None
        Gives the `Profiles`: the problem under each combination of private types; None where nobody
        has any.

    Raises
    ------
    GameTooLarge
        If there are more packages than have a number.

    Examples
    --------
    >>> problem = BargainingProblem.from_arrays([[10, 8, 5, 2], [1, 4, 6, 9]], [1, 1])
    >>> problem.nash().packages, problem.kalai_smorodinsky().packages
    ((1,), (2,))
    """

    @classmethod
    def from_arrays(
        cls,
        payoffs: npt.ArrayLike,
        disagreement: npt.ArrayLike,
        acceptable: npt.ArrayLike | None = None,
        *,
        players: Sequence[str] | None = None,
        title: str = "",
    ) -> BargainingProblem:
        """Build a problem from bare arrays.

        Parameters
        ----------
        payoffs : array_like, shape (players, packages)
            What each package is worth to each player.
        disagreement : array_like, shape (players,)
            What each gets without a deal.
        acceptable : array_like of bool, shape (packages,) or (players, packages), optional
            Which packages may be signed at all, by each player or by everybody.
        players : sequence of str, optional
            The players' names; "player 1", "player 2", … by default.

        Raises
        ------
        UnsuitableGame
            If shapes disagree, a number is not finite, or there is no package.
        """
        table = _numbers(payoffs, 2, "`payoffs` has the shape (players, packages)")
        apart = _numbers(disagreement, 1, "`disagreement` has one number a player")
        if 0 in table.shape or len(apart) != len(table):
            raise UnsuitableGame(
                (
                    f"payoffs of shape {table.shape} and {len(apart)} disagreement payoffs do not "
                    "go "
                    "together"
                ),
                (
                    "pass payoffs of shape (players, packages), at least one package, and one "
                    "disagreement payoff a player"
                ),
            )
        names = _names(players, len(table))
        masks = _masks(acceptable, table.shape)
        crossed, claims = {}, []
        for player, mask in enumerate(masks):
            if not mask.all():
                line = Claim(f"red_line.{names[player]}", player, "red line", "may not sign")
                crossed[line.name] = ~mask
                claims.append(line)
        for player, name in enumerate(names):
            claims.append(
                Claim(no_deal_claim(name), player, "no deal", "gets at least what no deal gives")
            )
        return cls(
            blocks=(Block(table, np.ones(table.shape[1], dtype=bool), crossed),),
            no_deals=(NoDeal(apart),),
            players=names,
            keys=names,
            claims=tuple(claims),
            signers=(True,) * len(names),
            title=str(title),
            power=(1.0 / len(names),) * len(names),
        )

    @classmethod
    def from_curve(
        cls,
        points: Curve,
        disagreement: npt.ArrayLike,
        *,
        players: Sequence[str] | None = None,
        title: str = "",
    ) -> BargainingProblem:
        """Build a problem from a curve of outcomes, such as the ways to divide a pie.

        Parameters
        ----------
        points : array_like, shape (players, samples), or callable
            What outcomes along the curve are worth, in order; samples in rows will do where the
            shape tells that they are. Or a function from a number in [0, 1] to one payoff a player.
            Where neighbours lie on a smooth curve it is drawn through them, elsewhere straight from
            one to the next.
        disagreement : array_like, shape (players,)
            What each gets without a deal.
        players : sequence of str, optional
            The players' names; "player 1", "player 2", … by default.

        Raises
        ------
        UnsuitableGame
            If shapes disagree, a number is not finite, or there is no sample.

        Examples
        --------
        >>> pie = BargainingProblem.from_curve([[1, 0], [0, 1]], [0.2, 0.1])
        >>> pie.nash().payoffs.round(9).tolist()
        [0.55, 0.45]
        """
        table = sampled(points, np.size(np.asarray(disagreement)))
        return replace(
            cls.from_arrays(table, disagreement, players=players, title=title), curve=True
        )

    def landmark(self, package: int | Mapping[str, str] | str | Landmark) -> Landmark:
        """A package with its name and worth: by its index, by its options, or by the label of what
        happened.

        Raises
        ------
        UnsuitableGame
            If there is no such package.
        """
        return found_landmark(self, package)

    def zone(self) -> IntArray:
        """The packages that nobody may or would refuse, ascending: weakly above no deal for all,
        strictly for some.
        """
        return zone(self)

    @once
    def frontier(self) -> IntArray:
        """The packages of the zone that no acceptable package dominates, equals included,
        ascending.
        """
        return frontier_of(self).packages

    def frontier_of(self) -> Frontier:
        """The frontier with its payoffs."""
        return frontier_of(self)

    def lotteries_of(self) -> Lotteries:
        """What is worth drawing in each block, where lotteries over packages may be agreed on."""
        return lotteries_of(self)

    def path_of(self, lotteries: bool) -> Path:
        """The curve of outcomes, or the frontier of two signers' lotteries, as pieces of a path."""
        return path_of(self, lotteries)

    def nash(
        self, weights: Sequence[float] | None = None, lotteries: bool = False
    ) -> BargainingPoint:
        """The packages with the largest product of gains over no deal, each to the power of its
        player's weight.
        """
        return self._point("nash", lotteries, weights)

    def kalai_smorodinsky(self, lotteries: bool = False) -> BargainingPoint:
        """The packages at which the smallest share of what each could hope for is as large as can
        be.
        """
        return self._point("kalai-smorodinsky", lotteries)

    def egalitarian(self, lotteries: bool = False) -> BargainingPoint:
        """The packages at which the smallest gain is as large as can be."""
        return self._point("egalitarian", lotteries)

    def utilitarian(self, lotteries: bool = False) -> BargainingPoint:
        """The packages with the largest sum of gains."""
        return self._point("utilitarian", lotteries)

    def raiffa(self, lotteries: bool = False) -> BargainingPoint:
        """Where small agreements lead, each part of the way to what everybody could still hope
        for.
        """
        return self._point("raiffa", lotteries)

    def maschler_perles(self, lotteries: bool = False) -> BargainingPoint:
        """Where two players meet who walk towards each other along the frontier, giving way at
        equal cost.
        """
        return self._point("maschler-perles", lotteries)

    def _point(
        self, name: str, lotteries: bool, weights: Sequence[float] | None = None
    ) -> BargainingPoint:
        return solutions.point(self, name, lotteries, weights)

    def conflicts(self) -> tuple[frozenset[str], ...]:
        """The smallest sets of claims that leave no package between them, by name; none where some
        package is left.
        """
        return tuple(found.names for found in self.conflicts_of().sets)

    def conflicts_of(self) -> Conflicts:
        """The same with what would have to go, and whether these are all; see
        `bargaining.refusals.conflicts`.
        """
        return conflicts.conflicts(self)

    def openings(self) -> Openings:
        """Why there is no deal, and which smallest changes make one; see
        `negotiate.bargaining.refusals.openings`.
        """
        return openings.openings(self)

    def red_line_prices(self) -> RedLinePrices:
        """What each red line costs each player; see `negotiate.bargaining.refusals.prices`."""
        return prices.red_line_prices(self)

    def __repr__(self) -> str:
        return (
            f"<BargainingProblem {self.title or 'untitled'!r}: {', '.join(self.players)}; "
            f"{self.count:,} packages>"
        )


def _numbers(given: npt.ArrayLike, axes: int, shape: str) -> FloatArray:
    found = numbers(
        given, "an array holds something that is not a number, or its rows differ in length"
    )
    if found.ndim != axes:
        raise UnsuitableGame(f"an array of shape {found.shape} was given", shape)
    if not (np.abs(found) <= LARGEST).all():
        raise UnsuitableGame(f"every payoff must be a finite number, and none beyond {LARGEST:.0e}")
    found.setflags(write=False)
    return found


def _names(players: Sequence[str] | None, count: int) -> tuple[str, ...]:
    names = (
        tuple(f"player {p + 1}" for p in range(count))
        if players is None
        else tuple(str(name) for name in players)
    )
    if len(names) != count or len(set(names)) != count:
        raise UnsuitableGame(f"{count} different players' names are needed, not {list(names)}")
    return names


def _masks(acceptable: npt.ArrayLike | None, shape: tuple[int, int]) -> BoolArray:
    """Which packages each player may sign, shape (players, packages)."""
    if acceptable is None:
        return np.ones(shape, dtype=bool)
    try:
        found = np.asarray(acceptable)
    except ValueError:
        raise UnsuitableGame("the rows of `acceptable` differ in length", ACCEPTABLE) from None
    if found.dtype != bool or found.shape not in (shape, shape[1:]):
        raise UnsuitableGame(
            (
                f"`acceptable` of shape {found.shape} and type {found.dtype} does not go with "
                "payoffs "
                f"of shape {shape}"
            ),
            ACCEPTABLE,
        )
    return np.array(np.broadcast_to(found, shape))
