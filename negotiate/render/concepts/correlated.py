"""Correlated equilibrium told: what advice is worth, and what each player knows when it hears its own."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.render.concepts import advice
from negotiate.render.concepts.told import Told
from negotiate.solvers.solution import Solution


def _headline(sol: Solution) -> str:
    return advice.headline(sol, "With advice that nobody gains by disobeying")


def _sentences(sol: Solution) -> Sequence[str]:
    game, _, found = advice.read(sol)
    digits = [advice.places(game, found, p) for p in range(game.n_players)]
    why = [advice.obeying(game, e, r, digits[r.player]) for e in found for r in e.reasons if r.alternative]
    return [*advice.beside_nash(sol, "advice"), *why]


TOLD = Told("correlated", _headline, _sentences, advice.body, advice.rows)
