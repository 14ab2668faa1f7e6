"""Every exception this package raises on purpose.

::

    NegotiateError            message, hint, exit code
    ├─ ScenarioError          problems: many at once; each has its place, rule, message, hint
    │  └─ OverrideError       the same, for what was typed after --set, --fix, --variant, in load()
    ├─ ScenarioNotFound       what was asked for, the nearest known names
    │  └─ TemplateNotFound    the same, for what a new file is to start from
    ├─ NotWritten             the file that was not written, and why; nothing has changed
    │  └─ FileRefused         the same, for a name under which nothing is written
    ├─ UnsuitableGame         which condition fails, which solvers would fit
    │  ├─ NotInstalled        the library that is missing, and how to install it
    │  ├─ UnknownMethod       no solver of that name; the nearest, and all there are
    │  ├─ UnknownConcept      the same, for a concept
    │  ├─ UnknownIndicator    the same, for what is to be watched
    │  └─ UnknownPlayer       the same, for the player that a concept is asked about
    ├─ GameTooLarge           how many, the limit, how to raise it
    ├─ WorkersLost            why work that was handed to other processes does not come back
    ├─ OutOfRange             a number for which a model has no answer
    ├─ IllegalAction          what somebody at the table may not do now, and what can be done
    └─ DidNotConverge         iterations, residual, tolerance
"""

from __future__ import annotations

import copyreg
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log10
from typing import Any, Literal

TOLD = 1_000
"""How many problems of one file are put into words; the rest are counted."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
)  # seen as nothing, yet counted as letters


def printable(text: str) -> str:
    """A text that every output can say: half a character, which no file can hold, is told by its
    number.
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def visible(text: str) -> str:
    r"""A text in which all that a screen would obey or hide, but for the ends of lines, is seen.

    Examples
    --------
    >>> visible("red \x1b[31m, turned \u202e")
    'red \\x1b[31m, turned \\u202e'
    """
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(
        line if line.isascii() and line.isprintable() else "".join(map(_seen, line))
        for line in lines
    )


def _seen(letter: str) -> str:
    if letter.isascii() and letter.isprintable():
        return letter
    kind = unicodedata.category(letter)
    if kind == "Zs":
        return " "
    hidden = kind in _INVISIBLE or letter in _BLANK or "\ufe00" <= letter <= "\ufe0f"
    if not hidden and not "\U000e0100" <= letter <= "\U000e01ef":
        return letter
    if letter in "\t\r":
        return "\\t" if letter == "\t" else "\\r"
    code = ord(letter)
    return (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 0x10000
        else f"\\U{code:08x}"
    )


SHOWN = 60
"""Letters of what was passed in that are told back."""
WRITTEN_OUT = 10**21
"""Numbers below are written out digit by digit."""


def shortly(count: int) -> str:
    """A whole number with its thousands, or, where nobody would read that, the power of ten next to
    it.
    """
    return (
        f"{count:,}"
        if abs(count) < WRITTEN_OUT
        else f"about {'-' if count < 0 else ''}10**{round(log10(abs(count)))}"
    )


class Hint(str):
    """What to do about a mistake, which knows what is to stand in place of what is underlined.

    Parameters
    ----------
    said : str
        The words.
    write : str
        What to write there, to the letter; `check --fix` goes by this and by no words.

    Examples
    --------
    >>> Hint.writing("1000", ", without separators"), Hint.writing("and").write
    ('write `1000`, without separators', 'and')
    """

    __slots__ = ("write",)
    write: str

    def __new__(cls, said: str, write: str) -> Hint:
        """Keep the words as the text itself, and beside it what to write."""
        hint = super().__new__(cls, said)
        hint.write = write
        return hint

    def __reduce__(self) -> tuple[type[Hint], tuple[str, str]]:
        """What another process makes it of."""
        return type(self), (str(self), self.write)

    @classmethod
    def writing(cls, write: str, more: str = "") -> Hint:
        """A hint that says to write something, and perhaps more."""
        return cls(f"write `{write}`{more}", write)


