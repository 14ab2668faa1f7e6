"""How much memory a conflict takes, said before it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from negotiate.errors import GameTooLarge

MEMORY_LIMIT = 2**30
"""Bytes that a conflict and its concepts may take together."""

NUMBER = 8
PASSING = 8
"""As many values of each state are held at once, besides those that stay, while one concept is worked out."""
KEPT = 64
"""Bytes of each state and player for what has been found: a mask for each concept and rule, and worths of answers."""


def grid_memory(shape: Sequence[int]) -> int:
    """The most bytes that a conflict takes whose states are all combinations of the players' choices.

    Parameters
    ----------
    shape : sequence of int
        How many choices each player has.

    Examples
    --------
    >>> grid_memory((16, 16, 16, 16)) // 2**20
    29
    """
    states, players = prod(shape), len(shape)
    sorting = max((2 * states for _ in shape), default=0)
    return states * (players * (3 * NUMBER + KEPT) + (PASSING + players) * NUMBER) + sorting * NUMBER


def rows_memory(states: int, players: int, moves: int, most: int) -> int:
    """The most bytes that a conflict takes whose moves are listed.

    Parameters
    ----------
    states, players : int
        How many there are.
    moves : int
        Of all players together.
    most : int
        Of the player who has most of them.
    """
    listed = 2 * moves * NUMBER + 2 * players * (states + 1) * NUMBER
    passing = 4 * most * NUMBER
    return listed + passing + states * (players * (2 * NUMBER + KEPT) + (PASSING + players) * NUMBER)


def ways_memory(shape: Sequence[int]) -> int:
    """The most bytes that it takes to say from which of its choices a player can go to which.

    Parameters
    ----------
    shape : sequence of int
        How many choices each player has.
    """
    return 2 * max(choices**2 for choices in shape)


def check_memory(wanted: int) -> None:
    """Refuse what would take too much.

    Raises
    ------
    GameTooLarge
        If it is more than `MEMORY_LIMIT`.
    """
    if wanted > MEMORY_LIMIT:
        mega = 2**20
        hint = "commit some issues with --fix, or take issues or options away"
        raise GameTooLarge("megabytes for states and moves", -(-wanted // mega), MEMORY_LIMIT // mega, hint)
