"""What is said on standard error: what is wrong and what to do about it, or a word beside the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer
from rich.text import Text

from negotiate.cli.commands import Told, forgotten_sign, lone_sign, out_of_range, printed_into
from negotiate.errors import NegotiateError, ScenarioError
from negotiate.language.reports.findings import Findings, report
from negotiate.problems import nearest, shortened, told
from negotiate.report.screen import screen, show
from negotiate.report.screen.problems import message
from negotiate.report.style import Look, safe


def aside(said: str) -> None:
    """A sentence beside the answer."""
    show(Text(safe(said, True)), Look(), stderr=True)


def tell(wrong: Any, typed: Sequence[str]) -> int | None:
    """Say what is wrong, and give the exit code; None for a fault that is not the user's to mend.

    Parameters
    ----------
    wrong : Exception
        What was raised.
    typed : sequence of str
        What was typed after the program's name.
    """
    usage = hasattr(wrong, "show") and hasattr(wrong, "exit_code")  # typer keeps the class to itself
    if isinstance(wrong, typer.Abort):
        raise KeyboardInterrupt from wrong
    if not usage and not isinstance(wrong, NegotiateError):
        return None
    spaced = lone_sign(typed) if wrong.exit_code == 2 else None
    if isinstance(wrong, ScenarioError) and spaced is None:
        found = report(Findings(tuple(told(wrong.problems)), ()), Look())
        show(screen(found, Look()), Look(), stderr=True)
    else:
        said, hint = spaced or (_of_usage(wrong, typed) if usage else Told(wrong.message, wrong.hint))
        hint = printed_into(typed, said) or hint
        show(message(shortened(said), shortened(hint), Look()), Look(), stderr=True)
    return int(wrong.exit_code)


def _of_usage(wrong: Any, typed: Sequence[str]) -> Told:
    """What typer, or a command, found wrong with a command line, in the house's words."""
    context, first = getattr(wrong, "ctx", None), typed[0] if typed else ""
    command = context.command_path if context else f"negotiate {first}" if first.isalpha() else "negotiate"
    said, hint = _found(wrong, command)
    return Told(said, hint or forgotten_sign(typed, wrong.message) or f"`{command} --help` lists what it takes")


def _found(wrong: Any, command: str) -> tuple[str, str]:
    match type(wrong).__name__:
        case "Misused":
            return wrong.message, nearest(*wrong.near) or wrong.hint
        case "NoSuchOption":
            return f"`{command}` has no option `{wrong.option_name}`", _meant(wrong.option_name, wrong.ctx)
        case "MissingParameter":
            every = [one.metavar for one in wrong.ctx.command.params if one.param_type_name == "argument"]
            return f"`{command}` needs a {wrong.param.metavar}", f"write `{command} {' '.join(every)}`"
        case "BadOptionUsage":
            return f"`{wrong.option_name}` {'needs a' if 'requires' in wrong.message else 'takes no'} value", ""
        case "UsageError" if "unexpected extra argument" in wrong.message:
            return f"`{wrong.message.partition('(s) (')[2].removesuffix(')')}` is more than `{command}` takes", ""
        case "BadParameter" if hasattr(wrong.__cause__, "errors"):  # typer looks into numbers alone
            return out_of_range(wrong.param, str(wrong.__cause__.errors()[0]["input"])), ""
    return wrong.message, ""


def _meant(name: str, context: Any) -> str:
    """The option of a command that was probably meant."""
    known = [word for param in context.command.get_params(context) for word in param.opts if word.startswith("-")]
    begun = [word for word in known if len(name) > 3 and word.startswith(name)]
    return f"did you mean `{begun[0]}`?" if len(begun) == 1 else nearest(name, known)
