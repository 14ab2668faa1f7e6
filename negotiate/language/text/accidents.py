"""What was probably meant where a text is not YAML: accidents with quotes, brackets, spaces,
dashes, indentation.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from negotiate.display import record
from negotiate.errors import Hint
from negotiate.language.text import LETTERS, SPACES

_NUMBER = r"([-+]?\d+(?:\.\d+)?)"
_ROUND = re.compile(rf"\( *{_NUMBER} *, *{_NUMBER} *\)(?= *(?:[,}}#]|\Z))")
_BARE = re.compile(rf"{_NUMBER} *, *{_NUMBER}(?= *(?:[,}}#]|\Z))")


class Pair(NamedTuple):
    """Two numbers as they are written, and over how many characters they stretch."""

    one: str
    other: str
    width: int


def pair(line: str, column: int, bare: bool) -> Pair | None:
    """The two numbers that start at a column of a line (from 0); None where something else does.

    Parameters
    ----------
    line : str
        The line.
    column : int
        Where the first of them stands, or its bracket.
    bare : bool
        Whether a pair may stand without any brackets, where a single number makes no sense.

    Examples
    --------
    >>> pair("  wait: {wait: (3, 3), rush: [1, 6]}", 15, bare=False)
    Pair(one='3', other='3', width=6)
    >>> pair("  wait: {wait: 1,6}", 15, bare=True)
    Pair(one='1', other='6', width=3)
    """
    found = _ROUND.match(line, column) or (_BARE.match(line, column) if bare else None)
    return Pair(found[1], found[2], len(found[0])) if found else None


_ROOM = 12
"""Lines before and after an accident that count as its neighbours."""
_OWN_KEY = re.compile(r"\s*(?:- )*[\w.]+\Z")


@record
class Accident:
    """Where the cause stands (line and column from 0), which rule it breaks, in plain words, and
    what to do.
    """

    line: int
    column: int
    code: str
    message: str
    hint: str = ""


def misplaced(what: str, line: int, column: int, lines: list[str]) -> Accident | None:
    """The line that a YAML reader stumbled over for its indentation; None where it did so for
    something else.
    """
    return (
        glued(line, lines)
        or _dashes(line, lines)
        or _odd_line(line, lines)
        or _too_deep(what, line, column, lines)
    )


def glued(line: int, lines: list[str]) -> Accident | None:
    """A dash that touches the key or the text after it, in the line of the accident or in one that
    it follows.
    """
    for n in [line, *spoken(lines, range(line - _ROOM, line))[:-3:-1]]:
        text = lines[n] if n < len(lines) else ""
        found = re.match(r"\s*-(?=[^\W\d])", text)
        beside = found and any(_is_item(lines[k]) for k in _siblings(n, lines))
        if found and (beside or re.match(r"\s*-[\w.]+:(\s|\Z)", text)):
            hint = f"write `- {text.strip()[1:]}`"
            return Accident(
                n, found.end() - 1, "space-after-dash", "a space is missing after the dash", hint
            )
    return None


def indent_of(text: str) -> int:
    """How many spaces a line starts with."""
    return len(text) - len(text.lstrip(" "))


def _levels(text: str) -> list[int]:
    """Where the line starts, and where the key after its dash does."""
    start = indent_of(text)
    key = re.match(r"(?:- +)+", text[start:])
    return [start] if key is None else [start, start + len(key[0])]


def spoken(lines: list[str], numbers: range) -> list[int]:
    """The lines that say something."""
    return [
        n
        for n in numbers
        if 0 <= n < len(lines) and lines[n].strip() and lines[n].lstrip()[0] != "#"
    ]


def _is_item(text: str) -> bool:
    return text.lstrip().startswith("- ") or text.strip() == "-"


def _siblings(line: int, lines: list[str]) -> list[int]:
    """The lines at the same indentation, as far as nothing stands further left."""
    found = [line]
    for numbers in (range(line - 1, -1, -1), range(line + 1, len(lines))):
        for n in spoken(lines, numbers):
            if indent_of(lines[n]) < indent_of(lines[line]):
                break
            if indent_of(lines[n]) == indent_of(lines[line]):
                found.append(n)
    return sorted(found)


def _dashes(line: int, lines: list[str]) -> Accident | None:
    """A list's item among the keys of a mapping, or the reverse."""
    if line >= len(lines):
        return None
    siblings = _siblings(line, lines)
    items = [n for n in siblings if _is_item(lines[n])]
    keys = [n for n in siblings if n not in items]
    if not items or not keys or indent_of(lines[line]) == 0:
        return None
    if len(keys) >= len(items):
        hint = (
            "this line starts with `- `, its neighbours do not: write all of them in the same way"
        )
        return Accident(
            items[0],
            indent_of(lines[items[0]]),
            "list-among-keys",
            "an item of a list stands among keys",
            hint,
        )
    hint = "its neighbours start with `- `: write all of them in the same way"
    return Accident(
        keys[0],
        indent_of(lines[keys[0]]),
        "list-among-keys",
        "a key stands among the items of a list",
        hint,
    )


