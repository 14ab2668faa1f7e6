"""The schema beside a file: written whole, never over somebody else's, and named in the file's
first line alone.
"""

import json
import re
import stat
import sys
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.errors import FileRefused, NotWritten, ScenarioError, ScenarioNotFound
from negotiate.language.editor import beside as completion
from negotiate.language.editor.beside import (
    completion_of,
    modeline,
    named_in,
    refresh,
    stale,
    with_modeline,
    write_completion,
)
from negotiate.language.library import library, shipped
from negotiate.language.text.reader import read_text
from negotiate.language.writing.new import new
from negotiate.problems import Problems
from tests.cli.shell import ask

TEXT = "format: 1\ntitle: Fish  # and chips\nplayers: [a, b]\nmatrix: {x: {y: [1, 2]}}\n"
LINE = "# yaml-language-server: $schema=fish.schema.json"


@pytest.fixture
def fish(tmp_path: Path) -> Path:
    path = tmp_path / "fish.yaml"
    path.write_text(TEXT, "utf-8")
    return path


def test_it_lies_beside_the_file_and_is_the_files_own(fish: Path) -> None:
    beside = write_completion(fish)
    assert beside == fish.with_name("fish.schema.json")
    schema = json.loads(beside.read_text("utf-8"))
    assert schema == completion_of(fish)
    check = jsonschema.Draft7Validator(schema)
    scenario = {"format": 1, "title": "x", "players": ["a", "b"], "matrix": {"x": {"y": [1, 2]}}}
    assert check.is_valid({**scenario, "expect": [{"solve": {"a": "x"}}]})
    assert not check.is_valid({**scenario, "expect": [{"solve": {"a": "y"}}]})
    assert [path.name for path in fish.parent.iterdir() if path.suffix == ".tmp"] == []


def test_no_network_is_named_in_it(fish: Path) -> None:
    text = (
        write_completion(fish)
        .read_text("utf-8")
        .replace("http://json-schema.org/draft-07/schema#", "")
    )
    assert "http" not in text
    assert str(fish.parent) not in text
    assert refresh(fish) == fish.with_name(named_in(fish.read_text("utf-8")))


def test_what_somebody_else_wrote_is_left_alone(fish: Path) -> None:
    beside = fish.with_name("fish.schema.json")
    for content in ('{"title": "mine"}', "not JSON", "[1]"):
        beside.write_text(content, "utf-8")
        with pytest.raises(FileRefused, match=r"fish\.schema\.json"):
            refresh(fish)
        assert beside.read_text("utf-8") == content
        assert fish.read_text("utf-8") == TEXT


def test_only_the_first_line_is_added(fish: Path) -> None:
    refresh(fish)
    assert fish.read_text("utf-8") == f"{LINE}\n{TEXT}"
    refresh(fish)
    assert fish.read_text("utf-8") == f"{LINE}\n{TEXT}"


def test_a_file_that_is_no_yaml_is_left_alone(fish: Path) -> None:
    refresh(fish)
    before = fish.with_name("fish.schema.json").read_bytes()
    fish.write_text("title: [", "utf-8")
    with pytest.raises(ScenarioError):
        refresh(fish)
    assert fish.read_text("utf-8") == "title: ["
    assert fish.with_name("fish.schema.json").read_bytes() == before
    assert not stale(fish)


