"""The method suits the game, and the answer says why it was taken."""

import numpy as np
import pytest

from negotiate.equilibrium.nash import choice
from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame


def random_game(*shape: int, seed: int = 0) -> NormalFormGame:
    return NormalFormGame.from_arrays(
        *np.random.default_rng(seed).integers(0, 1000, (len(shape), *shape))
    )


def contest(n: int) -> NormalFormGame:
    """A wheel on which each strategy beats the one before: nothing is dominated, and what one wins
    the other loses.
    """
    wins = np.eye(n) - np.roll(np.eye(n), 1, axis=0)
    return NormalFormGame.from_arrays(wins, -wins)


@pytest.mark.parametrize(
    ("game", "method", "why", "complete"),
    [
        (contest(4), "extreme-points", choice.FEW, True),
        (random_game(3, 30), "extreme-points, after strict dominance", choice.FEW, True),
        (contest(11), "vertex-enumeration", choice.CORNERS, True),
        (contest(40), "linear-program", choice.OPPOSED, False),
        (random_game(40, 40, seed=1), "pure", choice.LARGE, False),
        (random_game(2, 2, 2, seed=3), "support-subdivision", choice.WAYS, True),
    ],
    ids=lambda part: part if isinstance(part, str) else None,
)
def test_each_size_has_its_method(
    game: NormalFormGame, method: str, why: str, complete: bool
) -> None:
    solution = solve(game)
    assert solution.method == method
    assert solution.chosen == why
    assert solution.complete is complete


def test_a_large_game_without_a_pure_equilibrium_has_a_mixed_one() -> None:
    game = next(
        g
        for g in (random_game(40, 40, seed=s) for s in range(20))
        if not solve(g, "pure").equilibria
    )
    solution = solve(game)
    assert len(solution.equilibria) == 1
    assert not solution.equilibria[0].pure
    assert not solution.complete
    assert "40 × 40" in solution.chosen


def test_what_dominance_took_is_told_in_the_strategies_of_the_game_asked_about() -> None:
    small = random_game(40, 40, seed=1)
    payoffs = np.full((2, 41, 40), -1.0)
    payoffs[:, 1:] = small.payoffs
    payoffs[1, 0] = 500.0
    solution = solve(NormalFormGame.from_arrays(*payoffs))
    assert (solution.eliminations[0].player, solution.eliminations[0].strategy) == (0, 0)
    assert [e.support for e in solution.equilibria] == [
        (tuple(i + 1 for i in row), column)
        for row, column in (e.support for e in solve(small).equilibria)
    ]


def test_a_game_asked_about_without_a_choice_gives_no_reason() -> None:
    assert solve(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])).chosen == ""
    assert solve(contest(4), "extreme-points").chosen == ""