def _unit(lines: list[str]) -> int:
    """By how many spaces the text mostly goes in."""
    steps = Counter(
        indent_of(lines[n]) for n in spoken(lines, range(len(lines))) if indent_of(lines[n])
    )
    total = sum(steps.values())
    fits = {
        unit: sum(count for step, count in steps.items() if step % unit == 0) for unit in (4, 2, 3)
    }
    return next((unit for unit, count in fits.items() if total and count >= 0.8 * total), 1)


def _odd_line(line: int, lines: list[str]) -> Accident | None:
    """The line at the accident, or the one before it, whose indentation is none that the text
    uses.
    """
    unit = _unit(lines)
    before = spoken(lines, range(line - _ROOM, line))
    for n in [line, *before[-1:]]:
        if n < len(lines) and indent_of(lines[n]) % unit:
            wanted = _nearest_level(n, unit, lines)
            if wanted is not None:
                return _indented(n, wanted, lines)
    return None


def _nearest_level(line: int, unit: int, lines: list[str]) -> int | None:
    """The indentation among the neighbours that was probably meant; those that touch the line count
    first.
    """
    above = spoken(lines, range(line - _ROOM, line))[::-1]
    below = spoken(lines, range(line + 1, line + _ROOM + 1))
    items = [n for n in [*above, *below] if _is_item(lines[n])] if _is_item(lines[line]) else []
    levels = [indent_of(lines[n]) for n in items] or [
        i for n in [*above, *below] for i in _levels(lines[n])
    ]
    touching = [i for n in [*above[:1], *below[:1]] for i in _levels(lines[n])]
    fitting = [level for level in levels if level % unit == 0]
    if (
        lines[line].rstrip().endswith(":")
        and below
        and indent_of(lines[below[0]]) > indent_of(lines[line])
    ):
        fitting = [level for level in fitting if level < indent_of(lines[below[0]])]
    start = indent_of(lines[line])
    return min(fitting, key=lambda i: (abs(i - start), i not in touching, -i), default=None)


def _too_deep(what: str, line: int, column: int, lines: list[str]) -> Accident | None:
    """A key that stands below a line which has its value already."""
    if (
        "mapping values" not in what
        or line >= len(lines)
        or not _OWN_KEY.match(lines[line][:column])
    ):
        return None
    before = spoken(lines, range(line - _ROOM, line))
    if not before or _levels(lines[before[-1]])[-1] >= indent_of(lines[line]):
        return None
    above = before[-1]
    opened = len(before) > 1 and lines[before[-2]].rstrip().endswith(":")
    too_far_left = opened and indent_of(lines[before[-2]]) == indent_of(lines[above])
    if too_far_left or (len(before) > 1 and indent_of(lines[line]) in _levels(lines[before[-2]])):
        return _indented(above, indent_of(lines[line]), lines)
    return _indented(
        line,
        _levels(lines[above])[-1],
        lines,
        "; nothing can stand below a line that has its value",
    )


