"""What happens where the program itself is at fault: one sentence, a report for its authors, and an exit code."""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence

UNFORESEEN = 70
"""As `sysexits.h` has it for a fault of the program."""
ASKED = "NEGOTIATE_REPORT"
"""Set to `all`, this variable of the environment puts the message of the exception into the report as well."""


def sentences(wrong: Exception, arguments: Sequence[str]) -> str:
    """What is said of a fault that nobody foresaw, once its report is written.

    Parameters
    ----------
    wrong : Exception
        What was raised.
    arguments : sequence of str
        What was typed after the program's name.
    """
    said = f"error: this is a fault of negotiate itself ({type(wrong).__name__})"
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="negotiate-report-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
        ) as file:
            file.writelines(f"{line}\n" for line in report(wrong, arguments))
    except OSError:
        return f"{said}\nhint: no report could be written; tell the authors the command and the version"
    return f"{said}\nhint: send the authors the report `{file.name}`; it holds the command and no text of the scenario"


def report(wrong: Exception, arguments: Sequence[str]) -> Iterator[str]:
    """The lines of a report: version, command, and where it happened, without any value that came from a file.

    Parameters
    ----------
    wrong : Exception
        What was raised.
    arguments : sequence of str
        What was typed after the program's name.

    Examples
    --------
    >>> list(report(KeyError("a word of a scenario"), ["solve", "my game.yaml"]))[2:]
    ["command: negotiate solve 'my game.yaml'", '', 'KeyError']
    """
    yield f"version: negotiate {_version()}"
    yield f"python: {sys.version.split()[0]} on {sys.platform}"
    yield f"command: negotiate {shlex.join(arguments)}"
    for one in reversed(list(_chain(wrong))):
        yield ""
        yield from "".join(traceback.format_tb(one.__traceback__)).splitlines()
        yield f"{type(one).__name__}: {one}" if os.environ.get(ASKED) == "all" else type(one).__name__


def _chain(wrong: BaseException | None) -> Iterator[BaseException]:
    """An exception, what it was raised from or amid, and so on."""
    while wrong is not None:
        yield wrong
        wrong = wrong.__cause__ or (None if wrong.__suppress_context__ else wrong.__context__)


def _version() -> str:
    from importlib import metadata  # noqa: PLC0415 - only where something is wrong

    try:
        return metadata.version("negotiate-games")
    except metadata.PackageNotFoundError:
        return "that is not installed"
