"""A file is mended where one mend is certain, formatted, and written whole or not at all."""

from __future__ import annotations

import os
import shutil
import stat
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from negotiate.errors import NotWritten, ScenarioNotFound
from negotiate.language.check.files import check_file
from negotiate.language.text.reader import SIZE_LIMIT
from negotiate.language.writing import atomic, formatting, mending
from negotiate.language.writing import mending as fixing
from negotiate.language.writing.formatting import formatted
from negotiate.language.writing.mending import MENDS, Fixed, fix_file
from negotiate.problems import all_rules
from tests.rules.reports import file_of

BROKEN = Path(__file__).parents[2] / "broken"
EXPECTED = tomllib.loads((BROKEN / "expected.toml").read_text("utf-8"))
SOUND = """\
format: 1
title: A fishery
players:
  north:
    name: Northland
  south:
    name: Southland
models: {}
issues:
  quota:
    decided_by: north
    options: {low: 10, high: 30}
  access:
    decided_by: south
    options: [closed, open]
status_quo: {quota: low, access: closed}
payoffs:
  north:
    catch: {expr: quota / 10, about: fish}
    entry: {amount: 2, when: access == open}
  south:
    rent: {by: access, values: {closed: 1, open: 0}}
protocol:
  - move: ask
    player: north
    choose:
      more: {quota: high}
      less: {quota: low}
briefs:
  public: About fish
"""

MENDED = [
    ("alias", "title: A fishery", "title: *A* fishery", 'title: "*A* fishery"'),
    ("alias", "title: A fishery", "title: & more fish", 'title: "& more fish"'),
    ("caret-power", "quota / 10", "quota ^ 2", "quota ** 2"),
    (
        "colon-in-text",
        "title: A fishery",
        "title: Fish: the war  # now",
        'title: "Fish: the war"  # now',
    ),
    ("colon-in-text", "title: A fishery", 'title: Fish: the "war"', "title: 'Fish: the \"war\"'"),
    ("colon-in-text", "title: A fishery", "title: “Fish: the war”", 'title: "Fish: the war"'),
    (
        "colon-in-text",
        "title: A fishery",
        "title: Fish: a\n  long war",
        'title: "Fish: a\n  long war"',
    ),
    ("colon-in-text", "public: About fish", "public: It is so: fish", 'public: "It is so: fish"'),
    ("curly-quotes", "title: A fishery", "title: “A fishery”", 'title: "A fishery"'),
    ("curly-quotes", "access == open", "“access is open”", '"access is open"'),
    ("curly-quotes", "closed: 1,", "«closed»: 1,", '"closed": 1,'),
    ("first-character", "title: A fishery", "title: %20 of fish", 'title: "%20 of fish"'),
    ("first-character", "public: About fish", "public: `fish`", 'public: "`fish`"'),
    (
        "formula-sign",
        "access == open",
        "access == open && quota ≥ 20",
        "access == open and quota >= 20",
    ),
    (
        "formula-sign",
        "access == open",
        "access <> open AND quota =< 20",
        "access != open and quota <= 20",
    ),
    ("formula-sign", "quota / 10", "quota × 10 − 1", "quota * 10 - 1"),
    ("missing-braces", "more: {quota: high}", "more: quota: high", "more: {quota: high}"),
    ("missing-comma", "closed: 1, open", "closed: 1 open", "closed: 1, open"),
    ("missing-comma", "low, access", "low  access", "low, access"),
    ("missing-format", "format: 1\n", "", "format: 1\n"),
    ("quotes-in-formula", "access == open", "access == 'open'", "access == open"),
    ("quotes-in-formula", "access == open", "access == “open”", "access == open"),
    ("single-equals", "access == open", "access = open", "access == open"),
    (
        "single-equals",
        "access == open",
        "access = open and quota ^ 2 => 9",
        "access == open and quota ** 2 >= 9",
    ),
    ("space-after-colon", "title: A fishery", "title:A fishery", "title: A fishery"),
    ("space-after-dash", "- move: ", "-move: ", "- move: "),
    (
        "strange-space",
        "    decided_by: north",
        "\u00a0\u00a0\u00a0 decided_by:\u00a0north",
        "    decided_by: north",
    ),
    (
        "strange-space",
        "    decided_by: north",
        "  \u2003 decided_by: north",
        "    decided_by: north",
    ),
    ("tab", "    decided_by: north", "\tdecided_by: north", "    decided_by: north"),
    ("text-expected", "title: A fishery", "title: 1984", 'title: "1984"'),
    ("text-expected", "name: Northland", "name: true  # !", 'name: "true"  # !'),
    ("text-in-braces", "quota / 10", "max(quota, 2)", '"max(quota, 2)"'),
    (
        "text-in-braces",
        "about: fish}",
        "about: fish [and chips] for all}",
        'about: "fish [and chips] for all"}',
    ),
    (
        "text-in-braces",
        "about: fish}",
        "about: cod, eel, source: declared}",
        'about: "cod, eel", source: declared}',
    ),
    (
        "truth-expected",
        "models: {}",
        "models: {m: {kind: armington, data: world-2017, balanced: yes}}",
        "balanced: true",
    ),
    ("unknown-format", "format: 1\n", "format: '1'\n", "format: 1\n"),
    (
        "whole-number-expected",
        "title: A fishery\n",
        "title: A fishery\nminutes: 50.0\n",
        "minutes: 50\n",
    ),
    (
        "whole-number-expected",
        "title: A fishery\n",
        "title: A fishery\nminutes: 50 min\n",
        "minutes: 50\n",
    ),
]


