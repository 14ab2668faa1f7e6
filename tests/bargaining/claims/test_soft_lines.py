"""The cost from which on a soft red line binds, held against the problem solved at costs on either
side.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.bargaining.claims import Claim, NoDeal
from negotiate.bargaining.packages import Block
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.refusals.prices import Binding, binding
from negotiate.report import report_of
from negotiate.report.json import json_of
from negotiate.report.plain import plain
from tests.reference.plain_claims import comparable

LINE = Claim("face", 0, "soft red line")


def _problem(
    payoffs: list[list[int]],
    crossed: list[bool],
    costs: list[float],
    apart: list[int],
    cost: float = 1.0,
) -> BargainingProblem:
    price = np.where(crossed, np.array(costs) * cost, 0.0)
    table = np.array(payoffs, dtype=float)
    table[0] -= price
    block = Block(
        table, np.ones(len(crossed), dtype=bool), {"face": np.array(crossed)}, costs={"face": price}
    )
    keys = ("ada", "bo", "cy")[: len(payoffs)]
    least = tuple(Claim(f"no_deal.{key}", p, "no deal") for p, key in enumerate(keys))
    no_deal = NoDeal(np.array(apart, dtype=float))
    return BargainingProblem((block,), (no_deal,), keys, keys, (LINE, *least), (True,) * len(keys))


def _found(problem: BargainingProblem) -> Binding:
    return binding(problem, LINE)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[int]], list[bool], list[float], list[int]]:
    """Payoffs of a few packages, which of them cross the line, and how much more that costs in some
    than in others.
    """
    count, players = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    row = st.lists(st.integers(-2, 9), min_size=count, max_size=count)
    payoffs = draw(st.lists(row, min_size=players, max_size=players))
    crossed = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    same = draw(st.booleans())
    costs = (
        [1.0] * count
        if same
        else draw(st.lists(st.sampled_from([1.0, 2.0, 3.0]), min_size=count, max_size=count))
    )
    return payoffs, crossed, costs, [draw(st.integers(-1, 2)) for _ in range(players)]


STEP = 1 / 1024


@settings(max_examples=120)
@given(tables())
def test_at_these_costs_and_no_earlier_something_changes(
    drawn: tuple[list[list[int]], list[bool], list[float], list[int]],
) -> None:
    found = _found(_problem(*drawn))
    if (
        not found.scaled and found.high > 0
    ):  # told as a cost, while `at` takes multiples of what it is now
        ends = [
            end / found.high
            for end in (found.zone_from, found.zone_clear, found.deal_from, found.deal_clear)
        ]
        found = replace(
            found,
            **dict(zip(("zone_from", "zone_clear", "deal_from", "deal_clear"), ends, strict=True)),
        )

    def at(cost: float) -> tuple[set[int], set[int]]:
        problem = _problem(*drawn, cost=cost)
        assume(comparable([list(row) for row in problem.gains()[:, problem.zone()].T]))
        return set(problem.zone().tolist()), set(problem.nash().packages)

    crossed = set(np.flatnonzero(drawn[1]).tolist())
    zone, deal = at(0.0)
    if zone & crossed:
        assert at(found.zone_from)[0] | (zone - crossed) >= zone - crossed
        assert at(max(found.zone_from - STEP, 0.0))[0] == zone
        assert at(found.zone_from + STEP)[0] != zone
        assert not at(found.zone_clear + STEP)[0] & crossed
        assert at(max(found.zone_clear - STEP, 0.0))[0] & crossed
    else:
        assert (found.zone_from, found.zone_clear) == (0, 0)
    assert found.complete
    if not deal & crossed:
        assert found.deal_clear == 0
        for cost in (0.5, 1.0, 2.5, 7.0):
            assert at(cost)[1] == deal
        return
    assert found.deal_from <= found.deal_clear <= found.zone_clear
    if found.deal_from > 2 * STEP:
        assert at(found.deal_from / 2)[1] == deal
        assert at(found.deal_from - STEP)[1] == deal
    assert at(found.deal_from + STEP)[1] != deal
    assert not at(found.deal_clear + STEP)[1] & crossed
    if found.deal_clear > 2 * STEP:
        assert at(found.deal_clear - STEP)[1] & crossed


def test_a_deal_that_moves_when_crossing_costs_more_than_one() -> None:
    problem = _problem([[6, 4], [4, 5]], [True, False], [1.0, 1.0], [0, 0], cost=0.0)
    found = _found(problem)
    assert not found.scaled
    assert (found.zone_from, found.zone_clear) == (6, 6)
    assert found.deal_from == found.deal_clear == pytest.approx(1.0)


def test_costs_that_differ_are_scaled() -> None:
    problem = _problem([[6, 6, 1], [1, 2, 1]], [True, True, False], [1.0, 2.0, 1.0], [0, 0])
    found = _found(problem)
    assert found.scaled
    assert (found.low, found.high) == (1, 2)
    assert (found.zone_from, found.zone_clear) == (3, 6)


def test_other_claims_stay_as_they_are() -> None:
    problem = _problem([[6, 4], [4, 5]], [True, False], [1.0, 1.0], [0, 0])
    hard = replace(
        problem.blocks[0], crossed={**problem.blocks[0].crossed, "plan": np.array([True, False])}
    )
    barred = replace(
        problem, blocks=(hard,), claims=(Claim("plan", 1, "red line"), *problem.claims)
    )
    found = _found(barred)
    assert (found.zone_from, found.deal_clear) == (0, 0)


def test_an_idle_line_has_no_numbers() -> None:
    problem = _problem([[6, 4], [4, 5]], [True, False], [1.0, 1.0], [0, 0])
    hard = replace(
        problem.blocks[0], crossed={**problem.blocks[0].crossed, "plan": np.array([True, False])}
    )
    barred = replace(
        problem, blocks=(hard,), claims=(Claim("plan", 1, "red line"), *problem.claims)
    )
    found = barred.red_line_prices()
    (binds,) = [line["binding"] for line in json_of(found)["prices"] if line["binding"] is not None]
    assert binds["idle"]
    assert binds["ends"] == dict.fromkeys(("first_lost", "all_lost", "deal_moves", "deal_clear"))
    assert plain(report_of(found))[-1].split("\t")[-3:] == ["idle"] * 3


def test_a_line_that_never_moves_the_deal_has_no_cost_at_which_it_does() -> None:
    problem = _problem([[6, 1], [6, 1]], [False, True], [1.0, 1.0], [0, 0])
    found = problem.red_line_prices()
    (line,) = json_of(found)["prices"]
    assert not line["binding"]["idle"]
    ends = line["binding"]["ends"]
    assert ends["deal_moves"] is ends["deal_clear"] is None
    assert ends["all_lost"] == 1
