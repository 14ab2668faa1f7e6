"""What changes no answer of any method for trees: units, zeros, and how chance's odds are
written.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.registry import TREES
from negotiate.equilibrium.solution import Solution, Solver
from negotiate.equilibrium.trees import assessments
from negotiate.games.exactness import as_fraction
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from tests.strategies import game_from, hidden_trees, written
from tests.walks import EVERY_PAIR

LISTS = [
    one for one in TREES if one.finds == "all" and one.name not in ("simultaneous", "signalling")
]
"""Signalling games, which few of these trees are, have laws of their own: `test_signalling`."""
EXAMPLES = 15 if EVERY_PAIR else 5  # each law is drawn for every method
DRAWN = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
GAMES = written(hidden_trees(levels=3, players=(1, 2)))


def answer(solver: Solver, game: ExtensiveGame) -> Solution:
    assume(len(game.tree) <= 30 and solver.unfit(game) is None)
    assume(solver.name != assessments.NAME or assessments.amount_of_work(game) <= 200)
    return solver.run(game)


def endings(solution: Solution) -> list[list[float]]:
    leaves = solution.game.tree.leaves
    return sorted(
        np.round(solution.game.tree.reach(e.probability)[leaves], 12).tolist()
        for e in solution.equilibria
    )


def agree(one: Solution, other: Solution) -> None:
    assert (one.complete, one.continuum) == (other.complete, other.continuum)
    assert np.allclose(endings(one), endings(other), atol=1e-9)


def split(game: ExtensiveGame) -> ExtensiveGame:
    """The first chance move of three branches as one of two, after the second of which chance moves
    again.
    """
    tree = game.tree
    wide = np.flatnonzero((tree.mover == CHANCE) & (tree.child_count == 3) & (tree.parent < 0))
    assume(len(wide) == 1 and (tree.odds[1:4] > 0).all())
    rest = float(tree.odds[2] + tree.odds[3])
    # 998/999 is a float that is read as 0.998998998998999: not the same odds, and so not the same
    # game.
    assume(
        all(
            as_fraction(float(p / rest)) * as_fraction(float(rest)) == as_fraction(float(p))
            for p in tree.odds[2:4]
        )
    )
    # One more node after the root's first child: below it hang what were the second and the third.
    parent = [-1, 0, 0, 2, 2, *(np.where(tree.parent[4:] == 1, 1, tree.parent[4:] + 1)).tolist()]
    mover = [CHANCE, int(tree.mover[1]), CHANCE, *tree.mover[2:].tolist()]
    odds = [
        1.0,
        float(tree.odds[1]),
        float(rest),
        *(tree.odds[2:4] / rest).tolist(),
        *tree.odds[4:].tolist(),
    ]
    depth = [0]
    for above in parent[1:]:
        depth.append(depth[above] + 1)
    order = np.argsort(depth, kind="stable")
    place = np.argsort(order)
    sets = np.array([-1, int(tree.information_set[1]), -1, *tree.information_set[2:].tolist()])[
        order
    ]
    leaf = np.full(len(parent), -1)
    leaf[[k for k, who in enumerate(mover) if who == LEAF]] = np.arange(len(game.payoffs))
    there = leaf[order]
    moved = game_from(
        [-1, *(int(place[parent[k]]) for k in order[1:])],
        [mover[k] for k in order],
        [odds[k] for k in order],
        [-1] * len(order),
        [0, *np.cumsum(np.bincount(depth)).tolist()],
        game.payoffs[there[there >= 0]],
    )
    first = moved.tree.first_child
    action = np.where(
        moved.tree.parent >= 0, np.arange(len(order)) - first[np.maximum(moved.tree.parent, 0)], -1
    )
    return replace(moved, tree=replace(moved.tree, information_set=sets, action=action))


@pytest.mark.parametrize("solver", LISTS, ids=lambda one: one.name)
@DRAWN
@given(GAMES, st.sampled_from([0.25, 3.0, 1e6]), st.sampled_from([0.0, -8.0, 1024.0]))
def test_units_and_zeros_change_nothing(
    solver: Solver, game: ExtensiveGame, unit: float, zero: float
) -> None:
    whole = np.round(np.asarray(game.payoffs), 2)
    one, other = (
        replace(game, payoffs=payoffs) for payoffs in (whole, np.round(whole * unit + zero, 4))
    )
    agree(answer(solver, one), answer(solver, other))


@pytest.mark.parametrize("solver", LISTS, ids=lambda one: one.name)
@DRAWN
@given(GAMES)
def test_odds_out_of_a_formula_are_those_written(solver: Solver, game: ExtensiveGame) -> None:
    odds = game.tree.odds.copy()
    last = game.tree.first_child + game.tree.child_count - 1
    for node in np.flatnonzero(game.tree.mover == CHANCE).tolist():
        others = odds[game.tree.first_child[node] : last[node]]
        odds[last[node]] = 1 - others.sum()  # off by the rounding of the sum
    agree(answer(solver, game), answer(solver, replace(game, tree=replace(game.tree, odds=odds))))


@pytest.mark.parametrize("solver", LISTS, ids=lambda one: one.name)
@DRAWN
@given(GAMES)
def test_a_chance_move_in_two_steps_is_the_same(solver: Solver, game: ExtensiveGame) -> None:
    one, other = answer(solver, game), answer(solver, split(game))
    assert (one.complete, len(one.equilibria)) == (other.complete, len(other.equilibria))
    assert np.allclose(
        sorted(e.payoffs for e in one.equilibria), sorted(e.payoffs for e in other.equilibria)
    )
