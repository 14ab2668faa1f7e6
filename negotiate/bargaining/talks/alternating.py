"""Offers in turn: what the first offer is when both sides know how long they could go on.

One side proposes, the other accepts or refuses, and after a refusal the other proposes. Waiting
costs: each side's patience says what a gain of tomorrow is worth today, talks may break down after
any refusal, and whoever answers may have something better to do. A pie, a list of packages and the
lotteries over them differ in nothing to people who make offers in turn but in what one side can
have at most while the other gets at least so much. Every answer is checked by another road than
found it: whether anybody gains by departing once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, product
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import Shown, entity, record
from negotiate.errors import OutOfRange

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

Over = Literal["pie", "packages", "lotteries", "curve"]
Utility = Callable[[float], float]
Pair = tuple[float, float]
Gains = tuple[float, ...]
"""What both sides get over no deal."""

HALVINGS = 200
"""Steps of a bisection; a float has no more than about 60 to give near 1, and more near 0."""
SAMPLES = 1_001
"""Offers that are looked at one by one where there are infinitely many."""
SAME = 1e-9
"""Of the most that a side can get: payoffs nearer than that are equal."""
ROUNDS = 100_000
"""Rounds that are ever worked backwards through."""


@record
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
        Equally good proposals, or the packages that lots are drawn between; empty where not
        packages are shared.
    odds : tuple of float
        The probability of each where lots are drawn.
    accepted : bool
        Whether they agree in this round.
    """

    player: int
    payoffs: tuple[float, ...]
    least: tuple[float, ...] = ()
    packages: tuple[int, ...] = ()
    odds: tuple[float, ...] = ()
    accepted: bool = True


@entity
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
        For each player, the proposals if it opens the talks. With a last round: one a round, in
        order. Without: what it proposes in every play that is told, the best play for the first
        player first; empty where nothing can be agreed on.
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
        """What each gets if the first player opens; the disagreement point where nothing can be
        agreed on.
        """
        return self.opened[0][0].payoffs if self.opened[0] else self.disagreement

    @property
    def agreement(self) -> bool:
        """Whether they agree on anything, in the first round or later."""
        return any(proposal.accepted for proposal in self.opened[0])

    def __repr__(self) -> str:
        return f"<AlternatingOffers: {', '.join(f'{x:.6g}' for x in self.payoffs)}>"


@entity
class Pie:
    """A pie of size 1, and what a share of it is worth to each side; a share is worth itself where
    nobody says.

    Of whatever two share, every payoff is a gain over no deal, and `smooth` says whether there is
    something between any two outcomes. `most` is the most for a side while the other side gets at
    least `other`, minus infinity where that cannot be; `offer` is what both get, and by what, where
    a side asks for that most; `samples` are offers that could be made, as gains, shape (2, offers).
    """

    smooth: ClassVar = True
    utilities: tuple[Utility | None, Utility | None] = (None, None)

    def __post_init__(self) -> None:
        for utility in self.utilities:
            worth = [0.0, 1.0] if utility is None else [float(utility(x / 64)) for x in range(65)]
            if abs(worth[0]) > SAME or not all(a < b for a, b in pairwise(worth)):
                raise OutOfRange(
                    "the utility of a share must be 0 for no share and rise with the share",
                    "pass utilities with u(0) = 0 that rise with the share, such as `math.sqrt`",
                )

    def most(self, side: int, other: float) -> float:
        """The worth of what the other side leaves."""
        left = 1.0 - self._share(1 - side, other)
        return -math.inf if left < -SAME else self._worth(side, max(left, 0.0))

    def offer(self, side: int, other: float) -> Proposal:
        """The worth of both shares; a pie has no packages."""
        left = 1.0 - self._share(1 - side, other)
        worth = (self._worth(side, left), self._worth(1 - side, 1.0 - left))
        return Proposal(side, worth if side == 0 else worth[::-1])

    def samples(self) -> FloatArray:
        """The worth of even steps of the pie."""
        shares = np.linspace(0.0, 1.0, SAMPLES)
        return np.array(
            [[self._worth(0, x) for x in shares], [self._worth(1, 1.0 - x) for x in shares]]
        )

    @property
    def linear(self) -> bool:
        """Whether shares are worth themselves."""
        return self.utilities == (None, None)

    def _worth(self, side: int, share: float) -> float:
        utility = self.utilities[side]
        return share if utility is None else float(utility(share))

    def _share(self, side: int, worth: float) -> float:
        """The smallest share that is worth so much, beyond 1 where none is."""
        utility = self.utilities[side]
        if utility is None:
            return max(worth, 0.0)
        if worth <= 0.0:
            return 0.0
        if worth > float(utility(1.0)):
            return 1.0 if worth <= float(utility(1.0)) * (1 + SAME) else math.inf
        return halved(0.0, 1.0, lambda share: float(utility(share)) < worth)


