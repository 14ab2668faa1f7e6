"""What agents that concede ask for, propose and accept, in many talks in lockstep: one step of the
loop is one offer.

All utilities here are scaled: 0 is what a player has without a deal, 1 the best package that could
be signed. The number of an offer counts from 0 over all offers of a talk, whoever makes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray, IntArray

SAME = 1e-12
"""Scaled utilities nearer than that are equal."""
BAND = 0.05
"""How far above what it asks for an agent looks for something to propose."""
GESTURE = 0.05
"""What a tit-for-tat agent gives up once without having seen anything."""
LATE = 0.8
"""The share of all offers after which time is nearly up: a bluffer gives its bluff up, and who
waited concedes.
"""


@dataclass(eq=False)
class Mind:
    """One player's way to talk, in many talks at once; `rows` are the talks that are still going
    on.

    Parameters
    ----------
    own : ndarray, shape (packages,)
        Its utilities.
    willing : ndarray of bool, shape (packages,)
        Where it gets at least what it has without a deal; somewhere.
    options : ndarray of int, shape (packages, issues)
        The option of each issue, by number.
    player, players : int
        Whose it is, of how many.
    runs, offers : int
        How many talks there are, of how many offers.
    power : float
        How fast it concedes by the clock, where it does.
    """

    own: FloatArray
    willing: BoolArray
    options: IntArray
    player: int
    players: int
    runs: int
    offers: int
    power: float

    def __post_init__(self) -> None:
        places = np.flatnonzero(self.willing)
        self.ranked = places[
            np.argsort(self.own[places], kind="stable")
        ]  # what it would sign, from worst to best
        self.worth = self.own[self.ranked]
        self.alike = np.searchsorted(
            self.worth, self.worth + SAME, side="right"
        )  # the first place beyond its equals
        self.others = [p for p in range(self.players) if p != self.player]

    def band(self, least: FloatArray) -> tuple[IndexArray, IndexArray]:
        """Places in the ranking, from and to, of what is worth at least so much and hardly more;
        never empty.
        """
        low = np.minimum(np.searchsorted(self.worth, least - SAME), len(self.worth) - 1)
        high = np.searchsorted(self.worth, least + BAND + SAME, side="right")
        return low, np.maximum(high, self.alike[low])

    def least(self, rows: IndexArray, number: int) -> FloatArray:
        """The least utility it would ask for if it made this offer, shape (rows,)."""
        raise NotImplementedError

    def at_most(self, number: int) -> float:
        """The most that is asked for by who fears the deadline: all until time is nearly up,
        nothing in the end.
        """
        return min(1.0, (1.0 - number / self.offers) / (1.0 - LATE))

    def proposes(self, rows: IndexArray, number: int, draws: FloatArray) -> IndexArray:
        """The packages it proposes, shape (rows,), given draws from [0, 1) of shape (rows, draws):
        any in its band.
        """
        low, high = self.band(self.least(rows, number))
        return self.ranked[low + (draws[:, 0] * (high - low)).astype(np.int64)]

    def hears(self, rows: IndexArray, speaker: int, packages: IndexArray) -> None:
        """Take note of what another player proposes, where that matters to it."""

    def accepts(self, rows: IndexArray, number: int, packages: IndexArray) -> BoolArray:
        """Whether packages are worth what it would ask for if it made this offer itself, shape
        (rows,).
        """
        return self.willing[packages] & (self.own[packages] >= self.least(rows, number) - SAME)


@dataclass(eq=False)
class Concession(Mind):
    """Asks for less as time goes by, whatever the others do.

    It asks for 1 - t^power at the share t of all offers, and proposes any package that is worth
    that much or hardly more.

    References
    ----------
    Faratin, P., Sierra, C., Jennings, N. R. (1998). Negotiation decision functions for autonomous
    agents. Robotics and Autonomous Systems 24, 159-182.
    """

    def least(self, rows: IndexArray, number: int) -> FloatArray:
        """The same in all talks."""
        return np.full(len(rows), 1.0 - (number / self.offers) ** self.power)


@dataclass(eq=False)
class TitForTat(Mind):
    """Gives up as much as it has been given since the others' first offers, after one small
    gesture.

    It measures by its own utility, and of several others by the one that has given least. When time
    is nearly up it concedes whatever the others do: two who wait for each other would never sign.

    References
    ----------
    Faratin, P., Sierra, C., Jennings, N. R. (1998). Negotiation decision functions for autonomous
    agents. Robotics and Autonomous Systems 24, 159-182: behaviour-dependent tactics. Roth, A. E.,
    Murnighan, J. K., Schoumaker, F. (1988). The deadline effect in bargaining: some experimental
    evidence. American Economic Review 78, 806-823.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        self.first, self.best = np.full((2, self.runs, self.players), np.nan)
        self.spoke = np.zeros(self.runs, dtype=bool)

    def least(self, rows: IndexArray, number: int) -> FloatArray:
        """What it has been given, and the gesture once it has spoken, off everything."""
        given = np.nan_to_num(self.best[rows] - self.first[rows])[:, self.others].min(axis=1)
        return np.asarray(
            np.clip(1.0 - GESTURE * self.spoke[rows] - given, 0.0, self.at_most(number))
        )

    def proposes(self, rows: IndexArray, number: int, draws: FloatArray) -> IndexArray:
        """Any package in its band."""
        found = super().proposes(rows, number, draws)
        self.spoke[rows] = True
        return found

    def hears(self, rows: IndexArray, speaker: int, packages: IndexArray) -> None:
        """The first and the best that a player has proposed."""
        worth = self.own[packages]
        first = self.first[rows, speaker]
        self.first[rows, speaker] = np.where(np.isnan(first), worth, first)
        self.best[rows, speaker] = np.fmax(self.best[rows, speaker], worth)


