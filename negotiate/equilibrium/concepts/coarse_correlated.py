"""Coarse correlated equilibrium: everybody agrees to follow a lottery unseen, and nobody gains by staying out."""

from __future__ import annotations

from math import prod

from negotiate.equilibrium.concepts.advice import Advice, solution
from negotiate.equilibrium.concepts.concept import impossible
from negotiate.equilibrium.concepts.programs import participation, participation_rows
from negotiate.equilibrium.solution import Solution
from negotiate.games.normal_form import NormalFormGame

LARGEST = 250_000  # few constraints with many entries each, so that so many take some seconds


def _size(shape: tuple[int, ...]) -> int:
    return prod(shape) * sum(shape)


# A strictly dominated strategy may be part of a lottery that is accepted unseen, so none is taken away first.
ADVICE = Advice("coarse correlated", False, _size, participation, participation_rows, largest=LARGEST)

applies_to = impossible


def run(game: NormalFormGame, player: int | None) -> Solution:
    """Its answer; see `Concept.run`."""
    return solution(game, player, ADVICE)