def scenario(folder: Path, text: str) -> Path:
    path = folder / "mine.yaml"
    path.write_bytes(text.encode("utf-8"))
    return path


def errors(path: Path) -> list[str]:
    return [problem.code for problem in check_file(str(path)) if problem.severity == "error"]


@pytest.mark.parametrize(
    ("code", "good", "bad", "mend"), MENDED, ids=[f"{row[0]}-{row[2]}" for row in MENDED]
)
def test_one_certain_mend(tmp_path: Path, code: str, good: str, bad: str, mend: str) -> None:
    path = scenario(tmp_path, SOUND.replace(good, bad, 1))
    before = errors(path)
    assert code in before
    fixed = fix_file(path)
    assert fixed.changed
    assert len(fixed.mended) >= 1
    text = path.read_text("utf-8")
    assert mend in text
    assert code not in errors(path)
    assert set(errors(path)) <= set(before)
    line = SOUND[: SOUND.index(good)].count("\n") + 1
    assert f"line {line}: " in fixed.mended[0] or code in (
        "whole-number-expected",
        "missing-format",
    )
    assert fix_file(path) == Fixed(False)
    if code not in ("missing-braces", "truth-expected"):
        assert formatted(text) == text


def test_a_date_is_put_in_quotes_for_other_readers_of_yaml(tmp_path: Path) -> None:
    dated = SOUND.replace("title: A fishery\n", "title: A fishery\ndate: 2018-05-03  # signed\n")
    path = scenario(
        tmp_path, dated.replace("models: {}", "sources: {fao: {title: Fish, date: 2018-06-01}}")
    )
    assert fix_file(path).changed
    text = path.read_text("utf-8")
    assert 'date: "2018-05-03"  # signed\n' in text
    assert 'date: "2018-06-01"' in text
    assert fix_file(path) == Fixed(False)


