"""All the rules of the language as one JSON object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from negotiate.export.json import rule_json
from negotiate.rules import Rule

RULES = "negotiate/rules/1"


def rules_json(groups: Mapping[str, Sequence[Rule]]) -> dict[str, Any]:
    """Every rule with its group, each as `rule_json` has it but for the schema's name."""
    listed = [
        {"group": group, **{name: value for name, value in rule_json(rule).items() if name != "schema"}}
        for group, rules in groups.items()
        for rule in rules
    ]
    return {"schema": RULES, "rules": listed}
