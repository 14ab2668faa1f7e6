"""`negotiate new` as a user meets it: what it says, what it writes, and what it refuses."""

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from negotiate.errors import NotWritten
from negotiate.language.editor.beside import stale
from negotiate.language.library import library
from negotiate.language.writing import atomic
from negotiate.language.writing.reports import TEMPLATES
from tests.cli.shell import CHICKEN, FLAGSHIP, ask, environment

FINE, USAGE, WRONG, CANNOT = 0, 2, 3, 4
NAMES = [template.name for template in TEMPLATES]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    return tmp_path / "desk"


@pytest.mark.parametrize("columns", [80, 40])
def test_the_list_is_one_screen(
    columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    answer = ask(capsys, "new")
    lines = answer.out.splitlines()
    assert (answer.code, answer.err) == (FINE, "")
    assert max(map(len, lines)) <= columns
    assert len(lines) <= (24 if columns == 80 else 3 * len(NAMES) + 13)
    assert [name for name in NAMES if f"  {name}" in answer.out] == NAMES
    assert "--from" in answer.out
    if columns == 80:
        for template in TEMPLATES:
            assert f"{template.players} players: {template.purpose}" in answer.out


def test_the_list_for_programs_and_screen_readers(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(ask(capsys, "new", "--json").out)
    assert found["schema"] == "negotiate/templates/2"
    assert [row["name"] for row in found["templates"]] == NAMES
    plain = ask(capsys, "new", "--plain").out.splitlines()
    assert [line.split("\t")[0] for line in plain if line.split("\t")[0] in NAMES] == NAMES


def test_the_list_loads_nothing_heavy() -> None:
    probe = (
        "import sys; from negotiate.cli.app import run; run(['new']); print(*sys.modules, "
        "file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    heavy = {
        "numpy",
        "yaml",
        "ruamel",
        "scipy",
        "negotiate.language.scenario_file",
    }  # typer loads pydantic for whatever takes a value
    assert heavy & set(done.stderr.split()) == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_written_and_its_next_commands_work(
    name: str, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())  # nobody types at the table
    answer = ask(capsys, "new", name)
    assert (answer.code, answer.err) == (FINE, "")
    assert "<angle brackets>" in answer.out
    commands = [
        line.split("  ")[1].split()[1:]
        for line in answer.out.splitlines()
        if line.startswith("  negotiate ")
    ]
    assert [command[0] for command in commands][:2] == ["check", "show"]
    assert len(commands) == 3
    assert commands[2][0] in ("solve", "tree", "stability", "simulate", "play")
    for command in commands:
        assert ask(capsys, *command).code == FINE
    assert ask(capsys, "test", f"{name}.yaml").code == FINE


@pytest.mark.parametrize(
    "file", ["talks.yaml", "my talks.yml", "Gespräche–für–zwei.yaml", "a.b.yaml", "'quoted'.yaml"]
)
def test_what_is_written_completes_in_an_editor(
    file: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(ask(capsys, "new", "threat", file, "--json").out)
    assert (found["schema"], found["made_from"], found["path"]) == (
        "negotiate/new/2",
        ["threat"],
        file,
    )
    first = Path(file).read_text("utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={found['completion']}"
    assert json.loads(Path(found["completion"]).read_text("utf-8"))["properties"]
    assert not stale(Path(file))
    assert sorted(path.name for path in here.iterdir()) == sorted([file, found["completion"]])


def test_completion_can_be_left_out(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "new", "threat", "--no-schema").code == FINE
    assert [path.name for path in here.iterdir()] == ["threat.yaml"]
    assert Path("threat.yaml").read_text("utf-8") == TEMPLATES[2].text()


def test_a_copy_of_a_shipped_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "new", "--from", "chicken", "mine.yaml")
    assert (answer.code, answer.err) == (FINE, "")
    assert "copy of classics/chicken" in answer.out
    assert ask(capsys, "test", "mine.yaml").code == FINE


def test_a_copy_is_called_like_its_original_and_variant(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(capsys, "new", "--from", FLAGSHIP, "--no-schema").code == FINE
    answer = ask(capsys, "new", "--from", FLAGSHIP, "--variant", "containment", "--no-schema")
    assert "variant containment carried out" in " ".join(answer.out.split())
    assert sorted(path.name for path in here.iterdir()) == [
        "beijing-2018-containment.yaml",
        "beijing-2018.yaml",
    ]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["bargian"], "`bargaining`"),
        (["chicken"], f"--from {CHICKEN}"),
        (["mine.yaml"], "new two-by-two mine.yaml"),
        (["nothing at all"], "`three-players`"),
        (["--from", "chickn", "a.yaml"], "chicken"),
        (["--from", FLAGSHIP, "a.yaml", "--variant", "containmnt"], "`containment`"),
        (["threat", "--variant", "containment"], "--from"),
        (["--from", "chicken", "threat", "a.yaml"], "leave `threat` out"),
        (["threat", "talks"], "`talks.yaml`"),
        (["threat", "talks.json"], "`talks.yaml`"),
        (["threat", "TALKS.YAML"], "`TALKS.yaml`"),
        (["threat", ""], "`threat.yaml`"),
        (["threat", ".yaml"], "`threat.yaml`"),
        (["threat", "..yml"], "`threat.yaml`"),
        (["threat", "."], "`threat.yaml`"),
        (["threat", ".."], "threat.yaml"),
        (["threat", "a\nb.yaml"], "`threat.yaml`"),
        (["threat", "a\x1b[31m.yaml"], "`threat.yaml`"),
        (["threat", "one/two/three.yaml"], "make it first"),
    ],
)
def test_a_slip_is_told_and_nothing_is_written(
    arguments: list[str], hint: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "new", *arguments)
    assert (answer.code, answer.out) == (USAGE, "")
    assert " ".join(hint.split()) in " ".join(answer.err.split())
    assert "\x1b" not in answer.err
    assert list(here.iterdir()) == []


def test_what_stands_there_is_never_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    Path("talks.yaml").write_text("mine", "utf-8")
    answer = ask(capsys, "new", "threat", "talks.yaml")
    assert answer.code == USAGE
    assert "--force" in answer.err
    assert Path("talks.yaml").read_text("utf-8") == "mine"
    assert ask(capsys, "new", "threat", "talks.yaml", "--force").code == FINE
    assert "The gas bill" in Path("talks.yaml").read_text("utf-8")


def test_force_replaces_no_schema_of_another_hand(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("talks.schema.json").write_text("{}", "utf-8")
    for more in ([], ["--force"]):
        answer = ask(capsys, "new", "threat", "talks.yaml", *more)
        assert answer.code == USAGE
        assert "--no-schema" in answer.err
        assert [path.name for path in here.iterdir()] == ["talks.schema.json"]
    assert ask(capsys, "new", "threat", "talks.yaml", "--no-schema").code == FINE


def test_a_folder_of_that_name(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "talks.yaml").mkdir()
    for more in ([], ["--force"]):
        answer = ask(capsys, "new", "threat", "talks.yaml", *more)
        assert answer.code == USAGE
        assert "is a folder" in answer.err
        assert "talks.yaml/threat.yaml" in answer.err
    assert ask(capsys, "new", "threat", "talks.yaml/threat.yaml").code == FINE


def test_one_folder_is_made_and_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "new", "threat", "spring/talks.yaml")
    assert answer.code == FINE
    assert "The folder spring was made" in answer.out
    assert (here / "spring" / "talks.yaml").is_file()


def test_a_folder_goes_again_if_nothing_came_into_it(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.secrets, "token_hex", full)
    answer = ask(capsys, "new", "threat", "spring/talks.yaml", "--no-schema")
    assert answer.code == CANNOT
    assert "no space left" in answer.err
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("more", [[], ["--force"]])
def test_shipped_scenarios_stay_as_they_are(
    more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("new-one.yaml", "classics/chicken.yaml"):
        place = library() / name
        before = place.read_bytes() if place.exists() else None
        answer = ask(capsys, "new", "threat", str(place), *more)
        assert answer.code == USAGE
        assert "shipped" in answer.err
        assert (place.read_bytes() if place.exists() else None) == before


@pytest.mark.skipif(os.name == "nt", reason="links need a permission there")
def test_links(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "far").mkdir()
    Path("far/real.yaml").write_text("mine", "utf-8")
    Path("link.yaml").symlink_to("far/real.yaml")
    Path("loose.yaml").symlink_to("nowhere.yaml")
    Path("round.yaml").symlink_to("round.yaml")
    Path("library.yaml").symlink_to(library() / "classics" / "chicken.yaml")
    for name in ("link", "loose", "round", "library"):
        assert ask(capsys, "new", "threat", f"{name}.yaml", "--no-schema").code in (USAGE, CANNOT)
    assert Path("far/real.yaml").read_text("utf-8") == "mine"
    assert not Path("nowhere.yaml").exists()
    assert ask(capsys, "new", "threat", "library.yaml", "--force").code == USAGE
    assert ask(capsys, "new", "threat", "link.yaml", "--force", "--no-schema").code == FINE
    assert Path("link.yaml").is_symlink()
    assert Path("far/real.yaml").read_text("utf-8") == TEMPLATES[2].text()


def test_a_folder_that_may_not_be_written(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        if os.access(here, os.W_OK):
            pytest.skip("whoever runs this may write everywhere")
        answer = ask(capsys, "new", "threat")
    finally:
        here.chmod(stat.S_IRWXU)
    assert answer.code == CANNOT
    assert "permission denied" in answer.err


@pytest.mark.parametrize("file", ["x" * 300 + ".yaml", "/dev/null/x.yaml", "nul\0byte.yaml"])
def test_a_name_that_no_file_can_have(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "new", "threat", file)
    assert answer.code in (USAGE, CANNOT)
    assert answer.out == ""
    assert "error:" in answer.err


def test_a_broken_original(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("broken.yaml").write_text("format: 1\ntitle: [open\n", "utf-8")
    answer = ask(capsys, "new", "--from", "broken.yaml", "copy.yaml")
    assert answer.code == WRONG
    assert "broken.yaml:2:" in answer.err
    assert [path.name for path in here.iterdir()] == ["broken.yaml"]


@pytest.mark.parametrize("second_names", [True, False])
def test_two_writers_and_one_file(
    second_names: bool, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that came between the look and the writing is left alone, on any disk."""

    def missing(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    if not second_names:
        monkeypatch.setattr(atomic.os, "link", missing)
    path = here / "talks.yaml"
    atomic.put(path, "first\r\n", replace=False)
    with pytest.raises(NotWritten):
        atomic.put(path, "second", replace=False)
    assert path.read_bytes() == b"first\r\n"
    path.chmod(0o640)
    atomic.put(path, "third", replace=True)
    assert path.read_bytes() == b"third"
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [found.name for found in here.iterdir()] == ["talks.yaml"]


def test_a_scenario_stands_even_if_what_completes_it_does_not(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from negotiate.language.writing import new

    def full(path: Path) -> Path:
        raise NotWritten(f"`{path}` cannot be written: no space left")

    monkeypatch.setattr(new, "write_completion", full)
    answer = ask(capsys, "new", "threat")
    assert (answer.code, answer.out) == (CANNOT, "")
    assert "`threat.yaml` is written, but not what an editor completes it by" in " ".join(
        answer.err.split()
    )
    assert ask(capsys, "check", "threat.yaml", "--plain").code == FINE
