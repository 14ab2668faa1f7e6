"""The rules of the language for a reader: one of them in full, or all by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.plain import tabbed
from negotiate.render.table import wrapped
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.rules import Rule

Groups = Mapping[str, Sequence[Rule]]
"""Heading → its rules."""


def explained(rule: Rule, look: Look) -> RenderableType:
    """What one rule asks for, why, and what to do about it."""
    head, *body = explained_plainly(rule)
    return Drawn(lambda _: [Text(head, style=TITLE), *(Text(line) for text in body for line in ("", text))], look)


def explained_plainly(rule: Rule) -> list[str]:
    """The same, a line each."""
    fixed = ["`check --fix` mends it."] if rule.fixable else []
    said = [rule.says, rule.why and f"Why: {rule.why}", rule.mend and f"What to do: {rule.mend}"]
    return [f"{rule.code} ({_kind(rule)})", *(text for text in said if text), *fixed]


def listed(groups: Groups, look: Look) -> RenderableType:
    """Every rule by group, with what it asks for below its code."""
    return Drawn(lambda settled: _list(groups, settled), look)


def listed_plainly(groups: Groups) -> list[str]:
    """The same, a rule a line: group, code, kind and what it asks for."""
    return [tabbed([group, rule.code, _kind(rule), rule.says]) for group, rules in groups.items() for rule in rules]


def _list(groups: Groups, look: Look) -> Iterable[Text]:
    for group, rules in groups.items():
        yield Text(group, style=TITLE)
        for rule in rules:
            kind = "" if _kind(rule) == "error" else f" ({_kind(rule)})"
            for k, line in enumerate(wrapped(f"{rule.code}{kind}", look.columns - 2)):
                yield Text(f"{'  ' if k == 0 else '    '}{line}", no_wrap=True)
            for line in wrapped(rule.says, look.columns - 6):
                yield Text(f"      {line}", style=FAINT, no_wrap=True)
        yield Text()
    yield from (Text(line) for line in wrapped("`negotiate check --explain CODE` says more of one.", look.columns))


def _kind(rule: Rule) -> str:
    asked = "" if rule.profile == "draft" else f", asked for by `--profile {rule.profile}`"
    return f"{rule.severity}{asked}"
