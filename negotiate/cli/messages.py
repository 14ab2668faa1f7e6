"""What is said on standard error: what is wrong and what to do about it, or a word beside the
answer.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import typer
from rich.text import Text

from negotiate.cli.arguments import out_of_range
from negotiate.display import Shown, record
from negotiate.errors import NegotiateError, Problem, ScenarioError
from negotiate.language.reports.findings import Findings, report
from negotiate.problems import nearest, shortened, told
from negotiate.report import json as data
from negotiate.report.blocks import Report, Sentence
from negotiate.report.screen import screen, show
from negotiate.report.screen.problems import message
from negotiate.report.style import Look, counted, safe

SCHEMAS = {"Failure": "negotiate/error/1"}
"""Class of a result → the name and number of its shape; see `negotiate.report.json`."""
SPACED = re.compile(r"(?P<name>[^\0=]+)(?:\0=\0?|=\0)(?P<value>-?[\d.]+|\w+)(?=\0|$)")
"""A name, a value, and an `=` that is parted from one of them at least; words end in NUL."""
ENDINGS = {"--csv": ".csv", "--json": ".json", "--markdown": ".md", "--plain": ".txt"}
"""A form that is printed, and how the name of a file would end that holds it."""


class Told(NamedTuple):
    """What is said of a mistake."""

    said: str
    hint: str


def lone_sign(typed: Sequence[str]) -> Told | None:
    """What is said where spaces stand round the `=` of NAME=VALUE; None where none do."""
    for place, option in enumerate(typed):
        found = (
            SPACED.match("\0".join(typed[place + 1 : place + 4]))
            if option in ("--set", "--fix")
            else None
        )
        if found is not None:
            words = (
                f"`{found[0].replace(chr(0), ' ')}` reaches the program as "
                f"{found[0].count(chr(0)) + 1} words"
            )
            return Told(
                words, f"no spaces round the `=`: `{option} {found['name']}={found['value']}`"
            )
    return None


def forgotten_sign(typed: Sequence[str], wrong: str) -> str:
    """What to write where a value too many follows a name without `=`; empty where that is not what
    is wrong.
    """
    for option, name, value in zip(typed, typed[1:], typed[2:], strict=False):
        if option in ("--set", "--fix") and "=" not in name and f"({value})" in wrong:
            return f"write `{option} {name}={value}`"
    return ""


def printed_into(typed: Sequence[str], wrong: str) -> str:
    """What to write where a file's name follows a form that is printed; empty where that is not
    what is wrong.
    """
    for option, file in pairwise(typed):
        if file.endswith(ENDINGS.get(option, "\0")) and f"`{file}`" in wrong:
            return f"`{option}` prints the answer; `{option} > {file}` keeps it in a file"
    return ""


@record
class Failure(Shown):
    """Why there is no answer, for programs that asked for JSON.

    Parameters
    ----------
    code : int
        The exit code.
    message : str
        What is wrong.
    hint : str
        What to do about it; empty where the problems say it.
    problems : tuple of Problem
        The mistakes in the scenario, in the order of its files; none where something else is wrong.
    """

    code: int
    message: str
    hint: str
    problems: tuple[Problem, ...] = ()


def report_failure(found: Failure, look: Look) -> Report:
    """What is wrong, as `check` tells it."""
    if found.problems:
        return report(Findings(found.problems, ()), look)
    return Report("", tuple(Sentence(text) for text in (found.message, found.hint) if text))


def aside(said: str) -> None:
    """A sentence beside the answer."""
    show(Text(safe(said, True)), Look(), stderr=True)


def tell(wrong: Any, typed: Sequence[str]) -> int | None:
    """Say what is wrong, and give the exit code; None for a fault that is not the user's to mend.

    Where JSON was asked for, standard output gets an object in place of the answer.

    Parameters
    ----------
    wrong : Exception
        What was raised.
    typed : sequence of str
        What was typed after the program's name.
    """
    usage = hasattr(wrong, "show") and hasattr(
        wrong, "exit_code"
    )  # typer keeps the class to itself
    if isinstance(wrong, typer.Abort):
        raise KeyboardInterrupt from wrong
    if not usage and not isinstance(wrong, NegotiateError):
        return None
    spaced = lone_sign(typed) if wrong.exit_code == 2 else None
    if isinstance(wrong, ScenarioError) and spaced is None:
        problems = tuple(told(wrong.problems))
        show(screen(report(Findings(problems, ()), Look()), Look()), Look(), stderr=True)
        said, hint = f"{counted(len(wrong.problems), 'problem')} in `{wrong.problems[0].path}`", ""
    else:
        problems = ()
        said, hint = spaced or (
            _of_usage(wrong, typed) if usage else Told(wrong.message, wrong.hint)
        )
        hint = printed_into(typed, said) or hint
        show(message(shortened(said), shortened(hint), Look()), Look(), stderr=True)
    if "--json" in typed:
        sys.stdout.write(
            data.text_of(data.json_of(Failure(int(wrong.exit_code), said, hint, problems)))
        )
    return int(wrong.exit_code)


def _of_usage(wrong: Any, typed: Sequence[str]) -> Told:
    """What typer, or a command, found wrong with a command line, in the house's words."""
    context, first = getattr(wrong, "ctx", None), typed[0] if typed else ""
    command = (
        context.command_path
        if context
        else f"negotiate {first}"
        if first.isalpha()
        else "negotiate"
    )
    said, hint = _found(wrong, command)
    return Told(
        said,
        hint or forgotten_sign(typed, wrong.message) or f"`{command} --help` lists what it takes",
    )


def _found(wrong: Any, command: str) -> tuple[str, str]:
    match type(wrong).__name__:
        case "Misused":
            return wrong.message, nearest(*wrong.near) or wrong.hint
        case "NoSuchOption":
            return f"`{command}` has no option `{wrong.option_name}`", _meant(
                wrong.option_name, wrong.ctx
            )
        case "MissingParameter":
            every = [
                one.metavar for one in wrong.ctx.command.params if one.param_type_name == "argument"
            ]
            return (
                f"`{command}` needs a {wrong.param.metavar}",
                f"write `{command} {' '.join(every)}`",
            )
        case "BadOptionUsage":
            return (
                (
                    f"`{wrong.option_name}` "
                    f"{'needs a' if 'requires' in wrong.message else 'takes no'} "
                    "value"
                ),
                "",
            )
        case "UsageError" if "unexpected extra argument" in wrong.message:
            return (
                (
                    f"`{wrong.message.partition('(s) (')[2].removesuffix(')')}` is more than "
                    f"`{command}` takes"
                ),
                "",
            )
        case "BadParameter" if hasattr(wrong.__cause__, "errors"):  # typer looks into numbers alone
            return out_of_range(wrong.param, str(wrong.__cause__.errors()[0]["input"])), ""
    return wrong.message, ""


def _meant(name: str, context: Any) -> str:
    """The option of a command that was probably meant."""
    known = [
        word
        for param in context.command.get_params(context)
        for word in param.opts
        if word.startswith("-")
    ]
    begun = [word for word in known if len(name) > 3 and word.startswith(name)]
    return f"did you mean `{begun[0]}`?" if len(begun) == 1 else nearest(name, known)
