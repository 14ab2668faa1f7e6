from dataclasses import replace

import numpy as np
import pytest

from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.registry import solve
from negotiate.games.extensive import LEAF, ExtensiveGame, Move
from negotiate.games.normal_form import NormalFormGame
from tests.strategies import game_from


def drawn(game: NormalFormGame) -> ExtensiveGame:
    """A simultaneous game for two players as a tree, impossible combinations left out."""
    m, n = game.shape
    possible = np.ones((m, n), dtype=bool) if game.feasible is None else game.feasible
    cells = [(int(i), int(j)) for i, j in np.argwhere(possible)]
    parent = [-1, *[0] * m, *(1 + i for i, _ in cells)]
    mover = [0, *[1] * m, *[LEAF] * len(cells)]
    action = [-1, *range(m), *(j for _, j in cells)]
    payoffs = np.array([[game.payoffs[(p, *cell)] for p in range(2)] for cell in cells])
    tree = game_from(
        parent, mover, [1.0] * len(parent), action, [0, 1, 1 + m, len(parent)], payoffs
    )
    moves = tuple(
        Move(f"{name} chooses", p, tuple(s.label for s in game.strategies[p]))
        for p, name in enumerate(game.players)
    )
    sets = np.array([0, *[1] * m, *[-1] * len(cells)])
    marks = np.array([0, *[1] * m, *[-1] * len(cells)])
    return replace(
        tree,
        tree=replace(tree.tree, information_set=sets, move=marks),
        moves=moves,
        normal_form=game,
    )


CHICKEN = NormalFormGame.from_arrays(
    [[0, -1], [1, -10]], [[0, 1], [-1, -10]], labels=[["swerve", "go"]] * 2
)


def test_equilibria_are_carried_over() -> None:
    solution = solve(drawn(CHICKEN))
    assert solution.method.startswith("simultaneous: extreme-points")
    assert [e.kind for e in solution.equilibria] == ["Nash"] * 3
    assert [e.payoffs for e in solution.equilibria][:2] == [(-1.0, 1.0), (1.0, -1.0)]
    np.testing.assert_allclose(
        solution.equilibria[2].probability, [1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.1]
    )
    first = solution.equilibria[0]
    assert [(r.where, r.node, r.chosen) for r in first.reasons] == [
        ("player 1 chooses", 0, "swerve"),
        ("player 2 chooses", 1, "go"),
    ]
    assert first.moves == {"player 1 chooses": "swerve", "player 2 chooses": "go"}


def test_impossible_combinations_have_no_leaf() -> None:
    game = replace(CHICKEN, feasible=np.array([[False, True], [True, False]]))
    solution = solve(drawn(game))
    assert [e.payoffs for e in solution.equilibria] == [(-1.0, 1.0), (1.0, -1.0)]
    assert solution.equilibria[0].probability.tolist() == [1.0, 1.0, 0.0, 1.0, 0.0]


def test_a_tree_that_pays_something_else_is_refused() -> None:
    tree = drawn(CHICKEN)
    with pytest.raises(Unverified, match="something else"):
        solve(replace(tree, payoffs=tree.payoffs + 1))
