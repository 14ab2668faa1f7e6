"""Formats a scenario file where it stands, and mends what has one certain mend; or leaves it
exactly as it is.

A mend is judged by reading the whole text again: it is kept if its problem is gone and no other has
come. The mends of one rule are tried together first.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import field
from pathlib import Path

from negotiate.display import record
from negotiate.errors import NegotiateError, NotWritten, Problem, ScenarioError
from negotiate.language.scenario_file import Reading
from negotiate.language.shape import Key
from negotiate.language.shape.document import places
from negotiate.language.shape.wording import QUOTED
from negotiate.language.text import CURLY, Mapping
from negotiate.language.text.accidents import with_ordinary_spaces
from negotiate.language.text.reader import read_bytes, read_text
from negotiate.language.writing.atomic import put
from negotiate.language.writing.formatting import formatted, said, tidied
from negotiate.problems import Problems

_KEY = re.compile(r"\s*(?:- +)*(?P<key>[\w.-]+): +(?=\S)")
_ITEM = re.compile(r"\s*(?:- +)+(?=\S)")
_COMMENT = re.compile(r"\s+#.*\Z")
_HARDLY_A_COMMENT = re.compile(r"\s#[^\s#!]")
_STRUCTURE = re.compile(r"\s*(?:- |-\Z|[\w.\"'-]+:(?:\s|\Z)|[\w.-]+:\S)")
_LISTS = ("teaches", "authors")
_FORMULAS = ("expr", "amount", "when", "times", "cost", "where", "never", "insists")
_FIELDS = [(name, field) for part in places().values() for name, field in part.model_fields.items()]
_KEYS = sorted({field.alias or name for name, field in _FIELDS})
_TEXTS = {
    name
    for name, field in _FIELDS
    if field.annotation is str and all(isinstance(mark, Key) for mark in field.metadata)
}
"""Keys whose value is a sentence."""


@record
class Mend:
    """The lines of a text with one problem less, and what was done, after "line 3: "."""

    lines: list[str]
    said: str


@record
class Told:
    """A problem in the lines of its text."""

    problem: Problem
    lines: list[str]

    @property
    def line(self) -> str:
        """The line of the problem."""
        return self.lines[self.problem.line - 1]

    @property
    def at(self) -> int:
        """Where in its line the problem stands, from 0."""
        return self.problem.column - 1

    @property
    def words(self) -> str:
        """What the problem is about."""
        return self.line[self.at : self.at + self.problem.width]

    def mended(self, line: str, said: str) -> Mend:
        """The text with another line in place of that of the problem."""
        above = self.problem.line - 1
        return Mend([*self.lines[:above], line, *self.lines[above + 1 :]], said)

    def replaced(self, words: str, said: str = "") -> Mend:
        """The text with other words in place of what the problem is about."""
        after = self.line[self.at + self.problem.width :]
        return self.mended(
            self.line[: self.at] + words + after, said or f"`{self.words}` became `{words.strip()}`"
        )


_IN_QUOTES = "the text stands in quotes now"


def _sentence(told: Told) -> Mend | None:
    """A text in quotes that starts in the line and goes on as far as the lines are indented
    further.

    None where that line holds no text, or something below it looks like a key or an item of its
    own.
    """
    lines, at = told.lines, told.problem.line - 1
    start = _start(lines, at)
    if start < 0 or not _needs_quotes(lines[at], start, told.at):
        return None
    last = at
    while last + 1 < len(lines) and _goes_on(lines[last + 1], lines[at]):
        last += 1
        if _STRUCTURE.match(lines[last]):
            return None
    tail = _COMMENT.search(lines[last], start if last == at else 0)
    comment = tail[0] if tail else ""
    words = [lines[at][start:], *lines[at + 1 : last + 1]]
    words[-1] = words[-1].removesuffix(comment).rstrip()
    if any(_COMMENT.search(line) for line in words) or _HARDLY_A_COMMENT.search(comment):
        return None  # where `#1` stands, nobody but the author knows whether the text goes on
    text = lines[at][:start] + _in_quotes("\n".join(words)) + comment
    return Mend([*lines[:at], *text.split("\n"), *lines[last + 1 :]], _IN_QUOTES)


def _start(lines: list[str], at: int) -> int:
    """Where the text of a line starts, if it is the value of a key that takes text; else -1."""
    line = lines[at]
    key = _KEY.match(line)
    if key and (key["key"] in _TEXTS or _holder(lines, at) == "briefs"):
        return key.end()
    item = _ITEM.match(line)
    return item.end() if item and _holder(lines, at) in _LISTS else -1


def _holder(lines: list[str], at: int) -> str:
    """The section that a line belongs to."""
    above = next(
        (line for line in reversed(lines[:at]) if line[:1] not in (" ", "#", "-", "", "\t")), ""
    )
    return above.partition(":")[0]


def _needs_quotes(line: str, start: int, column: int) -> bool:
    """Whether the complaint is about this text: a sign at its start that is no text's, or a colon
    inside.
    """
    sign = line[start]
    if sign in "%@`":
        return column == start
    if sign in "*&":
        words = _COMMENT.sub("", line[start:]).rstrip()
        return column <= start + len(words.split(" ", maxsplit=1)[0]) and (
            " " in words or words[1:].endswith("*")
        )
    return sign not in "'\"|>[{!#?" and column > start


def _goes_on(line: str, above: str) -> bool:
    """Whether a line continues the text above it: indented further, and not blank."""
    indent = len(line) - len(line.lstrip(" "))
    return bool(line.strip()) and indent > len(above) - len(above.lstrip(" "))


def _in_braces(told: Told) -> Mend | None:
    """The sentence or formula in quotes that the problem stands in, up to the next key or the last
    brace.

    None where it is not certain where that is.
    """
    line, column = told.line, told.at
    keys = [
        found
        for found in re.finditer(r"(?:[{,] *)([\w.-]+): +(?=[^\s'\"\[{|>&*])", line)
        if found.end() <= column
    ]
    comment = _COMMENT.search(line, column)
    if (
        not keys
        or keys[-1][1] not in _TEXTS | set(_FORMULAS)
        or (comment and _HARDLY_A_COMMENT.search(comment[0]))
    ):
        return None
    start, end = keys[-1].end(), comment.start() if comment else len(line.rstrip())
    ahead = re.compile(rf", *(?:{'|'.join(_KEYS)}): ").search(line, start, end)
    if ahead:
        end = ahead.start()
    else:
        opened = line[:start].count("{") - line[:start].count("}")
        if not line[:end].endswith("}" * opened):
            return None
        end -= opened
    words = line[start:end].rstrip()
    return told.mended(line[:start] + _in_quotes(words) + line[start + len(words) :], _IN_QUOTES)


def _in_quotes(words: str) -> str:
    """A text in quotation marks; those of a word processor round the whole of it are taken for what
    they are.
    """
    if CURLY.fullmatch(words):
        words = words[1:-1]
    if "\\" not in words and '"' not in words:
        return f'"{words}"'
    return "'" + words.replace("'", "''") + "'"


_WORDS = {"and", "or", "not"}
_PAIRS = {"'": "'", '"': '"', "‘": "’", "“": "”", "„": "“", "«": "»"}  # noqa: RUF001 - signs that people type


def proposed(problem: Problem, lines: list[str]) -> Mend | None:
    """The mend for a problem, if it is one that has a certain one."""
    make = MENDS.get(problem.code)
    return (
        make(Told(problem, lines)) if make is not None and 0 < problem.line <= len(lines) else None
    )


def _sign(told: Told) -> Mend | None:
    """A sign of a formula that the language writes in another way."""
    written = told.problem.write
    if not written or told.words == "!":
        return None
    if written in _WORDS:
        before, after = told.line[: told.at], told.line[told.at + told.problem.width :]
        written = " " * (before[-1:] != " ") + written + " " * (after[:1] != " ")
    return told.replaced(written)


def _quotes(told: Told) -> Mend | None:
    """A name of a formula in quotation marks."""
    line, at = told.line, told.at
    closing = _PAIRS.get(line[at : at + 1])
    found = re.compile(rf"([\w.]+){re.escape(closing)}").match(line, at + 1) if closing else None
    if found is None:
        return None
    said = f"`{line[at : found.end()]}` became `{found[1]}`"
    return told.mended(line[:at] + found[1] + line[found.end() :], said)


def _straight_quotes(told: Told) -> Mend | None:
    """A text in quotation marks of a word processor."""
    return told.replaced(_in_quotes(told.words)) if CURLY.fullmatch(told.words) else None


def _comma(told: Told) -> Mend | None:
    """An entry without a comma before it."""
    before = told.line[: told.at].rstrip()
    return (
        told.mended(f"{before}, {told.line[told.at :]}", "a comma was put between two entries")
        if before
        else None
    )


def _format(told: Told) -> Mend | None:
    """The version of the language, above the first key and the comments that are that key's own."""
    lines, at = told.lines, told.problem.line - 1
    if told.at or lines[at][:1] in ("{", "["):
        return None
    top = at
    while top > 0 and lines[top - 1].startswith("#"):
        top -= 1
    if all(not line.strip() for line in lines[:top]):
        top = at
    return Mend([*lines[:top], "format: 1", *lines[top:]], "`format: 1` was added")


