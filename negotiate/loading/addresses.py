"""One grammar of addresses for everything that changes a scenario from outside or from within.

A parameter is addressed by its name, anything else by its path: `payoffs.us.mic2025.curb`, `players.us.patience`.
Words that only hold a list together (`values`, `options`, `choose`, `odds`) may be left out of a path.
"""

from __future__ import annotations

from negotiate.loading.nodes import find, spelled
from negotiate.loading.problems import Place, Problems, listed, nearest
from negotiate.loading.reader import Mapping, Node, Scalar, Sequence

HOLDERS = ("values", "options", "choose", "odds")
"""Words that may be left out of an address."""
NUMBERS = ("value", "amount", "expr")
"""Words for which a number may stand that is set to a whole part."""


def put(root: Mapping, address: str, value: Node, place: Place, problems: Problems) -> None:
    """Set what an address names to a value; a mistake is noted in `problems`."""
    steps = _steps(root, address)
    found = _walk(root, steps[:-1], address, place, problems)
    if found is None:
        return
    holder, key = found, steps[-1]
    if isinstance(holder, Sequence):
        _put_item(holder, key, address, value, place, problems)
        return
    if not isinstance(holder, Mapping):
        problems.add(place, "unknown-address", f"`{address}`: nothing stands below `{'.'.join(steps[:-1])}`")
        return
    holder = _left_out(root, _holder_of(holder, key), key)
    if key in holder.entries:
        _replace(holder, key, value)
    elif len(steps) == 1 or (not isinstance(value, Mapping) and nearest(key, _keys_below(holder))):
        _unknown(root, address, key, holder, place, problems)
    else:
        holder.entries[key] = value
        holder.keys[key] = place


def remove(root: Mapping, address: str, place: Place, problems: Problems) -> None:
    """Take away what an address names; a mistake is noted in `problems`."""
    steps = _steps(root, address)
    found = _walk(root, steps[:-1], address, place, problems)
    if found is None:
        return
    holder, key = found, steps[-1]
    if isinstance(holder, Sequence):
        index = _index(holder, key)
        if index is not None:
            del holder.items[index]
            return
    elif isinstance(holder, Mapping):
        holder = _holder_of(holder, key)
        if key in holder.entries:
            del holder.entries[key]
            holder.keys.pop(key, None)
            return
    _unknown(root, address, key, holder, place, problems)


def _steps(root: Mapping, address: str) -> list[str]:
    parameters = root.entries.get("parameters")
    if isinstance(parameters, Mapping) and address in parameters.entries:
        return ["parameters", address]
    return address.split(".")


def _walk(root: Mapping, steps: list[str], address: str, place: Place, problems: Problems) -> Node | None:
    node: Node = root
    for step in steps:
        below: Node | None = None
        if isinstance(node, Mapping):
            below = _holder_of(node, step).entries.get(step)
        elif isinstance(node, Sequence):
            index = _index(node, step)
            below = None if index is None else node.items[index]
        if below is None:
            _unknown(root, address, step, node, place, problems)
            return None
        node = below
    return node


def _holder_of(mapping: Mapping, key: str) -> Mapping:
    """The mapping itself, or one of the holders in it that has the key."""
    if key not in mapping.entries:
        for name in HOLDERS:
            inner = mapping.entries.get(name)
            if isinstance(inner, Mapping) and key in inner.entries:
                return inner
    return mapping


def _left_out(root: Mapping, term: Mapping, key: str) -> Mapping:
    """The `values` of a term, where the key is an option that they leave out; else the mapping itself."""
    values, by = term.entries.get("values"), term.entries.get("by")
    if key in term.entries or not isinstance(values, Mapping) or not isinstance(by, Scalar | Sequence):
        return term
    first = by if isinstance(by, Scalar) else next(iter(by.items), by)
    name = spelled(first.value) if isinstance(first, Scalar) else ""
    options = find(root, ("issues", name, "options"))
    return values if options is not None and key in _keys_below(options) else term


def _replace(holder: Mapping, key: str, value: Node) -> None:
    old = holder.entries[key]
    if isinstance(old, Mapping) and isinstance(value, Scalar):
        for name in NUMBERS:
            if name in old.entries:
                old.entries[name] = value
                return
    holder.entries[key] = value


def _index(sequence: Sequence, key: str) -> int | None:
    """The item with this name (a step's `move` or `chance`, a list's word), or with this position."""
    for position, item in enumerate(sequence.items):
        if isinstance(item, Mapping):
            names = [item.entries.get(word) for word in ("move", "chance")]
            if any(isinstance(name, Scalar) and spelled(name.value) == key for name in names):
                return position
        elif isinstance(item, Scalar) and isinstance(item.value, str) and item.value == key:
            return position
    return int(key) if key.isdecimal() and len(key) < 6 and int(key) < len(sequence.items) else None


def _put_item(sequence: Sequence, key: str, address: str, value: Node, place: Place, problems: Problems) -> None:
    index = _index(sequence, key)
    if index is None:
        problems.add(place, "unknown-address", f"`{address}`: the list has no item `{key}`")
    else:
        sequence.items[index] = value


def _keys_below(node: Node) -> list[str]:
    """What could stand at this point of an address."""
    if isinstance(node, Mapping):
        inner = [key for name in HOLDERS for key in _keys_below(node.entries.get(name, Scalar(None, "", node.place)))]
        return [*node.entries, *inner]
    if isinstance(node, Sequence):
        names = [
            item.entries.get(word) for item in node.items if isinstance(item, Mapping) for word in ("move", "chance")
        ]
        words = [item for item in node.items if isinstance(item, Scalar)]
        return [spelled(n.value) for n in [*names, *words] if isinstance(n, Scalar)]
    return []


def _unknown(root: Mapping, address: str, step: str, node: Node, place: Place, problems: Problems) -> None:
    known = list(dict.fromkeys(_keys_below(node)))
    parameters = _keys_below(root.entries["parameters"]) if node is root and "parameters" in root.entries else []
    shown = f"the parameters are {listed(parameters)}" if parameters else f"known here: {listed(known)}"
    if node is root and not parameters and place.path.startswith("--set") and "." not in address:
        shown = f"the scenario has no parameters; an address is a path such as `{_example(root)}`"
    problems.add(
        place,
        "unknown-address",
        f"`{address}` names nothing in this scenario: there is no `{step}`",
        nearest(step, [*parameters, *known]) or shown,
    )


def _example(root: Mapping) -> str:
    """An address that names something in this scenario."""
    for steps in (("matrix",), ("payoffs",)):
        node: Node | None = root.entries.get(steps[0])
        path = list(steps)
        while isinstance(node, Mapping | Sequence) and len(path) < 3 + (steps[0] == "matrix"):
            step = next(iter(node.entries), "") if isinstance(node, Mapping) else "0"
            path.append(step)
            node = node.entries.get(step) if isinstance(node, Mapping) else None
        if len(path) > len(steps) + 1:
            return ".".join(path)
    return "players.PLAYER.name"
