"""What a command line may say: the rules that it is held to, and the words that follow its options."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import typer

from negotiate.cli.arguments import FORM

Word = TypeVar("Word", bound=str)

MEANT = {
    "check": "lint validate verify",
    "check --fix": "fix fmt format",
    "compare": "diff",
    "export": "convert",
    "new": "create copy edit init template templates",
    "show": "open read view",
    "simulate": "again repeat",
    "simulate --evolution": "evolve",
    "simulate --match": "match",
    "simulate --tournament": "tournament",
    "solve": "nash run",
    "tree": "draw",
}
SYNONYMS = {word: command for command, words in MEANT.items() for word in words.split()}
"""What a command might be called, and what it is called."""
SPACED = re.compile(r"(?P<name>[^\0=]+)(?:\0=\0?|=\0)(?P<value>-?[\d.]+|\w+)(?=\0|$)")
"""A name, a value, and an `=` that is parted from one of them at least; words end in NUL."""
ENDINGS = {"--csv": ".csv", "--json": ".json", "--markdown": ".md", "--plain": ".txt"}
"""A form that is printed, and how the name of a file would end that holds it."""
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
    near : str and names, optional
        What was typed in place of one of these names: the hint is the nearest, where one is near.
    """

    def __init__(self, said: str, hint: str = "", near: tuple[str, Iterable[str]] = ("", ())) -> None:
        super().__init__(said)
        self.hint, self.near = hint, near


class Told(NamedTuple):
    """What is said of a mistake."""

    said: str
    hint: str


def lone_sign(typed: Sequence[str]) -> Told | None:
    """What is said where spaces stand round the `=` of NAME=VALUE; None where none do."""
    for place, option in enumerate(typed):
        found = SPACED.match("\0".join(typed[place + 1 : place + 4])) if option in ("--set", "--fix") else None
        if found is not None:
            words = f"`{found[0].replace(chr(0), ' ')}` reaches the program as {found[0].count(chr(0)) + 1} words"
            return Told(words, f"no spaces round the `=`: `{option} {found['name']}={found['value']}`")
    return None


def forgotten_sign(typed: Sequence[str], wrong: str) -> str:
    """What to write where a value too many follows a name without `=`; empty where that is not what is wrong."""
    for option, name, value in zip(typed, typed[1:], typed[2:], strict=False):
        if option in ("--set", "--fix") and "=" not in name and f"({value})" in wrong:
            return f"write `{option} {name}={value}`"
    return ""


def printed_into(typed: Sequence[str], wrong: str) -> str:
    """What to write where a file's name follows a form that is printed; empty where that is not what is wrong."""
    for option, file in pairwise(typed):
        if file.endswith(ENDINGS.get(option, "\0")) and f"`{file}`" in wrong:
            return f"`{option}` prints the answer; `{option} > {file}` keeps it in a file"
    return ""


def unknown_command(name: str, known: Sequence[str], rest: Sequence[str]) -> Misused:
    """What is said of a command that is not there."""
    said = f"there is no command `{name}`"
    if name == "help":
        return Misused(said, f"write `negotiate {f'{rest[0]} ' if rest and rest[0] in known else ''}--help`")
    if name in SYNONYMS:
        return Misused(said, f"that is `negotiate {SYNONYMS[name]}`")
    return Misused(said, f"the commands are {', '.join(f'`{one}`' for one in known)}", (name, known))


def spelled_out(params: Iterable[Any], typed: Sequence[str]) -> list[str]:
    """The words of a command line, with an empty value for an option that stands without one and may.

    Raises
    ------
    Misused
        If another option stands where a value has to.
    """
    options = {name: param for param in params for name in param.opts if param.param_type_name == "option"}
    found = list(typed)
    for place, word in enumerate(typed):
        param, after = options.get(word), typed[place + 1] if place + 1 < len(typed) else "-"
        if param is not None and str(param.metavar).startswith("["):
            found[place] = f"{word}=" if after.startswith("-") else word
        elif param is not None and not param.is_flag and after in options:
            raise Misused(f"`{word}` needs a value, and `{after}` is an option", f"write `{word} {param.metavar}`")
    return found


def once(given: Iterable[Any]) -> None:
    """Hold a command line to one value for each option that takes one.

    Parameters
    ----------
    given : iterable of parameter
        Options and arguments in the order in which they were given.

    Raises
    ------
    Misused
        If an option has a second value.
    """
    seen: set[str] = set()
    for param in given:
        if param.param_type_name == "option" and not param.multiple and not param.is_flag:
            if param.name in seen:
                raise Misused(f"`{param.opts[-1]}` is given twice", "give it once")
            seen.add(param.name)


