"""The words and decimals that everything said of one threat shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from negotiate.credibility.follow_through import deciding
from negotiate.credibility.result import Case, FollowThrough, Threat
from negotiate.render.walks import path
from negotiate.report.numbers import contrast, decimals, rounded
from negotiate.report.words import joined, safe
from negotiate.solvers.solution import TreeEquilibrium

SAME = 1e-9
"""Of a player's payoff range: what is smaller is rounding."""
NAMED = 4
"""Places of one announcement that a sentence names one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """One threat, and how to speak of it; `step` stands between the steps of a path."""

    case: Case
    threat: Threat
    step: str

    @property
    def digits(self) -> list[int]:
        """Decimals of each player's numbers."""
        game, threat = self.case.game, self.threat
        ways = (threat.never, threat.today, threat.bound)
        told = [[way.payoffs[p] for way in ways] for p in range(game.n_players)]
        for place in threat.places:
            told[threat.player] += [place.carried_out, place.backed_down, self.needed(place)]
        return [max(decimals([x]) for x in numbers) for numbers in told]

    @property
    def maker(self) -> str:
        """Who threatens."""
        return self.name(self.threat.player)

    def nothing(self, x: float, player: int | None = None) -> bool:
        """Whether an amount of a player's, by default of the threatening one's, is no more than rounding."""
        payoffs = self.case.game.payoffs[:, self.threat.player if player is None else player]
        return abs(x) <= SAME * float(np.ptp(payoffs))

    def name(self, player: int) -> str:
        """A player for people."""
        return safe(self.case.game.players[player], True)

    def own(self, x: float) -> str:
        """A number of the threatening player's."""
        return rounded(x, self.digits[self.threat.player])

    def needed(self, place: FollowThrough) -> float:
        """The cost of backing down that it takes to carry the threat out; beside today's, where that varies."""
        return place.missing if self.threat.cost_today is None else place.threshold

    def way(self, way: TreeEquilibrium) -> str:
        """How play goes."""
        return f"`{path(way, self.step)}`"

    def each(self, amounts: Sequence[float]) -> str:
        """An amount for each player, the threatening one first."""
        order = [self.threat.player, *(p for p in range(len(amounts)) if p != self.threat.player)]
        return joined([f"{rounded(amounts[p], self.digits[p])} to {self.name(p)}" for p in order])

    def why(self, place: FollowThrough) -> str:
        """In brackets, the term that speaks most for what is better at a place.

        Where it makes more than the whole, the one that speaks most against it is named too.
        """
        gap = deciding(place)
        if gap is None:
            return ""
        if len(place.terms) == 1:
            return f" (all of it `{safe(gap.term, True)}`)"
        name, makes = f"`{safe(gap.term, True)}`", self.own(abs(gap.amount))
        against = next((other for other in place.terms if other.amount * gap.amount < 0), None)
        if against is None or abs(gap.amount) <= abs(place.missing):
            return f" ({name} alone makes {makes})"
        return f" ({name} makes {makes}, `{safe(against.term, True)}` takes {self.own(abs(against.amount))})"

    def amounts(self, places: Sequence[FollowThrough], than: str, of: int) -> str:
        """How much better or worse it is, place by place where there are few: "2.1 more than … after `hold`".

        `of` is how many places the announcement has.
        """
        sizes = [abs(place.missing) for place in places]
        if len(places) > NAMED:
            low, high = contrast(min(sizes), max(sizes), self.digits[self.threat.player])
            where = "" if len(places) == of else f" at {len(places):,} of {of:,} places"
            return f"{low if low == high else f'{low} to {high}'} more than {than}{where}"
        parts: list[str] = []
        for size, group in groupby(zip(map(self.own, sizes), places, strict=True), key=lambda pair: pair[0]):
            after = dict.fromkeys(f"`{safe(self.since(place), True)}`" for _, place in group if self.since(place))
            tail = f" after {joined(list(after), 'or')}" if after else ""
            more = "" if parts else f" more than {than}"
            parts.append(f"{size}{more}{tail}")
        return joined(parts)

    def since(self, place: FollowThrough) -> str:
        """The first thing done since the announcement, or the last before the deed where nothing is announced.

        Where that does not tell two deeds apart it is everything that was done.
        """
        if not place.after:
            return ""
        whole = f" {self.step} ".join(place.after)
        if self.threat.announced_at:
            alike = [p for p in self.threat.places if (p.announced, p.after[:1]) == (place.announced, place.after[:1])]
            return place.after[0] if all(self.nothing(p.missing - place.missing) for p in alike) else whole
        same = [
            other
            for threat in self.case.threats
            for other in threat.places
            if (other.carrying_out, other.after[-1:]) == (place.carrying_out, place.after[-1:])
        ]
        return place.after[-1] if len(same) == 1 else whole
