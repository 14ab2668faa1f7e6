"""Walks through the words, quoted texts, numbers and braces of a file of Gambit's, and lists of
names in braces.

White space and commas part them and mean nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from negotiate.arrays import SMALLEST
from negotiate.errors import GameTooLarge, ScenarioError
from negotiate.games.normal_form import LARGEST
from negotiate.language.text.source import Source, decoded, raw_bytes

SIZE_LIMIT = 100_000_000
"""Bytes in one file."""


def source(path: str) -> Source:
    """The text of a file.

    Raises
    ------
    ScenarioNotFound
        If there is no such file, or it cannot be read.
    GameTooLarge
        If it has more than `SIZE_LIMIT` bytes.
    ScenarioError
        If it is not UTF-8.
    """
    raw = raw_bytes(path, SIZE_LIMIT, "name a file that ends in .nfg or .efg")
    if len(raw) > SIZE_LIMIT:
        raise GameTooLarge(
            f"bytes of `{path}`", Path(path).stat().st_size, SIZE_LIMIT, "take a smaller game"
        )
    found = decoded(raw, path)
    found.problems.stop()
    return found


LONGEST_NAME, LONGEST_NUMBER, LARGEST_EXPONENT = 1_000, 1_000, 400
"""Characters of a name and of a number, and the exponent up to which a number is taken exactly."""

END, TEXT, OPEN, CLOSE, WORD, UNCLOSED = "end", "text", "{", "}", "word", "unclosed"
MOST_KEPT = 100_000
"""Names and rows of names of which a second one takes no room."""

Kept = TypeVar("Kept")

_NEXT = re.compile(
    r"""[\s,]*+(?:(?P<text>"[^"\\]*+(?:\\.[^"\\]*+)*+")|(?P<open>\{)|(?P<close>\})|(?P<word>[^\s,{}"]++)|(?P<unclosed>"))""",
    re.DOTALL,
)
_KINDS = {"text": TEXT, "open": OPEN, "close": CLOSE, "word": WORD, "unclosed": UNCLOSED}
_WHOLE = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_RATIO = re.compile(r"([+-]?[0-9]+)/([0-9]+)")
_ESCAPED = re.compile(r'\\(["\\])')


class Cursor:
    """Stands before one word of a text; `kind` and `word` say which, `start` and `end` where."""

    __slots__ = ("_kept", "end", "kind", "source", "start", "word")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.start = self.end = 0
        self.kind, self.word = END, ""
        self._kept: dict[Any, Any] = {}
        self.step()

    def step(self) -> None:
        """Go to the next word."""
        found = _NEXT.match(self.source.text, self.end)
        if found is None:
            self.kind, self.word = END, ""
            self.start = self.end = len(self.source.text.rstrip())
            return
        group = found.lastgroup or ""
        self.kind = _KINDS[group]
        self.word = found[group]
        self.start, self.end = found.span(group)
        if self.kind == UNCLOSED:
            message = "the quotation mark that opens here is never closed"
            raise self.wrong(
                "gambit-cut-off", message, 'write a `"` at the end of the text, and `\\"` inside it'
            )

    def wrong(
        self, code: str, message: str, hint: str = "", at: tuple[int, int] | None = None
    ) -> ScenarioError:
        """A mistake at the word that comes next, or in a stretch of the text, to be raised."""
        self.source.wrong(*(at or (self.start, self.end)), code, message, hint)
        return ScenarioError(self.source.problems.found)

    def unexpected(self, wanted: str, hint: str = "") -> ScenarioError:
        """What comes next is not what has to."""
        if self.kind == END:
            said = f"the file ends where {wanted} is expected"
            return self.wrong(
                "gambit-cut-off", said, hint or "copy the whole file again from where it comes from"
            )
        return self.wrong("gambit-syntax", f"{wanted} is expected here, not `{self.word}`", hint)

    def text(self, what: str, *, lines: bool = False) -> str:
        """A quoted text, without line breaks or signs that cannot be seen; `lines` allows some in
        the file.
        """
        found = self.label(what, lines=lines)
        self.step()
        return found

    def label(self, what: str, *, lines: bool = False) -> str:
        """The quoted text that stands here; nothing is passed."""
        if self.kind != TEXT:
            raise self.unexpected(f"{what} in quotes")
        if "\n" in self.word and not lines:
            message = f"the quotation mark before {what} is not closed in its line"
            raise self.wrong("gambit-cut-off", message, 'write a `"` after the name')
        if self.end - self.start > LONGEST_NAME:
            length = self.end - self.start - 2
            raise self.wrong(
                "gambit-syntax", f"{what} has {length:,} characters; {LONGEST_NAME:,} are the most"
            )
        return self.kept(tidy(_ESCAPED.sub(r"\1", self.word[1:-1])))

    def kept(self, found: Kept) -> Kept:
        """The same thing, the one that was met first where it was met before: most files repeat
        themselves.
        """
        if len(self._kept) < MOST_KEPT:
            return self._kept.setdefault(found, found)  # type: ignore[no-any-return]  # what is equal is of one type
        return self._kept.get(found, found)  # type: ignore[no-any-return]  # the same

    def skip_text(self) -> None:
        """Pass a comment, if there is one."""
        if self.kind == TEXT:
            self.step()

    def expect(self, kind: str, what: str) -> None:
        """Pass a brace."""
        if self.kind != kind:
            raise self.unexpected(what)
        self.step()

    def whole(self, what: str, least: int = 0, code: str = "gambit-number") -> int:
        """A whole number of at least so much; `code` is the rule that a smaller one breaks."""
        if self.kind != WORD:
            raise self.unexpected(what)
        if not _WHOLE.fullmatch(self.word) or len(self.word) > 18:
            raise self.wrong(
                "gambit-number", f"{what} is expected here, and `{self.word}` is no whole number"
            )
        found = int(self.word)
        if found < least:
            raise self.wrong(code, f"{what} is at least {least}, and not {found}")
        self.step()
        return found

    def number(self, what: str) -> tuple[float, str]:
        """A number as it is nearest to, and as it is written."""
        if self.kind != WORD:
            raise self.unexpected(what)
        written = self.word
        found = self._value(written, what)
        if abs(found) > LARGEST:
            message = f"`{written}` is beyond {LARGEST:.0e}, the largest number taken"
            raise self.wrong("gambit-number", message, "choose a larger unit")
        if abs(found) < SMALLEST and re.search("[1-9]", re.split("[eE/]", written)[0]):
            message = f"`{written}` is nearer to 0 than {SMALLEST:.0e}, the smallest number taken"
            raise self.wrong("gambit-number", message, "write 0, or choose a smaller unit")
        self.step()
        return found, written

    def _value(self, written: str, what: str) -> float:
        if len(written) > LONGEST_NUMBER:
            raise self.wrong(
                "gambit-number",
                f"a number has at most {LONGEST_NUMBER:,} digits, not {len(written):,}",
            )
        if _NUMBER.fullmatch(written):
            return float(written)
        ratio = _RATIO.fullmatch(written)
        if ratio is None:
            hint = "write it like -3, 0.25, 1.5e3 or 1/3"
            raise self.wrong(
                "gambit-number", f"{what} is expected here, and `{written}` is no number", hint
            )
        if int(ratio[2]) == 0:
            raise self.wrong("gambit-number", f"`{written}` divides by zero")
        try:
            return int(ratio[1]) / int(ratio[2])
        except OverflowError:
            return float("inf")


def exactly(written: str) -> Fraction:
    """A number that `Cursor.number` has taken, without any rounding unless its exponent is out of
    all proportion.
    """
    exponent = written.lower().partition("e")[2]
    if exponent and (
        len(exponent) > len(str(LARGEST_EXPONENT)) + 1 or abs(int(exponent)) > LARGEST_EXPONENT
    ):
        return Fraction(float(written))
    return Fraction(written)


def tidy(label: str) -> str:
    """A label on one line, with single spaces and without signs that cannot be seen."""
    return (
        label
        if label.isalnum()
        else " ".join("".join(c if c.isprintable() else " " for c in label).split())
    )


def names(cursor: Cursor, what: str) -> tuple[str, ...]:
    """The names in braces that stand here, at least one of them, as they are written.

    Parameters
    ----------
    cursor : Cursor
        Before the brace that opens; afterwards behind the one that closes.
    what : str
        What each of them is, such as "strategy". No two players may have the same name.
    """
    found: list[str] = []
    seen: set[str] = set()
    article = "an" if what.startswith(tuple("aeiou")) else "a"
    cursor.expect(OPEN, f"`{{` before the names of the {plural(what)}")
    while cursor.kind == TEXT:
        name = cursor.label(f"the name of {article} {what}")
        if what == "player" and name and name in seen:
            raise cursor.wrong(
                "gambit-player-twice",
                f"two players are called `{name}`",
                "give one of them another name",
            )
        found.append(name)
        seen.add(name)
        cursor.step()
    if not found and cursor.kind == CLOSE:
        raise cursor.wrong("gambit-count", f"there is no {what}; at least one is needed")
    cursor.expect(CLOSE, f"another name in quotes, or `}}` after the names of the {plural(what)},")
    return cursor.kept(tuple(found))


def players(cursor: Cursor) -> tuple[str, ...]:
    """The players' names in braces; one that is empty is called by its place."""
    return apart(
        [name or f"player {place}" for place, name in enumerate(names(cursor, "player"), start=1)]
    )


def prologue(cursor: Cursor, version: int) -> tuple[str, tuple[str, ...]]:
    """Title and players, as far as both formats have them in common."""
    for words, wanted in (((str(version),), f"the version {version}"), (("R", "D"), "`R`")):
        if cursor.kind != WORD or cursor.word not in words:
            raise cursor.unexpected(wanted)
        cursor.step()
    return cursor.text("the title", lines=True), players(cursor)


def payoffs(cursor: Cursor, n_players: int) -> list[tuple[float, str]]:
    """One number a player, and the brace after them; the brace before has been passed."""
    found: list[tuple[float, str]] = []
    while cursor.kind == WORD:
        if len(found) == n_players:
            said = (
                f"an outcome pays {n_players} players, and `{cursor.word}` is one payoff too many"
            )
            raise cursor.wrong("gambit-count", said, "give one number a player")
        found.append(cursor.number("a payoff"))
    if len(found) < n_players and cursor.kind == CLOSE:
        said = f"an outcome pays {n_players} players, and only {len(found)} payoffs stand here"
        raise cursor.wrong("gambit-count", said, "give one number a player")
    cursor.expect(CLOSE, "a payoff, or `}` after the payoffs,")
    return found


def apart(found: Sequence[str]) -> tuple[str, ...]:
    """Names that differ: one that is empty is called by its place, and a second of the same name
    gets a number.
    """
    if len(set(found)) == len(found) and "" not in found:
        return tuple(found)
    used, counts, result = set(found), dict.fromkeys(found, 0), []
    for place, name in enumerate(found, start=1):
        counts[name] += 1
        own = (
            name
            if name and counts[name] == 1
            else f"{name} ({counts[name]})"
            if name
            else str(place)
        )
        while own in used and own != name:
            counts[name] += 1
            own = f"{name} ({counts[name]})" if name else f"{own}'"
        used.add(own)
        result.append(own)
    return tuple(result)


def folded(labels: Sequence[str]) -> tuple[str, ...]:
    """Labels as a file holds them, on one line and with single spaces, and still different from one
    another.
    """
    return apart([tidy(label) for label in labels])


def plural(what: str) -> str:
    """More than one of them."""
    return f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
