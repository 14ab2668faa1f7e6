"""Offers in turn: what the first offer is when both sides know how long they could go on.

One side proposes, the other accepts or refuses, and after a refusal the other proposes. Waiting costs: each side's
patience says what a gain of tomorrow is worth today, talks may break down after any refusal, and whoever answers may
have something better to do. Any number of players, who must all agree, share a pie in the same way. Every answer is
checked by another road than found it: whether anybody gains by departing once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining.talks.sharing import HALVINGS, SAME, SAMPLES, Pair, Pie, Sharing
from negotiate.display import Shown
from negotiate.errors import OutOfRange

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


Over = Literal["pie", "packages", "lotteries", "curve"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one player proposes, and what comes of it.

    Parameters
    ----------
    player : int
        Who proposes.
    payoffs : tuple of float
        What each gets, from this round on.
    least : tuple of float
        The least that each other player accepts; for the proposer, what a refusal would leave it.
    packages : tuple of int
        Equally good proposals, or the packages that lots are drawn between; empty where not packages are shared.
    odds : tuple of float
        The probability of each where lots are drawn.
    accepted : bool
        Whether they agree in this round.
    """

    player: int
    payoffs: tuple[float, ...]
    least: tuple[float, ...]
    packages: tuple[int, ...] = ()
    odds: tuple[float, ...] = ()
    accepted: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class AlternatingOffers(Shown):
    """Talks in which offers are made in turn, solved.

    Parameters
    ----------
    players, keys, units : tuple of str
        Who talks, in the order in which they propose; units are empty where nobody says.
    patience : tuple of float
        What a gain of the next round is worth today.
    risk : float
        The probability that a refusal ends the talks.
    disagreement : tuple of float
        What each gets if they never agree; gains over it are what waiting makes smaller.
    over : {'pie', 'packages', 'lotteries', 'curve'}
        What is shared.
    rounds : int or None
        How many offers can be made; None where there is no last one.
    opened : tuple of tuple of Proposal
        For each player, the proposals if it opens the talks. With a last round: one a round, in order. Without: what it
        proposes in every play that is told, the best play for the first player first; empty where nothing can be agreed
        on.
    unique : bool
        Whether no other subgame-perfect play gives anybody another payoff.
    regret : float
        The most that one departure gains, as a share of the most that its player can get.
    problem : BargainingProblem or None
        The table that packages are on; None for a pie.
    notes : tuple of str
        What a reader has to know besides, as sentences.
    """

    players: tuple[str, ...]
    keys: tuple[str, ...]
    units: tuple[str, ...]
    patience: tuple[float, ...]
    risk: float
    disagreement: tuple[float, ...]
    over: Over
    rounds: int | None
    opened: tuple[tuple[Proposal, ...], ...]
    unique: bool
    regret: float
    problem: BargainingProblem | None = None
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The scenario's."""
        return "" if self.problem is None else self.problem.title

    def package(self, index: int) -> dict[str, str]:
        """Issue → option of a package that is proposed."""
        return {} if self.problem is None else self.problem.package(index)

    @property
    def payoffs(self) -> tuple[float, ...]:
        """What each gets if the first player opens; the disagreement point where nothing can be agreed on."""
        return self.opened[0][0].payoffs if self.opened[0] else self.disagreement

    @property
    def agreement(self) -> bool:
        """Whether they agree on anything, in the first round or later."""
        return any(proposal.accepted for proposal in self.opened[0])

    def __repr__(self) -> str:
        return f"<AlternatingOffers: {', '.join(f'{x:.6g}' for x in self.payoffs)}>"


def stationary_shares(patience: Sequence[float]) -> FloatArray:
    """What each player gets when each of them proposes, in the one play in which everybody always does the same.

    Parameters
    ----------
    patience : sequence of float
        What a share of the next round is worth today, at least 0 and below 1, one number a player in the order in which
        they propose.

    Returns
    -------
    ndarray, shape (proposer, player)
        Each row adds up to 1.

    Notes
    -----
    With three players and more, all of whom must agree, there are many other subgame-perfect plays as soon as the
    players are patient enough; with two there is none.

    References
    ----------
    Osborne, M. J., Rubinstein, A. (1990). Bargaining and Markets. Academic Press, chapter 3.
    """
    delta = np.asarray(patience, dtype=np.float64)
    if not ((delta >= 0) & (delta < 1)).all():
        raise OutOfRange(f"the patience of each player must be at least 0 and below 1, not {tuple(patience)}")
    count = len(delta)
    wait = (np.arange(count)[None, :] - np.arange(count)[:, None]) % count
    discount = delta[None, :] ** wait
    own = np.linalg.solve(discount, np.ones(count))
    result: FloatArray = discount * own[None, :]
    return result


