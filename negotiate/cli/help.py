"""The help of a command on a screen too narrow for columns: a name on one line, what it means below."""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Iterator
from typing import Any

NARROW = 60
"""Below so many columns help has no columns of its own."""


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
    for style, line in _lines(command, context, max(columns, 16)):
        console.print(Text(line, style=style, no_wrap=True, overflow="fold"), soft_wrap=False)


def _lines(command: Any, context: Any, columns: int) -> Iterator[tuple[str, str]]:
    usage = " ".join(command.get_usage(context).split())
    yield from _wrapped(usage, columns, 0, "bold")
    yield "", ""
    yield from _about(command.help or "", columns)
    params = [param for param in command.get_params(context) if not getattr(param, "hidden", False)]
    for heading, mine in _panels(params).items():
        yield "", ""
        yield "bold", heading
        for param in mine:
            yield from _parameter(param, context, columns)
    yield from _commands(command, context, columns)
    if command.epilog:
        yield "", ""
        yield from _wrapped(re.sub(r"\[/?dim\]", "", command.epilog), columns, 0, "dim")


def _panels(params: list[Any]) -> dict[str, list[Any]]:
    """Heading → arguments or options below it, as the wide help has them."""
    found: dict[str, list[Any]] = {"Arguments": [], "Options": []}
    for param in params:
        kind = "Arguments" if param.param_type_name == "argument" else "Options"
        panel = getattr(param, "rich_help_panel", None)
        found.setdefault(panel if isinstance(panel, str) else kind, []).append(param)
    return {heading: mine for heading, mine in found.items() if mine}


def _about(text: str, columns: int) -> Iterator[tuple[str, str]]:
    """The command's own words; of two columns the second goes below the first."""
    import inspect  # noqa: PLC0415 - only help asks for it

    for line in inspect.cleandoc(text).split("\n"):
        left, right = [*re.split(r"\s{2,}", line, maxsplit=1), ""][:2]
        if right:
            yield from _wrapped(left, columns, 0, "bold")
            yield from _wrapped(right, columns, 4)
        elif line:
            yield from _wrapped(line, columns, 0)
        else:
            yield "", ""


def _parameter(param: Any, context: Any, columns: int) -> Iterator[tuple[str, str]]:
    metavar = param.metavar or ""
    if param.param_type_name == "argument":
        name = metavar or str(param.name).upper()
    else:
        name = f"{', '.join(param.opts)} {metavar}".strip()
    yield from _wrapped(name, columns, 2, "bold cyan")
    words = [param.help or ""]
    default = param.default
    if param.param_type_name == "option" and param.show_default and isinstance(default, str | int) and default:
        words.append(f"[default: {getattr(default, 'value', default)}]" if default is not True else "")
    if param.required:
        words.append("[required]")
    yield from _wrapped(" ".join(filter(None, words)), columns, 4)


def _commands(group: Any, context: Any, columns: int) -> Iterator[tuple[str, str]]:
    """The commands of a group under their headings."""
    headings: dict[str, list[Any]] = {}
    for name in group.list_commands(context) if hasattr(group, "list_commands") else ():
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            headings.setdefault(getattr(command, "rich_help_panel", None) or "Commands", []).append(command)
    for heading, commands in headings.items():
        yield "", ""
        yield "bold", heading
        for command in commands:
            yield "bold cyan", f"  {command.name}"
            yield from _wrapped((command.help or "").strip().split("\n\n")[0], columns, 4)


def _wrapped(text: str, columns: int, indent: int, style: str = "") -> Iterator[tuple[str, str]]:
    further = " " * (indent + (2 if style.startswith("bold") else 0))
    for line in textwrap.wrap(
        text, columns, initial_indent=" " * indent, subsequent_indent=further, break_on_hyphens=False
    ):
        yield style, line
