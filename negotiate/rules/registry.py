"""The rules, gathered by group."""

from __future__ import annotations

from negotiate.rules.formulas import FORMULAS
from negotiate.rules.gambit import GAMBIT
from negotiate.rules.genius import GENIUS
from negotiate.rules.lint import LINT
from negotiate.rules.meaning import MEANING
from negotiate.rules.names import NAMES
from negotiate.rules.profiles import PROFILE_RULES
from negotiate.rules.repeat import REPEAT
from negotiate.rules.rule import Rule
from negotiate.rules.shape import SHAPE
from negotiate.rules.yaml import YAML

GROUPS: dict[str, tuple[Rule, ...]] = {
    "How it is written": YAML,
    "Keys and values": SHAPE,
    "Names": NAMES,
    "Formulas": FORMULAS,
    "What it says": MEANING,
    "Played again": REPEAT,
    "Hardly meant": LINT,
    "For a class, for publication": PROFILE_RULES,
    "Files of Gambit's": GAMBIT,
    "Files of GENIUS": GENIUS,
}
"""Heading → its rules, in the order of the documentation."""

RULES: dict[str, Rule] = {found.code: found for group in GROUPS.values() for found in group}
"""Code → rule."""


def rule(code: str) -> Rule:
    """The rule with a code; an unknown one is a bug of whoever reports it."""
    return RULES[code]
