"""The command line: one command a file, gathered here, and the one place where an error becomes an exit code.

Exit codes: 0 fine; 1 a finding, such as a failed expectation; 2 usage; 3 the scenario is wrong; 4 the game or the
solver cannot; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from negotiate.cli.check import check
from negotiate.cli.list import list_scenarios
from negotiate.cli.show import show
from negotiate.cli.solve import solve
from negotiate.cli.test import test
from negotiate.cli.tree import tree
from negotiate.errors import NegotiateError

INTERRUPTED = 130

app = typer.Typer(
    name="negotiate",
    help="Write a negotiation down in one file, and see it as a game.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("list", rich_help_panel="Start")(list_scenarios)
app.command("show", rich_help_panel="Start")(show)
app.command("check", rich_help_panel="Write")(check)
app.command("test", rich_help_panel="Write")(test)
app.command("solve", rich_help_panel="Solve")(solve)
app.command("tree", rich_help_panel="Solve")(tree)


def _version(asked: bool) -> None:
    if asked:
        import negotiate  # noqa: PLC0415 - only here is the version asked for

        typer.echo(f"negotiate {negotiate.__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")] = False,
) -> None:
    """Write a negotiation down in one file, and see it as a game."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; no exception leaves but a bug's.

    Returns
    -------
    int
        The exit code.
    """
    try:
        code = _guarded(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone away; what is still to be flushed at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _guarded(arguments: list[str] | None) -> int:
    from negotiate.cli import output  # noqa: PLC0415 - start-up stays light

    try:
        code = app(args=arguments, standalone_mode=False)
    except NegotiateError as wrong:
        output.error(wrong)
        return wrong.exit_code
    except typer.Exit as leaving:
        return leaving.exit_code
    except (typer.Abort, KeyboardInterrupt):
        sys.stderr.write("interrupted\n")
        return INTERRUPTED
    except Exception as wrong:
        if not hasattr(wrong, "show") or not hasattr(wrong, "exit_code"):
            raise
        wrong.show()
        return int(wrong.exit_code)
    return code if isinstance(code, int) else 0
