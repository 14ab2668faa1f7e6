"""`negotiate schema`: the JSON Schema by which an editor completes and checks a scenario."""

from __future__ import annotations

from typing import Annotated

import typer

from negotiate.cli import output
from negotiate.cli.options import FLAG
from negotiate.cli.usage import Misused

File = Annotated[
    str | None,
    typer.Argument(help="A scenario whose own names are to be in it.", show_default=False, metavar="FILE"),
]
Write = Annotated[
    bool, typer.Option("--write", help="Write it beside the file, whose first line then names it.", metavar=FLAG)
]


def schema(file: File = None, write: Write = False) -> None:
    """The JSON Schema of the language, or of one file with its own names."""
    if write and file is None:
        raise Misused("`--write` needs a file to write beside", "write `negotiate schema FILE --write`")
    if write and file is not None:
        _write(file)
        return
    from negotiate.loading.completion.file_schema import is_read, schema_of  # noqa: PLC0415 - start-up stays light
    from negotiate.loading.completion.schema import json_schema, written  # noqa: PLC0415 - start-up stays light
    from negotiate.loading.library import find  # noqa: PLC0415 - start-up stays light

    found = json_schema() if file is None else schema_of(find(file)[0])
    if file is not None and not is_read(find(file)[0]):
        _say_general(file)
    output.lines(written(found).splitlines())


def _say_general(file: str) -> None:
    """Say on standard error that a file's own names are not in the answer."""
    from rich.text import Text  # noqa: PLC0415 - start-up stays light

    from negotiate.cli.options import look  # noqa: PLC0415 - start-up stays light
    from negotiate.report.screen.console import show  # noqa: PLC0415 - start-up stays light
    from negotiate.report.words import safe  # noqa: PLC0415 - start-up stays light

    said = "cannot be read, so this is the schema of the language without its names; `negotiate check` says why"
    show(Text.assemble(safe(file, True), f" {said}"), look(), stderr=True)


def _write(file: str) -> None:
    from negotiate.loading.library import find  # noqa: PLC0415 - start-up stays light
    from negotiate.writing.completion import refresh  # noqa: PLC0415 - start-up stays light

    path = find(file)[0]
    written = refresh(path)
    output.lines([f"`{written}` completes `{path}`, whose first line names it"])
