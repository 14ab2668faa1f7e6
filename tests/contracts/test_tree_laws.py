"""What holds for every tree of perfect information."""

from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.level_sweep import one_shot_gains, values_under
from tests.reference import plain_trees
from tests.strategies import trees


def ends(solution: Solution) -> list[tuple[int, ...]]:
    return [tuple(sorted(leaf for leaf, _ in e.endings)) for e in solution.equilibria]


@settings(max_examples=150)
@given(trees(levels=3, largest=1))
def test_outcomes_are_those_of_every_plan_tried(game: ExtensiveGame) -> None:
    assume(plain_trees.number_of_plans(game) <= 600)
    solution = solve(game)
    assert solution.complete
    assert ends(solution) == sorted(plain_trees.outcomes(game))


@given(trees())
def test_nobody_gains_by_one_action_anywhere(game: ExtensiveGame) -> None:
    for equilibrium in solve(game).equilibria[:20]:
        values = values_under(game.tree, game.payoffs, equilibrium.probability)
        assert one_shot_gains(game.tree, values).max() <= 1e-9
        np.testing.assert_allclose(values[0], equilibrium.payoffs)
        np.testing.assert_allclose(sum(p for _, p in equilibrium.endings), 1.0)


@given(trees(), st.integers(0, 1000))
def test_shifting_and_scaling_change_nothing(game: ExtensiveGame, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scale, shift = (
        rng.choice([0.25, 4.0, 1e6], game.n_players),
        rng.choice([-8.0, 0.0, 64.0], game.n_players),
    )
    moved = replace(game, payoffs=game.payoffs * scale + shift)
    before, after = solve(game), solve(moved)
    assert ends(after) == ends(before)
    assert after.complete == before.complete


@given(trees(), st.integers(0, 1000))
def test_players_names_play_no_part(game: ExtensiveGame, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(game.n_players)
    place = np.argsort(order)
    mover = np.where(game.tree.mover >= 0, place[np.maximum(game.tree.mover, 0)], game.tree.mover)
    renamed = replace(game, tree=replace(game.tree, mover=mover), payoffs=game.payoffs[:, order])
    assert ends(solve(renamed)) == ends(solve(game))
