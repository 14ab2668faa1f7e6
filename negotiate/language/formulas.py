"""Text → words and signs → expression: a small grammar of our own, checked against the file's names
while it is read.

::

    condition  = clause { "or" clause }
    clause     = denial { "and" denial }
    denial     = ["not"] comparison
    comparison = sum [ sign sum | ["not"] "in" "[" word { "," word } "]" ]
    sign       = "==" | "is" | "!=" | "is" "not" | "<" | "<=" | ">" | ">="
    sum        = product { ("+" | "-") product }
    product    = factor { ("*" | "/") factor }
    factor     = ["-"] power
    power      = atom [ "**" factor ]
    atom       = number | name | function "(" … ")" | "(" condition ")"

Nothing is ever evaluated as Python. A mistake does not hide those behind it: what is wrong stands
for anything while the rest is read. Only where it is open how the text goes on does the reading
stop. An option may be called `in` or `not`: beside `==` and in a list nothing else can be meant.

A statement is a condition, which `if` or `iff` may tie to another one: `A if B` asks for `A` only
where `B` holds, and is true elsewhere; `A iff B` is true where both hold or neither does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from negotiate.display import record
from negotiate.errors import Hint
from negotiate.language import guesses
from negotiate.language.text import number_meant, numeral
from negotiate.model.expressions import (
    FUNCTIONS,
    ChoiceIsOneOf,
    ChoiceNumber,
    Expression,
    ModelOutput,
    Named,
    Names,
    Number,
    Operation,
    ParameterValue,
    TermValue,
    equivalent,
    implied,
)
from negotiate.problems import Place, Problems, listed, nearest

LENGTH_LIMIT = 2_000
"""Characters in one expression."""
OPERATOR_LIMIT = 100
"""Operators in one expression; what they make is as deep as they are many."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![^\W\d])"
    r"|(?P<name>[^\W\d]\w*(?:\.\w+)*)|(?P<op>\*\*|==|!=|<=|>=|<>|[-+*/()<>,\[\]]))"
)
WORDS = ("and", "or", "not", "in", "is")
"""Words that are signs."""
_TYPED, _WRITTEN = (
    "=^&|!×·÷−–≤≥≠",
    ("==", "**", "and", "or", "not", "*", "*", "/", "-", "-", "<=", ">=", "!="),
)
_MEANT = dict(zip(_TYPED, _WRITTEN, strict=True)) | {
    "<>": "!=",
    "=<": "<=",
    "=>": ">=",
    "&&": "and",
    "||": "or",
}
_OTHERS = {
    "%": "write the share as a number: 5 % is `0.05`",
    "?": "write `if(condition, value, other value)`",
}
_CODES = {"=": "single-equals", "^": "caret-power", "%": "percent-in-formula"}
_QUOTES = "'\"‘’“”„«»"  # noqa: RUF001 - signs that people type
_QUOTED = re.compile(rf"[{_QUOTES}](?P<name>[^\W\d]\w*(?:\.\w+)*)[{_QUOTES}]")


@record
class Token:
    """A number, a name, an operator, or the end; `at` is where it starts in the text."""

    kind: str
    text: str
    at: int


class Unreadable(Exception):
    """A text that is no sequence of tokens; `at` is where that shows, `code` the rule that it
    breaks.
    """

    def __init__(self, at: int, code: str, message: str, hint: str = "", width: int = 1) -> None:
        super().__init__(message)
        self.at, self.code, self.message, self.hint, self.width = at, code, message, hint, width