def _as_told(told: Told) -> Mend | None:
    """A value for which the report says what to write."""
    value, words = told.problem.write, told.words
    other = told.problem.code == "unknown-format" and words.strip("'\"") not in ("1", "1.0")
    return (
        None
        if other or not value or not re.fullmatch(r"[\w. \"']+", words)
        else told.replaced(value)
    )


def _number_as_text(told: Told) -> Mend | None:
    """A number, or true or false, where text is expected."""
    if told.problem.write != QUOTED.write or not re.fullmatch(r"[-+\w.]+", told.words):
        return None
    return told.replaced(f'"{told.words}"', f"`{told.words}` stands in quotes now")


def _space(told: Told) -> Mend | None:
    """A key whose colon touches its value, or an item of a list whose dash touches it."""
    sign, name = ("-", "dash") if told.problem.code == "space-after-dash" else (":", "colon")
    line, end = told.line, told.at + 1
    if line[told.at : end] != sign:
        return None
    return told.mended(f"{line[:end]} {line[end:]}", f"a space was put behind the {name}")


def _ordinary_spaces(told: Told) -> Mend | None:
    """Spaces of another kind, in this line and all like it: they come together."""
    changed = with_ordinary_spaces(told.lines)
    return (
        Mend(changed, "spaces of another kind became ordinary ones")
        if changed != told.lines
        else None
    )


