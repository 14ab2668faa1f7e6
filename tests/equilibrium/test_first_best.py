"""Which of several payoffs is named as the best."""

import numpy as np
import pytest

from negotiate.equilibrium.equilibrium import first_best


@pytest.mark.parametrize("ulps", [-4, 0, 4])
def test_of_level_payoffs_the_first_is_named(ulps: int) -> None:
    assert first_best(np.array([-3.0, 0.7, 0.7 * (1 + ulps * 2.0**-52), 0.2])) == 1


def test_a_payoff_that_is_better_is_named() -> None:
    assert first_best(np.array([1.0, 1.000001])) == 1
    assert first_best(np.zeros(3)) == 0
