"""The commands, one a file, gathered under the headings of the help screen."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from negotiate.cli.check import check
from negotiate.cli.compare import compare
from negotiate.cli.deal import deal
from negotiate.cli.export import export
from negotiate.cli.help import is_narrow, print_narrow
from negotiate.cli.list import list_scenarios
from negotiate.cli.new import new
from negotiate.cli.options import FLAG, countable, once, one_form
from negotiate.cli.schema import schema
from negotiate.cli.show import show
from negotiate.cli.simulate import simulate
from negotiate.cli.solve import solve
from negotiate.cli.stability import stability
from negotiate.cli.test import judge
from negotiate.cli.tree import tree
from negotiate.cli.usage import unknown_command


class _Command(TyperCommand):
    """A command with one form of the answer, whose `--help` loads nothing and has no columns on a narrow screen."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        given = list(args)
        left = super().parse_args(ctx, args)
        once(self.make_parser(ctx).parse_args(given)[2])
        one_form(ctx.params)
        countable(self.params, ctx.params)
        return left

    def get_help_option(self, ctx: Any) -> Any:
        return _quiet(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        if is_narrow():
            print_narrow(self, ctx)
        else:
            super().format_help(ctx, formatter)


class _Listing(_Command):
    """A command with options that may stand without a value; most then list the values."""

    listing: tuple[str, ...] = ()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        given = list(args)
        for place, word in enumerate(args):
            if word in self.listing and (place + 1 == len(args) or args[place + 1].startswith("-")):
                given[place] = f"{word}="
        return super().parse_args(ctx, given)


class _Check(_Listing):
    """`check`, whose `--explain` may stand without a code."""

    listing = ("--explain",)


class _Solve(_Listing):
    """`solve`, whose `--concept` may stand without a name."""

    listing = ("--concept",)


class _Deal(_Listing):
    """`deal`, whose `--talks` may stand without a name."""

    listing = ("--talks",)


class _Simulate(_Listing):
    """`simulate`, whose `--hold` and `--evolution` may stand without a value, and then take the usual one."""

    listing = ("--hold", "--evolution")


class _Group(TyperGroup):
    """The program as a whole, likewise; a command that is not there gets the one that was meant."""

    def get_help_option(self, ctx: Any) -> Any:
        return _quiet(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        if is_narrow():
            print_narrow(self, ctx)
        else:
            super().format_help(ctx, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise unknown_command(args[0], self.list_commands(ctx), args[1:])
        return super().resolve_command(ctx, args)


def _quiet(option: Any) -> Any:
    if option is not None:
        option.metavar = FLAG
        option.help = "Show this help."
        option.default = False  # without a default typer loads pydantic to read this one flag
    return option


app = typer.Typer(
    name="negotiate",
    cls=_Group,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    add_completion=False,
    epilog="[dim]`negotiate schema FILE --write` lets an editor complete a file.[/dim]",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("list", cls=_Command, rich_help_panel="Start")(list_scenarios)
app.command("new", cls=_Command, rich_help_panel="Start")(new)
app.command("show", cls=_Command, rich_help_panel="Start")(show)
app.command("check", cls=_Check, rich_help_panel="Write")(check)
app.command("test", cls=_Command, rich_help_panel="Write")(judge)
app.command("compare", cls=_Command, rich_help_panel="Write")(compare)
app.command("solve", cls=_Solve, rich_help_panel="Solve")(solve)
app.command("tree", cls=_Command, rich_help_panel="Solve")(tree)
app.command("deal", cls=_Deal, rich_help_panel="Solve")(deal)
app.command("stability", cls=_Command, rich_help_panel="Solve")(stability)
app.command("simulate", cls=_Simulate, rich_help_panel="Solve")(simulate)
app.command("export", cls=_Command, rich_help_panel="Publish")(export)
app.command("schema", cls=_Command, hidden=True)(schema)


def _version(asked: bool) -> None:
    if asked:
        import negotiate  # noqa: PLC0415 - only here is the version asked for

        try:
            typer.echo(f"negotiate {negotiate.__version__}")
        except ModuleNotFoundError:
            typer.echo("negotiate, run from a folder in which it was not installed: no version")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def program(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version.", metavar=FLAG),
    ] = False,
) -> None:
    """Write a negotiation down in one file, and see it as a game."""
    if context.invoked_subcommand is None:
        said = context.get_help()
        if said:
            typer.echo(said)
