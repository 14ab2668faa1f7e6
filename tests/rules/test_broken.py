"""Every mistake that a scenario file can hold is told at its place, once, with the way out, and
brings no other.
"""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import negotiate
from negotiate.errors import Problem, ScenarioError
from negotiate.language.check.files import check_file
from negotiate.language.text.reader import NODE_LIMIT, SIZE_LIMIT
from negotiate.problems import all_rules, told
from tests.rules.reports import ENDINGS, assert_pointed_at, assert_told, file_of, reports_of

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "tests" / "broken"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((BROKEN / "expected.toml").read_text("utf-8"))
MADE_HERE = {"not-utf-8", "file-too-large", "more-problems", "not-tried"}
"""Codes of mistakes that an editor or git would mend on the way; their files are made in the tests
below.
"""
RESULTS = {"group-twice", "unreadable-deal"}
"""Codes of mistakes in what a class typed, which is no scenario; `tests/pages` has them."""
SEVERAL = {
    "five-mistakes",
    "four-in-one-line",
    "extends-base-broken",
    "broken-issue-hides-no-other",
}
"""Files that show how several mistakes are told together; they are no examples of a rule."""


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_exactly_these_reports(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BROKEN)
    file = file_of(name, BROKEN)
    found = reports_of(file, EXPECTED[name])
    assert_told(found, EXPECTED[name]["reports"], file)
    assert_pointed_at(found)


def test_every_file_has_its_entry_and_the_reverse() -> None:
    files = [path.stem for path in BROKEN.iterdir() if path.suffix in ENDINGS]
    assert sorted(files) == sorted(EXPECTED)
    assert set(EXPECTED) >= SEVERAL


def test_five_mistakes_are_five_reports_in_the_order_of_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(BROKEN)
    found = reports_of("five-mistakes.yaml")
    assert len({problem.code for problem in found}) == len(found) == 5
    assert [p.line for p in found] == sorted(p.line for p in found)


def test_every_rule_has_one_to_three_broken_files_and_each_file_breaks_one_rule() -> None:
    broken = {
        name: {r["code"] for r in entry["reports"]}
        for name, entry in EXPECTED.items()
        if name not in SEVERAL
    }
    assert {name: codes for name, codes in broken.items() if len(codes) != 1} == {}
    files = Counter(code for codes in broken.values() for code in codes)
    assert {
        code: files[code] for code in all_rules() if not 1 <= files[code] <= 3
    } == dict.fromkeys(MADE_HERE | RESULTS, 0)
    assert len(broken) >= 60


def write(folder: Path, content: str | bytes) -> str:
    path = folder / "scenario.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_bytes_that_are_not_utf_8_are_told_where_they_stand(tmp_path: Path) -> None:
    (problem,) = reports_of(write(tmp_path, "format: 1\ntitle: Ein Stück\n".encode("latin-1")))
    assert (problem.line, problem.column, problem.code) == (2, 14, "not-utf-8")
    assert "0xfc" in problem.message
    assert "UTF-8" in problem.hint


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_the_other_encoding_of_a_windows_editor_is_named(tmp_path: Path, encoding: str) -> None:
    text = "format: 1\ntitle: T\n" if encoding == "utf-16" else "\ufeffformat: 1\ntitle: T\n"
    (problem,) = reports_of(write(tmp_path, text.encode(encoding)))
    assert (problem.line, problem.column, problem.code) == (1, 1, "not-utf-8")
    assert "UTF-16" in problem.message
    assert "Notepad" in problem.hint


def test_a_file_of_100_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.write(b"format: 1\n")
        file.truncate(100_000_000)
    (problem,) = reports_of(str(path))
    assert problem.code == "file-too-large"
    assert "100,000,000" in problem.message


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    head = "format: 1\ntitle: T\nplayers: [a, b]\nmatrix: {x: {y: [1, 2]}}\n"
    text = head + "#" * (SIZE_LIMIT - len(head) - 1) + "\n"
    assert negotiate.load(write(tmp_path, text)).about.title == "T"
    assert reports_of(write(tmp_path, text + "#"))[0].code == "file-too-large"


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nesting_that_would_overflow_a_stack_is_refused(tmp_path: Path, opening: str) -> None:
    (problem,) = reports_of(write(tmp_path, "players: " * (opening in "[{a: ") + opening * 100_000))
    assert problem.code in ("too-deep", "key-not-text")


def test_an_alias_bomb_is_counted_before_it_is_built(tmp_path: Path) -> None:
    levels = [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 1000)]
    (problem,) = reports_of(write(tmp_path, "\n".join(["a0: &a0 [" + "x, " * 9 + "x]", *levels])))
    assert problem.code == "too-many-values"
    assert f"{NODE_LIMIT:,}" in problem.message


def test_a_bomb_of_a_million_empty_lists_is_refused(tmp_path: Path) -> None:
    (problem,) = reports_of(write(tmp_path, "a: [" + "[]," * 300_000 + "]"))
    assert problem.code == "too-many-values"


