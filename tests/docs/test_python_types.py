"""The Python of the guide passes type checkers as it is written.

They look at the whole package and take a minute: mypy runs where everything is run, and pyright
where it is named by `PYRIGHT` or found on the PATH; `.ci/peers` brings it.
"""

from __future__ import annotations

import doctest
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.snippets import blocks
from tests.walks import EVERY_PAIR

ROOT = Path(__file__).parents[2]
TYPES = """
from typing import assert_type
from negotiate.repeated.lasting.public_signals import BestTrigger
from negotiate.repeated.many.evolution import Evolution
from negotiate.repeated.many.tournament import Invasion, Tournament
from negotiate.repeated.matches.timeline import Encounter
from negotiate.repeated.sustaining.holding import Holding
from negotiate.repeated.sustaining.sustainable import Sustainable
assert_type(talks.simulate("grim", noise=0.01), negotiate.Lasting | BestTrigger)
assert_type(talks.simulate(after=["rain"]), BestTrigger)
assert_type(talks.simulate({"us": "grim"}, certificate=True), negotiate.Certificate)
assert_type(talks.simulate(match=True, breach=("china", 3), seed=7), Encounter)
assert_type(talks.simulate(hold=True, harshest=True), Holding)
assert_type(talks.simulate(payoffs=True, patience=0.4), Sustainable)
assert_type(talks.simulate(["grim", "tit_for_tat"], tournament=True), Tournament)
assert_type(talks.simulate(invasion=True), Invasion)
assert_type(talks.simulate(evolution="replicator"), Evolution)
"""
"""What each question of `simulate` answers with."""
PYRIGHT = os.environ.get("PYRIGHT", "") or shutil.which("pyright") or ""


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """The examples of the guide as one module, without what they print, and what each question
    answers with.
    """
    page = (ROOT / "docs" / "how-to" / "use-from-python.md").read_text("utf-8")
    python = [block.text for block in blocks(page) if block.language == "python"]
    examples = [one.source for text in python for one in doctest.DocTestParser().get_examples(text)]
    assert len(examples) > 40
    made = tmp_path / "guide.py"
    made.write_text("".join(examples) + TYPES, "utf-8")
    return made


@pytest.mark.skipif(not EVERY_PAIR, reason="mypy reads the whole package")
def test_the_guide_passes_mypy(guide: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", str(guide)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


@pytest.mark.skipif(
    not PYRIGHT, reason="no pyright: set PYRIGHT to one, or run .ci/peers, which installs it by npm"
)
def test_the_guide_passes_pyright(guide: Path) -> None:
    settings = {"include": [guide.name], "extraPaths": [str(ROOT)], "reportUnusedExpression": False}
    (guide.parent / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    command = [PYRIGHT, "--pythonpath", sys.executable, "-p", str(guide.parent), "--warnings"]
    found = subprocess.run(command, cwd=guide.parent, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout
