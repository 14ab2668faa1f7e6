"""How an answer leaves: a picture, plain lines or JSON on standard output; messages on standard error."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import RenderableType

    from negotiate.errors import NegotiateError
    from negotiate.render.style import Look


def picture(renderable: RenderableType, look: Look) -> None:
    """Draw on standard output."""
    from negotiate.render.console import show  # noqa: PLC0415 - start-up stays light

    try:
        show(renderable, look)
    except SystemExit:  # rich's answer to a reader that has gone away; ours is given in `app`
        raise BrokenPipeError(errno.EPIPE, "broken pipe") from None


def lines(found: Iterable[str]) -> None:
    """Plain lines on standard output, whatever its encoding can say."""
    encoding = sys.stdout.encoding or "utf-8"
    for line in found:
        sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")


def as_json(found: dict[str, Any]) -> None:
    """One JSON object on standard output and nothing else."""
    sys.stdout.write(json.dumps(found, indent=2, allow_nan=False) + "\n")


def error(wrong: NegotiateError) -> None:
    """What went wrong, on standard error."""
    from negotiate.errors import ScenarioError  # noqa: PLC0415 - start-up stays light
    from negotiate.render.console import show  # noqa: PLC0415 - start-up stays light
    from negotiate.render.problems import message, problems  # noqa: PLC0415 - start-up stays light
    from negotiate.render.style import Look  # noqa: PLC0415 - start-up stays light

    look = Look()
    if isinstance(wrong, ScenarioError):
        show(problems(wrong.problems, look), look, stderr=True)
    else:
        show(message(wrong.message, wrong.hint, look), look, stderr=True)
