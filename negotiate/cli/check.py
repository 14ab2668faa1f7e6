"""`negotiate check`: what is wrong with a scenario file, hardly meant, or lacking before a class or a reader gets it.

Exit codes
----------
0
    Nothing that `--fail-on` minds.
1
    Findings that stop no command, at or above the severity of `--fail-on`: warnings, and errors of a `--profile`.
2
    The command line is wrong, or only what follows `--set` or `--variant` does not fit the file.
3
    A mistake in a file that stops every command, whatever `--fail-on` says.
4
    A file cannot be read or written.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from negotiate.cli import output
from negotiate.cli.forms import Answer, answers
from negotiate.cli.options import FLAG, Settings, VariantName
from negotiate.cli.options import settings as read_settings
from negotiate.cli.usage import Misused, chosen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from negotiate.checking.reports.rules import Rules
    from negotiate.errors import Problem
    from negotiate.rules import Rule


FAIL_ON = ("error", "warning", "never")
"""Which findings make the command fail."""

Files = Annotated[
    list[str] | None,
    typer.Argument(help="Scenario files, folders of them, or names.", show_default=False, metavar="FILE…"),
]
Held = Annotated[str, typer.Option("--profile", help="Hold it to `draft`, `class` or `publish`.", metavar="NAME")]
Failing = Annotated[
    str, typer.Option("--fail-on", help="Exit with 1 on an `error`, a `warning`, or `never`.", metavar="WHAT")
]
Mend = Annotated[
    bool, typer.Option("--fix", help="First format the file, and mend what has one certain mend.", metavar=FLAG)
]
AsSarif = Annotated[bool, typer.Option("--sarif", help="A SARIF log for code hosts and CI.", metavar=FLAG)]
Explain = Annotated[
    str | None,
    typer.Option(
        "--explain", help="What a rule asks for, and why; no CODE lists them.", metavar="CODE", show_default=False
    ),
]


@answers
def check(
    paths: Files = None,
    profile: Held = "draft",
    mend: Mend = False,
    explain: Explain = None,
    variant: VariantName = None,
    settings: Settings = None,
    fail_on: Failing = "error",
    as_sarif: AsSarif = False,
) -> Answer | None:
    """Every mistake in a file, with its place."""
    from negotiate.checking.files import check_file  # noqa: PLC0415 - start-up stays light
    from negotiate.checking.reports.findings import Findings  # noqa: PLC0415 - start-up stays light
    from negotiate.loading.library import below  # noqa: PLC0415 - start-up stays light
    from negotiate.rules import PROFILES  # noqa: PLC0415 - start-up stays light

    if explain is not None:
        return Answer(_explained(explain))
    held = chosen(profile, PROFILES, "--profile")
    chosen(fail_on, FAIL_ON, "--fail-on")
    files = below(_asked(paths, mend))
    _fitting(files, {"--profile": held != "draft", "--fix": mend, "--variant": variant is not None, "--set": settings})
    changes = read_settings(settings)
    if mend:
        _mend(files)
    by_file = {file: check_file(file, changes, variant, None, held) for file in files}
    found = tuple(problem for problems in by_file.values() for problem in problems)
    code = _exit_code(found, fail_on)
    if not as_sarif:
        return Answer(Findings(found, tuple(map(str, files)), held), code=code)
    _sarif(by_file)
    if code:
        raise typer.Exit(code)
    return None


def _asked(paths: list[str] | None, mend: bool) -> list[str]:
    """The files to look at.

    Raises
    ------
    Misused
        Where none is named, or a commitment stands after `--fix`.
    """
    if not paths:
        raise Misused("`negotiate check` needs at least one file", "write `negotiate check FILE`")
    for path in paths if mend else ():
        if "=" in path and not os.path.exists(path):  # noqa: PTH110 - no path at all is false here; pathlib raises
            said = f"`{path}` is not a file; with `check`, `--fix` mends the file and commits nothing"
            raise Misused(said, "leave it out, or write `--set` for a setting")
    return paths


def _fitting(files: Sequence[str], given: dict[str, object]) -> None:
    """Refuse options that mean a scenario where a file holds a game.

    Raises
    ------
    Misused
        Naming the option and the file.
    """
    from negotiate.loading.library import holds_game, holds_problem  # noqa: PLC0415 - start-up stays light

    for file in files:
        kind = "a game" if holds_game(file) else "a bargaining problem" if holds_problem(file) else ""
        for option in (name for name, asked in given.items() if asked and kind):
            raise Misused(f"`{option}` goes with scenarios, and `{file}` holds {kind}", "leave one of the two out")


def _mend(files: Sequence[str]) -> None:
    """Mend what can be mended, and tell on standard error what was done to each file."""
    from pathlib import Path  # noqa: PLC0415 - start-up stays light

    from negotiate.checking.reports.findings import describe_mends  # noqa: PLC0415 - start-up stays light
    from negotiate.writing.mends.fixing import fix_file  # noqa: PLC0415 - start-up stays light

    for file in files:
        if Path(file).is_file():
            done = fix_file(Path(file))
            mends = (*done.mended, *_completed(Path(file)))
            output.aside(describe_mends(file, done.changed or bool(mends), mends, done.refused, done.reordered))
        else:
            why = "it is a shipped scenario; `negotiate new --from` makes a copy of it"
            output.aside(describe_mends(file, False, (), why))


def _completed(path: Path) -> tuple[str, ...]:
    """Make the schema anew by which an editor completes a file, where the file names one that no longer fits."""
    from negotiate.writing.completion import stale, write_completion  # noqa: PLC0415 - start-up stays light

    return (f"{write_completion(path).name} made anew",) if stale(path) else ()


def _sarif(found: dict[str, list[Problem]]) -> None:
    from pathlib import Path  # noqa: PLC0415 - start-up stays light

    import negotiate  # noqa: PLC0415 - only here is the version asked for
    from negotiate.checking.sarif import sarif_json  # noqa: PLC0415 - start-up stays light

    output.as_json(sarif_json(found, Path.cwd(), negotiate.__version__))


def _explained(code: str) -> Rule | Rules:
    """One rule, or all of them by group where none is named.

    Raises
    ------
    Misused
        If there is no such rule.
    """
    from negotiate.checking.reports.rules import Rules  # noqa: PLC0415 - start-up stays light
    from negotiate.rules.registry import GROUPS  # noqa: PLC0415 - start-up stays light

    return _rule(code) if code else Rules({group: tuple(rules) for group, rules in GROUPS.items()})


def _rule(code: str) -> Rule:
    """The rule that a code means, with or without the brackets in which a report ends."""
    from negotiate.loading.problems import nearest  # noqa: PLC0415 - start-up stays light
    from negotiate.rules import RULES  # noqa: PLC0415 - start-up stays light

    bare = code.strip("[] ")
    if bare not in RULES:
        raise Misused(
            f"there is no rule `{bare}`", nearest(bare, RULES) or "`negotiate check --explain` lists them all"
        )
    return RULES[bare]


def _exit_code(found: Sequence[Problem], fail_on: str) -> int:
    """See the top of this module."""
    from negotiate.rules import RULES  # noqa: PLC0415 - start-up stays light

    wrong = [problem for problem in found if problem.severity == "error"]
    stopping = [problem for problem in wrong if RULES[problem.code].profile == "draft"]
    if stopping:
        return 2 if all(problem.path.startswith("--") for problem in stopping) else 3
    minded = {"error": wrong, "warning": found, "never": ()}[fail_on]
    return 1 if minded else 0
