"""Runs a step of a case in this process, and says what was wrong with what it came to."""

from __future__ import annotations

import io
import json
import re
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from negotiate.cli.app import UNFORESEEN, run
from tests.fuzzing.lines import Case, Step, damage

CODES = {0, 1, 2, 3, 4}
"""What a command may end with, when nobody interrupts it: `docs/reference/exit-codes.md`."""
PLACE = re.compile(r'File ".*?/(negotiate/[^"]*|[^"/]*)", line (\d+),? in (\S+)')
"""Where something happened, in a traceback."""


def wrong_with(step: Step, port: int) -> str:
    """Run one step here; what was wrong, or nothing."""
    if step.typed[0] == "cut":
        if Path(step.typed[1]).is_file():
            damage(Path(step.typed[1]), step.typed[2])
        return ""
    said, keyboard = io.StringIO(), io.StringIO(step.keyboard)
    with redirect_stderr(said), redirect_stdout(io.StringIO()), patch("sys.stdin", keyboard):
        code = run([word.replace("{port}", str(port)) for word in step.typed])
    words = said.getvalue()
    if code == UNFORESEEN:
        reports = sorted(Path(tempfile.gettempdir()).glob("negotiate-report-*"))
        text = reports[-1].read_text("utf-8") if reports else words
        places = [found for found in PLACE.findall(text) if found[0].startswith("negotiate/")]
        return f"70 {text.splitlines()[-1][:80]} at {':'.join(places[-1]) if places else '?'}"
    if code not in CODES:
        return f"code {code}"
    odd = [line for line in words.splitlines() if "Traceback" in line or "Warning:" in line]
    return f"says {odd[0][-120:]}" if odd else "memory" if "not enough memory" in words else ""


def write(one: Case, folder: Path) -> None:
    """The files of a case, and beside them what is typed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in one.files.items():
        (folder / name).write_text(text, "utf-8")
    steps = [{"typed": step.typed, "keyboard": step.keyboard} for step in one.steps]
    (folder / "steps.json").write_text(json.dumps(steps, indent=1), "utf-8")
