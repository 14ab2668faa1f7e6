"""`negotiate check`: profiles, what makes it fail, what it explains, and what it mends first."""

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest

from negotiate.cli.check import FAIL_ON
from negotiate.problems import all_rules, rule_groups
from tests.cli.shell import CHICKEN, FLAGSHIP, ask, game

FINE, FINDING, USAGE, WRONG = 0, 1, 2, 3
UNUSED = "parameters: {spare: 1}\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "talks.yaml"


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (game(), [], FINE),
        (game(), ["--fail-on", "warning"], FINE),
        (game(extra=UNUSED), [], FINE),
        (game(extra=UNUSED), ["--fail-on", "warning"], FINDING),
        (game(extra=UNUSED), ["--fail-on", "never"], FINE),
        (game(), ["--profile", "class"], FINDING),
        (game(), ["--profile", "class", "--fail-on", "never"], FINE),
        (game().replace("decided_by: a", "decided_by: nobody"), ["--fail-on", "never"], WRONG),
        (game().replace("decided_by: a", "decided_by: nobody"), ["--profile", "publish"], WRONG),
        (game(), ["--set", "nothing=1"], USAGE),
        (game(), ["--set", "nothing=1", "--fail-on", "never", "--profile", "class"], USAGE),
        (game(), ["--profile", "printed"], USAGE),
        (game(), ["--fail-on", "always"], USAGE),
        (game(), ["--json", "--sarif"], USAGE),
    ],
)
def test_exit_codes(
    text: str, options: list[str], code: int, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(capsys, "check", write(path, text), *options).code == code


def test_the_choices_are_those_of_the_rules() -> None:
    assert set(FAIL_ON) == {rule.severity for rule in all_rules().values()} | {"never"}


def test_the_profile_is_named_in_the_last_line(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = write(path, game(extra=UNUSED))
    drawn = ask(capsys, "check", name, "--profile", "class").out.splitlines()
    assert drawn[-2:] == ["3 errors and 2 warnings.", "Checked against the profile `class`."]
    assert ask(capsys, "check", name).out.splitlines()[-1] == "1 warning."
    plain = ask(capsys, "check", name, "--plain").out
    assert plain == (
        f"{name}:13:14: warning: nothing depends on the parameter `spare` [unused-parameter]\n1 "
        "warning.\n"
    )
    assert (
        json.loads(ask(capsys, "check", name, "--profile", "class", "--json").out)["profile"]
        == "class"
    )


def test_findings_stand_in_the_order_of_the_file(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = game(extra=UNUSED + "variants:\n  same: {}\nexpect:\n  - {solve: {}}\n")
    found = json.loads(
        ask(capsys, "check", write(path, text), "--profile", "publish", "--json").out
    )["problems"]
    assert {"unused-parameter", "idle-variant", "expect-cannot-fail", "missing-brief"} < {
        p["code"] for p in found
    }
    assert [(p["line"], p["column"]) for p in found] == sorted(
        (p["line"], p["column"]) for p in found
    )


@pytest.mark.parametrize("code", ["never-chosen", "unsourced-number", "unknown-option"])
@pytest.mark.parametrize("form", [[], ["--plain"], ["--json"]], ids=["drawn", "plain", "json"])
def test_a_rule_is_explained(
    code: str, form: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "check", "--explain", code, *form)
    assert (answer.code, answer.err) == (FINE, "")
    said = " ".join(answer.out.split())
    for text in (code, all_rules()[code].says, all_rules()[code].why, all_rules()[code].mend):
        assert (json.dumps(text, ensure_ascii=True)[1:-1] if "--json" in form else text) in said


def test_a_rule_that_is_not_there_has_a_near_name(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "check", "--explain", "unkown-option")
    assert (answer.code, answer.out) == (USAGE, "")
    assert "did you mean `unknown-option`?" in " ".join(answer.err.split())


def test_a_rule_is_explained_as_its_report_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    bare = ask(capsys, "check", "--explain", "unknown-option").out
    assert ask(capsys, "check", "--explain", "[unknown-option]").out == bare


@pytest.mark.parametrize(
    "form", [[], ["--plain"], ["--json"], ["--ascii"]], ids=["drawn", "plain", "json", "ascii"]
)
def test_without_a_code_all_rules_are_listed_by_group(
    form: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "check", "--explain", *form)
    assert (answer.code, answer.err) == (FINE, "")
    if "--json" in form:
        groups = json.loads(answer.out)["groups"]
        listed = [(group, rule["code"]) for group, rules in groups.items() for rule in rules]
        assert listed == [
            (group, rule.code) for group, rules in rule_groups().items() for rule in rules
        ]
    else:
        words = answer.out.split()
        places = [words.index(code) for code in all_rules()]
        assert places == sorted(places)
        assert all(group in answer.out for group in rule_groups())
    assert answer.out == ask(capsys, "check", *form, "--explain").out


def test_without_a_file_there_is_nothing_to_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "check").code == USAGE


def test_sarif_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "check", CHICKEN, "--sarif", "--profile", "class")
    assert json.loads(answer.out)["version"] == "2.1.0"


@dataclass(frozen=True)
class Fixed:
    changed: bool
    mended: tuple[str, ...] = ()
    refused: str = ""
    tidied: dict[str, int] = field(default_factory=dict)


@pytest.fixture
def mending(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mender that takes `spare` away, refuses what is called `shut`, and does nothing else."""

    def fix_file(path: Path) -> Fixed:
        text = path.read_text("utf-8")
        if "shut" in path.name:
            return Fixed(False, refused="it cannot be read")
        if UNUSED not in text:
            return Fixed(False)
        path.write_text(text.replace(UNUSED, ""), "utf-8")
        return Fixed(True, ("`spare` taken away",))

    module = ModuleType("negotiate.language.writing.mending")
    module.fix_file = fix_file  # type: ignore[attr-defined]  # a stand-in made here
    monkeypatch.setitem(sys.modules, "negotiate.language.writing.mending", module)


def unbroken(text: str) -> str:
    """A text without any white space: a long path is broken anywhere."""
    return "".join(text.split())


@pytest.mark.usefixtures("mending")
def test_a_file_is_mended_before_it_is_checked(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = write(path, game(extra=UNUSED))
    first = ask(capsys, "check", "--fix", name, "--fail-on", "warning")
    assert (first.code, first.out) == (FINE, "No problems.\n")
    assert unbroken(first.err) == unbroken(f"{name}: `spare` taken away")
    assert unbroken(ask(capsys, "check", "--fix", name).err) == unbroken(f"{name}: nothing to mend")


@pytest.mark.usefixtures("mending")
def test_what_cannot_be_mended_is_said_and_checked_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = write(tmp_path / "shut.yaml", game(extra=UNUSED))
    answer = ask(capsys, "check", "--fix", name, "--fail-on", "warning")
    assert answer.code == FINDING
    assert "left as it is: it cannot be read" in " ".join(answer.err.split())
    shipped = ask(capsys, "check", "--fix", FLAGSHIP)
    assert shipped.code == FINE
    assert "`negotiate new --from` makes a copy" in " ".join(shipped.err.split())


def test_what_formatting_moved_is_said(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = game().splitlines(keepends=True)
    name = write(
        path,
        "".join([*lines[1:2], *lines[:1], *lines[2:]]).replace(
            "decided_by: a, options: [one, two]", "options: [one, two], decided_by: a"
        ),
    )
    said = ask(capsys, "check", "--fix", name).err
    assert unbroken(said) == unbroken(f"{name}: formatted: 2 parts put in the usual order")
    assert path.read_text("utf-8") == game()
    write(path, game().replace("title: ", "title:   "))
    said = ask(capsys, "check", "--fix", name).err
    assert unbroken(said) == unbroken(f"{name}: formatted: spaces and line breaks only")
    write(path, game().replace("title: ", "date: 2026-11-30\ntitle: "))
    said = ask(capsys, "check", "--fix", name).err
    assert unbroken(said) == unbroken(
        f"{name}: formatted: 1 part put in the usual order; 1 date put in quotes"
    )


def test_a_commitment_is_not_a_file_to_mend(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "check", FLAGSHIP, "--fix", "us_tariff=before")
    assert answer.code == USAGE
    assert "commits nothing" in " ".join(answer.err.split())
