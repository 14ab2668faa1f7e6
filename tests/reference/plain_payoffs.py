"""What every package is worth the plain way: package by package, term by term, with Python's own
numbers.

Scenarios are the dictionaries of `tests.scenario_strategies`; an expression there is a Python
function beside its text.
"""

from __future__ import annotations

from itertools import product
from typing import Any

Package = dict[str, str]


def packages(scenario: dict[str, Any]) -> list[Package]:
    """Every package, the last issue changing fastest."""
    issues = scenario["issues"]
    rows = product(*(list(part["options"]) for part in issues.values()))
    return [dict(zip(issues, map(str, row), strict=True)) for row in rows]


def holds(condition: dict[str, list[str]] | None, package: Package) -> bool:
    """Whether every issue of a condition has one of its options."""
    return condition is None or all(
        package[issue] in options for issue, options in condition.items()
    )


def term_worth(scenario: dict[str, Any], term: dict[str, Any], package: Package) -> float:
    if not holds(term.get("when"), package):
        return 0.0
    if "by" in term:
        found: Any = term["values"]
        for issue in term["by"]:
            found = found.get(package[issue], 0.0) if isinstance(found, dict) else found
        worth = float(found) if not isinstance(found, dict) else 0.0
    elif "amount" in term:
        worth = float(term["amount"])
    else:
        worth = weighed(scenario, term["expr"], package)
    return worth * float(term.get("times", 1))


def weighed(scenario: dict[str, Any], text: str, package: Package) -> float:
    """`parameter * issue + number`, the one form of expression that the random scenarios use."""
    product_, _, constant = text.partition(" + ")
    parameter, _, issue = product_.partition(" * ")
    number = scenario["issues"][issue]["options"][package[issue]]
    return float(scenario["parameters"][parameter]) * float(number) + float(constant)


def payoff(scenario: dict[str, Any], player: str, package: Package) -> float:
    return sum(term_worth(scenario, term, package) for term in scenario["payoffs"][player].values())


def possible(scenario: dict[str, Any], package: Package) -> bool:
    return not any(holds(condition, package) for condition in scenario.get("infeasible", []))


def crossed(line: dict[str, Any], package: Package) -> bool:
    return holds(line["never"], package) if "never" in line else not holds(line["insists"], package)
