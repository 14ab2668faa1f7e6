"""A fault that nobody foresaw ends in one sentence, a report without the scenario's text, and exit
code 70.
"""

import re
import tempfile
from pathlib import Path

import pytest

import negotiate
from tests.cli.shell import CHICKEN, Answer, ask

SECRET = "a word that stands in the scenario"


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A solver that fails in an unforeseen way, and the folder for temporary files."""

    def fail(*_: object, **__: object) -> None:
        try:
            raise KeyError(SECRET)
        except KeyError:
            raise IndexError(SECRET)  # noqa: B904 - what was raised amid another error is followed too

    monkeypatch.setattr("negotiate.equilibrium.registry.solve", fail)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def said(capsys: pytest.CaptureFixture[str]) -> Answer:
    return ask(capsys, "solve", CHICKEN, "--set", "matrix.swerve.swerve=[1, 1]")


def test_one_sentence_and_the_place_of_the_report(
    fault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = said(capsys)
    assert (answer.code, answer.out) == (70, "")
    assert answer.err.startswith("error: this is a fault of negotiate itself (IndexError)\nhint: ")
    assert answer.err.count("\n") == 2
    (report,) = fault.iterdir()
    assert f"`{report}`" in answer.err
    assert SECRET not in answer.err


def test_the_report_says_where_and_how_and_nothing_of_the_scenario(
    fault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys)
    text = next(fault.iterdir()).read_text("utf-8")
    assert text.startswith(f"version: negotiate {negotiate.__version__}\n")
    assert f"command: negotiate solve {CHICKEN} --set 'matrix.swerve.swerve=[1, 1]'\n" in text
    assert re.search(r'File ".*app\.py", line \d+, in run', text)
    assert re.findall(r"^\w+Error.*", text, re.MULTILINE) == ["KeyError", "IndexError"]
    assert SECRET not in text


def test_the_messages_stand_in_the_report_where_somebody_asks(
    fault: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEGOTIATE_REPORT", "all")
    said(capsys)
    assert f"IndexError: {SECRET}\n" in next(fault.iterdir()).read_text("utf-8")


def test_a_report_that_cannot_be_written_is_told(
    fault: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(fault / "nowhere"))
    answer = said(capsys)
    assert answer.code == 70
    assert "no report could be written" in answer.err


@pytest.mark.parametrize("name", ["TERMINAL_WIDTH", "COLUMNS", "LINES"])
@pytest.mark.parametrize("size", ["0", "99999", "9" * 5_000, "-1", "wide", ""])
def test_a_size_that_no_terminal_has_is_forgotten(
    name: str, size: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, size)
    for arguments in (["--help"], ["solve", CHICKEN]):
        answer = ask(capsys, *arguments)
        assert (answer.code, answer.err) == (0, "")
        assert 200 < len(answer.out) < 20_000
