"""`negotiate new`: a scenario file to be edited."""

from __future__ import annotations

from negotiate.cli.arguments import New
from negotiate.cli.commands import Misused
from negotiate.cli.forms import Answer
from negotiate.language.writing import new
from negotiate.language.writing.reports import Templates


def answer(asked: New) -> Answer:
    """The templates, or what was written.

    Raises
    ------
    Misused
        For a variant of a template, or a template beside a copy.
    """
    if asked.original is None and asked.variant is not None:
        raise Misused(
            "`--variant` goes with `--from`",
            "write `negotiate new --from SCENARIO --variant NAME FILE`",
        )
    if asked.template is None and asked.original is None:
        return Answer(Templates())
    if asked.original is not None and asked.file is not None:
        raise Misused("with `--from` there is no template", f"leave `{asked.template}` out")
    template, file = (
        (asked.template, asked.file) if asked.original is None else (None, asked.template)
    )
    schema = not asked.no_schema
    made = new.new(
        template,
        file,
        original=asked.original,
        variant=asked.variant,
        force=asked.force,
        schema=schema,
    )
    return Answer(made)
