"""The JSON Schema of one file: that of the language, with the file's own names and addresses in it.

It is made from the file as it is written, with what it extends below it, and not from a bound
scenario: a file with mistakes gets the best schema that can be had of it. What the scenario turns
on is offered with the kind of value that it takes; every other address is known by a pattern.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from negotiate.display import record
from negotiate.language.addresses import (
    BY_NAME,
    HOLDERS,
    NUMBERS,
    Steps,
    names_below,
    options_at,
    reached,
    written_out,
)
from negotiate.language.editor.names import FileNames, closed, escaped, file_roles, names_of, words
from negotiate.language.editor.schema import (
    Json,
    json_schema,
    language,
    mapping,
    of_one_file,
    rebuilt,
    ref,
)
from negotiate.language.library import as_written, lay_out
from negotiate.language.shape import Key, Section
from negotiate.language.shape.document import marked, sections
from negotiate.language.text import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    entries_of,
    find,
    items_of,
    text_of,
)
from negotiate.language.text.reader import read_bytes, read_text
from negotiate.problems import Problems

ADDRESS_LIMIT = 10_000
"""How many addresses of one file are told apart; further ones are all allowed."""
_FIXED = {*marked(Key.READ), *marked(Key.MADE), *NUMBERS}
"""Keys that are there to be read, and keys that say what a part is; a part with a number is set as
a whole.
"""
_MADE_ON_THE_WAY, _DEEPEST = ("repeat",), 2
"""The section of which what a file lacks is made where something in it is set, and down to how many
steps.
"""


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

    root: Mapping
    definitions: Json
    offered: dict[Steps, Json] = field(default_factory=dict)
    known: set[Steps] = field(default_factory=set)
    there: set[Steps] = field(default_factory=set)
    open: set[Steps] = field(default_factory=set)

    def full(self) -> bool:
        """Whether there are too many to tell them apart."""
        return len(self.known) >= ADDRESS_LIMIT


@record
class _Point:
    """Where an address has led: its steps as written, the whole path, the node there, and the
    schema of that place.
    """

    steps: Steps
    path: Steps
    node: Node | None
    schema: Json
    counted: bool = False


def addresses_of(root: Node | None, definitions: Json) -> Json:
    """The definitions `changes` and `address` of a file; nothing where it could not be read."""
    if not isinstance(root, Mapping):
        return {}
    found = Addresses(root, definitions)
    _note_all(found)
    found.root = Mapping(dict(root.entries), dict(root.keys), root.place, root.size)
    lay_out(found.root, Problems())
    _note_all(found)
    return {} if found.full() else {"changes": _changes(found), "address": _removals(found)}


def _note_all(found: Addresses) -> None:
    """Note every address of the file as it now stands."""
    document = found.definitions["Document"]
    for section in BY_NAME:
        holder = _below(found.definitions, document, section)
        for name, part in entries_of(found.root.entries.get(section)).items():
            found.known.add((name,))
            found.there.add((name,))
            said = text_of(entries_of(part).get("about")).strip() or "a parameter"
            schema = _below(found.definitions, holder, name)
            found.offered[(name,)] = {**schema, "description": said}
    _walk(found, _Point((), (), found.root, document))


def _changes(found: Addresses) -> Json:
    others = found.known - found.offered.keys()
    patterns: Json = {pattern_of(others): {}} if others else {}
    if found.open:
        patterns[f"^({'|'.join(_new_names(found, steps) for steps in sorted(found.open))})$"] = {
            "type": "object"
        }
    return {
        "type": "object",
        "properties": {".".join(steps): schema for steps, schema in found.offered.items()},
        "patternProperties": patterns | {_untold(found.definitions): {}},
        "additionalProperties": False,
    }


def _new_names(found: Addresses, steps: Steps) -> str:
    """The pattern of names that a mapping does not hold yet."""
    taken = sorted(known[-1] for known in found.known if known[:-1] == steps)
    held = f"(?!({'|'.join(escaped(name) for name in taken)})$)" if taken else ""
    return rf"{escaped('.'.join(steps))}\.{held}[^.]+"


def _removals(found: Addresses) -> Json:
    whole = [
        ".".join(steps) for steps in sorted(found.there) if len(steps) == _section(steps[0]).removed
    ]
    there = {"type": "string", "pattern": pattern_of(found.there)}
    untold = {"type": "string", "pattern": _untold(found.definitions)}
    return {"anyOf": [*([{"type": "string", "enum": whole}] if whole else []), there, untold]}


def _untold(definitions: Json) -> str:
    """The addresses in sections on which no answer turns: they are not told apart."""
    sections = [key for key in definitions["Document"]["properties"] if not _is_told_apart(key)]
    return f"^({'|'.join(sections)})(\\..+)?$"


def _is_told_apart(section: str) -> bool:
    mark = _section(section)
    return bool(mark.turned or mark.removed or mark.worth)


def _section(name: str) -> Section:
    return sections().get(name, Section())


def _walk(found: Addresses, here: _Point) -> None:
    """Note every address below a point."""
    if not found.full():
        _walk_unwritten(found, here)
    if found.full() or here.node is None:
        return
    if (
        here.steps == here.path != ()
        and isinstance(here.node, Mapping)
        and _is_open(found.definitions, here.schema)
    ):
        found.open.add(here.steps)
    for point in _children(found, here):
        _note(found, point)
        _walk(found, point)


def _walk_unwritten(found: Addresses, here: _Point) -> None:
    """Note the addresses of what a point lacks, where whatever is set there is made."""
    if here.steps[:1] != _MADE_ON_THE_WAY or len(here.steps) > _DEEPEST:
        return
    if _is_open(found.definitions, here.schema):
        found.open.add(here.steps)
    for schema in list(_alternatives(found.definitions, here.schema)):
        for name, inner in schema.get("properties", {}).items():
            point = _Point((*here.steps, name), (*here.path, name), None, inner)
            _note(found, point)
            _walk_unwritten(found, point)


def _note(found: Addresses, point: _Point) -> None:
    """Note an address, and offer it with the schema of its value where an answer turns on it.

    A part that holds one number takes that number too. With a word that may be left out an address
    is not offered.
    """
    steps, schema, node = point.steps, point.schema, point.node
    found.known.add(steps)
    if node is not None:
        found.there.add(steps)
    turned, last = _section(steps[0]).turned, steps[-1]
    below = turned == "below" and last not in _FIXED and "regions" not in steps
    spare = any(step in HOLDERS for step in steps[1:-1]) or (
        last in HOLDERS and isinstance(node, Mapping)
    )
    if point.counted or spare or not (turned == "whole" if len(steps) == 1 else below):
        return
    kinds = [kind.get("type") for kind in _alternatives(found.definitions, schema)]
    takes_number = any("number" in (kind if isinstance(kind, list) else [kind]) for kind in kinds)
    if isinstance(node, Mapping) and turned != "whole":
        if not node.entries.keys() & set(NUMBERS):
            return
        schema = schema if takes_number else {"anyOf": [ref("amount"), schema]}
    if node is not None or takes_number or len(steps) == 1:
        found.offered[steps] = schema


def _children(found: Addresses, here: _Point) -> Iterator[_Point]:
    """What one more step may lead to."""
    node, path = here.node, here.path
    if node is None:
        return
    lists = [node, *(entries_of(node).get(name) for name in HOLDERS)]
    places = {str(position) for each in lists for position in range(len(items_of(each)))}
    options = set(options_at(found.root, path)) if len(path) == 3 else set()
    full, said = _in_full(node, path)
    if isinstance(node, Scalar):
        node = full
    for name in dict.fromkeys([*names_below(found.root, node, path), *sorted(places)]):
        if found.full():
            return
        if not name or not _is_told_apart((*path, name)[0]):
            continue
        at = full if name in said else node
        led = reached(at, path, name)
        below, whole = led or (None, (*path, *(("values",) if name in options else ()), name))
        schema = _schema(found.definitions, here, at, whole[len(path) :])
        word = isinstance(at, Sequence) and isinstance(below, Scalar)
        yield _Point(
            (*here.steps, name), whole, below, schema, name in places or word or here.counted
        )


def _in_full(node: Node, path: Steps) -> tuple[Node, set[str]]:
    """A part that is written in short, in full, and the names for which that is needed."""
    held = entries_of(node).get("options") if len(path) == 2 and path[0] == "issues" else None
    said = {text_of(item) for item in items_of(node if held is None else held)} - {""}
    any_name = next(iter(said), "")
    if held is None or not isinstance(node, Mapping):
        return written_out(node, path, any_name), said
    options = written_out(held, (*path, "options"), any_name)
    return Mapping({**node.entries, "options": options}, node.keys, node.place, node.size), said


def _schema(definitions: Json, here: _Point, node: Node, steps: Steps) -> Json:
    """The schema of what stands some steps below a point."""
    schema = here.schema
    for step in steps:
        if isinstance(node, Sequence):
            schema = _item(definitions, schema)
        else:
            schema = (_table(definitions, node) if step == "values" else {}) or _below(
                definitions, schema, step
            )
        node = entries_of(node).get(step, node)
    return schema


def _table(definitions: Json, term: Node) -> Json:
    """The schema of a payoff term's `values`, where it is known which issues they list."""
    by = entries_of(term).get("by")
    issues = list(map(text_of, items_of(by))) or [text_of(by)]
    return dict(definitions.get(f"cells-of-{'-and-'.join(issues)}", {}))


