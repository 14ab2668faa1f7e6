"""Statements that decide nothing, and entries of a ranking that place nothing, and no others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import negotiate
from negotiate.language.check.files import check_file
from tests.scenario_strategies import load, ordinal


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("preferences")


def told(written: dict[str, Any], folder: Path, profile: str = "draft") -> list[str]:
    path = folder / "scenario.yaml"
    path.write_text(json.dumps(written), "utf-8")
    return [
        p.message for p in check_file(str(path), profile=profile) if p.code == "idle-preference"
    ]


def ranks(scenario: negotiate.Scenario, player: str) -> list[int]:
    """The order of the possible packages."""
    shape = tuple(len(issue.options) for issue in scenario.issues.values())
    possible = scenario.feasible(scenario.grid(tuple(scenario.issues), {}), shape)
    levels = scenario.payoffs()[0, scenario.keys.index(player)]
    return np.unique(
        levels[np.ones(shape, bool) if possible is None else possible], return_inverse=True
    )[1].tolist()


def flat(groups: list[Any]) -> list[tuple[int, int]]:
    return [
        (g, k)
        for g, group in enumerate(groups)
        for k in range(len(group) if isinstance(group, list) else 1)
    ]


def without(groups: list[Any], entry: tuple[int, int]) -> list[Any]:
    g, k = entry
    group = groups[g]
    rest = [group[i] for i in range(len(group)) if i != k] if isinstance(group, list) else []
    return [*groups[:g], *([rest] if rest else []), *groups[g + 1 :]]


@settings(max_examples=50)
@given(ordinal())
def test_an_order_without_what_is_told_is_the_same_and_nothing_more_can_go(
    folder: Path, written: dict[str, Any]
) -> None:
    scenario = load(written)
    messages = told(written, folder)
    for player, groups in written.get("prefers", {}).items():
        kept, count = groups, 0
        for entry in reversed(flat(groups)):
            shorter = without(kept, entry)
            other = (
                load({**written, "prefers": {**written["prefers"], player: shorter}})
                if shorter
                else None
            )
            same = (
                len(set(ranks(scenario, player))) == 1
                if other is None
                else ranks(other, player) == ranks(scenario, player)
            )
            if same:
                kept, count = shorter or kept, count + 1
        assert sum(f"without it `{player}`" in message for message in messages) == count
    assert sum("places nothing" in message for message in messages) == sum(
        "infeasible" in written and _impossible(written, entry)
        for tiers in written.get("ranking", {}).values()
        for tier in tiers
        for entry in (tier if isinstance(tier, list) else [tier])
    )


def _impossible(written: dict[str, Any], entry: dict[str, str]) -> bool:
    """Whether every package of an entry is ruled out by the one condition under `infeasible`."""
    (condition,) = written["infeasible"]
    return all(
        entry[issue] in options
        if issue in entry
        else set(options) == set(written["issues"][issue]["options"])
        for issue, options in condition.items()
    )


def _twins(**more: Any) -> dict[str, Any]:
    issues = {k: {"decided_by": "ada", "options": ["a", "b"]} for k in "ij"}
    return {"format": 1, "title": "x", "players": ["ada"], "issues": issues, **more}


def test_of_two_that_say_the_same_the_later_one_is_told(folder: Path) -> None:
    (message,) = told(_twins(prefers={"ada": ["i == a", "j == a", {"i": "a"}]}), folder)
    assert message.startswith("`i is a` decides nothing")


def test_a_statement_with_a_parameter_is_left_alone(folder: Path) -> None:
    issues = {"i": {"decided_by": "ada", "options": {"a": 1, "b": 2}}}
    written = _twins(parameters={"limit": 9}, prefers={"ada": ["i > limit", "i == a"]})
    assert told({**written, "issues": issues}, folder) == []


def test_what_counts_in_a_variant_is_not_told(folder: Path) -> None:
    impossible = {"infeasible": [{"j": "b"}]}
    prefers = {"ada": ["i == a", "j == a"]}
    assert len(told(_twins(prefers=prefers, **impossible), folder)) == 1
    free = {"free": {"remove": ["infeasible.0"]}}
    assert told(_twins(prefers=prefers, variants=free, **impossible), folder) == []


def test_who_publishes_says_where_an_order_comes_from(folder: Path) -> None:
    def asked(entry: Any) -> list[str]:
        path = folder / "scenario.yaml"
        path.write_text(json.dumps(_twins(prefers={"ada": [entry, "j == a"]})), "utf-8")
        return [
            p.message
            for p in check_file(str(path), profile="publish")
            if p.code == "unsourced-number"
        ]

    assert asked("i == a") == ["nothing says where the order of `ada` comes from"]
    assert asked({"that": "i == a", "source": "declared"}) == []