@dataclass(eq=False)
class Micro(Mind):
    """Proposes its next best package only while it has not made more different offers than it has
    heard.

    Else it repeats one of its earlier offers, drawn at random. Of several others it goes by the one
    that has offered least.

    References
    ----------
    de Jonge, D. (2022). An analysis of the linear bilateral ANAC domains using the MiCRO benchmark
    strategy. Proceedings of the 31st International Joint Conference on Artificial Intelligence.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        self.made = np.zeros(self.runs, dtype=int)
        self.heard = np.zeros((self.players, self.runs, len(self.own)), dtype=bool)
        self.different = np.zeros((self.runs, self.players), dtype=int)

    def least(self, rows: IndexArray, number: int) -> FloatArray:
        """The worth of the next new offer where it may make one, else of the last."""
        made = self.made[rows]
        place = np.minimum(made - ~self._may(rows), len(self.worth) - 1)
        return np.asarray(self.worth[::-1][place])

    def proposes(self, rows: IndexArray, number: int, draws: FloatArray) -> IndexArray:
        """The next best package, or one of the earlier ones."""
        made = self.made[rows]
        new = self._may(rows) & (made < len(self.worth))
        place = np.where(new, made, (draws[:, 0] * made).astype(int))
        self.made[rows] += new
        return self.ranked[::-1][place]

    def hears(self, rows: IndexArray, speaker: int, packages: IndexArray) -> None:
        """Whether an offer is a new one."""
        self.different[rows, speaker] += ~self.heard[speaker, rows, packages]
        self.heard[speaker, rows, packages] = True

    def _may(self, rows: IndexArray) -> BoolArray:
        return np.asarray(self.made[rows] <= self.different[rows][:, self.others].min(axis=1))


@dataclass(eq=False)
class Grim(Concession):
    """Concedes by the clock until another player takes a concession back, and from then on only at
    the deadline.

    A player takes a concession back by an offer that is worth less to the agent than an earlier one
    of the same player, by more than the width of a band. The agent then asks for what it asked for
    in its last offer, until time is nearly up: no punishment is worth the deal that it would cost
    then.

    References
    ----------
    Friedman, J. W. (1971). A non-cooperative equilibrium for supergames. Review of Economic Studies
    38, 1-12: the trigger strategy, here with concessions. Roth, A. E., Murnighan, J. K.,
    Schoumaker, F. (1988). The deadline effect in bargaining: some experimental evidence. American
    Economic Review 78, 806-823.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        self.best = np.full((self.runs, self.players), -np.inf)
        self.asked, self.limit = np.ones(self.runs), np.full(self.runs, -np.inf)

    def least(self, rows: IndexArray, number: int) -> FloatArray:
        """By the clock, and no less than its limit while there is time."""
        return np.asarray(
            np.maximum(
                super().least(rows, number), np.minimum(self.limit[rows], self.at_most(number))
            )
        )

    def proposes(self, rows: IndexArray, number: int, draws: FloatArray) -> IndexArray:
        """Any package in its band."""
        self.asked[rows] = self.least(rows, number)
        return super().proposes(rows, number, draws)

    def hears(self, rows: IndexArray, speaker: int, packages: IndexArray) -> None:
        """Whether a concession was taken back."""
        worth, best = self.own[packages], self.best[rows, speaker]
        self.limit[rows] = np.where(worth < best - BAND - SAME, self.asked[rows], self.limit[rows])
        self.best[rows, speaker] = np.maximum(best, worth)


