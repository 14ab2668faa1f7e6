"""What two players can get in some subgame-perfect equilibrium, with a public lottery before each round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.games.normal_form import FloatArray

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame


def payoff_set(game: RepeatedGame) -> FloatArray:
    """The corners of the set of subgame-perfect payoffs, shape (corners, 2)."""
    raise NotImplementedError
