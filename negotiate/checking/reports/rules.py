"""The rules of the language for a reader: one of them in full, or all by group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from negotiate.report.blocks import Item, Items, Note, Report, Section, sentences
from negotiate.report.style import Look
from negotiate.rules import Rule


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules by group.

    Parameters
    ----------
    groups : Mapping[str, tuple of Rule]
        Heading → the rules below it, in the order in which they are listed.
    """

    groups: Mapping[str, tuple[Rule, ...]]


def report(found: Rule | Rules, look: Look) -> Report:
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