class Note(str):
    """What a reader must know of an answer, which a program can ask for its subject.

    Parameters
    ----------
    said : str
        The words.
    about : str
        What the note is about, in a word or two; whatever decides by a note goes by this and by no
        words.

    Examples
    --------
    >>> note = Note("the private types of Row count in `tree` only", "private types")
    >>> note.about, without([note, "another"], "private types")
    ('private types', ('another',))
    """

    __slots__ = ("about",)
    about: str

    def __new__(cls, said: str, about: str) -> Note:
        """Keep the words as the text itself, and beside it what they are about."""
        note = super().__new__(cls, said)
        note.about = about
        return note

    def __reduce__(self) -> tuple[type[Note], tuple[str, str]]:
        """What another process makes it of."""
        return type(self), (str(self), self.about)


def is_about(note: str, about: str) -> bool:
    """Whether a note has this subject."""
    return isinstance(note, Note) and note.about == about


def without(notes: Iterable[str], about: str) -> tuple[str, ...]:
    """The notes with another subject, or none."""
    return tuple(note for note in notes if not is_about(note, about))


class NegotiateError(Exception):
    """Anything that is the user's to mend; the command line prints it and exits with `exit_code`.

    Parameters
    ----------
    message : str
        What is wrong, with names in backticks.
    hint : str, optional
        What to do about it.
    where : tuple of str or int, optional
        The part of a scenario's file that it is about, as keys and positions from the top, where
        that is known.
    """

    exit_code: int = 4

    def __init__(self, message: str, hint: str = "", where: tuple[str | int, ...] = ()) -> None:
        self.message = visible(message)
        self.hint = visible(hint)
        super().__init__(self.message)
        self.where = where

    def __reduce__(self) -> tuple[Any, ...]:
        """As it was made, so that it reaches whoever handed work to another process."""
        return copyreg.__newobj__, (type(self), *self.args), vars(self)  # type: ignore[attr-defined]  # pickle calls it


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a scenario, with the place where a person can mend it.

    Parameters
    ----------
    path : str
        The file, as it was named by whoever asked for it; `--set` and its like for the command
        line.
    line, column : int
        Counted from 1; the column counts characters.
    code : str
        The stable rule code, such as `unknown-option`.
    message : str
        What was found and what is allowed.
    hint : str
        What to do: the nearest known name, or the way to write it.
    excerpt : str
        The offending line as it stands in the file; of a very long one, the stretch round the
        mistake.
    width : int
        How many characters the caret underlines.
    severity : {'error', 'warning'}
        A warning never stops a command.
    excerpt_column : int
        The column of the line at which the excerpt starts; 1 where it is the whole line.
    write : str
        What is to stand in place of what is underlined, where that is certain; else empty.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    excerpt: str = ""
    width: int = 1
    severity: Literal["error", "warning"] = "error"
    excerpt_column: int = 1
    write: str = ""

    def __str__(self) -> str:
        where = (
            self.path if self.path.startswith("--") else f"{self.path}:{self.line}:{self.column}"
        )
        return visible(f"{where}: {self.message} [{self.code}]")


