"""Keeps the games that lenses make of one negotiation, so that each is made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Game = TypeVar("Game")


class Games:
    """The games of one negotiation by the names of their lenses.

    They are no part of what the negotiation says, so that all are equal when two negotiations are compared.
    """

    __slots__ = ("_made",)

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Games)

    def __repr__(self) -> str:
        return "Games()"

    __hash__ = None  # type: ignore[assignment]  # like a dictionary, which it holds

    def once(self, lens: str, make: Callable[[], Game]) -> Game:
        """A game, which is made for the first who asks and shared with everybody after."""
        if lens not in self._made:
            self._made[lens] = make()
        game: Game = self._made[lens]
        return game
