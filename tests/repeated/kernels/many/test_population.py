"""Shares over time: generation by generation in a plain loop, and in continuous time where the
answer is known.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from negotiate.repeated.many.evolution import ecological_path, replicator_path


def plain(tables: list[np.ndarray], start: list[np.ndarray], generations: int) -> list[np.ndarray]:
    shares = [row.tolist() for row in start]
    for _ in range(generations):
        after = []
        for table, own, other in zip(tables, shares, reversed(shares), strict=True):
            fit = [sum(table[i][j] * other[j] for j in range(len(other))) for i in range(len(own))]
            total = sum(own[i] * fit[i] for i in range(len(own)))
            after.append([own[i] * fit[i] / total for i in range(len(own))])
        shares = after
    return [np.array(row) for row in shares]


@pytest.mark.parametrize("populations", [1, 2])
def test_generations_are_those_of_a_plain_loop(populations: int) -> None:
    rng = np.random.default_rng(populations)
    for _ in range(10):
        sizes = rng.integers(1, 6, populations)
        tables = [rng.random((a, b)) + 0.1 for a, b in zip(sizes, sizes[::-1], strict=True)]
        start = [rng.dirichlet(np.ones(n)) for n in sizes]
        path = ecological_path(tables, start, np.array([0, 3, 17]), exponential=False)
        for place, generations in enumerate((0, 3, 17)):
            for rows, expected in zip(path, plain(tables, start, generations), strict=True):
                np.testing.assert_allclose(rows[place], expected, atol=1e-12)


def test_exponential_fitness_does_not_mind_a_constant() -> None:
    rng = np.random.default_rng(0)
    table, start = rng.random((4, 4)), rng.dirichlet(np.ones(4))
    kept = np.array([0, 10, 50])
    (one,) = ecological_path([table], [start], kept, exponential=True)
    (other,) = ecological_path([table - 1000.0], [start], kept, exponential=True)
    np.testing.assert_allclose(one, other, atol=1e-9)
    assert not np.allclose(one[0], one[1], atol=0.01)


def test_what_is_absent_stays_absent() -> None:
    rng = np.random.default_rng(0)
    table = rng.random((3, 3)) + 0.1
    table[2] += 10.0
    for path in (
        ecological_path(
            [table], [np.array([0.5, 0.5, 0.0])], np.array([0, 5, 40]), exponential=False
        ),
        replicator_path([table], [np.array([0.5, 0.5, 0.0])], np.array([0, 5, 40])),
    ):
        assert (path[0][:, 2] == 0).all()
        np.testing.assert_allclose(path[0].sum(axis=1), 1.0, atol=1e-12)


def test_a_constant_lead_grows_like_a_logistic_curve() -> None:
    table = np.array([[0.3, 0.3], [0.0, 0.0]])
    times = np.array([0, 1, 7, 30])
    (path,) = replicator_path([table], [np.array([0.1, 0.9])], times)
    np.testing.assert_allclose(path[:, 0], 1 / (1 + 9 * np.exp(-0.3 * times)), atol=1e-9)


def test_two_populations_go_round_in_matching_pennies() -> None:
    pennies = np.array([[1.0, 0.0], [0.0, 1.0]])
    path = replicator_path(
        [pennies, 1 - pennies], [np.array([0.3, 0.7]), np.array([0.5, 0.5])], np.arange(0, 201, 5)
    )
    kept = np.log(path[0]).sum(axis=1) + np.log(path[1]).sum(
        axis=1
    )  # Hofbauer & Sigmund 1998, section 10.2
    assert np.ptp(kept) < 1e-5
    assert np.ptp(path[0][:, 0]) > 0.3


def test_continuous_time_is_that_of_an_adaptive_solver() -> None:
    rng = np.random.default_rng(3)
    a, b = rng.random((3, 4)), rng.random((4, 3))
    x, y = rng.dirichlet(np.ones(3)), rng.dirichlet(np.ones(4))

    def slope(_: float, z: np.ndarray) -> np.ndarray:
        p, q = z[:3], z[3:]
        return np.concatenate([p * (a @ q - p @ a @ q), q * (b @ p - q @ b @ p)])

    times = np.array([0, 4, 25])
    told = solve_ivp(
        slope, (0, 25), np.concatenate([x, y]), rtol=1e-10, atol=1e-12, t_eval=times.astype(float)
    )
    path = replicator_path([a, b], [x, y], times)
    np.testing.assert_allclose(np.concatenate(path, axis=1), told.y.T, atol=1e-6)