def _braces(told: Told) -> Mend | None:
    """A key and its value on the line of another key."""
    line, inner = told.line.rstrip(), told.problem.write.strip("{}")
    if not inner or not line.endswith(inner):
        return None
    return told.mended(f"{line.removesuffix(inner)}{{{inner}}}", f"`{inner}` stands in braces now")


MENDS: dict[str, Callable[[Told], Mend | None]] = {
    "alias": _sentence,
    "caret-power": _sign,
    "colon-in-text": _sentence,
    "curly-quotes": _straight_quotes,
    "first-character": _sentence,
    "formula-sign": _sign,
    "missing-braces": _braces,
    "missing-comma": _comma,
    "missing-format": _format,
    "quotes-in-formula": _quotes,
    "single-equals": _sign,
    "space-after-colon": _space,
    "space-after-dash": _space,
    "strange-space": _ordinary_spaces,
    "text-expected": _number_as_text,
    "text-in-braces": _in_braces,
    "truth-expected": _as_told,
    "unknown-format": _as_told,
    "whole-number-expected": _as_told,
}
"""Code of a rule → what is proposed where it is broken; tabs concern many lines at once and have
their own module.
"""


@record
class Judgement:
    """The problems of a text in file order, and whether it could be read as far as its end."""

    problems: tuple[Problem, ...]
    readable: bool


def counted(problems: Iterable[Problem]) -> Counter[tuple[str, str, str]]:
    """How often each problem occurs, wherever it stands."""
    return Counter((p.path, p.code, re.sub(r"\bline \d+", "line", p.message)) for p in problems)


def judged(path: Path, text: str, variants: bool = False) -> Judgement:
    """What is wrong with a text that stands, or is to stand, in a file; with what its variants
    change, if asked for.
    """
    own = Problems()
    read_text(text, str(path), own)
    reading = Reading(str(path), text)
    found = dict.fromkeys(_problems(reading, None))
    if variants and not found:
        for name in reading.variants():
            found |= dict.fromkeys(_problems(reading, name))
    in_order = sorted(found, key=lambda p: (p.path, p.line, p.column))
    return Judgement(tuple(in_order), not own.errors())