def _indented(line: int, wanted: int, lines: list[str], more: str = "") -> Accident:
    found = indent_of(lines[line])
    spaces = "1 space" if found == 1 else f"{found} spaces"
    hint = f"this line is indented by {spaces}, its neighbours by {wanted}{more}"
    return Accident(
        line, found, "indentation", "the indentation does not fit the lines around it", hint
    )


_KEY = rf"(?:-\s|-\Z|[\w.\"'-]+:(?:[\s{SPACES}]|\Z))"
_INDENT = re.compile(rf"[ \t]*(?P<stray>[{SPACES}])[ \t{SPACES}]*(?={_KEY})")
_AFTER = re.compile(rf"\s*(?:- +)*[\w.-]+:(?P<stray>[{SPACES}]+)")
_PLUS = re.compile(rf"\+\s*{_KEY}")
_UNSEEN = "\u200b\u2060\ufeff"
_BLOCK = re.compile(r"(?:[:-]|\A)\s+[|>][-+0-9]*\s*(?:#.*)?\Z")

_QUOTED_TEXT = re.compile(r"""(?<![^\s\[{,:-])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""")
_COMMENT = re.compile(r"(?:\A|\s)#.*")
_OPENS = re.compile(r"(?:[:,\[{-]\s*|\A\s*)(?P<quote>[\"'])")
_CLOSES = {'"': re.compile(r"(?:[^\"\\]|\\.)*\""), "'": re.compile(r"(?:[^']|'')*'(?!')")}


def stray(lines: list[str]) -> Accident | None:
    """The first line that starts with a sign of another program, outside texts in blocks or in
    quotes.
    """
    marked = [n for n in _structure(lines) if _PLUS.match(lines[n])]
    if marked:
        more = f", as {len(marked) - 1} more lines do" if len(marked) > 1 else ""
        message = f"this line starts with `+`, as in a list of changes{more}"
        return Accident(
            marked[0], 0, "change-mark", message, "take the `+` at the start of the line away"
        )
    for n in _structure(lines):
        found = _INDENT.match(lines[n]) or _AFTER.match(lines[n])
        if found:
            return _space(n, found.start("stray"), lines[n])
    return None


def _space(line: int, column: int, text: str) -> Accident:
    sign = text[column]
    name = unicodedata.name(sign, "space of another kind").lower()
    where = "in the indentation" if not text[:column].strip() else "after the colon"
    message = f"a {name} (U+{ord(sign):04X}) stands {where}, which YAML takes for a letter"
    return Accident(line, column, "strange-space", message, "write an ordinary space instead")


def _structure(lines: list[str]) -> Iterator[int]:
    """The lines that are no part of a text in a block below its key, or of one in quotes that
    started above.
    """
    block, quote = -1, ""
    for n, line in enumerate(lines):
        if quote:
            closed = _CLOSES[quote].match(line)
            quote = _opened(line[closed.end() :]) if closed else quote
            continue
        if block >= 0 and (not line.strip() or indent_of(line) > block):
            continue
        block = indent_of(line) if _BLOCK.search(line) else -1
        quote = _opened(line)
        yield n


def _opened(line: str) -> str:
    """The quotation mark that opens in a line and does not close there, or nothing."""
    found = _OPENS.search(_COMMENT.sub("", _QUOTED_TEXT.sub("", line)))
    return found["quote"] if found else ""


def with_ordinary_spaces(lines: list[str]) -> list[str]:
    """The lines with ordinary spaces before them and after their keys, outside texts in blocks or
    in quotes.
    """
    structure = set(_structure(lines))
    return [_ordinary(line) if n in structure else line for n, line in enumerate(lines)]


def _ordinary(line: str) -> str:
    for pattern in (_INDENT, _AFTER):
        if found := pattern.match(line):
            line = _space_for_each(found[0]) + line[found.end() :]
    return line


