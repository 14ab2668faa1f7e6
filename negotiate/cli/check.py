"""`negotiate check`: what is wrong with a scenario file, hardly meant, or lacking before a class or
a reader gets it.

Exit codes
----------
0
    Nothing that `--fail-on` minds.
1
    Findings that stop no command, at or above the severity of `--fail-on`: warnings, and errors of
    a `--profile`.
2
    The command line is wrong, or only what follows `--set` or `--variant` does not fit the file.
3
    A mistake in a file that stops every command, whatever `--fail-on` says.
4
    A file cannot be read or written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import negotiate
from negotiate.cli import messages
from negotiate.cli.arguments import Check
from negotiate.cli.commands import Misused, chosen
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import changes, refuse_changes
from negotiate.errors import Problem
from negotiate.language.check import sarif
from negotiate.language.check.files import check_file, unfilled
from negotiate.language.editor import beside
from negotiate.language.library import below
from negotiate.language.reports.findings import Findings, Rules, describe_mends
from negotiate.language.writing import mending
from negotiate.problems import PROFILES, all_rules, rule, rule_groups
from negotiate.report.style import counted

FAIL_ON = ("error", "warning", "never")
"""Which findings make the command fail."""


def answer(asked: Check) -> Answer:
    """What was found in each file, or what a rule asks for."""
    if asked.explain is not None:
        _refuse_sarif(asked)
        return Answer(_explained(asked.explain))
    profile = chosen(asked.profile, PROFILES, "--profile")
    chosen(asked.fail_on, FAIL_ON, "--fail-on")
    files = below(_files(asked))
    given = {
        "--profile": profile != "draft",
        "--fix": asked.mend,
        "--variant": asked.variant,
        "--set": asked.settings,
    }
    for file in files:
        refuse_changes(file, given)
    changed = changes(asked.settings)
    for file in files if asked.mend else ():
        _mend(file)
    by_file = {file: check_file(file, changed, asked.variant, None, profile) for file in files}
    found = tuple(problem for problems in by_file.values() for problem in problems)
    left = sum(map(unfilled, by_file)) if profile == "draft" and not found else 0
    if left:
        said = f"Still to be filled in: {counted(left, 'text')} in <angle brackets>."
        messages.aside(f"{said} `--profile class` lists them.")
    text = None
    if asked.as_sarif:
        text = json.dumps(sarif.sarif_json(by_file, Path.cwd(), negotiate.__version__), indent=2)
    return Answer(
        Findings(found, tuple(map(str, files)), profile),
        code=_code(found, asked.fail_on),
        text=text,
    )


def _files(asked: Check) -> list[str]:
    """The files to look at.

    Raises
    ------
    Misused
        Where none is named, or a commitment stands after `--fix`.
    """
    if not asked.paths:
        raise Misused("`negotiate check` needs at least one file", "write `negotiate check FILE`")
    for path in asked.paths if asked.mend else ():
        if "=" in path and not os.path.exists(path):  # noqa: PTH110 - no path at all is false here; pathlib raises
            said = (
                f"`{path}` is not a file; with `check`, `--fix` mends the file and commits nothing"
            )
            raise Misused(said, f"leave `{path}` out, or write `--set` for a setting")
    return asked.paths


def _mend(file: str) -> None:
    """Mend what can be mended in a file, and tell on standard error what was done."""
    path = Path(file)
    if not path.is_file():
        refused = "it is a shipped scenario; `negotiate new --from` makes a copy of it"
        messages.aside(describe_mends(file, False, (), refused))
        return
    done = mending.fix_file(path)
    completed = (f"{beside.write_completion(path).name} made anew",) if beside.stale(path) else ()
    mends = (*done.mended, *completed)
    messages.aside(
        describe_mends(file, done.changed or bool(mends), mends, done.refused, done.tidied)
    )


def rules(asked: Check) -> Answer:
    """All rules.

    Raises
    ------
    Misused
        If they are to be a SARIF log.
    """
    _refuse_sarif(asked)
    return Answer(Rules(rule_groups()))


def _refuse_sarif(asked: Check) -> None:
    if asked.as_sarif:
        raise Misused("`--sarif` does not go with `--explain`", "leave one of them out")


def _explained(code: str) -> Any:
    """The rule that a code means, with or without the brackets in which a report ends.

    Raises
    ------
    Misused
        If there is no such rule.
    """
    bare = code.strip("[] ")
    if bare not in all_rules():
        raise Misused(
            f"there is no rule `{bare}`",
            "`negotiate check --explain` lists all rules",
            (bare, all_rules()),
        )
    return rule(bare)


def _code(found: Sequence[Problem], fail_on: str) -> int:
    """See the top of this module."""
    wrong = [problem for problem in found if problem.severity == "error"]
    stopping = [problem for problem in wrong if rule(problem.code).profile == "draft"]
    if stopping:
        return 2 if all(problem.path.startswith("--") for problem in stopping) else 3
    return 1 if {"error": wrong, "warning": found, "never": ()}[fail_on] else 0
