"""What stands, and what may stand, at a point of an address."""

from __future__ import annotations

from negotiate.loading.shape.document import keys_of
from negotiate.loading.text.nodes import find, spelled
from negotiate.loading.text.reader import Mapping, Node, Scalar, Sequence

HOLDERS = ("values", "options", "choose", "odds")
"""Words that may be left out of an address."""

Steps = tuple[str, ...]


def reached(root: Mapping, node: Node, steps: Steps, step: str) -> tuple[Node, Steps] | None:
    """What one more step of an address leads to, with its whole path; None where nothing stands there.

    The words that only hold a list together need not be named, and stand in the path that comes back.
    """
    if isinstance(node, Mapping):
        if step in node.entries:
            return node.entries[step], (*steps, step)
        for name in HOLDERS:
            inner = node.entries.get(name)
            found = None if inner is None else _inside(inner, step)
            if found is not None and not (isinstance(inner, Sequence) and step.isdecimal()):
                return found, (*steps, name, step)
        return None
    found = _inside(node, step)
    return None if found is None else (found, (*steps, step))


def _inside(node: Node, step: str) -> Node | None:
    if isinstance(node, Mapping):
        return node.entries.get(step)
    position = index(node, step) if isinstance(node, Sequence) else None
    return node.items[position] if isinstance(node, Sequence) and position is not None else None


def index(sequence: Sequence, step: str) -> int | None:
    """The item with this name (a step's `move` or `chance`, a list's word), or with this position."""
    for position, item in enumerate(sequence.items):
        names = [item] if isinstance(item, Scalar) else []
        if isinstance(item, Mapping):
            names = [found for found in map(item.entries.get, ("move", "chance")) if isinstance(found, Scalar)]
        if any(isinstance(name.value, str) and name.value == step for name in names):
            return position
    return int(step) if step.isdecimal() and len(step) < 6 and int(step) < len(sequence.items) else None


def names_below(root: Mapping, node: Node, steps: Steps) -> list[str]:
    """What could stand at this point: what does, the keys of the language, and the options of an issue."""
    if isinstance(node, Mapping):
        held = [(name, node.entries[name]) for name in HOLDERS if name in node.entries]
        inner = [key for name, below in held for key in names_below(root, below, (*steps, name))]
        found = [*node.entries, *inner, *options_at(root, steps), *(keys_of(steps) or ())]
    elif isinstance(node, Sequence):
        items = [
            item.entries.get(word) for item in node.items if isinstance(item, Mapping) for word in ("move", "chance")
        ]
        words = [item for item in node.items if isinstance(item, Scalar)]
        found = [spelled(name.value) for name in [*items, *words] if isinstance(name, Scalar)]
    else:
        found = []
    return list(dict.fromkeys(found))


def options_at(root: Mapping, steps: Steps) -> list[str]:
    """In a payoff term with `by`, the options that stand at this level of its table; elsewhere nothing."""
    if len(steps) < 3 or steps[0] != "payoffs" or (len(steps) > 3 and steps[3] != "values"):
        return []
    by, level = find(root, (*steps[:3], "by")), max(0, len(steps) - 4)
    issues = by.items if isinstance(by, Sequence) else [by]
    issue = issues[level] if level < len(issues) else None
    if not isinstance(issue, Scalar):
        return []
    options = find(root, ("issues", spelled(issue.value), "options"))
    return named_in(options)


def named_in(node: Node | None) -> list[str]:
    """The names that a mapping, or a list of names, holds."""
    if isinstance(node, Mapping):
        return list(node.entries)
    items = node.items if isinstance(node, Sequence) else []
    return [spelled(item.value) for item in items if isinstance(item, Scalar)]


def written_out(node: Node, steps: Steps, step: str) -> Node:
    """A part that is written in short, in full, so that more can be said of what the step names; else the node."""
    if isinstance(node, Sequence) and _holds_names(steps) and step in named_in(node):
        values: list[Node] = [item for item in node.items if isinstance(item, Scalar)]
        if len(values) < len(node.items):
            return node
        names = named_in(node)
        entries = {name: _said(value, steps) for name, value in zip(names, values, strict=True)}
        places = {name: value.place for name, value in zip(names, values, strict=True)}
        return Mapping(entries, places, node.place, node.size)
    word = _IN_SHORT.get((steps[0], len(steps))) if steps else None
    if isinstance(node, Scalar) and word is not None and (steps[0] != "issues" or steps[2] == "options"):
        entries = {} if node.value is None else {word: node}
        return Mapping(entries, dict.fromkeys(entries, node.place), node.place)
    return node


_IN_SHORT = {("players", 2): "name", ("parameters", 2): "value", ("issues", 4): "value", ("types", 3): "odds"}
"""Section and depth → the key whose value may stand for the whole part."""


def _holds_names(steps: Steps) -> bool:
    return steps == ("players",) or (len(steps) == 3 and steps[0] == "issues" and steps[2] == "options")


def _said(value: Node, steps: Steps) -> Node:
    """What a bare name in a list says of what it names: its number, if it is one."""
    number = isinstance(value, Scalar) and isinstance(value.value, int | float) and not isinstance(value.value, bool)
    return value if number and steps != ("players",) else Scalar(None, "", value.place)
