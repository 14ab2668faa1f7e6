"""What was probably meant, where a text is not YAML: the accidents that people have with it."""

from __future__ import annotations

import re

from negotiate.errors import Hint
from negotiate.loading.text.indentation import Accident, glued, indent_of, misplaced, spoken

_TEXT_KEYS = ("title", "summary", "about", "name", "leader", "group", "public", "teacher", "license", "author")
_INDENTATION = ("mapping values are not allowed", "did not find expected key", "did not find expected '-' indicator")
_NESTED = re.compile(r"\s*(?:- )?[\w.]+: ([\w.]+: [\w.+-]+)\s*\Z")
_QUOTED = re.compile(r"""(?:^|[:,{\[-])\s*(?:"[^"]*"|'[^']*')\s*\Z""")
_OPENED = re.compile(
    r"""(?:"[^"]*+"|'[^']*+'|[^"'#])*[:,{\[-] +(?:(?P<sign>")(?:[^"\\]|\\.)*+|(?P<single>')(?:[^']|'')*+)"""
)
_KEY_LINE = re.compile(r"\s*(?:- +)?[\w.]+:(?:\s|\Z)")
_GLUED = re.compile(r"\s*(?:- )?[\w.]+:\S")
_IN_BRACES = "inside braces and brackets a comma, colon or bracket of a sentence is syntax: put the sentence in quotes"


def accident(what: str, line: int, column: int, start: tuple[int, int], lines: list[str]) -> Accident:
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
    return found or Accident(line, column, "syntax", f"this is not YAML: {what}")


def _open_quote(what: str, line: int, lines: list[str]) -> Accident | None:
    """The first quotation mark that is not closed in its line, although a key follows; it pairs up with a later one."""
    for n in range(min(line, len(lines) - 1)):
        opened = _OPENED.fullmatch(lines[n])
        ended = "unexpected end of stream" in what or (
            line < len(lines) and opened and (opened["sign"] or "'") in lines[line]
        )
        if opened and ended and _KEY_LINE.match(lines[n + 1]):
            message, hint = _TOLD["unexpected end of stream"][1:]
            return Accident(n, opened.start("sign" if opened["sign"] else "single"), "unclosed-quote", message, hint)
    return None


def _by_its_words(what: str, line: int, column: int, start: tuple[int, int], lines: list[str]) -> Accident | None:
    """An accident that the complaint itself tells."""
    text = lines[line] if line < len(lines) else ""
    if "tab character" in what or "\t" in text[: len(text) - len(text.lstrip())]:
        return Accident(line, column, "tab", "a tab stands in the indentation", "indent with spaces, not with tabs")
    if "expected ',' or" in what:
        return _in_brackets(what, line, column, start, lines)
    if "could not find expected ':'" in what:
        return glued(start[0], lines) or _above(start[0], lines)
    if "expected node content" in what:
        return _nothing_there(line, column, text)
    for words, (code, message, hint) in _TOLD.items():
        if words in what:
            return Accident(*(start if code == "unclosed-quote" else (line, column)), code, message, hint)
    return None


def _nothing_there(line: int, column: int, text: str) -> Accident:
    sign = text[column : column + 1]
    if sign in ("]", "}"):
        return Accident(line, column, "unbalanced-brackets", f"`{sign}` closes what never opened", "take it away")
    message = f"no value can start with `{sign}`" if sign else "a value is missing: `#` starts a comment"
    return Accident(line, column, "first-character", message, "put the text in quotes")


