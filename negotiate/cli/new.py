"""`negotiate new`: a scenario file to be edited."""

from __future__ import annotations

from typing import Annotated

import typer

from negotiate.cli.forms import Answer, answers
from negotiate.cli.options import FLAG
from negotiate.cli.usage import Misused

TemplateName = Annotated[
    str | None,
    typer.Argument(help="A template; without one they are listed.", show_default=False, metavar="TEMPLATE"),
]
FileName = Annotated[
    str | None,
    typer.Argument(help="The file to write; TEMPLATE.yaml by default.", show_default=False, metavar="FILE"),
]
Original = Annotated[
    str | None, typer.Option("--from", help="Copy this scenario, file or shipped, instead.", metavar="SCENARIO")
]
Variant = Annotated[str | None, typer.Option("--variant", help="Copy it as this variant makes it.", metavar="NAME")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that stands there.", metavar=FLAG)]
NoSchema = Annotated[bool, typer.Option("--no-schema", help="Leave out what an editor completes by.", metavar=FLAG)]


@answers
def new(
    template: TemplateName = None,
    file: FileName = None,
    original: Original = None,
    variant: Variant = None,
    force: Force = False,
    no_schema: NoSchema = False,
) -> Answer:
    """Start a file: from a template, or as a copy."""
    if original is None and variant is not None:
        raise Misused("`--variant` goes with `--from`", "write `negotiate new --from SCENARIO --variant NAME FILE`")
    if template is None and original is None:
        from negotiate.writing.reports import Templates  # noqa: PLC0415 - start-up stays light

        return Answer(Templates())
    if original is not None and file is not None:
        raise Misused("with `--from` there is no template", f"leave `{template}` out")
    from negotiate.writing.new import new as make  # noqa: PLC0415 - start-up stays light

    if original is not None:
        return Answer(make(file=template, original=original, variant=variant, force=force, schema=not no_schema))
    return Answer(make(template, file, force=force, schema=not no_schema))
