"""What lint says of red lines and ratifiers is what a reader finds who tries every package."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.language.check.files import check_file
from tests.scenario_strategies import bounded, conditions, load

WHERE = ["1 < 0", "ada > 0", "ada > no_deal.ada"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("limits")


def told(scenario: dict[str, Any], folder: Path) -> set[tuple[str, str]]:
    """Code and first quoted name, empty where there is none, of everything that `check` says."""
    path = folder / "scenario.yaml"
    path.write_text(json.dumps(scenario), "utf-8")
    return {(found.code, f"{found.message}``".split("`")[1]) for found in check_file(str(path))}


def refused(written: dict[str, Any]) -> dict[str, set[tuple[int, ...]]]:
    """Red line or ratifier → the possible packages that it refuses, and under "" all possible
    ones.
    """
    scenario = load(written)
    shape = tuple(len(issue.options) for issue in scenario.issues.values())
    frame = scenario.grid(tuple(scenario.issues), {})
    mask = scenario.feasible(frame, shape)
    possible = {p for p in product(*map(range, shape)) if mask is None or mask[p]}
    result = {"": possible}
    for name in [*written["red_lines"], *written["ratifiers"]]:
        alone = {
            **written,
            "red_lines": {
                k: {**v, "cost": 0} for k, v in written["red_lines"].items() if k != name
            },
            "ratifiers": {},
        }
        section = "red_lines" if name in written["red_lines"] else "ratifiers"
        own = {k: v for k, v in written[section][name].items() if k != "cost"}
        alone[section] = {**alone[section], name: own}
        one = load(alone)
        may = one.may_sign()[one.keys.index(own["player"])]
        result[name] = {p for p in possible if not may[p]}
    return result


@settings(max_examples=50)
@given(bounded())
def test_what_refuses_nothing_or_everything_is_told(folder: Path, written: dict[str, Any]) -> None:
    found = told(written, folder)
    assume("no-game" not in {code for code, _ in found})
    by_name = refused(written)
    possible = by_name[""]
    names = [*written["red_lines"], *written["ratifiers"]]
    assert {n for code, n in found if code == "forbids-nothing"} == {
        n for n in names if not by_name[n]
    }
    assert {n for code, n in found if code == "accepts-nothing"} == {
        n for n in written["ratifiers"] if by_name[n] == possible
    }
    contradictory = set()
    for player in written["players"]:
        hard = {k: v for k, v in written["red_lines"].items() if "cost" not in v} | written[
            "ratifiers"
        ]
        own = [n for n, limit in hard.items() if limit["player"] == player]
        together = set().union(*(by_name[n] for n in own))
        if len(own) > 1 and together == possible and all(by_name[n] != possible for n in own):
            contradictory.add(own[0])
    assert {n for code, n in found if code == "lines-contradict"} == contradictory


@settings(max_examples=40)
@given(bounded(), st.data())
def test_no_expectation_of_deals_makes_a_lint_raise(
    folder: Path, written: dict[str, Any], data: st.DataObject
) -> None:
    claims = [
        *written["red_lines"],
        *written["ratifiers"],
        *(f"no_deal.{p}" for p in written["players"]),
    ]
    because = data.draw(st.lists(st.sampled_from(claims), min_size=1, unique=True))
    pattern, where = (
        data.draw(conditions(written["issues"]) | st.just({})),
        data.draw(st.sampled_from(WHERE)),
    )
    entries = [
        {"deal": pattern, "where": where},
        {"deal": "none", "because": because},
        {"deal": "none", "not_because": [*because, *written["issues"]]},
        {
            "deal": {},
            "point": "nash",
            "payoffs": {"ada": 1},
            "fix": {"issue_0": written["status_quo"]["issue_0"]},
        },
    ]
    soft = {name for name in because if "cost" in written["red_lines"].get(name, {})}
    named = {
        n
        for code, n in told({**written, "expect": entries}, folder)
        if code == "expect-cannot-hold"
    }
    assert soft & named == soft


@pytest.mark.parametrize(("source", "missing"), [({}, True), ({"source": "declared"}, False)])
def test_votes_that_are_published_have_a_source(
    folder: Path, source: dict[str, str], missing: bool
) -> None:
    body = {"player": "ada", "votes": {"all": {"votes": 3, "accepts": "everything"}}, **source}
    written = {
        "format": 1,
        "title": "Votes",
        "players": ["ada", "bo"],
        "issues": {"x": {"decided_by": "agreement", "options": ["no", "yes"]}},
        "status_quo": {"x": "no"},
        "payoffs": {
            "ada": {"gain": {"amount": 1, "when": {"x": "yes"}}},
            "bo": {"gain": {"amount": 1}},
        },
        "ratifiers": {"senate": body},
    }
    path = folder / "votes.yaml"
    path.write_text(json.dumps(written), "utf-8")
    said = [found.message for found in check_file(str(path), profile="publish")]
    assert ("nothing says where the votes of `senate` come from" in said) == missing
