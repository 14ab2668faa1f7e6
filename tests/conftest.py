"""What every test stands on: a terminal that does not vary, and hypothesis profiles.

On a desk hypothesis looks somewhere new each time; where `CI` is set it repeats itself, so that a failure there is the
fault of the change and not of luck.
"""

import os

import pytest
from hypothesis import settings

settings.register_profile("desk", deadline=None)  # a first call may import or build something slow
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

_TERMINAL_VARIABLES = (
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLORTERM",
    "FORCE_COLOR",
    "NO_COLOR",
    "PAGER",
    "PY_COLORS",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
)


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test, and each process that it starts, the same terminal of 80 columns."""
    for name in _TERMINAL_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("TERM", "xterm-256color")
