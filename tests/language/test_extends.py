"""`extends`: another file below this one, and never a file from anywhere else."""

from pathlib import Path

import pytest

import negotiate
from negotiate.errors import ScenarioError
from negotiate.language.library import CHAIN_LIMIT

BASE = """format: 1
title: Base
players: [a, b]
parameters: {worth: 3}
matrix:
  x: {x: [worth, 1], y: [0, 0]}
  y: {x: [0, 0], y: [1, 3]}
variants:
  poor: {set: {worth: 1}}
"""


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return str(path)


def codes(path: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        negotiate.load(path)
    return [p.code for p in caught.value.problems]


def top(target: str, more: str = "") -> str:
    return f"format: 1\ntitle: Top\nextends: {target}\n{more}"


@pytest.mark.parametrize("target", ["base.yaml", "sub/base.yaml", "./sub/../base.yaml"])
def test_another_file_is_changed(tmp_path: Path, target: str) -> None:
    (tmp_path / "sub").mkdir()
    write(tmp_path, target, BASE)
    found = negotiate.load(
        write(tmp_path, "top.yaml", top(target, "set: {worth: 9}\nparameters: {other: 1}\n"))
    )
    assert found.about.title == "Top"
    assert found.parameters["worth"].value == 9
    assert found.parameters["other"].value == 1
    assert found.alone().payoffs[0, 0, 0] == 9
    assert "poor" in found.variants


def test_what_is_removed_is_gone(tmp_path: Path) -> None:
    write(tmp_path, "base.yaml", BASE)
    assert (
        negotiate.load(
            write(tmp_path, "top.yaml", top("base.yaml", "remove: [variants.poor]\n"))
        ).variants
        == {}
    )


def test_a_shipped_scenario_by_its_name(tmp_path: Path) -> None:
    found = negotiate.load(write(tmp_path, "top.yaml", top("classics/prisoners-dilemma")))
    assert found.players.keys() == negotiate.load("classics/prisoners-dilemma").players.keys()


def test_files_extend_one_another_in_a_row(tmp_path: Path) -> None:
    write(tmp_path, "0.yaml", BASE)
    for i in range(1, CHAIN_LIMIT + 1):
        write(tmp_path, f"{i}.yaml", top(f"{i - 1}.yaml"))
    assert negotiate.load(str(tmp_path / f"{CHAIN_LIMIT - 1}.yaml")).about.title == "Top"
    assert codes(str(tmp_path / f"{CHAIN_LIMIT}.yaml")) == ["extends-chain"]


@pytest.mark.parametrize(
    "target", ["../secret.yaml", "../../etc/passwd", "/etc/passwd", "sub/../../secret.yaml"]
)
def test_a_file_outside_the_folder_is_refused_whether_it_exists_or_not(
    tmp_path: Path, target: str
) -> None:
    write(tmp_path, "secret.yaml", BASE)
    assert codes(write(tmp_path, "home/top.yaml", top(target))) == ["extends-outside"]


def test_a_link_that_leads_outside_is_refused(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.yaml", BASE)
    path = write(tmp_path, "home/top.yaml", top("link.yaml"))
    try:
        (tmp_path / "home" / "link.yaml").symlink_to(secret)
        (tmp_path / "home" / "up").symlink_to(tmp_path)
    except OSError:
        pytest.skip("no symbolic links here")
    assert codes(path) == ["extends-outside"]
    assert codes(write(tmp_path, "home/folder.yaml", top("up/secret.yaml"))) == ["extends-outside"]


def test_a_link_that_stays_inside_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "base.yaml", BASE)
    try:
        (tmp_path / "link.yaml").symlink_to(tmp_path / "base.yaml")
    except OSError:
        pytest.skip("no symbolic links here")
    assert negotiate.load(write(tmp_path, "top.yaml", top("link.yaml"))).about.title == "Top"


def test_a_circle_through_a_link_is_a_circle(tmp_path: Path) -> None:
    path = write(tmp_path, "top.yaml", top("link.yaml"))
    try:
        (tmp_path / "link.yaml").symlink_to(path)
    except OSError:
        pytest.skip("no symbolic links here")
    assert codes(path) == ["extends-circle"]


def test_a_mistake_is_told_in_the_file_in_which_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "sub/base.yaml", BASE.replace("[worth, 1]", "[wroth, 1]"))
    write(tmp_path, "top.yaml", top("sub/base.yaml", "matrx: 3\n"))
    with pytest.raises(ScenarioError) as caught:
        negotiate.load("top.yaml")
    found = {(Path(p.path).as_posix(), p.line, p.code) for p in caught.value.problems}
    assert found == {("sub/base.yaml", 6, "unknown-name"), ("top.yaml", 4, "unknown-key")}


def test_files_of_one_name_in_two_folders_keep_their_own_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "sub/a.yaml", "# a remark\n" + BASE.replace("[worth, 1]", "[wroth, 1]"))
    write(tmp_path, "a.yaml", top("sub/a.yaml"))
    with pytest.raises(ScenarioError) as caught:
        negotiate.load("a.yaml")
    (problem,) = caught.value.problems
    assert "wroth" in problem.excerpt
    assert problem.line == 7
