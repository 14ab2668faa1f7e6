"""Coarse correlated equilibrium told: what a lottery joined unseen is worth, and what staying out would give."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.games.normal_form import NormalFormGame
from negotiate.render.concepts import advice
from negotiate.render.concepts.falling import name
from negotiate.render.concepts.told import Told
from negotiate.report.numbers import contrast
from negotiate.report.words import safe
from negotiate.solvers.solution import Reason, Solution


def _headline(sol: Solution) -> str:
    return advice.headline(sol, "With a lottery that nobody gains by staying out of")


def _sentences(sol: Solution) -> Sequence[str]:
    game, _, found = advice.read(sol)
    digits = [advice.places(game, found, p) for p in range(game.n_players)]
    why = [_joining(game, e.purpose, r, digits[r.player]) for e in found for r in e.reasons if r.alternative]
    return [*advice.beside_nash(sol, "the lottery"), *why]


def _joining(game: NormalFormGame, purpose: str, reason: Reason, digits: int) -> str:
    there, here = contrast(reason.alternative_payoff, reason.payoff, digits)
    who, other = name(game, reason.player), safe(reason.alternative, True)
    which = {"best for": "the best lottery", "worst for": "the worst lottery"}
    lottery = next((words for start, words in which.items() if purpose.startswith(start)), "the lottery")
    gets = f"{there} all the same" if there == here else f"{there} instead of {here}"
    return f"If {who} stayed out of {lottery} and always played `{other}`, it would get {gets}."


TOLD = Told("coarse-correlated", _headline, _sentences, advice.body, advice.rows)
