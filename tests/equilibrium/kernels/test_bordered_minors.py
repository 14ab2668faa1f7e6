from itertools import combinations
from math import comb

import numpy as np
import pytest

from negotiate.equilibrium.kernels.extreme_equilibria import count, largest_minor, minors, shape


@pytest.mark.parametrize("size", [(1, 1), (1, 4), (4, 1), (2, 3), (3, 3), (4, 2), (4, 5)], ids=str)
def test_each_is_the_determinant_under_a_row_of_ones(size: tuple[int, int]) -> None:
    m, n = size
    M = np.random.default_rng(0).integers(-9, 10, (m, n, 6)).astype(float)
    found = minors(M.reshape(m * n, 6), shape(m, n))
    listed = {}
    for k in range(min(m, n - 1) + 1):
        for R in combinations(range(m), k):
            for C in combinations(range(n), k + 1):
                bordered = np.concatenate([np.ones((1, k + 1, 6)), M[np.ix_(R, C)]])
                listed[R, C] = np.linalg.det(np.moveaxis(bordered, -1, 0))
    # Colexicographic: by the largest element first, rows before columns.
    order = sorted(listed, key=lambda pair: (len(pair[0]), pair[0][::-1], pair[1][::-1]))
    np.testing.assert_allclose(found, [listed[pair] for pair in order], atol=1e-6)
    assert len(found) == sum(comb(m, k) * comb(n, k + 1) for k in range(min(m, n - 1) + 1))


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (2, 5), (5, 2), (4, 4)], ids=str)
def test_bases_are_all_ways_to_choose_as_many_rows_as_columns(size: tuple[int, int]) -> None:
    of = shape(*size)
    labels = of.labels.tolist()
    assert len(labels) == count(*size)
    assert len(set(labels)) == len(labels)
    assert all(label.bit_count() == size[0] for label in labels)
    everything = (1 << sum(size)) - 1
    for label, zeros in zip(labels, of.zeros, strict=True):
        assert (
            label + int(zeros.sum()) == everything
        )  # each label once, here or where a condition is zero


def test_whole_numbers_of_any_size_are_exact() -> None:
    M = np.random.default_rng(1).integers(-(10**9), 10**9, (16, 3)).astype(object) * 10**9
    found = minors(M, shape(4, 4))
    small = minors(M // 10**9, shape(4, 4))
    for k, (begin, end) in enumerate(
        zip(shape(4, 4).offsets[:-1], shape(4, 4).offsets[1:], strict=True)
    ):
        assert (found[begin:end] == small[begin:end] * 10 ** (9 * k)).all()


def test_the_bound_holds_where_it_is_nearly_reached() -> None:
    for n in range(2, 6):
        M = np.where(np.random.default_rng(n).random((n * n, 500)) < 0.5, -7.0, 7.0)
        of = shape(n, n)
        for k in range(n):
            assert np.abs(minors(M, of)[of.offsets[k] : of.offsets[k + 1]]).max() <= largest_minor(
                k, 7.0
            )
