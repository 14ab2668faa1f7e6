"""The program and its commands as typer knows them.

What a command answers is worked out in the file that bears its name, which is loaded when the command is called. On a
screen too narrow for columns, help stands one below the other.
"""

from __future__ import annotations

import inspect
import os
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

import negotiate
from negotiate.cli.arguments import COMMANDS, FLAG, Form, parameters
from negotiate.cli.usage import countable, once, one_form, spelled_out, unknown_command

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
            words, max(columns, 16), initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False
        )
        console.print(Text("\n".join(lines), style=style, no_wrap=True, overflow="fold"), soft_wrap=False)


def _pieces(command: Any, context: Any) -> Iterator[Piece]:
    yield 0, "bold", " ".join(command.get_usage(context).split())
    yield BLANK
    for line in (command.help or "").splitlines():
        left, *right = re.split(r"\s{2,}", line, maxsplit=1)  # of two columns the second goes below the first
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
    """Heading → arguments, options or commands below it with what they are, as the wide help has them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for param in command.get_params(context):
        argument = param.param_type_name == "argument"
        heading = getattr(param, "rich_help_panel", None) or ("Arguments" if argument else "Options")
        name = param.metavar if argument else " ".join(filter(None, [", ".join(param.opts), param.metavar]))
        default = "" if argument or isinstance(param.default, bool) or not param.default else param.default
        words = [param.help, f"[default: {default}]" if default != "" else "", "[required]" if param.required else ""]
        found.setdefault(heading, []).append((name, " ".join(filter(None, words))))
    for name, inner in getattr(command, "commands", {}).items():
        if not inner.hidden:
            found.setdefault(inner.rich_help_panel, []).append((name, inner.help.partition("\n\n")[0]))
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

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        given = spelled_out(self.get_params(ctx), args)
        order = self.make_parser(ctx).parse_args(list(given))[2]
        reader = copy(self)  # typer takes long to learn how a value is read, and most are not given
        known: list[Any] = [param for param in self.params if param in order]
        reader.params = known
        for param in known:
            kind = getattr(param, "type_descriptor", None)  # older versions of typer have none, and need none
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
        from negotiate.cli.forms import refuse_other_files, tell  # noqa: PLC0415 - start-up stays light

        asked = command(**given)
        if isinstance(asked, Form):
            refuse_other_files(asked)
        answer = import_module(run.__module__).answer(asked)
        return 0 if answer is None else tell(answer, asked)

    taken = parameters(command)
    run.__doc__, run.__module__ = command.__doc__, f"negotiate.cli.{name}"
    setattr(run, "__signature__", inspect.Signature(taken))  # noqa: B010 - mypy knows no such attribute
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in taken}
    return run


def program(typed: Sequence[str] = ()) -> typer.Typer:
    """The program as typer knows it: with the command that is typed first, or with all where that is none of them."""
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
    found = {one.__name__.lower(): (one, heading) for heading, some in COMMANDS.items() for one in some}
    for name in set(typed[:1]) & found.keys() or found:
        command, heading = found[name]
        made.command(name, cls=_Command, rich_help_panel=heading or None, hidden=not heading)(_callback(command, name))
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
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.", metavar=FLAG)
    ] = False,
) -> None:
    """Write a negotiation down in one file, and see it as a game."""
    if context.invoked_subcommand is None:
        said = context.get_help()
        if said:
            typer.echo(said)