def _space_for_each(words: str) -> str:
    """Words with an ordinary space for each strange one that can be seen; one always stands after a
    colon.
    """
    seen = re.sub(rf"[{SPACES}]", lambda found: "" if found[0] in _UNSEEN else " ", words)
    return f"{seen} " if seen.endswith(":") else seen


_TEXT_KEYS = (
    "title",
    "summary",
    "about",
    "name",
    "leader",
    "group",
    "public",
    "teacher",
    "license",
    "author",
)
_INDENTATION = (
    "mapping values are not allowed",
    "did not find expected key",
    "did not find expected '-' indicator",
)
_NESTED = re.compile(r"\s*(?:- )?[\w.]+: ([\w.]+: [\w.+-]+)\s*\Z")
_QUOTED = re.compile(r"""(?:^|[:,{\[-])\s*(?:"[^"]*"|'[^']*')\s*\Z""")
_ONE_WORD = re.compile(r"(?:(?P<key>[\w.-]+): +|[\[{,] *)[^\s,:{}\[\]\"']+\Z")
_OPENED = re.compile(
    r"""(?:"[^"]*+"|'[^']*+'|[^"'#])*[:,{\[-] +"""
    r"""(?:(?P<sign>")(?:[^"\\]|\\.)*+|(?P<single>')(?:[^']|'')*+)"""
)
_CURLY_TEXT = re.compile(r"(?:[:,{\[-] *|\A\s*)[“„‘«»][^”]*\Z")  # noqa: RUF001 - signs people type
_KEY_LINE = re.compile(r"\s*(?:- +)?[\w.]+:(?:\s|\Z)")
_GLUED = re.compile(r"\s*(?:- )?[\w.]+:\S")
_IN_BRACES = (
    "inside braces and brackets a comma, colon or bracket of a sentence is syntax: put "
    "the sentence in quotes"
)


def accident(
    what: str, line: int, column: int, start: tuple[int, int], lines: list[str]
) -> Accident:
    """The cause of what a YAML reader complains of.

    Parameters
    ----------
    what : str
        Its complaint.
    line, column : int
        Where it gave up, both counted from 0.
    start : tuple of int
        Line and column where it had begun with what it could not finish.
    lines : list of str
        The text.
    """
    found = _open_quote(what, line, lines) or _by_its_words(what, line, column, start, lines)
    if found is None and any(words in what for words in _INDENTATION):
        found = (
            _beside(line, column, lines)
            or misplaced(what, line, column, lines)
            or _colon(what, line, column, lines)
            or _misfit(what, line, column, lines)
        )
    if (
        found
        and found.code in ("colon-in-text", "text-in-braces")
        and _CURLY_TEXT.search(lines[line][:column])
    ):
        return replace(found, hint=LETTERS)
    return found or Accident(line, column, "syntax", f"this is not YAML: {what}")


def _open_quote(what: str, line: int, lines: list[str]) -> Accident | None:
    """The first quotation mark that is not closed in its line, although a key follows; it pairs up
    with a later one.
    """
    for n in range(min(line, len(lines) - 1)):
        opened = _OPENED.fullmatch(lines[n])
        ended = "unexpected end of stream" in what or (
            line < len(lines) and opened and (opened["sign"] or "'") in lines[line]
        )
        if opened and ended and _KEY_LINE.match(lines[n + 1]):
            message, hint = _TOLD["unexpected end of stream"][1:]
            return Accident(
                n,
                opened.start("sign" if opened["sign"] else "single"),
                "unclosed-quote",
                message,
                hint,
            )
    return None


def _by_its_words(
    what: str, line: int, column: int, start: tuple[int, int], lines: list[str]
) -> Accident | None:
    """An accident that the complaint itself tells."""
    text = lines[line] if line < len(lines) else ""
    if "tab character" in what or "\t" in text[: len(text) - len(text.lstrip())]:
        return Accident(
            line,
            column,
            "tab",
            "a tab stands in the indentation",
            "indent with spaces, not with tabs",
        )
    if "expected ',' or" in what:
        return _in_brackets(what, line, column, start, lines)
    if "could not find expected ':'" in what:
        return glued(start[0], lines) or _above(start[0], lines)
    if "expected node content" in what:
        return _nothing_there(line, column, text)
    for words, (code, message, hint) in _TOLD.items():
        if words in what:
            return Accident(
                *(start if code == "unclosed-quote" else (line, column)), code, message, hint
            )
    return None


