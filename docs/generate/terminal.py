"""Runs the command line in this process, as a terminal of 80 columns without colour would show
it.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

from negotiate.cli.app import run

WIDTH = 80
_TERMINAL = (
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLORTERM",
    "FORCE_COLOR",
    "NO_COLOR",
    "PAGER",
    "PY_COLORS",
)


@contextlib.contextmanager
def plain_terminal() -> Iterator[None]:
    """80 columns, without colour."""
    before = dict(os.environ)
    for name in _TERMINAL:
        os.environ.pop(name, None)
    os.environ.update(COLUMNS=str(WIDTH), LINES="24", TERM="xterm-256color")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def asked(arguments: list[str], folder: Path) -> tuple[int, str, str]:
    """Run `negotiate` with these arguments in a folder.

    Returns
    -------
    int, str, str
        The exit code, what stands on standard output, and what stands on both outputs in the order
        in which it came.
    """
    out, both = io.StringIO(), io.StringIO()
    with (
        plain_terminal(),
        contextlib.chdir(folder),
        contextlib.redirect_stdout(_Twice(out, both)),
        contextlib.redirect_stderr(both),
    ):
        code = run(arguments)
    return code, out.getvalue(), both.getvalue()


class _Twice(io.StringIO):
    """A stream that writes to two others."""

    def __init__(self, *streams: io.StringIO) -> None:
        super().__init__()
        self.streams = streams

    def write(self, text: str) -> int:
        for stream in self.streams:
            stream.write(text)
        return len(text)