@dataclass(eq=False)
class Bluffer(Concession):
    """Concedes by the clock behind a red line that is none, which it gives up when time is nearly
    up.

    Until then it neither proposes nor accepts the option that it likes least of the issue that
    matters most to it. What an option is worth to it is the average over the packages with that
    option; the issue matters most whose options differ most. It does not bluff where nothing else
    is left that it would sign.

    References
    ----------
    Schelling, T. C. (1956). An essay on bargaining. American Economic Review 46, 281-306. Muthoo,
    A. (1996). A bargaining model based on the commitment tactic. Journal of Economic Theory 69,
    134-152: commitments that are revoked.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        self.issue, self.option = self._line()
        self.refused = self.options[:, self.issue] == self.option
        if self.refused[self.ranked].all():
            self.refused = np.zeros(len(self.own), dtype=bool)
        self.open = Concession(
            self.own,
            self.willing & ~self.refused,
            self.options,
            self.player,
            self.players,
            0,
            self.offers,
            self.power,
        )

    def _line(self) -> tuple[int, int]:
        """The issue that matters most, and the option of it that is worth least."""
        most, found = -1.0, (0, 0)
        for issue, column in enumerate(self.options.T):
            count = np.bincount(column)
            there = np.flatnonzero(count)
            worth = np.bincount(column, self.own)[there] / count[there]
            if np.ptp(worth) > most + SAME:
                most, found = float(np.ptp(worth)), (issue, int(there[np.argmin(worth)]))
        return found

    def bluffs(self, number: int) -> bool:
        """Whether it still acts as if there were a red line."""
        return number < LATE * self.offers and bool(self.refused.any())

    def proposes(self, rows: IndexArray, number: int, draws: FloatArray) -> IndexArray:
        """Any package in its band that does not cross the line."""
        return (
            self.open.proposes(rows, number, draws)
            if self.bluffs(number)
            else super().proposes(rows, number, draws)
        )

    def accepts(self, rows: IndexArray, number: int, packages: IndexArray) -> BoolArray:
        """What is worth enough and does not cross the line."""
        found = super().accepts(rows, number, packages)
        return found & ~self.refused[packages] if self.bluffs(number) else found


@dataclass(eq=False)
class Random(Mind):
    """Has no plan: it proposes any package that it would sign, each as likely as the others.

    It accepts what is worth at least as much to it as its own last offer; before that, its best
    package alone.

    References
    ----------
    Gode, D. K., Sunder, S. (1993). Allocative efficiency of markets with zero-intelligence traders.
    Journal of Political Economy 101, 119-137.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        self.last = np.full(self.runs, self.worth[-1])

    def least(self, rows: IndexArray, number: int) -> FloatArray:
        """What its last offer was worth to it."""
        return self.last[rows]

    def proposes(self, rows: IndexArray, number: int, draws: FloatArray) -> IndexArray:
        """Any package that it would sign."""
        found = self.ranked[(draws[:, 0] * len(self.ranked)).astype(np.int64)]
        self.last[rows] = self.own[found]
        return found


