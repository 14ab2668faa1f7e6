"""One Nash equilibrium of a two-player tree with hidden information, along Lemke's path on its sequence form.

The work grows with the number of actions at information sets, not with that of strategies. The path starts from the
best replies to a prior: at first every action equally likely; where that path is long, what the players come to by
answering each other's averages. Each equilibrium is checked again by both players' best replies in the tree itself, and
what fails is never returned.

References
----------
von Stengel, van den Elzen & Talman 2002, "Computing normal form perfect equilibria for extensive two-person games",
Econometrica 70.
Koller, Megiddo & von Stengel 1996, "Efficient computation of equilibria for extensive two-person games", Games and
Economic Behavior 14.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.kernels.regret import unit_payoffs
from negotiate.kernels.sequence_form import Sequences, behaviour_of, pair_payoffs, plan_of
from negotiate.solvers.solution import Solution, TreeEquilibrium
from negotiate.solvers.solver import Game
from negotiate.solvers.trees.fictitious_play import averages
from negotiate.solvers.trees.lemke import followed
from negotiate.solvers.trees.plans import entered, tidied
from negotiate.solvers.trees.recall import recalled, two_who_remember
from negotiate.solvers.trees.sequence_tableau import Pair, Tables, started, tables
from negotiate.solvers.trees.slight_mistakes import mended
from negotiate.solvers.trees.verification import VERIFIED

NAME = "sequence-form"
LARGEST = 3_000
"""Sequences of both players: a tableau has as many rows and columns."""
ROUNDS = (0, 100, 1_000, 4_000, 1_000)
"""Rounds of fictitious play that the first priors come from; later ones have as many as the last."""
PATHS = 12
"""How many priors are tried."""
STEPS = 2
"""Steps of the first path for each sequence; each later path may take a fifth as many again."""
FULL = 0.01
"""How much of a prior is every action alike, so that it uses everything."""
WORK = 4e10
"""Entries of tableaus that all paths together may compute, some twenty seconds' worth."""
CALL = 100_000
"""As many entries could be computed in the time that a step or a round takes however small the tree is."""
NOTHING = "there is an equilibrium, but none of the paths that were followed reached one within the limits"
OTHERS = "there may be other equilibria"


def one_equilibrium(game: ExtensiveGame) -> TreeEquilibrium | None:
    """Find an equilibrium of a two-player tree.

    Parameters
    ----------
    game : ExtensiveGame
        Of two players with perfect recall.

    Returns
    -------
    TreeEquilibrium or None
        Verified; None if every path was too long.

    Raises
    ------
    UnsuitableGame
        If a player forgets what it did or knew.
    """
    first, second = recalled(game)
    payoffs = np.column_stack([unit_payoffs(game.payoffs.T).T, np.ones(len(game.payoffs))])
    tree = tables((first, second), pair_payoffs(game.tree, payoffs, (first, second)))
    size = first.total + second.total
    rng, left = np.random.default_rng(size), int(WORK / ((size + 2) ** 2 + CALL))
    for attempt in range(PATHS):
        rounds = ROUNDS[min(attempt, len(ROUNDS) - 1)]
        left -= rounds  # a round reads fewer entries than a step writes, in more calls
        if left <= 0:
            break
        start = started(tree, _prior(tree, attempt, rounds, rng))
        path = followed(start, min(left, int(STEPS * size * 1.2**attempt) + 100), rng)
        left -= path.steps
        found = _checked(game, (first, second), path.values)
        if found is not None:
            return found
    return None


def _prior(tree: Tables, attempt: int, rounds: int, rng: np.random.Generator) -> Pair:
    """Plans that use everything: all actions alike, or what play against averages comes to."""
    alike = [_plan(seqs, np.ones(seqs.total)) for seqs in tree.players]
    begun = (
        alike if attempt < len(ROUNDS) - 1 else [_plan(seqs, rng.exponential(size=seqs.total)) for seqs in tree.players]
    )
    first, second = averages(tree, (begun[0], begun[1]), rounds)
    return first + FULL * (alike[0] - first), second + FULL * (alike[1] - second)


def _plan(seqs: Sequences, weights: FloatArray) -> FloatArray:
    return plan_of(seqs, behaviour_of(seqs, weights))


def _checked(game: ExtensiveGame, players: Sequence[Sequences], values: FloatArray) -> TreeEquilibrium | None:
    """The equilibrium that a path ended at, without rounding or with it, if either is one."""
    if len(values) == 0:
        return None
    plans = values[: players[0].total], values[players[0].total :]
    tidy = [tidied(seqs, plan) for seqs, plan in zip(players, plans, strict=True)]
    for tried in (tidy, [np.maximum(plan, 0.0) for plan in plans]):
        found = mended(game, entered(game, players, tried))
        if found is not None:
            return found
    return None


def applies_to(game: Game) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    reason = two_who_remember(game)
    if reason is not None or not isinstance(game, ExtensiveGame):
        return reason
    size = sum(seqs.total for seqs in recalled(game))
    return None if size <= LARGEST else f"needs at most {LARGEST:,} sequences of actions, and this tree has {size:,}"


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    if not isinstance(game, ExtensiveGame):
        raise TypeError("`applies_to` was not asked")
    found = one_equilibrium(game)
    return Solution(
        game=game,
        equilibria=() if found is None else (found,),
        concept="Nash",
        method=NAME,
        complete=False,
        exact=False,
        verified=VERIFIED,
        seconds=0.0,
        notes=(NOTHING,) if found is None else (OTHERS,),
    )
