"""The forms in which every answer leaves: the one generic end of every command that answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from negotiate.cli import output
from negotiate.cli.options import Form
from negotiate.errors import NegotiateError
from negotiate.report.registry import report_of
from negotiate.report.style import Look


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


def tell(answer: Answer, form: Form) -> int:
    """Let an answer leave in the form that was asked for: a picture where none was.

    Returns
    -------
    int
        The exit code.
    """
    if answer.text is not None and form.drawn:
        output.file_text(answer.text.splitlines())
    elif form.as_json:
        from negotiate.report.json import json_of  # noqa: PLC0415 - it loads numpy, which a list has no need of

        output.as_json(json_of(answer.found, answer.origin))
    else:
        _tell(answer, form)
    if answer.error is not None:
        raise answer.error
    return answer.code


def _tell(answer: Answer, form: Form) -> None:
    look = Look(ascii=form.ascii_only, all=form.everything, **answer.look)
    report = report_of(answer.found, look)
    if form.plain:
        from negotiate.report.plain import plain  # noqa: PLC0415 - loaded for this form alone

        output.lines(plain(report, form.everything))
    elif form.csv:
        from negotiate.report.csv import csv  # noqa: PLC0415 - loaded for this form alone

        output.lines(csv(report))
    elif form.markdown:
        from negotiate.report.markdown import markdown  # noqa: PLC0415 - loaded for this form alone

        output.lines(markdown(report, form.everything))
    elif form.html is not None or form.svg is not None:
        from negotiate.cli.pages import write_page, write_plots  # noqa: PLC0415 - what is drawn needs none of it

        if form.html is not None:
            write_page(report, form.html)
        else:
            write_plots(report, form.svg or "")
    else:
        from negotiate.report.screen.console import show  # noqa: PLC0415 - rich is slow to load, and draws only this
        from negotiate.report.screen.page import screen  # noqa: PLC0415 - the same

        show(screen(report, look), look)
