"""The words and signs of an expression, and where in the file each of them stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from negotiate.loading.problems import Place, Problems

LENGTH_LIMIT = 2_000
"""Characters in one expression."""
OPERATOR_LIMIT = 100
"""Operators in one expression; what they make is as deep as they are many."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![^\W\d])"
    r"|(?P<name>[^\W\d]\w*(?:\.\w+)*)|(?P<op>\*\*|==|!=|<=|>=|[-+*/()<>,\[\]]))"
)
_WORDS = ("and", "or", "not", "in")
_TYPED, _WRITTEN = "=^&|!×·÷−–≤≥≠", ("==", "**", "and", "or", "not", "*", "*", "/", "-", "-", "<=", ">=", "!=")
_MEANT = dict(zip(_TYPED, _WRITTEN, strict=True))
_OTHERS = {"%": "write the share as a number: 5 % is `0.05`", "?": "write `if(condition, value, other value)`"}
_CODES = {"=": "single-equals", "^": "caret-power", "%": "percent-in-formula"}
_QUOTES = "'\"‘’“”„«»"  # noqa: RUF001 - signs that people type


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a name, an operator, or the end; `at` is where it starts in the text."""

    kind: str
    text: str
    at: int


class Unreadable(Exception):
    """A text that is no sequence of tokens; `at` is where that shows, `code` the rule that it breaks."""

    def __init__(self, at: int, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.at, self.code, self.message, self.hint = at, code, message, hint


def scan(text: str) -> list[Token]:
    """The tokens of a text, an end last.

    Raises
    ------
    Unreadable
        At a sign that is none of the language's, or where the text is too long.
    """
    if len(text) > LENGTH_LIMIT:
        message = f"an expression has at most {LENGTH_LIMIT:,} characters"
        raise Unreadable(0, "formula-too-long", message, "split it into several terms")
    tokens: list[Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise _strange(text, at + len(text[at:]) - len(text[at:].lstrip()))
        kind = str(match.lastgroup)
        word = match.group(kind)
        tokens.append(Token("op" if word in _WORDS else kind, word, match.start(kind)))
        at = match.end()
    operators = [token for token in tokens if token.kind == "op" and token.text not in "(),[]"]
    if len(operators) > OPERATOR_LIMIT:
        at = operators[OPERATOR_LIMIT].at
        message = f"an expression has at most {OPERATOR_LIMIT} operators"
        raise Unreadable(at, "formula-too-long", message, "split it into several terms")
    return [*tokens, Token("end", "the end", end)]


def _strange(text: str, at: int) -> Unreadable:
    """What to say of a sign that no token starts with."""
    sign = text[at]
    if sign in _QUOTES:
        hint = "names are written without quotation marks"
        return Unreadable(at, "quotes-in-formula", f"`{sign}` is not part of an expression", hint)
    if number := re.match(r"\d[\d.]*", text[at:]):
        hint = "a name starts with a letter; between a number and a name stands a sign, such as `*`"
        return Unreadable(at, "operator-missing", f"`{number[0]}` runs into the name after it", hint)
    hint = f"write `{_MEANT[sign]}`" if sign in _MEANT else _OTHERS.get(sign, "")
    return Unreadable(at, _CODES.get(sign, "formula-sign"), f"`{sign}` is not part of an expression", hint)


def place_in(text: str, at: int, start: Place, problems: Problems, width: int = 1) -> Place:
    """Where a position in a text stands in the file, over several lines of which the text may be spread."""
    lines = problems.texts.get(start.path, [])[start.line - 1 :]
    if not lines:
        return Place(start.path, start.line, start.column, width)
    found = lines[0].find(text, start.column - 1)
    if found >= 0:
        return Place(start.path, start.line, found + 1 + at, width)
    folded = lines[0][start.column - 1 : start.column] in ("|", ">")
    lines[0] = "" if folded else " " * (start.column - 1) + lines[0][start.column - 1 :]
    words = [(number, word) for number, line in enumerate(lines) for word in re.finditer(r"\S+", line)]
    inside = len(text[:at]) - len(text[:at].rstrip()) == 0 and at > 0
    within = len(text[:at].rsplit(maxsplit=1)[-1]) if inside else 0
    count = len(text[:at].split()) - inside
    if count >= len(words):
        return Place(start.path, start.line, start.column, width)
    number, word = words[count]
    return Place(start.path, start.line + number, word.start() + 1 + within, width)
