"""The page of the objects that `--json` prints: each with its keys, and as it comes out for a small game."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from docs.generate.commands import Command, commands
from docs.generate.introductions import introduction
from docs.generate.markdown import fence, table
from docs.generate.terminal import asked

PACKAGE = Path(__file__).parents[2] / "negotiate"
MOST_LINES = 45
NAMED = re.compile(r'"(negotiate/[a-z-]+/[0-9]+)"')
GIVEN = {"compare": ["classics/chicken", "classics/stag-hunt"], "schema": None, "new": None}
"""What a command is given here in place of one small game; nothing where it has no answer of a shape."""


def shapes() -> set[str]:
    """Every shape that the package can print."""
    return {found for path in PACKAGE.rglob("*.py") for found in NAMED.findall(path.read_text("utf-8"))}


def page() -> str:
    """One section a command that has `--json`."""
    pieces = ["# JSON shapes\n", introduction("json", "top")]
    for name, command in commands().items():
        if any("--json" in option.names for option in command.options):
            pieces += _section(name, command)
    return "\n".join(pieces)


def _section(name: str, command: Command) -> list[str]:
    takes = bool(command.arguments)
    given = GIVEN.get(name, ["classics/chicken"] if takes else [])
    if given is None:
        return []
    arguments = [name, *given, "--json"]
    _, out, _ = asked(arguments, PACKAGE)
    found = json.loads(out)
    rows = [(f"`{key}`", _kind(value)) for key, value in found.items()]
    return [
        f"## {name}\n",
        f"`negotiate {' '.join(arguments)}` prints an object of the shape `{found['schema']}`.\n",
        table(("key", "holds"), rows),
        _drawn(_steady(_folded(out))),
    ]


def _drawn(text: str) -> str:
    lines = text.rstrip().splitlines()
    return fence("json", text) if len(lines) <= MOST_LINES else fence("text", "\n".join([*lines[:MOST_LINES], "…"]))


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return f"an object: {', '.join(f'`{key}`' for key in value)}" if 0 < len(value) <= 8 else "an object"
    kinds = {list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number", type(None): "null here"}
    return kinds[type(value)]


def _steady(text: str) -> str:
    """The time that an answer took differs from run to run."""
    return re.sub(r'("seconds": )[0-9.e-]+', r"\g<1>0.001", text)


def _folded(text: str) -> str:
    """Lists of plain values on one line each."""
    return re.sub(r"\[\s+([^][{}]{1,400}?)\s+\]", lambda found: f"[{' '.join(found[1].split())}]", text)

