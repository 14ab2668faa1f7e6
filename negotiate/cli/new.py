"""`negotiate new`: a scenario file to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from negotiate.cli import output
from negotiate.cli.options import FLAG, Ascii, AsJson, Plain, look
from negotiate.cli.usage import Misused

if TYPE_CHECKING:
    from negotiate.writing.new import Written

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


def new(
    template: TemplateName = None,
    file: FileName = None,
    original: Original = None,
    variant: Variant = None,
    force: Force = False,
    no_schema: NoSchema = False,
    as_json: AsJson = False,
    plain: Plain = False,
    ascii_only: Ascii = False,
) -> None:
    """Start a file: from a template, or as a copy."""
    if original is None and variant is not None:
        raise Misused("`--variant` goes with `--from`", "write `negotiate new --from SCENARIO --variant NAME FILE`")
    if template is None and original is None:
        _list(as_json, plain, ascii_only)
        return
    if original is not None and file is not None:
        raise Misused("with `--from` there is no template", f"leave `{template}` out")
    from negotiate.writing.new import new as make  # noqa: PLC0415 - start-up stays light

    if original is not None:
        made = make(file=template, original=original, variant=variant, force=force, schema=not no_schema)
    else:
        made = make(template, file, force=force, schema=not no_schema)
    _tell(made, as_json, plain, ascii_only)


def _list(as_json: bool, plain: bool, ascii_only: bool) -> None:
    """The templates, and the two ways of starting."""
    from negotiate.writing.template import TEMPLATES  # noqa: PLC0415 - start-up stays light

    if as_json:
        rows = [{"name": t.name, "purpose": t.purpose, "players": t.players} for t in TEMPLATES]
        output.as_json({"schema": "negotiate/templates/1", "templates": rows})
    elif plain:
        output.lines(f"{t.name}\t{t.players}\t{t.purpose}" for t in TEMPLATES)
    else:
        from negotiate.render.new import templates  # noqa: PLC0415 - start-up stays light

        wanted = look(ascii_only)
        output.picture(templates(TEMPLATES, wanted), wanted)


def _tell(made: Written, as_json: bool, plain: bool, ascii_only: bool) -> None:
    """What was made of what, and what to do next."""
    from negotiate.render import new as said  # noqa: PLC0415 - start-up stays light

    if as_json:
        output.as_json(_as_json(made, [command for command, _ in said.following(made)]))
    elif plain:
        output.lines([*said.sentences(made), *(f"{command}\t{about}" for command, about in said.following(made))])
    else:
        wanted = look(ascii_only)
        output.picture(said.written(made, wanted), wanted)


def _as_json(made: Written, following: list[str]) -> dict[str, Any]:
    return {
        "schema": "negotiate/new/1",
        "file": str(made.path),
        "template": made.made_from[0] if made.template else None,
        "copied_from": [] if made.template else list(made.made_from),
        "completion": None if made.completion is None else str(made.completion),
        "folder_made": None if made.folder is None else str(made.folder),
        "notes": list(made.notes),
        "next": following,
    }
