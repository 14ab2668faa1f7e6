"""The set of equilibrium payoffs beside QuantEcon's, on its own examples and on random games."""

import numpy as np
import pytest
from scipy.spatial import QhullError

from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.repeated_game import RepeatedGame
from tests.reference.plain_payoff_set import outside

quantecon = pytest.importorskip("quantecon.game_theory", reason="in the extra `peers`")


def theirs(tables: np.ndarray, discount: float) -> np.ndarray | None:
    """Corners of the set; none where there is none, and nothing where its hull refuses a set
    without an inside.
    """
    game = quantecon.RepeatedGame(quantecon.NormalFormGame(np.moveaxis(tables, 0, -1)), discount)
    try:
        found = game.equilibrium_payoffs()
    except ValueError:
        return np.zeros((0, 2))
    except QhullError:
        return None
    return np.asarray(found.points[found.vertices])


def ours(tables: np.ndarray, discount: float) -> np.ndarray:
    return RepeatedGame(NormalFormGame.from_arrays(*tables), discount).payoff_set()


def apart(one: np.ndarray, other: np.ndarray) -> float:
    return max(
        outside([tuple(q) for q in a], tuple(p)) for a, b in ((one, other), (other, one)) for p in b
    )


def cournot(count: int) -> np.ndarray:
    own = np.arange(count)
    profit = (count - own[:, None] - own) * own[:, None]
    return np.array([profit, profit.T], dtype=float)


EXAMPLES = {
    "Abreu and Sannikov": (
        np.array([[[16, 3, 0], [21, 10, -1], [9, 5, -5]], [[9, 13, 3], [1, 4, 0], [0, -4, -15]]]),
        0.3,
    ),
    "dilemma": (np.array([[[9, 1], [10, 3]], [[9, 10], [1, 3]]]), 0.9),
    "no equilibrium": (np.array([[[1, -1], [-2, 1]], [[-1, 2], [2, 0]]]), 0.05),
    "Cournot": (cournot(15), 0.9),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_its_own_examples(name: str) -> None:
    tables, discount = EXAMPLES[name]
    found, wanted = ours(tables.astype(float), discount), theirs(tables.astype(float), discount)
    assert wanted is not None
    assert len(found) == len(wanted)
    if len(found):
        order = [key[:, ::-1].round(7).T for key in (found, wanted)]
        np.testing.assert_allclose(
            found[np.lexsort(order[0])], wanted[np.lexsort(order[1])], atol=1e-7
        )


@pytest.mark.parametrize("seed", range(40))
def test_random_games(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tables, discount = rng.normal(size=(2, *rng.integers(2, 7, 2))), float(rng.uniform(0.2, 0.95))
    found = ours(tables, discount)
    wanted = theirs(tables, discount)
    if wanted is None:
        assert len(found) < 3
        return
    assert (len(found) == 0) == (len(wanted) == 0)
    if len(found):
        assert apart(found, wanted) < 1e-7
