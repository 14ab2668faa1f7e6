"""The best that an honest mediator could do for players with private types, who each tell it what
they are.

The mediator commits to a menu: for each combination of types a lottery over packages and no deal,
and payments where money may change hands. It must be best for each type to tell the truth and to
take part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import reduce
from typing import Any, NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.profiles import Profiles
from negotiate.bargaining.table import check_numbers
from negotiate.display import Shown, entity, record
from negotiate.equilibrium.kernels import optimize, sparse
from negotiate.errors import DidNotConverge, GameTooLarge, UnsuitableGame

LOTTERY_LIMIT = 100_000
"""Combinations of types times packages: the probabilities that the linear program looks for."""
VERIFIED = 1e-6
"""Of the largest gain: by how much a menu may break what it promises."""
NOTHING = 1e-9
"""Of the largest gain, and of a probability: what counts as none."""
ROUNDED = 1e-7
"""Of the largest gain: what a linear program leaves of nothing."""
ROUNDS = 100
"""How often false reports that pay are ruled out."""


@record
class ExpectedGains:
    """What is gained over no deal in expectation, summed over the players.

    Parameters
    ----------
    first_best : float
        If the mediator knew every type. Taking part is still voluntary.
    mediator : float
        If each type has to be given a reason to tell the truth.
    """

    first_best: float
    mediator: float

    @property
    def lost(self) -> float:
        """What is lost to secrecy."""
        return max(0.0, self.first_best - self.mediator)


@entity
class Provision:
    """What the mediator does with one combination of reports.

    Parameters
    ----------
    types : Mapping[str, str]
        Player → the type that it reports.
    odds : float
        How likely the combination is.
    packages : tuple of int
        What the lottery is over.
    shares : tuple of float
        The probability of each; what is missing to 1 is the probability of no deal.
    received : ndarray, shape (players,)
        The payment that each receives in expectation, in the common money; negative for whoever
        pays.
    payoffs : ndarray, shape (players,)
        What each expects to gain over no deal, in its own unit, payments included.
    """

    types: Mapping[str, str]
    odds: float
    packages: tuple[int, ...]
    shares: tuple[float, ...]
    received: FloatArray
    payoffs: FloatArray


@record
class TypeGain:
    """What one type of a player expects to gain over no deal, in the player's unit.

    Parameters
    ----------
    player : int
        Whose type it is.
    type : str
        Its name; empty for a player without types.
    odds : float
        How likely it is.
    gain : float
        What it expects before it knows the types of the others.
    """

    player: int
    type: str
    odds: float
    gain: float


@entity
class Mediator(Shown):
    """The best menu of an honest mediator.

    Parameters
    ----------
    problem : BargainingProblem
        What was asked about, with the values of the file.
    gains : ExpectedGains
        In the common money of `side_payments`; without such money weighed by `weights`.
    weights : tuple of float
        What one unit of each player's gains counts, one a player.
    sides : tuple of TypeGain
        What each type of each player who signs expects.
    menu : tuple of Provision
        What the mediator does with each combination of types.
    paid : bool
        Whether money may change hands. Payments then add up to 0 in each combination.
    violation : float
        The most that any type would gain by any false report or by staying away, or that payments
        are out of balance, in the unit of `gains`: rounding.
    guessed : bool
        Whether no deal is what `solve` finds for each combination as if the types were known.
    """

    problem: BargainingProblem
    gains: ExpectedGains
    weights: tuple[float, ...]
    sides: tuple[TypeGain, ...]
    menu: tuple[Provision, ...]
    paid: bool
    violation: float
    guessed: bool

    def __repr__(self) -> str:
        return (
            f"<Mediator: expected gains {self.gains.mediator:.6g} of {self.gains.first_best:.6g}>"
        )


class Signer(NamedTuple):
    """What one signer may report, and what it expects by it.

    Parameters
    ----------
    cells : ndarray of int, shape (types, m)
        The combinations in which the player has each type, by their places.
    chances : ndarray, shape (types, m)
        How likely each type holds the types of the others.
    odds : ndarray, shape (types,)
        How likely the player's own types are.
    counts : bool
        Whether the player's gains are part of the sum.
    pays : bool
        Whether the player may pay or be paid.
    """

    cells: IntArray
    chances: FloatArray
    odds: FloatArray
    counts: bool
    pays: bool


class Program(NamedTuple):
    """The mediator's problem as arrays; the last axis of `gains` and `open` is for packages.

    Parameters
    ----------
    gains : ndarray, shape (signers, combinations, packages)
        What each package brings over no deal, also where somebody may not sign it.
    open : ndarray of bool, shape (combinations, packages)
        Which packages may be in a lottery.
    odds : ndarray, shape (combinations,)
        How likely each combination is.
    signers : tuple of Signer
        One for each signer.
    independent : bool
        Whether no signer's type says anything of another's.
    """

    gains: FloatArray
    open: BoolArray
    odds: FloatArray
    signers: tuple[Signer, ...]
    independent: bool = True

    def expected(self, player: int, lotteries: FloatArray, received: FloatArray) -> FloatArray:
        """What each type expects by each report, shape (types, reports), from payments of shape
        (combinations,).
        """
        own = self.signers[player]
        worth = self.gains[player][own.cells] * own.chances[:, :, None]
        drawn = lotteries[own.cells]
        count = len(own.odds)
        return np.asarray(
            worth.reshape(count, -1) @ drawn.reshape(count, -1).T
            + own.chances @ received[own.cells].T
        )


def program(
    gains: FloatArray,
    open_: BoolArray,
    odds: list[FloatArray],
    counts: list[bool],
    paid: bool,
    together: FloatArray | None = None,
) -> Program:
    """The mediator's problem, combinations in the order of the signers, the types of the last
    varying fastest; `together` says how likely each is, where types are not independent.
    """
    shape, signers = tuple(map(len, odds)), list[Signer]()
    places, usual = np.arange(int(np.prod(shape))).reshape(shape), _product(odds)
    independent = together is None or bool(np.abs(usual - together.ravel()).max() <= NOTHING)
    weights = usual if independent or together is None else together.ravel()
    for player, own in enumerate(odds):
        cells = np.moveaxis(places, player, 0).reshape(len(own), -1)
        others = _product([one for seat, one in enumerate(odds) if seat != player])
        chances = np.where(
            own[:, None] > 0, weights[cells] / np.where(own > 0, own, 1.0)[:, None], others
        )
        if independent:
            chances = np.tile(others, (len(own), 1))
        signers.append(Signer(cells, chances, own, counts[player], paid and counts[player]))
    return Program(gains, open_, weights, tuple(signers), independent)


def _product(odds: list[FloatArray]) -> FloatArray:
    return np.asarray(reduce(lambda one, other: np.outer(one, other).ravel(), odds, np.ones(1)))


class Menu(NamedTuple):
    """A solution: lotteries of shape (combinations, packages), and payments of shape (signers,
    combinations).
    """

    lotteries: FloatArray
    received: FloatArray


class Rows:
    """The rows of a sparse matrix, as they come."""

    def __init__(self) -> None:
        self.columns: list[IntArray] = []
        self.values: list[FloatArray] = []
        self.least: list[float] = []

    def copy(self) -> Rows:
        """The same rows, to which others can be added."""
        result = Rows()
        result.columns, result.values, result.least = [*self.columns], [*self.values], [*self.least]
        return result

    def add(self, columns: IntArray, values: FloatArray, least: float = 0.0) -> None:
        """One row, which must come to at least so much."""
        self.columns.append(columns)
        self.values.append(values)
        self.least.append(least)

    def matrix(self, width: int) -> Any:
        """Every row, for scipy."""
        lengths = list(map(len, self.columns))
        place = np.repeat(np.arange(len(lengths)), lengths)
        values, columns = np.concatenate(self.values), np.concatenate(self.columns)
        return sparse.coo_array((values, (place, columns)), shape=(len(lengths), width)).tocsr()


class Solver:
    """Solves a program, with those false reports ruled out that would pay.

    The columns are the probabilities of lotteries, the payments that each type expects (of types
    that are not independent the payment in each combination), and the least expected gain of a
    player.
    """

    def __init__(self, given: Program) -> None:
        self.given = given
        self.column = np.full(given.open.shape, -1)
        width = int(given.open.sum())
        self.column[given.open] = np.arange(width)
        self.payment: list[IntArray] = []
        for own in given.signers:
            count = len(own.odds) if given.independent else len(given.odds)
            self.payment.append(width + np.arange(count if own.pays else 0))
            width += len(self.payment[-1])
        self.width = width + 1
        self.truth = Rows()
        self.known: set[tuple[int, int, int]] = set()
        for player, own in enumerate(given.signers):
            for kind in range(len(own.odds)):
                self.truth.add(*self._by_report(player, kind, kind))

    def best(self, total: float | None = None) -> tuple[float, Menu]:
        """The largest sum of expected gains; given it, the menu whose least expected gain of a
        player is largest.

        Raises
        ------
        DidNotConverge
            If the linear program has no answer.
        """
        rows, cost = self.truth.copy(), np.zeros(self.width)
        everything = [
            self._expected_gain(player)
            for player, own in enumerate(self.given.signers)
            if own.counts
        ]
        for columns, values in everything:
            np.add.at(cost, columns, -values)
        if total is not None:
            rows.add(np.flatnonzero(cost), -cost[cost != 0], total)
            for columns, values in everything:
                rows.add(np.append(columns, self.width - 1), np.append(values, -1.0))
            cost = np.zeros(self.width)
            cost[-1] = -1.0
        combinations, _ = np.nonzero(self.given.open)
        for place in np.unique(combinations):
            own = self.column[place][self.given.open[place]]
            rows.add(own, -np.ones(len(own)), -1.0)
        bounds = np.full((self.width, 2), [0.0, np.inf])
        bounds[int(self.given.open.sum()) :, 0] = -np.inf
        balance, even = self._balance()
        if total is None:
            bounds[-1] = 0.0
        matrix, least = -rows.matrix(self.width), -np.array(rows.least)
        answer = optimize.linprog(cost, matrix, least, balance, even, bounds, method="highs")
        if answer.x is None:
            raise DidNotConverge(
                "the linear program of the mediator", int(answer.nit), float("inf"), VERIFIED
            )
        return -float(answer.fun), self._menu(np.asarray(answer.x))

    def truthful(self, total: float | None = None) -> tuple[float, Menu]:
        """The same where no false report pays: first neighbours in the file are ruled out, then
        whatever pays.

        Raises
        ------
        DidNotConverge
            If there are always more false reports that pay.
        """
        for player, own in enumerate(self.given.signers):
            for kind in range(len(own.odds)):
                self._rule_out(
                    player,
                    kind,
                    [other for other in (kind - 1, kind + 1) if 0 <= other < len(own.odds)],
                )
        for _ in range(ROUNDS):
            value, menu = self.best(total)
            found = list(self._paying(menu))
            if not found:
                return value, menu
            for player, kind, other in found:
                self._rule_out(player, kind, [other])
        raise DidNotConverge("ruling out false reports", ROUNDS, float("inf"), VERIFIED)

    def _paying(self, menu: Menu) -> Iterator[tuple[int, int, int]]:
        """False reports that pay, for each type the best."""
        for player in range(len(self.given.signers)):
            expected = self.given.expected(player, menu.lotteries, menu.received[player])
            more = expected - np.diag(expected)[:, None]
            for kind, other in enumerate(more.argmax(axis=1).tolist()):
                if more[kind, other] > NOTHING and (player, kind, other) not in self.known:
                    yield player, kind, other

    def _rule_out(self, player: int, kind: int, others: list[int]) -> None:
        for other in others:
            if (player, kind, other) not in self.known:
                self.known.add((player, kind, other))
                true, false = (
                    self._by_report(player, kind, kind),
                    self._by_report(player, kind, other),
                )
                self.truth.add(
                    np.concatenate([true[0], false[0]]), np.concatenate([true[1], -false[1]])
                )

    def _by_report(self, player: int, kind: int, report: int) -> tuple[IntArray, FloatArray]:
        """What a type expects by a report, as columns and values."""
        own = self.given.signers[player]
        columns = self.column[own.cells[report]]
        values = self.given.gains[player][own.cells[kind]] * own.chances[kind][:, None]
        kept = (columns >= 0) & (values != 0)
        if self.given.independent or not own.pays:
            payment = self.payment[player][report : report + 1]
            paid = np.ones(len(payment))
        else:
            payment, paid = self.payment[player][own.cells[report]], own.chances[kind]
        return np.append(columns[kept], payment), np.append(values[kept], paid)

    def _expected_gain(self, player: int) -> tuple[IntArray, FloatArray]:
        """What a player expects before it knows its type, as columns and values."""
        values = self.given.gains[player] * self.given.odds[:, None]
        kept = self.given.open & (values != 0)
        payment = self.payment[player]
        odds = self.given.signers[player].odds if self.given.independent else self.given.odds
        odds = odds if len(payment) else np.zeros(0)
        return np.append(self.column[kept], payment), np.append(values[kept], odds)

    def _balance(self) -> tuple[Any, FloatArray | None]:
        """What all expect to be paid comes to nothing; of types that are not independent, what all
        are paid in each combination.
        """
        if not any(map(len, self.payment)):
            return None, None
        row = Rows()
        if not self.given.independent:
            paid = [own for own in self.payment if len(own)]
            for columns in np.array(paid).T:
                row.add(columns, np.ones(len(paid)))
            return row.matrix(self.width), np.zeros(len(self.given.odds))
        paying = [own.odds for own in self.given.signers if own.pays]
        row.add(np.concatenate(self.payment), np.concatenate(paying))
        return row.matrix(self.width), np.zeros(1)

    def _menu(self, x: FloatArray) -> Menu:
        lotteries = np.zeros(self.given.open.shape)
        lotteries[self.given.open] = np.clip(x[: int(self.given.open.sum())], 0.0, 1.0)
        lotteries[lotteries < ROUNDED] = 0.0
        lotteries[lotteries > 1 - ROUNDED] = 1.0
        lotteries /= np.maximum(1.0, lotteries.sum(axis=1, keepdims=True))
        paid = [x[own] for own in self.payment]
        if not self.given.independent:
            nothing = np.zeros(len(self.given.odds))
            received = np.array([own if len(own) else nothing for own in paid])
            return Menu(lotteries, received - received.mean(axis=0) * _paying(paid))
        return Menu(lotteries, payments(self.given, paid, lotteries.sum(axis=1)))


def _paying(paid: list[FloatArray]) -> FloatArray:
    """By how much each signer sets payments right whose sum is not 0 for rounding."""
    counts = np.array([float(len(own) > 0) for own in paid])[:, None]
    return np.asarray(counts * len(paid) / max(1.0, counts.sum()))


def payments(given: Program, expected: list[FloatArray], agreed: FloatArray) -> FloatArray:
    """Payments that balance in each combination and come to what each type expects, shape (signers,
    combinations).

    Parameters
    ----------
    given : Program
        Where the odds are.
    expected : list of ndarray, shape (types,) or (0,)
        What each type of each signer expects to be paid; in all this is nothing.
    agreed : ndarray, shape (combinations,)
        The probability of a deal. Of two players only those with a deal pay, if that is possible.

    Notes
    -----
    Each gets what its type expects, and pays in equal parts by how much the others' expect more
    than on average (d'Aspremont and Gérard-Varet 1979).
    """
    result = np.zeros((len(expected), len(given.odds)))
    paying = [player for player, own in enumerate(expected) if len(own)]
    if len(paying) < 2:
        return result
    if (
        len(paying) == 2 == len(expected)
        and (found := _with_deals(given, expected, agreed)) is not None
    ):
        return np.stack([found, -found])
    for player in paying:
        own = given.signers[player]
        above = (expected[player] - expected[player] @ own.odds) / (len(paying) - 1)
        for kind, cells in enumerate(own.cells):
            result[player, cells] += expected[player][kind]
            for other in paying:
                if other != player:
                    result[other, cells] -= above[kind]
    return result


def _with_deals(
    given: Program, expected: list[FloatArray], agreed: FloatArray
) -> FloatArray | None:
    """What the first of two players receives where payments go with the probability of a deal; None
    if they cannot.
    """
    one, other = given.signers
    weight = agreed.reshape(len(one.odds), len(other.odds))
    ahead, behind = one.chances[0], other.chances[0]
    top = np.hstack([np.diag(weight @ ahead), weight * ahead])
    bottom = np.hstack([weight.T * behind, np.diag(weight.T @ behind)])
    matrix, wanted = np.vstack([top, bottom]), np.concatenate([expected[0], -expected[1]])
    found = np.linalg.lstsq(matrix, wanted, rcond=None)[0]
    if np.abs(matrix @ found - wanted).max() > NOTHING:
        return None
    return np.asarray(weight * (found[: len(one.odds), None] + found[len(one.odds) :])).ravel()


def violation(given: Program, menu: Menu) -> float:
    """The most that a menu breaks of what it promises, by going through every report of every type.

    No false report pays, nobody would rather have no deal, payments balance, and probabilities are
    such.
    """
    worst = [
        float(np.abs(menu.received.sum(axis=0)).max()),
        float(menu.lotteries.sum(axis=1).max()) - 1,
    ]
    worst += [
        float(-menu.lotteries.min(initial=0.0)),
        float(menu.lotteries[~given.open].max(initial=0.0)),
    ]
    for player in range(len(given.signers)):
        expected = given.expected(player, menu.lotteries, menu.received[player])
        truth = np.diag(expected)
        worst += [float((expected - truth[:, None]).max()), float(-truth.min())]
    return max(0.0, *worst)


def mediate(problem: BargainingProblem) -> Mediator:
    """The best menu of an honest mediator: truthful reports and voluntary participation, each in
    expectation.

    Parameters
    ----------
    problem : BargainingProblem
        A scenario's `together()`, with private types.

    Returns
    -------
    Mediator
        Prints as the page that `negotiate deal --mediator` shows.

    Raises
    ------
    UnsuitableGame
        If nobody who signs has private types, some payoffs are levels, or types change what is on
        the table.
    GameTooLarge
        If there are more than `LOTTERY_LIMIT` packages in all combinations of types.

    Notes
    -----
    By the revelation principle no other way to talk does better (Myerson 1979). The sum of expected
    gains over no deal is largest by a linear program over lotteries and the payments that types
    expect. Incentive constraints between types that are neighbours in the file come first; those
    that an answer breaks are added until none is broken. Of the menus that are equally good a
    second program takes one whose least expected gain of a player is largest. Payments that balance
    in expectation can balance in each combination, where types are independent; where they are
    dealt together, the program chooses the payment in each combination itself, since what a type
    says of the others' may be paid for (Crémer and McLean 1988).

    Where no money may change hands, gains are summed with each player's bargaining weight, 1 on
    average.

    Red lines and ratifiers limit the lottery of the types that are reported. Whoever reports
    falsely gets what a package is worth to its true type, red lines or not.

    References
    ----------
    Roger B. Myerson (1979), Incentive Compatibility and the Bargaining Problem. Roger B. Myerson
    and Mark A. Satterthwaite (1983), Efficient Mechanisms for Bilateral Trading. Jacques Crémer and
    Richard P. McLean (1988), Full Extraction of the Surplus in Bayesian and Dominant Strategy
    Auctions.
    """
    check_numbers(problem, "a mediator's menu")
    profiles, weights, seats = _checked(problem), _weights(problem), list(problem.seats)
    order, odds, together = _in_order(problem, profiles)
    problems = [profiles.work(place) for place in order.tolist()]
    gains, open_ = _laid_out(problems, seats)
    counts = weights[seats] > 0
    worth = gains * np.where(counts, weights[seats], 1.0)[:, None, None]
    largest = np.array([np.abs(own).max(initial=0.0, where=open_) or 1.0 for own in worth])
    scale = float(largest[counts].max(initial=0.0)) or 1.0
    largest[counts] = scale
    given = program(
        worth / largest[:, None, None],
        open_,
        odds,
        counts.tolist(),
        bool(problem.money) and counts.sum() > 1,
        together,
    )
    first, menu = _solved(given)
    worst = violation(given, menu)
    if worst > VERIFIED:
        raise DidNotConverge("the menu of the mediator", ROUNDS, worst, VERIFIED)
    received, payoffs = np.zeros((2, len(weights), len(order)))
    received[seats] = menu.received * scale
    payoffs[seats] = np.einsum("stk,tk->st", gains, menu.lotteries)
    paying = np.flatnonzero(received.any(axis=1))
    payoffs[paying] += received[paying] / weights[paying, None]
    payoffs[np.abs(payoffs) <= ROUNDED * np.abs(payoffs).max(axis=1, keepdims=True)] = 0.0
    return Mediator(
        problem=problem,
        gains=ExpectedGains(first * scale + 0.0, float(weights @ payoffs @ given.odds)),
        weights=tuple(weights.tolist()),
        sides=tuple(_sides(problem, profiles, given, payoffs)),
        menu=tuple(
            _provision(profiles, place, menu.lotteries[row], received[:, row], payoffs[:, row])
            for row, place in enumerate(order.tolist())
        ),
        paid=any(own.pays for own in given.signers),
        violation=worst * scale,
        guessed=any(one.no_deal.how == "equilibrium" for one in problems),
    )


def _solved(given: Program) -> tuple[float, Menu]:
    """The sum of expected gains with all types known, and the best menu with private types."""
    first, _ = Solver(given).best()
    solver = Solver(given)
    total, menu = solver.truthful()
    with suppress(DidNotConverge):  # a menu that only divides the same sum in another way
        menu = solver.truthful(total)[1]
    return first, menu


def _provision(
    profiles: Profiles, place: int, lottery: FloatArray, received: FloatArray, payoffs: FloatArray
) -> Provision:
    drawn = np.flatnonzero(lottery)
    packages, shares = tuple(drawn.tolist()), tuple(lottery[drawn].tolist())
    return Provision(
        profiles.named(place),
        profiles.chance(place),
        packages,
        shares,
        received + 0.0,
        payoffs + 0.0,
    )


def _sides(
    problem: BargainingProblem, profiles: Profiles, given: Program, payoffs: FloatArray
) -> Iterator[TypeGain]:
    """What each type of each signer expects."""
    size = float(np.abs(payoffs).max(initial=0.0))
    for seat, own in zip(problem.seats, given.signers, strict=True):
        names = profiles.types.get(problem.keys[seat], ("",))
        expected = (payoffs[seat][own.cells] * own.chances).sum(axis=1)
        for name, odds, gain in zip(names, own.odds.tolist(), expected.tolist(), strict=True):
            yield TypeGain(seat, name, odds, gain if abs(gain) > ROUNDED * size else 0.0)


def _checked(problem: BargainingProblem) -> Profiles:
    """Who may be what, where a mediator can ask them and the program is not too large."""
    if problem.private is None:
        hint = (
            "say under `types` what players may privately be; `negotiate deal` shows what both "
            "could sign"
        )
        raise UnsuitableGame(
            "nobody has private types, so there is nothing that a mediator would have to ask", hint
        )
    profiles: Profiles = problem.private()
    if silent := set(profiles.types) - set(problem.of_signers(problem.keys)):
        names = ", ".join(f"`{key}`" for key in sorted(silent))
        raise UnsuitableGame(
            f"{names} has private types and does not sign, so a mediator does not ask",
            "fix its type with --fix, or let it sign with --signers",
        )
    count, hint = (
        profiles.count * problem.count,
        "commit some issues with --fix, or give players fewer types",
    )
    GameTooLarge.refuse("packages in all combinations of types", count, LOTTERY_LIMIT, hint)
    return profiles


def _in_order(
    problem: BargainingProblem, profiles: Profiles
) -> tuple[IntArray, list[FloatArray], FloatArray]:
    """The places of combinations in the order of the signers, the odds of each signer's types, and
    how likely each combination is, shape (types of the first signer, …).
    """
    keys = problem.of_signers(problem.keys)
    listed = list(profiles.types)
    places = np.arange(profiles.count).reshape(profiles.shape)
    axes = [listed.index(key) for key in keys if key in profiles.types]
    own = dict(zip(listed, profiles.odds, strict=True))
    odds = [own.get(key, np.ones(1)) for key in keys]
    together = profiles.together.transpose(axes).reshape(tuple(map(len, odds)))
    return places.transpose(axes).ravel(), odds, together


def _weights(problem: BargainingProblem) -> FloatArray:
    """What one unit of each player's gains counts, shape (players,)."""
    if problem.money:
        return np.array(problem.money)
    power = np.array(problem.power) if problem.power else np.ones(len(problem.keys))
    return np.asarray(power / power.mean()) if power.any() else np.ones(len(power))


def _laid_out(problems: list[BargainingProblem], seats: list[int]) -> tuple[FloatArray, BoolArray]:
    """What each package brings over no deal, shape (signers, combinations, packages), and which may
    be signed.
    """
    first = problems[0]
    if any(one.issues != first.issues or one.fixed != first.fixed for one in problems):
        raise UnsuitableGame(
            "what a deal sets depends on the types, so there is no menu that all could read",
            "let types change what outcomes are worth, or name a no-deal point with --no-deal",
        )
    gains = np.stack([(one.payoffs - one.disagreement[:, None])[seats] for one in problems], axis=1)
    return gains, np.stack([one.acceptable() for one in problems])
