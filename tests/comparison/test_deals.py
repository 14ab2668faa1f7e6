"""What becomes of deals from one side to the other, and what keeps one from being signed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.answers import Prediction
from negotiate.comparison.causes import Better, Unsigned
from negotiate.comparison.result import LensChange, LensComparison, SideComparison
from negotiate.lenses import TOGETHER
from tests.comparison.sentences import sentences
from tests.scenario_strategies import load
from tests.signed_tables import signed_tables

FLAGSHIP = "us-china/beijing-2018"


def together(first: negotiate.Scenario, second: negotiate.Scenario) -> LensChange:
    found = negotiate.compare(first, second)
    assert isinstance(found, SideComparison)
    return next(change for change in found.lenses if change.lens is TOGETHER)


def talks(**changes: Any) -> negotiate.Scenario:
    """Two who share a sum out, where a gift may be asked for."""
    written: dict[str, Any] = {
        "format": 1,
        "title": "Shares",
        "players": ["ada", "bo"],
        "issues": {
            "share": {"decided_by": "agreement", "options": {"low": 2, "half": 5, "high": 8}},
            "gift": {"decided_by": "agreement", "options": ["kept", "given"]},
        },
        "status_quo": {"share": "low", "gift": "kept"},
        "no_deal": "status_quo",
        "payoffs": {
            "ada": {"share": {"expr": "share"}, "gift": {"by": "gift", "values": {"given": 1}}},
            "bo": {"share": {"expr": "0 - share"}, "gift": {"by": "gift", "values": {"given": 4}}},
        },
    }
    return load({**written, **changes})


def test_a_deal_that_appears_names_the_claims_that_left_nothing_to_sign() -> None:
    change = together(
        negotiate.load(FLAGSHIP), negotiate.load(FLAGSHIP, variant="us_drops_mic2025")
    )
    assert isinstance(change.first, Prediction)
    assert isinstance(change.second, Prediction)
    assert change.first.outcomes == ()
    problem = negotiate.load(FLAGSHIP, variant="us_drops_mic2025").together()
    assert [dict(o.choices) for o in change.second.outcomes] == [
        problem.package(k) for k in problem.nash().packages
    ]
    assert change.fates is not None
    come = change.fates.come
    assert isinstance(come, Unsigned)
    assert (come.everything, come.by_second) == (True, False)
    assert {(one.player, one.claim) for one in come.claims} == {("china", "plan"), ("us", "demand")}


def test_a_red_line_that_the_deal_crosses_takes_it_away() -> None:
    line = {"alms": {"player": "bo", "never": {"gift": ["given"], "share": ["half"]}}}
    change = together(talks(), talks(red_lines=line))
    assert change.fates is not None
    gone = change.fates.gone
    assert isinstance(gone, Unsigned)
    assert [(one.player, one.claim) for one in gone.claims] == [("bo", "alms")]
    assert not gone.everything
    assert "crosses the red line `alms` of bo" in " ".join(
        sentences(negotiate.compare(talks(), talks(red_lines=line)))
    )


def test_a_better_life_without_a_deal_takes_it_away() -> None:
    change = together(talks(), talks(no_deal={"gift": "given"}))
    assert change.fates is not None
    gone = change.fates.gone
    assert isinstance(gone, Unsigned)
    assert gone.everything
    assert not gone.claims
    better = together(talks(), talks(no_deal={"gift": "given", "share": "half"}))
    assert better.fates is not None
    assert isinstance(better.fates.gone, Unsigned)


def test_another_deal_may_be_better_though_the_first_could_still_be_signed() -> None:
    dear = talks().terms["ada"]
    assert set(dear) == {"share", "gift"}
    rich = talks(
        payoffs={
            "ada": {"share": {"expr": "share"}, "gift": {"by": "gift", "values": {"given": 1}}},
            "bo": {
                "share": {"expr": "0.1 * share"},
                "gift": {"by": "gift", "values": {"given": 4}},
            },
        }
    )
    change = together(talks(), rich)
    assert change.fates is not None
    assert isinstance(change.fates.gone, Better)
    assert change.fates.gone.label == "share high, gift given"
    assert "the first deal could be signed too, but" in " ".join(
        sentences(negotiate.compare(talks(), rich))
    )
    assert change.fates.signed == (
        len(talks().together().zone()),
        len(rich.together().zone()),
    )


def test_where_no_deal_has_several_faces_each_deal_is_listed_once() -> None:
    found = negotiate.compare(negotiate.load("classics/battle-of-the-sexes"))
    assert isinstance(found, LensComparison)
    answer = found.lenses[2].answer
    assert isinstance(answer, Prediction)
    assert sorted(tuple(outcome.payoffs.values()) for outcome in answer.outcomes) == [
        (2.0, 3.0),
        (3.0, 2.0),
    ]
    assert any("3 equilibria" in note for note in answer.notes)
    assert not any("about the first" in note for note in answer.notes)


@settings(max_examples=25)
@given(signed_tables(), st.data())
def test_what_is_told_of_deals_is_so(written: dict[str, Any], data: st.DataObject) -> None:
    other = (
        {**written, "red_lines": {}} if data.draw(st.booleans()) else {**written, "ratifiers": {}}
    )
    one, two = load(written), load(other)
    change = together(one, two)
    tables = one.together(), two.together()
    assert isinstance(change.first, Prediction)
    assert isinstance(change.second, Prediction)
    assert change.fates is not None
    for answer, table in zip((change.first, change.second), tables, strict=True):
        packages = [table.index(outcome.choices) for outcome in answer.outcomes]
        assert packages == list(table.nash().packages)[: len(packages)]
        assert bool(packages) == bool(len(table.zone()))
    assert change.fates.signed == tuple(len(table.zone()) for table in tables)
    whys = (change.fates.gone, change.fates.come)
    for why, answer, table in zip(whys, (change.second, change.first), tables[::-1], strict=True):
        if isinstance(why, Unsigned) and why.everything and not why.claims:
            assert table.acceptable().any()
            assert not len(table.zone())
        elif isinstance(why, Unsigned) and why.everything:
            assert not answer.outcomes
            assert frozenset(one.claim for one in why.claims) in table.conflicts()
        elif isinstance(why, Unsigned):
            assert why.claims
            assert answer.outcomes
        elif isinstance(why, Better):
            assert answer.outcomes[0].label == why.label


@pytest.mark.parametrize(
    "name", ["trade/usmca-2018", "peace/camp-david-1978", "europe/brexit-2019"]
)
def test_every_variant_of_a_file_of_deals_can_be_told(name: str) -> None:
    plain = negotiate.load(name)
    for variant in plain.variants:
        found = negotiate.compare(plain, negotiate.load(name, variant=variant))
        assert any(said.startswith("deal: ") for said in sentences(found))
