"""What a command line that makes no sense is told: what is wrong with it, what is allowed, what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import Any, NamedTuple, TypeVar

import typer

Word = TypeVar("Word", bound=str)
Asked = TypeVar("Asked", bound=Enum)

SYNONYMS = {
    "again": "simulate",
    "convert": "export",
    "create": "new",
    "copy": "new",
    "diff": "compare",
    "draw": "tree",
    "edit": "new",
    "evolve": "simulate --evolution",
    "explain": "check --explain",
    "fix": "check --fix",
    "fmt": "check --fix",
    "format": "check --fix",
    "init": "new",
    "lint": "check",
    "match": "simulate --match",
    "nash": "solve",
    "open": "show",
    "read": "show",
    "repeat": "simulate",
    "run": "solve",
    "template": "new",
    "templates": "new",
    "tournament": "simulate --tournament",
    "validate": "check",
    "verify": "check",
    "view": "show",
}
"""What a command might be called, and what it is called."""

SPACED = re.compile(r"(?P<name>[^\0=]+)(?:\0=\0?|=\0)(?P<value>-?[\d.]+|\w+)(?=\0|$)")
"""A name, a value, and an `=` that is parted from one of them at least; words end in NUL."""


MOST_DIGITS = 18
"""Of a whole number that is typed where something is counted."""
MOST, LARGEST_SEED = 1_000_000_000, 10**MOST_DIGITS - 1
"""The largest number of whatever an option counts, and the largest that random choices may start from."""


class Misused(typer.BadParameter):
    """A command line that makes no sense, with what to do about it.

    Parameters
    ----------
    said : str
        What is wrong, names in backticks.
    hint : str, optional
        What to do; by default where the options are listed.
    """

    def __init__(self, said: str, hint: str = "") -> None:
        super().__init__(said)
        self.hint = hint


def one_question(wanted: Sequence[Asked], otherwise: Asked) -> Asked:
    """The one question that a command line asks, each with the option that asks it as its value.

    Raises
    ------
    Misused
        If it asks more than one.
    """
    if len(wanted) > 1:
        raise Misused(f"`{wanted[0].value}` does not go with `{wanted[1].value}`", "ask one question at a time")
    return wanted[0] if wanted else otherwise


def whole_number(word: str, option: str) -> int | None:
    """The whole number that a word behind an option is; None where it is none.

    Raises
    ------
    Misused
        If it has more digits than anything that is counted here.
    """
    if not word.isdecimal():
        return None
    if len(word) > MOST_DIGITS:
        raise Misused(f"`{option}` takes no number of {len(word):,} digits", f"the most are {MOST_DIGITS}")
    return int(word)


class Told(NamedTuple):
    """What is said of it."""

    said: str
    hint: str


def told(wrong: Any, arguments: Sequence[str]) -> Told:
    """What typer, or a command, found wrong, in the house's words.

    Parameters
    ----------
    wrong : Exception
        What was raised; its class goes by its name, since typer keeps some of them to itself.
    arguments : sequence of str
        What was typed after the program's name.
    """
    spaced = lone_sign(arguments)
    if spaced is not None:
        return spaced
    context = getattr(wrong, "ctx", None)
    command = context.command_path if context is not None else _command(arguments)
    found = _found(wrong, context)
    hint = found.hint or forgotten_sign(arguments, str(getattr(wrong, "message", "")))
    from negotiate.loading.problems import shortened  # noqa: PLC0415 - only where something is wrong

    return Told(shortened(found.said), shortened(hint) or f"`{command} --help` lists what there is")


def lone_sign(arguments: Sequence[str]) -> Told | None:
    """What is said where spaces stand round the `=` of NAME=VALUE; None where none do."""
    for place, option in enumerate(arguments):
        if option not in ("--set", "--fix"):
            continue
        found = SPACED.match("\0".join(arguments[place + 1 : place + 4]))
        if found is not None:
            meant, words = f"{found['name']}={found['value']}", found[0].count("\0") + 1
            typed = found[0].replace("\0", " ")
            return Told(
                f"`{typed}` reaches the program as {words} words", f"no spaces round the `=`: `{option} {meant}`"
            )
    return None


def forgotten_sign(arguments: Sequence[str], wrong: str) -> str:
    """What to write where a value too many follows a name without `=`; empty where that is not what is wrong."""
    for option, name, value in zip(arguments, arguments[1:], arguments[2:], strict=False):
        if option in ("--set", "--fix") and "=" not in name and f"({value})" in wrong:
            return f"write `{option} {name}={value}`"
    return ""


def unknown_command(name: str, known: Sequence[str], rest: Sequence[str]) -> Misused:
    """What is said of a command that is not there."""
    from negotiate.loading.problems import listed, nearest  # noqa: PLC0415 - only where something is wrong

    hint = nearest(name, known)
    if name == "help":
        hint = f"write `negotiate {rest[0]} --help`" if rest and rest[0] in known else "write `negotiate --help`"
    elif name in SYNONYMS:
        hint = f"that is `negotiate {SYNONYMS[name]}`"
    return Misused(f"there is no command `{name}`", hint or f"the commands are {listed(known)}")


def chosen(given: str, allowed: Sequence[Word], option: str) -> Word:
    """A value that is one of a few words.

    Raises
    ------
    Misused
        If it is none of them, with the nearest.
    """
    from negotiate.loading.problems import nearest  # noqa: PLC0415 - only where something is wrong

    for word in allowed:
        if word == given:
            return word
    words = [f"`{word}`" for word in allowed]
    either = f"{', '.join(words[:-1])} or {words[-1]}"
    raise Misused(f"`{option}` takes {either}, and not `{given}`", nearest(given, allowed))


def _found(wrong: Any, context: Any) -> Told:
    message = str(getattr(wrong, "message", wrong) or wrong)
    match type(wrong).__name__:
        case "NoSuchOption":
            return _no_such_option(str(wrong.option_name), context)
        case "MissingParameter":
            name = getattr(wrong.param, "metavar", None) or str(wrong.param.name).upper()
            return Told(f"`{context.command_path}` needs a {name}", f"write `{context.command_path} {name}`")
        case "BadOptionUsage":
            return Told(f"`{wrong.option_name}` {'needs a' if 'requires' in message else 'takes no'} value", "")
        case "UsageError" if "unexpected extra argument" in message:
            extra = message.partition("(s) (")[2].removesuffix(")")
            return Told(f"`{extra}` is more than `{context.command_path}` takes", "")
    option = _option(wrong)
    errors = getattr(wrong.__cause__, "errors", None)
    if option and errors is not None:
        return _unfit(option, errors()[0], getattr(wrong, "param", None))
    return Told(f"{f'`{option}`: ' if option else ''}{message}", getattr(wrong, "hint", ""))


def _no_such_option(name: str, context: Any) -> Told:
    """With the nearest of the command's options."""
    from negotiate.loading.problems import nearest  # noqa: PLC0415 - only where something is wrong

    known = [word for param in context.command.get_params(context) for word in param.opts if word.startswith("-")]
    begun = [word for word in known if len(name) > 3 and word.startswith(name)]
    hint = f"did you mean `{begun[0]}`?" if len(begun) == 1 else nearest(name, known)
    return Told(f"`{context.command_path}` has no option `{name}`", hint)


