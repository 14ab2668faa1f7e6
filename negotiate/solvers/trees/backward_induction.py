"""Subgame-perfect equilibria of trees with perfect information and chance, every tied outcome included.

Without ties a level sweep settles everything. With ties each outcome that some subgame-perfect equilibrium in pure
actions reaches is listed once, with one equilibrium that reaches it. Every equilibrium is checked again by the
one-shot-deviation principle at every node of the tree.

References
----------
Selten 1965, "Spieltheoretische Behandlung eines Oligopolmodells mit Nachfragetraegheit"; Kuhn 1953, theorem 3.
Osborne & Rubinstein 1994, "A Course in Game Theory", section 6.2, for ties and the one-shot-deviation property.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.levels import needs_numbers
from negotiate.kernels.level_sweep import one_shot_gains, values_under
from negotiate.solvers.equilibrium import ROUNDING, TOLERANCE, Unverified
from negotiate.solvers.first_best import first_best
from negotiate.solvers.solution import Reason, Solution, TreeEquilibrium
from negotiate.solvers.solver import Game
from negotiate.solvers.trees.continuations import behaviour, list_continuations
from negotiate.solvers.trees.exact_induction import Induction, induct, swept

NAME = "backward-induction"
TIE = 1e-12  # of a player's payoff range
LIMIT = 1_000  # outcomes
CELLS = 2_000_000  # outcomes × nodes, so that trees with many ties are answered within seconds
SWEEPS = 1_000_000  # outcomes × levels, so that deep ones stay within some ten seconds
_NAMED = 3  # of the actions that are equally good
VERIFIED = "no mover gains by another action anywhere"
UNDECIDED = "some payoffs were worked out in rounded numbers, and whether these are ties cannot be told"
TIES = "some choices are ties ({}): each outcome they can lead to without mixing is listed once"


def solve_tree(game: ExtensiveGame, limit: int = LIMIT) -> Solution:
    """Find every subgame-perfect outcome.

    Parameters
    ----------
    game : ExtensiveGame
        Of perfect information; chance may move.
    limit : int
        The most outcomes that are listed; above it `complete` is False and a note says so.

    Returns
    -------
    Solution
        One `TreeEquilibrium` an outcome, in the order of the leaves they reach.

    Raises
    ------
    UnsuitableGame
        If some mover does not know where in the tree it stands.
    """
    if not game.perfect_information:
        raise UnsuitableGame(f"`{NAME}` needs a tree in which every mover knows what happened before")
    tree, known = game.tree, induct(game)
    first = swept(game, known.sweep.chosen)
    notes: list[str] = []
    complete, made = known.decided, [first]
    if (known.sweep.ties > 1).any():
        limit = max(1, min(limit, CELLS // len(tree), SWEEPS // len(tree.level_starts)))
        listing = list_continuations(tree, known, limit)
        count = len(listing.at[0].payoffs)
        made = _distinct(game, [behaviour(tree, listing, first, pick) for pick in range(count)])
        complete &= not listing.capped
        notes = [TIES.format(_first_tie(game, known))]
        notes += [f"there are more such outcomes than the {len(made):,} listed"] if listing.capped else []
        notes += [] if known.decided else [UNDECIDED]
    return Solution(
        game=game,
        equilibria=tuple(verified(game, probability) for probability in made),
        concept="subgame-perfect",
        method=f"{NAME}, all ties kept" if notes else NAME,
        complete=complete,
        exact=known.exact,
        verified=VERIFIED,
        seconds=0.0,
        notes=tuple(notes),
        continuum=bool(notes),
    )


def _first_tie(game: ExtensiveGame, known: Induction) -> str:
    """Where the tie nearest to the root is, and between what: "at `reply`, `a` and `b` are equally good for Norway"."""
    tree = game.tree
    node = int(np.flatnonzero(known.sweep.ties > 1)[0])
    mover = int(tree.mover[node])
    children = np.arange(tree.first_child[node], tree.first_child[node] + tree.child_count[node])
    worth = known.sweep.values[children, mover]
    best = [f"`{game.action_label(int(child))}`" for child in children[worth >= worth.max() - known.tolerance[mover]]]
    named = [*best[:_NAMED], f"{len(best) - _NAMED} more"] if len(best) > _NAMED else best
    what = f"{', '.join(named[:-1])} and {named[-1]}"
    after = f", once `{game.action_label(node)}` has been chosen" if node else ""
    return f"at `{game.moves[int(tree.move[node])].label}`{after}, {what} are equally good for {game.players[mover]}"


def allowance(payoffs: FloatArray) -> FloatArray:
    """The gain that rounding may leave a player in a solver's answer, shape (players,)."""
    ends = [(float(column.min()), float(column.max())) for column in payoffs.T]  # NumPy is slow along many short axes
    return np.array([TOLERANCE * (high - low) + ROUNDING * max(high, -low) for low, high in ends])


