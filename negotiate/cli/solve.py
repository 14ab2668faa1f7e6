"""`negotiate solve`: what happens if nobody talks."""

from __future__ import annotations

from negotiate.cli.answer import tell
from negotiate.cli.options import (
    Ascii,
    AsJson,
    Everything,
    Fixes,
    Method,
    Plain,
    ScenarioArgument,
    Settings,
    VariantName,
    loaded,
    look,
    origin,
)


def solve(
    scenario: ScenarioArgument,
    variant: VariantName = None,
    settings: Settings = None,
    fixes: Fixes = None,
    method: Method = None,
    everything: Everything = False,
    as_json: AsJson = False,
    plain: Plain = False,
    ascii_only: Ascii = False,
) -> None:
    """Alone: what happens if nobody talks."""
    from negotiate.solvers.registry import solve as solved  # noqa: PLC0415 - start-up stays light

    solution = solved(loaded(scenario, settings, fixes, variant).alone(), method)
    wanted = look(ascii_only, everything)
    tell(solution, wanted, origin(scenario, settings, fixes, variant), as_json=as_json, plain=plain)
