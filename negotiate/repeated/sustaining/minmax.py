"""What the others can hold a player down to in one round."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame


def minmax(game: RepeatedGame, player: int | str, pure: bool = False) -> float:
    """The least that the others can hold a player down to, if it answers as well as it can."""
    raise NotImplementedError
