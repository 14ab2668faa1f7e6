import itertools

import numpy as np
import pytest

from negotiate.equilibrium.kernels import indifference
from negotiate.equilibrium.kernels.indifference import (
    Cells,
    Points,
    halved,
    indifferent,
    possible,
    shrunk,
    taken,
    whole,
    widened,
)
from negotiate.equilibrium.nash.many_players import (
    alike,
    by_shape,
    condensed,
    corners,
    count,
    playable,
    region,
)


def system(
    rng: np.random.Generator, sizes: tuple[int, ...], systems: int = 1, more: int = 0
) -> list[np.ndarray]:
    """Random payoffs of systems in which the players mix so many strategies, and watch with so many
    more.
    """
    return [
        rng.random((systems, k + more, *(1 if j == i else other for j, other in enumerate(sizes))))
        for i, k in enumerate(sizes)
    ]


def values(payoffs: list[np.ndarray], points: list[np.ndarray]) -> list[np.ndarray]:
    """What each strategy gives at one point of one system, by a plain sum over what the others
    play.
    """
    answer = []
    for table in payoffs:
        total = np.zeros(table.shape[1])
        for profile in np.ndindex(*table.shape[2:]):
            weight = np.prod(
                [p[c] for p, c, k in zip(points, profile, table.shape[2:], strict=True) if k > 1]
            )
            total += weight * table[(0, slice(None), *profile)]
        answer.append(total)
    return answer


def crossing(r: float, s: float) -> list[np.ndarray]:
    """A system that `x = y = z = r` and `x = y = z = s` solve, and nothing else.

    The first is indifferent where `y = z`, the second where `x = z`, the third where `(x - r)(y -
    s) = 0`.
    """
    first = np.zeros((1, 2, 1, 2, 2))
    first[0, 0, 0] = [[0.0, 1.0], [-1.0, 0.0]]  # y - z, by whether y and z are 0 or 1
    second = np.zeros((1, 2, 2, 1, 2))
    second[0, 0, :, 0] = [[0.0, 1.0], [-1.0, 0.0]]
    third = np.zeros((1, 2, 2, 2, 1))
    third[0, 0, :, :, 0] = [[(x - r) * (y - s) for y in (1.0, 0.0)] for x in (1.0, 0.0)]
    return [first, second, third]


def through(limit: int, roots: tuple[float, float]) -> tuple[list[float], list[int]]:
    """Which of the roots are found inside, and which systems are left open."""
    found = indifferent(crossing(*roots), (2, 2, 2), limit)
    inside = sorted({round(float(z), 9) for z in found.solutions.mixtures[2][:, 0] if 0 < z < 1})
    return inside, found.unsettled.tolist()


@pytest.mark.parametrize(
    "roots", [(0.25, 0.75), (0.1, 0.9), (0.5, 0.501), (1 / 3, 0.34), (0.7, 0.70003)]
)
def test_two_roots_are_told_apart_however_close(roots: tuple[float, float]) -> None:
    assert through(10_000, roots) == (sorted(round(root, 9) for root in roots), [])


@pytest.mark.parametrize("roots", [(0.25, 0.75), (0.5, 0.501), (0.4, 0.5), (1 / 3, 0.34)])
def test_a_root_on_the_border_of_cells_is_told_once(roots: tuple[float, float]) -> None:
    found = indifferent(crossing(*roots), (2, 2, 2), 10_000).solutions
    assert sorted(found.mixtures[2][:, 0].tolist()) == pytest.approx(sorted(roots), abs=1e-9)


def test_roots_outside_are_not_taken_for_inside() -> None:
    assert through(10_000, (0.5, 1.5)) == ([0.5], [])
    assert through(10_000, (-0.2, 1.5)) == ([], [])


def test_a_double_root_is_left_open_and_said_to_be() -> None:
    assert through(300, (0.5, 0.5)) == ([], [0])


def test_guesses_lie_at_the_double_root() -> None:
    found = indifferent(crossing(0.5, 0.5), (2, 2, 2), 300)
    assert found.unsettled.tolist() == [0]
    assert np.abs(found.guesses.mixtures[2] - 0.5).max() < 1e-2


