"""What agents that concede ask for, propose and accept, in many talks in lockstep: one step of the loop is one offer.

All utilities here are scaled: 0 is what a player has without a deal, 1 the best package that could be signed. The
number of an offer counts from 0 over all offers of a talk, whoever makes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray

SAME = 1e-12
"""Scaled utilities nearer than that are equal."""
BAND = 0.05
"""How far above what it asks for an agent looks for something to propose."""
GESTURE = 0.05
"""What a tit-for-tat agent gives up once without having seen anything."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one player knows: its own utilities, and which packages it would sign.

    Parameters
    ----------
    own : ndarray, shape (packages,)
        Its utilities.
    willing : ndarray of bool, shape (packages,)
        Where it gets at least what it has without a deal.
    ranked, worth : ndarray, shape (signable,)
        The packages it would sign, from the worst to the best, and what they are worth to it.
    alike : ndarray of int, shape (signable,)
        For each place of that ranking, the first place beyond its equals.
    options : ndarray of int, shape (packages, issues)
        The option of each issue, by number.
    """

    own: FloatArray
    willing: BoolArray
    ranked: IntArray
    worth: FloatArray
    alike: IntArray
    options: IntArray


def sight(own: FloatArray, willing: BoolArray, options: IntArray) -> Sight:
    """What a player knows, put in order; it would sign at least one package."""
    places = np.flatnonzero(willing)
    ranked = places[np.argsort(own[places], kind="stable")].astype(np.int64)
    worth = own[ranked]
    alike = np.searchsorted(worth, worth + SAME, side="right").astype(np.int64)
    return Sight(own, willing, ranked, worth, alike, options)


def band(seen: Sight, least: FloatArray) -> tuple[IntArray, IntArray]:
    """Places in the ranking, from and to, of what is worth at least so much and hardly more; never empty."""
    low = np.minimum(np.searchsorted(seen.worth, least - SAME), len(seen.worth) - 1)
    high = np.searchsorted(seen.worth, least + BAND + SAME, side="right")
    return low.astype(np.int64), np.maximum(high, seen.alike[low]).astype(np.int64)


class Mind:
    """One player's way to talk, in many talks at once; `rows` are the talks that are still going on."""

    def __init__(self, seen: Sight, players: int, player: int) -> None:
        self.seen = seen
        self.others = [p for p in range(players) if p != player]

    def least(self, rows: IntArray, number: int) -> FloatArray:
        """The least utility it would ask for if it made this offer, shape (rows,)."""
        raise NotImplementedError

    def proposes(self, rows: IntArray, number: int, draws: FloatArray) -> IntArray:
        """The packages it proposes, shape (rows,), given draws from [0, 1) of shape (rows, draws): any in its band."""
        low, high = band(self.seen, self.least(rows, number))
        return np.asarray(self.seen.ranked[low + (draws[:, 0] * (high - low)).astype(np.int64)])

    def hears(self, rows: IntArray, speaker: int, packages: IntArray) -> None:
        """Take note of what another player proposes, where that matters to it."""


class Concession(Mind):
    """Asks for less as time goes by, whatever the others do.

    It asks for 1 - t^power at the share t of all offers, and proposes any package that is worth that much or hardly
    more.

    References
    ----------
    Faratin, P., Sierra, C., Jennings, N. R. (1998). Negotiation decision functions for autonomous agents. Robotics and
    Autonomous Systems 24, 159-182.
    """

    def __init__(self, seen: Sight, players: int, player: int, offers: int, power: float) -> None:
        super().__init__(seen, players, player)
        self.offers, self.power = offers, power

    def least(self, rows: IntArray, number: int) -> FloatArray:
        """The same in all talks."""
        return np.full(len(rows), 1.0 - (number / self.offers) ** self.power)