def one_form(params: Sequence[Any], given: Mapping[str, Any]) -> None:
    """Hold a command line to one form of the answer.

    Raises
    ------
    Misused
        If two are asked for.
    """
    forms = [param for param in params if getattr(param, "rich_help_panel", None) == FORM]
    wanted = [p.opts[-1] for p in forms if given.get(p.name) not in (None, False) and p.name != "ascii_only"]
    if len(wanted) > 1:
        raise Misused(f"`{wanted[0]}` and `{wanted[1]}` exclude one another", "give one of them")


def countable(params: Iterable[Any], given: Mapping[str, Any]) -> None:
    """Hold every option that counts something to what can be counted.

    Raises
    ------
    Misused
        If a number is larger than that.
    """
    for param in params:
        most, value = largest(param), given.get(param.name)
        if most is not None and value is not None and value > most:
            raise Misused(out_of_range(param, str(value)))


def largest(param: Any) -> int | None:
    """The largest number that an option takes; None where it counts nothing."""
    if getattr(param, "min", None) is None:
        return None
    return LARGEST_SEED if param.name == "seed" else MOST


def out_of_range(param: Any, given: str) -> str:
    """What is said of a number that an option does not take; a very long one is told by its length."""
    if getattr(param, "min", None) is None:
        return f"`{param.opts[-1]}` takes a number, and not `{given}`"
    digits = given.lstrip("+-")
    long = digits.isdecimal() and len(digits) > MOST_DIGITS
    said = f"one of {len(digits):,} digits" if long else f"`{given}`"
    return f"`{param.opts[-1]}` takes a whole number from {param.min:,} to {largest(param):,}, and not {said}"


def one_question(asked: Any, options: Iterable[str]) -> str:
    """The option that asks the one question of a command line; empty where there is none.

    Raises
    ------
    Misused
        If it asks more than one.
    """
    given = {option: getattr(asked, option.removeprefix("--")) for option in options if option}
    wanted = [option for option, value in given.items() if value not in (None, False)]
    if len(wanted) > 1:
        raise Misused(f"`{wanted[0]}` does not go with `{wanted[1]}`", "ask one question at a time")
    return wanted[0] if wanted else ""


def chosen(given: str, allowed: Sequence[Word], option: str) -> Word:
    """A value that is one of a few words.

    Raises
    ------
    Misused
        If it is none of them, with the nearest.
    """
    for word in allowed:
        if word == given:
            return word
    *words, last = [f"`{word}`" for word in allowed]
    either = f"{', '.join(words)} or {last}" if words else last
    raise Misused(f"`{option}` takes {either}, and not `{given}`", near=(given, allowed))


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


def pairs(given: Iterable[str] | None, option: str) -> dict[str, str]:
    """NAME=VALUE texts as a mapping.

    Raises
    ------
    Misused
        Where there is no `=`, or a name is given twice.
    """
    result: dict[str, str] = {}
    key, what = {"--set": ("NAME", "VALUE"), "--vary": ("NAME", "VALUES")}.get(option, ("ISSUE", "OPTION"))
    for text in given or ():
        name, sign, value = (part.strip() for part in text.partition("="))
        if not name or not (sign or option == "--vary"):
            written = f"write `{option} {name or key}={value or what}`, without spaces round the `=`"
            raise Misused(f"`{option}` takes {key}={what}, and not `{text}`", written)
        if name in result:
            raise Misused(f"`{option}` sets `{name}` twice", "give it once")
        result[name] = value
    return result


def seat(name: str, keys: Sequence[str], option: str) -> int:
    """The place of a player among all.

    Raises
    ------
    Misused
        If there is no such player.
    """
    if name not in keys:
        known = ", ".join(f"`{key}`" for key in keys)
        raise Misused(f"`{option}`: there is no player `{name}`", f"the players are {known}")
    return keys.index(name)


def names(given: str | None, option: str) -> list[str] | None:
    """Names with commas between them.

    Raises
    ------
    Misused
        If one of them is empty.
    """
    if given is None:
        return None
    found = [name.strip() for name in given.split(",")]
    if not all(found):
        raise Misused(f"`{option}` takes names with commas between them, and not `{given}`", "such as `us,china`")
    return found