def test_what_can_be_mended_is_what_the_rules_say() -> None:
    beside = {"stale-completion"}  # what is made anew is another file
    fixable = {code for code, rule in all_rules().items() if rule.fixable}
    assert fixable - beside == {*MENDS, "tab"} == {row[0] for row in MENDED}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_no_broken_file_loses_anything_but_what_can_be_mended(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path(file_of(name, BROKEN))
    for file in (
        path,
        *{Path(report["file"]) for report in EXPECTED[name]["reports"] if "file" in report},
    ):
        file.parent.mkdir(exist_ok=True)
        shutil.copy(BROKEN / file, file)
    before = Counter(problem.code for problem in check_file(str(path)))
    raw = path.read_bytes()
    fixed = fix_file(path)
    after = Counter(problem.code for problem in check_file(str(path)))
    lost = before - after
    assert all(all_rules()[code].fixable for code in lost)
    assert lost.total() <= len(fixed.mended)
    if fixed.refused or not fixed.changed:
        assert path.read_bytes() == raw
    assert (
        fixed.refused or path.suffix == ".yaml"
    )  # a game of another program is no scenario to mend


@pytest.mark.parametrize(
    "bad",
    [
        "title: *fish\n",  # an alias that nobody has written, or a text
        "title: &fish Cod: eel\n",  # the name of a place, or a text
        "title: >5 fish\n",  # a text, or a text that starts below
        "title: Fish: a war\n  cod: eel\n",  # what is below looks like a key
        "title: Fish: a war #1 in town\n",  # a remark, or the end of the text
        "title: Fish: the “big” #2\n",
        "title: 'Fish\n",
        "minutes: 050\n",
        "minutes: 50.5\n",
        "format: 2\n",
        "title: [A, B]\n",
        "title: a\ntitle: b\n",
        "summary: !great fish\n",
    ],
)
def test_where_there_is_a_choice_nothing_is_mended(tmp_path: Path, bad: str) -> None:
    path = scenario(
        tmp_path, bad + "".join(line for line in SOUND.splitlines(True) if line[:5] != bad[:5])
    )
    before = errors(path)
    assert before
    fixed = fix_file(path)
    assert fixed.mended == ()
    assert errors(path) == before


def test_what_is_certain_in_a_formula_is_mended_beside_what_is_not(tmp_path: Path) -> None:
    path = scenario(tmp_path, SOUND.replace("access == open", "access = opne AND quota <> 10"))
    assert fix_file(path).mended == (
        "line 20: `=` became `==`",
        "line 20: `AND` became `and`",
        "line 20: `<>` became `!=`",
    )
    assert "access == opne and quota != 10" in path.read_text("utf-8")
    assert errors(path) == ["unknown-option"]


def test_several_mistakes_are_mended_and_told_in_lines_of_the_file_as_it_was(
    tmp_path: Path,
) -> None:
    text = (
        SOUND.replace("access == open", "access = open")
        .replace("format: 1\n", "")
        .replace("quota / 10", "quota ^ 2")
    )
    fixed = fix_file(scenario(tmp_path, text))
    assert fixed.mended == (
        "line 1: `format: 1` was added",
        "line 18: `^` became `**`",
        "line 19: `=` became `==`",
    )


def test_what_a_mend_brings_to_light_does_not_speak_against_it(tmp_path: Path) -> None:
    path = scenario(tmp_path, "title: Trade: the war\nplayer: [a, b]\nmatrix: {x: {y: [1, z]}}\n")
    assert fix_file(path).mended == (
        "line 1: the text stands in quotes now",
        "line 1: `format: 1` was added",
    )
    assert "unknown-key" in errors(path)


def test_tabs_everywhere(tmp_path: Path) -> None:
    path = scenario(tmp_path, SOUND.replace("    ", "\t\t").replace("\n  ", "\n\t"))
    assert fix_file(path).mended == ("lines 4 to 30: tabs became spaces",)
    assert path.read_text("utf-8") == SOUND


def test_a_tab_that_could_mean_two_things_stays(tmp_path: Path) -> None:
    path = scenario(tmp_path, "format: 1\ntitle: T\nplayers:\n  north:\n\tsouth:\n")
    fixed = fix_file(path)
    assert "tab" in fixed.refused
    assert not fixed.changed


@pytest.mark.parametrize(
    "raw",
    [b"title: \xff\xfe", b"a: b: c: d\n  e", b"", b"# nothing\n", b"- a\n", b"a: [1\n", b"\x00"],
)
def test_what_cannot_be_read_is_left_as_it_is(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(raw)
    fixed = fix_file(path)
    assert fixed.refused
    assert not fixed.changed
    assert path.read_bytes() == raw
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_too_large_is_left_as_it_is(tmp_path: Path) -> None:
    path = scenario(tmp_path, SOUND + "#" * SIZE_LIMIT)
    assert "at most" in fix_file(path).refused


def test_there_has_to_be_a_file(tmp_path: Path) -> None:
    with pytest.raises(ScenarioNotFound):
        fix_file(tmp_path / "nowhere.yaml")
    with pytest.raises(ScenarioNotFound):
        fix_file(tmp_path)


def test_line_ends_stay_what_most_of_them_are(tmp_path: Path) -> None:
    windows = SOUND.replace("\n", "\r\n")
    path = scenario(tmp_path, windows)
    assert fix_file(path) == Fixed(False)
    path = scenario(
        tmp_path, windows.replace("title: A", "title:   A").replace("north:\r\n", "north:\n")
    )
    assert fix_file(path) == Fixed(True)
    assert path.read_bytes() == windows.encode()
    path = scenario(tmp_path, SOUND.replace("north:\n", "north:\r\n"))
    assert fix_file(path).changed
    assert path.read_bytes() == SOUND.encode()


def test_a_byte_order_mark_goes_and_letters_stay(tmp_path: Path) -> None:
    text = SOUND.replace("A fishery", "Größe – 漁業 🐟  # ½")
    path = scenario(tmp_path, "\ufeff" + text)
    assert fix_file(path) == Fixed(True)
    assert path.read_bytes() == text.encode("utf-8")


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    real = scenario(tmp_path, SOUND.replace("title: ", "title:   "))
    real.chmod(0o640)
    link = tmp_path / "link.yaml"
    try:
        link.symlink_to(real.name)
    except OSError:
        pytest.skip("this system makes no links")
    assert fix_file(link).changed
    assert link.is_symlink()
    assert real.read_text("utf-8") == SOUND
    if os.name == "posix":
        assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(file.name for file in tmp_path.iterdir()) == ["link.yaml", "mine.yaml"]


def test_a_file_that_is_protected_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scenario(tmp_path, "format:   1\ntitle: T\n")
    monkeypatch.setattr(fixing.os, "access", lambda *_: False)
    with pytest.raises(NotWritten, match="protected"):
        fix_file(path)
    assert path.read_text() == "format:   1\ntitle: T\n"


@pytest.mark.parametrize("step", ["replace", "open"])
def test_nothing_is_lost_when_the_system_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = scenario(tmp_path, "format:   1\ntitle: T\n")
    sound = Path.open

    def refuse(self: Path, *args: object, **options: object) -> object:
        if step == "replace" or args == ("r+b",):
            raise OSError(28, "No space left on device")
        return sound(self, *args, **options)  # type: ignore[call-overload] # whatever was asked for

    monkeypatch.setattr(Path, step, refuse)
    with pytest.raises(NotWritten, match="no space left"):
        fix_file(path)
    monkeypatch.undo()
    assert path.read_text() == "format:   1\ntitle: T\n"
    assert list(tmp_path.iterdir()) == [path]
    assert atomic.put.__name__ == "put"


def test_a_file_that_says_something_foolish_is_formatted_all_the_same(tmp_path: Path) -> None:
    path = scenario(tmp_path, "titel: T\nformat:   1\nplayers: [a,a]\n")
    before = errors(path)
    assert fix_file(path).changed
    assert path.read_text() == "titel: T\nformat: 1\nplayers: [a, a]\n"
    assert errors(path) == before


def test_a_fault_of_the_formatter_leaves_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scenario(tmp_path, SOUND.replace("title: ", "title:   # fish\n  "))
    raw = path.read_bytes()
    sound = formatting.laid_out
    monkeypatch.setattr(formatting, "laid_out", lambda text: sound(text).replace("# fish", ""))
    assert "comment would be lost" in fix_file(path).refused
    assert path.read_bytes() == raw


def test_what_extends_another_file_is_judged_with_it(tmp_path: Path) -> None:
    scenario(tmp_path, SOUND)
    top = tmp_path / "top.yaml"
    top.write_text(
        "extends: mine.yaml\nformat: 1\ntitle: Other: fish\nset: {payoffs.north.catch.expr: quota "
        "^ 2}\n"
    )
    assert fix_file(top).mended == (
        "line 3: the text stands in quotes now",
        "line 4: `^` became `**`",
    )
    assert top.read_text().startswith('format: 1\ntitle: "Other: fish"\nextends: mine.yaml\n')
    assert errors(top) == []


def test_what_is_saved_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = scenario(tmp_path, SOUND.replace("title: ", "title:   "))
    sound = fixing.formatted

    def slowly(text: str, shown: str) -> str:
        path.write_text(SOUND.replace("A fishery", "Saved meanwhile"), "utf-8")
        return sound(text, shown)

    monkeypatch.setattr(fixing, "formatted", slowly)
    with pytest.raises(NotWritten, match="changed meanwhile"):
        fix_file(path)
    assert path.read_text("utf-8") == SOUND.replace("A fishery", "Saved meanwhile")
    assert list(tmp_path.iterdir()) == [path]


def test_another_name_of_a_file_never_keeps_the_old_text(tmp_path: Path) -> None:
    path = scenario(tmp_path, SOUND.replace("title: ", "title:   "))
    other = tmp_path / "other.yaml"
    try:
        os.link(path, other)
    except OSError:
        pytest.skip("this system makes no links")
    with pytest.raises(NotWritten, match="one of 2 names"):
        fix_file(path)
    assert path.read_bytes() == other.read_bytes() == SOUND.replace("title: ", "title:   ").encode()
    other.unlink()
    assert fix_file(path).changed


@pytest.mark.parametrize(
    ("text", "mends"),
    [
        (" title: x\n players: [a, b]\n", ("`format: 1` was added",)),
        ("format: '1'#x\ntitle: y\nplayers: [a, b]\n", ("`'1'` became `1`",)),
        (SOUND.replace("{expr: quota / 10, about: fish}", "{expr: max(quota, 2)}#near"), None),
        (SOUND.replace("quota / 10", "max(quota,\n   2)"), None),
        (SOUND.replace("title: A fishery", "title:   no: 'yes'"), None),
    ],
)
def test_what_is_fixed_once_is_fixed(
    tmp_path: Path, text: str, mends: tuple[str, ...] | None
) -> None:
    path = scenario(tmp_path, text)
    before = errors(path)
    fixed = fix_file(path)
    assert fixed.changed or fixed.refused
    assert mends is None or fixed.mended == mends
    raw = path.read_bytes()
    assert not fix_file(path).changed
    assert path.read_bytes() == raw
    assert Counter(errors(path)) <= Counter(before)


def test_mends_of_one_rule_are_judged_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judgements = 0
    plain = mending.judged

    def counted(path: Path, text: str, variants: bool = False) -> object:
        nonlocal judgements
        judgements += 1
        return plain(path, text, variants)

    monkeypatch.setattr(mending, "judged", counted)
    path = tmp_path / "file.yaml"
    lines = "".join(f"  - {k}\n" for k in range(60))
    path.write_text(SOUND + "teaches:\n" + lines, encoding="utf-8")
    done = fix_file(path)
    assert len(done.mended) == 60
    assert done.mended[0].endswith("`0` stands in quotes now")
    assert judgements < 10
