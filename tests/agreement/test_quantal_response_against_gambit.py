"""Our principal branch against the one that Gambit follows."""

import numpy as np
import pytest

from negotiate.equilibrium.kernels.logit_path import Point, trace
from negotiate.games.normal_form import unit_payoffs

gambit = pytest.importorskip("pygambit", reason="needs pygambit, which the extra `peers` brings")


@pytest.mark.parametrize("seed", range(20))
def test_both_are_on_the_same_branch(seed: int) -> None:
    shape = [(2, 3, 3), (2, 5, 5), (3, 2, 2, 2)][seed % 3]
    payoffs = unit_payoffs(np.random.default_rng(seed).random(shape))
    game = gambit.StrategicGame.from_arrays(*payoffs)
    ours = [one for one in trace(payoffs, [1.0, 5.0, 20.0]) if isinstance(one, Point)]
    for precision in (1.0, 5.0, 20.0):
        here = [one for one in ours if one.precision == precision]
        theirs = gambit.qre.logit_solve_lambda(game, lam=[precision])[0].profile
        found = np.array([float(chance) for player in game.players for _, chance in theirs[player]])
        assert min(np.abs(np.exp(one.logs) - found).max() for one in here) < 1e-5