def reach(game: ExtensiveGame, probability: FloatArray) -> FloatArray:
    """With what probability play passes through each node, shape (nodes,)."""
    through = np.array(probability)
    for start, stop in pairwise(game.tree.level_starts[1:]):
        through[start:stop] *= through[game.tree.parent[start:stop]]
    return through


def _distinct(game: ExtensiveGame, made: list[FloatArray]) -> list[FloatArray]:
    """One behaviour a set of leaves reached, in the order of the leaves."""
    leaves = game.tree.leaves
    by_leaves: dict[tuple[int, ...], FloatArray] = {}
    for probability in made:
        ends = np.flatnonzero(reach(game, probability)[leaves] > 0)
        by_leaves.setdefault(tuple(ends.tolist()), probability)
    return [by_leaves[key] for key in sorted(by_leaves)]


def verified(game: ExtensiveGame, probability: FloatArray) -> TreeEquilibrium:
    """Build a subgame-perfect equilibrium after the one-shot-deviation check at every node.

    Parameters
    ----------
    game : ExtensiveGame
        Of perfect information.
    probability : ndarray, shape (nodes,)
        With what probability each node is entered from its parent.

    Raises
    ------
    Unverified
        If some mover at some node gains more than 1e-9 of the player's payoff range by one other action, apart from the
        rounding of payoffs that are all large.
    """
    tree = game.tree
    values = values_under(tree, game.payoffs, probability)
    gains = one_shot_gains(tree, values)
    gaining = np.flatnonzero(gains > 0)
    allowed = allowance(game.payoffs)[tree.mover[gaining]]
    sums = np.bincount(tree.parent[1:], probability[1:], len(tree))[tree.child_count > 0]
    if (gains[gaining] > allowed).any() or (probability < 0).any() or (np.abs(sums - 1) > TOLERANCE).any():
        raise Unverified(f"a solver's answer is not subgame perfect: a mover could still gain {gains.max():.3g}")
    through = reach(game, probability)
    return TreeEquilibrium(
        kind="subgame-perfect",
        game=game,
        probability=_read_only(probability),
        payoffs=tuple(float(v) for v in values[0]),
        regret=max(0.0, float(gains.max())),
        choices=settled(game, np.flatnonzero(through[tree.leaves] > 0)),
        reasons=_reasons(game, probability, through, values),
    )


def _read_only(array: FloatArray) -> FloatArray:
    array.setflags(write=False)
    return array


def settled(game: ExtensiveGame, ends: IndexArray) -> dict[str, str]:
    """Issue → option, for what is the same at all of these leaves (positions among the leaves)."""
    if game.outcomes.size == 0 or len(ends) == 0:
        return {}
    rows = game.outcomes[ends]
    same = (rows == rows[0]).all(axis=0)
    named = zip(game.issues.items(), rows[0], same, strict=True)
    return {issue: options[int(k)] for (issue, options), k, sure in named if sure}


def _reasons(
    game: ExtensiveGame, probability: FloatArray, through: FloatArray, values: FloatArray
) -> tuple[Reason, ...]:
    tree = game.tree
    found = []
    for node in np.flatnonzero((through > 0) & (tree.mover >= 0)):
        v, mover = int(node), int(tree.mover[node])
        children = np.arange(tree.first_child[v], tree.first_child[v] + tree.child_count[v])
        taken = int(children[np.argmax(probability[children])])
        others = children[children != taken]
        where, chosen = game.moves[int(tree.move[v])].label, game.action_label(taken)
        reason = Reason(mover, chosen, float(values[taken, mover]), where=where, node=v)
        if len(others):
            best = int(others[first_best(values[others, mover])])
            also = game.action_label(best), float(values[best, mover])
            reason = Reason(mover, chosen, reason.payoff, *also, where=where, node=v)
        found.append(reason)
    return tuple(found)


def applies_to(game: Game) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    if not isinstance(game, ExtensiveGame):
        return "needs a game tree: an extensive game of perfect information"
    if not game.perfect_information:
        return "needs a tree in which every mover knows what happened before"
    if (game.tree.mover == CHANCE).any() and (reason := needs_numbers(game.players, game.keys, game.ordinal)):
        return f"{reason}, where chance decides between endings"
    return None


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    if not isinstance(game, ExtensiveGame):
        raise TypeError("`applies_to` was not asked")
    return solve_tree(game)