def scan(text: str, slips: list[Unreadable]) -> list[Token]:
    """The tokens of a text, an end last.

    A sign that is none of the language's, and whose sense is certain, is noted in `slips` and read
    as what it stands for, so that the rest of the text can be looked at as well.

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
    """Whether a word that is a sign elsewhere stands where there can only be an option: beside
    `==`, or in a list.
    """
    if tokens[position].text not in WORDS:
        return False
    if {token.text for token in tokens[max(0, position - 1) : position + 2]} & {"==", "!="}:
        return True
    bracket = next(
        (k for k in range(position - 1, 0, -1) if tokens[k].text in ("[", "]", "(", ")")), 0
    )
    return tokens[bracket].text in ("[", "(") and tokens[bracket - 1].text == "in"


def _check_length(tokens: list[Token]) -> None:
    """Refuse what would make too deep a tree."""
    operators = [token for token in tokens if token.kind == "op" and token.text not in "(),[]"]
    if len(operators) > OPERATOR_LIMIT:
        at = operators[OPERATOR_LIMIT].at
        message = f"an expression has at most {OPERATOR_LIMIT} operators"
        raise Unreadable(at, "formula-too-long", message, "split it into several terms")


def _read_past(text: str, at: int, before: list[Token]) -> tuple[list[Token], int] | None:
    """What a strange sign stands for, and where the text goes on; None where that is not
    certain.
    """
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
        return Unreadable(
            at, "operator-missing", f"`{number[0]}` runs into the name after it", hint
        )
    hint = Hint.writing(_MEANT[sign]) if sign in _MEANT else _OTHERS.get(sign, "")
    code = _CODES.get(sign[0] if sign[0] != "<" else sign, "formula-sign")
    return Unreadable(at, code, f"`{sign}` is not part of an expression", hint, len(sign))


def place_in(text: str, at: int, start: Place, problems: Problems, width: int = 1) -> Place:
    """Where a position in a text stands in the file, over several lines of which the text may be
    spread.
    """
    lines = problems.texts.get(start.path, [])[start.line - 1 :]
    if not lines:
        return replace(start, width=width)
    found = lines[0].find(text, start.column - 1)
    if found >= 0:
        return replace(start, column=found + 1 + at, width=width)
    folded = lines[0][start.column - 1 : start.column] in ("|", ">")
    lines[0] = "" if folded else " " * (start.column - 1) + lines[0][start.column - 1 :]
    words = [
        (number, word) for number, line in enumerate(lines) for word in re.finditer(r"\S+", line)
    ]
    inside = len(text[:at]) - len(text[:at].rstrip()) == 0 and at > 0
    within = len(text[:at].rsplit(maxsplit=1)[-1]) if inside else 0
    count = len(text[:at].split()) - inside
    if count >= len(words):
        return replace(start, width=width)
    number, word = words[count]
    return replace(start, line=start.line + number, column=word.start() + 1 + within, width=width)


DEPTH_LIMIT = 40
"""Brackets inside one another."""

_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")

Kind = Literal["number", "truth", "choice", "word", "wrong"]


@record
class _Operand:
    kind: Kind
    node: Expression
    at: int
    name: str = ""


class _Wrong(Exception):
    """The expression cannot be read any further; the problem is already noted."""


def parse(
    text: str,
    place: Place,
    names: Names,
    problems: Problems,
    want: Literal["number", "truth"] = "number",
) -> Expression | None:
    """The expression that a text stands for, or None with the mistake noted.

    Parameters
    ----------
    text : str
        As written in the file.
    place : Place
        Where it starts.
    names : Names
        What it may name.
    want : {'number', 'truth'}
        What it has to be.
    """
    parser = _Parser(text, place, names, problems)
    try:
        found = parser.whole(want)
    except _Wrong:
        return None
    return None if parser.failed else found


@dataclass(slots=True)
class _Parser:
    text: str
    place: Place
    names: Names
    problems: Problems
    tokens: list[Token] = field(default_factory=list)
    position: int = 0
    depth: int = 0
    failed: bool = False
    noted: int = -1

    def whole(self, want: str) -> Expression:
        self._scan()
        found = self._condition()
        if self._peek().kind != "end":
            if (
                self.noted == self.tokens[self.position - 1].at
            ):  # the word before is wrong already, and this its rest
                raise _Wrong
            raise self._no_number() or self._extra()
        return self._as(found, want)

    def _scan(self) -> None:
        """Take the text apart, and note every sign that is not the language's."""
        slips: list[Unreadable] = []
        try:
            self.tokens = scan(self.text, slips)
        except Unreadable as error:
            slips.append(error)
        if slips and (wrong := self._no_number()):
            raise wrong
        for slip in slips:
            self._note(slip.at, slip.code, slip.message, slip.hint, slip.width)
        if not self.tokens:
            raise _Wrong
        for position, token in enumerate(self.tokens):
            shouted = token.kind == "name" and token.text.lower() in WORDS
            if shouted and (guess := guesses.shouted(token, self.names)):
                self._note(token.at, *guess)
                self.tokens[position] = Token("op", token.text.lower(), token.at)
            elif only_an_option(self.tokens, position) and self._has_option(token.text):
                self.tokens[position] = Token("name", token.text, token.at)

    def _has_option(self, word: str) -> bool:
        return any(word in choice.places for choice in self.names.choices.values())

    def _no_number(self) -> _Wrong | None:
        """The whole text, where it looks like a number and is none."""
        hint = number_meant(self.text)
        if not hint:
            return None
        message = f"a number or an expression is expected here, not `{self.text}`"
        return self._wrong(0, "number-expected", message, hint, len(self.text))

    def _extra(self) -> _Wrong:
        """A word or sign that stands where the expression could end."""
        return self._wrong(
            self._peek().at, *guesses.extra_word(self.tokens, self.position, self.names)
        )

    def _wrong(self, at: int, code: str, message: str, hint: str = "", width: int = 1) -> _Wrong:
        self._note(at, code, message, hint, width)
        return _Wrong()

    def _note(self, at: int, code: str, message: str, hint: str = "", width: int = 1) -> _Operand:
        """Note a mistake behind which the rest can be read, with something that fits everywhere in
        its place.
        """
        self.problems.add(
            place_in(self.text, at, self.place, self.problems, width), code, message, hint
        )
        self.noted = at
        return self._anything(at)

    def _anything(self, at: int) -> _Operand:
        self.failed = True
        return _Operand("wrong", Number(0.0), at)

    def _peek(self) -> Token:
        return self.tokens[self.position]

    def _take(self, *texts: str) -> Token | None:
        token = self._peek()
        if token.kind == "op" and token.text in texts:
            self.position += 1
            return token
        return None

    def _need(self, text: str) -> None:
        if self._take(text) is None:
            token = self._peek()
            if token.kind in ("name", "number"):
                raise self._extra()
            message = f"`{text}` is expected here, not {self._shown()}"
            raise self._wrong(
                token.at, "formula-brackets", message, "a bracket that opens is closed"
            )

    def _shown(self) -> str:
        token = self._peek()
        return token.text if token.kind == "end" else f"`{token.text}`"

    def _nested(self, part: Callable[[], _Operand]) -> _Operand:
        """A part one level further down."""
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            message = f"more than {DEPTH_LIMIT} brackets inside one another"
            raise self._wrong(self._peek().at, "formula-too-long", message)
        found = part()
        self.depth -= 1
        return found

    def _condition(self) -> _Operand:
        return self._nested(lambda: self._joined("truth", self._clause, "or"))

    def _clause(self) -> _Operand:
        return self._joined("truth", self._denial, "and")

    def _joined(
        self, kind: Literal["truth", "number"], part: Callable[[], _Operand], *signs: str
    ) -> _Operand:
        """Parts of a kind with signs between them, the first of which are put together first."""
        left = part()
        while token := self._take(*signs):
            left = self._operation(token, kind, left, part())
        return left

    def _operation(
        self, token: Token, kind: Literal["truth", "number"], *parts: _Operand, name: str = ""
    ) -> _Operand:
        nodes = tuple(self._as(part, kind) for part in parts)
        return _Operand(kind, Operation(name or token.text, nodes), token.at)

    def _denial(self) -> _Operand:
        if token := self._take("not"):
            return self._operation(token, "truth", self._nested(self._denial))
        return self._comparison()

    def _comparison(self) -> _Operand:
        left = self._sum()
        denied = self._take("not")
        if self._take("in"):
            return self._membership(left, denied is not None)
        if denied:
            raise self._wrong(denied.at, "in-list", "`in` is expected after `not`", width=3)
        token = self._sign_of_comparison()
        if token is None:
            return left
        result = self._compare(left, token, self._sum())
        if again := self._sign_of_comparison():
            hint = "join two comparisons with `and`"
            raise self._wrong(
                again.at, "chained-comparison", "one comparison follows another", hint
            )
        return result

    def _sign_of_comparison(self) -> Token | None:
        """The sign between two sides, where one stands here; `is` and `is not` are two of them."""
        token = self._take(*_COMPARISONS, "is")
        if token is not None and token.text == "is":
            return replace(token, text="!=" if self._take("not") else "==")
        return token

    def _compare(self, left: _Operand, token: Token, right: _Operand) -> _Operand:
        if token.text in ("==", "!="):
            kinds = {left.kind, right.kind}
            if kinds <= {
                "word",
                "wrong",
            }:  # an option of what is misspelt, or the reverse: the first is told
                self._as(left, "number")
                return self._anything(token.at)
            for choice, other in ((left, right), (right, left)):
                if choice.kind == "choice" and self._is_option(choice, other):
                    test = self._one_of(choice, [(other.name, other.at)])
                    return _Operand(
                        "truth", test if token.text == "==" else Operation("not", (test,)), token.at
                    )
        return replace(self._operation(token, "number", left, right), kind="truth")

    def _is_option(self, choice: _Operand, other: _Operand) -> bool:
        labels = self.names.choices[choice.name].labels
        return other.kind == "word" or (
            other.name in labels
            and not (other.kind == "number" and self.names.choices[choice.name].numbers is not None)
        )

    def _membership(self, left: _Operand, denied: bool) -> _Operand:
        at = self._peek().at
        if left.kind in ("number", "truth"):
            left = self._note(left.at, "in-list", "`in` needs an issue or a move on its left")
        elif left.kind == "word":
            self._as(left, "number")
        closing = "]" if self._take("[") else ")"
        if closing == ")" and not self._take("("):
            token = self._peek()
            hint = (
                f"write `[{token.text}]`"
                if token.kind in ("name", "number")
                else "write them as `[closed, open]`"
            )
            raise self._wrong(
                token.at,
                "in-list",
                f"a list of options is expected here, not {self._shown()}",
                hint,
            )
        words = []
        while not self._take(closing):
            sign = "-" if self._take("-") else ""
            token = self._peek()
            if token.kind not in ("name", "number"):
                raise self._wrong(
                    token.at, "in-list", f"an option's name is expected here, not {self._shown()}"
                )
            self.position += 1
            word = token.text if token.kind == "name" else numeral(float(token.text))
            words.append((sign + word, token.at))
            if not self._take(",") and self._peek().text != closing:
                raise self._wrong(
                    self._peek().at, "in-list", f"`,` or `{closing}` is expected here"
                )
        if not words:
            raise self._wrong(at, "in-list", "the list of options is empty")
        if left.kind != "choice":
            return self._anything(left.at)
        test = self._one_of(left, words)
        return _Operand("truth", Operation("not", (test,)) if denied else test, left.at)

    def _one_of(self, choice: _Operand, words: list[tuple[str, int]]) -> Expression:
        known = self.names.choices[choice.name]
        for word, at in words:
            if word not in known.places:
                message = f"`{choice.name}` has no option `{word}`; it has {listed(known.labels)}"
                hint = "" if self.problems.many else nearest(word, known.labels)
                self._note(at, "unknown-option", message, hint, len(word))
        found = tuple(known.places[word] for word, _ in words if word in known.places)
        return ChoiceIsOneOf(choice.name, found, known.of_move)

    def _sum(self) -> _Operand:
        return self._joined("number", self._product, "+", "-")

    def _product(self) -> _Operand:
        return self._joined("number", self._factor, "*", "/")

    def _factor(self) -> _Operand:
        if token := self._take("-"):
            return self._operation(token, "number", self._nested(self._factor), name="negative")
        base = self._atom()
        if token := self._take("**"):
            return self._operation(token, "number", base, self._nested(self._factor))
        return base

    def _atom(self) -> _Operand:
        token = self._peek()
        self.position += 1
        if token.kind == "number":
            return _Operand("number", Number(float(token.text)), token.at, token.text)
        if token.kind == "op" and token.text == "(":
            inner = self._condition()
            self._need(")")
            return inner
        if token.kind == "name":
            if token.text == "if" and (guess := guesses.unmeant_if(self.tokens, self.position - 1)):
                raise self._wrong(token.at, *guess)
            if self._take("("):
                return self._call(token)
            return self._name(token)
        self.position -= 1
        code = "formula-stops" if token.kind == "end" else "operand-missing"
        raise self._wrong(
            token.at, code, f"a number or a name is expected here, not {self._shown()}"
        )

    def _call(self, token: Token) -> _Operand:
        if token.text not in FUNCTIONS:
            message = f"`{token.text}` is not a function; there are {listed(FUNCTIONS)}"
            found = self._note(
                token.at,
                "unknown-function",
                message,
                nearest(token.text, FUNCTIONS),
                len(token.text),
            )
            if self._take(")"):
                return found
        arguments = [self._condition()]
        while self._take(","):
            arguments.append(self._condition())
        self._need(")")
        if token.text not in FUNCTIONS:
            for argument in arguments:
                self._as(
                    argument, argument.kind if argument.kind in ("truth", "choice") else "number"
                )
            return self._anything(token.at)
        few, many = FUNCTIONS[token.text]
        if not few <= len(arguments) <= many:
            count = (
                "1 argument"
                if many == 1
                else f"{few if few == many else f'{few} to {many}'} arguments"
            )
            message = f"`{token.text}` takes {count}, not {len(arguments)}"
            return self._note(token.at, "wrong-arguments", message, width=len(token.text))
        wants = ["truth", "number", "number"] if token.text == "if" else ["number"] * len(arguments)
        nodes = tuple(
            self._as(argument, want) for argument, want in zip(arguments, wants, strict=True)
        )
        return _Operand("number", Operation(token.text, nodes), token.at)

    def _name(self, token: Token) -> _Operand:
        name, at = token.text, token.at
        head, _, tail = name.partition(".")
        if name in self.names.broken or head in self.names.broken or tail in self.names.broken:
            return self._anything(at)
        if name in self.names.handed:
            return _Operand("number", Named(name), at, name)
        if name in self.names.choices:
            return _Operand("choice", Number(0.0), at, name)
        if name in self.names.parameters:
            return _Operand("number", ParameterValue(name), at, name)
        if tail and tail in self.names.terms.get(head, ()):
            return _Operand("number", TermValue(head, tail), at, name)
        if tail and tail in self.names.models.get(head, ()):
            return _Operand("number", ModelOutput(head, tail), at, name)
        if tail:
            return self._unknown(name, at)
        return _Operand("word", Number(0.0), at, name)

    def _unknown(self, name: str, at: int) -> _Operand:
        if self.names.partial:
            return self._anything(at)
        if self.problems.many:
            return self._note(at, "unknown-name", f"nothing is called `{name}`", width=len(name))
        return self._note(at, *guesses.unknown_name(name, self.names))

    def _numberless(self, operand: _Operand) -> _Operand:
        """Note that the options of an issue have no numbers, once for each issue: one mend serves
        everywhere.
        """
        guess = guesses.numberless(operand.name, self.names.choices[operand.name])
        told = self.problems.told_of(self.place.path, guess[0], guess[1])
        return self._anything(operand.at) if told else self._note(operand.at, *guess)

    def _as(self, operand: _Operand, want: str) -> Expression:
        """The expression of an operand, if it is of the kind that is wanted; else 0, with the
        mistake noted.
        """
        if operand.kind == "word":
            return self._unknown(operand.name, operand.at).node
        if operand.kind == "choice" and want == "number":
            choice = self.names.choices[operand.name]
            if choice.numbers is None:
                return self._numberless(operand).node
            return ChoiceNumber(operand.name, choice.numbers, choice.of_move)
        if operand.kind in (want, "wrong"):
            return operand.node
        wanted = "a condition (such as a comparison)" if want == "truth" else "a number"
        found = (
            "a condition"
            if operand.kind == "truth"
            else "a number"
            if operand.kind == "number"
            else "a choice"
        )
        return self._note(operand.at, "wrong-kind", f"{wanted} is expected here, not {found}").node


