"""The commands, one a file, gathered under the headings of the help screen."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from negotiate.cli.check import check
from negotiate.cli.compare import compare
from negotiate.cli.list import list_scenarios
from negotiate.cli.new import new
from negotiate.cli.options import FLAG
from negotiate.cli.schema import schema
from negotiate.cli.show import show
from negotiate.cli.solve import solve
from negotiate.cli.test import judge
from negotiate.cli.tree import tree


class _Command(TyperCommand):
    """A command whose `--help` says nothing of types and loads nothing."""

    def get_help_option(self, ctx: Any) -> Any:
        return _quiet(super().get_help_option(ctx))


class _Group(TyperGroup):
    """The same for the program as a whole."""

    def get_help_option(self, ctx: Any) -> Any:
        return _quiet(super().get_help_option(ctx))


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
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("list", cls=_Command, rich_help_panel="Start")(list_scenarios)
app.command("new", cls=_Command, rich_help_panel="Start")(new)
app.command("show", cls=_Command, rich_help_panel="Start")(show)
app.command("check", cls=_Command, rich_help_panel="Write")(check)
app.command("test", cls=_Command, rich_help_panel="Write")(judge)
app.command("compare", cls=_Command, rich_help_panel="Write")(compare)
app.command("solve", cls=_Command, rich_help_panel="Solve")(solve)
app.command("tree", cls=_Command, rich_help_panel="Solve")(tree)
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