def _in_brackets(what: str, line: int, column: int, start: tuple[int, int], lines: list[str]) -> Accident:
    """A sentence with signs of its own inside brackets, or a bracket that is not closed by its own kind."""
    text = lines[line] if line < len(lines) else ""
    found, wanted = text[column : column + 1], "]" if "']'" in what else "}"
    opened = lines[start[0]] if start[0] < len(lines) else ""
    if found in ("]", "}") and found != wanted:
        hint = f"`{wanted}` is missing or `{found}` is one too many"
        return Accident(line, column, "unbalanced-brackets", f"`{wanted}` is expected here, not `{found}`", hint)
    if line >= len(lines) or (line > start[0] and indent_of(text) <= indent_of(opened)):
        sign = "[" if wanted == "]" else "{"
        return Accident(*start, "unbalanced-brackets", f"`{sign}` opens here and is never closed", f"write `{wanted}`")
    if _QUOTED.search(text[:column]):
        return _after_quote(line, column)
    condition = re.search(r"([-+\w.]+) +(?:if|when)\Z", text[:column]) if found == ":" else None
    hint = f"a comma and `when:` stand before a condition: write `{condition[1]}, when:`" if condition else _IN_BRACES
    return Accident(line, column, "text-in-braces", "the sentence or formula ends here for YAML", hint)


def _after_quote(line: int, column: int) -> Accident:
    hint = "put the whole text in quotes of the other kind, or write an apostrophe between single quotes twice"
    return Accident(line, column, "text-after-quote", "the text ended with the quotation mark before this", hint)


def _beside(line: int, column: int, lines: list[str]) -> Accident | None:
    """Something that stands right after a value which is complete."""
    text = lines[line] if line < len(lines) else ""
    before, sign = text[:column], text[column : column + 1]
    if before.strip() and sign in ("]", "}"):
        return Accident(line, column, "unbalanced-brackets", f"`{sign}` closes what never opened", "take it away")
    if before.strip() and _QUOTED.search(before):
        return _after_quote(line, column)
    if before.strip() and sign == "*":
        return Accident(line, column, "alias", *_STAR)
    return None


def _colon(what: str, line: int, column: int, lines: list[str]) -> Accident | None:
    """A colon in a sentence, a mapping without braces, or a key above whose colon is missing or glued to its value."""
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
    hint = "a colon followed by a space is syntax: put the sentence in quotes, or write it below `key: >`"
    return Accident(line, column, "colon-in-text", "a colon followed by a space stands in a text", hint)


def _above(line: int, lines: list[str]) -> Accident:
    """The line above, which has no colon or no space after it."""
    text, start = lines[line], indent_of(lines[line])
    if _GLUED.match(text):
        message, hint = "a space is missing after the colon", f"write `{text.strip().replace(':', ': ', 1)}`"
        return Accident(line, text.index(":"), "space-after-colon", message, hint)
    return Accident(
        line, start, "missing-colon", "this line has no colon", "write `key: value`, or `- ` before an item"
    )


def _misfit(what: str, line: int, column: int, lines: list[str]) -> Accident | None:
    text = lines[line] if line < len(lines) else ""
    if "mapping values" in what or text.lstrip().startswith(":"):
        return None
    if text.startswith("- "):
        hint = "take the `-` at the start of the line away, or indent the item of a list like its neighbours"
        return Accident(line, 0, "list-among-keys", "this line starts with `- `, those beside it do not", hint)
    hint = "see whether this line is indented like the ones it belongs to"
    return Accident(line, column, "indentation", "this line does not fit the lines before it", hint)


_STAR = (
    "for YAML, `*` and `&` at the start of a word point at another place",
    "text that starts with * or & needs quotes",
)
_SIGN = ("no value can start with this sign", "text that starts with %, @ or ` needs quotes")
_BACKSLASH = ("this letter means nothing after a backslash", "write the text between single quotes")
_INVISIBLE = ("an invisible control character stands here", "take the invisible character away")
_DASH = ("a list or a key cannot start on the line of another key", "start it on the next line, or put text in quotes")
_FOLDED = ("after `>` or `|` the text starts on the next line", "text that itself starts with > or | needs quotes")

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
    "tag": ("tag", "a word that starts with `!` is a command of YAML", "take it away, or put the text in quotes"),
    "nesting depth": ("too-deep", "brackets open inside one another for too long", "close some of them"),
    "expected <document start>": (
        "several-documents",
        "a second document starts here; a scenario is one document",
        "take the line `...` or `---` away",
    ),
}
"""Words of the complaint → code, message and hint."""
