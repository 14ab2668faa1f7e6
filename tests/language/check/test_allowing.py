"""Comments that allow a warning: read as YAML reads them, for one line, one rule, and no error."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from negotiate.language.check.files import allowances, check_file, comments
from negotiate.problems import rule_groups

BROKEN = Path(__file__).parents[2] / "broken"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((BROKEN / "expected.toml").read_text("utf-8"))
WARNINGS = {rule.code for rule in rule_groups()["Hardly meant"]} - {
    "needless-allow",
    "stale-completion",
}
"""The last is about a line that is a comment of its own, and about the file beside this one."""
WARNED = [
    (name, report["at"], report["code"])
    for name, entry in EXPECTED.items()
    for report in entry["reports"]
    if report["code"] in WARNINGS
]


@pytest.mark.parametrize(
    ("name", "at", "code"), WARNED, ids=[f"{name} {at}" for name, at, _ in WARNED]
)
def test_every_warning_can_be_allowed_in_its_line(
    name: str, at: str, code: str, tmp_path: Path
) -> None:
    lines = (BROKEN / f"{name}.yaml").read_text("utf-8").splitlines()
    line = int(at.partition(":")[0])
    lines[line - 1] += f"  # see the notes  # check: allow {code}"
    path = tmp_path / "allowed.yaml"
    for wanted, told in ((code, []), ("twin-optoins", [code, "needless-allow"])):
        lines[line - 1] = lines[line - 1].rpartition("allow ")[0] + "allow " + wanted
        path.write_text("\n".join(lines), "utf-8")
        assert sorted(p.code for p in check_file(str(path)) if p.line == line) == sorted(told)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: 1 # c", [(1, 5)]),
        ("# c", [(1, 0)]),
        ("a: b#c", []),
        ("a: 'x # y' # c", [(1, 11)]),
        ("a: 'it''s # y' # c", [(1, 15)]),
        ('a: "x \\" # y" # c', [(1, 14)]),
        ("a: it's # c", [(1, 8)]),
        ("a: {b: 'x # y', c: \"# z\"} # c", [(1, 26)]),
        ("a: ['# x', b's] # c", [(1, 16)]),
        ("a: >\n  text # no comment\n\n  more\nb: 1 # c", [(5, 5)]),
        ("a: | # c\n  text # no", [(1, 5)]),
        ("a:\n  - >-\n    text # no\n  - b # c", [(4, 6)]),
        ("- a: >\n    text # no\n  b: 1 # c", [(3, 7)]),
        ("a: 'one # no\n  two # no' # c", [(2, 12)]),
        ("'a # b': 1 # c", [(1, 11)]),
    ],
)
def test_a_comment_is_what_yaml_takes_for_one(text: str, wanted: list[tuple[int, int]]) -> None:
    assert [(line, column) for line, column, _ in comments(text.splitlines())] == wanted


def test_several_codes_stand_in_one_comment() -> None:
    found = list(allowances("f.yaml", ["a: 1  # check: allow one-thing, another  # and why"]))
    assert [(a.code, a.place.column, a.place.width) for a in found] == [
        ("one-thing", 22, 9),
        ("another", 33, 7),
    ]


@pytest.mark.parametrize(
    "reason", [" - for the class", "; as in the source", " (declared)", " – see above"]
)
def test_a_reason_may_follow_the_code(reason: str) -> None:
    assert [a.code for a in allowances("f.yaml", [f"a: 1  # check: allow one-thing{reason}"])] == [
        "one-thing"
    ]


def test_an_error_cannot_be_allowed(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text((BROKEN / "minutes-missing.yaml").read_text("utf-8"), "utf-8")
    text = path.read_text("utf-8").replace(
        "title: A fishery", "title: A fishery # check: allow missing-minutes"
    )
    path.write_text(text, "utf-8")
    assert [p.code for p in check_file(str(path), profile="class")] == [
        "missing-minutes",
        "needless-allow",
    ]


def test_what_only_a_later_profile_warns_of_is_not_needless_before(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    text = (BROKEN / "source-cited-nowhere.yaml").read_text("utf-8")
    path.write_text(text.replace("  treaty:", "  treaty: # check: allow uncited-source"), "utf-8")
    assert [
        check_file(str(path), profile=profile) for profile in ("draft", "class", "publish")
    ] == [[], [], []]
