"""A scenario: a negotiation with its lenses."""

from __future__ import annotations

from dataclasses import dataclass

from negotiate.display import Shown
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.negotiation import Negotiation
from negotiate.views.alone import alone
from negotiate.views.in_turn import in_turn


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Scenario(Negotiation, Shown):
    """Everything a scenario file says, and the games that can be seen in it.

    Every lens looks at the same packages and the same payoffs.
    """

    def alone(self) -> NormalFormGame:
        """The game of what each side would do if nobody talked; see `negotiate.views.alone`."""
        return alone(self)

    def in_turn(self) -> ExtensiveGame:
        """The game of moves one after the other; see `negotiate.views.in_turn`."""
        return in_turn(self)
