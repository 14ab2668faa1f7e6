"""The program and its commands as typer knows them: their help, and the rules that a command line
is held to.

What a command answers is worked out in the file that bears its name, which is loaded when the
command is called. On a screen too narrow for columns, help stands one below the other.
"""

from __future__ import annotations

import inspect
import os
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from pkgutil import resolve_name
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

import negotiate
from negotiate.cli import forms as telling
from negotiate.cli.arguments import (
    COMMANDS,
    FLAG,
    FORM,
    MOST_DIGITS,
    Command,
    Form,
    largest,
    names_wanted,
    out_of_range,
    parameters,
)

NARROW = 60
"""Below so many columns help has no columns of its own."""
Piece = tuple[int, str, str]
"""An indent, a style, and the words."""
BLANK: Piece = (0, "", "")


def is_narrow() -> bool:
    """Whether the screen that help is written to is too narrow for columns."""
    return _columns() < NARROW


def _columns() -> int:
    """As typer has it: what `TERMINAL_WIDTH` says, or else what the terminal does."""
    from rich.console import Console  # noqa: PLC0415 - start-up stays light

    asked = os.environ.get("TERMINAL_WIDTH", "")
    return int(asked) if asked.isdecimal() and int(asked) > 0 else Console().width


def print_narrow(command: Any, context: Any) -> None:
    """Print all that the wide help says, one below the other."""
    from rich.console import Console  # noqa: PLC0415 - start-up stays light
    from rich.text import Text  # noqa: PLC0415 - the same

    columns = _columns()
    console = Console(width=columns, highlight=False)
    for indent, style, words in _pieces(command, context):
        margin = " " * indent
        lines = textwrap.wrap(
            words,
            max(columns, 16),
            initial_indent=margin,
            subsequent_indent=margin,
            break_on_hyphens=False,
        )
        console.print(
            Text("\n".join(lines), style=style, no_wrap=True, overflow="fold"), soft_wrap=False
        )


def _pieces(command: Any, context: Any) -> Iterator[Piece]:
    yield 0, "bold", " ".join(command.get_usage(context).split())
    yield BLANK
    for line in (command.help or "").splitlines():
        left, *right = re.split(
            r"\s{2,}", line, maxsplit=1
        )  # of two columns the second goes below the first
        yield 0, "bold" if right else "", left
        if right:
            yield 4, "", right[0]
    for heading, entries in _panels(command, context).items():
        yield BLANK
        yield 0, "bold", heading
        for name, says in entries:
            yield 2, "bold cyan", name
            yield 4, "", says
    if command.epilog:
        yield BLANK
        yield 0, "dim", re.sub(r"\[/?dim\]", "", command.epilog)


def _panels(command: Any, context: Any) -> dict[str, list[tuple[str, str]]]:
    """Heading → arguments, options or commands below it with what they are, as the wide help has
    them.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for param in command.get_params(context):
        argument = param.param_type_name == "argument"
        heading = getattr(param, "rich_help_panel", None) or (
            "Arguments" if argument else "Options"
        )
        name = (
            param.metavar
            if argument
            else " ".join(filter(None, [", ".join(param.opts), param.metavar]))
        )
        default = (
            ""
            if argument or isinstance(param.default, bool) or not param.default
            else param.default
        )
        words = [
            param.help,
            f"[default: {default}]" if default != "" else "",
            "[required]" if param.required else "",
        ]
        found.setdefault(heading, []).append((name, " ".join(filter(None, words))))
    for name, inner in getattr(command, "commands", {}).items():
        if not inner.hidden:
            found.setdefault(inner.rich_help_panel, []).append(
                (name, inner.help.partition("\n\n")[0])
            )
    return found


class _Narrow:
    """Help that loads nothing, and has no columns on a narrow screen."""

    def get_help_option(self, ctx: Any) -> Any:
        found: Any = super().get_help_option(ctx)  # type: ignore[misc]  # typer's commands have it
        if found is not None:
            found.metavar = FLAG
            found.help = "Show this help."
            found.default = False  # without a default typer loads pydantic to read this one flag
        return found

    def format_help(self, ctx: Any, formatter: Any) -> None:
        if is_narrow():
            print_narrow(self, ctx)
            return
        for param in self.params:  # type: ignore[attr-defined]  # typer's commands have them
            if param.param_type_name == "argument":
                param.display_type_rich = lambda ctx: None  # `<str>` tells a reader nothing
        super().format_help(ctx, formatter)  # type: ignore[misc]  # typer's commands have it


class _Text:
    """How a text is read: as it is typed. typer would load pydantic to find that out."""

    @staticmethod
    def coerce(value: Any, param: Any, ctx: Any) -> Any:
        if param.multiple or param.nargs == -1:
            return () if value is None else list(value)
        return value


class _Command(_Narrow, TyperCommand):
    """A command with one form of the answer, and options that may stand without a value."""

    @property
    def takes(self) -> type[Command]:
        """What it may be given."""
        return next(
            one for some in COMMANDS.values() for one in some if one.__name__.lower() == self.name
        )

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        given = spelled_out(self.get_params(ctx), args)
        typed, _, order = self.make_parser(ctx).parse_args(list(given))
        if names_wanted(
            self.takes, typed
        ):  # names are the same for every file, and a file may be named all the same
            for param in self.params:
                param.required = False
        reader = copy(self)  # typer takes long to learn how a value is read, and most are not given
        known: list[Any] = [param for param in self.params if param in order]
        reader.params = known
        for param in known:
            kind = getattr(
                param, "type_descriptor", None
            )  # older versions of typer have none, and need none
            if kind is not None and kind.annotation in (str, list[str]):
                param._runtime_param = _Text
        left = super(_Command, reader).parse_args(ctx, given)
        once(order)
        one_form(reader.params, ctx.params)
        countable(self.params, ctx.params)
        return left


class _Group(_Narrow, TyperGroup):
    """The program as a whole; a command that is not there gets the one that was meant."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise unknown_command(args[0], self.list_commands(ctx), args[1:])
        return super().resolve_command(ctx, args)


