"""The addresses of one file, as its schema offers and checks them where something is set or taken away.

They follow the grammar of `addresses`: a parameter by its name, anything else by its path, in which the words that only
hold a list together may be left out. What a scenario turns on is offered with the kind of value that it takes; every
other address is known by a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from negotiate.loading.addresses import HOLDERS, NUMBERS
from negotiate.loading.file_names import entries, items, text
from negotiate.loading.reader import Mapping, Node, Scalar
from negotiate.loading.schema import Json, ref

ADDRESS_LIMIT = 20_000
"""How many addresses of one file are told apart; further ones are all allowed."""
_TURNED = ("players", "issues", "matrix", "models", "status_quo", "payoffs", "red_lines", "protocol")
_WHOLE = ("no_deal", "on_table", "signers")
"""The sections, and the keys, on which an answer turns."""
_TOLD = ("about", "unit", "range", "date", "source", "name", "leader", "move", "chance", "kind", "data", "regions")
_MADE = ("player", "announces", "sets", "by", "from", *NUMBERS)
"""Keys that are there to be read, and keys that say what a part is; a part with a number is set as a whole."""
_REMOVED = {
    "payoffs": 3,
    "red_lines": 2,
    "protocol": 2,
    "infeasible": 2,
    "irreversible": 2,
    "signers": 2,
    "on_table": 2,
}
"""Section → how deep the address of a whole entry goes."""

Steps = tuple[str, ...]


@dataclass(slots=True)
class Addresses:
    """What the addresses of a file may be.

    Parameters
    ----------
    offered : dict
        Address → the schema of what it takes.
    known : set
        Every address, as steps; those that hold something, and those that could.
    there : set
        Those that hold something.
    open : set
        Mappings in which a new name may be set to a new part.
    """

    definitions: Json
    offered: dict[str, Json] = field(default_factory=dict)
    known: set[Steps] = field(default_factory=set)
    there: set[Steps] = field(default_factory=set)
    open: set[Steps] = field(default_factory=set)

    def full(self) -> bool:
        """Whether there are too many to tell them apart."""
        return len(self.known) >= ADDRESS_LIMIT


def addresses_of(root: Node | None, definitions: Json) -> Json:
    """The definitions `changes` and `address` of a file; nothing where it could not be read."""
    if not isinstance(root, Mapping):
        return {}
    found = Addresses(definitions)
    document = definitions["Document"]
    for name, part in entries(root.entries.get("parameters")).items():
        found.known.add((name,))
        found.there.add((name,))
        schema = _below(definitions, _below(definitions, document, "parameters"), name)
        found.offered[name] = {**schema, "description": text(entries(part).get("about")).strip() or "a parameter"}
    _walk(found, root, document, ())
    return {} if found.full() else {"changes": _changes(found), "address": _removals(found)}


def _changes(found: Addresses) -> Json:
    others = found.known - {tuple(address.split(".")) for address in found.offered}
    patterns: Json = {pattern_of(others): {}} if others else {}
    if found.open:
        patterns[f"^({'|'.join(_new_names(found, steps) for steps in sorted(found.open))})$"] = {"type": "object"}
    return {
        "type": "object",
        "properties": found.offered,
        "patternProperties": patterns | {_untold(found.definitions): {}},
        "additionalProperties": False,
    }


def _new_names(found: Addresses, steps: Steps) -> str:
    """The pattern of names that a mapping does not hold yet."""
    taken = sorted(known[-1] for known in found.known if known[:-1] == steps)
    held = f"(?!({'|'.join(escaped(name) for name in taken)})$)" if taken else ""
    return rf"{escaped('.'.join(steps))}\.{held}[^.]+"


def _removals(found: Addresses) -> Json:
    whole = [".".join(steps) for steps in sorted(found.there) if len(steps) == _REMOVED.get(steps[0], 0)]
    there = {"type": "string", "pattern": pattern_of(found.there)}
    untold = {"type": "string", "pattern": _untold(found.definitions)}
    return {"anyOf": [*([{"type": "string", "enum": whole}] if whole else []), there, untold]}


def _untold(definitions: Json) -> str:
    """The addresses in sections on which no answer turns: they are not told apart."""
    sections = [key for key in definitions["Document"]["properties"] if not _is_told_apart(key)]
    return f"^({'|'.join(sections)})(\\..+)?$"


def _is_told_apart(section: str) -> bool:
    return section in (*_TURNED, *_WHOLE, *_REMOVED, "parameters")


def _walk(found: Addresses, node: Node, schema: Json, steps: Steps, short: bool = True, whole: bool = True) -> None:
    """Note every address below a node.

    Parameters
    ----------
    short : bool
        No word stands in it that could be left out.
    whole : bool
        No word is left out of it.
    """
    if found.full():
        return
    if whole and steps and isinstance(node, Mapping) and _is_open(found.definitions, schema):
        found.open.add(steps)
    for name, below, inner, counted in _children(found.definitions, node, schema):
        here = (*steps, name)
        if not name or "." in name or not _is_told_apart(here[0]):
            continue
        needless = name in HOLDERS and isinstance(below, Mapping)
        found.known.add(here)
        if short and not counted and not needless and _is_turned(here):
            _offer(found, here, below, inner)
        if below is not None:
            found.there.add(here)
            _walk(found, below, inner, here, short and not needless and not counted, whole)
        if needless and below is not None:
            _walk(found, below, inner, steps, short and not counted, False)


def _children(definitions: Json, node: Node, schema: Json) -> Iterator[tuple[str, Node | None, Json, bool]]:
    """Name, what stands there if anything does, the schema of what may, and whether it is a place in a list."""
    if isinstance(node, Mapping):
        for name in dict.fromkeys([*node.entries, *_keys(definitions, schema)]):
            inner = _table(definitions, node) if name == "values" else {}
            yield name, node.entries.get(name), inner or _below(definitions, schema, name), False
    for position, item in enumerate(items(node)):
        inner = _item(definitions, schema)
        yield str(position), item, inner, True
        yield text(entries(item).get("move")) or text(entries(item).get("chance")), item, inner, False
        if isinstance(item, Scalar) and isinstance(item.value, str):
            yield item.value, item, inner, True


def _table(definitions: Json, term: Mapping) -> Json:
    """The schema of a payoff term's `values`, where it is known which issues they list."""
    by = term.entries.get("by")
    issues = [text(item) for item in items(by)] or [text(by)]
    return dict(definitions.get(f"cells-of-{'-and-'.join(issues)}", {}))