class ScenarioError(NegotiateError):
    """A scenario that cannot be used, with all of its problems at once, in file order.

    Parameters
    ----------
    problems : sequence of Problem
        At least one.
    """

    exit_code = 3

    def __init__(self, problems: tuple[Problem, ...] | list[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        told = self.problems[:TOLD]
        lines = [f"{problem}; {problem.hint}" if problem.hint else str(problem) for problem in told]
        if len(told) < len(self.problems):
            lines.append(f"and {len(self.problems) - len(told):,} more problems")
        super().__init__("\n".join(lines), self.problems[0].hint if len(self.problems) == 1 else "")


class OverrideError(ScenarioError):
    """A setting from outside the file (`--set`, `--fix`, `--variant`) that does not fit it."""

    exit_code = 2


class ScenarioNotFound(NegotiateError):
    """No file and no shipped scenario of that name."""

    exit_code = 2


class TemplateNotFound(ScenarioNotFound):
    """No template has the name that was asked for."""


class NotWritten(NegotiateError):
    """A file that the system would not write; whatever stood there stands there still."""


class FileRefused(NotWritten):
    """A name under which nothing is written: taken, of another kind, or among the shipped
    scenarios.
    """

    exit_code = 2


class UnsuitableGame(NegotiateError):
    """The method asked for does not apply to this game; says which condition fails."""


class NotInstalled(UnsuitableGame):
    """A library that only an extra brings is not there.

    Parameters
    ----------
    library : str
        What is missing.
    extra : str
        The extra of this distribution that brings it.
    """

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(
            f"{library} is not installed",
            f"in the folder of the checkout: pip install '.[{extra}]'",
        )


def one_question(given: Mapping[str, object]) -> str:
    """The name of the one question that is asked; empty where none is.

    Raises
    ------
    UnsuitableGame
        If two are.
    """
    wanted = [name for name, value in given.items() if value not in (None, False)]
    if len(wanted) > 1:
        raise UnsuitableGame(
            f"`{wanted[0]}` does not go with `{wanted[1]}`", "ask one question at a time"
        )
    return wanted[0] if wanted else ""


def named(given: object, name: str, takes: str) -> Mapping[str, Any]:
    """What was passed in as a mapping with names as keys, and nothing else.

    Parameters
    ----------
    given : object
        Anything, as it comes from Python.
    name, takes : str
        The argument, and what it takes, in words.

    Raises
    ------
    UnsuitableGame
        If it is something else.
    """
    if isinstance(given, Mapping) and all(isinstance(key, str) for key in given):
        return given
    raise UnsuitableGame(f"`{name}` takes {takes}")


def names(given: object, name: str, takes: str) -> Sequence[str]:
    """What was passed in as a list of names, and nothing else; see `named`.

    Raises
    ------
    UnsuitableGame
        If it is something else.
    """
    if isinstance(given, Iterable) and not isinstance(given, str | bytes):
        listed = list(given)
        if all(isinstance(one, str) for one in listed):
            return listed
    raise UnsuitableGame(f"`{name}` takes {takes}")


def shown(given: object) -> str:
    """What was passed in where a name belongs, short enough to be told.

    Examples
    --------
    >>> shown(["R"]), shown("R"), shown(10**5000)
    ("['R']", 'R', 'about 10**5000')
    """
    if isinstance(given, int):
        return shortly(given)
    try:
        told = str(given)
    except ValueError:  # a number of thousands of digits inside it
        return f"a {type(given).__name__}"
    return told if len(told) <= SHOWN else f"{told[:SHOWN]}…"


class UnknownMethod(UnsuitableGame):
    """No solver has the name that was asked for."""

    exit_code = 2


class UnknownConcept(UnsuitableGame):
    """No concept has the name that was asked for."""

    exit_code = 2


class UnknownIndicator(UnsuitableGame):
    """Nothing that can be watched has the name that was asked for."""

    exit_code = 2


class UnknownPlayer(UnsuitableGame):
    """There is no player of that name in the game; the hint names the nearest, and all there
    are.
    """

    exit_code = 2


class GameTooLarge(NegotiateError):
    """The game would not fit; refused before anything is enumerated.

    Parameters
    ----------
    what : str
        What there are too many of, such as "packages".
    count, limit : int
        How many there would be, and how many are allowed.
    raise_by : str
        How to raise the limit, or how to make the game smaller.
    """

    def __init__(self, what: str, count: int, limit: int, raise_by: str) -> None:
        super().__init__(f"{shortly(count)} {what} are more than the limit of {limit:,}", raise_by)
        self.what = what
        self.count = count
        self.limit = limit

    @classmethod
    def refuse(cls, what: str, count: int, limit: int, raise_by: str) -> None:
        """Raise it where there are more than the limit."""
        if count > limit:
            raise cls(what, count, limit, raise_by)


class WorkersLost(NegotiateError):
    """Work that was handed to other processes and does not come back: no scheduler, a dead worker,
    other versions.
    """


class OutOfRange(NegotiateError):
    """A number for which a model has no answer, such as a tariff of -100 % or less."""


class IllegalAction(NegotiateError):
    """What somebody at the table may not do now; the hint says what can be done."""

    exit_code = 2


class DidNotConverge(NegotiateError):
    """An iteration that stopped short of its tolerance.

    Parameters
    ----------
    what : str
        What was being solved.
    iterations : int
        How many were made.
    residual, tolerance : float
        How far it got, and how far it had to get.
    """

    def __init__(self, what: str, iterations: int, residual: float, tolerance: float) -> None:
        super().__init__(
            f"{what} did not converge: residual {residual:.3g} after {iterations} iterations, "
            f"tolerance {tolerance:.3g}"
        )
        self.iterations = iterations
        self.residual = residual
        self.tolerance = tolerance