def test_shipped_scenarios_stay_as_they_are() -> None:
    path = shipped()["classics/chicken"]
    with pytest.raises(FileRefused, match="shipped"):
        refresh(path)
    assert not path.with_name("chicken.schema.json").exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScenarioNotFound):
        refresh(tmp_path / "none.yaml")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_permissions_are_kept(fish: Path) -> None:
    fish.chmod(0o640)
    refresh(fish)
    assert stat.S_IMODE(fish.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\n", f"{LINE}\na: 1\n"),
        ("a: 1\rb: 2\r", f"{LINE}\ra: 1\rb: 2\r"),
        ("a: 1\r\nb: 2\r\n", f"{LINE}\r\na: 1\r\nb: 2\r\n"),
        ("", f"{LINE}\n"),
        ("\ufeffa: 1\n", f"\ufeff{LINE}\na: 1\n"),
        ("# a note\na: 1\n", f"{LINE}\n# a note\na: 1\n"),
        ("# yaml-language-server: $schema=../schema.json\na: 1\n", f"{LINE}\na: 1\n"),
        ("# note\n\n#  yaml-language-server : $schema=x.json more\r\na: 1\n", None),
        ("---\n# yaml-language-server: $schema=x.json\na: 1", f"---\n{LINE}\na: 1"),
        (
            "a: 1\n# yaml-language-server: $schema=x.json\n",
            f"{LINE}\na: 1\n# yaml-language-server: $schema=x.json\n",
        ),
    ],
)
def test_the_line_is_put_first_or_in_place_of_the_old_one(before: str, after: str | None) -> None:
    if after is None:
        after = "# note\n\n#  yaml-language-server : $schema=fish.schema.json more\r\na: 1\n"
    assert with_modeline(before, LINE) == after
    assert with_modeline(after, LINE) == after
    assert named_in(after) == "fish.schema.json"


@given(
    st.text(
        st.sampled_from("# \n\r\ta:$-%\ufeff\u2028é") | st.characters(exclude_categories=["Cs"]),
        max_size=60,
    )
)
def test_whatever_stands_in_a_file_stays(text: str) -> None:
    after = with_modeline(text, LINE)
    mark = "\ufeff" * text.startswith("\ufeff")
    assert after.startswith(mark + LINE)
    rest = after[len(mark + LINE) :]
    assert rest.removeprefix("\r").removeprefix("\n") == text.removeprefix(mark)