def _callback(command: type[Any], name: str) -> Callable[..., int]:
    """What typer calls for a command: its record is filled, its answer worked out, and told."""

    def run(**given: Any) -> int:
        asked = command(**given)
        form = asked if isinstance(asked, Form) else Form()
        telling.refuse_other_files(form)
        function = names_wanted(command, given)
        answer = resolve_name(f"negotiate.cli.{function or f'{name}:answer'}")(asked)
        return 0 if answer is None else telling.tell(answer, form)

    taken = parameters(command)
    run.__doc__, run.__module__ = command.__doc__, f"negotiate.cli.{name}"
    setattr(run, "__signature__", inspect.Signature(taken))  # noqa: B010 - mypy knows no such attribute
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in taken}
    return run


def program(typed: Sequence[str] = ()) -> typer.Typer:
    """The program as typer knows it: with the command that is typed first, or with all where that
    is none of them.
    """
    made = typer.Typer(
        name="negotiate",
        cls=_Group,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        add_completion=False,
        epilog="[dim]`negotiate schema FILE --write` lets an editor complete a file.[/dim]",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback(invoke_without_command=True)(_opening)
    found = {
        one.__name__.lower(): (one, heading) for heading, some in COMMANDS.items() for one in some
    }
    for name in set(typed[:1]) & found.keys() or found:
        command, heading = found[name]
        made.command(name, cls=_Command, rich_help_panel=heading or None, hidden=not heading)(
            _callback(command, name)
        )
    return made


def _version(asked: bool) -> None:
    if asked:
        try:
            typer.echo(f"negotiate {negotiate.__version__}")
        except ModuleNotFoundError:
            typer.echo("negotiate, run from a folder in which it was not installed: no version")
        raise typer.Exit


def _opening(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show the version.", metavar=FLAG
        ),
    ] = False,
) -> None:
    """Write a negotiation down in one file, and see it as a game."""
    if context.invoked_subcommand is None:
        said = context.get_help()
        if said:
            typer.echo(said)


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

    def __init__(
        self, said: str, hint: str = "", near: tuple[str, Iterable[str]] = ("", ())
    ) -> None:
        super().__init__(said)
        self.hint, self.near = hint, near


def unknown_command(name: str, known: Sequence[str], rest: Sequence[str]) -> Misused:
    """What is said of a command that is not there."""
    said = f"there is no command `{name}`"
    if name == "help":
        return Misused(
            said, f"write `negotiate {f'{rest[0]} ' if rest and rest[0] in known else ''}--help`"
        )
    if name in SYNONYMS:
        return Misused(said, f"that is `negotiate {SYNONYMS[name]}`")
    return Misused(
        said, f"the commands are {', '.join(f'`{one}`' for one in known)}", (name, known)
    )


def spelled_out(params: Iterable[Any], typed: Sequence[str]) -> list[str]:
    """The words of a command line, with an empty value for an option that stands without one and
    may.

    Raises
    ------
    Misused
        If another option stands where a value has to.
    """
    options = {
        name: param for param in params for name in param.opts if param.param_type_name == "option"
    }
    found = list(typed)
    for place, word in enumerate(typed):
        param, after = options.get(word), typed[place + 1] if place + 1 < len(typed) else "-"
        if param is not None and str(param.metavar).startswith("["):
            found[place] = f"{word}=" if after.startswith("-") else word
        elif param is not None and not param.is_flag and after in options:
            raise Misused(
                f"`{word}` needs a value, and `{after}` is an option",
                f"write `{word} {param.metavar}`",
            )
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
    wanted = [
        p.opts[-1]
        for p in forms
        if given.get(p.name) not in (None, False) and p.name != "ascii_only"
    ]
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
        raise Misused(
            f"`{option}` takes no number of {len(word):,} digits", f"the most are {MOST_DIGITS}"
        )
    return int(word)


def pairs(given: Iterable[str] | None, option: str) -> dict[str, str]:
    """NAME=VALUE texts as a mapping.

    Raises
    ------
    Misused
        Where there is no `=`, or a name is given twice.
    """
    result: dict[str, str] = {}
    key, what = {"--set": ("NAME", "VALUE"), "--vary": ("NAME", "VALUES")}.get(
        option, ("ISSUE", "OPTION")
    )
    for text in given or ():
        name, sign, value = (part.strip() for part in text.partition("="))
        if not name or not (sign or option == "--vary"):
            written = (
                f"write `{option} {name or key}={value or what}`, without spaces round the `=`"
            )
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
        raise Misused(
            f"`{option}` takes names with commas between them, and not `{given}`",
            "such as `us,china`",
        )
    return found
