"""`negotiate schema`: the JSON Schema of a scenario, by which an editor completes and checks, or of
an answer.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from negotiate.cli import forms as output
from negotiate.cli.arguments import Schema
from negotiate.cli.commands import Misused
from negotiate.cli.messages import aside
from negotiate.language.editor import file_schema
from negotiate.language.editor.beside import refresh
from negotiate.language.editor.schema import json_schema, written
from negotiate.language.library import find
from negotiate.problems import nearest
from negotiate.report import REPORTS
from negotiate.report.json import schema_name
from negotiate.report.schema import schema_of

SCENARIO = "negotiate.scenario.Scenario"
"""What `show` answers with; it is reported as its parent is."""


def answer(asked: Schema) -> None:
    """Print a schema, or write it beside a file.

    Raises
    ------
    Misused
        If options do not go together, or there is no such answer.
    """
    if asked.answer is not None:
        output.lines(_of_answer(asked))
        return
    if asked.file is None:
        if asked.write:
            raise Misused(
                "`--write` needs a file to write beside", "write `negotiate schema FILE --write`"
            )
        output.lines(written(json_schema()).splitlines())
        return
    path = find(asked.file)[0]
    if asked.write:
        output.lines([f"`{refresh(path)}` completes `{path}`, whose first line names it"])
        return
    if not file_schema.is_read(path):
        said = f"`{asked.file}` cannot be read, so the schema has none of its names"
        aside(f"{said}; `negotiate check` says what is wrong")
    output.lines(written(file_schema.schema_of(path)).splitlines())


def _of_answer(asked: Schema) -> list[str]:
    """The schema of one kind of answer, or the names of all."""
    for option, given in (("FILE", asked.file), ("--write", asked.write)):
        if given:
            raise Misused(
                f"`{option}` does not go with `--answer`",
                f"leave `{option}` out: answers have one schema",
            )
    kinds = _kinds()
    name = (asked.answer or "").strip()
    if not name:
        return list(kinds)
    short = {full.split("/")[1]: full for full in kinds}
    kind = kinds.get(short.get(name, name))
    if kind is None:
        near = nearest(name, [*short, *kinds])
        known = f"he answers are {', '.join(f'`{one}`' for one in short)}"
        raise Misused(f"there is no answer `{name}`", f"{near} T{known}" if near else f"t{known}")
    return json.dumps(schema_of(kind), indent=2).splitlines()


def _kinds() -> dict[str, type[Any]]:
    """What an answer calls its `schema` → its class."""
    found = {}
    for place in (*REPORTS, SCENARIO):
        module, _, name = place.rpartition(".")
        kind = getattr(import_module(module), name)
        found[schema_name(kind)] = kind
    return dict(sorted(found.items()))
