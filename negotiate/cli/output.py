"""How an answer leaves: a picture, plain lines or JSON on standard output; messages on standard error."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import RenderableType

    from negotiate.errors import NegotiateError
    from negotiate.render.style import Look


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
    from negotiate.render.console import show  # noqa: PLC0415 - start-up stays light

    with _writing():
        show(renderable, look)


def lines(found: Iterable[str]) -> None:
    """Plain lines on standard output, of which no sign is obeyed or hidden."""
    from negotiate.render.text import safe_line  # noqa: PLC0415 - start-up stays light

    file_text(map(safe_line, found))


def file_text(found: Iterable[str]) -> None:
    """The lines of a file for other programs on standard output, whatever its encoding can say."""
    with _writing():
        encoding = sys.stdout.encoding or "utf-8"
        for line in found:
            sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")


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
    from negotiate.loading.problems import told  # noqa: PLC0415 - start-up stays light
    from negotiate.render.console import show  # noqa: PLC0415 - start-up stays light
    from negotiate.render.problems import problems  # noqa: PLC0415 - start-up stays light
    from negotiate.render.style import Look  # noqa: PLC0415 - start-up stays light

    look = Look()
    show(problems(told(wrong.problems), look), look, stderr=True)


def message(said: str, hint: str) -> None:
    """What is wrong without any place in a file, and what to do about it, on standard error."""
    from negotiate.render.console import show  # noqa: PLC0415 - start-up stays light
    from negotiate.render.problems import message as drawn  # noqa: PLC0415 - start-up stays light
    from negotiate.render.style import Look  # noqa: PLC0415 - start-up stays light

    show(drawn(said, hint, Look()), Look(), stderr=True)
