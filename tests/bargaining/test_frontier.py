from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.bargaining.frontier import zone_count
from negotiate.bargaining.packages import Block
from negotiate.bargaining.problem import BargainingProblem
from tests.bargaining.kernels.drawing import block_tables
from tests.reference import bargaining_arrays as plain


def of_blocks(
    tables: list[np.ndarray], masks: list[np.ndarray], apart: np.ndarray
) -> BargainingProblem:
    blocks = tuple(Block(table, mask) for table, mask in zip(tables, masks, strict=True))
    return replace(BargainingProblem.from_arrays(tables[0], apart), blocks=blocks)


@given(block_tables(options=(1, 4)), st.sampled_from([1.0, 0.1, 1 / 7, np.pi]), st.data())
def test_blocks_have_the_zone_and_the_frontier_of_their_packages(
    tables: list[np.ndarray], unit: float, data
) -> None:
    tables = [table if table.shape[1] else np.zeros((len(table), 1)) for table in tables]
    masks = [
        np.array([data.draw(st.sampled_from([True, True, False])) for _ in table.T])
        for table in tables
    ]
    every = plain.sums(tables)
    apart = np.array(data.draw(st.sampled_from(list(every.values()))), dtype=float)
    problem = of_blocks([table * unit for table in tables], masks, apart * unit)
    numbers = {choice: k for k, choice in enumerate(every)}
    allowed = {
        choice: point
        for choice, point in plain.reaching(every, apart.tolist()).items()
        if all(mask[k] for mask, k in zip(masks, choice, strict=True))
    }
    zone = [
        choice
        for choice, point in allowed.items()
        if plain.dominates(point, tuple(map(int, apart)))
    ]
    best = plain.undominated([allowed[choice] for choice in zone])
    assert problem.zone().tolist() == [numbers[choice] for choice in zone]
    assert problem.frontier().tolist() == [numbers[zone[k]] for k in best]
    assert problem.frontier_of().complete
    assert zone_count(problem) == len(zone)


@pytest.mark.parametrize("players", [2, 3])
def test_a_thousand_million_packages_have_the_frontier_of_any_order_of_issues(players: int) -> None:
    random = np.random.default_rng(players)
    tables = list(random.random((9, players, 10)))
    masks = list(random.random((9, 10)) < 0.8)
    apart = np.sum([table.mean(axis=1) for table in tables], axis=0)
    one, other = of_blocks(tables, masks, apart), of_blocks(tables[::-1], masks[::-1], apart)
    assert one.count == 10**9
    first = {tuple(reversed(np.unravel_index(k, (10,) * 9))) for k in one.frontier().tolist()}
    assert first == {tuple(np.unravel_index(k, (10,) * 9)) for k in other.frontier().tolist()}
    assert len(first) > 10
    assert (one.frontier_of().payoffs >= apart[:, None]).all()
    assert one.nash().payoffs == pytest.approx(other.nash().payoffs)
    assert all(
        mask[k] for choice in first for mask, k in zip(masks[::-1], choice, strict=True)
    )  # nothing impossible
