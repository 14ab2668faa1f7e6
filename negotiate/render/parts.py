"""Payoffs of an equilibrium taken apart: one line a player with the terms that its number consists of."""

from __future__ import annotations

from collections.abc import Mapping

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.render.sentences import listed
from negotiate.report.numbers import decimals, rounded
from negotiate.report.words import safe
from negotiate.solvers.parts import parts
from negotiate.solvers.solution import Solution

_NOTHING = 1e-9
HEADING = "What the payoffs consist of"


def consists(sol: Solution, digits: list[int]) -> list[str]:
    """A line a player and equilibrium: "United States 7.85 = income 2.84 + deficit 1.51 + autos 1.5 + finance 2".

    Terms worth nothing are left out. There are no lines for a game that does not know its terms, nor for one in which
    every payoff is a single term, as in a matrix.
    """
    found = parts(sol.game, listed(sol))
    if all(len(terms) < 2 for apart in found for terms in apart.values()):
        return []
    lines = []
    for number, (equilibrium, apart) in enumerate(zip(listed(sol), found, strict=True), 1):
        mark = f"{number}. " if len(found) > 1 else ""
        for p, key in enumerate(sol.game.keys):
            if key in apart:
                lines.append(f"{mark}{_sum(sol.game, p, equilibrium.payoffs[p], apart[key], digits[p])}")
    return lines


def _sum(
    game: NormalFormGame | ExtensiveGame, player: int, payoff: float, terms: Mapping[str, float], digits: int
) -> str:
    known = {term: value for term, value in terms.items() if abs(value) > _NOTHING}
    places = max(digits, decimals(known.values()))
    said = ""
    for term, value in known.items():
        joint = " - " if said and value < 0 else " + " if said else ""
        said += f"{joint}{safe(term, True)} {_short(abs(value) if said else value, places)}"
    return f"{safe(game.players[player], True)} {rounded(payoff, digits)} = {said or '0, like every term'}"


def _short(value: float, places: int) -> str:
    """A number without zeros at its end."""
    word = rounded(value, places)
    return word.rstrip("0").rstrip(".") if "." in word and "e" not in word else word
