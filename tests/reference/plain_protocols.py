"""Outcome trees the plain way: one recursion from step to step, with a package as a dictionary.

Scenarios are the dictionaries of `tests.scenario_strategies`. Types are dealt before the first
step, and each path goes on in the scenario as its types make it. What a mover knows is written out
in words: two nodes look the same to it where these are the same.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from tests.reference.plain_payoffs import Package, crossed, holds, possible


class NothingLeft(Exception):
    """A mover has nothing left to do, or chance would do what cannot be done."""


class ToldApart(Exception):
    """A mover could do different things at nodes that look the same to it."""


@dataclass
class Node:
    """A point of the game: whose step it is, and what follows each action; a leaf holds the package
    it ends with.

    `knows` is what the mover knows; `scenario` is the one that the types on the path make; `paid`
    is what each player has paid for signing across soft red lines.
    """

    package: Package
    step: str = ""
    mover: str = ""
    children: dict[str, Node] = field(default_factory=dict)
    odds: dict[str, float] = field(default_factory=dict)
    knows: str = ""
    scenario: dict[str, Any] = field(default_factory=dict)
    paid: dict[str, float] = field(default_factory=dict)

    def leaves(self) -> list[Node]:
        return (
            [leaf for child in self.children.values() for leaf in child.leaves()]
            if self.children
            else [self]
        )

    def size(self) -> int:
        return 1 + sum(child.size() for child in self.children.values())

    def nodes(self) -> list[Node]:
        return [self, *(node for child in self.children.values() for node in child.nodes())]


@dataclass(frozen=True)
class Path:
    """What has been done on the way to a node, what each player knew when it moved, and what it
    paid for signing.
    """

    types: dict[str, str] = field(default_factory=dict)
    done: dict[str, str] = field(default_factory=dict)
    memories: dict[str, list[str]] = field(default_factory=dict)
    paid: dict[str, float] = field(default_factory=dict)

    def knowledge(self, scenario: dict[str, Any], position: int) -> str:
        """What the mover of a step knows: its type, what it did and knew at its own moves, what it
        has seen.
        """
        step = scenario["protocol"][position]
        earlier = [one.get("move") or one["chance"] for one in scenario["protocol"][:position]]
        seen = {name: self.done.get(name) for name in earlier if name in step.get("sees", earlier)}
        return repr(
            (
                step["move"],
                self.types.get(step["player"]),
                self.memories.get(step["player"], []),
                seen,
            )
        )

    def after(self, step: dict[str, Any], knows: str, action: str) -> Path:
        done = {**self.done, (step.get("move") or step["chance"]): action}
        if "chance" in step:
            return replace(self, done=done)
        own = [*self.memories.get(step["player"], []), repr((knows, action))]
        return replace(self, done=done, memories={**self.memories, step["player"]: own})

    def signing(self, scenario: dict[str, Any], signers: list[str], package: Package) -> Path:
        """What is paid besides where these sign this package."""
        paid = dict(self.paid)
        for line in scenario.get("red_lines", {}).values():
            if line["player"] in signers and "cost" in line and crossed(line, package):
                paid[line["player"]] = paid.get(line["player"], 0) + line["cost"]
        return replace(self, paid=paid)


def grow(scenario: dict[str, Any], fixed: Package | None = None) -> Node:
    """The tree of a scenario's protocol."""
    fixed = fixed or {}
    start = {**scenario["status_quo"], **fixed}
    root = _dealt(scenario, fixed, list(scenario.get("types", {})), start, Path())
    offers: dict[str, list[str]] = {}
    for node in root.nodes():
        if node.mover and offers.setdefault(node.knows, list(node.children)) != list(node.children):
            raise ToldApart
    return root


def _dealt(
    scenario: dict[str, Any], fixed: Package, players: list[str], package: Package, path: Path
) -> Node:
    """The tree in which the types of these players are dealt first."""
    if not players:
        return _at(scenario, fixed, 0, package, {}, path)
    player, types = players[0], scenario["types"][players[0]]
    node = Node(
        package,
        f"{player} is",
        odds={name: one["odds"] for name, one in types.items()},
        scenario=scenario,
    )
    for name, one in types.items():
        below = Path({**path.types, player: name})
        node.children[name] = _dealt(
            changed(scenario, one.get("set", {})), fixed, players[1:], package, below
        )
    return node


def changed(scenario: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    """The scenario with other parameters, or with other keys in its terms."""
    result = deepcopy(scenario)
    for address, value in settings.items():
        holder, *steps = (
            [result["parameters"], address] if "." not in address else [result, *address.split(".")]
        )
        for step in steps[:-1]:
            holder = holder[step]
        holder[steps[-1]] = value
    return result


def _at(
    scenario: dict[str, Any],
    fixed: Package,
    position: int,
    package: Package,
    said: dict[str, str],
    path: Path,
) -> Node:
    steps = scenario["protocol"]
    if position == len(steps):
        return Node(package, scenario=scenario, paid=path.paid)
    step = steps[position]
    if not holds(step.get("when"), package):
        return _at(scenario, fixed, position + 1, package, said, path)
    knows = "" if "chance" in step else path.knowledge(scenario, position)
    node = Node(
        package,
        step.get("move") or step["chance"],
        step.get("player", ""),
        {},
        step.get("odds", {}),
        knows,
        scenario,
    )
    actions = _actions(scenario, step)
    for action, changes in actions.items():
        after = {
            **package,
            **{
                issue: said.get(option, package[issue]) if option.startswith("step_") else option
                for issue, option in changes.items()
            },
        }  # fmt: skip - one thought
        signers = step.get("choose", {}).get(action, {}).get("signs", [])
        if _allowed(scenario, fixed, package, after) and _signable(scenario, signers, after):
            heard = {**said, node.step: action} if "announces" in step else said
            below = path.after(step, knows, action).signing(scenario, signers, after)
            node.children[action] = _at(scenario, fixed, position + 1, after, heard, below)
    if not node.children or ("chance" in step and len(node.children) < len(actions)):
        raise NothingLeft
    return node


def _actions(scenario: dict[str, Any], step: dict[str, Any]) -> dict[str, Package]:
    if "choose" in step:
        return {
            action: {k: v for k, v in does.items() if k != "signs"}
            for action, does in step["choose"].items()
        }
    if "odds" in step:
        return {outcome: step.get("does", {}).get(outcome, {}) for outcome in step["odds"]}
    issue = step.get("sets") or step["announces"]
    return {
        option: {issue: option} if "sets" in step else {}
        for option in scenario["issues"][issue]["options"]
    }


def _signable(scenario: dict[str, Any], signers: list[str], package: Package) -> bool:
    """Whether none of these has a hard red line that a package crosses."""
    lines = scenario.get("red_lines", {}).values()
    return not any(
        line["player"] in signers and "cost" not in line and crossed(line, package)
        for line in lines
    )


def _allowed(scenario: dict[str, Any], fixed: Package, before: Package, after: Package) -> bool:
    if any(after[issue] != option for issue, option in fixed.items()):
        return False
    for issue, options in scenario.get("irreversible", {}).items():
        if before[issue] in options and after[issue] != before[issue]:
            return False
    return possible(scenario, after)
