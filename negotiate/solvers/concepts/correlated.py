"""Correlated equilibrium: a trusted lottery tells everybody what to do, and nobody gains by disobeying."""

from __future__ import annotations

from math import prod

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.solvers.concepts.advice import Advice, solution
from negotiate.solvers.concepts.advice_program import obedience, obedience_rows
from negotiate.solvers.concepts.concept import Concept
from negotiate.solvers.concepts.lottery_program import Matrix
from negotiate.solvers.concepts.possible import impossible
from negotiate.solvers.solution import Solution


def _size(shape: tuple[int, ...]) -> int:
    return prod(shape) * sum(n - 1 for n in shape)


def _constraints(payoffs: FloatArray) -> Matrix:
    return obedience(payoffs, range(len(payoffs)))


ADVICE = Advice("correlated", True, _size, _constraints, obedience_rows)


def _run(game: NormalFormGame, player: int | None) -> Solution:
    return solution(game, player, ADVICE)


CONCEPT = Concept(
    name="correlated",
    says=(
        "A mediator draws an outcome at random and tells each player only that player's own part. No player gains by "
        "disobeying."
    ),
    reference="Aumann 1974, 1987; Hart & Schmeidler 1989",
    applies_to=impossible,
    run=_run,
    player="the player whose payoff counts; without it, the sum of all payoffs counts",
)
