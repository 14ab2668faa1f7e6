"""Writes an answer into a file: a page, or a picture a plot."""

from __future__ import annotations

from pathlib import Path

from negotiate.cli.output import lines
from negotiate.errors import FileRefused, UnsuitableGame
from negotiate.report.blocks import Report
from negotiate.report.html import page
from negotiate.report.svg import svgs
from negotiate.writing.atomic import put
from negotiate.writing.destination import refuse_what_is_no_file


def write_page(report: Report, file: str) -> None:
    """Write the whole answer as a page."""
    _write({_named(file, "answer.html"): page(report)}, "answer.html")


def write_plots(report: Report, file: str) -> None:
    """Write the plots of an answer, each into a file of its own.

    Raises
    ------
    UnsuitableGame
        If there is none.
    """
    plots, first = svgs(report), _named(file, "answer.svg")
    if not plots:
        raise UnsuitableGame("this answer has no plot", "`--html FILE` writes the whole answer as a page")
    more = [first.with_stem(f"{first.stem}-{k}") for k in range(2, len(plots) + 1)]
    _write(dict(zip([first, *more], plots, strict=True)), "answer.svg")


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


def _write(texts: dict[Path, str], example: str) -> None:
    """Write texts into files; of what stands there only what was written so before is replaced.

    Raises
    ------
    FileRefused
        If something else stands there.
    """
    for path, text in texts.items():
        refuse_what_is_no_file(path, example)
        if path.is_symlink() and not path.exists():
            raise FileRefused(f"`{path}` is a link that leads nowhere", "name another file, or take the link away")
        if path.exists() and not _begins_alike(path, text):
            raise FileRefused(f"`{path}` exists already, and is no page of this program", "name another file")
    for path, text in texts.items():
        put(path, text, replace=path.exists())
    lines([f"`{path}` is written" for path in texts])


def _begins_alike(path: Path, text: str) -> bool:
    """Whether a file begins as what this program writes of its kind does."""
    opening = text[: text.index("<title>")].encode("utf-8")
    try:
        with path.open("rb") as file:
            return file.read(len(opening)) == opening
    except OSError:
        return False
