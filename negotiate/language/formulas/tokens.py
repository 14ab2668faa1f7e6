"""The words and signs of an expression, where in the file each of them stands, and what it may name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from negotiate.errors import Hint
from negotiate.model.expressions import FUNCTIONS

if TYPE_CHECKING:
    from negotiate.problems import Place, Problems


@dataclass(frozen=True, slots=True)
class Choice:
    """An issue or a move, as expressions see it: its options' names, and their numbers if all have one.

    Where only some have one, `numberless` names the others. Options of a matrix can have none. `places` says where each
    label stands.
    """

    labels: tuple[str, ...]
    numbers: tuple[float, ...] | None
    of_move: bool = False
    numberless: tuple[str, ...] = ()
    of_matrix: bool = False
    places: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", {label: place for place, label in enumerate(self.labels)})


@dataclass(slots=True)
class Names:
    """Everything that an expression may name.

    Parameters
    ----------
    broken : collection of str
        Names that exist but could not be read, and so raise no complaint.
    elsewhere : collection of str
        Names that exist but cannot stand here.
    later : collection of str
        Moves that are not made yet.
    partial : bool
        A whole part of the file could not be read, so that no unknown name raises a complaint.
    """

    parameters: Collection[str] = ()
    choices: Mapping[str, Choice] = field(default_factory=dict)
    terms: Mapping[str, Collection[str]] = field(default_factory=dict)
    models: Mapping[str, Collection[str]] = field(default_factory=dict)
    handed: Collection[str] = ()
    broken: Collection[str] = ()
    elsewhere: Collection[str] = ()
    later: Collection[str] = ()
    partial: bool = False

    def known(self) -> list[str]:
        """Every name that can stand in an expression."""
        dotted = [
            f"{head}.{tail}" for group in (self.terms, self.models) for head, tails in group.items() for tail in tails
        ]
        return [*self.parameters, *self.choices, *dotted, *self.handed, *FUNCTIONS]

    def without(self, choices: Mapping[str, Choice], terms: bool) -> Names:
        """The same with some issues and moves only, and perhaps no terms and models; the others stand elsewhere."""
        gone = [name for name in self.choices if name not in choices]
        if not terms:
            gone += [name for name in self.known() if "." in name]
        kept = (self.terms, self.models) if terms else ({}, {})
        elsewhere = [*self.elsewhere, *gone]
        return Names(self.parameters, choices, *kept, broken=self.broken, elsewhere=elsewhere, partial=self.partial)

    def means(self, word: str) -> bool:
        """Whether a word is a name of the file, be it of something that is no number."""
        labels = (label for choice in self.choices.values() for label in choice.labels)
        return word in self.known() or word in self.terms or word in self.elsewhere or word in labels


LENGTH_LIMIT = 2_000
"""Characters in one expression."""
OPERATOR_LIMIT = 100
"""Operators in one expression; what they make is as deep as they are many."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![^\W\d])"
    r"|(?P<name>[^\W\d]\w*(?:\.\w+)*)|(?P<op>\*\*|==|!=|<=|>=|<>|[-+*/()<>,\[\]]))"
)
WORDS = ("and", "or", "not", "in")
"""Words that are signs."""
_TYPED, _WRITTEN = "=^&|!×·÷−–≤≥≠", ("==", "**", "and", "or", "not", "*", "*", "/", "-", "-", "<=", ">=", "!=")
_MEANT = dict(zip(_TYPED, _WRITTEN, strict=True)) | {"<>": "!=", "=<": "<=", "=>": ">=", "&&": "and", "||": "or"}
_OTHERS = {"%": "write the share as a number: 5 % is `0.05`", "?": "write `if(condition, value, other value)`"}
_CODES = {"=": "single-equals", "^": "caret-power", "%": "percent-in-formula"}
_QUOTES = "'\"‘’“”„«»"  # noqa: RUF001 - signs that people type
_QUOTED = re.compile(rf"[{_QUOTES}](?P<name>[^\W\d]\w*(?:\.\w+)*)[{_QUOTES}]")


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a name, an operator, or the end; `at` is where it starts in the text."""

    kind: str
    text: str
    at: int


class Unreadable(Exception):
    """A text that is no sequence of tokens; `at` is where that shows, `code` the rule that it breaks."""

    def __init__(self, at: int, code: str, message: str, hint: str = "", width: int = 1) -> None:
        super().__init__(message)
        self.at, self.code, self.message, self.hint, self.width = at, code, message, hint, width


def scan(text: str, slips: list[Unreadable]) -> list[Token]:
    """The tokens of a text, an end last.

    A sign that is none of the language's, and whose sense is certain, is noted in `slips` and read as what it stands
    for, so that the rest of the text can be looked at as well.

    Raises
    ------
    Unreadable
        At a sign that could be anything, or where the text is too long.
    """
    if len(text) > LENGTH_LIMIT:
        message = f"an expression has at most {LENGTH_LIMIT:,} characters"
        raise Unreadable(0, "formula-too-long", message, "split it into several terms")
    tokens: list[Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match["op"] == "<>":
            start = at + len(text[at:]) - len(text[at:].lstrip())
            slip, read = _strange(text, start), _read_past(text, start, tokens)
            if read is None:
                raise slip
            slips.append(slip)
            tokens += read[0]
            at = read[1]
            continue
        kind = str(match.lastgroup)
        word = match.group(kind)
        tokens.append(Token("op" if word in WORDS else kind, word, match.start(kind)))
        at = match.end()
    _check_length(tokens)
    return [*tokens, Token("end", "the end", end)]


def only_an_option(tokens: Sequence[Token], position: int) -> bool:
    """Whether a word that is a sign elsewhere stands where there can only be an option: beside `==`, or in a list."""
    if tokens[position].text not in WORDS:
        return False
    if {token.text for token in tokens[max(0, position - 1) : position + 2]} & {"==", "!="}:
        return True
    bracket = next((k for k in range(position - 1, 0, -1) if tokens[k].text in ("[", "]", "(", ")")), 0)
    return tokens[bracket].text in ("[", "(") and tokens[bracket - 1].text == "in"


def _check_length(tokens: list[Token]) -> None:
    """Refuse what would make too deep a tree."""
    operators = [token for token in tokens if token.kind == "op" and token.text not in "(),[]"]
    if len(operators) > OPERATOR_LIMIT:
        at = operators[OPERATOR_LIMIT].at
        message = f"an expression has at most {OPERATOR_LIMIT} operators"
        raise Unreadable(at, "formula-too-long", message, "split it into several terms")


def _read_past(text: str, at: int, before: list[Token]) -> tuple[list[Token], int] | None:
    """What a strange sign stands for, and where the text goes on; None where that is not certain."""
    if quoted := _QUOTED.match(text, at):
        return [Token("name", quoted["name"], quoted.start("name"))], quoted.end()
    sign = _typed(text, at)
    if sign in _MEANT:
        return [Token("op", _MEANT[sign], at)], at + len(sign)
    percent = sign == "%" and before and before[-1].kind == "number"
    return ([], at + 1) if percent and not re.match(r"\s*[\w.(]", text[at + 1 :]) else None


def _typed(text: str, at: int) -> str:
    """The sign at a place, with its second character where the two are one sign."""
    return text[at : at + 2] if text[at : at + 2] in _MEANT else text[at]


def _strange(text: str, at: int) -> Unreadable:
    """What to say of a sign that no token starts with."""
    sign = _typed(text, at)
    if sign in _QUOTES:
        hint = "names are written without quotation marks"
        return Unreadable(at, "quotes-in-formula", f"`{sign}` is not part of an expression", hint)
    if number := re.match(r"\d[\d.]*", text[at:]):
        hint = "a name starts with a letter; between a number and a name stands a sign, such as `*`"
        return Unreadable(at, "operator-missing", f"`{number[0]}` runs into the name after it", hint)
    hint = Hint.writing(_MEANT[sign]) if sign in _MEANT else _OTHERS.get(sign, "")
    code = _CODES.get(sign[0] if sign[0] != "<" else sign, "formula-sign")
    return Unreadable(at, code, f"`{sign}` is not part of an expression", hint, len(sign))


def place_in(text: str, at: int, start: Place, problems: Problems, width: int = 1) -> Place:
    """Where a position in a text stands in the file, over several lines of which the text may be spread."""
    lines = problems.texts.get(start.path, [])[start.line - 1 :]
    if not lines:
        return replace(start, width=width)
    found = lines[0].find(text, start.column - 1)
    if found >= 0:
        return replace(start, column=found + 1 + at, width=width)
    folded = lines[0][start.column - 1 : start.column] in ("|", ">")
    lines[0] = "" if folded else " " * (start.column - 1) + lines[0][start.column - 1 :]
    words = [(number, word) for number, line in enumerate(lines) for word in re.finditer(r"\S+", line)]
    inside = len(text[:at]) - len(text[:at].rstrip()) == 0 and at > 0
    within = len(text[:at].rsplit(maxsplit=1)[-1]) if inside else 0
    count = len(text[:at].split()) - inside
    if count >= len(words):
        return replace(start, width=width)
    number, word = words[count]
    return replace(start, line=start.line + number, column=word.start() + 1 + within, width=width)