def _nothing_there(line: int, column: int, text: str) -> Accident:
    sign = text[column : column + 1]
    if sign in ("]", "}"):
        return Accident(
            line,
            column,
            "unbalanced-brackets",
            f"`{sign}` closes what never opened",
            "take it away",
        )
    message = (
        f"no value can start with `{sign}`" if sign else "a value is missing: `#` starts a comment"
    )
    return Accident(line, column, "first-character", message, "put the text in quotes")


def _in_brackets(
    what: str, line: int, column: int, start: tuple[int, int], lines: list[str]
) -> Accident:
    """A sentence with signs of its own inside brackets, or a bracket that is not closed by its own
    kind.
    """
    text = lines[line] if line < len(lines) else ""
    found, wanted = text[column : column + 1], "]" if "']'" in what else "}"
    opened = lines[start[0]] if start[0] < len(lines) else ""
    if found in ("]", "}") and found != wanted:
        hint = f"`{wanted}` is missing or `{found}` is one too many"
        return Accident(
            line, column, "unbalanced-brackets", f"`{wanted}` is expected here, not `{found}`", hint
        )
    if line >= len(lines) or (line > start[0] and indent_of(text) <= indent_of(opened)):
        sign = "[" if wanted == "]" else "{"
        return Accident(
            *start,
            "unbalanced-brackets",
            f"`{sign}` opens here and is never closed",
            f"write `{wanted}`",
        )
    if entry := _second_entry(line, column, lines):
        return entry
    if _QUOTED.search(text[:column]):
        return _after_quote(line, column)
    condition = re.search(r"([-+\w.]+) +(?:if|when)\Z", text[:column]) if found == ":" else None
    hint = (
        f"a comma and `when:` stand before a condition: write `{condition[1]}, when:`"
        if condition
        else _IN_BRACES
    )
    return Accident(
        line, column, "text-in-braces", "the sentence or formula ends here for YAML", hint
    )


def _second_entry(line: int, column: int, lines: list[str]) -> Accident | None:
    """An entry that no comma parts from the value before it: one word, or what ends with a bracket
    or in quotes.
    """
    text = lines[line]
    entry = re.compile(r"[\w.-]+(?= *:)|[\[{]")
    start = column - len(re.split(r"[^\w.-]", text[:column])[-1]) if text[column] == ":" else column
    found, above = entry.match(text, start), spoken(lines, range(line))[-1:]
    before = text[:start].rstrip() or (lines[above[0]].rstrip() if above else "")
    word = _ONE_WORD.search(before)
    parted = text[:start].endswith(" ") and (before[-1] in "]}" or _QUOTED.search(before) or word)
    if not found or found[0] == "if" or not parted or (word and word["key"] in _TEXT_KEYS):
        return None
    hint = "put a comma between two entries; a sentence with a colon stands in quotes"
    return Accident(line, start, "missing-comma", f"a comma is missing before `{found[0]}`", hint)


def _after_quote(line: int, column: int) -> Accident:
    hint = (
        "put the whole text in quotes of the other kind, or write an apostrophe between single "
        "quotes twice"
    )
    return Accident(
        line, column, "text-after-quote", "the text ended with the quotation mark before this", hint
    )


def _beside(line: int, column: int, lines: list[str]) -> Accident | None:
    """Something that stands right after a value which is complete."""
    text = lines[line] if line < len(lines) else ""
    before, sign = text[:column], text[column : column + 1]
    if before.strip() and sign in ("]", "}"):
        return Accident(
            line,
            column,
            "unbalanced-brackets",
            f"`{sign}` closes what never opened",
            "take it away",
        )
    if before.strip() and _QUOTED.search(before):
        return _after_quote(line, column)
    if before.strip() and sign == "*":
        return Accident(line, column, "alias", *_STAR)
    return None


