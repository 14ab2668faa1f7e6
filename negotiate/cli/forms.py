"""The forms in which every answer leaves, and the one generic end of every command that answers.

A command returns an `Answer`, or None where it has seen to everything; `answers` gives it the options `--all --json
--plain --csv --markdown --html --svg --ascii` and sees to the rest.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from negotiate.cli import output
from negotiate.cli.options import FLAG, FORM, Ascii, AsJson, Everything, Plain, look

if TYPE_CHECKING:
    from negotiate.errors import NegotiateError
    from negotiate.report.blocks import Report
    from negotiate.report.style import Look

AsCsv = Annotated[
    bool, typer.Option("--csv", help="The tables with commas, for spreadsheets.", metavar=FLAG, rich_help_panel=FORM)
]
AsMarkdown = Annotated[
    bool, typer.Option("--markdown", help="Markdown, for notes and issues.", metavar=FLAG, rich_help_panel=FORM)
]
ToHtml = Annotated[
    str | None,
    typer.Option("--html", help="A page that needs nothing else.", metavar="FILE", rich_help_panel=FORM),
]
ToSvg = Annotated[
    str | None, typer.Option("--svg", help="The plots of the answer.", metavar="FILE", rich_help_panel=FORM)
]

OPTIONS: dict[str, tuple[Any, Any]] = {
    "everything": (Everything, False),
    "as_json": (AsJson, False),
    "plain": (Plain, False),
    "csv": (AsCsv, False),
    "markdown": (AsMarkdown, False),
    "html": (ToHtml, None),
    "svg": (ToSvg, None),
    "ascii_only": (Ascii, False),
}
"""Parameter → its option and what it is where nobody gives it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found.

    Parameters
    ----------
    found : object
        A result that some module reports; see `negotiate.report.registry`.
    origin : object
        Where it came from, for JSON.
    look : Mapping[str, object]
        How a tree is to be seen.
    code : int
        The exit code: 1 where something was found that should not be there.
    text : str or None
        The text of a file, which is printed as it is where no other form is asked for.
    error : NegotiateError or None
        What is said after the answer, where all that was found is that there is none.
    """

    found: Any
    origin: Any = None
    look: Mapping[str, Any] = field(default_factory=dict)
    code: int = 0
    text: str | None = None
    error: NegotiateError | None = None


def answers(command: Callable[..., Answer | None]) -> Callable[..., None]:
    """Give a command the options that say in which form its answer leaves, and let the answer leave.

    A command that names one of these options itself, as its own work depends on it, is told of it.
    """

    @functools.wraps(command)
    def run(**given: Any) -> None:
        form = {name: given[name] for name in OPTIONS}
        answer = command(**{name: value for name, value in given.items() if name in told.parameters})
        if answer is None:
            return
        tell(answer, **form)
        if answer.error is not None:
            raise answer.error
        if answer.code:
            raise typer.Exit(answer.code)

    told = inspect.signature(command, eval_str=True)
    kind = inspect.Parameter.KEYWORD_ONLY
    own = [parameter.replace(kind=kind) for parameter in told.parameters.values()]
    more = [
        inspect.Parameter(name, kind, default=default, annotation=option)
        for name, (option, default) in OPTIONS.items()
        if name not in told.parameters
    ]
    signature = told.replace(parameters=[*own, *more], return_annotation=None)
    setattr(run, "__signature__", signature)  # noqa: B010 - typer reads it, and mypy knows no such attribute
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in (*own, *more)}
    return run


def tell(
    answer: Answer,
    *,
    everything: bool = False,
    as_json: bool = False,
    plain: bool = False,
    csv: bool = False,
    markdown: bool = False,
    html: str | None = None,
    svg: str | None = None,
    ascii_only: bool = False,
) -> None:
    """Let an answer leave in the form that was asked for: a picture where none was."""
    if as_json:
        from negotiate.report.json import json_of  # noqa: PLC0415 - start-up stays light

        output.as_json(json_of(answer.found, answer.origin))
        return
    if answer.text is not None and not (plain or csv or markdown or html or svg):
        output.file_text(answer.text.splitlines())
        return
    from negotiate.report.registry import report_of  # noqa: PLC0415 - start-up stays light

    wanted = look(ascii_only, everything, **answer.look)
    report = report_of(answer.found, wanted)
    if html is not None or svg is not None:
        _write(report, html, svg)
    elif plain:
        from negotiate.report.plain import plain as lines  # noqa: PLC0415 - start-up stays light

        output.lines(lines(report, everything))
    elif csv:
        from negotiate.report.csv import csv as rows  # noqa: PLC0415 - start-up stays light

        output.lines(rows(report))
    elif markdown:
        from negotiate.report.markdown import markdown as written  # noqa: PLC0415 - start-up stays light

        output.lines(written(report, everything))
    else:
        _draw(report, wanted)


def _draw(report: Report, wanted: Look) -> None:
    from negotiate.report.screen.page import screen  # noqa: PLC0415 - start-up stays light

    output.picture(screen(report, wanted), wanted)


def _write(report: Report, html: str | None, svg: str | None) -> None:
    """Write a page, or a file a plot, over nothing but what was written so before."""
    from negotiate.errors import UnsuitableGame  # noqa: PLC0415 - start-up stays light
    from negotiate.report.html import page  # noqa: PLC0415 - start-up stays light
    from negotiate.report.svg import svgs  # noqa: PLC0415 - start-up stays light

    texts: list[tuple[Path, str]] = []
    if html is not None:
        texts.append((Path(html), page(report)))
    if svg is not None:
        plots = svgs(report)
        if not plots:
            raise UnsuitableGame("this answer has no plot", "`--html FILE` writes the whole answer as a page")
        first = Path(svg)
        names = [first, *(first.with_stem(f"{first.stem}-{k}") for k in range(2, len(plots) + 1))]
        texts.extend(zip(names, plots, strict=True))
    for path, text in texts:
        output.page(path, text)
    output.lines([f"`{path}` is written" for path, _ in texts])
