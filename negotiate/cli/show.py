"""`negotiate show`: read a scenario before anybody solves it."""

from __future__ import annotations

from negotiate.cli import output
from negotiate.cli.options import (
    Ascii,
    AsJson,
    Everything,
    Fixes,
    Plain,
    ScenarioArgument,
    Settings,
    VariantName,
    loaded,
    look,
)


def show(
    scenario: ScenarioArgument,
    variant: VariantName = None,
    settings: Settings = None,
    fixes: Fixes = None,
    everything: Everything = False,
    as_json: AsJson = False,
    plain: Plain = False,
    ascii_only: Ascii = False,
) -> None:
    """Read a scenario: who, what, worth what, and why."""
    found = loaded(scenario, settings, fixes, variant)
    if as_json:
        from negotiate.export.scenario import scenario_json  # noqa: PLC0415 - start-up stays light

        output.as_json(scenario_json(found))
    elif plain:
        from negotiate.render.scenario import plain as said  # noqa: PLC0415 - start-up stays light

        output.lines(said(found, everything))
    else:
        from negotiate.render.scenario import scenario as drawn  # noqa: PLC0415 - start-up stays light

        wanted = look(ascii_only, everything)
        output.picture(drawn(found, wanted), wanted)
