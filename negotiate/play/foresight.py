"""What theory expects of a game as it stands, and what a decision gave away: at the time, and in hindsight.

At the time a seat knows what it has seen, and expects of the others what theory does. In hindsight it knows what they
did, and how chance decided. Regret is what its best choice would have brought more.
"""

from __future__ import annotations

from typing import Protocol

from negotiate.arrays import FloatArray
from negotiate.errors import NegotiateError
from negotiate.play.forms import Event, State
from negotiate.play.table import Table

Regrets = tuple[float, float]
"""What a decision gave away, at the time and in hindsight, in the unit of its player's payoffs."""


class Foresight(Protocol):
    """What theory makes of one way to play."""

    def expects(self, state: State) -> FloatArray | None:
        """What every player will have, shape (players,); None where nobody can say."""

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """What a move gave away; None where it was no decision, or nobody can say."""


def foresight(table: Table) -> Foresight | None:
    """What theory makes of a game; None where nobody can say, as where preferences have no numbers."""
    if table.scenario.is_ordinal:
        return None
    try:
        return table.form.foresight(table)
    except (NegotiateError, StopIteration):
        return None
