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
_MEANT = {"=": "==", "^": "**", "&": "and", "|": "or", "!": "not", "×": "*", "−": "-"}

_QUOTES = "names are written without quotation marks"


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a name, an operator, or the end; `at` is where it starts in the text."""

    kind: str
    text: str
    at: int


class Unreadable(Exception):
    """A text that is no sequence of tokens; `at` is where that shows."""

    def __init__(self, at: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.at, self.message, self.hint = at, message, hint


def scan(text: str) -> list[Token]:
    """The tokens of a text, an end last.

    Raises
    ------
    Unreadable
        At a sign that is none of the language's, or where the text is too long.
    """
    if len(text) > LENGTH_LIMIT:
        raise Unreadable(0, f"an expression has at most {LENGTH_LIMIT:,} characters")
    tokens: list[Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            sign = text[at]
            hint = f"write `{_MEANT[sign]}`" if sign in _MEANT else _QUOTES if sign in "'\"" else ""
            raise Unreadable(at, f"`{sign}` is not part of an expression", hint)
        kind = str(match.lastgroup)
        word = match.group(kind)
        tokens.append(Token("op" if word in _WORDS else kind, word, match.start(kind)))
        at = match.end()
    operators = [token for token in tokens if token.kind == "op" and token.text not in "(),[]"]
    if len(operators) > OPERATOR_LIMIT:
        at = operators[OPERATOR_LIMIT].at
        raise Unreadable(at, f"an expression has at most {OPERATOR_LIMIT} operators", "split it into several terms")
    return [*tokens, Token("end", "the end", end)]


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
