"""A scenario leaves for GENIUS as a domain with its profiles, and what cannot leave says why."""

import json
from pathlib import Path

import pytest

from negotiate import read_genius
from tests.cli.shell import CHICKEN, FLAGSHIP, ask


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("options", [(), ("--plain",), ("--ascii",)])
def test_the_domain_and_a_profile_a_player(
    folder: Path, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "export", FLAGSHIP, "talks.xml", *options)
    assert (answer.code, answer.err) == (0, "")
    said = " ".join(answer.out.split())
    assert said.startswith(
        "talks.xml is written: the domain, and the profiles talks-us.xml and talks-china.xml "
        "beside it."
    )
    assert "utility 0 stands for a payoff of 0 basis points" in said
    assert read_genius(folder / "talks.xml").players == ("United States", "China")


def test_what_is_written_is_told_as_an_object(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(ask(capsys, "export", FLAGSHIP, "talks.xml", "--json").out)
    assert told["files"] == ["talks-us.xml", "talks-china.xml", "talks.xml"]
    assert told["format"] == "xml"
    assert any("`plan` of China" in note for note in told["notes"])


def test_nothing_is_replaced_unasked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "talks-us.xml").write_text("mine", "utf-8")
    answer = ask(capsys, "export", FLAGSHIP, "talks.xml")
    assert answer.code == 2
    assert "`talks-us.xml` exists already" in answer.err
    assert not (folder / "talks.xml").exists()
    assert ask(capsys, "export", FLAGSHIP, "talks.xml", "--force").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("conflicts/cuba-1962", "talks.xml"), "a profile of GENIUS needs payoffs in numbers"),
        ((CHICKEN, "talks.xml"), "`row`, `column` hang together"),
        ((FLAGSHIP, "talks.xml", "--lens", "solve"), "no game"),
        (("game.nfg", "talks.xml"), "no game"),
    ],
)
def test_what_cannot_leave_says_why(
    folder: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "game.nfg").write_text('NFG 1 R "A" { "Ann" "Bob" } { 1 1 } 0 0', "utf-8")
    answer = ask(capsys, "export", *arguments)
    assert answer.code != 0
    assert said in " ".join(answer.err.split())
    assert not (folder / "talks.xml").exists()


def test_check_looks_at_the_domain_and_its_profiles(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, "export", FLAGSHIP, "talks.xml")
    assert ask(capsys, "check", "talks.xml").out == "No problems.\n"
    profile = folder / "talks-us.xml"
    profile.write_text(
        profile.read_text("utf-8").replace('evaluation="1.0"', 'evaluation="much"', 1), "utf-8"
    )
    answer = ask(capsys, "check", "talks.xml")
    assert answer.code == 3
    assert "talks-us.xml" in answer.out
    assert "`much` is no number" in answer.out
    refused = ask(capsys, "check", "talks.xml", "--set", "a=1")
    assert refused.code == 2
    assert "holds a bargaining problem" in refused.err
