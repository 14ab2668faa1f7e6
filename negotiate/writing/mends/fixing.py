"""Formats a scenario file where it stands, and mends what has one certain mend; or leaves it exactly as it is."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from negotiate.errors import NegotiateError, NotWritten, Problem, ScenarioError
from negotiate.loading.problems import Problems
from negotiate.loading.text.reader import read_bytes
from negotiate.writing.atomic import put
from negotiate.writing.layout.formatting import formatted, reordered
from negotiate.writing.mends.judging import Judgement, judged
from negotiate.writing.mends.mending import mended

_ROUNDS = 5
"""How often a file is mended and formatted once more, where that changed it."""
_LINE = re.compile(r"lines? \d+(?: to \d+)?: ")
"""How a mend starts; lines are told as they are numbered in the file, so not of what was formatted before."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What became of a file.

    Parameters
    ----------
    changed : bool
        Whether it was written.
    mended : tuple of str
        Each mend with its line, as the lines were numbered before.
    refused : str
        Why nothing was written; nothing if all is well.
    reordered : int
        How many parts have had their keys put into the usual order.
    """

    changed: bool
    mended: tuple[str, ...] = ()
    refused: str = ""
    reordered: int = 0


def fix_file(path: Path) -> Fixed:
    """Format a file, and mend what has one certain mend.

    The file keeps its kind of line ends (that of most of its lines), its permissions, and its place behind a symbolic
    link; a byte order mark at its start is left out. It is replaced in one step, whole or not at all, and not at all
    where somebody has changed it meanwhile, or where it has other names (hard links), which would keep the old text.

    Raises
    ------
    ScenarioNotFound
        If there is no such file, or it cannot be read.
    NotWritten
        If it may not be changed, or the system refuses.

    Notes
    -----
    What is written has the same problems as what stood there, less those mended, and says the same but for the mends;
    see `negotiate.writing.layout.formatting.formatted`.
    """
    problems = Problems()
    text = read_bytes(path, str(path), problems)
    if text is None:
        return Fixed(False, refused=_first(problems.in_order()[0]))
    old = path.read_bytes()
    if old.decode("utf-8", "replace").removeprefix("\ufeff") != text:
        raise NotWritten(f"`{path}` has been changed meanwhile", "try again")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        new, done, moved = _fixed(path, plain)
    except ScenarioError as error:
        return Fixed(False, refused=_first(error.problems[0]))
    except NegotiateError as error:
        return Fixed(False, refused=error.message)
    if text.count("\r\n") * 2 > text.count("\n"):
        new = new.replace("\n", "\r\n")
    if new.encode("utf-8") == old:
        return Fixed(False)
    if not os.access(path, os.W_OK):
        raise NotWritten(f"`{path}` may not be changed: it is protected against writing", "copy it and fix the copy")
    put(path, new, replace=True, over=old)
    return Fixed(True, done, reordered=moved)


def _fixed(path: Path, text: str) -> tuple[str, tuple[str, ...], int]:
    """The text in good order, what was mended on the way, and how many parts are in another order.

    Good order may show what can be mended, and a mend what can be put in order; so both are done until neither changes
    anything.

    Raises
    ------
    NegotiateError
        If it cannot be formatted, or would have other problems afterwards.
    """
    before = text
    text, done, moved = _round(path, text)
    for _ in range(_ROUNDS if text != before else 0):
        try:
            new, more, again = _round(path, text)
        except NegotiateError:
            break
        if new == text:
            break
        text, moved = new, moved + again
        done += tuple(_LINE.sub("", said) for said in more)
    return text, done, moved


def _round(path: Path, text: str) -> tuple[str, tuple[str, ...], int]:
    """The text mended and formatted once; only formatted, where both together would bring new problems."""
    before = judged(path, text, variants=True)
    better, done = mended(path, text)
    new = formatted(better, str(path))
    if done and _worse(path, before, new):
        better, new, done = text, formatted(text, str(path)), ()
    if _worse(path, before, new):
        raise NegotiateError("formatting it would cause new problems")
    return new, done, reordered(better, new, str(path))


def _worse(path: Path, before: Judgement, new: str) -> bool:
    """Whether a text has a problem that was not there before, as far as that could be told."""
    return before.readable and not judged(path, new, variants=True).counted() <= before.counted()


def _first(problem: Problem) -> str:
    hint = f"; {problem.hint}" if problem.hint else ""
    return f"line {problem.line}, column {problem.column}: {problem.message}{hint}"
