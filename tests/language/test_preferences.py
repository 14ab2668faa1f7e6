"""Preferences without numbers order packages as a reader does who compares them statement by
statement.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.errors import ScenarioError
from negotiate.model import TERM, weights
from tests.scenario_strategies import load, ordinal

BASE: dict[str, Any] = {
    "format": 1,
    "title": "A fishery",
    "players": ["north", "south"],
    "issues": {
        "quota": {"decided_by": "north", "options": {"low": 10, "high": 30}},
        "access": {"decided_by": "south", "options": ["closed", "open", "leased"]},
    },
}
SOUTH = ["access == closed"]


def prefers(*north: Any, **more: Any) -> dict[str, Any]:
    return {**BASE, "prefers": {"north": list(north), "south": SOUTH}, **more}


def order(scenario: negotiate.Scenario, player: str = "north") -> list[list[int]]:
    """The levels of a player, quota by access."""
    found = scenario.payoffs()[0, scenario.keys.index(player)]
    return [[int(level) for level in row] for row in found]


def packages(written: dict[str, Any]) -> Iterator[dict[str, str]]:
    for row in product(*(part["options"] for part in written["issues"].values())):
        yield dict(zip(written["issues"], row, strict=True))


def holds(condition: dict[str, list[str]], package: dict[str, str]) -> bool:
    return all(package[issue] in options for issue, options in condition.items())


def true(entry: dict[str, Any], package: dict[str, str]) -> bool:
    """Whether a statement is true, by the words of the language's description."""
    if "that" not in entry:
        return holds(entry, package)
    that = holds(entry["that"], package)
    if "if" in entry:
        return that or not holds(entry["if"], package)
    return that == holds(entry["iff"], package)


def judged(written: dict[str, Any], player: str, package: dict[str, str]) -> tuple[int, ...]:
    """What compares a package for a player: how many statements of each group hold, or its place
    from below.
    """
    if player in written.get("prefers", {}):
        groups = [
            group if isinstance(group, list) else [group] for group in written["prefers"][player]
        ]
        return tuple(sum(true(entry, package) for entry in group) for group in groups)
    tiers = [tier if isinstance(tier, list) else [tier] for tier in written["ranking"][player]]
    return (
        -next(
            k
            for k, tier in enumerate(tiers)
            if any(entry.items() <= package.items() for entry in tier)
        ),
    )


@settings(max_examples=60)
@given(ordinal())
def test_levels_order_packages_as_the_words_do(written: dict[str, Any]) -> None:
    scenario = load(written)
    assert scenario.ordinal == frozenset(written["players"])
    for number, player in enumerate(written["players"]):
        levels = scenario.payoffs()[0, number].ravel()
        seen = [judged(written, player, package) for package in packages(written)]
        places = {found: place for place, found in enumerate(sorted(set(seen)), start=1)}
        assert levels.tolist() == [places[found] for found in seen]


@settings(max_examples=20)
@given(ordinal(mixed=True))
def test_a_player_has_numbers_or_levels(written: dict[str, Any]) -> None:
    scenario = load(written)
    without = {*written.get("prefers", {}), *written.get("ranking", {})}
    assert scenario.ordinal == without
    assert scenario.is_ordinal == bool(without)
    assert {player for player, terms in scenario.terms.items() if list(terms) == [TERM]} == without


@pytest.mark.parametrize(
    ("text", "mapping"),
    [
        ("access == open if quota == low", {"that": {"access": "open"}, "if": {"quota": "low"}}),
        ("access == open iff quota == low", {"that": {"access": "open"}, "iff": {"quota": "low"}}),
        ("access == open if (quota > 10)", {"that": {"access": "open"}, "if": {"quota": "high"}}),
        (
            "quota * if(access == open, 1, 0) > 5 if quota < 20",
            {"that": {"access": "open"}, "if": {"quota": "low"}},
        ),
        (
            "(access == open or access == leased) iff not quota > 10",
            {"that": {"access": ["open", "leased"]}, "iff": {"quota": "low"}},
        ),
    ],
)
def test_a_statement_in_one_line_is_the_long_form(text: str, mapping: dict[str, Any]) -> None:
    assert order(load(prefers(text))) == order(load(prefers(mapping)))


def test_an_earlier_statement_outweighs_all_later_ones() -> None:
    scenario = load(prefers("access == open", "quota == high", "access != closed"))
    assert order(scenario) == [[1, 5, 2], [3, 6, 4]]


def test_a_group_counts_how_many_hold() -> None:
    assert order(load(prefers(["access == open", "quota == high"], "access == leased"))) == [
        [1, 3, 2],
        [3, 5, 4],
    ]


def test_fifty_statements_are_weighed_exactly() -> None:
    assert weights([["one"]] * 50)[0] == 2**49
    scenario = load(prefers("access == open", *["quota == low"] * 48, "access == leased"))
    assert order(scenario) == [[3, 6, 4], [1, 5, 2]]