def _colon(what: str, line: int, column: int, lines: list[str]) -> Accident | None:
    """A colon in a sentence, a mapping without braces, or a key above whose colon is missing or
    glued to its value.
    """
    if "mapping values" not in what or line >= len(lines):
        return None
    text = lines[line]
    nested = _NESTED.match(text)
    if nested and text.split(":", maxsplit=1)[0].strip(" -") not in _TEXT_KEYS:
        message = "two keys stand before one value"
        return Accident(line, column, "missing-braces", message, Hint.writing(f"{{{nested[1]}}}"))
    above = spoken(lines, range(line))[-1:]
    if ": " not in text[:column] and above and not re.search(r":(\s|\Z)", lines[above[0]]):
        return _above(above[0], lines)
    hint = (
        "a colon followed by a space is syntax: put the sentence in quotes, or write it below "
        "`key: >`"
    )
    return Accident(
        line, column, "colon-in-text", "a colon followed by a space stands in a text", hint
    )


def _above(line: int, lines: list[str]) -> Accident:
    """The line above, which has no colon or no space after it."""
    text, start = lines[line], indent_of(lines[line])
    if _GLUED.match(text):
        message, hint = (
            "a space is missing after the colon",
            f"write `{text.strip().replace(':', ': ', 1)}`",
        )
        return Accident(line, text.index(":"), "space-after-colon", message, hint)
    return Accident(
        line,
        start,
        "missing-colon",
        "this line has no colon",
        "write `key: value`, or `- ` before an item",
    )


def _misfit(what: str, line: int, column: int, lines: list[str]) -> Accident | None:
    text = lines[line] if line < len(lines) else ""
    if "mapping values" in what or text.lstrip().startswith(":"):
        return None
    if text.startswith("- "):
        hint = (
            "take the `-` at the start of the line away, or indent the item of a list like its "
            "neighbours"
        )
        return Accident(
            line, 0, "list-among-keys", "this line starts with `- `, those beside it do not", hint
        )
    hint = "see whether this line is indented like the ones it belongs to"
    return Accident(line, column, "indentation", "this line does not fit the lines before it", hint)


_STAR = (
    "for YAML, `*` and `&` at the start of a word point at another place",
    "text that starts with * or & needs quotes",
)
_SIGN = ("no value can start with this sign", "text that starts with %, @ or ` needs quotes")
_BACKSLASH = ("this letter means nothing after a backslash", "write the text between single quotes")
_INVISIBLE = ("an invisible control character stands here", "take the invisible character away")
_DASH = (
    "a list or a key cannot start on the line of another key",
    "start it on the next line, or put text in quotes",
)
_FOLDED = (
    "after `>` or `|` the text starts on the next line",
    "text that itself starts with > or | needs quotes",
)

_TOLD = {
    "cannot start any token": ("first-character", *_SIGN),
    "non-alphabetical character": ("first-character", *_SIGN),
    "comment or line break": ("first-character", *_FOLDED),
    "entries are not allowed": ("first-character", *_DASH),
    "keys are not allowed": ("first-character", *_DASH),
    "alphabetic or numeric character": ("alias", *_STAR),
    "unexpected end of stream": (
        "unclosed-quote",
        "a quotation mark opens here",
        "the quotation mark that opens here is never closed",
    ),
    "escape": ("backslash", *_BACKSLASH),
    "hexdecimal": ("backslash", *_BACKSLASH),
    "control characters": ("control-character", *_INVISIBLE),
    "special characters": ("control-character", *_INVISIBLE),
    "tag": (
        "tag",
        "a word that starts with `!` is a command of YAML",
        "take it away, or put the text in quotes",
    ),
    "nesting depth": (
        "too-deep",
        "brackets open inside one another for too long",
        "close some of them",
    ),
    "expected <document start>": (
        "several-documents",
        "a second document starts here; a scenario is one document",
        "take the line `...` or `---` away",
    ),
}
"""Words of the complaint → code, message and hint."""