@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 3, 2), (3, 3, 3), (2, 2, 2, 2)], ids=str)
def test_a_solution_that_was_planted_is_found(sizes: tuple[int, ...]) -> None:
    for seed in range(6):
        rng = np.random.default_rng(seed)
        drawn, points = system(rng, sizes), [rng.dirichlet(np.ones(k)) for k in sizes]
        worths = [worth.reshape(1, -1, *(1 for _ in sizes)) for worth in values(drawn, points)]
        payoffs = [(table - worth + 1.0) / 2.0 for table, worth in zip(drawn, worths, strict=True)]
        found = indifferent(payoffs, sizes, 50_000)
        assert found.unsettled.tolist() == [], seed
        gaps = [
            np.abs(m - p).max(axis=1) for m, p in zip(found.solutions.mixtures, points, strict=True)
        ]
        assert np.max(gaps, axis=0).min() < 1e-11, seed
        for k in range(len(found.solutions.owner)):
            for worth in values(payoffs, [m[k] for m in found.solutions.mixtures]):
                assert np.ptp(worth) < 1e-12


def test_systems_do_not_disturb_each_other() -> None:
    payoffs = system(np.random.default_rng(0), (2, 2, 2), systems=40)
    together = indifferent(payoffs, (2, 2, 2), 1_000)
    for k in range(40):
        alone = indifferent([table[k : k + 1] for table in payoffs], (2, 2, 2), 1_000)
        here = together.solutions.owner == k
        for one, other in zip(alone.solutions.mixtures, together.solutions.mixtures, strict=True):
            np.testing.assert_allclose(
                np.sort(one, axis=0), np.sort(other[here], axis=0), atol=1e-12
            )


def check_cells(cells: Cells, payoffs: list[np.ndarray]) -> None:
    """Each cell's payoffs are those of its corners."""
    for c in range(len(cells.owner)):
        for corner in np.ndindex(*cells.sizes):
            points = [own[c, v] for own, v in zip(cells.corners, corner, strict=True)]
            for i, worth in enumerate(values(payoffs, points)):
                place = tuple(
                    0 if j == i or k == 1 else v
                    for j, (v, k) in enumerate(zip(corner, cells.sizes, strict=True))
                )
                np.testing.assert_allclose(
                    cells.payoffs[i][(c, slice(None), *place)], worth, atol=1e-12
                )


