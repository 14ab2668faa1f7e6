"""The page of the objects that `--json` prints: each with its keys, and as it comes out for a small game."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

from docs.generate.commands import commands
from docs.generate.introductions import introduction
from docs.generate.markdown import fence, list_of, table
from docs.generate.terminal import asked

PACKAGE = Path(__file__).parents[2] / "negotiate"
MOST_LINES = 45
NAMED = re.compile(r'"(negotiate/[a-z-]+/[0-9]+)"')
GIVEN = {
    "check": (["classics/chicken"], ["--explain", "unknown-option"], ["--explain"]),
    "compare": (["classics/chicken", "--fix", "row=straight"],),
    "new": ([], ["two-by-two", "stations.yaml"]),
    "list": ([],),
    "tree": (["classics/chicken"], ["classics/entry-deterrence", "--threats"]),
    "deal": (
        ["classics/orange"],
        ["classics/orange", "--at", "cut_in_half"],
        ["us-china/beijing-2018", "--why"],
        ["us-china/beijing-2018", "--prices"],
        ["us-china/beijing-2018-class", "--trades"],
        ["classics/prisoners-dilemma", "--threats"],
        ["europe/brexit-2019", "--votes"],
        ["classics/rubinstein", "--talks", "offers"],
    ),
    "stability": (
        ["classics/chicken"],
        ["classics/chicken", "--state", "row=swerve,column=swerve"],
        ["classics/chicken", "--moves"],
        ["classics/prisoners-dilemma", "--inverse", "row=cooperate,column=cooperate"],
        ["classics/prisoners-dilemma", "--coalitions"],
        ["conflicts/cuba-1962", "--evolution"],
        ["classics/chicken", "--consensus"],
        ["classics/chicken", "--greatly", "row:row=swerve,column=straight"],
        ["classics/chicken", "--unknown", "row:row=swerve,column=straight:row=straight,column=straight"],
    ),
    "simulate": (
        ["classics/prisoners-dilemma"],
        ["classics/prisoners-dilemma", "--match", "--rounds", "3"],
        ["classics/prisoners-dilemma", "--certificate", "--play", "grudger"],
        ["classics/prisoners-dilemma", "--hold"],
        ["classics/prisoners-dilemma", "--payoffs"],
        ["classics/prisoners-dilemma", "--tournament", "--play", "grim", "--play", "always_defect"],
        ["classics/prisoners-dilemma", "--invasion", "--play", "grim", "--play", "always_defect"],
        ["classics/prisoners-dilemma", "--evolution", "--play", "grim", "--play", "always_defect"],
        ["classics/prisoners-dilemma", "--strategies"],
    ),
    "solve": (["classics/chicken"], ["classics/chicken", "--concept", "correlated", "--player", "row"], ["--concept"]),
}
"""What commands are given here, in place of one small game."""


def shapes() -> set[str]:
    """Every shape that the package can print."""
    return {found for path in PACKAGE.rglob("*.py") for found in NAMED.findall(path.read_text("utf-8"))}


def page() -> str:
    """One section a command that has `--json`."""
    pieces = ["# JSON shapes\n", introduction("json", "top")]
    for name, command in commands().items():
        if any("--json" in option.names for option in command.options):
            pieces += _section(name)
    return "\n".join(pieces)


def _section(name: str) -> list[str]:
    pieces = [f"## {name}\n"]
    for given in GIVEN.get(name, (["classics/chicken"],)):
        arguments = [name, *given, "--json"]
        with tempfile.TemporaryDirectory() as folder:
            _, out, _ = asked(arguments, Path(folder))
        found = json.loads(out)
        pieces += [f"`negotiate {' '.join(arguments)}` prints an object of the shape `{found['schema']}`.\n"]
        pieces += [table(("key", "holds"), [(f"`{key}`", _kind(value)) for key, value in found.items()])]
        pieces += [_drawn(_steady(_folded(out)))]
    return pieces


def _drawn(text: str) -> str:
    lines = text.rstrip().splitlines()
    return fence("json", text) if len(lines) <= MOST_LINES else fence("text", "\n".join([*lines[:MOST_LINES], "…"]))


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return f"an object: {list_of(value)}" if 0 < len(value) <= 8 else "an object"
    kinds = {list: "a list", str: "text", bool: "true or false", type(None): "nothing here"}
    return kinds.get(type(value), "a number")


def _steady(text: str) -> str:
    """What is left of a gain of nothing, and the last digits, differ from machine to machine."""
    text = re.sub(r"-?\d+\.\d{12,}\b", lambda found: repr(float(f"{float(found[0]):.10g}")), text)
    return re.sub(r"\b[0-9.]+e-1[0-9]\b", "0.0", text)


def _folded(text: str) -> str:
    """Lists of plain values on one line each."""
    return re.sub(r"\[\s+([^][{}]{1,400}?)\s+\]", lambda found: f"[{' '.join(found[1].split())}]", text)
