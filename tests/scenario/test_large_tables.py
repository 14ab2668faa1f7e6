"""Tables that nobody could list: what hangs together is laid out, what spans too much is asked
package by package.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import negotiate
from negotiate.bargaining.deal import deal
from negotiate.bargaining.problem import BargainingProblem
from negotiate.errors import GameTooLarge
from tests.reference.plain_claims import smallest_conflicts
from tests.scenario_strategies import load
from tests.signed_tables import Case, signed_tables, tables


def both(written: dict[str, Any], limit: int) -> tuple[BargainingProblem, BargainingProblem]:
    """The table as it is, and with so few packages allowed in a block that limits have to be left
    out of it.
    """
    whole = load(written).together()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("negotiate.bargaining.together.PACKAGE_LIMIT", limit)
        try:
            return whole, load(written).together()
        except GameTooLarge:
            reject()


@settings(max_examples=60)
@given(signed_tables(), st.integers(2, 6))
def test_a_limit_that_is_asked_package_by_package_says_the_same(
    written: dict[str, Any], limit: int
) -> None:
    whole, loose = both(written, limit)
    for index in range(whole.count):
        there = loose.index(whole.package(index))
        assert [c.name for c in whole.crosses(index)] == [c.name for c in loose.crosses(there)]
        assert whole.possible(index) == loose.possible(there)
        assert whole.acceptable_of([index]) == loose.acceptable_of([there])
        assert (index in whole.zone()) == (there in loose.zone())
        assert whole.acceptable()[index] == loose.acceptable()[there]
        assert whole.feasible()[index] == loose.feasible()[there]


@settings(max_examples=150)
@given(signed_tables(), st.integers(2, 6))
def test_what_is_missing_of_a_frontier_is_no_further_off_than_is_said(
    written: dict[str, Any], limit: int
) -> None:
    whole, loose = both(written, limit)
    try:
        found = loose.frontier_of()
    except GameTooLarge:
        assert loose.loose
        return
    true = {loose.index(whole.package(int(k))) for k in whole.frontier()}
    assert set(found.packages.tolist()) <= true
    if not found.gap:
        assert set(found.packages.tolist()) == true
        return
    free = replace(loose, across=())
    span = np.maximum(np.ptp(free.frontier_of().gains, axis=1), 1.0)
    for k in true:
        steps = loose.gains()[:, [k]] - found.gains
        assert (steps / span[:, None]).max(axis=0).min() <= found.gap + 1e-9


@settings(max_examples=40)
@given(tables())
def test_a_claim_in_several_blocks_is_one_claim(case: Case) -> None:
    _, problem, _ = case
    if not len(problem.frontier()):
        assert set(problem.conflicts()) == smallest_conflicts(problem)


def additive(number: int, options: int, **more: Any) -> dict[str, Any]:
    """Issues of agreement whose options are worth something to one and cost the other something."""
    names = [f"i{k}" for k in range(number)]
    labels = [f"o{k}" for k in range(options)]
    payoffs: dict[str, Any] = {"ada": {}, "bo": {}}
    for k, name in enumerate(names):
        gains, costs = (k * 7) % 11 + 1, (k * 5) % 9 + 1
        for player, one in (
            ("ada", gains if k % 2 else -costs),
            ("bo", -costs if k % 2 else gains),
        ):
            payoffs[player][f"t{k}"] = {
                "by": name,
                "values": {label: one * j for j, label in enumerate(labels)},
            }
    return {
        "format": 1,
        "title": "Much to agree on",
        "players": ["ada", "bo"],
        "issues": {name: {"decided_by": "agreement", "options": labels} for name in names},
        "status_quo": dict.fromkeys(names, "o0"),
        "no_deal": "status_quo",
        "payoffs": payoffs,
        **more,
    }


SPANNING = {
    "never": {
        "red_lines": {"all": {"player": "ada", "never": {f"i{k}": ["o1"] for k in range(30)}}}
    },
    "insists": {
        "red_lines": {
            "all": {"player": "ada", "insists": {f"i{k}": ["o0"] for k in range(0, 30, 5)}}
        }
    },
    "impossible": {"infeasible": [{f"i{k}": ["o1"] for k in range(30)}]},
    "nothing": {},
}


@pytest.mark.parametrize("limits", SPANNING.values(), ids=SPANNING)
@pytest.mark.parametrize(("issues", "options"), [(30, 2)])
def test_a_thousand_million_packages_are_a_matter_of_a_second(
    limits: dict[str, Any], issues: int, options: int
) -> None:
    scenario = load(additive(issues, options, **limits))
    start = time.process_time()
    problem = scenario.together()
    found = problem.frontier_of()
    page = str(deal(problem))
    assert time.process_time() - start < 5  # a tenth of it on an idle machine
    assert problem.count == options**issues
    assert len(found.packages)
    assert found.gap == 0
    assert "deal" in page
    assert problem.acceptable_of(found.packages).all()


def test_how_far_off_the_deals_may_be_is_told() -> None:
    top = load(additive(30, 2)).together().frontier_of()
    problem = load(additive(30, 2)).together()
    _, first, count = np.unique(top.gains, axis=1, return_index=True, return_counts=True)
    single = first[count == 1]
    middle = problem.package(int(top.packages[single[len(single) // 2]]))
    crossed = {
        "all": {"player": "ada", "never": {issue: [option] for issue, option in middle.items()}}
    }
    bounded = load(additive(30, 2, red_lines=crossed)).together()
    found = bounded.frontier_of()
    assert 0 < found.gap < 0.1
    assert problem.index(middle) not in found.packages
    said = " ".join(str(deal(bounded)).split())
    assert "Deals may be missing" in said
    assert f"more than {found.gap:.1%} of what is at stake on top of a deal that is shown." in said
    with pytest.raises(GameTooLarge):
        bounded.conflicts()


def test_terms_that_hang_together_too_much_are_refused_with_a_way_out() -> None:
    named = " * ".join(f"i{k}" for k in range(30))
    issues = {
        f"i{k}": {"decided_by": "agreement", "options": {"o0": 0, "o1": 1}} for k in range(30)
    }
    written = additive(30, 2, issues=issues)
    written["payoffs"]["ada"]["product"] = {"expr": named}
    with pytest.raises(GameTooLarge) as wrong:
        load(written).together()
    assert "--fix" in wrong.value.hint
    assert isinstance(wrong.value, negotiate.errors.NegotiateError)