@pytest.mark.parametrize(
    "name", ["my talks.yaml", "a#b.yaml", "Türkei.yaml", "two.parts.yaml", "short.yml"]
)
def test_any_name_of_a_file_serves(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(TEXT, "utf-8")
    beside = refresh(path)
    assert not {" ", "#"} & set(beside.name)
    assert (
        modeline(path)
        == path.read_text("utf-8").splitlines()[0]
        == f"# yaml-language-server: $schema={beside.name}"
    )
    assert not stale(path)


def test_it_is_stale_once_the_file_has_another_name_in_it(fish: Path) -> None:
    refresh(fish)
    assert not stale(fish)
    fish.write_text(fish.read_text("utf-8").replace("title: Fish", "title: More fish"), "utf-8")
    assert not stale(fish)
    fish.write_text(
        fish.read_text("utf-8").replace("{y: [1, 2]}", "{y: [1, 2], z: [1, 2]}"), "utf-8"
    )
    assert stale(fish)
    refresh(fish)
    assert not stale(fish)
    fish.with_name("fish.schema.json").unlink()
    assert stale(fish)


def test_it_is_stale_once_what_the_file_extends_changes(fish: Path) -> None:
    top = fish.with_name("top.yaml")
    top.write_text("extends: fish.yaml\ntitle: Top\n", "utf-8")
    refresh(top)
    assert not stale(top)
    fish.write_text(TEXT.replace("[a, b]", "[a, c]"), "utf-8")
    assert stale(top)


def test_other_schemas_and_no_schema_are_never_stale(fish: Path) -> None:
    assert not stale(fish)
    fish.write_text(f"# yaml-language-server: $schema=other.json\n{TEXT}", "utf-8")
    assert not stale(fish)
    fish.write_text(f"{LINE}\n{TEXT}", "utf-8")
    fish.with_name("fish.schema.json").write_text("{}", "utf-8")
    assert not stale(fish)
    assert not stale(fish.with_name("none.yaml"))


@pytest.mark.parametrize("name", shipped())
def test_each_shipped_scenario_names_the_schema_of_the_language(name: str) -> None:
    text = shipped()[name].read_text("utf-8")
    assert (shipped()[name].parent / named_in(text)).resolve() == (
        library() / "schema.json"
    ).resolve()
    assert read_text(text, name, Problems()) is not None


def test_the_schema_is_no_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert "schema" not in shipped()
    assert ask(capsys, "check", str(library() / "classics")).code == 0


def test_the_command_prints_what_is_committed(capsys: pytest.CaptureFixture[str]) -> None:
    run = ask(capsys, "schema")
    assert (run.code, run.err) == (0, "")
    assert run.out == (library() / "schema.json").read_text("utf-8")


def test_the_command_prints_the_schema_of_one_file(
    fish: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(ask(capsys, "schema", str(fish)).out)
    assert found["definitions"]["option-of-a"]["enum"] == ["x"]
    assert json.loads(ask(capsys, "schema", "chicken").out)["definitions"]["option-of-row"]["enum"]


def test_the_command_writes_beside_the_file(fish: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = ask(capsys, "schema", str(fish), "--write")
    assert run.code == 0
    assert "fish.schema.json" in run.out
    assert fish.read_text("utf-8").startswith(LINE)
    assert not stale(fish)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--write"], 2, "needs a file"),
        (["chicken", "--write"], 2, "shipped scenario"),
        (["no-such-file.yaml"], 2, "no-such-file"),
    ],
)
def test_the_command_refuses(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ask(capsys, "schema", *arguments)
    assert (run.code, run.out) == (code, "")
    assert said in " ".join(run.err.split())  # a long path breaks the line elsewhere


def test_the_command_has_one_line_of_the_screen_and_helps(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert [
        line
        for line in ask(capsys, "--help").out.splitlines()
        if "schema" in line and "`" not in line
    ] == []
    assert "--write" in ask(capsys, "schema", "--help").out


def test_check_tells_of_a_stale_one_and_mends_it(
    fish: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refresh(fish)
    fish.write_text(fish.read_text("utf-8").replace("y: [1, 2]", "y: [1, 2], z: [3, 1]"), "utf-8")
    assert "[stale-completion]" in ask(capsys, "check", str(fish), "--plain").out
    assert "made anew" in ask(capsys, "check", str(fish), "--fix", "--plain").err
    assert "[stale-completion]" not in ask(capsys, "check", str(fish), "--plain").out
    assert not stale(fish)


def test_what_is_saved_meanwhile_stays(fish: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = completion.write_completion

    def slowly(path: Path) -> Path:
        path.write_text(TEXT + "summary: saved meanwhile\n", "utf-8")
        return sound(path)

    monkeypatch.setattr(completion, "write_completion", slowly)
    with pytest.raises(NotWritten, match="changed meanwhile"):
        refresh(fish)
    assert fish.read_text("utf-8") == TEXT + "summary: saved meanwhile\n"


@pytest.mark.parametrize("names", [("a.yaml", "a.yml"), ("a#b.yaml", "a-b.yaml")])
def test_one_schema_completes_one_file(tmp_path: Path, names: tuple[str, str]) -> None:
    first, second = (tmp_path / name for name in names)
    first.write_text(TEXT, "utf-8")
    beside = refresh(first)
    made = beside.read_bytes()
    second.write_text(TEXT.replace("fish", "game"), "utf-8")
    with pytest.raises(FileRefused, match=re.escape(f"completes `{first.name}`")):
        refresh(second)
    with pytest.raises(FileRefused):
        new("threat", second, force=True)
    assert beside.read_bytes() == made
    second.write_text(f"{modeline(second)}\n{TEXT}", "utf-8")
    assert not stale(second)
    first.unlink()
    assert refresh(second) == beside


def test_a_name_with_no_room_for_an_ending_is_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    long = tmp_path / f"{'n' * 245}.yaml"
    with pytest.raises(NotWritten, match=r"schema\.json.*file name too long"):
        new("threat", long)
    assert list(tmp_path.iterdir()) == []
    new("threat", long, schema=False)
    raw = long.read_bytes()
    with pytest.raises(NotWritten, match="file name too long"):
        refresh(long)
    assert list(tmp_path.iterdir()) == [long]
    assert long.read_bytes() == raw


def test_a_file_that_cannot_be_read_gets_the_general_schema_and_is_told(
    fish: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(capsys, "schema", str(fish)).err == ""
    fish.write_text("title: [", "utf-8")
    answer = ask(capsys, "schema", str(fish))
    assert answer.code == 0
    assert json.loads(answer.out) == json.loads((library() / "schema.json").read_text("utf-8"))
    assert "cannot be read" in " ".join(answer.err.split())