@entity
class Packages:
    """A list of packages; those that another one dominates do no harm.

    Parameters
    ----------
    gains : ndarray, shape (2, packages)
        What each gives beyond no deal, at least one package.
    indices : tuple of int
        How the packages are called.
    """

    smooth: ClassVar = False
    gains: FloatArray
    indices: tuple[int, ...]

    def most(self, side: int, other: float) -> float:
        """The largest gain among the packages that give the other side enough."""
        enough = self.gains[1 - side] >= other - self._nothing(1 - side)
        return float(self.gains[side, enough].max(initial=-math.inf))

    def offer(self, side: int, other: float) -> Proposal:
        """Of the packages that are best for a side, those that are best for the other."""
        found = np.flatnonzero(self.gains[1 - side] >= other - self._nothing(1 - side))
        for who in (side, 1 - side):
            worth = self.gains[who, found]
            found = found[worth >= worth.max() - self._nothing(who)]
        first, second = self.gains[:, found[0]].tolist()
        return Proposal(
            side, (first, second), packages=tuple(self.indices[k] for k in found.tolist())
        )

    def samples(self) -> FloatArray:
        """All packages."""
        return self.gains

    def _nothing(self, side: int) -> float:
        return SAME * float(np.abs(self.gains[side]).max())


@entity
class Curve:
    """A falling line from point to point: a curve of outcomes, or the lotteries over packages.

    Whatever gives a side less than no deal is not signed.

    Parameters
    ----------
    corners : ndarray, shape (2, points)
        Gains in the order of the first side's, which rise while the other side's fall.
    indices : tuple of int
        How the packages at the corners are called; empty where they are none.
    """

    smooth: ClassVar = True
    corners: FloatArray
    indices: tuple[int, ...] = ()

    def most(self, side: int, other: float) -> float:
        """The point of the line at which the other side gets just so much, or the end of the
        line.
        """
        own, others = self._from(1 - side)
        other = max(other, 0.0)
        if other > own[-1] * (1 + SAME):
            return -math.inf
        return float(np.interp(other, own, others))

    def offer(self, side: int, other: float) -> Proposal:
        """The point of the line, and the corners beside it with their odds where corners are
        packages.
        """
        heard = self.corners[1 - side]
        worth = self.most(side, other), float(np.clip(max(other, 0.0), heard.min(), heard.max()))
        pair = worth if side == 0 else worth[::-1]
        return Proposal(side, pair, (), *(self._lottery(pair[0]) if self.indices else ()))

    def samples(self) -> FloatArray:
        """Even steps of the line, its corners among them."""
        first, second = self._from(0)
        at = np.union1d(np.linspace(first[0], first[-1], SAMPLES), first)
        points = np.stack([at, np.interp(at, first, second)])
        return points[:, (points >= 0).all(axis=0)]

    def _lottery(self, gain: float) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """The packages that lots are drawn between to give the first side so much, and their
        odds.
        """
        first = self.corners[0]
        at = int(np.clip(np.searchsorted(first, gain), 1, len(first) - 1)) if len(first) > 1 else 0
        if not at:
            return self.indices, (1.0,)
        high = float(np.clip((gain - first[at - 1]) / (first[at] - first[at - 1]), 0.0, 1.0))
        pairs = [(self.indices[at], high), (self.indices[at - 1], 1.0 - high)]
        kept = [(index, odds) for index, odds in pairs if odds > SAME]
        return tuple(index for index, _ in kept), tuple(odds for _, odds in kept)

    def _from(self, side: int) -> tuple[FloatArray, FloatArray]:
        """The line in the order of one side's gains: its own, and the other side's."""
        order = slice(None) if side == 0 else slice(None, None, -1)
        return self.corners[side, order], self.corners[1 - side, order]


