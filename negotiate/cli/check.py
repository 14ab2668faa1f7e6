"""`negotiate check`: every mistake in a scenario file."""

from __future__ import annotations

import typer

from negotiate.cli import output
from negotiate.cli.options import Ascii, AsJson, Fixes, Paths, Plain, Settings, VariantName, look, pairs
from negotiate.cli.options import settings as read_settings


def check(
    paths: Paths,
    variant: VariantName = None,
    settings: Settings = None,
    fixes: Fixes = None,
    as_json: AsJson = False,
    plain: Plain = False,
    ascii_only: Ascii = False,
) -> None:
    """Every mistake in a file, with its place."""
    from negotiate.checking.files import check_file  # noqa: PLC0415 - start-up stays light
    from negotiate.loading.library import below  # noqa: PLC0415 - start-up stays light
    from negotiate.render.problems import problems  # noqa: PLC0415 - start-up stays light

    files = below(paths)
    changes, committed = read_settings(settings), pairs(fixes, "--fix")
    found = [problem for file in files for problem in check_file(file, changes, variant, committed)]
    if as_json:
        from negotiate.export.json import problems_json  # noqa: PLC0415 - start-up stays light

        output.as_json(problems_json(found, files))
    elif plain:
        from negotiate.render.text import counted  # noqa: PLC0415 - start-up stays light

        output.lines([str(problem) for problem in found] or [f"no problems in {counted(len(files), 'file')}"])
    else:
        output.picture(problems(found, look(ascii_only)), look(ascii_only))
    wrong = [problem for problem in found if problem.severity == "error"]
    if wrong:
        raise typer.Exit(2 if all(problem.path.startswith("--") for problem in wrong) else 3)
