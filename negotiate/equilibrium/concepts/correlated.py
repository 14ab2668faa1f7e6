"""Correlated equilibrium: a trusted lottery tells everybody what to do, and nobody gains by disobeying."""

from __future__ import annotations

from math import prod

from negotiate.arrays import FloatArray
from negotiate.equilibrium.concepts.advice import Advice, solution
from negotiate.equilibrium.concepts.concept import impossible
from negotiate.equilibrium.concepts.programs import Matrix, obedience, obedience_rows
from negotiate.equilibrium.solution import Solution
from negotiate.games.normal_form import NormalFormGame


def _size(shape: tuple[int, ...]) -> int:
    return prod(shape) * sum(n - 1 for n in shape)


def _constraints(payoffs: FloatArray) -> Matrix:
    return obedience(payoffs, range(len(payoffs)))


ADVICE = Advice("correlated", True, _size, _constraints, obedience_rows)

applies_to = impossible


def run(game: NormalFormGame, player: int | None) -> Solution:
    """Its answer; see `Concept.run`."""
    return solution(game, player, ADVICE)
