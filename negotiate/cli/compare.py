"""`negotiate compare`: what changes in the answers between two scenarios, or what every lens says of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from negotiate.cli.forms import Answer, answers
from negotiate.cli.options import Fixes, ScenarioArgument, Settings, loaded, origin
from negotiate.cli.usage import Misused

if TYPE_CHECKING:
    from negotiate.views.scenario import Scenario

Second = Annotated[
    str | None, typer.Argument(help="Another scenario, for the second side.", show_default=False, metavar="SECOND")
]
Variants = Annotated[
    list[str] | None,
    typer.Option("--variant", help="A variant for the second side; given twice, for first and second.", metavar="NAME"),
]


@answers
def compare(
    scenario: ScenarioArgument,
    second: Second = None,
    variants: Variants = None,
    settings: Settings = None,
    fixes: Fixes = None,
) -> Answer:
    """What changes in the answers, and why.

    SCENARIO alone            what each lens predicts, side by side
    SCENARIO SECOND           one file against another
    SCENARIO --variant X      as it is against its variant X
    --variant X --variant Y   variant X against variant Y
    --set, --fix              change the second side only
    """
    from negotiate.comparison import lens_by_lens, side_by_side  # noqa: PLC0415 - start-up stays light
    from negotiate.errors import UnsuitableGame  # noqa: PLC0415 - start-up stays light

    first_variant, second_variant = _variants(variants)
    first = loaded(scenario, None, None, first_variant)
    origins: dict[str, Any] = origin(scenario, None, None, first_variant)
    if second is None and not variants and not settings and not fixes:
        found: Any = lens_by_lens(first)
    else:
        other = _second(first, scenario, second, settings, fixes, second_variant)
        changed = origin(scenario if second is None else second, settings, fixes, second_variant)
        origins = {"first": origins, "second": changed}
        found = side_by_side(first, other)
    refused = found.refused
    error = None if refused is None else UnsuitableGame(f"no analysis gives an answer: {refused.message}", refused.hint)
    return Answer(found, origins, error=error)


def _variants(given: list[str] | None) -> tuple[str | None, str | None]:
    """The variants of the first and the second side: the last one given is the second side's."""
    names = given or []
    if len(names) > 2:
        raise Misused(f"`--variant` is given {len(names)} times, and there are two sides", "give it once or twice")
    return (names[0] if len(names) == 2 else None), (names[-1] if names else None)


def _second(
    first: Scenario,
    scenario: str,
    second: str | None,
    settings: list[str] | None,
    fixes: list[str] | None,
    variant: str | None,
) -> Scenario:
    """The second side; a variant's name in the place of a file's is told as such."""
    from negotiate.errors import ScenarioNotFound  # noqa: PLC0415 - start-up stays light

    try:
        return loaded(scenario if second is None else second, settings, fixes, variant)
    except ScenarioNotFound as wrong:
        if second in first.variants:
            raise ScenarioNotFound(
                wrong.message, f"`{second}` is a variant of `{scenario}`: write `--variant {second}`"
            ) from None
        raise
