"""What was probably meant by an action that is written without the issue that it sets."""

from __future__ import annotations

from negotiate.loading.text.nodes import Path, find, plain, spelled
from negotiate.loading.text.reader import Node


def action_meant(found: object, path: Path, root: Node) -> str:
    """A hint for what stands in place of a move's actions, or of one of them; nothing where none is sure.

    Parameters
    ----------
    found : object
        What stands there.
    path : tuple
        Where in the file.
    root : Node
        The whole file, which says what the mover decides.
    """
    if path[:1] != ("protocol",) or path[2:3] != ("choose",):
        return ""
    offered = [spelled(found)] if isinstance(found, str | int | float) else _words(found)
    issues = _decided(root, path[:2], offered)
    if len(path) == 4 and isinstance(found, str | int | float) and len(issues) == 1:
        return f"write `{path[3]}: {{{issues[0]}: {offered[0]}}}`"
    if len(path) == 3 and offered and issues:
        return f"to choose among the options of an issue write `sets: {issues[0]}` in place of `choose`"
    return ""


def _words(found: object) -> list[str]:
    """The words of a list."""
    items = found if isinstance(found, list) else []
    return [spelled(item) for item in items if isinstance(item, str | int | float)]


def _decided(root: Node, step: Path, offered: list[str]) -> list[str]:
    """The issues that the mover decides and that have all of these options."""
    player = _value(root, (*step, "player"))
    issues = _value(root, ("issues",))
    result = []
    for name, part in issues.items() if isinstance(issues, dict) else ():
        deciders = part.get("decided_by") if isinstance(part, dict) else None
        options = part.get("options") if isinstance(part, dict) else None
        known = _words(list(options)) if isinstance(options, list | dict) else []
        who = deciders if isinstance(deciders, list) else [deciders]
        if (player in who or "agreement" in who) and set(offered) <= set(known):
            result.append(str(name))
    return result


def _value(root: Node, path: Path) -> object:
    node = find(root, path)
    return None if node is None else plain(node)
