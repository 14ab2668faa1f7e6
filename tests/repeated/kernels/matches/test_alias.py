import numpy as np
import pytest

from negotiate.repeated.kernels.lockstep import alias


def told(found):
    """The odds that a table stands for, from its thresholds alone."""
    rows, columns = found.thresholds.shape
    width = 2.0 ** (64 - found.bits)
    odds = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            first = column << (64 - found.bits)
            own = ((int(found.thresholds[row, column]) - first) % 2**64) / width / columns
            partner, itself = found.landing[row, column]
            odds[row, itself] += own
            odds[row, partner] += 1 / columns - own
    return odds


@pytest.mark.parametrize("outcomes", [1, 2, 3, 4, 5, 16, 37])
def test_the_table_stands_for_the_odds_it_was_made_of(outcomes):
    rng = np.random.default_rng(outcomes)
    odds = rng.dirichlet(np.full(outcomes, 0.3), size=50)
    shown = told(alias(odds))
    np.testing.assert_allclose(shown[:, :outcomes], odds, rtol=0, atol=2**-50)
    np.testing.assert_allclose(shown[:, outcomes:], 0, atol=0)


def test_what_cannot_happen_is_never_drawn_and_what_is_sure_always():
    odds = np.array([[0, 1, 0], [0.5, 0, 0.5], [1, 0, 0], [0, 0, 1], [1 / 3, 2 / 3, 0]])
    shown = told(alias(odds))[:, :3]
    assert (shown[odds == 0] == 0).all()
    assert (shown[odds == 1] == 1).all()


def test_rare_outcomes_keep_their_share():
    odds = np.array([[1e-12, 1 - 1e-12 - 1e-9, 1e-9]])
    np.testing.assert_allclose(told(alias(odds))[0, [0, 2]], [1e-12, 1e-9], rtol=1e-6)


def test_equal_odds_need_no_partner():
    found = alias(np.full((1, 8), 1 / 8))
    assert (found.landing[0] == np.arange(8)[:, None]).all()
