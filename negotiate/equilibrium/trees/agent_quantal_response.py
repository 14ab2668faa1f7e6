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
from negotiate.equilibrium.trees.checks import as_tree

NAME = "agent-quantal-response"
VERIFIED = "each probability answers all others given Bayes' beliefs, to 1e-10"

applies_to = unfit


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    tree = as_tree(game)
    found, path, notes = followed(tree)
    return Solution(
        game=tree,
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
