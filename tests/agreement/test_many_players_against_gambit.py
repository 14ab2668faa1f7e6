"""Our equilibria of three players and more beside those that pygambit's `enumpoly_solve` finds.

It may miss some, also where there are no ties: whatever it lists must be in our list, which is
complete.
"""

import numpy as np
import pytest

from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame

gambit = pytest.importorskip("pygambit", reason="in the extra `peers`")


def theirs(payoffs: np.ndarray) -> np.ndarray:
    """The equilibria that pygambit lists, one a row, each player's probabilities after those of the
    player before.
    """
    build = gambit.Game if hasattr(gambit.Game, "from_arrays") else gambit.StrategicGame
    found = gambit.nash.enumpoly_solve(build.from_arrays(*payoffs), use_strategic=True).equilibria
    sizes = payoffs.shape[1:]
    listed = [
        [float(e[str(j + 1)][str(k + 1)]) for j, n in enumerate(sizes) for k in range(n)]
        for e in found
    ]
    return np.array(listed).reshape(len(listed), sum(sizes))


@pytest.mark.parametrize(
    ("shape", "games"),
    [((2, 2, 2), 60), ((2, 3, 2), 20), ((2, 3, 3), 10), ((3, 3, 3), 5), ((2, 2, 2, 2), 10)],
    ids=str,
)
def test_whatever_gambit_finds_is_in_our_list(shape: tuple[int, ...], games: int) -> None:
    ours_in_all, theirs_in_all = 0, 0
    for seed in range(games):
        payoffs = (
            np.random.default_rng(seed)
            .integers(-1000, 1000, (len(shape), *shape))
            .astype(np.float64)
        )
        solution = solve(NormalFormGame.from_arrays(*payoffs))
        assert solution.complete
        ours = np.array([np.concatenate(e.strategies) for e in solution.equilibria])
        listed = theirs(payoffs)
        for row in listed:
            assert (np.abs(ours - row).max(axis=1) < 1e-5).any(), (seed, row)
        ours_in_all, theirs_in_all = ours_in_all + len(ours), theirs_in_all + len(listed)
    assert ours_in_all >= theirs_in_all > 0
