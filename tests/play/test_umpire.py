"""A war game of six turns with its umpire, through a real terminal."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.play.keys import heeds_interrupts
from tests.play.war_game import war_file

pexpect = pytest.importorskip(
    "pexpect", reason="plays in a real terminal, which the extra `test` brings"
)
HERE = Path(__file__).parents[2]


def sit_down(folder: Path, *words: str) -> "pexpect.spawn":
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "100", "PYTHONPATH": str(HERE)}
    command = ["-m", "negotiate", "play", *words]
    return pexpect.spawn(
        sys.executable,
        command,
        cwd=str(folder),
        env=environment,
        encoding="utf-8",
        timeout=60,
        preexec_fn=heeds_interrupts,
    )


def six_turns(folder: Path) -> None:
    path = Path(war_file(folder))
    path.write_text(path.read_text("utf-8").replace("count: 3", "count: 6"), "utf-8")


FIRST = (
    (1, "us: us_tarif=high", "did you mean `us_tariff`?"),
    (1, "go", "`us: hold` leaves all as it is"),
    (1, "us us_tariff=high", "write `us: us_tariff=high`"),
    (1, "injects", "midterms\tThe midterms are near.…\tTurn 2\tthe United States"),
    (1, "say Five minutes.", "All hear: “Five minutes.”"),
    (1, "the united states: us_tariff=low", "China has not ordered yet."),
    (1, "back 1", "Back at the beginning of turn 1."),
    (1, "rule tension=3 A storm.", "Tension is now 3 (threats). A storm."),
    (1, "inject call", "The United States and China read: News: The leaders talk."),
    (1, "/back 1", "Back at the beginning of turn 1."),
    (1, "us: us_tariff=high", "China has not ordered yet."),
    (1, "chna: hold", "did you mean `china`?"),
    (1, "china: hold", "The orders are in."),
    (1, "override tension=7 cn_tariff=high China answers in kind.", "Tension\t2\t7\tthreats"),
    (1, "go", "A collision at sea."),
    (2, "us: us_tariff=low", "China has not ordered yet."),
)
"""In which turn the umpire types what, and what the screen says then."""
THEN = (
    (2, "china: cn_tariff=low", "The orders are in."),
    (2, "go", "Turn 3 of 6"),
    (3, "back 2", "Turn 2 of 6"),
)
TURN = ("us: hold", "china: hold", "rule The umpire has nothing to add.", "go")


def type_in(table: "pexpect.spawn", turn: int, line: str, answer: str = "") -> None:
    table.expect_exact(f"turn {turn}, umpire> ")
    table.sendline(line)
    if answer:
        table.expect_exact(answer)


def interrupt(table: "pexpect.spawn") -> None:
    """Press Ctrl-C in the middle of a move, once more where a busy machine has missed it between
    two keys.
    """
    for _ in range(10):
        table.sendintr()
        if table.expect_exact(["goes on with it", pexpect.TIMEOUT], timeout=6) == 0:
            return
    raise AssertionError("Ctrl-C does nothing")


def left(table: "pexpect.spawn") -> int:
    """The exit code."""
    table.expect(pexpect.EOF)
    table.close()
    return int(table.exitstatus)


def test_six_turns_with_an_override_a_branch_a_slip_and_an_interruption(tmp_path: Path) -> None:
    six_turns(tmp_path)
    table = sit_down(tmp_path, "war.yaml", "--umpire", "--plain", "--log", "game.jsonl")
    for step in FIRST:
        type_in(table, *step)
    table.expect_exact("turn 2, umpire> ")
    table.send("china: cn_tar")
    interrupt(table)
    assert left(table) == 130

    table = sit_down(tmp_path, "--resume", "game.jsonl", "--plain")
    for step in THEN:
        type_in(table, *step)
    for turn in range(2, 7):
        for line in TURN:
            type_in(table, turn, line)
    table.expect_exact("On average a turn brought")
    assert left(table) == 0

    events = [
        json.loads(line) for line in (tmp_path / "game.jsonl").read_text("utf-8").splitlines()[1:]
    ]
    kinds = [event["kind"] for event in events]
    assert (kinds.count("override"), kinds.count("back"), kinds.count("result")) == (1, 3, 7)
    override = next(event for event in events if event["kind"] == "override")
    assert (override["before"]["numbers"], override["after"]["numbers"]) == (
        {"tension": 4.0},
        {"tension": 7.0},
    )
    assert override["move"]["override"]["says"] == "China answers in kind."