TIES = {"if": implied, "iff": equivalent}
"""Word between two conditions → the condition that they make together."""


def parse_statement(text: str, place: Place, names: Names, problems: Problems) -> Expression | None:
    """The condition that a statement stands for, or None with the mistakes noted.

    Parameters
    ----------
    text : str
        As written in the file.
    place : Place
        Where it starts.
    names : Names
        What it may name.
    """
    tie = _tie(text)
    if tie is None:
        return parse(text, place, names, problems, "truth")
    behind = tie.at + len(tie.text)
    given = text[behind:].strip()
    that = parse(text[: tie.at].rstrip(), place, names, problems, "truth")
    if not given:
        where = place_in(text, tie.at, place, problems, len(tie.text))
        problems.add(where, "formula-stops", f"a condition is expected after `{tie.text}`")
        return None
    start = text.index(given, behind)
    if (again := _tie(given)) is not None:
        where = place_in(text, start + again.at, place, problems, len(again.text))
        hint = "join conditions with `and`, or write two statements"
        problems.add(
            where, "formula-sign", f"`{again.text}` stands in one statement with `{tie.text}`", hint
        )
        return None
    other = parse(given, place_in(text, start, place, problems), names, problems, "truth")
    return None if that is None or other is None else TIES[tie.text](that, other)


def _tie(text: str) -> Token | None:
    """The first `if` or `iff` that stands between two conditions, and not for the function `if`."""
    try:
        tokens = scan(text, [])
    except Unreadable:
        return None
    depth = 0
    for position, (before, token) in enumerate(pairwise(tokens)):
        depth += (before.text in ("(", "[")) - (before.text in (")", "]"))
        ended = (
            before.kind in ("name", "number")
            or before.text in (")", "]")
            or only_an_option(tokens, position)
        )
        if not depth and ended and token.kind == "name" and token.text in TIES:
            return token
    return None
