"""The forms in which every answer leaves: the one generic end of every command that answers.

An answer is drawn on the screen, printed as plain lines, CSV, Markdown or JSON, or written into a
page or pictures.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import field
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from negotiate.cli import messages
from negotiate.cli.arguments import Form, writers
from negotiate.display import record
from negotiate.errors import FileRefused, NegotiateError, UnsuitableGame
from negotiate.language import writing
from negotiate.report import html, report_of, screen, svg
from negotiate.report import json as data
from negotiate.report.blocks import Report, Sentence
from negotiate.report.style import Look, safe, safe_line

PAGE, PICTURE = "answer.html", "answer.svg"
"""Names of files to suggest."""

SHORT = 20
"""Letters for which every screen is wide enough."""
BUDGET = 2.0
"""Seconds of a processor after which an answer is given that could be looked into further."""


@record
class Answer:
    """What a command found.

    Parameters
    ----------
    found : object
        A result that some module reports; see `negotiate.report`.
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


def budget(form: Form, share: float = 1.0) -> float | None:
    """For how long numbers are tried that nobody named: what people read comes soon, and data are
    always the same.
    """
    return None if form.everything or form.as_json or form.csv else share * BUDGET


def tell(answer: Answer, form: Form) -> int:
    """Let an answer leave in the form that was asked for: a picture where none was.

    Returns
    -------
    int
        The exit code.
    """
    if answer.text is not None and form.drawn:
        file_text(answer.text.splitlines())
    elif form.as_json:
        sys.stdout.write(data.text_of(data.json_of(answer.found, answer.origin, form.everything)))
    else:
        _tell(answer, form)
    if answer.error is not None:
        return (
            messages.tell(answer.error, ()) or answer.code
        )  # the answer is out already, in whatever form
    return answer.code


def _tell(answer: Answer, form: Form) -> None:
    look = Look(**{"ascii": form.ascii_only, "all": form.everything, **answer.look})
    report = report_of(answer.found, look)
    if writer := next(
        (path for word, path in writers().items() if ":" in path and getattr(form, word)), ""
    ):
        lines(
            resolve_name(f"negotiate.report.{writer}")(
                report, **{} if form.csv else {"everything": look.all}
            )
        )
    elif form.html is not None:
        _write({Path(form.html): html.page(report)})
    elif form.svg is not None:
        write_plots(report, form.svg)
    elif said := _few_words(report):
        lines([said])
    else:
        screen.show(screen.screen(report, look), look)


def _few_words(report: Report) -> str:
    """What is said, where that looks the same on every screen; rich is slow to load."""
    match report:
        case Report(title="", blocks=(Sentence(text=said, detail=False),), more="") if (
            len(said) <= SHORT
        ):
            return said if said.isascii() and said == safe(said, True) else ""
    return ""


def lines(found: Iterable[str]) -> None:
    """Plain lines, of which no sign is obeyed or hidden."""
    file_text(map(safe_line, found))


def file_text(found: Iterable[str]) -> None:
    """The lines of a file for other programs, whatever the encoding of the output can say."""
    encoding = sys.stdout.encoding or "utf-8"
    for line in found:
        sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")


def refuse_other_files(form: Form) -> None:
    """Refuse, before anything is done, to write an answer where something else stands than one
    written before.

    Raises
    ------
    FileRefused
        If a name is missing, or something else stands there.
    """
    for file, example, kind in ((form.html, PAGE, "html"), (form.svg, PICTURE, "svg")):
        if file is not None:
            opening = import_module(f"negotiate.report.{kind}").OPENING
            writing.atomic.refuse_other(_named(file, example), example, opening)


def write_plots(report: Report, file: str) -> None:
    """Write the plots of an answer, each into a file of its own.

    Raises
    ------
    UnsuitableGame
        If there is none.
    """
    plots, first = svg.svgs(report), _named(file, PICTURE)
    if not plots:
        raise UnsuitableGame(
            "this answer has no plot", "`--html FILE` writes the whole answer as a page"
        )
    more = [first.with_stem(f"{first.stem}-{k}") for k in range(2, len(plots) + 1)]
    for path in more:
        writing.atomic.refuse_other(path, PICTURE, svg.OPENING)
    _write(dict(zip([first, *more], plots, strict=True)))


def _named(file: str, example: str) -> Path:
    """The path of a file by its name.

    Raises
    ------
    FileRefused
        If there is none.
    """
    if file.strip() in ("", "-"):
        raise FileRefused("the name of the file is missing", f"name a file, such as `{example}`")
    return Path(file)


def _write(texts: dict[Path, str]) -> None:
    for path, text in texts.items():
        writing.atomic.put(path, text, replace=path.exists())
    lines([f"`{path}` is written" for path in texts])
