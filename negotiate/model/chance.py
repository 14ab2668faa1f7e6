"""What nobody knows yet: events, how likely each side holds their outcomes, and what that makes of
a payoff.

An event is named as an issue is, and has an outcome in place of an option. Where the outcome is
settled, as at the end of a path of the tree, a formula has the value that it has there. Elsewhere
it has its expectation by the odds of the player whose payoff it is. Risk aversion is constant
absolute risk aversion: what an uncertain payoff x is worth to a player with aversion a is its
certainty equivalent, -log E[exp(-a x)] / a.

References
----------
Savage (1954), "The Foundations of Statistics": odds are a player's own. Pratt (1964), "Risk
aversion in the small and in the large": the certainty equivalent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from negotiate.display import record
from negotiate.model.expressions import Expression, Number

if TYPE_CHECKING:
    from negotiate.model import Option


@record
class Event:
    """Something that nobody decides and nobody knows before it comes.

    Parameters
    ----------
    id, name : str
        The key that the file uses, and the name for people.
    outcomes : tuple of Option
        What may come, in the file's order.
    odds : Mapping[str, tuple of Expression]
        Player → how likely it holds each outcome: formulas of parameters, issues and other events.
    after : tuple of str
        The other events on whose outcomes the odds depend.
    common : bool
        Whether all players hold the same odds.
    about, source : str
        Why, and where the odds come from; empty where the file says nothing.
    """

    id: str
    name: str
    outcomes: tuple[Option, ...]
    odds: Mapping[str, tuple[Expression, ...]]
    after: tuple[str, ...] = ()
    common: bool = True
    about: str = ""
    source: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The outcomes' names."""
        return tuple(one.id for one in self.outcomes)

    @property
    def settled(self) -> bool:
        """Whether every player is sure of one and the same outcome, whatever is decided."""
        sure = {
            tuple(one.value if isinstance(one, Number) else -1.0 for one in odds)
            for odds in self.odds.values()
        }
        return len(sure) == 1 and sorted(next(iter(sure))) == [0.0] * (len(self.outcomes) - 1) + [
            1.0
        ]

    def fixed(self, place: int) -> Event:
        """The event with an outcome that is sure to come."""
        sure = tuple(Number(float(k == place)) for k in range(len(self.outcomes)))
        return replace(self, odds=dict.fromkeys(self.odds, sure), after=(), common=True)
