"""A failed expectation says what was found instead, so that it can be taken over into the file."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from negotiate.language.expectations.matching import TOLERANCE, spelled_chance, spelled_number
from negotiate.language.expectations.testing import Verdict, check_expectations
from negotiate.language.scenario_file import Reading

RUSH = """format: 1
title: Rush
players: [a, b]
issues:
  x: {decided_by: a, options: [wait, rush]}
  y: {decided_by: b, options: [wait, rush]}
status_quo: {x: wait, y: wait}
payoffs:
  a:
    g: {by: [x, y], values: {wait: {wait: 0, rush: 2.1}, rush: {wait: 0.5, rush: 0}}}
    shame: {amount: -1, when: open == x_rushes}
  b:
    h: {by: [x, y], values: {wait: {wait: 1, rush: 0}, rush: {wait: 0, rush: 7.5}}}
protocol:
  - {move: open, player: a, choose: {x_waits: {x: wait}, x_rushes: {x: rush}}}
  - {move: reply, player: b, when: open == x_rushes, choose: {y_waits: {y: wait}, y_rushes: {y: rush}}}
expect:
"""


def verdict(folder: Path, entry: str) -> Verdict:
    path = folder / "rush.yaml"
    path.write_text(f"{RUSH}  - {entry}\n", "utf-8")
    return check_expectations(Reading(str(path)))[0]


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("{tree: {open: x_rushes, x: wait}}", "open: x_waits (0 of 1 equilibrium agrees)"),
        ("{tree: {reply: y_waits}}", "reply not reached (0 of 1 equilibrium agrees)"),
        (
            "{tree: {open: x_waits}, payoffs: {a: 2, b: 1}}",
            "payoffs a 0 (0 of 1 equilibrium agrees)",
        ),
        ("{tree: {}, where: a > 1}", "payoffs a 0, b 1 (0 of 1 equilibrium agrees)"),
        (
            "{tree: {open: x_waits}, in: no}",
            "open: x_waits; payoffs a 0, b 1 (1 of 1 equilibrium agrees)",
        ),
        (
            "{tree: {open: x_waits}, count: 0}",
            "open: x_waits; payoffs a 0, b 1 (1 of 1 equilibrium agrees)",
        ),
        ("{tree: {open: x_rushes}, count: 1}", "open: x_waits (0 of 1 equilibrium agrees)"),
        (
            "{solve: {x: {wait: 0.88}, y: {wait: 0.808}}}",
            (
                "x: {wait: 15/17, rush: 2/17}, y: {wait: 21/26, rush: 5/26} (0 of 1 equilibrium "
                "agrees)"
            ),
        ),
    ],
)
def test_what_was_found_is_said_part_by_part(entry: str, found: str, tmp_path: Path) -> None:
    got = verdict(tmp_path, entry)
    assert not got.met
    assert got.found == found


def test_what_is_met_needs_no_more_words(tmp_path: Path) -> None:
    assert verdict(tmp_path, "{tree: {open: x_waits}}").found == "1 of 1 equilibrium agrees"


def test_what_was_found_can_be_pasted(tmp_path: Path) -> None:
    told = verdict(tmp_path, "{solve: {x: {wait: 0.88}, y: {wait: 0.808}}}").found
    choices = yaml.safe_load(f"{{{told.rpartition(' (')[0]}}}")
    assert verdict(tmp_path, f"{{solve: {choices}}}").met


def test_settings_are_spelled_as_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rush.yaml"
    entry = (
        "{tree: {open: x_waits}, in: no, payoffs: {a: 3}, set: {payoffs.a.g.values: {wait: "
        "{wait: 0.0}}}}"
    )
    path.write_text(f"{RUSH}  - {entry}\n", "utf-8")
    (expected,) = Reading(str(path)).scenario({}, None, {}).expectations
    assert expected.written.endswith(
        "payoffs a 3; in no; with payoffs.a.g.values={wait: {wait: 0}}"
    )


@given(st.floats(0, 1))
def test_a_chance_is_spelled_as_closely_as_it_is_compared(p: float) -> None:
    said = spelled_chance(p)
    top, _, bottom = said.partition("/")
    assert abs(float(top) / float(bottom or 1) - p) <= TOLERANCE


@given(st.floats(-1e12, 1e12))
def test_a_number_is_spelled_as_closely_as_it_is_compared(x: float) -> None:
    assert abs(float(spelled_number(x)) - x) <= TOLERANCE * max(1.0, abs(x))


def test_the_nearest_miss_is_told_first_and_in_full(tmp_path: Path) -> None:
    path = tmp_path / "meet.yaml"
    worth = "{by: [x, y], values: {l: {l: 1, r: 0}, r: {l: 0, r: 2}}}"
    path.write_text(
        "format: 1\ntitle: Meet\nplayers: [a, b]\nissues:\n"
        "  x: {decided_by: a, options: [l, r]}\n  y: {decided_by: b, options: [l, r]}\n"
        f"status_quo: {{x: l, y: l}}\npayoffs:\n  a: {{g: {worth}}}\n  b: {{g: {worth}}}\n"
        "expect:\n  - {solve: {x: {l: 0.65, r: 0.35}}, in: some}\n  - {solve: {x: {l: 0.05, r: "
        "0.95}}, in: some}\n",
        "utf-8",
    )
    near, sure = check_expectations(Reading(str(path)))
    assert near.found.startswith("x: {l: 2/3, r: 1/3} | x: l | 1 more")
    assert sure.found.startswith("x: r | x: {l: 2/3, r: 1/3}")
