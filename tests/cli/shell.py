"""The command line as a user meets it: a process of its own, or the same code called in this
one.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from negotiate.cli import forms
from negotiate.cli.app import run
from negotiate.cli.arguments import Form

ROOT = Path(__file__).parents[2]
FLAGSHIP = "us-china/beijing-2018"
CHICKEN = "classics/chicken"
FILE_COMMANDS = ("show", "check", "test", "solve", "tree", "deal")
ONE_FILE_COMMANDS = ("show", "solve", "tree", "deal")


@dataclass
class Answer:
    code: int
    out: str
    err: str


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> Answer:
    """Run in this process, which is fast."""
    capsys.readouterr()
    code = run(list(arguments))
    said = capsys.readouterr()
    return Answer(code, said.out, said.err)


def ask_in_forms(
    capsys: pytest.CaptureFixture[str], fields: Sequence[str], *arguments: str
) -> list[Answer]:
    """Run in this process; the answer, worked out once, leaves as drawn and in each form of these
    fields of `Form`.
    """
    told: list[Answer] = []
    tell = forms.tell

    def in_each(answer: forms.Answer, asked: Form) -> int:
        for form in (asked, *(replace(asked, **{field: True}) for field in fields)):
            capsys.readouterr()
            code = tell(answer, form)
            said = capsys.readouterr()
            told.append(Answer(code, said.out, said.err))
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms, "tell", in_each)
        assert run(list(arguments)) == 0
    return told


def process(*lines: Sequence[str], **variables: str) -> Answer:
    """Run one command line after another in a process of their own; answers are read as UTF-8."""
    script = (
        "from negotiate.cli.app import run; raise SystemExit(max(map(run, "
        f"{[list(line) for line in lines]})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment(**variables),
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Answer(
        done.returncode,
        done.stdout.decode("utf-8", "replace"),
        done.stderr.decode("utf-8", "replace"),
    )


def environment(**variables: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **variables}


def game(title: str = "A game", extra: str = "") -> str:
    """A small good scenario as text."""
    return f"""\
format: 1
title: {title}
players: [a, b]
issues:
  x: {{decided_by: a, options: [one, two]}}
  y: {{decided_by: b, options: [left, right]}}
status_quo: {{x: one, y: left}}
payoffs:
  a:
    gain: {{by: x, values: {{two: 1}}}}
  b:
    gain: {{by: y, values: {{right: 1}}}}
{extra}"""