def _offer(found: Addresses, steps: Steps, node: Node | None, schema: Json) -> None:
    """Offer an address with the schema of its value; a part that holds one number takes that number too."""
    takes_number = _is_value(found.definitions, schema)
    if isinstance(node, Mapping) and steps[0] not in _WHOLE:
        if not any(number in node.entries for number in NUMBERS):
            return
        schema = schema if takes_number else {"anyOf": [ref("amount"), schema]}
    if node is not None or takes_number or len(steps) == 1:
        found.offered[".".join(steps)] = schema


def _is_turned(steps: Steps) -> bool:
    if len(steps) == 1:
        return steps[0] in _WHOLE
    return steps[0] in _TURNED and steps[-1] not in (*_TOLD, *_MADE) and "regions" not in steps


def _is_value(definitions: Json, schema: Json) -> bool:
    """Whether it takes a number or a formula."""
    kinds = [found.get("type") for found in _alternatives(definitions, schema)]
    return any(kind == "number" or (isinstance(kind, list) and "number" in kind) for kind in kinds)


def _alternatives(definitions: Json, schema: Json) -> Iterator[Json]:
    """A schema, references followed, and each of the kinds that it may be."""
    for _ in range(4):
        if "$ref" in schema:
            schema = definitions.get(schema["$ref"].rpartition("/")[2], {})
    yield schema
    for kind in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        if "properties" in kind or "type" in kind or "$ref" in kind or "anyOf" in kind:
            yield from _alternatives(definitions, kind) if kind != ref("table") else ()


def _keys(definitions: Json, schema: Json) -> Iterable[str]:
    for found in _alternatives(definitions, schema):
        yield from (name for name, below in found.get("properties", {}).items() if isinstance(below, dict))


def _below(definitions: Json, schema: Json, name: str) -> Json:
    """The schema of what stands under a key."""
    for found in _alternatives(definitions, schema):
        inner = found.get("properties", {}).get(name, found.get("additionalProperties"))
        if isinstance(inner, dict):
            return inner
    return {}


def _item(definitions: Json, schema: Json) -> Json:
    kinds = [found["items"] for found in _alternatives(definitions, schema) if "items" in found]
    return dict(kinds[0]) if kinds else {}


def _is_open(definitions: Json, schema: Json) -> bool:
    """Whether a mapping takes new names with parts of their own."""
    for found in _alternatives(definitions, schema):
        inner = found.get("additionalProperties")
        if isinstance(inner, dict) and any(kind.get("type") == "object" for kind in _alternatives(definitions, inner)):
            return True
    return False


def pattern_of(addresses: Iterable[Steps]) -> str:
    r"""A pattern that matches these addresses and no others.

    Examples
    --------
    >>> print(pattern_of([("a",), ("a", "b"), ("c", "d")]))
    ^(a(\.b)?|c\.d)$
    """
    tree: _Tree = {}
    for steps in addresses:
        branch = tree
        for step in (*steps, _END):
            branch = branch.setdefault(step, {})
    return f"^{_branch(tree)}$"


_END = ""
_Tree = dict[str, "_Tree"]


def escaped(name: str) -> str:
    """A name in a pattern, with a backslash only where JavaScript allows one."""
    return re.sub(r"[.^$*+?()\[\]{}|\\/]", r"\\\g<0>", name)


def _branch(tree: _Tree) -> str:
    words = []
    for step, below in sorted(tree.items()):
        inner = {name: tail for name, tail in below.items() if name != _END}
        tail = rf"\.{_branch(inner)}" if inner else ""
        if step != _END:
            words.append(escaped(step) + (f"({tail})?" if tail and _END in below else tail))
    return words[0] if len(words) == 1 else f"({'|'.join(words)})"
