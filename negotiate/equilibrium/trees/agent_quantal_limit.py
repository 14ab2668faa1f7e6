"""One sequential equilibrium of a game tree: the one that logit responses of its information sets lead to.

For trees too large to list all. The path begins where everybody chooses at random, and goes on to ever more precision.

References
----------
McKelvey & Palfrey 1998, "Quantal response equilibria for extensive form games", Experimental Economics 1, theorem 4.
"""

from __future__ import annotations

from negotiate.equilibrium.solution import Game, Solution
from negotiate.equilibrium.trees.agent_responses import followed, unfit
from negotiate.equilibrium.trees.checks import as_tree
from negotiate.equilibrium.trees.sequential_equilibrium import VERIFIED

NAME = "agent-quantal-limit"
ONE = "with rising precision, quantal responses lead from random choice to this equilibrium; there may be others"
NEAR = "at the last precision followed, play is within {:.2g} of this equilibrium; there may be others"
NONE = "play was followed to precision {:g}, and no sequential equilibrium is near"

applies_to = unfit


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    tree = as_tree(game)
    found, path, notes = followed(tree)
    if path.limit is None:
        said = NONE.format(found[-1].precision)
    else:
        said = ONE if path.settled else NEAR.format(path.distance)
    return Solution(
        game=tree,
        equilibria=() if path.limit is None else (path.limit,),
        concept="sequential",
        method=NAME,
        complete=False,
        exact=False,
        verified=VERIFIED,
        seconds=0.0,
        notes=(said, *notes),
        finding=path,
    )
