"""Outcome trees the plain way: one recursion from step to step, with a package as a dictionary.

Scenarios are the dictionaries of `tests.scenario_strategies`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.reference.plain_payoffs import Package, holds, possible


class NothingLeft(Exception):
    """A mover has nothing left to do, or chance would do what cannot be done."""


@dataclass
class Node:
    """A point of the game: whose step it is, and what follows each action; a leaf holds the package it ends with."""

    package: Package
    step: str = ""
    mover: str = ""
    children: dict[str, Node] = field(default_factory=dict)
    odds: dict[str, float] = field(default_factory=dict)

    def leaves(self) -> list[Node]:
        return [leaf for child in self.children.values() for leaf in child.leaves()] if self.children else [self]

    def size(self) -> int:
        return 1 + sum(child.size() for child in self.children.values())


def grow(scenario: dict[str, Any], fixed: Package | None = None) -> Node:
    """The tree of a scenario's protocol."""
    fixed = fixed or {}
    start = {**scenario["status_quo"], **fixed}
    return _at(scenario, fixed, 0, start, {})


def _at(scenario: dict[str, Any], fixed: Package, position: int, package: Package, said: dict[str, str]) -> Node:
    steps = scenario["protocol"]
    if position == len(steps):
        return Node(package)
    step = steps[position]
    if not holds(step.get("when"), package):
        return _at(scenario, fixed, position + 1, package, said)
    node = Node(package, step.get("move") or step["chance"], step.get("player", ""), odds=step.get("odds", {}))
    actions = _actions(scenario, step)
    for action, changes in actions.items():
        after = {
            **package,
            **{
                issue: said.get(option, package[issue]) if option.startswith("step_") else option
                for issue, option in changes.items()
            },
        }  # fmt: skip - one thought
        if _allowed(scenario, fixed, package, after):
            heard = {**said, node.step: action} if "announces" in step else said
            node.children[action] = _at(scenario, fixed, position + 1, after, heard)
    if not node.children or ("chance" in step and len(node.children) < len(actions)):
        raise NothingLeft
    return node


def _actions(scenario: dict[str, Any], step: dict[str, Any]) -> dict[str, Package]:
    if "choose" in step:
        return dict(step["choose"])
    if "odds" in step:
        return {outcome: step.get("does", {}).get(outcome, {}) for outcome in step["odds"]}
    issue = step.get("sets") or step["announces"]
    return {option: {issue: option} if "sets" in step else {} for option in scenario["issues"][issue]["options"]}


def _allowed(scenario: dict[str, Any], fixed: Package, before: Package, after: Package) -> bool:
    if any(after[issue] != option for issue, option in fixed.items()):
        return False
    for issue, options in scenario.get("irreversible", {}).items():
        if before[issue] in options and after[issue] != before[issue]:
            return False
    return possible(scenario, after)
