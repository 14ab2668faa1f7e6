"""The smallest conflicts between claims, held against every package and every set of claims."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.bargaining.claims import Claim, NoDeal, no_deal_claim
from negotiate.bargaining.packages import Block
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.refusals.conflicts import SETS, conflicts
from tests.bargaining.claims.random_problems import problems
from tests.reference import plain_claims
from tests.scenario_strategies import load


@settings(max_examples=150)
@given(problems())
def test_every_smallest_conflict_is_listed_and_no_other(problem: BargainingProblem) -> None:
    found = conflicts(problem)
    assert found.complete
    assert len(problem.conflicts()) == len(set(problem.conflicts()))
    assert set(problem.conflicts()) == plain_claims.smallest_conflicts(problem)


@settings(max_examples=100)
@given(problems(lines=3), st.data())
def test_the_sets_without_which_there_is_a_deal_are_the_smallest(
    problem: BargainingProblem, data: st.DataObject
) -> None:
    some = data.draw(
        st.lists(st.sampled_from([claim.name for claim in problem.claims]), unique=True, max_size=2)
    )
    problem = problem.without(*some)
    found = conflicts(problem)
    removals = {frozenset(claim.name for claim in claims) for claims in found.removals}
    there_is_one = bool(plain_claims.zone(problem))
    assert removals == (set() if there_is_one else plain_claims.smallest_removals(problem))
    assert found.deal == there_is_one
    assert [len(claims) for claims in found.removals] == sorted(
        len(claims) for claims in found.removals
    )


@settings(max_examples=60)
@given(problems(bystanders=False))
def test_listed_sets_alone_leave_no_package_and_any_fewer_leave_some(
    problem: BargainingProblem,
) -> None:
    names = {claim.name for claim in problem.claims}
    for held in problem.conflicts():
        assert problem.without(*(names - held)).conflicts() == (held,)
        for member in held:
            assert problem.without(*(names - held | {member})).conflicts() == ()


@settings(max_examples=60)
@given(problems(lines=3, soft=1), st.sampled_from([1 / 3, 1e-3, 1e6, np.pi]))
def test_units_change_no_conflict(problem: BargainingProblem, factor: float) -> None:
    blocks = tuple(replace(block, payoffs=block.payoffs * factor) for block in problem.blocks)
    first = replace(blocks[0], payoffs=blocks[0].payoffs + 1 / 7)
    apart = NoDeal(problem.disagreement * factor + 1 / 7)
    again = replace(problem, blocks=(first, *blocks[1:]), no_deals=(apart,))
    assert again.conflicts() == problem.conflicts()
    assert conflicts(again).removals == conflicts(problem).removals
    assert conflicts(again).level == conflicts(problem).level


def test_a_player_beside_whom_nothing_is_possible() -> None:
    block = Block(np.zeros((1, 2)), np.array([False, False]))
    claims = (Claim(no_deal_claim("ada"), 0, "no deal"),)
    problem = BargainingProblem(
        (block,), (NoDeal(np.zeros(1)),), ("Ada",), ("ada",), claims, (True,)
    )
    assert problem.conflicts() == (frozenset(),)
    assert conflicts(problem).removals == ()


def test_packages_that_nobody_gains_by_are_no_conflict_and_no_deal() -> None:
    problem = BargainingProblem.from_arrays([[0, 1], [0, -1]], [0, 0])
    found = conflicts(problem)
    assert problem.conflicts() == ()
    assert found.level
    assert not found.deal
    assert [[claim.name for claim in claims] for claims in found.removals] == [["no_deal.player 2"]]


def test_the_most_that_the_others_leave_one_player() -> None:
    problem = BargainingProblem.from_arrays(
        [[5, 1], [-3, 4]], [0, 0], [[True, False], [True, True]]
    )
    (only,) = conflicts(problem).sets
    assert only.names == {"red_line.player 1", "no_deal.player 2"}
    assert only.best == -3


def _many_lines(lines: int, size: int) -> BargainingProblem:
    """Each package crosses two lines of its own, so that conflicts take one of each pair."""
    crossed = {}
    for k in range(lines):
        mask = np.zeros(size, dtype=bool)
        mask[k // 2] = True
        crossed[f"line{k}"] = mask
    claims = (*(Claim(name, 0, "red line") for name in crossed), Claim("no_deal.ada", 0, "no deal"))
    block = Block(np.ones((1, size)), np.ones(size, dtype=bool), crossed)
    return BargainingProblem((block,), (NoDeal(np.zeros(1)),), ("Ada",), ("ada",), claims, (True,))


def test_more_lines_than_a_number_has_bits() -> None:
    found = conflicts(_many_lines(12, 6))
    assert found.complete
    assert len(found.sets) == 2**6
    wide = conflicts(_many_lines(140, 70))
    assert not wide.complete
    assert len(wide.removals) == 70
    assert len(wide.sets) <= SETS
    for one in wide.sets:
        assert {int(name[4:]) // 2 for name in one.names} == set(range(70))


@pytest.mark.parametrize("count", [2, 3])
def test_a_thousand_million_packages_are_not_listed(count: int) -> None:
    rng = np.random.default_rng(count)
    blocks = []
    for place in range(9):
        crossed = {f"line{place}": np.arange(10) > 0} if place < 3 else {}
        blocks.append(
            Block(rng.integers(0, 101, (count, 10)).astype(float), np.ones(10, dtype=bool), crossed)
        )
    lines = tuple(Claim(f"line{place}", place % count, "red line") for place in range(3))
    keys = ("ada", "bo", "cy")[:count]
    least = tuple(Claim(no_deal_claim(key), p, "no deal") for p, key in enumerate(keys))
    apart = sum(block.payoffs.max(axis=1) for block in blocks) - 60.0
    problem = BargainingProblem(
        tuple(blocks), (NoDeal(apart),), keys, keys, lines + least, (True,) * count
    )
    found = conflicts(problem)
    assert found.complete
    assert problem.count == 10**9
    assert found.sets
    for held in problem.conflicts():
        assert held & {claim.name for claim in least}


FORTY = {f"i{k}": {"options": ["no", "yes"], "decided_by": "agreement"} for k in range(4)}


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whole_scenarios_without_a_deal(data: st.DataObject) -> None:
    issues = sorted(FORTY)
    option = st.sampled_from(["no", "yes"])
    lines = {
        f"line{k}": {
            "player": data.draw(st.sampled_from(["ada", "bo"])),
            data.draw(st.sampled_from(["never", "insists"])): {
                issue: [data.draw(option)]
                for issue in data.draw(
                    st.lists(st.sampled_from(issues), min_size=1, max_size=2, unique=True)
                )
            },
        }
        for k in range(data.draw(st.integers(2, 5)))
    }
    worth = {
        player: {
            issue: {"by": issue, "values": {"no": 0, "yes": data.draw(st.integers(-4, 4))}}
            for issue in issues
        }
        for player in ("ada", "bo")
    }
    scenario = load(
        {
            "format": 1,
            "title": "Random",
            "players": {"ada": {"name": "Ada"}, "bo": {"name": "Bo"}},
            "issues": FORTY,
            "status_quo": dict.fromkeys(issues, "no"),
            "no_deal": "status_quo",
            "payoffs": worth,
            "red_lines": lines,
        }
    )
    problem = scenario.together()
    assert set(problem.conflicts()) == plain_claims.smallest_conflicts(problem)


def test_the_flagship_is_ruled_out_by_the_demand_with_either_of_two_claims() -> None:
    problem = negotiate.load("us-china/beijing-2018").together()
    assert problem.conflicts() == ({"demand", "plan"}, {"demand", "no_deal.china"})
    assert [[claim.name for claim in claims] for claims in conflicts(problem).removals] == [
        ["demand"],
        ["plan", "no_deal.china"],
    ]
    dropped = negotiate.load("us-china/beijing-2018", variant="us_drops_mic2025").together()
    assert dropped.conflicts() == ()
    assert conflicts(dropped).deal
