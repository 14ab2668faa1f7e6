"""Logit agent quantal response equilibria of game trees, along the branch that begins at choice at random.

References
----------
McKelvey & Palfrey 1998, "Quantal response equilibria for extensive form games", Experimental Economics 1.
Turocy 2005, "A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence", Games and
Economic Behavior 51.
"""

from __future__ import annotations

from negotiate.equilibrium.concepts.quantal_response import UNIT
from negotiate.equilibrium.solution import Game, Solution
from negotiate.equilibrium.trees.agent_responses import followed, unfit
from negotiate.games.extensive import ExtensiveGame

NAME = "agent-quantal-response"
VERIFIED = "each probability answers all others given Bayes' beliefs, to 1e-10"

applies_to = unfit


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    if not isinstance(game, ExtensiveGame):
        raise TypeError("`applies_to` was not asked")
    found, path, notes = followed(game)
    return Solution(
        game=game,
        equilibria=tuple(found),
        concept="quantal-response",
        method=NAME,
        complete=False,  # others may lie off the branch
        exact=False,
        verified=VERIFIED,
        seconds=0.0,
        notes=(UNIT, *notes),
        finding=path,
    )
