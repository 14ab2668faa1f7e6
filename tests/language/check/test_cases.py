"""The cases of a file: which are tried, and how often each is told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from negotiate.language.check import cases
from negotiate.language.check.cases import Trial
from negotiate.language.check.files import check_file
from negotiate.language.scenario_file import Reading

TALKS = """format: 1
title: Talks
players: [a, b]
parameters: {size: {value: 1, range: [0, 2]}}
issues:
  x: {decided_by: a, options: [p, q]}
  y: {decided_by: b, options: [l, r]}
payoffs:
  a: {gain: {by: x, values: {p: 0, q: size}}}
  b: {gain: {by: y, values: {l: 1, r: 0}}}
protocol:
  - {move: first, player: a, sets: x}
  - {move: second, player: b, sets: y}
variants:
  large: {set: {size: 2}}
expect:
  - {solve: {x: q}}
  - {tree: {x: q}, variant: large}
  - {solve: {x: q}, set: {size: 2}}
  - {tree: {x: p}, fix: {x: p}, in: some, payoffs: {a: 0}}
"""


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "talks.yaml"
    path.write_text(TALKS, "utf-8")
    return path


def test_each_case_is_bound_once_with_the_games_it_is_asked_for(talks: Path) -> None:
    reading = Reading(str(talks))
    trial = Trial(reading, {}, {})
    trial.run([None, *reading.variants()])
    assert [case.path for case in trial.cases] == [
        (),
        ("expect", 2),
        ("expect", 3),
        ("variants", "large"),
    ]
    assert [(case.alone is not None, case.tree is not None) for case in trial.cases] == [
        (True, True),
        (True, False),
        (False, True),
        (True, True),
    ]
    assert list(map(trial.expectation, trial.cases[0].scenario.expectations)) == [
        trial.cases[k] for k in (0, 3, 1, 2)
    ]


def test_a_game_that_only_an_expectation_breaks_is_told_at_the_expectation(talks: Path) -> None:
    talks.write_text(
        TALKS + "  - tree: {x: q}\n    set: {protocol: [{move: first, player: a, sets: x}]}\n",
        "utf-8",
    )
    (problem,) = check_file(str(talks))
    assert (problem.code, problem.line) == ("no-game", TALKS.count("\n") + 1)
    assert (
        problem.message
        == "with what this expectation sets and fixes: some path ends with `y` not set by any move"
    )


def test_what_is_set_from_outside_is_tried_and_lint_stays_with_the_file(talks: Path) -> None:
    assert check_file(str(talks), {"size": 0}) == []
    assert [p.code for p in check_file(str(talks), {"sise": 0})] == ["unknown-address"]
    talks.write_text(TALKS.replace("parameters: {", "parameters: {spare: 1, "), "utf-8")
    assert [p.code for p in check_file(str(talks), {"size": 0})] == ["unused-parameter"]
    assert [p.code for p in check_file(str(talks), variant="large")] == ["unused-parameter"]


def test_a_parameter_that_only_a_variant_uses_is_used(talks: Path) -> None:
    text = TALKS.replace("parameters: {", "parameters: {spare: 1, ")
    talks.write_text(
        text.replace("  large: {set: {size: 2}}", "  large: {set: {payoffs.a.gain.q: spare * 3}}"),
        "utf-8",
    )
    assert check_file(str(talks)) == []


def test_a_term_that_counts_only_in_impossible_packages_is_idle(talks: Path) -> None:
    text = TALKS.replace(
        "y: {decided_by: b, options: [l, r]}",
        "y: {decided_by: b, options: [l, r]}\ninfeasible: [x == q]",
    )
    text = text.partition("protocol:")[0].replace(
        "parameters: {size: {value: 1, range: [0, 2]}}\n", ""
    )
    talks.write_text(text.replace("q: size", "q: 1"), "utf-8")
    assert [(p.line, p.code) for p in check_file(str(talks))] == [
        (5, "never-chosen"),
        (9, "idle-term"),
    ]


def test_a_broken_variant_silences_what_would_need_every_case(talks: Path) -> None:
    text = TALKS.replace("parameters: {", "parameters: {spare: 1, ").replace(
        "large: {set: {size", "large: {set: {sise"
    )
    talks.write_text(text, "utf-8")
    assert [p.code for p in check_file(str(talks))] == ["unknown-address"]


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ("red_lines: {dear: {player: b, never: {fee: large}}}", []),
        (
            (
                "red_lines: {dear: {player: b, never: {fee: large}}, low: {player: a, insists: "
                "{fee: "
                "none}}}"
            ),
            [],
        ),
        (
            "red_lines: {dear: {player: b, never: {fee: large}}}\ninfeasible: [fee == large]",
            [(8, "never-chosen"), (14, "forbids-nothing")],
        ),
        ("on_table: [x, y]", [(8, "never-chosen")] * 2),
    ],
)
def test_an_agreed_option_is_out_of_reach_where_no_deal_can_hold_it_and_not_where_a_red_line_refuses_it(
    talks: Path, more: str, wanted: list[tuple[int, str]]
) -> None:
    start, _, _ = TALKS.partition("protocol:")
    issue = "  fee: {decided_by: agreement, options: [none, small, large]}\npayoffs:"
    text = start.replace("payoffs:", issue).replace(
        "b: {", "b: {fee: {by: fee, values: {small: 1, large: 2}}, "
    )
    text += f"status_quo: {{x: p, y: l, fee: none}}\nsigners: [[a, b]]\n{more}\n"
    talks.write_text(text, "utf-8")
    assert [(p.line, p.code) for p in check_file(str(talks))] == wanted


def test_what_there_is_no_time_for_is_told(talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [p for p in check_file(str(talks)) if p.code == "not-tried"] == []
    monkeypatch.setattr(cases, "BIND_LIMIT", 0)
    found = [p for p in check_file(str(talks)) if p.code == "not-tried"]
    assert [(p.line, p.severity) for p in found] == [(14, "warning"), (16, "warning")]
    assert found[0].message.startswith("1 variant of this file is not tried")
    assert found[1].message.startswith("2 expectations of this file are not tried")


def test_a_game_that_takes_long_is_not_laid_out(
    talks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "PLAY_LIMIT", 7)
    reading = Reading(str(talks))
    trial = Trial(reading, {}, {})
    trial.run([None])
    assert [(case.alone, case.tree) for case in trial.cases] == [(None, None)] * len(trial.cases)
    monkeypatch.setattr(cases, "PLAY_LIMIT", 8)
    trial = Trial(reading, {}, {})
    trial.run([None])
    assert trial.cases[0].tree is not None


def test_choices_that_exclude_each_other_are_no_mistake(tmp_path: Path) -> None:
    """No tree can show them as choices at once, and every other lens answers."""
    path = tmp_path / "apart.yaml"
    path.write_text(
        """format: 1
title: Three
players: [a, b, c]
issues:
  x: {decided_by: a, options: [p, q]}
  y: {decided_by: b, options: [l, r]}
  z: {decided_by: c, options: [u, d]}
infeasible: [{x: q, y: r}]
payoffs:
  a: {gain: {by: x, values: {p: 0, q: 1}}}
  b: {gain: {by: y, values: {l: 0, r: 1}}}
  c: {gain: {by: z, values: {u: 0, d: 1}}}
""",
        "utf-8",
    )
    assert check_file(str(path)) == []
