"""The names, numbers and terms that everything said of one threat shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from negotiate.credibility.follow_through import deciding
from negotiate.credibility.result import Case, FollowThrough, Threat
from negotiate.report.numbers import contrast, decimals, rounded
from negotiate.report.words import joined, safe, the
from negotiate.solvers.reports.paths import path
from negotiate.solvers.solution import TreeEquilibrium

SAME = 1e-9
"""Of a player's payoff range: what is smaller is rounding."""
NAMED = 4
"""Places of one announcement that a sentence names one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class ThreatWords:
    """One threat, and how to speak of it."""

    case: Case
    threat: Threat

    @property
    def digits(self) -> list[int]:
        """Decimals of each player's numbers."""
        threat = self.threat
        numbers = [list(column) for column in zip(*(way.payoffs for way in self.ways), strict=True)]
        for place in threat.places:
            numbers[threat.player] += [place.carried_out, place.backed_down, self.needed(place)]
        return [max(decimals([x]) for x in column) for column in numbers]

    @property
    def ways(self) -> tuple[TreeEquilibrium, TreeEquilibrium, TreeEquilibrium]:
        """Play with nobody able to carry the threat out, as it is, and with the threat always carried out."""
        return self.threat.never, self.threat.today, self.threat.bound

    @property
    def maker(self) -> str:
        """Who threatens."""
        return self.name(self.threat.player)

    def name(self, player: int) -> str:
        """A player's name."""
        return the(self.case.game.players[player])

    def nothing(self, x: float, player: int | None = None) -> bool:
        """Whether an amount of a player's, by default of the threatening one's, is no more than rounding."""
        payoffs = self.case.game.payoffs[:, self.threat.player if player is None else player]
        return abs(x) <= SAME * float(np.ptp(payoffs))

    def own(self, x: float) -> str:
        """A number of the threatening player's."""
        return rounded(x, self.digits[self.threat.player])

    def needed(self, place: FollowThrough) -> float:
        """The cost of backing down that it takes to carry the threat out; beside today's, where that varies."""
        return place.missing if self.threat.cost_today is None else place.threshold

    def play(self, way: TreeEquilibrium) -> str:
        """What is played."""
        return f"`{path(way)}`"

    def each(self, amounts: Sequence[float]) -> str:
        """An amount for each player, the threatening one first."""
        order = sorted(range(len(amounts)), key=lambda player: player != self.threat.player)
        return joined([f"{rounded(amounts[p], self.digits[p])} to {self.name(p)}" for p in order])

    def terms(self, place: FollowThrough) -> list[str]:
        """The term that speaks most for what is better at a place.

        Where it makes more than the whole, the one that speaks most against it is named too.
        """
        gap = deciding(place)
        if gap is None:
            return []
        name, makes = f"`{safe(gap.term, True)}`", self.own(abs(gap.amount))
        against = next((other for other in place.terms if other.amount * gap.amount < 0), None)
        if len(place.terms) == 1:
            return [f"All of this is the term {name}."]
        if against is None or abs(gap.amount) <= abs(place.missing):
            return [f"The term {name} alone makes {makes}."]
        return [f"The term {name} makes {makes}, `{safe(against.term, True)}` takes {self.own(abs(against.amount))}."]

    def amounts(self, places: Sequence[FollowThrough], of: int) -> str:
        """How much better or worse carrying out is, place by place where there are few of all `of`."""
        sizes = [abs(place.missing) for place in places]
        if len(places) > NAMED:
            low, high = contrast(min(sizes), max(sizes), self.digits[self.threat.player])
            where = "" if len(places) == of else f" at {len(places):,} of {of:,} places"
            return f"{low if low == high else f'{low} to {high}'} more than backing down{where}"
        parts: list[str] = []
        for size, group in groupby(zip(map(self.own, sizes), places, strict=True), key=lambda pair: pair[0]):
            more = "" if parts else " more than backing down"
            parts.append(f"{size}{more}{self.after([place for _, place in group])}")
        return joined(parts)

    def after(self, places: Sequence[FollowThrough]) -> str:
        """After what each of some places is reached, to end a clause; empty where nothing is done in between."""
        steps = dict.fromkeys(f"`{safe(self.since(place), True)}`" for place in places if place.after)
        return f" after {joined(list(steps), 'or')}" if steps else ""

    def since(self, place: FollowThrough) -> str:
        """The first thing done since the announcement, or the last before the deed where nothing is announced.

        Where that does not tell two deeds apart it is everything that was done.
        """
        if not place.after:
            return ""
        whole = " → ".join(place.after)
        if self.threat.announced_at:
            alike = [p for p in self.threat.places if (p.announced, p.after[:1]) == (place.announced, place.after[:1])]
            return place.after[0] if all(self.nothing(p.missing - place.missing) for p in alike) else whole
        deed = (place.carrying_out, place.after[-1:])
        same = [p for other in self.case.threats for p in other.places if (p.carrying_out, p.after[-1:]) == deed]
        return place.after[-1] if len(same) == 1 else whole