def shares_with_an_end(patience: Sequence[float], rounds: int, first: int = 0) -> FloatArray:
    """What each player gets from each round on, when nobody gets anything after the last one.

    Returns
    -------
    ndarray, shape (rounds, player)
        The first row is what they agree on.
    """
    delta = np.asarray(patience, dtype=np.float64)
    later, found = np.zeros(len(delta)), np.zeros((rounds, len(delta)))
    for number in reversed(range(rounds)):
        later = delta * later
        proposer = (first + number) % len(delta)
        later[proposer] = 0.0
        later[proposer] = 1.0 - later.sum()
        found[number] = later
    return found


ROUNDS = 100_000
"""Rounds that are ever worked backwards through."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a refusal costs.

    Parameters
    ----------
    patience : tuple of float
        What a gain in the next round is worth today, one number a side, above 0 and at most 1.
    risk : float
        The probability that a refusal ends the talks.
    breakdown : tuple of float
        What each side gets then, as a gain over no deal; after the last round, too.
    outside : tuple of float or None
        What a side can take instead of going on, when it has heard an offer; the other side gets its own then.
    """

    patience: Pair
    risk: float = 0.0
    breakdown: Pair = (0.0, 0.0)
    outside: tuple[float | None, float | None] = (None, None)

    def __post_init__(self) -> None:
        if not all(0 < x <= 1 for x in self.patience):
            raise OutOfRange(f"the patience of each side must be above 0 and at most 1, not {self.patience}")
        if not 0 <= self.risk < 1:
            raise OutOfRange(f"the probability of breakdown must be at least 0 and below 1, not {self.risk}")
        known = [*self.breakdown, *(x for x in self.outside if x is not None)]
        if not all(math.isfinite(x) for x in known):
            raise OutOfRange("what a side gets without an agreement must be a finite number")

    def refusing(self, side: int, later: float) -> float:
        """What going on is worth to a side that gets `later` in the next round."""
        return self.risk * self.breakdown[side] + (1.0 - self.risk) * self.patience[side] * later

    def least(self, side: int, later: float) -> float:
        """The least that a side accepts when it gets `later` in the next round."""
        on, outside = self.refusing(side, later), self.outside[side]
        return on if outside is None else max(on, outside)

    def left(self, side: int, answering: int, later: Pair) -> float:
        """What a side gets after the other one, or it itself, has refused."""
        outside = self.outside[answering]
        if outside is not None and outside > self.refusing(answering, later[answering]):
            return self.outside[side] or 0.0
        return self.refusing(side, later[side])

    def floor(self, side: int) -> float:
        """What a side can be sure of by refusing everything."""
        stays = 1.0 - (1.0 - self.risk) * self.patience[side]
        never = self.risk * self.breakdown[side] / stays if self.risk else 0.0
        return max(never, self.outside[side] or 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Offer:
    """What one side proposes, and what comes of it.

    Parameters
    ----------
    side : int
        Who proposes.
    least : float
        The least that the other side accepts.
    payoffs : tuple of float
        Gains of both, from this round on.
    packages : tuple of int
        Packages that are equally good proposals, or that lots are drawn between; empty where not packages are shared.
    odds : tuple of float
        The probability of each where lots are drawn.
    accepted : bool
        Whether they agree in this round.
    """

    side: int
    least: float
    payoffs: Pair
    packages: tuple[int, ...] = ()
    odds: tuple[float, ...] = ()
    accepted: bool = True


def backwards(shared: Sharing, waiting: Waiting, rounds: int, first: int) -> tuple[Offer, ...]:
    """The offers of talks with a last round, from the first to the last, found from the last one backwards.

    Where a side is as well off by agreeing as by refusing, it agrees; of proposals that are equally good for whoever
    makes them, it takes those that are best for the other side.

    Raises
    ------
    OutOfRange
        If there is no round, or there are too many.

    References
    ----------
    Ståhl, I. (1972). Bargaining Theory. Stockholm School of Economics.
    """
    if not 1 <= rounds <= ROUNDS:
        raise OutOfRange(f"the number of rounds must be between 1 and {ROUNDS:,}, not {rounds:,}")
    found: list[Offer] = []
    later: Pair | None = None
    for number in reversed(range(rounds)):
        found.append(_offer(shared, waiting, (first + number) % 2, later))
        later = found[-1].payoffs
    return tuple(reversed(found))


def _offer(shared: Sharing, waiting: Waiting, side: int, later: Pair | None) -> Offer:
    """The best proposal of a side, when refusing leads to `later`, or to the end of the talks."""
    other = 1 - side
    if later is None:
        outside = waiting.outside[other]
        stops = outside is not None and outside > waiting.breakdown[other]
        least = max(waiting.breakdown[other], -math.inf if outside is None else outside)
        refused = tuple((waiting.outside[p] or 0.0) if stops else waiting.breakdown[p] for p in (0, 1))
    else:
        least = waiting.least(other, later[other])
        refused = tuple(waiting.left(p, other, later) for p in (0, 1))
    most = shared.most(side, least)
    if most < refused[side] - SAME * max(1.0, abs(refused[side])):
        return Offer(side, least, (refused[0], refused[1]), accepted=False)
    made = shared.offer(side, least)
    return Offer(side, least, made.payoffs, made.packages, made.odds)


def standing(shared: Sharing, waiting: Waiting) -> tuple[tuple[Offer, Offer], ...]:
    """The offers that both sides make whenever it is their turn, in talks without a last round.

    Returns
    -------
    tuple of pairs of Offer
        One pair, of the first and of the second side's proposals, where play is unique; else two, between which every
        subgame-perfect play lies: the best for the first side, then the best for the second.

    Raises
    ------
    OutOfRange
        If waiting costs nobody anything.

    Notes
    -----
    What a side gets by proposing rises with what it would get by proposing two rounds later. Followed from the most
    that is possible, that map falls to its greatest fixed point, and followed from the other side's most to its least
    one. Between these limits lies every subgame-perfect play (Shaked and Sutton 1984), and both are reached by playing
    the same proposals for ever. Where shares are smooth the fixed point is found by halving an interval.

    References
    ----------
    Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. Econometrica 50, 97-109.

    Shaked, A., Sutton, J. (1984). Involuntary unemployment as a perfect equilibrium in a bargaining model.
    Econometrica 52, 1351-1364.
    """
    if all((1.0 - waiting.risk) * x == 1.0 for x in waiting.patience):
        raise OutOfRange(
            "without a last round, waiting must cost something", "set a patience below 1, or a risk of breakdown"
        )
    if not shared.smooth:
        return _extremes(shared, waiting)
    own = _closed_form(waiting) if isinstance(shared, Pie) and shared.linear else _halved(shared, waiting)
    return (_pair(shared, waiting, 0, own),)


def _pair(shared: Sharing, waiting: Waiting, side: int, own: float) -> tuple[Offer, Offer]:
    """Both sides' proposals, when a side gets `own` by proposing."""
    offers = [_made(shared, waiting, 1 - side, own)]
    offers.append(_made(shared, waiting, side, offers[0].payoffs[1 - side]))
    return (offers[1], offers[0]) if side == 0 else (offers[0], offers[1])


def _made(shared: Sharing, waiting: Waiting, side: int, later: float) -> Offer:
    """The proposal of a side to another one, which gets `later` by proposing in the next round."""
    least = waiting.least(1 - side, later)
    made = shared.offer(side, least)
    return Offer(side, least, made.payoffs, made.packages, made.odds)


def _two_rounds(shared: Sharing, waiting: Waiting, side: int, own: float) -> float:
    """What a side gets by proposing, when it gets `own` by proposing two rounds later."""
    other = shared.most(1 - side, waiting.least(side, own))
    return shared.most(side, waiting.least(1 - side, other))


def _extremes(shared: Sharing, waiting: Waiting) -> tuple[tuple[Offer, Offer], ...]:
    """The best play for either side over packages; each step gives up a package, which limits their number."""
    found = []
    for side in (0, 1):
        own = shared.most(side, waiting.floor(1 - side))
        for _ in range(shared.samples().shape[1] + 1):
            less = _two_rounds(shared, waiting, side, own)
            if less >= own:
                break
            own = less
        found.append(_pair(shared, waiting, side, own))
    alike = all(
        np.allclose(a.payoffs, b.payoffs, rtol=SAME, atol=0.0) and a.packages == b.packages
        for a, b in zip(*found, strict=True)
    )
    return (found[0],) if alike else (found[0], found[1])


def _halved(shared: Sharing, waiting: Waiting) -> float:
    """What the first side gets by proposing, where shares are smooth."""
    low, high = waiting.floor(0), shared.most(0, waiting.floor(1))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if _two_rounds(shared, waiting, 0, middle) > middle else (low, middle)
    return high


def one_crossing(shared: Sharing, waiting: Waiting, own: float) -> bool:
    """Whether the map of which `own` is a fixed point lies above it below `own`, and below it beyond: on even steps."""
    low, high = waiting.floor(0), shared.most(0, waiting.floor(1))
    near = 1e-6 * max(high - low, 1e-300)
    for x in np.linspace(low, high, SAMPLES // 5).tolist():
        gap = _two_rounds(shared, waiting, 0, x) - x
        if abs(x - own) > near and (gap > 0) != (x < own):
            return False
    return True


def _closed_form(waiting: Waiting) -> float:
    """What the first side keeps of a pie, exact up to rounding: four pairs of linear equations, of which one fits."""
    best, own = math.inf, 0.0
    for binding in product((False, True), repeat=2):
        slope, constant = [0.0, 0.0], [0.0, 0.0]
        for side, bound in enumerate(binding):
            outside = waiting.outside[side]
            constant[side] = (outside or 0.0) if bound else waiting.risk * waiting.breakdown[side]
            slope[side] = 0.0 if bound else (1.0 - waiting.risk) * waiting.patience[side]
        x = (1.0 - constant[1] - slope[1] * (1.0 - constant[0])) / (1.0 - slope[0] * slope[1])
        gap = abs(_two_rounds(Pie(), waiting, 0, x) - x) if 0.0 <= x <= 1.0 else math.inf
        best, own = min((best, own), (gap, x))
    return own


def regret(shared: Sharing, waiting: Waiting, offers: Sequence[Offer], endless: bool) -> float:
    """The most that one departure gains, as a share of the most that its side can get.

    Parameters
    ----------
    shared : Sharing
        What is shared; every package, or even steps of a pie or a line, is tried as a proposal.
    waiting : Waiting
        What a refusal costs.
    offers : sequence of Offer
        The proposals round by round; of endless talks the two that follow each other for ever.
    endless : bool
        Whether the first follows the last.
    """
    samples = shared.samples()
    scale = [max(float(samples[side].max()), 1e-300) for side in (0, 1)]
    worst = 0.0
    for number, offer in enumerate(offers):
        last = number == len(offers) - 1
        later = offers[0] if last and endless else None if last else offers[number + 1]
        worst = max(worst, *_gains(samples, waiting, offer, None if later is None else later.payoffs, scale))
    return worst


def _gains(
    samples: np.ndarray, waiting: Waiting, offer: Offer, later: Pair | None, scale: Sequence[float]
) -> tuple[float, float]:
    """What the two sides gain at most by departing in one round: by another proposal, by another answer."""
    side, other = offer.side, 1 - offer.side
    refused, stays = _refusal(waiting, other, later)
    heard, own = samples[other], samples[side]
    accepted = heard >= offer.least - SAME * scale[other]
    reached = float(own[accepted].max()) if accepted.any() else -math.inf
    proposing = max(reached, refused[side]) - offer.payoffs[side]
    here = float(heard[accepted].min()) if accepted.any() else math.inf
    there = float(heard[~accepted].max()) if (~accepted).any() else -math.inf
    answering = max(stays - here, there - stays, abs(offer.payoffs[other] - (max(stays, offer.payoffs[other]))))
    return max(proposing, 0.0) / scale[side], max(answering, 0.0) / scale[other]


def _refusal(waiting: Waiting, other: int, later: Pair | None) -> tuple[Pair, float]:
    """What both get when the one that answers refuses as well as it can, and what that is worth to it."""
    on = waiting.breakdown
    if later is not None:
        on = (waiting.refusing(0, later[0]), waiting.refusing(1, later[1]))
    outside = waiting.outside[other]
    if outside is None or outside <= on[other]:
        return on, on[other]
    return (waiting.outside[0] or 0.0, waiting.outside[1] or 0.0), outside
