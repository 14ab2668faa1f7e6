"""nashpy's vertex enumeration beside exact support enumeration, on games that are not
degenerate.
"""

import numpy as np
import pytest

from negotiate.equilibrium.nash import by_nashpy
from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame
from tests.reference import plain_supports


@pytest.mark.parametrize(
    ("shape", "seeds"), [((2, 2), 8), ((3, 3), 8), ((3, 4), 5), ((4, 4), 3)], ids=str
)
def test_all_roads_meet(shape: tuple[int, int], seeds: int) -> None:
    for seed in range(seeds):
        A, B = np.random.default_rng(seed).integers(-1000, 1000, (2, *shape))
        exact = plain_supports.equilibria(A.tolist(), B.tolist())
        expected = {tuple(round(float(p), 7) for p in (*x, *y)) for x, y in exact}
        assert len(exact) % 2 == 1  # Wilson 1971: odd in every game that is not degenerate
        solution = solve(NormalFormGame.from_arrays(A, B))
        assert solution.complete
        assert {
            tuple((np.concatenate(e.strategies).round(7) + 0.0).tolist())
            for e in solution.equilibria
        } == expected
        unit = [(M - M.min()) / (M.max() - M.min()) + 1.0 for M in (A, B)]
        alone = {
            tuple((np.concatenate(pair).round(7) + 0.0).tolist())
            for pair in by_nashpy.by_vertex_enumeration(*unit).pairs
        }
        assert alone == expected
