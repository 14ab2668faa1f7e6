"""`negotiate schema`: the JSON Schema by which an editor completes and checks a scenario."""

from __future__ import annotations

from negotiate.cli import output
from negotiate.cli.arguments import Schema
from negotiate.cli.messages import aside
from negotiate.cli.usage import Misused
from negotiate.loading.completion import file_schema
from negotiate.loading.completion.schema import json_schema, written
from negotiate.loading.library import find
from negotiate.writing.completion import refresh


def answer(asked: Schema) -> None:
    """Print a schema, or write it beside a file.

    Raises
    ------
    Misused
        If there is no file to write beside.
    """
    if asked.file is None:
        if asked.write:
            raise Misused("`--write` needs a file to write beside", "write `negotiate schema FILE --write`")
        output.lines(written(json_schema()).splitlines())
        return
    path = find(asked.file)[0]
    if asked.write:
        output.lines([f"`{refresh(path)}` completes `{path}`, whose first line names it"])
        return
    if not file_schema.is_read(path):
        said = "cannot be read, so this is the schema of the language without its names; `negotiate check` says why"
        aside(f"{asked.file} {said}")
    output.lines(written(file_schema.schema_of(path)).splitlines())
