"""A best reply is the first of what is level, whatever rounding favours."""

import numpy as np
import pytest

from negotiate.repeated.kernels.one_shot import Facing, best_reply


@pytest.mark.parametrize("ulps", [-2, 0, 2])
def test_the_first_of_level_actions_is_taken(ulps: int) -> None:
    table = np.array([[0.1, 0.3 * (1 + ulps * 2.0**-52), 0.3]])
    faced = Facing(table, table, np.ones((1, 3, 1)))
    assert best_reply(faced, np.array([0.5, 0.99])).plan.tolist() == [[1], [1]]
    assert np.all(best_reply(faced, np.array([1.0]), 50).plan == 1)
    assert best_reply(faced, np.array([1.0]), 50).worth[0, 0, 0] == pytest.approx(15)