def _option(wrong: Any) -> str:
    """Which option a value does not fit, as it is typed; empty where none is named."""
    named = getattr(wrong, "param_hint", None)
    if named:
        return str(named if isinstance(named, str) else named[0]).strip("'")
    param = getattr(wrong, "param", None)
    return "" if param is None else str(max(param.opts, key=len))


def _unfit(option: str, error: Any, param: Any) -> Told:
    """A value that is no number, or one outside its range."""
    given, limits = str(error.get("input")), error.get("ctx") or {}
    if "int" not in str(error.get("type")) and not {"ge", "le"} & set(limits):
        return Told(f"`{option}` takes another value, and not `{given}`", "")
    return Told(out_of_range(option, param, given), "")


def largest(param: Any) -> int | None:
    """The largest number that an option takes; None where it counts nothing."""
    if getattr(param, "min", None) is None:
        return None
    return LARGEST_SEED if param.name == "seed" else MOST


def out_of_range(option: str, param: Any, given: str) -> str:
    """What is said of a number that an option does not take; a very long one is told by its length."""
    most = largest(param)
    ends = "" if most is None else f" from {param.min:,} to {most:,}"
    digits = given.lstrip("+-")
    long = digits.isdecimal() and len(digits) > MOST_DIGITS
    said = f"one of {len(digits):,} digits" if long else f"`{given}`"
    return f"`{option}` takes a whole number{ends}, and not {said}"


def _command(arguments: Sequence[str]) -> str:
    first = arguments[0] if arguments else ""
    return f"negotiate {first}" if first.isalpha() else "negotiate"