Sharing = Pie | Packages | Curve


@record
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
        What a side can take instead of going on, when it has heard an offer; the other side gets
        its own then.
    """

    patience: Pair
    risk: float = 0.0
    breakdown: Pair = (0.0, 0.0)
    outside: tuple[float | None, float | None] = (None, None)

    def __post_init__(self) -> None:
        if not all(0 < x <= 1 for x in self.patience):
            raise OutOfRange(
                f"the patience of each side must be above 0 and at most 1, not {self.patience}"
            )
        if not 0 <= self.risk < 1:
            raise OutOfRange(
                f"the probability of breakdown must be at least 0 and below 1, not {self.risk}"
            )
        known = [*self.breakdown, *(x for x in self.outside if x is not None)]
        if not all(math.isfinite(x) for x in known):
            raise OutOfRange("what a side gets without an agreement must be a finite number")

    def refusing(self, side: int, later: Gains | None) -> float:
        """What going on is worth to a side, where refusing leads to `later`, or to the end of the
        talks.
        """
        if later is None:
            return self.breakdown[side]
        return (
            self.risk * self.breakdown[side] + (1.0 - self.risk) * self.patience[side] * later[side]
        )

    def least(self, side: int, later: Gains | None) -> float:
        """The least that a side accepts."""
        on, outside = self.refusing(side, later), self.outside[side]
        return on if outside is None else max(on, outside)

    def refused(self, other: int, later: Gains | None) -> Pair:
        """What both sides get after the other one has refused as well as it can."""
        outside = self.outside[other]
        if outside is not None and outside > self.refusing(other, later):
            return self.outside[0] or 0.0, self.outside[1] or 0.0
        return self.refusing(0, later), self.refusing(1, later)

    def told(self, proposal: Proposal, least: float, later: Gains | None) -> Proposal:
        """A proposal with the least that the other side accepts, and what a refusal would leave the
        proposer.
        """
        left = self.refused(1 - proposal.player, later)[proposal.player]
        return replace(proposal, least=(left, least) if proposal.player == 0 else (least, left))

    def floor(self, side: int) -> float:
        """What a side can be sure of by refusing everything."""
        stays = 1.0 - (1.0 - self.risk) * self.patience[side]
        never = self.risk * self.breakdown[side] / stays if self.risk else 0.0
        return max(never, self.outside[side] or 0.0, 0.0)


def backwards(shared: Sharing, waiting: Waiting, rounds: int, first: int) -> tuple[Proposal, ...]:
    """The offers of talks with a last round, from the first to the last, found from the last one
    backwards.

    Where a side is as well off by agreeing as by refusing, it agrees; of proposals that are equally
    good for whoever makes them, it takes those that are best for the other side.

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
    found = list[Proposal]()
    later: Gains | None = None
    for number in reversed(range(rounds)):
        side, other = (first + number) % 2, (first + number + 1) % 2
        least, refused = waiting.least(other, later), waiting.refused(other, later)
        if shared.most(side, least) < refused[side] - SAME * max(1.0, abs(refused[side])):
            made = Proposal(side, refused, accepted=False)
        else:
            made = shared.offer(side, least)
        found.append(waiting.told(made, least, later))
        later = made.payoffs
    return tuple(reversed(found))


