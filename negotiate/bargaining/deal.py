"""What both could sign: whether there is a deal, the best of them, and what stands in the way where
there is none.
"""

from __future__ import annotations

import numpy as np

from negotiate.arrays import IntArray
from negotiate.bargaining.assessment import Assessment, assess
from negotiate.bargaining.frontier import Frontier
from negotiate.bargaining.landmarks import CASES, differing, twins
from negotiate.bargaining.packages import PACKAGE_LIMIT
from negotiate.bargaining.points import Rule
from negotiate.bargaining.points.rule import BargainingPoint
from negotiate.bargaining.points.solutions import points_of
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.profiles import TypeDeals, type_deals
from negotiate.bargaining.refusals.conflicts import Conflicts
from negotiate.bargaining.refusals.openings import Openings
from negotiate.bargaining.refusals.side_payments import SidePayments, side_payments
from negotiate.bargaining.table import check_numbers
from negotiate.display import Shown, entity
from negotiate.errors import GameTooLarge, UnsuitableGame


@entity
class DealCase:
    """The answer under one no-deal point.

    Parameters
    ----------
    problem : BargainingProblem
        Under this no-deal point.
    size : int
        How many packages are in the agreement zone; -1 where they were not counted.
    frontier : Frontier
        The best of them.
    points : tuple of (Rule, BargainingPoint)
        Which deal it would be, by each rule that fits.
    openings : Openings or None
        Where there is no deal: what rules it out, and what would open one.
    happened : tuple of Assessment
        What really happened, held against this no-deal point, the claims and all other packages.
    money : SidePayments or None
        What money beside a deal could do, of which all else here takes no account; None where none
        may change hands, or the packages are too many to tell.
    twins : tuple of int
        Other no-deal points that are worth the same, counted from 0: this is the answer under them
        as well.
    """

    problem: BargainingProblem
    size: int
    frontier: Frontier
    points: tuple[tuple[Rule, BargainingPoint], ...]
    openings: Openings | None = None
    happened: tuple[Assessment, ...] = ()
    money: SidePayments | None = None
    twins: tuple[int, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether all would sign anything without side payments: a package, or a lottery where
        points are lotteries.
        """
        return len(self.frontier.packages) > 0 or any(point.agreement for _, point in self.points)

    @property
    def nash(self) -> BargainingPoint | None:
        """The Nash point, where there is anything to agree on."""
        return next(
            (point for rule, point in self.points if rule.name == "nash" and point.agreement), None
        )

    @property
    def conflicts(self) -> Conflicts | None:
        """Where there is no deal: what rules it out."""
        return None if self.openings is None else self.openings.conflicts

    def listed(self) -> tuple[IntArray, IntArray, IntArray]:
        """The packages one by one: those in the zone, those that all would gain by but for a red
        line, the others.

        All three are empty where there are too many to list.
        """
        problem = self.problem
        if problem.count > PACKAGE_LIMIT:
            none = np.zeros(0, dtype=int)
            return none, none, none
        zone = problem.zone()
        free = problem.without(*problem.standing).zone() if problem.standing else zone
        others = np.setdiff1d(np.flatnonzero(problem.feasible()), free, assume_unique=True)
        return zone, np.setdiff1d(free, zone, assume_unique=True), others


@entity
class Deal(Shown):
    """Which deals there are, under each no-deal point.

    Parameters
    ----------
    problem : BargainingProblem
        What was asked about.
    cases : tuple of DealCase
        One for each no-deal point that is worth something else, the chosen one first where one was
        named. Where some payoffs are levels these have no points: the frontier, and what rules
        deals out, is all that can be said.
    more : int
        No-deal points that were left out.
    lotteries : bool
        Whether the points are lotteries over packages.
    types : TypeDeals or None
        What each private type would sign, and where there is a deal; None where nobody has types,
        or that is not known.
    """

    problem: BargainingProblem
    cases: tuple[DealCase, ...]
    more: int = 0
    lotteries: bool = False
    types: TypeDeals | None = None

    @property
    def exists(self) -> bool:
        """Whether there is a deal under every no-deal point."""
        return all(case.exists for case in self.cases)

    @property
    def pictured(self) -> DealCase:
        """The first case in which there is a deal; where there is none in any, the first."""
        return next((case for case in self.cases if case.exists), self.cases[0])

    def __repr__(self) -> str:
        sizes = ", ".join("some" if case.size < 0 else f"{case.size:,}" for case in self.cases)
        possible = self.problem.feasible_count
        total = f"{possible if possible >= 0 else self.problem.count:,}"
        return f"<Deal {self.problem.title or 'untitled'!r}: {sizes} of {total} packages>"


def deal(problem: BargainingProblem, *, lotteries: bool = False, every: bool | None = None) -> Deal:
    """Which deals there are, and which of them it would be.

    Parameters
    ----------
    problem : BargainingProblem
        A scenario's `together()`, or one from arrays.
    lotteries : bool
        Choose points from the lotteries over packages too.
    every : bool, optional
        Answer under every no-deal point; by default where there are several and none was named.

    Returns
    -------
    Deal
        Prints as the page that `negotiate deal` shows.

    Raises
    ------
    UnsuitableGame
        If this is no bargaining problem; for lotteries where some payoffs are levels.

    Examples
    --------
    >>> import negotiate
    >>> negotiate.deal(negotiate.load("classics/prisoners-dilemma").together())
    <Deal "The prisoner's dilemma": 1 of 4 packages>
    """
    if not isinstance(problem, BargainingProblem):
        said = f"`deal` takes a bargaining problem, and this is of type `{type(problem).__name__}`"  # type: ignore[unreachable]  # nobody has to check types
        raise UnsuitableGame(said, "`scenario.together()` makes one")
    if lotteries:
        check_numbers(problem, "a lottery over packages")
    numbers = (
        list(differing(problem))
        if every or (every is None and not problem.named)
        else [problem.chosen]
    )
    cases = tuple(
        _case(problem if n == problem.chosen else problem.under(n), lotteries)
        for n in numbers[:CASES]
    )
    return Deal(problem, cases, len(numbers) - len(cases), lotteries, _by_types(problem))


def _by_types(problem: BargainingProblem) -> TypeDeals | None:
    """Where there is a deal under private types, as far as that can be told."""
    if problem.private is None:
        return None
    try:
        return type_deals(problem.private())
    except (GameTooLarge, UnsuitableGame):
        return None


def _case(problem: BargainingProblem, lotteries: bool) -> DealCase:
    found = problem.frontier_of()
    size = len(problem.zone()) if problem.count <= PACKAGE_LIMIT else -1
    openings = None if len(found.packages) or problem.loose else problem.openings()
    happened = tuple(assess(problem, mark) for mark in problem.landmarks)
    money = _money(problem) if openings is None else openings.money
    return DealCase(
        problem,
        size,
        found,
        points_of(problem, lotteries),
        openings,
        happened,
        money,
        twins(problem),
    )


def _money(problem: BargainingProblem) -> SidePayments | None:
    """What money could do, where that can be told."""
    if not problem.money or problem.ordinal or problem.loose:
        return None
    try:
        return side_payments(problem)
    except GameTooLarge:
        return None
