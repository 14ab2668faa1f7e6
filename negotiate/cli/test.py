"""`negotiate test`: whether a scenario's answers are what it expects."""

from __future__ import annotations

import typer

from negotiate.cli import output
from negotiate.cli.options import Ascii, AsJson, Everything, Fixes, Paths, Plain, Settings, VariantName, look, pairs
from negotiate.cli.options import settings as read_settings


def judge(
    paths: Paths,
    variant: VariantName = None,
    settings: Settings = None,
    fixes: Fixes = None,
    everything: Everything = False,
    as_json: AsJson = False,
    plain: Plain = False,
    ascii_only: Ascii = False,
) -> None:
    """Whether the answers are what a file expects."""
    from negotiate.expectations import check_files  # noqa: PLC0415 - start-up stays light
    from negotiate.loading.library import below  # noqa: PLC0415 - start-up stays light
    from negotiate.render import verdicts  # noqa: PLC0415 - start-up stays light

    changes, committed = read_settings(settings), pairs(fixes, "--fix")
    found = check_files(below(paths), changes, committed, variant)
    if as_json:
        from negotiate.export.verdicts import verdicts_json  # noqa: PLC0415 - start-up stays light

        output.as_json(verdicts_json(found))
    elif plain:
        output.lines(verdicts.plain(found))
    else:
        wanted = look(ascii_only, everything)
        output.picture(verdicts.verdicts(found, wanted), wanted)
    if not all(verdict.met for file in found.values() for verdict in file):
        raise typer.Exit(1)