def _alternatives(definitions: Json, schema: Json) -> Iterator[Json]:
    """A schema, references followed, and each of the kinds that it may be."""
    for _ in range(4):
        if "$ref" in schema:
            schema = definitions.get(schema["$ref"].rpartition("/")[2], {})
    yield schema
    for kind in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        if "properties" in kind or "type" in kind or "$ref" in kind or "anyOf" in kind:
            yield from _alternatives(definitions, kind) if kind != ref("table") else ()


def _below(definitions: Json, schema: Json, name: str) -> Json:
    """The schema of what stands under a key."""
    for found in _alternatives(definitions, schema):
        inner = found.get("properties", {}).get(name, found.get("additionalProperties"))
        if isinstance(inner, dict):
            return inner
    return {}


def _item(definitions: Json, schema: Json) -> Json:
    return next(
        (found["items"] for found in _alternatives(definitions, schema) if "items" in found), {}
    )


def _is_open(definitions: Json, schema: Json) -> bool:
    """Whether a mapping takes new names with parts of their own."""
    inside = [found.get("additionalProperties") for found in _alternatives(definitions, schema)]
    kinds = (
        kind
        for inner in inside
        if isinstance(inner, dict)
        for kind in _alternatives(definitions, inner)
    )
    return any(kind.get("type") == "object" for kind in kinds)


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


