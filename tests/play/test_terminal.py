"""People at a real terminal: typed lines with their mistakes, every opponent, and the full screen
by its keys.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from negotiate import load
from negotiate.play.opponents import opponents
from negotiate.play.table import new_table, replayed
from tests.play.keys import heeds_interrupts

pexpect = pytest.importorskip("pexpect", reason="in the extra `test`, not on Windows")
if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

CLASS = "us-china/beijing-2018-class"
DUMB = {"TERM": "dumb"}
DOWN, RIGHT, ENTER, F3 = "\x1b[B", "\x1b[C", "\r", "\x1bOR"


@contextmanager
def terminal(folder: Path, *words: str, **variables: str) -> Iterator[Any]:
    """`negotiate play` at a terminal of 80 columns and 24 lines; it must be ended when the block is
    left.
    """
    environment: Mapping[str, str] = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        **variables,
    }
    child = pexpect.spawn(
        sys.executable,
        ["-m", "negotiate", "play", *words],
        cwd=folder,
        env=environment,
        encoding="utf-8",
        timeout=15,
        dimensions=(24, 80),
        preexec_fn=heeds_interrupts,
    )
    try:
        yield child
        child.expect(pexpect.EOF)
    finally:
        child.close(force=True)


def say(child: Any, prompt: str, *lines: str) -> None:
    for line in lines:
        child.expect_exact(prompt)
        child.sendline(line)


#
# typed lines


def test_a_game_in_the_hot_seat_with_typing_errors_and_an_interrupt(tmp_path: Path) -> None:
    with terminal(tmp_path, CLASS, "--log", "game.jsonl", **DUMB) as child:
        child.expect("Hand over to the United States")
        say(child, "press Enter: ", "")
        for typed, meant in (
            ("ofer plan=half", "offer"),
            ("plan=havle", "halve"),
            ("plann=halve", "plan"),
        ):
            say(child, "United States> ", typed)
            child.expect_exact(f"did you mean `{meant}`?")
        say(child, "United States> ", "plan=halve purchases=thirty")
        child.expect("Hand over to China")
        assert child.before.endswith("\r\n" * 24)
        say(child, "press Enter: ", "accept")
        child.expect("What was typed before Enter was not taken.")
        child.expect("The United States offers: Made in China 2025")
        child.expect_exact("China> ")
        child.send("purchases=hun")
        child.expect_exact(
            "purchases=hun"
        )  # a signal amid the letters is seen with the next one alone
        child.sendintr()
        child.expect("The game is kept in `game.jsonl`")
        child.expect("negotiate play --resume game.jsonl")
    assert child.exitstatus == 130
    assert replayed(tmp_path / "game.jsonl").count == 2
    _resumed_twice(tmp_path)


def _resumed_twice(folder: Path) -> None:
    with terminal(folder, "--resume", "game.jsonl", **DUMB) as child:
        say(child, "press Enter: ", "")
        say(child, "China> ", "log", "brief", "purchases=hundred plan=new_name")
        say(child, "press Enter: ", "")
        child.expect("China offers")
        child.expect_exact("United States> ")
        child.sendeof()
        child.expect("The game is not over")
    assert child.exitstatus == 0

    with terminal(folder, "--resume", "game.jsonl", "--plain") as child:
        say(child, "press Enter: ", "")
        say(child, "United States> ", "say one moment", "worth plan=halve", "reject")
        say(child, "press Enter: ", "")
        child.expect("The United States says: “one moment”")
        say(child, "China> ", "walk")
        say(child, "Type `walk` again, or `y`: ", "n")
        say(child, "China> ", "walk")
        say(child, "Type `walk` again, or `y`: ", "walk")
        child.expect("China walked away. There is no deal.")
    assert child.exitstatus == 0
    assert replayed(folder / "game.jsonl").state["end"] == "walk"


def test_a_game_against_each_opponent(tmp_path: Path) -> None:
    for one in opponents(new_table(load(CLASS))):
        with terminal(
            tmp_path,
            CLASS,
            "--as",
            "us",
            "--against",
            one.name,
            "--rounds",
            "2",
            "--log",
            one.name,
            **DUMB,
        ) as child:
            lines = iter(["purchases=sixty", "purchases=thirty", "reject"])
            while child.expect_exact(["United States> ", "The game is kept in"]) == 0:
                child.sendline(next(lines))
        assert child.exitstatus == 0, child.before
        table = replayed(tmp_path / one.name)
        assert table.ended
        assert any(event["seat"] == "china" for event in table.events)


#
# full screen


def press(child: Any, *steps: tuple[str, str]) -> None:
    """Keys, each with what the screen then shows."""
    for keys, shown in steps:
        child.send(keys)
        child.expect_exact(shown)


def test_a_whole_game_by_arrow_keys(tmp_path: Path) -> None:
    with terminal(tmp_path, CLASS, "--log", "game.jsonl") as child:
        child.expect("Hand over to the United States")
        press(
            child,
            (ENTER, "Your offer"),
            (DOWN + RIGHT * 2, "[half of the subsidies end]"),
            ("", "You never sign this"),
            (DOWN * 2 + RIGHT, "To you this deal is worth"),
            (ENTER, "Make this offer?"),
            ("y", "Hand over to China"),
            (ENTER, "The United States offers"),
            ("", "Accept"),
            (F3, "What has happened"),
            (F3, "Your offer"),
            ("/", "ISSUE=OPTION"),
            ("say not yet" + ENTER, "You say"),
            ("w", "Walk away?"),
            ("n", ""),
            ("r", "Refuse this offer?"),
            ("y", "Hand over to the United States"),
            (ENTER, "China refuses the offer"),
            ("w", "Walk away?"),
            ("y", "The United States walked away"),
            ("q", "The game is kept in"),
        )
    assert child.exitstatus == 0
    found = replayed(tmp_path / "game.jsonl")
    assert [next(iter(event["move"]), "") for event in found.events] == [
        "",
        "offer",
        "say",
        "reject",
        "walk",
    ]
    assert list(found.events)[1]["after"]["offer"]["plan"] == "halve"


def test_orders_of_a_war_game_are_given_by_arrow_keys(tmp_path: Path) -> None:
    words = ("us-china/trade-war-2018-20", "--as", "us", "--against", "hold", "--log", "game.jsonl")
    with terminal(tmp_path, *words) as child:
        press(
            child,
            ("", "Your orders"),
            (DOWN + RIGHT, "[on the Entity List]"),
            (ENTER, "Give these orders?"),
            ("y", "Turn 2 of 6"),
            ("", "Turn 1 ends"),
            ("", "The last turn brought you"),
            ("q", "The game is not over"),
        )
    assert child.exitstatus == 0
    assert replayed(tmp_path / "game.jsonl").state["package"]["huawei"] == "listed"


def test_an_interrupt_on_the_full_screen_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    with terminal(tmp_path, CLASS, "--as", "us", "--log", "game.jsonl") as child:
        child.expect_exact("\x1b[?1049h")
        child.expect_exact("Your offer")
        child.send("\x03")
        child.expect_exact("\x1b[?1049l")
        child.expect_exact("negotiate play --resume game.jsonl")
    assert child.exitstatus == 130
    with terminal(tmp_path, "--resume", "game.jsonl") as child:
        press(child, ("", "Your offer"), ("q", "The game is not over"))
    assert child.exitstatus == 0
