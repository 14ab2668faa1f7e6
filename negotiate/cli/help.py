"""The help of a command on a screen too narrow for columns: a name on one line, what it means below."""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Iterator
from typing import Any

NARROW = 60
"""Below so many columns help has no columns of its own."""
Piece = tuple[int, str, str]
"""An indent, a style, and the words."""
BLANK: Piece = (0, "", "")


def is_narrow() -> bool:
    """Whether the screen that help is written to is too narrow for columns."""
    return _columns() < NARROW


def _columns() -> int:
    """As typer has it: what `TERMINAL_WIDTH` says, or else what the terminal does."""
    from rich.console import Console  # noqa: PLC0415 - start-up stays light

    asked = os.environ.get("TERMINAL_WIDTH", "")
    return int(asked) if asked.isdecimal() and int(asked) > 0 else Console().width


def print_narrow(command: Any, context: Any) -> None:
    """Print all that the wide help says, one below the other."""
    from rich.console import Console  # noqa: PLC0415 - start-up stays light
    from rich.text import Text  # noqa: PLC0415 - the same

    columns = _columns()
    console = Console(width=columns, highlight=False)
    for indent, style, words in _pieces(command, context):
        margin = " " * indent
        lines = textwrap.wrap(
            words, max(columns, 16), initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False
        )
        console.print(Text("\n".join(lines), style=style, no_wrap=True, overflow="fold"), soft_wrap=False)


def _pieces(command: Any, context: Any) -> Iterator[Piece]:
    yield 0, "bold", " ".join(command.get_usage(context).split())
    yield BLANK
    for line in (command.help or "").splitlines():
        left, *right = re.split(r"\s{2,}", line, maxsplit=1)  # of two columns the second goes below the first
        yield 0, "bold" if right else "", left
        if right:
            yield 4, "", right[0]
    for heading, entries in _panels(command, context).items():
        yield BLANK
        yield 0, "bold", heading
        for name, says in entries:
            yield 2, "bold cyan", name
            yield 4, "", says
    if command.epilog:
        yield BLANK
        yield 0, "dim", re.sub(r"\[/?dim\]", "", command.epilog)


def _panels(command: Any, context: Any) -> dict[str, list[tuple[str, str]]]:
    """Heading → arguments, options or commands below it with what they are, as the wide help has them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for param in command.get_params(context):
        argument = param.param_type_name == "argument"
        heading = getattr(param, "rich_help_panel", None) or ("Arguments" if argument else "Options")
        name = param.metavar if argument else " ".join(filter(None, [", ".join(param.opts), param.metavar]))
        default = "" if argument or isinstance(param.default, bool) or not param.default else param.default
        words = [param.help, f"[default: {default}]" if default != "" else "", "[required]" if param.required else ""]
        found.setdefault(heading, []).append((name, " ".join(filter(None, words))))
    for name, inner in getattr(command, "commands", {}).items():
        if not inner.hidden:
            found.setdefault(inner.rich_help_panel, []).append((name, inner.help.partition("\n\n")[0]))
    return found
