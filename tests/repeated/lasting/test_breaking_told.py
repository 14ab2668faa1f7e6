"""What is told that a breach would bring: the most by another posture, and by what is seen as none
where that gains.
"""

import numpy as np
import pytest

from negotiate import NormalFormGame, RepeatedGame
from negotiate.repeated.lasting.agreement import simulate

KEPT = 4.0


@pytest.mark.parametrize(
    ("unseen", "other", "told"),
    [
        (4.0, 3.0, 3.0),  # nothing tempts: breaking it in sight would cost 1
        (5.0, 3.0, 5.0),  # nobody sees what tempts most
        (5.0, 6.0, 6.0),  # what is seen tempts more
        (4.0, 6.0, 6.0),
        (np.nextafter(4.0, 5.0), 3.0, 3.0),  # a gain that rounding explains is none
    ],
)
def test_a_breach_brings_the_best_that_is_seen_or_the_gain_that_is_not(
    unseen: float, other: float, told: float
) -> None:
    stage = NormalFormGame.from_arrays([[KEPT, 0], [other, 1]], [[KEPT, 3], [0, 1]])
    tempting = stage.payoffs.copy()
    tempting[0, 0, 0] = unseen
    found = simulate(RepeatedGame(stage, 0.9, tempting=tempting), "grim")
    assert found.temptation.tolist() == [told, 3.0]
