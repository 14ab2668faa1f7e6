"""A bargaining problem as an object: its packages by number and name, its claims, what it
refuses.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.bargaining.problem import BargainingProblem
from negotiate.errors import GameTooLarge, UnsuitableGame
from tests.bargaining.claims.random_problems import problems
from tests.reference.plain_claims import packages, zone
from tests.signed_tables import Case, tables


@settings(max_examples=60)
@given(problems(soft=1), st.data())
def test_blocks_are_one_way_to_write_one_table(
    problem: BargainingProblem, data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from([c.name for c in problem.claims]), unique=True))
    found = problem.without(*names)
    rows = list(found.seats)
    flat = BargainingProblem.from_arrays(
        found.payoffs[rows], found.disagreement[rows], found.acceptable()
    )
    flat = flat.without(*(f"no_deal.player {k + 1}" for k in np.flatnonzero(~found.insisting)))
    assert found.zone().tolist() == flat.zone().tolist()
    assert found.frontier().tolist() == flat.frontier().tolist()
    for solution in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian"):
        assert getattr(found, solution)().packages == getattr(flat, solution)().packages


@settings(max_examples=60)
@given(problems(soft=1))
def test_the_zone_is_found_by_going_through_every_package(problem: BargainingProblem) -> None:
    assert problem.zone().tolist() == zone(problem)
    for number, _, crossed in packages(problem):
        assert {claim.name for claim in problem.crosses(number) if claim.hard} == crossed


@settings(max_examples=60)
@given(problems(soft=2), st.data())
def test_to_look_away_twice_is_to_look_away_once(
    problem: BargainingProblem, data: st.DataObject
) -> None:
    names = [claim.name for claim in problem.claims]
    first = data.draw(st.lists(st.sampled_from(names), unique=True))
    second = data.draw(st.lists(st.sampled_from(names), unique=True))
    one, other = problem.without(*first).without(*second), problem.without(*{*first, *second})
    np.testing.assert_allclose(one.payoffs, other.payoffs, atol=1e-12)
    assert one.zone().tolist() == other.zone().tolist()
    assert not {claim.name for k in range(one.count) for claim in one.crosses(k)} & {
        *first,
        *second,
    }
    assert set(one.insisted().zone()) <= set(one.zone())


@settings(max_examples=40)
@given(problems(), st.sampled_from([1e-6, 0.5, 3.0, 1e6]), st.sampled_from([-1e3, 0.0, 7.0]))
def test_units_and_what_everybody_has_anyway_change_no_answer(
    problem: BargainingProblem, factor: float, constant: float
) -> None:
    rows = list(problem.seats)
    payoffs, away = problem.payoffs[rows], problem.disagreement[rows]
    there = BargainingProblem.from_arrays(
        payoffs * factor + constant, away * factor + constant, problem.acceptable()
    )
    here = BargainingProblem.from_arrays(payoffs, away, problem.acceptable())
    assert here.zone().tolist() == there.zone().tolist()
    assert here.frontier().tolist() == there.frontier().tolist()
    for k in range(here.count):
        assert [c.name for c in here.crosses(k)] == [c.name for c in there.crosses(k)]


@given(tables())
def test_a_package_has_one_number(case: Case) -> None:
    _, problem, _ = case
    for index in range(problem.count):
        assert problem.index(problem.package(index)) == index
        mark = problem.landmark(index)
        assert (mark.package, mark.choices) == (index, problem.package(index))
        assert problem.landmark(np.int64(index)).package == index
        assert problem.landmark(problem.package(index)).package == index


BARE = BargainingProblem.from_arrays(
    [[10, 8, 5, 2], [1, 4, 6, 9]], [1, 1], [True, True, False, True]
)


@pytest.mark.parametrize("index", [-1, 4, 10**17])
def test_there_is_no_package_of_another_number(index: int) -> None:
    for asked in (
        BARE.package,
        BARE.crosses,
        BARE.possible,
        BARE.landmark,
        lambda k: BARE.payoffs_of([0, k]),
    ):
        with pytest.raises(UnsuitableGame):
            asked(index)


@pytest.mark.parametrize(
    ("package", "told"),
    [({}, "is left out"), ({"x": "much"}, "has no option `much`")],
)
def test_a_package_is_named_whole(package: dict[str, str], told: str) -> None:
    problem = negotiate.load("classics/orange").together()
    first = next(iter(problem.blocks[0].issues))
    with pytest.raises(UnsuitableGame) as wrong:
        problem.index({first if k == "x" else k: v for k, v in package.items()})
    assert f"`{first}` {told}" in wrong.value.message
    assert problem.blocks[0].options[0][0] in wrong.value.hint


def test_a_claim_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnsuitableGame) as wrong:
        BARE.without("plan")
    assert "no_deal.player 1" in wrong.value.hint


@pytest.mark.parametrize(
    "arrays",
    [
        ([[1, 2]], [0, 0]),
        ([[1, 2], [3, 4]], [0]),
        ([[]], [0]),
        ([[1, np.nan]], [0]),
        ([[1, 2]], [np.inf]),
        ([1, 2], [0]),
        ([["a", 2]], [0]),
        ([[1, 2]], [0], [True]),
        ([[1, 2]], [0], [1, 0]),
    ],
)
def test_arrays_that_are_no_problem_are_refused(arrays: Any) -> None:
    with pytest.raises(UnsuitableGame):
        BargainingProblem.from_arrays(*arrays)


def test_what_is_handed_out_changes_nothing_inside() -> None:
    payoffs = np.array([[10.0, 8, 5, 2], [1, 4, 6, 9]])
    problem = BargainingProblem.from_arrays(payoffs, [1, 1])
    zone_before = problem.zone().tolist()
    payoffs[:] = 0
    problem.feasible()[:] = False
    problem.acceptable()[:] = False
    for array in (problem.payoffs, problem.zone(), problem.gains(), problem.frontier()):
        with pytest.raises(ValueError, match="read-only"):
            array[..., 0] = 99
    assert problem.zone().tolist() == zone_before


def test_packages_are_not_laid_out_where_there_are_too_many() -> None:
    problem = negotiate.load("us-china/phase-one-2020").together()
    many = BargainingProblem.from_arrays(np.zeros((2, 10)), [0, 0])
    many = type(many)(
        many.blocks * 7, many.no_deals, many.players, many.keys, many.claims, many.signers
    )
    assert many.count == 10**7
    for asked in (many.zone, many.acceptable, many.feasible, many.gains, lambda: many.payoffs):
        with pytest.raises(GameTooLarge) as wrong:
            asked()
        assert "--fix" in wrong.value.hint
    assert many.frontier().size == 0
    assert problem.payoffs.shape == (2, problem.count)