def better(before: Judgement, after: Judgement, line: int) -> bool:
    """Whether a text has lost problems, and got none, by a change in a line.

    Where the text could not be read as far as its end, what stands behind its first problem was
    never seen. Then it has to be readable further than that line, and nothing may be wrong in the
    line itself, but for its first key.
    """
    if before.readable:
        return counted(after.problems) < counted(before.problems)
    own = [p for p in after.problems if p.path == before.problems[0].path]
    further = after.readable or all(p.line > line for p in own)
    return further and not any(p.line == line and p.column > _first_column(p) for p in own)


def _first_column(problem: Problem) -> int:
    """The column of the first key of a problem's line, from 1; 0 where only a later stretch of the
    line is known.
    """
    line = problem.excerpt
    return len(line) - len(line.lstrip(" -")) + 1 if problem.excerpt_column == 1 else 0


def _problems(reading: Reading, variant: str | None) -> tuple[Problem, ...]:
    try:
        reading.scenario({}, variant, {})
    except ScenarioError as error:
        return error.problems
    return ()


_WIDTHS = (2, 4, 8, 3, 1)
"""How wide a tab may have been meant."""


def without_tabs(path: Path, text: str) -> tuple[str, str]:
    """The text with spaces in front of its lines, and what was done; the text alone where that is
    not certain.

    A tab is read as wide as people set it. It is certain what was meant if every width that makes
    the text readable makes it say the same, or if a single one makes it sound.
    """
    lines = text.split("\n")
    tabbed = [
        number
        for number, line in enumerate(lines, start=1)
        if line.startswith("\t") and line.strip()
    ]
    if not tabbed:
        return text, ""
    readings: dict[str, str] = {}
    for width in _WIDTHS:
        candidate = "\n".join(_spaced(line, width) for line in lines)
        problems = Problems()
        root = read_text(candidate, str(path), problems)
        if isinstance(root, Mapping) and not problems.errors():
            readings.setdefault(repr(said(root)), candidate)
    found = list(readings.values())
    if len(found) > 1:
        found = [candidate for candidate in found if not judged(path, candidate).problems]
    if len(found) != 1:
        return text, ""
    where = f"line {tabbed[0]}" if len(tabbed) == 1 else f"lines {tabbed[0]} to {tabbed[-1]}"
    return found[0], f"{where}: {'a tab' if len(tabbed) == 1 else 'tabs'} became spaces"


def _spaced(line: str, width: int) -> str:
    if not line.startswith("\t"):
        return line
    words = line.lstrip(" \t")
    indent = line[: len(line) - len(words)]
    return " " * (indent.count("\t") * width + indent.count(" ")) + words


_WORK_LIMIT = 2_000_000
"""Characters that are read while mends are tried by themselves: the larger the file, the fewer are
tried in one go.
"""
_TOGETHER = 1_000
"""Mends of one rule that are tried together."""
_STEPS_LIMIT = 20
"""Mends in one line, each of which brings the next to light."""
_LAST = ("missing-format",)
"""What moves all lines, and so comes last: lines are told as they are numbered in the file."""


