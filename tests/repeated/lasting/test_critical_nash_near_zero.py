"""A plan that pays at little patience alone is found, and so is the least patience above it."""

import pytest

from negotiate import NormalFormGame, RepeatedGame


@pytest.mark.parametrize("loss", [0.5, 2.0, 30.0, 1000.0, 1e6])
def test_nash_of_grim_begins_where_a_breach_no_longer_pays(loss: float) -> None:
    """Keeping is worth 0, breaking once 1 and punishment -loss: grim holds from 1 / (1 + loss)
    on.
    """
    stage = NormalFormGame.from_arrays([[0, -2 * loss], [1, -loss]], [[0, 1], [-2 * loss, -loss]])
    found = RepeatedGame(stage, 0.5).critical_discount("grim", concept="nash")
    assert list(found) == [(pytest.approx(1 / (1 + loss), rel=1e-4, abs=1e-9), 1.0)]
