"""Payoff terms that stand on one side only, each with the most that it can be worth there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.arrays import AnyArray
from negotiate.comparison.worth_change import NEGLIGIBLE, WorthChange, value_at
from negotiate.errors import GameTooLarge
from negotiate.model.frame import Frame
from negotiate.model.negotiation import Negotiation


def only_one_has(first: Negotiation, second: Negotiation) -> list[WorthChange]:
    """Every term that stands on one side only, with its largest value at the packages of that side.

    Terms that name a move are left out; of a side with too many packages, only where it rests is looked at.
    """
    found = []
    for side, other, second_has in ((first, second, False), (second, first, True)):
        own = [
            (player, term)
            for player in first.keys
            if player in second.keys
            for term, counted in side.terms[player].items()
            if term not in other.terms[player] and not counted.needs_moves
        ]
        grid = _Own.of(side) if own else None
        found += [grid.largest(player, term, second_has) for player, term in own if grid is not None]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Own:
    """The packages of one side alone, and which of them can be."""

    frame: Frame
    issues: tuple[str, ...]
    possible: AnyArray | None

    @staticmethod
    def of(side: Negotiation) -> _Own:
        issues = tuple(side.issues)
        try:
            frame = side.grid(issues, {})
        except GameTooLarge:
            issues, rest = (), {key: side.resting(key) or 0 for key in side.issues}
            return _Own(side.grid((), rest), (), None)
        return _Own(frame, issues, side.feasible(frame, tuple(len(side.issues[key].options) for key in issues)))

    def largest(self, player: str, term: str, second_has: bool) -> WorthChange:
        values = np.asarray(self.frame.term(player, term)[0], dtype=float)
        size = np.abs(values) if self.possible is None else np.where(self.possible, np.abs(values), -1.0)
        most = np.unravel_index(int(np.argmax(size)), size.shape)
        value = value_at(values, tuple(int(k) for k in most))
        same = bool(np.ptp(values) <= NEGLIGIBLE * max(float(np.abs(values).max()), 1e-300))
        at = {
            issue: self.frame.negotiation.issues[issue].labels[int(k)]
            for issue, k, width in zip(self.issues, most, values.shape, strict=True)
            if width > 1 and not same
        }
        nothing = float("nan")
        return WorthChange(player, term, *((nothing, value) if second_has else (value, nothing)), at, same)
