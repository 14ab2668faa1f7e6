"""Coarse correlated equilibrium: everybody agrees to follow a lottery unseen, and nobody gains by staying out."""

from __future__ import annotations

from math import prod

from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.concepts.advice import Advice, solution
from negotiate.solvers.concepts.advice_program import participation, participation_rows
from negotiate.solvers.concepts.possible import impossible
from negotiate.solvers.solution import Solution

LARGEST = 250_000  # few constraints with many entries each, so that so many take some seconds


def _size(shape: tuple[int, ...]) -> int:
    return prod(shape) * sum(shape)


# A strictly dominated strategy may be part of a lottery that is accepted unseen, so none is taken away first.
ADVICE = Advice("coarse correlated", False, _size, participation, participation_rows, largest=LARGEST)

applies_to = impossible


def run(game: NormalFormGame, player: int | None) -> Solution:
    """Its answer; see `Concept.run`."""
    return solution(game, player, ADVICE)