@pytest.mark.parametrize("sizes", [(2, 3, 2), (3, 1, 2), (2, 2, 2, 2)], ids=str)
def test_cells_carry_the_payoffs_of_their_corners(sizes: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    payoffs = system(rng, sizes, more=1)
    cells = whole(payoffs, sizes)
    check_cells(cells, payoffs)
    for _ in range(3):
        cells = halved(cells)
    assert len(cells.owner) == 8
    check_cells(cells, payoffs)
    check_cells(widened(cells, 0.1, 0.0), payoffs)
    check_cells(widened(cells, 0.1, 2.0), payoffs)
    lowest = [rng.dirichlet(np.ones(k + 1), len(cells.owner))[:, :k] * (k > 1) for k in sizes]
    check_cells(shrunk(cells, lowest), payoffs)


def test_a_cell_with_an_equilibrium_is_never_thrown_away() -> None:
    """Halve towards the totally mixed equilibrium of three-player matching pennies: each cell that
    has it stays.
    """
    rng = np.random.default_rng(0)
    payoffs = system(rng, (2, 2, 2), systems=60)
    found = indifferent(payoffs, (2, 2, 2), 1_000)
    inside = np.all([((m > 0) & (m < 1)).all(axis=1) for m in found.solutions.mixtures], axis=0)
    assert inside.sum() > 5
    for k in np.flatnonzero(inside):
        owner = int(found.solutions.owner[k])
        cells = whole([table[owner : owner + 1] for table in payoffs], (2, 2, 2))
        for _ in range(9):
            cells = halved(cells)
            here = np.ones(len(cells.owner), dtype=bool)
            for corner, mixture in zip(cells.corners, found.solutions.mixtures, strict=True):
                ends = np.sort(corner[:, :, 0], axis=1)
                here &= (ends[:, 0] <= mixture[k, 0]) & (mixture[k, 0] <= ends[:, 1])
            assert here.any()
            cells = taken(cells, here)
            assert possible(cells).all()


def test_profiles_hold_the_payoffs_of_what_is_mixed() -> None:
    payoffs = np.random.default_rng(0).random((3, 2, 3, 2))
    seen = 0
    for some in by_shape(payoffs):
        for k in range(len(some.mixed[0])):
            seen += 1
            kept = [mixed[k].tolist() for mixed in some.mixed]
            for i, table in enumerate(some.payoffs):
                rest = [a for a in range(payoffs.shape[1 + i]) if a not in kept[i]]
                rows = [kept[j] if j != i else kept[i] + rest for j in range(3)]
                wanted = np.expand_dims(np.moveaxis(payoffs[i][np.ix_(*rows)], i, 0), 1 + i)
                np.testing.assert_array_equal(table[k], wanted)
    assert seen == count((2, 3, 2)) - 12  # all but the pure ones


def test_a_strategy_weakly_beaten_is_not_mixed_with_everything() -> None:
    payoffs = np.zeros((3, 2, 2, 2))
    payoffs[0, 0, 0, 0] = 1.0  # better somewhere, equal elsewhere
    for some in by_shape(payoffs):
        whole_game = some.sizes == (2, 2, 2)
        meets = (some.mixed[1] == 0).any(axis=1) & (some.mixed[2] == 0).any(axis=1)
        assert (playable(some) == ~meets).all() or some.sizes[0] == 1
        assert not whole_game or not playable(some).any()


def test_a_veto_leaves_only_what_matters_without_it() -> None:
    payoffs = np.random.default_rng(0).random((3, 2, 2, 2))
    payoffs[0, :, :, 1] = 0.5  # the third's second strategy makes the first indifferent
    (some,) = (s for s in by_shape(payoffs) if s.sizes == (2, 2, 2))
    np.testing.assert_array_equal(condensed(some).payoffs[0][0, :, 0, :, 1], payoffs[0, :, :, 0])
    np.testing.assert_array_equal(condensed(some).payoffs[1], some.payoffs[1])
    assert not alike(some).any()


def test_the_corners_of_a_polytope_of_mixtures() -> None:
    assert corners([], [[1, -1, 0]], 3) == [(0, 0, 1), (0, 1, 0), (1, 1, 0)]  # x <= y
    assert corners([[3, -1, 0]], [], 3) == [(0, 0, 1), (1, 3, 0)]
    assert corners([[3, -1, 0], [6, -2, 0]], [], 3) == [(0, 0, 1), (1, 3, 0)]  # the same said twice
    assert corners([[1, 1, 1]], [], 3) == []
    assert corners([], [[10**20, -1]], 2) == [(0, 1), (1, 10**20)]


def test_a_curved_border_is_no_region_with_corners() -> None:
    """Two who are the same to each other, and a third who stays while their odds multiply to less
    than a quarter.
    """
    first, second = np.zeros((2, 1, 2, 1), dtype=object), np.zeros((2, 2, 1, 1), dtype=object)
    third = np.zeros((2, 2, 2, 1), dtype=object)
    third[0], third[1, :, :, 0] = 1, [[4, 0], [0, 0]]
    assert not region([first, second, third], (2, 2, 1)).known
    third[0] = 8
    assert len(region([first, second, third], (2, 2, 1)).corners) == 4
    third[0] = -4
    assert region([first, second, third], (2, 2, 1)) == ((), True)


def test_a_solution_that_stays_blurred_leaves_its_system_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rough = indifferent(crossing(0.25, 0.75), (2, 2, 2), 1_000)
    assert rough.unsettled.tolist() == []
    monkeypatch.setattr(
        indifference, "_polished", lambda start, points: Points(points.owner, _off(points.mixtures))
    )
    assert indifferent(crossing(0.25, 0.75), (2, 2, 2), 1_000).unsettled.tolist() == [0]


def _off(mixtures: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
    return tuple(
        np.column_stack([m[:, 0] + 1e-9 * j, m[:, 1] - 1e-9 * j]) for j, m in enumerate(mixtures)
    )


@pytest.mark.parametrize("sizes", [(2, 2, 2), (2, 3, 2), (3, 2, 4)])
def test_the_slopes_of_the_conditions_are_those_of_small_steps(sizes: tuple[int, ...]) -> None:
    draws, step = np.random.default_rng(sum(sizes)), 1e-6
    tables = [
        draws.normal(size=(1, own - 1, *(1 if q == p else k for q, k in enumerate(sizes))))
        for p, own in enumerate(sizes)
    ]
    ends = np.cumsum([0, *(k - 1 for k in sizes)])
    blocks = [slice(low, high) for low, high in itertools.pairwise(ends.tolist())]
    points = [draws.dirichlet(np.ones(k), 1) for k in sizes]

    def conditions(moved: list[np.ndarray]) -> np.ndarray:
        return np.concatenate([indifference.at(table, moved) for table in tables], axis=1)[0]

    slopes = indifference._jacobian(tables, blocks, points)[0]
    for p, block in enumerate(blocks):
        for k, column in enumerate(range(block.start, block.stop), 1):
            moved = [own.copy() for own in points]
            moved[p][0, k] += step
            moved[p][0, 0] -= step
            change = (conditions(moved) - conditions(points)) / step
            assert slopes[:, column] == pytest.approx(change, abs=1e-6)
