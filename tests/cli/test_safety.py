"""What a scenario says is text: no markup, no escape, no hidden turn of direction reaches a
screen.
"""

import json
from pathlib import Path

import pytest

from tests.cli.shell import FILE_COMMANDS, ask

EVIL = r"[bold red]x[/] \x1b[31m \u202e \u2066 tab\there"
HIDDEN = ("\x1b", "\u202e", "\u2066")
NASTY = f"""\
format: 1
title: "{EVIL}"
summary: "{EVIL} one two three four five six. {EVIL}"
authors: ["{EVIL}"]
players:
  a: {{name: "{EVIL}", leader: "{EVIL}", unit: "{EVIL}"}}
  b: {{name: "b {EVIL}"}}
sources:
  book: {{title: "{EVIL}", publisher: "{EVIL}"}}
parameters:
  weight: {{value: 1, range: [0, 2], unit: "{EVIL}", about: "{EVIL}", source: book}}
issues:
  x: {{name: "{EVIL}", decided_by: a, unit: "{EVIL}", options: {{one: 1, two: 2}}}}
  y: {{decided_by: b, options: [left, right]}}
status_quo: {{x: one, y: left}}
payoffs:
  a:
    gain: {{expr: weight * x, about: "{EVIL}"}}
  b:
    gain: {{by: y, values: {{right: 1}}, about: "{EVIL}"}}
red_lines:
  line: {{player: a, never: {{x: [two]}}, about: "{EVIL}"}}
variants:
  other: {{set: {{weight: 2}}, title: "{EVIL}", about: "{EVIL}"}}
happened:
  then: {{x: two, y: left}}
briefs:
  public: "{EVIL}"
expect:
  - {{solve: {{x: one}}, in: every, about: "{EVIL}"}}
"""


@pytest.fixture
def nasty(tmp_path: Path) -> str:
    path = tmp_path / "nasty.yaml"
    path.write_text(NASTY, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("command", FILE_COMMANDS)
@pytest.mark.parametrize(
    "form", [[], ["--plain"], ["--json"], ["--ascii"]], ids=["drawn", "plain", "json", "ascii"]
)
def test_nothing_hidden_is_obeyed(
    command: str, form: list[str], nasty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    everything = [] if command == "check" else ["--all"]
    answer = ask(capsys, command, nasty, *form, *everything)
    assert answer.code == (1 if command == "test" else 0)
    assert not [sign for sign in HIDDEN if sign in answer.out + answer.err]
    if form == ["--json"]:
        json.loads(answer.out)
    elif command in ("show", "solve"):
        assert "[bold red]x[/]" in answer.out
        assert "\\x1b[31m" in answer.out


@pytest.mark.parametrize("command", FILE_COMMANDS)
def test_a_path_is_text_too(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "[bold]a\x1b[31m\u202eb.yaml"
    path.write_text("format: 1\ntitle: x\nnonsense: 1\n", encoding="utf-8")
    answer = ask(capsys, command, str(path))
    assert answer.code == 3
    assert not [sign for sign in HIDDEN if sign in answer.out + answer.err]
    assert "[bold]a\\x1b[31m" in answer.out + answer.err
