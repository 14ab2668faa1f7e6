"""The names, numbers and terms that everything said of one threat shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.credibility.follow_through import deciding
from negotiate.credibility.result import Case, FollowThrough, Threat
from negotiate.report.numbers import decimals, more_or_less, rounded
from negotiate.report.words import of_each, safe, the
from negotiate.solvers.reports.paths import STEP

SAME = 1e-9
"""Of a player's payoff range: what is smaller is rounding."""


def quoted(label: str) -> str:
    """An action, a way to play or a term."""
    return f"`{safe(label, True)}`"


def size(x: float) -> str:
    """A number without its sign."""
    return rounded(abs(x), decimals([x]))


@dataclass(frozen=True, slots=True, eq=False)
class ThreatWords:
    """One threat, and how to speak of it."""

    case: Case
    threat: Threat

    @property
    def maker(self) -> str:
        """Who threatens."""
        return self.name(self.threat.player)

    def name(self, player: int) -> str:
        """A player's name."""
        return the(self.case.game.players[player])

    @property
    def deed(self) -> str:
        """The move that announces the threat; where none does, what is threatened: "`fight` after `enter`".

        What is done before is told by its last step, where that tells threats apart.
        """
        if self.threat.announced_at:
            return quoted(self.threat.announced_at)
        place = self.threat.places[0]
        ends = [(p.carrying_out, p.after[-1:]) for other in self.case.threats for p in other.places]
        last = ends.count((place.carrying_out, place.after[-1:])) == 1
        after = f" after {quoted(place.after[-1] if last else STEP.join(place.after))}" if place.after else ""
        return f"{quoted(place.carrying_out)}{after}"

    def amount(self, x: float, player: int | None = None) -> float:
        """An amount of a player's, by default of the threatening one's; 0 where it is no more than rounding."""
        payoffs = self.case.game.payoffs[:, self.threat.player if player is None else player]
        return 0.0 if abs(x) <= SAME * float(np.ptp(payoffs)) else x

    def amounts(self, payoffs: Sequence[float]) -> list[float]:
        """An amount for each player."""
        return [self.amount(x, player) for player, x in enumerate(payoffs)]

    def effect(self, amounts: Sequence[float]) -> str:
        """Who gets how much more or less, the threatening player first."""
        more, players = list(map(more_or_less, self.amounts(amounts))), self.case.game.players
        order = sorted(range(len(players)), key=lambda player: player != self.threat.player)
        return of_each([players[p] for p in order], [more[p] for p in order])

    def terms(self, place: FollowThrough) -> Iterator[str]:
        """The term that speaks most for what is better at a place.

        Where it makes more than the whole, the one that speaks most against it is named too.
        """
        gap = deciding(place)
        if gap is None:
            return
        if len(place.terms) == 1:
            yield f"The whole difference comes from the term {quoted(gap.term)}."
            return
        against = next((other for other in place.terms if other.amount * gap.amount < 0), None)
        exceeds = against is not None and abs(gap.amount) > abs(place.missing)
        off = f", and {quoted(against.term)} takes {size(against.amount)} off" if against and exceeds else ""
        yield f"The term {quoted(gap.term)} adds {size(gap.amount)} to this difference{off}."
