"""Money beside a deal: what has to be paid for a package to be signed, or for the best of all to
be.

Gains are weighed by what one unit of each player's payoff is worth in a common money; without
weights none is paid.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.frontier import Frontier, frontier_of
from negotiate.bargaining.packages import PACKAGE_LIMIT
from negotiate.bargaining.table import BargainingTable
from negotiate.display import entity
from negotiate.errors import UnsuitableGame

TIE = 1e-12
"""Of the amounts that are compared: what rounding leaves."""


@entity
class Payment:
    """A package, and what is paid so that nobody would rather have no deal.

    Parameters
    ----------
    packages : tuple of int
        Every package for which as little is enough; the numbers below are those of the first.
    amount : float
        What is paid in all, in the common money.
    received : ndarray, shape (players,)
        What each player receives, in the common money; negative for whoever pays.
    payoffs : ndarray, shape (players,)
        What the package is worth to each, payments included, each in its own unit.
    enough : bool
        Whether the others gain enough to pay it.
    """

    packages: tuple[int, ...]
    amount: float
    received: FloatArray
    payoffs: FloatArray
    enough: bool = True


@entity
class SidePayments:
    """Deals where money may change hands.

    Parameters
    ----------
    smallest : Payment or None
        The least that has to be paid for any deal, 0 where none is needed; None where no payment is
        enough.
    size : int
        How many packages could be signed with payments; -1 where there are too many to lay out.
    surplus : float
        The most that a package brings over no deal to those who may pay, in the common money.
    nash : Payment or None
        The Nash point: the package, and payments that split what it brings into equal parts; None
        without a deal.
    """

    smallest: Payment | None
    size: int
    surplus: float
    nash: Payment | None


def side_payments(problem: BargainingTable) -> SidePayments:
    """What money beside a deal could do.

    Raises
    ------
    UnsuitableGame
        If no money may change hands here.
    """
    money = _money(problem)
    found = frontier_of(without_least(problem))
    if not len(found.packages):
        return SidePayments(None, 0, 0.0, None)
    books = _books(problem, found.gains * found.step[:, None], money)
    size = -1
    if problem.count <= PACKAGE_LIMIT:
        every = problem.gains()[:, problem.acceptable()] * problem.step[:, None]
        size = int(_books(problem, every, money).enough.sum())
    surplus = float(books.total.max())
    return SidePayments(
        _smallest(problem, found, books), size, surplus, _nash(problem, found, books)
    )


def payment_for(problem: BargainingTable, package: int) -> Payment:
    """What has to be paid for one package: those who would lose by it get as much as they lose.

    Several payers share in proportion to what they gain.

    Raises
    ------
    UnsuitableGame
        If no money may change hands here.
    """
    money = _money(problem)
    payoffs = problem.payoffs_of([package])[:, 0]
    gains = (payoffs - problem.disagreement)[list(problem.seats)]
    gains = np.where(np.abs(gains) < problem.step / 2, 0.0, gains)
    books = _books(problem, gains[:, None], money)
    received = _compensated(problem, books, 0)
    return _payment(problem, (package,), payoffs, received, books.need[0], bool(books.enough[0]))


def without_least(problem: BargainingTable) -> BargainingTable:
    """The same problem where nobody insists on what no deal gives it."""
    return problem.without(*(claim.name for claim in problem.claims if claim.kind == "no deal"))


def _money(problem: BargainingTable) -> FloatArray:
    """What a unit of each signer's payoff is worth, 0 for those who neither pay nor are paid, shape
    (signers,).
    """
    if not problem.money:
        raise UnsuitableGame(
            "no money may change hands here",
            "say under `side_payments` what a unit of each player's payoff is worth",
        )
    return np.array(problem.money)[list(problem.seats)]


class _Books(NamedTuple):
    """What packages bring signers, shape (signers, m), and what could be paid for each, shape
    (m,).
    """

    gains: FloatArray
    money: FloatArray
    total: FloatArray
    """What those with money gain in all."""
    need: FloatArray
    """What those who insist would have to be paid."""
    room: FloatArray
    """What those who gain could pay."""
    enough: BoolArray
    """Where payments leave nobody below no deal who insists on it, and somebody above."""


def _books(problem: BargainingTable, gains: FloatArray, money: FloatArray) -> _Books:
    worth = gains * money[:, None]
    need = -np.minimum(worth[problem.insisting], 0.0).sum(axis=0)
    room = np.maximum(worth, 0.0).sum(axis=0)
    tie = TIE * np.maximum(need, room)
    beside = money == 0
    unpaid = (gains[beside & problem.insisting] < 0).any(axis=0)
    gaining = (gains[beside] > 0).any(axis=0)
    enough = ~unpaid & ((room > need + tie) | (gaining & (room >= need - tie)))
    paying = money > 0
    total = (gains[paying] * money[paying][:, None]).sum(axis=0)
    return _Books(gains, money, total, need, room, enough)


def _compensated(problem: BargainingTable, books: _Books, place: int) -> FloatArray:
    """What each signer receives where losers get what they lose, and the others pay in proportion
    to their gains.
    """
    worth = books.gains[:, place] * books.money
    room = books.room[place]
    paid = -np.minimum(worth, 0.0) * problem.insisting
    return paid - np.maximum(worth, 0.0) * (books.need[place] / room if room > 0 else 0.0)


def _smallest(problem: BargainingTable, found: Frontier, books: _Books) -> Payment | None:
    if not books.enough.any():
        return None
    least = books.need[books.enough].min()
    columns = np.flatnonzero(books.enough & (books.need <= least + TIE * books.room))
    received = _compensated(problem, books, columns[0])
    packages = tuple(found.packages[columns].tolist())
    return _payment(problem, packages, found.payoffs[:, columns[0]], received, float(least))


def _nash(problem: BargainingTable, found: Frontier, books: _Books) -> Payment | None:
    """The largest product of gains, where those with money share what they gain in all equally."""
    gains, money, paying = books.gains, books.money, books.money > 0
    columns = np.flatnonzero(books.enough & (books.total >= 0))
    if not len(columns):
        return None
    total, others = books.total[columns], gains[:, columns][~paying]
    winners = (total > 0) * paying.sum() + (others > 0).sum(axis=0)
    logs = np.log(np.where(others > 0, others, 1.0)).sum(axis=0)
    measure = paying.sum() * np.log(np.where(total > 0, total, 1.0)) + logs
    measure = np.where(winners == winners.max(), measure, -np.inf)
    top = measure.max()
    tied = columns[measure >= top - TIE * max(1.0, abs(top))]
    first = int(tied[0])
    received = np.zeros(len(money))
    if paying.any():
        received[paying] = books.total[first] / paying.sum() - gains[paying, first] * money[paying]
    packages = tuple(found.packages[tied].tolist())
    return _payment(
        problem, packages, found.payoffs[:, first], received, float(np.maximum(received, 0.0).sum())
    )


def _payment(
    problem: BargainingTable,
    packages: tuple[int, ...],
    payoffs: FloatArray,
    received: FloatArray,
    amount: float,
    enough: bool = True,
) -> Payment:
    """Spread what signers receive over all players, and add it to their payoffs."""
    everybody, worth = np.zeros(len(problem.players)), payoffs.copy()
    everybody[list(problem.seats)] = received + 0.0
    paid = everybody != 0
    worth[paid] += everybody[paid] / np.array(problem.money)[paid]
    return Payment(packages, float(amount), everybody, worth, enough)
