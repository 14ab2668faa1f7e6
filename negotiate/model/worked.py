"""Keeps what has been worked out at packages: each term and each model once, for the numbers that it looks at."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from negotiate.model.scope import Scope
from negotiate.model.trade.kinds import Answers

if TYPE_CHECKING:
    from negotiate.model.negotiation import Negotiation

Found = TypeVar("Found", bound=Any)
ROOM = 1_000_000
"""Numbers that are kept for one file."""


class Worked:
    """The values of one file's terms and models, shared by every negotiation that is made of the file.

    They are no part of what a negotiation says, so that all are equal when two negotiations are compared.

    Attributes
    ----------
    answers : Answers
        What the models of the file have been asked already.
    """

    __slots__ = ("_room", "_scopes", "answers")

    def __init__(self) -> None:
        self.answers = Answers()
        self._scopes: list[Scope] = []
        self._room = ROOM

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Worked)

    __hash__ = None  # type: ignore[assignment]  # it is filled while it is used

    def scope(self, negotiation: Negotiation) -> Scope:
        """What the negotiation's formulas look at; the same for all that share its terms and models."""
        terms, models = negotiation.terms, negotiation.models
        for scope in self._scopes:
            if scope.terms is terms and scope.models is models:
                return scope
        self._scopes.append(Scope(terms, models))
        return self._scopes[-1]

    def once(
        self, negotiation: Negotiation, place: Hashable, player: str, name: str, make: Callable[[], Found]
    ) -> Found:
        """A term of a player, or a model, which has none, at some packages; `make` works it out."""
        scope = self.scope(negotiation)
        reach = scope.term(player, name) if player else scope.model(name)
        numbers = tuple(negotiation.parameters[parameter].value for parameter in reach.parameters)
        key = (place, player, name, numbers)
        if key not in scope.values:
            found = make()
            arrays = found.values() if isinstance(found, Mapping) else [found]
            size = sum(array.size for array in arrays)
            if size > self._room:
                return found
            for array in arrays:
                array.setflags(write=False)
            self._room -= size
            scope.values[key] = found
        known: Found = scope.values[key]
        return known
