"""What lint says: nothing of a file that means what it says, and always the same of files that mean
the same.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.language.check.files import LINTS, check_file
from negotiate.problems import all_rules, rule_groups
from tests.scenario_strategies import scenarios

BROKEN = Path(__file__).parents[2] / "broken"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((BROKEN / "expected.toml").read_text("utf-8"))
CODES = {rule.code for rule in rule_groups()["Hardly meant"]}


def codes(scenario: dict[str, Any], folder: Path, profile: str = "draft") -> Counter[str]:
    path = folder / "random.yaml"
    path.write_text(json.dumps(scenario), "utf-8")
    return Counter(problem.code for problem in check_file(str(path), profile=profile))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lint")


def test_every_lint_and_every_rule_of_a_profile_has_a_broken_file() -> None:
    shown = {report["code"] for entry in EXPECTED.values() for report in entry["reports"]}
    assert CODES | {rule.code for rule in rule_groups()["For a class, for publication"]} <= shown


def test_every_lint_stands_in_the_tuple() -> None:
    modules = Path(negotiate.__file__).parent / "language" / "check" / "lint"
    taking = {
        line.split("def ")[1].split("(")[0]
        for module in modules.glob("*.py")
        for line in module.read_text("utf-8").splitlines()
        if line.startswith("def ")
        and "(subject: Subject) -> Iterator[Finding]" in line
        and "def _" not in line
    }
    assert taking == {path.rpartition(":")[2] for path in LINTS}


@settings(max_examples=60)
@given(scenarios(protocol=True))
def test_no_sound_scenario_makes_a_lint_raise(folder: Path, scenario: dict[str, Any]) -> None:
    codes(scenario, folder, "publish")


def renamed(scenario: dict[str, Any]) -> dict[str, Any]:
    """The same scenario with other names."""
    text = json.dumps(scenario)
    for old, new in {
        "issue_": "matter_",
        "ada": "zoe",
        "term_": "part_",
        "step_": "turn_",
        "weight": "load",
    }.items():
        text = text.replace(old, new)
    return json.loads(text)


@settings(max_examples=30)
@given(scenarios(protocol=True))
def test_names_make_no_difference(folder: Path, scenario: dict[str, Any]) -> None:
    assert codes(scenario, folder) == codes(renamed(scenario), folder)


FAULTS: dict[str, dict[str, Any]] = {
    "unused-parameter": {"parameters": {"spare": 3}},
    "idle-term": {"payoffs": {"ada": {"nothing": {"amount": 0}}}},
    "forbids-nothing": {"red_lines": {"air": {"player": "ada", "never": "1 > 2"}}},
    "idle-variant": {"variants": {"same": {"title": "Nothing new"}}},
    "look-alike": {"payoffs": {"ada": {"g\u0430in": {"amount": 1}}}},
}
"""Code → what brings exactly one more report of it into any sound scenario."""


def laid_over(scenario: dict[str, Any], fault: dict[str, Any]) -> dict[str, Any]:
    result = dict(scenario)
    for key, value in fault.items():
        inner = result.get(key)
        result[key] = laid_over(inner, value) if isinstance(inner, dict) else value
    return result


@pytest.mark.parametrize("code", sorted(FAULTS))
@settings(max_examples=15)
@given(scenario=scenarios())
def test_a_fault_that_is_put_in_is_found_once(
    folder: Path, code: str, scenario: dict[str, Any]
) -> None:
    before = codes(scenario, folder)
    assume(all(all_rules()[found].severity == "warning" for found in before))
    after = codes(laid_over(scenario, FAULTS[code]), folder)
    assert after - before == {code: 1}


def matrix(*cells: float) -> dict[str, Any]:
    """A symmetric two-by-two from the row player's four numbers."""
    reward, sucker, temptation, punishment = cells
    return {
        "format": 1,
        "title": "Two by two",
        "players": ["a", "b"],
        "matrix": {
            "c": {"c": [reward, reward], "d": [sucker, temptation]},
            "d": {"c": [temptation, sucker], "d": [punishment, punishment]},
        },
    }


@given(
    st.tuples(
        *[st.sampled_from([-1000, -100, -10, -5, -3, -2, -1, 0, 1, 2, 3, 4, 5, 10, 50, 100, 1000])]
        * 4
    )
)
def test_a_symmetric_game_may_have_any_numbers(folder: Path, cells: tuple[float, ...]) -> None:
    assert codes(matrix(*cells), folder)["odd-magnitude"] == 0


TALKS = """format: 1
title: Talks
players: [a, b]
issues:
  x: {decided_by: a, options: [none, some, more, most, all]}
  y: {decided_by: b, options: [l, r]}
payoffs:
  a:
    gain: {by: x, values: {none: 0, some: S, more: M, most: T, all: A}}
  b:
    gain: {by: y, values: {l: 1, r: 0}}
"""


@pytest.mark.parametrize(
    ("some", "more", "most", "every", "wanted"),
    [
        (1, 2, 3, 4, []),
        (1, 2, 3, 29, []),
        (1, 2, 3, 30, ["odd-magnitude"]),
        (10, 20, 30, 1, ["odd-magnitude"]),
        (1, 2, 3, -30, []),
        (1, 15, 40, 200, []),
        (1, 2, 20, 40, []),
        (1, -2, 3, 4, ["sign-slip"]),
        (-1, -2, 3, -4, []),
        (-4, -3, 2, -1, []),
        (1, 2, 3, -4, []),
        (-1, 2, 3, 4, []),
        (4, 3, -2, 1, ["sign-slip"]),
        (1, -9, 3, 4, []),
        (1, 1, 3, 4, ["twin-options"]),
        (0, 2, 3, 4, ["twin-options"]),
    ],
)
def test_which_numbers_look_like_slips(
    folder: Path, some: int, more: int, most: int, every: int, wanted: list[str]
) -> None:
    path = folder / "talks.yaml"
    text = TALKS.replace("S,", f"{some},").replace("M,", f"{more},").replace("T,", f"{most},")
    path.write_text(text.replace("A}", f"{every}}}"), "utf-8")
    assert [problem.code for problem in check_file(str(path))] == wanted


TYPED = """format: 1
title: T
players: [a, b]
parameters: {greed: 0}
issues:
  x: {decided_by: a, options: [low, middle, high]}
  y: {decided_by: b, options: [left, right]}
status_quo: {x: low, y: left}
payoffs:
  a: {gain: {by: x, values: {low: 0, middle: 1, high: 1}}, none: {amount: 0}}
  b: {gain: {by: y, values: {left: 0, right: 1}}}
red_lines:
  line: {player: b, never: "x == high and greed > 1"}
"""
TELLING = """types:
  a:
    calm: 0.5
    keen: {odds: 0.5, set: {payoffs.a.gain.high: 2, payoffs.a.none.amount: 3, greed: 2}}
"""


def test_what_counts_for_one_type_only_is_not_idle(tmp_path: Path) -> None:
    path = tmp_path / "typed.yaml"
    for text, wanted in (
        (TYPED, {"twin-options", "idle-term", "forbids-nothing"}),
        (TYPED + TELLING, set()),
    ):
        path.write_text(text, "utf-8")
        assert {problem.code for problem in check_file(str(path))} == wanted
