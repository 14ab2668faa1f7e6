import numpy as np
import pytest

from negotiate.equilibrium.kernels import extreme_equilibria as kernel
from negotiate.equilibrium.kernels.extreme_equilibria import pair_regret
from negotiate.games.normal_form import profile_payoffs, regret


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (4, 4)], ids=str)
def test_it_is_the_general_kernel(shape: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "PAYOFFS", 40)  # several pieces
    rng = np.random.default_rng(0)
    payoffs, game = rng.normal(size=(7, 2, *shape)), rng.integers(0, 7, 30)
    row, column = (rng.dirichlet(np.ones(n), 30) for n in shape)
    worth, gains = pair_regret(payoffs, game, row, column)
    np.testing.assert_allclose(worth, profile_payoffs(payoffs[game], (row, column)))
    np.testing.assert_allclose(gains, regret(payoffs[game], (row, column)), atol=1e-14)
