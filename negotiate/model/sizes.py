"""How many numbers it takes to work out a negotiation's payoffs at the outcomes of a frame."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

from negotiate.errors import GameTooLarge

if TYPE_CHECKING:
    from negotiate.model.frame import Frame

WORK_LIMIT = 1_000_000_000
"""Values of terms that are worked out for one game: each term at each outcome that it tells apart."""
MASK_LIMIT = 500_000_000
"""Outcomes times red lines that are marked in one game, of a byte each."""


def shape_of_term(frame: Frame, player: str, term: str) -> tuple[int, ...]:
    """The shape that a payoff term has in a frame, told without working it out."""
    reach = frame.negotiation.scope.term(player, term)
    looked_at = [frame.choice(issue, False) for issue in reach.issues]
    looked_at += [frame.choice(move, True) for move in reach.moves]
    looked_at += [frame.parameter(parameter) for parameter in reach.parameters]
    return np.broadcast_shapes((1,) * frame.ndim, *(found.shape for found in looked_at))


def check_work(frame: Frame, terms: list[tuple[str, str]], shape: tuple[int, ...]) -> None:
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
    count = sum(prod(shape_of_term(frame, *term)) for term in terms)
    if count > WORK_LIMIT:
        hint = "commit some issues with --fix, or take issues, options or terms away"
        raise GameTooLarge("values of terms at packages", count, WORK_LIMIT, hint)


def check_masks(lines: int, shape: tuple[int, ...], what: str = "red lines") -> None:
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