def _branch(tree: _Tree) -> str:
    words = []
    for step, below in sorted(tree.items()):
        inner = {name: tail for name, tail in below.items() if name != _END}
        tail = rf"\.{_branch(inner)}" if inner else ""
        if step != _END:
            words.append(escaped(step) + (f"({tail})?" if tail and _END in below else tail))
    return words[0] if len(words) == 1 else f"({'|'.join(words)})"


LOOKED = 40
"""Steps of a protocol for which the steps before each are told apart: there are as many squared."""
LONGEST, MOST = 6, 200
"""Issues in one list by which a term is told, and lists of them in one file, whose options are told
apart.
"""


def schema_of(path: Path) -> Json:
    """The JSON Schema of a file; that of the language where its text cannot be read as YAML.

    Raises
    ------
    ScenarioNotFound
        If there is no such file.
    """
    shown, own = str(path), _own(path)
    if own is None:
        return json_schema()
    extends = "extends" in own.entries
    root = as_written(path, shown, Problems())
    below = as_written(path, shown, Problems(), changed=False) if extends else None
    return file_schema(root or own, below, extends=extends)


def is_read(path: Path) -> bool:
    """Whether a file can be read, so that its schema knows its names.

    Raises
    ------
    ScenarioNotFound
        If there is no such file.
    """
    return _own(path) is not None


def _own(path: Path) -> Mapping | None:
    """What a file itself says, if it can be read as a mapping."""
    text_of_file = read_bytes(path, str(path), Problems())
    own = None if text_of_file is None else read_text(text_of_file, str(path), Problems())
    return own if isinstance(own, Mapping) else None


def file_schema(root: Node, below: Node | None = None, *, extends: bool = False) -> Json:
    """The JSON Schema of a file with these nodes.

    Parameters
    ----------
    root : Node
        The file, with everything it extends below it.
    below : Node, optional
        The same before the file's own `set` and `remove`, whose addresses are found there.
    extends : bool
        Whether the file itself holds only some of it.
    """
    names = names_of(root)
    definitions: Json = language()
    definitions |= file_roles(names)
    definitions |= _tables(root, names, complete=not extends)
    if names.is_matrix():
        definitions |= _row(names, complete=not extends)
    definitions["TermPart"] = _term(definitions["TermPart"], _listed(root, names))
    if rules := [*_spoken(names), *_seen(names)]:
        definitions["StepPart"] = {**definitions["StepPart"], "allOf": rules}
    known = definitions
    definitions = {
        name: rebuilt(part, lambda found: _closed(found, known)) for name, part in known.items()
    }
    definitions |= addresses_of(root, definitions)
    if below is not None:
        _address_below(definitions, below)
    return of_one_file(definitions, extends)


def _term(part: Json, rules: list[Json]) -> Json:
    """A payoff term; what its `values` hold depends on what stands beside them."""
    values = {key: said for key, said in part["properties"]["values"].items() if key != "$ref"}
    return {
        **part,
        "properties": {**part["properties"], "values": {"type": "object", **values}},
        "allOf": rules,
    }