@pytest.mark.parametrize("key", ["[a]", "{a: 1}", "? [a]\n"])
def test_a_key_is_a_word(tmp_path: Path, key: str) -> None:
    assert reports_of(write(tmp_path, f"{key}: 1\n"))[0].code == "key-not-text"


PLAYER = (
    "format: 1\ntitle: T\nplayers: [a]\nissues:\n  x: {decided_by: a, options: {p: 1, q: "
    "2}}\npayoffs:\n  a:\n"
)


def chain(length: int, sums: int = 1) -> str:
    """Terms that each name the one before."""
    links = [
        f"    t{i}: {{expr: {' + '.join(['1'] * sums)} + a.t{i - 1}}}\n" for i in range(1, length)
    ]
    return PLAYER + "    t0: {expr: x}\n" + "".join(links)


@pytest.mark.parametrize("backwards", [False, True])
def test_terms_that_name_one_another_for_too_long_are_refused(
    tmp_path: Path, backwards: bool
) -> None:
    lines = chain(5_000).splitlines(keepends=True)
    text = "".join(lines[:7] + lines[7:][::-1]) if backwards else "".join(lines)
    assert {p.code for p in reports_of(write(tmp_path, text))} == {"terms-too-deep"}


def test_the_longest_chain_that_is_read_is_worked_out(tmp_path: Path) -> None:
    scenario = negotiate.load(write(tmp_path, chain(40, sums=2)))
    assert scenario.alone().payoffs[0].max() > 2
    reports_of(write(tmp_path, chain(40, sums=90)))


def test_a_condition_on_a_thousand_issues_is_worked_out(tmp_path: Path) -> None:
    issues = "".join(f"  x{i}: {{decided_by: a, options: [p]}}\n" for i in range(1_000))
    never = ", ".join(f"x{i}: p" for i in range(1_000))
    text = (
        PLAYER.replace("issues:\n", "issues:\n" + issues)
        + f"    t: {{amount: 1, when: {{{never}, x: q}}}}\n"
    )
    assert negotiate.load(write(tmp_path, text)).alone().payoffs.ravel().tolist() == [0, 1]


@pytest.mark.parametrize(
    "worth", ["x / (x - 2)", "log(x - 3)", "exp(709) * x", "sqrt(-x)", "(x - 1) ** -1"]
)
def test_no_number_at_some_package_is_told_and_never_shown(tmp_path: Path, worth: str) -> None:
    path = write(
        tmp_path,
        PLAYER
        + f"    t: {{expr: {worth}}}\n    u: {{expr: exp(709)}}\n    v: {{expr: exp(709)}}\n",
    )
    with pytest.raises(negotiate.NegotiateError, match="number"):
        negotiate.load(path).alone()


def test_after_a_thousand_mistakes_the_rest_is_counted(tmp_path: Path) -> None:
    keys = "".join(f"  k{k}: {{name: x, zz: 1}}\n" for k in range(1_500))
    path = write(tmp_path, f"format: 1\ntitle: x\nplayers:\n{keys}matrix: {{x: {{y: [1, 2]}}}}\n")
    found = check_file(path)
    assert Counter(p.code for p in found) == {
        "matrix-players": 1,
        "unknown-key": 999,
        "more-problems": 2,
    }
    assert [p.message.split(" more ")[0] for p in found[-2:]] == ["500", "1"]
    with pytest.raises(ScenarioError) as caught:
        negotiate.load(path)
    assert len(str(caught.value).splitlines()) <= 1_002


def test_the_first_problems_of_each_file_are_told_and_errors_before_warnings() -> None:
    def problem(path: str, line: int, severity: str) -> Problem:
        return Problem(path, line, 1, "syntax", f"{line}", severity=severity)  # type: ignore[arg-type]  # one of two

    warnings = [problem("a", line, "warning") for line in range(1, 1_200)]
    errors = [problem("a", line, "error") for line in range(2_000, 2_010)]
    few = [problem("b", line, "error") for line in range(1, 1_001)]
    found = told([*few, *errors, *warnings])
    assert [p for p in found if p.path == "b"] == few
    own = [p for p in found if p.path == "a"]
    assert len(own) == 1_001
    assert [p for p in own if p.severity == "error"] == errors
    assert own[-1].code == "more-problems"
    assert own[-1].message.startswith(f"{len(warnings) + len(errors) - 1_000:,} more problems")
    assert (own[-1].line, own[-1].column) >= (own[-2].line, own[-2].column)


def test_a_very_long_name_is_cut_in_what_is_said_of_it(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        f"format: 1\ntitle: x\nplayers: [a, b]\n{'z' * 700}: 1\nmatrix: {{x: {{y: [1, 2]}}}}\n",
    )
    (problem,) = check_file(path)
    assert f"`{'z' * 60}…`" in problem.message
    assert len(problem.message) < 1_000
    assert problem.excerpt == "z" * 400