def standing(shared: Sharing, waiting: Waiting) -> tuple[tuple[Proposal, Proposal], ...]:
    """The offers that both sides make whenever it is their turn, in talks without a last round.

    Returns
    -------
    tuple of pairs of Proposal
        One pair, of the first and of the second side's proposals, where play is unique; else two,
        between which every subgame-perfect play lies: the best for the first side, then the best
        for the second.

    Raises
    ------
    OutOfRange
        If waiting costs nobody anything.

    Notes
    -----
    What a side gets by proposing rises with what it would get by proposing two rounds later.
    Followed from the most that is possible, that map falls to its greatest fixed point, and
    followed from the other side's most to its least one. Between these limits lies every
    subgame-perfect play (Shaked and Sutton 1984), and both are reached by playing the same
    proposals for ever. Where shares are smooth the fixed point is found by halving an interval.

    References
    ----------
    Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. Econometrica 50, 97-109.

    Shaked, A., Sutton, J. (1984). Involuntary unemployment as a perfect equilibrium in a bargaining
    model. Econometrica 52, 1351-1364.
    """
    if all((1.0 - waiting.risk) * x == 1.0 for x in waiting.patience):
        raise OutOfRange(
            "without a last round, waiting must cost something",
            "set a patience below 1, or a risk of breakdown",
        )
    if not shared.smooth:
        return _extremes(shared, waiting)
    if isinstance(shared, Pie) and shared.linear:
        own = _closed_form(waiting)
    else:
        low, high = waiting.floor(0), shared.most(0, waiting.floor(1))
        own = halved(low, high, lambda own: _two_rounds(shared, waiting, 0, own) > own)
    return (_pair(shared, waiting, 0, own),)


def halved(low: float, high: float, ahead: Callable[[float], bool], steps: int = HALVINGS) -> float:
    """The least number, to within a rounding, up to which one does not have to go on from `low`."""
    for _ in range(steps):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if ahead(middle) else (low, middle)
    return high


def _pair(shared: Sharing, waiting: Waiting, side: int, own: float) -> tuple[Proposal, Proposal]:
    """Both sides' proposals, when a side gets `own` by proposing."""
    to_it = waiting.least(side, (own, own))
    answer = shared.offer(1 - side, to_it)
    to_other = waiting.least(1 - side, answer.payoffs)
    opening = shared.offer(side, to_other)
    told = (
        waiting.told(opening, to_other, answer.payoffs),
        waiting.told(answer, to_it, opening.payoffs),
    )
    return told if side == 0 else told[::-1]


def _two_rounds(shared: Sharing, waiting: Waiting, side: int, own: float) -> float:
    """What a side gets by proposing, when it gets `own` by proposing two rounds later."""
    other = shared.most(1 - side, waiting.least(side, (own, own)))
    return shared.most(side, waiting.least(1 - side, (other, other)))


def _extremes(shared: Sharing, waiting: Waiting) -> tuple[tuple[Proposal, Proposal], ...]:
    """The best play for either side over packages; each step gives up a package, which limits their
    number.
    """
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
    return tuple(found[:1] if alike else found)


