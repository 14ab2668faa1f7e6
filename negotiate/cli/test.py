"""`negotiate test`: whether a scenario's answers are what it expects."""

from __future__ import annotations

import typer

from negotiate.cli import output
from negotiate.cli.options import Ascii, AsJson, Everything, Fixes, Paths, Plain, Settings, look, pairs
from negotiate.cli.options import settings as read_settings


def test(
    paths: Paths,
    settings: Settings = None,
    fixes: Fixes = None,
    everything: Everything = False,
    as_json: AsJson = False,
    plain: Plain = False,
    ascii_only: Ascii = False,
) -> None:
    """Its expectations: run the `expect` block of each file."""
    from negotiate.expectations import check_expectations  # noqa: PLC0415 - start-up stays light
    from negotiate.loading import Reading  # noqa: PLC0415 - start-up stays light
    from negotiate.loading.library import below  # noqa: PLC0415 - start-up stays light
    from negotiate.render import verdicts  # noqa: PLC0415 - start-up stays light

    changes, committed = read_settings(settings), pairs(fixes, "--fix")
    found = {name: check_expectations(Reading(name), changes, committed) for name in below(paths)}
    if as_json:
        from negotiate.export.verdicts import verdicts_json  # noqa: PLC0415 - start-up stays light

        output.as_json(verdicts_json(found))
    elif plain:
        output.lines(verdicts.plain(found))
    else:
        output.picture(verdicts.verdicts(found, look(ascii_only, everything)), look(ascii_only, everything))
    if not all(verdict.met for file in found.values() for verdict in file):
        raise typer.Exit(1)
