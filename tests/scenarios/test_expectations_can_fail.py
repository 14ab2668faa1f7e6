"""The `expect` block of every shipped negotiation and conflict: it is met, listed whole, and each
entry can fail.
"""

from __future__ import annotations

import pytest

import negotiate
from negotiate.language.expectations.testing import Bench, check_expectations
from tests.scenarios import (
    test_conflicts,
    test_deals_elsewhere,
    test_trade_war,
    test_us_china_deals,
    test_war_game,
)
from tests.scenarios.readings import ANSWERED, reading

BREAKS = {
    **test_us_china_deals.BREAKS,
    **test_trade_war.BREAKS,
    **test_war_game.BREAKS,
    **test_deals_elsewhere.BREAKS,
    **test_conflicts.BREAKS,
}
"""Scenario → how each entry of its `expect` begins, in the file's order, and one setting that
breaks it.
"""
CASES = [(name, position) for name, entries in BREAKS.items() for position in range(len(entries))]


@pytest.mark.parametrize("name", BREAKS)
def test_what_it_expects_is_what_it_finds(name: str) -> None:
    verdicts = check_expectations(reading(name))
    assert [(v.expectation.about, v.found) for v in verdicts if not v.met] == []


@pytest.mark.parametrize("name", BREAKS)
def test_every_expectation_has_a_setting_that_breaks_it(name: str) -> None:
    abouts = [entry.about for entry in negotiate.load(name).expectations]
    assert len(abouts) == len(BREAKS[name])
    for about, (start, _) in zip(abouts, BREAKS[name], strict=True):
        assert about.startswith(start)


@pytest.mark.parametrize(
    ("name", "position"), CASES, ids=[f"{n}: {BREAKS[n][p][0]}" for n, p in CASES]
)
def test_every_expectation_can_fail(name: str, position: int) -> None:
    changes = BREAKS[name][position][1]
    entry = reading(name).scenario(changes, None, {}).expectations[position]
    verdict = Bench(reading(name), changes, {}, None, {}).judge(entry)
    assert not verdict.met
    assert ANSWERED.search(verdict.found), "it has to fail by its answer, not by an error"
