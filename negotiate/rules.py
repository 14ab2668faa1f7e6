"""Every rule that a scenario file is held to: the one list that reports, documentation and tests go by.

The rules stand in `rules.toml`, which is read when the first of them is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]
Profile = Literal["draft", "class", "publish"]

PROFILES: tuple[Profile, ...] = ("draft", "class", "publish")
"""How much a file is held to, each one including those before it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a scenario file is held to.

    Parameters
    ----------
    code : str
        Its stable name, which every report of it carries.
    says : str
        What it asks for, in one sentence.
    why : str
        What goes wrong otherwise.
    mend : str
        What to do about it.
    severity : {'error', 'warning'}
        An error of the profile `draft` stops every command; a warning stops none.
    profile : {'draft', 'class', 'publish'}
        The first profile of `check` that asks for it.
    fixable : bool
        Whether `check --fix` mends it, where there is one certain mend.
    """

    code: str
    says: str
    why: str
    mend: str
    severity: Severity = "error"
    profile: Profile = "draft"
    fixable: bool = False


@cache
def rule_groups() -> dict[str, tuple[Rule, ...]]:
    """Heading → its rules, in the order of the documentation."""
    import tomllib  # noqa: PLC0415 - a file without mistakes asks for no rule

    found = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))["groups"]
    return {group["heading"]: tuple(Rule(code, **told) for code, told in group["rules"].items()) for group in found}


@cache
def all_rules() -> dict[str, Rule]:
    """Code → rule."""
    return {found.code: found for group in rule_groups().values() for found in group}


def rule(code: str) -> Rule:
    """The rule with a code; an unknown one is a bug of whoever reports it."""
    return all_rules()[code]
