"""Logs of games in place of typed results, and somebody who watches."""

from pathlib import Path

import pytest

import negotiate
from negotiate.play.table import new_table
from tests.cli.shell import ask
from tests.play.war_game import war_file


def test_logs_stand_beside_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "first.jsonl"
    table = new_table(
        negotiate.load("us-china/beijing-2018", variant="us_drops_mic2025"), path=path
    )
    for seat, move in (("us", {"offer": {"purchases": "64"}}), ("china", {"accept": True})):
        table.do(seat, move)
    line = f"first {table.result()}"
    words = ("us-china/beijing-2018", "--variant", "us_drops_mic2025", "--plain")
    by_log = ask(capsys, "debrief", *words, str(path), "2 none")
    assert by_log.code == 0, by_log.err
    assert by_log.out == ask(capsys, "debrief", *words, line, "2 none").out


def test_a_game_that_is_not_over_has_no_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "first.jsonl"
    new_table(negotiate.load("classics/entry-deterrence"), path=path)
    found = ask(capsys, "debrief", "classics/entry-deterrence", str(path))
    assert found.code != 0
    assert "the game" in found.err
    assert "is not over" in " ".join(found.err.split())


def test_an_observer_sees_what_everybody_sees() -> None:
    table = new_table(negotiate.load("classics/chicken"), rounds=2)
    table.do("row", {"choose": "swerve"})
    assert list(table.seen("observer")) == []
    table.do("column", {"say": "I do not swerve."})
    assert [event["move"] for event in table.seen("observer")] == [{"say": "I do not swerve."}]


def test_a_log_of_another_scenario_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "first.jsonl"
    new_table(negotiate.load("classics/iterated-dilemma"), path=path)
    found = ask(capsys, "debrief", "classics/chicken", str(path))
    assert found.code != 0
    assert "is a game of `classics/iterated-dilemma`, and not of `classics/chicken`" in " ".join(
        found.err.split()
    )


def test_a_war_game_is_sent_to_its_review(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "first.jsonl"
    scenario = war_file(tmp_path)
    new_table(negotiate.load(scenario), path=path)
    found = ask(capsys, "debrief", scenario, str(path))
    assert found.code != 0
    assert "negotiate review" in " ".join(found.err.split())
