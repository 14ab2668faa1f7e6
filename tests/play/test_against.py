"""`play --against` and `--auto` from the command line: who sits where, and every mistake."""

import json

import pytest

from tests.cli.shell import ask

DILEMMA = "classics/iterated-dilemma"


def test_all_opponents_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(capsys, "play", "classics/orange", "--against", "--plain").out
    assert "`--against ann=equilibrium,bea=boulware` chooses for each seat." in said
    assert "bluffer\t" in said
    said = ask(capsys, "play", DILEMMA, "--against", "--plain").out
    assert "`--against punish:periods=5`" in said
    assert "tit_for_tat\tCooperates first" in said


@pytest.mark.parametrize(
    ("against", "seats"),
    [
        ("grim", {"row": "grim", "column": "grim"}),
        ("row=grim", {"row": "grim", "column": "equilibrium"}),
        ("row=grim,column=tit-for-tat", {"row": "grim", "column": "tit_for_tat"}),
        ("punish:periods=5", {"row": "punish:periods=5", "column": "punish:periods=5"}),
        (
            "column=memory_one:p_cc=1,p_dd=0.5,row=random",
            {"row": "random", "column": "memory_one:p_cc=1,p_dd=0.5"},
        ),
    ],
)
def test_who_sits_where(
    against: str, seats: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = ask(
        capsys, "play", DILEMMA, "--auto", "2", "--rounds", "3", "--against", against, "--json"
    ).out
    assert json.loads(said)["seats"] == seats


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["--against", "gim"], "nobody called `gim` plays this game"),
        (["--against", "rw=grim"], "there is no seat `rw`"),
        (["--against", "row=grim,colum=grim"], "there is no seat `colum`"),
        (["--against", "row=grim,row=random"], "sets `row` twice"),
        (["--against", "punish:period=5"], "has no parameter `period`"),
        (["--against", "punish:periods=x"], "is a number, and not `x`"),
        (["--against", "grim", "--as", "row"], "`--auto` does not go with `--as`"),
        (["--auto", "0"], "`--auto` takes a whole number from 1"),
    ],
)
def test_mistakes(words: list[str], wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    auto = [] if "--auto" in words else ["--auto", "2"]
    answer = ask(capsys, "play", DILEMMA, *auto, *words)
    assert answer.code in (2, 4)
    assert wrong in answer.err.replace("\n", " ")
    assert "hint: " in answer.err or "a number" in wrong


def test_the_same_seed_rehearses_the_same_games(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["play", "classics/orange", "--auto", "6", "--against", "random", "--json", "--seed"]
    first, again, other = (ask(capsys, *words, seed).out for seed in ("5", "5", "6"))
    assert first == again
    assert first != other
