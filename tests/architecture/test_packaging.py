"""What a person gets who installs the distribution: commands, types, the licence, and scenarios
found by name.
"""

import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

import negotiate

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
COMMANDS = {"negotiate", "negotiate-games"}


def built(target: Path, hook: str) -> zipfile.ZipFile:
    """What hatchling builds by this hook in this environment: neither isolated nor asking a network
    for anything.
    """
    command = f"import sys; from hatchling.build import {hook}; {hook}(sys.argv[1])"
    run = subprocess.run(
        [sys.executable, "-c", command, str(target)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (path,) = target.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    with built(tmp_path_factory.mktemp("wheel"), "build_wheel") as archive:
        yield archive


def test_one_version_everywhere() -> None:
    assert negotiate.__version__ == PROJECT["version"] == metadata.version("negotiate-games")
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"version: {PROJECT['version']}\n" in citation
    assert re.search(
        rf"^## \[?{re.escape(PROJECT['version'])}\b",
        (ROOT / "CHANGELOG.md").read_text("utf-8"),
        re.M,
    )


def test_both_commands_lead_to_one_function() -> None:
    ours = metadata.distribution(
        "negotiate-games"
    ).entry_points  # another program may have a command of one name
    found = {point for point in ours if point.group == "console_scripts"}
    assert {point.name for point in found} == COMMANDS
    assert {point.value for point in found} == {"negotiate.cli.app:main"}
    assert callable(next(iter(found)).load())


def test_the_second_command_needs_no_other_name() -> None:
    (program,) = Path(sysconfig.get_path("scripts")).glob("negotiate-games*")
    done = subprocess.run(
        [program, "list", "--plain"], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "classics/chicken" in done.stdout


def test_the_licence_is_stated_and_present() -> None:
    described = metadata.metadata("negotiate-games")
    assert described["License-Expression"] == PROJECT["license"] == "MIT AND CC-BY-4.0"
    assert (
        described.get_all("License-File")
        == PROJECT["license-files"]
        == ["LICENSE", "scenarios/LICENSE"]
    )
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
    assert (
        (ROOT / "scenarios" / "LICENSE")
        .read_text("utf-8")
        .startswith("Attribution 4.0 International")
    )


def test_the_wheel_holds_types_licence_and_every_scenario(wheel: zipfile.ZipFile) -> None:
    held = set(wheel.namelist())
    shipped = {
        f"negotiate/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "scenarios").rglob("*")
        if path.is_file()
    }
    assert shipped, "no scenarios to ship"
    assert shipped <= held
    assert "negotiate/py.typed" in held
    (described,) = (name for name in held if name.endswith(".dist-info/METADATA"))
    folder = described.removesuffix("METADATA") + "licenses"
    assert {f"{folder}/{name}" for name in PROJECT["license-files"]} <= held
    assert "License-Expression: MIT AND CC-BY-4.0\n" in wheel.read(described).decode("utf-8")


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert tops == {"negotiate", f"negotiate_games-{PROJECT['version']}.dist-info"}


def test_an_editable_install_copies_no_scenario(tmp_path: Path) -> None:
    with built(tmp_path, "build_editable") as archive:
        assert not [name for name in archive.namelist() if name.endswith(".yaml")]


def test_the_wheel_holds_every_template(wheel: zipfile.ZipFile) -> None:
    templates = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "negotiate" / "language" / "writing" / "templates").iterdir()
    }
    assert templates
    assert templates <= set(wheel.namelist())
