"""How many numbers it takes to work out a negotiation's payoffs at the outcomes of a frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from negotiate.errors import GameTooLarge
from negotiate.model.expressions import (
    ChoiceIsOneOf,
    ChoiceNumber,
    Expression,
    ModelOutput,
    ParameterValue,
    Table,
    TermValue,
)

if TYPE_CHECKING:
    from negotiate.model.frame import Frame

WORK_LIMIT = 1_000_000_000
"""Values of terms that are worked out for one game: each term at each outcome that it tells apart."""
MASK_LIMIT = 500_000_000
"""Outcomes times red lines that are marked in one game, of a byte each."""

Shape = tuple[int, ...]
Key = tuple[str, str]


@dataclass(slots=True, eq=False)
class Sizes:
    """The shapes that expressions have in one frame, told without working any of them out."""

    frame: Frame
    known: dict[Key, Shape] = field(default_factory=dict)

    def term(self, player: str, term: str) -> Shape:
        """The shape of a payoff term."""
        if (player, term) not in self.known:
            found = self.frame.negotiation.terms[player][term]
            self.known[player, term] = self.of((found.value, found.when))
        return self.known[player, term]

    def of(self, expressions: tuple[Expression | None, ...]) -> Shape:
        """The shape of what these give when they are put together."""
        shapes = {(1,) * self.frame.ndim}
        for expression in expressions:
            for node in expression.walk() if expression is not None else ():
                shapes |= self._node(node)
        return np.broadcast_shapes(*shapes)

    def _node(self, node: Expression) -> set[Shape]:
        if isinstance(node, ChoiceIsOneOf | ChoiceNumber):
            return {self.frame.choice(node.name, node.of_move).shape}
        if isinstance(node, Table):
            return {self.frame.choice(issue, False).shape for issue in node.issues}
        if isinstance(node, ParameterValue):
            return {self.frame.parameter(node.name).shape}
        if isinstance(node, TermValue):
            return {self.term(node.player, node.term)}
        return {self._model(node.model)} if isinstance(node, ModelOutput) else set()

    def _model(self, name: str) -> Shape:
        if ("", name) not in self.known:
            model = self.frame.negotiation.models[name]
            settings = (e for e in model.settings.values() if not isinstance(e, bool))
            self.known["", name] = self.of((*model.inputs.values(), *settings))
        return self.known["", name]


def check_work(frame: Frame, terms: list[Key], shape: Shape) -> None:
    """Refuse payoffs that would take too long.

    Parameters
    ----------
    frame : Frame
        The outcomes.
    terms : list of tuple of str
        Player and term of each term that is to be worked out.
    shape : tuple of int
        The outcomes' shape.

    Raises
    ------
    GameTooLarge
        If the terms have more than `WORK_LIMIT` values.
    """
    if prod(shape) * len(terms) <= WORK_LIMIT:  # and draws, of which a game has one
        return
    sizes = Sizes(frame)
    count = sum(prod(sizes.term(*term)) for term in terms)
    if count > WORK_LIMIT:
        hint = "commit some issues with --fix, or take issues, options or terms away"
        raise GameTooLarge("values of terms at packages", count, WORK_LIMIT, hint)


def check_masks(lines: int, shape: Shape, what: str = "red lines") -> None:
    """Refuse marks of red lines, or of what is impossible, that would take too much room or time.

    Raises
    ------
    GameTooLarge
        If there are more than `MASK_LIMIT`.
    """
    count = lines * prod(shape)
    if count > MASK_LIMIT:
        hint = f"commit some issues with --fix, or take issues, options or {what} away"
        raise GameTooLarge(f"marks of {what} at packages", count, MASK_LIMIT, hint)
