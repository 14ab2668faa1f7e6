"""The same question twice, in two processes: the same bytes of the answer, in every form."""

import json
import subprocess
import sys

from tests.cli.shell import FLAGSHIP, ROOT, environment

ASKED = {
    "solve": ["solve", FLAGSHIP],
    "tree": ["tree", FLAGSHIP],
    "threats": ["tree", "classics/entry-deterrence", "--threats"],
    "correlated": ["solve", "classics/chicken", "--concept", "correlated"],
    "deal": ["deal", FLAGSHIP, "--variant", "us_drops_mic2025"],
    "stability": ["stability", "conflicts/cuba-1962"],
    "simulate": ["simulate", "classics/prisoners-dilemma"],
    "tournament": ["simulate", "classics/prisoners-dilemma", "--tournament"],
    "compare": ["compare", FLAGSHIP, "--variant", "containment"],
    "test": ["test", "classics/chicken"],
    "show": ["show", FLAGSHIP],
    "check": ["check", "classics/chicken"],
    "list": ["list"],
}


RUN = """
import contextlib, io, json, sys
from dataclasses import replace
from negotiate.cli import forms
from negotiate.cli.app import run
tell = forms.tell
forms.tell = lambda answer, form: max(tell(answer, replace(form, **{field: True})) for field in ("as_json", "plain"))
answers = {}
for name, arguments in json.loads(sys.argv[1]).items():
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True)
    with contextlib.redirect_stdout(said):
        code = run(arguments)
    answers[name] = [code, said.buffer.getvalue().decode("utf-8")]
sys.stdout.write(json.dumps(answers))
"""
"""Asks everything in one process, since starting one takes longer than most answers."""


def answers(seed: str) -> dict[str, tuple[int, str]]:
    """Exit code and answer of every question, as JSON and plain, in a process whose sets have an
    order of their own.
    """
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(ASKED)],
        cwd=ROOT,
        env=environment(PYTHONHASHSEED=seed),
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return {name: (code, text) for name, (code, text) in json.loads(done.stdout).items()}


def test_equal_runs_give_equal_bytes() -> None:
    first, second = (answers(seed) for seed in ("1", "2"))
    assert {name: code for name, (code, _) in first.items() if code} == {}
    assert all(all(text.partition("\n}\n")) for _, text in first.values()), (
        "JSON, its end, and plain lines"
    )
    for name in ASKED:
        assert first[name] == second[name], name
