"""What somebody has without a deal, written out: an uncertain number as a parameter, and a secret
one as what each private type sets.
"""

from __future__ import annotations

from negotiate.language.addresses import written_out
from negotiate.language.shape.document import keys_of
from negotiate.language.text import Mapping, Node, Scalar, entries_of, find
from negotiate.problems import Problems

OF_A_PARAMETER = ("value", "range", "distribution")
"""Keys of which one at least says that a number is a parameter."""


def parameter_of(player: str) -> str:
    """The parameter that is an uncertain number of a player."""
    return f"{player}_no_deal"


def write_out(root: Mapping, problems: Problems) -> None:
    """Write each number of `no_deal` that is uncertain, or another for each private type, where the
    language has such numbers; what is neither is left for the shape to tell.
    """
    given = root.entries.get("no_deal")
    if not isinstance(given, Mapping):
        return
    found = Mapping(dict(given.entries), dict(given.keys), given.place, given.size)
    for player, node in given.entries.items():
        if not isinstance(node, Mapping) or not node.entries:
            continue
        types = find(root, ("types", player))
        known = set(keys_of(("parameters", "")) or ())
        if node.entries.keys() <= known and node.entries.keys() & {*OF_A_PARAMETER}:
            found.entries[player] = _parameter(root, player, node, problems)
        elif isinstance(types, Mapping) and node.entries.keys() <= types.entries.keys():
            found.entries[player] = _by_type(types, player, node)
    root.entries["no_deal"] = found


def _parameter(root: Mapping, player: str, node: Mapping, problems: Problems) -> Node:
    """The name of the parameter that the number becomes."""
    name, held = parameter_of(player), root.entries.get("parameters")
    if held is None or isinstance(held, Mapping):
        own = entries_of(held)
        keys = {} if held is None else held.keys
        if name in own:
            message = f"`{name}` is what `no_deal` calls the number of `{player}`"
            problems.add(keys[name], "name-twice", message, "give the parameter another name")
        place = node.place if held is None else held.place
        size = node.size + (0 if held is None else held.size)
        root.entries["parameters"] = Mapping(
            {**own, name: node}, {**keys, name: node.place}, place, size
        )
        root.keys.setdefault("parameters", node.place)
    return Scalar(name, name, node.place)


def _by_type(types: Mapping, player: str, node: Mapping) -> Node:
    """The number of the first type, which the file goes by; each other type sets its own."""
    first, *others = node.entries
    for kind in others:
        full = written_out(types.entries[kind], ("types", player, kind), "set")
        if not isinstance(full, Mapping):
            continue
        held, address = full.entries.get("set"), f"no_deal.{player}"
        own = entries_of(held)
        keys = held.keys if isinstance(held, Mapping) else {}
        where = node.keys[kind]
        changed = Mapping(
            {**own, address: node.entries[kind]},
            {**keys, address: where},
            where if held is None else held.place,
        )
        entries, places = {**full.entries, "set": changed}, {**full.keys}
        places.setdefault("set", where)
        types.entries[kind] = Mapping(entries, places, full.place, full.size + 1)
    return node.entries[first]
