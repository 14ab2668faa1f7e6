"""What is said of a word in a formula that makes no sense where it stands: what was probably
meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from negotiate.errors import Hint
from negotiate.model.expressions import FUNCTIONS, Choice, Names
from negotiate.problems import listed, meant, nearest, nearest_names


class Token(Protocol):
    """What is looked at of a word, number or sign of a formula."""

    @property
    def kind(self) -> str:
        """Such as "name" or "number"."""

    @property
    def text(self) -> str:
        """As it is written."""


Guess = tuple[str, str, str, int]
"""Code, message, hint, and over how many characters the mistake stretches."""

_FEW = 5
"""Options of an issue that fit into a hint."""
_SIGNS = {
    "x": "*",
    "X": "*",
    "times": "*",
    "plus": "+",
    "minus": "-",
    "over": "/",
    "equals": "==",
    "are": "is",
}
"""Words that people write for signs."""
_IF = "write `if(condition, value, other value)`"


def shouted(token: Token, names: Names) -> Guess | None:
    """`AND`, `Or` or `NOT`, where nothing has that name."""
    word = token.text.lower()
    if token.text in names.known():
        return None
    if any(token.text in choice.labels for choice in names.choices.values()):
        return None
    return (
        "formula-sign",
        f"`{token.text}` is not part of an expression",
        Hint.writing(word),
        len(token.text),
    )


def unmeant_if(tokens: Sequence[Token], position: int) -> Guess | None:
    """An `if` that is followed by its condition without a bracket."""
    token, after = tokens[position], tokens[position + 1]
    if token.text != "if" or not (after.kind in ("name", "number") or after.text == "not"):
        return None
    return "wrong-arguments", "`if` takes its condition and its values in brackets", _IF, 2


def extra_word(tokens: Sequence[Token], position: int, names: Names) -> Guess:
    """A word or sign that stands where the expression could end."""
    extra = tokens[position]
    if extra.text in (")", "]"):
        return "formula-brackets", f"`{extra.text}` closes what never opened", "", 1
    if extra.text == ",":
        hint = "write `.` for a decimal point; values of a function stand in its brackets"
        return "formula-sign", "`,` is not expected here", hint, 1
    guess = unmeant_if(tokens, position)
    if guess is not None:
        return guess
    message = f"a sign such as `+` or `and` is missing before `{extra.text}`"
    hint = _sign_meant(tokens, position, names) or _joined(tokens, position, names)
    if (choice := names.choices.get(tokens[position - 1].text)) and extra.text in choice.places:
        hint = f"write `{tokens[position - 1].text} == {extra.text}`"
    if (
        not hint
        and tokens[position - 1].kind == "number"
        and extra.kind == "name"
        and _strange(extra.text, names)
    ):
        hint = (
            "the unit goes into `unit`, and the number stands alone: write "
            f"`{_number(tokens, position)}`"
        )
    return "operator-missing", message, hint, len(extra.text)


def _sign_meant(tokens: Sequence[Token], position: int, names: Names) -> str:
    """What to write for a word that stands for a sign: `x` or `minus`; nothing where it may be a
    name.
    """
    before, extra, after = (
        tokens[position - 1],
        tokens[position],
        tokens[position + 1 : position + 2],
    )
    if before.text in ("minus", "plus") and extra.kind == "number" and not names.means(before.text):
        return f"write `{'-' if before.text == 'minus' else ''}{extra.text}`"
    sign = _SIGNS.get(extra.text, "") if not names.means(extra.text) else ""
    if not sign or not after or after[0].kind == "end":
        return ""
    return f"write `{sign}` for `{extra.text}`"


def _joined(tokens: Sequence[Token], position: int, names: Names) -> str:
    """The name of the file that two words make when `_` stands between them; nothing where there is
    none.
    """
    joined = f"{tokens[position - 1].text}_{tokens[position].text}"
    return f"write `{joined}`: a name is one word" if joined in names.known() else ""


def _strange(word: str, names: Names) -> bool:
    """Whether a word is no name, nor nearly one: a unit, by all appearances."""
    known = [name for name in names.known() if name not in FUNCTIONS]
    return (
        not names.partial
        and word not in names.broken
        and not names.means(word)
        and not nearest(word, known)
    )


def _number(tokens: Sequence[Token], position: int) -> str:
    """The number before a word, with its sign where it has one of its own."""
    sign = tokens[position - 2] if position > 1 else tokens[-1]
    alone = position == 2 or (
        position > 2 and tokens[position - 3].kind == "op" and tokens[position - 3].text != ")"
    )
    return ("-" if sign.text == "-" and alone else "") + tokens[position - 1].text


def unknown_name(name: str, names: Names) -> Guess:
    """A name that stands for nothing, or for nothing here."""
    known = names.known()
    if name in names.later:
        return "move-not-made", *not_yet_made(name, names), len(name)
    if name in names.events:
        message = f"`{name}` is an event, of which nobody knows the outcome here"
        return (
            "name-not-here",
            message,
            "payoffs, red lines and steps after its draw can name it",
            len(name),
        )
    if name in names.elsewhere:
        return (
            "name-not-here",
            f"`{name}` cannot be used here",
            f"known here: {listed(known)}",
            len(name),
        )
    if issues := [choice for choice, found in names.choices.items() if name in found.labels]:
        hint = f"to ask for an option write `{issues[0]} == {name}`"
        hint += _to_calculate(issues[0], names.choices[issues[0]])
        return "unknown-name", f"nothing is called `{name}`", hint, len(name)
    if name in names.terms:
        example = next(iter(names.terms[name]), "")
        hint = (
            f"name one of its payoff terms, such as `{name}.{example}`"
            if example
            else f"known: {listed(known)}"
        )
        return "unknown-name", f"`{name}` is a player, and no number", hint, len(name)
    near = meant([k for k in known if _last(k) == name]) or nearest(name, known)
    if not near:
        ends = set(nearest_names(_last(name), map(_last, known)))
        near = meant([k for k in known if _last(k) in ends])
    return (
        "unknown-name",
        f"nothing is called `{name}`",
        near or f"known: {listed(known)}",
        len(name),
    )


def _last(name: str) -> str:
    """A name without the player or the model before its point."""
    return name.rpartition(".")[2]


def not_yet_made(name: str, names: Names) -> tuple[str, str]:
    """What is said, and advised, where a step looks at a move that comes later, or at itself."""
    return f"`{name}` is not made yet at this step", f"known here: {listed(names.known())}"


def numberless(name: str, choice: Choice) -> Guess:
    """What is said where the numbers of options are used and not all of them have one."""
    if choice.numberless:
        verb = "has" if len(choice.numberless) == 1 else "have"
        message = (
            f"{listed(choice.numberless)} {verb} no number, though other options of `{name}` do"
        )
        hint = f"write `{choice.numberless[0]}: 0`, or whatever its number is, below `options`"
        return "options-without-numbers", message, hint, len(name)
    example = f"compare it with an option, such as `{name} == {next(iter(choice.labels), '…')}`"
    hint = (
        f"give its options numbers, as in {_with_numbers(choice)}, or {example}"
        if _countable(choice)
        else example
    )
    return "options-without-numbers", f"the options of `{name}` have no numbers", hint, len(name)


def _countable(choice: Choice) -> bool:
    """Whether the file can give numbers to the options: those of an issue that it lists, and not
    those of a move.
    """
    return not choice.of_move and not choice.of_matrix


def _with_numbers(choice: Choice) -> str:
    """How options are written with numbers."""
    if len(choice.labels) > _FEW:
        return f"`{choice.labels[0]}: {{value: 1}}` below `options`"
    bare = all(label.removeprefix("-").replace(".", "", 1).isdigit() for label in choice.labels)
    numbers = choice.labels if bare else range(1, len(choice.labels) + 1)
    numbered = ", ".join(
        f"{label}: {{value: {x}}}" for label, x in zip(choice.labels, numbers, strict=True)
    )
    return f"`options: {{{numbered}}}`"


def _to_calculate(name: str, choice: Choice) -> str:
    """How a formula gets at the number of an option, said behind how it asks for the option."""
    if choice.numbers is not None:
        return f"; `{name}` stands for the number of its option"
    if not _countable(choice) or choice.numberless:
        return ""
    return f"; to calculate with `{name}`, give its options numbers: {_with_numbers(choice)}"
