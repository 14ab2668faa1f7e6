"""How an answer leaves: a picture, plain lines or JSON on standard output; messages on standard error."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType

    from negotiate.errors import NegotiateError
    from negotiate.report.style import Look


class Unwritable(Exception):
    """The answer could not be written; `reason` is the system's number for why."""

    def __init__(self, reason: int | None, said: str) -> None:
        super().__init__(said)
        self.reason = reason


@contextmanager
def _writing() -> Iterator[None]:
    """Turn what writing may raise into one exception, which neither rich nor typer answers in its own way."""
    if sys.stdout is None:  # started with standard output closed
        raise Unwritable(errno.EPIPE, "standard output is closed")
    try:
        yield
        sys.stdout.flush()
    except OSError as wrong:
        raise Unwritable(wrong.errno, wrong.strerror or str(wrong)) from None
    except SystemExit:  # rich's answer to a reader that has gone away
        raise Unwritable(errno.EPIPE, "broken pipe") from None


def picture(renderable: RenderableType, look: Look) -> None:
    """Draw on standard output."""
    from negotiate.report.screen.console import show  # noqa: PLC0415 - start-up stays light

    with _writing():
        show(renderable, look)


def lines(found: Iterable[str]) -> None:
    """Plain lines on standard output, of which no sign is obeyed or hidden."""
    from negotiate.report.words import safe_line  # noqa: PLC0415 - start-up stays light

    file_text(map(safe_line, found))


def file_text(found: Iterable[str]) -> None:
    """The lines of a file for other programs on standard output, whatever its encoding can say."""
    with _writing():
        encoding = sys.stdout.encoding or "utf-8"
        for line in found:
            sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")


def page(path: Path, text: str) -> None:
    """Write a page or a picture into a file; of what stands there only what was written so before is replaced.

    Raises
    ------
    FileRefused
        If something else stands there.
    """
    from negotiate.errors import FileRefused  # noqa: PLC0415 - start-up stays light
    from negotiate.writing.atomic import put  # noqa: PLC0415 - start-up stays light
    from negotiate.writing.destination import refuse_what_is_no_file  # noqa: PLC0415 - start-up stays light

    refuse_what_is_no_file(path, f"answer{path.suffix}")
    ours = _begins_as(path, text)
    if path.exists() and not ours:
        raise FileRefused(f"`{path}` exists already, and is no page of this program", "name another file")
    put(path, text, replace=ours)


def _begins_as(path: Path, text: str) -> bool:
    """Whether a file begins as what this program writes of its kind does."""
    opening = text[: text.index("<title>")].encode("utf-8")
    try:
        with path.open("rb") as file:
            return file.read(len(opening)) == opening
    except OSError:
        return False


def as_json(found: dict[str, Any]) -> None:
    """One JSON object on standard output and nothing else."""
    with _writing():
        sys.stdout.write(json.dumps(found, indent=2, allow_nan=False) + "\n")


def error(wrong: NegotiateError) -> None:
    """What went wrong, on standard error."""
    from negotiate.errors import ScenarioError  # noqa: PLC0415 - start-up stays light

    if not isinstance(wrong, ScenarioError):
        from negotiate.loading.problems import shortened  # noqa: PLC0415 - only where something is wrong

        message(shortened(wrong.message), shortened(wrong.hint))
        return
    from negotiate.checking.reports.findings import Findings, report  # noqa: PLC0415 - only where something is wrong
    from negotiate.loading.problems import told  # noqa: PLC0415 - the same
    from negotiate.report.screen.console import show  # noqa: PLC0415 - the same
    from negotiate.report.screen.page import screen  # noqa: PLC0415 - the same
    from negotiate.report.style import Look  # noqa: PLC0415 - the same

    look = Look()
    found = Findings(tuple(told(wrong.problems)), ())
    show(screen(report(found, look), look), look, stderr=True)


def aside(said: str) -> None:
    """A sentence beside the answer, on standard error."""
    from rich.text import Text  # noqa: PLC0415 - start-up stays light

    from negotiate.report.screen.console import show  # noqa: PLC0415 - start-up stays light
    from negotiate.report.style import Look  # noqa: PLC0415 - start-up stays light
    from negotiate.report.words import safe  # noqa: PLC0415 - start-up stays light

    show(Text(safe(said, True)), Look(), stderr=True)


def message(said: str, hint: str) -> None:
    """What is wrong without any place in a file, and what to do about it, on standard error."""
    from negotiate.report.screen.console import show  # noqa: PLC0415 - start-up stays light
    from negotiate.report.screen.problems import message as drawn  # noqa: PLC0415 - start-up stays light
    from negotiate.report.style import Look  # noqa: PLC0415 - start-up stays light

    show(drawn(said, hint, Look()), Look(), stderr=True)