@dataclass(eq=False)
class Modeller(Concession):
    """Concedes by the clock and proposes, of packages equally good for itself, what the others seem
    to like.

    What another player likes is read off its offers: an option it has named often, of an issue in
    which it seldom changes its mind.

    References
    ----------
    van Krimpen, T., Looije, D., Hajizadeh, S. (2013). HardHeaded. In: Complex Automated
    Negotiations: Theories, Models, and Software Competitions. Springer, 223-227: the frequency
    model.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        shape = (self.players, self.runs, self.options.shape[1])
        self.named = np.zeros((*shape, int(self.options.max()) + 1))
        self.kept, self.last = np.ones(shape), np.full(shape, -1, dtype=int)

    def proposes(self, rows: IndexArray, number: int, draws: FloatArray) -> IndexArray:
        """Of as many packages of its band as there are draws, the one that seems best for the
        others.
        """
        low, high = self.band(self.least(rows, number))
        found = self.ranked[low[:, None] + (draws * (high - low)[:, None]).astype(int)]
        liked = sum(
            (self._liked(rows, other, found) for other in self.others), np.zeros(found.shape)
        )
        return np.asarray(found[np.arange(len(rows)), np.argmax(liked, axis=1)])

    def hears(self, rows: IndexArray, speaker: int, packages: IndexArray) -> None:
        """Which options are named, and which issues stay as they were in the same player's last
        offer.
        """
        options = self.options[packages]
        issues = np.arange(options.shape[1])
        self.kept[speaker, rows] += options == self.last[speaker, rows]
        self.last[speaker, rows] = options
        self.named[speaker, rows[:, None], issues, options] += 1.0

    def _liked(self, rows: IndexArray, other: int, packages: IndexArray) -> FloatArray:
        """How much another player seems to like some packages, shape (rows, packages)."""
        named, kept, options = (
            self.named[other, rows],
            self.kept[other, rows],
            self.options[packages],
        )
        most = np.maximum(named.max(axis=2), 1.0)
        weight = kept / kept.sum(axis=1, keepdims=True)
        share = (
            named[np.arange(len(rows))[:, None, None], np.arange(options.shape[2]), options]
            / most[:, None, :]
        )
        return np.asarray((share * weight[:, None, :]).sum(axis=2))


class Manner(NamedTuple):
    """One player's way to talk: a kind, and how fast it concedes by the clock (1 - t^power), where
    it does.
    """

    kind: type[Mind]
    power: float = 1.0


class Talked(NamedTuple):
    """How talks ended.

    Parameters
    ----------
    packages : ndarray of int, shape (runs,)
        What was agreed on, -1 where nothing was.
    offers : ndarray of int, shape (runs,)
        How many offers were made.
    history : ndarray of int, shape (runs, offers)
        Every offer, -1 after the end; no offers where nobody asked for it.
    """

    packages: IntArray
    offers: IntArray
    history: IntArray


def lockstep(
    utilities: FloatArray,
    willing: BoolArray,
    options: IntArray,
    manners: Sequence[Manner],
    draws: FloatArray,
    first: int = 0,
    history: bool = False,
) -> Talked:
    """Let agents talk until all of the others accept an offer, or until there are no more offers.

    Parameters
    ----------
    utilities : ndarray, shape (players, packages)
        Scaled: 0 without a deal, 1 the best package that could be signed.
    willing : ndarray of bool, shape (players, packages)
        Who gets at least as much as without a deal; each player somewhere.
    options : ndarray of int, shape (packages, issues)
        The option of each issue, by number.
    manners : sequence of Manner
        One a player.
    draws : ndarray, shape (runs, offers, draws)
        From [0, 1). A talk uses its own row only.
    first : int
        Who makes the first offer; the others follow in turn.
    history : bool
        Whether to keep every offer.

    Notes
    -----
    A player accepts what is worth at least what it would ask for in the next offer. The time is
    that of one pass over the talks for each offer; the memory that of `draws`, and of every package
    in every talk for agents that remember offers.
    """
    runs, offers, _ = draws.shape
    sizes = (len(manners), runs, offers)
    people = zip(utilities, willing, manners, strict=True)
    minds = [
        way.kind(own, signs, options, p, *sizes, way.power)
        for p, (own, signs, way) in enumerate(people)
    ]
    agreed, made = np.full(runs, -1, dtype=int), np.full(runs, offers, dtype=int)
    kept = np.full((runs, offers if history else 0), -1, dtype=int)
    rows = np.arange(runs)
    for number in range(offers):
        speaker = (first + number) % len(minds)
        packages = minds[speaker].proposes(rows, number, draws[rows, number])
        if history:
            kept[rows, number] = packages
        yes = np.ones(len(rows), dtype=bool)
        for other in minds[speaker].others:
            mind = minds[other]
            mind.hears(rows, speaker, packages)
            yes &= mind.accepts(rows, number + 1, packages)
        agreed[rows[yes]], made[rows[yes]] = packages[yes], number + 1
        rows = rows[~yes]
        if not len(rows):
            break
    return Talked(agreed, made, kept)