def test_a_statement_may_turn_on_a_parameter() -> None:
    written = prefers("quota > limit", "access == open", parameters={"limit": 20})
    assert order(load(written)) == [[1, 2, 1], [3, 4, 3]]
    assert order(load(written, set={"limit": 5})) == [[3, 4, 3], [3, 4, 3]]


def test_levels_of_draws_are_compared_as_in_the_file() -> None:
    scenario = load(prefers("quota > limit", "access == open", parameters={"limit": 20}))
    found = scenario.payoffs({"limit": np.array([20.0, 5.0, 40.0])})
    assert found[:, 0].tolist() == [
        [[1, 2, 1], [3, 4, 3]],
        [[3, 4, 3], [3, 4, 3]],
        [[1, 2, 1], [1, 2, 1]],
    ]


def test_a_ranking_leaves_the_rest_to_one_entry() -> None:
    ranking = {
        "north": [
            {"access": ["open", "leased"], "quota": "high"},
            {"access": "open", "quota": "low"},
            "everything else",
        ]
    }
    scenario = load({**BASE, "ranking": ranking, "prefers": {"south": SOUTH}})
    assert order(scenario) == [[1, 2, 1], [1, 3, 3]]


def test_what_cannot_happen_needs_no_place() -> None:
    written = {
        **BASE,
        "prefers": {"south": SOUTH},
        "ranking": {"north": [{"access": "open"}, {"access": "closed"}]},
    }
    with pytest.raises(ScenarioError, match=r"leaves out `access: leased`"):
        load(written)
    scenario = load({**written, "infeasible": [{"access": "leased"}]})
    assert order(scenario) == [[1, 2, 0], [1, 2, 0]]


def test_a_package_that_cannot_happen_may_be_ranked_twice() -> None:
    ranking = {"north": [{"access": "open"}, {"quota": "high"}, "everything else"]}
    written = {**BASE, "prefers": {"south": SOUTH}, "ranking": ranking}
    with pytest.raises(ScenarioError, match=r"ranks `quota: high, access: open` twice"):
        load(written)
    assert load({**written, "infeasible": [{"quota": "high", "access": "open"}]}).is_ordinal


def test_few_of_many_gaps_are_told() -> None:
    issues = {f"i{k}": {"decided_by": "north", "options": ["a", "b"]} for k in range(4)}
    written = {**BASE, "issues": {**BASE["issues"], **issues}, "prefers": {"south": SOUTH}}
    with pytest.raises(ScenarioError, match="and 12 more"):
        load({**written, "ranking": {"north": [dict.fromkeys(issues, "a")]}})


@pytest.mark.parametrize(
    ("address", "value", "expected"),
    [
        ("prefers.north.0", "quota == high", [[1, 1, 1], [2, 2, 2]]),
        ("prefers.north", ["access == leased"], [[1, 1, 2], [1, 1, 2]]),
        ("prefers.north.1.that", "access == leased", [[1, 3, 2], [1, 3, 2]]),
    ],
)
def test_addresses_reach_statements(address: str, value: Any, expected: list[list[int]]) -> None:
    written = prefers("access == open", {"that": "quota == high", "about": "why"})
    changed = load(written, set={address: value})
    assert order(changed) == expected


def test_a_variant_takes_statements_away_and_gives_numbers() -> None:
    variants = {
        "calm": {"remove": ["prefers.north.0"]},
        "counted": {
            "remove": ["prefers.north"],
            "set": {"payoffs.north": {"catch": {"expr": "quota"}}},
        },
    }
    written = prefers("access == open", "quota == high", variants=variants)
    assert order(load(written, variant="calm")) == [[1, 1, 1], [2, 2, 2]]
    counted = load(written, variant="counted")
    assert counted.ordinal == {"south"}
    assert order(counted) == [[10, 10, 10], [30, 30, 30]]


def test_a_file_that_extends_another_brings_its_own_order(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        json.dumps(prefers("access == open", "quota == high")), "utf-8"
    )
    above = {
        "format": 1,
        "title": "Above",
        "extends": "base.yaml",
        "prefers": {"north": ["quota == low"]},
    }
    (tmp_path / "above.yaml").write_text(json.dumps(above), "utf-8")
    assert order(negotiate.load(tmp_path / "above.yaml")) == [[2, 2, 2], [1, 1, 1]]


@settings(max_examples=20)
@given(ordinal(), st.data())
def test_what_cannot_happen_changes_no_order_among_the_rest(
    written: dict[str, Any], data: st.DataObject
) -> None:
    several = [issue for issue, part in written["issues"].items() if len(part["options"]) > 1]
    assume(several)
    issue = data.draw(st.sampled_from(several))
    other = {**written, "infeasible": [{issue: list(written["issues"][issue]["options"])[:1]}]}
    assert np.array_equal(load(written).payoffs(), load(other).payoffs())
