"""One equilibrium of a two-player tree in which what one wins the other loses, by a sparse linear
program.

The second player's plan makes the first player's best reply worth as little as it can; what can be
got at each of the first player's information sets is a variable, and what each action gives there a
condition. The prices of these conditions are the first player's plan, so that one solve gives both.
The program grows with the tree, not with the number of strategies. The answer is checked again by
each player's best reply in the tree itself.

References
----------
von Stengel 1996, "Efficient computation of behavior strategies", Games and Economic Behavior 14.
Koller, Megiddo & von Stengel 1996, "Efficient computation of equilibria for extensive two-person
games", Games and Economic Behavior 14. Huangfu & Hall 2018, "Parallelizing the dual revised simplex
method", Mathematical Programming Computation 10: HiGHS.
"""

from __future__ import annotations

import numpy as np

from negotiate.equilibrium.kernels import optimize, sparse
from negotiate.equilibrium.kernels.sequence_form import (
    PairPayoffs,
    Sequences,
    pair_payoffs,
    sequences,
)
from negotiate.equilibrium.nash.zero_sum import OPPOSED, OTHERS, format_payoff
from negotiate.equilibrium.solution import Solution, TreeEquilibrium
from negotiate.equilibrium.trees.sequence_form import Pair, checked, constraints
from negotiate.equilibrium.trees.verification import one_nash, two_who_remember
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import unit_payoffs

NAME = "sequence-linear-program"
STEPS = 500
"""Steps of the simplex method beside one a sequence; where it takes more, interior points are
quicker.
"""
NOTHING = "the linear program came to no answer that passes the check by best replies"


def opposed(game: ExtensiveGame) -> bool:
    """Whether what one of two players wins the other loses, once each counts in a unit of its own.

    Parameters
    ----------
    game : ExtensiveGame
        Of two players. Endings to which chance never lets play come are left out.
    """
    possible = game.tree.reach(game.tree.odds)[game.tree.leaves] > 0
    A, B = unit_payoffs(game.payoffs[possible].T)
    if A.min() == A.max() or B.min() == B.max():
        return bool(A.min() == A.max() and B.min() == B.max())
    return bool(np.abs(A + B - 1.0).max() <= OPPOSED)


def _optimal(
    mine: Sequences, theirs: Sequences, table: PairPayoffs, method: str, steps: int | None
) -> Pair | None:
    """Maximin plans of both players, both from one linear program; None if the method gives up.

    The unknowns are the second player's plan, which is not negative, and what the first player can
    get at the root and at each of its information sets. The table holds the first player's payoffs,
    times a positive number.
    """
    replies, plan = constraints(mine), constraints(theirs)
    n, m, gets, sets = mine.total, theirs.total, len(mine.first) + 1, len(theirs.first) + 1
    payoffs = sparse.csr_array((table.values, (table.rows, table.columns)), shape=(n, m))
    least, sums = (
        sparse.hstack([payoffs, -replies.T]),
        sparse.hstack([plan, sparse.csr_array((sets, gets))]),
    )
    bounds = [(0, None)] * m + [(None, None)] * gets
    cost, one = np.eye(1, m + gets, m)[0], np.eye(1, sets)[0]
    options = {} if steps is None else {"maxiter": steps}
    answer = optimize.linprog(
        cost, least, np.zeros(n), sums, one, bounds, method=method, options=options
    )
    if answer.status != 0 or answer.x is None or answer.ineqlin.marginals is None:
        return None
    found = -answer.ineqlin.marginals, answer.x[:m]
    return found if all(np.isfinite(plan).all() for plan in found) else None


def _solved(game: ExtensiveGame) -> TreeEquilibrium | None:
    """The program's answer, without its rounding if that passes the check and as it is
    otherwise.
    """
    mine, theirs = players = sequences(game.tree, 0), sequences(game.tree, 1)
    table = pair_payoffs(game.tree, unit_payoffs(game.payoffs.T).T, players)
    largest = float(table.values[0].max(initial=0.0))
    table = table._replace(values=table.values[0] / (largest or 1.0))
    steps = STEPS + mine.total + theirs.total
    for method, most in (("highs-ds", steps), ("highs-ipm", None), ("highs-ds", None)):
        found = _optimal(mine, theirs, table, method, most)
        answer = None if found is None else checked(game, players, found)
        if answer is not None:
            return answer
    return None


def applies_to(game: ExtensiveGame) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    if reason := two_who_remember(game):
        return reason
    return None if opposed(game) else "needs a tree in which one player wins what the other loses"


def run(game: ExtensiveGame) -> Solution:
    """Its answer; see `Solver.run`."""
    found = _solved(game)
    if found is None:
        return one_nash(game, None, NAME, (NOTHING,))
    given = zip(found.payoffs, np.ptp(game.payoffs, axis=0).tolist(), game.players, strict=True)
    worth = " and ".join(f"{format_payoff(u, width)} to {name}" for u, width, name in given)
    return one_nash(
        game, found, NAME, (f"the value of the game is {worth}, in every equilibrium", OTHERS)
    )
