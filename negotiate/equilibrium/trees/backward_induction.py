"""Subgame-perfect equilibria of trees with perfect information and chance, every tied outcome
included.

Without ties a level sweep settles everything. With ties each outcome that some subgame-perfect
equilibrium in pure actions reaches is listed once, with one equilibrium that reaches it. Every
equilibrium is checked again by the one-shot-deviation principle at every node of the tree.

References
----------
Selten 1965, "Spieltheoretische Behandlung eines Oligopolmodells mit Nachfragetraegheit"; Kuhn 1953,
theorem 3. Osborne & Rubinstein 1994, "A Course in Game Theory", section 6.2, for ties and the
one-shot-deviation property.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.solution import Reason, Solution, TreeEquilibrium
from negotiate.equilibrium.trees.continuations import behaviours, list_below, parts
from negotiate.equilibrium.trees.induction import Induction, induct, swept
from negotiate.equilibrium.trees.verification import adds_up, allowance, equilibrium_of, reasons_at
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.level_sweep import one_shot_gains
from negotiate.games.normal_form import needs_numbers

NAME = "backward-induction"
TIE = 1e-12  # of a player's payoff range
LIMIT = 1_000  # outcomes
CELLS = 2_000_000  # outcomes × nodes, so that trees with many ties are answered within seconds
SWEEPS = 1_000_000  # outcomes × levels, so that deep ones stay within some ten seconds
BUDGET = 20_000  # nodes at which ties are followed; those nearest the root come first
NAMED = 3  # of the actions that are equally good
VERIFIED = "no mover gains by another action anywhere"
UNDECIDED = (
    "some payoffs were worked out in rounded numbers, and whether these are ties cannot be told"
)
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
        raise UnsuitableGame(
            f"`{NAME}` needs a tree in which every mover knows what happened before"
        )
    known = induct(game)
    made, capped = [swept(game, known.sweep.chosen)], False
    notes, limits = list[str](), list[str]()
    if (known.sweep.ties > 1).any():
        made, capped = _tied_outcomes(game, known, made[0], limit)
        notes = [TIES.format(_first_tie(game, known))]
        limits += [f"there are more such outcomes than the {len(made):,} listed"] if capped else []
    limits += [] if known.decided else [UNDECIDED]
    return Solution(
        game=game,
        equilibria=tuple(all_verified(game, np.array(made))),
        concept="subgame-perfect",
        method=f"{NAME}, all ties kept" if notes else NAME,
        certificate=known.certificate.limited(*limits),
        verified=VERIFIED,
        notes=(*notes, *limits),
        continuum=bool(notes),
    )


def _tied_outcomes(
    game: ExtensiveGame, known: Induction, usual: FloatArray, limit: int
) -> tuple[list[FloatArray], bool]:
    """One behaviour a set of leaves reached, in the order of the leaves; and whether there are
    more.
    """
    tree = game.tree
    limit = max(1, min(limit, CELLS // len(tree), SWEEPS // len(tree.level_starts)))
    found = parts(game, known.sweep.ties)
    nearest = replace(found, listed=found.listed[:BUDGET])
    listing, told = list_below(
        game, nearest, known, limit, solve_tree
    )  # no subgame of several nodes is to be solved
    ways = behaviours(listing, usual)
    by_leaves: dict[tuple[int, ...], FloatArray] = {}
    for probability, reached in zip(ways, tree.reach(ways)[:, tree.leaves] > 0, strict=True):
        by_leaves.setdefault(tuple(np.flatnonzero(reached).tolist()), probability)
    return [by_leaves[key] for key in sorted(by_leaves)], told.capped or len(found.listed) > BUDGET


def _first_tie(game: ExtensiveGame, known: Induction) -> str:
    """Where the tie nearest to the root is, and between what: "at `reply`, `a` and `b` are equally
    good for Norway".
    """
    node = int(np.flatnonzero(known.sweep.ties > 1)[0])
    mover, children = int(game.tree.mover[node]), game.tree.children(node)
    worth = known.worth(children)[:, mover]
    best = [
        f"`{game.action_label(int(child))}`"
        for child in children[worth >= worth.max() - known.tolerance[mover]]
    ]
    named = [*best[:NAMED], f"{len(best) - NAMED} more"] if len(best) > NAMED else best
    what = f"{', '.join(named[:-1])} and {named[-1]}"
    after = f", once `{game.action_label(node)}` has been chosen" if node else ""
    return f"at `{game.move_label(node)}`{after}, {what} are equally good for {game.players[mover]}"


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
        If some mover at some node gains more than 1e-9 of the player's payoff range by one other
        action, apart from the rounding of payoffs that are all large.
    """
    return all_verified(game, probability[None])[0]


def all_verified(game: ExtensiveGame, ways: FloatArray) -> list[TreeEquilibrium]:
    """The same for several ways to behave at once, so that a deep tree is walked once for all of
    them.

    Parameters
    ----------
    game : ExtensiveGame
        Of perfect information.
    ways : ndarray, shape (ways, nodes)
        A `probability` each.

    Raises
    ------
    Unverified
        If one of them is no subgame-perfect equilibrium.
    """
    tree, values = game.tree, game.worth(ways)
    gains = one_shot_gains(tree, values)
    rows, gaining = np.nonzero(gains > 0)
    allowed = allowance(game.payoffs)[tree.mover[gaining]]
    if (gains[rows, gaining] > allowed).any() or not all(adds_up(tree, one) for one in ways):
        raise Unverified(
            f"a solver's answer is not subgame perfect: a mover could still gain {gains.max():.3g}"
        )
    through = tree.reach(ways)
    passed = (through > 0) & (tree.mover >= 0)
    reasons: list[list[Reason]] = [[] for _ in ways]
    for node in np.flatnonzero(passed.any(axis=0)).tolist():
        rows, below = np.flatnonzero(passed[:, node]), tree.children(node)
        worth = values[np.ix_(rows, below, tree.mover[[node]])][..., 0]
        most = ways[np.ix_(rows, below)].argmax(axis=1)
        taken = most[:, None] == np.arange(len(below))
        for row, reason in zip(
            rows.tolist(), reasons_at(game, node, taken, worth[taken], worth), strict=True
        ):
            reasons[row].append(reason)
    checked = zip(ways, values[:, 0], gains, reasons, through, strict=True)
    return [
        equilibrium_of(
            TreeEquilibrium, "subgame-perfect", game, way, worth, gain, tuple(why), reached
        )
        for way, worth, gain, why, reached in checked
    ]


def applies_to(game: ExtensiveGame) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    if not game.perfect_information:
        return "needs a tree in which every mover knows what happened before"
    if (game.tree.mover == CHANCE).any() and (
        reason := needs_numbers(game.players, game.keys, game.ordinal)
    ):
        return f"{reason}, where chance decides between endings"
    return None


def run(game: ExtensiveGame) -> Solution:
    """Its answer; see `Solver.run`."""
    return solve_tree(game)
