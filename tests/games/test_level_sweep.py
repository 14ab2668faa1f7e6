from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.level_sweep import backward_induction, one_shot_gains, values_under
from negotiate.games.tree import Tree
from tests.reference import plain_trees
from tests.strategies import from_nested, trees


@given(trees())
def test_the_sweep_equals_plain_recursion_at_every_node(game: ExtensiveGame) -> None:
    sweep = backward_induction(game.tree, game.payoffs, np.full(game.n_players, 1e-12))
    for node in range(len(game.tree)):
        np.testing.assert_allclose(
            sweep.values[node], [float(v) for v in plain_trees.value(game, node)], atol=1e-9
        )


@given(trees())
def test_choices_and_ties_are_those_of_the_children(game: ExtensiveGame) -> None:
    sweep = backward_induction(game.tree, game.payoffs, np.full(game.n_players, 1e-12))
    for node, mover in enumerate(game.tree.mover.tolist()):
        if mover < 0:
            assert (sweep.chosen[node], sweep.ties[node]) == (-1, 0)
            continue
        below = [float(sweep.values[c, mover]) for c in plain_trees.children(game, node)]
        best = [k for k, v in enumerate(below) if v >= max(below) - 1e-12]
        assert sweep.chosen[node] == game.tree.first_child[node] + best[0]
        assert sweep.ties[node] == len(best)


def test_forward_values_and_gains_of_a_mistake() -> None:
    game = from_nested((0, [0, 2], (1, [1, 1], [-1, -1])), 2)
    probability = np.array([1.0, 1.0, 0.0, 0.0, 1.0])  # out, and fight: Nash, not subgame perfect
    values = values_under(game.tree, game.payoffs, probability)
    assert values[0].tolist() == [0.0, 2.0]
    assert values[2].tolist() == [-1.0, -1.0]
    assert one_shot_gains(game.tree, values).tolist() == [0.0, 0.0, 2.0, 0.0, 0.0]


def test_chance_weighs_by_its_odds() -> None:
    game = from_nested((CHANCE, (0.25, [4.0]), (0.75, (0, [0.0], [8.0]))), 1)
    sweep = backward_induction(game.tree, game.payoffs, np.zeros(1))
    assert sweep.values[0, 0] == 7.0
    assert sweep.chosen.tolist() == [-1, -1, 4, -1, -1]


@pytest.mark.parametrize("n_players", [1, 2])
def test_a_tree_of_one_node(n_players: int) -> None:
    game = from_nested([5.0] * n_players, n_players)
    sweep = backward_induction(game.tree, game.payoffs, np.zeros(n_players))
    assert sweep.values.tolist() == [[5.0] * n_players]
    assert one_shot_gains(game.tree, sweep.values).tolist() == [0.0]


def test_children_in_another_order_than_their_parents() -> None:
    game = from_nested((0, (1, [1, 0], [2, 5]), (1, [3, 1], [4, 0])), 2)
    swapped = replace(
        game.tree,
        first_child=np.array([1, 5, 3, 0, 0, 0, 0]),
        parent=np.array([-1, 0, 0, 2, 2, 1, 1]),
    )
    sweep = backward_induction(swapped, game.payoffs, np.zeros(2))
    assert sweep.chosen.tolist()[:3] == [
        1,
        5,
        4,
    ]  # node 1 now holds (3,1), (4,0); node 2 (1,0), (2,5)
    assert sweep.values[0].tolist() == [3.0, 1.0]


@given(trees(), st.integers(0, 1000))
def test_draws_in_one_call_are_each_draw_alone(game: ExtensiveGame, seed: int) -> None:
    tree, rng = game.tree, np.random.default_rng(seed)
    payoffs = rng.integers(-2, 3, (2, 3, *game.payoffs.shape)).astype(float)
    odds = np.repeat(tree.odds[None], 3, axis=0)
    below_chance = np.flatnonzero(
        (tree.parent >= 0) & (tree.mover[np.maximum(tree.parent, 0)] == CHANCE)
    )
    odds[1:, below_chance] = 1 / tree.child_count[tree.parent[below_chance]]
    tolerance = np.array([1e-12, 1e-12, 1.0])[:, None].repeat(game.n_players, axis=1)
    sweep = backward_induction(tree, payoffs, tolerance, odds)
    values = values_under(tree, payoffs, odds)
    gains = one_shot_gains(tree, values)
    for i in range(2):
        for j in range(3):
            changed = replace(tree, odds=odds[j])
            alone = backward_induction(changed, payoffs[i, j], tolerance[j])
            for part, single in zip(sweep, alone, strict=True):
                assert np.array_equal(part[i, j], single)
            assert np.array_equal(values[i, j], values_under(changed, payoffs[i, j], odds[j]))
            assert np.array_equal(gains[i, j], one_shot_gains(changed, values[i, j]))
    only_odds = backward_induction(tree, game.payoffs, np.zeros(game.n_players), odds)
    assert np.array_equal(
        only_odds.values[0], backward_induction(tree, game.payoffs, np.zeros(game.n_players)).values
    )


def test_children_are_found_whichever_family_stands_first() -> None:
    parent = np.array([-1, 0, 0, 2, 2, 1])
    none = np.zeros(6, dtype=np.intp)
    tree = Tree.in_order(parent, none, np.array([0, 1, 3, 6]), np.ones(6), none, none, none)
    assert tree.first_child.tolist() == [1, 5, 3, 0, 0, 0]
    assert tree.child_count.tolist() == [2, 1, 2, 0, 0, 0]
