"""What lint says of texts, numbers and issues as they are written, and what it lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest

import negotiate
from negotiate.language.check.files import check_file

TALKS = """format: 1
title: Talks
players: [a, b]
parameters:
  size: {value: 1, range: [0, 2], source: declared}
issues:
  x: {decided_by: a, options: [p, q]}
  y: {decided_by: b, options: [l, r]}
payoffs:
  a: {gain: {by: x, values: {p: 0, q: size}}}
  b: {gain: {by: y, values: {l: 1, r: 0}}}
"""


def codes(folder: Path, text: str, profile: str = "draft") -> list[str]:
    path = folder / "talks.yaml"
    path.write_text(text, "utf-8")
    return [problem.code for problem in check_file(str(path), profile=profile)]


@pytest.mark.parametrize(
    "line",
    [
        "summary: All talk  #1 of a series",
        "summary: All talk # of a series",
        "summary: 'All talk' #1",
        'summary: "All talk, #1 of a series"',
        "summary: All talk#1",
        "summary: >\n  All talk #1 of a series",
        "minutes: 50 #1",
    ],
)
def test_a_remark_is_let_pass(tmp_path: Path, line: str) -> None:
    assert codes(tmp_path, TALKS.replace("title: Talks", f"title: Talks\n{line}")) == []


@pytest.mark.parametrize(
    "line",
    [
        "summary: We are #1",
        "authors:\n  - Team #2",
        "teaches: [a]\nbriefs: {public: x}\nlicense: X #y",
    ],
)
def test_a_text_that_a_sign_cuts_off_is_told(tmp_path: Path, line: str) -> None:
    assert codes(tmp_path, TALKS.replace("title: Talks", f"title: Talks\n{line}")) == [
        "text-cut-by-comment"
    ]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("{p: 0, q: 700.000}", 1),
        ("{p: -2.000, q: 1.250}", 2),
        ("{p: 0.750, q: 1.250}", 0),
        ("{p: 1.5, q: 2.250}", 0),
        ("{p: 0, q: 1.25}", 0),
        ("{p: 0, q: 0.500}", 0),
        ("{p: 1.125, q: 1.250}", 0),
        ("{p: 0, q: 1.375}", 0),
        ("{p: 0, q: 1234.500}", 0),
    ],
)
def test_a_point_between_what_may_be_thousands(tmp_path: Path, values: str, told: int) -> None:
    text = TALKS.replace("{p: 0, q: size}", values).replace(
        "  size: {value: 1, range: [0, 2], source: declared}\n", ""
    )
    found = codes(tmp_path, text.replace("parameters:\n", ""))
    assert found == ["thousands-or-decimals"] * told


IDLE = TALKS.replace(
    "payoffs:\n",
    "  z: {decided_by: [a, b], options: [m, n]}\nstatus_quo: {x: p, y: l, z: m}\npayoffs:\n",
)


@pytest.mark.parametrize(
    "use",
    [
        "red_lines: {no: {player: a, never: {z: n}}}\n",
        "infeasible: ['z == n and x == q']\n",
        (
            "protocol:\n  - {move: ask, player: a, announces: z}\n  - {move: do, player: b, sets: "
            "y, "
            "when: ask == n}\n"
        ),
        "protocol:\n  - {move: do, player: a, sets: z}\n",
        "variants: {worth: {set: {payoffs.b.more: {by: z, values: {m: 0, n: 3}}}}}\n",
        "variants: {worth: {set: {payoffs.a.gain: {expr: 'if(z == n, size, 0)'}}}}\n",
    ],
)
def test_an_issue_that_something_names_is_not_idle(tmp_path: Path, use: str) -> None:
    assert codes(tmp_path, IDLE) == ["idle-issue"]
    assert "idle-issue" not in codes(tmp_path, IDLE + use)


def test_a_number_without_a_source_is_told_of_its_range_at_once(tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    text = TALKS.replace(", range: [0, 2], source: declared", "").replace(
        "values: {l: 1, r: 0}", "values: {l: size}"
    )
    text = text.replace("b: {gain:", "b: {more: {amount: 3, when: x == q}, gain:")
    path.write_text(text.replace("{l: size}", "{l: size, r: 0}"), "utf-8")
    found = [p for p in check_file(str(path), profile="publish") if p.code == "unsourced-number"]
    assert [p.line for p in found] == [5, 11]
    assert all("`source: declared`" in p.hint and "`range: [from, to]`" in p.hint for p in found)


def test_words_of_the_language_may_be_names(tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    path.write_text(
        TALKS.replace(
            "  size: {value: 1, range: [0, 2], source: declared}", "  size: 1\n  range: 5"
        )
        .replace(
            "  y: {decided_by: b, options: [l, r]}",
            "  options:\n    decided_by: b\n    options: [l, r]",
        )
        .replace(
            "{gain: {by: y, values: {l: 1, r: 0}}}",
            "\n    by:\n      amount: 3\n    values: {expr: options == l}",
        )
        .replace("{expr: options == l}", "{amount: range, when: options == l}"),
        "utf-8",
    )
    scenario = negotiate.load(str(path))
    assert list(scenario.terms["b"]) == ["by", "values"]
    assert list(scenario.issues) == ["x", "options"]


def test_many_options_worth_the_same_are_told_once(tmp_path: Path) -> None:
    options = ", ".join(f"o{k}" for k in range(2_000))
    text = TALKS.replace("[p, q]", f"[{options}]").replace(
        "values: {p: 0, q: size}", "values: {o1: size, o0: 0}"
    )
    text = text.replace("{by: x, values: {o1: size, o0: 0}}", "{amount: size, when: x == o1}")
    assert codes(tmp_path, text) == ["twin-options"]