def one_crossing(shared: Sharing, waiting: Waiting, own: float) -> bool:
    """Whether the map of which `own` is a fixed point lies above it below `own`, and below it
    beyond: on even steps.
    """
    low, high = waiting.floor(0), shared.most(0, waiting.floor(1))
    near = 1e-6 * max(high - low, 1e-300)
    for x in np.linspace(low, high, SAMPLES // 5).tolist():
        gap = _two_rounds(shared, waiting, 0, x) - x
        if abs(x - own) > near and (gap > 0) != (x < own):
            return False
    return True


def _closed_form(waiting: Waiting) -> float:
    """What the first side keeps of a pie, exact up to rounding: four pairs of linear equations, of
    which one fits.
    """
    options = [
        [(waiting.risk * broken, (1.0 - waiting.risk) * patience), (outside or 0.0, 0.0)]
        for broken, patience, outside in zip(
            waiting.breakdown, waiting.patience, waiting.outside, strict=True
        )
    ]
    best, own = math.inf, 0.0
    for (one, slope), (other, steep) in product(*options):
        x = (1.0 - other - steep * (1.0 - one)) / (1.0 - slope * steep)
        gap = abs(_two_rounds(Pie(), waiting, 0, x) - x) if 0.0 <= x <= 1.0 else math.inf
        best, own = min((best, own), (gap, x))
    return own


def regret(shared: Sharing, waiting: Waiting, offers: Sequence[Proposal], endless: bool) -> float:
    """The most that one departure gains, as a share of the most that its side can get.

    Parameters
    ----------
    shared : Sharing
        What is shared; every package, or even steps of a pie or a line, is tried as a proposal.
    waiting : Waiting
        What a refusal costs.
    offers : sequence of Proposal
        The proposals round by round; of endless talks the two that follow each other for ever.
    endless : bool
        Whether the first follows the last.
    """
    samples = shared.samples()
    scale = [max(float(samples[side].max()), 1e-300) for side in (0, 1)]
    after = [*(offer.payoffs for offer in offers[1:]), offers[0].payoffs if endless else None]
    return max(
        gain
        for offer, later in zip(offers, after, strict=True)
        for gain in _gains(samples, waiting, offer, later, scale)
    )


def _gains(
    samples: FloatArray,
    waiting: Waiting,
    offer: Proposal,
    later: Gains | None,
    scale: Sequence[float],
) -> tuple[float, float]:
    """What the two sides gain at most by departing in one round: by another proposal, by another
    answer.
    """
    side, other = offer.player, 1 - offer.player
    refused, stays = waiting.refused(other, later), waiting.least(other, later)
    accepted = samples[other] >= offer.least[other] - SAME * scale[other]
    reached = samples[side, accepted].max(initial=-math.inf)
    here, there = (
        samples[other, accepted].min(initial=math.inf),
        samples[other, ~accepted].max(initial=-math.inf),
    )
    proposing = max(float(reached), refused[side]) - offer.payoffs[side]
    answering = max(stays - float(here), float(there) - stays, stays - offer.payoffs[other])
    return max(proposing, 0.0) / scale[side], max(answering, 0.0) / scale[other]


def stationary_shares(patience: Sequence[float]) -> FloatArray:
    """What each player gets when each of them proposes, in the one play in which everybody always
    does the same.

    Parameters
    ----------
    patience : sequence of float
        What a share of the next round is worth today, at least 0 and below 1, one number a player
        in the order in which they propose.

    Returns
    -------
    ndarray, shape (proposer, player)
        Each row adds up to 1.

    Notes
    -----
    With three players and more, all of whom must agree, there are many other subgame-perfect plays
    as soon as the players are patient enough; with two there is none.

    References
    ----------
    Osborne, M. J., Rubinstein, A. (1990). Bargaining and Markets. Academic Press, chapter 3.
    """
    delta = np.asarray(patience, dtype=float)
    if not ((delta >= 0) & (delta < 1)).all():
        raise OutOfRange(
            f"the patience of each player must be at least 0 and below 1, not {tuple(patience)}"
        )
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
    delta = np.asarray(patience, dtype=float)
    later, found = np.zeros(len(delta)), np.zeros((rounds, len(delta)))
    for number in reversed(range(rounds)):
        later = delta * later
        proposer = (first + number) % len(delta)
        later[proposer] = 0.0
        later[proposer] = 1.0 - later.sum()
        found[number] = later
    return found
