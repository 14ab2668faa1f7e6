"""The page of the objects that `--json` prints: each with its fields, read off the records and
their docstrings.
"""

from __future__ import annotations

import importlib
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docs.generate.commands import commands
from docs.generate.introductions import introduction
from docs.generate.markdown import fence, table
from docs.generate.terminal import asked
from negotiate.report import REPORTS
from negotiate.report.schema import schema_of

MOST_LINES = 30
GIVEN = {
    "check": (["classics/chicken"], ["--explain", "unknown-option"], ["--explain"]),
    "compare": (["classics/chicken", "--fix", "row=straight"], ["classics/chicken"]),
    "new": ([], ["two-by-two", "stations.yaml"]),
    "list": ([],),
    "explain": ([], ["dominance"], ["dominance", "classics/prisoners-dilemma"]),
    "tree": (
        ["classics/chicken"],
        ["classics/entry-deterrence", "--threats"],
        ["--concept", "list"],
    ),
    "deal": (
        ["classics/orange"],
        ["classics/orange", "--at", "cut_in_half"],
        ["us-china/beijing-2018", "--why"],
        ["us-china/beijing-2018", "--prices"],
        ["us-china/beijing-2018-class", "--trades"],
        ["classics/prisoners-dilemma", "--threats"],
        ["classics/used-car", "--mediator"],
        ["europe/brexit-2019", "--votes"],
        ["classroom/joint-venture", "--contingent", "approval"],
        ["classics/rubinstein", "--talks", "offers"],
        ["us-china/beijing-2018-class", "--talks", "agents"],
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
        [
            "classics/chicken",
            "--unknown",
            "row:row=swerve,column=straight:row=straight,column=straight",
        ],
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
    "show": (
        ["classics/chicken"],
        ["us-china/beijing-2018-class", "--for", "us"],
        ["nobody-knows-it"],
    ),
    "solve": (["classics/chicken"], ["--concept"]),
    "play": (
        ["classics/chicken", "--as", "observer", "--against", "random", "--log", "game.jsonl"],
        ["classics/chicken", "--against"],
        ["classics/chicken", "--auto", "3"],
    ),
    "kit": (["us-china/beijing-2018-class"],),
    "debrief": (["us-china/beijing-2018-class", "1 CCBB", "2 none"], ["classics/chicken", "1 AB"]),
    "whatif": (
        ["classics/hawk-dove"],
        ["classics/hawk-dove", "--vary", "value=1:3:1"],
        ["classics/hawk-dove", "--vary", "value=1:5:2", "--commit", "row"],
        ["classics/hawk-dove", "--reach", "deal=deal"],
    ),
    "rerun": (["run/manifest.json"],),
    "review": (["game.jsonl"],),
}
"""What commands are given here, in place of one small game."""
BEFORE = {
    "rerun": ["whatif", "classics/hawk-dove", "--vary", "value=1:3:1", "--into", "run"],
    "review": [
        "play",
        "classics/chicken",
        "--as",
        "observer",
        "--against",
        "random",
        "--log",
        "game.jsonl",
    ],
}
"""What is run first."""


@cache
def schemas() -> dict[str, dict[str, Any]]:
    """Name of a shape → its JSON Schema, for every result that can be told."""
    found = {}
    for module in {told.partition(":")[0] for told in REPORTS.values()}:
        importlib.import_module(module)
    for name in REPORTS:
        module, _, kind = name.rpartition(".")
        schema = schema_of(getattr(importlib.import_module(module), kind))
        found[schema["title"]] = schema
    return dict(sorted(found.items()))


def page() -> str:
    """One section a command that has `--json`, then one a record that stands inside an answer."""
    known, told = schemas(), set[str]()
    pieces = ["# JSON shapes\n", introduction("json", "top")]
    for name, command in commands().items():
        if any("--json" in option.names for option in command.options):
            pieces += [f"## {name}\n"]
            for given in GIVEN.get(name, (["classics/chicken"],)):
                pieces += _answer([name, *given, "--json"], known, told)
    rest = [known[name] for name in known if name not in told]
    if rest:
        pieces += [
            "## From Python\n",
            (
                "What no command prints without an extra, and `negotiate.report.json.json_of` "
                "writes.\n"
            ),
        ]
        for schema in rest:
            pieces += [f"### {schema['title']}\n", f"{schema['description']}\n", _fields(schema)]
    pieces += ["## Records\n", "What stands inside these objects.\n"]
    records = {
        name: record for schema in known.values() for name, record in schema["$defs"].items()
    }
    for name, record in sorted(records.items()):
        pieces += [f"### {name}\n", f"{record['description']}\n", _fields(record)]
    return "\n".join(pieces)


def _answer(arguments: list[str], known: Mapping[str, Any], told: set[str]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        if arguments[0] in BEFORE:
            asked(BEFORE[arguments[0]], Path(folder))
        _, out, _ = asked(arguments, Path(folder))
    schema = known[json.loads(out)["schema"]]
    line = f"`negotiate {' '.join(arguments)}` prints a `{schema['title']}`"
    if schema["title"] in told:
        yield f"{line} too.\n"
        return
    told.add(schema["title"])
    yield f"{line}: {schema['description']}\n"
    yield _fields(schema)
    text = _steady(_folded(out))
    if len(text.splitlines()) <= MOST_LINES:
        yield fence("json", text)


def _fields(schema: Mapping[str, Any]) -> str:
    rows = [
        (f"`{name}`", _type(field), _one_line(field.get("description", "")))
        for name, field in schema["properties"].items()
        if name not in ("schema", "scenario", "left_out")
    ]
    return table(("field", "holds", "what"), rows)


def _one_line(text: str) -> str:
    return text.replace("|", "\\|")


def _type(field: Mapping[str, Any]) -> str:
    """The kind of a value in a few words."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower().replace('.', '')})"
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_type(one) for one in field["anyOf"]))
    if "enum" in field:
        return " or ".join(f"`{one}`" for one in field["enum"])
    kinds = field.get("type", [])
    return (
        " or ".join(_kind(kind, field) for kind in ([kinds] if isinstance(kinds, str) else kinds))
        or "any"
    )


def _kind(kind: str, field: Mapping[str, Any]) -> str:
    words = {
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "true or false",
    }
    if kind == "array" and "items" in field:
        return f"list of {_type(field['items'])}"
    if kind == "array" and "prefixItems" in field:
        return f"[{', '.join(map(_type, field['prefixItems']))}]"
    if kind == "object" and field.get("additionalProperties"):
        return f"object of {_type(field['additionalProperties'])}"
    return words.get(kind, {"array": "list"}.get(kind, kind))


def _steady(text: str) -> str:
    """What is left of a gain of nothing, and the last digits, differ from machine to machine."""
    text = re.sub(r"-?\d+\.\d{12,}\b", lambda found: repr(float(f"{float(found[0]):.10g}")), text)
    return re.sub(r"\b[0-9.]+e-1[0-9]\b", "0.0", text)


def _folded(text: str) -> str:
    """Lists of plain values on one line each."""
    return re.sub(
        r"\[\s+([^][{}]{1,400}?)\s+\]", lambda found: f"[{' '.join(found[1].split())}]", text
    )