class TitForTat(Mind):
    """Gives up as much as it has been given since the others' first offers, after one small gesture.

    It measures by its own utility, and of several others by the one that has given least.

    References
    ----------
    Faratin, P., Sierra, C., Jennings, N. R. (1998). Negotiation decision functions for autonomous agents. Robotics and
    Autonomous Systems 24, 159-182: behaviour-dependent tactics.
    """

    def __init__(self, seen: Sight, players: int, player: int, runs: int) -> None:
        super().__init__(seen, players, player)
        self.first = np.full((runs, players), np.nan)
        self.best = np.full((runs, players), np.nan)
        self.spoke = np.zeros(runs, dtype=bool)

    def least(self, rows: IntArray, number: int) -> FloatArray:
        """What it has been given, and the gesture once it has spoken, off everything."""
        given = np.nan_to_num(self.best[rows] - self.first[rows])[:, self.others].min(axis=1)
        return np.asarray(np.clip(1.0 - GESTURE * self.spoke[rows] - given, 0.0, 1.0))

    def proposes(self, rows: IntArray, number: int, draws: FloatArray) -> IntArray:
        """Any package in its band."""
        found = super().proposes(rows, number, draws)
        self.spoke[rows] = True
        return found

    def hears(self, rows: IntArray, speaker: int, packages: IntArray) -> None:
        """The first and the best that a player has proposed."""
        worth = self.seen.own[packages]
        self.first[rows, speaker] = np.where(np.isnan(self.first[rows, speaker]), worth, self.first[rows, speaker])
        self.best[rows, speaker] = np.fmax(self.best[rows, speaker], worth)


class Micro(Mind):
    """Proposes its next best package only while it has not made more different offers than it has heard.

    Else it repeats one of its earlier offers, drawn at random. Of several others it goes by the one that has offered
    least.

    References
    ----------
    de Jonge, D. (2022). An analysis of the linear bilateral ANAC domains using the MiCRO benchmark strategy.
    Proceedings of the 31st International Joint Conference on Artificial Intelligence.
    """

    def __init__(self, seen: Sight, players: int, player: int, runs: int) -> None:
        super().__init__(seen, players, player)
        self.made = np.zeros(runs, dtype=np.int64)
        self.heard = np.zeros((players, runs, len(seen.own)), dtype=bool)
        self.different = np.zeros((runs, players), dtype=np.int64)

    def least(self, rows: IntArray, number: int) -> FloatArray:
        """The worth of the next new offer where it may make one, else of the last."""
        made = self.made[rows]
        place = np.minimum(made - ~self._may(rows), len(self.seen.worth) - 1)
        return np.asarray(self.seen.worth[::-1][place])

    def proposes(self, rows: IntArray, number: int, draws: FloatArray) -> IntArray:
        """The next best package, or one of the earlier ones."""
        made = self.made[rows]
        new = self._may(rows) & (made < len(self.seen.worth))
        place = np.where(new, made, (draws[:, 0] * made).astype(np.int64))
        self.made[rows] += new
        return np.asarray(self.seen.ranked[::-1][place])

    def hears(self, rows: IntArray, speaker: int, packages: IntArray) -> None:
        """Whether an offer is a new one."""
        self.different[rows, speaker] += ~self.heard[speaker, rows, packages]
        self.heard[speaker, rows, packages] = True

    def _may(self, rows: IntArray) -> BoolArray:
        return np.asarray(self.made[rows] <= self.different[rows][:, self.others].min(axis=1))


