"""Mistakes in scenario files, each with its place, and the rules of the language for a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from negotiate.display import Shown, record
from negotiate.errors import Problem
from negotiate.problems import Rule
from negotiate.report.blocks import (
    Block,
    Item,
    Items,
    Mistakes,
    Note,
    Report,
    Section,
    Sentence,
    sentences,
)
from negotiate.report.style import Look, counted, joined


@record
class Findings(Shown):
    """What `check` found.

    Parameters
    ----------
    problems : tuple of Problem
        Errors and warnings, in the order of the files.
    files : tuple of str
        What was looked at.
    profile : {'draft', 'class', 'publish'}
        What the files were held to.
    """

    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    profile: str = "draft"

    @property
    def errors(self) -> int:
        """How many are errors."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def warnings(self) -> int:
        """How many are warnings."""
        return len(self.problems) - self.errors


def report(found: Findings, look: Look) -> Report:
    """Every mistake with its line, then the count."""
    blocks: list[Block] = [Mistakes(found.problems)] if found.problems else []
    blocks.append(Sentence(count(found.problems)))
    if found.profile != "draft":
        blocks.append(Note(f"Checked against the profile `{found.profile}`."))
    return Report("", tuple(blocks))


def count(found: Sequence[Problem]) -> str:
    """How many there are: "2 errors and 1 warning in 2 files."."""
    if not found:
        return "No problems."
    errors = sum(problem.severity == "error" for problem in found)
    parts = [(errors, "error"), (len(found) - errors, "warning")]
    files = len({problem.path for problem in found if not problem.path.startswith("--")})
    where = f" in {counted(files, 'file')}" if files > 1 else ""
    return f"{joined([counted(n, noun) for n, noun in parts if n])}{where}."


def describe_mends(
    file: str,
    changed: bool,
    done: Sequence[str],
    refused: str,
    tidied: Mapping[str, int] = MappingProxyType({}),
) -> str:
    """What `check --fix` did to one file, or why it did nothing.

    Parameters
    ----------
    file : str
        Its name.
    changed : bool
        Whether anything was written.
    done : sequence of str
        Each mend.
    refused : str
        Why it was left as it is; empty where it was not.
    tidied : Mapping[str, int]
        `order` → how many parts have had their keys put into the usual order, `dates` → dates put
        in quotes.
    """
    kinds = (("order", "part", "in the usual order"), ("dates", "date", "in quotes"))
    besides = [
        f"{counted(tidied[kind], noun)} put {how}" for kind, noun, how in kinds if tidied.get(kind)
    ]
    if refused:
        said = f"left as it is: {refused}"
    elif not changed:
        said = "nothing to mend"
    elif done:
        said = "; ".join([*done, *besides])
    else:
        said = f"formatted: {'; '.join(besides) or 'spaces and line breaks only'}"
    return f"{file}: {said}"


@record
class Rules(Shown):
    """All rules by group.

    Parameters
    ----------
    groups : Mapping[str, tuple of Rule]
        Heading → the rules below it, in the order in which they are listed.
    """

    groups: Mapping[str, tuple[Rule, ...]]


def report_rules(found: Rule | Rules, look: Look) -> Report:
    """What one rule asks for, why, and what to do about it; or what each asks for."""
    return _one(found) if isinstance(found, Rule) else _all(found)


def _one(rule: Rule) -> Report:
    said = [rule.says, rule.why and f"Why: {rule.why}", rule.mend and f"What to do: {rule.mend}"]
    said += ["`check --fix` mends it."] if rule.fixable else []
    return Report(f"{rule.code} ({_kind(rule)})", sentences([text for text in said if text]))


def _all(found: Rules) -> Report:
    groups = [
        Section(group, (Items(tuple(Item(rule.code, _says(rule)) for rule in rules)),))
        for group, rules in found.groups.items()
    ]
    return Report("", (*groups, Note("`negotiate check --explain CODE` explains one rule.")))


def _says(rule: Rule) -> str:
    kind = _kind(rule)
    return rule.says if kind == "error" else f"{rule.says} ({kind})"


def _kind(rule: Rule) -> str:
    asked = "" if rule.profile == "draft" else f", asked for by `--profile {rule.profile}`"
    return f"{rule.severity}{asked}"