def _address_below(definitions: Json, below: Node) -> None:
    """The file's own `set` and `remove` name what stands in the file that it extends."""
    found = addresses_of(below, definitions)
    properties = dict(definitions["Document"]["properties"])
    definitions |= {f"{role}-below": schema for role, schema in found.items()}
    if found:
        properties["set"] = {**properties["set"], **ref("changes-below")}
        properties["remove"] = {**properties["remove"], "items": ref("address-below")}
        definitions["Document"] = {**definitions["Document"], "properties": properties}


def _tables(root: Node, names: FileNames, *, complete: bool) -> Json:
    """What `values` may hold: one definition for each issue, and one for each combination that the
    file uses.
    """
    result = {}
    for issue, options in names.options.items():
        worths = {
            option: ref("amount", **({"description": said} if said else {}))
            for option, said in options.items()
        }
        table = closed(worths, title=f"every option of {issue}")
        needed = [option for option in options if option != names.status_quo.get(issue)]
        result[f"cells-of-{issue}"] = table
        result[f"worths-of-{issue}"] = (
            {**table, "required": needed} if complete and needed else table
        )
    for by in _combinations(root, names):
        for position in range(len(by) - 1):
            inner = _cells(by[position + 1 :])
            rows = {option: ref(inner) for option in names.options[by[position]]}
            result[_cells(by[position:])] = closed(rows)
    if any(names.options.values()):
        cell = {"anyOf": [ref("amount"), ref("table")]}
        result["table"] = mapping("some-option", cell, title="option → worth")
    return result


def _cells(by: tuple[str, ...]) -> str:
    return f"cells-of-{'-and-'.join(by)}"


def _combinations(root: Node, names: FileNames) -> list[tuple[str, ...]]:
    """The lists of two or more issues by which terms of the file are told."""
    terms = (
        term
        for player in entries_of(find(root, ("payoffs",))).values()
        for term in entries_of(player).values()
    )
    lists = dict.fromkeys(tuple(map(text_of, items_of(find(term, ("by",))))) for term in terms)
    return [
        by
        for by in lists
        if 1 < len(by) <= LONGEST and all(names.options.get(issue) for issue in by)
    ][:MOST]


def _listed(root: Node, names: FileNames) -> list[Json]:
    """Rules of a payoff term: `values` lists the options of the issues that `by` names."""
    tables: dict[str, list[Any]] = {
        f"worths-of-{issue}": [issue, [issue]] for issue in names.options
    }
    tables |= {_cells(by): [list(by)] for by in _combinations(root, names)}
    known = {"enum": [way for ways in tables.values() for way in ways]}
    rules = [_if("by", {"enum": ways}, "values", ref(table)) for table, ways in tables.items()]
    if not rules:
        return [{"properties": {"values": ref("table")}}]
    return [
        *rules,
        {"if": {"properties": {"by": known}}, "else": {"properties": {"values": ref("table")}}},
    ]


def _spoken(names: FileNames) -> list[Json]:
    """Rules of a step: `options` are those of the issue that it announces or sets."""
    return [
        _if(word, {"const": issue}, "options", {"items": ref(f"option-of-{issue}")})
        for word in ("announces", "sets")
        for issue in names.issues
        if names.options[issue]
    ]


def _seen(names: FileNames) -> list[Json]:
    """Rules of a step: what its mover `sees` are steps before it."""
    steps = list(names.steps)[:LOOKED]
    return [
        _if(
            "move",
            {"const": step},
            "sees",
            {"items": words({name: names.steps[name] for name in steps[:k]}, "move")},
        )
        for k, step in enumerate(steps)
        if k
    ]


def _if(key: str, value: Json, then: str, schema: Json) -> Json:
    return {
        "if": {"required": [key], "properties": {key: value}},
        "then": {"properties": {then: schema}},
    }


def _row(names: FileNames, *, complete: bool) -> Json:
    """A row of a matrix, which has the columns that the other rows have."""
    columns = list(names.options[list(names.issues)[-1]])
    row = closed({column: ref("cell") for column in columns})
    return {"row": {**row, "required": columns} if complete else row} if columns else {}


def _closed(part: Json, definitions: Json) -> Json:
    """The same where it is a mapping from names that are known: with those names as its keys."""
    keys, values = part.get("propertyNames"), part.get("additionalProperties")
    if not isinstance(keys, dict) or "$ref" not in keys or not isinstance(values, dict):
        return part
    role = definitions.get(keys["$ref"].rpartition("/")[2], {})
    if "enum" not in role:
        return part
    said = dict(zip(role["enum"], role.get("enumDescriptions", []), strict=False))
    properties = {
        n: {**values, **({"description": said[n]} if said.get(n) else {})} for n in role["enum"]
    }
    return {key: value for key, value in part.items() if key != "propertyNames"} | closed(
        properties
    )