class Modeller(Concession):
    """Concedes by the clock and proposes, of packages equally good for itself, what the others seem to like.

    What another player likes is read off its offers: an option it has named often, of an issue in which it seldom
    changes its mind.

    References
    ----------
    van Krimpen, T., Looije, D., Hajizadeh, S. (2013). HardHeaded. In: Complex Automated Negotiations: Theories, Models,
    and Software Competitions. Springer, 223-227: the frequency model.
    """

    def __init__(self, seen: Sight, players: int, player: int, offers: int, power: float, runs: int) -> None:
        super().__init__(seen, players, player, offers, power)
        issues, width = seen.options.shape[1], int(seen.options.max()) + 1
        self.named = np.zeros((players, runs, issues, width))
        self.kept = np.ones((players, runs, issues))
        self.last = np.full((players, runs, issues), -1, dtype=np.int64)

    def proposes(self, rows: IntArray, number: int, draws: FloatArray) -> IntArray:
        """Of as many packages of its band as there are draws, the one that seems best for the others."""
        low, high = band(self.seen, self.least(rows, number))
        found = self.seen.ranked[low[:, None] + (draws * (high - low)[:, None]).astype(np.int64)]
        liked = sum((self._liked(rows, other, found) for other in self.others), np.zeros(found.shape))
        return np.asarray(np.take_along_axis(found, np.argmax(liked, axis=1)[:, None], axis=1)[:, 0])

    def hears(self, rows: IntArray, speaker: int, packages: IntArray) -> None:
        """Which options are named, and which issues stay as they were in the same player's last offer."""
        options = self.seen.options[packages]
        issues = np.arange(options.shape[1])
        self.kept[speaker, rows] += options == self.last[speaker, rows]
        self.last[speaker, rows] = options
        self.named[speaker, rows[:, None], issues, options] += 1.0

    def _liked(self, rows: IntArray, other: int, packages: IntArray) -> FloatArray:
        """How much another player seems to like some packages, shape (rows, packages)."""
        named = self.named[other, rows]
        most = np.maximum(named.max(axis=2), 1.0)
        weight = self.kept[other, rows] / self.kept[other, rows].sum(axis=1, keepdims=True)
        options = self.seen.options[packages]
        share = named[np.arange(len(rows))[:, None, None], np.arange(options.shape[2]), options] / most[:, None, :]
        return np.asarray((share * weight[:, None, :]).sum(axis=2))


CONCESSION, TIT_FOR_TAT, MICRO, MODELLER = range(4)


@dataclass(frozen=True, slots=True)
class Manner:
    """One player's way to talk: a kind, and how fast it concedes by the clock (1 - t^power), where it does."""

    kind: int
    power: float = 1.0


@dataclass(frozen=True, slots=True)
class Talked:
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
    A player accepts what is worth at least what it would ask for in the next offer. The time is that of one pass over
    the talks for each offer; the memory that of `draws`, and of every package in every talk for agents that remember
    offers.
    """
    runs, offers, _ = draws.shape
    players = len(utilities)
    seen = [sight(utilities[p], willing[p], options) for p in range(players)]
    minds = [_mind(manner, seen[p], runs, offers, players, p) for p, manner in enumerate(manners)]
    agreed, made = np.full(runs, -1, dtype=np.int64), np.full(runs, offers, dtype=np.int64)
    kept = np.full((runs, offers if history else 0), -1, dtype=np.int64)
    rows = np.arange(runs)
    for number in range(offers):
        speaker = (first + number) % players
        packages = minds[speaker].proposes(rows, number, draws[rows, number])
        if history:
            kept[rows, number] = packages
        yes = _answers(minds, seen, rows, number, speaker, packages)
        agreed[rows[yes]], made[rows[yes]] = packages[yes], number + 1
        rows = rows[~yes]
        if not len(rows):
            break
    return Talked(agreed, made, kept)


def _answers(
    minds: Sequence[Mind], seen: Sequence[Sight], rows: IntArray, number: int, speaker: int, packages: IntArray
) -> BoolArray:
    """Where all of the others accept."""
    yes = np.ones(len(rows), dtype=bool)
    for p, mind in enumerate(minds):
        if p != speaker:
            mind.hears(rows, speaker, packages)
            enough = seen[p].own[packages] >= mind.least(rows, number + 1) - SAME
            yes &= seen[p].willing[packages] & enough
    return yes


def _mind(manner: Manner, seen: Sight, runs: int, offers: int, players: int, player: int) -> Mind:
    if manner.kind == TIT_FOR_TAT:
        return TitForTat(seen, players, player, runs)
    if manner.kind == MICRO:
        return Micro(seen, players, player, runs)
    if manner.kind == MODELLER:
        return Modeller(seen, players, player, offers, manner.power, runs)
    return Concession(seen, players, player, offers, manner.power)