def mended(path: Path, text: str) -> tuple[str, tuple[str, ...]]:
    """A text without the mistakes that have one certain mend, and what was done, in the order of
    the lines.

    A mend is kept if its problem is gone afterwards and no other has come.
    """
    text, tabs = without_tabs(path, text)
    done = [tabs] if tabs else []
    state = judged(path, text)
    for code in dict.fromkeys(
        p.code for p in state.problems if p.code in MENDS and p.code not in _LAST
    ):
        text, state, more = _together(path, text, state, code)
        done += more
    tried: set[tuple[str, int, int]] = set()
    for _ in range(_WORK_LIMIT // (len(text) + 10_000)):
        problem = _next(path, state, tried)
        if problem is None:
            break
        tried.add((problem.code, problem.line, problem.column))
        found = _through(path, text, state, problem)
        if found is not None:
            text, state, more = found
            done += more
            tried.clear()
    return text, tuple(sorted(done, key=_line))


def _together(
    path: Path, text: str, before: Judgement, code: str
) -> tuple[str, Judgement, list[str]]:
    """The text without any problem of one rule; as it was, where that is not certain or brings
    another problem.
    """
    by_line = {
        p.line: p for p in reversed(before.problems) if (p.path, p.code) == (str(path), code)
    }
    if not before.readable or not 1 < len(by_line) <= _TOGETHER:
        return text, before, []
    lines, done = text.split("\n"), []
    for line, problem in by_line.items():
        found = proposed(problem, lines)
        if found is None or len(found.lines) != len(lines):
            return text, before, []
        lines = found.lines
        done.append(f"line {line}: {found.said}")
    after = judged(path, "\n".join(lines))
    if not counted(after.problems) <= counted(before.problems) - counted(by_line.values()):
        return text, before, []
    return "\n".join(lines), after, done


def _line(said: str) -> int:
    """The line that a mend is told of."""
    return int(said.split()[1].rstrip(":"))


def _next(path: Path, state: Judgement, tried: set[tuple[str, int, int]]) -> Problem | None:
    own = [p for p in state.problems if p.path == str(path) and p.code in MENDS]
    own = [p for p in own if (p.code, p.line, p.column) not in tried]
    return min(own, key=lambda p: (p.code in _LAST, p.line, p.column), default=None)


def _through(
    path: Path, text: str, before: Judgement, problem: Problem
) -> tuple[str, Judgement, list[str]] | None:
    """The text without a problem, with its new judgement; what that brings to light in its line is
    mended as well.
    """
    done: list[str] = []
    line = problem.line
    for _ in range(_STEPS_LIMIT):
        found = proposed(problem, text.split("\n"))
        if found is None:
            return None
        text = "\n".join(found.lines)
        done.append(f"line {line}: {found.said}")
        after = judged(path, text)
        if better(before, after, line):
            return text, after, done
        ahead = _ahead(after, problem)
        if ahead is None:
            return None
        problem = ahead
    return None


def _ahead(after: Judgement, problem: Problem) -> Problem | None:
    """The next problem in the same line, which the one before it hid."""
    return next(
        (
            p
            for p in after.problems
            if (p.path, p.line) == (problem.path, problem.line) and p.column > problem.column
        ),
        None,
    )


_ROUNDS = 5
"""How often a file is mended and formatted once more, where that changed it."""
_LINE = re.compile(r"lines? \d+(?: to \d+)?: ")
"""How a mend starts; lines are told as they are numbered in the file, so not of what was formatted
before.
"""


@record
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
    tidied : Counter of str
        What formatting changed besides spaces: `order` → parts with their keys in the usual order,
        `dates` → dates put in quotes.
    """

    changed: bool
    mended: tuple[str, ...] = ()
    refused: str = ""
    tidied: Counter[str] = field(default_factory=Counter)


def fix_file(path: Path) -> Fixed:
    """Format a file, and mend what has one certain mend.

    The file keeps its kind of line ends (that of most of its lines), its permissions, and its place
    behind a symbolic link; a byte order mark at its start is left out. It is replaced in one step,
    whole or not at all, and not at all where somebody has changed it meanwhile, or where it has
    other names (hard links), which would keep the old text.

    Raises
    ------
    ScenarioNotFound
        If there is no such file, or it cannot be read.
    NotWritten
        If it may not be changed, or the system refuses.

    Notes
    -----
    What is written has the same problems as what stood there, less those mended, and says the same
    but for the mends; see `negotiate.language.writing.formatting.formatted`.
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
        raise NotWritten(
            f"`{path}` may not be changed: it is protected against writing",
            "copy it and fix the copy",
        )
    put(path, new, replace=True, over=old)
    return Fixed(True, done, tidied=moved)


def _fixed(path: Path, text: str) -> tuple[str, tuple[str, ...], Counter[str]]:
    """The text in good order, what was mended on the way, and what else is not as it was.

    Good order may show what can be mended, and a mend what can be put in order; so both are done
    until neither changes anything.

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


def _round(path: Path, text: str) -> tuple[str, tuple[str, ...], Counter[str]]:
    """The text mended and formatted once; only formatted, where both together would bring new
    problems.
    """
    before = judged(path, text, variants=True)
    better, done = mended(path, text)
    new = formatted(better, str(path))
    if done and _worse(path, before, new):
        better, new, done = text, formatted(text, str(path)), ()
    if _worse(path, before, new):
        raise NegotiateError("formatting it would cause new problems")
    return new, done, tidied(better, new, str(path))


def _worse(path: Path, before: Judgement, new: str) -> bool:
    """Whether a text has a problem that was not there before, as far as that could be told."""
    return before.readable and not counted(judged(path, new, variants=True).problems) <= counted(
        before.problems
    )


def _first(problem: Problem) -> str:
    hint = f"; {problem.hint}" if problem.hint else ""
    return f"line {problem.line}, column {problem.column}: {problem.message}{hint}"
