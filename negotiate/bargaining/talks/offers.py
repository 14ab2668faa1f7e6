"""Offers in turn as somebody asks for them: over a pie, or over what a bargaining problem has to
share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.bargaining.points.lotteries import upper_right
from negotiate.bargaining.talks.alternating import (
    SAME,
    AlternatingOffers,
    Curve,
    Over,
    Packages,
    Pie,
    Proposal,
    Sharing,
    Utility,
    Waiting,
    backwards,
    one_crossing,
    regret,
    shares_with_an_end,
    standing,
    stationary_shares,
)
from negotiate.errors import OutOfRange, UnsuitableGame
from negotiate.report.style import counted

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


REGRET = 1e-7
"""Of the most that a side can get: a larger gain from departing once is a mistake of the solver."""


class OffersUnverified(UnsuitableGame):
    """Somebody gains by departing from the offers that were found; a mistake of the solver."""


def alternating_offers(
    patience: Sequence[float],
    *,
    rounds: int | None = None,
    risk: float = 0.0,
    breakdown: Sequence[float] | None = None,
    outside: Sequence[float | None] | None = None,
    utilities: Sequence[Utility | None] | None = None,
    players: Sequence[str] | None = None,
) -> AlternatingOffers:
    """Share a pie of size 1 by offers in turn.

    Parameters
    ----------
    patience : sequence of float
        What a gain of the next round is worth today: above 0 and at most 1, one a player, in the
        order of their turns.
    rounds : int, optional
        How many offers can be made; no limit by default.
    risk : float
        The probability that a refusal ends the talks.
    breakdown : sequence of float, optional
        What each gets when they end without an agreement; 0 by default.
    outside : sequence of float or None, optional
        What each can take instead, when it has heard an offer.
    utilities : sequence of callable or None, optional
        What a share is worth to each, 0 for nothing and rising; a share is worth itself by default.
    players : sequence of str, optional
        Their names.

    Returns
    -------
    AlternatingOffers
        `opened[p]` is for talks that player `p` opens.

    Raises
    ------
    OutOfRange
        If a number has no meaning here, waiting costs nobody anything, or utilities do not rise
        from 0.
    UnsuitableGame
        If more than two players talk under conditions that are worked out for two only.

    References
    ----------
    Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. Econometrica 50, 97-109.

    Binmore, K., Rubinstein, A., Wolinsky, A. (1986). The Nash bargaining solution in economic
    modelling. RAND Journal of Economics 17, 176-188: risk of breakdown.

    Binmore, K., Shaked, A., Sutton, J. (1989). An outside option experiment. Quarterly Journal of
    Economics 104, 753-770.

    Examples
    --------
    >>> round(alternating_offers((0.9, 0.9)).payoffs[0] * 19, 9)
    10.0
    >>> [round(alternating_offers((0.9, 0.9), rounds=T).payoffs[0], 4) for T in (1, 2, 3, 4, 5)]
    [1.0, 0.1, 0.91, 0.181, 0.8371]
    """
    names = tuple(players) if players else tuple(f"player {p + 1}" for p in range(len(patience)))
    if len(names) != len(patience) or len(patience) < 2:
        raise OutOfRange(
            f"{len(patience)} players cannot make each other offers under {len(names)} names"
        )
    if len(patience) > 2:
        if risk or breakdown or outside or utilities:
            raise UnsuitableGame(
                "`risk`, `breakdown`, `outside` and `utilities` are for two players only"
            )
        return _rotating(patience, rounds, names)
    pie = Pie((None, None) if utilities is None else (utilities[0], utilities[1]))
    waiting = waiting_of(patience, risk, breakdown, outside)
    return solved(pie, waiting, _unsolved(waiting, names, names, (), (0.0, 0.0), "pie", rounds))


def _unsolved(
    waiting: Waiting,
    players: tuple[str, ...],
    keys: tuple[str, ...],
    units: tuple[str, ...],
    disagreement: tuple[float, ...],
    over: Over,
    rounds: int | None,
    problem: BargainingProblem | None = None,
) -> AlternatingOffers:
    """Talks of two before it is known what they come to."""
    notes = () if problem is None else problem.notes
    known = (players, keys, units, waiting.patience, waiting.risk, disagreement)
    return AlternatingOffers(*known, over, rounds, ((), ()), True, 0.0, problem, notes)


def waiting_of(
    patience: Sequence[float],
    risk: float,
    breakdown: Sequence[float] | None,
    outside: Sequence[float | None] | None,
    disagreement: Sequence[float] = (0.0, 0.0),
) -> Waiting:
    """What a refusal costs, from payoffs to gains over no deal."""
    broken = disagreement if breakdown is None else breakdown
    options = (None, None) if outside is None else outside
    if not len(patience) == len(broken) == len(options) == 2:
        raise OutOfRange(
            "`patience`, `breakdown` and `outside` have one entry for each of two players"
        )
    taken = [
        None if x is None else float(x) - d for x, d in zip(options, disagreement, strict=True)
    ]
    ends = [float(x) - d for x, d in zip(broken, disagreement, strict=True)]
    return Waiting(
        (float(patience[0]), float(patience[1])),
        float(risk),
        (ends[0], ends[1]),
        (taken[0], taken[1]),
    )


def solved(shared: Sharing, waiting: Waiting, talks: AlternatingOffers) -> AlternatingOffers:
    """What talks of two come to, checked by trying every departure.

    Raises
    ------
    OffersUnverified
        If somebody gains by one; it never should.
    """
    rounds, apart = talks.rounds, talks.disagreement
    if any(shared.most(p, waiting.floor(1 - p)) < waiting.floor(p) - SAME for p in (0, 1)):
        floor = tuple(d + max(waiting.floor(p), 0.0) for p, d in enumerate(apart))
        note = "No agreement gives both sides at least what they get without one."
        return replace(talks, disagreement=floor, notes=(*talks.notes, note))
    if rounds is None:
        plays: tuple[tuple[Proposal, ...], ...] = standing(shared, waiting)
        offers = list(zip(*plays, strict=True))
        unique = len(plays) == 1 and (
            not shared.smooth or one_crossing(shared, waiting, plays[0][0].payoffs[0])
        )
    else:
        offers, unique = [backwards(shared, waiting, rounds, p) for p in (0, 1)], True
        plays = tuple(offers)
    worst = max(regret(shared, waiting, play, rounds is None) for play in plays)
    if worst > REGRET:
        raise OffersUnverified(
            f"one departure from the offers that were found gains {worst:.3g} of all there is"
        )
    opened = tuple(tuple(_from_gains(one, apart) for one in made) for made in offers)
    return replace(talks, opened=opened, unique=unique, regret=worst)


def _from_gains(offer: Proposal, apart: tuple[float, ...]) -> Proposal:
    """An offer in payoffs, and not in gains over no deal."""
    payoffs, least = (
        tuple(x + d for x, d in zip(own, apart, strict=True))
        for own in (offer.payoffs, offer.least)
    )
    return replace(offer, payoffs=payoffs, least=least)


def _rotating(
    patience: Sequence[float], rounds: int | None, names: tuple[str, ...]
) -> AlternatingOffers:
    """A pie for three players and more, of whom all must agree."""
    count, delta = len(patience), np.asarray(patience, dtype=float)
    if rounds is None:
        shares = stationary_shares(patience)
        plays = [np.stack([shares[p], shares[(p + 1) % count]]) for p in range(count)]
    else:
        nothing = np.zeros((1, count))
        plays = [
            np.concatenate([shares_with_an_end(patience, rounds, p), nothing]) for p in range(count)
        ]
    opened, worst = [], 0.0
    for first, play in enumerate(plays):
        made = []
        for number, (payoffs, later) in enumerate(pairwise(play)):
            player, least = (first + number) % count, delta * later
            gaps = np.abs(payoffs - least)
            gaps[player] = max(0.0, (least - payoffs)[player])
            worst = max(worst, float(gaps.max()))
            made.append(Proposal(player, tuple(payoffs.tolist()), tuple(least.tolist())))
        opened.append(tuple(made))
    many = (
        "Three or more players have other equilibria, too. In this one, offers do not depend on "
        "the past."
    )
    ended, notes = rounds is not None, () if rounds else (many,)
    known = (names, names, (), tuple(delta.tolist()), 0.0, (0.0,) * count)
    return AlternatingOffers(*known, "pie", rounds, tuple(opened), ended, worst, notes=notes)


def offers_over(
    problem: BargainingProblem,
    patience: Sequence[float] | None = None,
    *,
    rounds: int | None = None,
    risk: float = 0.0,
    breakdown: Sequence[float] | None = None,
    outside: Sequence[float | None] | None = None,
    lotteries: bool = False,
) -> AlternatingOffers:
    """Solve talks over the packages of a problem, in which two signers make offers in turn.

    No deal holds as long as they talk: what waiting makes smaller is each side's gain over no deal.

    Parameters
    ----------
    problem : BargainingProblem
        With two signers.
    patience : sequence of float, optional
        What a gain of the next round is worth today, one number a signer; that of the problem by
        default.
    rounds : int, optional
        How many offers can be made; no limit by default.
    risk : float
        The probability that a refusal ends the talks.
    breakdown : sequence of float, optional
        What each gets then, in its own units; the disagreement point by default.
    outside : sequence of float or None, optional
        What each can take instead, when it has heard an offer.
    lotteries : bool
        Whether lotteries over packages can be proposed, too.

    Returns
    -------
    AlternatingOffers
        In the order of the signers.

    Raises
    ------
    UnsuitableGame
        If there are not two signers, or nobody says how patient they are.
    OutOfRange
        If a number has no meaning here.

    Notes
    -----
    A side that is as well off by agreeing as by refusing agrees. Packages have gaps between them,
    so that there can be many plays: then the best for either side is told, and every other lies
    between them.

    Examples
    --------
    >>> from negotiate.bargaining.problem import BargainingProblem
    >>> problem = BargainingProblem.from_arrays([[10, 8, 5, 2], [1, 4, 6, 9]], [1, 1])
    >>> talks = offers_over(problem, (0.5, 0.5))
    >>> [proposal.packages for opened in talks.opened for proposal in opened]
    [(1,), (2,)]
    """
    seats = problem.seats
    if len(seats) != 2:
        here = counted(len(seats), "player signs", "players sign")
        raise UnsuitableGame(
            f"alternating offers need two players who sign, and here {here}",
            "talks by `agents` take any number of players",
        )
    d = tuple(float(problem.disagreement[p]) for p in seats)
    waiting = waiting_of(_patience(problem, patience), risk, breakdown, outside, d)
    over: Over = "curve" if problem.curve else "lotteries" if lotteries else "packages"
    players, keys, units = map(problem.of_signers, (problem.players, problem.keys, problem.units))
    talks = _unsolved(waiting, players, keys, units, d, over, rounds, problem)
    nothing = Packages(np.full((2, 1), -1.0), (-1,))
    return solved(
        _shared(problem, seats, lotteries) if len(problem.frontier()) else nothing, waiting, talks
    )


def _patience(problem: BargainingProblem, given: Sequence[float] | None) -> tuple[float, ...]:
    """How patient the signers are: as given, else as the problem says."""
    if given is not None:
        return tuple(float(x) for x in given)
    known = problem.patience
    found = [known[p] if p < len(known) else None for p in problem.seats]
    silent = [problem.keys[p] for p, x in zip(problem.seats, found, strict=True) if x is None]
    if silent:
        raise UnsuitableGame(
            f"the discount factor of {' and '.join(f'`{key}`' for key in silent)} is not set",
            f"give each player a `patience`, such as `--set players.{silent[0]}.patience=0.9`",
        )
    return tuple(float(x) for x in found if x is not None)


def _shared(problem: BargainingProblem, seats: tuple[int, ...], lotteries: bool) -> Sharing:
    """The frontier as gains over no deal; for lotteries, its corners."""
    rows, d = list(seats), problem.disagreement[list(seats), None]
    if problem.curve:
        gains = problem.frontier_of().payoffs[rows] - d
        return Curve(gains[:, _rising(gains)])
    if not lotteries:
        found = problem.frontier_of()
        return Packages(found.payoffs[rows] - d, tuple(int(i) for i in found.packages))
    packages = np.flatnonzero(problem.acceptable())
    packages = packages[upper_right(problem.gains()[:, packages])]
    return Curve(problem.payoffs_of(packages)[rows] - d, tuple(packages.tolist()))


def _rising(points: FloatArray) -> IntArray:
    """The places of points in the order of the first side's gains, of equals the best for the
    other.
    """
    order = np.lexsort((-points[1], points[0]))
    rising: IntArray = order[np.concatenate([[True], np.diff(points[0, order]) > 0])]
    return rising
